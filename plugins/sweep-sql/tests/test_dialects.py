"""Text for databases no test executes is at least text their parser reads.

The parser is sqlglot's; the text is SQLAlchemy's for Oracle, and for the others its PostgreSQL
text with their own shift and month. openGauss is parsed as PostgreSQL. That shows that each is one
statement; it shows neither that its functions and types exist there nor what they mean.
"""

import attrs
import pytest
import sqlglot

from supervision.plugin import compile_rules
from supervision.testing import SAMPLE_RULES
from supervision_sweep_sql.layout import Layout, fields_asked, selectors_of
from supervision_sweep_sql.profiles import PRINTED, PlanShape
from supervision_sweep_sql.statements import statements_of

_PROGRAM = compile_rules(SAMPLE_RULES)
_KINDS = {name: 1 for one in selectors_of(_PROGRAM) for name in one.events}


_PARSERS = {"opengauss": "postgres"}


@pytest.mark.parametrize("name", PRINTED)
@pytest.mark.parametrize("shape", PlanShape)
def test_every_statement_is_one_the_parser_reads(name: str, shape: PlanShape) -> None:
    profile = attrs.evolve(PRINTED[name], shape=shape)
    parser = _PARSERS.get(name, name)
    layout = Layout(fields_asked(_PROGRAM), _KINDS)
    lead = {limit: 9 for one in SAMPLE_RULES for limit in getattr(one, "warnings", ())}
    made = statements_of(_PROGRAM, layout, profile, today=9, horizon=5, alarms=lead)
    texts = [*made.features.values(), *(text for texts in made.judgements for text in texts)]
    assert len(texts) >= len(SAMPLE_RULES)
    for text in texts:
        [statement] = sqlglot.parse(text, read=parser)
        assert statement is not None
        assert statement.find(sqlglot.exp.Select)
