"""What values are called (取值名称与次序), from records and the office's own tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property

from supervision.domain.departments import DEPARTMENT, Department, DepartmentKind
from supervision.domain.item_kinds import ITEM_TABLES, ItemTables
from supervision.domain.ladders import LADDERS, Ladder
from supervision.domain.name_order import NameKey, name_order
from supervision.domain.officers import OFFICER
from supervision.domain.problem_codes import PROBLEM_CODE
from supervision.domain.rules import Wording
from supervision.domain.units import UNIT, Unit
from supervision.office.directory import Directory
from supervision.office.views import ReadView
from supervision.ports.query import Eq, Everything, Predicate
from supervision.reporting.statistics import Named

__all__ = ["ViewNames", "department_order", "stands"]

_RANK = {
    DepartmentKind.BUSINESS: 0,
    DepartmentKind.SUPERVISION: 1,
    DepartmentKind.OTHER: 2,
}


def department_order(department: Department) -> NameKey:
    """Return the key by which departments are sorted (部门次序).

    Business departments first, then supervision, then the others; within each by name, numerals
    as numbers: 第一检察部, 第二检察部, 第三检察部.
    """
    return ((0, _RANK[department.kind], ""), *name_order(department.name))


def stands(department: Department, on: dt.date | None = None) -> bool:
    """Say whether there is such a department on a day, or lastingly (在设)."""
    if department.closed_on is None:
        return True
    return on is not None and department.closed_on >= on


class ViewNames:
    """Names as a view shows them (名称); each source is read once, when a row needs it.

    Args:
        view: what the actor may see.
        items, ladders: the office's tables, for what kinds and rungs are called.
        unit: only departments and problem codes of this unit; by default all the view shows.
        people: whether officers are called by their names. Names are sealed and not in an
            office called back from its journal; staff numbers are.
    """

    def __init__(
        self,
        view: ReadView,
        items: ItemTables = ITEM_TABLES,
        ladders: Mapping[str, Ladder] = LADDERS,
        *,
        unit: str | None = None,
        people: bool = True,
    ) -> None:
        self._view = view
        self._within: Predicate = Everything if unit is None else Eq("unit", unit)
        self._items = items
        self._ladders = ladders
        self._people = people
        self._known: dict[Named, Mapping[str, tuple[Wording, NameKey]]] = {}
        self._sources: Mapping[Named, Callable[[], Mapping[str, tuple[Wording, NameKey]]]] = {
            Named.UNIT: self._read_units,
            Named.DEPARTMENT: self._read_departments,
            Named.OFFICER: self._read_officers,
            Named.PROBLEM_CODE: self._read_problem_codes,
            Named.ITEM_KIND: self._read_item_kinds,
            Named.RUNG: self._read_rungs,
        }

    def label(self, named: Named, value: str) -> Wording:
        """Return what people call a value; the value itself where nobody knows."""
        found = self._of(named).get(value)
        return found[0] if found else Wording(zh=value, en=value)

    def order(self, named: Named, value: str) -> NameKey:
        """Return the key by which values of one source are sorted; unknown ones last."""
        found = self._of(named).get(value)
        return found[1] if found else ((2, 0, value),)

    def _of(self, named: Named) -> Mapping[str, tuple[Wording, NameKey]]:
        if named not in self._known:
            self._known[named] = self._sources[named]()
        return self._known[named]

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The units in the order of their names."""
        return tuple(sorted(self._view.each(UNIT), key=lambda one: name_order(one.name)))

    @cached_property
    def departments(self) -> tuple[Department, ...]:
        """The departments in the order people expect."""
        return tuple(sorted(self._view.each(DEPARTMENT, self._within), key=department_order))

    def heirs(self, on: dt.date | None = None) -> Mapping[str, str]:
        """Return which department took over the work of each that was merged by a day (承继)."""
        into = {
            one.id: one.merged_into
            for one in self.departments
            if one.merged_into and not stands(one, on)
        }
        found: dict[str, str] = {}
        for id in into:
            heir, seen = id, {id}
            while (after := into.get(heir)) is not None and after not in seen:
                seen.add(after)
                heir = after
            found[id] = heir
        return found

    def _read_units(self) -> Mapping[str, tuple[Wording, NameKey]]:
        return {one.id: (_both(one.name), name_order(one.name)) for one in self.units}

    def _read_departments(self) -> Mapping[str, tuple[Wording, NameKey]]:
        """Call a department by its unit as well where several units have departments."""
        several = len({one.unit for one in self.departments}) > 1
        names = {unit.id: unit.name for unit in self.units}
        return {
            one.id: (
                _both(f"{names.get(one.unit, '')}{one.name}" if several else one.name),
                (
                    *(name_order(names.get(one.unit, "")) if several else ()),
                    *department_order(one),
                ),
            )
            for one in self.departments
        }

    def _read_officers(self) -> Mapping[str, tuple[Wording, NameKey]]:
        if self._people:
            directory = Directory.of(self._view)
            return {
                id: (_both(directory.name_of(id)), ((1, 0, one.staff_number),))
                for id, one in directory.officers.items()
            }
        return {
            one.id: (_both(one.staff_number), ((1, 0, one.staff_number),))
            for one in self._view.each(OFFICER)
        }

    def _read_problem_codes(self) -> Mapping[str, tuple[Wording, NameKey]]:
        return {
            one.code: (Wording(zh=one.zh, en=one.en or one.zh), ((1, 0, one.code),))
            for one in self._view.each(PROBLEM_CODE, self._within)
        }

    def _read_item_kinds(self) -> Mapping[str, tuple[Wording, NameKey]]:
        return {
            code: (Wording(zh=kind.zh, en=kind.en), ((0, place, ""),))
            for place, (code, kind) in enumerate(self._items.kinds.items())
        }

    def _read_rungs(self) -> Mapping[str, tuple[Wording, NameKey]]:
        rungs = [rung for ladder in self._ladders.values() for rung in ladder.rungs]
        return {
            rung.code: (Wording(zh=rung.zh, en=rung.en), ((0, place, ""),))
            for place, rung in enumerate(rungs)
        }


def _both(name: str) -> Wording:
    return Wording(zh=name, en=name)
