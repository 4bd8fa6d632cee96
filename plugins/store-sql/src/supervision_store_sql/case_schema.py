"""The tables and statements of the case store (案件库表结构).

    sv_cases_meta  name, number        format and watermark
    sv_case        number, line, unit, department, handler, accepted_on, card, ingested
    sv_party       number, party, custody, card
    sv_event       number, occurred_at, sequence, event, type, day, …

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

__all__ = ["CASES_META", "CaseSchema", "CaseStatements"]

CASES_META = "sv_cases_meta"
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
            Column("entered_at", BigInteger),
            Column("entered_by", text(_NAME_LENGTH)),
            Column("card", Text),
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
        insert_party, insert_event, delete_parties, delete_events: children by case number.
        count_cases, count_events: how many.
    """

    def __init__(self, schema: CaseSchema, dialect: Dialect) -> None:
        self._schema = schema
        self._dialect = dialect
        meta, case, party, event = schema.meta, schema.case, schema.party, schema.event
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
        self.insert_party = insert_text(party, dialect)
        self.insert_event = insert_text(event, dialect)
        self.delete_parties = fixed_text(delete(party).where(party.c.number == of), dialect, ["of"])
        self.delete_events = fixed_text(delete(event).where(event.c.number == of), dialect, ["of"])
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

    def children(self, size: int) -> tuple[str, str, str]:
        """Compile the statements for cases, parties and events of `size` case numbers."""
        schema = self._schema
        names = [f"number_{place}" for place in range(size)]
        texts = []
        for table, order in (
            (schema.case, (schema.case.c.number,)),
            (schema.party, (schema.party.c.number, schema.party.c.party)),
            (schema.event, tuple(schema.event.primary_key.columns)),
        ):
            wanted = table.c.number.in_([bindparam(name) for name in names])
            texts.append(
                fixed_text(select(table).where(wanted).order_by(*order), self._dialect, names)
            )
        return texts[0], texts[1], texts[2]
