"""A copy of a PostgreSQL schema beside it (schema 副本), as part of the transaction that asks.

So there is a copy exactly when there was an upgrade: what breaks off leaves neither.
"""

from __future__ import annotations

import itertools
import re

import psycopg

from supervision.plugin import StorageUnavailable
from supervision_store_sql.profile import Cursor

__all__ = ["copy_schema", "quoted"]

_NAME_BYTES = 63

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind = 'r' ORDER BY c.relname COLLATE "C"
"""
_INDEXES = """
SELECT made.relname, own.relname
FROM pg_namespace space
JOIN pg_class source ON source.relnamespace = space.oid
JOIN pg_index first ON first.indrelid = source.oid
JOIN pg_class own ON own.oid = first.indexrelid
JOIN pg_namespace aside ON aside.nspname = %s
JOIN pg_class target ON target.relnamespace = aside.oid AND target.relname = source.relname
JOIN pg_index second ON second.indrelid = target.oid
    AND second.indkey::text = first.indkey::text
    AND second.indisprimary = first.indisprimary
JOIN pg_class made ON made.oid = second.indexrelid
WHERE space.nspname = %s AND made.relname <> own.relname
"""


def quoted(name: str) -> str:
    """Return an identifier in quotation marks.

    Example:
        >>> quoted('a"b')
        '"a""b"'
    """
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def copy_schema(cursor: Cursor, schema: str, label: str) -> str:
    """Copy all tables with rows and indexes into a new schema; return its name.

    Raises:
        StorageUnavailable: `storage.cannot_copy` without the right to make a schema.
        psycopg.Error: any other failure.
    """
    target = _free_name(cursor, schema, label)
    try:
        cursor.execute(f"CREATE SCHEMA {quoted(target)}")
    except psycopg.errors.InsufficientPrivilege as error:
        raise StorageUnavailable("storage.cannot_copy", path=target, error=str(error)) from error
    cursor.execute(_TABLES, (schema,))
    for (name,) in cursor.fetchall():
        old, new = (f"{quoted(place)}.{quoted(name)}" for place in (schema, target))
        cursor.execute(f"CREATE TABLE {new} (LIKE {old} INCLUDING ALL)")
        cursor.execute(f"INSERT INTO {new} SELECT * FROM {old}")  # noqa: S608  # quoted above
    # The server names the copied indexes in its own way; the version that knows the copy's format
    # may look for them by their names.
    cursor.execute(_INDEXES, (target, schema))
    for made, own in cursor.fetchall():
        cursor.execute(f"ALTER INDEX {quoted(target)}.{quoted(made)} RENAME TO {quoted(own)}")
    return target


def _free_name(cursor: Cursor, schema: str, label: str) -> str:
    """Return a name beside the schema that nothing has: no copy is ever overwritten."""
    cursor.execute("SELECT nspname FROM pg_namespace")
    taken = {name for (name,) in cursor.fetchall()}
    plain = re.sub(r"[^A-Za-z0-9]+", "_", label)[:20].strip("_") or "old"
    endings = (f"_{plain}_{number}" if number > 1 else f"_{plain}" for number in itertools.count(1))
    names = (
        schema.encode()[: _NAME_BYTES - len(ending)].decode(errors="ignore") + ending
        for ending in endings
    )
    return next(name for name in names if name not in taken)
