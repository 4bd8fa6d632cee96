"""Row `sweep-engines` (行存库监控): the ten rules on SQLite and PostgreSQL beside plans by hand.

Both sides read the same loaded and indexed tables and hand out rows; loading and compiling belong
to neither. The peer is the best of four plans by hand (`bench.peer_sweep_rows`). Time is the
processors': of this process, and on PostgreSQL of the server's process for our connection as
well, which works alone. All sides see the same, which is compared by a digest first.
"""

from __future__ import annotations

import functools
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import attrs

from bench.peer_sweep_rows import PLANS, ByRows, calendar_texts
from bench.peer_sweep_sql import days_of
from bench.rows import Measured, NotRun, Size
from bench.server import served
from bench.sweep_sides import CONTEXT, Counting, Generated, Rows, generated, program
from bench.workload import FIRST_DAY, NOW_DAY
from supervision.domain.calendars import PLAIN
from supervision.domain.indicators import Indicator
from supervision.monitoring.figures import Sums
from supervision_sweep_sql.databases import Database, SqliteMemory
from supervision_sweep_sql.folders import Sink
from supervision_sweep_sql.layout import Layout
from supervision_sweep_sql.packing import Packed
from supervision_sweep_sql.running import Runner
from supervision_sweep_sql.spans import Spans
from supervision_sweep_sql.sums import add_measures

__all__ = ["engines"]

_CASES = {Size.FULL: 50_000, Size.SMALL: 10_000}
_ROUNDS = {Size.FULL: 5, Size.SMALL: 2}
_BOUND = 120
_SQLITE_MONTH = "CAST(strftime('%Y%m', day * 86400, 'unixepoch') AS INTEGER)"
_SERVER_MONTH = "CAST(to_char(DATE '1970-01-01' + CAST(day AS INTEGER), 'YYYYMM') AS INTEGER)"


class _Engine(Protocol):
    """A database with the cases in it, and how long it has worked."""

    month: str

    @property
    def database(self) -> Database: ...

    def run(self, text: str) -> None: ...
    def put(self, table: str, rows: Sequence[tuple[int, ...]]) -> None: ...
    def worked(self) -> int: ...


class _Sqlite:
    month = _SQLITE_MONTH

    def __init__(self) -> None:
        self.database = SqliteMemory()

    def run(self, text: str) -> None:
        self.database.connection.execute(text)

    def put(self, table: str, rows: Sequence[tuple[int, ...]]) -> None:
        marks = ", ".join("?" * len(rows[0]))
        text = f"INSERT INTO {table} VALUES ({marks})"
        self.database.connection.executemany(text, rows)

    def worked(self) -> int:
        return time.process_time_ns()


class _Server:
    month = _SERVER_MONTH

    def __init__(self, url: str) -> None:
        from supervision_sweep_sql.postgresql import PostgresqlTables

        self.database = PostgresqlTables(url)
        # A second process would work for us unseen.
        self.run("SET max_parallel_workers_per_gather = 0")
        [row] = self.database.connection.execute("SELECT pg_backend_pid()").fetchall()
        self._clock = Path(f"/proc/{row[0]}/schedstat")
        try:
            self.worked()
        except (OSError, ValueError) as error:
            raise NotRun(f"the server's processor time cannot be read ({error})") from error

    def run(self, text: str) -> None:
        self.database.connection.execute(text.encode())

    def put(self, table: str, rows: Sequence[tuple[int, ...]]) -> None:
        with (
            self.database.connection.cursor() as cursor,
            cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy,
        ):
            for row in rows:
                copy.write_row(row)
        self.run(f"ANALYZE {table}")

    def worked(self) -> int:
        return time.process_time_ns() + int(self._clock.read_text().split()[0])


@contextmanager
def _sqlite() -> Iterator[_Engine]:
    engine = _Sqlite()
    try:
        yield engine
    finally:
        engine.database.close()


@contextmanager
def _postgresql() -> Iterator[_Engine]:
    with served() as server:
        engine = _Server(server.url)
        try:
            yield engine
        finally:
            engine.database.close()


_ENGINES: Mapping[str, Callable[[], Any]] = {"SQLite": _sqlite, "PostgreSQL": _postgresql}


def engines(size: Size) -> Sequence[Measured]:
    """Measure each engine beside the best plan by hand on it."""
    source = generated(_CASES[size])
    packed = _packed(source)
    rows = []
    for name, opened in _ENGINES.items():
        with opened() as engine:
            engine.database.fill(source.layout(), packed)
            rows.append(_row(name, engine, source.layout(), size))
    return rows


