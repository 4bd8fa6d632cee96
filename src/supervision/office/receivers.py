"""Who is told (通知对象): the recipients of a measure, and whom a clock's alarm concerns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supervision.domain.clocks import Clock
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.findings import FINDING
from supervision.domain.items import ITEM, Item
from supervision.domain.material_lists import MATERIAL_LIST
from supervision.domain.measures import MEASURE, Measure
from supervision.domain.officers import OFFICER
from supervision.domain.posts import Relation, Role, holds
from supervision.domain.records import RecordKind
from supervision.domain.report_requests import REPORT_REQUEST
from supervision.domain.values import DepartmentId, OfficerId
from supervision.office.work import Work
from supervision.ports.query import Has

__all__ = ["alarmed", "answering", "recipients"]

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
        return _following(work, item) if item else ()
    asked = _ASKING.get(owner.kind)
    request = work.peek(asked, owner.id) if asked else None
    if request is not None:
        return answering(work, request.department)
    deployed = work.peek(DECISION_WORK, owner.id) if owner.kind == DECISION_WORK.name else None
    if deployed is not None:
        return tuple(id for one in deployed.departments for id in answering(work, one))
    finding = work.peek(FINDING, owner.id) if owner.kind == FINDING.name else None
    return answering(work, finding.department) if finding and finding.department else ()


def _following(work: Work, item: Item) -> tuple[OfficerId, ...]:
    supervisors = (item.supervisor,) if item.supervisor else ()
    return (*supervisors, *(answering(work, item.lead) if item.lead else ()))
