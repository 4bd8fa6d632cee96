"""Inspections (督察检查): by a checklist, point by point, to a conclusion; without a finding too.

Here is the record, its changes and how it evolves; what may be decided about it stands in
`inspection_steps`. Counted in 场次; an inspection that found nothing is one. A problem is a
`Finding` that lives on its own: the inspection names it, and never follows what becomes of it.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun, corrected
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.values import DepartmentId, OfficerId

__all__ = [
    "INSPECTION",
    "BeginInspection",
    "Conclude",
    "Conduct",
    "Conformity",
    "CorrectInspection",
    "Focus",
    "Inspection",
    "InspectionBegun",
    "InspectionChange",
    "InspectionChecked",
    "InspectionConcluded",
    "InspectionCorrected",
    "InspectionEntered",
    "InspectionRevealed",
    "InspectionSettled",
    "InspectionState",
    "InspectionVoided",
    "Openness",
    "PointResult",
    "evolve",
]


class InspectionState(enum.Enum):
    """State of an inspection (检查状态)."""

    BEGUN = "begun"
    CONCLUDED = "concluded"
    VOIDED = "voided"


class Conduct(enum.Enum):
    """Who inspects (检查主体): a department itself (自查), or the office (检查)."""

    SELF = "self"
    OFFICE = "office"


class Openness(enum.Enum):
    """Announced or not (检查方式): 明察 or 暗访."""

    OPEN = "open"
    COVERT = "covert"


class Focus(enum.Enum):
    """On one theme or as a routine (检查性质): 专项 or 日常."""

    THEMATIC = "thematic"
    ROUTINE = "routine"


class Conformity(enum.Enum):
    """What a point was found to be (检查结果): 符合, 存在问题, 不适用."""

    CONFORM = "conform"
    PROBLEM = "problem"
    NOT_APPLICABLE = "not_applicable"


@attrs.frozen(kw_only=True)
class PointResult:
    """What was seen at one point, in one department (逐项结果).

    Attributes:
        conformity: conforms, a problem, not applicable.
        point: code of the point; `None` for a problem outside the checklist.
        department: where it was seen; `None` for all departments inspected.
        note: what was seen.
        sample: what was looked through to see it (抽样), such as 抽查卷宗5册.
        finding: the finding a problem has opened.
        on_spot: put right, verified and struck off within the inspection (现场办结).
    """

    conformity: Conformity
    point: str | None = None
    department: DepartmentId | None = None
    note: str = ""
    sample: str = ""
    finding: str | None = None
    on_spot: bool = False

    @property
    def place(self) -> tuple[str | None, DepartmentId | None]:
        """Where it was seen: point and department."""
        return self.point, self.department


@attrs.frozen(kw_only=True)
class BeginInspection:
    """Begin an inspection (开展检查). Fields as in `Inspection`."""

    theme: str
    kind: str
    inspectors: tuple[OfficerId, ...]
    departments: tuple[DepartmentId, ...]
    conduct: Conduct = Conduct.OFFICE
    openness: Openness = Openness.OPEN
    focus: Focus = Focus.THEMATIC
    held_on: dt.date | None = None
    checklist: str | None = None
    plan: str | None = None
    item: str | None = None
    concerned: tuple[OfficerId, ...] = ()
    basis: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Inspection:
    """An inspection (督察检查).

    Attributes:
        id, unit: as in every record.
        theme: one line.
        kind: code of the kind (检查类别), see `activities`.
        state: begun, concluded, voided.
        held_on: day it began.
        inspectors: who inspects.
        departments: departments inspected.
        conduct, openness, focus: see the enumerations.
        checklist: id of the version of the checklist it goes by.
        plan: id of the entry of the plan it carries out.
        item: the item it serves.
        concerned: informants and others it is about; they may not conclude it.
        basis: ids of `Basis` records.
        similar: ids of inspections that were similar when it began, to be merged next time.
        results: what was seen, point by point.
        conclusion: what it comes to.
        criticised: persons criticised by name with the conclusion (通报批评).
        concluded_on: day of the conclusion.
        revealed_on: day a covert inspection was made known; `None` before, and for open ones.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    theme: str
    kind: str
    state: InspectionState
    held_on: dt.date
    inspectors: tuple[OfficerId, ...]
    departments: tuple[DepartmentId, ...]
    conduct: Conduct = Conduct.OFFICE
    openness: Openness = Openness.OPEN
    focus: Focus = Focus.THEMATIC
    checklist: str | None = None
    plan: str | None = None
    item: str | None = None
    concerned: tuple[OfficerId, ...] = ()
    basis: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()
    results: tuple[PointResult, ...] = ()
    conclusion: str = ""
    criticised: tuple[OfficerId, ...] = ()
    concluded_on: dt.date | None = None
    revealed_on: dt.date | None = None
    imported: str | None = None

    @property
    def findings(self) -> tuple[str, ...]:
        """Ids of the findings its problems have opened."""
        return tuple(one.finding for one in self.results if one.finding)

    @property
    def secret(self) -> bool:
        """Whether it is covert and not yet made known."""
        return self.openness is Openness.COVERT and self.revealed_on is None


