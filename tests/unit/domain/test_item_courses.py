"""Every kind's workflow table runs to its end, and its ways out are open to every kind."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.item_kinds import ITEM_TABLES, ItemKind
from supervision.domain.item_steps import Move, concerned_by_item, decide_move, decide_propose
from supervision.domain.item_tables import WORKFLOWS
from supervision.domain.items import Item, ItemState, ProposeItem, Requirement, evolve
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.posts import Role
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

TODAY = dt.date(2026, 3, 2)
LEAD, OTHER, OFFICE = (DepartmentId(f"dep_{one}") for one in ("lead", "other", "dc"))
INSPECTORS = (OfficerId("off_i1"), OfficerId("off_i2"))
KINDS = {
    "item_decision": "item.decision",
    "item_inspection": "item.enforcement.special",
    "item_conduct": "item.conduct",
    "item_audit": "item.audit",
    "item": "item.project",
}
"""One kind for each table."""


def deed(role: Role, department: DepartmentId = OFFICE, on: dt.date = TODAY) -> Deed:
    standing = Standing(
        officer=OfficerId(f"off_{role.value}"),
        departments=frozenset({department}),
        roles=frozenset({role}),
    )
    return Deed(act=Act(by=standing.officer, on=on), standing=standing, reason="会议决定")


CHIEF, DEPUTY = deed(Role.CHIEF), deed(Role.DEPUTY)
HEAD, INSPECTOR = deed(Role.SUPERVISION_HEAD), deed(Role.INSPECTOR)
LEADS, INSPECTED = deed(Role.HEAD, LEAD), deed(Role.HEAD, OTHER)


def proposed(kind: str) -> Item:
    command = ProposeItem(
        title="专项督察",
        kind=kind,
        source="党组",
        requirements=(Requirement(text="查清"),),
        lead=LEAD if kind in ("item.project", "item.decision") else OFFICE,
        supervisor=INSPECTORS[0],
        inspectors=INSPECTORS,
        inspected=(OTHER,),
        basis=("bas_1",),
        starts_on=TODAY,
        due_on=TODAY + dt.timedelta(days=30),
        expected_effect="超期下降",
    )
    (change,) = decide_propose("itm_1", "unt_1", command, deed=HEAD)
    return evolve(None, change)


def take(item: Item, step: str, by: Deed, **more: object) -> Item:
    move = Move(step=step, note="属实", effect="见效", **more)
    (change,) = decide_move(item, move, deed=by)
    return evolve(item, change)


def run(item: Item, *steps: tuple[str, Deed]) -> Item:
    for step, by in steps:
        item = take(item, step, by)
    return item


OPENED = (("submit", HEAD), ("open", CHIEF))
ENDED = (("propose_closing", INSPECTOR), ("close", CHIEF), ("archive", HEAD))
COURSES: dict[str, tuple[tuple[str, Deed], ...]] = {
    "item": (
        *OPENED,
        ("assign", HEAD),
        ("sign", LEADS),
        ("start", LEADS),
        ("report", LEADS),
        ("reject", HEAD),
        ("report", LEADS),
        *ENDED,
    ),
    "item_decision": (
        *OPENED,
        ("assign", HEAD),
        ("sign", LEADS),
        ("report", LEADS),
        ("reject", HEAD),
        ("report", LEADS),
        *ENDED,
    ),
    "item_inspection": (
        *OPENED,
        ("notify", HEAD),
        ("begin", INSPECTOR),
        ("show_facts", INSPECTOR),
        ("reject", HEAD),
        ("show_facts", INSPECTOR),
        ("conclude", INSPECTOR),
        *ENDED,
    ),
    "item_conduct": (
        ("check", HEAD),
        *OPENED,
        ("begin", INSPECTOR),
        ("show_facts", INSPECTOR),
        ("deliberate", HEAD),
        ("hand_over", DEPUTY),
        ("return_outcome", HEAD),
        *ENDED,
    ),
    "item_audit": (
        *OPENED,
        ("notify", HEAD),
        ("receive", INSPECTED),
        ("begin", INSPECTOR),
        ("show_facts", INSPECTOR),
        ("respond", INSPECTED),
        ("conclude", INSPECTOR),
        *ENDED,
    ),
}


def until(table: str, wanted: str) -> Item:
    """Return an item of a table's kind just after a step of its course."""
    item = proposed(KINDS[table])
    for step, by in COURSES[table]:
        item = take(item, step, by)
        if step == wanted:
            break
    return item


