"""Problem codes (问题分类): one versioned dictionary for manual and automatic findings.

Several axes divide the same finding: the business area, the nature of the defect, the cause
(external causes among them). A code of an older edition stays valid for the findings that bear
it; a new edition revises it, and an end of validity takes it out of the lists to choose from.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun, check_correction, corrected
from supervision.domain.names import check_text
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.validity import check_validity, valid_on
from supervision.domain.values import UnitId
from supervision.errors import Refused
from supervision.ids import derived_id

__all__ = [
    "CAUSE",
    "PROBLEM_CODE",
    "CorrectProblemCode",
    "ProblemCode",
    "ProblemCodeChange",
    "ProblemCodeCorrected",
    "ProblemCodeEnded",
    "ProblemCodeRegistered",
    "ProblemCodeRevised",
    "RegisterProblemCode",
    "decide_correct_problem_code",
    "decide_end_problem_code",
    "decide_register_problem_code",
    "decide_revise_problem_code",
    "evolve_problem_code",
    "may_be_chosen",
    "problem_code_id",
]


CAUSE = "cause"
"""The axis of causes (原因), from which a finding's root causes are chosen."""


def problem_code_id(unit: UnitId, code: str) -> str:
    """Return the id of the unit's problem code."""
    return derived_id("pcd", unit, code)


@attrs.frozen(kw_only=True)
class ProblemCode:
    """One entry of the dictionary (问题分类).

    Attributes:
        id, unit: derived id; the unit that keeps the dictionary.
        code: what findings and rules name, such as `document.served_late`; unique over all axes.
        axis: what it divides by, such as `business`, `nature`, `cause`.
        edition: edition of the dictionary that last said so, such as `2026`.
        zh, en: title.
        parent: code of the entry above it on the same axis.
        basis: code of the basis it rests on.
        external: on the axis `cause`: it lies outside the office (外部原因).
        valid_from: first day it may be chosen; `None`: always.
        valid_until: last day it may be chosen; `None`: still.

    Example:
        >>> served = ProblemCode(id="pcd_1", unit=UnitId("u"), code="document.served_late",
        ...                      axis="nature", edition="2026", zh="文书送达逾期")
        >>> may_be_chosen(served, dt.date(2026, 5, 1))
        True
    """

    id: str
    unit: UnitId
    code: str
    axis: str
    edition: str
    zh: str
    en: str = ""
    parent: str | None = None
    basis: str | None = None
    external: bool = False
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


def may_be_chosen(code: ProblemCode, on: dt.date) -> bool:
    """Say whether a finding of that day may bear the code (可选)."""
    return valid_on(code.valid_from, code.valid_until, on)


@attrs.frozen(kw_only=True)
class ProblemCodeRegistered:
    """The code is entered (登记问题分类)."""

    act: Act
    id: str
    unit: UnitId
    code: str
    axis: str
    edition: str
    zh: str
    en: str = ""
    parent: str | None = None
    basis: str | None = None
    external: bool = False
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class ProblemCodeRevised:
    """A new edition says it in another way (修订). All fields as the edition has them."""

    act: Act
    edition: str
    axis: str
    zh: str
    en: str = ""
    parent: str | None = None
    basis: str | None = None
    external: bool = False
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class ProblemCodeEnded:
    """The code may no longer be chosen (停用); `until` is its last day."""

    act: Act
    until: dt.date


@attrs.frozen(kw_only=True)
class ProblemCodeCorrected:
    """What was entered wrongly (更正)."""

    act: Act
    zh: str | None = None
    en: str | None = None
    parent: str | None = None
    basis: str | None = None
    external: bool | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    cleared: tuple[str, ...] = ()


ProblemCodeChange: TypeAlias = (
    ProblemCodeRegistered | ProblemCodeRevised | ProblemCodeEnded | ProblemCodeCorrected
)


@attrs.frozen(kw_only=True)
class RegisterProblemCode:
    """Asks to enter or revise a code (登记、修订问题分类). Fields as in `ProblemCode`."""

    code: str
    axis: str
    edition: str
    zh: str
    en: str = ""
    parent: str | None = None
    basis: str | None = None
    external: bool = False
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class CorrectProblemCode:
    """Asks to correct a code's entry (更正). `None` leaves alone, `cleared` empties."""

    zh: str | None = None
    en: str | None = None
    parent: str | None = None
    basis: str | None = None
    external: bool | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    cleared: tuple[str, ...] = ()


def _check(command: RegisterProblemCode) -> None:
    check_validity(command.valid_from, command.valid_until)
    if command.parent == command.code:
        raise Refused("problem_code.own_parent", code=command.code)


