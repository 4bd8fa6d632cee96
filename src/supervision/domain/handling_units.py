"""Handling units (办案单元): a prosecutor in charge with assistants and a clerk, dated.

Cases are handled by a single prosecutor or a group, each with auxiliaries (人民检察院司法责任制 of
2015, 高检发〔2015〕10号, 二). Whoever belongs to the handling unit of a person responsible does not
verify or close what concerns that person: see `separation`. What may be decided about a unit stands
in `handling_unit_steps`.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun, corrected
from supervision.domain.posts import Role
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.validity import valid_on
from supervision.domain.values import DepartmentId, OfficerId

__all__ = [
    "HANDLING_UNIT",
    "CorrectHandlingUnit",
    "FormHandlingUnit",
    "HandlingUnit",
    "HandlingUnitChange",
    "HandlingUnitCorrected",
    "HandlingUnitDisbanded",
    "HandlingUnitEntered",
    "HandlingUnitFormed",
    "HandlingUnitState",
    "HandlingUnitVoided",
    "LeaderNamed",
    "Leadership",
    "MemberJoined",
    "MemberLeft",
    "Membership",
    "colleagues_of",
    "evolve_handling_unit",
    "leader_on",
    "members_on",
    "overlap",
]


class HandlingUnitState(enum.Enum):
    """Whether the unit handles cases (办案单元状态)."""

    ACTIVE = "active"
    """在办"""
    DISBANDED = "disbanded"
    """已撤销"""
    VOIDED = "voided"
    """作废"""


@attrs.frozen(kw_only=True)
class Membership:
    """Who belongs to the unit, as what, from which day to which (成员).

    Attributes:
        officer: the member.
        role: prosecutor, assistant or clerk.
        from_, until: first and last day; `until` is `None` while it lasts.
    """

    officer: OfficerId
    role: Role
    from_: dt.date
    until: dt.date | None = None


@attrs.frozen(kw_only=True)
class Leadership:
    """Who leads the unit from which day to which (主办检察官)."""

    officer: OfficerId
    from_: dt.date
    until: dt.date | None = None


@attrs.frozen(kw_only=True)
class HandlingUnit:
    """A handling unit (办案单元).

    Attributes:
        id, unit: as in every record.
        name: such as 林立办案组.
        department: the department it belongs to.
        state: whether it handles cases.
        formed_on: first day.
        disbanded_on: last day.
        members: in the order they were entered.
        leaders: in the order they led.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    name: str
    department: DepartmentId
    state: HandlingUnitState
    formed_on: dt.date
    disbanded_on: dt.date | None = None
    members: tuple[Membership, ...] = ()
    leaders: tuple[Leadership, ...] = ()
    imported: str | None = None


def members_on(unit: HandlingUnit, on: dt.date) -> tuple[Membership, ...]:
    """Return who belongs to the unit on that day (当日成员)."""
    return tuple(one for one in unit.members if valid_on(one.from_, one.until, on))


def leader_on(unit: HandlingUnit, on: dt.date) -> OfficerId | None:
    """Return who leads the unit on that day (当日主办检察官)."""
    return next((one.officer for one in unit.leaders if valid_on(one.from_, one.until, on)), None)


def colleagues_of(
    units: Iterable[HandlingUnit], officer: OfficerId, on: dt.date
) -> frozenset[OfficerId]:
    """Return with whom the officer has belonged to a handling unit up to a day (同办案单元人员).

    Whoever once worked on the same cases stays apart from them, so that a change of post the
    day before does not make a judge of a colleague.
    """
    found: set[OfficerId] = set()
    for unit in units:
        own = [one for one in unit.members if one.officer == officer and one.from_ <= on]
        found.update(
            other.officer
            for mine in own
            for other in unit.members
            if other.from_ <= on and overlap(mine, other)
        )
    return frozenset(found - {officer})


def overlap(left: Membership, right: Membership) -> bool:
    """Say whether two memberships share a day."""
    ends_before = left.until is not None and left.until < right.from_
    begins_after = right.until is not None and right.until < left.from_
    return not (ends_before or begins_after)


# ---------------------------------------------------------------------------- changes


@attrs.frozen(kw_only=True)
class FormHandlingUnit:
    """Asks to form a handling unit (组建办案单元).

    Attributes:
        name, department: as in `HandlingUnit`.
        leader: who leads it; a prosecutor.
        assistants, clerks: auxiliaries.
        prosecutors: further prosecutors of a group.
        from_: first day; by default the day of the act.
    """

    name: str
    department: DepartmentId
    leader: OfficerId
    prosecutors: tuple[OfficerId, ...] = ()
    assistants: tuple[OfficerId, ...] = ()
    clerks: tuple[OfficerId, ...] = ()
    from_: dt.date | None = None


@attrs.frozen(kw_only=True)
class CorrectHandlingUnit:
    """Asks to correct an entry (更正办案单元); `None` leaves a field alone.

    Attributes:
        name, department, formed_on: the right values.
        members, leaders: the whole right list, where a day or a role was entered wrongly.
    """

    name: str | None = None
    department: DepartmentId | None = None
    formed_on: dt.date | None = None
    members: tuple[Membership, ...] | None = None
    leaders: tuple[Leadership, ...] | None = None


