"""The workflow table of findings (问题整改流程), and who may not judge a finding."""

from __future__ import annotations

from supervision.domain.findings import Finding, FindingState
from supervision.domain.officers import Role
from supervision.domain.separation import Concerned, Deed
from supervision.domain.values import DepartmentId
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "AT_WORK",
    "FINDING_WORKFLOW",
    "check_department",
    "check_step",
    "check_undisputed",
    "concerned_by",
]

_OPEN = (FindingState.REGISTERED, FindingState.CHECKED)
AT_WORK = (*_OPEN, FindingState.CLAIMED, FindingState.SUBMITTED, FindingState.VERIFIED)
_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)

FINDING_WORKFLOW: Workflow[FindingState] = Workflow(
    code="finding",
    zh="问题整改流程",
    en="Rectification of a finding",
    steps=(
        Step(name="check_facts", sources=_OPEN, target=FindingState.CHECKED),
        Step(name="confirm", sources=_OPEN, roles=_INSPECTION, independent=True),
        Step(name="object", sources=(*AT_WORK, FindingState.GROUPED)),
        Step(
            name="answer_objection",
            sources=(*AT_WORK, FindingState.GROUPED),
            roles=_INSPECTION,
            independent=True,
        ),
        Step(name="analyse", sources=AT_WORK),
        Step(name="reroute", sources=_OPEN, roles=_INSPECTION, reason=True),
        Step(name="claim", sources=_OPEN, target=FindingState.CLAIMED),
        Step(name="plan", sources=(FindingState.CLAIMED,)),
        Step(
            name="reach_milestone",
            sources=(FindingState.CLAIMED, FindingState.SUBMITTED, FindingState.VERIFIED),
        ),
        Step(
            name="extend",
            sources=(FindingState.CLAIMED,),
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
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
            name="close_with_lead",
            sources=(FindingState.GROUPED,),
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
            name="group",
            sources=_OPEN,
            target=FindingState.GROUPED,
            roles=_INSPECTION,
            reason=True,
        ),
        Step(
            name="ungroup",
            sources=(FindingState.GROUPED,),
            target=FindingState.REGISTERED,
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
        Step(name="correct", sources=AT_WORK, roles=_INSPECTION, reason=True),
        Step(
            name="void",
            sources=(*AT_WORK, FindingState.GROUPED, FindingState.WAIVED),
            target=FindingState.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
    ),
)


def concerned_by(finding: Finding, members: tuple[Finding, ...] = ()) -> Concerned:
    """Return who may not take independent steps on a finding, and on those grouped under it."""
    officers = {person.officer for person in finding.persons} | set(finding.concerned)
    if finding.claim:
        officers.add(finding.claim.by)
    if finding.assignee:
        officers.add(finding.assignee)
    departments = {finding.department} if finding.department else set()
    units = {person.handling_unit for person in finding.persons if person.handling_unit}
    for member in members:
        also = concerned_by(member)
        officers |= also.officers
        departments |= also.departments
        units |= also.handling_units
    return Concerned(
        officers=frozenset(officers),
        departments=frozenset(departments),
        handling_units=frozenset(units),
    )


def check_step(step: str, finding: Finding, deed: Deed, members: tuple[Finding, ...] = ()) -> None:
    """Refuse a step the table does not allow now, to this author.

    Raises:
        Refused: `workflow.step`, `separation.*`, `act.reason_missing`, `act.reason_line`.
    """
    FINDING_WORKFLOW.check(step, finding.state, deed, lambda: concerned_by(finding, members))


def check_undisputed(finding: Finding) -> None:
    """Refuse what an objection holds up until it is answered (异议未答复).

    Raises:
        Refused: `finding.disputed`.
    """
    if finding.disputed:
        raise Refused("finding.disputed", id=finding.id)


def check_department(department: DepartmentId | None, deed: Deed) -> None:
    """Refuse what only somebody of the department may do.

    Raises:
        Refused: `finding.not_of_department`.
    """
    if department not in deed.standing.departments:
        raise Refused(
            "finding.not_of_department", officer=deed.standing.officer, department=department
        )
