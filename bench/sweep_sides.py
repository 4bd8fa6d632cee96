"""Sides of the sweep rows (监控参测方): our full sweep, our incremental one, statements by hand."""

from __future__ import annotations

import datetime as dt
import functools
import gc
import hashlib
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from bench.peer_sweep_sql import FIGURES, PREPARE, RULES, make_calendar
from bench.workload import FIRST_DAY, KINDS, NOW_DAY, fill
from supervision.domain.calendars import PLAIN
from supervision.domain.cases import CaseTrace
from supervision.domain.ir import Judgement, Program
from supervision.domain.rulebooks import RuleBook
from supervision.domain.sightings import Figure, RuleFault, Sighting
from supervision.domain.values import start_of
from supervision.monitoring.compiling import compile_rules
from supervision.monitoring.loading import read_book
from supervision.ports.monitoring import RuleText, SweepContext
from supervision_sweep_sql.batches import Batch
from supervision_sweep_sql.databases import DuckdbMemory
from supervision_sweep_sql.folders import FolderSweep, open_part
from supervision_sweep_sql.judging import STAGES
from supervision_sweep_sql.layout import Fields, Layout
from supervision_sweep_sql.parquet import Part
from supervision_sweep_sql.spans import Spans

__all__ = [
    "CONTEXT",
    "THREADS",
    "ByHand",
    "Counting",
    "Generated",
    "Rows",
    "full_sweep",
    "generated",
    "processor_time",
    "program",
    "rules",
]

THREADS = 2
_EPOCH = dt.date(1970, 1, 1).toordinal()
CONTEXT = SweepContext(now=start_of(dt.date.fromordinal(NOW_DAY + _EPOCH)), calendar=PLAIN)
_STAGES = tuple(stage.value for stage in STAGES)


def rules(name: str) -> RuleBook:
    """Read a committed file of rules."""
    text = Path(__file__).with_name(name).read_text("utf-8")
    return read_book([("bench", RuleText(name=name, text=text))])


def program(name: str) -> Program:
    """Compile a committed file of rules."""
    return compile_rules(rules(name).rules)


@attrs.define
class Generated:
    """Generated parts, as the sweep reads them (生成的分片)."""

    folders: Sequence[Path]
    late: Sequence[Path] = ()
    dead: Sequence[tuple[int, ...]] = ()

    def layout(self) -> Layout:
        kinds = {name: place for place, name in enumerate(KINDS)}
        return Layout(Fields(event=("defect",)), kinds)

    def parts(self, after: int = 0) -> tuple[Part, ...]:
        """Return the parts; those that came later carry the watermark 2."""
        dead = [*self.dead, *((),) * (len(self.folders) - len(self.dead))]
        older = [self._part(one, 1, gone) for one, gone in zip(self.folders, dead, strict=True)]
        return tuple(
            one
            for one in (*older, *(self._part(path, 2, ()) for path in self.late))
            if one.ingested > after
        )

    @staticmethod
    def _part(folder: Path, ingested: int, dead: tuple[int, ...]) -> Part:
        return Part(
            folder=folder,
            ingested=ingested,
            first_day=FIRST_DAY,
            last_day=NOW_DAY,
            latest=0,
            fields=(0, 0, 1),
            dead=dead,
        )

    def by_number(self, numbers: Iterable[int]) -> Iterator[tuple[int, CaseTrace]]:
        """Refuse: the workload is made so that nothing is referred."""
        found = list(numbers)
        if found:
            raise AssertionError(f"{len(found)} cases were referred")
        return iter(())


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="supervision-bench-")


@functools.cache
def generated(cases: int) -> Generated:
    """Return so many cases, made once in a process."""
    import duckdb

    place = Path(_folder().name) / str(cases)
    with duckdb.connect() as connection:
        return Generated(fill(connection, place, cases))


class Counting:
    """Counts the rows of each rule, which is all a stream needs (计数的接收方)."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def rows(self, one: Judgement, batch: Batch) -> None:
        self.counts[one.rule.head.code] += len(batch)

    def told(self, one: Sighting | Figure | RuleFault) -> None:
        self.counts[one.rule.code] += 1


class Rows:
    """A digest over all rows, whatever their order (结果摘要)."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def rows(self, one: Judgement, batch: Batch) -> None:
        code = one.rule.head.code
        for c, _, _, stage, _, due, _, key, *_ in batch.rows():
            self._found.append(f"{code} {c} {key} {_STAGES[stage or 0]} {due}")

    def told(self, one: Sighting | Figure | RuleFault) -> None:
        if isinstance(one, Figure):
            self._found.append(
                f"{one.rule.code} {one.group[0]} {one.period} {one.top}/{one.bottom}"
            )

    def add(self, line: str) -> None:
        """Add a row a peer has found."""
        self._found.append(line)

    def digest(self) -> tuple[int, str]:
        """Return how many rows there are, and the digest."""
        text = "\n".join(sorted(self._found))
        return len(self._found), hashlib.sha256(text.encode()).hexdigest()


@attrs.define
class ByHand:
    """The ten rules by hand (手写语句)."""

    source: Generated
    database: DuckdbMemory = attrs.field(factory=lambda: DuckdbMemory(THREADS))

    def run(self, rows: Rows | None = None) -> None:
        """Run all statements on all parts and fetch what they find."""
        run = self.database.connection.execute
        figures: Counter[tuple[str, str]] = Counter()
        bottoms: Counter[tuple[str, str]] = Counter()
        make_calendar(self.database.connection, PLAIN, FIRST_DAY, NOW_DAY)
        layout = self.source.layout()
        for part in self.source.parts():
            open_part(self.database, layout, part)
            for text in PREPARE:
                run(text)
            for text in RULES:
                for batch in self._fetch(text):
                    if rows is not None:
                        for rule, c, key, stage, due in _plain(batch):
                            rows.add(f"{rule} {c} {key} {stage} {due}")
            for batch in self._fetch(FIGURES):
                for department, month, top, bottom in _plain(batch):
                    figures[department, month] += top
                    bottoms[department, month] += bottom
        for (department, month), top in figures.items():
            if rows is not None and bottoms[department, month] > 0:
                rows.add(f"R9 {department} {month} {top}/{bottoms[department, month]}")

    def _fetch(self, text: str) -> Iterator[Any]:
        yield from self.database.connection.sql(text).to_arrow_reader(20_000)


def _plain(batch: Any) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def full_sweep(source: Generated, of: Program, database: DuckdbMemory, spans: Spans) -> FolderSweep:
    """Return our full sweep."""
    return FolderSweep(source, of, CONTEXT, database, spans)


def processor_time(work: Callable[[], object]) -> int:
    """Return the nanoseconds all processors spent on some work."""
    gc.collect()
    begun = time.process_time_ns()
    work()
    return time.process_time_ns() - begun
