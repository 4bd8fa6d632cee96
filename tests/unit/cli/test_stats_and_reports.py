"""Statistics and reports from the command line, for people and for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Type = Callable[..., Any]


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture
def counted(at: Type) -> Type:
    """An office with three findings of March 2021 and one of February."""
    for department, day in (
        ("一部", "2021-03-01"),
        ("一部", "2021-03-02"),
        ("二部", "2021-03-03"),
        ("二部", "2021-02-03"),
    ):
        words = ("finding", "open", "--title", "=卷宗目录不全", "--department", department)
        done(at(*words, "--found-on", day))
    return at


def test_count_may_be_left_out(counted: Type) -> None:
    """STAT-11."""
    short, long = counted("stats", "findings"), counted("stats", "count", "findings")
    assert done(short).out == done(long).out
    assert len(done(counted("stats", "--json")).json["tables"]) == 5
    tables = done(counted("stats", "--lang", "en", "--json", "count")).json["tables"]
    assert len(tables) == 5
    assert "ratio" in done(counted("stats", "--help")).out


def test_departments_stand_in_their_order_with_zeros(counted: Type) -> None:
    table = done(counted("stats", "findings", "--by", "department", "--json")).json["tables"][0]
    shown = [(row["labels"][0]["zh"], row["values"]) for row in table["rows"]]
    assert shown == [("第一检察部", [2]), ("第二检察部", [2]), ("检务督察部", [0])]


def test_shares_are_exact_in_json_and_rounded_in_print(counted: Type) -> None:
    words = ("stats", "findings", "--by", "month", "--period", "2021-Q1", "--shares")
    assert done(counted(*words, "--json")).json["tables"][0]["rows"][0]["values"] == [1, "25"]
    assert "25.00" in done(counted(*words, "--decimals", "2")).out


@pytest.mark.parametrize(
    ("against", "before", "change"),
    [("环比", 1, "200"), ("previous", 1, "200"), ("同比", 0, None), ("2021-01", 0, None)],
)
def test_periods_are_compared(counted: Type, against: str, before: int, change: str | None) -> None:
    words = ("stats", "findings", "--period", "2021-03", "--against", against)
    table = done(counted(*words, "--json")).json["tables"][0]
    assert table["total"] == [3, before, 3 - before, change]
    assert ("—" in done(counted(*words)).out) is (change is None)


def test_comparison_needs_a_period_and_one_way_of_saying_it(counted: Type) -> None:
    assert counted("stats", "findings", "--against", "year").code == 2
    both = ("--period", "2021-03", "--from", "2021-03-01")
    assert "--from" in counted("stats", "findings", *both).err
    days = ("--from", "2021-03-01", "--until", "2021-03-31", "--against", "previous")
    assert done(counted("stats", "findings", *days, "--json")).json["tables"][0]["total"][1] == 1
    assert counted("stats", "findings", "--day", "verified_on").code == 2


def test_csv_opens_in_a_spreadsheet(counted: Type, tmp_path: Path) -> None:
    file = tmp_path / "findings.csv"
    words = ("stats", "findings", "--by", "department", "--period", "2021-03", "--against", "环比")
    assert str(file) in done(counted(*words, "--csv", str(file))).out
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))
    assert rows[0] == ["部门", "本期 2021-03", "对比期 2021-02", "增减", "增减幅度（%）"]
    assert rows[1] == ["第一检察部", "2", "0", "2", "—"]
    assert rows[-1] == ["合计", "3", "1", "2", "200.0"]


def test_register_rolls_up(counted: Type, tmp_path: Path) -> None:
    file = tmp_path / "tree.csv"
    answer = done(counted("stats", "tree", "问题", "--period", "2021-03", "--csv", str(file)))
    assert "　第一检察部" in answer.out
    assert "合计" in answer.out
    tree = done(counted("stats", "tree", "findings", "--json")).json
    assert (tree["rows"][0]["total"], tree["total"]) == (4, 4)
    assert file.read_bytes().decode("utf-8-sig").splitlines()[1].endswith(",0,3")
    assert counted("stats", "tree", "officers").code == 2


def test_record_that_counts_in_several_rows_is_noted(at: Type) -> None:
    assert "各行相加可能多于合计" in done(at("stats", "items", "--by", "co_departments")).out


# ---------------------------------------------------------------------------- ratio

LIST = """\
code = "local"
version = 2
zh = "本院清单"
en = "local list"
source = "本院规定"
valid_from = 2021-10-09
arrest = ["审查逮捕"]
prosecution = ["审查起诉"]
arrested = { events = ["arrested"] }
activities = []
"""


def test_ratio_of_an_office_without_cases_is_nothing(at: Type, tmp_path: Path) -> None:
    answer = done(at("stats", "ratio", "--period", "2021", "--against", "year"))
    assert "—　案 0" in answer.out
    assert "不排名，不计入个人考评" in answer.out
    assert "无从比较" in answer.out
    assert "已知适用于 2020-01-01 至 2021-10-08" in answer.out
    file = tmp_path / "list.toml"
    file.write_text(LIST, "utf-8")
    own = done(at("stats", "ratio", "--period", "2021", "--list", str(file), "--lang", "en"))
    assert "from 2021-10-09 to now" in own.out
    report = done(at("stats", "ratio", "--period", "2021-06", "--json")).json
    assert (report["now"]["ratio"], report["activities"]["version"]) == (None, 1)


# ---------------------------------------------------------------------------- reports


def test_report_is_drawn_up_issued_and_read_again(counted: Type, tmp_path: Path) -> None:
    """REPORT-15."""
    file = tmp_path / "report.md"
    drawn = done(counted("report", "monthly", "2021-03", "--proposal", "开展专项督察"))
    assert drawn.out.startswith("# 检务督察专报\n")
    assert "| 问题 | 件 | 3 | 1 | +2 | 200.0 | 0 | — |" in drawn.out
    words = ("report", "issue", "2021-03", "--proposal", "开展专项督察", "--out", str(file))
    issued = done(counted(*words, "--json")).json
    assert (issued["kind"], issued["state"]) == ("report", "issued")
    assert file.read_text("utf-8") == drawn.out
    again = done(counted("report", "show", issued["id"][-6:], "--json")).json
    assert (again["kept"], again["redrawn"], again["text"]) == (True, True, drawn.out)
    shown = done(counted("report", "show", issued["id"]))
    assert "正文与签发时一致。" in shown.out
    assert "重新起草，内容相同。" in shown.out
    listed = done(counted("report", "list", "--state", "已签发")).out
    assert "2021-03" in listed
    assert "林立" in listed


def test_report_is_written_to_a_file(counted: Type, tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    words = ("report", "monthly", "2021-03", "--as-of", "2021-04-02", "--out", str(file))
    assert str(file) in done(counted(*words)).out
    first = file.read_bytes()
    seq = done(counted(*words, "--json")).json["content"]["seq"]
    done(counted("finding", "open", "--title", "后来登记"))
    done(counted(*words, "--seq", str(seq)))
    assert file.read_bytes() == first
    id = done(counted("report", "issue", "2021-03", "--json")).json["id"]
    copy = tmp_path / "copy.md"
    assert str(copy) in done(counted("report", "show", id, "--out", str(copy))).out
    assert copy.read_text("utf-8").startswith("# 检务督察专报")


def test_report_is_refused_voided_and_issued_anew(counted: Type) -> None:
    id = done(counted("report", "issue", "2021-03", "--to", "mw001", "--json")).json["id"]
    assert "请先作废" in counted("report", "issue", "2021-03").err
    assert counted("report", "void", id).code == 1
    voided = done(counted("report", "void", id, "--reason", "漏列一件"))
    assert "作废" in voided.out
    done(counted("report", "issue", "2021-03"))
    assert len(done(counted("report", "list", "--json")).json["reports"]) == 2
    assert counted("report", "issue", "2021-02", "--as", "mw003").code == 1
    assert counted("report", "monthly", "2021-13").code == 2
