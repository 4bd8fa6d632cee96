"""Decisions about reviews (回头看)."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.findings import Finding, FindingState, Responsible, Source
from supervision.domain.items import Item, ItemState
from supervision.domain.posts import Role
from supervision.domain.rectification import concerned_by
from supervision.domain.review_steps import (
    REVIEW_WORKFLOW,
    decide_cancel_review,
    decide_complete_review,
    decide_correct_review,
    decide_plan_review,
    decide_void_review,
    fails,
)
from supervision.domain.reviews import (
    CorrectReview,
    PlanReview,
    Review,
    ReviewChange,
    ReviewOutcome,
    ReviewState,
    ReviewVoided,
    evolve,
)
from supervision.domain.separation import Concerned, Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import JournalError, Refused

TODAY = dt.date(2026, 3, 2)
YESTERDAY, LATER = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=30)
FIRST, OFFICE = DepartmentId("dep_1"), DepartmentId("dep_dc")
GUILTY = OfficerId("off_guilty")
FINDING = Finding(
    id="fnd_1",
    unit="unt_1",
    title="归档超期",
    source=Source.MANUAL,
    found_on=YESTERDAY,
    state=FindingState.CLOSED,
    department=FIRST,
    persons=(Responsible(officer=GUILTY),),
)
CONCERNED = concerned_by(FINDING)


def standing(role: Role, department: DepartmentId = OFFICE, officer: str = "") -> Standing:
    return Standing(
        officer=OfficerId(officer or f"off_{role.value}"),
        departments=frozenset({department}),
        roles=frozenset({role}),
    )


def deed(who: Standing, reason: str = "安排", on: dt.date = TODAY) -> Deed:
    return Deed(act=Act(by=who.officer, on=on), standing=who, reason=reason)


CHECKER = standing(Role.INSPECTOR)
HEAD, INSPECTOR = deed(standing(Role.SUPERVISION_HEAD)), deed(CHECKER)


def refusal(call: object) -> Refused:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value


def plan(
    target: Finding | Item = FINDING,
    by: Deed = HEAD,
    checkers: tuple[Standing, ...] = (CHECKER,),
    **more: object,
) -> Review:
    command = PlanReview(
        target_kind="finding",
        target=target.id,
        checkers=tuple(one.officer for one in checkers),
        **more,
    )
    (change,) = decide_plan_review(
        "rvw_1",
        "unt_1",
        command,
        target,
        deed=by,
        concerned=CONCERNED,
        checkers=checkers,
        turn=2,
    )
    return evolve(None, change)


def after(review: Review, changes: tuple[ReviewChange, ...]) -> Review:
    for change in changes:
        review = evolve(review, change)
    return review


def complete(
    review: Review, outcome: ReviewOutcome, by: Deed = INSPECTOR, **more: object
) -> Review:
    return after(
        review,
        decide_complete_review(
            review,
            outcome,
            "已查",
            deed=by,
            concerned=CONCERNED,
            **more,
        ),
    )


def test_a_review_is_planned_and_done() -> None:
    review = plan(due_on=LATER)
    assert (review.title, review.turn, review.departments) == ("归档超期", 2, (FIRST,))
    assert (review.state, review.planned_on, review.due_on) == (ReviewState.PLANNED, TODAY, LATER)
    done = complete(review, ReviewOutcome.HOLDS)
    assert (done.state, done.outcome, done.done_by, done.done_on) == (
        ReviewState.DONE,
        ReviewOutcome.HOLDS,
        CHECKER.officer,
        TODAY,
    )


@pytest.mark.parametrize("state", [FindingState.VERIFIED, FindingState.VOIDED])
def test_only_what_is_closed_is_reviewed(state: FindingState) -> None:
    error = refusal(lambda: plan(attrs.evolve(FINDING, state=state)))
    assert (error.code, error.details["state"]) == ("review.not_closed", state.value)


@pytest.mark.parametrize("state", [ItemState.CLOSED, ItemState.ARCHIVED])
def test_an_item_is_reviewed_also_after_archiving(state: ItemState) -> None:
    item = Item(id="itm_1", unit="unt_1", title="督察", kind="item", state=state)
    assert plan(item, title=" 再查 ").title == "再查"


@pytest.mark.parametrize(
    ("checkers", "code"),
    [
        ((), "field.missing"),
        ((CHECKER, standing(Role.PROSECUTOR, FIRST)), "separation.department"),
        ((standing(Role.INSPECTOR, officer=GUILTY),), "separation.named"),
    ],
)
def test_nobody_checks_what_concerns_him(checkers: tuple[Standing, ...], code: str) -> None:
    assert refusal(lambda: plan(checkers=checkers)).code == code


def test_planning_belongs_to_the_office_and_looks_ahead() -> None:
    error = refusal(lambda: plan(by=deed(standing(Role.HEAD, FIRST))))
    assert error.code == "separation.role"
    assert refusal(lambda: plan(due_on=YESTERDAY)).code == "review.due_past"


def test_whoever_was_named_completes_it() -> None:
    review = plan()
    assert refusal(lambda: complete(review, ReviewOutcome.HOLDS, HEAD)).code == "review.not_checker"
    moved = deed(attrs.evolve(CHECKER, departments=frozenset({FIRST})))
    assert refusal(lambda: complete(review, ReviewOutcome.HOLDS, moved)).code == (
        "separation.department"
    )
    early = deed(CHECKER, on=YESTERDAY)
    assert refusal(lambda: complete(review, ReviewOutcome.HOLDS, early)).code == "review.too_early"


def test_only_a_failed_review_opens_findings() -> None:
    review = plan()
    error = refusal(lambda: complete(review, ReviewOutcome.HOLDS, findings=("fnd_2",)))
    assert error.code == "review.no_finding"
    failed = complete(review, ReviewOutcome.PARTLY, findings=("fnd_2",))
    assert (failed.findings, fails(ReviewOutcome.CAME_BACK)) == (("fnd_2",), True)


def test_a_planned_review_is_corrected_or_called_off() -> None:
    review = plan()
    other = standing(Role.INSPECTOR, officer="off_other")
    right = CorrectReview(title=" 再查 ", checkers=(other.officer,), due_on=LATER)
    (change,) = decide_correct_review(
        review, right, deed=HEAD, concerned=CONCERNED, checkers=(other,)
    )
    assert evolve(review, change).checkers == (other.officer,)
    assert evolve(review, change).title == "再查"
    inside = standing(Role.CLERK, FIRST)
    for wrong, checkers, code in (
        (CorrectReview(), (), "correction.empty"),
        (CorrectReview(due_on=YESTERDAY), (), "review.due_past"),
        (CorrectReview(checkers=(inside.officer,)), (inside,), "separation.department"),
    ):
        error = refusal(
            lambda w=wrong, c=checkers: decide_correct_review(
                review, w, deed=HEAD, concerned=CONCERNED, checkers=c
            )
        )
        assert error.code == code
    ended = after(review, decide_cancel_review(review, deed=HEAD, concerned=CONCERNED))
    assert ended.state is ReviewState.CANCELLED
    assert REVIEW_WORKFLOW.steps_from(ended.state) == ()


def test_a_review_is_voided_with_a_reason() -> None:
    done = complete(plan(), ReviewOutcome.HOLDS)
    silent = attrs.evolve(HEAD, reason="")
    error = refusal(lambda: decide_void_review(done, deed=silent, concerned=Concerned()))
    assert error.code == "act.reason_missing"
    voided = after(done, decide_void_review(done, deed=HEAD, concerned=CONCERNED))
    assert voided.state is ReviewState.VOIDED


def test_a_life_that_does_not_begin_is_an_incident() -> None:
    with pytest.raises(JournalError):
        evolve(None, ReviewVoided(act=HEAD.act))
