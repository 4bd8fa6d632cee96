"""The store in memory (内存存储): for tests, trials, and replaying a journal up to an entry.

One lock lets writers in one after the other. A writer works on copies and puts the new state
in place in one assignment, so that a reader keeps the state it began with. It promises nothing
beyond the port: gone with the process, and of no use to a second one.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import attrs

from supervision.builtin.memory_cases import MemoryCases
from supervision.errors import StorageUnavailable, UsageError
from supervision.journal.entry import ChainId
from supervision.ports.backends import StorageBackend
from supervision.ports.checks import Catalog
from supervision.ports.held import HeldContent, HeldTransaction
from supervision.ports.store import Capability, Shape

__all__ = ["MEMORY", "MemorySettings", "MemoryStore"]


@attrs.frozen(kw_only=True)
class MemorySettings:
    """Settings of the store in memory (内存存储设置).

    Attributes:
        busy_timeout_ms: how long a writer waits for the one before it, milliseconds.
    """

    busy_timeout_ms: int = 5_000


class MemoryStore:
    """A store in memory.

    Example:
        >>> store = MemoryStore((Shape(kind="finding"),))
        >>> with store.begin() as transaction:
        ...     transaction.get("finding", "fnd_1") is None
        True
    """

    def __init__(self, shapes: Sequence[Shape], *, busy_timeout_ms: int = 5_000) -> None:
        self._catalog = Catalog(shapes)
        self._content = HeldContent.of()
        self._writer = threading.Lock()
        self._busy_timeout_ms = busy_timeout_ms
        self._closed = False

    @property
    def capabilities(self) -> frozenset[Capability]:
        return frozenset()

    def begin(self, *, write: Sequence[ChainId] = ()) -> HeldTransaction:
        if self._closed:
            raise UsageError("storage.closed")
        if write and not self._writer.acquire(timeout=self._busy_timeout_ms / 1000):
            raise StorageUnavailable("storage.busy", waited_ms=self._busy_timeout_ms)
        return HeldTransaction(self._catalog, self._content, write, self._leave)

    def close(self) -> None:
        self._closed = True

    def _leave(self, content: HeldContent | None) -> None:
        """Let the next writer in, with the content the last one made, if it made one."""
        if content is not None:
            self._content = content
        self._writer.release()


def _fresh(settings: MemorySettings, shapes: tuple[Shape, ...], _: str) -> MemoryStore:
    return MemoryStore(shapes, busy_timeout_ms=settings.busy_timeout_ms)


MEMORY = StorageBackend(
    name="memory",
    zh="内存（不保存）",
    en="memory (nothing is kept)",
    settings=MemorySettings,
    create=_fresh,
    open=_fresh,
    open_cases=lambda _: MemoryCases(),
)
"""The contribution. Every opening is a fresh, empty store."""
