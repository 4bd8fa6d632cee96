"""Memory, SQLite, PostgreSQL and the pure meaning of queries find the same rows."""

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from supervision.builtin.memory_store import MemoryStore
from supervision.domain.records import Scalar
from supervision.ports.query import (
    Eq,
    Everything,
    Key,
    Month,
    Not,
    Order,
    Predicate,
    Prefix,
    Query,
    Under,
    matches,
)
from supervision.ports.store import Lines, Page, Row, Store, Write
from supervision.testing import SAMPLE_CHAIN, SAMPLE_SHAPES, make_row, strategies
from supervision_store_sql.backend import create_sqlite
from supervision_store_sql.plugin import POSTGRESQL
from supervision_store_sql.settings import PostgresqlSettings, SqliteSettings

# A store lives as long as the module; every example rolls back what it wrote.
thorough = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def stores(
    tmp_path_factory: pytest.TempPathFactory,
    postgresql: Callable[[], PostgresqlSettings] | None,
) -> Iterator[tuple[Store, ...]]:
    path: Path = tmp_path_factory.mktemp("equivalence") / "office.sqlite"
    opened: tuple[Store, ...] = (
        MemoryStore(SAMPLE_SHAPES),
        create_sqlite(SqliteSettings(path=path), SAMPLE_SHAPES, "sample/1"),
    )
    if postgresql is not None:
        opened += (POSTGRESQL.create(postgresql(), SAMPLE_SHAPES, "sample/1"),)
    yield opened
    for store in opened:
        store.close()


def fields(row: Row) -> dict[str, Scalar]:
    return {"id": row.id, "unit": row.unit, **row.columns}


def found_by_matches(rows: Sequence[Row], where: Predicate) -> list[Row]:
    return [row for row in rows if matches(where, fields(row), row.many, row.path) is True]


def compare(one: Row, other: Row, order: Sequence[Order]) -> int:
    """Compare by the sort keys one after the other, nothing below everything, then by id."""
    for key in (*order, Order("id")):
        left, right = fields(one)[key.field], fields(other)[key.field]
        if left == right:
            continue
        below = left is None or (right is not None and left < right)
        return -1 if below != key.descending else 1
    return 0


def expected_ids(rows: Sequence[Row], query: Query) -> tuple[list[str], bool]:
    """Return the ids of the page, and whether there is a next one."""

    def ordered(one: Row, other: Row) -> int:
        return compare(one, other, query.order)

    found = sorted(found_by_matches(rows, query.where), key=functools.cmp_to_key(ordered))
    if query.after is not None:
        values = dict(zip((key.field for key in query.order), query.after.values, strict=True))
        values["id"] = query.after.id
        mark = make_row(**values)
        found = [row for row in found if compare(row, mark, query.order) > 0]
    limit = len(found) if query.limit is None else query.limit
    return [row.id for row in found[:limit]], len(found) > limit


@thorough
@given(rows=strategies.rows(), query=strategies.queries())
@example(
    rows=[make_row("a", state="\uffff"), make_row("b", state="\U00010000")],
    query=Query(kind="sample", order=(Order("state"),)),
)
@example(
    rows=[make_row("a", state="\U0010ffff"), make_row("b", state="\U0010ffffa")],
    query=Query(kind="sample", where=Prefix("state", "\U0010ffff")),
)
@example(
    rows=[make_row("a", state="a\ud7ffb"), make_row("b", state="a\ue000")],
    query=Query(kind="sample", where=Prefix("state", "a\ud7ff")),
)
@example(
    rows=[make_row(str(n), path=path) for n, path in enumerate(["/a", "/a/b", "/a0", "/a.", "/A"])],
    query=Query(kind="sample", where=Under("/a")),
)
@example(
    rows=[make_row("a"), make_row("b", state="x")],
    query=Query(kind="sample", where=Not(Eq("state", "y"))),
)
def test_every_store_finds_the_page_that_matches_finds(
    stores: tuple[Store, ...], rows: list[Row], query: Query
) -> None:
    pages: list[Page] = []
    listed: list[Lines] = []
    for store in stores:
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.write([Write(row=row, expected=0) for row in rows])
            pages.append(transaction.select(query))
            listed.append(transaction.lines(query, ("points", "id", "state")))
    assert pages == [pages[0]] * len(stores)
    ids, more = expected_ids(rows, query)
    assert [row.id for row in pages[0].rows] == ids
    assert (pages[0].next is not None) is more
    bodies = {row.id: row.body for row in rows}
    assert [row.body for row in pages[0].rows] == [bodies[id] for id in ids]
    columns = {row.id: row.columns for row in rows}
    shown = tuple((columns[id]["points"], id, columns[id]["state"]) for id in ids)
    assert listed == [Lines(shown, pages[0].next)] * len(stores)


@thorough
@given(
    rows=strategies.rows(),
    where=strategies.predicates(),
    order=strategies.orders(),
    limit=st.integers(1, 4),
)
def test_following_pages_visits_every_match_once_in_order(
    stores: tuple[Store, ...],
    rows: list[Row],
    where: Predicate,
    order: tuple[Order, ...],
    limit: int,
) -> None:
    whole, _ = expected_ids(rows, Query(kind="sample", where=where, order=order))
    for store in stores:
        visited: list[str] = []
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.write([Write(row=row, expected=0) for row in rows])
            query = Query(kind="sample", where=where, order=order, limit=limit)
            while True:
                page = transaction.select(query)
                visited += [row.id for row in page.rows]
                if page.next is None:
                    break
                query = Query(kind="sample", where=where, order=order, limit=limit, after=page.next)
        assert visited == whole


@thorough
@given(
    rows=strategies.rows(),
    where=strategies.predicates() | st.just(Everything),
    by=strategies.keys(),
    total=st.sampled_from([None, "points"]),
)
def test_every_store_counts_what_matches_finds(
    stores: tuple[Store, ...],
    rows: list[Row],
    where: Predicate,
    by: tuple[Key, ...],
    total: str | None,
) -> None:
    def value(row: Row, key: Key) -> Scalar:
        if isinstance(key, Month):
            day = row.columns[key.field]
            return None if day is None else str(day)[:7]
        return fields(row)[key]

    counts: Counter[tuple[Scalar, ...]] = Counter()
    sums: Counter[tuple[Scalar, ...]] = Counter()
    for row in found_by_matches(rows, where):
        group = tuple(value(row, key) for key in by)
        counts[group] += 1
        if total is not None and (points := row.columns[total]) is not None:
            sums[group] += int(points)
    if not by and not counts:
        counts[()] = 0
    tallies = []
    for store in stores:
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.write([Write(row=row, expected=0) for row in rows])
            tallies.append(transaction.tally("sample", where, by, total))
    assert tallies == [tallies[0]] * len(stores)
    assert {tally.key: (tally.count, tally.sum) for tally in tallies[0]} == {
        group: (count, sums[group]) for group, count in counts.items()
    }
    keys = [[(value is not None, value) for value in tally.key] for tally in tallies[0]]
    assert keys == sorted(
        keys, key=lambda key: [(there, value if there else 0) for there, value in key]
    )


@thorough
@given(rows=strategies.rows())
def test_every_store_gives_the_rows_back_whole(stores: tuple[Store, ...], rows: list[Row]) -> None:
    for store in stores:
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.write([Write(row=row, expected=0) for row in rows])
            assert list(transaction.scan("sample")) == sorted(rows, key=lambda row: row.id)
