"""What the CSV and JSON of a score sheet say."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from supervision.builtin.csv_exporter import CsvExporter, safe_cell
from supervision.builtin.json_exporter import FORMAT, JsonExporter
from supervision.testing.scores import make_sheet


def rows(target: Path, language: str = "zh") -> list[dict[str, str]]:
    CsvExporter().export(make_sheet(), target, language)
    text = target.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_begins_with_the_mark_excel_and_wps_ask_for(tmp_path: Path) -> None:
    CsvExporter().export(make_sheet(), tmp_path / "s.csv")
    assert (tmp_path / "s.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_csv_lines_add_up_to_their_sums(tmp_path: Path) -> None:
    found = rows(tmp_path / "s.csv")
    for account, total in (("部门", "部门总计"), ("个人", "个人总计")):
        lines = [
            Decimal(row["分值"]) for row in found if (row["行类"], row["对象"]) == ("明细", account)
        ]
        assert [row["分值"] for row in found if row["行类"] == total] == [f"{sum(lines):.2f}"]


def test_csv_keeps_reversed_entries_visible(tmp_path: Path) -> None:
    states = [row["状态"] for row in rows(tmp_path / "s.csv") if row["行类"] == "明细"]
    assert states == ["有效", "已冲销", "冲销", "有效"]


def test_csv_sentence_is_no_formula_and_a_deduction_is_a_number(tmp_path: Path) -> None:
    first = rows(tmp_path / "s.csv")[0]
    assert first["说明"] == "'=1+1，因为"
    assert first["分值"] == "-1.50"


def test_csv_speaks_english_when_asked(tmp_path: Path) -> None:
    first = rows(tmp_path / "s.csv", "en")[0]
    assert (first["row"], first["rule title"], first["explanation"]) == (
        "entry",
        "Problems",
        "'=1+1, because",
    )


def test_csv_of_an_unknown_language_is_chinese(tmp_path: Path) -> None:
    assert rows(tmp_path / "s.csv", "fr")[0]["行类"] == "明细"


def test_csv_without_personal_points_has_no_row_about_persons(tmp_path: Path) -> None:
    target = tmp_path / "s.csv"
    sheet = make_sheet()
    only = attrs.evolve(sheet, lines=sheet.lines[:3], persons=(), person_points=Fraction(0))
    CsvExporter().export(only, target)
    assert "个人" not in target.read_text("utf-8-sig")


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "  =1", "\t1", "\r1", "\n1"]
)
def test_text_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "第一检察部", "1-2", "A=1"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_json_has_exact_points_as_text(tmp_path: Path) -> None:
    target = tmp_path / "s.json"
    sheet = make_sheet()
    third = attrs.evolve(sheet.lines[0], points=Fraction(-1, 3))
    JsonExporter().export(attrs.evolve(sheet, lines=(third, *sheet.lines[1:])), target)
    document = json.loads(target.read_text("utf-8"))
    assert document["format"] == FORMAT
    assert [line["points"] for line in document["lines"]] == ["-1/3", "-1", "1", "-0.5"]
    assert (document["department_points"], document["person_points"]) == ("-1.5", "-0.5")


def test_json_names_department_and_person_with_their_ids(tmp_path: Path) -> None:
    target = tmp_path / "s.json"
    JsonExporter().export(make_sheet(), target)
    document = json.loads(target.read_text("utf-8"))
    assert document["lines"][0]["department"] == {"id": "dep_1", "name": "第一检察部"}
    assert "officer" not in document["lines"][0]
    assert document["persons"][0]["officer"] == {
        "id": "off_1",
        "staff_number": "0202",
        "name": "李五",
    }
    assert document["lines"][1]["reversed_by"] == document["lines"][2]["entry"]


def test_json_without_a_department_says_null(tmp_path: Path) -> None:
    target = tmp_path / "s.json"
    sheet = make_sheet()
    JsonExporter().export(
        attrs.evolve(sheet, lines=(attrs.evolve(sheet.lines[3], department_id=""),)), target
    )
    assert json.loads(target.read_text("utf-8"))["lines"][0]["department"] is None


def test_file_that_is_replaced_keeps_who_may_read_it(tmp_path: Path) -> None:
    target = tmp_path / "s.json"
    target.write_text("old")
    target.chmod(0o640)
    JsonExporter().export(make_sheet(), target)
    assert target.stat().st_mode & 0o777 == 0o640
