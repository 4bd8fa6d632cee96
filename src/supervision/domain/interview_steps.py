"""Decisions about interviews (谈话的决定): plan, hold, sign, cancel.

Which step leads from which state to which is the table `INTERVIEW_WORKFLOW`. An interviewer may
not be concerned (回避; 公务员法 art. 76–77): not spoken to, not responsible for, claiming or
informing of a finding it is about, not otherwise concerned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from supervision.domain.fields import prose
from supervision.domain.findings import Finding
from supervision.domain.interview_kinds import (
    CAPACITIES,
    TALKS,
    Capacity,
    Talk,
    check_capacity,
    talk_of,
)
from supervision.domain.interviews import (
    CorrectInterview,
    Interview,
    InterviewCancelled,
    InterviewCorrected,
    InterviewHeld,
    InterviewPlanned,
    InterviewSigned,
    InterviewState,
    InterviewVoided,
    PlanInterview,
    Signature,
    SpokenTo,
)
from supervision.domain.lives import check_correction, corrected
from supervision.domain.measures import Measure
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.rectification import concerned_by
from supervision.domain.separation import Concerned, Deed, check_role
from supervision.domain.values import OfficerId, Sealed
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "INTERVIEW_WORKFLOW",
    "HoldInterview",
    "SignInterview",
    "Subjects",
    "concerned_by_interview",
    "decide_cancel_interview",
    "decide_correct_interview",
    "decide_hold",
    "decide_plan",
    "decide_sign",
    "decide_void_interview",
]

_S = InterviewState
_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
_LEADING = (*_INSPECTION, Role.DEPUTY, Role.CHIEF)

INTERVIEW_WORKFLOW: Workflow[InterviewState] = Workflow(
    code="interview",
    zh="谈话流程",
    en="Course of a talk",
    steps=(
        Step(name="hold", sources=(_S.PLANNED,), target=_S.HELD, roles=_LEADING, independent=True),
        Step(name="sign", sources=(_S.HELD,), target=_S.SIGNED, roles=_LEADING, independent=True),
        Step(
            name="cancel",
            sources=(_S.PLANNED,),
            target=_S.CANCELLED,
            roles=_LEADING,
            reason=True,
        ),
        Step(
            name="correct",
            sources=(_S.PLANNED, _S.HELD),
            roles=_INSPECTION,
            independent=True,
            reason=True,
        ),
        Step(
            name="void",
            sources=(_S.PLANNED, _S.HELD, _S.SIGNED),
            target=_S.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
    ),
)

CLEARABLE = ("planned_on", "place", "findings", "measures", "item", "concerned")


@attrs.frozen(kw_only=True)
class Subjects:
    """The findings and measures a talk is about (谈话所涉问题与措施)."""

    findings: tuple[Finding, ...] = ()
    measures: tuple[Measure, ...] = ()


@attrs.frozen(kw_only=True)
class HoldInterview:
    """Hold a talk (谈话).

    Attributes:
        text: what was said, sealed.
        rights_notice: whether the persons were told of their rights before.
        interviewers: who led it; empty: as planned.
        place: where; empty: as planned.
    """

    text: Sealed
    rights_notice: bool = False
    interviewers: tuple[OfficerId, ...] = ()
    place: str = ""


@attrs.frozen(kw_only=True)
class SignInterview:
    """Record the signatures on the paper (核对签名).

    Attributes:
        signatures: one for every person spoken to and every interviewer.
        paper: the signed paper, sealed.
    """

    signatures: tuple[Signature, ...]
    paper: Sealed | None = None


def concerned_by_interview(
    interview: Interview | PlanInterview, subjects: Subjects = Subjects()
) -> Concerned:
    """Return who may not lead the talk or take its steps: officers, by name.

    Departments are left out: the head of a department may well be there when the office talks
    to its people, and a leader talks to the department he oversees.
    """
    officers = {one.officer for one in interview.persons if one.officer is not None}
    officers |= set(interview.concerned)
    for finding in subjects.findings:
        officers |= concerned_by(finding).officers
    officers |= {one.officer for one in subjects.measures if one.officer is not None}
    for measure in subjects.measures:
        officers |= {one for one in (measure.claimed_by, measure.assignee) if one is not None}
    units = {unit for one in subjects.findings for unit in concerned_by(one).handling_units}
    return Concerned(officers=frozenset(officers), handling_units=frozenset(units))


def _check(step: str, interview: Interview, deed: Deed, subjects: Subjects = Subjects()) -> None:
    concerned = concerned_by_interview(interview, subjects)
    INTERVIEW_WORKFLOW.check(step, interview.state, deed, concerned)


def decide_plan(
    id: str,
    unit: str,
    command: PlanInterview,
    *,
    deed: Deed,
    subjects: Subjects = Subjects(),
    talks: Mapping[str, Talk] = TALKS,
    capacities: Mapping[str, Capacity] = CAPACITIES,
) -> tuple[InterviewPlanned]:
    """Plan a talk (拟谈话).

    Args:
        id, unit: of the new interview.
        command: what is planned.
        deed: by whom, on which day.
        subjects: the findings and measures it names.
        talks, capacities: the office's tables.

    Raises:
        Refused: `separation.role`, `separation.named`, `text.*`, `interview.unknown_talk`,
            `interview.unknown_capacity`, `field.missing` (persons), `interview.person`,
            `interview.twice`, `interview.interviewer_concerned`.
    """
    check_role("plan", deed.standing, _LEADING)
    talk_of(command.talk, talks)
    _check_persons(command.persons, capacities)
    _check_interviewers(command.interviewers, concerned_by_interview(command, subjects))
    command = attrs.evolve(
        command,
        title=check_text(command.title, place="title"),
        place=command.place.strip(),
        interviewers=tuple(dict.fromkeys(command.interviewers)),
    )
    return (InterviewPlanned(id=id, unit=unit, act=deed.act, interview=command),)


def _check_persons(persons: tuple[SpokenTo, ...], capacities: Mapping[str, Capacity]) -> None:
    if not persons:
        raise Refused("field.missing", field="persons")
    for one in persons:
        check_capacity(one.capacity, capacities)
        if (one.officer is None) == (one.outsider is None):
            raise Refused("interview.person")
    officers = [one.officer for one in persons if one.officer is not None]
    for officer in officers:
        if officers.count(officer) > 1:
            raise Refused("interview.twice", officer=officer)


def _check_interviewers(interviewers: Iterable[OfficerId], concerned: Concerned) -> None:
    for officer in interviewers:
        if officer in concerned.officers:
            raise Refused("interview.interviewer_concerned", officer=officer)


def decide_hold(
    interview: Interview,
    command: HoldInterview,
    *,
    deed: Deed,
    subjects: Subjects = Subjects(),
    number: str | None = None,
    talks: Mapping[str, Talk] = TALKS,
) -> tuple[InterviewHeld]:
    """Hold a talk (谈话): the day is that of the act.

    Raises:
        Refused: `workflow.step`, `separation.*`; `interview.too_few` interviewers for its kind,
            `interview.interviewer_concerned`; `interview.rights_notice` when its kind demands
            the notice; `field.missing` (place).
    """
    _check("hold", interview, deed, subjects)
    talk = talk_of(interview.talk, talks)
    interviewers = tuple(dict.fromkeys(command.interviewers or interview.interviewers))
    _check_interviewers(interviewers, concerned_by_interview(interview, subjects))
    _check_number(talk, interviewers)
    if talk.rights_notice and not command.rights_notice:
        raise Refused("interview.rights_notice", talk=talk.code)
    return (
        InterviewHeld(
            act=deed.act,
            interviewers=interviewers,
            place=prose(command.place or interview.place, "place"),
            rights_notice=command.rights_notice,
            text=command.text,
            number=number,
        ),
    )


def _check_number(talk: Talk, interviewers: tuple[OfficerId, ...]) -> None:
    if len(interviewers) < max(1, talk.interviewers):
        raise Refused(
            "interview.too_few",
            talk=talk.code,
            found=len(interviewers),
            expected=max(1, talk.interviewers),
        )


def decide_sign(
    interview: Interview,
    command: SignInterview,
    *,
    deed: Deed,
    subjects: Subjects = Subjects(),
) -> tuple[InterviewSigned]:
    """Record who signed the paper, and who refused with which reason (核对签名).

    Raises:
        Refused: `workflow.step`, `separation.*`; `interview.signature` for a signature of
            nobody who was there, or twice; `interview.unsigned` when one is missing;
            `interview.interviewer_refused`: who leads the talk signs it; `interview.too_early`.
    """
    _check("sign", interview, deed, subjects)
    if interview.held_on is not None and deed.act.on < interview.held_on:
        raise Refused(
            "interview.too_early",
            found=deed.act.on.isoformat(),
            earliest=interview.held_on.isoformat(),
        )
    expected: set[int | OfficerId] = {*range(len(interview.persons)), *interview.interviewers}
    given: list[int | OfficerId] = []
    for one in command.signatures:
        who = one.person if one.person is not None else one.officer
        if who is None or who not in expected or who in given:
            raise Refused("interview.signature", person=_called(who))
        if one.person is None and one.refused.strip():
            raise Refused("interview.interviewer_refused", officer=_called(who))
        given.append(who)
    if missing := sorted(_called(one) for one in expected.difference(given)):
        raise Refused("interview.unsigned", persons=tuple(missing))
    signatures = tuple(attrs.evolve(one, refused=one.refused.strip()) for one in command.signatures)
    return (InterviewSigned(act=deed.act, signatures=signatures, paper=command.paper),)


def _called(who: int | OfficerId | None) -> str:
    """Return the officer's id, or which of the persons it is, from 1."""
    return str(who + 1) if isinstance(who, int) else who or ""


