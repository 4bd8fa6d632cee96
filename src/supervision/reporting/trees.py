"""The roll-up (汇总): units within units, departments within units, every row the sum of its own.

What a row counts is its own records and those of the rows below it; `foots` says so. Units and
departments without any stand there with zero: a missing row could mean anything.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from supervision.domain.rules import Wording
from supervision.reporting.statistics import Statistic, unit_of_count

__all__ = ["Branch", "Level", "Tree", "TreeRow", "tree_foots", "tree_of"]


class Level(enum.Enum):
    """What a row of the roll-up is (层级)."""

    UNIT = "unit"
    """院"""
    DEPARTMENT = "department"
    """部门"""


@attrs.frozen(kw_only=True)
class Branch:
    """A unit or department and what lies below it (机构树), in the order people expect.

    Attributes:
        level: what it is.
        id: its id.
        label: its name.
        below: departments first, then units.
    """

    level: Level
    id: str
    label: Wording
    below: tuple[Branch, ...] = ()


@attrs.frozen(kw_only=True)
class TreeRow:
    """One row of a roll-up (汇总行).

    Attributes:
        level: unit or department.
        key: id of the unit or department.
        label: its name.
        depth: 0 for the uppermost; the rows below it follow with one more.
        own: what belongs to itself alone: for a unit, what names none of its departments.
        total: `own` and the totals of the rows right below.
    """

    level: Level
    key: str
    label: Wording
    depth: int
    own: int
    total: int


@attrs.frozen(kw_only=True)
class Tree:
    """A roll-up over units and departments (汇总表).

    Attributes:
        code: code of the register.
        title: title.
        unit: unit of count.
        note: what is counted and what is not.
        rows: the rows, each before those below it.
        total: everything counted, counted apart.
    """

    code: str
    title: Wording
    unit: Wording
    note: Wording
    rows: tuple[TreeRow, ...]
    total: int


def tree_of(
    statistic: Statistic,
    roots: Sequence[Branch],
    counts: Mapping[tuple[str, str | None], int],
    total: int,
) -> Tree:
    """Make the roll-up (汇总).

    Args:
        statistic: what was counted.
        roots: the uppermost units.
        counts: counts by unit and department; `None` where a record names no department.
        total: everything counted, counted apart.
    """
    return Tree(
        code=statistic.code,
        title=statistic.title,
        unit=unit_of_count(statistic.unit),
        note=statistic.note,
        rows=tuple(row for root in roots for row in _rows(root, None, counts, 0)),
        total=total,
    )


def _rows(
    branch: Branch,
    unit: str | None,
    counts: Mapping[tuple[str, str | None], int],
    depth: int,
) -> Iterator[TreeRow]:
    if branch.level is Level.DEPARTMENT:
        own = counts.get((unit or "", branch.id), 0)
    else:
        known = {one.id for one in branch.below if one.level is Level.DEPARTMENT}
        own = sum(
            count
            for (of, department), count in counts.items()
            if of == branch.id and department not in known
        )
    below = [row for one in branch.below for row in _rows(one, branch.id, counts, depth + 1)]
    total = own + sum(row.total for row in below if row.depth == depth + 1)
    yield TreeRow(
        level=branch.level,
        key=branch.id,
        label=branch.label,
        depth=depth,
        own=own,
        total=total,
    )
    yield from below


def tree_foots(tree: Tree) -> bool:
    """Say whether every row is the sum of its own and the rows below, up to the total."""
    tops = sum(row.total for row in tree.rows if row.depth == 0)
    return tops == tree.total and all(
        row.total == row.own + sum(one.total for one in _children(tree.rows[at:]))
        for at, row in enumerate(tree.rows)
    )


def _children(rows: Sequence[TreeRow]) -> Iterable[TreeRow]:
    """Yield the rows right below the first one."""
    depth = rows[0].depth
    for row in rows[1:]:
        if row.depth <= depth:
            return
        if row.depth == depth + 1:
            yield row
