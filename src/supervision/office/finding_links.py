"""What ties findings together, at work (并案、转交、反弹): one function per act, and the queries.

All acts raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.detections import DETECTION
from supervision.domain.finding_links import (
    decide_follow_lead,
    decide_group,
    decide_reroute,
    decide_spend_waiver,
    decide_ungroup,
)
from supervision.domain.findings import FINDING, Finding, FindingState
from supervision.domain.measures import MEASURE, Measure
from supervision.domain.values import DepartmentId
from supervision.office.acting import Acting, deed_of
from supervision.office.receivers import answering
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import Eq, Has, Order

__all__ = [
    "FindingLinks",
    "duplicates_in",
    "group_finding",
    "links_of",
    "members_in",
    "reroute_finding",
    "spend_waiver",
    "ungroup_finding",
]


def _pointing(work: Work, field: str, id: str, state: FindingState) -> tuple[Finding, ...]:
    """Return the findings in a state that point at another, as they stand in this work."""
    stored = (one.id for one in work.view.select(FINDING, Eq(field, id)))
    ids = dict.fromkeys((*stored, *(one.id for one in work.staged(FINDING))))
    loaded = (work.load(FINDING, one) for one in ids)
    return tuple(one for one in loaded if getattr(one, field) == id and one.state is state)


def members_in(work: Work, lead: str) -> tuple[Finding, ...]:
    """Return the findings grouped under one (并案成员), as they stand in this work."""
    return _pointing(work, "group_lead", lead, FindingState.GROUPED)


def duplicates_in(work: Work, original: str) -> tuple[Finding, ...]:
    """Return the duplicates of a finding (重复问题), as they stand in this work."""
    return _pointing(work, "duplicate_of", original, FindingState.DUPLICATE)


# ---------------------------------------------------------------------------- acts


def group_finding(work: Work, id: str, lead: str, *, acting: Acting = Acting()) -> Finding:
    """Put it right together with a lead finding, with a reason (并案).

    A lead that is itself grouped stands for its own lead; findings grouped under `id` follow.
    """
    finding, leading = work.load(FINDING, id), work.load(FINDING, lead)
    if leading.group_lead is not None:
        leading = work.load(FINDING, leading.group_lead)
    deed = deed_of(work, acting)
    followers = members_in(work, id)
    changes = decide_group(finding, leading, deed=deed)
    grouped = work.stage(FINDING, id, changes, acting.reason)
    for follower in followers:
        moved = decide_follow_lead(leading.id, deed=deed)
        work.stage(FINDING, follower.id, moved, acting.reason)
    return grouped


def ungroup_finding(work: Work, id: str, *, acting: Acting = Acting()) -> Finding:
    """Take it out of its group, with a reason (拆分)."""
    changes = decide_ungroup(work.load(FINDING, id), deed=deed_of(work, acting))
    return work.stage(FINDING, id, changes, acting.reason)


def reroute_finding(
    work: Work, id: str, department: DepartmentId, *, acting: Acting = Acting()
) -> Finding:
    """Pass it on to another department, with a reason (转交), and tell it."""
    deed = deed_of(work, acting)
    changes = decide_reroute(work.load(FINDING, id), department, deed=deed)
    passed = work.stage(FINDING, id, changes, acting.reason)
    if deed.act.on == work.today:
        work.notify("finding.rerouted", FINDING, id, answering(work, department))
    return passed


def spend_waiver(work: Work, finding: Finding, on: dt.date) -> None:
    """Use up the waiver of a finding whose detections have all gone (豁免用尽)."""
    seen = (work.peek(DETECTION, one) for one in finding.detections)
    still_seen = any(one is not None and one.seen for one in seen)
    changes = decide_spend_waiver(finding, on=on, still_seen=still_seen)
    work.stage(FINDING, finding.id, changes)


# ---------------------------------------------------------------------------- queries


@attrs.frozen(kw_only=True)
class FindingLinks:
    """What stands beside a finding (关联).

    Attributes:
        lead: the finding it is put right with.
        members: findings grouped under it now, or closed with it.
        original: the finding it duplicates.
        duplicates: its duplicates.
        before: the finding it is a recurrence of.
        recurrences: findings that are recurrences of it (反弹), oldest first.
        measures: measures about it, oldest first.
    """

    lead: Finding | None
    members: tuple[Finding, ...]
    original: Finding | None
    duplicates: tuple[Finding, ...]
    before: Finding | None
    recurrences: tuple[Finding, ...]
    measures: tuple[Measure, ...]


def links_of(view: ReadView, id: str) -> FindingLinks:
    """Return what stands beside a finding, as far as the viewer may see it (查关联)."""
    finding = view.get(FINDING, id)

    def one(other: str | None) -> Finding | None:
        return view.find(FINDING, other) if other is not None else None

    def all_by(field: str) -> tuple[Finding, ...]:
        return view.select(FINDING, Eq(field, id), (Order("found_on"),))

    return FindingLinks(
        lead=one(finding.group_lead),
        members=all_by("group_lead"),
        original=one(finding.duplicate_of),
        duplicates=all_by("duplicate_of"),
        before=one(finding.recurs_from),
        recurrences=all_by("recurs_from"),
        measures=view.select(MEASURE, Has("findings", id), (Order("issued_on"),)),
    )
