"""What is special to the store in PostgreSQL: schemas, locks, snapshots, letters, connections."""

import contextlib
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import attrs
import psycopg
import pytest

from supervision.domain.kinds import KINDS
from supervision.domain.records import ColumnType
from supervision.errors import StaleVersion, StorageError, StorageUnavailable
from supervision.journal.entry import ChainId
from supervision.office.shapes import format_of, shapes_of
from supervision.ports.query import Eq, Has, Order, Predicate, Query
from supervision.ports.store import Capability, Shape, ShapeColumn, Store, Write
from supervision.testing import SAMPLE_CHAIN, SAMPLE_SHAPES, make_blob, make_entries, make_row
from supervision.testing.workers import add_one, count_up, run_processes, run_threads
from supervision_store_sql.postgresql import COLLATION, PostgresqlProfile
from supervision_store_sql.postgresql_backend import (
    create_postgresql,
    open_postgresql,
    open_postgresql_cases,
    profile_of,
)
from supervision_store_sql.predicates import Translator
from supervision_store_sql.settings import PostgresqlSettings
from supervision_store_sql.store import open_store, schema_for

_FORMAT = "sample/1"
_OTHER_CHAIN = ChainId("uni_other")


@pytest.fixture
def settings(new_schema: Callable[[], PostgresqlSettings]) -> PostgresqlSettings:
    return attrs.evolve(new_schema(), lock_timeout_ms=10_000)


@pytest.fixture
def store(settings: PostgresqlSettings) -> Iterator[Store]:
    opened = create_postgresql(settings, SAMPLE_SHAPES, _FORMAT)
    yield opened
    opened.close()


@pytest.fixture
def other(settings: PostgresqlSettings) -> Iterator[psycopg.Connection]:
    """Give a connection that works on the same schema past the store."""
    with contextlib.closing(profile_of(settings).connect()) as connection:
        yield connection


@pytest.fixture
def impatient(store: Store, settings: PostgresqlSettings) -> Iterator[Store]:
    opened = open_postgresql(attrs.evolve(settings, lock_timeout_ms=50), SAMPLE_SHAPES, _FORMAT)
    yield opened
    opened.close()


def put(store: Store, id: str, version: int = 1, chain: ChainId = SAMPLE_CHAIN) -> None:
    with store.begin(write=[chain]) as transaction:
        transaction.write([Write(row=make_row(id, version), expected=version - 1)])
        transaction.commit()


def ids(store: Store) -> list[str]:
    with store.begin() as transaction:
        return [row.id for row in transaction.scan("sample")]


# creating and opening


def test_store_promises_to_be_durable_and_to_serve_processes(store: Store) -> None:
    assert store.capabilities >= {Capability.DURABLE, Capability.PROCESSES}


def test_creating_overwrites_no_store(store: Store, settings: PostgresqlSettings) -> None:
    """STORAGE-35."""
    put(store, "smp_1")
    with pytest.raises(StorageError) as caught:
        create_postgresql(settings, SAMPLE_SHAPES, _FORMAT)
    assert caught.value.code == "storage.exists"
    assert ids(store) == ["smp_1"]


def test_schema_with_other_tables_is_neither_filled_nor_opened(
    settings: PostgresqlSettings, other: psycopg.Connection
) -> None:
    """STORAGE-35, STORAGE-36."""
    other.execute(f"CREATE SCHEMA {settings.schema}")
    other.execute("CREATE TABLE cases (number text)")
    for attempt in (create_postgresql, open_postgresql):
        with pytest.raises(StorageError) as caught:
            attempt(settings, SAMPLE_SHAPES, _FORMAT)
        assert caught.value.code == "storage.not_ours"
        assert settings.schema in str(caught.value.details["path"])


def test_missing_schema_is_told_and_not_made(
    settings: PostgresqlSettings, other: psycopg.Connection
) -> None:
    """STORAGE-36."""
    with pytest.raises(StorageError) as caught:
        open_postgresql(settings, SAMPLE_SHAPES, _FORMAT)
    assert caught.value.code == "storage.missing"
    known = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
    assert other.execute(known, (settings.schema,)).fetchone() is None


def test_interrupted_creation_is_missing_and_can_be_repeated(
    settings: PostgresqlSettings,
) -> None:
    """STORAGE-35, STORAGE-36."""
    profile_of(settings).prepare()
    with pytest.raises(StorageError) as caught:
        open_postgresql(settings, SAMPLE_SHAPES, _FORMAT)
    assert caught.value.code == "storage.missing"
    create_postgresql(settings, SAMPLE_SHAPES, _FORMAT).close()
    open_postgresql(settings, SAMPLE_SHAPES, _FORMAT).close()


