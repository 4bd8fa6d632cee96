"""Export files (导出表): as an office gets them, with what cannot be read listed beside."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mawei_exports.cases import ARREST, DEPARTMENTS, PROSECUTION, YEAR, Case, Person
from mawei_exports.days import When, chance, pick, plain

__all__ = ["Sheet", "Unreadable", "make_sheets"]

UNIT = "福州市马尾区人民检察院"
EARLY_EXPORT = dt.date(2021, 7, 10)
COLUMNS = Path(__file__).with_name("columns.toml")


@dataclass(frozen=True)
class Unreadable:
    """A row or cell that the import must reject (应退回的行或单元格)."""

    file: str
    line: int
    column: str
    code: str
    case: str | None


class Sheet:
    """One export while it is written (一份导出表): every record is one line."""

    def __init__(self, name: str, encoding: str, columns: Sequence[Sequence[str]]) -> None:
        self.name, self.encoding = name, encoding
        self.headers = [header for header, _ in columns]
        self.keys = [key for _, key in columns]
        self.lines: list[bytes] = []
        self.rows = 0
        self.unreadable: list[Unreadable] = []

    def add(self, cells: Iterable[str]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerow(cells)
        self.lines.append(text.getvalue().encode(self.encoding))

    def reject(self, column: str, code: str, case: str | None) -> None:
        """Note that the line just added cannot be taken, or one cell of it."""
        self.unreadable.append(Unreadable(self.name, len(self.lines), column, code, case))

    def add_case(self, case: Case, spoilt: Mapping[str, Spoilt], until: dt.date) -> None:
        """Add a row per party as known on `until`; `spoilt` holds bad cells by column."""
        for person in case.people:
            self.rows += 1
            texts = row_of(case, person, self.rows, until)
            texts |= {key: bad.text for key, bad in spoilt.items()}
            self.add(texts.get(key) or nothing(case, person, key) for key in self.keys)
            for key, bad in spoilt.items():
                self.reject(self.headers[self.keys.index(key)], bad.code, case.number)


def written(when: When, style: int) -> str:
    """Write a day or time in one of the forms exports have."""
    day = (
        f"{when:%Y-%m-%d}",
        f"{when.year}/{when.month}/{when.day}",
        f"{when.year}年{when.month}月{when.day}日",
        f"{when.year}.{when.month}.{when.day}",
        f"{when:%Y%m%d}",
        "".join(chr(ord(mark) + 0xFEE0) for mark in f"{when:%Y-%m-%d}"),
    )
    if isinstance(when, dt.datetime):
        return f"{day[style % 4]} {when:%H:%M}"
    return day[style]


def row_of(case: Case, person: Person, row: int, until: dt.date) -> dict[str, str]:
    """Return what an export of the day `until` says of a party, by column."""
    seed = case.seed
    style = pick((1,) * 12 + (0,) * 6 + (2, 2, 3, 4, 5), seed, "style")
    known = {**person.days, **case.days}
    days = {key: written(when, style) for key, when in known.items() if plain(when) <= until}
    others = len(case.people) - 1
    bracket = pick(("[]", "〔〕", "（）"), seed, "bracket")
    series = "捕" if case.line == ARREST else "诉"
    padded = len(case.handler) == 2 and chance(40, seed, "padded")
    short = chance(15, seed, "short")
    return days | {
        "row": str(row),
        "number": case.number,
        "department_number": f"马检刑{series}受{bracket[0]}{YEAR}{bracket[1]}{case.order:05}号",
        "name": case.people[0].name + (f"等{others + 1}人" if others else "") + case.cause + "案",
        "cause": case.cause,
        "line": case.line + ("案件" if chance(30, seed, "line") else ""),
        "unit": UNIT,
        "department": DEPARTMENTS[case.department] if short else case.department,
        "handler": "\u3000".join(case.handler) if padded else case.handler,
        "arrest_case": case.arrest.number if case.arrest else "",
        "person": person.name,
        "key": person.key,
        "held": "在押" if person.held else "取保候审" if "bailed" in person.days else "未羁押",
        "victim": "有" if case.victim else "无",
        "plea": "是" if person.plea else "否",
        "result": case.result if "decided" in days else "",
    }


def nothing(case: Case, person: Person, key: str) -> str:
    """Write that there is nothing to write."""
    return pick(("",) * 40 + ("—", "不详"), case.seed, person.key, key)


@dataclass(frozen=True)
class Spoilt:
    """A cell that cannot be read, and the code of its rejection."""

    text: str
    code: str


SPOILT = (
    ("file_read", Spoilt("2021-02-30", "cases.no_such_day")),
    ("questioned", Spoilt("2021年13月1日", "cases.no_such_day")),
    ("submitted", Spoilt("44260", "cases.date_serial")),
    ("assigned", Spoilt("1899-12-31", "cases.date_range")),
    ("published", Spoilt("已公开", "cases.bad_date")),
    ("plea", Spoilt("待定", "cases.unknown_value")),
)
"""Bad cells by column, each in a case of its own. No rule needs these columns' events."""


