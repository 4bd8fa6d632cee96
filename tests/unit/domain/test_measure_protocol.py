"""Measures served, signed for, refused and answered, passed on, planned, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.clocks import Result
from supervision.domain.ladders import Rung, proposed_after, rung_of
from supervision.domain.measure_steps import (
    decide_accept,
    decide_answer,
    decide_answer_refusal,
    decide_claim_measure,
    decide_close_measure,
    decide_plan_measure,
    decide_reach_measure_milestone,
    decide_receive,
    decide_refuse,
    decide_reroute_measure,
    decide_return_answer,
    decide_serve,
)
from supervision.domain.measures import Measure, MeasureState, Service, evolve
from supervision.domain.milestones import Milestone
from supervision.domain.objections import ObjectionOutcome
from supervision.domain.posts import Role
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId, Sealed
from supervision.errors import Refused

TODAY = dt.date(2026, 3, 2)
FIRST, SECOND, OFFICE = DepartmentId("dep_1"), DepartmentId("dep_2"), DepartmentId("dep_dc")
PAPER = Sealed(digest="sha256:" + "0" * 64, size=3)
ISSUED = Measure(
    id="msr_1",
    unit="unt_1",
    rung="rectification_notice",
    title="整改通知",
    state=MeasureState.ISSUED,
    issued_on=TODAY,
    department=FIRST,
)


def deed(officer: str, department: DepartmentId, *roles: Role, reason: str = "依据") -> Deed:
    standing = Standing(
        officer=OfficerId(officer), departments=frozenset({department}), roles=frozenset(roles)
    )
    return Deed(act=Act(by=standing.officer, on=TODAY), standing=standing, reason=reason)


HEAD = deed("off_head", OFFICE, Role.SUPERVISION_HEAD)
LEADS = deed("off_dh", FIRST, Role.HEAD)


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


def after(measure: Measure, changes: tuple[object, ...]) -> Measure:
    for change in changes:
        measure = evolve(measure, change)
    return measure


SERVED = after(ISSUED, decide_serve(ISSUED, Service.DIRECT, deed=HEAD, clock="clk_1"))


def test_service_says_how_to_whom_and_with_which_receipt() -> None:
    to = OfficerId("off_dh")
    served = after(
        ISSUED,
        decide_serve(ISSUED, Service.POST, deed=HEAD, to=to, receipt=PAPER, note=" 挂号 "),
    )
    assert (served.served_by, served.served_to, served.receipt, served.service_note) == (
        "off_head",
        to,
        PAPER,
        "挂号",
    )


def test_what_was_left_needs_a_word_about_the_witness() -> None:
    assert refusal(lambda: decide_serve(ISSUED, Service.LEFT, deed=HEAD)) == "field.missing"
    left = after(ISSUED, decide_serve(ISSUED, Service.LEFT, deed=HEAD, note="见证人在场"))
    assert left.service is Service.LEFT


def test_the_recipient_signs_and_the_clock_may_start_there() -> None:
    received = after(SERVED, decide_receive(SERVED, deed=LEADS))
    assert (received.state, received.received_by, received.received_on, received.clock) == (
        MeasureState.RECEIVED,
        "off_dh",
        TODAY,
        "clk_1",
    )
    unstarted = attrs.evolve(SERVED, clock=None)
    assert after(unstarted, decide_receive(unstarted, deed=LEADS, clock="clk_2")).clock == "clk_2"
    assert (
        after(unstarted, decide_claim_measure(unstarted, "改", deed=LEADS, clock="c")).clock == "c"
    )
    assert refusal(lambda: decide_receive(SERVED, deed=HEAD)) == "measure.not_recipient"


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("outcome", [ObjectionOutcome.REJECTED, ObjectionOutcome.PARTLY])
def test_a_refusal_that_does_not_hold_leads_back(outcome: ObjectionOutcome, signed: bool) -> None:
    there = after(SERVED, decide_receive(SERVED, deed=LEADS)) if signed else SERVED
    refused = after(there, decide_refuse(there, deed=LEADS))
    assert refused.disputed
    assert refused.objections[0].text == "依据"
    back = after(refused, decide_answer_refusal(refused, outcome, "属本部门", deed=HEAD))
    assert back.state is there.state
    assert not back.disputed


def test_a_refusal_that_holds_leaves_it_refused() -> None:
    refused = after(SERVED, decide_refuse(SERVED, deed=LEADS))
    upheld = after(
        refused, decide_answer_refusal(refused, ObjectionOutcome.UPHELD, "属二部", deed=HEAD)
    )
    assert upheld.state is MeasureState.REFUSED
    again = lambda: decide_answer_refusal(upheld, ObjectionOutcome.UPHELD, "属二部", deed=HEAD)
    assert refusal(again) == "objection.answered"


def test_passed_on_it_is_served_anew() -> None:
    received = after(SERVED, decide_receive(SERVED, deed=LEADS))
    passed = after(received, decide_reroute_measure(received, SECOND, deed=HEAD))
    assert (passed.state, passed.department, passed.clock, passed.served_on) == (
        MeasureState.ISSUED,
        SECOND,
        None,
        None,
    )
    assert (passed.received_on, passed.service, passed.routed[0].before) == (None, None, FIRST)
    kept = after(received, decide_reroute_measure(received, SECOND, deed=HEAD, clock="clk_1"))
    assert kept.clock == "clk_1"


def test_it_is_not_passed_on_to_where_it_is_or_from_a_person() -> None:
    assert refusal(lambda: decide_reroute_measure(SERVED, FIRST, deed=HEAD)) == "routing.same"
    personal = attrs.evolve(SERVED, officer=OfficerId("off_dh"))
    assert refusal(lambda: decide_reroute_measure(personal, SECOND, deed=HEAD)) == (
        "measure.reroute_person"
    )


def test_the_plan_is_carried_out_before_closing() -> None:
    claimed = attrs.evolve(ISSUED, state=MeasureState.CLAIMED)
    step = Milestone(text="自查", due_on=TODAY)
    planned = after(claimed, decide_plan_measure(claimed, (step,), deed=LEADS))
    assert refusal(lambda: decide_plan_measure(claimed, (step,), deed=HEAD)) == (
        "measure.not_recipient"
    )
    answered = after(
        planned, decide_answer(planned, "已改", deed=LEADS, evidence=(PAPER,), references=("卷 1",))
    )
    assert (answered.evidence, answered.references) == ((PAPER,), ("卷 1",))
    accepted = after(answered, decide_accept(answered, deed=HEAD, result=Result.IN_TIME))
    assert accepted.result is Result.IN_TIME
    assert refusal(lambda: decide_close_measure(accepted, deed=HEAD)) == "milestone.open"
    reached = after(accepted, decide_reach_measure_milestone(accepted, 0, deed=LEADS, note="毕"))
    closed = after(reached, decide_close_measure(reached, deed=HEAD))
    assert (closed.state, closed.closed_on) == (MeasureState.CLOSED, TODAY)


@pytest.mark.parametrize(("perfunctory", "falsified"), [(True, False), (False, True)])
def test_no_rectification_proposes_the_next_rung(perfunctory: bool, falsified: bool) -> None:
    answered = attrs.evolve(ISSUED, state=MeasureState.ANSWERED)
    _, rung = rung_of(ISSUED.rung)
    returned = after(
        answered,
        decide_return_answer(
            answered, deed=HEAD, perfunctory=perfunctory, falsified=falsified, rung=rung
        ),
    )
    assert (returned.proposed_rung, returned.perfunctory, returned.falsified) == (
        "circular",
        perfunctory,
        falsified,
    )
    again = attrs.evolve(returned, state=MeasureState.ANSWERED)
    plain = after(again, decide_return_answer(again, deed=HEAD, rung=rung))
    assert (plain.proposed_rung, plain.returns) == ("circular", 2)


def test_the_ladder_says_what_is_proposed() -> None:
    assert proposed_after(Rung(code="a", zh="", en="")) is None
    assert proposed_after(Rung(code="a", zh="", en="", successors=("b", "c"))) == "b"
    rung = Rung(code="a", zh="", en="", successors=("b", "c"), after_perfunctory="c")
    assert proposed_after(rung) == "c"
