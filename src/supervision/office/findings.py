"""Findings at work (问题办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from supervision.domain.findings import (
    FINDING,
    CorrectFinding,
    Finding,
    FindingState,
    OpenFinding,
    Rectification,
    Responsible,
)
from supervision.domain.handling_units import HANDLING_UNIT
from supervision.domain.rectification import (
    decide_check_facts,
    decide_claim,
    decide_close,
    decide_correct,
    decide_dismiss,
    decide_duplicate,
    decide_open,
    decide_reinstate,
    decide_return,
    decide_submit,
    decide_verify,
    decide_void,
    decide_waive,
)
from supervision.domain.separation import Deed
from supervision.domain.values import DepartmentId, Sealed
from supervision.errors import Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.work import Work

__all__ = [
    "check_facts",
    "claim",
    "close",
    "correct_finding",
    "dismiss",
    "mark_duplicate",
    "open_finding",
    "reinstate",
    "return_finding",
    "submit",
    "verify",
    "void_finding",
    "waive",
]

Decision = Callable[[Finding, Deed], Iterable[object]]


def open_finding(work: Work, command: OpenFinding, *, acting: Acting = Acting()) -> str:
    """Register a finding (登记问题); return its id."""
    _check_recurrence(work, command)
    _check_units(work, command.persons)
    id = work.new_id(FINDING)
    fields = work.office.rules.fields.get(FINDING.name, ())
    changes = decide_open(id, work.unit, command, deed=deed_of(work, acting), fields=fields)
    work.stage(FINDING, id, changes, acting.reason)
    return id


def _check_recurrence(work: Work, command: OpenFinding) -> None:
    """A recurrence points at a finding that was closed (问题反弹)."""
    if command.recurs_from is None:
        return
    before = work.load(FINDING, command.recurs_from)
    if before.state is not FindingState.CLOSED:
        raise Refused("finding.recurs_open", id=before.id, state=before.state.value)


def _check_units(work: Work, persons: Iterable[Responsible]) -> None:
    """Whoever is named with a handling unit (办案单元) has belonged to it."""
    for person in persons:
        if person.handling_unit is None:
            continue
        unit = work.load(HANDLING_UNIT, person.handling_unit)
        if all(member.officer != person.officer for member in unit.members):
            raise Refused("handling_unit.not_member", officer=person.officer, name=unit.name)


def _take(work: Work, id: str, acting: Acting, decide: Decision) -> Finding:
    finding = work.load(FINDING, id)
    changes = tuple(decide(finding, deed_of(work, acting)))
    return work.stage(FINDING, id, changes, acting.reason)


def check_facts(work: Work, id: str, facts: str, *, acting: Acting = Acting()) -> Finding:
    """Record the facts as checked with the inspected (核对事实)."""
    return _take(work, id, acting, lambda one, deed: decide_check_facts(one, facts, deed=deed))


def claim(
    work: Work,
    id: str,
    *,
    department: DepartmentId,
    mode: Rectification,
    plan: str,
    due_on: dt.date | None = None,
    acting: Acting = Acting(),
) -> Finding:
    """Claim it for a department (认领)."""
    return _take(
        work,
        id,
        acting,
        lambda one, deed: decide_claim(
            one, deed=deed, department=department, mode=mode, plan=plan, due_on=due_on
        ),
    )


def submit(
    work: Work,
    id: str,
    result: str,
    *,
    evidence: tuple[Sealed, ...] = (),
    acting: Acting = Acting(),
) -> Finding:
    """Report it put right (报送整改)."""
    return _take(
        work,
        id,
        acting,
        lambda one, deed: decide_submit(one, result, deed=deed, evidence=evidence),
    )


def return_finding(
    work: Work, id: str, *, perfunctory: bool = False, acting: Acting = Acting()
) -> Finding:
    """Return the submission, with a reason (退回)."""
    return _take(
        work, id, acting, lambda one, deed: decide_return(one, deed=deed, perfunctory=perfunctory)
    )


def verify(work: Work, id: str, *, acting: Acting = Acting()) -> Finding:
    """Accept the result (核验)."""
    return _take(work, id, acting, lambda one, deed: decide_verify(one, deed=deed))


def close(work: Work, id: str, *, acting: Acting = Acting()) -> Finding:
    """Strike it off (销号)."""
    return _take(work, id, acting, lambda one, deed: decide_close(one, deed=deed))


def dismiss(work: Work, id: str, *, acting: Acting = Acting()) -> Finding:
    """Decide, with a reason, that it is no problem (不属问题)."""
    return _take(work, id, acting, lambda one, deed: decide_dismiss(one, deed=deed))


def mark_duplicate(work: Work, id: str, of: str, *, acting: Acting = Acting()) -> Finding:
    """Join it to the finding it duplicates, with a reason (并入重复问题)."""
    original = work.load(FINDING, of)
    return _take(work, id, acting, lambda one, deed: decide_duplicate(one, original, deed=deed))


def waive(work: Work, id: str, until: dt.date, *, acting: Acting = Acting()) -> Finding:
    """Waive it until a day, with a reason (暂缓)."""
    return _take(work, id, acting, lambda one, deed: decide_waive(one, until, deed=deed))


def reinstate(work: Work, id: str, *, acting: Acting = Acting()) -> Finding:
    """End the waiver, with a reason (恢复办理)."""
    return _take(work, id, acting, lambda one, deed: decide_reinstate(one, deed=deed))


def correct_finding(
    work: Work, id: str, correction: CorrectFinding, *, acting: Acting = Acting()
) -> Finding:
    """Correct an entry, with a reason (更正)."""
    _check_units(work, correction.persons or ())
    return _take(work, id, acting, lambda one, deed: decide_correct(one, correction, deed=deed))


def void_finding(work: Work, id: str, *, acting: Acting = Acting()) -> Finding:
    """Void a finding entered by mistake, with a reason (作废)."""
    return _take(work, id, acting, lambda one, deed: decide_void(one, deed=deed))
