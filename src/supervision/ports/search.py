"""The pure meaning of queries on complete rows (查询求值). A store may use it or must equal it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from supervision.domain.records import Scalar
from supervision.ports.query import (
    Cursor,
    Key,
    Month,
    Order,
    Predicate,
    Query,
    Tally,
    matches,
    order_key,
)
from supervision.ports.store import Lines, Page, Row, Stored

__all__ = ["fields_of_row", "lines_of", "page_of", "tallies_of"]


def fields_of_row(row: Row) -> Mapping[str, Scalar]:
    """Return every field a query may name: the columns, `id`, `unit` and `file`."""
    return {**row.columns, "id": row.id, "unit": row.unit, "file": row.file}


def page_of(rows: Iterable[Row], query: Query) -> Page:
    """Return the page of `rows` a query asks for (分页).

    `rows` are all rows of the query's kind, in any order.
    """
    found, following = _found(rows, query)
    return Page(tuple(_stored(row) for _, row in found), following)


def lines_of(rows: Iterable[Row], query: Query, fields: Sequence[str]) -> Lines:
    """Return the same page, and of each row these fields (分页取字段)."""
    found, following = _found(rows, query)
    return Lines(tuple(tuple(known[field] for field in fields) for known, _ in found), following)


def _found(
    rows: Iterable[Row], query: Query
) -> tuple[list[tuple[Mapping[str, Scalar], Row]], Cursor | None]:
    found = [
        (fields, row)
        for row in rows
        if matches(query.where, fields := fields_of_row(row), row.many, row.path)
    ]
    if query.after is not None:
        found = [
            (fields, row) for fields, row in found if _behind(fields, row, query.order, query.after)
        ]
    found.sort(key=lambda pair: pair[1].id)
    for order in reversed(query.order):
        found.sort(key=lambda pair: order_key(pair[0][order.field]), reverse=order.descending)
    following: Cursor | None = None
    if query.limit is not None and len(found) > query.limit:
        found = found[: query.limit]
        fields, last = found[-1]
        following = Cursor(tuple(fields[order.field] for order in query.order), last.id)
    return found, following


def _stored(row: Row) -> Stored:
    return Stored(row.id, row.version, row.body, row.file)


def _behind(
    fields: Mapping[str, Scalar], row: Row, orders: Sequence[Order], cursor: Cursor
) -> bool:
    for order, value in zip(orders, cursor.values, strict=True):
        mine, its = order_key(fields[order.field]), order_key(value)
        if mine != its:
            return (mine > its) != order.descending
    return row.id > cursor.id


def tallies_of(
    rows: Iterable[Row], where: Predicate, by: Sequence[Key] = (), sum: str | None = None
) -> tuple[Tally, ...]:
    """Count the rows that match in groups (分组计数), sorted by key, nothing first."""
    groups: dict[tuple[Scalar, ...], list[int]] = {} if by else {(): [0, 0]}
    for row in rows:
        fields = fields_of_row(row)
        if not matches(where, fields, row.many, row.path):
            continue
        group = groups.setdefault(tuple(_key(fields, key) for key in by), [0, 0])
        group[0] += 1
        group[1] += int(fields[sum] or 0) if sum is not None else 0
    return tuple(
        Tally(key, count, total)
        for key, (count, total) in sorted(
            groups.items(), key=lambda item: tuple(order_key(value) for value in item[0])
        )
    )


def _key(fields: Mapping[str, Scalar], key: Key) -> Scalar:
    if isinstance(key, Month):
        day = fields[key.field]
        return None if day is None else str(day)[:7]
    return fields[key]
