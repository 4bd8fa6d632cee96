"""The one table from PostgreSQL's errors to ours (PostgreSQL 错误对照). Each line has a test.

Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

from __future__ import annotations

import psycopg

from supervision.plugin import StorageError, StorageUnavailable

__all__ = ["DRIVER_ERRORS", "TRANSLATIONS", "is_duplicate", "is_lost", "translate"]

DRIVER_ERRORS: tuple[type[Exception], ...] = (
    psycopg.Error,
    UnicodeEncodeError,  # half of a surrogate pair in a text
)
"""What psycopg raises: its own errors, and Python's for a text it cannot send."""

_BUSY = (StorageUnavailable, "storage.busy")
_CONFLICT = (StorageUnavailable, "storage.conflict")
_LOST = (StorageUnavailable, "storage.lost")
_OVERLOADED = (StorageUnavailable, "storage.overloaded")
_BAD_VALUE = (StorageError, "storage.bad_value")
_FAILED = (StorageError, "storage.failed")
_TOO_BIG = (StorageError, "storage.too_big")

TRANSLATIONS: dict[str, tuple[type[StorageError], str]] = {
    "55P03": _BUSY,  # lock_not_available: lock_timeout
    "40P01": _CONFLICT,  # deadlock_detected
    "40001": _CONFLICT,  # serialization_failure: a standby needed what was being read
    "57014": (StorageUnavailable, "storage.timeout"),  # query_canceled: statement_timeout
    "53100": (StorageUnavailable, "storage.full"),  # disk_full
    "53": _OVERLOADED,  # insufficient_resources: memory, connections
    "25006": (StorageUnavailable, "storage.standby"),  # read_only_sql_transaction
    "57P01": _LOST,  # admin_shutdown
    "57P02": _LOST,  # crash_shutdown
    "57P03": _LOST,  # cannot_connect_now
    "57P05": _LOST,  # idle_session_timeout
    "25P03": _LOST,  # idle_in_transaction_session_timeout
    "25P04": _LOST,  # transaction_timeout
    "08": _LOST,  # connection_exception
    "42501": (StorageUnavailable, "storage.denied"),  # insufficient_privilege
    "58": (StorageUnavailable, "storage.io"),  # system_error: the server's disk
    "XX001": (StorageError, "storage.damaged"),  # data_corrupted
    "XX002": (StorageError, "storage.damaged"),  # index_corrupted
    "22001": _TOO_BIG,  # string_data_right_truncation
    "54": _TOO_BIG,  # program_limit_exceeded
    "22003": _BAD_VALUE,  # numeric_value_out_of_range
    "22021": _BAD_VALUE,  # character_not_in_repertoire
}
"""By SQLSTATE, else by its class, the first two letters. What is not here becomes
`storage.failed` with the server's words."""

_DUPLICATE = "23505"  # unique_violation


def translate(error: Exception, place: str, waited_ms: int) -> StorageError:
    """Return our error for one of `DRIVER_ERRORS`."""
    words = " ".join(str(error).split())
    cls, code = _translation(error)
    if code == "storage.busy":
        return cls(code, waited_ms=waited_ms)
    if code == "storage.bad_value":
        return cls(code, error=words)
    return cls(code, path=place, error=words)


def _translation(error: Exception) -> tuple[type[StorageError], str]:
    state: str | None = getattr(error, "sqlstate", None)
    if state is not None:
        return TRANSLATIONS.get(state) or TRANSLATIONS.get(state[:2], _FAILED)
    # Without a code it was not the server that spoke, but psycopg or libpq.
    if isinstance(error, UnicodeEncodeError | psycopg.DataError):  # such as a NUL in a text
        return _BAD_VALUE
    if isinstance(error, psycopg.OperationalError):  # nothing can be sent or received any more
        return _LOST
    return _FAILED


def is_lost(error: Exception) -> bool:
    """Say whether the connection broke off."""
    return _translation(error) == _LOST


def is_duplicate(error: Exception) -> bool:
    """Say whether a key is already there."""
    return isinstance(error, psycopg.Error) and error.sqlstate == _DUPLICATE
