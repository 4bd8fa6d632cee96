"""A working calendar from a text file (节假日文件): a day on each line, then 休 or 班.

    2026
    2026-10-01 休
    2026-10-10 班

A year on a line of its own says that its notice is in the file.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import supervision.plugin as sv


def read_calendar(path: Path) -> sv.WorkCalendar:
    try:
        text = path.read_text("utf-8")
        return _calendar(path.name, text)
    except (OSError, ValueError) as error:
        raise sv.ConfigError("days.unreadable", file=str(path), reason=str(error)) from error


def _calendar(name: str, text: str) -> sv.WorkCalendar:
    days: dict[int, dict[str, list[dt.date]]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.isdecimal():
            days.setdefault(int(line), {"休": [], "班": []})
        else:
            written, mark = line.split()
            day = dt.date.fromisoformat(written)
            if day.year not in days or mark not in days[day.year]:
                raise ValueError(line)
            days[day.year][mark].append(day)
    return sv.WorkCalendar(
        name="days",
        version=f"days/{hashlib.sha256(text.encode()).hexdigest()[:12]}",
        source=name,
        years=tuple(
            sv.CalendarYear(year=year, source=name, rest=tuple(of["休"]), work=tuple(of["班"]))
            for year, of in days.items()
        ),
    )
