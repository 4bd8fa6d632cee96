"""What is special to the case store in SQLite: its file, several processes, reopening."""

import contextlib
import datetime as dt
import multiprocessing
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervision.domain.cases import CaseTrace
from supervision.errors import StorageError
from supervision.ports.cases import CaseFilter
from supervision.testing import SAMPLE_SHAPES, make_event, make_trace
from supervision_store_sql.backend import create_sqlite, open_sqlite_cases
from supervision_store_sql.settings import SqliteSettings

_DAY = dt.date(2026, 3, 2)


@pytest.fixture
def settings(tmp_path: Path) -> SqliteSettings:
    return SqliteSettings(path=tmp_path / "data" / "cases.sqlite", busy_timeout_ms=20_000)


def traces(first: int, last: int, events: int = 3) -> Iterator[CaseTrace]:
    for number in range(first, last):
        made = (make_event(f"e{place}", _DAY, sequence=place) for place in range(events))
        yield make_trace(f"{number:05}", *made)


def test_file_is_made_when_missing_and_found_again(settings: SqliteSettings) -> None:
    store = open_sqlite_cases(settings)
    store.ingest(traces(0, 10))
    store.close()
    again = open_sqlite_cases(settings)
    assert again.count() == (10, 30)
    assert again.watermark() == 1
    assert list(again.traces()) == list(traces(0, 10))
    again.close()


def test_office_store_is_no_case_store(settings: SqliteSettings) -> None:
    create_sqlite(settings, SAMPLE_SHAPES, "sample/1").close()
    with pytest.raises(StorageError) as caught:
        open_sqlite_cases(settings)
    assert caught.value.code == "storage.not_ours"


def test_other_version_only_has_to_be_imported_again(settings: SqliteSettings) -> None:
    open_sqlite_cases(settings).close()
    with contextlib.closing(sqlite3.connect(settings.path)) as other:
        other.execute("UPDATE sv_cases_meta SET number = 99 WHERE name = 'format'")
        other.commit()
    with pytest.raises(StorageError) as caught:
        open_sqlite_cases(settings)
    assert caught.value.code == "storage.cases_format"
    assert caught.value.details["found"] == 99


def ingest_some(settings: SqliteSettings, first: int) -> None:
    store = open_sqlite_cases(settings)
    for start in range(first, first + 50, 10):
        store.ingest(traces(start, start + 10))
    store.close()


def test_processes_ingest_one_after_the_other(settings: SqliteSettings) -> None:
    store = open_sqlite_cases(settings)
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


def test_many_cases_are_merged_whole_over_all_pieces(settings: SqliteSettings) -> None:
    store = open_sqlite_cases(settings)
    store.ingest(traces(0, 1_000, events=2))
    report = store.ingest(traces(500, 1_500, events=3))
    assert (report.created, report.changed, report.unchanged) == (500, 500, 0)
    assert store.count() == (1_500, 500 * 2 + 1_000 * 3)
    whole = list(store.traces())
    assert whole == [*traces(0, 500, events=2), *traces(500, 1_500, events=3)]
    assert list(store.traces(after=1)) == whole[500:]
    numbers = tuple(trace.case.number for trace in whole[::2])
    assert list(store.traces(CaseFilter(numbers=numbers))) == whole[::2]
    store.close()


def test_case_delivered_twice_in_one_import_is_merged(settings: SqliteSettings) -> None:
    store = open_sqlite_cases(settings)
    one, other = make_event("e1", _DAY), make_event("e2", _DAY)
    store.ingest([make_trace("1", one), make_trace("1", other)])
    [trace] = store.traces()
    assert trace.events == (one, other)
    store.close()


def test_reading_that_is_not_finished_lets_the_store_close(settings: SqliteSettings) -> None:
    store = open_sqlite_cases(settings)
    store.ingest(traces(0, 1_000))
    reading = store.traces()
    next(reading)
    never_begun = store.traces()
    store.close()
    assert len(list(reading)) == 999
    del never_begun
