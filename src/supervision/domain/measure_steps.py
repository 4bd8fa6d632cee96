"""Decisions about measures (督察措施的决定): issue, serve, receive, claim, refuse, answer, accept.

Which step leads from which state to which is the table `MEASURE_WORKFLOW`.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from supervision.domain.clocks import Result
from supervision.domain.fields import ExtraField, check_extras, prose
from supervision.domain.ladders import (
    LADDERS,
    Ladder,
    Recipient,
    Rung,
    proposed_after,
    rung_of,
)
from supervision.domain.measure_changes import (
    IssueMeasure,
    MeasureAccepted,
    MeasureAnswered,
    MeasureClaimed,
    MeasureClosed,
    MeasureIssued,
    MeasureMilestoneReached,
    MeasureObjectionAnswered,
    MeasurePlanned,
    MeasureReceived,
    MeasureRefused,
    MeasureRerouted,
    MeasureReturned,
    MeasureServed,
    MeasureVoided,
    Service,
)
from supervision.domain.measure_workflow import (
    MEASURE_WORKFLOW,
    check_measure_step,
    check_recipient,
    concerned_by_measure,
)
from supervision.domain.measures import Measure
from supervision.domain.milestones import (
    Milestone,
    check_milestone,
    check_milestones,
    check_reached,
)
from supervision.domain.names import check_text
from supervision.domain.objections import ObjectionOutcome, check_answer, check_objection
from supervision.domain.routings import check_route
from supervision.domain.separation import Deed, check_role
from supervision.domain.values import DepartmentId, OfficerId, Sealed
from supervision.errors import Refused

__all__ = [
    "MEASURE_WORKFLOW",
    "concerned_by_measure",
    "decide_accept",
    "decide_answer",
    "decide_answer_refusal",
    "decide_claim_measure",
    "decide_close_measure",
    "decide_issue",
    "decide_plan_measure",
    "decide_reach_measure_milestone",
    "decide_receive",
    "decide_refuse",
    "decide_reroute_measure",
    "decide_return_answer",
    "decide_serve",
    "decide_void_measure",
]


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
            `measure.unit_recipient` for a unit that is its own, or beside a department or
            person; `measure.not_successor`, `text.*`, `field.*`.
    """
    ladder, rung = rung_of(command.rung, ladders)
    check_role("issue", deed.standing, rung.issuers)
    _check_recipient(command, ladder, unit)
    if after is not None:
        _check_successor(after, rung, ladders)
    command = attrs.evolve(
        command,
        title=check_text(command.title, place="title"),
        extra=check_extras(command.extra, fields, on=deed.act.on),
    )
    return (MeasureIssued(id=id, unit=unit, act=deed.act, measure=command, number=number),)


def _check_recipient(command: IssueMeasure, ladder: Ladder, unit: str) -> None:
    to_person = ladder.recipient is Recipient.PERSON
    if command.to_unit is not None:
        inside = command.department is not None or command.officer is not None
        if to_person or inside or command.to_unit == unit:
            raise Refused("measure.unit_recipient", rung=command.rung, unit=command.to_unit)
        return
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
    measure: Measure,
    service: Service,
    *,
    deed: Deed,
    clock: str | None = None,
    to: OfficerId | None = None,
    receipt: Sealed | None = None,
    note: str = "",
) -> tuple[MeasureServed]:
    """Serve it (送达).

    Args:
        measure: the measure.
        service: how it was served.
        deed: by whom, on which day.
        clock: the clock of the answer, where it runs by now.
        to: to whom it was handed.
        receipt: the signed receipt (送达回证), sealed.
        note: what is to be said of it; of 留置送达 why, and who witnessed it.

    Raises:
        Refused: `workflow.step`, `separation.role`; `field.missing` (note) for 留置送达.
    """
    check_measure_step("serve", measure, deed)
    note = prose(note, "note") if service is Service.LEFT else note.strip()
    return (
        MeasureServed(
            act=deed.act, service=service, clock=clock, to=to, receipt=receipt, note=note
        ),
    )


def decide_receive(
    measure: Measure, *, deed: Deed, clock: str | None = None
) -> tuple[MeasureReceived]:
    """Sign for it (签收). `measure.not_recipient` for anybody else."""
    check_measure_step("receive", measure, deed)
    check_recipient(measure, deed)
    return (MeasureReceived(act=deed.act, clock=clock),)


def decide_claim_measure(
    measure: Measure, plan: str, *, deed: Deed, clock: str | None = None
) -> tuple[MeasureClaimed]:
    """Claim it with a plan (认领).

    Raises:
        Refused: `workflow.step`, `measure.not_recipient`, `field.missing` (plan).
    """
    check_measure_step("claim", measure, deed)
    check_recipient(measure, deed)
    return (MeasureClaimed(act=deed.act, plan=prose(plan, "plan"), clock=clock),)


def decide_refuse(measure: Measure, *, deed: Deed) -> tuple[MeasureRefused]:
    """Refuse it, with a reason (提出异议); the office answers it.

    Raises:
        Refused: `workflow.step`, `measure.not_recipient`, `act.reason_missing`.
    """
    check_measure_step("refuse", measure, deed)
    check_recipient(measure, deed)
    text = check_objection(measure.objections, deed.reason, deed.standing.officer)
    return (MeasureRefused(act=deed.act, text=text),)


