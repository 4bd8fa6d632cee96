"""The fixed statements (固定语句): built with SQLAlchemy Core, compiled once, executed as text.

Compiling costs about as much as executing; a statement is compiled when it is first needed and
then only its text and a tuple of values go to the driver.
"""

from __future__ import annotations

import attrs
from sqlalchemy import (
    BindParameter,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
    union,
    update,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement

from supervision.plugin import Row
from supervision_store_sql.schema import KindTables, Schema, column_name

__all__ = [
    "Compiled",
    "KindStatements",
    "Statements",
    "Update",
    "compile_text",
    "fixed_text",
    "insert_text",
]


@attrs.frozen
class Compiled:
    """Text for the driver, and for each of its places which value goes there (编译结果).

    Attributes:
        text: the statement.
        places: indexes into the given values; one beyond their number means a constant.
        constants: the values SQLAlchemy itself put into the statement.
    """

    text: str
    places: tuple[int, ...]
    constants: tuple[object, ...]

    def with_values(self, *values: object) -> tuple[str, tuple[object, ...]]:
        """Return the text and the driver's tuple, for values in the order they were bound."""
        given = (*values, *self.constants)
        return self.text, tuple([given[place] for place in self.places])


@attrs.frozen
class Update:
    """Replaces a row (更新): unit, path, version, body, the columns, then id and expected version."""

    text: str
    columns: tuple[str, ...]

    def values(self, row: Row, expected: int) -> tuple[object, ...]:
        """Return the driver's tuple."""
        columns = row.columns
        new = [columns[name] for name in self.columns]
        return (row.unit, row.path, row.version, row.body, *new, row.id, expected)


def compile_text(statement: ClauseElement, dialect: Dialect, names: list[str]) -> Compiled:
    """Compile a statement whose bound values are named, in this order, `names`."""
    compiled = statement.compile(dialect=dialect)
    order: list[str] = getattr(compiled, "positiontup", None) or []
    constants = {name: value for name, value in compiled.params.items() if name not in names}
    known = {name: place for place, name in enumerate([*names, *constants])}
    return Compiled(str(compiled), tuple(known[name] for name in order), tuple(constants.values()))


def fixed_text(statement: ClauseElement, dialect: Dialect, names: list[str]) -> str:
    """Compile a statement whose values stand in its text in the order of `names`."""
    compiled = compile_text(statement, dialect, names)
    if compiled.places != tuple(range(len(names))):
        raise AssertionError(f"values out of order in {compiled.text}")
    return compiled.text


def insert_text(table: Table, dialect: Dialect) -> str:
    """Compile the insertion of a row, its values in the order of the table's columns."""
    names = [column.name for column in table.columns]
    return fixed_text(insert(table), dialect, names)


def _value(name: str) -> BindParameter[object]:
    return bindparam(name)


class KindStatements:
    """The statements on one kind's tables. Row values are in the order of the tables' columns.

    Attributes:
        get: id → id, version, body, file.
        versions: id → version.
        insert: a row.
        refile: where rows shall lie, where they lie.
        scan: last id, limit → rows.
        many_insert, many_delete, many_scan: the same for multi-valued fields; the scan takes
            first id (exclusive) and last id (inclusive). Empty where the kind has none.
    """

    def __init__(self, tables: KindTables, dialect: Dialect) -> None:
        rows, many = tables.rows, tables.many
        self.get = fixed_text(
            select(rows.c.id, rows.c.version, rows.c.body, rows.c.file).where(
                rows.c.id == _value("of")
            ),
            dialect,
            ["of"],
        )
        self.version = fixed_text(
            select(rows.c.version).where(rows.c.id == _value("of")), dialect, ["of"]
        )
        self.insert = insert_text(rows, dialect)
        self.refile = fixed_text(
            update(rows).where(rows.c.file == _value("before")).values(file=_value("after")),
            dialect,
            ["after", "before"],
        )
        self._rows = rows
        self._dialect = dialect
        self._columns = [column.name for column in tables.shape.columns]
        self._updates: dict[frozenset[str] | None, Update] = {}
        self.scan = compile_text(
            select(rows)
            .where(rows.c.id > _value("last"))
            .order_by(rows.c.id)
            .limit(_value("size")),
            dialect,
            ["last", "size"],
        )
        self.many_insert = self.many_delete = self.many_scan = ""
        if many is not None:
            self.many_insert = insert_text(many, dialect)
            self.many_delete = fixed_text(
                delete(many).where(many.c.id == _value("of")), dialect, ["of"]
            )
            self.many_scan = fixed_text(
                select(many)
                .where(and_(many.c.id > _value("first"), many.c.id <= _value("last")))
                .order_by(many.c.id, many.c.field, many.c.value),
                dialect,
                ["first", "last"],
            )

    def update(self, changed: frozenset[str] | None) -> Update:
        """Return the update of a row in which these fields, or any, have changed.

        A database rewrites every index over a column that is set, whether or not its value is
        another one, so the others are left out. Acts change few sets of fields: each set's
        text is compiled once and kept.
        """
        found = self._updates.get(changed)
        if found is None:
            found = self._updates[changed] = self._made_update(changed)
        return found

    def _made_update(self, changed: frozenset[str] | None) -> Update:
        set_ = [name for name in self._columns if changed is None or name in changed]
        names = ["unit", "path", "version", "body", *map(column_name, set_)]
        rows = self._rows
        text = fixed_text(
            update(rows)
            .where(and_(rows.c.id == _value("of"), rows.c.version == _value("expected")))
            .values({name: _value(f"new_{name}") for name in names}),
            self._dialect,
            [*(f"new_{name}" for name in names), "of", "expected"],
        )
        return Update(text, tuple(set_))


class Statements:
    """The statements on the fixed tables, and on each kind's when it is first asked for."""

    def __init__(self, schema: Schema, dialect: Dialect) -> None:
        self._schema = schema
        self._dialect = dialect
        self._kinds: dict[str, KindStatements] = {}
        meta, chain, entry, blob = schema.meta, schema.chain, schema.entry, schema.blob
        self.meta = fixed_text(
            select(meta.c.value).where(meta.c.name == _value("of")), dialect, ["of"]
        )
        self.meta_insert = insert_text(meta, dialect)
        self.meta_update = fixed_text(
            update(meta).where(meta.c.name == _value("of")).values(value=_value("new")),
            dialect,
            ["new", "of"],
        )
        # What every writing transaction asks first: of one row, the format and a chain's end.
        self.meta_head = fixed_text(
            select(meta.c.value, chain.c.seq, chain.c.digest)
            .select_from(meta.outerjoin(chain, chain.c.chain == _value("of")))
            .where(meta.c.name == _value("name")),
            dialect,
            ["of", "name"],
        )
        self.head = fixed_text(
            select(chain.c.seq, chain.c.digest).where(chain.c.chain == _value("of")),
            dialect,
            ["of"],
        )
        self.head_insert = insert_text(chain, dialect)
        self.head_update = fixed_text(
            update(chain)
            .where(chain.c.chain == _value("of"))
            .values(seq=_value("new_seq"), digest=_value("new_digest")),
            dialect,
            ["new_seq", "new_digest", "of"],
        )
        # Of both tables, so that a chain whose head was removed by hand is still verified.
        # A row without an entry is only somebody's lock.
        self.chains = fixed_text(
            union(
                select(chain.c.chain).where(chain.c.seq > literal_column("0")),
                select(entry.c.chain),
            ),
            dialect,
            [],
        )
        self.journalled = fixed_text(select(entry.c.kind).distinct(), dialect, [])
        self.entry_insert = insert_text(entry, dialect)
        self.entry_digest = fixed_text(
            select(entry.c.digest).where(
                and_(entry.c.chain == _value("of"), entry.c.seq == _value("number"))
            ),
            dialect,
            ["of", "number"],
        )
        self.entries = compile_text(
            select(entry)
            .where(and_(entry.c.chain == _value("of"), entry.c.seq > _value("last")))
            .order_by(entry.c.seq)
            .limit(_value("size")),
            dialect,
            ["of", "last", "size"],
        )
        self.entries_of = compile_text(
            select(entry)
            .where(
                and_(
                    entry.c.id == _value("record"),
                    entry.c.seq > _value("last"),
                    entry.c.chain == _value("of"),
                )
            )
            .order_by(entry.c.seq)
            .limit(_value("size")),
            dialect,
            ["of", "last", "size", "record"],
        )
        self.blob = fixed_text(
            select(blob.c.digest, blob.c.salt, blob.c.content).where(blob.c.digest == _value("of")),
            dialect,
            ["of"],
        )
        self.blob_known = fixed_text(
            select(blob.c.digest).where(blob.c.digest == _value("of")), dialect, ["of"]
        )
        self.blob_insert = insert_text(blob, dialect)
        self.blob_delete = fixed_text(
            delete(blob).where(blob.c.digest == _value("of")), dialect, ["of"]
        )

    def of(self, kind: str) -> KindStatements:
        """Return the statements of a kind."""
        try:
            return self._kinds[kind]
        except KeyError:
            made = KindStatements(self._schema.kinds[kind], self._dialect)
            return self._kinds.setdefault(kind, made)
