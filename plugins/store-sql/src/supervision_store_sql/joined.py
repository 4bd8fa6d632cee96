"""A session within a host's transaction (加入宿主的会话): the host begins and ends it, never we.

What differs between databases stands behind `Host`: how a host's connection is recognised, how
it is known to hold the right to write, and how its transaction is told from the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol

from supervision.plugin import StorageError, UsageError
from supervision_store_sql.connections import Connections
from supervision_store_sql.profile import Cursor, Profile, Values
from supervision_store_sql.session import DuplicateKey, Session

__all__ = ["Host", "JoinedSession"]

_SAVE = "SAVEPOINT sv_joined"
_KEEP = "RELEASE SAVEPOINT sv_joined"
_UNDO = ("ROLLBACK TO SAVEPOINT sv_joined", _KEEP)


class Host(Protocol):
    """A host's connection (宿主的连接)."""

    def cursor(self) -> Cursor:
        """Return a cursor of our own on it, whose rows are tuples."""
        ...

    def check(self) -> None:
        """Refuse a host that does not hold a writing transaction on our database.

        Raises:
            UsageError: `storage.host_elsewhere`, `storage.host_idle`, `storage.host_reading`.
        """
        ...

    def mark(self) -> object:
        """Return what stays equal as long as the same transaction goes on, else `None`."""
        ...


def _sqlite(profile: Profile, connections: Connections, connection: object) -> Host:
    from supervision_store_sql.joined_sqlite import SqliteHost

    return SqliteHost(profile, connections, connection)


_HOSTS: dict[str, Callable[[Profile, Connections, object], Host]] = {"sqlite": _sqlite}
"""By the dialect's name: what recognises a host's connection, or raises `storage.host_kind`."""


class JoinedSession(Session):
    """A session on a host's connection. It has begun when it is made.

    Our writing lies between a savepoint and its release, so that an act which fails half-way
    leaves nothing in the host's transaction, whatever the host does after the error. The
    savepoint is set before the first write and not before, since between the beginning of an
    act and its commit the host may write rows of its own.
    """

    def __init__(self, profile: Profile, connections: Connections, connection: object) -> None:
        """Look at the host's connection.

        Raises:
            UsageError: `storage.no_join`, `storage.host_kind`, and what `Host.check` raises.
        """
        self.ended = True
        self._profile = profile
        self._errors = profile.errors
        self._saved = False
        recognise = _HOSTS.get(profile.dialect.name)
        if recognise is None:
            raise UsageError("storage.no_join")
        self._host = recognise(profile, connections, connection)
        try:
            self._host.check()
            self._cursor = self._host.cursor()
            self._mark = self._host.mark()
        except self._errors as error:
            raise profile.translate(error) from error
        self.ended = False

    def run(self, text: str, values: Values = ()) -> None:
        self.many(text, [values])

    def many(self, text: str, rows: Sequence[Values]) -> int:
        self._save()
        try:
            self._cursor.executemany(text, rows)
        except self._errors as error:
            if self._profile.is_duplicate(error):
                self.rollback()
                raise DuplicateKey from error
            raise self._failed(error) from error
        return self._cursor.rowcount

    def erase(self, text: str, values: Values) -> None:  # noqa: ARG002  # the session's own
        """Refuse: only who ends the transaction can remove all traces after it."""
        raise UsageError("storage.host_erase")

    def copy_aside(self, label: str) -> str:  # noqa: ARG002  # the session's own
        """Refuse: no upgrade happens within a host's transaction."""
        raise UsageError("storage.no_join")

    def commit(self) -> None:
        """End, and leave everything in the host's transaction."""
        try:
            if self._saved:
                self._cursor.execute(_KEEP)
        except self._errors as error:
            raise self._failed(error) from error
        self._leave()

    def rollback(self) -> None:
        """End, and take back what was written here. Does nothing when it has ended."""
        if self.ended:
            return
        with suppress(*self._errors):  # without the host's transaction nothing is left of ours
            for text in _UNDO if self._saved else ():
                self._cursor.execute(text)
        self._leave()

    def _save(self) -> None:
        if self._saved:
            return
        try:
            if self._mark is None or self._host.mark() != self._mark:
                self._leave()
                raise UsageError("storage.host_ended")
            self._cursor.execute(_SAVE)
        except self._errors as error:
            raise self._failed(error) from error
        self._saved = True

    def _failed(self, error: Exception) -> StorageError:
        self.rollback()
        return self._profile.translate(error)

    def _leave(self) -> None:
        self.ended = True
        with suppress(*self._errors):
            self._cursor.close()
