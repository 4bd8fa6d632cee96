"""Old handling units are entered with their leader and members, from the first day to the last."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.entering import Entering
from supervision.domain.handling_unit_entries import (
    HANDLING_UNIT_ENTRY,
    decide_enter_handling_unit,
)
from supervision.domain.handling_units import (
    HandlingUnit,
    HandlingUnitState,
    Leadership,
    Membership,
    evolve_handling_unit,
)
from supervision.domain.posts import Role
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

FIRST, LAST = dt.date(2020, 1, 2), dt.date(2021, 6, 30)
TODAY = dt.date(2026, 3, 2)
AHEAD = TODAY + dt.timedelta(1)
OPEN = dt.date.min
ME, LI, WANG = OfficerId("off_9"), OfficerId("off_1"), OfficerId("off_2")


def entering() -> Entering:
    standing = Standing(
        officer=ME, roles=frozenset({Role.SUPERVISION_HEAD}), departments=frozenset()
    )
    return Entering(deed=Deed(act=Act(by=ME, on=TODAY), standing=standing), line=2)


def member(officer: OfficerId, role: Role = Role.ASSISTANT) -> Membership:
    return Membership(officer=officer, role=role, from_=OPEN)


def unit(**changes: Any) -> HandlingUnit:
    fields: dict[str, Any] = {
        "name": "李五办案组",
        "department": DepartmentId("dep_1"),
        "state": HandlingUnitState.DISBANDED,
        "formed_on": FIRST,
        "disbanded_on": LAST,
        "members": (member(WANG),),
        "leaders": (Leadership(officer=LI, from_=OPEN),),
    }
    return HandlingUnit(id="hun_1", unit="unt_1", imported="lim_1", **(fields | changes))


def test_who_leads_is_a_member_and_all_belong_from_the_first_day_to_the_last() -> None:
    [change] = decide_enter_handling_unit(unit(), entering())
    entered = evolve_handling_unit(None, change)
    assert entered.leaders == (Leadership(officer=LI, from_=FIRST, until=LAST),)
    assert [(one.officer, one.role, one.from_, one.until) for one in entered.members] == [
        (LI, Role.PROSECUTOR, FIRST, LAST),
        (WANG, Role.ASSISTANT, FIRST, LAST),
    ]
    assert (change.line, entered.imported) == (2, "lim_1")
    voided = evolve_handling_unit(entered, HANDLING_UNIT_ENTRY.void(Act(by=ME, on=TODAY)))
    assert voided == attrs.evolve(entered, state=HandlingUnitState.VOIDED)


def test_a_unit_at_work_has_no_last_day() -> None:
    members = (member(LI, Role.PROSECUTOR), member(WANG, Role.CLERK))
    old = unit(state=HandlingUnitState.ACTIVE, disbanded_on=None, members=members)
    [change] = decide_enter_handling_unit(old, entering())
    assert [one.officer for one in change.record.members] == [LI, WANG]
    assert {one.until for one in change.record.members} == {None}


@pytest.mark.parametrize(
    ("old", "code"),
    [
        (unit(state=HandlingUnitState.VOIDED), "entry.voided"),
        (unit(disbanded_on=None), "entry.missing"),
        (unit(state=HandlingUnitState.ACTIVE), "handling_unit.at_work"),
        (unit(disbanded_on=FIRST - dt.timedelta(1)), "entry.order"),
        (unit(disbanded_on=AHEAD), "entry.ahead"),
        (unit(leaders=(*unit().leaders, *unit().leaders)), "handling_unit.leader"),
        (unit(members=(member(LI),)), "handling_unit.leader"),
        (unit(members=(member(WANG, Role.CHIEF),)), "handling_unit.role"),
        (unit(members=(member(WANG), member(WANG))), "handling_unit.member_twice"),
        (unit(name=" "), "text.empty"),
    ],
)
def test_what_cannot_have_been_so_is_refused(old: HandlingUnit, code: str) -> None:
    with pytest.raises(Refused) as refused:
        decide_enter_handling_unit(old, entering())
    assert refused.value.code == code
