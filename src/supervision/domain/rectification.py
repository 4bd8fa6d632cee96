"""Decisions about findings (问题整改的决定): check facts, claim, submit, verify, strike off.

Every function refuses or returns the changes; nothing else happens here. Which step leads
from which state to which, and who may take it, is the table `FINDING_WORKFLOW`.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.fields import ExtraField, check_extras, prose
from supervision.domain.findings import (
    Claim,
    CorrectFinding,
    Finding,
    FindingChecked,
    FindingClaimed,
    FindingClosed,
    FindingCorrected,
    FindingDismissed,
    FindingDuplicated,
    FindingOpened,
    FindingReinstated,
    FindingReturned,
    FindingState,
    FindingSubmitted,
    FindingVerified,
    FindingVoided,
    FindingWaived,
    OpenFinding,
    Rectification,
)
from supervision.domain.lives import check_correction
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.separation import Concerned, Deed
from supervision.domain.values import DepartmentId, Sealed
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "FINDING_WORKFLOW",
    "concerned_by",
    "decide_check_facts",
    "decide_claim",
    "decide_close",
    "decide_correct",
    "decide_dismiss",
    "decide_duplicate",
    "decide_open",
    "decide_reinstate",
    "decide_return",
    "decide_submit",
    "decide_verify",
    "decide_void",
    "decide_waive",
]

_OPEN = (FindingState.REGISTERED, FindingState.CHECKED)
_AT_WORK = (*_OPEN, FindingState.CLAIMED, FindingState.SUBMITTED, FindingState.VERIFIED)
_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)

FINDING_WORKFLOW: Workflow[FindingState] = Workflow(
    code="finding",
    zh="问题整改流程",
    en="Rectification of a finding",
    steps=(
        Step(name="check_facts", sources=_OPEN, target=FindingState.CHECKED),
        Step(name="claim", sources=_OPEN, target=FindingState.CLAIMED),
        Step(name="submit", sources=(FindingState.CLAIMED,), target=FindingState.SUBMITTED),
        Step(
            name="return",
            sources=(FindingState.SUBMITTED,),
            target=FindingState.CLAIMED,
            roles=_INSPECTION,
            independent=True,
            reason=True,
        ),
        Step(
            name="verify",
            sources=(FindingState.SUBMITTED,),
            target=FindingState.VERIFIED,
            roles=_INSPECTION,
            independent=True,
        ),
        Step(
            name="close",
            sources=(FindingState.VERIFIED,),
            target=FindingState.CLOSED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
        ),
        Step(
            name="dismiss",
            sources=_OPEN,
            target=FindingState.NOT_A_PROBLEM,
            roles=_INSPECTION,
            independent=True,
            reason=True,
        ),
        Step(
            name="duplicate",
            sources=_OPEN,
            target=FindingState.DUPLICATE,
            roles=_INSPECTION,
            reason=True,
        ),
        Step(
            name="waive",
            sources=_OPEN,
            target=FindingState.WAIVED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
        Step(
            name="reinstate",
            sources=(FindingState.WAIVED,),
            target=FindingState.REGISTERED,
            roles=_INSPECTION,
            reason=True,
        ),
        Step(name="correct", sources=_AT_WORK, roles=_INSPECTION, reason=True),
        Step(
            name="void",
            sources=(*_AT_WORK, FindingState.WAIVED),
            target=FindingState.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
    ),
)

CLEARABLE = ("problem_code", "department", "case_number")


def concerned_by(finding: Finding) -> Concerned:
    """Return who may not take independent steps on the finding."""
    officers = {person.officer for person in finding.persons} | set(finding.concerned)
    if finding.claim:
        officers.add(finding.claim.by)
    if finding.assignee:
        officers.add(finding.assignee)
    departments = {finding.department} if finding.department else set()
    units = {person.handling_unit for person in finding.persons if person.handling_unit}
    return Concerned(
        officers=frozenset(officers),
        departments=frozenset(departments),
        handling_units=frozenset(units),
    )


def _check(step: str, finding: Finding, deed: Deed) -> None:
    FINDING_WORKFLOW.check(step, finding.state, deed, concerned_by(finding))


def decide_open(
    id: str,
    unit: str,
    command: OpenFinding,
    *,
    deed: Deed,
    fields: tuple[ExtraField, ...] = (),
) -> tuple[FindingOpened]:
    """Register a finding (登记问题).

    Raises:
        Refused: `text.*` for the title, `finding.future` when found after the act, `field.*`
            for the office's own fields.
    """
    found_on = command.found_on or deed.act.on
    if found_on > deed.act.on:
        raise Refused("finding.future", found=found_on.isoformat(), on=deed.act.on.isoformat())
    command = attrs.evolve(
        command,
        title=check_text(command.title, place="title"),
        found_on=None,
        extra=check_extras(command.extra, fields, on=deed.act.on),
    )
    return (FindingOpened(id=id, unit=unit, act=deed.act, found_on=found_on, finding=command),)


def decide_check_facts(finding: Finding, facts: str, *, deed: Deed) -> tuple[FindingChecked]:
    """Record the facts as checked with the inspected (与被督察对象核对事实)."""
    _check("check_facts", finding, deed)
    return (FindingChecked(act=deed.act, facts=prose(facts, "facts")),)


def decide_claim(
    finding: Finding,
    *,
    deed: Deed,
    department: DepartmentId,
    mode: Rectification,
    plan: str,
    due_on: dt.date | None = None,
) -> tuple[FindingClaimed]:
    """Claim the finding for a department (认领).

    Raises:
        Refused: `workflow.step`; `finding.other_department` when it was addressed to another;
            `finding.not_of_department` when the author is not of the department;
            `finding.due_missing`, `finding.due_past`, `field.missing` (plan).
    """
    _check("claim", finding, deed)
    if finding.department not in (None, department):
        raise Refused("finding.other_department", found=department, expected=finding.department)
    if department not in deed.standing.departments:
        raise Refused(
            "finding.not_of_department", officer=deed.standing.officer, department=department
        )
    if due_on is None and mode is not Rectification.LASTING:
        raise Refused("finding.due_missing", mode=mode.value)
    if due_on is not None and due_on < deed.act.on:
        raise Refused("finding.due_past", found=due_on.isoformat(), on=deed.act.on.isoformat())
    claim = Claim(
        by=deed.act.by, on=deed.act.on, mode=mode, plan=prose(plan, "plan"), due_on=due_on
    )
    return (FindingClaimed(act=deed.act, claim=claim, department=department),)


def decide_submit(
    finding: Finding, result: str, *, deed: Deed, evidence: tuple[Sealed, ...] = ()
) -> tuple[FindingSubmitted]:
    """Report that it was put right (报送整改结果). Only the claiming department may.

    Raises:
        Refused: `workflow.step`, `finding.not_of_department`, `field.missing` (result).
    """
    _check("submit", finding, deed)
    if finding.department not in deed.standing.departments:
        raise Refused(
            "finding.not_of_department",
            officer=deed.standing.officer,
            department=finding.department,
        )
    return (FindingSubmitted(act=deed.act, result=prose(result, "result"), evidence=evidence),)


def decide_return(
    finding: Finding, *, deed: Deed, perfunctory: bool = False
) -> tuple[FindingReturned]:
    """Return the submission, with a reason (退回)."""
    _check("return", finding, deed)
    return (FindingReturned(act=deed.act, perfunctory=perfunctory),)


def decide_verify(finding: Finding, *, deed: Deed) -> tuple[FindingVerified]:
    """Accept the result (核验)."""
    _check("verify", finding, deed)
    return (FindingVerified(act=deed.act),)


def decide_close(finding: Finding, *, deed: Deed) -> tuple[FindingClosed]:
    """Strike the finding off (销号); the head of the office approves."""
    _check("close", finding, deed)
    return (FindingClosed(act=deed.act),)


def decide_dismiss(finding: Finding, *, deed: Deed) -> tuple[FindingDismissed]:
    """Decide, with a reason, that it is not a problem (不属问题)."""
    _check("dismiss", finding, deed)
    return (FindingDismissed(act=deed.act),)


def decide_duplicate(
    finding: Finding, original: Finding, *, deed: Deed
) -> tuple[FindingDuplicated]:
    """Join it to the finding it duplicates (并入重复问题); chains are flattened.

    Raises:
        Refused: `finding.duplicate_self`, `finding.duplicate_ended` when the original is no
            longer at work.
    """
    _check("duplicate", finding, deed)
    of = original.duplicate_of or original.id
    if of == finding.id:
        raise Refused("finding.duplicate_self", id=finding.id)
    if original.state not in (*_AT_WORK, FindingState.DUPLICATE):
        raise Refused("finding.duplicate_ended", id=original.id, state=original.state.value)
    return (FindingDuplicated(act=deed.act, of=of),)


def decide_waive(finding: Finding, until: dt.date, *, deed: Deed) -> tuple[FindingWaived]:
    """Waive it until a day, with a reason (暂缓).

    Raises:
        Refused: `finding.due_past` when the day does not lie ahead.
    """
    _check("waive", finding, deed)
    if until <= deed.act.on:
        raise Refused("finding.due_past", found=until.isoformat(), on=deed.act.on.isoformat())
    return (FindingWaived(act=deed.act, until=until),)


def decide_reinstate(finding: Finding, *, deed: Deed) -> tuple[FindingReinstated]:
    """End a waiver, with a reason (恢复办理)."""
    _check("reinstate", finding, deed)
    return (FindingReinstated(act=deed.act),)


def decide_correct(
    finding: Finding, correction: CorrectFinding, *, deed: Deed
) -> tuple[FindingCorrected]:
    """Correct an entry, with a reason (更正). Only before it is claimed may the department change.

    Raises:
        Refused: `correction.cleared`, `correction.empty`, `text.*`,
            `finding.department_fixed`.
    """
    _check("correct", finding, deed)
    check_correction(finding, correction, clearable=CLEARABLE)
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    moved = correction.department is not None or "department" in correction.cleared
    if moved and finding.claim:
        raise Refused("finding.department_fixed", id=finding.id)
    return (FindingCorrected(act=deed.act, correction=correction),)


def decide_void(finding: Finding, *, deed: Deed) -> tuple[FindingVoided]:
    """Void a finding entered by mistake, with a reason (作废)."""
    _check("void", finding, deed)
    return (FindingVoided(act=deed.act),)
