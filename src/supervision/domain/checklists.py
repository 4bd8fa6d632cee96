"""Checklists (检查清单): what an inspection looks at, point by point, in numbered versions.

Every version is a record of its own, and its points never change: an inspection names the
version it went by, so a new version changes no old inspection.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import attrs

from supervision.domain.activities import OFFICE
from supervision.domain.acts import Act
from supervision.domain.lives import begun, check_correction, corrected
from supervision.domain.names import check_text
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.separation import Deed, check_role
from supervision.domain.validity import check_validity, valid_on
from supervision.domain.values import UnitId
from supervision.errors import Refused
from supervision.ids import derived_id

__all__ = [
    "CHECKLIST",
    "Checklist",
    "ChecklistChange",
    "ChecklistCorrected",
    "ChecklistEnded",
    "ChecklistIssued",
    "Checkpoint",
    "CorrectChecklist",
    "IssueChecklist",
    "checklist_id",
    "decide_correct_checklist",
    "decide_end_checklist",
    "decide_issue_checklist",
    "evolve_checklist",
    "may_be_used",
]


def checklist_id(unit: UnitId, code: str, edition: int) -> str:
    """Return the id of one version of the unit's checklist."""
    return derived_id("ckl", unit, code, str(edition))


@attrs.frozen(kw_only=True)
class Checkpoint:
    """One thing to look at (检查要点).

    Attributes:
        code: what results name it by, such as `1.2`; unique in the version.
        text: what must be the case.
        problem_code: code of the problem dictionary for what is found here (问题分类).
        basis: ids of `Basis` records.
    """

    code: str
    text: str
    problem_code: str | None = None
    basis: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class IssueChecklist:
    """Issue a checklist, or another version of it (发布检查清单). Fields as in `Checklist`."""

    code: str
    title: str
    points: tuple[Checkpoint, ...]
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class Checklist:
    """One version of a checklist (检查清单).

    Attributes:
        id, unit: derived id; the unit that keeps it.
        code: code all its versions share, such as `style`.
        edition: number of the version, from 1, without a gap.
        title: one line.
        points: what is looked at, in order.
        valid_from: first day inspections may go by it; `None`: always.
        valid_until: last day; `None`: still.
    """

    id: str
    unit: UnitId
    code: str
    edition: int
    title: str
    points: tuple[Checkpoint, ...]
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    def point(self, code: str) -> Checkpoint:
        """Return the point of that code.

        Raises:
            Refused: `checklist.unknown_point` with the known codes.
        """
        for point in self.points:
            if point.code == code:
                return point
        known = tuple(point.code for point in self.points)
        raise Refused("checklist.unknown_point", found=code, known=known)


def may_be_used(checklist: Checklist, on: dt.date) -> bool:
    """Say whether an inspection of that day may go by this version (可用)."""
    return valid_on(checklist.valid_from, checklist.valid_until, on)


@attrs.frozen(kw_only=True)
class CorrectChecklist:
    """Correct what was entered wrongly (更正); never the points, for them issue a version."""

    title: str | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    cleared: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ChecklistIssued:
    """The version was issued (发布检查清单)."""

    id: str
    unit: UnitId
    act: Act
    edition: int
    checklist: IssueChecklist


@attrs.frozen(kw_only=True)
class ChecklistEnded:
    """The version is no longer used (停用); `until` is its last day."""

    act: Act
    until: dt.date


@attrs.frozen(kw_only=True)
class ChecklistCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectChecklist


ChecklistChange: TypeAlias = ChecklistIssued | ChecklistEnded | ChecklistCorrected


