"""Objections at work (异议办理): raised by the inspected, answered by the office with reasons.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits. A measure is refused with
`measures.refuse_measure`; its refusal is answered here.
"""

from __future__ import annotations

from supervision.domain.clocks import CLOCK, ClockState
from supervision.domain.fact_checks import decide_answer_objection, decide_object
from supervision.domain.findings import FINDING, Finding
from supervision.domain.measure_steps import decide_answer_refusal
from supervision.domain.measures import MEASURE, Measure
from supervision.domain.objections import Objection, ObjectionOutcome
from supervision.domain.values import OfficerId
from supervision.office.acting import Acting, deed_of
from supervision.office.clocks import resume_clock
from supervision.office.receivers import heads_of_supervision
from supervision.office.work import Work

__all__ = ["answer_objection", "answer_refusal", "object_to_finding"]


def object_to_finding(work: Work, id: str, text: str, *, acting: Acting = Acting()) -> Finding:
    """Object to a finding (提出异议), and tell the head of supervision."""
    deed = deed_of(work, acting)
    changes = decide_object(work.load(FINDING, id), text, deed=deed)
    disputed = work.stage(FINDING, id, changes, acting.reason)
    if deed.act.on == work.today:
        work.notify("finding.objected", FINDING, id, heads_of_supervision(work))
    return disputed


def _waiting(objections: tuple[Objection, ...]) -> int:
    """Return the first objection that waits, else the last one."""
    for index, one in enumerate(objections):
        if one.outcome is None:
            return index
    return len(objections) - 1


def answer_objection(
    work: Work,
    id: str,
    outcome: ObjectionOutcome,
    text: str,
    *,
    index: int | None = None,
    acting: Acting = Acting(),
) -> Finding:
    """Answer an objection to a finding with reasons (答复异议), and tell who raised it.

    Args:
        work: the unit of work.
        id: the finding.
        outcome: whether it holds.
        text: the reasons.
        index: which objection, counted from 0; by default the first that waits.
        acting: how it is entered.
    """
    finding = work.load(FINDING, id)
    which = _waiting(finding.objections) if index is None else index
    deed = deed_of(work, acting)
    changes = decide_answer_objection(finding, which, outcome, text, deed=deed)
    answered = work.stage(FINDING, id, changes, acting.reason)
    if deed.act.on == work.today:
        to: tuple[OfficerId, ...] = (answered.objections[which].by,)
        work.notify("finding.objection_answered", FINDING, id, to)
    return answered


def answer_refusal(
    work: Work, id: str, outcome: ObjectionOutcome, text: str, *, acting: Acting = Acting()
) -> Measure:
    """Answer the refusal of a measure with reasons (答复异议); a clock that stood still runs on."""
    measure = work.load(MEASURE, id)
    deed = deed_of(work, acting)
    changes = decide_answer_refusal(measure, outcome, text, deed=deed)
    answered = work.stage(MEASURE, id, changes, acting.reason)
    clock = work.load(CLOCK, measure.clock) if measure.clock else None
    upheld = outcome is ObjectionOutcome.UPHELD
    if clock is not None and clock.state is ClockState.PAUSED and not upheld:
        resume_clock(work, clock.id, acting=acting)
    if deed.act.on == work.today:
        to: tuple[OfficerId, ...] = (answered.objections[-1].by,)
        work.notify("measure.objection_answered", MEASURE, id, to)
    return answered
