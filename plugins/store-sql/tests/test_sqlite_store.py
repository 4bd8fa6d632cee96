"""What is special to the store in SQLite: files, formats, settings, connections, traces."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from supervision.domain.records import ColumnType
from supervision.errors import StaleVersion, StorageError, StorageUnavailable, UsageError
from supervision.ports.query import After, And, Eq, Has, Or, Order, Query
from supervision.ports.store import Capability, Shape, ShapeColumn, Store, Write
from supervision.testing import SAMPLE_CHAIN, SAMPLE_SHAPES, make_blob, make_entries, make_row
from supervision.testing.workers import run_threads
from supervision_store_sql.backend import create_sqlite, open_sqlite
from supervision_store_sql.predicates import Translator
from supervision_store_sql.schema import Schema, read_shapes, shapes_text
from supervision_store_sql.settings import SqliteSettings, Synchronous
from supervision_store_sql.sqlite import SqliteProfile
from supervision_store_sql.store import open_store

_FORMAT = "sample/1"


@pytest.fixture
def settings(tmp_path: Path) -> SqliteSettings:
    return SqliteSettings(path=tmp_path / "督察 #1?.sqlite", busy_timeout_ms=2_000)


@pytest.fixture
def store(settings: SqliteSettings) -> Iterator[Store]:
    opened = create_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
    yield opened
    opened.close()


def put(store: Store, id: str, version: int = 1) -> None:
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.write([Write(row=make_row(id, version), expected=version - 1)])
        transaction.commit()


def ids(store: Store) -> list[str]:
    with store.begin() as transaction:
        return [row.id for row in transaction.scan("sample")]


# creating and opening


def test_store_promises_to_be_durable_and_to_serve_processes(store: Store) -> None:
    assert store.capabilities == set(Capability)


def test_creating_makes_the_folder(tmp_path: Path) -> None:
    settings = SqliteSettings(path=tmp_path / "data" / "年" / "office.sqlite")
    create_sqlite(settings, SAMPLE_SHAPES, _FORMAT).close()
    assert settings.path.is_file()


def test_creating_overwrites_no_store(store: Store, settings: SqliteSettings) -> None:
    """STORAGE-35."""
    put(store, "smp_1")
    with pytest.raises(StorageError) as caught:
        create_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
    assert caught.value.code == "storage.exists"
    assert ids(store) == ["smp_1"]


def test_another_database_is_neither_filled_nor_opened(settings: SqliteSettings) -> None:
    """STORAGE-35, STORAGE-36."""
    with contextlib.closing(sqlite3.connect(settings.path)) as other:
        other.execute("CREATE TABLE cases (number TEXT)")
    for attempt in (create_sqlite, open_sqlite):
        with pytest.raises(StorageError) as caught:
            attempt(settings, SAMPLE_SHAPES, _FORMAT)
        assert caught.value.code == "storage.not_ours"
    with contextlib.closing(sqlite3.connect(settings.path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("cases",)]


def test_interrupted_creation_is_missing_and_can_be_repeated(settings: SqliteSettings) -> None:
    """STORAGE-35, STORAGE-36."""
    settings.path.touch()
    with pytest.raises(StorageError) as caught:
        open_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
    assert caught.value.code == "storage.missing"
    create_sqlite(settings, SAMPLE_SHAPES, _FORMAT).close()
    open_sqlite(settings, SAMPLE_SHAPES, _FORMAT).close()


def test_missing_file_is_told_and_not_made(settings: SqliteSettings) -> None:
    """STORAGE-36."""
    with pytest.raises(StorageError) as caught:
        open_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
    assert caught.value.code == "storage.missing"
    assert caught.value.details == {"path": str(settings.path)}
    assert not settings.path.exists()


def test_other_format_is_refused(store: Store, settings: SqliteSettings) -> None:
    """STORAGE-36."""
    store.close()
    with pytest.raises(StorageError) as caught:
        open_sqlite(settings, SAMPLE_SHAPES, "sample/2")
    assert caught.value.code == "storage.format"
    assert caught.value.details == {"found": "sample/1", "expected": "sample/2"}


def test_shapes_are_kept_as_text() -> None:
    assert read_shapes(shapes_text(SAMPLE_SHAPES)) == SAMPLE_SHAPES


@pytest.mark.parametrize(
    "shape",
    [
        Shape(kind="Order"),
        Shape(kind="sample; drop"),
        Shape(kind="sample", many=("body",)),
        Shape(kind="sample", many=("a", "a")),
        Shape(kind="sample", indexes=((),)),
        Shape(kind="sample", indexes=(("unit", "version"),)),
        Shape(kind="sample", many=("a",), indexes=(("a",),)),
    ],
)
def test_names_that_are_no_plain_words_are_refused(settings: SqliteSettings, shape: Shape) -> None:
    with pytest.raises(UsageError) as caught:
        create_sqlite(settings, (shape,), _FORMAT)
    assert caught.value.code == "storage.bad_shape"


# settings


@pytest.mark.parametrize(("synchronous", "level"), [("full", 2), ("normal", 1)])
def test_connections_are_set_as_asked(
    store: Store, settings: SqliteSettings, synchronous: str, level: int
) -> None:
    profile = SqliteProfile(settings.path, Synchronous(synchronous), 1_234)
    with contextlib.closing(profile.connect()) as connection:
        found = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout", "encoding")
        ]
        assert found == ["wal", level, 1_234, "UTF-8"]
        assert connection.isolation_level is None


def test_full_is_the_default(settings: SqliteSettings) -> None:
    assert settings.synchronous is Synchronous.FULL


# transactions and connections


def test_lock_is_held_from_begin_on(store: Store, settings: SqliteSettings) -> None:
    impatient = open_sqlite(
        SqliteSettings(path=settings.path, busy_timeout_ms=20), SAMPLE_SHAPES, _FORMAT
    )
    with store.begin(write=[SAMPLE_CHAIN]):
        with pytest.raises(StorageUnavailable):
            impatient.begin(write=[SAMPLE_CHAIN])
        with impatient.begin() as reading:
            assert reading.chains() == ()
    impatient.begin(write=[SAMPLE_CHAIN]).commit()
    impatient.close()


def test_waiting_writers_of_one_process_take_turns(store: Store) -> None:
    turns: list[str] = []

    def work(name: str) -> None:
        for _ in range(5):
            with store.begin(write=[SAMPLE_CHAIN]) as transaction:
                turns.append(name)
                time.sleep(0.002)
                transaction.commit()

    assert run_threads(*(lambda name=name: work(name) for name in "abc")) == [None] * 3
    assert sorted(turns) == sorted("abc" * 5)


def test_dropped_transaction_blocks_nobody(store: Store) -> None:
    dropped = store.begin(write=[SAMPLE_CHAIN])
    dropped.write([Write(row=make_row("smp_1"), expected=0)])
    del dropped
    put(store, "smp_2")
    assert ids(store) == ["smp_2"]


def test_transaction_open_at_closing_can_still_commit(
    store: Store, settings: SqliteSettings
) -> None:
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.write([Write(row=make_row("smp_1"), expected=0)])
        store.close()
        transaction.commit()
    reopened = open_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
    assert ids(reopened) == ["smp_1"]
    reopened.close()


def test_connections_are_used_again(settings: SqliteSettings) -> None:
    made: list[sqlite3.Connection] = []

    class CountingProfile(SqliteProfile):
        def connect(self) -> sqlite3.Connection:
            made.append(super().connect())
            return made[-1]

    create_sqlite(settings, SAMPLE_SHAPES, _FORMAT).close()
    store = open_store(CountingProfile(settings.path, Synchronous.FULL, 50), SAMPLE_SHAPES, _FORMAT)
    made.clear()
    for number in range(1, 6):
        put(store, "smp_1", number)
        with pytest.raises(StaleVersion):
            put(store, "smp_1", number)
    assert len(made) <= 1
    store.close()


def test_closed_store_keeps_no_file_open_though_its_failures_are_remembered(
    store: Store, settings: SqliteSettings
) -> None:
    put(store, "smp_1")
    remembered = []
    with pytest.raises(StaleVersion) as stale, store.begin(write=[SAMPLE_CHAIN]) as writer:
        writer.write([Write(row=make_row("smp_1"), expected=0)])
    hasty = open_sqlite(attrs.evolve(settings, busy_timeout_ms=0), SAMPLE_SHAPES, _FORMAT)
    with store.begin(write=[SAMPLE_CHAIN]), pytest.raises(StorageUnavailable) as busy:
        hasty.begin(write=[SAMPLE_CHAIN])
    remembered += [stale, busy, store.begin()]
    remembered[-1].get("sample", "smp_1")
    remembered[-1].rollback()
    hasty.close()
    store.close()
    ours = {path.stat().st_ino for path in settings.path.parent.iterdir()}
    assert not ours & set(open_files())


def open_files() -> Iterator[int]:
    for number in Path("/dev/fd").iterdir():
        with contextlib.suppress(OSError):  # the folder itself was open while it was read
            yield os.fstat(int(number.name)).st_ino


def test_threads_get_connections_of_their_own(store: Store) -> None:
    put(store, "smp_1")
    together = threading.Barrier(4)

    def read() -> list[str]:
        with store.begin() as transaction:
            together.wait()
            return [row.id for row in transaction.scan("sample")]

    assert run_threads(read, read, read, read) == [["smp_1"]] * 4


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


def test_statements_between_the_pieces_of_a_scan_do_not_disturb_it(store: Store) -> None:
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.write(
            [Write(row=make_row(f"smp_{n:05}", tags=("a",)), expected=0) for n in range(2_100)]
        )
        transaction.append(make_entries(2_100))
        seen = 0
        for row, entry in zip(
            transaction.scan("sample"), transaction.entries(SAMPLE_CHAIN), strict=True
        ):
            assert transaction.get("sample", row.id) is not None
            assert transaction.head(SAMPLE_CHAIN).seq >= entry.header.seq
            seen += 1
    assert seen == 2_100


def test_rows_changed_by_hand_are_shown_as_they_are(store: Store, settings: SqliteSettings) -> None:
    put(store, "smp_1")
    with contextlib.closing(sqlite3.connect(settings.path)) as other:
        other.execute("UPDATE sv_row_sample SET f_state = 'closed', f_points = 'x'")
        other.execute("INSERT INTO sv_many_sample VALUES ('smp_1', 'unknown', 'v')")
        other.execute("INSERT INTO sv_many_sample VALUES ('smp_9', 'tags', 'v')")
        other.commit()
    with store.begin() as transaction:
        row, orphan = transaction.scan("sample")
    assert row.columns == {"state": "closed", "due": None, "points": "x"}
    assert row.many == {"tags": (), "persons": (), "unknown": ("v",)}
    assert (orphan.id, orphan.version, orphan.body) == ("smp_9", 0, "")
    assert orphan.many == {"tags": ("v",)}


def test_chain_whose_head_was_removed_by_hand_is_still_listed(
    store: Store, settings: SqliteSettings
) -> None:
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.append(make_entries(2))
        transaction.commit()
    with contextlib.closing(sqlite3.connect(settings.path)) as other:
        other.execute("DELETE FROM sv_chain")
        other.commit()
    with store.begin() as transaction:
        assert transaction.chains() == (SAMPLE_CHAIN,)
        assert transaction.head(SAMPLE_CHAIN).seq == 0


# traces


def on_disk(settings: SqliteSettings) -> bytes:
    return b"".join(path.read_bytes() for path in settings.path.parent.iterdir())


def test_erased_content_leaves_no_trace_in_the_file(store: Store, settings: SqliteSettings) -> None:
    secret = make_blob("举报人甲".encode() * 5_000, salt=b"salt of the blob")
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.put_blob(secret)
        transaction.commit()
    assert b"salt of the blob" in on_disk(settings)
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.erase_blob(secret.digest)
        transaction.commit()
    assert b"salt of the blob" not in on_disk(settings)
    assert "举报人".encode() not in on_disk(settings)


def test_erasing_waits_for_no_reader(store: Store, settings: SqliteSettings) -> None:
    secret = make_blob(b"whistle-blower" * 1_000)
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.put_blob(secret)
        transaction.commit()
    with store.begin() as reading:
        started = time.monotonic()
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.erase_blob(secret.digest)
            transaction.commit()
        assert time.monotonic() - started < settings.busy_timeout_ms / 1_000
        assert reading.get_blob(secret.digest) == secret
    store.close()
    assert b"whistle-blower" not in on_disk(settings)


def test_erasing_can_be_undone_until_commit(store: Store) -> None:
    secret = make_blob(b"content")
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.put_blob(secret)
        transaction.commit()
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.erase_blob(secret.digest)
    with store.begin() as transaction:
        assert transaction.get_blob(secret.digest) == secret


# plans


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (Query(kind="sample", order=(Order("due"),), limit=50), "ix_sv_row_sample_due"),
        (Query(kind="sample", where=Eq("state", "open")), "ix_sv_row_sample_state_due"),
        (
            Query(kind="sample", where=Eq("state", "open"), order=(Order("due"),), limit=50),
            "ix_sv_row_sample_state_due",
        ),
        (Query(kind="sample", where=Eq("unit", "uni_1")), "ix_sv_row_sample_unit_points"),
        (Query(kind="sample", where=Has("tags", "a")), "ix_sv_many_sample"),
    ],
)
def test_queries_use_the_indexes(
    store: Store, settings: SqliteSettings, query: Query, index: str
) -> None:
    profile = SqliteProfile(settings.path, Synchronous.FULL, 50)
    text, values = Translator(Schema(SAMPLE_SHAPES), profile.dialect, nulls_first=True).select(
        query
    )
    with contextlib.closing(profile.connect()) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall()
    steps = [step[3] for step in plan]
    assert any(index in step for step in steps), steps
    assert not (query.order and any("TEMP B-TREE" in step for step in steps)), steps


def test_fields_behind_the_id_of_an_index_are_judged_in_it_and_order_nothing(
    tmp_path: Path,
) -> None:
    columns = (ShapeColumn("state", ColumnType.TEXT), ShapeColumn("due", ColumnType.DATE))
    shape = Shape(kind="plain", columns=columns, indexes=(("due", "id", "state", "unit"),))
    settings = SqliteSettings(path=tmp_path / "office.sqlite")
    create_sqlite(settings, (shape,), "plain/1").close()
    profile = SqliteProfile(settings.path, Synchronous.FULL, 50)
    where = And((After("due", "2026"), Or((Eq("state", "open"), Eq("unit", "uni_1")))))
    query = Query(kind="plain", where=where, order=(Order("due"),), limit=2)
    text, values = Translator(Schema((shape,)), profile.dialect, nulls_first=True).lines(
        query, ("id", "due")
    )
    with contextlib.closing(profile.connect()) as connection:
        [(index,)] = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%plain%'"
        ).fetchall()
        found = connection.execute(f"PRAGMA index_info({index})").fetchall()
        plan = connection.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall()
    assert [row[2] for row in found] == ["f_due", "id", "f_state", "unit", "file"]
    assert [step[3] for step in plan] == [
        f"SEARCH sv_row_plain USING COVERING INDEX {index} (f_due>?)"
    ]


def test_importing_the_plugin_module_does_not_import_sqlalchemy() -> None:
    code = (
        "import sys, supervision_store_sql.plugin as plugin; "
        "names = [backend.name for backend in plugin.supervision_offers()]; "
        "heavy = {'sqlalchemy', 'sqlite3', 'psycopg'} & set(sys.modules); "
        "sys.exit(bool(heavy) or names != ['sqlite', 'postgresql'])"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
