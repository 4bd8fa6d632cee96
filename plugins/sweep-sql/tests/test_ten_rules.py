"""The ten rules of the measured workload: reference and every engine see the same, hash by hash."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from supervision.domain.calendars import PLAIN
from supervision.domain.values import Instant, start_of
from supervision.monitoring.loading import read_book
from supervision.plugin import (
    Card,
    Case,
    CaseTrace,
    Event,
    Figure,
    Party,
    Precision,
    Sighting,
    SweepContext,
    judge_all,
)
from supervision.ports.monitoring import RuleText
from supervision_sweep_sql.databases import DuckdbMemory, SqliteMemory
from supervision_sweep_sql.engine import SqlEngine

BENCH = Path(__file__).parents[3] / "bench"
CASES = 1_000


def _workload() -> ModuleType:
    spec = importlib.util.spec_from_file_location("workload", BENCH / "workload.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WORKLOAD = _workload()
TEXT = RuleText(name="rules_ten.toml", text=(BENCH / "rules_ten.toml").read_text("utf-8"))
RULES = read_book([("bench", TEXT)]).rules
EPOCH = dt.date(1970, 1, 1).toordinal()
NOW = start_of(dt.date.fromordinal(WORKLOAD.NOW_DAY + EPOCH))
CONTEXT = SweepContext(now=NOW, calendar=PLAIN)


def day_of(number: int) -> dt.date:
    return dt.date.fromordinal(number + EPOCH)


def traces(folder: Path) -> list[CaseTrace]:
    """Return the generated cases as a case store gives them."""
    with duckdb.connect() as connection:
        [part] = WORKLOAD.fill(connection, folder, CASES)

        def rows(name: str) -> Sequence[tuple[Any, ...]]:
            return connection.execute(f"SELECT * FROM '{part / name}.parquet'").fetchall()

        parties = {c: Party(key=key, custody=bool(held)) for c, _, key, held in rows("party")}
        events: dict[int, list[Event]] = {}
        for c, k, kind, _, at, id, defect, day in rows("event"):
            event = Event(
                id=id,
                type=WORKLOAD.KINDS[kind],
                occurred_at=Instant(at),
                day=day_of(day),
                precision=Precision.MINUTE if k & 1 else Precision.DAY,
                card=(Card("defect", defect),) if defect is not None else (),
            )
            events.setdefault(c, []).append(event)
        return [
            CaseTrace(
                case=Case(
                    number=number,
                    line=line,
                    unit=unit,
                    department=department,
                    accepted_on=day_of(accepted),
                ),
                parties=(parties[c],),
                events=tuple(events[c]),
            )
            for c, number, line, unit, department, _, accepted, *_ in rows("case")
        ]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[CaseTrace]:
    return traces(tmp_path_factory.mktemp("workload"))


@pytest.fixture(params=["sqlite", "duckdb", pytest.param("server", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest) -> SqlEngine:
    if request.param == "sqlite":
        return SqlEngine(SqliteMemory, shard=300)
    if request.param == "duckdb":
        return SqlEngine(partial(DuckdbMemory, 1), shard=300)
    from supervision_sweep_sql.postgresql import PostgresqlTables

    new_schema: Callable[[], Any] = request.getfixturevalue("new_schema")
    return SqlEngine(partial(PostgresqlTables, new_schema().url), shard=300)


def test_every_engine_sees_on_the_workload_what_the_reference_sees(
    engine: SqlEngine, cases: list[CaseTrace]
) -> None:
    """MONITORING-70."""
    expected = Counter(judge_all(RULES, cases, CONTEXT))
    found = Counter(engine.sweep(RULES, reversed(cases), CONTEXT))
    assert found == expected
    told = Counter(one.rule.code for one in expected if isinstance(one, Sighting | Figure))
    assert len(told) == len(RULES) == 10
    assert min(told.values()) > 1
