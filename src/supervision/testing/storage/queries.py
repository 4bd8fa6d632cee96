"""Queries and tallies mean what `matches` says (查询)."""

# a test asserts

from __future__ import annotations

from collections.abc import Sequence

import pytest

from supervision.errors import StorageError
from supervision.ports.query import (
    After,
    And,
    Before,
    Cursor,
    Eq,
    Everything,
    Has,
    In,
    Month,
    Not,
    Nothing,
    Or,
    Order,
    Predicate,
    Prefix,
    Query,
    Tally,
    Under,
)
from supervision.ports.search import lines_of, page_of
from supervision.ports.store import Head, Store, Stored, Write
from supervision.testing.samples import SAMPLE_CHAIN, SAMPLE_UNIT, make_entries, make_row
from supervision.testing.storage.content import SAMPLE_ROWS, ids_of, put_rows

__all__ = ["QueryBehaviour"]

_PREDICATES: tuple[Predicate, ...] = (
    Everything,
    Nothing,
    Eq("state", "open"),
    Eq("state", None),
    Eq("id", "smp_3"),
    Eq("unit", "uni_other"),
    Not(Eq("state", "open")),
    Not(Eq("state", None)),
    In("points", (3, 7)),
    In("points", ()),
    Not(In("points", ())),
    Not(In("points", (3,))),
    Before("due", "2026-03-09"),
    Not(Before("due", "2026-03-09")),
    After("points", -3),
    After("state", "\uff5e"),
    Before("state", "\U00020000"),
    Prefix("state", "o"),
    Prefix("state", ""),
    Prefix("state", "\U00020000"),
    Not(Prefix("state", "O")),
    Has("tags", "a"),
    Has("persons", "a"),
    Not(Has("tags", "b")),
    Under("/top/one"),
    Under("/top/one/"),
    Under("/"),
    Not(Under("/top/one")),
    And((Has("tags", "b"), Under("/top"), After("points", 0))),
    Or((Eq("state", "closed"), After("due", "2026-04-01"))),
    Not(Or((Eq("state", "closed"), After("due", "2026-04-01")))),
    Not(And((Eq("state", "open"), Not(After("points", 0))))),
)

_ORDERS: tuple[tuple[Order, ...], ...] = (
    (),
    (Order("due"),),
    (Order("due", descending=True),),
    (Order("state"), Order("points", descending=True)),
    (Order("points", descending=True), Order("due")),
    (Order("id", descending=True),),
)


