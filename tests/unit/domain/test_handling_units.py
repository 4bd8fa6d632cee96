"""Handling units: who may lead, who joins and leaves, who stays apart from whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from supervision.domain.acts import Act
from supervision.domain.handling_unit_steps import (
    decide_correct_handling_unit,
    decide_disband,
    decide_form,
    decide_join,
    decide_leave_unit,
    decide_name_leader,
    decide_void_handling_unit,
)
from supervision.domain.handling_units import (
    CorrectHandlingUnit,
    FormHandlingUnit,
    HandlingUnit,
    HandlingUnitState,
    Leadership,
    Membership,
    colleagues_of,
    evolve_handling_unit,
    leader_on,
    members_on,
)
from supervision.domain.posts import Role
from supervision.domain.separation import Concerned, Deed, Standing, check_independent
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

LIN, ZHANG, LI, WANG = (OfficerId(f"off_{n}") for n in range(4))
TODAY = dt.date(2026, 3, 2)
LATER = dt.date(2026, 3, 9)
EARLIER = dt.date(2026, 2, 2)


def deed(reason: str = "", on: dt.date = TODAY) -> Deed:
    return Deed(act=Act(by=LIN, on=on), standing=Standing(officer=LIN), reason=reason)


def after(unit: HandlingUnit | None, *changes: object) -> HandlingUnit:
    for change in changes:
        unit = evolve_handling_unit(unit, change)
    assert unit is not None
    return unit


@pytest.fixture
def group() -> HandlingUnit:
    command = FormHandlingUnit(
        name="林立办案组",
        department=DepartmentId("dep_1"),
        leader=LIN,
        prosecutors=(ZHANG,),
        assistants=(LI,),
    )
    return after(None, *decide_form("hun_1", "unt_1", command, deed=deed()))


def refused(decide: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        decide()
    return caught.value.code


def test_a_unit_begins_with_its_leader_and_members(group: HandlingUnit) -> None:
    assert leader_on(group, TODAY) == LIN
    assert [(one.officer, one.role) for one in members_on(group, TODAY)] == [
        (LIN, Role.PROSECUTOR),
        (ZHANG, Role.PROSECUTOR),
        (LI, Role.ASSISTANT),
    ]
    assert members_on(group, EARLIER) == ()
    assert leader_on(group, EARLIER) is None


def test_nobody_is_a_member_twice_at_once(group: HandlingUnit) -> None:
    twice = FormHandlingUnit(
        name="x", department=DepartmentId("dep_1"), leader=LIN, assistants=(LIN,)
    )
    code = "handling_unit.member_twice"
    assert refused(lambda: decide_form("h", "u", twice, deed=deed())) == code
    assert refused(lambda: decide_join(group, LI, Role.CLERK, deed=deed())) == code


def test_a_unit_has_a_name() -> None:
    nameless = FormHandlingUnit(name=" ", department=DepartmentId("dep_1"), leader=LIN)
    assert refused(lambda: decide_form("h", "u", nameless, deed=deed())) == "text.empty"


def test_whoever_left_may_come_back(group: HandlingUnit) -> None:
    left = after(group, *decide_leave_unit(group, LI, deed=deed()))
    assert members_on(left, LATER) == group.members[:2]
    back = after(left, *decide_join(left, LI, Role.CLERK, from_=LATER, deed=deed()))
    assert members_on(back, LATER)[-1] == Membership(officer=LI, role=Role.CLERK, from_=LATER)


def test_a_clerk_joins_but_no_head(group: HandlingUnit) -> None:
    joined = after(group, *decide_join(group, WANG, Role.CLERK, deed=deed()))
    assert joined.members[-1].role is Role.CLERK
    assert refused(lambda: decide_join(group, WANG, Role.HEAD, deed=deed())) == "handling_unit.role"


def test_days_before_the_unit_are_refused(group: HandlingUnit) -> None:
    code = "handling_unit.range"
    join = lambda: decide_join(group, WANG, Role.CLERK, from_=EARLIER, deed=deed())
    assert refused(join) == code
    assert refused(lambda: decide_leave_unit(group, LI, until=EARLIER, deed=deed())) == code
    assert refused(lambda: decide_name_leader(group, ZHANG, from_=TODAY, deed=deed())) == code
    assert refused(lambda: decide_disband(group, on=EARLIER, deed=deed())) == code


def test_another_prosecutor_takes_the_lead(group: HandlingUnit) -> None:
    led = after(group, *decide_name_leader(group, ZHANG, from_=LATER, deed=deed()))
    assert (leader_on(led, TODAY), leader_on(led, LATER)) == (LIN, ZHANG)
    gone = after(led, *decide_leave_unit(led, LIN, until=LATER, deed=deed()))
    assert LIN not in [one.officer for one in members_on(gone, LATER + dt.timedelta(days=1))]


def test_only_a_prosecutor_of_the_unit_leads_it(group: HandlingUnit) -> None:
    code = "handling_unit.leader"
    assert refused(lambda: decide_name_leader(group, LI, deed=deed())) == code
    assert refused(lambda: decide_name_leader(group, LIN, deed=deed())) == code
    assert (
        refused(lambda: decide_name_leader(group, WANG, deed=deed())) == "handling_unit.not_member"
    )


def test_the_leader_does_not_leave_it_without_one(group: HandlingUnit) -> None:
    code = "handling_unit.leader_leaves"
    assert refused(lambda: decide_leave_unit(group, LIN, deed=deed())) == code


def test_a_disbanded_unit_takes_no_more_steps(group: HandlingUnit) -> None:
    ended = after(group, *decide_disband(group, on=LATER, deed=deed()))
    assert (ended.state, ended.disbanded_on) == (HandlingUnitState.DISBANDED, LATER)
    assert members_on(ended, LATER + dt.timedelta(days=1)) == ()
    for step in (
        lambda: decide_join(ended, WANG, Role.CLERK, deed=deed()),
        lambda: decide_leave_unit(ended, LI, deed=deed()),
        lambda: decide_name_leader(ended, ZHANG, deed=deed()),
        lambda: decide_disband(ended, deed=deed()),
    ):
        assert refused(step) == "handling_unit.ended"


def test_a_correction_replaces_lists_that_do_not_contradict_themselves(group: HandlingUnit) -> None:
    def correct(**fields: object) -> HandlingUnit:
        command = CorrectHandlingUnit(**fields)
        changes = decide_correct_handling_unit(group, command, deed=deed("录错"))
        return after(group, *changes)

    assert correct(name=" 林立组 ").name == "林立组"
    member = Membership(officer=LIN, role=Role.PROSECUTOR, from_=EARLIER)
    assert correct(members=(member,), formed_on=EARLIER).formed_on == EARLIER
    wrong = Leadership(officer=LI, from_=TODAY)
    assert refused(lambda: correct(leaders=(wrong,))) == "handling_unit.leader"
    assert refused(lambda: correct(leaders=())) == "handling_unit.leader"
    assert refused(lambda: correct(members=(member, member))) == "handling_unit.member_twice"
    assert refused(lambda: correct(name=group.name)) == "correction.empty"


def test_a_correction_needs_a_reason(group: HandlingUnit) -> None:
    command = CorrectHandlingUnit(name="x")
    code = "act.reason_missing"
    assert refused(lambda: decide_correct_handling_unit(group, command, deed=deed())) == code
    assert refused(lambda: decide_void_handling_unit(group, deed=deed())) == code


def test_a_voided_unit_is_neither_corrected_nor_voided_again(group: HandlingUnit) -> None:
    voided = after(group, *decide_void_handling_unit(group, deed=deed("重复录入")))
    command = CorrectHandlingUnit(name="x")
    code = "handling_unit.ended"
    assert refused(lambda: decide_void_handling_unit(voided, deed=deed("再次"))) == code
    assert refused(lambda: decide_correct_handling_unit(voided, command, deed=deed("再"))) == code


def test_colleagues_are_those_who_shared_a_day(group: HandlingUnit) -> None:
    left = after(group, *decide_leave_unit(group, LI, until=TODAY, deed=deed()))
    joined = after(left, *decide_join(left, WANG, Role.CLERK, from_=LATER, deed=deed()))
    assert colleagues_of((joined,), LI, LATER) == {LIN, ZHANG}
    assert colleagues_of((joined,), WANG, LATER) == {LIN, ZHANG}
    assert colleagues_of((joined,), WANG, TODAY) == frozenset()
    assert colleagues_of((), LI, LATER) == frozenset()


@pytest.mark.parametrize(
    ("standing", "concerned"),
    [
        (
            Standing(officer=LI, handling_units=frozenset({"hun_1"})),
            Concerned(handling_units=frozenset({"hun_1"})),
        ),
        (
            Standing(officer=LI, colleagues=frozenset({LIN})),
            Concerned(officers=frozenset({LIN})),
        ),
    ],
)
def test_a_handling_unit_does_not_judge_its_own(standing: Standing, concerned: Concerned) -> None:
    code = "separation.handling_unit"
    assert refused(lambda: check_independent("verify", standing, concerned)) == code
