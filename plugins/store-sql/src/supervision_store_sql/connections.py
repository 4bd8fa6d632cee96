"""Connections that wait for their next transaction (连接池)."""

from __future__ import annotations

import os
import threading

from supervision.plugin import UsageError
from supervision_store_sql.profile import Connection, Profile

__all__ = ["Connections"]


class Connections:
    """Gives every transaction a connection of its own and keeps it for the next. Thread-safe.

    There are as many connections as there were transactions at once.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._inherited: list[Connection] = []
        self._process = os.getpid()
        self._closed = False

    def take(self) -> tuple[Connection, bool]:
        """Return a connection nobody else uses, and whether it was used before.

        Raises:
            UsageError: `storage.closed`.
        """
        if os.getpid() != self._process:
            self._after_fork()
        with self._lock:
            if self._closed:
                raise UsageError("storage.closed")
            if self._idle:
                return self._idle.pop(), True
        return self._profile.connect(), False

    def give(self, connection: Connection) -> None:
        """Take a connection back, outside any transaction."""
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def drop_idle(self) -> None:
        """Close what waits: the server was gone, and they with it."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def close(self, *, refresh: bool = False) -> None:
        """Hand out nothing more, and close what waits.

        Args:
            refresh: refresh the planner's statistics first; something was written.
        """
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        if refresh and idle:
            self._profile.refresh_statistics(idle[0].cursor())
        for connection in idle:
            connection.close()

    def _after_fork(self) -> None:
        # A forked child must neither use nor close its parent's SQLite connections
        # (https://www.sqlite.org/howtocorrupt.html, 2.6), so they are kept and left alone.
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._inherited += self._idle
        self._idle = []
        self._profile.after_fork()
