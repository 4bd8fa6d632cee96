"""Who is told (通知对象): the recipients of a measure, and whom a clock's alarm concerns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supervision.domain.acts import Act
from supervision.domain.clocks import Clock
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.finding_workflow import concerned_by
from supervision.domain.findings import FINDING, Finding
from supervision.domain.instructions import INSTRUCTION, Instruction
from supervision.domain.item_time import asked_by
from supervision.domain.items import ITEM, Item
from supervision.domain.material_lists import MATERIAL_LIST
from supervision.domain.measures import MEASURE, Measure
from supervision.domain.officers import OFFICER
from supervision.domain.posts import Relation, Role, holds
from supervision.domain.records import RecordKind
from supervision.domain.report_requests import REPORT_REQUEST
from supervision.domain.reviews import REVIEW
from supervision.domain.separation import Standing, stands_apart
from supervision.domain.values import DepartmentId, OfficerId
from supervision.office.work import Work
from supervision.ports.query import Has

__all__ = ["alarmed", "answering", "closers", "heads_of_supervision", "holders", "recipients"]

_ASKING: Mapping[str, RecordKind[Any]] = {one.name: one for one in (REPORT_REQUEST, MATERIAL_LIST)}
_ANSWERING = (Role.HEAD, Role.DEPUTY_HEAD, Role.LIAISON, Role.SUPERVISION_HEAD)


def answering(work: Work, department: DepartmentId) -> tuple[OfficerId, ...]:
    """Return who answers for a department today: its head, deputy and liaison (部门联系人)."""
    officers = work.view.select(OFFICER, Has("departments", department))
    return tuple(
        OfficerId(officer.id)
        for officer in officers
        for post in officer.posts
        if post.department == department
        and post.relation is Relation.SERVES
        and post.role in _ANSWERING
        and holds(post, work.today)
    )


def _standings(work: Work, roles: tuple[Role, ...]) -> tuple[Standing, ...]:
    """Return those of the unit who hold one of these roles today, each once."""
    found: dict[str, Standing] = {}
    for role in roles:
        for officer in work.view.select(OFFICER, Has("roles", role.value)):
            standing = work.standing(Act(by=OfficerId(officer.id), on=work.today))
            if officer.unit == work.unit and role in standing.roles:
                found[officer.id] = standing
    return tuple(found.values())


def holders(work: Work, roles: tuple[Role, ...]) -> tuple[OfficerId, ...]:
    """Return who holds one of these roles in the unit today (任职人员)."""
    return tuple(one.officer for one in _standings(work, roles))


def heads_of_supervision(work: Work) -> tuple[OfficerId, ...]:
    """Return who leads the supervision office today (督察部门负责人)."""
    return holders(work, (Role.SUPERVISION_HEAD,))


def closers(work: Work, finding: Finding) -> tuple[OfficerId, ...]:
    """Return who may strike a finding off: heads of supervision it does not concern (销号人员)."""
    concerned = concerned_by(finding)
    return tuple(
        one.officer
        for one in _standings(work, (Role.SUPERVISION_HEAD,))
        if stands_apart(one, concerned)
    )


def recipients(work: Work, measure: Measure) -> tuple[OfficerId, ...]:
    """Return whom a measure is served on (送达对象)."""
    if measure.officer is not None:
        return (measure.officer,)
    return answering(work, measure.department) if measure.department else ()


def alarmed(work: Work, clock: Clock) -> tuple[OfficerId, ...]:
    """Return whom an alarm of a clock concerns: who must act, and who follows it (预警对象)."""
    owner = clock.owner
    if owner.kind == MEASURE.name:
        measure = work.peek(MEASURE, owner.id)
        return recipients(work, measure) if measure else ()
    if owner.kind == ITEM.name:
        item = work.peek(ITEM, owner.id)
        return _following(work, item, clock.purpose) if item else ()
    asked = _ASKING.get(owner.kind)
    request = work.peek(asked, owner.id) if asked else None
    if request is not None:
        return answering(work, request.department)
    deployed = work.peek(DECISION_WORK, owner.id) if owner.kind == DECISION_WORK.name else None
    if deployed is not None:
        return tuple(id for one in deployed.departments for id in answering(work, one))
    if owner.kind == REVIEW.name:
        review = work.peek(REVIEW, owner.id)
        return review.checkers if review else ()
    if owner.kind == INSTRUCTION.name:
        instruction = work.peek(INSTRUCTION, owner.id)
        return _charged(work, instruction) if instruction else ()
    finding = work.peek(FINDING, owner.id) if owner.kind == FINDING.name else None
    return answering(work, finding.department) if finding and finding.department else ()


def _charged(work: Work, instruction: Instruction) -> tuple[OfficerId, ...]:
    if instruction.officer is not None:
        return (instruction.officer,)
    return answering(work, instruction.department) if instruction.department else ()


def _following(work: Work, item: Item, purpose: str) -> tuple[OfficerId, ...]:
    supervisors = (item.supervisor,) if item.supervisor else ()
    asked = asked_by(item, purpose)
    if asked is None or not (asked.addressees or asked.officers):
        return (*supervisors, *(answering(work, item.lead) if item.lead else ()))
    addressed = [one for department in asked.addressees for one in answering(work, department)]
    return (*supervisors, *asked.officers, *addressed)
