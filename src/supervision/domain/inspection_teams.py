"""Beginning inspections (开展检查): who may inspect whom, by which checklist, for which plan.

A correction asks of the inspection what its beginning asked, so both stand here.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.activities import ACTIVITY_TABLES, OFFICE, ActivityTables, happened_on
from supervision.domain.checklists import Checklist, may_be_used
from supervision.domain.fields import prose
from supervision.domain.inspection_plans import PlanEntry, PlanState
from supervision.domain.inspection_steps import check_step
from supervision.domain.inspections import (
    BeginInspection,
    Conduct,
    CorrectInspection,
    Inspection,
    InspectionBegun,
    InspectionCorrected,
    Openness,
)
from supervision.domain.lives import check_correction, corrected
from supervision.domain.names import check_text, folded
from supervision.domain.separation import Concerned, Deed, Standing, check_independent, check_role
from supervision.errors import Refused

__all__ = ["decide_begin", "decide_correct_inspection", "similar_to"]


def decide_begin(
    id: str,
    unit: str,
    command: BeginInspection,
    *,
    deed: Deed,
    team: tuple[Standing, ...],
    checklist: Checklist | None = None,
    plan: PlanEntry | None = None,
    similar: tuple[str, ...] = (),
    tables: ActivityTables = ACTIVITY_TABLES,
    closed: bool = False,
) -> tuple[InspectionBegun]:
    """Begin an inspection (开展检查). Similar ones are noted, not refused.

    A covert one (暗访) lies in a closed file until a named event releases it: that it takes place
    must not be known before.

    Args:
        id, unit: of the new inspection.
        command: what is begun.
        deed: by whom, on which day.
        team: the inspectors' posts on the day it is held.
        checklist: the version `command.checklist` names.
        plan: the entry `command.plan` names.
        similar: ids of similar inspections.
        tables: kinds in force.
        closed: whether it will lie in a closed file.

    Raises:
        Refused: `separation.*`, `text.*`, `activity.future`, `field.missing` (departments),
            `inspection.unknown_kind`, `inspection.kind_ended`, `inspection.inspectors`,
            `inspection.covert_self`, `inspection.covert_in_the_open`, `inspection.not_of_department`,
            `inspection.checklist_not_valid`, `plan.ended`.
    """
    held_on = happened_on(command.held_on, deed.act, place="held_on")
    command = attrs.evolve(
        command,
        theme=check_text(command.theme, place="theme"),
        held_on=None,
        inspectors=tuple(dict.fromkeys(command.inspectors)),
        departments=tuple(dict.fromkeys(command.departments)),
    )
    if not command.departments:
        raise Refused("field.missing", field="departments")
    begun = InspectionBegun(
        id=id, unit=unit, act=deed.act, held_on=held_on, inspection=command, similar=similar
    )
    if command.conduct is Conduct.SELF and command.openness is Openness.COVERT:
        raise Refused("inspection.covert_self")
    if command.openness is Openness.COVERT and not closed:
        raise Refused("inspection.covert_in_the_open")
    _check_beginner(command, deed)
    _check_team(command, held_on, team, tables)
    if checklist is not None and not may_be_used(checklist, held_on):
        raise Refused(
            "inspection.checklist_not_valid",
            code=checklist.code,
            edition=checklist.edition,
            on=held_on.isoformat(),
        )
    _check_plan(plan)
    return (begun,)


def _check_beginner(command: BeginInspection, deed: Deed) -> None:
    """The office begins its checks; a department, or the office for it, a self-check."""
    own = deed.standing.departments & set(command.departments)
    if command.conduct is Conduct.OFFICE or not own:
        check_role("begin", deed.standing, OFFICE)


def _check_team(
    command: BeginInspection | Inspection,
    held_on: dt.date,
    team: tuple[Standing, ...],
    tables: ActivityTables,
) -> None:
    kind = tables.inspection(command.kind, held_on)
    self_check = command.conduct is Conduct.SELF
    expected = kind.self_inspectors if self_check else kind.inspectors
    if len(team) < expected:
        raise Refused("inspection.inspectors", kind=kind.code, found=len(team), expected=expected)
    departments = frozenset(command.departments)
    officers = frozenset((*command.concerned, *getattr(command, "criticised", ())))
    concerned = Concerned(officers=officers, departments=departments)
    for standing in team:
        if not self_check:
            check_independent("inspect", standing, concerned)
        elif not standing.departments & departments:
            raise Refused("inspection.not_of_department", officer=standing.officer)


def _check_plan(plan: PlanEntry | None) -> None:
    if plan is not None and plan.state is not PlanState.PLANNED:
        raise Refused("plan.ended", id=plan.id, state=plan.state.value)


def similar_to(
    command: BeginInspection | PlanEntry | Inspection, other: Inspection | PlanEntry
) -> bool:
    """Say whether another one looks at the same in the same place (同类检查).

    The same theme or the same checklist, in a common department; an entry of the plan that
    names no department is about all.
    """
    mine, theirs = set(command.departments), set(other.departments)
    if mine and theirs and not mine & theirs:
        return False
    lists = {getattr(one, "checklist", None) for one in (command, other)}
    return folded(command.theme) == folded(other.theme) or (len(lists) == 1 and None not in lists)


def decide_correct_inspection(
    inspection: Inspection,
    correction: CorrectInspection,
    *,
    deed: Deed,
    team: tuple[Standing, ...],
    plan: PlanEntry | None = None,
    tables: ActivityTables = ACTIVITY_TABLES,
) -> tuple[InspectionCorrected]:
    """Correct an entry, with a reason (更正).

    Args:
        inspection: the inspection.
        correction: what changes.
        deed: by whom, on which day, why.
        team: posts of the inspectors as corrected, on the day it was held.
        plan: the entry of the plan the correction names.
        tables: kinds in force.

    Raises:
        Refused: `workflow.step`, `correction.*`, `text.*`, `field.missing`, `plan.ended`,
            `inspection.inspectors`, `inspection.not_of_department`, `separation.*`.
    """
    check_step("correct", inspection, deed)
    if correction.theme is not None:
        correction = attrs.evolve(correction, theme=check_text(correction.theme, place="theme"))
    if correction.conclusion is not None:
        if inspection.concluded_on is None:
            raise Refused("inspection.not_concluded", id=inspection.id)
        conclusion = prose(correction.conclusion, "conclusion")
        correction = attrs.evolve(correction, conclusion=conclusion)
    if correction.inspectors is not None:
        inspectors = tuple(dict.fromkeys(correction.inspectors))
        correction = attrs.evolve(correction, inspectors=inspectors)
    check_correction(inspection, correction, clearable=("plan", "item"))
    _check_team(corrected(inspection, correction), inspection.held_on, team, tables)
    _check_plan(plan)
    return (InspectionCorrected(act=deed.act, correction=correction),)
