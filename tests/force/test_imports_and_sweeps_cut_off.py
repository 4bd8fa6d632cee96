"""Imports and sweeps that are killed half-way: done again, they end as if nothing had happened."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import force_monitoring as fm
import force_offices as fo
import pytest

from supervision.domain.detections import DETECTION
from supervision.domain.imports import IMPORT
from supervision.domain.sweep_runs import SWEEP_RUN, RunState
from supervision.office.office import Office
from supervision.office.sweeps import sweep

SHEET = "统一受案号,承办部门,受理日期,案由\n"
CASES = 300


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    return fo.founded(folder)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "审查起诉.csv"
    lines = [f"{350105210000 + n},第一检察部,2026-03-02,盗窃\n" for n in range(CASES)]
    file.write_text(SHEET + "".join(lines) + "350105219999,第一检察部,不是日期,盗窃\n", "utf-8")
    return file


def imported(office: Office):
    with office.read(fo.HEAD) as view:
        return view.select(IMPORT)


# --- imports ---


def test_import_killed_between_case_store_and_journal_is_healed_by_importing_again(
    server, toml: Path, export: Path
) -> None:
    child = server.start("imports", office=str(toml), file=str(export), deadly=True)
    assert server.end() == ([], -9), child
    with fo.opened(toml) as office:
        assert office.cases.count()[0] >= CASES
        assert imported(office) == ()
        watermark = office.cases.watermark()
    healed = server.run("imports", office=str(toml), file=str(export))
    assert healed == [{"new": True}]
    again = server.run("imports", office=str(toml), file=str(export))
    assert again == [{"new": False}]
    with fo.opened(toml) as office:
        [entered] = imported(office)
        # The case store took the same snapshot without change.
        assert (entered.created, entered.changed) == (0, 0)
        assert entered.unchanged >= CASES
        assert office.cases.watermark() == watermark
        report = office.verify()
        assert report.ok, report.faults
        assert report.erased == 0


@pytest.mark.slow
def test_import_killed_at_any_point_keeps_all_cases_or_none(
    server, toml: Path, export: Path, chance: random.Random, kills: int
) -> None:
    for number in range(max(kills // 10, 3)):
        folder = toml.parent.with_name(f"office-{number}")
        shutil.copytree(toml.parent, folder)
        copy = folder / toml.name
        child = server.start("imports", office=str(copy), file=str(export), stay=True)
        server.listen(chance.uniform(0, 0.15))
        server.kill(child)
        server.end()
        with fo.opened(copy) as office:
            assert office.cases.count()[0] in (0, CASES + 1)
            assert len(imported(office)) in (0, 1)
        server.run("imports", office=str(copy), file=str(export))
        with fo.opened(copy) as office:
            assert office.cases.count()[0] == CASES + 1
            assert len(imported(office)) == 1
            assert office.verify().ok


# --- sweeps ---

KNOWN, GONE, FRESH = 300, 100, 1_050
"""Detections of the first sweep; how many of them are gone at the second; how many are new then,
more than one batch."""


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an office swept once, whose cases have changed since."""
    toml = fo.founded(tmp_path_factory.mktemp("swept"))
    with fo.opened(toml, now=fm.DeadlyClock()) as office:
        office.cases.ingest(fm.traces(1, KNOWN))
        sweep(office, fo.HEAD, fm.WATCH)
        office.cases.ingest(fm.traces(1, GONE, ensured=True))
        office.cases.ingest(fm.traces(KNOWN + 1, KNOWN + FRESH))
    return toml


def copied(toml: Path, folder: Path) -> Path:
    shutil.copytree(toml.parent, folder)
    return folder / toml.name


def seen(office: Office) -> dict[str, bool]:
    with office.read(fo.HEAD) as view:
        return {one.id: one.seen for one in view.select(DETECTION)}


def runs(office: Office) -> list[RunState]:
    with office.read(fo.HEAD) as view:
        return [one.state for one in view.select(SWEEP_RUN)]


@pytest.mark.slow
def test_sweep_killed_between_two_transactions_closes_nothing_and_is_resumed(
    server, swept: Path, tmp_path: Path, chance: random.Random, kills: int
) -> None:
    with fo.opened(swept) as office:
        before = seen(office)
    whole = copied(swept, tmp_path / "whole")
    [said] = server.run("sweeps", office=str(whole))
    with fo.opened(whole) as office:
        wanted = seen(office)
    assert sum(wanted.values()) == KNOWN - GONE + FRESH
    everywhere = range(1, said["asked"] + 1)
    sizes = set()
    for asked in everywhere if kills >= 100 else chance.sample(everywhere, 3):
        toml = copied(swept, tmp_path / f"asked-{asked}")
        server.start("sweeps", office=str(toml), asked=asked)
        assert server.end() == ([], -9)
        with fo.opened(toml, now=fm.DeadlyClock()) as office:
            half = seen(office)
            assert half.items() >= before.items(), "nothing is gone before the run has closed"
            assert all(half.values())
            sizes.add(len(half) - KNOWN)
            assert runs(office).count(RunState.COMPLETE) == 1
            assert office.verify().ok
            report = sweep(office, fo.HEAD, fm.WATCH)
            assert report.complete
            [tally] = report.runs[0].result.tallies
            assert tally.created == FRESH - (len(half) - KNOWN)
            assert tally.gone == GONE
            assert seen(office) == wanted
            assert office.verify().ok
        shutil.rmtree(toml.parent)
    killed_between = {0, 1_000, FRESH}  # before, between and after the batches
    assert sizes == killed_between if kills >= 100 else sizes <= killed_between
