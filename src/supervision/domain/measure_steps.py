"""Decisions about measures (督察措施的决定): issue, serve, claim, answer, accept.

Which step leads from which state to which is the table `MEASURE_WORKFLOW`.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from supervision.domain.fields import ExtraField, check_extras, prose
from supervision.domain.ladders import LADDERS, Ladder, Recipient, Rung, rung_of
from supervision.domain.measures import (
    IssueMeasure,
    Measure,
    MeasureAccepted,
    MeasureAnswered,
    MeasureClaimed,
    MeasureIssued,
    MeasureRefused,
    MeasureReturned,
    MeasureServed,
    MeasureState,
    MeasureVoided,
    Service,
)
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.separation import Concerned, Deed, check_role
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "MEASURE_WORKFLOW",
    "concerned_by_measure",
    "decide_accept",
    "decide_answer",
    "decide_claim_measure",
    "decide_issue",
    "decide_refuse",
    "decide_return_answer",
    "decide_serve",
    "decide_void_measure",
]

_S = MeasureState
_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)

MEASURE_WORKFLOW: Workflow[MeasureState] = Workflow(
    code="measure",
    zh="督察措施办理流程",
    en="Course of a measure",
    steps=(
        Step(name="serve", sources=(_S.ISSUED,), target=_S.SERVED, roles=_INSPECTION),
        Step(name="claim", sources=(_S.SERVED,), target=_S.CLAIMED),
        Step(name="refuse", sources=(_S.SERVED,), target=_S.REFUSED, reason=True),
        Step(name="answer", sources=(_S.CLAIMED,), target=_S.ANSWERED),
        Step(
            name="return",
            sources=(_S.ANSWERED,),
            target=_S.CLAIMED,
            roles=_INSPECTION,
            independent=True,
            reason=True,
        ),
        Step(
            name="accept",
            sources=(_S.ANSWERED,),
            target=_S.ACCEPTED,
            roles=_INSPECTION,
            independent=True,
        ),
        Step(
            name="void",
            sources=(_S.ISSUED, _S.SERVED, _S.CLAIMED, _S.REFUSED),
            target=_S.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
    ),
)


def concerned_by_measure(measure: Measure) -> Concerned:
    """Return who may not judge the answer: the recipient and who answered for it."""
    officers = {one for one in (measure.officer, measure.claimed_by, measure.assignee) if one}
    departments = {measure.department} if measure.department else set()
    return Concerned(officers=frozenset(officers), departments=frozenset(departments))


def _check(step: str, measure: Measure, deed: Deed) -> None:
    MEASURE_WORKFLOW.check(step, measure.state, deed, concerned_by_measure(measure))


def decide_issue(
    id: str,
    unit: str,
    command: IssueMeasure,
    *,
    deed: Deed,
    number: str | None = None,
    after: Measure | None = None,
    fields: tuple[ExtraField, ...] = (),
    ladders: Mapping[str, Ladder] = LADDERS,
) -> tuple[MeasureIssued]:
    """Issue a measure (签发).

    Args:
        id, unit: of the new measure.
        command: what is issued.
        deed: by whom, on which day.
        number: number just taken from the register, when the rung bears one.
        after: the measure `command.follows` names.
        fields: the office's own fields.
        ladders: the ladders in force.

    Raises:
        Refused: `measure.unknown_rung`, `separation.role`, `measure.recipient`,
            `measure.not_successor`, `text.*`, `field.*`.
    """
    ladder, rung = rung_of(command.rung, ladders)
    check_role("issue", deed.standing, rung.issuers)
    _check_recipient(command, ladder)
    if after is not None:
        _check_successor(after, rung, ladders)
    command = attrs.evolve(
        command,
        title=check_text(command.title, place="title"),
        extra=check_extras(command.extra, fields, on=deed.act.on),
    )
    return (MeasureIssued(id=id, unit=unit, act=deed.act, measure=command, number=number),)


def _check_recipient(command: IssueMeasure, ladder: Ladder) -> None:
    to_person = ladder.recipient is Recipient.PERSON
    wanted = command.officer if to_person else command.department
    if wanted is None:
        raise Refused("measure.recipient", rung=command.rung, expected=ladder.recipient.value)


def _check_successor(after: Measure, rung: Rung, ladders: Mapping[str, Ladder]) -> None:
    _, before = rung_of(after.rung, ladders)
    if rung.code not in before.successors:
        raise Refused(
            "measure.not_successor", found=rung.code, after=before.code, known=before.successors
        )


def decide_serve(
    measure: Measure, service: Service, *, deed: Deed, clock: str | None = None
) -> tuple[MeasureServed]:
    """Serve it (送达); from here the limit for the answer runs on `clock`."""
    _check("serve", measure, deed)
    return (MeasureServed(act=deed.act, service=service, clock=clock),)


def _check_recipient_acts(measure: Measure, deed: Deed) -> None:
    standing = deed.standing
    of_department = measure.department in standing.departments
    if measure.officer is None and not of_department:
        raise Refused(
            "measure.not_recipient", officer=standing.officer, recipient=measure.department
        )
    if measure.officer is not None and measure.officer != standing.officer:
        raise Refused("measure.not_recipient", officer=standing.officer, recipient=measure.officer)


def decide_claim_measure(measure: Measure, plan: str, *, deed: Deed) -> tuple[MeasureClaimed]:
    """Claim it with a plan (认领).

    Raises:
        Refused: `workflow.step`, `measure.not_recipient`, `field.missing` (plan).
    """
    _check("claim", measure, deed)
    _check_recipient_acts(measure, deed)
    return (MeasureClaimed(act=deed.act, plan=prose(plan, "plan")),)


def decide_refuse(measure: Measure, *, deed: Deed) -> tuple[MeasureRefused]:
    """Refuse it, with a reason (提出异议)."""
    _check("refuse", measure, deed)
    _check_recipient_acts(measure, deed)
    return (MeasureRefused(act=deed.act),)


def decide_answer(measure: Measure, answer: str, *, deed: Deed) -> tuple[MeasureAnswered]:
    """Answer it (反馈). `measure.not_recipient` for anybody else."""
    _check("answer", measure, deed)
    _check_recipient_acts(measure, deed)
    return (MeasureAnswered(act=deed.act, answer=prose(answer, "answer")),)


def decide_return_answer(measure: Measure, *, deed: Deed) -> tuple[MeasureReturned]:
    """Return the answer, with a reason (退回)."""
    _check("return", measure, deed)
    return (MeasureReturned(act=deed.act),)


def decide_accept(measure: Measure, *, deed: Deed) -> tuple[MeasureAccepted]:
    """Accept the answer (采纳反馈)."""
    _check("accept", measure, deed)
    return (MeasureAccepted(act=deed.act),)


def decide_void_measure(measure: Measure, *, deed: Deed) -> tuple[MeasureVoided]:
    """Void it, with a reason (作废)."""
    _check("void", measure, deed)
    return (MeasureVoided(act=deed.act),)
