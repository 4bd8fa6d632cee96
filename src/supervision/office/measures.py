"""Measures at work (措施办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.

A measure and the findings it is about move together: who claims the measure claims them, who
answers submits them, accepting the answer verifies them, closing the measure strikes them off.
The clock of the answer runs from service, or from where the ladder's data say, to the answer that
was accepted; a returned answer lets it run on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from supervision.domain.clocks import ClockState
from supervision.domain.finding_links import decide_reroute
from supervision.domain.finding_values import FINDING_ENDED
from supervision.domain.finding_workflow import check_undisputed
from supervision.domain.findings import FINDING, Finding, FindingState, Rectification
from supervision.domain.incoming_measures import News
from supervision.domain.ladders import ClockFrom, OnReroute, rung_of
from supervision.domain.measure_steps import (
    decide_accept,
    decide_answer,
    decide_claim_measure,
    decide_close_measure,
    decide_issue,
    decide_plan_measure,
    decide_reach_measure_milestone,
    decide_receive,
    decide_refuse,
    decide_reroute_measure,
    decide_return_answer,
    decide_serve,
    decide_void_measure,
)
from supervision.domain.measure_workflow import check_apart
from supervision.domain.measures import MEASURE, IssueMeasure, Measure, Service
from supervision.domain.milestones import Milestone
from supervision.domain.values import DepartmentId, OfficerId, Sealed
from supervision.errors import Refused
from supervision.office import findings
from supervision.office.acting import Acting, deed_of
from supervision.office.clocks import resume_clock
from supervision.office.measure_clocks import (
    cancel_answer_clock,
    clock_of,
    pause_answer_clock,
    rung_at,
    start_answer_clock,
    stop_answer_clock,
)
from supervision.office.measure_parcels import check_unit, tell_unit
from supervision.office.receivers import holders, recipients
from supervision.office.registers import give_up_number, take_number
from supervision.office.work import Work

__all__ = [
    "accept",
    "answer",
    "claim_measure",
    "close_measure",
    "issue",
    "plan_measure",
    "reach_measure_milestone",
    "receive",
    "refuse_measure",
    "reroute_measure",
    "return_answer",
    "serve",
    "void_measure",
]

_ENDED = (*FINDING_ENDED, FindingState.GROUPED)
_UNCLAIMED = (FindingState.REGISTERED, FindingState.CHECKED)


def issue(work: Work, command: IssueMeasure, *, acting: Acting = Acting()) -> str:
    """Issue a measure (签发); a rung with a series takes a number. Return its id.

    Raises:
        Refused: as `decide_issue`; `measure.finding_ended` for a finding no longer at work, or
            grouped under another, `measure.finding_of_other` for one another department answers
            for, `finding.disputed` while an objection to one waits.
    """
    deed = deed_of(work, acting)
    for finding_id in command.findings:
        _check_finding(work.load(FINDING, finding_id), command)
    check_unit(work, command.to_unit)
    after = work.load(MEASURE, command.follows) if command.follows else None
    id = work.new_id(MEASURE)
    rules = work.office.rules
    fields, ladders = rules.fields.get(MEASURE.name, ()), rules.ladders
    _, rung = rung_of(command.rung, ladders)
    decide_issue(id, work.unit, command, deed=deed, after=after, fields=fields, ladders=ladders)
    number = None
    if rung.series is not None:
        number = take_number(work, rung.series, owner_kind=MEASURE.name, owner_id=id, acting=acting)
    changes = decide_issue(
        id,
        work.unit,
        command,
        deed=deed,
        number=number,
        after=after,
        fields=fields,
        ladders=ladders,
    )
    work.stage(MEASURE, id, changes, acting.reason)
    return id


def _check_finding(finding: Finding, command: IssueMeasure) -> None:
    if finding.state in _ENDED:
        raise Refused("measure.finding_ended", id=finding.id, state=finding.state.value)
    known = finding.department is not None and command.department is not None
    if known and finding.department != command.department:
        raise Refused("measure.finding_of_other", id=finding.id, department=finding.department)
    check_undisputed(finding)


# ---------------------------------------------------------------------------- at the recipient


def serve(
    work: Work,
    id: str,
    service: Service,
    *,
    to: OfficerId | None = None,
    receipt: Sealed | None = None,
    note: str = "",
    acting: Acting = Acting(),
) -> Measure:
    """Serve it (送达), and tell the recipient; by default the limit of its rung runs from here.

    Args:
        work: the unit of work.
        id: the measure.
        service: how it was served.
        to: to whom it was handed.
        receipt: the signed receipt (送达回证), sealed.
        note: what is to be said of it; compulsory for 留置送达.
        acting: how it is entered.
    """
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    decide_serve(measure, service, deed=deed, note=note)
    starts = rung_at(work, measure).clock_from is ClockFrom.SERVED or service is Service.LEFT
    clock = measure.clock or (start_answer_clock(work, measure, deed, acting) if starts else None)
    changes = decide_serve(
        measure, service, deed=deed, clock=clock, to=to, receipt=receipt, note=note
    )
    served = work.stage(MEASURE, id, changes, acting.reason)
    running = clock_of(work, served)
    if deed.act.on == work.today or (running is not None and running.due_at > work.now):
        work.notify("measure.served", MEASURE, id, recipients(work, served))
    tell_unit(work, served, News.SERVED, deed.act)
    return served


def receive(work: Work, id: str, *, acting: Acting = Acting()) -> Measure:
    """Sign for it (签收); its limit runs from here where the ladder's data say so."""
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    decide_receive(measure, deed=deed)
    clock = measure.clock or start_answer_clock(work, measure, deed, acting)
    return work.stage(MEASURE, id, decide_receive(measure, deed=deed, clock=clock), acting.reason)


