"""One transaction on one thread (事务)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import attrs

from supervision.plugin import (
    Blob,
    Catalog,
    ChainId,
    Cursor,
    Entry,
    Head,
    Header,
    JournalError,
    Key,
    Lines,
    Page,
    Predicate,
    Query,
    Row,
    Shape,
    StaleVersion,
    StorageError,
    StorageUnavailable,
    Stored,
    Tally,
    UsageError,
    Write,
    continued_heads,
    order_key,
)
from supervision_store_sql.predicates import Translator
from supervision_store_sql.session import DuplicateKey, InDoubt, Session
from supervision_store_sql.statements import KindStatements, Statements, Update

__all__ = ["SqlTransaction", "Toolbox", "row_values"]

_BEHIND_ALL = "\U0010ffff"
"""Behind every id, which is ASCII."""
_CHUNK = 200  # rows read at once by scan and entries
_ATTEMPTS = 5  # at finding out how a commit ended


@attrs.frozen(eq=False)
class Toolbox:
    """What all transactions of one store share (共用部件). Safe for threads."""

    catalog: Catalog
    statements: Statements
    translator: Translator

    def prepared(self, query: Query) -> tuple[str, tuple[object, ...]]:
        """Check and translate a query, once however often the very same one is asked."""
        known = query.prepared.get(self)
        if known is None:
            self.catalog.check_query(query)
            known = query.prepared[self] = self.translator.select(query)
        return known


class SqlTransaction:
    """One transaction in a database. It has begun, and locked its chains, when it is made."""

    def __init__(
        self,
        tools: Toolbox,
        session: Session,
        locked: Sequence[ChainId],
        begin_again: Callable[[Sequence[ChainId] | None], Session],
        heads: Mapping[ChainId, Head] | None = None,
    ) -> None:
        """Take a session that has begun.

        Args:
            tools: of the store.
            session: the session.
            locked: the chains it has locked; none to read.
            begin_again: begins another session, to write with these chains locked, or to read.
            heads: ends of locked chains that are known already.
        """
        self._tools = tools
        self._catalog = tools.catalog
        self._statements = tools.statements
        self._session = session
        self._locked = tuple(locked)
        self._begin_again = begin_again
        self._heads: dict[ChainId, Head] = dict(heads or {})
        self._last: Entry | None = None
        self._thread = threading.get_ident()

    # reading

    def get(self, kind: str, id: str) -> Stored | None:
        self._check()
        self._catalog.shape(kind)
        row = self._session.one(self._statements.of(kind).get, (id,))
        return None if row is None else Stored(row[0], row[1], row[2], row[3])

    def select(self, query: Query) -> Page:
        self._check()
        rows = self._session.all(*self._tools.prepared(query))
        following: Cursor | None = None
        if query.limit is not None and len(rows) > query.limit:
            del rows[query.limit :]
            following = Cursor(tuple(rows[-1][4:]), rows[-1][0])
        return Page(tuple([Stored(row[0], row[1], row[2], row[3]) for row in rows]), following)

    def lines(self, query: Query, fields: Sequence[str]) -> Lines:
        self._check()
        self._catalog.check_lines(query, fields)
        rows = self._session.all(*self._tools.translator.lines(query, tuple(fields)))
        following: Cursor | None = None
        count = len(fields)
        if query.limit is not None and len(rows) > query.limit:
            del rows[query.limit :]
            following = Cursor(tuple(rows[-1][count + 1 :]), rows[-1][count])
        return Lines(tuple([row[:count] for row in rows]), following)

    def tally(
        self, kind: str, where: Predicate, by: Sequence[Key] = (), sum: str | None = None
    ) -> tuple[Tally, ...]:
        self._check()
        self._catalog.check_tally(kind, where, by, sum)
        rows = self._session.all(*self._tools.translator.tally(kind, where, by, sum))
        groups = [Tally(tuple(row[:-2]), row[-2], int(row[-1])) for row in rows]
        groups.sort(key=lambda group: tuple(order_key(value) for value in group.key))
        return tuple(groups)

    def scan(self, kind: str) -> Iterator[Row]:
        # In pieces by key, so that no open cursor stands in the way of other statements.
        self._check()
        shape = self._catalog.shape(kind)
        statements = self._statements.of(kind)
        last = ""
        while True:
            rows = self._session.all(*statements.scan.with_values(last, _CHUNK))
            many: dict[str, dict[str, list[str]]] = {}
            if statements.many_scan:
                span = (last, rows[-1][0] if rows else _BEHIND_ALL)
                for id, field, value in self._session.all(statements.many_scan, span):
                    many.setdefault(id, {}).setdefault(field, []).append(value)
            for row in rows:
                yield _complete_row(shape, row, many.pop(row[0], {}))
                self._check()
            for id, fields in many.items():
                yield _orphan(shape, id, fields)
            if not rows:
                return
            last = rows[-1][0]

    def head(self, chain: ChainId) -> Head:
        self._check()
        known = self._heads.get(chain)
        if known is None:
            row = self._session.one(self._statements.head, (chain,))
            known = Head(0, "") if row is None else Head(row[0], row[1])
            if chain in self._locked:  # nobody else can move it
                self._heads[chain] = known
        return known

    def entries(self, chain: ChainId, after: int = 0, record: str | None = None) -> Iterator[Entry]:
        self._check()
        last = after
        only: tuple[str, ...] = () if record is None else (record,)
        statement = self._statements.entries_of if only else self._statements.entries
        while True:
            rows = self._session.all(*statement.with_values(chain, last, _CHUNK, *only))
            for row in rows:
                yield _entry(row)
                self._check()
            if len(rows) < _CHUNK:
                return
            last = rows[-1][1]

    def chains(self) -> tuple[ChainId, ...]:
        self._check()
        return tuple(sorted(row[0] for row in self._session.all(self._statements.chains)))

    def get_blob(self, digest: str) -> Blob | None:
        self._check()
        row = self._session.one(self._statements.blob, (digest,))
        return None if row is None else Blob(digest=row[0], salt=row[1], content=row[2])

    # writing: whatever goes wrong here ends the transaction, so that nothing half done is kept

    def write(self, writes: Sequence[Write]) -> None:
        self._check(writing=True)
        try:
            self._catalog.check_writes(writes)
            by_kind: dict[str, list[Write]] = {}
            for write in writes:
                by_kind.setdefault(write.row.kind, []).append(write)
            for kind, of_kind in by_kind.items():
                self._write_kind(kind, of_kind)
        except BaseException:
            self._session.rollback()
            raise

    def _write_kind(self, kind: str, writes: Sequence[Write]) -> None:
        shape = self._catalog.shape(kind)
        statements = self._statements.of(kind)
        fresh = []
        updates: dict[Update, list[tuple[object, ...]]] = {}
        for write in writes:
            if write.expected:
                update = statements.update(write.changed)
                updates.setdefault(update, []).append(update.values(write.row, write.expected))
            else:
                fresh.append(row_values(write.row, shape))
        try:
            if fresh:
                self._session.many(statements.insert, fresh)
        except DuplicateKey as error:
            raise self._stale(kind, writes) from error
        for update, values in updates.items():
            if self._session.many(update.text, values) != len(values):
                raise self._stale(kind, writes)
        if shape.many:
            self._write_many(shape, statements, writes)

    def _write_many(
        self, shape: Shape, statements: KindStatements, writes: Sequence[Write]
    ) -> None:
        """Replace the multi-valued fields of the rows in which one of them has changed."""
        touched = [
            write
            for write in writes
            if write.changed is None or not write.changed.isdisjoint(shape.many)
        ]
        gone = [(write.row.id,) for write in touched if write.expected]
        if gone:
            self._session.many(statements.many_delete, gone)
        many = [
            (write.row.id, field, text)
            for write in touched
            for field, texts in write.row.many.items()
            for text in texts
        ]
        if many:
            self._session.many(statements.many_insert, many)

    def _stale(self, kind: str, writes: Sequence[Write]) -> StaleVersion:
        """Undo everything, then look which row was not as expected. Versions only grow."""
        self._session.rollback()
        session = self._begin_again(None)
        found = 0
        for write in writes:
            row = session.one(self._statements.of(kind).version, (write.row.id,))
            found = 0 if row is None else row[0]
            if found != write.expected:
                break
        session.rollback()
        return StaleVersion(
            "storage.stale", kind=kind, id=write.row.id, expected=write.expected, found=found
        )

    def refile(self, kind: str, before: str, after: str) -> None:
        self._check(writing=True)
        try:
            self._catalog.check_refile(kind, after)
            self._session.run(self._statements.of(kind).refile, (after, before))
        except BaseException:
            self._session.rollback()
            raise

    def append(self, entries: Sequence[Entry]) -> None:
        self._check(writing=True)
        try:
            before = {chain: self.head(chain) for chain in self._locked}
            after = continued_heads(entries, before)
            if entries:
                self._append(entries, before, after)
        except BaseException:
            self._session.rollback()
            raise
        self._heads = after
        if entries:
            self._last = entries[-1]

    def _append(
        self, entries: Sequence[Entry], before: dict[ChainId, Head], after: dict[ChainId, Head]
    ) -> None:
        statements = self._statements
        try:
            self._session.many(statements.entry_insert, [_entry_values(entry) for entry in entries])
        except DuplicateKey as error:  # entries beyond the head: somebody changed the tables
            first = entries[0].header
            raise JournalError(
                "storage.chain_damaged", chain=first.chain, seq=before[first.chain].seq
            ) from error
        for chain, head in after.items():
            if head.seq == before[chain].seq:
                continue
            values = (head.seq, head.digest, chain)
            # A head without an entry may be there: a database may lock the chain by that row.
            if not self._session.many(statements.head_update, [values]):
                self._session.run(statements.head_insert, (chain, head.seq, head.digest))

    def put_blob(self, blob: Blob) -> None:
        self._check(writing=True)
        if self._session.one(self._statements.blob_known, (blob.digest,)) is None:
            values = (blob.digest, blob.salt, blob.content)
            self._session.run(self._statements.blob_insert, values)

    def erase_blob(self, digest: str) -> None:
        self._check(writing=True)
        self._session.erase(self._statements.blob_delete, (digest,))

    # the end

    def commit(self) -> None:
        self._check()
        try:
            self._session.commit()
        except InDoubt as doubt:
            if not self._is_committed(doubt):
                raise StorageUnavailable(
                    "storage.lost", path=doubt.details["path"], error=str(doubt.__cause__)
                ) from doubt

    def _is_committed(self, doubt: InDoubt) -> bool:
        """Find out whether a commit without an answer has happened, by its last entry.

        Whoever holds the chains' locks again knows that the lost transaction is over.
        """
        if self._last is None:
            raise doubt
        header = self._last.header
        for _ in range(_ATTEMPTS):
            try:
                with self._begin_again(self._locked) as session:
                    row = session.one(self._statements.entry_digest, (header.chain, header.seq))
            except StorageUnavailable:  # this connection has broken off as well
                continue
            except (StorageError, UsageError):  # upgraded, or closed
                break
            return row is not None and row[0] == self._last.digest
        raise doubt from doubt.__cause__

    def rollback(self) -> None:
        """Undo everything now. Does nothing when the transaction has ended."""
        self._session.rollback()

    def __enter__(self) -> Self:
        self._check()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.rollback()

    def _check(self, *, writing: bool = False) -> None:
        if self._session.ended:
            raise UsageError("storage.ended")
        if threading.get_ident() != self._thread:
            raise UsageError("storage.thread")
        if writing and not self._locked:
            raise UsageError("storage.not_writing")


def row_values(row: Row, shape: Shape) -> tuple[object, ...]:
    """Return a row's values in the order of its table's columns."""
    columns = row.columns
    indexed = [columns[column.name] for column in shape.columns]
    return (row.id, row.unit, row.path, row.file, row.version, row.body, *indexed)


def _orphan(shape: Shape, id: str, fields: Mapping[str, list[str]]) -> Row:
    """Return what is left of a row that is gone, or was never there: its multiple values.

    No act leaves such a thing; only proof, which compares every row, ever sees it.
    """
    many = {field: tuple(values) for field, values in fields.items()}
    return Row(
        kind=shape.kind,
        id=id,
        unit="",
        path="",
        file="",
        version=0,
        body="",
        columns={},
        many=many,
    )


def _complete_row(shape: Shape, values: Sequence[Any], many: dict[str, list[str]]) -> Row:
    fields = {field: tuple(many.pop(field, ())) for field in shape.many}
    # A field the shape does not know can only have been put there by hand. It is shown, so that
    # verification sees it.
    fields.update((field, tuple(texts)) for field, texts in many.items())
    return Row(
        kind=shape.kind,
        id=values[0],
        unit=values[1],
        path=values[2],
        file=values[3],
        version=values[4],
        body=values[5],
        columns={
            column.name: value for column, value in zip(shape.columns, values[6:], strict=True)
        },
        many=fields,
    )


def _entry_values(entry: Entry) -> tuple[object, ...]:
    header = entry.header
    return (
        header.chain,
        header.seq,
        header.kind,
        header.id,
        header.version,
        header.tag,
        header.tag_version,
        header.at,
        header.actor,
        header.reason,
        header.prev,
        header.digest_name,
        entry.payload,
        entry.digest,
    )


def _entry(values: Sequence[Any]) -> Entry:
    header = Header(
        chain=values[0],
        seq=values[1],
        kind=values[2],
        id=values[3],
        version=values[4],
        tag=values[5],
        tag_version=values[6],
        at=values[7],
        actor=values[8],
        reason=values[9],
        prev=values[10],
        digest_name=values[11],
    )
    return Entry(header=header, payload=values[12], digest=values[13])
