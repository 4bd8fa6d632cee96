"""Entries continue their chains, blobs can be forgotten (日志、密封内容)."""

# a test asserts

from __future__ import annotations

import pytest

from supervision.errors import JournalError, UsageError
from supervision.journal.entry import Entry
from supervision.ports.store import Head, Store
from supervision.testing.samples import SAMPLE_CHAIN, make_blob, make_entries
from supervision.testing.storage.content import SAMPLE_CLOSED_CHAIN

__all__ = ["JournalBehaviour"]


class JournalBehaviour:
    """Entries continue their chains, blobs can be forgotten (日志、密封内容)."""

    def test_entries_are_read_back_exactly_and_in_order(self, store: Store) -> None:
        """STORAGE-16."""
        entries = make_entries(2500, reason="更正：\U00020000")
        for part in (entries[:1], entries[1:3], entries[3:]):
            with store.begin(write=[SAMPLE_CHAIN]) as transaction:
                transaction.append(part)
                transaction.commit()
        with store.begin() as transaction:
            assert tuple(transaction.entries(SAMPLE_CHAIN)) == entries
            assert tuple(transaction.entries(SAMPLE_CHAIN, after=2498)) == entries[2498:]
            assert tuple(transaction.entries(SAMPLE_CHAIN, after=2500)) == ()
            assert tuple(transaction.entries(SAMPLE_CLOSED_CHAIN)) == ()

    def test_the_entries_of_one_record_are_found(self, store: Store) -> None:
        """STORAGE-34."""
        entries: tuple[Entry, ...] = ()
        for id in ("smp_1", "smp_2", "smp_1", "smp_1"):
            after = Head(len(entries), entries[-1].digest) if entries else None
            entries += make_entries(1, after=after, id=id)
        other = make_entries(1, chain=SAMPLE_CLOSED_CHAIN, id="smp_1")
        with store.begin(write=[SAMPLE_CHAIN, SAMPLE_CLOSED_CHAIN]) as transaction:
            transaction.append([*entries, *other])
            mine = (entries[0], entries[2], entries[3])
            assert tuple(transaction.entries(SAMPLE_CHAIN, record="smp_1")) == mine
            transaction.commit()
        with store.begin() as transaction:
            assert tuple(transaction.entries(SAMPLE_CHAIN, record="smp_1")) == mine
            assert tuple(transaction.entries(SAMPLE_CHAIN, 1, "smp_1")) == mine[1:]
            assert tuple(transaction.entries(SAMPLE_CLOSED_CHAIN, record="smp_1")) == other
            assert tuple(transaction.entries(SAMPLE_CHAIN, record="smp_9")) == ()

    def test_the_head_is_the_last_entry(self, store: Store) -> None:
        """STORAGE-17."""
        entries = make_entries(3)
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            assert transaction.head(SAMPLE_CHAIN) == Head(0, "")
            transaction.append(entries)
            transaction.commit()
        with store.begin() as transaction:
            assert transaction.head(SAMPLE_CHAIN) == Head(3, entries[-1].digest)
            assert transaction.head(SAMPLE_CLOSED_CHAIN) == Head(0, "")

    @pytest.mark.parametrize("wrong", ["gap", "again", "other branch", "second of two"])
    def test_an_entry_that_does_not_continue_the_chain_is_refused(
        self, store: Store, wrong: str
    ) -> None:
        """STORAGE-18."""
        entries = make_entries(5)
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.append(entries[:3])
            transaction.commit()
        offered = {
            "gap": entries[4:],
            "again": entries[2:3],
            "other branch": make_entries(1, after=Head(3, "f" * 64)),
            "second of two": (entries[3], entries[3]),
        }[wrong]
        with (
            store.begin(write=[SAMPLE_CHAIN]) as transaction,
            pytest.raises(JournalError) as caught,
        ):
            transaction.append(offered)
        assert caught.value.code == "storage.chain_break"
        with store.begin() as transaction:
            assert tuple(transaction.entries(SAMPLE_CHAIN)) == entries[:3]

    def test_a_chain_that_is_not_locked_takes_no_entry(self, store: Store) -> None:
        """STORAGE-19."""
        with (
            store.begin(write=[SAMPLE_CLOSED_CHAIN]) as transaction,
            pytest.raises(UsageError) as caught,
        ):
            transaction.append(make_entries(1))
        assert caught.value.code == "storage.chain_not_locked"

    def test_two_chains_grow_in_one_transaction(self, store: Store) -> None:
        """STORAGE-20."""
        mine, closed = make_entries(2), make_entries(1, chain=SAMPLE_CLOSED_CHAIN)
        with store.begin(write=[SAMPLE_CHAIN, SAMPLE_CLOSED_CHAIN]) as transaction:
            transaction.append([mine[0], closed[0], mine[1]])
            transaction.commit()
        with store.begin() as transaction:
            assert transaction.chains() == (SAMPLE_CHAIN, SAMPLE_CLOSED_CHAIN)
            assert tuple(transaction.entries(SAMPLE_CHAIN)) == mine
            assert tuple(transaction.entries(SAMPLE_CLOSED_CHAIN)) == closed

    def test_a_blob_is_kept_once_under_its_digest(self, store: Store) -> None:
        """STORAGE-21."""
        blob = make_blob(b"\x00\xff" * 50_000)
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.put_blob(blob)
            transaction.put_blob(blob)
            transaction.commit()
        with store.begin() as transaction:
            assert transaction.get_blob(blob.digest) == blob
            assert transaction.get_blob("sha256:other") is None

    def test_an_erased_blob_is_gone(self, store: Store) -> None:
        """STORAGE-22."""
        kept, erased = make_blob(b"kept"), make_blob(b"")
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.put_blob(kept)
            transaction.put_blob(erased)
            transaction.commit()
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.erase_blob(erased.digest)
            transaction.erase_blob("sha256:never stored")
            transaction.commit()
        with store.begin() as transaction:
            assert transaction.get_blob(erased.digest) is None
            assert transaction.get_blob(kept.digest) == kept
