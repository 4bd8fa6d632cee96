"""The store in SQLite joins hosts of both sorts, and what is special to SQLite's."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from supervision.errors import StorageError, StorageUnavailable, UsageError
from supervision.ports.joining import JoiningStore
from supervision.testing import SAMPLE_CHAIN, SAMPLE_SHAPES, OpenStore, make_blob
from supervision.testing.joined_conformance import HostApplication, JoinedConformance, OpenHost
from supervision.testing.storage.content import get_row
from supervision.testing.workers import add_one, run_processes
from supervision_store_sql.backend import create_sqlite, open_sqlite
from supervision_store_sql.settings import SqliteSettings

_TABLE = "CREATE TABLE IF NOT EXISTS host (text TEXT)"
_INSERT = "INSERT INTO host VALUES (?)"
_SELECT = "SELECT text FROM host ORDER BY rowid"


class PlainHost:
    """A host that uses Python's own driver as it comes."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, timeout=0.05)
        self.connection.execute(_TABLE)

    def read(self) -> list[str]:
        return [text for (text,) in self.connection.execute(_SELECT)]

    def write(self, text: str) -> None:
        self.connection.execute(_INSERT, (text,))

    def commit(self) -> None:
        self.connection.commit()

    def rollback(self) -> None:
        self.connection.rollback()

    def close(self) -> None:
        self.connection.close()