def refusal(call: object) -> Refused:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value


EVERY = pytest.mark.parametrize("table", WORKFLOWS)


@EVERY
def test_an_item_runs_from_its_proposal_to_the_archive(table: str) -> None:
    item = run(proposed(KINDS[table]), *COURSES[table])
    assert (item.state, item.closed_on, item.effect) == (ItemState.ARCHIVED, TODAY, "见效")
    assert {"open", "close"} <= {one.step for one in item.log}


@EVERY
def test_an_open_item_is_suspended_and_goes_on_where_it_was(table: str) -> None:
    for step, _ in COURSES[table][COURSES[table].index(("open", CHIEF)) :]:
        before = until(table, step)
        if before.state in (ItemState.CLOSING, ItemState.HANDED_OVER):
            continue
        if before.state is ItemState.CLOSED:
            break
        stopped = take(before, "suspend", CHIEF)
        assert stopped.paused_in is before.state
        assert take(stopped, "resume", DEPUTY).state is before.state


@EVERY
def test_an_item_is_withdrawn_before_and_after_it_is_opened(table: str) -> None:
    for item in (proposed(KINDS[table]), until(table, "open")):
        assert take(item, "withdraw", CHIEF).state is ItemState.WITHDRAWN
    assert refusal(lambda: take(until(table, "close"), "withdraw", CHIEF)).code == "workflow.step"


@EVERY
def test_an_open_item_is_merged_into_another_that_is_open(table: str) -> None:
    item = until(table, "open")
    other = attrs.evolve(item, id="itm_2")
    move = Move(step="merge", into="itm_2")
    (change,) = decide_move(item, move, deed=HEAD, into=other)
    assert (evolve(item, change).state, evolve(item, change).into) == (ItemState.MERGED, "itm_2")
    ended = attrs.evolve(other, state=ItemState.WITHDRAWN)
    error = refusal(lambda: decide_move(item, move, deed=HEAD, into=ended))
    assert (error.code, error.details["state"]) == ("item.merge_ended", "withdrawn")


AT_WORK = {"item": "start", "item_decision": "sign"}


@EVERY
def test_an_item_at_work_passes_to_another_department(table: str) -> None:
    item = until(table, AT_WORK.get(table, "begin"))
    assert refusal(lambda: take(item, "transfer", HEAD)).details["field"] == "lead"
    moved = take(item, "transfer", HEAD, lead=OTHER)
    assert moved.lead == OTHER
    assert moved.state is (ItemState.ASSIGNED if table in AT_WORK else item.state)


@EVERY
@pytest.mark.parametrize("step", ["suspend", "resume", "withdraw", "merge", "transfer"])
def test_every_way_out_needs_a_reason(table: str, step: str) -> None:
    found = next(one for one in WORKFLOWS[table].steps if one.name == step)
    assert found.reason


@EVERY
def test_closing_is_approved_where_it_was_opened_or_above(table: str) -> None:
    chief = until(table, "propose_closing")
    assert chief.level is Role.CHIEF
    code = "separation.role" if table == "item_decision" else "item.closing_level"
    assert refusal(lambda: take(chief, "close", DEPUTY)).code == code
    deputy = attrs.evolve(chief, level=Role.DEPUTY)
    assert take(deputy, "close", CHIEF).state is ItemState.CLOSED
    unknown = attrs.evolve(chief, level=None)
    assert take(unknown, "close", CHIEF).state is ItemState.CLOSED


def test_the_level_is_the_highest_the_opener_has() -> None:
    both = attrs.evolve(
        DEPUTY, standing=attrs.evolve(DEPUTY.standing, roles=frozenset({Role.DEPUTY, Role.CHIEF}))
    )
    item = run(proposed("item.project"), ("submit", HEAD), ("open", both))
    assert item.level is Role.CHIEF


def test_an_item_is_not_closed_before_it_was_opened() -> None:
    item = until("item", "propose_closing")
    early = attrs.evolve(CHIEF, act=attrs.evolve(CHIEF.act, on=TODAY - dt.timedelta(days=1)))
    assert refusal(lambda: take(item, "close", early)).code == "item.closing_early"
    unknown = attrs.evolve(item, opened_on=None)
    assert take(unknown, "close", early).state is ItemState.CLOSED


