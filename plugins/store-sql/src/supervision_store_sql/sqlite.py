"""SQLite as one profile (SQLite 方言): write-ahead log, one writer at a time."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect

from supervision.plugin import Capability, StorageError, StorageUnavailable
from supervision_store_sql.profile import Cursor
from supervision_store_sql.settings import Synchronous
from supervision_store_sql.sqlite_errors import DRIVER_ERRORS, is_duplicate, translate

__all__ = ["LOG_PAGES", "SqliteProfile"]

LOG_PAGES = 500
"""Pages of the write-ahead log after which it is written into the file and begun anew.

While the log grows, every flush waits for the file system to note its new length as well. SQLite's
own 1,000 pages are a hundred acts, 500 are fifty; that is worth more than what the more frequent
writing costs, unless one process goes on for hundreds of acts (decision D-016).
"""
_STATEMENT_CACHE = 512  # prepared statements per connection: some six per kind, and queries


class SqliteProfile:
    """One SQLite file. Safe for threads and for several processes."""

    collation: str | None = None  # BINARY compares UTF-8 bytes, which is by code point
    nulls_first = True
    nulls_first_index = False
    capabilities = frozenset({Capability.DURABLE, Capability.PROCESSES, Capability.JOINED})
    errors = DRIVER_ERRORS
    table_names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    index_names = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    )

    def __init__(self, path: Path, synchronous: Synchronous, busy_timeout_ms: int) -> None:
        self.path = path
        self._name = str(path)
        self.dialect: Dialect = sqlite.dialect(paramstyle="qmark")
        self._synchronous = synchronous
        self._busy_timeout_ms = busy_timeout_ms
        # SQLite lets one writer in and makes the others poll with growing pauses, so that the
        # slowest of several may starve. Threads of this process queue here instead.
        self._writer = threading.Lock()
        self._file: tuple[int, int] | None = None  # device and inode, once it was opened

    @property
    def place(self) -> str:
        return str(self.path)

    @property
    def patience(self) -> float:
        return self._busy_timeout_ms / 1000

    def translate(self, error: Exception) -> StorageError:
        return translate(error, self.path, self._busy_timeout_ms)

    def is_duplicate(self, error: Exception) -> bool:
        return is_duplicate(error)

    def is_lost(self, error: Exception) -> bool:  # noqa: ARG002  # a file is never
        return False  # a file has no connection that could break off

    def connect(self) -> sqlite3.Connection:
        found = self._found()
        if self._file is None:
            if found is None:
                raise StorageError("storage.missing", path=str(self.path))
            self._file = found
        elif found != self._file:
            raise StorageUnavailable("storage.gone", path=str(self.path))
        return self._open("rw")

    def _found(self) -> tuple[int, int] | None:
        """Return which file lies at the path now."""
        try:
            status = os.stat(self._name)  # noqa: PTH116  # at every commit; a third of the time
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StorageUnavailable(
                "storage.cannot_open", path=str(self.path), error=str(error)
            ) from error
        return status.st_dev, status.st_ino

    def prepare(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageUnavailable(
                "storage.cannot_open", path=str(self.path), error=str(error)
            ) from error
        self._open("rwc").close()

    def _uri(self, mode: str) -> str:
        return f"{self.path.absolute().as_uri()}?mode={mode}"

    def _open(self, mode: str) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                self._uri(mode),
                uri=True,
                timeout=self._busy_timeout_ms / 1000,
                isolation_level=None,  # the driver begins nothing by itself
                check_same_thread=False,  # a connection wanders between threads, one at a time
                cached_statements=_STATEMENT_CACHE,
            )
        except sqlite3.Error as error:
            raise self.translate(error) from error
        try:
            [mode_found] = connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.execute(f"PRAGMA synchronous = {self._synchronous.value}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        except sqlite3.Error as error:
            connection.close()
            raise self.translate(error) from error
        if mode_found != "wal":  # such as a file system without shared memory
            connection.close()
            raise StorageUnavailable("storage.no_wal", path=str(self.path), found=mode_found)
        return connection

    def begin_read(self, cursor: Cursor, held: str) -> None:  # noqa: ARG002  # the whole file is meant
        cursor.execute("BEGIN")  # from here on the tables too are seen as they were

    def begin_write(self, cursor: Cursor, chains: Sequence[str]) -> None:  # noqa: ARG002  # the whole file is meant
        # The write lock is the whole file's, so it locks every chain. It is taken before the
        # first read: a reader that turns writer would fail when another one wrote meanwhile.
        if not self._writer.acquire(timeout=self.patience):
            raise StorageUnavailable("storage.busy", waited_ms=self._busy_timeout_ms)
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._writer.release()
            raise

    def before_commit(self) -> None:
        # An open file can still be written after it was moved, deleted or replaced; the next
        # one to open the path would miss every such act. SQLite itself looks for that only
        # without a write-ahead log (SQLITE_READONLY_DBMOVED).
        if self._found() != self._file:
            raise StorageUnavailable("storage.gone", path=str(self.path))

    def end_write(self) -> None:
        self._writer.release()

    def begin_erasing(self, cursor: Cursor) -> None:
        cursor.execute("PRAGMA secure_delete = ON")  # freed pages are overwritten with zeros
        cursor.fetchall()

    def end_erasing(self, cursor: Cursor) -> None:
        # The write-ahead log still holds the old pages. Emptied at once unless a reader needs
        # it; then by a later checkpoint, at the latest when the file is closed.
        with contextlib.suppress(sqlite3.Error):
            cursor.execute("PRAGMA busy_timeout = 0")
            cursor.fetchall()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()

    def refresh_statistics(self, cursor: Cursor) -> None:
        # Without statistics SQLite takes every index for selective and may choose the state
        # of a finding over its date. https://www.sqlite.org/lang_analyze.html
        with contextlib.suppress(sqlite3.Error):
            cursor.execute("PRAGMA busy_timeout = 0")
            cursor.fetchall()
            cursor.execute("PRAGMA analysis_limit = 400")
            cursor.fetchall()
            cursor.execute("PRAGMA optimize")
            cursor.fetchall()

    def copy_aside(self, cursor: Cursor, label: str) -> str:  # noqa: ARG002  # a connection of its own
        target = self._free_name(re.sub(r"[^A-Za-z0-9._-]+", "-", label)[:60].strip("-.") or "old")
        part = target.with_name(f"{target.name}.part")
        try:
            with (
                contextlib.closing(self._open("rw")) as source,
                contextlib.closing(sqlite3.connect(part)) as copy,
            ):
                source.backup(copy)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.rename(target)
        except sqlite3.Error as error:
            raise self.translate(error) from error
        except OSError as error:
            raise StorageUnavailable(
                "storage.cannot_copy", path=str(target), error=str(error)
            ) from error
        return str(target)

    def _free_name(self, label: str) -> Path:
        """Return a name beside the file that nothing has: no copy is ever overwritten."""
        endings = (f"-{number}" if number > 1 else "" for number in itertools.count(1))
        names = (self.path.with_name(f"{self.path.name}.{label}{ending}") for ending in endings)
        return next(name for name in names if not name.exists())

    def after_fork(self) -> None:
        self._writer = threading.Lock()
