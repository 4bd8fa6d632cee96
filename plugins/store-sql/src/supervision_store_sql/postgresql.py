"""PostgreSQL as one profile (PostgreSQL 方言), through psycopg 3.

Writers of one chain take turns at its row of `sv_chain`; writers of different chains do not
wait for each other. Readers see one state and wait for nobody but an upgrade.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence

import psycopg
from psycopg.rows import TupleRow
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Dialect

from supervision.plugin import Capability, StorageError, StorageUnavailable
from supervision_store_sql.postgresql_address import Address
from supervision_store_sql.postgresql_copy import copy_schema, quoted
from supervision_store_sql.postgresql_errors import (
    DRIVER_ERRORS,
    is_duplicate,
    is_lost,
    translate,
)
from supervision_store_sql.profile import Cursor
from supervision_store_sql.schema import META, Schema
from supervision_store_sql.statements import compile_text, fixed_text

__all__ = ["COLLATION", "PostgresqlProfile", "make_dialect"]

COLLATION = "C"  # compares UTF-8 bytes, which is by code point
_PREPARED = 500  # statements the server keeps per connection: some six per kind, and queries

# `pg_temp` is named, and last: unnamed it is searched first, and a temporary table would stand
# before ours. What is acknowledged must not be lost, whatever the server's default is. A client
# that vanished gives its locks back within minutes, not hours.
_SET_UP = """
SELECT set_config('search_path', %s, false),
       set_config('lock_timeout', %s, false),
       set_config('statement_timeout', %s, false),
       set_config('synchronous_commit', CASE current_setting('synchronous_commit')
           WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false),
       set_config('tcp_keepalives_idle', '60', false),
       set_config('tcp_keepalives_interval', '10', false),
       set_config('tcp_keepalives_count', '3', false)
"""


def make_dialect() -> Dialect:
    """Return what compiles statements for psycopg's cursors."""
    return PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


class PostgresqlProfile:
    """One schema of a PostgreSQL database. Safe for threads and for several processes."""

    collation: str | None = COLLATION
    nulls_first = False
    nulls_first_index = True
    capabilities = frozenset({Capability.DURABLE, Capability.PROCESSES})
    errors = DRIVER_ERRORS
    table_names = (
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'f')"
    )
    index_names = (
        "SELECT i.relname, c.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
        "JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = current_schema() AND NOT EXISTS (SELECT 1 FROM pg_constraint k "
        "WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))"
    )

    def __init__(
        self, address: Address, schema: str, lock_timeout_ms: int, statement_timeout_ms: int
    ) -> None:
        self.dialect: Dialect = make_dialect()
        self._address = address
        self._schema = schema
        self._lock_timeout_ms = lock_timeout_ms
        self._statement_timeout_ms = statement_timeout_ms
        chain = Schema((), COLLATION).chain
        row = select(chain.c.seq).where(chain.c.chain == bindparam("of")).with_for_update()
        self._lock_chain = fixed_text(row, self.dialect, ["of"])
        missing = insert(chain).values(chain=bindparam("of"), seq=0, digest="")
        self._add_chain = compile_text(missing.on_conflict_do_nothing(), self.dialect, ["of"])
        # One lock for everything at this place. Its number belongs to the database.
        digest = hashlib.sha256(f"supervision:{schema}".encode()).digest()
        self._place_lock = int.from_bytes(digest[:8], signed=True)

    @property
    def place(self) -> str:
        return self._address.place

    @property
    def patience(self) -> float:
        return self._lock_timeout_ms / 1000

    def translate(self, error: Exception) -> StorageError:
        return translate(error, self.place, self._lock_timeout_ms)

    def is_duplicate(self, error: Exception) -> bool:
        return is_duplicate(error)

    def is_lost(self, error: Exception) -> bool:
        return is_lost(error)

    def connect(self) -> psycopg.Connection[TupleRow]:
        try:
            connection = psycopg.connect(self._address.conninfo, autocommit=True)
        except psycopg.Error as error:
            words = " ".join(str(error).split())
            raise StorageUnavailable("storage.unreachable", path=self.place, error=words) from error
        connection.prepared_max = _PREPARED
        try:
            self._set_up(connection)
        except psycopg.Error as error:
            connection.close()
            raise self.translate(error) from error
        except StorageError:
            connection.close()
            raise
        return connection

    def _set_up(self, connection: psycopg.Connection[TupleRow]) -> None:
        found = connection.info.parameter_status("server_encoding")
        if found != "UTF8":
            raise StorageError("storage.not_utf8", path=self.place, found=found)
        path = f"{quoted(self._schema)}, pg_temp"
        waits = (f"{self._lock_timeout_ms}ms", f"{self._statement_timeout_ms}ms")
        connection.execute(_SET_UP, (path, *waits))

    def prepare(self) -> None:
        with contextlib.closing(self.connect()) as connection:
            try:
                known = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
                if connection.execute(known, (self._schema,)).fetchone() is None:
                    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(self._schema)}")
            except psycopg.errors.UniqueViolation:
                pass  # somebody else made it at the same moment
            except psycopg.Error as error:
                raise self.translate(error) from error

    def begin_read(self, cursor: Cursor, held: str) -> None:
        text = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        if held:
            # Rows are seen as they were, but which tables there are is not: a reader from before
            # an upgrade would find the new tables, empty. LOCK fixes no state yet, a SELECT
            # would. https://www.postgresql.org/docs/current/mvcc-caveats.html
            text += f"; LOCK TABLE {held} IN ACCESS SHARE MODE"
        cursor.execute(text)

    def begin_write(self, cursor: Cursor, chains: Sequence[str]) -> None:
        # Not REPEATABLE READ: that would read the state from before the wait for the lock.
        cursor.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
        if chains:
            self.lock_chains(cursor, chains)
        else:
            self._lock_place(cursor)

    def lock_chains(self, cursor: Cursor, chains: Sequence[str]) -> None:
        """Lock chains in this order, within a transaction that may be a host's."""
        for chain in chains:
            cursor.execute(self._lock_chain, (chain,))
            if cursor.fetchone() is None:
                # Whoever else is adding the row is waited for, then its row is there.
                cursor.execute(*self._add_chain.with_values(chain))
                cursor.execute(self._lock_chain, (chain,))

    def _lock_place(self, cursor: Cursor) -> None:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (self._place_lock,))
        cursor.execute("SELECT to_regclass('sv_chain') IS NOT NULL")
        [is_store] = cursor.fetchone()
        if is_store:
            # First the writers, who hold rows of it, then the readers, who hold the other.
            cursor.execute("LOCK TABLE sv_chain IN EXCLUSIVE MODE")
            cursor.execute(f"LOCK TABLE {META} IN ACCESS EXCLUSIVE MODE")

    def before_commit(self) -> None:
        pass  # a server whose tables are gone refuses by itself

    def end_write(self) -> None:
        pass  # the server's locks end with the transaction

    def begin_erasing(self, cursor: Cursor) -> None:
        pass  # no client can make PostgreSQL overwrite what it deletes: docs/spec/storage.md

    def end_erasing(self, cursor: Cursor) -> None:
        pass

    def refresh_statistics(self, cursor: Cursor) -> None:
        pass  # autovacuum does

    def copy_aside(self, cursor: Cursor, label: str) -> str:
        return copy_schema(cursor, self._schema, label)

    def after_fork(self) -> None:
        pass  # libpq closes nothing in a process that did not open it