def decide_answer_refusal(
    measure: Measure, outcome: ObjectionOutcome, text: str, *, deed: Deed
) -> tuple[MeasureObjectionAnswered]:
    """Answer the refusal with reasons (答复异议).

    One that holds leaves the measure refused, to be passed on or voided; another leads back to
    where it was refused.

    Raises:
        Refused: `workflow.step`, `separation.*`, `objection.answered`, `field.missing`
            (answer).
    """
    check_measure_step("answer_objection", measure, deed)
    index = len(measure.objections) - 1
    answer = check_answer(measure.objections, index, text)
    return (MeasureObjectionAnswered(act=deed.act, index=index, outcome=outcome, text=answer),)


def decide_reroute_measure(
    measure: Measure, department: DepartmentId, *, deed: Deed, clock: str | None = None
) -> tuple[MeasureRerouted]:
    """Pass it on to another department, with a reason (转交); it is served anew there.

    Args:
        measure: the measure.
        department: where it goes.
        deed: by whom, on which day, why.
        clock: the clock, where the ladder's data let it run on.

    Raises:
        Refused: `workflow.step`, `separation.role`, `routing.same`; `measure.reroute_person`
            for a measure towards a person, `measure.reroute_unit` for one to another unit.
    """
    check_measure_step("reroute", measure, deed)
    if measure.to_unit is not None:
        raise Refused("measure.reroute_unit", unit=measure.to_unit)
    if measure.officer is not None:
        raise Refused("measure.reroute_person", officer=measure.officer)
    check_route(measure.department, department)
    return (MeasureRerouted(act=deed.act, department=department, clock=clock),)


def decide_plan_measure(
    measure: Measure, milestones: tuple[Milestone, ...], *, deed: Deed
) -> tuple[MeasurePlanned]:
    """Plan what will be done with milestones, or revise the plan (整改方案).

    Raises:
        Refused: `workflow.step`, `measure.not_recipient`, `milestone.none`,
            `milestone.range`, `text.*`.
    """
    check_measure_step("plan", measure, deed)
    check_recipient(measure, deed)
    return (MeasurePlanned(act=deed.act, milestones=check_milestones(milestones, act=deed.act)),)


def decide_reach_measure_milestone(
    measure: Measure, index: int, *, deed: Deed, note: str = ""
) -> tuple[MeasureMilestoneReached]:
    """Reach a milestone of the plan (完成整改节点).

    Raises:
        Refused: `workflow.step`, `measure.not_recipient`, `milestone.unknown`,
            `milestone.reached`.
    """
    check_measure_step("reach_milestone", measure, deed)
    check_recipient(measure, deed)
    check_milestone(measure.milestones, index)
    return (MeasureMilestoneReached(act=deed.act, index=index, note=note.strip()),)


def decide_answer(
    measure: Measure,
    answer: str,
    *,
    deed: Deed,
    evidence: tuple[Sealed, ...] = (),
    references: tuple[str, ...] = (),
) -> tuple[MeasureAnswered]:
    """Answer it (反馈), with evidence. `measure.not_recipient` for anybody else."""
    check_measure_step("answer", measure, deed)
    check_recipient(measure, deed)
    return (
        MeasureAnswered(
            act=deed.act,
            answer=prose(answer, "answer"),
            evidence=evidence,
            references=tuple(check_text(one, place="reference") for one in references),
        ),
    )


def decide_return_answer(
    measure: Measure,
    *,
    deed: Deed,
    perfunctory: bool = False,
    falsified: bool = False,
    rung: Rung | None = None,
) -> tuple[MeasureReturned]:
    """Return the answer, with a reason (退回).

    Args:
        measure: the measure.
        deed: by whom, on which day, why.
        perfunctory, falsified: what it is called (敷衍整改, 虚假整改); either proposes the
            next rung.
        rung: the rung the measure stands on.
    """
    check_measure_step("return", measure, deed)
    proposes = None
    if rung is not None and (perfunctory or falsified):
        proposes = proposed_after(rung)
    return (
        MeasureReturned(
            act=deed.act, perfunctory=perfunctory, falsified=falsified, proposes=proposes
        ),
    )


def decide_accept(
    measure: Measure, *, deed: Deed, result: Result | None = None
) -> tuple[MeasureAccepted]:
    """Accept the answer (采纳反馈); `result` is how its clock ended, if it had one."""
    check_measure_step("accept", measure, deed)
    return (MeasureAccepted(act=deed.act, result=result),)


def decide_close_measure(measure: Measure, *, deed: Deed) -> tuple[MeasureClosed]:
    """Close it (销号); the head of the office approves.

    Raises:
        Refused: `workflow.step`, `separation.*`; `milestone.open` while its plan is not
            carried out.
    """
    check_measure_step("close", measure, deed)
    check_reached(measure.milestones)
    return (MeasureClosed(act=deed.act),)


def decide_void_measure(measure: Measure, *, deed: Deed) -> tuple[MeasureVoided]:
    """Void it, with a reason (作废)."""
    check_measure_step("void", measure, deed)
    return (MeasureVoided(act=deed.act),)
