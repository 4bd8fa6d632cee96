"""Decisions that tie findings together or set them aside (并案、重复、转交、暂缓、反弹).

Grouped findings are problems of their own that are put right together; a duplicate is the same
problem entered twice. Both point at one finding directly: when that one joins another, those
that point at it follow (chains are flattened).
"""

from __future__ import annotations

import datetime as dt

from supervision.domain.finding_changes import (
    FindingDuplicated,
    FindingGrouped,
    FindingReinstated,
    FindingRerouted,
    FindingUngrouped,
    FindingWaived,
    FindingWaiverSpent,
)
from supervision.domain.finding_workflow import AT_WORK, check_step
from supervision.domain.findings import Finding, FindingState
from supervision.domain.routings import check_route
from supervision.domain.separation import Deed
from supervision.domain.values import DepartmentId
from supervision.errors import Refused

__all__ = [
    "check_leads_nothing",
    "check_recurrence",
    "decide_duplicate",
    "decide_follow_duplicate",
    "decide_follow_lead",
    "decide_group",
    "decide_reinstate",
    "decide_reroute",
    "decide_spend_waiver",
    "decide_ungroup",
    "decide_waive",
]


def check_recurrence(before: Finding) -> None:
    """Refuse a recurrence of what was not struck off (问题反弹).

    Raises:
        Refused: `finding.recurs_open`.
    """
    if before.state is not FindingState.CLOSED:
        raise Refused("finding.recurs_open", id=before.id, state=before.state.value)


def check_leads_nothing(finding: Finding, members: tuple[Finding, ...]) -> None:
    """Refuse to end a finding under which others are grouped.

    Raises:
        Refused: `finding.leads` with how many.
    """
    if members:
        raise Refused("finding.leads", id=finding.id, count=len(members))


def decide_duplicate(
    finding: Finding, original: Finding, *, deed: Deed
) -> tuple[FindingDuplicated]:
    """Join it to the finding it duplicates (并入重复问题); chains are flattened.

    Raises:
        Refused: `finding.duplicate_self`, `finding.duplicate_ended` when the original is no
            longer at work.
    """
    check_step("duplicate", finding, deed)
    of = original.duplicate_of or original.id
    if of == finding.id:
        raise Refused("finding.duplicate_self", id=finding.id)
    if original.state not in (*AT_WORK, FindingState.GROUPED, FindingState.DUPLICATE):
        raise Refused("finding.duplicate_ended", id=original.id, state=original.state.value)
    return (FindingDuplicated(act=deed.act, of=of),)


def decide_follow_duplicate(of: str, *, deed: Deed) -> tuple[FindingDuplicated]:
    """Let a duplicate follow its original, which became a duplicate itself."""
    return (FindingDuplicated(act=deed.act, of=of),)


def decide_group(finding: Finding, lead: Finding, *, deed: Deed) -> tuple[FindingGrouped]:
    """Put it right together with a lead finding, with a reason (并案).

    Args:
        finding: the finding.
        lead: the finding to lead it, itself in no group.
        deed: by whom, on which day, why.

    Raises:
        Refused: `workflow.step`; `finding.group_self`; `finding.group_ended` when the lead is
            not at work; `finding.group_department` when they are for different departments.
    """
    check_step("group", finding, deed)
    if lead.id == finding.id:
        raise Refused("finding.group_self", id=finding.id)
    if lead.state not in AT_WORK:
        raise Refused("finding.group_ended", id=lead.id, state=lead.state.value)
    if finding.department is not None and lead.department not in (None, finding.department):
        raise Refused(
            "finding.group_department", found=finding.department, expected=lead.department
        )
    return (FindingGrouped(act=deed.act, lead=lead.id),)


def decide_follow_lead(lead: str, *, deed: Deed) -> tuple[FindingGrouped]:
    """Let a grouped finding follow its lead into another group."""
    return (FindingGrouped(act=deed.act, lead=lead),)


def decide_ungroup(finding: Finding, *, deed: Deed) -> tuple[FindingUngrouped]:
    """Take it out of its group, with a reason (拆分)."""
    check_step("ungroup", finding, deed)
    return (FindingUngrouped(act=deed.act),)


def decide_reroute(
    finding: Finding, department: DepartmentId, *, deed: Deed
) -> tuple[FindingRerouted]:
    """Pass it on to another department, with a reason (转交).

    Raises:
        Refused: `workflow.step`, `separation.role`, `routing.same`.
    """
    check_step("reroute", finding, deed)
    check_route(finding.department, department)
    return (FindingRerouted(act=deed.act, department=department),)


def decide_waive(finding: Finding, until: dt.date, *, deed: Deed) -> tuple[FindingWaived]:
    """Waive it until a day, with a reason (暂缓).

    Raises:
        Refused: `finding.due_past` when the day does not lie ahead.
    """
    check_step("waive", finding, deed)
    if until <= deed.act.on:
        raise Refused("finding.due_past", found=until.isoformat(), on=deed.act.on.isoformat())
    return (FindingWaived(act=deed.act, until=until),)


def decide_spend_waiver(
    finding: Finding, *, on: dt.date, still_seen: bool
) -> tuple[FindingWaiverSpent, ...]:
    """Use a waiver up when the fact it covers has gone (豁免用尽), once.

    Args:
        finding: the finding.
        on: day of the sweep.
        still_seen: whether a detection that supports it is still seen.
    """
    waived = finding.state is FindingState.WAIVED and finding.waiver_spent_on is None
    return (FindingWaiverSpent(on=on),) if waived and not still_seen else ()


def decide_reinstate(finding: Finding, *, deed: Deed) -> tuple[FindingReinstated]:
    """End a waiver, with a reason (恢复办理)."""
    check_step("reinstate", finding, deed)
    return (FindingReinstated(act=deed.act),)
