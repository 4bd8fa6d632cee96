"""Transactions: undone unless committed, isolated, one writer at a time (事务)."""

# a test asserts

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from supervision.errors import StorageUnavailable, UsageError
from supervision.ports.query import Has
from supervision.ports.store import Head, Store, Write
from supervision.testing.samples import SAMPLE_CHAIN, make_blob, make_entries, make_row
from supervision.testing.storage.content import OpenStore, get_row, ids_of, put_rows
from supervision.testing.workers import add_one, run_threads

__all__ = ["TransactionBehaviour"]


class TransactionBehaviour:
    """Transactions: undone unless committed, isolated, one writer at a time (事务)."""

    def test_leaving_without_commit_undoes_everything(self, store: Store) -> None:
        """STORAGE-23."""
        blob = make_blob(b"content")
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.write([Write(row=make_row("smp_1", tags=("a",)), expected=0)])
            transaction.append(make_entries(1))
            transaction.put_blob(blob)
        with store.begin() as transaction:
            assert transaction.get("sample", "smp_1") is None
            assert ids_of(store, Has("tags", "a")) == []
            assert transaction.head(SAMPLE_CHAIN) == Head(0, "")
            assert transaction.chains() == ()
            assert transaction.get_blob(blob.digest) is None

    def test_leaving_by_an_exception_undoes_everything(self, store: Store) -> None:
        """STORAGE-23."""

        def fail() -> None:
            with store.begin(write=[SAMPLE_CHAIN]) as transaction:
                transaction.write([Write(row=make_row("smp_1"), expected=0)])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert get_row(store, "smp_1") is None
        put_rows(store, make_row("smp_1"))

    def test_an_ended_transaction_does_nothing_more(self, store: Store) -> None:
        """STORAGE-24."""
        transaction = store.begin(write=[SAMPLE_CHAIN])
        with transaction:
            transaction.append(make_entries(2))
            unread = transaction.entries(SAMPLE_CHAIN)
            transaction.commit()
        for late in (
            lambda: transaction.get("sample", "smp_1"),
            lambda: transaction.write([Write(row=make_row("smp_1"), expected=0)]),
            lambda: list(unread),
            transaction.commit,
        ):
            with pytest.raises(UsageError) as caught:
                late()
            assert caught.value.code == "storage.ended"

    def test_a_reading_transaction_refuses_to_write(self, store: Store) -> None:
        """STORAGE-25."""
        attempts: tuple[Callable[[], None], ...] = (
            lambda: reading.write([Write(row=make_row("smp_1"), expected=0)]),
            lambda: reading.append(make_entries(1)),
            lambda: reading.put_blob(make_blob(b"x")),
            lambda: reading.erase_blob("sha256:x"),
        )
        for attempt in attempts:
            with store.begin() as reading, pytest.raises(UsageError) as caught:
                attempt()
            assert caught.value.code == "storage.not_writing"

    def test_a_reader_keeps_the_state_it_began_with(self, store: Store) -> None:
        """STORAGE-26."""
        put_rows(store, make_row("smp_1"))
        with store.begin() as reading:
            with store.begin(write=[SAMPLE_CHAIN]) as writing:
                writing.write([Write(row=make_row("smp_1", 2), expected=1)])
                writing.append(make_entries(1))
                with store.begin() as other:
                    assert [row.version for row in other.scan("sample")] == [1]
                writing.commit()
            assert [row.version for row in reading.scan("sample")] == [1]
            assert reading.head(SAMPLE_CHAIN) == Head(0, "")
        found = get_row(store, "smp_1")
        assert found is not None
        assert found.version == 2

    def test_writers_of_one_chain_take_turns(self, store: Store) -> None:
        """STORAGE-27."""

        def count() -> None:
            for _ in range(25):
                with store.begin(write=[SAMPLE_CHAIN]) as transaction:
                    add_one(transaction, "smp_1")
                    transaction.commit()

        assert run_threads(count, count, count, count) == [None] * 4
        with store.begin() as transaction:
            found = transaction.get("sample", "smp_1")
            entries = list(transaction.entries(SAMPLE_CHAIN))
        assert found is not None
        assert found.version == 100
        assert [entry.header.seq for entry in entries] == list(range(1, 101))

    def test_waiting_for_a_lock_ends_with_storage_busy(
        self, open_impatient_store: OpenStore
    ) -> None:
        """STORAGE-28."""
        store = open_impatient_store()
        with store.begin(write=[SAMPLE_CHAIN]) as first:
            [outcome] = run_threads(lambda: store.begin(write=[SAMPLE_CHAIN]))
            first.write([Write(row=make_row("smp_1"), expected=0)])
            first.commit()
        assert isinstance(outcome, StorageUnavailable)
        assert outcome.code == "storage.busy"
        assert get_row(store, "smp_1") is not None
        store.close()

    def test_a_transaction_belongs_to_its_thread(self, store: Store) -> None:
        """STORAGE-29."""
        with store.begin() as transaction:
            [outcome] = run_threads(lambda: transaction.get("sample", "smp_1"))
            assert isinstance(outcome, UsageError)
            assert outcome.code == "storage.thread"
            assert transaction.get("sample", "smp_1") is None

    def test_readers_and_a_writer_work_at_once(self, store: Store) -> None:
        """STORAGE-26, STORAGE-27."""
        done = threading.Event()

        def write() -> None:
            for _ in range(30):
                with store.begin(write=[SAMPLE_CHAIN]) as transaction:
                    add_one(transaction, "smp_1")
                    add_one(transaction, "smp_2")
                    transaction.commit()
            done.set()

        def read() -> int:
            reads = 0
            while not done.is_set() or not reads:
                with store.begin() as transaction:
                    versions = {row.version for row in transaction.scan("sample")}
                    head = transaction.head(SAMPLE_CHAIN)
                assert len(versions) <= 1
                assert head.seq == 2 * sum(versions)
                reads += 1
            return reads

        outcomes = run_threads(write, read, read)
        assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)]

    def test_a_closed_store_begins_nothing(self, store: Store) -> None:
        """STORAGE-30."""
        store.close()
        store.close()
        with pytest.raises(UsageError) as caught:
            store.begin()
        assert caught.value.code == "storage.closed"
