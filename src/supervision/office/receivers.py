"""Who is told (通知对象): the recipients of a measure, and whom a clock's alarm concerns."""

from __future__ import annotations

from supervision.domain.clocks import Clock
from supervision.domain.findings import FINDING
from supervision.domain.instructions import INSTRUCTION, Instruction
from supervision.domain.item_time import asked_by
from supervision.domain.items import ITEM, Item
from supervision.domain.measures import MEASURE, Measure
from supervision.domain.officers import OFFICER
from supervision.domain.posts import Relation, Role, holds
from supervision.domain.reviews import REVIEW
from supervision.domain.values import DepartmentId, OfficerId
from supervision.office.work import Work
from supervision.ports.query import Has

__all__ = ["alarmed", "answering", "recipients"]

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
