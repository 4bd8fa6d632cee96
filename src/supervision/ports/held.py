"""A store's content held in memory (内存中的内容), and a transaction on it.

A store whose content fits into memory needs only to load it and to keep it: the transaction is
ready. The store in memory uses it, and so does a store in a text file. A store in a database
writes a transaction of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self, TypeAlias

import attrs

from supervision.errors import StaleVersion, UsageError
from supervision.journal.entry import ChainId, Entry
from supervision.ports.checks import Catalog, continued_heads
from supervision.ports.query import Key, Predicate, Query, Tally
from supervision.ports.search import lines_of, page_of, tallies_of
from supervision.ports.store import Blob, Head, Lines, Page, Row, Stored, Write

__all__ = ["HeldContent", "HeldTransaction", "Keep"]


@attrs.frozen
class _Chain:
    """Entries only ever grow at the end, so states share the list and remember its length."""

    entries: list[Entry]
    length: int


@attrs.frozen
class HeldContent:
    """All that a store holds, in one state (存储内容). It never changes.

    Example:
        >>> HeldContent.of().chains
        ()
    """

    _rows: Mapping[str, Mapping[str, Row]]
    _entries: Mapping[ChainId, _Chain]
    _blobs: Mapping[str, Blob]

    @classmethod
    def of(
        cls,
        rows: Iterable[Row] = (),
        entries: Iterable[Entry] = (),
        blobs: Iterable[Blob] = (),
    ) -> HeldContent:
        """Return the content with these rows, entries in the order of their chains, and blobs."""
        by_kind: dict[str, dict[str, Row]] = {}
        for row in rows:
            by_kind.setdefault(row.kind, {})[row.id] = row
        chains: dict[ChainId, list[Entry]] = {}
        for entry in entries:
            chains.setdefault(entry.header.chain, []).append(entry)
        held = {chain: _Chain(own, len(own)) for chain, own in chains.items()}
        return cls(by_kind, held, {blob.digest: blob for blob in blobs})

    @property
    def rows(self) -> Iterator[Row]:
        """Every row."""
        return (row for rows in self._rows.values() for row in rows.values())

    @property
    def entries(self) -> Iterator[Entry]:
        """Every entry, chain by chain, in order."""
        return (entry for chain in self.chains for entry in self.chain(chain))

    @property
    def blobs(self) -> Iterator[Blob]:
        """Every blob."""
        return iter(self._blobs.values())

    @property
    def chains(self) -> tuple[ChainId, ...]:
        """Every chain with an entry, sorted."""
        return tuple(sorted(self._entries))

    def of_kind(self, kind: str) -> Mapping[str, Row]:
        """Return the rows of a kind by id."""
        return self._rows.get(kind, {})

    def chain(self, chain: ChainId, after: int = 0) -> Sequence[Entry]:
        """Return a chain's entries behind `after`."""
        held = self._entries.get(chain)
        return held.entries[max(after, 0) : held.length] if held else ()

    def head(self, chain: ChainId) -> Head:
        """Return the end of a chain."""
        held = self._entries.get(chain)
        if held is None:
            return Head(0, "")
        last = held.entries[held.length - 1]
        return Head(last.header.seq, last.digest)

    def blob(self, digest: str) -> Blob | None:
        """Return a blob, or `None`."""
        return self._blobs.get(digest)

    def with_changes(
        self,
        rows: Mapping[str, Mapping[str, Row]],
        appended: Sequence[Entry],
        blobs: Mapping[str, Blob],
    ) -> HeldContent:
        """Return the content with the rows of some kinds replaced, more entries, these blobs.

        The entries must continue their chains.
        """
        chains = dict(self._entries)
        for entry in appended:
            held = chains.get(entry.header.chain) or _Chain([], 0)
            longer = held.entries
            if len(longer) > held.length:  # another content was made of this one, and not kept
                longer = longer[: held.length]
            longer.append(entry)
            chains[entry.header.chain] = _Chain(longer, held.length + 1)
        return HeldContent({**self._rows, **rows}, chains, blobs)

    def own_blobs(self) -> Mapping[str, Blob]:
        """Return the blobs by digest."""
        return self._blobs


Keep: TypeAlias = Callable[[HeldContent | None], None]
"""What ends a writing transaction: keeps its content for good, or nothing, and unlocks."""