@attrs.frozen(kw_only=True)
class HandlingUnitFormed:
    """The handling unit was formed (组建)."""

    id: str
    unit: str
    act: Act
    name: str
    department: DepartmentId
    formed_on: dt.date
    members: tuple[Membership, ...]
    leader: OfficerId


@attrs.frozen(kw_only=True)
class MemberJoined:
    """Somebody joined (加入)."""

    act: Act
    member: Membership


@attrs.frozen(kw_only=True)
class MemberLeft:
    """Somebody left; `until` is the last day (退出)."""

    act: Act
    officer: OfficerId
    until: dt.date


@attrs.frozen(kw_only=True)
class LeaderNamed:
    """Somebody leads from a day on (更换主办检察官)."""

    act: Act
    officer: OfficerId
    from_: dt.date


@attrs.frozen(kw_only=True)
class HandlingUnitDisbanded:
    """The unit ended; `on` is its last day (撤销)."""

    act: Act
    on: dt.date


@attrs.frozen(kw_only=True)
class HandlingUnitCorrected:
    """Something was entered wrongly (更正)."""

    act: Act
    correction: CorrectHandlingUnit


@attrs.frozen(kw_only=True)
class HandlingUnitVoided:
    """It was entered by mistake (作废)."""

    act: Act


@attrs.frozen(kw_only=True)
class HandlingUnitEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: HandlingUnit


HandlingUnitChange = (
    HandlingUnitFormed
    | MemberJoined
    | MemberLeft
    | LeaderNamed
    | HandlingUnitDisbanded
    | HandlingUnitCorrected
    | HandlingUnitVoided
)


def evolve_handling_unit(
    unit: HandlingUnit | None, change: HandlingUnitChange | HandlingUnitEntered
) -> HandlingUnit:
    """Build the handling unit after `change`. Never refuses."""
    if isinstance(change, HandlingUnitEntered):
        return change.record
    if isinstance(change, HandlingUnitFormed):
        return HandlingUnit(
            id=change.id,
            unit=change.unit,
            name=change.name,
            department=change.department,
            state=HandlingUnitState.ACTIVE,
            formed_on=change.formed_on,
            members=change.members,
            leaders=(Leadership(officer=change.leader, from_=change.formed_on),),
        )
    unit = begun(unit, change)
    match change:
        case MemberJoined():
            return attrs.evolve(unit, members=(*unit.members, change.member))
        case MemberLeft():
            members = tuple(
                attrs.evolve(one, until=change.until)
                if one.officer == change.officer and one.until is None
                else one
                for one in unit.members
            )
            return attrs.evolve(unit, members=members)
        case LeaderNamed():
            before = _ended(unit.leaders, change.from_ - dt.timedelta(days=1))
            now = Leadership(officer=change.officer, from_=change.from_)
            return attrs.evolve(unit, leaders=(*before, now))
        case HandlingUnitDisbanded():
            return attrs.evolve(
                unit,
                state=HandlingUnitState.DISBANDED,
                disbanded_on=change.on,
                leaders=_ended(unit.leaders, change.on),
                members=tuple(
                    attrs.evolve(one, until=one.until or change.on) for one in unit.members
                ),
            )
        case HandlingUnitCorrected():
            return corrected(unit, change.correction)
        case HandlingUnitVoided():
            return attrs.evolve(unit, state=HandlingUnitState.VOIDED)
        case _:
            assert_never(change)


def _ended(leaders: tuple[Leadership, ...], last: dt.date) -> tuple[Leadership, ...]:
    return tuple(attrs.evolve(one, until=one.until or last) for one in leaders)


HANDLING_UNIT: RecordKind[HandlingUnit] = RecordKind(
    name="handling_unit",
    prefix="hun",
    cls=HandlingUnit,
    changes=(
        ChangeType("handling_unit.formed", HandlingUnitFormed),
        ChangeType("handling_unit.joined", MemberJoined),
        ChangeType("handling_unit.left", MemberLeft),
        ChangeType("handling_unit.led", LeaderNamed),
        ChangeType("handling_unit.disbanded", HandlingUnitDisbanded),
        ChangeType("handling_unit.corrected", HandlingUnitCorrected),
        ChangeType("handling_unit.voided", HandlingUnitVoided),
        ChangeType("handling_unit.entered", HandlingUnitEntered),
    ),
    evolve=evolve_handling_unit,
    indexed=(
        Column("name"),
        Column("department"),
        Column("state"),
        Column("imported"),
        Column("leader", value=lambda unit: unit.leaders[-1].officer),
        Column("formed_on", ColumnType.DATE),
        Column("disbanded_on", ColumnType.DATE),
    ),
    indexes=(("department", "state"),),
    many=(Many("officers", lambda unit: tuple(one.officer for one in unit.members)),),
)
