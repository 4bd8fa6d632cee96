"""Inspections at work (督察检查): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.

A problem opens a finding in the same unit of work. On the spot the finding takes all its steps
in that unit of work too, each by its own author: who did not enter it himself has signed the
sheet that is sealed as the paper of his act.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.acts import Act
from supervision.domain.checklists import CHECKLIST, Checklist
from supervision.domain.departments import DEPARTMENT
from supervision.domain.findings import (
    FINDING,
    Finding,
    FindingState,
    OpenFinding,
    Rectification,
    Source,
)
from supervision.domain.inspection_plans import PLAN_ENTRY, PlanEntry
from supervision.domain.inspection_steps import (
    OnTheSpot,
    decide_check,
    decide_conclude,
    decide_reveal,
    decide_settle_on_spot,
    decide_void_inspection,
)
from supervision.domain.inspection_teams import decide_begin, decide_correct_inspection
from supervision.domain.inspections import (
    INSPECTION,
    BeginInspection,
    Conclude,
    Conformity,
    CorrectInspection,
    Inspection,
    PointResult,
)
from supervision.domain.items import ITEM
from supervision.domain.marks import is_open
from supervision.domain.officers import OFFICER
from supervision.domain.separation import Standing
from supervision.domain.values import OfficerId
from supervision.errors import Refused
from supervision.office import findings
from supervision.office.acting import Acting, deed_of
from supervision.office.inspection_plans import similar_inspections
from supervision.office.work import Work

__all__ = [
    "begin_inspection",
    "check_points",
    "conclude_inspection",
    "correct_inspection",
    "find_problem",
    "reveal_inspection",
    "settle_on_spot",
    "void_inspection",
]


def begin_inspection(work: Work, command: BeginInspection, *, acting: Acting = Acting()) -> str:
    """Begin an inspection (开展检查); return its id.

    Inspections that are similar within the days its kind says are noted in it.
    """
    for department in command.departments:
        work.load(DEPARTMENT, department)
    if command.item is not None:
        work.load(ITEM, command.item)
    deed = deed_of(work, acting)
    on = command.held_on or deed.act.on
    tables = work.office.rules.activities
    days = tables.inspection(command.kind, on).similar_days
    id = work.new_id(INSPECTION)
    changes = decide_begin(
        id,
        work.unit,
        command,
        deed=deed,
        team=_team(work, command.inspectors, on),
        checklist=_checklist(work, command.checklist),
        plan=_plan(work, command.plan),
        similar=similar_inspections(work.view, command, on, days) if days is not None else (),
        tables=tables,
        closed=not is_open(work.view.place.new),
    )
    work.stage(INSPECTION, id, changes, acting.reason)
    return id


def _team(work: Work, inspectors: tuple[OfficerId, ...], on: dt.date) -> tuple[Standing, ...]:
    """Return the posts of the inspectors on a day."""
    distinct = tuple(dict.fromkeys(inspectors))
    for one in distinct:
        work.load(OFFICER, one)
    return tuple(work.standing(Act(by=one, on=on)) for one in distinct)


def _checklist(work: Work, id: str | None) -> Checklist | None:
    return work.load(CHECKLIST, id) if id is not None else None


def _plan(work: Work, id: str | None) -> PlanEntry | None:
    return work.load(PLAN_ENTRY, id) if id is not None else None


def check_points(
    work: Work, id: str, results: tuple[PointResult, ...], *, acting: Acting = Acting()
) -> Inspection:
    """Enter what was seen at points where there was no problem (逐项检查)."""
    inspection = work.load(INSPECTION, id)
    changes = decide_check(
        inspection,
        results,
        deed=deed_of(work, acting),
        checklist=_checklist(work, inspection.checklist),
    )
    return work.stage(INSPECTION, id, changes, acting.reason)


def find_problem(
    work: Work,
    id: str,
    command: OpenFinding,
    *,
    point: str | None = None,
    note: str = "",
    sample: str = "",
    acting: Acting = Acting(),
) -> str:
    """Enter a problem (检查发现问题): it opens a finding, whose id is returned.

    Args:
        work: the unit of work.
        id: the inspection.
        command: the finding. Its source is the activity; department, item, problem code and
            basis are those of the inspection and the point where it names none.
        point: code of the checkpoint; `None` outside the checklist.
        note: what was seen.
        sample: what was looked through to see it.
        acting: how it is entered.
    """
    inspection = work.load(INSPECTION, id)
    checklist = _checklist(work, inspection.checklist)
    asked = _finding_of(inspection, command, checklist, point)
    finding = findings.open_finding(work, asked, acting=acting)
    result = PointResult(
        conformity=Conformity.PROBLEM,
        point=point,
        department=asked.department,
        note=note,
        sample=sample,
        finding=finding,
    )
    deed = deed_of(work, acting)
    changes = decide_check(inspection, (result,), deed=deed, checklist=checklist)
    work.stage(INSPECTION, id, changes, acting.reason)
    return finding


def _finding_of(
    inspection: Inspection, command: OpenFinding, checklist: Checklist | None, point: str | None
) -> OpenFinding:
    """Fill what the inspection and its point say of a finding."""
    only = inspection.departments[0] if len(inspection.departments) == 1 else None
    command = attrs.evolve(
        command,
        source=Source.ACTIVITY,
        department=command.department or only,
        item=command.item or inspection.item,
    )
    if point is None or checklist is None:
        return command
    checkpoint = checklist.point(point)
    return attrs.evolve(
        command,
        problem_code=command.problem_code or checkpoint.problem_code,
        basis=command.basis or checkpoint.basis,
    )


def settle_on_spot(
    work: Work, id: str, finding: str, command: OnTheSpot, *, acting: Acting = Acting()
) -> Finding:
    """Put a problem right, verify it and strike it off within the inspection (现场办结).

    The four steps of the finding are taken in this unit of work on one day, each by its own
    author and refused to whoever may not take it.

    Args:
        work: the unit of work.
        id: the inspection.
        finding: one of its findings, not yet claimed, that names the department.
        command: who took the steps, and what was done.
        acting: how it is entered; `paper` is the sheet signed on the spot (现场整改单).

    Raises:
        Refused: as `decide_settle_on_spot` and the decisions about the finding;
            `field.missing` when the finding names no department; `act.paper_missing`.
    """
    inspection = work.load(INSPECTION, id)
    changes = decide_settle_on_spot(inspection, finding, command, deed=deed_of(work, acting))
    found = work.load(FINDING, finding)
    if found.department is None:
        raise Refused("field.missing", field="department")
    by_department = attrs.evolve(acting, by=command.put_right_by)
    findings.claim(
        work,
        finding,
        department=found.department,
        mode=Rectification.AT_ONCE,
        plan=command.result,
        due_on=acting.on or work.today,
        acting=by_department,
    )
    findings.submit(work, finding, command.result, acting=by_department)
    findings.verify(work, finding, acting=attrs.evolve(acting, by=command.verified_by))
    closed = findings.close(work, finding, acting=attrs.evolve(acting, by=command.closed_by))
    work.stage(INSPECTION, id, changes, acting.reason)
    return closed


def conclude_inspection(
    work: Work, id: str, command: Conclude, *, acting: Acting = Acting()
) -> Inspection:
    """Conclude it (检查结论), with or without a finding, with the persons criticised by name."""
    inspection = work.load(INSPECTION, id)
    for officer in command.criticised:
        work.load(OFFICER, officer)
    changes = decide_conclude(
        inspection,
        command,
        deed=deed_of(work, acting),
        checklist=_checklist(work, inspection.checklist),
    )
    return work.stage(INSPECTION, id, changes, acting.reason)


def reveal_inspection(work: Work, id: str, *, acting: Acting = Acting()) -> Inspection:
    """Make a covert inspection known (公开暗访)."""
    inspection = work.load(INSPECTION, id)
    changes = decide_reveal(inspection, deed=deed_of(work, acting))
    return work.stage(INSPECTION, id, changes, acting.reason)


def correct_inspection(
    work: Work, id: str, correction: CorrectInspection, *, acting: Acting = Acting()
) -> Inspection:
    """Correct an entry, with a reason (更正)."""
    inspection = work.load(INSPECTION, id)
    if correction.item is not None:
        work.load(ITEM, correction.item)
    given = correction.inspectors
    inspectors = inspection.inspectors if given is None else given
    changes = decide_correct_inspection(
        inspection,
        correction,
        deed=deed_of(work, acting),
        team=_team(work, inspectors, inspection.held_on),
        plan=_plan(work, correction.plan),
        tables=work.office.rules.activities,
    )
    return work.stage(INSPECTION, id, changes, acting.reason)


def void_inspection(work: Work, id: str, *, acting: Acting = Acting()) -> Inspection:
    """Void an inspection entered by mistake, with a reason (作废); its findings are voided first."""
    inspection = work.load(INSPECTION, id)
    loaded = (work.load(FINDING, finding) for finding in inspection.findings)
    left = tuple(one.id for one in loaded if one.state is not FindingState.VOIDED)
    changes = decide_void_inspection(inspection, deed=deed_of(work, acting), findings=left)
    return work.stage(INSPECTION, id, changes, acting.reason)
