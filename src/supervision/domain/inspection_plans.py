"""The plan of inspections (年度检查计划): an entry for a month and theme; similar ones are merged.

Inspections go by a yearly plan, and similar ones are merged (整治形式主义为基层减负若干规定, 2024).
Whether an entry was carried out is not stored: the inspections that name it say so.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.activities import ACTIVITY_TABLES, OFFICE, ActivityTables
from supervision.domain.acts import Act
from supervision.domain.lives import begun, check_correction, corrected
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.separation import Deed, check_role
from supervision.domain.values import EARLIEST, LATEST, DepartmentId
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "PLAN_ENTRY",
    "PLAN_WORKFLOW",
    "CorrectPlan",
    "PlanCorrected",
    "PlanDropped",
    "PlanEntered",
    "PlanEntry",
    "PlanEntryChange",
    "PlanInspection",
    "PlanMade",
    "PlanMerged",
    "PlanState",
    "PlanVoided",
    "check_month",
    "decide_correct_plan",
    "decide_drop_plan",
    "decide_merge_plan",
    "decide_plan",
    "evolve",
]

_MONTHS = 12


class PlanState(enum.Enum):
    """State of an entry of the plan (计划状态)."""

    PLANNED = "planned"
    MERGED = "merged"
    DROPPED = "dropped"
    VOIDED = "voided"


@attrs.frozen(kw_only=True)
class PlanInspection:
    """Plan an inspection (列入计划). Fields as in `PlanEntry`."""

    year: int
    month: int
    theme: str
    kind: str
    departments: tuple[DepartmentId, ...] = ()
    basis: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PlanEntry:
    """An entry of the yearly plan of inspections (检查计划).

    Attributes:
        id, unit: as in every record.
        year, month: when it is to be held.
        theme: one line.
        kind: code of the kind of inspection (检查类别), see `activities`.
        state: planned, merged into another entry, dropped, or voided with its import.
        departments: departments to be inspected; none: all.
        basis: ids of `Basis` records.
        planned_on: day it was entered in the plan.
        similar: ids of entries and inspections that were similar when it was planned.
        into: the entry it was merged into.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    year: int
    month: int
    theme: str
    kind: str
    state: PlanState
    planned_on: dt.date
    departments: tuple[DepartmentId, ...] = ()
    basis: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()
    into: str | None = None
    imported: str | None = None

    @property
    def month_begins(self) -> dt.date:
        """First day of the month planned."""
        return dt.date(self.year, self.month, 1)


