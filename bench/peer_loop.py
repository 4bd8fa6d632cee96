"""The ten rules as a Python loop (纯 Python 循环): one pass over our packed columns of integers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.workload import NOW_DAY

__all__ = ["Tables", "judge_course", "run_loop"]


class Tables(NamedTuple):
    """Days by number (日历表).

    Attributes:
        rolled: by day, the first working day on or behind it.
        worked: by day, how many working days lie up to it.
        nth: by number, the day of the n-th working day.
    """

    rolled: Sequence[int]
    worked: Sequence[int]
    nth: Sequence[int]


def run_loop(folders: Sequence[Path], tables: Tables) -> Counter[str]:
    """Judge all parts; return how many findings each rule has."""
    import pyarrow.parquet as pq

    found: Counter[str] = Counter()
    figures: Counter[tuple[str, int]] = Counter()
    for folder in folders:
        cases = pq.read_table(folder / "case.parquet", columns=["c", "custody", "department"])
        held = dict(zip(cases["c"].to_pylist(), cases["custody"].to_pylist(), strict=True))
        where = dict(zip(cases["c"].to_pylist(), cases["department"].to_pylist(), strict=True))
        events = pq.read_table(folder / "event.parquet", columns=["c", "k", "kind", "f0"])
        columns = [events[name].to_pylist() for name in ("c", "k", "kind", "f0")]
        last = -1
        course: list[tuple[int, int, str | None]] = []
        for c, k, kind, defect in zip(*columns, strict=True):
            if c != last:
                if course:
                    judge_course(course, held[last], tables, found, figures, where[last])
                last, course = c, []
            course.append((k, kind, defect))
        if course:
            judge_course(course, held[last], tables, found, figures, where[last])
    return found


def judge_course(  # one loop is what is measured
    course: list[tuple[int, int, str | None]],
    held: int,
    tables: Tables,
    found: Counter[str],
    figures: Counter[tuple[str, int]],
    department: str,
) -> None:
    """Judge one case by all rules; its events are key, number of the type, defect, in order."""
    rolled, worked, nth = tables
    accepted = told = questioned = decided = last = lawyer = plea = filed = approved = -1
    opened, longer, returns = -1, False, 0
    returned: list[int] = []
    days = set()
    for k, kind, defect in course:
        if kind == 0:
            accepted = opened = k
        elif kind == 2:
            told = k if told < 0 else told
        elif kind == 4:
            questioned = k if questioned < 0 else questioned
        elif kind == 5:
            lawyer = k if lawyer < 0 else lawyer
        elif kind == 7:
            plea = k if plea < 0 else plea
        elif kind == 9:
            if defect == "1":
                found["R8"] += 1
        elif kind == 11:
            approved = k
        elif kind == 12:
            days.add(k >> 29)
            if approved < 0 or k >> 29 > nth[worked[approved >> 29] + 5]:
                found["R10"] += 1
            if opened >= 0 and not longer and k >> 29 <= _due(opened, 30, held, rolled):
                longer = True
        elif kind in (13, 14, 15):
            if opened >= 0 and k >> 29 > _due(opened, 45 if longer else 30, held, rolled):
                found["R3"] += 1
            opened, longer = (k, False) if kind == 14 else (-1, False)
            if kind == 13:
                days.add(k >> 29)
                returns += 1
                found["R4"] += returns == 3
                returned.append(k)
            elif kind == 14:
                found["R5"] += sum(k >> 29 > _due(one, 30, held, rolled) for one in returned)
                returned = []
            else:
                decided = k if decided < 0 else decided
                last = k
        elif kind == 18:
            filed = k if filed < 0 else filed
    if accepted >= 0:
        due = _due(accepted, 3, held, rolled)
        found["R1"] += (told >> 29 > due) if told >= 0 else due < NOW_DAY
    if opened >= 0:
        found["R3"] += _due(opened, 45 if longer else 30, held, rolled) < NOW_DAY
    found["R5"] += sum(_due(one, 30, held, rolled) < NOW_DAY for one in returned)
    if decided >= 0:
        found["R2"] += questioned < 0 or questioned > decided
        due = nth[worked[last >> 29] + 22]
        found["R7"] += (filed >> 29 > due) if filed >= 0 else due < NOW_DAY
    found["R6"] += 0 <= plea < lawyer
    for day in days:
        figures[department, day // 31] += 1


def _due(start: int, days: int, held: int, rolled: Sequence[int]) -> int:
    due = (start >> 29) + days
    return due if held else rolled[due]
