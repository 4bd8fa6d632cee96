"""A cable cut in mid-commit: what was written is acknowledged, what was not is refused."""

import contextlib
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from supervision.errors import StorageError, StorageUnavailable
from supervision.ports.store import Store, Write
from supervision.testing import SAMPLE_CHAIN, SAMPLE_SHAPES, make_row, make_trace
from supervision.testing.workers import add_one
from supervision_store_sql.postgresql_backend import (
    create_postgresql,
    open_postgresql,
    open_postgresql_cases,
)
from supervision_store_sql.settings import PostgresqlSettings
from supervision_store_sql.throwaway import Throwaway

pytestmark = pytest.mark.postgresql_own


class Cable:
    """Carries everything between client and server, until it is told to break at a commit."""

    def __init__(self, server: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="svc-"))
        self.broken = threading.Event()
        self.when = ""  # "before" or "after" the server has the commit
        self.for_good = False
        self._server = str(server / ".s.PGSQL.5432")
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self.folder / ".s.PGSQL.5432"))
        self._listening.listen()
        self._ends = [self._listening]
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def _start(self, run: Callable[..., None], *arguments: object) -> None:
        self._threads.append(threading.Thread(target=run, args=arguments))
        self._threads[-1].start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                self._ends.append(client)
                if self.for_good and self.broken.is_set():
                    _hang_up(client)
                    continue
                server = socket.socket(socket.AF_UNIX)
                self._ends.append(server)
                server.connect(self._server)
                cut = threading.Event()
                for carry in (self._to_server, self._to_client):
                    self._start(carry, client, server, cut)

    def _to_server(
        self, client: socket.socket, server: socket.socket, cut: threading.Event
    ) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(65_536):
                if self.when and b"COMMIT\0" in data:
                    cut.set()
                    if self.when == "after":
                        server.sendall(data)
                        time.sleep(0.3)  # it commits, and its answer is lost
                    self.when = ""
                    self.broken.set()
                    break
                server.sendall(data)
        _hang_up(client, server)

    def _to_client(
        self, client: socket.socket, server: socket.socket, cut: threading.Event
    ) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65_536):
                if not cut.is_set():
                    client.sendall(data)
        _hang_up(client, server)

    def close(self) -> None:
        _hang_up(*self._ends)
        for thread in self._threads:
            thread.join()
        for end in self._ends:
            end.close()
        shutil.rmtree(self.folder)


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def cable(own_server: Throwaway) -> Iterator[Cable]:
    laid = Cable(own_server.folder)
    yield laid
    laid.close()


@pytest.fixture
def settings(
    own_server: Throwaway, new_schema: Callable[[], PostgresqlSettings], cable: Cable
) -> Iterator[PostgresqlSettings]:
    schema = new_schema().schema
    url = own_server.url.replace(str(own_server.folder), str(cable.folder))
    yield PostgresqlSettings(url=url, schema=schema, lock_timeout_ms=300)
    own_server.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def direct(settings: PostgresqlSettings, own_server: Throwaway) -> Iterator[Store]:
    """Give the store past the cable, to see what is there."""
    create_postgresql(settings, SAMPLE_SHAPES, "sample/1").close()
    past = attrs.evolve(settings, url=own_server.url)
    store = open_postgresql(past, SAMPLE_SHAPES, "sample/1")
    yield store
    store.close()


@pytest.fixture
def store(settings: PostgresqlSettings, direct: Store) -> Iterator[Store]:
    opened = open_postgresql(settings, SAMPLE_SHAPES, "sample/1")
    yield opened
    opened.close()


def entries(store: Store) -> int:
    with store.begin() as transaction:
        assert len(list(transaction.entries(SAMPLE_CHAIN))) == transaction.head(SAMPLE_CHAIN).seq
        return transaction.head(SAMPLE_CHAIN).seq


def test_commit_that_never_arrived_is_refused_and_left_no_trace(
    store: Store, direct: Store, cable: Cable
) -> None:
    """STORAGE-46."""
    cable.when = "before"
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        add_one(transaction, "smp_1")
        with pytest.raises(StorageUnavailable) as caught:
            transaction.commit()
    assert caught.value.code == "storage.lost"
    assert cable.broken.is_set()
    assert entries(direct) == 0
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        add_one(transaction, "smp_1")
        transaction.commit()
    assert entries(direct) == 1


def test_commit_whose_answer_was_lost_is_acknowledged(
    store: Store, direct: Store, cable: Cable
) -> None:
    """STORAGE-46."""
    cable.when = "after"
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        add_one(transaction, "smp_1")
        transaction.commit()
    assert cable.broken.is_set()
    assert entries(direct) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_commit_nobody_can_ask_about_any_more_is_in_doubt(
    store: Store, direct: Store, cable: Cable, when: str
) -> None:
    """STORAGE-46."""
    cable.when, cable.for_good = when, True
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        add_one(transaction, "smp_1")
        with pytest.raises(StorageError) as caught:
            transaction.commit()
    assert caught.value.code == "storage.in_doubt"
    # Whoever repeats after this error might do a thing twice.
    assert not isinstance(caught.value, StorageUnavailable)
    assert entries(direct) == (when == "after")


def test_commit_without_entries_is_in_doubt(store: Store, direct: Store, cable: Cable) -> None:
    """STORAGE-46."""
    cable.when = "after"
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.write([Write(row=make_row("smp_1"), expected=0)])
        with pytest.raises(StorageError) as caught:
            transaction.commit()
    assert caught.value.code == "storage.in_doubt"


def test_import_whose_answer_was_lost_is_in_doubt_and_heals_when_repeated(
    settings: PostgresqlSettings, own_server: Throwaway, cable: Cable
) -> None:
    cases = open_postgresql_cases(settings)
    cable.when = "after"
    with pytest.raises(StorageError) as caught:
        cases.ingest([make_trace("1")])
    assert caught.value.code == "storage.in_doubt"
    report = cases.ingest([make_trace("1")])
    assert (report.created, report.unchanged, report.watermark) == (0, 1, 1)
    cases.close()


def test_reader_whose_connection_breaks_is_told_and_the_next_works(
    store: Store, own_server: Throwaway
) -> None:
    with store.begin() as transaction:
        own_server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'supervision'"
        )
        with pytest.raises(StorageUnavailable) as caught:
            transaction.get("sample", "smp_1")
    assert caught.value.code == "storage.lost"
    assert entries(store) == 0
