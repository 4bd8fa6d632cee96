"""From kinds to what a store keeps (行形状): shapes, rows, and the format a store is made in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from supervision.codec import encode
from supervision.domain.marks import OPEN
from supervision.domain.records import Column, ColumnType, Many, Record, RecordKind
from supervision.ports.store import Row, Shape, ShapeColumn, Write

__all__ = [
    "MESSAGE_SHAPE",
    "changed_of",
    "changed_row",
    "format_of",
    "row_of",
    "shape_of",
    "shapes_of",
]

R = TypeVar("R", bound=Record)
V = TypeVar("V")

_LAYOUT = 2
"""Raised when entries, chains or blobs are kept in another way."""

MESSAGE_SHAPE = Shape(
    kind="message",
    columns=(
        ShapeColumn("state", ColumnType.TEXT),
        ShapeColumn("topic", ColumnType.TEXT),
        ShapeColumn("record", ColumnType.TEXT),
        ShapeColumn("posted", ColumnType.INTEGER),
    ),
    indexes=(("state", "posted"),),
)
"""Rows of the outbox. They are a queue and no record: not journalled, not verified."""


def shape_of(kind: RecordKind[Any]) -> Shape:
    """Return how a store indexes the kind."""
    return Shape(
        kind=kind.name,
        columns=tuple(ShapeColumn(column.name, column.type) for column in kind.indexed),
        many=tuple(field.name for field in kind.many),
        indexes=kind.indexes,
    )


def shapes_of(kinds: Iterable[RecordKind[Any]]) -> tuple[Shape, ...]:
    """Return the shapes of the kinds and of the outbox."""
    return (*(shape_of(kind) for kind in kinds), MESSAGE_SHAPE)


def format_of(kinds: Iterable[RecordKind[Any]]) -> str:
    """Return the name of the format: layout, and a digest of all that rows are made of.

    It follows from the declarations, so a changed column or body cannot be forgotten.
    """
    kinds = tuple(kinds)
    told = [f"{shape}" for shape in shapes_of(kinds)]
    told += [f"{kind.name} {kind.body_version}" for kind in kinds]
    return f"{_LAYOUT}-{hashlib.sha256(chr(10).join(told).encode()).hexdigest()[:12]}"


def row_of(kind: RecordKind[R], record: R, version: int, path: str, file: str = OPEN) -> Row:
    """Return the row of a record that lies in the open, or at `file`."""
    return Row(
        kind=kind.name,
        id=record.id,
        unit=record.unit,
        path=path,
        file=file,
        version=version,
        body=encode(record),
        columns=kind.columns_of(record),
        many=kind.many_of(record),
    )


class _Fields(Mapping[str, V]):
    """The indexed fields of a record, read when somebody asks for them (按需取值)."""

    __slots__ = ("_kinds", "_record")

    def __init__(self, kinds: Mapping[str, Column | Many], record: Record) -> None:
        self._kinds = kinds
        self._record = record

    def __getitem__(self, name: str) -> V:
        return cast(V, self._kinds[name].of(self._record))

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


def changed_row(
    kind: RecordKind[R], before: R, after: R, place: tuple[str, str], *, stored: int, version: int
) -> Write:
    """Return the write that makes the row of a record known in one state that of another.

    Most fields have not changed, and most stores leave these alone.

    Args:
        kind: the kind.
        before, after: the states.
        place: the unit's path, and where the record lies.
        stored, version: their versions.
    """
    path, file = place
    row = Row(
        kind=kind.name,
        id=after.id,
        unit=after.unit,
        path=path,
        file=file,
        version=version,
        body=encode(after),
        columns=_Fields(kind.columns, after),
        many=_Fields(kind.fields, after),
    )
    return Write(row=row, expected=stored, changed=changed_of(kind, before, after))


def changed_of(kind: RecordKind[R], before: R, after: R) -> frozenset[str]:
    """Return the names of the indexed fields in which two states of a record differ."""
    fields: tuple[Column | Many, ...] = (*kind.indexed, *kind.many)
    changed = []
    for field in fields:
        value = field.value
        was, now = value(before), value(after)
        if was is not now and was != now:
            changed.append(field.name)
    return frozenset(changed)
