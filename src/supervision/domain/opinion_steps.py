"""Decisions about opinions (意见建议的决定): give, record how it was taken, correct, void."""

from __future__ import annotations

import attrs

from supervision.domain.activities import OFFICE, check_not_before, happened_on
from supervision.domain.fields import prose
from supervision.domain.lives import check_correction, corrected
from supervision.domain.meetings import Meeting, MeetingState
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.opinions import (
    Adoption,
    CorrectOpinion,
    GiveOpinion,
    Opinion,
    OpinionAnswered,
    OpinionCorrected,
    OpinionGiven,
    OpinionState,
    OpinionVoided,
)
from supervision.domain.separation import Concerned, Deed, check_role
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "OPINION_WORKFLOW",
    "decide_answer_opinion",
    "decide_correct_opinion",
    "decide_give",
    "decide_void_opinion",
]

_S = OpinionState
_STANDING = (_S.OPEN, _S.ADOPTED, _S.PARTLY, _S.NOT_ADOPTED)

OPINION_WORKFLOW: Workflow[OpinionState] = Workflow(
    code="opinion",
    zh="意见建议采纳流程",
    en="Course of an opinion",
    steps=(
        Step(name="adopt", sources=(_S.OPEN, _S.PARTLY, _S.NOT_ADOPTED)),
        Step(name="correct", sources=_STANDING, roles=OFFICE, reason=True),
        Step(
            name="void",
            sources=_STANDING,
            target=_S.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
    ),
)


def _concerned(opinion: Opinion) -> Concerned:
    departments = {opinion.department} if opinion.department else set()
    return Concerned(departments=frozenset(departments))


def decide_give(
    id: str,
    unit: str,
    command: GiveOpinion,
    *,
    deed: Deed,
    meeting: Meeting | None = None,
) -> tuple[OpinionGiven]:
    """Enter an opinion (登记意见建议); by default given by the author, on the meeting's day.

    Args:
        id, unit: of the new opinion.
        command: what is entered.
        deed: by whom, on which day.
        meeting: the meeting `command.meeting` names.

    Raises:
        Refused: `separation.role`, `text.*`, `field.missing` (text), `activity.future`,
            `opinion.addressee`, `opinion.meeting_voided`, `opinion.meeting_day`.
    """
    check_role("give", deed.standing, OFFICE)
    day = command.given_on or (meeting.held_on if meeting else None)
    given_on = happened_on(day, deed.act, place="given_on")
    command = attrs.evolve(
        command,
        matter=check_text(command.matter, place="matter"),
        text=prose(command.text, "text"),
        given_on=None,
        given_by=tuple(dict.fromkeys(command.given_by)) or (deed.act.by,),
    )
    given = OpinionGiven(id=id, unit=unit, act=deed.act, given_on=given_on, opinion=command)
    _check_heard(command, meeting)
    if meeting is not None and meeting.held_on != given_on:
        raise _other_day(meeting, given_on.isoformat())
    return (given,)


def _check_heard(opinion: GiveOpinion | Opinion, meeting: Meeting | None) -> None:
    if meeting is None and opinion.department is None:
        raise Refused("opinion.addressee")
    if meeting is not None and meeting.state is MeetingState.VOIDED:
        raise Refused("opinion.meeting_voided", meeting=meeting.id)


def _other_day(meeting: Meeting, found: str) -> Refused:
    return Refused(
        "opinion.meeting_day", found=found, expected=meeting.held_on.isoformat(), meeting=meeting.id
    )


def decide_answer_opinion(
    opinion: Opinion, adoption: Adoption, *, deed: Deed, answer: str = ""
) -> tuple[OpinionAnswered]:
    """Record how it was taken (采纳情况); the department addressed may, or the office.

    Raises:
        Refused: `workflow.step`, `separation.role`, `activity.before`; `field.missing` when
            it was not adopted, or in part, and nothing says why.
    """
    OPINION_WORKFLOW.check("adopt", opinion.state, deed)
    if opinion.department not in deed.standing.departments:
        check_role("adopt", deed.standing, OFFICE)
    check_not_before(opinion.given_on, deed.act)
    answer = answer.strip() if adoption is Adoption.ADOPTED else prose(answer, "answer")
    return (OpinionAnswered(act=deed.act, adoption=adoption, answer=answer),)


def decide_correct_opinion(
    opinion: Opinion,
    correction: CorrectOpinion,
    *,
    deed: Deed,
    meeting: Meeting | None = None,
) -> tuple[OpinionCorrected]:
    """Correct an entry, with a reason (更正).

    Args:
        opinion: the opinion.
        correction: what changes.
        deed: by whom, on which day, why.
        meeting: the meeting it was given at as corrected.

    Raises:
        Refused: `workflow.step`, `correction.*`, `text.*`, `field.missing`,
            `activity.future`, `opinion.*`.
    """
    OPINION_WORKFLOW.check("correct", opinion.state, deed)
    if correction.matter is not None:
        correction = attrs.evolve(correction, matter=check_text(correction.matter, place="matter"))
    if correction.text is not None:
        correction = attrs.evolve(correction, text=prose(correction.text, "text"))
    if correction.given_by is not None and not correction.given_by:
        raise Refused("field.missing", field="given_by")
    check_correction(opinion, correction, clearable=("meeting", "department", "about"))
    right = corrected(opinion, correction)
    happened_on(right.given_on, deed.act, place="given_on")
    _check_heard(right, meeting)
    if meeting is not None and meeting.held_on != right.given_on:
        raise _other_day(meeting, right.given_on.isoformat())
    if right.answered_on is not None and right.answered_on < right.given_on:
        raise Refused(
            "activity.before", on=right.answered_on.isoformat(), day=right.given_on.isoformat()
        )
    return (OpinionCorrected(act=deed.act, correction=correction),)


def decide_void_opinion(opinion: Opinion, *, deed: Deed) -> tuple[OpinionVoided]:
    """Void an opinion entered by mistake, with a reason (作废)."""
    OPINION_WORKFLOW.check("void", opinion.state, deed, _concerned(opinion))
    return (OpinionVoided(act=deed.act),)
