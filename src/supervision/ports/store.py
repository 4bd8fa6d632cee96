"""The storage port (存储接口): rows for work, entries for proof, blobs for sealed values.

A `Store` is safe to use from several threads; a `Transaction` belongs to one. Leaving a
transaction without `commit()` undoes it. Every failure leaves as `StorageError`,
`StorageUnavailable`, `StaleVersion` or `JournalError`; no driver exception escapes.
Numbered statements of this behaviour stand in `docs/spec/storage.md`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self

import attrs

from supervision.domain.records import ColumnType, Scalar
from supervision.journal.entry import ChainId, Entry
from supervision.ports.query import Cursor, Key, Predicate, Query, Tally

__all__ = [
    "Blob",
    "Capability",
    "Head",
    "Lines",
    "Page",
    "Row",
    "Shape",
    "ShapeColumn",
    "Store",
    "Stored",
    "Transaction",
    "Write",
]


class Capability(enum.Enum):
    """What a store promises beyond the port (能力). Each switches tests of the kit on."""

    DURABLE = "durable"
    """A committed unit of work survives the death of the process (tests: reopening, kills)."""
    PROCESSES = "processes"
    """Several processes may work at once (tests: concurrent writers)."""
    JOINED = "joined"
    """It can work within a transaction of a host's (`JoiningStore`; tests: `JoinedConformance`)."""


@attrs.frozen
class ShapeColumn:
    """A column of a shape: name and portable type."""

    name: str
    type: ColumnType


@attrs.frozen(kw_only=True)
class Shape:
    """How rows of one kind are kept (行形状). `id`, `unit`, `path`, `file` are always there.

    Attributes:
        kind: name of the kind.
        columns: fields queries may use besides `id`, `unit` and `file`.
        many: multi-valued fields; a store finds rows by them quickly.
        indexes: fields by which rows are often found or ordered, the leading one first. An
            index has the id behind them, or where it is named: what comes after it orders
            nothing, but can be judged without the row. It changes no answer, only how soon it
            comes.
    """

    kind: str
    columns: tuple[ShapeColumn, ...] = ()
    many: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()


@attrs.frozen(kw_only=True)
class Row:
    """A complete row (行): body and everything the store indexes of it.

    Attributes:
        kind, id, unit: as in the record.
        path: the unit's path such as `/fj/fz/mw`, for `Under`.
        file: where the record lies: `open`, a closed file's id, or `open:` and a released one's.
            It is taken when the row is first written; only `refile` changes it.
        version: number of changes so far, from 1.
        body: canonical text of the whole record.
        columns: every column of the shape.
        many: every multi-valued field of the shape, values sorted.
    """

    kind: str
    id: str
    unit: str
    path: str
    file: str
    version: int
    body: str
    columns: Mapping[str, Scalar]
    many: Mapping[str, tuple[str, ...]]


@attrs.frozen(kw_only=True)
class Write:
    """A row to store (写入).

    Attributes:
        row: the row, complete.
        expected: the version that must stand there now; 0: none.
        changed: which columns and multi-valued fields differ from the row of that version;
            `None`: not known. Of the others a store need not touch columns and indexes, and
            that is much of what an act costs. Unit, path, version and body are always written.
            The fields of the row may then be read from its record only when asked for.
    """

    row: Row
    expected: int
    changed: frozenset[str] | None = None


@attrs.frozen
class Stored:
    """What reading for work returns: id, version, body, and where the record lies."""

    id: str
    version: int
    body: str
    file: str


@attrs.frozen
class Page:
    """Rows of a query in order, and where to go on; `None` when there is no more."""

    rows: tuple[Stored, ...]
    next: Cursor | None


@attrs.frozen
class Lines:
    """What a list shows of rows, in order (清单行), and where to go on.

    Attributes:
        rows: of each row the values of the fields asked for.
        next: `None` when there is no more.
    """

    rows: tuple[tuple[Scalar, ...], ...]
    next: Cursor | None


@attrs.frozen
class Head:
    """The end of a chain: `seq` 0 and an empty digest when it has no entry."""

    seq: int
    digest: str


@attrs.frozen(kw_only=True)
class Blob:
    """A sealed value's content with its salt (密封内容). `digest` is its key."""

    digest: str
    salt: bytes
    content: bytes


class Transaction(Protocol):
    """One transaction on one thread (事务). With chains to write, they are locked at begin."""

    def get(self, kind: str, id: str) -> Stored | None:
        """Return the row, or `None`."""
        ...

    def select(self, query: Query) -> Page:
        """Return the rows `matches` would find, in the query's order.

        Raises:
            StorageError: `storage.unknown_field` for an undeclared field or kind.
        """
        ...

    def lines(self, query: Query, fields: Sequence[str]) -> Lines:
        """Return of the rows `select` would return these fields, and read no body.

        Args:
            query: which rows.
            fields: columns, `id`, `unit` or `file`; at least one.

        Raises:
            StorageError: as `select`; `storage.unknown_field` for a field that is no column.
        """
        ...

    def tally(
        self, kind: str, where: Predicate, by: Sequence[Key] = (), sum: str | None = None
    ) -> tuple[Tally, ...]:
        """Count rows in groups, sorted by key; without `by`, one group even for no row."""
        ...

    def scan(self, kind: str) -> Iterator[Row]:
        """Yield every row of a kind completely, by id. For proof and upgrade."""
        ...

    def write(self, writes: Sequence[Write]) -> None:
        """Store all rows, or none.

        Raises:
            StaleVersion: `storage.stale` with kind, id, expected, found.
        """
        ...

    def refile(self, kind: str, before: str, after: str) -> None:
        """Let every row of a kind whose `file` is `before` lie at `after`; nothing else changes.

        Raises:
            StorageError: `storage.bad_row` where `after` is no text a row's `file` may hold.
        """
        ...

    def head(self, chain: ChainId) -> Head:
        """Return the end of a chain."""
        ...

    def append(self, entries: Sequence[Entry]) -> None:
        """Append entries that continue their chains, which must be locked by this transaction.

        Raises:
            JournalError: `storage.chain_break` when an entry does not continue its head.
            UsageError: `storage.chain_not_locked`.
        """
        ...

    def entries(self, chain: ChainId, after: int = 0, record: str | None = None) -> Iterator[Entry]:
        """Yield the chain's entries with `seq > after`, in order, exactly as stored.

        With `record`: only those of the record of that id, by an index.
        """
        ...

    def chains(self) -> tuple[ChainId, ...]:
        """Return every chain that has an entry, sorted."""
        ...

    def put_blob(self, blob: Blob) -> None:
        """Store a blob; the same digest again changes nothing."""
        ...

    def get_blob(self, digest: str) -> Blob | None:
        """Return a blob, or `None` when it was never stored or was erased."""
        ...

    def erase_blob(self, digest: str) -> None:
        """Forget a blob's content and salt for good."""
        ...

    def commit(self) -> None:
        """Make everything durable and visible, and end the transaction."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Store(Protocol):
    """An opened store (存储). Safe for threads."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What this store promises beyond the port."""
        ...

    def begin(self, *, write: Sequence[ChainId] = ()) -> Transaction:
        """Begin a transaction; lock the chains of `write`, in this order, before any read.

        Without `write` it is a read of one consistent state. Waits for a lock as long as the
        store's settings say, then raises `StorageUnavailable` `storage.busy`.
        """
        ...

    def close(self) -> None:
        """Release everything. Using the store afterwards raises `UsageError`."""
        ...
