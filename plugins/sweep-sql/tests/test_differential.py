"""Random rules over random cases: every engine sees what the reference sees, hash by hash."""

from collections import Counter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from supervision.plugin import CaseTrace, Rule, RuleFault, SweepContext, judge_all
from supervision.testing import SAMPLE_CALENDAR
from supervision.testing.engine_samples import moment_of
from supervision.testing.rule_strategies import random_cases, random_rules
from supervision_sweep_sql.databases import DuckdbMemory, SqliteMemory
from supervision_sweep_sql.engine import SqlEngine
from supervision_sweep_sql.keeping import StandingFolder
from supervision_sweep_sql.parquet import ParquetCases


def _on_server(url: str) -> SqlEngine:
    from supervision_sweep_sql.postgresql import PostgresqlTables

    return SqlEngine(partial(PostgresqlTables, url), shard=2)


_MOMENTS = ("02-28 12:00", "03-03", "03-09 10:01", "10-09 09:00", "10-13", "2027-02-01")
_FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)


def _numbered(rules: list[Rule]) -> list[Rule]:
    return [
        attrs.evolve(rule, head=attrs.evolve(rule.head, code=f"N{place}"))
        for place, rule in enumerate(rules)
    ]


_RULES = st.lists(random_rules(), min_size=1, max_size=8).map(_numbered)


def _context(text: str) -> SweepContext:
    return SweepContext(now=moment_of(text), calendar=SAMPLE_CALENDAR)


def _sound(found: list[object]) -> Counter[object]:
    """Leave out what a rule that failed has seen, as the office does."""
    failed = {one.rule for one in found if isinstance(one, RuleFault)}
    return Counter(one for one in found if getattr(one, "rule", None) not in failed)


@pytest.fixture(
    scope="module",
    params=["sqlite", "duckdb", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def engine(request: pytest.FixtureRequest) -> SqlEngine:
    match request.param:
        case "sqlite":
            return SqlEngine(SqliteMemory, shard=2)
        case "duckdb":
            return SqlEngine(partial(DuckdbMemory, 1), shard=2)
        case _:
            return _on_server(request.getfixturevalue("new_schema")().url)


@_FEW
@given(
    rules=_RULES,
    cases=random_cases(5),
    now=st.sampled_from(_MOMENTS),
    order=st.randoms(use_true_random=False),
)
def test_an_engine_sees_what_the_reference_sees(
    engine: SqlEngine, rules: list[Rule], cases: list[CaseTrace], now: str, order: object
) -> None:
    """MONITORING-70."""
    expected = _sound(list(judge_all(rules, cases, _context(now))))
    order.shuffle(cases)
    found = _sound(list(engine.sweep(rules, cases, _context(now))))
    assert found == expected


@_FEW
@given(
    rules=_RULES,
    deliveries=st.lists(random_cases(4), min_size=1, max_size=3),
    moments=st.lists(st.sampled_from(_MOMENTS), min_size=3, max_size=3),
)
def test_an_incremental_sweep_sees_what_the_reference_sees(
    rules: list[Rule], deliveries: list[list[CaseTrace]], moments: list[str]
) -> None:
    """MONITORING-72."""
    with TemporaryDirectory() as folder:
        store = ParquetCases(Path(folder), part=3)
        for cases, now in zip(deliveries, sorted(moments), strict=False):
            store.ingest(cases)
            expected = _sound(list(judge_all(rules, store.traces(), _context(now))))
            swept = StandingFolder(Path(folder)).sweep(rules, _context(now))
            assert _sound(list(swept.seen)) == expected
