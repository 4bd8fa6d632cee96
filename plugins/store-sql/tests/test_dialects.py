"""The seam between databases: the same tables and statements compile for the others to come."""

from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.engine import Dialect

from supervision.ports.query import (
    And,
    Cursor,
    Eq,
    Has,
    In,
    Month,
    Not,
    Or,
    Order,
    Prefix,
    Query,
    Under,
)
from supervision.testing import SAMPLE_SHAPES
from supervision_store_sql.case_schema import CaseSchema, CaseStatements
from supervision_store_sql.predicates import Translator, successor
from supervision_store_sql.schema import Schema, create_texts
from supervision_store_sql.statements import Statements


def _dialect(name: str, style: str) -> Dialect:
    cls: Any = make_url(f"{name}://").get_dialect()  # needs no driver
    made: Dialect = cls(paramstyle=style)
    return made


_DIALECTS: dict[str, Dialect] = {
    "sqlite": _dialect("sqlite", "qmark"),
    "postgresql": _dialect("postgresql+psycopg", "format"),
    "mysql": _dialect("mysql+pymysql", "format"),
    "oracle": _dialect("oracle+oracledb", "qmark"),
}
_QUERY = Query(
    kind="sample",
    where=And(
        (
            Not(Or((Eq("state", "open"), Eq("due", None)))),
            In("points", (1, 2, 3)),
            Prefix("state", "o"),
            Has("tags", "a"),
            Under("/a"),
        )
    ),
    order=(Order("due"), Order("points", descending=True)),
    after=Cursor(("2026-03-05", 7), "smp_1"),
    limit=50,
)
_VALUES = ["open", 1, 2, 3, 3, "o", "p", "tags", "a", "/a", "/a/", "/a0"]


@pytest.mark.parametrize("name", sorted(_DIALECTS))
def test_tables_and_fixed_statements_compile(name: str) -> None:
    dialect = _DIALECTS[name]
    schema = Schema(SAMPLE_SHAPES, collation="C" if name == "postgresql" else None)
    texts = list(create_texts([*schema.fixed_tables(), *schema.kind_tables()], dialect))
    assert len([text for text in texts if "CREATE TABLE" in text]) == 7
    assert ('COLLATE "C"' in texts[0]) == (name == "postgresql")
    statements = Statements(schema, dialect)
    assert statements.of("sample") is statements.of("sample")
    assert statements.of("plain").many_insert == ""
    CaseStatements(CaseSchema(), dialect).children(4)


@pytest.mark.parametrize("name", sorted(_DIALECTS))
def test_queries_compile_with_their_values_in_the_order_of_their_places(name: str) -> None:
    dialect = _DIALECTS[name]
    nulls_first = name in ("sqlite", "mysql")
    translator = Translator(Schema(SAMPLE_SHAPES), dialect, nulls_first=nulls_first)
    text, values = translator.select(_QUERY)
    places = text.count("%s") if dialect.paramstyle == "format" else text.count("?")
    assert places == len(values)
    assert list(values[: len(_VALUES)]) == _VALUES
    assert 51 in values
    assert ("NULLS FIRST" in text) is not nulls_first
    text, values = translator.tally("sample", Eq("state", "open"), (Month("due"), "unit"), "points")
    assert list(values) == ["open"]


def test_queries_of_one_form_share_a_statement() -> None:
    translator = Translator(Schema(SAMPLE_SHAPES), _DIALECTS["sqlite"], nulls_first=True)
    one, values = translator.select(Query(kind="sample", where=In("points", (1, 2, 3)), limit=5))
    other, more = translator.select(Query(kind="sample", where=In("points", (4, 5, 6, 7)), limit=9))
    assert one is other
    assert values[:4] == (1, 2, 3, 3)
    assert more[:4] == (4, 5, 6, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "b"),
        ("a\U0010ffff", "b"),
        ("\U0010ffff", None),
        ("", None),
        ("\ud7ff", "\ue000"),
        ("\uffff", "\U00010000"),
    ],
)
def test_successor_is_the_next_text_that_does_not_begin_so(text: str, expected: str | None) -> None:
    assert successor(text) == expected