def decide_cancel_interview(interview: Interview, *, deed: Deed) -> tuple[InterviewCancelled]:
    """Cancel a planned talk, with a reason (取消谈话)."""
    _check("cancel", interview, deed)
    return (InterviewCancelled(act=deed.act),)


def decide_correct_interview(
    interview: Interview,
    correction: CorrectInterview,
    *,
    deed: Deed,
    subjects: Subjects = Subjects(),
    talks: Mapping[str, Talk] = TALKS,
    capacities: Mapping[str, Capacity] = CAPACITIES,
) -> tuple[InterviewCorrected]:
    """Correct an entry, with a reason (更正). A signed record stays as it was signed.

    Raises:
        Refused: `workflow.step`, `separation.named`, `correction.*`, `text.*`; as `decide_plan`
            and, of a talk that was held, as `decide_hold`; `interview.not_held` for a text.
    """
    _check("correct", interview, deed, subjects)
    check_correction(interview, correction, clearable=CLEARABLE)
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    held = interview.state is InterviewState.HELD
    if correction.text is not None and not held:
        raise Refused("interview.not_held", id=interview.id)
    right = corrected(interview, correction)
    _check_persons(right.persons, capacities)
    _check_interviewers(right.interviewers, concerned_by_interview(right, subjects))
    if held:
        _check_number(talk_of(right.talk, talks), right.interviewers)
        prose(right.place, "place")
    return (InterviewCorrected(act=deed.act, correction=correction),)


def decide_void_interview(
    interview: Interview, *, deed: Deed, subjects: Subjects = Subjects()
) -> tuple[InterviewVoided]:
    """Void a talk entered by mistake, with a reason (作废)."""
    _check("void", interview, deed, subjects)
    return (InterviewVoided(act=deed.act),)
