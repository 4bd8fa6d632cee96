"""Decisions about reviews (回头看的决定): plan, complete, call off, correct, void.

Who checks must not belong to the department that had to put it right, nor be named in what is
reviewed; that holds when it is planned and again when it is done.
"""

from __future__ import annotations

import attrs

from supervision.domain.fields import prose
from supervision.domain.findings import Finding, FindingState
from supervision.domain.items import Item, ItemState
from supervision.domain.lives import check_correction
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.reviews import (
    CorrectReview,
    PlanReview,
    Review,
    ReviewCancelled,
    ReviewCompleted,
    ReviewCorrected,
    ReviewOutcome,
    ReviewPlanned,
    ReviewState,
    ReviewVoided,
)
from supervision.domain.separation import (
    Concerned,
    Deed,
    Standing,
    check_role,
    check_step,
)
from supervision.domain.values import Sealed
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "CLOSED",
    "REVIEW_WORKFLOW",
    "decide_cancel_review",
    "decide_complete_review",
    "decide_correct_review",
    "decide_plan_review",
    "decide_void_review",
    "fails",
]

_S = ReviewState
_HEAD = (Role.SUPERVISION_HEAD,)
_OFFICE = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
CLOSED = (FindingState.CLOSED, ItemState.CLOSED, ItemState.ARCHIVED)
"""States of what may be reviewed (可以回头看的状态)."""

REVIEW_WORKFLOW: Workflow[ReviewState] = Workflow(
    code="review",
    zh="回头看流程",
    en="Course of a review",
    steps=(
        # Whoever was named to check completes it, see `review.not_checker`.
        Step(name="complete", sources=(_S.PLANNED,), target=_S.DONE, independent=True),
        Step(
            name="cancel",
            sources=(_S.PLANNED,),
            target=_S.CANCELLED,
            roles=_HEAD,
            independent=True,
            reason=True,
        ),
        Step(name="correct", sources=(_S.PLANNED,), roles=_OFFICE, independent=True, reason=True),
        Step(
            name="void",
            sources=(_S.PLANNED, _S.DONE),
            target=_S.VOIDED,
            roles=_HEAD,
            independent=True,
            reason=True,
        ),
    ),
)


def fails(outcome: ReviewOutcome) -> bool:
    """Say whether the outcome asks for a new finding (是否反弹)."""
    return outcome is not ReviewOutcome.HOLDS


def decide_plan_review(
    id: str,
    unit: str,
    command: PlanReview,
    target: Finding | Item,
    *,
    deed: Deed,
    concerned: Concerned,
    checkers: tuple[Standing, ...],
    turn: int,
    clock: str | None = None,
) -> tuple[ReviewPlanned]:
    """Plan a review of something closed (安排回头看).

    Args:
        id, unit: of the new review.
        command: what is planned.
        target: what is reviewed.
        deed: by whom, on which day.
        concerned: whom the target concerns.
        checkers: posts of those who shall check, on that day.
        turn: the how-manieth review of it.
        clock: the clock of its due day.

    Raises:
        Refused: `separation.role`; `review.not_closed`; `field.missing` (checkers);
            `separation.named`, `separation.department` for a checker it concerns;
            `review.due_past`, `text.*`.
    """
    check_role("plan", deed.standing, _OFFICE)
    if target.state not in CLOSED:
        raise Refused("review.not_closed", id=target.id, state=target.state.value)
    _check_checkers(checkers, concerned)
    _check_due(command, deed)
    title = check_text(command.title.strip() or target.title, place="title")
    return (
        ReviewPlanned(
            id=id,
            unit=unit,
            act=deed.act,
            review=attrs.evolve(command, title=title),
            turn=turn,
            departments=tuple(sorted(concerned.departments)),
            clock=clock,
        ),
    )


def _check_checkers(checkers: tuple[Standing, ...], concerned: Concerned) -> None:
    if not checkers:
        raise Refused("field.missing", field="checkers")
    for one in checkers:
        check_step("complete", one, (), concerned)


def _check_due(command: PlanReview | CorrectReview, deed: Deed) -> None:
    if command.due_on is not None and command.due_on < deed.act.on:
        raise Refused(
            "review.due_past", found=command.due_on.isoformat(), on=deed.act.on.isoformat()
        )


def decide_complete_review(
    review: Review,
    outcome: ReviewOutcome,
    result: str,
    *,
    deed: Deed,
    concerned: Concerned,
    evidence: tuple[Sealed, ...] = (),
    findings: tuple[str, ...] = (),
) -> tuple[ReviewCompleted]:
    """Say what the review found (完成回头看). `findings` are the ids of those it opens.

    Raises:
        Refused: `workflow.step`, `separation.*`; `review.not_checker` for anybody not named to
            check; `review.too_early` before it was planned; `field.missing` (result);
            `review.no_finding` when it holds and yet opens findings.
    """
    REVIEW_WORKFLOW.check("complete", review.state, deed, concerned)
    if deed.standing.officer not in review.checkers:
        raise Refused("review.not_checker", officer=deed.standing.officer)
    if deed.act.on < review.planned_on:
        raise Refused(
            "review.too_early",
            found=deed.act.on.isoformat(),
            planned_on=review.planned_on.isoformat(),
        )
    if findings and not fails(outcome):
        raise Refused("review.no_finding", id=review.id)
    return (
        ReviewCompleted(
            act=deed.act,
            outcome=outcome,
            result=prose(result, "result"),
            evidence=evidence,
            findings=findings,
        ),
    )


def decide_cancel_review(
    review: Review, *, deed: Deed, concerned: Concerned
) -> tuple[ReviewCancelled]:
    """Call it off, with a reason (取消回头看)."""
    REVIEW_WORKFLOW.check("cancel", review.state, deed, concerned)
    return (ReviewCancelled(act=deed.act),)


def decide_correct_review(
    review: Review,
    correction: CorrectReview,
    *,
    deed: Deed,
    concerned: Concerned,
    checkers: tuple[Standing, ...],
) -> tuple[ReviewCorrected]:
    """Correct day, checkers or title of a planned review, with a reason (更正).

    Raises:
        Refused: `workflow.step`, `separation.*`, `correction.empty`, `field.missing`,
            `review.due_past`, `text.*`.
    """
    REVIEW_WORKFLOW.check("correct", review.state, deed, concerned)
    check_correction(review, correction)
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    if correction.checkers is not None:
        _check_checkers(checkers, concerned)
    _check_due(correction, deed)
    return (ReviewCorrected(act=deed.act, correction=correction),)


def decide_void_review(review: Review, *, deed: Deed, concerned: Concerned) -> tuple[ReviewVoided]:
    """Void a review entered by mistake, with a reason (作废)."""
    REVIEW_WORKFLOW.check("void", review.state, deed, concerned)
    return (ReviewVoided(act=deed.act),)
