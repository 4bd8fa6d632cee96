"""Opinions at work (意见建议): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

from supervision.domain.departments import DEPARTMENT
from supervision.domain.meetings import MEETING, Meeting
from supervision.domain.officers import OFFICER
from supervision.domain.opinion_steps import (
    decide_answer_opinion,
    decide_correct_opinion,
    decide_give,
    decide_void_opinion,
)
from supervision.domain.opinions import OPINION, Adoption, CorrectOpinion, GiveOpinion, Opinion
from supervision.domain.references import Reference
from supervision.domain.values import DepartmentId
from supervision.office.acting import Acting, deed_of
from supervision.office.references import check_there
from supervision.office.work import Work

__all__ = ["answer_opinion", "correct_opinion", "give_opinion", "void_opinion"]


def give_opinion(work: Work, command: GiveOpinion, *, acting: Acting = Acting()) -> str:
    """Enter an opinion (登记意见建议), given at a meeting or outside any; return its id."""
    _check_there(work, command.about, command.department)
    for officer in command.given_by:
        work.load(OFFICER, officer)
    id = work.new_id(OPINION)
    meeting = _meeting(work, command.meeting)
    changes = decide_give(id, work.unit, command, deed=deed_of(work, acting), meeting=meeting)
    work.stage(OPINION, id, changes, acting.reason)
    return id


def _check_there(work: Work, about: Reference | None, department: DepartmentId | None) -> None:
    if about is not None:
        check_there(work, about)
    if department is not None:
        work.load(DEPARTMENT, department)


def _meeting(work: Work, id: str | None) -> Meeting | None:
    return work.load(MEETING, id) if id is not None else None


def answer_opinion(
    work: Work, id: str, adoption: Adoption, answer: str = "", *, acting: Acting = Acting()
) -> Opinion:
    """Record how it was taken (采纳情况): adopted, in part, or not, and why."""
    opinion = work.load(OPINION, id)
    changes = decide_answer_opinion(opinion, adoption, deed=deed_of(work, acting), answer=answer)
    return work.stage(OPINION, id, changes, acting.reason)


def correct_opinion(
    work: Work, id: str, correction: CorrectOpinion, *, acting: Acting = Acting()
) -> Opinion:
    """Correct an entry, with a reason (更正)."""
    opinion = work.load(OPINION, id)
    _check_there(work, correction.about, correction.department)
    for officer in correction.given_by or ():
        work.load(OFFICER, officer)
    meeting = None if "meeting" in correction.cleared else correction.meeting or opinion.meeting
    changes = decide_correct_opinion(
        opinion, correction, deed=deed_of(work, acting), meeting=_meeting(work, meeting)
    )
    return work.stage(OPINION, id, changes, acting.reason)


def void_opinion(work: Work, id: str, *, acting: Acting = Acting()) -> Opinion:
    """Void an opinion entered by mistake, with a reason (作废)."""
    opinion = work.load(OPINION, id)
    return work.stage(
        OPINION, id, decide_void_opinion(opinion, deed=deed_of(work, acting)), acting.reason
    )
