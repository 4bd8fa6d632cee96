"""Decisions about circulars (通报的决定): draft, correct, issue, serve, receive, confirm, close.

Which step leads from which state to which is the table `CIRCULAR_WORKFLOW`; who may issue one
is data: the issuers of the rung `circular`.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from supervision.domain.circular_changes import (
    CircularClosed,
    CircularConfirmed,
    CircularCorrected,
    CircularDrafted,
    CircularIssued,
    CircularReceived,
    CircularServed,
    CircularVoided,
    CorrectCircular,
    DraftCircular,
)
from supervision.domain.circulars import Addressee, Circular, CircularState
from supervision.domain.fields import prose
from supervision.domain.findings import Finding, FindingState
from supervision.domain.lives import check_correction
from supervision.domain.measure_changes import Service
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.separation import Concerned, Deed, check_role
from supervision.domain.values import DepartmentId, Sealed
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "CIRCULAR_WORKFLOW",
    "NO_PROBLEM",
    "RUNG",
    "concerned_by_circular",
    "decide_close_circular",
    "decide_confirm_circular",
    "decide_correct_circular",
    "decide_draft_circular",
    "decide_issue_circular",
    "decide_receive_circular",
    "decide_serve_circular",
    "decide_void_circular",
]

RUNG = "circular"
"""The rung of the ladder for departments whose issuers and series circulars have."""

_S = CircularState
_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
NO_PROBLEM = (FindingState.NOT_A_PROBLEM, FindingState.DUPLICATE, FindingState.VOIDED)
"""States of findings no circular names (不得通报的问题状态)."""

CIRCULAR_WORKFLOW: Workflow[CircularState] = Workflow(
    code="circular",
    zh="通报办理流程",
    en="Course of a circular",
    steps=(
        Step(name="correct", sources=(_S.DRAFTED,), roles=_INSPECTION, reason=True),
        Step(name="issue", sources=(_S.DRAFTED,), target=_S.ISSUED, independent=True),
        Step(name="serve", sources=(_S.ISSUED,), roles=_INSPECTION),
        Step(name="receive", sources=(_S.ISSUED,)),
        Step(name="confirm", sources=(_S.ISSUED,)),
        Step(
            name="close",
            sources=(_S.ISSUED,),
            target=_S.CLOSED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
        ),
        Step(
            name="void",
            sources=(_S.DRAFTED, _S.ISSUED),
            target=_S.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
    ),
)


def concerned_by_circular(circular: Circular) -> Concerned:
    """Return who may not issue or close it: whom it is about, and the departments at fault."""
    return Concerned(
        officers=frozenset(one.officer for one in circular.persons),
        departments=frozenset(circular.concerned),
    )


def _check(step: str, circular: Circular, deed: Deed) -> None:
    CIRCULAR_WORKFLOW.check(step, circular.state, deed, concerned_by_circular(circular))


def decide_draft_circular(
    id: str,
    unit: str,
    command: DraftCircular,
    *,
    deed: Deed,
    findings: Iterable[Finding] = (),
) -> tuple[CircularDrafted]:
    """Draft a circular (拟制通报).

    Args:
        id, unit: of the new circular.
        command: what it says, and to whom it goes.
        deed: by whom, on which day.
        findings: the findings the command names.

    Raises:
        Refused: `text.*` for the title; `circular.to_nobody`, `circular.to_twice`;
            `circular.person_twice`; `circular.no_problem` for a finding that is none;
            `finding.disputed` while an objection to one waits.
    """
    check_role("draft", deed.standing, _INSPECTION)
    if not command.to:
        raise Refused("circular.to_nobody")
    for place, department in enumerate(command.to):
        if department in command.to[:place]:
            raise Refused("circular.to_twice", department=department)
    _check_persons(command)
    departments = []
    for finding in findings:
        if finding.state in NO_PROBLEM:
            raise Refused("circular.no_problem", id=finding.id, state=finding.state.value)
        if finding.disputed:
            raise Refused("finding.disputed", id=finding.id)
        if finding.department is not None:
            departments.append(finding.department)
    command = attrs.evolve(command, title=check_text(command.title, place="title"))
    concerned = tuple(sorted(set(departments)))
    return (CircularDrafted(id=id, unit=unit, act=deed.act, draft=command, concerned=concerned),)


def _check_persons(command: DraftCircular | CorrectCircular) -> None:
    persons = [one.officer for one in command.persons or ()]
    for place, officer in enumerate(persons):
        if officer in persons[:place]:
            raise Refused("circular.person_twice", officer=officer)


def decide_correct_circular(
    circular: Circular, correction: CorrectCircular, *, deed: Deed
) -> tuple[CircularCorrected]:
    """Correct the draft, with a reason (更正). An issued circular is voided and issued anew.

    Raises:
        Refused: `workflow.step`, `correction.empty`, `circular.person_twice`, `text.*`.
    """
    _check("correct", circular, deed)
    check_correction(circular, correction)
    _check_persons(correction)
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    return (CircularCorrected(act=deed.act, correction=correction),)


def decide_issue_circular(
    circular: Circular, *, deed: Deed, issuers: tuple[Role, ...], number: str
) -> tuple[CircularIssued]:
    """Issue it (印发).

    Args:
        circular: the circular.
        deed: by whom, on which day.
        issuers: roles that may, from the ladder.
        number: the number just taken; empty when only asking whether it may be issued.

    Raises:
        Refused: `workflow.step`, `separation.*`.
    """
    _check("issue", circular, deed)
    check_role("issue", deed.standing, issuers)
    return (CircularIssued(act=deed.act, number=number),)


def _addressee(circular: Circular, department: DepartmentId) -> Addressee:
    found = circular.addressee(department)
    if found is None:
        known = tuple(one.department for one in circular.addressees)
        raise Refused("circular.not_addressed", department=department, known=known)
    return found


def decide_serve_circular(
    circular: Circular,
    department: DepartmentId,
    service: Service,
    *,
    deed: Deed,
    receipt: Sealed | None = None,
) -> tuple[CircularServed]:
    """Serve it on an addressee (送达).

    Raises:
        Refused: `workflow.step`, `separation.role`, `circular.not_addressed`;
            `circular.served` when it was served there before.
    """
    _check("serve", circular, deed)
    if _addressee(circular, department).served_on is not None:
        raise Refused("circular.served", department=department)
    return (CircularServed(act=deed.act, department=department, service=service, receipt=receipt),)


def _check_own(circular: Circular, department: DepartmentId, deed: Deed) -> Addressee:
    found = _addressee(circular, department)
    if department not in deed.standing.departments:
        raise Refused(
            "circular.not_of_department", officer=deed.standing.officer, department=department
        )
    if found.served_on is None:
        raise Refused("circular.not_served", department=department)
    return found


def decide_receive_circular(
    circular: Circular, department: DepartmentId, *, deed: Deed
) -> tuple[CircularReceived]:
    """Sign for it (签收).

    Raises:
        Refused: `workflow.step`, `circular.not_addressed`, `circular.not_of_department`,
            `circular.not_served`; `circular.received` when somebody signed before.
    """
    _check("receive", circular, deed)
    if _check_own(circular, department, deed).received_on is not None:
        raise Refused("circular.received", department=department)
    return (CircularReceived(act=deed.act, department=department),)


def decide_confirm_circular(
    circular: Circular, department: DepartmentId, answer: str, *, deed: Deed
) -> tuple[CircularConfirmed]:
    """Confirm, for an addressee, that it was acted upon (落实反馈).

    Raises:
        Refused: `workflow.step`, `circular.not_addressed`, `circular.not_of_department`,
            `circular.not_served`, `field.missing` (answer); `circular.confirmed` when it was
            confirmed before.
    """
    _check("confirm", circular, deed)
    if _check_own(circular, department, deed).confirmed_on is not None:
        raise Refused("circular.confirmed", department=department)
    return (CircularConfirmed(act=deed.act, department=department, answer=prose(answer, "answer")),)


def decide_close_circular(circular: Circular, *, deed: Deed) -> tuple[CircularClosed]:
    """Close it (办结) once every addressee has confirmed it.

    Raises:
        Refused: `workflow.step`, `separation.*`; `circular.unconfirmed` with how many have not.
    """
    _check("close", circular, deed)
    if circular.unconfirmed:
        raise Refused("circular.unconfirmed", count=circular.unconfirmed)
    return (CircularClosed(act=deed.act),)


def decide_void_circular(circular: Circular, *, deed: Deed) -> tuple[CircularVoided]:
    """Void it, with a reason (作废); its number stays visible as voided."""
    _check("void", circular, deed)
    return (CircularVoided(act=deed.act),)
