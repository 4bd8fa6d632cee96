"""What a ledger declares (台账的构成): its kind, its columns, its order, its unit of count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from supervision.domain.records import ColumnType, RecordKind
from supervision.domain.rules import Wording
from supervision.reporting.cells import Cell, Form, cell_of, values_at
from supervision.reporting.statistics import CountUnit

__all__ = ["Ledger", "LedgerColumn", "listed", "more"]


@attrs.frozen(kw_only=True)
class LedgerColumn:
    """A column of a ledger (栏目).

    Attributes:
        path: field of the record; a dot leads into a nested value.
        title: heading; by default what the field is called.
        aliases: other headings an old ledger may have for it.
        listed: whether a list on the screen shows it unless other columns are asked for.
    """

    path: str
    title: Wording | None = None
    aliases: tuple[str, ...] = ()
    listed: bool = False


@attrs.frozen(kw_only=True)
class Ledger:
    """A ledger (台账).

    Attributes:
        kind: the kind of its records.
        columns: its columns, in order. The id stands before them.
        order: fields it is sorted by; with `-` before it, descending.
        title: title; by default what the kind is called.
        unit: unit of count; `None`: records (条), which no statistic counts.
    """

    kind: RecordKind[Any]
    columns: tuple[LedgerColumn, ...]
    order: tuple[str, ...] = ()
    title: Wording | None = None
    unit: CountUnit | None = None

    @property
    def code(self) -> str:
        """Name on the command line: that of the kind."""
        return self.kind.name

    @property
    def fields(self) -> Mapping[str, ColumnType]:
        """What may be ordered by, and filtered: the declared fields of the kind, `id`, `unit`."""
        declared = {column.name: column.type for column in self.kind.indexed}
        return {"id": ColumnType.TEXT, "unit": ColumnType.TEXT, **declared}

    @property
    def many(self) -> tuple[str, ...]:
        """Multi-valued fields: these may be filtered, not ordered by."""
        return tuple(field.name for field in self.kind.many)

    def cell(self, path: str) -> Cell:
        """Return what a column or field holds."""
        return cell_of(self.kind, path)

    def column(self, path: str) -> LedgerColumn | None:
        """Return a column by its path."""
        return next((column for column in self.columns if column.path == path), None)

    def values(self, record: object, path: str) -> tuple[object, ...]:
        """Return what a column or field of a record holds."""
        return values_at(self.kind, record, path)

    def texts(self, record: object) -> Iterator[str]:
        """Yield every text of a record in which words are searched for."""
        for column in self.columns:
            if self.cell(column.path).form is Form.TEXT:
                yield from (str(value) for value in self.values(record, column.path))


def listed(path: str, zh: str, en: str, *aliases: str) -> LedgerColumn:
    """Return a column that a list on the screen shows (清单栏目)."""
    return LedgerColumn(path=path, title=Wording(zh=zh, en=en), aliases=aliases, listed=True)


def more(path: str, zh: str, en: str, *aliases: str) -> LedgerColumn:
    """Return a column that is shown when it is asked for, and exported (其他栏目)."""
    return LedgerColumn(path=path, title=Wording(zh=zh, en=en), aliases=aliases)
