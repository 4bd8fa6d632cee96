"""The file of users and keys (账号文件): SQLite of the plugin's own, for its owner only.

It lies apart from the office's store, is not journalled and is never exported: it holds what
proves people, and nothing about their work.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from supervision.plugin import StorageError, StorageUnavailable

__all__ = ["Key", "User", "Users"]

_TABLES = """
CREATE TABLE IF NOT EXISTS users (
    login TEXT PRIMARY KEY, officer TEXT NOT NULL, hash TEXT NOT NULL,
    one_time INTEGER NOT NULL, changed_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS earlier (login TEXT NOT NULL, at INTEGER NOT NULL, hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS attempts (login TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS service_keys (
    name TEXT PRIMARY KEY, login TEXT NOT NULL, officer TEXT NOT NULL, digest TEXT NOT NULL,
    scope TEXT NOT NULL, until TEXT NOT NULL);
"""
_OTHERS = 0o077


@attrs.frozen(kw_only=True)
class User:
    """A user (用户).

    Attributes:
        login: the account.
        officer: id of the officer.
        hash: what is kept of the password.
        one_time: whether it was given out and has to be changed.
        changed_at: when it was set, in seconds since 1970.
    """

    login: str
    officer: str
    hash: str = attrs.field(repr=False)
    one_time: bool
    changed_at: int


@attrs.frozen(kw_only=True)
class Key:
    """A key of a service (服务密钥), by its digest."""

    name: str
    login: str
    officer: str
    digest: str = attrs.field(repr=False)
    scope: tuple[str, ...]
    until: str


class Users:
    """The file (账号文件). Each call of `change` is one transaction; shared by threads."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Give a connection within one writing transaction.

        Raises:
            StorageError: `identity.file_open` when others may read or write the file.
            StorageUnavailable: `identity.file` when it cannot be used.
        """
        try:
            self._guard()
            connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
            try:
                connection.execute("BEGIN IMMEDIATE")
                for statement in _TABLES.split(";"):
                    connection.execute(statement)
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()  # takes back what was not committed
        except (OSError, sqlite3.Error) as error:
            raise StorageUnavailable(
                "identity.file", path=str(self._path), problem=str(error)
            ) from error

    def _guard(self) -> None:
        try:
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            mode = self._path.stat().st_mode
            if os.name == "posix" and mode & _OTHERS:
                raise StorageError("identity.file_open", path=str(self._path)) from None

    # --- users ---

    def user(self, db: sqlite3.Connection, login: str) -> User | None:
        """Return a user."""
        row = db.execute(
            "SELECT login, officer, hash, one_time, changed_at FROM users WHERE login = ?", (login,)
        ).fetchone()
        if row is None:
            return None
        login, officer, kept, one_time, changed_at = row
        return User(
            login=login, officer=officer, hash=kept, one_time=bool(one_time), changed_at=changed_at
        )

    def keep(self, db: sqlite3.Connection, user: User) -> None:
        """Keep a user in place of what was kept under the login."""
        row = (user.login, user.officer, user.hash, int(user.one_time), user.changed_at)
        db.execute("INSERT OR REPLACE INTO users VALUES (?, ?, ?, ?, ?)", row)

    def earlier(self, db: sqlite3.Connection, login: str, most: int) -> tuple[str, ...]:
        """Return what is kept of the latest earlier passwords."""
        rows = db.execute(
            "SELECT hash FROM earlier WHERE login = ? ORDER BY rowid DESC LIMIT ?", (login, most)
        )
        return tuple(row[0] for row in rows)

    def retire(self, db: sqlite3.Connection, user: User, at: int, most: int) -> None:
        """Keep a password among the earlier ones, and no more of them than `most`."""
        db.execute("INSERT INTO earlier VALUES (?, ?, ?)", (user.login, at, user.hash))
        db.execute(
            "DELETE FROM earlier WHERE login = ? AND rowid NOT IN "
            "(SELECT rowid FROM earlier WHERE login = ? ORDER BY rowid DESC LIMIT ?)",
            (user.login, user.login, most),
        )

    # --- attempts ---

    def attempts(self, db: sqlite3.Connection, login: str, since: int) -> tuple[int, ...]:
        """Return when attempts failed, and forget all older ones of everybody."""
        db.execute("DELETE FROM attempts WHERE at < ?", (since,))
        rows = db.execute("SELECT at FROM attempts WHERE login = ? ORDER BY at", (login,))
        return tuple(row[0] for row in rows)

    def attempted(self, db: sqlite3.Connection, login: str, at: int) -> None:
        """Count an attempt."""
        db.execute("INSERT INTO attempts VALUES (?, ?)", (login, at))

    def forgive(self, db: sqlite3.Connection, login: str) -> None:
        """Forget the attempts of a login."""
        db.execute("DELETE FROM attempts WHERE login = ?", (login,))

    # --- keys ---

    def key(self, db: sqlite3.Connection, name: str) -> Key | None:
        """Return a key."""
        row = db.execute(
            "SELECT name, login, officer, digest, scope, until FROM service_keys WHERE name = ?",
            (name,),
        ).fetchone()
        if row is None:
            return None
        name, login, officer, digest, scope, until = row
        words = tuple(scope.split())
        return Key(name=name, login=login, officer=officer, digest=digest, scope=words, until=until)

    def keep_key(self, db: sqlite3.Connection, key: Key) -> None:
        """Keep a key."""
        row = (key.name, key.login, key.officer, key.digest, " ".join(key.scope), key.until)
        db.execute("INSERT INTO service_keys VALUES (?, ?, ?, ?, ?, ?)", row)

    def drop_key(self, db: sqlite3.Connection, name: str) -> None:
        """Forget a key."""
        db.execute("DELETE FROM service_keys WHERE name = ?", (name,))