@attrs.frozen(kw_only=True)
class CorrectPlan:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are."""

    year: int | None = None
    month: int | None = None
    theme: str | None = None
    kind: str | None = None
    departments: tuple[DepartmentId, ...] | None = None


@attrs.frozen(kw_only=True)
class PlanMade:
    """It was entered in the plan (列入计划)."""

    id: str
    unit: str
    act: Act
    entry: PlanInspection
    similar: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PlanMerged:
    """It was merged into another entry (合并检查)."""

    act: Act
    into: str


@attrs.frozen(kw_only=True)
class PlanDropped:
    """It was taken out of the plan (取消检查)."""

    act: Act


@attrs.frozen(kw_only=True)
class PlanCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectPlan


@attrs.frozen(kw_only=True)
class PlanVoided:
    """The import it was entered by was undone (作废)."""

    act: Act


@attrs.frozen(kw_only=True)
class PlanEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: PlanEntry


PlanEntryChange = PlanMade | PlanMerged | PlanDropped | PlanCorrected | PlanVoided

_P = PlanState
PLAN_WORKFLOW: Workflow[PlanState] = Workflow(
    code="plan_entry",
    zh="检查计划",
    en="Entry of the plan of inspections",
    steps=(
        Step(name="merge", sources=(_P.PLANNED,), target=_P.MERGED, roles=OFFICE, reason=True),
        Step(
            name="drop",
            sources=(_P.PLANNED,),
            target=_P.DROPPED,
            roles=(Role.SUPERVISION_HEAD,),
            reason=True,
        ),
        Step(name="correct", sources=(_P.PLANNED,), roles=OFFICE, reason=True),
    ),
)


def check_month(year: int, month: int) -> None:
    """Refuse a month there is not: `plan.month` (月份)."""
    if not (EARLIEST.year <= year <= LATEST.year and 1 <= month <= _MONTHS):
        raise Refused("plan.month", year=year, month=month)


def decide_plan(
    id: str,
    unit: str,
    command: PlanInspection,
    *,
    deed: Deed,
    similar: tuple[str, ...] = (),
    tables: ActivityTables = ACTIVITY_TABLES,
) -> tuple[PlanMade]:
    """Enter an inspection in the plan (列入计划). Similar ones are noted, not refused.

    Raises:
        Refused: `separation.role`, `plan.month`, `text.*`, `inspection.unknown_kind`,
            `inspection.kind_ended`.
    """
    check_role("plan", deed.standing, OFFICE)
    check_month(command.year, command.month)
    tables.inspection(command.kind, dt.date(command.year, command.month, 1))
    command = attrs.evolve(command, theme=check_text(command.theme, place="theme"))
    return (PlanMade(id=id, unit=unit, act=deed.act, entry=command, similar=similar),)


def decide_merge_plan(entry: PlanEntry, into: PlanEntry, *, deed: Deed) -> tuple[PlanMerged]:
    """Merge it into another entry, with a reason (合并检查).

    Raises:
        Refused: `workflow.step`, `plan.merge_self`, `plan.ended` when the other is no longer
            planned.
    """
    PLAN_WORKFLOW.check("merge", entry.state, deed)
    if into.id == entry.id:
        raise Refused("plan.merge_self", id=entry.id)
    if into.state is not PlanState.PLANNED:
        raise Refused("plan.ended", id=into.id, state=into.state.value)
    return (PlanMerged(act=deed.act, into=into.id),)


def decide_drop_plan(entry: PlanEntry, *, deed: Deed) -> tuple[PlanDropped]:
    """Take it out of the plan, with a reason (取消检查)."""
    PLAN_WORKFLOW.check("drop", entry.state, deed)
    return (PlanDropped(act=deed.act),)


def decide_correct_plan(
    entry: PlanEntry,
    correction: CorrectPlan,
    *,
    deed: Deed,
    tables: ActivityTables = ACTIVITY_TABLES,
) -> tuple[PlanCorrected]:
    """Correct an entry, with a reason (更正).

    Raises:
        Refused: `workflow.step`, `correction.empty`, `plan.month`, `text.*`,
            `inspection.unknown_kind`, `inspection.kind_ended`.
    """
    PLAN_WORKFLOW.check("correct", entry.state, deed)
    if correction.theme is not None:
        correction = attrs.evolve(correction, theme=check_text(correction.theme, place="theme"))
    check_correction(entry, correction)
    right = corrected(entry, correction)
    check_month(right.year, right.month)
    tables.inspection(right.kind, right.month_begins)
    return (PlanCorrected(act=deed.act, correction=correction),)


def evolve(entry: PlanEntry | None, change: PlanEntryChange | PlanEntered) -> PlanEntry:
    """Build the entry from its last state and one change. Never refuses."""
    if isinstance(change, PlanEntered):
        return change.record
    if isinstance(change, PlanMade):
        return PlanEntry(
            id=change.id,
            unit=change.unit,
            state=PlanState.PLANNED,
            planned_on=change.act.on,
            similar=change.similar,
            **attrs.asdict(change.entry, recurse=False),
        )
    entry = begun(entry, change)
    match change:
        case PlanMerged():
            return attrs.evolve(entry, state=PlanState.MERGED, into=change.into)
        case PlanDropped():
            return attrs.evolve(entry, state=PlanState.DROPPED)
        case PlanCorrected():
            return corrected(entry, change.correction)
        case PlanVoided():
            return attrs.evolve(entry, state=PlanState.VOIDED)
        case _:
            assert_never(change)


PLAN_ENTRY: RecordKind[PlanEntry] = RecordKind(
    name="plan_entry",
    prefix="ple",
    cls=PlanEntry,
    evolve=evolve,
    changes=(
        ChangeType("plan_entry.made", PlanMade),
        ChangeType("plan_entry.merged", PlanMerged),
        ChangeType("plan_entry.dropped", PlanDropped),
        ChangeType("plan_entry.corrected", PlanCorrected),
        ChangeType("plan_entry.voided", PlanVoided),
        ChangeType("plan_entry.entered", PlanEntered),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("kind"),
        Column("year", ColumnType.INTEGER),
        Column("month", ColumnType.INTEGER),
        Column("month_begins", ColumnType.DATE),
        Column("theme"),
    ),
    indexes=(("year", "month"), ("month_begins",)),
    many=(Many("departments"),),
)
