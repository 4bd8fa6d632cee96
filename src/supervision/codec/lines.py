"""Lines of a list read from columns (清单行的读取): a class says which fields, and of what types."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeAlias, TypeVar, Union, cast, get_args, get_origin

import attrs

from supervision.codec.text import REFUSALS, structure, trusting

__all__ = ["line_fields", "read_lines"]

L = TypeVar("L")
_Column: TypeAlias = Callable[[Sequence[Any]], Sequence[Any]]


def line_fields(cls: type) -> tuple[str, ...]:
    """Return the names of a class's fields."""
    return tuple([field.name for field in attrs.fields(cls)])


def read_lines(cls: type[L], rows: Iterable[Sequence[object]]) -> list[L]:
    """Read values of `cls` from what columns hold of its fields, in their order.

    Args:
        cls: an attrs class of texts, integers, dates and enumerations, taken by position.
        rows: of each line the values of its fields.

    Raises:
        CodecError: `codec.invalid` with every problem and its path.
    """
    rows, bare = tuple(rows), cast(Any, cls)
    if not rows:
        return []
    try:
        columns = [
            read(column)
            for read, column in zip(_columns(bare), zip(*rows, strict=True), strict=True)
        ]
    except REFUSALS:  # told again, with every problem and its path
        return [structure(cls, dict(zip(line_fields(cls), row, strict=True))) for row in rows]
    return list(map(cls, *columns))


@cache
def _columns(cls: type) -> tuple[_Column, ...]:
    """Return how each field's column is read."""
    return tuple(_column(field.type) for field in attrs.fields(attrs.resolve_types(cls)))


def _column(target: Any) -> _Column:
    enter = trusting().get_structure_hook(target)
    parts = get_args(target) if get_origin(target) in (Union, types.UnionType) else (target,)
    bases = {getattr(part, "__supertype__", part) for part in parts}
    unchanged = bases & {str, int, type(None)}

    def read(column: Sequence[Any]) -> Sequence[Any]:
        if unchanged.issuperset(map(type, column)):
            return column
        known = {value: enter(value, target) for value in set(column)}  # most are the same
        return [known[value] for value in column]

    return read
