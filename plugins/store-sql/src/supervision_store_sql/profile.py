"""What differs between databases (数据库方言接缝): one object per database.

Everything else — tables, statements, queries, transactions — is written once against it. A
further database gives a `Profile` of its own: how to connect, how to begin, how a chain is
locked, what its driver's errors mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

from sqlalchemy.engine import Dialect

from supervision.plugin import Capability, StorageError

__all__ = ["Connection", "Cursor", "Profile", "Values"]

Values: TypeAlias = Sequence[object]


class Cursor(Protocol):
    """What we use of a DB-API cursor. Rows are tuples."""

    @property
    def rowcount(self) -> int: ...

    def execute(self, text: str, values: Values = ..., /) -> object: ...

    def executemany(self, text: str, rows: Sequence[Values], /) -> object: ...

    def fetchone(self) -> Any: ...  # a driver's row has no type

    def fetchall(self) -> list[Any]: ...

    def close(self) -> None: ...


class Connection(Protocol):
    """What we use of a DB-API connection, which must be in the driver's autocommit mode."""

    def cursor(self) -> Cursor: ...

    def close(self) -> None: ...


class Profile(Protocol):
    """One database (数据库方言). Safe for threads."""

    @property
    def dialect(self) -> Dialect:
        """Compiles statements; its parameter style is a positional one."""
        ...

    @property
    def collation(self) -> str | None:
        """Collation under which text compares by code point; `None` when it always does."""
        ...

    @property
    def nulls_first(self) -> bool:
        """Whether NULL sorts below every value without being told."""
        ...

    @property
    def nulls_first_index(self) -> bool:
        """Whether an index has to be told that NULL sorts below every value, and can be."""
        ...

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the store promises on this database."""
        ...

    @property
    def place(self) -> str:
        """Where the store lies, for people: a path, or an address without password."""
        ...

    @property
    def patience(self) -> float:
        """How long a writer waits for a lock, seconds."""
        ...

    @property
    def table_names(self) -> str:
        """A statement for the names of all tables at that place."""
        ...

    @property
    def index_names(self) -> str:
        """A statement for all indexes at that place but those of keys: name, name of the table."""
        ...

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What the driver raises; `translate` takes each of them."""
        ...

    def translate(self, error: Exception) -> StorageError:
        """Return our error for the driver's."""
        ...

    def is_duplicate(self, error: Exception) -> bool:
        """Say whether the driver refused a key that is already there."""
        ...

    def is_lost(self, error: Exception) -> bool:
        """Say whether the connection broke off, and others of its age are likely gone too."""
        ...

    def prepare(self) -> None:
        """Make the place for a new store where there is none."""
        ...

    def connect(self) -> Connection:
        """Open a connection that any one thread at a time may use.

        Raises:
            StorageError: `storage.missing`, `storage.cannot_open` and the others `translate`
                knows.
        """
        ...

    def begin_read(self, cursor: Cursor, held: str) -> None:
        """Begin a transaction that sees one state, at the latest from its first read on.

        Args:
            cursor: of the connection.
            held: a table that no upgrade may touch until the transaction has ended; empty
                where nobody knows yet which tables there are.
        """
        ...

    def begin_write(self, cursor: Cursor, chains: Sequence[str]) -> None:
        """Begin a transaction and lock the chains in this order, before anything is read.

        Without chains everything at this place is locked: other writers, and whoever holds a
        table.

        Raises:
            StorageUnavailable: `storage.busy` when the wait was too long.
        """
        ...

    def before_commit(self) -> None:
        """Refuse to commit to what is no longer the store. Called last in a writing transaction.

        Raises:
            StorageUnavailable: `storage.gone`; the transaction is then undone.
        """
        ...

    def end_write(self) -> None:
        """Let the next writer of this process in. Called once per successful `begin_write`."""
        ...

    def begin_erasing(self, cursor: Cursor) -> None:
        """Make deleting leave no trace in the database.

        Called within a transaction, whose connection is not used again after it.
        """
        ...

    def end_erasing(self, cursor: Cursor) -> None:
        """Remove older traces. Called after the commit of a transaction that erased."""
        ...

    def refresh_statistics(self, cursor: Cursor) -> None:
        """Let the planner know the tables. Called at closing when something was written."""
        ...

    def copy_aside(self, cursor: Cursor, label: str) -> str:
        """Make a whole copy of the store as committed, named after `label`; say where it is.

        Called within a transaction that has locked the whole place and has changed nothing
        yet. The copy may become part of that transaction.

        Raises:
            StorageUnavailable: `storage.cannot_copy`, or what `translate` knows.
        """
        ...

    def after_fork(self) -> None:
        """Forget locks taken over from the process this one was forked from."""
        ...
