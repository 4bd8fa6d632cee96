"""Tables (统计表) as content: headings in both languages, rows of exact numbers, and their sum.

The total is counted by itself, never added up here, so that `foots` can say whether the rows
are complete: every statistic must foot. Numbers are whole or exact fractions; they are rounded
only when they are printed, each by itself and half-up, and a quotient by zero is nothing (—).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import attrs

from supervision.domain.rules import Wording
from supervision.domain.values import format_points

__all__ = [
    "DECIMALS",
    "NOTHING",
    "Heading",
    "Number",
    "Table",
    "TableRow",
    "foots",
    "percent",
    "printed",
]

Number: TypeAlias = int | Fraction | None
"""A count, an exact percentage, or nothing where it would be divided by zero."""
DECIMALS = 1
"""Decimals of a percentage, where nobody asks for others."""
NOTHING = "—"
"""How a number is printed that there is not (无)."""


@attrs.frozen(kw_only=True)
class Heading:
    """The heading of a column (栏目).

    Attributes:
        code: stable code, for programs.
        title: what people read.
        percent: whether the numbers are percentages; these do not add up to the total.
    """

    code: str
    title: Wording
    percent: bool = False


@attrs.frozen(kw_only=True)
class TableRow:
    """One row (行).

    Attributes:
        keys: values of the key columns as the records hold them, for programs; empty text for
            none.
        labels: the same for people.
        values: one number for each value column: a count, an exact percentage, or nothing.
    """

    keys: tuple[str, ...]
    labels: tuple[Wording, ...]
    values: tuple[Number, ...]


@attrs.frozen(kw_only=True)
class Table:
    """A table of counts (统计表).

    Attributes:
        code: stable code.
        title: title.
        unit: unit of count, such as 件; every number of the table is in it.
        note: what is counted and what is not.
        keys: headings of what the rows are told apart by.
        values: headings of the numbers.
        rows: the rows, in the order people expect, none last.
        total: the numbers of everything counted.
        overlaps: whether one thing may be counted in several rows, which then do not add up.

    Example:
        >>> count = Heading(code="count", title=Wording(zh="件数", en="Count"))
        >>> table = Table(code="findings", title=Wording(zh="问题", en="Findings"),
        ...               unit=Wording(zh="件", en="findings"), note=Wording(zh="", en=""),
        ...               keys=(), values=(count,), rows=(), total=(0,))
        >>> foots(table)
        True
    """

    code: str
    title: Wording
    unit: Wording
    note: Wording
    keys: tuple[Heading, ...]
    values: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    total: tuple[Number, ...]
    overlaps: bool = False

    def of(self, *keys: str) -> tuple[Number, ...]:
        """Return the numbers of the row with these keys; zeros where there is none."""
        found = next((row.values for row in self.rows if row.keys == keys), None)
        return found if found is not None else tuple(0 for _ in self.values)


def foots(table: Table) -> bool:
    """Say whether the rows add up to the total (合计相符); percentages aside."""
    return all(
        sum(Fraction(row.values[at] or 0) for row in table.rows) == (table.total[at] or 0)
        for at, heading in enumerate(table.values)
        if not heading.percent
    )


def percent(part: Number, whole: Number) -> Fraction | None:
    """Return an exact percentage (百分比); nothing of zero.

    Example:
        >>> percent(1, 3), percent(1, 0)
        (Fraction(100, 3), None)
    """
    return Fraction(part or 0) * 100 / whole if whole else None


def printed(number: Number, decimals: int = DECIMALS) -> str:
    """Return a number as it is printed (显示数值): counts whole, percentages half-up.

    Example:
        >>> printed(12), printed(Fraction(100, 3)), printed(Fraction(100, 3), 2), printed(None)
        ('12', '33.3', '33.33', '—')
    """
    if number is None:
        return NOTHING
    return str(number) if isinstance(number, int) else format_points(number, decimals)
