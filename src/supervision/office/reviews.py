"""Reviews at work (回头看办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits. A review that fails opens its new
findings in the same unit of work: there is no failed review without one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from supervision.domain.clocks import CLOCK, Owner
from supervision.domain.findings import FINDING, Finding, OpenFinding, Source
from supervision.domain.item_steps import concerned_by_item
from supervision.domain.items import ITEM, Item
from supervision.domain.reckoning import LastDay, Term
from supervision.domain.rectification import concerned_by
from supervision.domain.review_steps import (
    decide_cancel_review,
    decide_complete_review,
    decide_correct_review,
    decide_plan_review,
    decide_void_review,
    fails,
)
from supervision.domain.reviews import (
    REVIEW,
    CorrectReview,
    PlanReview,
    Review,
    ReviewOutcome,
    ReviewState,
)
from supervision.domain.separation import Concerned, Deed, Standing
from supervision.domain.timekeeping import StartClock, moment_of
from supervision.domain.values import OfficerId, Sealed
from supervision.errors import Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.clocks import correct_clock, start_clock, stop_clock
from supervision.office.findings import open_finding
from supervision.office.work import Work
from supervision.ports.query import Eq

__all__ = ["cancel_review", "complete_review", "correct_review", "plan_review", "void_review"]

PURPOSE = "review"
"""Purpose of a review's clock."""


def plan_review(work: Work, command: PlanReview, *, acting: Acting = Acting()) -> str:
    """Plan a review of a closed item or finding (安排回头看); return its id."""
    target = _target(work, command.target_kind, command.target)
    deed = deed_of(work, acting)
    id = work.new_id(REVIEW)
    (change,) = decide_plan_review(
        id,
        work.unit,
        command,
        target,
        deed=deed,
        concerned=_concerned(work, target),
        checkers=_standings(work, command.checkers, deed),
        turn=_turn(work, target.id),
    )
    if command.due_on is not None:
        change = attrs.evolve(change, clock=_start(work, id, command.due_on, deed, acting))
    work.stage(REVIEW, id, (change,), acting.reason)
    return id


def _start(work: Work, id: str, due_on: dt.date, deed: Deed, acting: Acting) -> str:
    term = Term(started_at=moment_of(deed.act, work.now), limit=LastDay(day=due_on))
    ask = StartClock(owner=Owner(kind=REVIEW.name, id=id), purpose=PURPOSE, term=term)
    return start_clock(work, ask, acting=acting)


def _target(work: Work, kind: str, id: str) -> Finding | Item:
    if kind == FINDING.name:
        return work.load(FINDING, id)
    if kind == ITEM.name:
        return work.load(ITEM, id)
    raise Refused("review.target", found=kind, known=(ITEM.name, FINDING.name))


def _concerned(work: Work, target: Finding | Item) -> Concerned:
    if isinstance(target, Finding):
        return concerned_by(target)
    kinds = work.office.rules.items.kinds
    known = work.office.rules.items.kind(target.kind) if target.kind in kinds else None
    return concerned_by_item(target, known)


def _standings(work: Work, officers: Iterable[OfficerId], deed: Deed) -> tuple[Standing, ...]:
    return tuple(work.standing(attrs.evolve(deed.act, by=officer)) for officer in officers)


def _turn(work: Work, target: str) -> int:
    held = {one.id: one for one in work.view.select(REVIEW, Eq("target", target))}
    held |= {one.id: one for one in work.staged(REVIEW) if one.target == target}
    return 1 + sum(one.state is not ReviewState.VOIDED for one in held.values())


