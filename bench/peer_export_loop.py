"""The ten rules as a Python loop over events as exported (导出表上的循环): text, and points in time.

A case system delivers the case by its number, the type by its name and the instant as a point in
time, in the order of each case. Numbers for types come from one look-up, days from `toordinal`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.peer_loop import Tables, judge_course
from bench.workload import KINDS

__all__ = ["export", "run_export_loop"]

_EPOCH = 719_163  # date(1970, 1, 1).toordinal()
_ZONE = "INTERVAL 8 HOUR"


def export(connection: Any, folders: Sequence[Path]) -> Sequence[Path]:
    """Write the events of parts once more as a case system would deliver them."""
    types = ", ".join(f"'{name}'" for name in KINDS)
    files = []
    for folder in folders:
        files.append(folder / "export.parquet")
        connection.execute(
            f"""COPY (
            SELECT number, list_value({types})[kind + 1] AS type,
                   make_timestamp(at_) + {_ZONE} AS at_, f0 AS defect
            FROM read_parquet('{folder}/event.parquet') e
            JOIN read_parquet('{folder}/case.parquet') USING (c) ORDER BY c, k
            ) TO '{files[-1]}' (FORMAT parquet, COMPRESSION zstd)"""
        )
    return files


def run_export_loop(folders: Sequence[Path], tables: Tables) -> Counter[str]:
    """Judge all exported parts; return how many findings each rule has."""
    import pyarrow.parquet as pq

    found: Counter[str] = Counter()
    figures: Counter[tuple[str, int]] = Counter()
    numbers = {name: place for place, name in enumerate(KINDS)}
    for folder in folders:
        cases = pq.read_table(folder / "case.parquet", columns=["number", "custody", "department"])
        names = cases["number"].to_pylist()
        held = dict(zip(names, cases["custody"].to_pylist(), strict=True))
        where = dict(zip(names, cases["department"].to_pylist(), strict=True))
        events = pq.read_table(folder / "export.parquet")
        last = ""
        course: list[tuple[int, int, str | None]] = []
        for number, type_, at, defect in _rows(events):
            if number != last:
                if course:
                    judge_course(course, held[last], tables, found, figures, where[last])
                last, course = number, []
            k = (at.toordinal() - _EPOCH << 29) | len(course)
            course.append((k, numbers[type_], defect))
        if course:
            judge_course(course, held[last], tables, found, figures, where[last])
    return found


def _rows(events: Any) -> Iterable[tuple[str, str, Any, str | None]]:
    columns = (events[name].to_pylist() for name in ("number", "type", "at_", "defect"))
    return zip(*columns, strict=True)
