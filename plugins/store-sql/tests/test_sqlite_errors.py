"""Every line of the table from SQLite's errors to ours, provoked for real where that is possible."""

import contextlib
import os
import resource
import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervision.errors import JournalError, StorageError, StorageUnavailable
from supervision.messages import zh
from supervision.ports.query import Everything
from supervision.ports.store import Store, Write
from supervision.testing import SAMPLE_CHAIN, SAMPLE_SHAPES, make_entries, make_row
from supervision_store_sql.backend import create_sqlite, open_sqlite
from supervision_store_sql.settings import SqliteSettings, Synchronous
from supervision_store_sql.sqlite import SqliteProfile
from supervision_store_sql.sqlite_errors import TRANSLATIONS, translate
from supervision_store_sql.store import SqlStore, open_store

_FORMAT = "sample/1"


@pytest.fixture
def settings(tmp_path: Path) -> SqliteSettings:
    return SqliteSettings(path=tmp_path / "office.sqlite", busy_timeout_ms=50)


@pytest.fixture
def store(settings: SqliteSettings) -> Iterator[Store]:
    opened = create_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
    yield opened
    opened.close()


@contextlib.contextmanager
def folder_for_others() -> Iterator[Path]:
    """Give a folder that an unprivileged user may enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextlib.contextmanager
def unprivileged() -> Iterator[None]:
    """Let permissions count, also where the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def write(store: Store, id: str, body: str = "{}") -> None:
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.write([Write(row=make_row(id, body=body), expected=0)])
        transaction.commit()


def ids(store: Store) -> list[str]:
    with store.begin() as transaction:
        return [row.id for row in transaction.scan("sample")]


class SmallProfile(SqliteProfile):
    """SQLite with a limit set on every connection."""

    pages = 0
    length = 0

    def connect(self) -> sqlite3.Connection:
        connection = super().connect()
        if self.pages:
            connection.execute(f"PRAGMA max_page_count = {self.pages}")
        if self.length:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, self.length)
        return connection


def limited(settings: SqliteSettings, *, pages: int = 0, length: int = 0) -> SqlStore:
    profile = SmallProfile(settings.path, Synchronous.FULL, 50)
    profile.pages, profile.length = pages, length
    return open_store(profile, SAMPLE_SHAPES, _FORMAT)


