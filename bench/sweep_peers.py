"""Rows `sweep-peers` and `compile-rules` (监控的对照): a Python loop, PM4Py, and SQLAlchemy itself."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Sequence

from sqlalchemy import Dialect

from bench.peer_export_loop import export, run_export_loop
from bench.peer_loop import Tables, run_loop
from bench.rows import Measured, NotRun, Size
from bench.sweep_sides import (
    THREADS,
    Counting,
    full_sweep,
    generated,
    processor_time,
    program,
    rules,
)
from bench.sweeps import by_turns, measured
from bench.workload import NOW_DAY
from supervision.domain.calendars import PLAIN
from supervision.domain.ir import Judgement
from supervision.monitoring.compiling import compile_rules
from supervision_sweep_sql import statements
from supervision_sweep_sql.batches import Batch
from supervision_sweep_sql.databases import DuckdbMemory
from supervision_sweep_sql.profiles import DUCKDB
from supervision_sweep_sql.spans import Spans

__all__ = ["compiling", "peers"]

_CASES = {Size.FULL: 100_000, Size.SMALL: 10_000}
_EPOCH = dt.date(1970, 1, 1).toordinal()
_LOOP_BOUND = 8  # twelve times faster: D-013
_PM4PY_BOUND = 3  # thirty times
_SHARED = ("R2", "R4", "R6", "R8")


def _calendar() -> Tables:
    day = dt.date(1992, 1, 1)
    begin = day.toordinal() - _EPOCH
    rolled, worked, nth = [0] * begin, [0] * begin, [0]
    for number in range(begin, NOW_DAY + 400):
        one = dt.date.fromordinal(number + _EPOCH)
        rolled.append(PLAIN.roll(one).toordinal() - _EPOCH)
        if PLAIN.is_working(one):
            nth.append(number)
        worked.append(len(nth) - 1)
    return Tables(rolled, worked, nth)


def peers(size: Size) -> Sequence[Measured]:
    """Measure the ten rules beside a Python loop, and four of them beside PM4Py."""
    cases = _CASES[size]
    source, database, spans = generated(cases), DuckdbMemory(THREADS), Spans(PLAIN)
    whole = full_sweep(source, program("rules_ten.toml"), database, spans)
    ours = Counting()
    whole.run(ours)
    tables = _calendar()
    export(database.connection, source.folders)
    sides: dict[str, Callable[[], Counter[str]]] = {
        "exported": lambda: run_export_loop(source.folders, tables),
        "packed": lambda: run_loop(source.folders, tables),
    }
    for side, loop in sides.items():
        theirs = loop()
        if theirs != {code: ours.counts[code] for code in theirs}:
            raise AssertionError(f"ours and the loop over {side} events differ")
    times = by_turns(
        {"ours": lambda: whole.run(Counting()), **sides}, 5 if size is Size.FULL else 2
    )
    rows = [
        measured(
            f"sweep-peers {cases:,} loop",
            "ten rules",
            "an optimised Python loop over events as exported: types as text, instants",
            (times["ours"], times["exported"]),
            _LOOP_BOUND,
        ),
        measured(
            f"sweep-peers {cases:,} loop, packed",
            "ten rules",
            "the same loop over our own columns: packed integers, types as numbers",
            (times["ours"], times["packed"]),
            0,
        ),
    ]
    try:
        import pm4py  # noqa: F401  # only whether it is there
    except ImportError as error:
        rows[0].notes["PM4Py"] = f"not run: {error}"  # type: ignore[index]  # a plain dict
        return rows
    return [*rows, _beside_pm4py(size)]


def _beside_pm4py(size: Size) -> Measured:
    from bench.peer_pm4py import judge_four, read_log

    cases = _CASES[size]
    source, database, spans = generated(cases), DuckdbMemory(THREADS), Spans(PLAIN)
    four = compile_rules(
        tuple(rule for rule in rules("rules_ten.toml").rules if rule.head.code in _SHARED)
    )
    whole = full_sweep(source, four, database, spans)
    found = CaseSets()
    whole.run(found)
    if found.sets != judge_four(read_log(source.folders)):
        raise AssertionError("ours and PM4Py differ")
    times = by_turns(
        {
            "ours": lambda: whole.run(Counting()),
            "pm4py": lambda: judge_four(read_log(source.folders)),
        },
        5 if size is Size.FULL else 2,
    )
    return measured(
        f"sweep-peers {cases:,} PM4Py",
        "four rules, from Parquet to cases",
        "PM4Py, from the same files",
        (times["ours"], times["pm4py"]),
        _PM4PY_BOUND,
    )


class CaseSets(Counting):
    """The cases each rule finds (案件集合)."""

    def __init__(self) -> None:
        super().__init__()
        self.sets: dict[str, set[int]] = {code: set() for code in _SHARED}

    def rows(self, one: Judgement, batch: Batch) -> None:
        self.sets[one.rule.head.code].update(row[0] for row in batch.rows() if row[0] is not None)


def compiling(size: Size) -> Sequence[Measured]:
    """Measure a hundred rules compiled beside the time SQLAlchemy takes to print the same."""
    if size is Size.SMALL and not DUCKDB.name:
        raise NotRun("no profile")
    book = rules("rules_hundred.toml").rules
    layout = generated(1_000).layout()
    whole, printing = [], []
    plain = statements.render

    for _ in range(7):
        spent = [0]

        def timed(statement: object, dialect: Dialect, spent: list[int] = spent) -> str:
            begun = time.process_time_ns()
            text = plain(statement, dialect)
            spent[0] += time.process_time_ns() - begun
            return text

        statements.render = timed
        try:
            whole.append(
                processor_time(
                    lambda: statements.statements_of(
                        compile_rules(book), layout, DUCKDB, today=NOW_DAY, horizon=None, alarms={}
                    )
                )
            )
        finally:
            statements.render = plain
        printing.append(spent[0])
    return [
        measured(
            "compile-rules 100",
            "a hundred rules to text",
            "SQLAlchemy printing the same statements",
            (whole, printing),
            200,
            milliseconds=round(min(whole) / 1e6, 1),
        )
    ]
