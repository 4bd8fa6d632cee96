"""Old handling units (办案单元历史台账录入): who led and who belonged, from its first day on.

As in `ledger_entries`. A ledger that says when each member came and went has more to say than
a row; such a unit is formed, joined and left with the days of those acts instead.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.entering import (
    Entering,
    Entry,
    check_stands,
    in_order,
    need,
    none_ahead,
    written,
)
from supervision.domain.handling_unit_steps import ROLES, check_free
from supervision.domain.handling_units import (
    HANDLING_UNIT,
    HandlingUnit,
    HandlingUnitEntered,
    HandlingUnitState,
    HandlingUnitVoided,
    Leadership,
    Membership,
)
from supervision.domain.posts import Role
from supervision.errors import Refused

__all__ = ["HANDLING_UNIT_ENTRY", "decide_enter_handling_unit"]


def decide_enter_handling_unit(
    unit: HandlingUnit, entering: Entering
) -> tuple[HandlingUnitEntered]:
    """Enter an old handling unit (录入历史办案单元).

    One prosecutor leads it all its days; whoever leads it need not be named a member as well.

    Raises:
        Refused: `text.*`, `entry.*`, `handling_unit.at_work`, `handling_unit.role`, `handling_unit.member_twice`;
            `handling_unit.leader` for several leaders, or one that is no prosecutor of it.
    """
    check_stands(unit, HandlingUnitState.VOIDED)
    if unit.state is HandlingUnitState.DISBANDED:
        need(unit, "disbanded_on")
    elif unit.disbanded_on is not None:
        found = unit.disbanded_on.isoformat()
        raise Refused("handling_unit.at_work", field="disbanded_on", found=found)
    in_order(unit, "formed_on", "disbanded_on")
    none_ahead(unit, entering.deed.act.on, "formed_on", "disbanded_on")
    leader, *others = (one.officer for one in unit.leaders)
    if others:
        raise Refused("handling_unit.leader", officer=others[0], role=None)
    first, last = unit.formed_on, unit.disbanded_on
    members = tuple(attrs.evolve(one, from_=first, until=last) for one in unit.members)
    if all(one.officer != leader for one in members):
        led = Membership(officer=leader, role=Role.PROSECUTOR, from_=first, until=last)
        members = (led, *members)
    _check_members(members)
    for one in members:
        if one.officer == leader and one.role is not Role.PROSECUTOR:
            raise Refused("handling_unit.leader", officer=leader, role=one.role.value)
    unit = attrs.evolve(
        written(unit, entering, on=first, line="name"),
        members=members,
        leaders=(Leadership(officer=leader, from_=first, until=last),),
    )
    return (HandlingUnitEntered(act=entering.deed.act, line=entering.line, record=unit),)


def _check_members(members: tuple[Membership, ...]) -> None:
    known = tuple(one.value for one in ROLES)
    for place, member in enumerate(members):
        if member.role not in ROLES:
            raise Refused("handling_unit.role", found=member.role.value, known=known)
        check_free(member, members[:place])


HANDLING_UNIT_ENTRY = Entry(
    kind=HANDLING_UNIT,
    fields=(
        "name",
        "department",
        "leaders.officer",
        "members.officer",
        "members.role",
        "state",
        "formed_on",
        "disbanded_on",
    ),
    required=("name", "department", "leaders.officer", "state", "formed_on"),
    defaults={"members.from_": dt.date.min, "leaders.from_": dt.date.min},  # the first day
    decide=decide_enter_handling_unit,
    void=lambda act: HandlingUnitVoided(act=act),
    voided=HandlingUnitState.VOIDED,
)
"""What `ledger_entries` lists of handling units."""