def make_sheets(cases: Sequence[Case], faulty: set[str]) -> tuple[Sheet, ...]:
    columns = tomllib.loads(COLUMNS.read_text("utf-8"))
    early = Sheet("1-审查起诉-2021年6月-7月10日导出.csv", "gb18030", columns["prosecution"])
    arrests = Sheet("2-审查逮捕-2021年.csv", "gb18030", columns["arrest"])
    first = Sheet("3-审查起诉-2021年上半年.csv", "gb18030", columns["prosecution"])
    second = Sheet("4-审查起诉-2021年下半年.csv", "utf-8-sig", columns["prosecution"])
    arrests.add([f"{UNIT}审查逮捕案件情况表"] + [""] * (len(arrests.headers) - 1))
    arrests.add([f"受理日期：{YEAR}年1月1日至{YEAR}年12月31日"])
    for sheet in (early, arrests, first, second):
        sheet.add(sheet.headers)
    alone = [case for case in cases if len(case.people) == 1 and case.number not in faulty]
    spoil = [case for case in alone if case.line == PROSECUTION and case.accepted.month in (3, 9)]
    spoilt = {case.number: {key: bad} for case, (key, bad) in zip(spoil, SPOILT, strict=False)}
    june = [case for case in cases if case.line == PROSECUTION and case.accepted.month == 6]
    moved = [case for case in june if case in alone][:3]
    for case in june:
        # In July somebody else stood in the export: the later file holds, the earlier one is told.
        before = {"handler": Spoilt("秦书言", "cases.conflict")} if case in moved else {}
        early.add_case(case, before, EARLY_EXPORT)
    for case in cases:
        half = first if case.accepted.month <= 6 else second
        sheet = arrests if case.line == ARREST else half
        sheet.add_case(case, spoilt.get(case.number, {}), dt.date.max)
    add_broken_rows(arrests, second)
    arrests.add(["合计", "", str(sum(case.line == ARREST for case in cases))])
    second.add(["制表人：秦书言"])
    return early, arrests, first, second


def add_broken_rows(arrests: Sheet, second: Sheet) -> None:
    """Add rows of which no case can be told, or not which of their cells is which."""

    def row(number: str, name: str = "某甲盗窃案") -> list[str]:
        known = {"number": number, "name": name, "line": ARREST, "accepted": "2021-12-30"}
        return [known.get(key, "") for key in arrests.keys]

    arrests.add(row(""))
    arrests.reject("", "cases.no_number", None)
    arrests.add(row("3.50105E+14"))
    arrests.reject("统一受案号", "cases.number_damaged", None)
    arrests.lines.append(
        ",".join(row("350105202119991", "某乙,某丙盗窃案")).encode("gb18030") + b"\r\n"
    )
    arrests.reject("", "cases.too_many_cells", "350105202119991")
    arrests.lines.append(
        ",".join(row("350105202119992", '"某丁盗窃案')).encode("gb18030") + b"\r\n"
    )
    arrests.reject("", "cases.bad_quotes", None)
    arrests.lines.append(",".join(row("350105202119993")).encode("gb18030") + b"\xff\xff\r\n")
    arrests.reject("", "cases.undecodable", None)
    second.add([known if key == "number" else "" for key in second.keys for known in ["未编号"]])
    second.reject("*统一受案号", "cases.bad_number", None)
