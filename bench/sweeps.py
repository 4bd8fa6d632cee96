"""Rows `sweep`, `sweep-rules`, `sweep-growth`, `sweep-delta` (全量与增量监控): processor time on DuckDB.

DuckDB may use two threads; time is the processors'; the best of five rounds by turns counts; rows go
to a sink as they come. Both sides of a row see the same, which is compared by a digest first.
"""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

import attrs

from bench.rows import Measured, NotRun, Size
from bench.sweep_sides import (
    CONTEXT,
    THREADS,
    ByHand,
    Counting,
    Generated,
    Rows,
    full_sweep,
    generated,
    processor_time,
    program,
)
from bench.workload import fill
from supervision.domain.calendars import PLAIN
from supervision.domain.ir import Program
from supervision_sweep_sql.databases import DuckdbMemory
from supervision_sweep_sql.folders import Standing
from supervision_sweep_sql.profiles import DUCKDB, PlanShape
from supervision_sweep_sql.spans import Spans

__all__ = ["delta", "growth", "many_rules", "sweep"]

_ROUNDS = {Size.FULL: 5, Size.SMALL: 2}
_SIZES = {Size.FULL: (100_000, 1_000_000), Size.SMALL: (10_000,)}
_RULE_CASES = {Size.FULL: 200_000, Size.SMALL: 5_000}
_DELTA_CASES = {Size.FULL: 1_000_000, Size.SMALL: 20_000}
_GROWTH = {Size.FULL: (100_000, 1_000_000, 3_000_000), Size.SMALL: (10_000, 40_000)}
_BOUND = 115
_RULES_BOUND = 600
_PER_RULE_BOUND = 20
_DELTA_BOUND = 20
_GROWTH_BOUND = 110
_MEMORY = 600  # MB


def _needs_duckdb() -> None:
    try:
        import duckdb  # noqa: F401  # only whether it is there
        import pyarrow  # noqa: F401  # likewise
    except ImportError as error:
        raise NotRun(str(error)) from error


def by_turns(sides: Mapping[str, Callable[[], object]], rounds: int) -> Mapping[str, Sequence[int]]:
    """Return the processor time of every round; each round another side begins."""
    times: dict[str, list[int]] = {name: [] for name in sides}
    order = list(sides)
    for _ in range(rounds):
        for name in order:
            times[name].append(processor_time(sides[name]))
        order = [*order[1:], order[0]]
    return times


def measured(
    name: str,
    what: str,
    against: str,
    times: tuple[Sequence[int], Sequence[int]],
    bound: int,
    **notes: object,
) -> Measured:
    """Return a row of processor times."""
    ours, peer = times
    return Measured(
        name=name,
        what=what,
        against=against,
        ours=min(ours),
        peer=min(peer),
        bound=bound,
        notes={"rounds": len(ours), "threads": THREADS, **notes},
        ours_median=round(statistics.median(ours)),
        peer_median=round(statistics.median(peer)),
    )


def _ours(
    source: Generated, of: Program, database: DuckdbMemory, spans: Spans
) -> Callable[[], None]:
    """Return our full sweep; statements are compiled by its first run (row `compile-rules`)."""
    whole = full_sweep(source, of, database, spans)
    return lambda: whole.run(Counting())


def sweep(size: Size) -> Sequence[Measured]:
    """Measure the ten rules beside statements written by hand."""
    _needs_duckdb()
    ten, spans = program("rules_ten.toml"), Spans(PLAIN)
    rows = []
    for cases in _SIZES[size]:
        source = generated(cases)
        ours, hand = DuckdbMemory(THREADS), ByHand(source)
        found, expected = Rows(), Rows()
        full_sweep(source, ten, ours, spans).run(found)
        hand.run(expected)
        if found.digest() != expected.digest():
            raise AssertionError("ours and the statements by hand differ")
        sides = {
            "ours": _ours(source, ten, ours, spans),
            "hand": hand.run,
        }
        times = by_turns(sides, _ROUNDS[size])
        count, digest = found.digest()
        rows.append(
            measured(
                f"sweep {cases:,}",
                "ten rules",
                "DuckDB SQL by hand",
                (times["ours"], times["hand"]),
                _BOUND,
                findings=count,
                digest=digest[:16],
            )
        )
        ours.close()
        hand.database.close()
    return rows


