"""A host's connection to SQLite (SQLite 宿主连接)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.engine import Connection as SqlAlchemyConnection

from supervision.plugin import UsageError
from supervision_store_sql.connections import Connections
from supervision_store_sql.profile import Cursor, Profile

__all__ = ["SqliteHost"]

_EXPECTED = "sqlalchemy.engine.Connection, sqlite3.Connection"
_NO_CHANGE = "DELETE FROM sv_meta WHERE 1 = 0"  # takes the write lock, or finds it is held


class SqliteHost:
    """A host's connection to the SQLite file of the store.

    Args:
        profile: the store's database.
        connections: connections of our own, to ask whether anybody holds the write lock.
        connection: a `sqlite3.Connection`, or one of SQLAlchemy's over it; of an ORM session
            `session.connection()`.

    Raises:
        UsageError: `storage.host_kind`.
    """

    def __init__(self, profile: Profile, connections: Connections, connection: object) -> None:
        self._profile = profile
        self._connections = connections
        self._connection = _driver(connection)

    def cursor(self) -> Cursor:
        cursor = self._connection.cursor()
        cursor.row_factory = None  # the host may read its rows as it likes, we read tuples
        return cursor

    def check(self) -> None:
        cursor = self.cursor()
        cursor.execute("PRAGMA database_list")
        found = next((str(file) for _, name, file in cursor.fetchall() if name == "main"), "")
        if not _same(found, self._profile.place):
            raise UsageError(
                "storage.host_elsewhere", found=found or ":memory:", expected=self._profile.place
            )
        if not self._connection.in_transaction:
            raise UsageError("storage.host_idle")
        if not self._somebody_writes():
            raise UsageError("storage.host_reading")
        try:
            cursor.execute(_NO_CHANGE)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:  # somebody else writes
                raise UsageError("storage.host_reading") from error
            raise

    def mark(self) -> object:
        """Return SQLite's data version: it moves when the file changes between transactions."""
        if not self._connection.in_transaction:
            return None
        cursor = self.cursor()
        cursor.execute("PRAGMA data_version")
        return tuple(cursor.fetchone())

    def _somebody_writes(self) -> bool:
        """Say whether the write lock is held, by trying to take it without waiting."""
        probe, _ = self._connections.take()
        cursor = probe.cursor()
        try:
            cursor.execute("PRAGMA busy_timeout")
            [patience] = cursor.fetchone()
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                return True
            else:
                cursor.execute("ROLLBACK")
                return False
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
        finally:
            self._connections.give(probe)


def _driver(connection: object) -> sqlite3.Connection:
    if isinstance(connection, SqlAlchemyConnection) and not connection.closed:
        connection = connection.connection.driver_connection
    if not isinstance(connection, sqlite3.Connection):
        raise UsageError("storage.host_kind", found=type(connection).__name__, expected=_EXPECTED)
    if connection.text_factory is not str:
        raise UsageError("storage.host_kind", found="text_factory", expected="str")
    return connection


def _same(found: str, expected: str) -> bool:
    try:
        return bool(found) and Path(found).samefile(expected)
    except OSError:
        return False
