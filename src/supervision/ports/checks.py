"""What every store checks before it works (核对), so that all stores refuse the same.

A store builds one `Catalog` of its shapes and asks it; then the store itself only has to store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from supervision.domain.records import ColumnType, Scalar
from supervision.errors import JournalError, StorageError, UsageError
from supervision.journal.entry import ChainId, Entry
from supervision.ports.query import (
    After,
    And,
    Before,
    Eq,
    Has,
    In,
    Key,
    Month,
    Not,
    Or,
    Predicate,
    Prefix,
    Query,
    Under,
)
from supervision.ports.store import Head, Row, Shape, ShapeColumn, Write

__all__ = [
    "DATE_LENGTH",
    "FILE_LENGTH",
    "ID_LENGTH",
    "MAX_DEPTH",
    "MAX_PARTS",
    "MAX_VALUES",
    "PATH_LENGTH",
    "TEXT_LENGTH",
    "Catalog",
    "continued_heads",
]

MAX_VALUES = 10_000
"""Values in all `In` of a query. SQLite binds at most 32,766 values, PostgreSQL 65,535."""
MAX_PARTS = 500
"""Leaves of a predicate. SQLite refuses an expression more than 1,000 deep."""
MAX_DEPTH = 20
"""Predicates within predicates. SQLite's parser has a stack of 100."""
ID_LENGTH = 64
"""Characters of ids."""
PATH_LENGTH = 255
"""Characters of a unit's path."""
DATE_LENGTH = 10
"""Characters of a date: `YYYY-MM-DD`."""
TEXT_LENGTH = 500
"""Characters of indexed text: MySQL indexes at most 3,072 bytes."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_INT64 = range(-(2**63), 2**63)
FILE_LENGTH = len("open:") + ID_LENGTH
"""Characters of where a record lies."""
_OWN = {"id": ColumnType.TEXT, "unit": ColumnType.TEXT, "file": ColumnType.TEXT}
_RESERVED = ("id", "unit", "path", "file", "version", "body")


def _sound(value: object, longest: int | None = None) -> bool:
    """Say whether `value` is non-empty text every database can hold."""
    if not isinstance(value, str) or not value or "\x00" in value:
        return False
    if longest is not None and len(value) > longest:
        return False
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _fits(value: object, type_: ColumnType, longest: int | None = None) -> bool:
    if type_ is ColumnType.INTEGER:
        return isinstance(value, int) and value in _INT64
    return _sound(value, longest)


class Catalog:
    """The declared kinds with their fields (字段目录), and every check against them.

    Example:
        >>> Catalog((Shape(kind="finding", many=("tags",)),)).shape("finding").many
        ('tags',)
    """

    def __init__(self, shapes: Iterable[Shape]) -> None:
        """Take the shapes.

        Raises:
            UsageError: `storage.bad_shape` for a name that is no lower-case word, is taken
                twice, or is one of the names every row has; for an index on anything else.
        """
        self._shapes: dict[str, Shape] = {}
        self._fields: dict[str, dict[str, ColumnType]] = {}
        self._columns: dict[str, dict[str, ShapeColumn]] = {}
        for shape in shapes:
            columns = [column.name for column in shape.columns]
            names = [*columns, *shape.many]
            sound = all(_NAME.fullmatch(name) for name in (shape.kind, *names))
            free = not set(names) & set(_RESERVED) and len(set(names)) == len(names)
            indexable = {*columns, "id", "unit", "path"}
            served = all(index and indexable.issuperset(index) for index in shape.indexes)
            if not (sound and free and served) or shape.kind in self._shapes:
                names += [field for index in shape.indexes for field in index]
                raise UsageError("storage.bad_shape", kind=shape.kind, fields=tuple(names))
            self._shapes[shape.kind] = shape
            self._columns[shape.kind] = {column.name: column for column in shape.columns}
            self._fields[shape.kind] = _OWN | {c.name: c.type for c in shape.columns}

    def shape(self, kind: str) -> Shape:
        """Return a kind's shape.

        Raises:
            StorageError: `storage.unknown_field` for an undeclared kind.
        """
        try:
            return self._shapes[kind]
        except KeyError:
            raise StorageError("storage.unknown_field", kind=kind, field="") from None

    def check_query(self, query: Query) -> None:
        """Accept a query that is declared, typed and of reasonable size.

        Raises:
            StorageError: `storage.unknown_field`, `storage.bad_query`, `storage.query_size`.
        """
        kind = query.kind
        self.check_predicate(kind, query.where)
        types = [self._type(kind, order.field) for order in query.order]
        if query.limit is not None and query.limit < 1:
            _bad_query(kind, "limit", "limit")
        if query.after is not None:
            if len(query.after.values) != len(types) or not _sound(query.after.id):
                _bad_query(kind, "after", "cursor")
            for order, value, type_ in zip(query.order, query.after.values, types, strict=True):
                if value is not None and not _fits(value, type_):
                    _bad_query(kind, order.field, type_.value)

    def check_lines(self, query: Query, fields: Sequence[str]) -> None:
        """Accept a query whose rows are read by field, as `check_query` accepts one."""
        self.check_query(query)
        for field in fields:
            self._type(query.kind, field)
        if not fields:
            _bad_query(query.kind, "fields", "field")

    def check_tally(self, kind: str, where: Predicate, by: Sequence[Key], sum: str | None) -> None:
        """Accept a tally, as `check_query` accepts a query."""
        self.check_predicate(kind, where)
        for key in by:
            if isinstance(key, Month):
                if self._type(kind, key.field) is not ColumnType.DATE:
                    _bad_query(kind, key.field, "date")
            else:
                self._type(kind, key)
        if sum is not None and self._type(kind, sum) is not ColumnType.INTEGER:
            _bad_query(kind, sum, "integer")

    def check_predicate(self, kind: str, where: Predicate) -> None:
        """Accept a predicate, as `check_query` does."""
        self.shape(kind)
        parts, values = self._size(kind, where, MAX_DEPTH)
        if parts > MAX_PARTS or values > MAX_VALUES:
            raise StorageError("storage.query_size", kind=kind, parts=parts, values=values)

    def _size(self, kind: str, where: Predicate, depth: int) -> tuple[int, int]:
        """Check a predicate and return its number of leaves and of `In` values."""
        if not depth:
            raise StorageError("storage.query_size", kind=kind, parts=0, values=0)
        match where:
            case And(parts) | Or(parts):
                leaves = values = 0
                for part in parts:
                    more_leaves, more_values = self._size(kind, part, depth - 1)
                    leaves += more_leaves
                    values += more_values
                return max(leaves, 1), values
            case Not(part):
                return self._size(kind, part, depth - 1)
            case Under(path):
                if path and not _sound(path):
                    _bad_query(kind, "path", "text")
            case Has(field, value):
                if field not in self._shapes[kind].many:
                    raise StorageError("storage.unknown_field", kind=kind, field=field)
                if not _sound(value):
                    _bad_query(kind, field, "text")
            case Prefix(field, text):
                if self._type(kind, field) is ColumnType.INTEGER or (text and not _sound(text)):
                    _bad_query(kind, field, "text")
            case In(field, choices):
                self._check_values(kind, field, choices)
                return 1, len(choices)
            case Eq(field, value):
                self._check_values(kind, field, () if value is None else (value,))
            case Before(field, value) | After(field, value):
                self._check_values(kind, field, (value,))
        return 1, 0

    def _check_values(self, kind: str, field: str, values: Iterable[Scalar]) -> None:
        type_ = self._type(kind, field)
        for value in values:
            if not _fits(value, type_) and value != "":
                _bad_query(kind, field, type_.value)
            if value == "" and type_ is ColumnType.INTEGER:
                _bad_query(kind, field, type_.value)

    def _type(self, kind: str, field: str) -> ColumnType:
        self.shape(kind)
        try:
            return self._fields[kind][field]
        except KeyError:
            raise StorageError("storage.unknown_field", kind=kind, field=field) from None

    def check_writes(self, writes: Sequence[Write]) -> None:
        """Accept rows that are complete and typed, each row once.

        Raises:
            StorageError: `storage.unknown_field`, or `storage.bad_row` with kind, id, field and
                what was expected.
            UsageError: `storage.version` when the new version does not lie above the expected
                one, `storage.twice` when a row stands in the call more than once.
        """
        for write in writes:
            self._check_row(write.row, write.changed)
            if not 0 <= write.expected < write.row.version:
                raise UsageError(
                    "storage.version",
                    kind=write.row.kind,
                    id=write.row.id,
                    expected=write.expected,
                    found=write.row.version,
                )
        if len(writes) > 1:
            seen: set[tuple[str, str]] = set()
            for write in writes:
                key = (write.row.kind, write.row.id)
                if key in seen:
                    raise UsageError("storage.twice", kind=key[0], id=key[1])
                seen.add(key)

    def check_refile(self, kind: str, after: str) -> None:
        """Accept where rows of a kind are to lie.

        Raises:
            StorageError: `storage.unknown_field` for an undeclared kind, `storage.bad_row`.
        """
        self.shape(kind)
        if not _sound(after, FILE_LENGTH):
            raise StorageError("storage.bad_row", kind=kind, id="", field="file", expected="text")

    def _check_row(self, row: Row, changed: frozenset[str] | None) -> None:
        shape = self.shape(row.kind)
        columns, many = row.columns, row.many
        if not _sound(row.id, ID_LENGTH):
            _bad_row(row, "id", "text")
        if not _sound(row.unit, ID_LENGTH):
            _bad_row(row, "unit", "text")
        if not _sound(row.path, PATH_LENGTH):
            _bad_row(row, "path", "text")
        if not _sound(row.file, FILE_LENGTH):
            _bad_row(row, "file", "text")
        if not _sound(row.body):
            _bad_row(row, "body", "text")
        if len(columns) != len(shape.columns) or len(many) != len(shape.many):
            _bad_row(row, "columns", "complete")
        own = self._columns[row.kind]
        for name in (*own, *shape.many) if changed is None else changed:
            if name in own:
                _check_column(row, own[name])
            elif name in shape.many:
                _check_many(row, name)


def _check_column(row: Row, column: ShapeColumn) -> None:
    value = row.columns.get(column.name, "")
    if value is None:
        return
    longest = DATE_LENGTH if column.type is ColumnType.DATE else TEXT_LENGTH
    if not _fits(value, column.type, longest):
        _bad_row(row, column.name, column.type.value)


def _check_many(row: Row, name: str) -> None:
    values = row.many.get(name)
    if values is None:
        _bad_row(row, name, "complete")
    last = ""
    for value in values:
        if not _sound(value, TEXT_LENGTH) or value <= last:
            _bad_row(row, name, "many")
        last = value


def _bad_query(kind: str, field: str, expected: str) -> NoReturn:
    raise StorageError("storage.bad_query", kind=kind, field=field, expected=expected)


def _bad_row(row: Row, field: str, expected: str) -> NoReturn:
    raise StorageError(
        "storage.bad_row", kind=row.kind, id=str(row.id), field=field, expected=expected
    )


def continued_heads(entries: Iterable[Entry], heads: Mapping[ChainId, Head]) -> dict[ChainId, Head]:
    """Return the heads of all locked chains after `entries`; `heads` are those before.

    Raises:
        UsageError: `storage.chain_not_locked` for an entry of a chain not among `heads`.
        JournalError: `storage.chain_break` when an entry does not continue its head.
    """
    after = dict(heads)
    for entry in entries:
        header = entry.header
        head = after.get(header.chain)
        if head is None:
            raise UsageError("storage.chain_not_locked", chain=header.chain)
        if header.seq != head.seq + 1 or header.prev != head.digest:
            raise JournalError(
                "storage.chain_break",
                chain=header.chain,
                seq=header.seq,
                expected_seq=head.seq + 1,
                prev=header.prev,
                expected_prev=head.digest,
            )
        after[header.chain] = Head(header.seq, entry.digest)
    return after
