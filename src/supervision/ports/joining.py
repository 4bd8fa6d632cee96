"""A store within a host's transaction (加入宿主的事务): one commit for the host's rows and ours.

An application that keeps its own rows in the same database begins a transaction, writes, lets
an act join it, and commits: both are there, or neither is. Numbered statements of this
behaviour stand in `docs/spec/joining.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from supervision.journal.entry import ChainId
from supervision.ports.store import Store, Transaction

__all__ = ["JoiningStore"]


class JoiningStore(Store, Protocol):
    """A store that can join a host (可加入宿主的存储). It declares `Capability.JOINED`."""

    def join(self, connection: object, *, write: Sequence[ChainId]) -> Transaction:
        """Begin a transaction of ours within the one the host holds on `connection`.

        The host holds the right to write already, so all that is read is read after the lock.
        `commit` keeps what was written, as part of the host's transaction; it is lasting and
        visible to others when the host commits, and undone when the host rolls back. Leaving
        without `commit`, or by an error, takes back what was written here and nothing else.

        Args:
            connection: the host's connection, in whatever form the store documents.
            write: chains that may be appended to, locked as by `begin`.

        Raises:
            UsageError: `storage.host_kind`, `storage.host_elsewhere`, `storage.host_idle`,
                `storage.host_reading`; when writing, `storage.host_ended` once the host's
                transaction is over, and `storage.host_erase` for erasing a blob, of which
                traces could stay.
        """
        ...
