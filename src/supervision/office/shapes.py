"""From kinds to what a store keeps (行形状): shapes, rows, and the format a store is made in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, TypeVar

from supervision.codec import encode
from supervision.domain.marks import OPEN
from supervision.domain.records import Column, ColumnType, Many, Record, RecordKind
from supervision.ports.store import Row, Shape, ShapeColumn

__all__ = ["MESSAGE_SHAPE", "changed_of", "format_of", "row_of", "shape_of", "shapes_of"]

R = TypeVar("R", bound=Record)

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


def changed_of(kind: RecordKind[R], before: R, after: R) -> frozenset[str]:
    """Return the names of the indexed fields in which two states of a record differ."""
    fields: tuple[Column | Many, ...] = (*kind.indexed, *kind.many)
    return frozenset([field.name for field in fields if field.value(before) != field.value(after)])
