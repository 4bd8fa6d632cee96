"""Counting (统计): any register, by what it declares, over what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from supervision.domain.item_kinds import ITEM_TABLES, ItemTables
from supervision.domain.ladders import LADDERS, Ladder
from supervision.domain.problem_codes import PROBLEM_CODE
from supervision.domain.records import Scalar
from supervision.domain.rules import Wording
from supervision.office.directory import Directory
from supervision.office.views import ReadView
from supervision.ports.query import After, And, Before, Not, Predicate, Tally
from supervision.reporting.statistics import (
    Dimension,
    Named,
    Register,
    as_is,
    dimensions_of,
    register_of,
    table_of,
)
from supervision.reporting.tables import Table

__all__ = ["count"]


def count(
    view: ReadView,
    register: str,
    by: Sequence[str] = (),
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    items: ItemTables = ITEM_TABLES,
    ladders: Mapping[str, Ladder] = LADDERS,
) -> Table:
    """Count a register (统计).

    Args:
        view: what the actor may see.
        register: code of the register, see `supervision.reporting.statistics.REGISTERS`.
        by: codes of what to count by; for none, everything at once.
        first, last: only records whose day lies between, both included. A record without that
            day is left out once one of them is given.
        items, ladders: the office's tables, for what kinds and rungs are called.

    Returns:
        The table. Rows and total are counted apart, in one consistent state.

    Raises:
        UsageError: `statistics.register`, `statistics.field` with what there is.
    """
    declared = register_of(register)
    dimensions = dimensions_of(declared, by)
    where = And((declared.where, *_days(declared, first, last)))
    names = _Names(view, items, ladders)
    tallies = view.tally(declared.kind, where, [dimension.key for dimension in dimensions])
    return table_of(
        declared,
        dimensions,
        _followed(tallies, dimensions, names),
        sum(group.count for group in view.tally(declared.kind, where)),
        names.resolve,
    )


def _followed(
    tallies: Sequence[Tally], dimensions: Sequence[Dimension], names: _Names
) -> Sequence[Tally]:
    """Count a merged department with its successor (部门合并后统计随之合并)."""
    places = [n for n, one in enumerate(dimensions) if one.named is Named.DEPARTMENT]
    if not places:
        return tallies
    heir = names.directory.heir
    sums: dict[tuple[Scalar, ...], int] = {}
    for tally in tallies:
        key = list(tally.key)
        for place in places:
            key[place] = heir(str(key[place])) if key[place] is not None else None
        sums[tuple(key)] = sums.get(tuple(key), 0) + tally.count
    return [Tally(key=key, count=count) for key, count in sums.items()]


def _days(register: Register, first: dt.date | None, last: dt.date | None) -> tuple[Predicate, ...]:
    parts: list[Predicate] = []
    if first is not None:
        parts.append(Not(Before(register.day, first.isoformat())))
    if last is not None:
        parts.append(Not(After(register.day, last.isoformat())))
    return tuple(parts)


class _Names:
    """What values are called; each source is read once, and only when a row needs it."""

    def __init__(self, view: ReadView, items: ItemTables, ladders: Mapping[str, Ladder]) -> None:
        self._view = view
        self._known: dict[Named, Mapping[str, Wording]] = {}
        self._sources: Mapping[Named, Callable[[], Mapping[str, Wording]]] = {
            Named.PROBLEM_CODE: lambda: {
                one.code: Wording(zh=one.zh, en=one.en or one.zh) for one in view.each(PROBLEM_CODE)
            },
            Named.ITEM_KIND: lambda: {
                code: Wording(zh=kind.zh, en=kind.en) for code, kind in items.kinds.items()
            },
            Named.RUNG: lambda: {
                rung.code: Wording(zh=rung.zh, en=rung.en)
                for ladder in ladders.values()
                for rung in ladder.rungs
            },
        }

    @cached_property
    def directory(self) -> Directory:
        return Directory.of(self._view)

    def resolve(self, named: Named, value: str) -> Wording:
        if named in self._sources:
            if named not in self._known:
                self._known[named] = self._sources[named]()
            return self._known[named].get(value) or as_is(named, value)
        name = self.directory.name_of(value)
        return Wording(zh=name, en=name)
