"""The query algebra (查询代数): closed, three-valued like SQL, with one pure meaning.

A comparison with nothing is *unknown*; `Not` of unknown is unknown; a row is found only where
the predicate is true. `Eq(field, None)` alone asks for nothing and is never unknown. Texts
compare by code point. Every store must find what `matches` finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from supervision.domain.records import Scalar

__all__ = [
    "After",
    "And",
    "Before",
    "Cursor",
    "Eq",
    "Everything",
    "Has",
    "In",
    "Key",
    "Month",
    "Not",
    "Nothing",
    "Or",
    "Order",
    "Predicate",
    "Prefix",
    "Query",
    "Tally",
    "Under",
    "fields_of",
    "matches",
    "order_key",
]


@attrs.frozen
class Eq:
    """The field equals the value; with `None`: the field holds nothing."""

    field: str
    value: Scalar


@attrs.frozen
class In:
    """The field equals one of the values. No value: false."""

    field: str
    values: tuple[str | int, ...]


@attrs.frozen
class Before:
    """The field is less than the value (for dates: earlier)."""

    field: str
    value: str | int


@attrs.frozen
class After:
    """The field is greater than the value (for dates: later)."""

    field: str
    value: str | int


@attrs.frozen
class Prefix:
    """The text field begins with the text, letter by letter."""

    field: str
    text: str


@attrs.frozen
class Has:
    """The multi-valued field contains the value."""

    field: str
    value: str


@attrs.frozen
class Under:
    """The record's unit lies at or below the unit path such as `/fj/fz/mw`."""

    path: str


@attrs.frozen
class And:
    """All parts are true. No part: true."""

    parts: tuple[Predicate, ...] = ()


@attrs.frozen
class Or:
    """Some part is true. No part: false."""

    parts: tuple[Predicate, ...] = ()


@attrs.frozen
class Not:
    """The part is false (not merely unknown)."""

    part: Predicate


Predicate: TypeAlias = Eq | In | Before | After | Prefix | Has | Under | And | Or | Not

Everything = And()
Nothing = Or()


@attrs.frozen
class Order:
    """One sort key. Nothing sorts first when ascending, last when descending."""

    field: str
    descending: bool = False


@attrs.frozen
class Cursor:
    """Where a page ended: the last row's values of the order fields, then its id."""

    values: tuple[Scalar, ...]
    id: str


@attrs.frozen(kw_only=True)
class Query:
    """Rows of one kind (查询). The id is always the last, ascending sort key.

    Attributes:
        kind: record kind's name.
        where: the predicate.
        order: declared fields only.
        after: continue behind this cursor.
        limit: at most so many rows; `None` for all.
        prepared: room for what a store has made of it, by store, so that a query kept and asked
            again is translated once.
    """

    kind: str
    where: Predicate = Everything
    order: tuple[Order, ...] = ()
    after: Cursor | None = None
    limit: int | None = None
    prepared: dict[object, Any] = attrs.field(factory=dict, init=False, eq=False, repr=False)


@attrs.frozen
class Month:
    """The `YYYY-MM` of a date field, as a key of `tally`."""

    field: str


Key: TypeAlias = str | Month


@attrs.frozen
class Tally:
    """One group of a tally (计数).

    Attributes:
        key: the values in the order of `by`.
        count: rows in the group.
        sum: sum of the asked integer field, nothing counting as 0; 0 when none was asked.
    """

    key: tuple[Scalar, ...]
    count: int
    sum: int = 0


def matches(
    predicate: Predicate,
    columns: Mapping[str, Scalar],
    many: Mapping[str, tuple[str, ...]],
    path: str,
) -> bool | None:
    """Say what `predicate` is for a row: true, false or (`None`) unknown."""
    match predicate:
        case And(parts):
            return _all(matches(part, columns, many, path) for part in parts)
        case Or(parts):
            found = _all(_negate(matches(part, columns, many, path)) for part in parts)
            return _negate(found)
        case Not(part):
            return _negate(matches(part, columns, many, path))
        case Has(field, value):
            return value in many[field]
        case Under(prefix):
            return path == prefix or path.startswith(prefix.rstrip("/") + "/")
        case Eq(field, None):
            return columns[field] is None
        case _:
            return _compare(predicate, columns[predicate.field])


def _compare(predicate: Eq | In | Before | After | Prefix, found: Scalar) -> bool | None:
    if isinstance(predicate, In) and not predicate.values:
        return False
    if found is None:
        return None
    match predicate:
        case Eq(_, value):
            return found == value
        case In(_, values):
            return found in values
        case Before(_, value):
            return found < value  # type: ignore[operator]  # one column, one type
        case After(_, value):
            return found > value  # type: ignore[operator]  # one column, one type
        case Prefix(_, text):
            return str(found).startswith(text)


def _negate(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _all(truths: Iterable[bool | None]) -> bool | None:
    result: bool | None = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def fields_of(predicate: Predicate) -> tuple[set[str], set[str]]:
    """Return the names of the columns and of the multi-valued fields a predicate uses."""
    match predicate:
        case And(parts) | Or(parts):
            pairs = [fields_of(part) for part in parts]
            return set().union(*(p[0] for p in pairs)), set().union(*(p[1] for p in pairs))
        case Not(part):
            return fields_of(part)
        case Has(field, _):
            return set(), {field}
        case Under(_):
            return set(), set()
        case _:
            return {predicate.field}, set()


def order_key(value: Scalar) -> tuple[int, str | int]:
    """Return a key that sorts nothing first, then by value."""
    return (0, 0) if value is None else (1, value)
