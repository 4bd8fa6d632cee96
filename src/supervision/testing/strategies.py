"""Hypothesis strategies for rows and queries of the sample kind (样例生成). Needs hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from supervision.domain.records import Scalar
from supervision.ports.query import (
    After,
    And,
    Before,
    Cursor,
    Eq,
    Has,
    In,
    Key,
    Month,
    Not,
    Or,
    Order,
    Predicate,
    Prefix,
    Query,
    Under,
)
from supervision.ports.store import Row
from supervision.testing.samples import make_row

__all__ = ["keys", "orders", "predicates", "queries", "rows"]

# Few letters, so that values meet: both cases, both sides of the surrogates, beyond the basic
# plane, a combining mark, the ends of what texts may hold, and what patterns and SQL misread.
_LETTERS = "aAbB\u00e9\u0301甲\ud7ff\ue000\uff5e\U00020000\U0010ffff%_\\'\"?: \t\n0"
_TEXTS = st.text(_LETTERS, min_size=1, max_size=3)
_DAYS = st.sampled_from(["1992-01-01", "2026-02-28", "2026-03-01", "2026-03-31", "2100-12-31"])
_NUMBERS = st.integers(-3, 3) | st.sampled_from([-(2**40), 2**40])
_UNITS = st.sampled_from(["uni_a", "uni_b"])
_PATHS = st.sampled_from(["/a", "/a/b", "/a/b/c", "/ab", "/a0", "/a.", "/B", "/甲/乙"])
_ABOVE = _PATHS | st.sampled_from(["/", "", "/a/", "/甲", "/a/b/", "a"])
_IDS = st.text("ab0Z\U00020000", min_size=1, max_size=2)

_FIELDS: dict[str, st.SearchStrategy[str | int]] = {
    "state": _TEXTS,
    "due": _DAYS,
    "points": _NUMBERS,
    "id": _IDS,
    "unit": _UNITS,
}


@st.composite
def rows(draw: st.DrawFn, most: int = 12) -> list[Row]:
    """Draw up to `most` sample rows with different ids."""
    return [
        make_row(
            id,
            unit=draw(_UNITS),
            path=draw(_PATHS),
            state=draw(st.none() | _TEXTS),
            due=draw(st.none() | _DAYS),
            points=draw(st.none() | _NUMBERS),
            tags=tuple(draw(st.lists(_TEXTS, max_size=2))),
            persons=tuple(draw(st.lists(_TEXTS, max_size=2))),
        )
        for id in draw(st.lists(_IDS, max_size=most, unique=True))
    ]


def _of_field(field: str) -> st.SearchStrategy[Predicate]:
    values = _FIELDS[field]
    asked = values | st.just("") if field == "state" else values
    found: list[st.SearchStrategy[Predicate]] = [
        st.builds(Eq, st.just(field), st.none() | asked),
        st.builds(In, st.just(field), st.lists(asked, max_size=4).map(tuple)),
        st.builds(Before, st.just(field), asked),
        st.builds(After, st.just(field), asked),
    ]
    if field != "points":
        parts = asked.map(lambda value: str(value)[:2]) | st.just("")
        found.append(st.builds(Prefix, st.just(field), parts))
    return st.one_of(found)


def predicates() -> st.SearchStrategy[Predicate]:
    """Draw predicates of every kind, nested."""
    leaves = st.one_of(
        *map(_of_field, _FIELDS),
        st.builds(Has, st.sampled_from(["tags", "persons"]), _TEXTS),
        st.builds(Under, _ABOVE),
    )
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(Not, inner)
            | st.builds(And, st.lists(inner, max_size=3).map(tuple))
            | st.builds(Or, st.lists(inner, max_size=3).map(tuple))
        ),
        max_leaves=8,
    )


def orders() -> st.SearchStrategy[tuple[Order, ...]]:
    """Draw up to three sort keys of different fields."""
    order = st.builds(Order, st.sampled_from(sorted(_FIELDS)), st.booleans())
    return st.lists(order, max_size=3, unique_by=lambda key: key.field).map(tuple)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Draw a query; its cursor need not be of any row."""
    order = draw(orders())
    cursor: Cursor | None = None
    if draw(st.booleans()):
        id = draw(_IDS)
        values: list[Scalar] = [
            id if key.field == "id" else draw(st.none() | _FIELDS[key.field]) for key in order
        ]
        cursor = Cursor(tuple(values), id)
    return Query(
        kind="sample",
        where=draw(predicates()),
        order=order,
        after=cursor,
        limit=draw(st.none() | st.integers(1, 5)),
    )


def keys() -> st.SearchStrategy[tuple[Key, ...]]:
    """Draw up to three keys of a tally."""
    key: st.SearchStrategy[Key] = st.sampled_from([*sorted(_FIELDS), Month("due")])
    return st.lists(key, max_size=3).map(tuple)
