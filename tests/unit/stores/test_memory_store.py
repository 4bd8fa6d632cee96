"""What is special to the store in memory."""

from supervision.builtin.memory_store import MEMORY, MemorySettings, MemoryStore
from supervision.ports.store import Write
from supervision.testing import SAMPLE_CHAIN, SAMPLE_SHAPES, make_entries, make_row


def test_every_opening_is_a_fresh_empty_store() -> None:
    settings = MemorySettings()
    for factory in (MEMORY.create, MEMORY.open):
        store = factory(settings, SAMPLE_SHAPES, "sample/1")
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            assert list(transaction.scan("sample")) == []
            transaction.write([Write(row=make_row("smp_1"), expected=0)])
            transaction.commit()


def test_case_store_in_memory_is_offered_and_no_upgrade() -> None:
    assert MEMORY.open_cases is not None
    assert MEMORY.open_cases(MemorySettings()).count() == (0, 0)
    assert MEMORY.upgrade is None


def test_memory_promises_nothing_beyond_the_port() -> None:
    assert MemoryStore(SAMPLE_SHAPES).capabilities == frozenset()


def test_reader_does_not_see_entries_appended_after_it_began() -> None:
    store = MemoryStore(SAMPLE_SHAPES)
    first, second = make_entries(2)
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.append([first])
        transaction.commit()
    with store.begin() as reading:
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.append([second])
            transaction.commit()
        assert tuple(reading.entries(SAMPLE_CHAIN)) == (first,)


def test_dropped_transaction_blocks_nobody() -> None:
    store = MemoryStore(SAMPLE_SHAPES, busy_timeout_ms=50)
    dropped = store.begin(write=[SAMPLE_CHAIN])
    del dropped
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.commit()
