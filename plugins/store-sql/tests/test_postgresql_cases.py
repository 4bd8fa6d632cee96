"""What is special to the case store in PostgreSQL: its schema and its own lock."""

import contextlib
import datetime as dt
import multiprocessing
import threading
from collections.abc import Callable, Iterator

import attrs
import pytest

from supervision.domain.cases import CaseTrace
from supervision.errors import StorageError, StorageUnavailable
from supervision.ports.cases import CaseFilter
from supervision.testing import SAMPLE_CHAIN, SAMPLE_SHAPES, make_event, make_trace
from supervision.testing.workers import run_threads
from supervision_store_sql.postgresql_backend import (
    create_postgresql,
    open_postgresql_cases,
    profile_of,
)
from supervision_store_sql.settings import PostgresqlSettings

_DAY = dt.date(2026, 3, 2)


@pytest.fixture
def settings(new_schema: Callable[[], PostgresqlSettings]) -> PostgresqlSettings:
    return attrs.evolve(new_schema(), lock_timeout_ms=20_000)


def traces(first: int, last: int, events: int = 3) -> Iterator[CaseTrace]:
    for number in range(first, last):
        made = (make_event(f"e{place}", _DAY, sequence=place) for place in range(events))
        yield make_trace(f"{number:05}", *made)


def test_schema_is_made_when_missing_and_found_again(settings: PostgresqlSettings) -> None:
    store = open_postgresql_cases(settings)
    store.ingest(traces(0, 10))
    store.close()
    again = open_postgresql_cases(settings)
    assert again.count() == (10, 30)
    assert again.watermark() == 1
    assert list(again.traces()) == list(traces(0, 10))
    again.close()


def test_several_who_open_at_once_make_one_case_store(settings: PostgresqlSettings) -> None:
    def open_and_close() -> None:
        open_postgresql_cases(settings).close()

    assert run_threads(*[open_and_close] * 4) == [None] * 4


def test_office_store_is_no_case_store(settings: PostgresqlSettings) -> None:
    create_postgresql(settings, SAMPLE_SHAPES, "sample/1").close()
    with pytest.raises(StorageError) as caught:
        open_postgresql_cases(settings)
    assert caught.value.code == "storage.not_ours"


def test_other_version_only_has_to_be_imported_again(settings: PostgresqlSettings) -> None:
    open_postgresql_cases(settings).close()
    with contextlib.closing(profile_of(settings).connect()) as other:
        other.execute("UPDATE sv_cases_meta SET number = 99 WHERE name = 'format'")
    with pytest.raises(StorageError) as caught:
        open_postgresql_cases(settings)
    assert caught.value.code == "storage.cases_format"


def test_import_waits_for_an_import_and_nobody_else_waits(
    settings: PostgresqlSettings, new_schema: Callable[[], PostgresqlSettings]
) -> None:
    """CASES-9."""
    impatient = attrs.evolve(settings, lock_timeout_ms=50)
    office = create_postgresql(attrs.evolve(new_schema(), lock_timeout_ms=50), SAMPLE_SHAPES, "s/1")
    slow, other = open_postgresql_cases(settings), open_postgresql_cases(impatient)
    slow.ingest(traces(0, 5))
    begun, finish = threading.Event(), threading.Event()

    def deliver() -> Iterator[CaseTrace]:
        yield from traces(0, 300, events=1)
        begun.set()
        finish.wait()

    importing = threading.Thread(target=lambda: slow.ingest(deliver()))
    importing.start()
    begun.wait()
    with pytest.raises(StorageUnavailable) as caught:
        other.ingest(traces(900, 901))
    assert caught.value.code == "storage.busy"
    assert other.count() == (5, 15)
    open_postgresql_cases(impatient).close()
    office.begin(write=[SAMPLE_CHAIN]).commit()
    finish.set()
    importing.join()
    assert other.count() == (300, 15 + 295)
    for store in (slow, other, office):
        store.close()


def ingest_some(settings: PostgresqlSettings, first: int) -> None:
    store = open_postgresql_cases(settings)
    for start in range(first, first + 50, 10):
        store.ingest(traces(start, start + 10))
    store.close()


def test_processes_ingest_one_after_the_other(settings: PostgresqlSettings) -> None:
    store = open_postgresql_cases(settings)
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=ingest_some, args=(settings, at)) for at in (0, 50, 100)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert store.count() == (150, 450)
    assert store.watermark() == 15
    store.close()


def test_many_cases_are_merged_whole_over_all_pieces(settings: PostgresqlSettings) -> None:
    store = open_postgresql_cases(settings)
    store.ingest(traces(0, 1_000, events=2))
    report = store.ingest(traces(500, 1_500, events=3))
    assert (report.created, report.changed, report.unchanged) == (500, 500, 0)
    whole = list(store.traces())
    assert whole == [*traces(0, 500, events=2), *traces(500, 1_500, events=3)]
    assert list(store.traces(after=1)) == whole[500:]
    numbers = tuple(trace.case.number for trace in whole[::2])
    assert list(store.traces(CaseFilter(numbers=numbers))) == whole[::2]
    store.close()


def test_reading_that_is_not_finished_lets_the_store_close(settings: PostgresqlSettings) -> None:
    store = open_postgresql_cases(settings)
    store.ingest(traces(0, 1_000))
    reading = store.traces()
    next(reading)
    never_begun = store.traces()
    store.close()
    assert len(list(reading)) == 999
    del never_begun
