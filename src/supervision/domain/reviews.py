"""Reviews (回头看): whether what was closed still holds, looked at again some time after.

A review is a record of its own on a closed item or finding, also after archiving, and may be
repeated. What was closed stays closed: a review that fails opens a new finding linked to the
old one. Here is the record and how it evolves; the decisions stand in `review_steps`.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.handovers import HandedOver, all_swapped
from supervision.domain.lives import begun, corrected
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.values import DepartmentId, OfficerId, Sealed

__all__ = [
    "REVIEW",
    "CorrectReview",
    "PlanReview",
    "Review",
    "ReviewCancelled",
    "ReviewChange",
    "ReviewCompleted",
    "ReviewCorrected",
    "ReviewEntered",
    "ReviewOutcome",
    "ReviewPlanned",
    "ReviewState",
    "ReviewVoided",
    "evolve",
]


class ReviewState(enum.Enum):
    """State of a review (回头看状态)."""

    PLANNED = "planned"
    """已安排"""
    DONE = "done"
    """已完成"""
    CANCELLED = "cancelled"
    """已取消"""
    VOIDED = "voided"
    """作废"""


class ReviewOutcome(enum.Enum):
    """What a review found (回头看结果)."""

    HOLDS = "holds"
    """未反弹: what was put right still holds."""
    PARTLY = "partly"
    """部分反弹"""
    CAME_BACK = "came_back"
    """反弹: the problem is there again."""


@attrs.frozen(kw_only=True)
class PlanReview:
    """Plan a review (安排回头看). Fields as in `Review`."""

    target_kind: str
    target: str
    checkers: tuple[OfficerId, ...]
    due_on: dt.date | None = None
    title: str = ""


@attrs.frozen(kw_only=True)
class Review:
    """A review of something closed (回头看).

    Attributes:
        id, unit: as in every record.
        title: one line; by default that of what is reviewed.
        target_kind, target: what is reviewed: `item` or `finding`, and its id.
        turn: the how-manieth review of it this is, from 1; voided ones do not count.
        departments: departments that had to put it right; their people may not check.
        checkers: who checks.
        state: where it stands.
        planned_on: day it was planned.
        due_on: day by which it is to be done.
        outcome: what it found.
        result: the same in words.
        evidence: sealed attachments.
        done_by, done_on: who did it, and when.
        findings: findings it opened.
        clock: clock of its due day.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    title: str
    target_kind: str
    target: str
    turn: int
    state: ReviewState
    planned_on: dt.date
    departments: tuple[DepartmentId, ...] = ()
    checkers: tuple[OfficerId, ...] = ()
    due_on: dt.date | None = None
    outcome: ReviewOutcome | None = None
    result: str = ""
    evidence: tuple[Sealed, ...] = ()
    done_by: OfficerId | None = None
    done_on: dt.date | None = None
    findings: tuple[str, ...] = ()
    clock: str | None = None
    imported: str | None = None


@attrs.frozen(kw_only=True)
class CorrectReview:
    """Correct a planned review (更正); fields left `None` stay as they are."""

    title: str | None = None
    checkers: tuple[OfficerId, ...] | None = None
    due_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class ReviewPlanned:
    """A review was planned (安排回头看)."""

    id: str
    unit: str
    act: Act
    review: PlanReview
    turn: int
    departments: tuple[DepartmentId, ...] = ()
    clock: str | None = None


@attrs.frozen(kw_only=True)
class ReviewCompleted:
    """The review was done (完成回头看)."""

    act: Act
    outcome: ReviewOutcome
    result: str
    evidence: tuple[Sealed, ...] = ()
    findings: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ReviewCancelled:
    """The review was called off (取消回头看)."""

    act: Act


@attrs.frozen(kw_only=True)
class ReviewCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectReview
    clock: str | None = None


@attrs.frozen(kw_only=True)
class ReviewVoided:
    """The review was voided (作废). Findings it opened stay."""

    act: Act


@attrs.frozen(kw_only=True)
class ReviewEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Review


ReviewChange = (
    ReviewPlanned | ReviewCompleted | ReviewCancelled | ReviewCorrected | ReviewVoided | HandedOver
)


def evolve(review: Review | None, change: ReviewChange | ReviewEntered) -> Review:
    """Build the review from its last state and one change. Never refuses."""
    if isinstance(change, ReviewEntered):
        return change.record
    if isinstance(change, ReviewPlanned):
        return Review(
            id=change.id,
            unit=change.unit,
            turn=change.turn,
            state=ReviewState.PLANNED,
            planned_on=change.act.on,
            departments=change.departments,
            clock=change.clock,
            **attrs.asdict(change.review, recurse=False),
        )
    review = begun(review, change)
    match change:
        case ReviewCompleted():
            return attrs.evolve(
                review,
                state=ReviewState.DONE,
                outcome=change.outcome,
                result=change.result,
                evidence=change.evidence,
                done_by=change.act.by,
                done_on=change.act.on,
                findings=change.findings,
            )
        case ReviewCancelled():
            return attrs.evolve(review, state=ReviewState.CANCELLED)
        case ReviewCorrected():
            right = corrected(review, change.correction)
            return attrs.evolve(right, clock=change.clock or review.clock)
        case ReviewVoided():
            return attrs.evolve(review, state=ReviewState.VOIDED)
        case HandedOver():
            return attrs.evolve(review, checkers=all_swapped(review.checkers, change))
        case _:
            assert_never(change)


REVIEW: RecordKind[Review] = RecordKind(
    name="review",
    prefix="rvw",
    cls=Review,
    evolve=evolve,
    changes=(
        ChangeType("review.planned", ReviewPlanned),
        ChangeType("review.completed", ReviewCompleted),
        ChangeType("review.cancelled", ReviewCancelled),
        ChangeType("review.corrected", ReviewCorrected),
        ChangeType("review.voided", ReviewVoided),
        ChangeType("review.handed_over", HandedOver),
        ChangeType("review.entered", ReviewEntered),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("target_kind"),
        Column("target"),
        Column("outcome"),
        Column("planned_on", ColumnType.DATE),
        Column("due_on", ColumnType.DATE),
        Column("done_on", ColumnType.DATE),
    ),
    indexes=(("target",), ("state", "due_on")),
    many=(Many("departments"), Many("checkers"), Many("findings")),
    sealed=("evidence",),
)
