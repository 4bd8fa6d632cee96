"""The tables and statements of the case store (案件库表结构).

    sv_cases_meta  name, number        format and watermark
    sv_case        number, line, unit, department, handler, accepted_on, card, ingested
    sv_party       number, party, custody, card
    sv_event       number, occurred_at, sequence, event, type, day, …
    sv_document    number, document, type, party, card
    sv_link        number, kind, other

Days are numbers of days since 1970-01-01, so that a rule subtracts them on every database.
Events lie by case and in order; a sweep reads them as they lie.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.engine import Dialect

from supervision_store_sql.statements import Compiled, compile_text, fixed_text, insert_text

__all__ = ["CASES_META", "CHILDREN", "CaseSchema", "CaseStatements"]

CASES_META = "sv_cases_meta"
CHILDREN = ("sv_party", "sv_event", "sv_document", "sv_link")
"""The tables of what belongs to a case, in the order in which they are read and written."""
_NUMBER_LENGTH = 120
_NAME_LENGTH = 200
_CODE_LENGTH = 80


class CaseSchema:
    """The tables of the case store (案件库的表)."""

    def __init__(self, collation: str | None = None) -> None:
        def text(length: int) -> String:
            return String(length, collation=collation)

        self.metadata = MetaData()
        self.meta = Table(
            CASES_META,
            self.metadata,
            Column("name", text(_CODE_LENGTH), primary_key=True),
            Column("number", BigInteger, nullable=False),
        )
        self.case = Table(
            "sv_case",
            self.metadata,
            Column("number", text(_NUMBER_LENGTH), primary_key=True),
            Column("line", text(_NAME_LENGTH), nullable=False),
            Column("unit", text(_NAME_LENGTH)),
            Column("department", text(_NAME_LENGTH)),
            Column("handler", text(_NAME_LENGTH)),
            Column("accepted_on", Integer),
            Column("card", Text),
            Column("ingested", BigInteger, nullable=False),
        )
        Index("ix_sv_case_ingested", self.case.c.ingested, self.case.c.number)
        self.party = Table(
            "sv_party",
            self.metadata,
            Column("number", text(_NUMBER_LENGTH), primary_key=True),
            Column("party", text(_NAME_LENGTH), primary_key=True),
            Column("custody", SmallInteger),
            Column("card", Text),
            sqlite_with_rowid=False,
        )
        self.event = Table(
            "sv_event",
            self.metadata,
            Column("number", text(_NUMBER_LENGTH), primary_key=True),
            Column("occurred_at", BigInteger, primary_key=True, autoincrement=False),
            Column("sequence", Integer, primary_key=True, autoincrement=False),
            Column("event", text(_NAME_LENGTH), primary_key=True),
            Column("type", text(_CODE_LENGTH), nullable=False),
            Column("day", Integer, nullable=False),
            Column("is_minute", SmallInteger, nullable=False),
            Column("party", text(_NAME_LENGTH)),
            Column("document", text(_NAME_LENGTH)),
            Column("entered_at", BigInteger),
            Column("entered_by", text(_NAME_LENGTH)),
            Column("card", Text),
            sqlite_with_rowid=False,
        )

        self.document = Table(
            "sv_document",
            self.metadata,
            Column("number", text(_NUMBER_LENGTH), primary_key=True),
            Column("document", text(_NAME_LENGTH), primary_key=True),
            Column("type", text(_CODE_LENGTH), nullable=False),
            Column("party", text(_NAME_LENGTH)),
            Column("card", Text),
            sqlite_with_rowid=False,
        )
        self.link = Table(
            "sv_link",
            self.metadata,
            Column("number", text(_NUMBER_LENGTH), primary_key=True),
            Column("kind", text(_CODE_LENGTH), primary_key=True),
            Column("other", text(_NUMBER_LENGTH), primary_key=True),
            sqlite_with_rowid=False,
        )

    def tables(self) -> list[Table]:
        """Return all tables."""
        return list(self.metadata.sorted_tables)


class CaseStatements:
    """The statements of the case store. Row values are in the order of the tables' columns.

    Attributes:
        meta, meta_insert, meta_update: format and watermark by name.
        insert_case, update_case: a case; the update without its number, then the number.
        inserts, deletes: the children of a case, in the order of `CHILDREN`.
        count_cases, count_events: how many.
    """

    def __init__(self, schema: CaseSchema, dialect: Dialect) -> None:
        self._schema = schema
        self._dialect = dialect
        meta, case, event = schema.meta, schema.case, schema.event
        of: BindParameter[Any] = bindparam("of")
        self.meta = fixed_text(select(meta.c.number).where(meta.c.name == of), dialect, ["of"])
        self.meta_insert = insert_text(meta, dialect)
        self.meta_update = fixed_text(
            update(meta).where(meta.c.name == of).values(number=bindparam("new")),
            dialect,
            ["new", "of"],
        )
        self.insert_case = insert_text(case, dialect)
        names = [column.name for column in case.columns if column.name != "number"]
        self.update_case = fixed_text(
            update(case)
            .where(case.c.number == of)
            .values({name: bindparam(f"new_{name}") for name in names}),
            dialect,
            [*(f"new_{name}" for name in names), "of"],
        )
        children = [schema.metadata.tables[name] for name in CHILDREN]
        self.inserts = tuple(insert_text(child, dialect) for child in children)
        self.deletes = tuple(
            fixed_text(delete(child).where(child.c.number == of), dialect, ["of"])
            for child in children
        )
        self.count_cases = fixed_text(select(func.count()).select_from(case), dialect, [])
        self.count_events = fixed_text(select(func.count()).select_from(event), dialect, [])

    def page(self, filters: tuple[tuple[str, int], ...]) -> Compiled:
        """Compile the statement for the next cases by number.

        Takes the watermark, the last number, the values of the filters (field and how many
        values each has), and how many cases.
        """
        case = self._schema.case
        names = ["after", "last"]
        conditions: list[ColumnElement[bool]] = [
            case.c.ingested > bindparam("after"),
            case.c.number > bindparam("last"),
        ]
        for field, size in filters:
            own = [f"{field}_{place}" for place in range(size)]
            names += own
            conditions.append(case.c[field].in_([bindparam(name) for name in own]))
        statement = select(case).where(and_(*conditions)).order_by(case.c.number)
        return compile_text(statement.limit(bindparam("size")), self._dialect, [*names, "size"])

    def children(self, size: int) -> tuple[str, ...]:
        """Compile the statements for cases and their children of `size` case numbers."""
        schema = self._schema
        names = [f"number_{place}" for place in range(size)]
        texts = []
        for table in (schema.case, *(schema.metadata.tables[name] for name in CHILDREN)):
            wanted = table.c.number.in_([bindparam(name) for name in names])
            order = tuple(table.primary_key.columns)
            texts.append(
                fixed_text(select(table).where(wanted).order_by(*order), self._dialect, names)
            )
        return tuple(texts)
