"""The tables (表结构), made from the shapes. Portable types only.

    sv_meta           name, value             the format and the shapes
    sv_chain          chain, seq, digest      the head of every chain; its row is the lock
    sv_entry          chain, seq, …           the journal, exactly as hashed
    sv_blob           digest, salt, content   sealed values
    sv_row_<kind>     id, unit, path, file, version, body, f_<column> …
    sv_many_<kind>    id, field, value        multi-valued fields, where the kind has any

The prefixes keep every name clear of the reserved words of all databases, and of the tables of
a host our tables may live beside. No arrays, no partial indexes, no keys made by the database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.types import TypeEngine

from supervision.plugin import (
    DATE_LENGTH,
    FILE_LENGTH,
    ID_LENGTH,
    PATH_LENGTH,
    TEXT_LENGTH,
    ColumnType,
    Shape,
    ShapeColumn,
)

__all__ = [
    "META",
    "KindTables",
    "Schema",
    "column_name",
    "create_texts",
    "read_shapes",
    "shapes_text",
]

META = "sv_meta"
_CHAIN_LENGTH = ID_LENGTH + len("/closed/") + ID_LENGTH
_DIGEST_LENGTH = 160  # a name and 128 hexadecimal digits
_NAME_LENGTH = 40
_LONGEST_NAME = 60
_OWN = ("id", "unit", "path", "file")


@attrs.frozen(kw_only=True)
class KindTables:
    """The tables of one kind (一类记录的表)."""

    shape: Shape
    rows: Table
    many: Table | None


class Schema:
    """All tables for some shapes (表结构).

    Attributes:
        meta, chain, entry, blob: the fixed tables.
        kinds: the tables by kind.
    """

    def __init__(
        self,
        shapes: Iterable[Shape],
        collation: str | None = None,
        prefix: str = "sv",
        *,
        nulls_first_index: bool = False,
    ) -> None:
        """Build the tables.

        Args:
            shapes: the kinds.
            collation: for every text column that is compared.
            prefix: first part of the names of the kinds' tables.
            nulls_first_index: whether indexes are told that NULL sorts below every value.
        """
        self._collation = collation
        self._nulls_first_index = nulls_first_index
        self._fixed = MetaData()
        self.meta = Table(
            META,
            self._fixed,
            Column("name", self._text(_NAME_LENGTH), primary_key=True),
            Column("value", Text, nullable=False),
        )
        self.chain = Table(
            "sv_chain",
            self._fixed,
            Column("chain", self._text(_CHAIN_LENGTH), primary_key=True),
            Column("seq", BigInteger, nullable=False),
            Column("digest", self._text(_DIGEST_LENGTH), nullable=False),
            sqlite_with_rowid=False,
        )
        self.entry = Table(
            "sv_entry",
            self._fixed,
            Column("chain", self._text(_CHAIN_LENGTH), primary_key=True),
            Column("seq", BigInteger, primary_key=True, autoincrement=False),
            Column("kind", self._text(_NAME_LENGTH), nullable=False),
            Column("id", self._text(ID_LENGTH), nullable=False),
            Column("version", Integer, nullable=False),
            Column("tag", self._text(2 * _NAME_LENGTH), nullable=False),
            Column("tag_version", Integer, nullable=False),
            Column("entered_at", BigInteger, nullable=False),
            Column("actor", self._text(ID_LENGTH), nullable=False),
            Column("reason", Text, nullable=False),
            Column("prev", self._text(_DIGEST_LENGTH), nullable=False),
            Column("digest_name", self._text(_NAME_LENGTH), nullable=False),
            Column("payload", Text, nullable=False),
            Column("digest", self._text(_DIGEST_LENGTH), nullable=False),
        )
        Index("ix_sv_entry_id", self.entry.c.id, self.entry.c.seq)
        self.blob = Table(
            "sv_blob",
            self._fixed,
            Column("digest", self._text(_DIGEST_LENGTH), primary_key=True),
            Column("salt", LargeBinary, nullable=False),
            Column("content", LargeBinary, nullable=False),
        )
        self._of_kinds = MetaData()
        self.kinds = {shape.kind: self._tables(shape, prefix) for shape in shapes}

    def _text(self, length: int) -> String:
        return String(length, collation=self._collation)

    def _tables(self, shape: Shape, prefix: str) -> KindTables:
        name = f"{prefix}_row_{shape.kind}"
        rows = Table(
            name,
            self._of_kinds,
            Column("id", self._text(ID_LENGTH), primary_key=True),
            Column("unit", self._text(ID_LENGTH), nullable=False),
            Column("path", self._text(PATH_LENGTH), nullable=False),
            Column("file", self._text(FILE_LENGTH), nullable=False),
            Column("version", Integer, nullable=False),
            Column("body", Text, nullable=False),
            *(Column(column_name(column.name), self._type(column)) for column in shape.columns),
        )
        for fields in shape.indexes:
            keys = [self._key(rows, field) for field in fields]
            # With the id behind them the index also serves order and cursor; with the file,
            # which every question of the office names, it still answers a count by itself.
            if "id" not in fields:
                keys.append(rows.c.id)
            index = _index_name(f"ix_{name}_{'_'.join(fields)}")
            Index(index, *keys, rows.c.file, **_only_with(rows, shape, fields))
        many: Table | None = None
        if shape.many:
            many = Table(
                f"{prefix}_many_{shape.kind}",
                self._of_kinds,
                Column("id", self._text(ID_LENGTH), primary_key=True),
                Column("field", self._text(_NAME_LENGTH), primary_key=True),
                Column("value", self._text(TEXT_LENGTH), primary_key=True),
                sqlite_with_rowid=False,
            )
            Index(_index_name(f"ix_{many.name}"), many.c.field, many.c.value, many.c.id)
        return KindTables(shape=shape, rows=rows, many=many)

    def _key(self, rows: Table, field: str) -> ColumnElement[Any]:
        column = rows.c[column_name(field)]
        return column.asc().nulls_first() if self._nulls_first_index else column

    def _type(self, column: ShapeColumn) -> TypeEngine[Any]:
        if column.type is ColumnType.INTEGER:
            return BigInteger()
        return self._text(DATE_LENGTH if column.type is ColumnType.DATE else TEXT_LENGTH)

    def fixed_tables(self) -> list[Table]:
        """Return the tables every store has."""
        return list(self._fixed.sorted_tables)

    def kind_tables(self) -> list[Table]:
        """Return the tables of the kinds."""
        return list(self._of_kinds.sorted_tables)


def column_name(field: str) -> str:
    """Return the name of the column that holds a field."""
    return field if field in _OWN else f"f_{field}"


def _index_name(name: str) -> str:
    """Return a name every database takes: PostgreSQL knows 63 letters."""
    if len(name) <= _LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: _LONGEST_NAME - 9]}_{digest}"


def _only_with(rows: Table, shape: Shape, fields: Sequence[str]) -> dict[str, Any]:
    """Return what leaves rows without the text an index looks up out of it.

    Most findings belong to no item and no group: to keep all these in an index costs a page at
    every act and helps nobody. A comparison with a value finds such an index (SQLite, PostgreSQL).
    """
    texts = {one.name for one in shape.columns if one.type is ColumnType.TEXT}
    if len(fields) > 1 or not texts.issuperset(fields):
        return {}
    said = rows.c[column_name(fields[0])].is_not(None)
    return {"sqlite_where": said, "postgresql_where": said}


def create_texts(tables: Iterable[Table], dialect: Dialect) -> Iterator[str]:
    """Yield the statements that make tables with their indexes."""
    for table in tables:
        yield str(CreateTable(table).compile(dialect=dialect))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield str(CreateIndex(index).compile(dialect=dialect))


def shapes_text(shapes: Iterable[Shape]) -> str:
    """Return shapes as text, kept in the store so that an upgrade can read the old tables."""
    return json.dumps(
        [
            {
                "kind": shape.kind,
                "columns": [[column.name, column.type.value] for column in shape.columns],
                "many": list(shape.many),
                "indexes": [list(fields) for fields in shape.indexes],
            }
            for shape in shapes
        ]
    )


def read_shapes(text: str) -> tuple[Shape, ...]:
    """Return the shapes `shapes_text` wrote."""
    return tuple(
        Shape(
            kind=shape["kind"],
            columns=tuple(ShapeColumn(name, ColumnType(type_)) for name, type_ in shape["columns"]),
            many=tuple(shape["many"]),
            indexes=tuple(tuple(fields) for fields in shape["indexes"]),
        )
        for shape in json.loads(text)
    )
