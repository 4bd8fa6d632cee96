"""The score sheet as JSON (考评表 JSON), for programs.

The document is described in `docs/reference/score-sheet-json.md`. Points are exact and therefore
text: `"-1.5"`, or `"1/3"` where no decimal ends. `format` is raised only when a reader of the
old form would misread the new one; fields may be added without it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from supervision.assessment.sheets import exact_text
from supervision.builtin.whole_files import write_whole
from supervision.domain.score_entries import Account
from supervision.domain.values import instant_text
from supervision.ports.assessment import AssessmentExporter, ScoreSheet, SheetLine, SheetTotal

__all__ = ["FORMAT", "JSON_EXPORTER", "JsonExporter", "sheet_document"]

FORMAT = "supervision.score-sheet/1"

_Value: TypeAlias = "str | int | Mapping[str, _Value] | list[_Value] | None"


def sheet_document(sheet: ScoreSheet) -> dict[str, _Value]:
    """Return the document of a sheet (考评表文档). It has both languages."""
    return {
        "format": FORMAT,
        "unit": sheet.unit,
        "scheme": {
            "code": sheet.scheme,
            "zh": sheet.title.zh,
            "en": sheet.title.en,
            "basis": sheet.basis,
        },
        "period": {
            "code": sheet.period.code,
            "first": sheet.period.first.isoformat(),
            "last": sheet.period.last.isoformat(),
        },
        "made_at": instant_text(sheet.made_at),
        "decimals": sheet.decimals,
        "lines": [_line(line) for line in sheet.lines],
        "departments": [_total(total, Account.DEPARTMENT) for total in sheet.departments],
        "persons": [_total(total, Account.PERSON) for total in sheet.persons],
        "department_points": exact_text(sheet.department_points),
        "person_points": exact_text(sheet.person_points),
    }


def _whom(of: SheetLine | SheetTotal, account: Account) -> dict[str, _Value]:
    department: dict[str, _Value] | None = None
    if of.department_id:
        department = {"id": of.department_id, "name": of.department}
    whom: dict[str, _Value] = {"department": department}
    if account is Account.PERSON:
        whom["officer"] = {
            "id": of.officer_id,
            "staff_number": of.staff_number,
            "name": of.officer,
        }
    return whom


def _line(line: SheetLine) -> dict[str, _Value]:
    return {
        "entry": line.entry,
        "account": line.account.value,
        **_whom(line, line.account),
        "rule": {"code": line.rule, "zh": line.title.zh, "en": line.title.en},
        "scheme_version": line.scheme_version,
        "points": exact_text(line.points),
        "fact_on": line.fact_on.isoformat(),
        "posted_on": line.posted_on.isoformat(),
        "explanation": {"zh": line.explanation.zh, "en": line.explanation.en},
        "records": [{"kind": record.kind, "id": record.id} for record in line.records],
        "reverses": line.reverses,
        "reversed_by": line.reversed_by,
    }


def _total(total: SheetTotal, account: Account) -> dict[str, _Value]:
    return {
        **_whom(total, account),
        "points": exact_text(total.points),
        "entries": total.entries,
    }


class JsonExporter:
    """Writes a sheet as JSON (JSON 导出)."""

    def export(self, sheet: ScoreSheet, target: Path, language: str = "zh") -> None:  # noqa: ARG002  # the document names no language
        text = json.dumps(sheet_document(sheet), ensure_ascii=False, indent=2)
        write_whole(target, f"{text}\n".encode())


JSON_EXPORTER = AssessmentExporter(
    name="json",
    zh="JSON 文件（供程序读取）",
    en="JSON file (for programs)",
    suffix=".json",
    open=JsonExporter,
)
