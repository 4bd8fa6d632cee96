"""Ledgers at work (台账查询): list, filter, order, search, page by page, of any kind of record.

Everything goes through the view, so what the actor may not see is in no list, no count and no
export. Only declared fields may be ordered by and filtered; anything else is refused with the
fields there are. Words are not indexed: they are looked for in the records as they pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from supervision.domain.names import folded
from supervision.domain.records import ColumnType
from supervision.domain.sampling import drawn
from supervision.errors import UsageError
from supervision.office.views import ReadView
from supervision.ports.query import (
    After,
    And,
    Before,
    Cursor,
    Eq,
    Everything,
    Has,
    In,
    Not,
    Or,
    Order,
    Predicate,
)
from supervision.reporting.ledgers import Ledger

__all__ = [
    "Asked",
    "Condition",
    "LedgerPage",
    "asked",
    "each_of",
    "ids_asked",
    "page_of",
    "sample_of",
]

_PAGE = 500


@attrs.frozen(kw_only=True)
class Condition:
    """A condition on a declared field (筛选条件).

    Attributes:
        field: the field.
        values: as records hold them: the field is one of these; none: it holds nothing.
        first, last: for dates and whole numbers, both included; `None` is open.
        stretch: whether `first` and `last` are meant.
    """

    field: str
    values: tuple[str | int, ...] = ()
    first: str | int | None = None
    last: str | int | None = None
    stretch: bool = False


@attrs.frozen(kw_only=True)
class Asked:
    """What is asked of a ledger (查询).

    Attributes:
        ledger: the ledger.
        where: the conditions, all of which hold.
        order: declared fields; the id is always the last.
        words: words that must occur in a record's texts, white space apart.
    """

    ledger: Ledger
    where: Predicate = Everything
    order: tuple[Order, ...] = ()
    words: str = ""


@attrs.frozen(kw_only=True)
class LedgerPage:
    """A page of a ledger (台账分页).

    Attributes:
        records: the records.
        next: where to go on; `None` at the end.
    """

    records: tuple[Any, ...]
    next: Cursor | None = None


def asked(
    ledger: Ledger,
    conditions: Sequence[Condition] = (),
    order: Sequence[str] = (),
    words: str = "",
) -> Asked:
    """Check what is asked of a ledger (查询).

    Args:
        ledger: the ledger.
        conditions: all must hold; several of one field: any of them.
        order: declared fields, with `-` before it descending; by default the ledger's own.
        words: to be searched for.

    Raises:
        UsageError: `ledger.field`, `ledger.order` with the declared fields;
            `ledger.stretch` for a stretch of a field that is neither date nor number.
    """
    groups: dict[str, list[Predicate]] = {}
    for condition in conditions:
        groups.setdefault(condition.field, []).append(_predicate(ledger, condition))
    return Asked(
        ledger=ledger,
        where=And(tuple(Or(tuple(parts)) for parts in groups.values())),
        order=tuple(_order(ledger, field) for field in order or ledger.order),
        words=folded(words).casefold(),
    )


def _predicate(ledger: Ledger, asked: Condition) -> Predicate:
    field = asked.field
    if field in ledger.many:
        if asked.stretch or not asked.values:
            raise UsageError("ledger.stretch", field=field)
        return Or(tuple(Has(field, str(value)) for value in asked.values))
    if field not in ledger.fields:
        known = (*ledger.fields, *ledger.many)
        raise UsageError("ledger.field", ledger=ledger.code, field=field, known=known)
    if not asked.stretch:
        return In(field, asked.values) if asked.values else Eq(field, None)
    if ledger.fields[field] is ColumnType.TEXT:
        raise UsageError("ledger.stretch", field=field)
    parts: list[Predicate] = []
    if asked.first is not None:
        parts.append(Not(Before(field, asked.first)))
    if asked.last is not None:
        parts.append(Not(After(field, asked.last)))
    return And(tuple(parts)) if parts else Not(Eq(field, None))


def _order(ledger: Ledger, text: str) -> Order:
    field = text.removeprefix("-")
    if field not in ledger.fields:
        known = tuple(ledger.fields)
        raise UsageError("ledger.order", ledger=ledger.code, field=field, known=known)
    return Order(field, descending=text.startswith("-"))


def page_of(view: ReadView, asked: Asked, *, limit: int, after: str | None = None) -> LedgerPage:
    """Return a page of a ledger (台账分页).

    Args:
        view: what the actor may see.
        asked: what is asked.
        limit: at most so many records.
        after: continue behind this record.

    Raises:
        NotFound: `record.not_found` for `after`.
    """
    cursor = _behind(asked, view.get(asked.ledger.kind, after)) if after is not None else None
    if not asked.words:
        kind, where = asked.ledger.kind, asked.where
        records, following = view.page(kind, where, asked.order, cursor, limit)
        return LedgerPage(records=records, next=following)
    found: list[Any] = []
    for record in _matching(view, asked, cursor):
        if len(found) == limit:
            return LedgerPage(records=tuple(found), next=_behind(asked, found[-1]))
        found.append(record)
    return LedgerPage(records=tuple(found))


def sample_of(view: ReadView, asked: Asked, count: int, seed: str) -> LedgerPage:
    """Return so many records drawn from all that are asked for (抽样), in the order asked.

    Args:
        view: what the actor may see; only of that is drawn.
        asked: what is asked.
        count: how many.
        seed: chooses them; the same seed draws the same.
    """
    chosen = frozenset(drawn(ids_asked(view, asked), count, seed))
    return LedgerPage(records=tuple(one for one in each_of(view, asked) if one.id in chosen))


def _behind(asked: Asked, record: Any) -> Cursor:
    kind = asked.ledger.kind
    columns = {"id": record.id, "unit": record.unit, **kind.columns_of(record)}
    return Cursor(tuple(columns[order.field] for order in asked.order), record.id)


def each_of(view: ReadView, asked: Asked) -> Iterator[Any]:
    """Yield every record that is asked for, a page at a time (逐条读取)."""
    return _matching(view, asked, None)


def ids_asked(view: ReadView, asked: Asked) -> tuple[str, ...]:
    """Return the ids of every record that is asked for."""
    return tuple(record.id for record in _matching(view, asked, None))


def _matching(view: ReadView, asked: Asked, cursor: Cursor | None) -> Iterator[Any]:
    while True:
        records, cursor = view.page(asked.ledger.kind, asked.where, asked.order, cursor, _PAGE)
        for record in records:
            if not asked.words or _tells(asked, record):
                yield record
        if cursor is None:
            return


def _tells(asked: Asked, record: Any) -> bool:
    return any(asked.words in folded(text).casefold() for text in asked.ledger.texts(record))