def test_other_format_is_refused(store: Store, settings: PostgresqlSettings) -> None:
    """STORAGE-36."""
    with pytest.raises(StorageError) as caught:
        open_postgresql(settings, SAMPLE_SHAPES, "sample/2")
    assert caught.value.code == "storage.format"
    assert caught.value.details == {"found": "sample/1", "expected": "sample/2"}


def test_several_who_create_at_once_make_one_store(settings: PostgresqlSettings) -> None:
    def make() -> None:
        create_postgresql(settings, SAMPLE_SHAPES, _FORMAT).close()

    outcomes = run_threads(make, make, make, make)
    codes = [one.code for one in outcomes if isinstance(one, StorageError)]
    assert codes == ["storage.exists"] * 3
    assert outcomes.count(None) == 1


def test_schemas_of_one_database_are_stores_of_their_own(
    new_schema: Callable[[], PostgresqlSettings],
) -> None:
    named = [attrs.evolve(new_schema(), schema=f'{new_schema().schema} 督察"%s') for _ in "ab"]
    stores = [create_postgresql(one, SAMPLE_SHAPES, _FORMAT) for one in named]
    with stores[0].begin(write=[SAMPLE_CHAIN]) as transaction:
        add_one(transaction, "smp_1")
        put(stores[1], "smp_2")  # nobody waits for the same chain of another office
        transaction.commit()
    assert [ids(store) for store in stores] == [["smp_1"], ["smp_2"]]
    for store in stores:
        store.close()


def test_tables_of_the_whole_office_are_made_and_found_again(
    settings: PostgresqlSettings,
) -> None:
    create_postgresql(settings, shapes_of(KINDS), format_of(KINDS)).close()
    open_postgresql(settings, shapes_of(KINDS), format_of(KINDS)).close()


def test_longest_names_and_values_are_taken(settings: PostgresqlSettings) -> None:
    columns = tuple(ShapeColumn(name, ColumnType.TEXT) for name in ("c" * 40, "c" * 39 + "d"))
    indexes = tuple((column.name,) for column in columns)
    shape = Shape(kind="k" * 40, columns=columns, many=("m" * 40,), indexes=indexes)
    store = create_postgresql(settings, (shape,), _FORMAT)
    letters = random.Random(1)
    value = "".join(chr(letters.randrange(0x20000, 0x2FFFF)) for _ in range(500))
    row = attrs.evolve(
        make_row(value[:64], unit=value[:64], path=value[:255]),
        kind=shape.kind,
        columns=dict.fromkeys((column.name for column in columns), value),
        many={"m" * 40: (value,)},
    )
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.write([Write(row=row, expected=0)])
        transaction.commit()
    with store.begin() as transaction:
        assert list(transaction.scan(shape.kind)) == [row]
    store.close()


# letters


def test_every_column_that_is_compared_compares_by_code_point(
    store: Store,
    settings: PostgresqlSettings,
    new_schema: Callable[[], PostgresqlSettings],
    other: psycopg.Connection,
) -> None:
    cases = new_schema()
    open_postgresql_cases(cases).close()
    found = other.execute(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = ANY (%s) AND data_type = 'character varying' "
        "AND collation_name IS DISTINCT FROM %s",
        ([settings.schema, cases.schema], COLLATION),
    )
    assert found.fetchall() == []
    [count] = other.execute(
        "SELECT count(*) FROM information_schema.columns WHERE table_schema = ANY (%s) "
        "AND collation_name = %s",
        ([settings.schema, cases.schema], COLLATION),
    ).fetchone()
    assert count > 30


# locks


def test_lock_of_a_chain_is_held_from_begin_on(store: Store, impatient: Store) -> None:
    """STORAGE-27."""
    with store.begin(write=[SAMPLE_CHAIN]):
        with pytest.raises(StorageUnavailable) as caught:
            impatient.begin(write=[SAMPLE_CHAIN])
        with impatient.begin() as reading:
            assert reading.chains() == ()
    assert caught.value.code == "storage.busy"
    impatient.begin(write=[SAMPLE_CHAIN]).commit()


def test_writers_of_different_chains_do_not_wait_for_each_other(
    store: Store, impatient: Store
) -> None:
    """STORAGE-43."""
    with store.begin(write=[SAMPLE_CHAIN]) as mine:
        mine.write([Write(row=make_row("smp_1"), expected=0)])
        mine.append(make_entries(1))
        put(impatient, "smp_2", chain=_OTHER_CHAIN)
        mine.commit()
    assert ids(store) == ["smp_1", "smp_2"]


