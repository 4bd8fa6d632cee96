"""Findings at work (问题办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits. Objections stand in
`office.objections`, groups, duplicates and what else ties findings together in
`office.finding_links`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from supervision.domain.fact_checks import (
    decide_analyse,
    decide_check_facts,
    decide_confirm_finding,
    decide_dismiss,
)
from supervision.domain.finding_links import (
    check_leads_nothing,
    check_recurrence,
    decide_duplicate,
    decide_follow_duplicate,
    decide_reinstate,
    decide_waive,
)
from supervision.domain.findings import (
    FINDING,
    CorrectFinding,
    Finding,
    OpenFinding,
    Rectification,
    Responsible,
    RootCause,
)
from supervision.domain.handling_units import HANDLING_UNIT
from supervision.domain.milestones import Milestone
from supervision.domain.problem_codes import CAUSE
from supervision.domain.rectification import (
    decide_claim,
    decide_close,
    decide_close_with_lead,
    decide_correct,
    decide_extend_finding,
    decide_open,
    decide_plan,
    decide_reach_milestone,
    decide_return,
    decide_submit,
    decide_verify,
    decide_void,
)
from supervision.domain.separation import Deed
from supervision.domain.values import DepartmentId, OfficerId, Sealed
from supervision.errors import Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.bases import check_codes, chosen_code
from supervision.office.finding_links import duplicates_in, members_in
from supervision.office.work import Work

__all__ = [
    "analyse",
    "check_facts",
    "claim",
    "close",
    "confirm_finding",
    "correct_finding",
    "dismiss",
    "extend_finding",
    "mark_duplicate",
    "open_finding",
    "plan_rectification",
    "reach_milestone",
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
    if command.recurs_from is not None:
        check_recurrence(work.load(FINDING, command.recurs_from))
    _check_units(work, command.persons)
    deed = deed_of(work, acting)
    check_codes(work, command.codes, deed.act.on)
    id = work.new_id(FINDING)
    fields = work.office.rules.fields.get(FINDING.name, ())
    work.stage(
        FINDING, id, decide_open(id, work.unit, command, deed=deed, fields=fields), acting.reason
    )
    return id


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


# ---------------------------------------------------------------------------- the facts


def check_facts(
    work: Work,
    id: str,
    facts: str,
    *,
    shown_to: tuple[OfficerId, ...] = (),
    agreed: bool = False,
    acting: Acting = Acting(),
) -> Finding:
    """Record the facts as checked (核对事实).

    Args:
        work: the unit of work.
        id: the finding.
        facts: what is the case; no names of persons.
        shown_to: to whom of the inspected they were shown (核实).
        agreed: whether these signed that they are so.
        acting: how it is entered.
    """
    return _take(
        work,
        id,
        acting,
        lambda one, deed: decide_check_facts(
            one, facts, deed=deed, shown_to=shown_to, agreed=agreed
        ),
    )


def confirm_finding(work: Work, id: str, *, acting: Acting = Acting()) -> Finding:
    """Confirm that it is a problem (确认问题)."""
    return _take(work, id, acting, lambda one, deed: decide_confirm_finding(one, deed=deed))


def analyse(work: Work, id: str, causes: dict[str, str], *, acting: Acting = Acting()) -> Finding:
    """State its causes (原因分析), the chief one first.

    Args:
        work: the unit of work.
        id: the finding.
        causes: explanations by the cause's code in the dictionary; an explanation may be empty.
        acting: how it is entered.

    Raises:
        Refused: `problem_code.unknown`, `problem_code.axis`, `problem_code.not_valid`; as
            `decide_analyse`.
    """

    def decide(one: Finding, deed: Deed) -> Iterable[object]:
        stated = []
        for code, text in causes.items():
            known = chosen_code(work, code, deed.act.on, axis=CAUSE)
            stated.append(RootCause(code=code, external=known.external, text=text))
        return decide_analyse(one, tuple(stated), deed=deed)

    return _take(work, id, acting, decide)


def dismiss(work: Work, id: str, *, acting: Acting = Acting()) -> Finding:
    """Decide, with a reason, that it is no problem (不属问题)."""

    def decide(one: Finding, deed: Deed) -> Iterable[object]:
        check_leads_nothing(one, members_in(work, id))
        return decide_dismiss(one, deed=deed)

    return _take(work, id, acting, decide)


# ---------------------------------------------------------------------------- putting right


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


def plan_rectification(
    work: Work, id: str, milestones: tuple[Milestone, ...], *, acting: Acting = Acting()
) -> Finding:
    """Plan the rectification with milestones, or revise the plan (整改方案)."""
    return _take(work, id, acting, lambda one, deed: decide_plan(one, milestones, deed=deed))


def reach_milestone(
    work: Work, id: str, index: int, note: str = "", *, acting: Acting = Acting()
) -> Finding:
    """Reach a milestone of the plan (完成整改节点). `index` counts from 0."""
    return _take(
        work,
        id,
        acting,
        lambda one, deed: decide_reach_milestone(one, index, deed=deed, note=note),
    )


def extend_finding(work: Work, id: str, due_on: dt.date, *, acting: Acting = Acting()) -> Finding:
    """Move the promised day, with a reason (延期整改)."""
    return _take(work, id, acting, lambda one, deed: decide_extend_finding(one, due_on, deed=deed))


def submit(
    work: Work,
    id: str,
    result: str,
    *,
    evidence: tuple[Sealed, ...] = (),
    references: tuple[str, ...] = (),
    acting: Acting = Acting(),
) -> Finding:
    """Report it put right (报送整改), with sealed evidence or where evidence is."""
    return _take(
        work,
        id,
        acting,
        lambda one, deed: decide_submit(
            one, result, deed=deed, evidence=evidence, references=references
        ),
    )


def return_finding(
    work: Work,
    id: str,
    *,
    perfunctory: bool = False,
    falsified: bool = False,
    acting: Acting = Acting(),
) -> Finding:
    """Return the submission, with a reason (退回); say so if perfunctory (敷衍) or falsified (虚假)."""
    members = members_in(work, id)
    return _take(
        work,
        id,
        acting,
        lambda one, deed: decide_return(
            one, deed=deed, perfunctory=perfunctory, falsified=falsified, members=members
        ),
    )


def verify(work: Work, id: str, *, acting: Acting = Acting()) -> Finding:
    """Accept the result (核验)."""
    members = members_in(work, id)
    return _take(work, id, acting, lambda one, deed: decide_verify(one, deed=deed, members=members))


def close(work: Work, id: str, *, acting: Acting = Acting()) -> Finding:
    """Strike it off (销号), and with it the findings grouped under it."""
    members = members_in(work, id)
    closed = _take(
        work, id, acting, lambda one, deed: decide_close(one, deed=deed, members=members)
    )
    for member in members:
        _take(
            work,
            member.id,
            acting,
            lambda one, deed: decide_close_with_lead(one, closed, deed=deed),
        )
    return closed


# ---------------------------------------------------------------------------- other ends


def mark_duplicate(work: Work, id: str, of: str, *, acting: Acting = Acting()) -> Finding:
    """Join it to the finding it duplicates, with a reason (并入重复问题); its own follow it."""
    original = work.load(FINDING, of)
    followers = duplicates_in(work, id)

    def decide(one: Finding, deed: Deed) -> Iterable[object]:
        check_leads_nothing(one, members_in(work, id))
        return decide_duplicate(one, original, deed=deed)

    joined = _take(work, id, acting, decide)
    first = joined.duplicate_of or original.id
    for follower in followers:
        _take(work, follower.id, acting, lambda _, deed: decide_follow_duplicate(first, deed=deed))
    return joined


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

    def decide(one: Finding, deed: Deed) -> Iterable[object]:
        _check_units(work, correction.persons or ())
        check_codes(work, correction.codes or (), deed.act.on)
        return decide_correct(one, correction, deed=deed)

    return _take(work, id, acting, decide)


def void_finding(work: Work, id: str, *, acting: Acting = Acting()) -> Finding:
    """Void a finding entered by mistake, with a reason (作废)."""

    def decide(one: Finding, deed: Deed) -> Iterable[object]:
        check_leads_nothing(one, members_in(work, id))
        return decide_void(one, deed=deed)

    return _take(work, id, acting, decide)
