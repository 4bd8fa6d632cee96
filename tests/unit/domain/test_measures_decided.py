"""Decisions about measures."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.measure_changes import MeasureVoided
from supervision.domain.measure_steps import (
    concerned_by_measure,
    decide_accept,
    decide_answer,
    decide_claim_measure,
    decide_issue,
    decide_refuse,
    decide_return_answer,
    decide_serve,
    decide_void_measure,
)
from supervision.domain.measures import (
    IssueMeasure,
    Measure,
    MeasureState,
    Service,
    evolve,
)
from supervision.domain.posts import Role
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import JournalError, Refused

TODAY = dt.date(2026, 3, 2)
FIRST, OFFICE = DepartmentId("dep_1"), DepartmentId("dep_dc")
PERSON = OfficerId("off_person")
ISSUED = Measure(
    id="msr_1",
    unit="unt_1",
    rung="rectification_notice",
    title="整改通知",
    state=MeasureState.ISSUED,
    issued_on=TODAY,
    department=FIRST,
)


def deed(officer: str, department: DepartmentId, *roles: Role) -> Deed:
    standing = Standing(
        officer=OfficerId(officer), departments=frozenset({department}), roles=frozenset(roles)
    )
    return Deed(act=Act(by=standing.officer, on=TODAY), standing=standing, reason="依据")


HEAD = deed("off_head", OFFICE, Role.SUPERVISION_HEAD)
LEADS = deed("off_dh", FIRST, Role.HEAD)


def refusal(call: object) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


def after(measure: Measure, changes: tuple[object, ...]) -> Measure:
    for change in changes:
        measure = evolve(measure, change)
    return measure


def issue(by: Deed = HEAD, follows: Measure | None = None, **given: object) -> Measure:
    fields: dict[str, object] = {"rung": "suggestion", "title": " 建议 ", "department": FIRST}
    command = IssueMeasure(**(fields | given))
    (change,) = decide_issue("msr_2", "unt_1", command, deed=by, number="1号", after=follows)
    return evolve(None, change)


def test_issuing_states_number_day_and_recipient() -> None:
    measure = issue()
    assert (measure.title, measure.number, measure.issued_on, measure.state) == (
        "建议",
        "1号",
        TODAY,
        MeasureState.ISSUED,
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"rung": "scolding"}, "measure.unknown_rung"),
        ({"by": LEADS}, "separation.role"),
        ({"department": None}, "measure.recipient"),
        ({"rung": "reminder_talk"}, "measure.recipient"),
        ({"title": ""}, "text.empty"),
        ({"follows": ISSUED}, "measure.not_successor"),
    ],
)
def test_a_measure_that_does_not_fit_is_refused(given: dict[str, object], code: str) -> None:
    assert refusal(lambda: issue(**given)) == code


def test_the_next_rung_may_follow() -> None:
    hint = attrs.evolve(ISSUED, rung="hint_letter")
    assert issue(follows=hint).rung == "suggestion"


def test_the_whole_course_of_a_measure() -> None:
    served = after(ISSUED, decide_serve(ISSUED, Service.PAPER, deed=HEAD, clock="clk_1"))
    assert (served.served_on, served.service, served.clock) == (TODAY, Service.PAPER, "clk_1")
    claimed = after(served, decide_claim_measure(served, " 方案 ", deed=LEADS))
    assert (claimed.claimed_by, claimed.claimed_on, claimed.plan) == ("off_dh", TODAY, "方案")
    answered = after(claimed, decide_answer(claimed, "已改", deed=LEADS))
    returned = after(answered, decide_return_answer(answered, deed=HEAD))
    assert (returned.state, returned.returns) == (MeasureState.CLAIMED, 1)
    again = after(returned, decide_answer(returned, "再改", deed=LEADS))
    accepted = after(again, decide_accept(again, deed=HEAD))
    assert (accepted.state, accepted.accepted_on, accepted.answer) == (
        MeasureState.ACCEPTED,
        TODAY,
        "再改",
    )


def test_a_measure_for_a_person_is_answered_by_that_person() -> None:
    personal = attrs.evolve(ISSUED, rung="reminder_talk", officer=PERSON, state=MeasureState.SERVED)
    own = deed(PERSON, FIRST)
    assert after(personal, decide_refuse(personal, deed=own)).state is MeasureState.REFUSED
    assert refusal(lambda: decide_refuse(personal, deed=LEADS)) == "measure.not_recipient"


def test_another_department_neither_claims_nor_answers() -> None:
    served = attrs.evolve(ISSUED, state=MeasureState.SERVED)
    assert refusal(lambda: decide_claim_measure(served, "a", deed=HEAD)) == (
        "measure.not_recipient"
    )
    assert refusal(lambda: decide_claim_measure(served, "", deed=LEADS)) == "field.missing"


def test_who_answered_does_not_accept() -> None:
    answered = attrs.evolve(ISSUED, state=MeasureState.ANSWERED, claimed_by=OfficerId("off_head"))
    assert refusal(lambda: decide_accept(answered, deed=HEAD)) == "separation.named"


def test_concerned_are_recipient_and_claimer_if_there_are_any() -> None:
    bare = attrs.evolve(ISSUED, department=None, officer=PERSON)
    assert concerned_by_measure(bare).officers == {PERSON}
    assert concerned_by_measure(bare).departments == frozenset()
    assert concerned_by_measure(ISSUED).departments == {FIRST}


def test_voiding_ends_a_measure() -> None:
    assert after(ISSUED, decide_void_measure(ISSUED, deed=HEAD)).state is MeasureState.VOIDED


def test_a_life_that_does_not_begin_is_an_incident() -> None:
    with pytest.raises(JournalError):
        evolve(None, MeasureVoided(act=HEAD.act))