def test_another_process_writing_is_busy(store: Store, settings: SqliteSettings) -> None:
    with contextlib.closing(sqlite3.connect(settings.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable) as caught:
            write(store, "smp_1")
        other.execute("COMMIT")
    assert caught.value.code == "storage.busy"
    assert caught.value.details == {"waited_ms": 50}
    write(store, "smp_1")


def test_full_disk_is_told_and_nothing_is_kept(store: Store, settings: SqliteSettings) -> None:
    write(store, "smp_1")
    small = limited(settings, pages=40)
    with pytest.raises(StorageUnavailable) as caught:
        write(small, "smp_2", "x" * 1_000_000)
    assert caught.value.code == "storage.full"
    assert caught.value.details["path"] == str(settings.path)
    assert isinstance(caught.value.__cause__, sqlite3.Error)
    write(small, "smp_3")
    small.close()
    assert ids(store) == ["smp_1", "smp_3"]


def test_disk_that_fails_at_commit_is_told_and_nothing_is_kept(
    store: Store, settings: SqliteSettings
) -> None:
    write(store, "smp_1")
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(StorageUnavailable) as caught:
            write(store, "smp_2", "x" * 400_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert caught.value.code == "storage.io"
    write(store, "smp_3")
    assert ids(store) == ["smp_1", "smp_3"]


def test_read_only_file_can_be_read_and_refuses_to_be_written() -> None:
    with folder_for_others() as folder:
        settings = SqliteSettings(path=folder / "office.sqlite")
        store = create_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
        write(store, "smp_1")
        store.close()
        folder.chmod(0o777)
        settings.path.chmod(0o444)
        with unprivileged():
            store = open_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
            assert ids(store) == ["smp_1"]
            with pytest.raises(StorageUnavailable) as caught:
                write(store, "smp_2")
            assert caught.value.code == "storage.readonly"
            store.close()


def test_read_only_folder_is_told() -> None:
    with folder_for_others() as folder:
        settings = SqliteSettings(path=folder / "office.sqlite")
        create_sqlite(settings, SAMPLE_SHAPES, _FORMAT).close()
        folder.chmod(0o555)
        with unprivileged(), pytest.raises(StorageUnavailable) as caught:
            open_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
        folder.chmod(0o755)
    assert caught.value.code == "storage.readonly"


def test_folder_in_place_of_the_file_cannot_be_opened(tmp_path: Path) -> None:
    for attempt in (open_sqlite, create_sqlite):
        with pytest.raises(StorageUnavailable) as caught:
            attempt(SqliteSettings(path=tmp_path), SAMPLE_SHAPES, _FORMAT)
        assert caught.value.code == "storage.cannot_open"


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageUnavailable) as caught:
        create_sqlite(
            SqliteSettings(path=tmp_path / "file" / "office.sqlite"), SAMPLE_SHAPES, _FORMAT
        )
    assert caught.value.code == "storage.cannot_open"


def test_other_file_is_no_database(settings: SqliteSettings) -> None:
    settings.path.write_bytes("督察工作台账".encode() * 1_000)
    with pytest.raises(StorageError) as caught:
        open_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
    assert caught.value.code == "storage.damaged"


def test_overwritten_pages_are_damage(store: Store, settings: SqliteSettings) -> None:
    for number in range(50):
        write(store, f"smp_{number}", "x" * 3_000)
    store.close()
    content = bytearray(settings.path.read_bytes())
    middle = range(len(content) // 2, len(content))
    content[middle.start :] = b"\xa5" * len(middle)
    settings.path.write_bytes(content)
    store = open_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
    with pytest.raises(StorageError) as caught:
        ids(store)
    assert caught.value.code == "storage.damaged"
    store.close()


def test_text_that_is_none_is_damage(store: Store, settings: SqliteSettings) -> None:
    write(store, "smp_1", "x" * 3_000)
    store.close()
    content = settings.path.read_bytes()
    assert b"x" * 3_000 in content
    settings.path.write_bytes(content.replace(b"x" * 3_000, b"\xa5" * 3_000))
    store = open_sqlite(settings, SAMPLE_SHAPES, _FORMAT)
    with pytest.raises(StorageError) as caught:
        ids(store)
    assert caught.value.code == "storage.damaged"
    store.close()


def test_content_beyond_the_databases_limit_is_too_big(
    store: Store, settings: SqliteSettings
) -> None:
    small = limited(settings, length=50_000)
    with pytest.raises(StorageError) as caught:
        write(small, "smp_1", "x" * 60_000)
    assert caught.value.code == "storage.too_big"
    assert ids(small) == []
    small.close()


def test_file_system_without_shared_memory_is_told(settings: SqliteSettings) -> None:
    class DotfileProfile(SqliteProfile):
        def _uri(self, mode: str) -> str:
            return f"{super()._uri(mode)}&vfs=unix-dotfile"

    profile = DotfileProfile(settings.path, Synchronous.FULL, 50)
    with pytest.raises(StorageUnavailable) as caught:
        profile.prepare()
    assert caught.value.code == "storage.no_wal"
    assert caught.value.details["found"] == "delete"


def test_missing_table_fails_with_the_drivers_words(store: Store, settings: SqliteSettings) -> None:
    with contextlib.closing(sqlite3.connect(settings.path)) as other:
        other.execute("DROP TABLE sv_row_sample")
    with pytest.raises(StorageError) as caught:
        ids(store)
    assert caught.value.code == "storage.failed"
    assert "no such table" in str(caught.value.details["error"])


def test_sum_beyond_64_bits_is_refused(store: Store) -> None:
    rows = [make_row(f"smp_{number}", points=2**62) for number in range(3)]
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.write([Write(row=row, expected=0) for row in rows])
        with pytest.raises(StorageError) as caught:
            transaction.tally("sample", Everything, (), "points")
    assert caught.value.code == "storage.sum_range"


def test_text_no_database_can_hold_is_refused(store: Store) -> None:
    with store.begin() as transaction, pytest.raises(StorageError) as caught:
        transaction.get("sample", "\ud800")
    assert caught.value.code == "storage.bad_value"


def test_entries_behind_the_head_are_damage(store: Store, settings: SqliteSettings) -> None:
    entries = make_entries(3)
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.append(entries)
        transaction.commit()
    with contextlib.closing(sqlite3.connect(settings.path)) as other:
        other.execute("UPDATE sv_chain SET seq = 2, digest = ?", (entries[1].digest,))
        other.commit()
    with store.begin(write=[SAMPLE_CHAIN]) as transaction, pytest.raises(JournalError) as caught:
        transaction.append(entries[2:])
    assert caught.value.code == "storage.chain_damaged"


@pytest.mark.parametrize("code", sorted(TRANSLATIONS))
@pytest.mark.parametrize("extension", [0, 3])
def test_every_line_of_the_table_gives_an_error_with_a_sentence(code: int, extension: int) -> None:
    driver = sqlite3.OperationalError("words")
    driver.sqlite_errorcode = code | extension << 8
    cls, ours = TRANSLATIONS[code]
    found = translate(driver, Path("office.sqlite"), 50)
    assert type(found) is cls
    assert found.code == ours
    assert ours in zh.TEXTS


def test_error_of_the_driver_module_itself_is_told_in_its_words() -> None:
    found = translate(sqlite3.ProgrammingError("closed"), Path("office.sqlite"), 50)
    assert (found.code, found.details["error"]) == ("storage.failed", "closed")