def complete_review(
    work: Work,
    id: str,
    outcome: ReviewOutcome,
    result: str,
    *,
    findings: tuple[OpenFinding, ...] = (),
    evidence: tuple[Sealed, ...] = (),
    acting: Acting = Acting(),
) -> Review:
    """Say what the review found (完成回头看); a failed one opens new findings.

    Args:
        work: the unit of work.
        id: the review.
        outcome: whether it holds.
        result: the same in words.
        findings: what to open when it fails; by default one like what was reviewed. Each is
            linked to it here.
        evidence: sealed attachments.
        acting: how the act is entered.
    """
    review = work.load(REVIEW, id)
    target = _target(work, review.target_kind, review.target)
    concerned, deed = _concerned(work, target), deed_of(work, acting)
    (change,) = decide_complete_review(
        review,
        outcome,
        result,
        deed=deed,
        concerned=concerned,
        evidence=evidence,
        findings=tuple(one.title for one in findings),
    )
    opened = tuple(
        open_finding(work, one, acting=acting)
        for one in (_recurring(target, result, findings) if fails(outcome) else ())
    )
    done = work.stage(REVIEW, id, (attrs.evolve(change, findings=opened),), acting.reason)
    if review.clock is not None:
        stop_clock(work, review.clock, acting=acting)
    return done


def _recurring(
    target: Finding | Item, result: str, findings: tuple[OpenFinding, ...]
) -> tuple[OpenFinding, ...]:
    """Return the findings to open, linked to what was reviewed."""
    if isinstance(target, Item):
        department = target.inspected[0] if target.inspected else target.lead
        mine = findings or (
            OpenFinding(title=target.title, facts=result.strip(), department=department),
        )
        return tuple(attrs.evolve(one, source=Source.ITEM, item=target.id) for one in mine)
    again = OpenFinding(
        title=target.title,
        facts=result.strip(),
        nature=target.nature,
        severity=target.severity,
        problem_code=target.problem_code,
        basis=target.basis,
        department=target.department,
        case_number=target.case_number,
    )
    source = Source.ITEM if target.item else Source.MANUAL
    return tuple(
        attrs.evolve(one, source=source, item=target.item, recurs_from=target.id)
        for one in findings or (again,)
    )


def cancel_review(work: Work, id: str, *, acting: Acting = Acting()) -> Review:
    """Call a planned review off, with a reason (取消回头看)."""
    review, concerned, deed = _loaded(work, id, acting)
    changes = decide_cancel_review(review, deed=deed, concerned=concerned)
    ended = work.stage(REVIEW, id, changes, acting.reason)
    _cancel_clock(work, review, acting)
    return ended


def correct_review(
    work: Work, id: str, correction: CorrectReview, *, acting: Acting = Acting()
) -> Review:
    """Correct a planned review, with a reason (更正); its clock moves with its day."""
    review, concerned, deed = _loaded(work, id, acting)
    (change,) = decide_correct_review(
        review,
        correction,
        deed=deed,
        concerned=concerned,
        checkers=_standings(work, correction.checkers or (), deed),
    )
    due_on = correction.due_on
    if due_on is not None and review.clock is None:
        change = attrs.evolve(change, clock=_start(work, id, due_on, deed, acting))
    elif due_on is not None and review.clock is not None and due_on != review.due_on:
        term = attrs.evolve(work.load(CLOCK, review.clock).term, limit=LastDay(day=due_on))
        correct_clock(work, review.clock, term, acting=acting)
    return work.stage(REVIEW, id, (change,), acting.reason)


def void_review(work: Work, id: str, *, acting: Acting = Acting()) -> Review:
    """Void a review entered by mistake, with a reason (作废); findings it opened stay."""
    review, concerned, deed = _loaded(work, id, acting)
    changes = decide_void_review(review, deed=deed, concerned=concerned)
    voided = work.stage(REVIEW, id, changes, acting.reason)
    _cancel_clock(work, review, acting)
    return voided


def _loaded(work: Work, id: str, acting: Acting) -> tuple[Review, Concerned, Deed]:
    review = work.load(REVIEW, id)
    target = _target(work, review.target_kind, review.target)
    return review, _concerned(work, target), deed_of(work, acting)


def _cancel_clock(work: Work, review: Review, acting: Acting) -> None:
    if review.clock is not None and review.state is ReviewState.PLANNED:
        stop_clock(work, review.clock, cancelled=True, acting=acting)
