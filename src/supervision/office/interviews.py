"""Interviews at work (约谈、谈话办理): plan, hold, sign; one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from supervision.domain.fields import prose
from supervision.domain.findings import FINDING, FindingState
from supervision.domain.interview_kinds import talk_of
from supervision.domain.interview_steps import (
    HoldInterview,
    SignInterview,
    Subjects,
    decide_cancel_interview,
    decide_correct_interview,
    decide_hold,
    decide_plan,
    decide_sign,
    decide_void_interview,
)
from supervision.domain.interviews import (
    INTERVIEW,
    CorrectInterview,
    Interview,
    InterviewState,
    PlanInterview,
    Signature,
)
from supervision.domain.items import ITEM
from supervision.domain.measures import MEASURE
from supervision.domain.officers import OFFICER
from supervision.domain.values import OfficerId, Sealed
from supervision.office.acting import Acting, deed_of
from supervision.office.registers import give_up_number, take_number
from supervision.office.sealed_texts import told_to
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import After, And, Before, In, Order, Predicate
from supervision.reporting.talks import TalkCount, TalkFacts, counted_talks

__all__ = [
    "cancel_interview",
    "correct_interview",
    "count_talks",
    "hold_interview",
    "plan_interview",
    "read_interview",
    "sign_interview",
    "void_interview",
]


def plan_interview(work: Work, command: PlanInterview, *, acting: Acting = Acting()) -> str:
    """Plan a talk (拟谈话); return its id."""
    officers = (*(one.officer for one in command.persons), *command.interviewers)
    for officer in (*officers, *command.concerned):
        _check_known(work, officer)
    if command.item is not None:
        work.load(ITEM, command.item)
    id = work.new_id(INTERVIEW)
    rules = work.office.rules
    changes = decide_plan(
        id,
        work.unit,
        command,
        deed=deed_of(work, acting),
        subjects=_subjects(work, command.findings, command.measures),
        talks=rules.talks,
        capacities=rules.capacities,
    )
    work.stage(INTERVIEW, id, changes, acting.reason)
    return id


def _check_known(work: Work, officer: OfficerId | None) -> None:
    if officer is not None:
        work.load(OFFICER, officer)


def _subjects(work: Work, findings: Iterable[str], measures: Iterable[str]) -> Subjects:
    return Subjects(
        findings=tuple(work.load(FINDING, one) for one in findings),
        measures=tuple(work.load(MEASURE, one) for one in measures),
    )


def _of(work: Work, interview: Interview) -> Subjects:
    return _subjects(work, interview.findings, interview.measures)


def hold_interview(
    work: Work,
    id: str,
    text: str | Sealed,
    *,
    rights_notice: bool = False,
    interviewers: tuple[OfficerId, ...] = (),
    place: str = "",
    acting: Acting = Acting(),
) -> Interview:
    """Hold a talk on the day of the act (谈话); a kind with a series takes its number.

    Args:
        work: the unit of work.
        id: the interview.
        text: what was said, which is sealed; or a file sealed before.
        rights_notice: whether the persons were told of their rights.
        interviewers: who led it; by default as planned.
        place: where; by default as planned.
        acting: how it is entered.
    """
    interview = work.load(INTERVIEW, id)
    for officer in interviewers:
        _check_known(work, officer)
    deed, subjects = deed_of(work, acting), _of(work, interview)
    talks = work.office.rules.talks
    command = HoldInterview(
        text=work.seal(prose(text, "text").encode()) if isinstance(text, str) else text,
        rights_notice=rights_notice,
        interviewers=interviewers,
        place=place,
    )
    decide_hold(interview, command, deed=deed, subjects=subjects, talks=talks)
    series = talk_of(interview.talk, talks).series
    number = None
    if series is not None:
        number = take_number(work, series, owner_kind=INTERVIEW.name, owner_id=id, acting=acting)
    changes = decide_hold(
        interview, command, deed=deed, subjects=subjects, number=number, talks=talks
    )
    return work.stage(INTERVIEW, id, changes, acting.reason)


def sign_interview(
    work: Work,
    id: str,
    signatures: tuple[Signature, ...],
    *,
    paper: Sealed | None = None,
    acting: Acting = Acting(),
) -> Interview:
    """Record who signed the paper, and who refused with which reason (核对签名)."""
    interview = work.load(INTERVIEW, id)
    changes = decide_sign(
        interview,
        SignInterview(signatures=signatures, paper=paper),
        deed=deed_of(work, acting),
        subjects=_of(work, interview),
    )
    return work.stage(INTERVIEW, id, changes, acting.reason)


def cancel_interview(work: Work, id: str, *, acting: Acting = Acting()) -> Interview:
    """Cancel a planned talk, with a reason (取消谈话)."""
    changes = decide_cancel_interview(work.load(INTERVIEW, id), deed=deed_of(work, acting))
    return work.stage(INTERVIEW, id, changes, acting.reason)


def correct_interview(
    work: Work, id: str, correction: CorrectInterview, *, acting: Acting = Acting()
) -> Interview:
    """Correct an entry, with a reason (更正)."""
    interview = work.load(INTERVIEW, id)
    persons = correction.persons or ()
    for officer in (
        *(one.officer for one in persons),
        *(correction.interviewers or ()),
        *(correction.concerned or ()),
    ):
        _check_known(work, officer)
    if correction.item is not None:
        work.load(ITEM, correction.item)
    # Both what it was about and what it shall be about: nobody corrects himself out of it.
    findings = dict.fromkeys((*interview.findings, *(correction.findings or ())))
    measures = dict.fromkeys((*interview.measures, *(correction.measures or ())))
    rules = work.office.rules
    changes = decide_correct_interview(
        interview,
        correction,
        deed=deed_of(work, acting),
        subjects=_subjects(work, findings, measures),
        talks=rules.talks,
        capacities=rules.capacities,
    )
    return work.stage(INTERVIEW, id, changes, acting.reason)


def void_interview(work: Work, id: str, *, acting: Acting = Acting()) -> Interview:
    """Void a talk entered by mistake, with a reason (作废); its number stays visible as voided."""
    interview = work.load(INTERVIEW, id)
    changes = decide_void_interview(
        interview, deed=deed_of(work, acting), subjects=_of(work, interview)
    )
    voided = work.stage(INTERVIEW, id, changes, acting.reason)
    series = talk_of(interview.talk, work.office.rules.talks).series
    if interview.number is not None and series is not None:
        give_up_number(work, series, interview.number, acting=acting)
    return voided


def read_interview(view: ReadView, id: str) -> str | None:
    """Return what was said (查看谈话内容): to the chief, the office and who led the talk.

    Raises:
        AccessDenied: `access.sealed` for anybody else, the persons spoken to included: they
            read and sign the paper.
    """
    interview = view.get(INTERVIEW, id)
    return told_to(view, interview.text, officers=interview.interviewers)


# ---------------------------------------------------------------------------- counting


def count_talks(
    view: ReadView,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    where: Predicate | None = None,
) -> TalkCount:
    """Count the talks that were held, by kind and by capacity (谈话计数).

    Args:
        view: what the actor may see.
        first, last: days the talks were held on; `None` for no bound.
        where: which talks besides, by the fields of interviews.

    Returns:
        次, 人, 人次, and the problems the talks were about with how many are struck off.
    """
    parts: list[Predicate] = [In("state", _COUNTED)]
    if where is not None:
        parts.append(where)
    if first is not None:
        parts.append(After("held_on", _before(first)))
    if last is not None:
        parts.append(Before("held_on", _behind(last)))
    talks = tuple(view.each(INTERVIEW, And(tuple(parts)), (Order("held_on"),)))
    return counted_talks(TalkFacts(talk=one, rectified=_rectified(view, one)) for one in talks)


_COUNTED = (InterviewState.HELD.value, InterviewState.SIGNED.value)


def _before(day: dt.date) -> str:
    return (day - dt.timedelta(days=1)).isoformat()


def _behind(day: dt.date) -> str:
    return (day + dt.timedelta(days=1)).isoformat()


def _rectified(view: ReadView, interview: Interview) -> tuple[str, ...]:
    """Return the findings of a talk that are struck off and visible."""
    found = (view.find(FINDING, one) for one in interview.findings)
    return tuple(one.id for one in found if one is not None and one.state is FindingState.CLOSED)