class HeldTransaction:
    """One transaction on held content (内存事务). A writer's changes lie in copies until commit.

    Args:
        catalog: the declared kinds.
        content: what the transaction sees. For a writer: as it is after the lock.
        locked: chains that may be appended to; none for a reader.
        keep: called once when a writer ends: with the new content to be kept, which may raise
            `StorageUnavailable`, or with `None` to undo. Either way the lock is given back.

    Example:
        >>> from supervision.ports.store import Shape
        >>> with HeldTransaction(Catalog([Shape(kind="finding")]), HeldContent.of()) as reading:
        ...     reading.get("finding", "fnd_1") is None
        True
    """

    def __init__(
        self,
        catalog: Catalog,
        content: HeldContent,
        locked: Sequence[ChainId] = (),
        keep: Keep = lambda _: None,
    ) -> None:
        self._ended = False
        self._catalog = catalog
        self._content = content
        self._keep = keep
        self._changed: dict[str, dict[str, Row]] = {}
        self._heads = {chain: content.head(chain) for chain in locked}
        self._appended: list[Entry] = []
        self._blobs = content.own_blobs()
        self._thread = threading.get_ident()

    def __del__(self) -> None:
        if not self._ended:  # dropped without being left: the next writer must not wait for it
            self._end(None)

    def _rows(self, kind: str) -> Mapping[str, Row]:
        self._catalog.shape(kind)
        return self._changed.get(kind) or self._content.of_kind(kind)

    def get(self, kind: str, id: str) -> Stored | None:
        self._check()
        row = self._rows(kind).get(id)
        return None if row is None else Stored(row.id, row.version, row.body, row.file)

    def select(self, query: Query) -> Page:
        self._check()
        self._catalog.check_query(query)
        return page_of(self._rows(query.kind).values(), query)

    def lines(self, query: Query, fields: Sequence[str]) -> Lines:
        self._check()
        self._catalog.check_lines(query, fields)
        return lines_of(self._rows(query.kind).values(), query, fields)

    def tally(
        self, kind: str, where: Predicate, by: Sequence[Key] = (), sum: str | None = None
    ) -> tuple[Tally, ...]:
        self._check()
        self._catalog.check_tally(kind, where, by, sum)
        return tallies_of(self._rows(kind).values(), where, by, sum)

    def scan(self, kind: str) -> Iterator[Row]:
        self._check()
        rows = self._rows(kind)
        for id in sorted(rows):
            self._check()
            yield rows[id]

    def write(self, writes: Sequence[Write]) -> None:
        self._check(writing=True)
        try:
            self._catalog.check_writes(writes)
            for write in writes:
                self._put(write)
        except BaseException:
            self._end(None)
            raise

    def _put(self, write: Write) -> None:
        row = write.row
        rows = self._own_rows(row.kind)
        known = rows.get(row.id)
        found = known.version if known else 0
        if found != write.expected:
            raise StaleVersion(
                "storage.stale", kind=row.kind, id=row.id, expected=write.expected, found=found
            )
        # Kept as plain values: fields may be read from their record only when asked for.
        rows[row.id] = attrs.evolve(
            row,
            file=known.file if known else row.file,
            columns=dict(row.columns),
            many=dict(row.many),
        )

    def _own_rows(self, kind: str) -> dict[str, Row]:
        if kind not in self._changed:
            self._changed[kind] = dict(self._content.of_kind(kind))
        return self._changed[kind]

    def refile(self, kind: str, before: str, after: str) -> None:
        self._check(writing=True)
        try:
            self._catalog.check_refile(kind, after)
        except BaseException:
            self._end(None)
            raise
        rows = self._own_rows(kind)
        rows.update(
            {id: attrs.evolve(row, file=after) for id, row in rows.items() if row.file == before}
        )

    def head(self, chain: ChainId) -> Head:
        self._check()
        return self._heads.get(chain) or self._content.head(chain)

    def append(self, entries: Sequence[Entry]) -> None:
        self._check(writing=True)
        try:
            self._heads = continued_heads(entries, self._heads)
        except BaseException:
            self._end(None)
            raise
        self._appended.extend(entries)

    def entries(self, chain: ChainId, after: int = 0, record: str | None = None) -> Iterator[Entry]:
        self._check()
        fresh = [
            entry
            for entry in self._appended
            if entry.header.chain == chain and entry.header.seq > after
        ]
        for entry in [*self._content.chain(chain, after), *fresh]:
            self._check()
            if record is None or entry.header.id == record:
                yield entry

    def chains(self) -> tuple[ChainId, ...]:
        self._check()
        fresh = {entry.header.chain for entry in self._appended}
        return tuple(sorted(fresh.union(self._content.chains)))

    def put_blob(self, blob: Blob) -> None:
        self._check(writing=True)
        if blob.digest not in self._blobs:
            self._blobs = {**self._blobs, blob.digest: blob}

    def get_blob(self, digest: str) -> Blob | None:
        self._check()
        return self._blobs.get(digest)

    def erase_blob(self, digest: str) -> None:
        self._check(writing=True)
        self._blobs = {key: blob for key, blob in self._blobs.items() if key != digest}

    def commit(self) -> None:
        self._check()
        if self._heads:
            self._end(self._content.with_changes(self._changed, self._appended, self._blobs))
        else:
            self._end(None)

    def __enter__(self) -> Self:
        self._check()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._ended:
            self._end(None)

    def _check(self, *, writing: bool = False) -> None:
        if self._ended:
            raise UsageError("storage.ended")
        if threading.get_ident() != self._thread:
            raise UsageError("storage.thread")
        if writing and not self._heads:
            raise UsageError("storage.not_writing")

    def _end(self, content: HeldContent | None) -> None:
        self._ended = True
        if self._heads:
            self._keep(content)