def test_second_chain_is_locked_too(store: Store, impatient: Store) -> None:
    with (
        store.begin(write=[SAMPLE_CHAIN, _OTHER_CHAIN]),
        pytest.raises(StorageUnavailable) as caught,
    ):
        impatient.begin(write=[_OTHER_CHAIN])
    assert caught.value.code == "storage.busy"


def test_first_writers_of_a_new_chain_take_turns(store: Store) -> None:
    """STORAGE-27. Its row in `sv_chain` is added by the first; the others wait for that."""
    for number in range(10):
        chain = ChainId(f"uni_{number}")

        def add(chain: ChainId = chain) -> None:
            with store.begin(write=[chain]) as transaction:
                add_one(transaction, f"smp_{chain}", chain)
                transaction.commit()

        assert run_threads(add, add, add, add) == [None] * 4
        with store.begin() as transaction:
            assert transaction.head(chain).seq == 4


def test_chain_that_was_locked_but_never_written_is_not_listed(store: Store) -> None:
    """STORAGE-20."""
    put(store, "smp_1")
    with store.begin() as transaction:
        assert transaction.chains() == ()
        assert transaction.head(SAMPLE_CHAIN).seq == 0
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.append(make_entries(2))
        transaction.commit()
    with store.begin() as transaction:
        assert transaction.chains() == (SAMPLE_CHAIN,)
        assert transaction.head(SAMPLE_CHAIN).seq == 2


def test_writer_who_waited_reads_what_was_committed_meanwhile(store: Store) -> None:
    """STORAGE-27."""
    begun = threading.Event()

    def wait_and_read() -> int:
        begun.set()
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            found = transaction.get("sample", "smp_1")
            return 0 if found is None else found.version

    put(store, "smp_1")
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        results: list[list[object]] = []
        waiter = threading.Thread(target=lambda: results.append(run_threads(wait_and_read)))
        waiter.start()
        begun.wait()
        time.sleep(0.2)
        add_one(transaction, "smp_1")
        transaction.commit()
    waiter.join()
    assert results == [[2]]


def test_row_two_chains_want_is_written_by_one_of_them(store: Store) -> None:
    put(store, "smp_1")
    with store.begin(write=[_OTHER_CHAIN]) as late:
        assert late.get("sample", "smp_1").version == 1
        put(store, "smp_1", 2)
        with pytest.raises(StaleVersion) as caught:
            late.write([Write(row=make_row("smp_1", 2), expected=1)])
    assert caught.value.details["found"] == 2


def test_two_processes_take_turns(store: Store, settings: PostgresqlSettings) -> None:
    """STORAGE-33."""
    opening = partial(open_postgresql, settings, SAMPLE_SHAPES, _FORMAT)
    assert run_processes(count_up, (opening, "smp_1", 40), (opening, "smp_1", 40)) == [0, 0]
    with store.begin() as transaction:
        assert transaction.get("sample", "smp_1").version == 80
        entries = list(transaction.entries(SAMPLE_CHAIN))
    assert [entry.header.seq for entry in entries] == list(range(1, 81))


def test_dropped_transaction_blocks_nobody(store: Store, impatient: Store) -> None:
    dropped = store.begin(write=[SAMPLE_CHAIN])
    dropped.write([Write(row=make_row("smp_1"), expected=0)])
    del dropped
    put(impatient, "smp_2")
    assert ids(store) == ["smp_2"]


# connections


class CountingProfile(PostgresqlProfile):
    """PostgreSQL that counts its connections."""

    made = 0

    def connect(self) -> psycopg.Connection:
        self.made += 1
        return super().connect()


def counting(settings: PostgresqlSettings) -> CountingProfile:
    profile = profile_of(settings)
    profile.__class__ = CountingProfile
    return profile


def cut_all(other: psycopg.Connection) -> None:
    """End every other connection of the same test, as a restart does."""
    other.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()"
    )


def test_connections_are_used_again(store: Store, settings: PostgresqlSettings) -> None:
    profile = counting(settings)
    again = open_store(profile, SAMPLE_SHAPES, _FORMAT)
    profile.made = 0
    for number in range(1, 6):
        put(again, "smp_1", number)
        with pytest.raises(StaleVersion):
            put(again, "smp_1", number)
    assert profile.made <= 1
    again.close()


