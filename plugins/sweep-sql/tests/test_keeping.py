"""What an incremental sweep keeps on disk: every sweep sees what the reference sees."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import attrs
import pytest

from supervision.plugin import CaseTrace, StorageUnavailable, SweepContext, judge_all
from supervision.testing import SAMPLE_CALENDAR, SAMPLE_RULES, make_population
from supervision.testing.engine_samples import moment_of
from supervision_sweep_sql.databases import DuckdbMemory
from supervision_sweep_sql.keeping import StandingFolder
from supervision_sweep_sql.parquet import ParquetCases

CASES = list(make_population(60))


def at(text: str) -> SweepContext:
    return SweepContext(now=moment_of(text), calendar=SAMPLE_CALENDAR)


def more(trace: CaseTrace, other: CaseTrace) -> CaseTrace:
    return attrs.evolve(trace, events=(*trace.events, *other.events))


def computed(folder: Path, context: SweepContext) -> int:
    """Sweep with an engine of its own, as each command does, and compare with the reference."""
    swept = StandingFolder(folder).sweep(SAMPLE_RULES, context)
    traces = list(ParquetCases(folder).traces())
    assert Counter(swept.seen) == Counter(judge_all(SAMPLE_RULES, traces, context))
    assert list(swept.cases) == [(one.case.number, one.case.unit) for one in traces]
    return swept.computed


def test_every_sweep_sees_what_a_full_one_sees(tmp_path: Path) -> None:
    store = ParquetCases(tmp_path, 20)
    assert computed(tmp_path, at("03-01")) == 0
    store.ingest(CASES[:50])
    assert computed(tmp_path, at("03-02 10:00")) == 50
    store.ingest([more(CASES[3], CASES[51]), CASES[52]])
    assert computed(tmp_path, at("09-15 10:30")) >= 2
    store.ingest([more(CASES[4], CASES[53])])
    assert computed(tmp_path, at("2027-02-01")) >= 1
    assert computed(tmp_path, at("2027-02-02")) == 0


def test_an_earlier_instant_begins_anew(tmp_path: Path) -> None:
    ParquetCases(tmp_path).ingest(CASES[:20])
    computed(tmp_path, at("12-01"))
    assert computed(tmp_path, at("03-05 10:00")) == 20


def test_another_calendar_begins_anew(tmp_path: Path) -> None:
    ParquetCases(tmp_path).ingest(CASES[:20])
    computed(tmp_path, at("12-01"))
    other = attrs.evolve(SAMPLE_CALENDAR, version="another", years=())
    assert computed(tmp_path, attrs.evolve(at("12-01"), calendar=other)) == 20
    assert computed(tmp_path, attrs.evolve(at("12-02"), calendar=other)) == 0


def test_at_the_edge_of_the_calendar_everything_is_judged_plainly(tmp_path: Path) -> None:
    ParquetCases(tmp_path).ingest(CASES[:20])
    computed(tmp_path, at("12-01"))
    assert computed(tmp_path, at("2100-12-31")) == 20


def test_a_sweep_that_broke_off_left_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ParquetCases(tmp_path)
    store.ingest(CASES[:20])
    computed(tmp_path, at("12-01"))
    store.ingest([more(CASES[0], CASES[30]), CASES[31]])
    monkeypatch.setattr("supervision_sweep_sql.keeping._FORMAT", 2)
    with monkeypatch.context() as patched:
        patched.setattr("supervision_sweep_sql.keeping._keep", _cut_off)
        with pytest.raises(OSError, match="cut off"):
            computed(tmp_path, at("12-02"))
    monkeypatch.undo()
    assert computed(tmp_path, at("12-03")) == 2


def _cut_off(*_: object) -> None:
    raise OSError("cut off")


def test_two_sweeps_at_once_do_not_share_what_is_kept(tmp_path: Path) -> None:
    ParquetCases(tmp_path).ingest(CASES[:5])
    engine = StandingFolder(tmp_path)
    other = DuckdbMemory(1)
    other.connection.execute(f"ATTACH '{tmp_path / 'standing.duckdb'}' AS held")
    with pytest.raises(StorageUnavailable) as caught:
        engine.sweep(SAMPLE_RULES, at("12-01"))
    other.close()
    assert caught.value.code == "sweep.standing"
    assert computed(tmp_path, at("12-01")) == 5


def test_what_is_imported_meanwhile_waits_for_the_next_sweep(tmp_path: Path) -> None:
    store = ParquetCases(tmp_path)
    store.ingest(CASES[:5])
    with store.state() as state:
        store.ingest(CASES[:8])
        assert len(state.numbers()) == 5
        assert len(state.parts()) == 1
    assert computed(tmp_path, at("12-01")) == 8
