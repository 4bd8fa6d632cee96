"""Circulars at work (通报办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

from supervision.domain.circular_changes import CorrectCircular, DraftCircular
from supervision.domain.circular_steps import (
    RUNG,
    decide_close_circular,
    decide_confirm_circular,
    decide_correct_circular,
    decide_draft_circular,
    decide_issue_circular,
    decide_receive_circular,
    decide_serve_circular,
    decide_void_circular,
)
from supervision.domain.circulars import CIRCULAR, Circular
from supervision.domain.findings import FINDING
from supervision.domain.ladders import Rung, rung_of
from supervision.domain.measures import MEASURE, Service
from supervision.domain.values import DepartmentId, Sealed
from supervision.office.acting import Acting, deed_of
from supervision.office.receivers import answering
from supervision.office.registers import give_up_number, take_number
from supervision.office.work import Work

__all__ = [
    "close_circular",
    "confirm_circular",
    "correct_circular",
    "draft_circular",
    "issue_circular",
    "receive_circular",
    "serve_circular",
    "void_circular",
]

_SERIES = "circular"
"""Series of the numbers where the rung `circular` names none."""


def _rung(work: Work) -> Rung:
    _, rung = rung_of(RUNG, work.office.rules.ladders)
    return rung


def draft_circular(work: Work, command: DraftCircular, *, acting: Acting = Acting()) -> str:
    """Draft a circular (拟制通报); return its id."""
    findings = [work.load(FINDING, one) for one in command.findings]
    for measure in command.follows:
        work.load(MEASURE, measure)
    id = work.new_id(CIRCULAR)
    deed = deed_of(work, acting)
    changes = decide_draft_circular(id, work.unit, command, deed=deed, findings=findings)
    work.stage(CIRCULAR, id, changes, acting.reason)
    return id


def correct_circular(
    work: Work, id: str, correction: CorrectCircular, *, acting: Acting = Acting()
) -> Circular:
    """Correct a draft, with a reason (更正)."""
    circular = work.load(CIRCULAR, id)
    changes = decide_correct_circular(circular, correction, deed=deed_of(work, acting))
    return work.stage(CIRCULAR, id, changes, acting.reason)


def issue_circular(work: Work, id: str, *, acting: Acting = Acting()) -> Circular:
    """Issue it under the next number of its series (印发)."""
    circular = work.load(CIRCULAR, id)
    deed, rung = deed_of(work, acting), _rung(work)
    decide_issue_circular(circular, deed=deed, issuers=rung.issuers, number="")
    number = take_number(
        work, rung.series or _SERIES, owner_kind=CIRCULAR.name, owner_id=id, acting=acting
    )
    changes = decide_issue_circular(circular, deed=deed, issuers=rung.issuers, number=number)
    return work.stage(CIRCULAR, id, changes, acting.reason)


def serve_circular(
    work: Work,
    id: str,
    department: DepartmentId,
    service: Service,
    *,
    receipt: Sealed | None = None,
    acting: Acting = Acting(),
) -> Circular:
    """Serve it on an addressee (送达), and tell it."""
    circular = work.load(CIRCULAR, id)
    deed = deed_of(work, acting)
    changes = decide_serve_circular(circular, department, service, deed=deed, receipt=receipt)
    served = work.stage(CIRCULAR, id, changes, acting.reason)
    if deed.act.on == work.today:
        work.notify("circular.served", CIRCULAR, id, answering(work, department))
    return served


def receive_circular(
    work: Work, id: str, department: DepartmentId, *, acting: Acting = Acting()
) -> Circular:
    """Sign for it (签收)."""
    circular = work.load(CIRCULAR, id)
    changes = decide_receive_circular(circular, department, deed=deed_of(work, acting))
    return work.stage(CIRCULAR, id, changes, acting.reason)


def confirm_circular(
    work: Work, id: str, department: DepartmentId, answer: str, *, acting: Acting = Acting()
) -> Circular:
    """Confirm, for an addressee, that it was acted upon (落实反馈)."""
    circular = work.load(CIRCULAR, id)
    changes = decide_confirm_circular(circular, department, answer, deed=deed_of(work, acting))
    return work.stage(CIRCULAR, id, changes, acting.reason)


def close_circular(work: Work, id: str, *, acting: Acting = Acting()) -> Circular:
    """Close it (办结) once every addressee has confirmed it."""
    circular = work.load(CIRCULAR, id)
    changes = decide_close_circular(circular, deed=deed_of(work, acting))
    return work.stage(CIRCULAR, id, changes, acting.reason)


def void_circular(work: Work, id: str, *, acting: Acting = Acting()) -> Circular:
    """Void it, with a reason (作废); its number stays visible as voided."""
    circular = work.load(CIRCULAR, id)
    changes = decide_void_circular(circular, deed=deed_of(work, acting))
    voided = work.stage(CIRCULAR, id, changes, acting.reason)
    if voided.number is not None:
        series = _rung(work).series or _SERIES
        give_up_number(work, series, voided.number, acting=acting)
    return voided