def decide_issue_checklist(
    latest: Checklist | None, command: IssueChecklist, *, unit: UnitId, deed: Deed
) -> tuple[ChecklistIssued]:
    """Issue the first or the next version (发布检查清单).

    Args:
        latest: the version before it, with its end already entered.
        command: what is issued.
        unit: the unit that keeps it.
        deed: by whom, on which day.

    Raises:
        Refused: `separation.role`, `text.*`, `field.missing` without any point,
            `checklist.point_twice`, `validity.range`, `checklist.overlap`.
    """
    check_role("issue", deed.standing, OFFICE)
    check_validity(command.valid_from, command.valid_until)
    if latest is not None:
        _check_follows(latest, command)
    if not command.points:
        raise Refused("field.missing", field="points")
    code = check_text(command.code, place="code")
    edition = latest.edition + 1 if latest else 1
    command = attrs.evolve(
        command,
        code=code,
        title=check_text(command.title, place="title"),
        points=tuple(_checked(point) for point in command.points),
    )
    codes = [point.code for point in command.points]
    for place, point in enumerate(codes):
        if point in codes[:place]:
            raise Refused("checklist.point_twice", point=point)
    id = checklist_id(unit, code, edition)
    return (ChecklistIssued(id=id, unit=unit, act=deed.act, edition=edition, checklist=command),)


def _checked(point: Checkpoint) -> Checkpoint:
    return attrs.evolve(
        point,
        code=check_text(point.code, place="points.code"),
        text=check_text(point.text, place="points.text"),
    )


def _check_follows(latest: Checklist, command: IssueChecklist) -> None:
    """On every day at most one version is in use."""
    end = latest.valid_until
    if end is None or command.valid_from is None or command.valid_from <= end:
        raise Refused(
            "checklist.overlap",
            code=latest.code,
            edition=latest.edition,
            until=end.isoformat() if end else None,
        )


def decide_end_checklist(
    checklist: Checklist, *, until: dt.date, deed: Deed
) -> tuple[ChecklistEnded]:
    """Take a version out of use (停用).

    Raises:
        Refused: `separation.role`, `checklist.ended`, `validity.range`.
    """
    check_role("end", deed.standing, OFFICE)
    if checklist.valid_until is not None:
        raise Refused(
            "checklist.ended",
            code=checklist.code,
            edition=checklist.edition,
            until=checklist.valid_until.isoformat(),
        )
    check_validity(checklist.valid_from, until)
    return (ChecklistEnded(act=deed.act, until=until),)


def decide_correct_checklist(
    checklist: Checklist, correction: CorrectChecklist, *, deed: Deed
) -> tuple[ChecklistCorrected]:
    """Correct title or validity, with a reason (更正).

    Raises:
        Refused: `separation.role`, `act.reason_missing`, `correction.*`, `text.*`,
            `validity.range`.
    """
    check_role("correct", deed.standing, OFFICE)
    deed.explained()
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    check_correction(checklist, correction, clearable=("valid_from", "valid_until"))
    right = corrected(checklist, correction)
    check_validity(right.valid_from, right.valid_until)
    return (ChecklistCorrected(act=deed.act, correction=correction),)


def evolve_checklist(checklist: Checklist | None, change: ChecklistChange) -> Checklist:
    """Build the version after `change`. Never refuses."""
    if isinstance(change, ChecklistIssued):
        fields = attrs.asdict(change.checklist, recurse=False)
        return Checklist(id=change.id, unit=change.unit, edition=change.edition, **fields)
    checklist = begun(checklist, change)
    if isinstance(change, ChecklistEnded):
        return attrs.evolve(checklist, valid_until=change.until)
    return corrected(checklist, change.correction)


CHECKLIST: RecordKind[Checklist] = RecordKind(
    name="checklist",
    prefix="ckl",
    cls=Checklist,
    evolve=evolve_checklist,
    changes=(
        ChangeType("checklist.issued", ChecklistIssued),
        ChangeType("checklist.ended", ChecklistEnded),
        ChangeType("checklist.corrected", ChecklistCorrected),
    ),
    indexed=(
        Column("code"),
        Column("edition", ColumnType.INTEGER),
        Column("valid_from", ColumnType.DATE),
        Column("valid_until", ColumnType.DATE),
    ),
    indexes=(("code", "edition"),),
    many=(
        Many(
            "problem_codes",
            lambda checklist: tuple(point.problem_code for point in checklist.points),
        ),
    ),
)
