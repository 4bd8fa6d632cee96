"""What outlives the process and what several processes share (能力)."""

# a test asserts

from __future__ import annotations

from supervision.ports.store import Capability, Head, Store, Write
from supervision.testing.capabilities import needs
from supervision.testing.samples import SAMPLE_CHAIN, make_blob, make_entries
from supervision.testing.storage.content import SAMPLE_ROWS, OpenStore
from supervision.testing.workers import count_up, run_processes, write_then_die

__all__ = ["LifetimeBehaviour"]


class LifetimeBehaviour:
    """What outlives the process and what several processes share (能力)."""

    @needs(Capability.DURABLE)
    def test_reopening_finds_everything(self, opening: OpenStore, store: Store) -> None:
        """STORAGE-31."""
        entries, blob = make_entries(3), make_blob(b"content")
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.write([Write(row=row, expected=0) for row in SAMPLE_ROWS])
            transaction.append(entries)
            transaction.put_blob(blob)
            transaction.commit()
        store.close()
        with opening().begin() as transaction:
            assert list(transaction.scan("sample")) == list(SAMPLE_ROWS)
            assert tuple(transaction.entries(SAMPLE_CHAIN)) == entries
            assert transaction.head(SAMPLE_CHAIN) == Head(3, entries[-1].digest)
            assert transaction.get_blob(blob.digest) == blob

    @needs(Capability.DURABLE)
    def test_a_commit_outlives_its_process_and_nothing_else_does(
        self, open_store: OpenStore, opening: OpenStore, store: Store
    ) -> None:
        """STORAGE-32."""
        store.close()
        assert run_processes(write_then_die, [open_store]) == [9]
        with opening().begin(write=[SAMPLE_CHAIN]) as transaction:
            assert [row.id for row in transaction.scan("sample")] == ["smp_kept"]
            assert transaction.head(SAMPLE_CHAIN).seq == 1

    @needs(Capability.PROCESSES)
    def test_writers_in_several_processes_take_turns(
        self, open_store: OpenStore, store: Store
    ) -> None:
        """STORAGE-33."""
        codes = run_processes(count_up, [open_store, "smp_1", 20], [open_store, "smp_1", 20])
        assert codes == [0, 0]
        with store.begin() as transaction:
            found = transaction.get("sample", "smp_1")
            entries = list(transaction.entries(SAMPLE_CHAIN))
        assert found is not None
        assert found.version == 40
        assert [entry.header.seq for entry in entries] == list(range(1, 41))
