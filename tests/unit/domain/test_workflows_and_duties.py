"""Workflow tables, roles, separation of duties."""

from __future__ import annotations

import datetime as dt
import enum

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.circular_steps import CIRCULAR_WORKFLOW
from supervision.domain.circulars import CircularState
from supervision.domain.findings import FindingState
from supervision.domain.item_kinds import ITEM_TABLES, ItemKind
from supervision.domain.items import ItemState
from supervision.domain.ladders import LADDERS, rung_of
from supervision.domain.measure_steps import MEASURE_WORKFLOW
from supervision.domain.measures import MeasureState
from supervision.domain.posts import Role
from supervision.domain.rectification import FINDING_WORKFLOW
from supervision.domain.separation import Concerned, Deed, Standing
from supervision.domain.series import SERIES
from supervision.domain.values import DepartmentId, OfficerId
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

ME = OfficerId("off_1")
HOME, AWAY = DepartmentId("dep_1"), DepartmentId("dep_2")


class State(enum.Enum):
    NEW = "new"
    DONE = "done"


TABLE: Workflow[State] = Workflow(
    code="t",
    zh="表",
    en="table",
    steps=(
        Step(name="do", sources=(State.NEW,), target=State.DONE),
        Step(name="judge", sources=(State.NEW,), independent=True),
        Step(name="sign", sources=(State.NEW,), roles=(Role.CHIEF, Role.DEPUTY)),
        Step(name="explain", sources=(State.NEW,), reason=True),
    ),
)


def deed(*roles: Role, department: DepartmentId = HOME, reason: str = "") -> Deed:
    standing = Standing(officer=ME, departments=frozenset({department}), roles=frozenset(roles))
    return Deed(act=Act(by=ME, on=dt.date(2026, 3, 2)), standing=standing, reason=reason)


def refusal(step: str, state: State, act: Deed, concerned: Concerned = Concerned()) -> Refused:
    with pytest.raises(Refused) as caught:
        TABLE.check(step, state, act, concerned)
    return caught.value


def test_a_possible_step_is_returned() -> None:
    assert TABLE.check("do", State.NEW, deed()).target is State.DONE


def test_a_step_in_the_wrong_state_names_the_possible_ones() -> None:
    assert refusal("do", State.DONE, deed()).details["possible"] == ()
    error = refusal("fly", State.NEW, deed())
    assert (error.code, error.details["possible"]) == (
        "workflow.step",
        ("do", "judge", "sign", "explain"),
    )


def test_whoever_is_named_may_not_judge() -> None:
    named = Concerned(officers=frozenset({ME}))
    assert refusal("judge", State.NEW, deed(), named).code == "separation.named"


def test_whoever_belongs_to_the_department_may_not_judge() -> None:
    concerned = Concerned(departments=frozenset({HOME}))
    assert refusal("judge", State.NEW, deed(), concerned).code == "separation.department"
    assert TABLE.check("judge", State.NEW, deed(department=AWAY), concerned)


def test_a_step_of_a_role_is_refused_to_others() -> None:
    assert refusal("sign", State.NEW, deed(Role.CLERK)).details["roles"] == ("chief", "deputy")
    assert TABLE.check("sign", State.NEW, deed(Role.DEPUTY))


def test_a_compulsory_reason_is_asked_for() -> None:
    assert refusal("explain", State.NEW, deed(reason=" ")).code == "act.reason_missing"
    assert TABLE.check("explain", State.NEW, deed(reason="依据"))


@pytest.mark.parametrize(
    ("table", "states", "first"),
    [
        (FINDING_WORKFLOW, FindingState, FindingState.REGISTERED),
        (MEASURE_WORKFLOW, MeasureState, MeasureState.ISSUED),
        (CIRCULAR_WORKFLOW, CircularState, CircularState.DRAFTED),
    ],
)
def test_tables_have_unique_steps_and_reach_every_state(
    table: Workflow[enum.Enum], states: type[enum.Enum], first: enum.Enum
) -> None:
    names = [step.name for step in table.steps]
    assert len(names) == len(set(names))
    reached = {first}
    for _ in states:
        reached |= {s.target for s in table.steps if s.target and reached.intersection(s.sources)}
    assert reached == set(states)


@pytest.mark.parametrize("table", ITEM_TABLES.workflows.values(), ids=lambda table: table.code)
def test_tables_of_items_have_unique_steps_and_reach_the_states_they_name(
    table: Workflow[ItemState],
) -> None:
    names = [step.name for step in table.steps]
    assert len(names) == len(set(names))
    reached = {ItemState.DRAFT}
    for _ in ItemState:
        reached |= {s.target for s in table.steps if s.target and reached.intersection(s.sources)}
    assert reached == {ItemState.DRAFT} | {one for s in table.steps for one in s.sources} | {
        s.target for s in table.steps if s.target
    }


def test_every_state_of_an_item_stands_in_some_table() -> None:
    tables = ITEM_TABLES.workflows.values()
    assert {one for t in tables for s in t.steps for one in (*s.sources, s.target) if one} == set(
        ItemState
    )


def test_kinds_inherit_workflow_limit_and_conditions() -> None:
    kind = ITEM_TABLES.kind("item.decision.party")
    assert kind.workflow == "item_decision"
    assert kind.opening == ("source", "requirements", "lead")
    top = ITEM_TABLES.kind("item")
    assert (kind.limit, kind.warnings) == (top.limit, top.warnings)
    assert ITEM_TABLES.kind("item.audit").inspectors == 2
    own = ItemKind(code="item.x", zh="", en="", opening=("lead",))
    tables = attrs.evolve(ITEM_TABLES, kinds={**ITEM_TABLES.kinds, "item.x": own})
    assert tables.kind("item.x").opening == ("source", "requirements", "lead")


def test_every_kind_has_a_parent_and_a_workflow() -> None:
    for code in ITEM_TABLES.kinds:
        assert ITEM_TABLES.workflow(code).code in ITEM_TABLES.workflows


def test_an_unknown_kind_or_workflow_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        ITEM_TABLES.kind("item.nothing")
    assert caught.value.code == "item.unknown_kind"
    with pytest.raises(Refused) as caught:
        attrs.evolve(ITEM_TABLES, workflows={}).workflow("item")
    assert caught.value.code == "item.unknown_workflow"


def test_rungs_are_found_on_their_ladder() -> None:
    ladder, rung = rung_of("hint_letter")
    assert (ladder.code, rung.zh) == ("department", "督察提示函")
    with pytest.raises(Refused) as caught:
        rung_of("scolding")
    assert "suggestion" in caught.value.details["known"]


def test_successors_stand_on_the_same_ladder_and_series_are_known() -> None:
    for ladder in LADDERS.values():
        codes = {rung.code for rung in ladder.rungs}
        for rung in ladder.rungs:
            assert codes.issuperset(rung.successors)
            assert rung.series is None or rung.series in SERIES
