"""Decisions about putting findings right (问题整改的决定): claim, plan, submit, verify, strike off.

Every function refuses or returns the changes; nothing else happens here. Which step leads from
which state to which, and who may take it, is the table `FINDING_WORKFLOW`.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.clocks import Result
from supervision.domain.fields import ExtraField, check_extras, prose
from supervision.domain.finding_changes import (
    CorrectFinding,
    FindingClaimed,
    FindingClosed,
    FindingCorrected,
    FindingExtended,
    FindingMilestoneReached,
    FindingOpened,
    FindingPlanned,
    FindingReturned,
    FindingSubmitted,
    FindingVerified,
    FindingVoided,
    OpenFinding,
)
from supervision.domain.finding_workflow import (
    FINDING_WORKFLOW,
    check_department,
    check_step,
    check_undisputed,
    concerned_by,
)
from supervision.domain.findings import Certainty, Claim, Finding, Rectification
from supervision.domain.lives import check_correction
from supervision.domain.milestones import (
    Milestone,
    check_milestone,
    check_milestones,
    check_reached,
)
from supervision.domain.names import check_text
from supervision.domain.separation import Deed
from supervision.domain.values import DepartmentId, Sealed
from supervision.errors import Refused

__all__ = [
    "FINDING_WORKFLOW",
    "concerned_by",
    "decide_claim",
    "decide_close",
    "decide_close_with_lead",
    "decide_correct",
    "decide_extend_finding",
    "decide_open",
    "decide_plan",
    "decide_reach_milestone",
    "decide_return",
    "decide_submit",
    "decide_verify",
    "decide_void",
]

CLEARABLE = ("problem_code", "codes", "department", "case_number")


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
        Refused: `workflow.step`; `finding.disputed`; `finding.other_department` when it was
            addressed to another; `finding.not_of_department` when the author is not of the
            department; `finding.due_missing`, `finding.due_past`, `field.missing` (plan).
    """
    check_step("claim", finding, deed)
    check_undisputed(finding)
    if finding.department not in (None, department):
        raise Refused("finding.other_department", found=department, expected=finding.department)
    check_department(department, deed)
    if due_on is None and mode is not Rectification.LASTING:
        raise Refused("finding.due_missing", mode=mode.value)
    if due_on is not None and due_on < deed.act.on:
        raise Refused("finding.due_past", found=due_on.isoformat(), on=deed.act.on.isoformat())
    claim = Claim(
        by=deed.act.by, on=deed.act.on, mode=mode, plan=prose(plan, "plan"), due_on=due_on
    )
    return (FindingClaimed(act=deed.act, claim=claim, department=department),)


def decide_plan(
    finding: Finding, milestones: tuple[Milestone, ...], *, deed: Deed
) -> tuple[FindingPlanned]:
    """Plan the rectification with milestones, or revise the plan (整改方案).

    Raises:
        Refused: `workflow.step`, `finding.not_of_department`, `milestone.none`,
            `milestone.range`, `text.*`.
    """
    check_step("plan", finding, deed)
    check_department(finding.department, deed)
    wanted = check_milestones(milestones, act=deed.act, until=finding.due_on)
    return (FindingPlanned(act=deed.act, milestones=wanted),)


def decide_reach_milestone(
    finding: Finding, index: int, *, deed: Deed, note: str = ""
) -> tuple[FindingMilestoneReached]:
    """Reach a milestone of the plan (完成整改节点).

    Raises:
        Refused: `workflow.step`, `finding.not_of_department`, `milestone.unknown`,
            `milestone.reached`.
    """
    check_step("reach_milestone", finding, deed)
    check_department(finding.department, deed)
    check_milestone(finding.milestones, index)
    return (FindingMilestoneReached(act=deed.act, index=index, note=note.strip()),)


def decide_extend_finding(
    finding: Finding, due_on: dt.date, *, deed: Deed
) -> tuple[FindingExtended]:
    """Move the promised day, with a reason (延期整改); before it has passed.

    Raises:
        Refused: `workflow.step`, `separation.*`; `finding.lasting` for lasting work, which has
            no day; `finding.due_over` when the act lies behind the promised day;
            `finding.due_sooner` when the new day is not later.
    """
    check_step("extend", finding, deed)
    claim = finding.claim
    if claim is None or claim.due_on is None:
        raise Refused("finding.lasting", id=finding.id)
    if deed.act.on > claim.due_on:
        raise Refused(
            "finding.due_over", due_on=claim.due_on.isoformat(), on=deed.act.on.isoformat()
        )
    if due_on <= claim.due_on:
        raise Refused(
            "finding.due_sooner", found=due_on.isoformat(), due_on=claim.due_on.isoformat()
        )
    return (FindingExtended(act=deed.act, claim=attrs.evolve(claim, due_on=due_on)),)


