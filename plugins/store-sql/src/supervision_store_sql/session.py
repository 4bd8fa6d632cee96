"""A connection during one transaction (会话): begin, execute, end, and translate what fails."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from supervision.plugin import StorageError
from supervision_store_sql.connections import Connections
from supervision_store_sql.profile import Profile, Values

__all__ = ["DuplicateKey", "InDoubt", "Session"]


class DuplicateKey(Exception):
    """A row to insert was already there. Never leaves this package; the session has ended."""


class InDoubt(StorageError):
    """The connection broke off during a commit, which may have happened (结果不明).

    No `StorageUnavailable`, whose unit of work surely left no trace and may be repeated.
    """


class Session:
    """One transaction on one connection. It has begun when it is made.

    Every failure of the driver ends it and leaves as our error; the connection is then closed
    rather than used again.
    """

    def __init__(
        self,
        profile: Profile,
        connections: Connections,
        chains: Sequence[str] | None = None,
        *,
        held: str = "",
    ) -> None:
        """Begin.

        Args:
            profile: the database.
            connections: where the connection comes from and goes back to.
            chains: what to lock for writing, and none of them for everything; `None` to read.
            held: for reading, a table that is kept from being upgraded meanwhile.
        """
        self.ended = True
        self._profile = profile
        self._errors = profile.errors
        self._connections = connections
        self._writing = chains is not None
        self._erased = False
        while not self._begun(chains, held):
            # The connection had waited here while the server went away. Nothing was done yet,
            # so another one begins in its place. A new connection is told of at once.
            connections.drop_idle()
        self.ended = False

    def _begun(self, chains: Sequence[str] | None, held: str) -> bool:
        self._connection, used = self._connections.take()
        self._cursor = self._connection.cursor()
        try:
            if chains is None:
                self._profile.begin_read(self._cursor, held)
            else:
                self._profile.begin_write(self._cursor, chains)
        except StorageError:
            self._connections.give(self._connection)
            raise
        except self._errors as error:
            self._close()
            if used and self._profile.is_lost(error):
                return False
            raise self._profile.translate(error) from error
        except BaseException:
            self._close()
            raise
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.rollback()

    def __del__(self) -> None:
        if not self.ended:  # dropped without being left: the next writer must not wait for it
            self.rollback()

    def one(self, text: str, values: Values = ()) -> Any:
        """Execute and return the first row or `None`."""
        try:
            self._cursor.execute(text, values)
            return self._cursor.fetchone()
        except self._errors as error:
            raise self._failed(error) from error

    def all(self, text: str, values: Values = ()) -> list[Any]:
        """Execute and return all rows."""
        try:
            self._cursor.execute(text, values)
            return self._cursor.fetchall()
        except self._errors as error:
            raise self._failed(error) from error

    def run(self, text: str, values: Values = ()) -> None:
        """Execute what returns no rows."""
        try:
            self._cursor.execute(text, values)
        except self._errors as error:
            raise self._failed(error) from error

    def many(self, text: str, rows: Sequence[Values]) -> int:
        """Execute once per tuple and return how many rows it reached altogether.

        Raises:
            DuplicateKey: a row was already there.
        """
        try:
            if len(rows) == 1:
                self._cursor.execute(text, rows[0])
            else:
                self._cursor.executemany(text, rows)
        except self._errors as error:
            if self._profile.is_duplicate(error):
                self.rollback()
                raise DuplicateKey from error
            raise self._failed(error) from error
        return self._cursor.rowcount

    def erase(self, text: str, values: Values) -> None:
        """Delete such that no trace stays in the database."""
        try:
            if not self._erased:
                self._profile.begin_erasing(self._cursor)
                self._erased = True
            self._cursor.execute(text, values)
        except self._errors as error:
            raise self._failed(error) from error

    def copy_aside(self, label: str) -> str:
        """Make a copy of the store beside it, as `Profile.copy_aside` says."""
        try:
            return self._profile.copy_aside(self._cursor, label)
        except self._errors as error:
            raise self._failed(error) from error

    def commit(self) -> None:
        """End, and keep everything.

        Raises:
            StorageUnavailable: `storage.gone` when the store is no longer at its place.
            InDoubt: the connection broke off before the database answered.
        """
        try:
            if self._writing:
                self._profile.before_commit()
            self._cursor.execute("COMMIT")
        except StorageError:
            self._end(keep=False)
            raise
        except self._errors as error:
            told = self._failed(error)
            if self._writing and self._profile.is_lost(error):
                raise InDoubt("storage.in_doubt", path=self._profile.place) from error
            raise told from error
        if self._erased:
            self._profile.end_erasing(self._cursor)
        self._end(keep=not self._erased)

    def rollback(self) -> None:
        """End, and undo everything. Does nothing when it has ended."""
        if self.ended:
            return
        try:
            self._cursor.execute("ROLLBACK")
        except self._errors:  # the database has already undone it; closing leaves nothing open
            self._end(keep=False)
        else:
            self._end(keep=not self._erased)

    def _failed(self, error: Exception) -> StorageError:
        self._end(keep=False)
        if self._profile.is_lost(error):
            self._connections.drop_idle()
        return self._profile.translate(error)

    def _end(self, *, keep: bool) -> None:
        self.ended = True
        if keep:
            self._cursor.close()
            self._connections.give(self._connection)
        else:
            self._close()
        if self._writing:
            self._profile.end_write()

    def _close(self) -> None:
        # The cursor first: what it has not read to its end keeps an SQLite file open as long as
        # somebody remembers the failure, and a later connection shares the state of that file.
        with contextlib.suppress(*self._errors):
            self._cursor.close()
        self._connection.close()
