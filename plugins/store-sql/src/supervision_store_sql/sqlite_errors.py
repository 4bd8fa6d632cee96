"""The one table from SQLite's errors to ours (SQLite 错误对照). Each line has a test.

Codes: https://www.sqlite.org/rescode.html
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from supervision.plugin import StorageError, StorageUnavailable

__all__ = ["DRIVER_ERRORS", "TRANSLATIONS", "is_duplicate", "translate"]

DRIVER_ERRORS: tuple[type[Exception], ...] = (
    sqlite3.Error,
    UnicodeEncodeError,  # half of a surrogate pair in a text
    OverflowError,  # an integer beyond 64 bits
)
"""What `sqlite3` raises: its own errors, and two of Python's for values it cannot bind."""

TRANSLATIONS: dict[int, tuple[type[StorageError], str]] = {
    sqlite3.SQLITE_BUSY: (StorageUnavailable, "storage.busy"),
    sqlite3.SQLITE_LOCKED: (StorageUnavailable, "storage.busy"),
    sqlite3.SQLITE_PROTOCOL: (StorageUnavailable, "storage.busy"),
    sqlite3.SQLITE_FULL: (StorageUnavailable, "storage.full"),
    sqlite3.SQLITE_READONLY: (StorageUnavailable, "storage.readonly"),
    sqlite3.SQLITE_CANTOPEN: (StorageUnavailable, "storage.cannot_open"),
    sqlite3.SQLITE_PERM: (StorageUnavailable, "storage.cannot_open"),
    sqlite3.SQLITE_IOERR: (StorageUnavailable, "storage.io"),
    # An index of the write-ahead log is made at every first opening; it found no room.
    sqlite3.SQLITE_IOERR_SHMSIZE: (StorageUnavailable, "storage.full"),
    sqlite3.SQLITE_CORRUPT: (StorageError, "storage.damaged"),
    sqlite3.SQLITE_NOTADB: (StorageError, "storage.damaged"),
    sqlite3.SQLITE_TOOBIG: (StorageError, "storage.too_big"),
}
"""By extended result code, else by the primary one it belongs to. What is not here becomes
`storage.failed` with the driver's words."""

_OVERFLOW = "integer overflow"
_NO_TEXT = "Could not decode to UTF-8"


def translate(error: Exception, path: Path, waited_ms: int) -> StorageError:
    """Return our error for one of `DRIVER_ERRORS`."""
    words = str(error)
    if not isinstance(error, sqlite3.Error):
        return StorageError("storage.bad_value", error=words)
    if words == _OVERFLOW:  # raised by sum() with the general code SQLITE_ERROR
        return StorageError("storage.sum_range")
    if words.startswith(_NO_TEXT):  # the module's own, without a code: SQLite does not look
        return StorageError("storage.damaged", path=str(path), error=words[:200])
    code: int = getattr(error, "sqlite_errorcode", 0)  # absent on the module's own
    cls, ours = (
        TRANSLATIONS.get(code) or TRANSLATIONS.get(code & 0xFF) or (StorageError, "storage.failed")
    )
    if ours == "storage.busy":
        return cls(ours, waited_ms=waited_ms)
    return cls(ours, path=str(path), error=words)


def is_duplicate(error: Exception) -> bool:
    """Say whether a key is already there."""
    return isinstance(error, sqlite3.IntegrityError) and error.sqlite_errorcode in (
        sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    )
