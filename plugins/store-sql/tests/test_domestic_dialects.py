"""达梦 and openGauss stay reachable: every statement compiles where their dialects import.

There is no server of theirs here. Where a dialect is missing, or does not import with the
installed SQLAlchemy, its tests are left out and the end of the run says so and why.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.engine import Dialect

from supervision.domain.kinds import KINDS
from supervision.office.shapes import shapes_of
from supervision.ports.query import (
    And,
    Cursor,
    Eq,
    Has,
    In,
    Key,
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
from supervision_store_sql.predicates import Translator
from supervision_store_sql.schema import Schema, create_texts
from supervision_store_sql.statements import Statements

_SHAPES = (*SAMPLE_SHAPES, *shapes_of(KINDS))
_STYLES = {"dm": "qmark", "opengauss": "format"}
_PLACES = {"qmark": "?", "format": "%s"}

NAMES = [
    pytest.param("dm", marks=pytest.mark.dialect("dm"), id="dm"),
    pytest.param("opengauss", marks=pytest.mark.dialect("opengauss"), id="opengauss"),
]


def dialect_of(name: str) -> Dialect:
    cls: Any = make_url(f"{name}://").get_dialect()
    made: Dialect = cls(paramstyle=_STYLES[name])
    return made


@pytest.mark.parametrize("name", NAMES)
def test_tables_of_the_whole_office_compile(name: str) -> None:
    dialect = dialect_of(name)
    schema = Schema(_SHAPES)
    tables = [*schema.fixed_tables(), *schema.kind_tables(), *CaseSchema().tables()]
    assert len(tables) > len(_SHAPES)
    texts = list(create_texts(tables, dialect))
    assert len([text for text in texts if "CREATE TABLE" in text]) == len(tables)
    for word in ("BOOLEAN", "TIMESTAMP", "SERIAL", "IDENTITY", "ARRAY", "JSON", "RETURNING"):
        assert not [text for text in texts if word in text]


@pytest.mark.parametrize("name", NAMES)
def test_every_fixed_statement_compiles(name: str) -> None:
    dialect = dialect_of(name)
    statements = Statements(Schema(_SHAPES), dialect)
    for shape in _SHAPES:
        of_kind = statements.of(shape.kind)
        assert bool(of_kind.many_insert) == bool(shape.many)
        updates = [of_kind.update(changed).text for changed in (None, frozenset[str]())]
        for text in (*vars(of_kind).values(), *updates):
            assert "RETURNING" not in str(text)
    cases = CaseStatements(CaseSchema(), dialect)
    cases.page((("unit", 2), ("department", 1), ("number", 4)))
    cases.children(4)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("nulls_first", [True, False])
def test_every_kind_of_query_compiles_with_its_values_in_their_places(
    name: str, nulls_first: bool
) -> None:
    place = _PLACES[_STYLES[name]]
    translator = Translator(Schema(_SHAPES), dialect_of(name), nulls_first=nulls_first)
    where = And(
        (
            Not(Or((Eq("state", "open"), Eq("due", None)))),
            In("points", (1, 2, 3)),
            Prefix("state", "o"),
            Has("tags", "a"),
            Under("/a"),
        )
    )
    query = Query(
        kind="sample",
        where=where,
        order=(Order("due"), Order("points", descending=True)),
        after=Cursor(("2026-03-05", 7), "smp_1"),
        limit=50,
    )
    keys: tuple[Key, ...] = (Month("due"), "unit")
    for text, values in (
        translator.select(query),
        translator.tally("sample", where, keys, "points"),
    ):
        assert text.count(place) == len(values)
        assert "open" in values
