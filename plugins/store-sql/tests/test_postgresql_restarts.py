"""The server restarted or crashed, and connections cut, while writers are at work."""

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from supervision.errors import StorageError, StorageUnavailable
from supervision.journal.entry import ChainId
from supervision.ports.store import Store
from supervision.testing import SAMPLE_SHAPES
from supervision.testing.workers import add_one, run_threads
from supervision_store_sql.postgresql_backend import (
    create_postgresql,
    open_postgresql,
    profile_of,
)
from supervision_store_sql.settings import PostgresqlSettings
from supervision_store_sql.throwaway import Throwaway

pytestmark = pytest.mark.postgresql_own

_CHAINS = [ChainId(f"uni_{number}") for number in range(4)]
_RESTARTS = 4


@pytest.fixture
def settings(
    own_server: Throwaway, new_schema: Callable[[], PostgresqlSettings]
) -> Iterator[PostgresqlSettings]:
    schema = new_schema().schema
    yield PostgresqlSettings(url=own_server.url, schema=schema, lock_timeout_ms=20_000)
    own_server.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def store(settings: PostgresqlSettings) -> Iterator[Store]:
    opened = create_postgresql(settings, SAMPLE_SHAPES, "sample/1")
    yield opened
    opened.close()


class Writers:
    """Threads that add one again and again, two on each chain, and count what was acknowledged."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._end = threading.Event()
        # One row for each thread: the entries of two of them never are the same.
        self.acknowledged = {(chain, f"smp_{chain}_{n}"): 0 for chain in _CHAINS for n in (1, 2)}
        self.refused: list[str] = []

    def _write(self, chain: ChainId, id: str) -> None:
        while not self._end.is_set():
            try:
                with self._store.begin(write=[chain]) as transaction:
                    add_one(transaction, id, chain)
                    transaction.commit()
            except StorageUnavailable as error:  # nothing of it is there: it may be done again
                self.refused.append(error.code)
            else:
                self.acknowledged[chain, id] += 1

    def work_while(self, meddle: Callable[[], None]) -> None:
        def meddle_then_end() -> None:
            try:
                meddle()
            finally:
                self._end.set()

        jobs = [partial(self._write, chain, id) for chain, id in self.acknowledged]
        assert run_threads(meddle_then_end, *jobs) == [None] * (1 + len(jobs))

    def wait_for_more(self, count: int) -> None:
        wanted = sum(self.acknowledged.values()) + count
        until = time.monotonic() + 60
        while sum(self.acknowledged.values()) < wanted:
            assert time.monotonic() < until
            time.sleep(0.01)


def check(store: Store, writers: Writers) -> None:
    """Everything acknowledged is there, and nothing else: neither lost nor done twice."""
    with store.begin() as transaction:
        for (chain, id), count in writers.acknowledged.items():
            assert len(list(transaction.entries(chain, record=id))) == count
            assert transaction.get("sample", id).version == count
        for chain in _CHAINS:
            entries = list(transaction.entries(chain))
            assert [entry.header.seq for entry in entries] == list(range(1, len(entries) + 1))
            assert transaction.head(chain).digest == entries[-1].digest


@pytest.mark.parametrize("crash", [False, True])
def test_server_restarted_in_mid_load_loses_nothing_it_acknowledged(
    store: Store, own_server: Throwaway, crash: bool
) -> None:
    """STORAGE-46."""
    writers = Writers(store)

    def restart() -> None:
        for _ in range(_RESTARTS):
            writers.wait_for_more(50)
            own_server.restart(crash=crash)
        writers.wait_for_more(50)

    writers.work_while(restart)
    check(store, writers)
    assert writers.refused
    assert set(writers.refused) <= {"storage.lost", "storage.unreachable"}


def test_connections_cut_at_random_lose_nothing_that_was_acknowledged(
    store: Store, settings: PostgresqlSettings
) -> None:
    """STORAGE-46."""
    writers = Writers(store)
    chance = random.Random(5)

    def cut() -> None:
        with contextlib.closing(profile_of(settings).connect()) as other:
            for _ in range(40):
                writers.wait_for_more(chance.randint(1, 10))
                pids = other.execute(
                    "SELECT pid FROM pg_stat_activity "
                    "WHERE application_name = 'supervision' AND pid <> pg_backend_pid()"
                ).fetchall()
                other.execute("SELECT pg_terminate_backend(%s)", chance.choice(pids))

    writers.work_while(cut)
    check(store, writers)
    assert set(writers.refused) <= {"storage.lost"}


def test_server_that_is_down_is_told_at_every_begin_and_used_again_when_it_is_back(
    store: Store, settings: PostgresqlSettings, own_server: Throwaway
) -> None:
    """STORAGE-42."""
    with store.begin(write=_CHAINS[:1]) as transaction:
        add_one(transaction, "smp_1", _CHAINS[0])
        transaction.commit()
    own_server.stop()
    try:
        for write in ([], _CHAINS):
            with pytest.raises(StorageUnavailable) as caught:
                store.begin(write=write)
            assert caught.value.code == "storage.unreachable"
        with pytest.raises(StorageError):
            open_postgresql(settings, SAMPLE_SHAPES, "sample/1")
    finally:
        own_server.start()
    with store.begin() as transaction:
        assert transaction.head(_CHAINS[0]).seq == 1