def claim_measure(
    work: Work,
    id: str,
    plan: str,
    *,
    due_on: dt.date | None = None,
    mode: Rectification = Rectification.BY_DATE,
    acting: Acting = Acting(),
) -> Measure:
    """Claim it with a plan (认领), and with it the findings not yet claimed.

    Args:
        work: the unit of work.
        id: the measure.
        plan: what will be done.
        due_on: by when; by default the last day for the answer.
        mode: at once, by a date, lasting.
        acting: how it is entered.
    """
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    decide_claim_measure(measure, plan, deed=deed)
    clock = measure.clock or start_answer_clock(work, measure, deed, acting)
    changes = decide_claim_measure(measure, plan, deed=deed, clock=clock)
    claimed = work.stage(MEASURE, id, changes, acting.reason)
    due_on = due_on or _due_on(work, claimed)
    for finding in _findings_in(work, measure, *_UNCLAIMED):
        if measure.department is not None:
            findings.claim(
                work,
                finding.id,
                department=measure.department,
                mode=mode,
                plan=plan,
                due_on=due_on if mode is not Rectification.LASTING else None,
                acting=acting,
            )
    return claimed


def _due_on(work: Work, measure: Measure) -> dt.date | None:
    clock = clock_of(work, measure)
    return clock.due_on if clock else None


def _findings_in(work: Work, measure: Measure, *states: FindingState) -> list[Finding]:
    """Return those in these states; one passed to another department is not the actor's to know."""
    known = [work.peek(FINDING, id) for id in measure.findings]
    return [finding for finding in known if finding is not None and finding.state in states]


def _findings(work: Work, measure: Measure) -> list[Finding]:
    return [work.load(FINDING, id) for id in measure.findings]


def refuse_measure(work: Work, id: str, *, acting: Acting = Acting()) -> Measure:
    """Refuse it, with a reason (提出异议); the clock stands still where the ladder says so."""
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    refused = work.stage(MEASURE, id, decide_refuse(measure, deed=deed), acting.reason)
    pause_answer_clock(work, measure, deed, acting)
    return refused


def reroute_measure(
    work: Work, id: str, department: DepartmentId, *, acting: Acting = Acting()
) -> Measure:
    """Pass it on to another department, with a reason (转交), and its unclaimed findings with it.

    It is served anew there. Whether its clock runs on or another starts is data of the ladder.
    """
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    clock = clock_of(work, measure)
    keeps = clock is not None and rung_at(work, measure).on_reroute is OnReroute.RUNS_ON
    kept = measure.clock if keeps else None
    changes = decide_reroute_measure(measure, department, deed=deed, clock=kept)
    passed = work.stage(MEASURE, id, changes, acting.reason)
    for finding in _findings_in(work, measure, *_UNCLAIMED):
        if finding.department not in (None, department):
            moved = decide_reroute(finding, department, deed=deed)
            work.stage(FINDING, finding.id, moved, acting.reason)
    if not keeps:
        cancel_answer_clock(work, measure, acting)
    elif clock is not None and clock.state is ClockState.PAUSED:
        resume_clock(work, clock.id, acting=acting)
    return passed


def plan_measure(
    work: Work, id: str, milestones: tuple[Milestone, ...], *, acting: Acting = Acting()
) -> Measure:
    """Plan what will be done with milestones, or revise the plan (整改方案)."""
    measure = work.load(MEASURE, id)
    changes = decide_plan_measure(measure, milestones, deed=deed_of(work, acting))
    return work.stage(MEASURE, id, changes, acting.reason)