class QueryBehaviour:
    """Queries and tallies mean what `matches` says (查询)."""

    @pytest.mark.parametrize("where", _PREDICATES, ids=repr)
    def test_select_finds_what_matches_finds(self, store: Store, where: Predicate) -> None:
        """STORAGE-8, STORAGE-9, STORAGE-10."""
        put_rows(store, *SAMPLE_ROWS)
        assert ids_of(store, where) == [
            row.id for row in page_of(SAMPLE_ROWS, Query(kind="sample", where=where)).rows
        ]

    @pytest.mark.parametrize("order", _ORDERS, ids=repr)
    @pytest.mark.parametrize("limit", [1, 2, 3, 7])
    def test_pages_in_any_order_visit_every_row_once(
        self, store: Store, order: tuple[Order, ...], limit: int
    ) -> None:
        """STORAGE-11, STORAGE-12."""
        put_rows(store, *SAMPLE_ROWS)
        query = Query(kind="sample", order=order)
        expected = page_of(SAMPLE_ROWS, query).rows
        visited: list[Stored] = []
        with store.begin() as transaction:
            assert transaction.select(query).rows == expected
            page = transaction.select(Query(kind="sample", order=order, limit=limit))
            visited += page.rows
            while page.next is not None:
                page = transaction.select(
                    Query(kind="sample", order=order, limit=limit, after=page.next)
                )
                assert page.rows
                visited += page.rows
        assert tuple(visited) == expected

    @pytest.mark.parametrize("order", _ORDERS, ids=repr)
    def test_lines_are_the_fields_of_the_rows_select_finds(
        self, store: Store, order: tuple[Order, ...]
    ) -> None:
        """STORAGE-51."""
        put_rows(store, *SAMPLE_ROWS)
        fields = ("points", "id", "state", "due", "unit", "file", "state")
        cursor: Cursor | None = None
        with store.begin() as transaction:
            while True:
                query = Query(
                    kind="sample", where=Prefix("state", ""), order=order, after=cursor, limit=2
                )
                found = transaction.lines(query, fields)
                assert found == lines_of(SAMPLE_ROWS, query, fields)
                cursor = found.next
                assert cursor == transaction.select(query).next
                if cursor is None:
                    break
            whole = Query(kind="sample", order=order)
            assert transaction.lines(whole, ("id",)).rows == tuple(
                (row.id,) for row in transaction.select(whole).rows
            )

    @pytest.mark.parametrize(
        ("query", "fields", "code"),
        [
            (Query(kind="other"), ("id",), "storage.unknown_field"),
            (Query(kind="sample"), ("id", "path"), "storage.unknown_field"),
            (Query(kind="sample"), ("body",), "storage.unknown_field"),
            (Query(kind="sample"), ("tags",), "storage.unknown_field"),
            (Query(kind="sample"), (), "storage.bad_query"),
            (Query(kind="sample", limit=0), ("id",), "storage.bad_query"),
        ],
    )
    def test_impossible_lines_are_refused(
        self, store: Store, query: Query, fields: tuple[str, ...], code: str
    ) -> None:
        """STORAGE-13, STORAGE-51."""
        with store.begin() as transaction, pytest.raises(StorageError) as caught:
            transaction.lines(query, fields)
        assert caught.value.code == code

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            (Query(kind="other"), "storage.unknown_field"),
            (Query(kind="plain", where=Eq("state", "open")), "storage.unknown_field"),
            (Query(kind="sample", where=Has("state", "open")), "storage.unknown_field"),
            (Query(kind="sample", where=Eq("tags", "a")), "storage.unknown_field"),
            (Query(kind="sample", order=(Order("path"),)), "storage.unknown_field"),
            (Query(kind="sample", where=Eq("points", "3")), "storage.bad_query"),
            (Query(kind="sample", where=Eq("state", 3)), "storage.bad_query"),
            (Query(kind="sample", where=Prefix("points", "3")), "storage.bad_query"),
            (Query(kind="sample", where=Eq("state", "\ud800")), "storage.bad_query"),
            (Query(kind="sample", where=Under("\x00")), "storage.bad_query"),
            (Query(kind="sample", where=Has("tags", "")), "storage.bad_query"),
            (Query(kind="sample", where=Before("points", "")), "storage.bad_query"),
            (Query(kind="sample", where=After("points", 2**63)), "storage.bad_query"),
            (Query(kind="sample", limit=0), "storage.bad_query"),
            (Query(kind="sample", after=Cursor(("open",), "smp_1")), "storage.bad_query"),
            (
                Query(kind="sample", order=(Order("points"),), after=Cursor(("3",), "smp_1")),
                "storage.bad_query",
            ),
            (
                Query(kind="sample", where=In("points", tuple(range(10_001)))),
                "storage.query_size",
            ),
        ],
    )
    def test_an_impossible_query_is_refused(self, store: Store, query: Query, code: str) -> None:
        """STORAGE-13."""
        with store.begin() as transaction, pytest.raises(StorageError) as caught:
            transaction.select(query)
        assert caught.value.code == code

    def test_a_query_of_the_largest_size_is_answered(self, store: Store) -> None:
        """STORAGE-13."""
        put_rows(store, *SAMPLE_ROWS)
        where: Predicate = And(
            (
                In("points", tuple(range(10_000))),
                *(Not(Eq("state", str(number))) for number in range(499)),
            )
        )
        for _ in range(17):
            where = Not(where)
        query = Query(kind="sample", where=where)
        with store.begin() as transaction:
            assert transaction.select(query) == page_of(SAMPLE_ROWS, query)
            with pytest.raises(StorageError) as caught:
                transaction.select(Query(kind="sample", where=Not(where)))
        assert caught.value.code == "storage.query_size"

    def test_tally_counts_and_sums_in_sorted_groups(self, store: Store) -> None:
        """STORAGE-14."""
        put_rows(store, *SAMPLE_ROWS)
        with store.begin() as transaction:
            assert transaction.tally("sample", Has("tags", "b"), (), "points") == (Tally((), 2, 0),)
            assert transaction.tally("sample", Everything, ("state",), "points") == (
                Tally((None,), 1, 7),
                Tally(("Open",), 1, 0),
                Tally(("closed",), 1, 0),
                Tally(("open",), 2, 0),
                Tally(("\uff5e",), 1, 3),
                Tally(("\U00020000",), 1, 0),
            )
            assert transaction.tally("sample", Everything, (Month("due"), "unit")) == (
                Tally((None, SAMPLE_UNIT), 2),
                Tally(("2026-03", SAMPLE_UNIT), 3),
                Tally(("2026-04", "uni_other"), 1),
                Tally(("2026-04", SAMPLE_UNIT), 1),
            )

    def test_tally_without_rows_is_one_group_or_none(self, store: Store) -> None:
        """STORAGE-14."""
        with store.begin() as transaction:
            assert transaction.tally("sample", Everything, (), "points") == (Tally((), 0, 0),)
            assert transaction.tally("sample", Everything, ("state",), "points") == ()

    @pytest.mark.parametrize(
        ("by", "sum", "code"),
        [
            (("path",), None, "storage.unknown_field"),
            ((Month("state"),), None, "storage.bad_query"),
            ((), "state", "storage.bad_query"),
        ],
    )
    def test_an_impossible_tally_is_refused(
        self, store: Store, by: Sequence[str | Month], sum: str | None, code: str
    ) -> None:
        """STORAGE-13."""
        with store.begin() as transaction, pytest.raises(StorageError) as caught:
            transaction.tally("sample", Everything, by, sum)
        assert caught.value.code == code

    def test_a_transaction_sees_what_it_wrote(self, store: Store) -> None:
        """STORAGE-15."""
        put_rows(store, make_row("smp_1", state="open"))
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            entries = make_entries(2)
            transaction.write([Write(row=make_row("smp_1", 2, tags=("a",)), expected=1)])
            transaction.append(entries)
            assert transaction.get("sample", "smp_1") is not None
            found = transaction.select(Query(kind="sample", where=Has("tags", "a")))
            assert [row.version for row in found.rows] == [2]
            assert transaction.tally("sample", Eq("state", "open")) == (Tally((), 0),)
            assert transaction.head(SAMPLE_CHAIN) == Head(2, entries[-1].digest)
            assert tuple(transaction.entries(SAMPLE_CHAIN)) == entries
            assert transaction.chains() == (SAMPLE_CHAIN,)
