"""Counting (统计): any register, by what it declares, over what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from supervision.domain.departments import Department
from supervision.domain.periods import Period
from supervision.domain.rules import Wording
from supervision.domain.units import Unit
from supervision.errors import UsageError
from supervision.office.naming import ViewNames, stands
from supervision.office.views import ReadView
from supervision.ports.query import After, And, Before, Everything, Not, Or, Predicate
from supervision.reporting.comparing import compared
from supervision.reporting.registers import register_of
from supervision.reporting.statistics import (
    Dimension,
    Each,
    Groups,
    Named,
    Statistic,
    day_of_code,
    dimensions_of,
    followed,
    overlaps,
    scanned,
    scans,
    table_of,
)
from supervision.reporting.tables import Table
from supervision.reporting.trees import Branch, Level, Tree, tree_of

__all__ = ["compare", "count", "departments_of", "roll_up"]


def count(
    view: ReadView,
    register: str,
    by: Sequence[str] = (),
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    day: str | None = None,
    names: ViewNames | None = None,
    where: Predicate = Everything,
) -> Table:
    """Count a register (统计).

    Args:
        view: what the actor may see.
        register: code of the register, see `supervision.reporting.registers.REGISTERS`.
        by: codes of what to count by; for none, everything at once.
        first, last: only records whose day lies between, both included. A record without that
            day is left out once one of them is given. A department merged before `last` counts
            with its successor.
        day: the date field; by default the register's usual one.
        names: what values are called; by default as the view says.
        where: only records that match.

    Returns:
        The table. Rows and total are counted apart, in one consistent state. By departments
        alone, those without any have a row as well.

    Raises:
        UsageError: `statistics.register`, `statistics.field`, `statistics.day` with what there
            is.
    """
    desk = _Desk(view, register_of(register), names or ViewNames(view), where)
    within = _days(day_of_code(desk.statistic, day), first, last)
    return desk.table(dimensions_of(desk.statistic, by), within, last)


def compare(
    view: ReadView,
    register: str,
    by: Sequence[str] = (),
    *,
    period: Period,
    against: Period,
    day: str | None = None,
    names: ViewNames | None = None,
    where: Predicate = Everything,
) -> Table:
    """Compare a register in two periods (对比): counts, difference, exact percentage.

    Args:
        view, register, by, day, names, where: as for `count`.
        period: the period.
        against: the period it is compared with: `year_before(period)` for 同比,
            `period_before(period)` for 环比, or any other.

    Raises:
        UsageError: as `count`.
    """
    desk = _Desk(view, register_of(register), names or ViewNames(view), where)
    field = day_of_code(desk.statistic, day)
    dimensions = dimensions_of(desk.statistic, by)
    these = _days(field, period.first, period.last)
    those = _days(field, against.first, against.last)
    # The rows of either, in one order; where nothing is counted by, the one row of all.
    both = desk.table(dimensions, Or((these, those)), period.last)
    now = desk.table(dimensions, these, period.last)
    before = desk.table(dimensions, those, period.last)
    return compared(both, now, before, period, against)


def roll_up(
    view: ReadView,
    register: str,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    day: str | None = None,
    names: ViewNames | None = None,
    where: Predicate = Everything,
) -> Tree:
    """Add a register up over units and departments (汇总).

    Args:
        view, register, first, last, day, names, where: as for `count`.

    Returns:
        The roll-up, with every unit and department the view shows: zeros as well.

    Raises:
        UsageError: as `count`; `statistics.overlap` for a register whose rows do not add up.
    """
    desk = _Desk(view, register_of(register), names or ViewNames(view), where)
    within = _days(day_of_code(desk.statistic, day), first, last)
    return desk.tree(within, last)


def departments_of(names: ViewNames, on: dt.date | None = None) -> tuple[Department, ...]:
    """Return the departments there are on a day (在设部门), in the order people expect."""
    return tuple(one for one in names.departments if stands(one, on))


def _days(field: str, first: dt.date | None, last: dt.date | None) -> Predicate:
    parts: list[Predicate] = []
    if first is not None:
        parts.append(Not(Before(field, first.isoformat())))
    if last is not None:
        parts.append(Not(After(field, last.isoformat())))
    return And(tuple(parts))


class _Desk:
    """One register of one view."""

    def __init__(
        self, view: ReadView, statistic: Statistic, names: ViewNames, where: Predicate
    ) -> None:
        self.statistic = statistic
        self._view = view
        self._names = names
        self._where = And((statistic.where, where))

    def table(self, by: Sequence[Dimension], within: Predicate, on: dt.date | None) -> Table:
        groups, total = self._groups(by, within, on)
        zeros = departments_of(self._names, on) if _by_department(by) else ()
        return table_of(
            self.statistic, by, groups, total, self._names, tuple(one.id for one in zeros)
        )

    def _groups(
        self, by: Sequence[Dimension], within: Predicate, on: dt.date | None
    ) -> tuple[Groups, int]:
        kind = self.statistic.kind
        where = And((self._where, within))
        places = any(one.named is Named.DEPARTMENT for one in by)
        heirs = self._names.heirs(on) if places else {}
        if scans(self.statistic, by):
            return scanned(self.statistic, by, self._view.each(kind, where), heirs)
        keys = [one.key for one in by if not isinstance(one.key, Each)]
        groups = {one.key: one.count for one in self._view.tally(kind, where, keys)}
        return followed(by, groups, heirs), sum(one.count for one in self._view.tally(kind, where))

    def tree(self, within: Predicate, on: dt.date | None) -> Tree:
        department = self.statistic.dimension_of(Named.DEPARTMENT)
        unit = Dimension(code="unit", title=Wording(zh="", en=""), key="unit")
        by = (unit, department) if department else (unit,)
        if overlaps(self.statistic, by):
            raise UsageError("statistics.overlap", register=self.statistic.code)
        groups, total = self._groups(by, within, on)
        counts = {
            (str(key[0]), str(key[1]) if len(key) > 1 and key[1] is not None else None): count
            for key, count in groups.items()
        }
        return tree_of(self.statistic, self._roots(counts, on), counts, total)

    def _roots(
        self, counts: dict[tuple[str, str | None], int], on: dt.date | None
    ) -> tuple[Branch, ...]:
        units = self._names.units
        paths = {unit.path: unit for unit in units}
        held = {department for _, department in counts}
        there = {one.id for one in departments_of(self._names, on)}
        shown = [one for one in self._names.departments if one.id in there or one.id in held]

        def above(unit: Unit) -> str | None:
            path = unit.path.rpartition("/")[0]
            while path and path not in paths:
                path = path.rpartition("/")[0]
            return path or None

        def branch(unit: Unit) -> Branch:
            departments = (
                Branch(level=Level.DEPARTMENT, id=one.id, label=_both(one.name))
                for one in shown
                if one.unit == unit.id
            )
            below = (branch(one) for one in units if above(one) == unit.path)
            return Branch(
                level=Level.UNIT,
                id=unit.id,
                label=_both(unit.name),
                below=(*departments, *below),
            )

        known = {unit.id for unit in units}
        unknown = sorted({unit for unit, _ in counts} - known)
        return (
            *(branch(unit) for unit in units if above(unit) is None),
            *(Branch(level=Level.UNIT, id=one, label=_both(one)) for one in unknown),
        )


def _by_department(by: Sequence[Dimension]) -> bool:
    return len(by) == 1 and by[0].named is Named.DEPARTMENT


def _both(name: str) -> Wording:
    return Wording(zh=name, en=name)