def test_only_the_chief_opens_an_inquiry_into_conduct() -> None:
    item = run(proposed("item.conduct"), ("check", HEAD), ("submit", HEAD))
    assert refusal(lambda: take(item, "open", DEPUTY)).details["roles"] == ("chief",)


def test_a_covert_inspection_begins_without_notice() -> None:
    item = until("item_inspection", "open")
    assert take(item, "begin", INSPECTOR).state is ItemState.IN_PROGRESS


def test_an_item_handed_over_is_locked_but_for_its_outcome() -> None:
    locked = until("item_conduct", "hand_over")
    assert ITEM_TABLES.workflow("item.conduct").steps_from(locked.state) == ("return_outcome",)
    assert locked.paused_in is ItemState.DELIBERATED


@pytest.mark.parametrize("table", ["item_inspection", "item_conduct", "item_audit"])
def test_an_inquiry_has_two_inspectors_a_basis_and_somebody_inspected(table: str) -> None:
    ready = until(table, "submit")
    alone = attrs.evolve(ready, inspectors=INSPECTORS[:1] * 2)
    error = refusal(lambda: take(alone, "open", CHIEF))
    assert (error.code, error.details) == ("item.inspectors", {"found": 1, "least": 2})
    bare = attrs.evolve(ready, inspectors=(), inspected=(), basis=(), due_on=None)
    error = refusal(lambda: take(bare, "open", CHIEF))
    assert error.details["fields"] == ("inspectors", "inspected", "basis", "due_on")


def test_nobody_inspects_his_own_department_or_himself() -> None:
    ready = until("item_inspection", "submit")
    home = Standing(officer=INSPECTORS[0], departments=frozenset({OTHER}))
    move = Move(step="open")
    error = refusal(lambda: decide_move(ready, move, deed=CHIEF, inspectors=(home,)))
    assert (error.code, error.details["officer"]) == ("item.inspector_concerned", INSPECTORS[0])
    himself = attrs.evolve(ready, concerned=(INSPECTORS[1],))
    assert refusal(lambda: take(himself, "open", CHIEF)).details["officer"] == INSPECTORS[1]


def test_only_the_inspected_receive_the_notice() -> None:
    item = until("item_audit", "notify")
    assert refusal(lambda: take(item, "receive", HEAD)).code == "item.not_inspected"


@pytest.mark.parametrize("step", ["show_facts", "conclude"])
def test_a_step_that_says_something_needs_its_text(step: str) -> None:
    before = {"show_facts": "begin", "conclude": "show_facts"}[step]
    item = until("item_inspection", before)
    error = refusal(lambda: decide_move(item, Move(step=step, note=" "), deed=INSPECTOR))
    assert (error.code, error.details["field"]) == ("field.missing", "note")


def test_the_inspecting_office_is_not_concerned_by_leading() -> None:
    item = until("item_inspection", "open")
    kind = ITEM_TABLES.kind(item.kind)
    assert concerned_by_item(item, kind).departments == {OTHER}
    assert concerned_by_item(item).departments == {OTHER, OFFICE}


def test_what_the_former_lead_had_to_answer_goes_with_the_item() -> None:
    asked = (Requirement(text="自查", department=LEAD), Requirement(text="报告", department=OTHER))
    item = attrs.evolve(until("item", "start"), requirements=asked)
    moved = take(item, "transfer", HEAD, lead=OFFICE)
    assert [one.department for one in moved.requirements] == [OFFICE, OTHER]


def test_a_kind_is_proposed_while_it_is_in_force() -> None:
    kind = ItemKind(
        code="item.campaign",
        zh="专项",
        en="Campaign",
        limit=Limit(count=3, unit=LimitUnit.WORKDAY),
        valid_from=TODAY,
        valid_until=TODAY,
    )
    tables = attrs.evolve(ITEM_TABLES, kinds={**ITEM_TABLES.kinds, kind.code: kind})
    command = ProposeItem(title="一", kind=kind.code)
    assert decide_propose("i", "u", command, deed=HEAD, tables=tables)
    late = deed(Role.SUPERVISION_HEAD, on=TODAY + dt.timedelta(days=1))
    error = refusal(lambda: decide_propose("i", "u", command, deed=late, tables=tables))
    assert (error.code, error.details["on"]) == ("item.kind_not_in_force", "2026-03-03")
