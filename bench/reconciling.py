"""Row `reconcile` (对账): ten thousand detections recorded, and the same again.

The first run writes every detection with its journal entry in batches of a thousand; the raw side
inserts as many rows and entries of the same size with sqlite3. An identical run writes one entry.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from bench.rows import Measured, Size
from bench.sample_office import STORE, UNIT, founded, opened
from bench.timing import Times, compared
from supervision.builtin.memory_cases import MemoryCases
from supervision.domain.cases import Case, CaseTrace
from supervision.domain.officers import officer_id
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import Rule, Stage, ref_of
from supervision.domain.sightings import Facts, Figure, RuleFault, Sighting
from supervision.domain.values import day_of
from supervision.office.office import Office
from supervision.office.sweeps import sweep
from supervision.office.watching import Watch
from supervision.ports.monitoring import SweepContext
from supervision.testing.engine_samples import SAMPLE_RULES

__all__ = ["reconcile"]

_COUNT = {Size.FULL: 10_000, Size.SMALL: 500}
_BATCH = 1_000
_FIRST_BOUND = 500
_AGAIN_BOUND = 30


class _Ready:
    """An engine that has already seen everything (现成的所见)."""

    def sweep(
        self,
        rules: Sequence[Rule],  # noqa: ARG002  # the port gives them
        traces: Iterable[CaseTrace],
        context: SweepContext,
    ) -> Iterator[Sighting | Figure | RuleFault]:
        rule = SAMPLE_RULES[0]
        head, day = rule.head, day_of(context.now)
        for trace in traces:
            case = trace.case
            yield Sighting(
                rule=ref_of(rule),
                case=case.number,
                line=case.line,
                unit=case.unit,
                anchor=(f"{head.code} {case.number}",),
                began_on=day,
                breached_on=day,
                stage=Stage.OVERDUE,
                facts=Facts(events=(), due_on=day),
            )


def _office(folder: Path, count: int) -> Office:
    founded(folder)
    office = opened(folder)
    cases = MemoryCases()
    cases.ingest(
        CaseTrace(case=Case(number=f"检刑诉〔2026〕{number}号", line="审查起诉"))
        for number in range(count)
    )
    return Office(attrs.evolve(office.parts, cases=cases))


def reconcile(size: Size) -> Sequence[Measured]:
    """Measure recording detections, and finding them unchanged."""
    count = _COUNT[size]
    firsts, agains, raws = Times(), Times(), Times()
    for _ in range(5 if size is Size.FULL else 1):
        with tempfile.TemporaryDirectory(prefix="supervision-bench-") as folder:
            place = Path(folder) / "office"
            office = _office(place, count)
            watch = Watch(
                book=RuleBook(rules=SAMPLE_RULES[:1]), engine_name="ready", engine=_Ready()
            )
            actor = officer_id(UNIT, "102")
            for times in (firsts, agains):
                report = times.of(partial(sweep, office, actor, watch))
                if not report.complete:
                    raise AssertionError("the sweep was not complete")
            office.close()
            _raw(place / STORE, Path(folder) / "raw.sqlite", raws)
    notes = {"detections": count}
    return [
        compared(
            f"reconcile {count:,} first",
            "detections recorded",
            "the same rows and entries inserted by sqlite3",
            (firsts, raws),
            _FIRST_BOUND,
            notes,
        ),
        compared(
            f"reconcile {count:,} again",
            "the same again",
            "the first time",
            (agains, firsts),
            _AGAIN_BOUND,
            notes,
        ),
    ]


def _raw(store: Path, place: Path, times: Times) -> None:
    """Take the time sqlite3 needs for the rows and entries the office has written."""
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(place)) as raw:
        raw.isolation_level = None
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        written = []
        for table in ("sv_row_detection", "sv_entry"):
            made = source.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
            )
            for (text,) in made.fetchall():
                raw.execute(text)
            rows = source.execute(f"SELECT * FROM {table}").fetchall()  # ours
            marks = ", ".join("?" * len(rows[0]))
            written.append((f"INSERT INTO {table} VALUES ({marks})", rows))
        times.of(partial(_insert, raw, written))


def _insert(raw: sqlite3.Connection, written: Sequence[tuple[str, Sequence[Any]]]) -> None:
    most = max(len(rows) for _, rows in written)
    for start in range(0, most, _BATCH):
        raw.execute("BEGIN IMMEDIATE")
        for text, rows in written:
            raw.executemany(text, rows[start : start + _BATCH])
        raw.execute("COMMIT")