@attrs.frozen(kw_only=True)
class Conclude:
    """Conclude an inspection (检查结论).

    Attributes:
        conclusion: what it comes to.
        criticised: persons criticised by name with it.
    """

    conclusion: str
    criticised: tuple[OfficerId, ...] = ()


@attrs.frozen(kw_only=True)
class CorrectInspection:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are.

    Attributes:
        cleared: names of fields to empty: `plan`, `item`.
    """

    theme: str | None = None
    inspectors: tuple[OfficerId, ...] | None = None
    focus: Focus | None = None
    plan: str | None = None
    item: str | None = None
    concerned: tuple[OfficerId, ...] | None = None
    conclusion: str | None = None
    cleared: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class InspectionBegun:
    """The inspection began (开展检查)."""

    id: str
    unit: str
    act: Act
    held_on: dt.date
    inspection: BeginInspection
    similar: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class InspectionChecked:
    """Points were looked at (逐项检查)."""

    act: Act
    results: tuple[PointResult, ...]


@attrs.frozen(kw_only=True)
class InspectionSettled:
    """A problem was put right, verified and struck off on the spot (现场办结)."""

    act: Act
    finding: str


@attrs.frozen(kw_only=True)
class InspectionConcluded:
    """The inspection was concluded (检查结论)."""

    act: Act
    conclusion: Conclude


@attrs.frozen(kw_only=True)
class InspectionRevealed:
    """A covert inspection was made known (公开暗访)."""

    act: Act


@attrs.frozen(kw_only=True)
class InspectionCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectInspection


@attrs.frozen(kw_only=True)
class InspectionVoided:
    """The inspection was voided (作废)."""

    act: Act


InspectionChange = (
    InspectionBegun
    | InspectionChecked
    | InspectionSettled
    | InspectionConcluded
    | InspectionRevealed
    | InspectionCorrected
    | InspectionVoided
)


@attrs.frozen(kw_only=True)
class InspectionEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Inspection


def evolve(
    inspection: Inspection | None, change: InspectionChange | InspectionEntered
) -> Inspection:
    """Build the inspection from its last state and one change. Never refuses."""
    if isinstance(change, InspectionEntered):
        return change.record
    if isinstance(change, InspectionBegun):
        fields = attrs.asdict(change.inspection, recurse=False) | {"held_on": change.held_on}
        return Inspection(
            id=change.id,
            unit=change.unit,
            state=InspectionState.BEGUN,
            similar=change.similar,
            **fields,
        )
    inspection = begun(inspection, change)
    match change:
        case InspectionChecked():
            return attrs.evolve(inspection, results=_seen(inspection.results, change.results))
        case InspectionSettled():
            return attrs.evolve(inspection, results=_settled(inspection.results, change.finding))
        case InspectionConcluded():
            return attrs.evolve(
                inspection,
                state=InspectionState.CONCLUDED,
                concluded_on=change.act.on,
                conclusion=change.conclusion.conclusion,
                criticised=change.conclusion.criticised,
            )
        case InspectionRevealed():
            return attrs.evolve(inspection, revealed_on=change.act.on)
        case InspectionCorrected():
            return corrected(inspection, change.correction)
        case InspectionVoided():
            return attrs.evolve(inspection, state=InspectionState.VOIDED)
        case _:
            assert_never(change)


def _seen(
    before: tuple[PointResult, ...], after: tuple[PointResult, ...]
) -> tuple[PointResult, ...]:
    """Add results; one of the same place gives way, unless it has opened a finding."""
    results = before
    for one in after:
        kept = (old for old in results if old.finding or old.place != one.place)
        results = (*kept, one)
    return results


def _settled(results: tuple[PointResult, ...], finding: str) -> tuple[PointResult, ...]:
    return tuple(
        attrs.evolve(one, on_spot=True) if one.finding == finding else one for one in results
    )


INSPECTION: RecordKind[Inspection] = RecordKind(
    name="inspection",
    prefix="isp",
    cls=Inspection,
    evolve=evolve,
    changes=(
        ChangeType("inspection.begun", InspectionBegun),
        ChangeType("inspection.checked", InspectionChecked),
        ChangeType("inspection.settled", InspectionSettled),
        ChangeType("inspection.concluded", InspectionConcluded),
        ChangeType("inspection.revealed", InspectionRevealed),
        ChangeType("inspection.corrected", InspectionCorrected),
        ChangeType("inspection.voided", InspectionVoided),
        ChangeType("inspection.entered", InspectionEntered),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("kind"),
        Column("conduct"),
        Column("openness"),
        Column("focus"),
        Column("theme"),
        Column("checklist"),
        Column("plan"),
        Column("item"),
        Column("held_on", ColumnType.DATE),
        Column("concluded_on", ColumnType.DATE),
        Column("revealed_on", ColumnType.DATE),
        Column("problems", ColumnType.INTEGER, lambda inspection: len(inspection.findings)),
        Column(
            "on_spot",
            ColumnType.INTEGER,
            lambda inspection: sum(one.on_spot for one in inspection.results),
        ),
        Column("criticisms", ColumnType.INTEGER, lambda inspection: len(inspection.criticised)),
    ),
    indexes=(("state", "held_on"), ("held_on",), ("plan",), ("item",)),
    many=(
        Many("departments"),
        Many("inspectors"),
        Many("criticised"),
        Many("findings"),
    ),
)