def test_connection_lost_while_it_waited_is_replaced_without_a_word(
    settings: PostgresqlSettings, other: psycopg.Connection
) -> None:
    """STORAGE-42."""
    store = create_postgresql(settings, SAMPLE_SHAPES, _FORMAT)
    together = threading.Barrier(3)

    def read() -> None:
        with store.begin():
            together.wait()

    run_threads(read, read, read)  # three connections wait for their next transaction
    cut_all(other)
    put(store, "smp_1")
    assert ids(store) == ["smp_1"]
    cut_all(other)
    with store.begin() as transaction:
        assert transaction.get("sample", "smp_1") is not None
    store.close()


def test_connection_lost_in_mid_transaction_fails_it_and_the_next_works(
    settings: PostgresqlSettings, other: psycopg.Connection
) -> None:
    """STORAGE-42."""
    store = create_postgresql(settings, SAMPLE_SHAPES, _FORMAT)
    put(store, "smp_1")
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        add_one(transaction, "smp_1")
        cut_all(other)
        with pytest.raises(StorageUnavailable) as caught:
            add_one(transaction, "smp_2")
        assert caught.value.code == "storage.lost"
    put(store, "smp_3")
    assert ids(store) == ["smp_1", "smp_3"]
    store.close()


def test_forked_child_leaves_its_parents_connections_alone(store: Store) -> None:
    put(store, "smp_1")
    with store.begin() as reading:
        child = os.fork()
        if not child:
            put(store, "smp_2")
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        assert [row.id for row in reading.scan("sample")] == ["smp_1"]
    put(store, "smp_3")
    assert ids(store) == ["smp_1", "smp_2", "smp_3"]


def test_what_is_acknowledged_waits_for_the_disk_whatever_the_server_says(
    settings: PostgresqlSettings,
) -> None:
    careless = attrs.evolve(settings, url=f"{settings.url}&options=-csynchronous_commit%3Doff")
    with contextlib.closing(profile_of(careless).connect()) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        assert connection.execute("SHOW lock_timeout").fetchone() == ("10s",)
        assert connection.execute("SHOW statement_timeout").fetchone() == ("1min",)
    remote = attrs.evolve(
        settings, url=f"{settings.url}&options=-csynchronous_commit%3Dremote_apply"
    )
    with contextlib.closing(profile_of(remote).connect()) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("remote_apply",)


def test_temporary_table_does_not_stand_before_ours(
    store: Store, other: psycopg.Connection
) -> None:
    put(store, "smp_1")
    other.execute("CREATE TEMPORARY TABLE sv_row_sample (id text)")
    assert other.execute("SELECT count(*) FROM sv_row_sample").fetchone() == (1,)


# blobs


def test_erased_content_is_gone_for_every_reader_from_then_on(
    store: Store, other: psycopg.Connection
) -> None:
    """STORAGE-22, STORAGE-45."""
    secret = make_blob("举报人甲".encode() * 5_000)
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.put_blob(secret)
        transaction.commit()
    with store.begin() as reading:
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.erase_blob(secret.digest)
            transaction.commit()
        assert reading.get_blob(secret.digest) == secret  # as it was when the reader began
    with store.begin() as transaction:
        assert transaction.get_blob(secret.digest) is None
    assert other.execute("SELECT count(*) FROM sv_blob").fetchone() == (0,)


# plans


@pytest.mark.parametrize(
    ("where", "order", "index"),
    [
        (Eq("unit", "uni_sample"), (Order("due"),), "ix_sv_row_sample_due"),
        (Eq("unit", "uni_sample"), (Order("due", descending=True),), "ix_sv_row_sample_due"),
        (Eq("state", "s77"), (Order("due"),), "ix_sv_row_sample_state_due"),
        (Has("tags", "t77"), (), "ix_sv_many_sample"),
    ],
)
def test_queries_use_the_indexes(
    store: Store,
    settings: PostgresqlSettings,
    other: psycopg.Connection,
    where: Predicate,
    order: tuple[Order, ...],
    index: str,
) -> None:
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.write(
            [
                Write(
                    row=make_row(
                        f"smp_{n}",
                        due=f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}" if n % 3 else None,
                        state=f"s{n}",
                        tags=(f"t{n}",),
                    ),
                    expected=0,
                )
                for n in range(3_000)
            ]
        )
        transaction.commit()
    other.execute("ANALYZE sv_row_sample, sv_many_sample")
    profile = profile_of(settings)
    translator = Translator(schema_for(profile, SAMPLE_SHAPES), profile.dialect, nulls_first=False)
    query = Query(kind="sample", where=where, order=order, limit=20)
    text, values = translator.select(query)
    plan = "\n".join(row[0] for row in other.execute(f"EXPLAIN {text}", values).fetchall())
    assert index in plan
    assert "Seq Scan" not in plan