class OddHost(PlainHost):
    """A host that begins its transactions itself and reads its rows as mappings."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.connection.isolation_level = None
        self.connection.row_factory = lambda cursor, row: {cursor.description[0][0]: row[0]}

    def read(self) -> list[str]:
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN")
        return [row["text"] for row in self.connection.execute(_SELECT)]

    def write(self, text: str) -> None:
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN IMMEDIATE")
        super().write(text)

    def commit(self) -> None:
        self.connection.execute("COMMIT")

    def rollback(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")


class SqlAlchemyHost:
    """A host on SQLAlchemy Core."""

    def __init__(self, path: Path) -> None:
        self._engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 0.05})
        self.connection = self._engine.connect()
        self.connection.exec_driver_sql(_TABLE)
        self.connection.commit()

    def read(self) -> list[str]:
        return list(self.connection.exec_driver_sql(_SELECT).scalars())

    def write(self, text: str) -> None:
        self.connection.exec_driver_sql(_INSERT, (text,))

    def commit(self) -> None:
        self.connection.commit()

    def rollback(self) -> None:
        self.connection.rollback()

    def close(self) -> None:
        self.connection.close()
        self._engine.dispose()


HOSTS: list[Callable[[Path], HostApplication]] = [PlainHost, OddHost, SqlAlchemyHost]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "shared.sqlite"
    PlainHost(path).close()
    return path


@pytest.fixture
def open_store(path: Path) -> OpenStore:
    settings = SqliteSettings(path=path, busy_timeout_ms=50, shared=True)
    create_sqlite(settings, SAMPLE_SHAPES, "sample/1").close()
    return partial(open_sqlite, settings, SAMPLE_SHAPES, "sample/1")


@pytest.fixture
def store(open_store: OpenStore) -> Iterator[JoiningStore]:
    store = open_store()
    yield store
    store.close()


class TestJoinedSqlite(JoinedConformance):
    @pytest.fixture
    def open_store(self, open_store: OpenStore) -> OpenStore:
        return open_store

    @pytest.fixture(params=HOSTS)
    def open_host(self, request: pytest.FixtureRequest, path: Path) -> OpenHost:
        return partial(request.param, path)

    @pytest.fixture
    def open_stranger(self, tmp_path: Path) -> OpenHost:
        return partial(PlainHost, tmp_path / "other.sqlite")


def test_a_store_is_made_beside_other_tables_only_when_the_settings_say_so(path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        create_sqlite(SqliteSettings(path=path), SAMPLE_SHAPES, "sample/1")
    assert caught.value.code == "storage.not_ours"
    shared = SqliteSettings(path=path, shared=True)
    create_sqlite(shared, SAMPLE_SHAPES, "sample/1").close()
    with pytest.raises(StorageError) as caught:
        create_sqlite(shared, SAMPLE_SHAPES, "sample/1")
    assert caught.value.code == "storage.exists"
    host = PlainHost(path)
    assert host.read() == []
    host.close()


def test_connection_of_an_orm_session_is_joined(store: JoiningStore, path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{path}")
    with Session(engine) as session:
        session.execute(sa.text("INSERT INTO host VALUES ('orm')"))
        with store.join(session.connection(), write=[SAMPLE_CHAIN]) as joined:
            add_one(joined, "smp_1")
            joined.commit()
        session.commit()
    engine.dispose()
    assert get_row(store, "smp_1") is not None


def test_savepoint_of_the_host_holds_our_act_too(store: JoiningStore, path: Path) -> None:
    host = SqlAlchemyHost(path)
    host.write("kept")
    with host.connection.begin_nested() as nested:
        host.write("undone")
        with store.join(host.connection, write=[SAMPLE_CHAIN]) as joined:
            add_one(joined, "smp_1")
            joined.commit()
        nested.rollback()
    host.commit()
    assert host.read() == ["kept"]
    assert get_row(store, "smp_1") is None
    host.close()


def test_host_that_reads_bytes_for_text_is_refused(store: JoiningStore, path: Path) -> None:
    host = PlainHost(path)
    host.write("any")
    host.connection.text_factory = bytes
    with pytest.raises(UsageError) as caught:
        store.join(host.connection, write=[SAMPLE_CHAIN])
    assert caught.value.code == "storage.host_kind"
    host.close()


def test_host_in_memory_is_refused(store: JoiningStore) -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("BEGIN")
        with pytest.raises(UsageError) as caught:
            store.join(connection, write=[SAMPLE_CHAIN])
    assert caught.value.code == "storage.host_elsewhere"
    assert caught.value.details["found"] == ":memory:"


def test_closed_connection_is_refused(store: JoiningStore, path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{path}")
    connection = engine.connect()
    connection.close()
    with pytest.raises(UsageError) as caught:
        store.join(connection, write=[SAMPLE_CHAIN])
    assert caught.value.code == "storage.host_kind"
    engine.dispose()


def test_probe_leaves_the_patience_of_our_connections(open_store: OpenStore, path: Path) -> None:
    settings = SqliteSettings(path=path, busy_timeout_ms=20_000, shared=True)
    store = open_sqlite(settings, SAMPLE_SHAPES, "sample/1")
    host = PlainHost(path)
    host.write("any")
    with store.join(host.connection, write=[SAMPLE_CHAIN]) as joined:
        joined.commit()
    host.rollback()
    connection, _ = store._connections.take()
    assert connection.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
    assert not connection.in_transaction
    connection.close()
    store.close()
    host.close()


def test_full_disk_leaves_neither_once_the_host_rolls_back(store: JoiningStore, path: Path) -> None:
    host = PlainHost(path)
    [pages] = host.connection.execute("PRAGMA page_count").fetchone()
    host.connection.execute(f"PRAGMA max_page_count = {pages + 4}")
    host.write("lost")
    with store.join(host.connection, write=[SAMPLE_CHAIN]) as joined:
        add_one(joined, "smp_1")
        with pytest.raises(StorageUnavailable) as caught:
            joined.put_blob(make_blob(b"x" * 1_000_000))
    assert caught.value.code == "storage.full"
    host.rollback()
    assert host.read() == []
    assert get_row(store, "smp_1") is None
    host.close()


def die_before_the_host_commits(open_store: OpenStore, path: Path) -> None:
    store = open_store()
    host = PlainHost(path)
    host.write("lost")
    with store.join(host.connection, write=[SAMPLE_CHAIN]) as joined:
        add_one(joined, "smp_1")
        joined.commit()
    os._exit(9)


def test_host_that_dies_before_its_commit_leaves_neither(open_store: OpenStore, path: Path) -> None:
    assert run_processes(die_before_the_host_commits, [open_store, path]) == [9]
    store = open_store()
    assert get_row(store, "smp_1") is None
    host = PlainHost(path)
    assert host.read() == []
    host.close()
    store.close()
