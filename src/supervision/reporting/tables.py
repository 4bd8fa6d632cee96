"""Tables (统计表) as content: headings in both languages, rows of whole numbers, and their sum.

The total is counted by itself, never added up here, so that `foots` can say whether the rows
are complete: every statistic must foot.
"""

from __future__ import annotations

import attrs

from supervision.domain.rules import Wording

__all__ = ["Heading", "Table", "TableRow", "foots"]


@attrs.frozen(kw_only=True)
class Heading:
    """The heading of a column (栏目).

    Attributes:
        code: stable code, for programs.
        title: what people read.
    """

    code: str
    title: Wording


@attrs.frozen(kw_only=True)
class TableRow:
    """One row (行).

    Attributes:
        keys: values of the key columns as the records hold them, for programs; empty text for
            none.
        labels: the same for people.
        values: one number for each value column.
    """

    keys: tuple[str, ...]
    labels: tuple[Wording, ...]
    values: tuple[int, ...]


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
        rows: the rows, sorted by key, none last.
        total: the numbers of everything counted.

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
    total: tuple[int, ...]


def foots(table: Table) -> bool:
    """Say whether the rows add up to the total (合计相符)."""
    sums = [sum(row.values[at] for row in table.rows) for at in range(len(table.values))]
    return tuple(sums) == table.total
