"""The plan of inspections at work (年度检查计划): one function per act, and what is similar.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

import datetime as dt

from supervision.domain.departments import DEPARTMENT
from supervision.domain.inspection_plans import (
    PLAN_ENTRY,
    CorrectPlan,
    PlanEntry,
    PlanInspection,
    PlanState,
    decide_correct_plan,
    decide_drop_plan,
    decide_merge_plan,
    decide_plan,
    evolve,
)
from supervision.domain.inspection_teams import similar_to
from supervision.domain.inspections import (
    INSPECTION,
    BeginInspection,
    Inspection,
    InspectionState,
)
from supervision.domain.limits import add_months
from supervision.domain.values import EARLIEST, LATEST, DepartmentId
from supervision.office.acting import Acting, deed_of
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import After, And, Before, Eq, Not

__all__ = [
    "correct_plan",
    "drop_plan",
    "merge_plan",
    "plan_inspection",
    "similar_inspections",
]

_ONE_DAY = dt.timedelta(days=1)


def plan_inspection(work: Work, command: PlanInspection, *, acting: Acting = Acting()) -> str:
    """Enter an inspection in the plan (列入计划); return its id.

    Entries and inspections that are similar within the days its kind says are noted in it.
    """
    _check_known(work, command.departments)
    id = work.new_id(PLAN_ENTRY)
    deed = deed_of(work, acting)
    tables = work.office.rules.activities
    changes = decide_plan(id, work.unit, command, deed=deed, tables=tables)
    entry = evolve(None, changes[0])
    days = tables.inspection(entry.kind, entry.month_begins).similar_days
    if days is not None:
        first, last = entry.month_begins, add_months(entry.month_begins, 1) - _ONE_DAY
        similar = (
            *_similar_entries(work.view, entry, first, last, days),
            *_similar_held(work.view, entry, first, last, days),
        )
        changes = decide_plan(id, work.unit, command, deed=deed, similar=similar, tables=tables)
    work.stage(PLAN_ENTRY, id, changes, acting.reason)
    return id


def _check_known(work: Work, departments: tuple[DepartmentId, ...]) -> None:
    for department in departments:
        work.load(DEPARTMENT, department)


def merge_plan(work: Work, id: str, into: str, *, acting: Acting = Acting()) -> PlanEntry:
    """Merge an entry into another, with a reason (合并检查)."""
    entry, other = work.load(PLAN_ENTRY, id), work.load(PLAN_ENTRY, into)
    changes = decide_merge_plan(entry, other, deed=deed_of(work, acting))
    return work.stage(PLAN_ENTRY, id, changes, acting.reason)


def drop_plan(work: Work, id: str, *, acting: Acting = Acting()) -> PlanEntry:
    """Take an entry out of the plan, with a reason (取消检查)."""
    entry = work.load(PLAN_ENTRY, id)
    changes = decide_drop_plan(entry, deed=deed_of(work, acting))
    return work.stage(PLAN_ENTRY, id, changes, acting.reason)


def correct_plan(
    work: Work, id: str, correction: CorrectPlan, *, acting: Acting = Acting()
) -> PlanEntry:
    """Correct an entry, with a reason (更正)."""
    entry = work.load(PLAN_ENTRY, id)
    _check_known(work, correction.departments or ())
    tables = work.office.rules.activities
    changes = decide_correct_plan(entry, correction, deed=deed_of(work, acting), tables=tables)
    return work.stage(PLAN_ENTRY, id, changes, acting.reason)


def similar_inspections(
    view: ReadView, command: BeginInspection, on: dt.date, days: int
) -> tuple[str, ...]:
    """Return the ids of inspections similar to one of that day (同类检查), oldest first.

    Args:
        view: what the actor may see.
        command: the inspection.
        on: its day.
        days: how many days before and after are looked at.
    """
    return _similar_held(view, command, on, on, days)


def _around(first: dt.date, last: dt.date, days: int) -> tuple[str, str]:
    """Return the days from `days` before `first` to `days` after `last`, as ISO text."""
    begin = max(EARLIEST.toordinal(), first.toordinal() - days)
    end = min(LATEST.toordinal(), last.toordinal() + days)
    return dt.date.fromordinal(begin).isoformat(), dt.date.fromordinal(end).isoformat()


def _similar_held(
    view: ReadView,
    command: BeginInspection | PlanEntry,
    first: dt.date,
    last: dt.date,
    days: int,
) -> tuple[str, ...]:
    begin, end = _around(first, last, days)
    where = And(
        (
            Not(Eq("state", InspectionState.VOIDED.value)),
            Not(Before("held_on", begin)),
            Not(After("held_on", end)),
        )
    )
    held: tuple[Inspection, ...] = view.select(INSPECTION, where)
    ordered = sorted(held, key=lambda one: (one.held_on, one.id))
    return tuple(one.id for one in ordered if similar_to(command, one))


def _similar_entries(
    view: ReadView, entry: PlanEntry, first: dt.date, last: dt.date, days: int
) -> tuple[str, ...]:
    begin, end = _around(first, last, days)
    where = And(
        (
            Eq("state", PlanState.PLANNED.value),
            Not(Before("month_begins", begin)),
            Not(After("month_begins", end)),
        )
    )
    found = sorted(view.select(PLAN_ENTRY, where), key=lambda one: (one.month_begins, one.id))
    return tuple(one.id for one in found if similar_to(entry, one))
