"""The contribution that offers a store (存储后端) and the case store beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeAlias, TypeVar

import attrs

from supervision.errors import PluginError
from supervision.ports.cases import CaseStore
from supervision.ports.store import Row, Shape, Store, Transaction

__all__ = ["Rebuild", "StorageBackend", "UpgradeReport"]

S = TypeVar("S")

Rebuild: TypeAlias = Callable[[Transaction], Iterable[Row]]
"""From the old state, to be read only, to the complete rows of every journalled kind."""


@attrs.frozen(kw_only=True)
class UpgradeReport:
    """What an upgrade did (升级结果).

    Attributes:
        found: the format the store had.
        copy: where the untouched copy lies; empty when the format was already the wanted one
            and nothing was done.
        rebuilt: rows made anew by the rebuild.
        carried: rows of unjournalled kinds taken over as they were.
    """

    found: str
    copy: str = ""
    rebuilt: int = 0
    carried: int = 0


def _no_records(_settings: object, _shapes: tuple[Shape, ...], _layout: str) -> Store:
    """Refuse records: what a backend that keeps cases only has in place of `create` and `open`."""
    raise PluginError("plugin.cases_only")


@attrs.frozen(kw_only=True)
class StorageBackend(Generic[S]):
    """Offers a store (存储后端). The office's TOML names it and holds its settings.

    Attributes:
        name: name in the TOML.
        zh, en: title.
        settings: attrs class of its table. A `Path` in it is already resolved.
        create: makes an empty store with these shapes and the format text, which is the core's
            and opaque. Raises `StorageError` `storage.exists` when there is one. Left out, like
            `open`: the backend has a case store only.
        open: opens the store made before. Raises `StorageError` `storage.missing`, or
            `storage.format` when the store holds another format text.
        open_cases: opens the case store and makes it when it is missing. `None`: the backend
            has none.
        upgrade: brings a store of an older format to this one: a copy beside it first, then
            one transaction in which rows are rebuilt; entries and blobs stay as they are. Rows
            of a kind that has no entry and that the rebuild yields no row of are carried over:
            column values by name, new columns empty. Rows of a kind that is not among the
            shapes any more are dropped. `None`: the store has no upgrade, since it does not
            outlive the process.

    Example:
        >>> from supervision.builtin.memory_store import MEMORY
        >>> MEMORY.name
        'memory'
    """

    name: str
    zh: str
    en: str
    settings: type[S]
    create: Callable[[S, tuple[Shape, ...], str], Store] = _no_records
    open: Callable[[S, tuple[Shape, ...], str], Store] = _no_records
    open_cases: Callable[[S], CaseStore] | None = None
    upgrade: Callable[[S, tuple[Shape, ...], str, Rebuild], UpgradeReport] | None = None

    @property
    def keeps_records(self) -> bool:
        """Whether it can be chosen for `[store]`."""
        return self.open is not _no_records
