"""The case-to-item ratio at work (案-件比): from the case store, by department."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import attrs

from supervision.domain.cases import CaseTrace
from supervision.domain.name_order import name_order
from supervision.domain.periods import Period
from supervision.domain.values import UnitId
from supervision.monitoring.activity_lists import LIST_2020, ActivityList, list_faults
from supervision.monitoring.ratio import (
    CaseCounts,
    Explanation,
    count_cases,
    explain,
    explain_departments,
    summed,
)
from supervision.office.directory import Directory
from supervision.office.office import Office
from supervision.office.toml_files import read_file

__all__ = ["DepartmentRatio", "PeriodRatio", "RatioReport", "case_ratio", "read_activity_list"]


@attrs.frozen(kw_only=True)
class DepartmentRatio:
    """The counts of a department's cases (部门案-件比).

    Attributes:
        department: its name; as the export writes it where nobody knows it, empty for none.
        counts: what the ratio is made of.
        cases, items: 案 and 件.
        ratio: 件 to one 案, exact; nothing without a case.
    """

    department: str
    counts: CaseCounts
    cases: int
    items: int
    ratio: Fraction | None


@attrs.frozen(kw_only=True)
class PeriodRatio:
    """The ratio of a period (周期案-件比).

    Attributes:
        period: code of the period.
        list_holds: whether the list is known to hold for the whole period.
        counts: what the ratio is made of.
        cases, items: 案 and 件.
        ratio: 件 to one 案, exact; nothing without a case.
        departments: the same by department, in the order of their names; no ranking.
    """

    period: str
    list_holds: bool
    counts: CaseCounts
    cases: int
    items: int
    ratio: Fraction | None
    departments: tuple[DepartmentRatio, ...]


@attrs.frozen(kw_only=True)
class RatioReport:
    """The case-to-item ratio (案-件比), and what changed it.

    Attributes:
        activities: the list.
        now: of the period.
        before: of the period it is compared with, if any.
        by_activity: which activities raised it; the changes sum exactly to the difference.
        by_department: which departments raised it; likewise.
        undated: cases without a day of acceptance, which belong to no period.
    """

    activities: ActivityList
    now: PeriodRatio
    before: PeriodRatio | None
    by_activity: Explanation | None
    by_department: Explanation | None
    undated: int


def case_ratio(
    office: Office,
    actor_id: str,
    period: Period,
    *,
    against: Period | None = None,
    activities: ActivityList = LIST_2020,
    progress: Callable[[], None] = lambda: None,
) -> RatioReport:
    """Work out the case-to-item ratio of a period (计算案-件比). Writes nothing.

    The case store is read once, case by case. There is no ratio of a person.

    Args:
        office: the office.
        actor_id: who asks.
        period: the period.
        against: a period to explain the change from.
        activities: the list of activities.
        progress: called once per case read.

    Raises:
        AccessDenied: `access.unknown_officer`.
        Refused: `office.no_cases`.
    """
    with office.read(actor_id) as view:
        department = _Departments(Directory.of(view), office.unit)

    def named(trace: CaseTrace) -> str:
        progress()
        return department.of(trace)

    periods = (period,) if against is None else (period, against)
    tallied = count_cases(office.cases.traces(), activities, periods, named)
    now = tallied.periods[0]
    before = tallied.periods[1] if against is not None else None
    return RatioReport(
        activities=activities,
        now=_period(period, activities, now),
        before=_period(against, activities, before) if against and before is not None else None,
        by_activity=explain(summed(before.values()), summed(now.values())) if before else None,
        by_department=explain_departments(before, now) if before else None,
        undated=tallied.undated,
    )


def read_activity_list(path: Path) -> ActivityList:
    """Read a list of activities from a TOML file (读取活动清单).

    Raises:
        CodecError: `file.invalid` with every problem, `file.toml`, `file.text`.
        ConfigError: `file.missing`.
    """
    return read_file(ActivityList, path, list_faults)


class _Departments:
    """Names of departments as exports write them, each resolved once."""

    def __init__(self, directory: Directory, unit: UnitId) -> None:
        self._directory = directory
        self._unit = unit
        self._known: dict[str, str] = {}

    def of(self, trace: CaseTrace) -> str:
        written = trace.case.department or ""
        if written not in self._known:
            id = self._directory.resolve_department(written, self._unit).id
            self._known[written] = self._directory.name_of(id) if id is not None else written
        return self._known[written]


def _period(
    period: Period, activities: ActivityList, found: Mapping[str, CaseCounts]
) -> PeriodRatio:
    counts = summed(found.values())
    return PeriodRatio(
        period=period.code,
        list_holds=activities.holds_on(period.first) and activities.holds_on(period.last),
        counts=counts,
        cases=counts.cases,
        items=counts.items,
        ratio=counts.ratio,
        departments=tuple(
            DepartmentRatio(
                department=where,
                counts=one,
                cases=one.cases,
                items=one.items,
                ratio=one.ratio,
            )
            for where, one in sorted(found.items(), key=lambda pair: name_order(pair[0]))
        ),
    )