def decide_register_problem_code(
    code: ProblemCode | None, command: RegisterProblemCode, *, unit: UnitId, act: Act
) -> tuple[ProblemCodeChange, ...]:
    """Enter a code (登记问题分类).

    Raises:
        Refused: `problem_code.exists`, `problem_code.own_parent`, `validity.range`,
            `text.empty`, `text.line`.
    """
    if code is not None:
        raise Refused("problem_code.exists", code=command.code)
    _check(command)
    name = check_text(command.code, place="code")
    return (
        ProblemCodeRegistered(
            act=act,
            id=problem_code_id(unit, name),
            unit=unit,
            code=name,
            axis=check_text(command.axis, place="axis"),
            edition=check_text(command.edition, place="edition"),
            zh=check_text(command.zh, place="zh"),
            en=command.en,
            parent=command.parent,
            basis=command.basis,
            external=command.external,
            valid_from=command.valid_from,
            valid_until=command.valid_until,
        ),
    )


def decide_revise_problem_code(
    code: ProblemCode, command: RegisterProblemCode, *, act: Act
) -> tuple[ProblemCodeChange, ...]:
    """Take over what another edition says (修订); nothing when it says the same.

    Raises:
        Refused: `problem_code.other` for another code, `problem_code.own_parent`,
            `validity.range`, `text.empty`, `text.line`.
    """
    if command.code != code.code:
        raise Refused("problem_code.other", code=code.code, found=command.code)
    _check(command)
    change = ProblemCodeRevised(
        act=act,
        edition=check_text(command.edition, place="edition"),
        axis=check_text(command.axis, place="axis"),
        zh=check_text(command.zh, place="zh"),
        en=command.en,
        parent=command.parent,
        basis=command.basis,
        external=command.external,
        valid_from=command.valid_from,
        valid_until=command.valid_until,
    )
    return () if _revised(code, change) == code else (change,)


def decide_end_problem_code(
    code: ProblemCode, *, until: dt.date, act: Act
) -> tuple[ProblemCodeChange, ...]:
    """Take the code out of the lists to choose from (停用).

    Raises:
        Refused: `problem_code.ended`, `validity.range`.
    """
    if code.valid_until is not None:
        raise Refused("problem_code.ended", code=code.code, until=code.valid_until.isoformat())
    check_validity(code.valid_from, until)
    return (ProblemCodeEnded(act=act, until=until),)


def decide_correct_problem_code(
    code: ProblemCode, command: CorrectProblemCode, *, act: Act
) -> tuple[ProblemCodeChange, ...]:
    """Correct what was entered wrongly (更正).

    Raises:
        Refused: `correction.empty`, `correction.cleared`, `problem_code.own_parent`,
            `validity.range`, `text.empty`, `text.line`.
    """
    if command.parent == code.code:
        raise Refused("problem_code.own_parent", code=code.code)
    change = ProblemCodeCorrected(
        act=act,
        zh=check_text(command.zh, place="zh") if command.zh is not None else None,
        en=command.en,
        parent=command.parent,
        basis=command.basis,
        external=command.external,
        valid_from=command.valid_from,
        valid_until=command.valid_until,
        cleared=command.cleared,
    )
    check_correction(code, change, clearable=("en", "parent", "basis", "valid_from", "valid_until"))
    right = corrected(code, change)
    check_validity(right.valid_from, right.valid_until)
    return (change,)


def _revised(code: ProblemCode, change: ProblemCodeRevised) -> ProblemCode:
    return attrs.evolve(
        code,
        edition=change.edition,
        axis=change.axis,
        zh=change.zh,
        en=change.en,
        parent=change.parent,
        basis=change.basis,
        external=change.external,
        valid_from=change.valid_from,
        valid_until=change.valid_until,
    )


def evolve_problem_code(code: ProblemCode | None, change: ProblemCodeChange) -> ProblemCode:
    """Build the code after `change`."""
    if isinstance(change, ProblemCodeRegistered):
        return ProblemCode(
            id=change.id,
            unit=change.unit,
            code=change.code,
            axis=change.axis,
            edition=change.edition,
            zh=change.zh,
            en=change.en,
            parent=change.parent,
            basis=change.basis,
            external=change.external,
            valid_from=change.valid_from,
            valid_until=change.valid_until,
        )
    code = begun(code, change)
    if isinstance(change, ProblemCodeRevised):
        return _revised(code, change)
    if isinstance(change, ProblemCodeEnded):
        return attrs.evolve(code, valid_until=change.until)
    return corrected(code, change)


PROBLEM_CODE: RecordKind[ProblemCode] = RecordKind(
    name="problem_code",
    prefix="pcd",
    cls=ProblemCode,
    changes=(
        ChangeType("problem_code.registered", ProblemCodeRegistered),
        ChangeType("problem_code.revised", ProblemCodeRevised),
        ChangeType("problem_code.ended", ProblemCodeEnded),
        ChangeType("problem_code.corrected", ProblemCodeCorrected),
    ),
    evolve=evolve_problem_code,
    indexed=(
        Column("code"),
        Column("axis"),
        Column("edition"),
        Column("parent"),
        Column("valid_until", ColumnType.DATE),
    ),
    indexes=(("code",),),
)
