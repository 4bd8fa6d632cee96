"""From kinds to what a store keeps (行形状): shapes, rows, and the format a store is made in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import compress
from operator import attrgetter, is_not
from typing import Any, TypeVar, cast

import attrs

from supervision.codec import encode
from supervision.domain.marks import OPEN
from supervision.domain.records import (
    Column,
    ColumnType,
    Many,
    Record,
    RecordKind,
    Scalar,
    scalar,
)
from supervision.ports.store import Row, Shape, ShapeColumn, Write

__all__ = [
    "MESSAGE_SHAPE",
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

    __slots__ = ("_kinds", "_known", "_record")

    def __init__(
        self, kinds: Mapping[str, Column | Many], record: Record, known: dict[str, V]
    ) -> None:
        self._kinds = kinds
        self._record = record
        self._known = known

    def __getitem__(self, name: str) -> V:
        known = self._known
        if name not in known:
            known[name] = cast(V, self._kinds[name].of(self._record))
        return known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


class _Sources:
    """Of which attributes of a record its indexed fields are made (索引字段的来源)."""

    def __init__(self, kind: RecordKind[Any]) -> None:
        own = attrs.fields_dict(kind.cls)
        # These two never change; a getter of two names or more returns a tuple.
        by_attribute: dict[str, list[Column | Many]] = {"id": [], "unit": []}
        unknown: list[Column | Many] = []
        fields: tuple[Column | Many, ...] = (*kind.indexed, *kind.many)
        for field in fields:
            reads = field.reads
            if reads is None and not field.made and field.name in own:
                reads = (field.name,)
            for name in reads or ():
                by_attribute.setdefault(name, []).append(field)
            if reads is None:
                unknown.append(field)
        self._attributes = tuple(by_attribute)
        self._values: Callable[[Any], tuple[object, ...]] = attrgetter(*self._attributes)
        self._by_attribute = by_attribute
        self._unknown = unknown

    def touched(self, before: Record, after: Record) -> Iterator[Column | Many]:
        """Yield the fields that may differ, and perhaps one of them twice."""
        differs = map(is_not, self._values(before), self._values(after))
        for name in compress(self._attributes, differs):
            yield from self._by_attribute[name]
        yield from self._unknown


_sources: Callable[[RecordKind[Any]], _Sources] = cache(_Sources)


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
    columns: dict[str, Scalar] = {}
    many: dict[str, tuple[str, ...]] = {}
    for field in _sources(kind).touched(before, after):
        was, now = field.value(before), field.value(after)
        if was is now or was == now:
            continue
        if isinstance(field, Column):
            columns[field.name] = scalar(now)
        else:
            many[field.name] = field.of(after)
    row = Row(
        kind=kind.name,
        id=after.id,
        unit=after.unit,
        path=path,
        file=file,
        version=version,
        body=encode(after),
        columns=_Fields(kind.columns, after, columns),
        many=_Fields(kind.fields, after, many),
    )
    return Write(row=row, expected=stored, changed=frozenset((*columns, *many)))
