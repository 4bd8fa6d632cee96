"""Legal holds (保全): what must not be destroyed until somebody lifts the hold.

A hold lies on one record, on everything about a record, or on everything about a case. While it
stands, nothing under it can be proposed for destruction, approved or erased, whatever its period
says. Periods end by the schedule, holds only by a person. No source of the field names a hold; it
is the office's own precaution against 擅自销毁, which 档案法 forbids.
"""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.references import Reference
from supervision.domain.separation import Deed, check_role
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "HOLD",
    "HOLD_WORKFLOW",
    "Hold",
    "HoldChange",
    "HoldLifted",
    "HoldPlaced",
    "HoldScope",
    "HoldState",
    "PlaceHold",
    "decide_lift_hold",
    "decide_place_hold",
    "evolve_hold",
]

_MAY = (Role.CHIEF, Role.DEPUTY, Role.SUPERVISION_HEAD, Role.INSPECTOR)
_LIFT = (Role.CHIEF, Role.DEPUTY, Role.SUPERVISION_HEAD)


class HoldScope(enum.Enum):
    """How far a hold reaches (保全范围)."""

    RECORD = "record"
    """本记录"""
    ABOUT = "about"
    """本记录及与其有关的全部记录"""
    CASE = "case"
    """案件的全部记录"""


class HoldState(enum.Enum):
    """Whether a hold stands (保全状态)."""

    STANDING = "standing"
    """保全中"""
    LIFTED = "lifted"
    """已解除"""


@attrs.frozen(kw_only=True)
class PlaceHold:
    """Ask to put something under a hold (保全). Fields as in `Hold`."""

    scope: HoldScope
    ordered_by: str
    about: Reference | None = None
    case_number: str = ""


@attrs.frozen(kw_only=True)
class Hold:
    """A legal hold (保全).

    Attributes:
        id, unit: as in every record.
        scope: how far it reaches.
        ordered_by: which body asked for it, one line, no names of persons.
        state: whether it stands.
        placed_by, placed_on: who placed it, on which day.
        about: the record; `None` for a case.
        case_number: the case; empty for a record.
        lifted_by, lifted_on: who lifted it, on which day.

    Example:
        >>> HOLD.prefix
        'hld'
    """

    id: str
    unit: str
    scope: HoldScope
    ordered_by: str
    state: HoldState
    placed_by: str
    placed_on: dt.date
    about: Reference | None = None
    case_number: str = ""
    lifted_by: str | None = None
    lifted_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class HoldPlaced:
    """The hold was placed (保全)."""

    id: str
    unit: str
    act: Act
    hold: PlaceHold


@attrs.frozen(kw_only=True)
class HoldLifted:
    """The hold was lifted (解除保全)."""

    act: Act


HoldChange = HoldPlaced | HoldLifted

HOLD_WORKFLOW: Workflow[HoldState] = Workflow(
    code="hold",
    zh="保全",
    en="Legal hold",
    steps=(
        Step(
            name="lift",
            sources=(HoldState.STANDING,),
            target=HoldState.LIFTED,
            roles=_LIFT,
            reason=True,
        ),
    ),
)


def decide_place_hold(id: str, unit: str, command: PlaceHold, *, deed: Deed) -> tuple[HoldPlaced]:
    """Put something under a hold, with a reason (保全). Whoever it concerns may: it only keeps.

    Raises:
        Refused: `separation.role`, `act.reason_missing`, `text.empty`, `text.line`;
            `hold.subject` when a case has no number, or a record is not named, or both are.
    """
    check_role("hold", deed.standing, _MAY)
    deed.explained()
    case = command.case_number.strip()
    of_case = command.scope is HoldScope.CASE
    if of_case is not bool(case) or of_case is not (command.about is None):
        raise Refused("hold.subject", scope=command.scope.value)
    command = attrs.evolve(
        command,
        ordered_by=check_text(command.ordered_by, place="ordered_by"),
        case_number=check_text(case, place="case_number") if case else "",
    )
    return (HoldPlaced(id=id, unit=unit, act=deed.act, hold=command),)


def decide_lift_hold(hold: Hold, *, deed: Deed) -> tuple[HoldLifted]:
    """Lift a hold, with a reason (解除保全).

    Raises:
        Refused: `workflow.step`, `separation.role`, `act.reason_missing`.
    """
    HOLD_WORKFLOW.check("lift", hold.state, deed)
    return (HoldLifted(act=deed.act),)


def evolve_hold(hold: Hold | None, change: HoldChange) -> Hold:
    """Build the hold after `change`. Never refuses."""
    if isinstance(change, HoldPlaced):
        return Hold(
            id=change.id,
            unit=change.unit,
            state=HoldState.STANDING,
            placed_by=change.act.by,
            placed_on=change.act.on,
            **attrs.asdict(change.hold, recurse=False),
        )
    hold = begun(hold, change)
    return attrs.evolve(
        hold, state=HoldState.LIFTED, lifted_by=change.act.by, lifted_on=change.act.on
    )


HOLD: RecordKind[Hold] = RecordKind(
    name="hold",
    prefix="hld",
    cls=Hold,
    changes=(
        ChangeType("hold.placed", HoldPlaced),
        ChangeType("hold.lifted", HoldLifted),
    ),
    evolve=evolve_hold,
    indexed=(
        Column("state"),
        Column("scope"),
        Column("about", value=lambda hold: hold.about.id if hold.about else None),
        Column("case_number"),
        Column("placed_on", ColumnType.DATE),
        Column("lifted_on", ColumnType.DATE),
    ),
    indexes=(("state", "placed_on"),),
)