def reach_measure_milestone(
    work: Work, id: str, index: int, note: str = "", *, acting: Acting = Acting()
) -> Measure:
    """Reach a milestone of the plan (完成整改节点). `index` counts from 0."""
    measure = work.load(MEASURE, id)
    changes = decide_reach_measure_milestone(measure, index, deed=deed_of(work, acting), note=note)
    return work.stage(MEASURE, id, changes, acting.reason)


# ---------------------------------------------------------------------------- the answer


def answer(
    work: Work,
    id: str,
    text: str,
    *,
    results: Mapping[str, str] | None = None,
    evidence: tuple[Sealed, ...] = (),
    references: tuple[str, ...] = (),
    acting: Acting = Acting(),
) -> Measure:
    """Answer it (反馈), and report its claimed findings put right.

    Args:
        work: the unit of work.
        id: the measure.
        text: the answer.
        results: what was done about each finding, by its id; by default the answer itself.
        evidence: sealed attachments of the answer.
        references: where further evidence is: ids of attachments, numbers of files.
        acting: how it is entered.
    """
    measure = work.load(MEASURE, id)
    changes = decide_answer(
        measure, text, deed=deed_of(work, acting), evidence=evidence, references=references
    )
    answered = work.stage(MEASURE, id, changes, acting.reason)
    told = results or {}
    for finding in _findings_in(work, measure, FindingState.CLAIMED):
        if finding.department == measure.department:
            result = told.get(finding.id, text)
            findings.submit(work, finding.id, result, references=references, acting=acting)
    return answered


def return_answer(
    work: Work,
    id: str,
    *,
    perfunctory: bool = False,
    falsified: bool = False,
    acting: Acting = Acting(),
) -> Measure:
    """Return the answer, with a reason (退回), and the findings submitted with it.

    A perfunctory (敷衍整改) or falsified (虚假整改) answer proposes the next rung; who may issue
    that is told.
    """
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    check_apart("return", _findings(work, measure), deed)
    changes = decide_return_answer(
        measure,
        deed=deed,
        perfunctory=perfunctory,
        falsified=falsified,
        rung=rung_at(work, measure),
    )
    returned = work.stage(MEASURE, id, changes, acting.reason)
    for finding in _findings_in(work, measure, FindingState.SUBMITTED):
        findings.return_finding(
            work, finding.id, perfunctory=perfunctory, falsified=falsified, acting=acting
        )
    tell_unit(work, returned, News.RETURNED, deed.act, acting.reason)
    proposed = changes[0].proposes
    if proposed is not None and deed.act.on == work.today:
        _, rung = rung_of(proposed, work.office.rules.ladders)
        work.notify("measure.next_proposed", MEASURE, id, holders(work, rung.issuers))
    return returned


def accept(work: Work, id: str, *, acting: Acting = Acting()) -> Measure:
    """Accept the answer (采纳反馈): verify its findings; its clock stops at the answer's day."""
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    decide_accept(measure, deed=deed)
    check_apart("accept", _findings(work, measure), deed)
    result = stop_answer_clock(work, measure, acting)
    accepted = work.stage(
        MEASURE, id, decide_accept(measure, deed=deed, result=result), acting.reason
    )
    for finding in _findings_in(work, measure, FindingState.SUBMITTED):
        findings.verify(work, finding.id, acting=acting)
    tell_unit(work, accepted, News.ACCEPTED, deed.act)
    return accepted


def close_measure(work: Work, id: str, *, acting: Acting = Acting()) -> Measure:
    """Close it (销号), and strike off its findings that were verified."""
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    changes = decide_close_measure(measure, deed=deed)
    check_apart("close", _findings(work, measure), deed)
    closed = work.stage(MEASURE, id, changes, acting.reason)
    for finding in _findings_in(work, measure, FindingState.VERIFIED):
        findings.close(work, finding.id, acting=acting)
    tell_unit(work, closed, News.CLOSED, deed.act)
    return closed


def void_measure(work: Work, id: str, *, acting: Acting = Acting()) -> Measure:
    """Void it, with a reason (作废); its number stays visible as voided."""
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    voided = work.stage(MEASURE, id, decide_void_measure(measure, deed=deed), acting.reason)
    cancel_answer_clock(work, measure, acting)
    _, rung = rung_of(measure.rung, work.office.rules.ladders)
    if rung.series is not None and measure.number is not None:
        give_up_number(work, rung.series, measure.number, acting=acting)
    tell_unit(work, voided, News.VOIDED, deed.act)
    return voided
