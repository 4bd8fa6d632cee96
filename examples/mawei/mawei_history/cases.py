"""Case exports of both stretches (案件导出表): from them alone 案-件比 is computed."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from mawei_exports.days import DAY, rolled

from mawei_history.plan import CASE_YEARS, CaseYear

__all__ = ["write_exports"]

HEADERS = (
    "统一受案号",
    "案件类别",
    "承办部门",
    "受理日期",
    "逮捕日期",
    "第一次退补日期",
    "第二次退补日期",
    "第一次延长日期",
    "第二次延长日期",
    "上诉日期",
    "不批捕复议日期",
)
DEPARTMENTS = ("第一检察部", "第二检察部", "第三检察部")


def write_exports(folder: Path) -> None:
    """Write one CSV file for each stretch, as the case system would (导出表)."""
    folder.mkdir(parents=True, exist_ok=True)
    for year in CASE_YEARS:
        name = f"{year.first.year}年{year.first.month}月至{year.last.month}月.csv"
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADERS)
            writer.writerows(_arrests(year))
            writer.writerows(_prosecutions(year))


def _day(year: CaseYear, place: int, count: int) -> dt.date:
    """Spread cases over the first five sixths, so that what follows lies within the stretch."""
    return rolled(year.first + place * 5 * (year.last - year.first).days // (6 * count) * DAY)


def _arrests(year: CaseYear) -> Iterator[list[object]]:
    for place in range(year.arrest):
        day = _day(year, place, year.arrest)
        again = day + 9 * DAY if place < year.reconsidered else ""
        yield [
            f"3501050{year.first.year}1{place:04}",
            "审查逮捕",
            DEPARTMENTS[place % len(DEPARTMENTS)],
            day,
            *[""] * 6,
            again,
        ]


def _prosecutions(year: CaseYear) -> Iterator[list[object]]:
    for place in range(year.prosecution):
        day = _day(year, place, year.prosecution)
        # Activities fall to cases in their order, each beginning at a case of its own.
        steps = (
            (year.arrested, 0, -20),
            (year.returned_once, 3, 6),
            (year.returned_twice, 3, 14),
            (year.extended_once, 3, 4),
            (year.extended_twice, 3, 12),
            (year.appealed, 90, 22),
        )
        yield [
            f"3501050{year.first.year}2{place:04}",
            "审查起诉",
            DEPARTMENTS[place % len(DEPARTMENTS)],
            day,
            *[
                day + after * DAY if (place - begin) % year.prosecution < count else ""
                for count, begin, after in steps
            ],
            "",
        ]
