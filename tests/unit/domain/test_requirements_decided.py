"""Requirements of an item, its log and its effects, one by one."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.calendars import PLAIN
from supervision.domain.item_changes import RequirementAdded
from supervision.domain.item_entries import (
    decide_correct_item,
    decide_measure_effect,
    decide_progress,
)
from supervision.domain.item_kinds import ITEM_TABLES
from supervision.domain.item_progress import (
    IndicatorEffect,
    MeasureEffect,
    ProgressChannel,
    check_effects,
)
from supervision.domain.item_steps import concerned_by_item, decide_absorb, decide_propose
from supervision.domain.item_time import asked_by, requirement_term, term_of_item
from supervision.domain.items import CorrectItem, Item, ItemChange, ItemState, ProposeItem, evolve
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.posts import Role
from supervision.domain.reckoning import LastDay
from supervision.domain.requirement_steps import (
    decide_add_requirement,
    decide_drop_requirement,
    decide_report_requirement,
    decide_return_requirement,
    decide_settle,
)
from supervision.domain.requirements import Requirement, RequirementState, is_pending
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId, start_of
from supervision.errors import Refused

TODAY = dt.date(2026, 3, 2)
LATER, EARLIER = TODAY + dt.timedelta(days=9), TODAY - dt.timedelta(days=9)
LEAD, SECOND, THIRD, OFFICE = (DepartmentId(f"dep_{one}") for one in ("1", "2", "3", "dc"))
NAMED = OfficerId("off_named")
ITEM = Item(
    id="itm_1",
    unit="unt_1",
    title="专项督察",
    kind="item.style",
    state=ItemState.IN_PROGRESS,
    requirements=(
        Requirement(text="自查", department=SECOND, departments=(THIRD,), officers=(NAMED,)),
        Requirement(text="整改"),
    ),
    lead=LEAD,
)


def deed(
    role: Role, department: DepartmentId = OFFICE, officer: str = "", reason: str = "核查"
) -> Deed:
    standing = Standing(
        officer=OfficerId(officer or f"off_{role.value}"),
        departments=frozenset({department}),
        roles=frozenset({role}),
    )
    return Deed(act=Act(by=standing.officer, on=TODAY), standing=standing, reason=reason)


HEAD, CHIEF = deed(Role.SUPERVISION_HEAD), deed(Role.CHIEF)
SECONDS, LEADS = deed(Role.HEAD, SECOND), deed(Role.HEAD, LEAD)


def refusal(call: object) -> Refused:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value


def after(item: Item, changes: tuple[ItemChange, ...]) -> Item:
    for change in changes:
        item = evolve(item, change)
    return item


def reported(item: Item = ITEM, index: int = 0, by: Deed = SECONDS) -> Item:
    return after(item, decide_report_requirement(item, index, " 已查 ", deed=by))


def states(item: Item) -> list[RequirementState]:
    return [one.state for one in item.requirements]


def test_a_requirement_is_reported_returned_reported_again_and_settled() -> None:
    item = reported()
    first = item.requirements[0]
    assert (first.report, first.reported_by, first.reported_on) == ("已查", "off_head", TODAY)
    item = after(item, decide_return_requirement(item, 0, deed=HEAD))
    assert (states(item)[0], item.requirements[0].returns) == (RequirementState.RETURNED, 1)
    item = reported(item, by=deed(Role.PROSECUTOR, THIRD))
    item = after(item, decide_settle(item, 0, deed=HEAD))
    assert states(item) == [RequirementState.SETTLED, RequirementState.OPEN]
    assert not is_pending(item.requirements[0])
    assert [(one.step, one.requirement, one.text) for one in item.log] == [
        ("report_requirement", 0, "已查"),
        ("report_requirement", 0, "已查"),
    ]


def test_whom_a_requirement_is_addressed_to_reports_it() -> None:
    assert reported(by=deed(Role.CLERK, OFFICE, officer=NAMED))
    error = refusal(lambda: reported(by=LEADS))
    assert (error.code, error.details["index"]) == ("item.not_addressed", 1)
    assert states(reported(index=1, by=LEADS))[1] is RequirementState.REPORTED
    assert refusal(lambda: reported(index=1, by=SECONDS)).code == "item.not_addressed"


def test_a_requirement_takes_only_the_acts_of_its_state() -> None:
    error = refusal(lambda: decide_return_requirement(ITEM, 0, deed=HEAD))
    assert (error.code, error.details["requirement_state"]) == ("item.requirement_state", "open")
    twice = reported()
    assert refusal(lambda: reported(twice)).code == "item.requirement_state"
    dropped = after(ITEM, decide_drop_requirement(ITEM, 1, deed=CHIEF))
    assert dropped.requirements[1].dropped_on == TODAY
    assert refusal(lambda: decide_settle(dropped, 1, deed=HEAD)).code == "item.requirement_state"
    settled = after(ITEM, decide_settle(ITEM, 1, deed=HEAD))
    again = refusal(lambda: decide_drop_requirement(settled, 1, deed=HEAD))
    assert again.code == "item.settled"


def test_dropping_needs_a_reason_and_somebody_not_concerned() -> None:
    silent = deed(Role.SUPERVISION_HEAD, reason=" ")
    assert refusal(lambda: decide_drop_requirement(ITEM, 0, deed=silent)).code == (
        "act.reason_missing"
    )
    inside = deed(Role.SUPERVISION_HEAD, SECOND)
    assert refusal(lambda: decide_drop_requirement(ITEM, 0, deed=inside)).code == (
        "separation.department"
    )


def test_officers_charged_with_a_requirement_are_concerned() -> None:
    concerned = concerned_by_item(ITEM)
    assert concerned.officers == {NAMED}
    assert concerned.departments == {LEAD, SECOND, THIRD}


def test_more_is_asked_for_while_the_item_runs() -> None:
    asked = Requirement(text=" 补充材料 ", department=SECOND, due_on=LATER)
    item = after(ITEM, decide_add_requirement(ITEM, asked, deed=CHIEF))
    assert item.requirements[-1] == attrs.evolve(asked, text="补充材料")
    past = attrs.evolve(asked, due_on=EARLIER)
    assert refusal(lambda: decide_add_requirement(ITEM, past, deed=HEAD)).code == (
        "item.requirement_past"
    )
    begun = attrs.evolve(asked, returns=1)
    assert refusal(lambda: decide_add_requirement(ITEM, begun, deed=HEAD)).code == (
        "item.requirement_begun"
    )
    empty = Requirement(text=" ")
    assert refusal(lambda: decide_add_requirement(ITEM, empty, deed=HEAD)).code == "field.missing"


def test_a_proposal_asks_only_for_what_is_still_to_be_done() -> None:
    begun = Requirement(text="一", state=RequirementState.SETTLED, settled_on=TODAY)
    command = ProposeItem(title="一", kind="item", requirements=(begun,))
    error = refusal(lambda: decide_propose("i", "u", command, deed=HEAD))
    assert error.code == "item.requirement_begun"


def test_an_item_takes_in_what_a_merged_one_still_asked_for() -> None:
    merged = after(ITEM, decide_settle(ITEM, 1, deed=HEAD))
    target = attrs.evolve(ITEM, id="itm_2", requirements=())
    item = after(target, decide_absorb(merged, deed=HEAD))
    assert (item.absorbed, [one.text for one in item.requirements]) == (("itm_1",), ["自查"])


# --- progress ---


def test_progress_by_every_channel_stands_in_one_log() -> None:
    item = ITEM
    for channel in ProgressChannel:
        item = after(item, decide_progress(item, f"已问{channel.value}", channel, deed=SECONDS))
    assert [one.channel for one in item.log] == list(ProgressChannel)
    assert {(one.on, one.by, one.step) for one in item.log} == {(TODAY, "off_head", "")}
    (about,) = decide_progress(item, "催办", ProgressChannel.TELEPHONE, deed=HEAD, requirement=1)
    assert evolve(item, about).log[-1].requirement == 1


def test_progress_is_entered_by_whoever_takes_part() -> None:
    stranger = deed(Role.CLERK, DepartmentId("dep_9"))
    text, call = "在办", ProgressChannel.TELEPHONE
    assert refusal(lambda: decide_progress(ITEM, text, call, deed=stranger)).code == (
        "item.not_involved"
    )
    followed = attrs.evolve(ITEM, supervisor=stranger.standing.officer)
    assert decide_progress(followed, text, call, deed=stranger)
    for wrong, code in (({"requirement": 7}, "item.no_requirement"),):
        error = refusal(lambda w=wrong: decide_progress(ITEM, text, call, deed=HEAD, **w))
        assert error.code == code
    assert refusal(lambda: decide_progress(ITEM, " ", call, deed=HEAD)).code == "field.missing"


# --- effects ---

BOUND = IndicatorEffect(
    indicator="案-件比",
    unit="件/案",
    before=Fraction("2.02"),
    before_on=EARLIER,
    expected=Fraction("1.8"),
)


def test_an_effect_is_measured_against_its_value_before() -> None:
    item = attrs.evolve(ITEM, effects=(BOUND,))
    command = MeasureEffect(indicator=" 案-件比 ", after=Fraction("1.54"))
    item = after(item, decide_measure_effect(item, command, deed=HEAD))
    (effect,) = item.effects
    assert (effect.after, effect.after_on, effect.expected) == (
        Fraction("1.54"),
        TODAY,
        Fraction("1.8"),
    )
    assert effect.change == Fraction("-0.48")
    assert BOUND.change is None
    again = MeasureEffect(indicator="案-件比", after=Fraction("1.5"), unit="件/案")
    assert after(item, decide_measure_effect(item, again, deed=HEAD)).effects[0].after == Fraction(
        3, 2
    )


def test_an_effect_not_bound_before_brings_its_unit_and_its_value_before() -> None:
    closed = attrs.evolve(ITEM, state=ItemState.CLOSED)
    whole = MeasureEffect(
        indicator="归档超期", after=Fraction(3), unit="件", before=Fraction(30), before_on=EARLIER
    )
    assert after(closed, decide_measure_effect(closed, whole, deed=HEAD)).effects[0].before == 30
    for command, code in (
        (attrs.evolve(whole, before=None), "field.missing"),
        (attrs.evolve(whole, unit=""), "text.empty"),
        (attrs.evolve(whole, after_on=LATER), "item.effect_future"),
        (attrs.evolve(whole, before_on=TODAY, after_on=EARLIER), "item.effect_dates"),
    ):
        error = refusal(lambda c=command: decide_measure_effect(closed, c, deed=HEAD))
        assert error.code == code
    bound = attrs.evolve(ITEM, effects=(BOUND,))
    other = MeasureEffect(indicator="案-件比", after=Fraction(1), unit="%")
    error = refusal(lambda: decide_measure_effect(bound, other, deed=HEAD))
    assert (error.code, error.details["expected"]) == ("item.indicator_unit", "件/案")


def test_whoever_carries_it_out_does_not_measure_its_effect() -> None:
    inside = deed(Role.INSPECTOR, LEAD)
    command = MeasureEffect(indicator="a", after=Fraction(1), unit="件", before=Fraction(2))
    error = refusal(lambda: decide_measure_effect(ITEM, command, deed=inside))
    assert error.code == "separation.department"


def test_an_indicator_stands_once() -> None:
    assert refusal(lambda: check_effects((BOUND, BOUND))).code == "item.indicator_twice"


# --- correcting ---


def test_what_was_missing_is_filled_and_what_was_wrong_is_cleared() -> None:
    draft = attrs.evolve(ITEM, state=ItemState.RETURNED, warn_on=TODAY)
    filled = CorrectItem(
        lead=SECOND, inspectors=(NAMED,), basis=("bas_1",), effects=(BOUND,), cleared=("warn_on",)
    )
    item = after(draft, decide_correct_item(draft, filled, deed=HEAD))
    assert (item.lead, item.inspectors, item.basis, item.warn_on) == (
        SECOND,
        (NAMED,),
        ("bas_1",),
        None,
    )
    error = refusal(lambda: decide_correct_item(ITEM, CorrectItem(lead=SECOND), deed=HEAD))
    assert error.code == "item.lead_fixed"
    wrong = CorrectItem(cleared=("title",))
    assert refusal(lambda: decide_correct_item(ITEM, wrong, deed=HEAD)).code == "correction.cleared"


def test_inspectors_of_an_open_inquiry_stay_enough_and_apart() -> None:
    inquiry = attrs.evolve(
        ITEM,
        kind="item.audit",
        lead=None,
        inspected=(SECOND,),
        inspectors=(OfficerId("off_1"), OfficerId("off_2")),
        requirements=(),
        opened_on=TODAY,
    )
    few = CorrectItem(inspectors=(OfficerId("off_1"),))
    assert refusal(lambda: decide_correct_item(inquiry, few, deed=HEAD)).code == "item.inspectors"
    drafted = attrs.evolve(inquiry, opened_on=None)
    assert decide_correct_item(drafted, few, deed=HEAD)


# --- time ---

KIND = ITEM_TABLES.kind("item.style")


def test_the_items_own_warning_day_goes_before_those_of_its_kind() -> None:
    item = attrs.evolve(ITEM, due_on=LATER, warn_on=LATER - dt.timedelta(days=4))
    term = term_of_item(item, KIND, start_of(TODAY), PLAIN)
    assert term is not None
    assert (term.limit, term.ladder) == (
        LastDay(day=LATER),
        (Limit(count=4, unit=LimitUnit.DAY),),
    )
    same = attrs.evolve(item, warn_on=LATER)
    assert term_of_item(same, KIND, start_of(TODAY), PLAIN).ladder == KIND.warnings
    by_kind = term_of_item(ITEM, KIND, start_of(TODAY), PLAIN)
    assert by_kind is not None
    assert (by_kind.limit, by_kind.ladder) == (KIND.limit, KIND.warnings)
    endless = attrs.evolve(KIND, limit=None, warnings=None)
    assert term_of_item(ITEM, endless, start_of(TODAY), PLAIN) is None


def test_a_requirement_late_before_it_was_charged_is_late_from_its_day_on() -> None:
    asked = Requirement(text="一", due_on=EARLIER)
    term = requirement_term(asked, attrs.evolve(KIND, warnings=None), start_of(TODAY))
    assert term is not None
    assert (term.started_at, term.ladder) == (start_of(EARLIER), ())
    assert requirement_term(Requirement(text="一"), KIND, start_of(TODAY)) is None


def test_a_clock_says_which_requirement_it_measures() -> None:
    assert asked_by(ITEM, "requirement.2") == ITEM.requirements[1]
    for other in ("settle_item", "requirement.9", "requirement.x", "requirement.0"):
        assert asked_by(ITEM, other) is None


def test_a_requirement_added_is_one_change() -> None:
    (change,) = decide_add_requirement(ITEM, Requirement(text="一"), deed=HEAD)
    assert isinstance(change, RequirementAdded)
