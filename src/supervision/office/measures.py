"""Measures at work (措施办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.

A measure and the findings it is about move together: who claims the measure claims them, who
answers submits them, and accepting the answer verifies them. The clock of the answer runs from
service to the answer that was accepted; a returned answer lets it run on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from supervision.domain.clocks import CLOCK, Clock, ClockState, Owner
from supervision.domain.findings import FINDING, Finding, FindingState, Rectification
from supervision.domain.ladders import rung_of
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.measure_steps import (
    decide_accept,
    decide_answer,
    decide_claim_measure,
    decide_issue,
    decide_refuse,
    decide_return_answer,
    decide_serve,
    decide_void_measure,
)
from supervision.domain.measures import MEASURE, IssueMeasure, Measure, Service
from supervision.domain.reckoning import Term
from supervision.domain.timekeeping import StartClock, moment_of
from supervision.domain.values import Instant, start_of
from supervision.errors import Refused
from supervision.office import findings
from supervision.office.acting import Acting, deed_of
from supervision.office.clocks import start_clock, stop_clock
from supervision.office.receivers import recipients
from supervision.office.registers import give_up_number, take_number
from supervision.office.work import Work

__all__ = [
    "accept",
    "answer",
    "claim_measure",
    "issue",
    "refuse_measure",
    "return_answer",
    "serve",
    "void_measure",
]

PURPOSE = "answer_measure"
"""Purpose of a measure's clock."""
_WARNING = (Limit(count=2, unit=LimitUnit.DAY),)
_ENDED = (
    FindingState.CLOSED,
    FindingState.NOT_A_PROBLEM,
    FindingState.DUPLICATE,
    FindingState.VOIDED,
)


def issue(work: Work, command: IssueMeasure, *, acting: Acting = Acting()) -> str:
    """Issue a measure (签发); a rung with a series takes a number. Return its id.

    Raises:
        Refused: as `decide_issue`; `measure.finding_ended` for a finding no longer at work,
            `measure.finding_of_other` for one another department answers for.
    """
    deed = deed_of(work, acting)
    for finding_id in command.findings:
        _check_finding(work.load(FINDING, finding_id), command)
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


def serve(work: Work, id: str, service: Service, *, acting: Acting = Acting()) -> Measure:
    """Serve it (送达); from here the limit of its rung runs, and the recipient is told."""
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    decide_serve(measure, service, deed=deed)
    clock = None
    _, rung = rung_of(measure.rung, work.office.rules.ladders)
    if rung.limit is not None:
        term = Term(started_at=moment_of(deed.act, work.now), limit=rung.limit, ladder=_WARNING)
        command = StartClock(owner=Owner(kind=MEASURE.name, id=id), purpose=PURPOSE, term=term)
        clock = start_clock(work, command, acting=acting)
    changes = decide_serve(measure, service, deed=deed, clock=clock)
    served = work.stage(MEASURE, id, changes, acting.reason)
    work.notify("measure.served", MEASURE, id, recipients(work, served))
    return served


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
    claimed = work.stage(MEASURE, id, decide_claim_measure(measure, plan, deed=deed), acting.reason)
    due_on = due_on or _due_on(work, measure)
    for finding in _findings_in(work, measure, FindingState.REGISTERED, FindingState.CHECKED):
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
    clock = _clock_of(work, measure)
    return clock.due_on if clock else None


def _clock_of(work: Work, measure: Measure) -> Clock | None:
    return work.load(CLOCK, measure.clock) if measure.clock else None


def _findings_in(work: Work, measure: Measure, *states: FindingState) -> list[Finding]:
    loaded = [work.load(FINDING, id) for id in measure.findings]
    return [finding for finding in loaded if finding.state in states]


def refuse_measure(work: Work, id: str, *, acting: Acting = Acting()) -> Measure:
    """Refuse it, with a reason (提出异议)."""
    measure = work.load(MEASURE, id)
    changes = decide_refuse(measure, deed=deed_of(work, acting))
    return work.stage(MEASURE, id, changes, acting.reason)


def answer(
    work: Work,
    id: str,
    text: str,
    *,
    results: Mapping[str, str] | None = None,
    acting: Acting = Acting(),
) -> Measure:
    """Answer it (反馈), and report its claimed findings put right.

    Args:
        work: the unit of work.
        id: the measure.
        text: the answer.
        results: what was done about each finding, by its id; by default the answer itself.
        acting: how it is entered.
    """
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    answered = work.stage(MEASURE, id, decide_answer(measure, text, deed=deed), acting.reason)
    told = results or {}
    for finding in _findings_in(work, measure, FindingState.CLAIMED):
        if finding.department == measure.department:
            findings.submit(work, finding.id, told.get(finding.id, text), acting=acting)
    return answered


def return_answer(
    work: Work, id: str, *, perfunctory: bool = False, acting: Acting = Acting()
) -> Measure:
    """Return the answer, with a reason (退回), and the findings submitted with it."""
    measure = work.load(MEASURE, id)
    changes = decide_return_answer(measure, deed=deed_of(work, acting))
    returned = work.stage(MEASURE, id, changes, acting.reason)
    for finding in _findings_in(work, measure, FindingState.SUBMITTED):
        findings.return_finding(work, finding.id, perfunctory=perfunctory, acting=acting)
    return returned


def accept(work: Work, id: str, *, acting: Acting = Acting()) -> Measure:
    """Accept the answer (采纳反馈): verify its findings; its clock stops at the answer's day."""
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    accepted = work.stage(MEASURE, id, decide_accept(measure, deed=deed), acting.reason)
    for finding in _findings_in(work, measure, FindingState.SUBMITTED):
        findings.verify(work, finding.id, acting=acting)
    clock = _clock_of(work, measure)
    if clock is not None and clock.state is not ClockState.STOPPED:
        stop_clock(work, clock.id, at=_answered_at(work, measure), acting=acting)
    return accepted


def _answered_at(work: Work, measure: Measure) -> Instant | None:
    """Return when the answer was given: of an earlier day only the day is known."""
    if measure.answered_on is None or measure.answered_on == work.today:
        return None
    return start_of(measure.answered_on)


def void_measure(work: Work, id: str, *, acting: Acting = Acting()) -> Measure:
    """Void it, with a reason (作废); its number stays visible as voided."""
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    voided = work.stage(MEASURE, id, decide_void_measure(measure, deed=deed), acting.reason)
    clock = _clock_of(work, measure)
    if clock is not None and clock.state is not ClockState.STOPPED:
        stop_clock(work, clock.id, cancelled=True, acting=acting)
    _, rung = rung_of(measure.rung, work.office.rules.ladders)
    if rung.series is not None and measure.number is not None:
        give_up_number(work, rung.series, measure.number, acting=acting)
    return voided
