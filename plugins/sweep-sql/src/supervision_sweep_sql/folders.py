"""Sweeps over a folder of parts (成库监控): all at once, or only what changed since the last time.

A full sweep reads part by part and hands what it sees to a sink in batches of columns; nobody
makes an object of a row that interests nobody.

An incremental sweep keeps, for each rule, the rows that do not depend on the day of judgement:
what is late for good, and what is open with the day its limit ends. Cases of a later ingest
replace their rows; then every rule is judged over all rows again, so that a limit that ran out
today is seen although nothing changed. It sees exactly what a full sweep sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

import attrs

from supervision.plugin import (
    CaseTrace,
    Figure,
    Indicator,
    Judgement,
    Lapse,
    Metric,
    Pairing,
    Periods,
    Program,
    RuleFault,
    Sighting,
    Subjects,
    Sums,
    SweepContext,
    day_of,
    judge_traces,
)
from supervision_sweep_sql.batches import Batch, TupleBatch
from supervision_sweep_sql.databases import DuckdbMemory
from supervision_sweep_sql.judging import COLUMNS
from supervision_sweep_sql.layout import Layout
from supervision_sweep_sql.parquet import Part
from supervision_sweep_sql.running import Runner, alarms_of
from supervision_sweep_sql.seeing import HeldTraces, sighting_of
from supervision_sweep_sql.spans import Spans
from supervision_sweep_sql.statements import Statements, statements_of
from supervision_sweep_sql.sums import add_measures

__all__ = ["FolderSweep", "Kept", "Parts", "Sightings", "Sink", "Standing"]

_EPOCH = 719_163  # date(1970, 1, 1).toordinal()
_NEVER = 2**31 - 1  # a day no limit ends on


class Parts(Protocol):
    """Where parts come from (分片来源); `ParquetCases` is one."""

    def layout(self) -> Layout:
        """Return the tables of all parts."""
        ...

    def parts(self, after: int = 0) -> Sequence[Part]:
        """Return the parts written after a watermark, oldest first."""
        ...

    def by_number(self, numbers: Iterable[int]) -> Iterator[tuple[int, CaseTrace]]:
        """Yield cases by their number in the parts."""
        ...


class Sink(Protocol):
    """Who takes what a sweep sees (接收方)."""

    def rows(self, one: Judgement, batch: Batch) -> None:
        """Take rows of one rule, in the order of `judging.COLUMNS`."""
        ...

    def told(self, one: Sighting | Figure | RuleFault) -> None:
        """Take what the reference engine saw, a figure, or a fault."""
        ...


class Sightings:
    """Makes sightings of everything (全部还原), for who needs each of them."""

    def __init__(self, source: Parts) -> None:
        self._source = source
        self.seen: list[Sighting | Figure | RuleFault] = []

    def rows(self, one: Judgement, batch: Batch) -> None:
        rows = list(batch.rows())
        numbers = sorted({row[0] for row in rows if row[0] is not None})
        held = HeldTraces(dict(self._source.by_number(numbers)))
        self.seen += (sighting_of(one, row, held) for row in rows)

    def told(self, one: Sighting | Figure | RuleFault) -> None:
        self.seen.append(one)


@attrs.define
class FolderSweep:
    """A full sweep over parts in DuckDB (全量监控).

    Attributes:
        source: the parts.
        program: the rules.
        context: instant and calendar.
        database: DuckDB.
        spans: ends of limits of the calendar.

    The statements are compiled by the first run and kept.
    """

    source: Parts
    program: Program
    context: SweepContext
    database: DuckdbMemory
    spans: Spans
    _runner: Runner | None = attrs.field(default=None, init=False)

    def run(self, sink: Sink) -> None:
        """Judge all parts, one after the other."""
        layout = self.source.layout()
        runner = self._runner
        if runner is None or runner.layout != layout:
            runner = self._runner = Runner(
                program=self.program,
                layout=layout,
                profile=self.database.profile,
                context=self.context,
                spans=self.spans,
            )
        sums = _sums_of(self.program)
        judging = _Referred(self.source, self.program, self.context, sink, sums)
        parts = self.source.parts()
        if parts:
            days = min(one.first_day for one in parts), max(one.last_day for one in parts)
            runner.put_ends(self.database, *days)
        for part in parts:
            open_part(self.database, layout, part)
            statements = runner.statements(part.latest)
            runner.prepare(self.database, statements)
            whole = unpacked(self.database)
            for metric, found in runner.sums(self.database, statements):
                add_measures(sums[metric.indicator], found)
            judging.add(whole)
            for one, batches in runner.judge(self.database, statements):
                judging.take(one, batches, whole)
        judging.finish()


def open_part(database: DuckdbMemory, layout: Layout, part: Part) -> None:
    """Make the tables of a sweep views of a part; cases written again since are left out."""
    run, living = database.connection.execute, ""
    if part.dead:
        run("CREATE OR REPLACE TEMPORARY TABLE sw_dead (c BIGINT)")
        values = ", ".join(f"({int(c)})" for c in part.dead)
        run(f"INSERT INTO sw_dead VALUES {values}")  # noqa: S608  # numbers
        living = " WHERE c NOT IN (SELECT c FROM sw_dead)"
    tables = zip((layout.case, layout.party, layout.event), part.fields, strict=True)
    for table, known in tables:
        columns = ", ".join(
            f"NULL::VARCHAR AS {name}" if _beyond(name, known) else name
            for name in table.c.keys()  # noqa: SIM118  # a collection of columns
        )
        path = str(part.folder / f"{table.name.removeprefix('sw_')}.parquet").replace("'", "''")
        run(
            f"CREATE OR REPLACE TEMPORARY VIEW {table.name} AS"  # noqa: S608  # our own names
            f" SELECT {columns} FROM read_parquet('{path}'){living}"
        )


def _beyond(name: str, known: int) -> bool:
    return name[0] == "f" and name[1:].isdigit() and int(name[1:]) >= known


def unpacked(database: DuckdbMemory) -> frozenset[int]:
    """Return the cases of a part that do not fit into columns."""
    rows = database.connection.execute("SELECT c FROM sw_case WHERE referred = 1").fetchall()
    return frozenset(row[0] for row in rows)


def _sums_of(program: Program) -> dict[Indicator, Sums]:
    rules = [one.rule for one in program.judgements]
    return {rule: Sums(rule) for rule in rules if isinstance(rule, Indicator)}


@attrs.define
class _Referred:
    """Hands rows to the sink, and referred cases to the reference engine."""

    source: Parts
    program: Program
    context: SweepContext
    sink: Sink
    sums: dict[Indicator, Sums]

    def add(self, whole: frozenset[int]) -> None:
        """Add what cases contribute to indicators that no statement sums."""
        if not self.sums or not whole:
            return
        for _, trace in self.source.by_number(sorted(whole)):
            subjects = Subjects(trace, self.context.now)
            for sums in self.sums.values():
                sums.add(subjects)

    def take(self, one: Judgement, batches: Sequence[Batch], whole: frozenset[int]) -> None:
        if isinstance(one.rule, Indicator):
            self._add_all(one.rule, batches)
            return
        referred = whole.union(*(batch.referred() for batch in batches))
        for batch in batches:
            if not referred:
                self.sink.rows(one, batch)
            elif rows := [row for row in batch.rows() if row[0] not in referred]:
                self.sink.rows(one, TupleBatch(rows))
        if referred:
            traces = (trace for _, trace in self.source.by_number(sorted(referred)))
            for seen in judge_traces([one.rule], traces, self.context):
                self.sink.told(seen)

    def _add_all(self, rule: Indicator, batches: Sequence[Batch]) -> None:
        numbers = sorted(set().union(*(batch.referred() for batch in batches)))
        for _, trace in self.source.by_number(numbers):
            self.sums[rule].add(Subjects(trace, self.context.now))

    def finish(self) -> None:
        for sums in self.sums.values():
            for figure in sums.figures():
                self.sink.told(figure)
            for seen in sums.sightings(self.context):
                self.sink.told(seen)


@attrs.frozen
class Kept:
    """How far a standing has come (增量进度).

    Attributes:
        watermark: the latest ingest whose cases are in it.
        judged_at: the instant of the last sweep; events behind it were left out.
        sum_tables: names of the tables that hold sums.
    """

    watermark: int = 0
    judged_at: int | None = None
    sum_tables: frozenset[str] = frozenset()


class Standing:
    """What rules saw apart from the day, kept from sweep to sweep (增量监控).

    Args:
        source: the parts.
        program: the rules; another program needs another standing.
        spans: ends of limits of one calendar version.
        database: DuckDB; what is kept lies in it.
        kept: how far the standing in the database has come; `None` makes it anew.

    Attributes:
        source: the parts; may be replaced by a later state of the same.
    """

    def __init__(
        self,
        source: Parts,
        program: Program,
        spans: Spans,
        database: DuckdbMemory,
        kept: Kept | None = None,
    ) -> None:
        self.source = source
        self._program = program
        self._spans = spans
        self._database = database
        self._watermark = kept.watermark if kept else 0
        self._judged_at = kept.judged_at if kept else None
        self._sum_tables = set(kept.sum_tables) if kept else set()
        if kept is None:
            columns = ", ".join(f"{name} BIGINT" for name in COLUMNS)
            run = database.connection.execute
            run(f"CREATE OR REPLACE TABLE sw_standing (j INTEGER, {columns})")
            run("CREATE OR REPLACE TABLE sw_unpacked (c BIGINT)")

    @property
    def kept(self) -> Kept:
        """How far it has come."""
        return Kept(self._watermark, self._judged_at, frozenset(self._sum_tables))

    def refresh(self, context: SweepContext) -> int:
        """Recompute the cases of later ingests; return how many."""
        layout = self.source.layout()
        compiled: dict[bool, Statements] = {}
        changed = 0
        for part in self.source.parts():
            waited = self._judged_at is not None and part.latest > self._judged_at
            if part.ingested <= self._watermark and not waited:
                continue
            beyond = part.latest > context.now
            if beyond not in compiled:
                compiled[beyond] = statements_of(
                    self._program,
                    layout,
                    self._database.profile,
                    today=_NEVER,
                    horizon=context.now if beyond else None,
                    alarms=dict.fromkeys(alarms_of(self._program, context), 0),
                    by_case=True,
                )
            changed += self._replace(layout, part, compiled[beyond])
        self._watermark = max((one.ingested for one in self.source.parts()), default=0)
        self._judged_at = context.now
        return changed

    def _replace(self, layout: Layout, part: Part, statements: Statements) -> int:
        database, run = self._database, self._database.connection.execute
        open_part(database, layout, part)
        rows = self._spans.rows(statements.spans, part.first_day, part.last_day)
        database.put_ends(layout, rows)
        database.keep(statements.features)
        run("CREATE OR REPLACE TEMPORARY TABLE sw_changed AS SELECT c FROM sw_case")
        if self._watermark:
            for table in ("sw_standing", "sw_unpacked", *sorted(self._sum_tables)):
                run(f"DELETE FROM {table} WHERE c IN (SELECT c FROM sw_changed)")  # noqa: S608  # our own names
        run("INSERT INTO sw_unpacked SELECT c FROM sw_case WHERE referred = 1")
        for j, (one, texts) in enumerate(
            zip(self._program.judgements, statements.judgements, strict=True)
        ):
            if isinstance(one.body, Metric):
                for m, text in enumerate(texts):
                    self._keep_sums(f"sw_sums_{j}_{m}", text)
            else:
                run(f"INSERT INTO sw_standing SELECT {j}, * FROM ({texts[0]})")  # noqa: S608  # compiled by us
        row = run("SELECT count(*) FROM sw_changed").fetchone()
        return int(row[0]) if row else 0

    def _keep_sums(self, table: str, text: str) -> None:
        if table in self._sum_tables:
            self._database.connection.execute(f"INSERT INTO {table} {text}")
        else:
            self._database.connection.execute(f"CREATE OR REPLACE TABLE {table} AS {text}")
            self._sum_tables.add(table)

    def run(self, context: SweepContext, sink: Sink) -> None:
        """Judge every rule over everything kept, as of now."""
        alarms = alarms_of(self._program, context)
        sums = _sums_of(self._program)
        judging = _Referred(self.source, self._program, context, sink, sums)
        found = self._database.connection.execute("SELECT c FROM sw_unpacked").fetchall()
        whole = frozenset(row[0] for row in found)
        judging.add(whole)
        today = day_of(context.now).toordinal() - _EPOCH
        for j, one in enumerate(self._program.judgements):
            if isinstance(one.body, Metric):
                measures = (*one.body.indicator.top, *one.body.indicator.bottom)
                groups = [by.value for by in one.body.indicator.by]
                tables = [f"sw_sums_{j}_{m}" for m in range(len(measures))]
                rows = [
                    list(self._database.fetch(_summed(table, groups)))
                    if table in self._sum_tables
                    else []  # no case was ever imported
                    for table in tables
                ]
                add_measures(sums[one.body.indicator], rows)
            else:
                leads = _leads(one)
                text = _as_of(j, today, [alarms[lead] for lead in leads])
                judging.take(one, list(self._database.fetch(text)), whole)
        judging.finish()


def _leads(one: Judgement) -> Sequence[Any]:
    return one.body.warnings if isinstance(one.body, Lapse | Pairing | Periods) else ()


def _summed(table: str, groups: Sequence[str]) -> str:
    names = "".join(f", {name}" for name in groups)
    return (
        f"SELECT month, CAST(sum(amount) AS BIGINT) AS amount{names}"  # noqa: S608  # our own
        f" FROM {table} GROUP BY month{names}"
    )


def _as_of(j: int, today: int, alarms: Sequence[int]) -> str:
    """Return the rows of a judgement that hold on a day: the open ones only if late or warned."""
    level = " + ".join(f"CASE WHEN due <= {alarm} THEN 1 ELSE 0 END" for alarm in alarms) or "0"
    return f"""
    SELECT c, p, verdict, CASE WHEN stage = 1 AND due >= {today} THEN 0 ELSE stage END AS stage,
           CASE WHEN stage = 1 AND due >= {today} THEN {level} ELSE level END AS level,
           due, provisional, k0, k1, k2, how
    FROM sw_standing
    WHERE j = {j} AND (verdict = 2 OR stage <> 1 OR due < {today} OR ({level}) > 0)
    """  # noqa: S608  # numbers only
