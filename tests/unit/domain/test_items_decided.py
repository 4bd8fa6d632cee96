"""Decisions about items."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.item_entries import decide_correct_item, decide_void_item
from supervision.domain.item_steps import (
    Move,
    concerned_by_item,
    decide_move,
    decide_propose,
    is_open,
)
from supervision.domain.items import (
    CorrectItem,
    Item,
    ItemState,
    ItemVoided,
    ProposeItem,
    Requirement,
    evolve,
)
from supervision.domain.posts import Role
from supervision.domain.requirement_steps import decide_settle
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import JournalError, Refused

TODAY = dt.date(2026, 3, 2)
LEAD, OFFICE = DepartmentId("dep_1"), DepartmentId("dep_dc")
ITEM = Item(
    id="itm_1",
    unit="unt_1",
    title="专项督察",
    kind="item.project",
    state=ItemState.DRAFT,
    source="党组",
    requirements=(Requirement(text="自查", department=LEAD), Requirement(text="整改")),
    lead=LEAD,
    supervisor=OfficerId("off_sup"),
    starts_on=TODAY,
    expected_effect="超期下降",
    due_on=TODAY + dt.timedelta(days=7),
)


def deed(role: Role, department: DepartmentId = OFFICE, reason: str = "会议决定") -> Deed:
    standing = Standing(
        officer=OfficerId(f"off_{role.value}"),
        departments=frozenset({department}),
        roles=frozenset({role}),
    )
    return Deed(act=Act(by=standing.officer, on=TODAY), standing=standing, reason=reason)


HEAD, CHIEF, LEADS = deed(Role.SUPERVISION_HEAD), deed(Role.CHIEF), deed(Role.HEAD, LEAD)


def refusal(call: object) -> Refused:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value


def move(item: Item, step: str, by: Deed = HEAD, number: str | None = None, **more: object) -> Item:
    command = Move(step=step, **more)
    for change in decide_move(item, command, deed=by, number=number):
        item = evolve(item, change)
    return item


def in_state(state: ItemState, **more: object) -> Item:
    return attrs.evolve(ITEM, state=state, **more)


def test_the_whole_course_of_an_item() -> None:
    item = move(ITEM, "submit")
    item = move(item, "open", CHIEF, number="马检督立〔2026〕1号")
    assert (item.opened_on, item.number) == (TODAY, "马检督立〔2026〕1号")
    item = move(item, "assign")
    for step in ("sign", "start"):
        item = move(item, step, LEADS)
    item = move(item, "report", LEADS, note="已完成")
    item = move(item, "reject", reason := HEAD)
    assert reason.reason
    item = move(item, "report", LEADS, note="再完成")
    item = move(item, "propose_closing", effect="超期下降")
    item = move(item, "close", CHIEF)
    assert (item.state, item.closed_on, item.effect) == (ItemState.CLOSED, TODAY, "超期下降")
    assert move(item, "archive").state is ItemState.ARCHIVED
    assert item.number == "马检督立〔2026〕1号"


def test_an_item_is_opened_only_when_its_conditions_are_met() -> None:
    bare = in_state(ItemState.IN_REVIEW, source="", requirements=())
    error = refusal(lambda: move(bare, "open", CHIEF))
    assert (error.code, error.details["fields"]) == ("item.opening", ("source", "requirements"))


@pytest.mark.parametrize(
    ("item", "step", "by", "more", "code"),
    [
        (in_state(ItemState.OPENED, lead=None), "assign", HEAD, {}, "field.missing"),
        (in_state(ItemState.SIGNED), "transfer", HEAD, {}, "field.missing"),
        (in_state(ItemState.ASSIGNED), "sign", HEAD, {}, "item.not_of_department"),
        (in_state(ItemState.IN_PROGRESS), "report", LEADS, {"note": " "}, "field.missing"),
        (in_state(ItemState.REPORTED), "propose_closing", HEAD, {}, "field.missing"),
        (in_state(ItemState.OPENED), "merge", HEAD, {}, "item.merge_self"),
        (in_state(ItemState.OPENED), "merge", HEAD, {"into": "itm_1"}, "item.merge_self"),
        (in_state(ItemState.IN_PROGRESS), "settle", HEAD, {}, "item.own_command"),
        (in_state(ItemState.DRAFT), "open", CHIEF, {}, "workflow.step"),
        (
            in_state(ItemState.IN_REVIEW),
            "open",
            deed(Role.CHIEF, LEAD),
            {},
            "separation.department",
        ),
    ],
)
def test_a_step_without_what_it_needs_is_refused(
    item: Item, step: str, by: Deed, more: dict[str, object], code: str
) -> None:
    assert refusal(lambda: move(item, step, by, **more)).code == code


def test_assigning_names_the_lead_and_transfer_changes_it() -> None:
    assigned = move(in_state(ItemState.OPENED, lead=None), "assign", lead=LEAD)
    assert assigned.lead == LEAD
    moved = move(assigned, "transfer", lead=OFFICE)
    assert (moved.state, moved.lead) == (ItemState.ASSIGNED, OFFICE)


def test_a_suspended_item_resumes_where_it_was() -> None:
    stopped = move(in_state(ItemState.SIGNED), "suspend", CHIEF)
    assert stopped.paused_in is ItemState.SIGNED
    resumed = move(stopped, "resume", CHIEF)
    assert (resumed.state, resumed.paused_in) == (ItemState.SIGNED, None)


def test_merging_names_the_other_item() -> None:
    assert move(in_state(ItemState.OPENED), "merge", into="itm_2").into == "itm_2"


def test_requirements_are_settled_one_by_one() -> None:
    item = in_state(ItemState.IN_PROGRESS)
    (change,) = decide_settle(item, 1, deed=HEAD)
    settled = evolve(item, change)
    assert [one.settled_on for one in settled.requirements] == [None, TODAY]
    assert refusal(lambda: decide_settle(settled, 1, deed=HEAD)).code == "item.settled"
    for index in (-1, 2):
        error = refusal(lambda i=index: decide_settle(item, i, deed=HEAD))
        assert error.code == "item.no_requirement"


def test_proposing_checks_title_kind_and_dates() -> None:
    (change,) = decide_propose("i", "u", ProposeItem(title=" a ", kind="item"), deed=HEAD)
    assert evolve(None, change).title == "a"
    late = ProposeItem(title="a", kind="item", starts_on=TODAY, due_on=TODAY - dt.timedelta(1))
    for command, code in (
        (late, "item.dates"),
        (ProposeItem(title="a", kind="x"), "item.unknown_kind"),
        (ProposeItem(title="", kind="item"), "text.empty"),
    ):
        assert refusal(lambda c=command: decide_propose("i", "u", c, deed=HEAD)).code == code


def test_a_correction_keeps_the_order_of_dates() -> None:
    (change,) = decide_correct_item(ITEM, CorrectItem(title=" b "), deed=HEAD)
    assert evolve(ITEM, change).title == "b"
    (change,) = decide_correct_item(ITEM, CorrectItem(source="上级院"), deed=HEAD)
    assert evolve(ITEM, change).source == "上级院"
    late = CorrectItem(warn_on=TODAY + dt.timedelta(days=8))
    assert refusal(lambda: decide_correct_item(ITEM, late, deed=HEAD)).code == "item.dates"
    nothing = CorrectItem()
    assert refusal(lambda: decide_correct_item(ITEM, nothing, deed=HEAD)).code == (
        "correction.empty"
    )


def test_voiding_ends_an_item_and_ended_items_ask_for_nothing() -> None:
    (change,) = decide_void_item(ITEM, deed=HEAD)
    assert isinstance(change, ItemVoided)
    assert not is_open(evolve(ITEM, change))
    assert is_open(ITEM)


def test_lead_co_departments_and_addressees_are_concerned() -> None:
    item = attrs.evolve(ITEM, co_departments=(OFFICE,), concerned=(OfficerId("off_9"),))
    concerned = concerned_by_item(item)
    assert concerned.departments == {LEAD, OFFICE}
    assert concerned.officers == {"off_9"}


def test_a_life_that_does_not_begin_is_an_incident() -> None:
    with pytest.raises(JournalError):
        evolve(None, ItemVoided(act=HEAD.act))