def many_rules(size: Size) -> Sequence[Measured]:
    """Measure a hundred rules beside ten of them, and beside a query for each rule."""
    _needs_duckdb()
    cases = _RULE_CASES[size]
    source, spans, database = generated(cases), Spans(PLAIN), DuckdbMemory(THREADS)
    hundred = program("rules_hundred.toml")
    ten = _first(hundred, 10)
    apart = _PerRule(THREADS)
    one_pass, per_rule = Counting(), Counting()
    full_sweep(source, hundred, database, spans).run(one_pass)
    full_sweep(source, hundred, apart, spans).run(per_rule)
    if one_pass.counts != per_rule.counts:
        raise AssertionError("one pass and a query for each rule differ")
    sides = {
        "hundred": _ours(source, hundred, database, spans),
        "ten": _ours(source, ten, database, spans),
    }
    times = by_turns(sides, _ROUNDS[size])
    alone = by_turns({"apart": _ours(source, hundred, apart, spans)}, 2)
    return [
        measured(
            f"sweep-rules {cases:,}",
            "a hundred rules",
            "the first ten of them",
            (times["hundred"], times["ten"]),
            _RULES_BOUND,
            features=len(hundred.features),
        ),
        measured(
            f"sweep-rules {cases:,} one pass",
            "one pass for a hundred rules",
            "a query for each of them",
            (times["hundred"], alone["apart"]),
            _PER_RULE_BOUND,
        ),
    ]


def _first(whole: Program, count: int) -> Program:
    from supervision.monitoring.compiling import compile_rules

    return compile_rules(tuple(one.rule for one in whole.judgements[:count]))


class _PerRule(DuckdbMemory):
    """DuckDB as if it were a row store (逐条规则)."""

    profile = attrs.evolve(DUCKDB, shape=PlanShape.PER_RULE)


def delta(size: Size) -> Sequence[Measured]:
    """Measure a sweep after 1 % of the cases changed beside a full one."""
    import duckdb

    _needs_duckdb()
    cases, ten, spans = _DELTA_CASES[size], program("rules_ten.toml"), Spans(PLAIN)
    source = generated(cases)
    low, high = cases // 3, cases // 3 + cases // 100
    place = source.folders[0].parent.with_name(f"{cases}-late")
    with duckdb.connect() as connection:
        late = fill(connection, place, high, part=high - low, low=low, salt=7)
    dead = [
        tuple(c for c in range(low, high) if c // 100_000 == number)
        for number in range(len(source.folders))
    ]
    after = Generated(source.folders, late, dead)
    database = DuckdbMemory(THREADS)
    deltas, fulls = [], []
    full = _ours(after, ten, database, spans)
    kept, whole = Rows(), Rows()
    for round_ in range(_ROUNDS[size]):
        standing = Standing(source, ten, spans, database)
        standing.refresh(CONTEXT)
        standing.source = after

        def changed(standing: Standing = standing) -> None:
            standing.refresh(CONTEXT)
            standing.run(CONTEXT, Counting())

        deltas.append(processor_time(changed))
        fulls.append(processor_time(full))
        if round_ == 0:
            standing.run(CONTEXT, kept)
            full_sweep(after, ten, database, spans).run(whole)
            if kept.digest() != whole.digest():
                raise AssertionError("the incremental sweep and the full one differ")
    return [
        measured(
            f"sweep-delta {cases:,}",
            "1 % of the cases changed",
            "a full sweep",
            (deltas, fulls),
            _DELTA_BOUND,
            findings=whole.digest()[0],
        )
    ]


def growth(size: Size) -> Sequence[Measured]:
    """Measure how time and memory grow with cases, each size in a process of its own."""
    _needs_duckdb()
    figures = [_alone(cases) for cases in _GROWTH[size]]
    rows = []
    for (few, (less, _)), (many, (more, memory)) in zip(
        zip(_GROWTH[size], figures, strict=True),
        list(zip(_GROWTH[size], figures, strict=True))[1:],
        strict=False,
    ):
        exponent = math.log(more / less) / math.log(many / few)
        rows.append(
            Measured(
                name=f"sweep-growth {many:,}",
                what="processor time a case, to the growth exponent 1.10",
                against=f"at {few:,}",
                ours=round(more / many),
                peer=round(less / few),
                bound=round(100 * (many / few) ** (_GROWTH_BOUND / 100 - 1)),
                notes={"exponent": round(exponent, 3), "peak MB": memory},
            )
        )
        rows.append(
            Measured(
                name=f"sweep-growth {many:,} memory",
                what="peak memory, MB",
                against=f"{_MEMORY} MB",
                ours=memory,
                peer=_MEMORY,
                bound=100,
                notes={},
            )
        )
    return rows


_PROBE = """
import json, resource, sys
from bench.sweeps import measure_alone
best = measure_alone(int(sys.argv[1]), sys.argv[2])
print(json.dumps([best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
"""


def _alone(cases: int) -> tuple[int, int]:
    source = generated(cases)
    place = str(source.folders[0].parent)
    command = [sys.executable, "-c", _PROBE, str(cases), place]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    best, memory = json.loads(done.stdout)
    return best, memory


def measure_alone(cases: int, place: str) -> int:
    """Return the best time of a full sweep over generated parts; for a process of its own."""
    from pathlib import Path

    source = Generated(sorted(path for path in Path(place).iterdir() if path.is_dir()))
    ten, spans, database = program("rules_ten.toml"), Spans(PLAIN), DuckdbMemory(THREADS)
    rounds = 3 if cases > 1_000_000 else 5
    whole = _ours(source, ten, database, spans)
    return min(processor_time(whole) for _ in range(rounds))
