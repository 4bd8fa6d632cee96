"""Sweeps over a folder see what the reference sees; an incremental one sees what a full one does."""

from collections import Counter
from pathlib import Path

import attrs
import pytest

from supervision.plugin import CaseTrace, SweepContext, compile_rules, judge_all
from supervision.testing import SAMPLE_CALENDAR, SAMPLE_RULES, make_population
from supervision.testing.engine_samples import moment_of
from supervision_sweep_sql.databases import DuckdbMemory
from supervision_sweep_sql.folders import FolderSweep, Sightings, Standing
from supervision_sweep_sql.parquet import ParquetCases
from supervision_sweep_sql.spans import Spans

_PROGRAM = compile_rules(SAMPLE_RULES)


def _at(text: str) -> SweepContext:
    return SweepContext(now=moment_of(text), calendar=SAMPLE_CALENDAR)


def _expected(cases: list[CaseTrace], context: SweepContext) -> Counter[object]:
    return Counter(judge_all(SAMPLE_RULES, cases, context))


def _changed(trace: CaseTrace, other: CaseTrace) -> CaseTrace:
    """Return the case with the events of another besides."""
    return attrs.evolve(trace, events=(*trace.events, *other.events))


@pytest.mark.parametrize("part", [7, 1000])
def test_a_full_sweep_sees_what_the_reference_sees(tmp_path: Path, part: int) -> None:
    cases = list(make_population(120))
    store = ParquetCases(tmp_path, part)
    store.ingest(cases)
    context = _at("09-15 10:30")
    sink = Sightings(store)
    FolderSweep(store, _PROGRAM, context, DuckdbMemory(1), Spans(SAMPLE_CALENDAR)).run(sink)
    assert Counter(sink.seen) == _expected(list(store.traces()), context)


def test_an_incremental_sweep_sees_what_a_full_one_sees(tmp_path: Path) -> None:
    cases = list(make_population(80))
    store = ParquetCases(tmp_path, 30)
    store.ingest(cases[:60])
    standing = Standing(store, _PROGRAM, Spans(SAMPLE_CALENDAR), DuckdbMemory(1))
    held = {trace.case.number: trace for trace in cases[:60]}
    courses = [
        ("03-02 10:00", []),
        ("03-09", [_changed(cases[3], cases[61]), cases[62]]),
        ("05-20 08:00", []),
        ("09-15 10:30", [_changed(cases[3], cases[70]), _changed(cases[40], cases[71]), cases[79]]),
    ]
    for now, delivered in courses:
        store.ingest(delivered)
        context = _at(now)
        standing.refresh(context)
        sink = Sightings(store)
        standing.run(context, sink)
        held = {trace.case.number: trace for trace in store.traces()}
        assert Counter(sink.seen) == _expected(list(held.values()), context)


def test_only_what_changed_is_computed_again(tmp_path: Path) -> None:
    cases = list(make_population(50))
    store = ParquetCases(tmp_path)
    store.ingest(cases)
    standing = Standing(store, _PROGRAM, Spans(SAMPLE_CALENDAR), DuckdbMemory(1))
    assert standing.refresh(_at("12-01")) == 50
    assert standing.refresh(_at("12-02")) == 0
    store.ingest([_changed(cases[0], cases[1])])
    assert standing.refresh(_at("12-03")) == 1
