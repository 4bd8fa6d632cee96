"""Settings of the stores (存储设置). Imports nothing heavy."""

from __future__ import annotations

import enum
from pathlib import Path

import attrs

from supervision.plugin import Secret

__all__ = ["PostgresqlSettings", "SqliteSettings", "Synchronous"]


class Synchronous(enum.Enum):
    """When SQLite waits for the disk (同步方式)."""

    FULL = "full"
    """At every commit: nothing acknowledged is lost when the power fails."""
    NORMAL = "normal"
    """At checkpoints: the last acts may be lost when the power fails, not when the process
    dies; the file stays whole either way."""


@attrs.frozen(kw_only=True)
class SqliteSettings:
    """Where a file lies and how it is written (SQLite 存储设置).

    Attributes:
        path: the file of the office, or of the case store.
        synchronous: `full` or `normal`.
        busy_timeout_ms: how long to wait for another writer, milliseconds.
        shared: whether a new store may be made in a file that holds other tables, those of a
            host whose transactions our acts join.

    Example:
        >>> SqliteSettings(path=Path("office.sqlite")).synchronous.value
        'full'
    """

    path: Path
    synchronous: Synchronous = Synchronous.FULL
    busy_timeout_ms: int = 5_000
    shared: bool = False


@attrs.frozen(kw_only=True)
class PostgresqlSettings:
    """Which PostgreSQL server and schema, and how long to wait (PostgreSQL 存储设置).

    The server is named either by `url` or by the parts. What is not named comes from libpq's
    own defaults and environment (`PGHOST`, `~/.pgpass`, …).

    Attributes:
        url: `postgresql://user@host:port/database?sslmode=verify-full`, everything libpq
            knows except a password.
        host: a host name, an address, or the folder of the server's socket.
        port: its port.
        database: the database, which must be there.
        user: the role.
        password: its password, if it needs one.
        schema: the schema that holds the tables, and nothing else. It is made when it is
            missing. Office and case store need a schema each.
        lock_timeout_ms: how long to wait for another writer, milliseconds.
        statement_timeout_ms: how long one statement may take, milliseconds; 0: any time.
            Creating, upgrading and importing are not limited by it.

    Example:
        >>> PostgresqlSettings(host="db.example", database="office").schema
        'supervision'
    """

    url: str = ""
    host: str = ""
    port: int | None = None
    database: str = ""
    user: str = ""
    password: Secret | None = None
    schema: str = "supervision"
    lock_timeout_ms: int = 5_000
    statement_timeout_ms: int = 60_000