def decide_submit(
    finding: Finding,
    result: str,
    *,
    deed: Deed,
    evidence: tuple[Sealed, ...] = (),
    references: tuple[str, ...] = (),
) -> tuple[FindingSubmitted]:
    """Report that it was put right (报送整改结果). Only the claiming department may.

    Raises:
        Refused: `workflow.step`, `finding.not_of_department`, `field.missing` (result),
            `text.*` for a reference.
    """
    check_step("submit", finding, deed)
    check_department(finding.department, deed)
    return (
        FindingSubmitted(
            act=deed.act,
            result=prose(result, "result"),
            evidence=evidence,
            references=tuple(check_text(one, place="reference") for one in references),
        ),
    )


def decide_return(
    finding: Finding,
    *,
    deed: Deed,
    perfunctory: bool = False,
    falsified: bool = False,
    members: tuple[Finding, ...] = (),
) -> tuple[FindingReturned]:
    """Return the submission, with a reason (退回); perfunctory or falsified work is said so."""
    check_step("return", finding, deed, members)
    return (FindingReturned(act=deed.act, perfunctory=perfunctory, falsified=falsified),)


def decide_verify(
    finding: Finding, *, deed: Deed, members: tuple[Finding, ...] = ()
) -> tuple[FindingVerified]:
    """Accept the result (核验). Whether it came in time is judged by the submission's day.

    Raises:
        Refused: `workflow.step`, `separation.*` (also by the findings grouped under it),
            `finding.disputed`.
    """
    check_step("verify", finding, deed, members)
    check_undisputed(finding)
    return (FindingVerified(act=deed.act, rectified=_rectified(finding)),)


def _rectified(finding: Finding) -> Result | None:
    if finding.due_on is None or finding.submitted_on is None:
        return None
    return Result.IN_TIME if finding.submitted_on <= finding.due_on else Result.LATE


def decide_close(
    finding: Finding, *, deed: Deed, members: tuple[Finding, ...] = ()
) -> tuple[FindingClosed]:
    """Strike the finding off (销号); the head of the office approves.

    Raises:
        Refused: `workflow.step`, `separation.*`, `finding.disputed`; `milestone.open` while its
            plan is not carried out, except for lasting work.
    """
    check_step("close", finding, deed, members)
    check_undisputed(finding)
    if finding.claim is None or finding.claim.mode is not Rectification.LASTING:
        check_reached(finding.milestones)
    return (FindingClosed(act=deed.act),)


def decide_close_with_lead(member: Finding, lead: Finding, *, deed: Deed) -> tuple[FindingClosed]:
    """Strike a grouped finding off together with its lead; it was put right when that was.

    Raises:
        Refused: `workflow.step`, `separation.*`, `finding.disputed`.
    """
    check_step("close_with_lead", member, deed)
    check_undisputed(member)
    return (FindingClosed(act=deed.act, rectified=lead.rectified),)


def decide_correct(
    finding: Finding, correction: CorrectFinding, *, deed: Deed
) -> tuple[FindingCorrected]:
    """Correct an entry, with a reason (更正). Only before it is claimed may the department change.

    Raises:
        Refused: `correction.cleared`, `correction.empty`, `text.*`,
            `finding.department_fixed`; `finding.disputed` when a suspicion would become
            certain while an objection waits.
    """
    check_step("correct", finding, deed)
    check_correction(finding, correction, clearable=CLEARABLE)
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    moved = correction.department is not None or "department" in correction.cleared
    if moved and finding.claim:
        raise Refused("finding.department_fixed", id=finding.id)
    if correction.certainty is Certainty.CONFIRMED:
        check_undisputed(finding)
    return (FindingCorrected(act=deed.act, correction=correction),)


def decide_void(finding: Finding, *, deed: Deed) -> tuple[FindingVoided]:
    """Void a finding entered by mistake, with a reason (作废)."""
    check_step("void", finding, deed)
    return (FindingVoided(act=deed.act),)