def _row(name: str, engine: _Engine, layout: Layout, size: Size) -> Measured:
    ours = _Ours(engine.database, layout)
    sides: dict[str, Callable[[Rows | None], None]] = {"ours": ours.run}
    sides |= {plan: _ByHand(engine, texts).run for plan, texts in PLANS.items()}
    digests = {}
    for side, run in sides.items():
        found = Rows()
        run(found)
        digests[side] = found.digest()
    if len(set(digests.values())) > 1:
        raise AssertionError(f"{name}: the sides differ: {digests}")
    times: dict[str, list[int]] = {side: [] for side in sides}
    order = list(sides)
    for _ in range(_ROUNDS[size]):
        for side in order:
            begun = engine.worked()
            sides[side](None)
            times[side].append(engine.worked() - begun)
        order = [*order[1:], order[0]]
    best = min(PLANS, key=lambda plan: min(times[plan]))
    others = {plan: f"{min(times[plan]) / 1e6:.0f} ms" for plan in PLANS if plan != best}
    return Measured(
        name=f"sweep-engines {name}",
        what=f"ten rules, {_CASES[size]:,} cases",
        against=f"the plan by hand, {best}",
        ours=min(times["ours"]),
        peer=min(times[best]),
        bound=_BOUND,
        notes={"rounds": _ROUNDS[size], "findings": digests["ours"][0], **others},
        ours_median=round(statistics.median(times["ours"])),
        peer_median=round(statistics.median(times[best])),
    )


def _packed(source: Generated) -> Packed:
    """Read generated parts as rows in the order of the tables' columns."""
    import duckdb

    layout = source.layout()
    packed = Packed(first_day=FIRST_DAY, last_day=NOW_DAY)
    with duckdb.connect() as connection:
        for folder in source.folders:
            for name, table, into in (
                ("case", layout.case, packed.cases),
                ("party", layout.party, packed.parties),
                ("event", layout.event, packed.events),
            ):
                columns = ", ".join(table.c.keys())
                path = folder / f"{name}.parquet"
                into.extend(connection.sql(f"SELECT {columns} FROM '{path}'").fetchall())
    return packed


class _Ours:
    """Our statements on a loaded database."""

    def __init__(self, database: Database, layout: Layout) -> None:
        self._database = database
        self._program = program("rules_ten.toml")
        self._runner = Runner(
            program=self._program,
            layout=layout,
            profile=database.profile,
            context=CONTEXT,
            spans=Spans(PLAIN),
        )

    def run(self, rows: Rows | None) -> None:
        sink: Sink = Counting() if rows is None else rows
        database, runner = self._database, self._runner
        statements = runner.statements(0)
        runner.put_ends(database, FIRST_DAY, NOW_DAY)
        runner.prepare(database, statements)
        found = [one.rule for one in self._program.judgements if isinstance(one.rule, Indicator)]
        sums = {rule: Sums(rule) for rule in found}
        for metric, measures in runner.sums(database, statements):
            add_measures(sums[metric.indicator], measures)
        for one, batches in runner.judge(database, statements):
            for batch in batches:
                if batch.referred():
                    raise AssertionError("a case was referred")
                sink.rows(one, batch)
        for each in sums.values():
            for figure in each.figures():
                sink.told(figure)


@functools.cache  # as ours are, whose ends are kept from sweep to sweep
def _days() -> Sequence[tuple[int, int, int]]:
    return list(days_of(PLAIN, FIRST_DAY, NOW_DAY))


@attrs.define
class _ByHand:
    """A plan by hand on a loaded database."""

    engine: _Engine
    plan: ByRows

    def run(self, rows: Rows | None) -> None:
        engine, database = self.engine, self.engine.database
        for text in calendar_texts():
            engine.run(text)
        days = _days()
        engine.put("hand_days", days)
        worked = sorted({cum: day for day, cum, roll in reversed(days) if day == roll}.items())
        engine.put("hand_workdays", worked)
        database.keep(self.plan.prepare)
        for text in self.plan.rules:
            for batch in database.fetch(text):
                for rule, c, key, stage, due in batch.rows():
                    if rows is not None:
                        rows.add(f"{rule} {c} {key} {stage} {due}")
        tops: Counter[tuple[object, str]] = Counter()
        bottoms: Counter[tuple[object, str]] = Counter()
        for batch in database.fetch(self.plan.figures.format(month=engine.month)):
            for department, month, top, bottom in batch.rows():
                period = f"{(month or 0) // 100}-{(month or 0) % 100:02}"
                tops[department, period] += top or 0
                bottoms[department, period] += int(bottom or 0)
        for group, cases in tops.items():
            if rows is not None and bottoms[group] > 0:
                rows.add(f"R9 {group[0]} {group[1]} {cases}/{bottoms[group]}")
