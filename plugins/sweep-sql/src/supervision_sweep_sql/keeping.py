"""What an incremental sweep keeps beside the cases (增量监控的保存): one DuckDB file, `standing.duckdb`.

It says for which rules, calendar and parts it holds. Where one of these is another, the instant
lies before that of the last sweep, or the library is of another version, all cases are computed
anew; so the file may be deleted at any time. It is written in one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import attrs

from supervision.plugin import (
    Figure,
    Instant,
    Rule,
    RuleFault,
    Sighting,
    StandingSweep,
    StorageUnavailable,
    SupervisionError,
    SweepContext,
    compile_rules,
    judge_all,
)
from supervision_sweep_sql.databases import DuckdbMemory
from supervision_sweep_sql.folders import Kept, Sightings, Standing
from supervision_sweep_sql.parquet import ParquetCases, State
from supervision_sweep_sql.running import alarms_of
from supervision_sweep_sql.spans import Spans

__all__ = ["StandingFolder"]

_FORMAT = 1
_FILE = "standing.duckdb"
_DISTRIBUTIONS = ("procuratorial-supervision", "procuratorial-supervision-sweep-sql")


@attrs.frozen
class _Mark:
    """What the file holds for (保存标志): rules and calendar, and the parts in it with their stamps."""

    key: str
    parts: tuple[tuple[str, str], ...]


class StandingFolder:
    """Sweeps the cases of a folder and keeps beside them what it saw (成库增量监控).

    Args:
        folder: that of `ParquetCases`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spans: Spans | None = None

    def sweep(self, rules: Sequence[Rule], context: SweepContext) -> StandingSweep:
        """Compute the cases that changed since the last sweep, and judge every rule as of now."""
        store = ParquetCases(self._folder)
        with store.state() as state:
            program = compile_rules(tuple(rules))
            try:
                alarms_of(program, context)
            except SupervisionError:  # at the edge of the calendar: plainly, rule by rule
                return _plainly(store, state, rules, context)
            with self._opened() as database:
                mark = _Mark(_key(rules, context), _stamps(state))
                kept = _kept(database, mark, context.now)
                database.connection.execute("BEGIN")
                standing = Standing(state, program, self._spans_of(context), database, kept)
                computed = standing.refresh(context)
                _keep(database, mark, standing.kept)
                database.connection.execute("COMMIT")
                sink = Sightings(state)
                standing.run(context, sink)
            return StandingSweep(computed=computed, cases=state.numbers(), seen=sink.seen)

    def _spans_of(self, context: SweepContext) -> Spans:
        if self._spans is None or self._spans.calendar != context.calendar:
            self._spans = Spans(context.calendar)
        return self._spans

    @contextmanager
    def _opened(self) -> Iterator[DuckdbMemory]:
        import duckdb

        path = self._folder / _FILE
        database = DuckdbMemory()
        try:
            quoted = str(path).replace("'", "''")
            try:
                database.connection.execute(f"ATTACH '{quoted}' AS standing")
            except duckdb.Error as error:
                words = " ".join(str(error).split())
                raise StorageUnavailable("sweep.standing", path=str(path), error=words) from error
            database.connection.execute("USE standing")
            yield database
        finally:
            database.close()


def _plainly(
    store: ParquetCases, state: State, rules: Sequence[Rule], context: SweepContext
) -> StandingSweep:
    seen: list[Sighting | Figure | RuleFault] = list(judge_all(rules, store.traces(), context))
    numbers = state.numbers()
    return StandingSweep(computed=len(numbers), cases=numbers, seen=seen)


def _key(rules: Sequence[Rule], context: SweepContext) -> str:
    """Return what stands for rules, calendar and the code that judges by them."""
    versions = tuple(_version(name) for name in _DISTRIBUTIONS)
    text = repr((_FORMAT, versions, context.calendar, tuple(rules)))
    return hashlib.sha256(text.encode()).hexdigest()


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:  # a source tree on the path
        return ""


def _stamps(state: State) -> tuple[tuple[str, str], ...]:
    """Return the parts, each with what tells it from another of its name: it never changes."""
    found = []
    for part in state.parts():
        file = (part.folder / "event.parquet").stat()
        found.append((part.folder.name, f"{part.ingested} {file.st_mtime_ns} {file.st_size}"))
    return tuple(found)


def _kept(database: DuckdbMemory, mark: _Mark, now: Instant) -> Kept | None:
    """Return how far the file has come, `None` where it holds for something else."""
    run = database.connection.execute
    if not run("SELECT 1 FROM duckdb_tables() WHERE table_name = 'sw_kept'").fetchone():
        return None
    key, watermark, judged_at = run("SELECT * FROM sw_kept").fetchall()[0]
    parts = tuple(run("SELECT part, stamp FROM sw_kept_parts ORDER BY part").fetchall())
    if key != mark.key or judged_at > now or mark.parts[: len(parts)] != parts:
        return None
    tables = run("SELECT name FROM sw_kept_sums").fetchall()
    return Kept(watermark, judged_at, frozenset(row[0] for row in tables))


def _keep(database: DuckdbMemory, mark: _Mark, kept: Kept) -> None:
    run = database.connection.execute
    run("CREATE OR REPLACE TABLE sw_kept (key VARCHAR, watermark BIGINT, judged_at BIGINT)")
    run("INSERT INTO sw_kept VALUES (?, ?, ?)", (mark.key, kept.watermark, kept.judged_at))
    run("CREATE OR REPLACE TABLE sw_kept_parts (part VARCHAR, stamp VARCHAR)")
    for one in mark.parts:
        run("INSERT INTO sw_kept_parts VALUES (?, ?)", one)
    run("CREATE OR REPLACE TABLE sw_kept_sums (name VARCHAR)")
    for name in sorted(kept.sum_tables):
        run("INSERT INTO sw_kept_sums VALUES (?)", (name,))
