"""Meetings attended, at work (列席会议): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

from collections.abc import Iterable

from supervision.domain.meetings import (
    MEETING,
    CorrectMeeting,
    Meeting,
    RecordMeeting,
    decide_correct_meeting,
    decide_record_meeting,
    decide_void_meeting,
)
from supervision.domain.officers import OFFICER
from supervision.domain.opinions import OPINION, CorrectOpinion, OpinionState
from supervision.domain.values import OfficerId
from supervision.office import opinions
from supervision.office.acting import Acting, deed_of
from supervision.office.work import Work
from supervision.ports.query import And, Eq, Not

__all__ = ["correct_meeting", "record_meeting", "void_meeting"]


def record_meeting(work: Work, command: RecordMeeting, *, acting: Acting = Acting()) -> str:
    """Enter a meeting attended (登记列席会议); return its id."""
    _check_known(work, command.attended_by)
    id = work.new_id(MEETING)
    changes = decide_record_meeting(
        id, work.unit, command, deed=deed_of(work, acting), tables=work.office.rules.activities
    )
    work.stage(MEETING, id, changes, acting.reason)
    return id


def _check_known(work: Work, officers: Iterable[OfficerId]) -> None:
    for officer in officers:
        work.load(OFFICER, officer)


def correct_meeting(
    work: Work, id: str, correction: CorrectMeeting, *, acting: Acting = Acting()
) -> Meeting:
    """Correct an entry, with a reason (更正); another day moves the opinions given at it."""
    meeting = work.load(MEETING, id)
    _check_known(work, correction.attended_by or ())
    changes = decide_correct_meeting(
        meeting, correction, deed=deed_of(work, acting), tables=work.office.rules.activities
    )
    right = work.stage(MEETING, id, changes, acting.reason)
    if right.held_on != meeting.held_on:
        moved = CorrectOpinion(given_on=right.held_on)
        for opinion in _opinions(work, id):
            opinions.correct_opinion(work, opinion, moved, acting=acting)
    return right


def _opinions(work: Work, meeting: str) -> tuple[str, ...]:
    """Return the ids of the opinions that stand and were given at a meeting."""
    where = And((Eq("meeting", meeting), Not(Eq("state", OpinionState.VOIDED.value))))
    return tuple(opinion.id for opinion in work.view.select(OPINION, where))


def void_meeting(work: Work, id: str, *, acting: Acting = Acting()) -> Meeting:
    """Void a meeting entered by mistake, with a reason (作废)."""
    meeting = work.load(MEETING, id)
    deed = deed_of(work, acting)
    changes = decide_void_meeting(meeting, deed=deed, opinions=_opinions(work, id))
    return work.stage(MEETING, id, changes, acting.reason)
