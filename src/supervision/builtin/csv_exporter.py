"""The score sheet as CSV (考评表 CSV), as Excel and WPS open it by a double click.

One rectangular table: a line for every ledger entry, then the sums, told apart by the first
column. UTF-8 with a mark, so that the Chinese is read; points are plain decimals, exact at the
sheet's precision. A text that a spreadsheet would take for a formula gets an apostrophe before
it: names and sentences come from people and imports.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import attrs

from supervision.builtin.whole_files import write_whole
from supervision.domain.score_entries import Account
from supervision.domain.values import format_points
from supervision.ports.assessment import AssessmentExporter, ScoreSheet, SheetLine, SheetTotal
from supervision.reporting.cells import calculates

__all__ = ["CSV_EXPORTER", "CsvExporter", "safe_cell"]


@attrs.frozen
class _Words:
    columns: tuple[str, ...]
    line: str
    department: str
    person: str
    department_sum: str
    person_sum: str
    department_total: str
    person_total: str
    holds: str
    reversed: str
    counter: str


_WORDS = {
    "zh": _Words(
        columns=(
            "行类",
            "对象",
            "部门",
            "工号",
            "姓名",
            "分值",
            "规则",
            "规则名称",
            "事实日期",
            "登记日期",
            "状态",
            "说明",
            "依据记录",
            "考评方案",
            "方案版本",
            "周期",
            "考评记录",
        ),
        line="明细",
        department="部门",
        person="个人",
        department_sum="部门合计",
        person_sum="个人合计",
        department_total="部门总计",
        person_total="个人总计",
        holds="有效",
        reversed="已冲销",
        counter="冲销",
    ),
    "en": _Words(
        columns=(
            "row",
            "account",
            "department",
            "staff number",
            "name",
            "points",
            "rule",
            "rule title",
            "fact on",
            "posted on",
            "state",
            "explanation",
            "records",
            "scheme",
            "scheme version",
            "period",
            "entry",
        ),
        line="entry",
        department="department",
        person="person",
        department_sum="department sum",
        person_sum="person sum",
        department_total="department total",
        person_total="person total",
        holds="holds",
        reversed="reversed",
        counter="counter-entry",
    ),
}


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula (防公式注入).

    Example:
        >>> safe_cell("=HYPERLINK(1)"), safe_cell("第一检察部")
        ("'=HYPERLINK(1)", '第一检察部')
    """
    return f"'{text}" if calculates(text) else text


class CsvExporter:
    """Writes a sheet as CSV (CSV 导出)."""

    def export(self, sheet: ScoreSheet, target: Path, language: str = "zh") -> None:
        words = _WORDS.get(language, _WORDS["zh"])
        stream = io.StringIO(newline="")
        writer = csv.writer(stream)
        writer.writerow(words.columns)
        writer.writerows(_rows(sheet, words, language))
        write_whole(target, stream.getvalue().encode("utf-8-sig"))


def _rows(sheet: ScoreSheet, words: _Words, language: str) -> Iterator[tuple[str, ...]]:
    for line in sheet.lines:
        yield _line(sheet, line, words, language)
    for total in sheet.departments:
        yield _sum(sheet, total, words.department_sum, words.department)
    for total in sheet.persons:
        yield _sum(sheet, total, words.person_sum, words.person)
    grand = (
        (sheet.departments, sheet.department_points, words.department_total, words.department),
        (sheet.persons, sheet.person_points, words.person_total, words.person),
    )
    for totals, points, title, account in grand:
        if totals:
            yield _sum(sheet, SheetTotal(points=points, entries=0), title, account)


def _points(sheet: ScoreSheet, points: Fraction) -> str:
    """Print points. A number is a number: the minus of a deduction is no formula."""
    return format_points(points, sheet.decimals)


def _line(sheet: ScoreSheet, line: SheetLine, words: _Words, language: str) -> tuple[str, ...]:
    state = words.holds
    if line.reverses is not None:
        state = words.counter
    elif line.reversed_by is not None:
        state = words.reversed
    english = language == "en"
    return (
        words.line,
        words.person if line.account is Account.PERSON else words.department,
        safe_cell(line.department),
        safe_cell(line.staff_number),
        safe_cell(line.officer),
        _points(sheet, line.points),
        safe_cell(line.rule),
        safe_cell(line.title.en if english else line.title.zh),
        line.fact_on.isoformat(),
        line.posted_on.isoformat(),
        state,
        safe_cell(line.explanation.en if english else line.explanation.zh),
        " ".join(record.id for record in line.records),
        safe_cell(sheet.scheme),
        str(line.scheme_version),
        sheet.period.code,
        line.entry,
    )


def _sum(sheet: ScoreSheet, total: SheetTotal, row: str, account: str) -> tuple[str, ...]:
    return (
        row,
        account,
        safe_cell(total.department),
        safe_cell(total.staff_number),
        safe_cell(total.officer),
        _points(sheet, total.points),
        *("",) * 7,
        safe_cell(sheet.scheme),
        "",
        sheet.period.code,
        "",
    )


CSV_EXPORTER = AssessmentExporter(
    name="csv",
    zh="CSV 表格（Excel、WPS 可直接打开）",
    en="CSV table (opens in Excel and WPS)",
    suffix=".csv",
    open=CsvExporter,
)
