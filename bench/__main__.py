"""`python -m bench [ROW …] [--small] [--json FILE]` (测量): a table on the screen, JSON beside it."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import (
    acts,
    cold_start,
    figures,
    ledgers,
    proof,
    reconciling,
    sweep_engines,
    sweep_peers,
    sweeps,
    worklist,
    writers,
)
from bench.rows import Measured, NotRun, Row, Size

ROWS: Mapping[str, Row] = {
    "store": acts.store,
    "act": acts.act,
    "act-pg": acts.act_on_server,
    "digest": acts.digest,
    "import": ledgers.ledger_import,
    "verify": proof.verify,
    "worklist": worklist.worklist,
    "statistics": figures.statistics,
    "writers": writers.writers,
    "cold-start": cold_start.measure,
    "sweep": sweeps.sweep,
    "sweep-engines": sweep_engines.engines,
    "sweep-peers": sweep_peers.peers,
    "sweep-rules": sweeps.many_rules,
    "sweep-growth": sweeps.growth,
    "sweep-delta": sweeps.delta,
    "compile-rules": sweep_peers.compiling,
    "reconcile": reconciling.reconcile,
}


def shown(rows: Sequence[Measured]) -> str:
    """Return the table: best and median times, their ratios, and the bound of the best."""
    heads = ("row", "ours", "peer", "ratio", "bound", "medians", "ratio", "measured ÷ against")
    lines = [
        (
            row.name,
            _time(row.ours),
            _time(row.peer),
            _hundredths(row.ratio),
            f"≤ {_hundredths(row.bound)}{'' if row.holds else ' ✗'}" if row.bound else "",
            f"{_time(row.ours_median)} ÷ {_time(row.peer_median)}" if row.peer_median else "",
            _hundredths(row.median_ratio) if row.peer_median else "",
            f"{row.what} ÷ {row.against}",
        )
        for row in rows
    ]
    widths = [max(len(line[at]) for line in (heads, *lines)) for at in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (heads, *lines)
    )


def _time(nanoseconds: int) -> str:
    if nanoseconds < 10_000_000:
        return f"{nanoseconds / 1000:.1f} µs"
    return f"{nanoseconds / 1_000_000:.1f} ms"


def _hundredths(number: int) -> str:
    return f"{number / 100:.2f}"


def as_json(rows: Sequence[Measured], left_out: Mapping[str, str]) -> str:
    """Return every figure; times in nanoseconds, ratios in hundredths."""
    plain = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "sqlite": sqlite3.sqlite_version,
        "not_run": dict(left_out),
        "rows": [
            {
                **row._asdict(),
                "ratio": row.ratio,
                "median_ratio": row.median_ratio,
                "holds": row.holds,
                "notes": dict(row.notes),
            }
            for row in rows
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True)


def main() -> int:
    """Run the rows asked for; 1 when one of them is beyond its bound."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("rows", nargs="*", help=f"rows: {', '.join(ROWS)}; all by default")
    parser.add_argument("--small", action="store_true", help="only to see that it runs")
    parser.add_argument(
        "--json", type=Path, default=Path("build/bench.json"), help="where to write"
    )
    asked = parser.parse_args()
    unknown = sorted(set(asked.rows) - set(ROWS))
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}; there are: {', '.join(ROWS)}")
    rows: list[Measured] = []
    left_out: dict[str, str] = {}
    for name in asked.rows or ROWS:
        try:
            rows += ROWS[name](Size.SMALL if asked.small else Size.FULL)
        except NotRun as told:
            left_out[name] = str(told)
    print(shown(rows))
    for row in rows:
        print(f"  {row.name}: {', '.join(f'{name} {note}' for name, note in row.notes.items())}")
    for name, reason in left_out.items():
        print(f"NOT RUN {name}: {reason}")
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(as_json(rows, left_out) + "\n", "utf-8")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
