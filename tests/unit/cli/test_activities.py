"""Activities from the command line: meetings, opinions, the plan, inspections, contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Type = Callable[..., Any]

HEAD, INSPECTOR, CHIEF, FIRST, HANDLER = "mw002", "mw003", "mw001", "mw101", "mw102"
DAY = "2020-05-12"
LATE = ("--on", DAY)
WHY = ("--reason", "依据纸质台账")


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


def id_from(answer: Any) -> str:
    return str(done(answer).json["id"])


@pytest.fixture
def meeting(at: Type) -> str:
    words = ("meeting", "record", "--kind", "党组会", "--title", "党组会第3次会议", *LATE)
    return id_from(at(*words, "--session", "2020年第3次", "--topic", "基建", "--json"))


def test_a_meeting_is_recorded_corrected_and_voided(at: Type, meeting: str) -> None:
    shown = at("meeting", "show", meeting).out
    assert "党组会" in shown
    assert "陈二" in shown, "the author attended, unless others are named"
    listed = at("meeting", "list", "--kind", "党组会", "--officer", HEAD, "--json").json
    assert (listed["count"], listed["meetings"][0]["held_on"]) == (1, DAY)
    assert at("meeting", "list", "--from", "2020-06-01", "--json").json["count"] == 0
    assert at("meeting", "list", "--until", "2020-01-01", "--json").json["count"] == 0
    correct = ("meeting", "correct", meeting, "--kind", "检委会", "--attended-by", INSPECTOR, *WHY)
    done(at(*correct))
    assert "黄三" in at("meeting", "list").out
    assert done(at("meeting", "void", meeting, *WHY, "--json")).json["state"] == "voided"
    assert "没有符合条件" in at("meeting", "list").out


def test_opinions_are_counted_and_so_are_the_works(at: Type, meeting: str) -> None:
    give = ("opinion", "give", "--text", "公开招标", *LATE, "--json")
    first = id_from(at(*give, "--work", "办公楼维修", "--meeting", meeting))
    id_from(at(*give, "--work", "办公楼 维修", "--department", "一部", "--given-by", CHIEF))
    assert at(*give, "--work", "车辆").code == 1
    listed = at("opinion", "list", "--work", "办公楼维修", "--json").json
    assert (listed["count"], listed["works"]) == (2, 1)
    assert "涉及 1 项工作" in at("opinion", "list").out
    assert at("opinion", "list", "--meeting", meeting, "--json").json["count"] == 1
    outside = at("opinion", "list", "--outside", "--department", "一部", "--json").json
    assert outside["count"] == 1
    assert at("opinion", "answer", first, "未采纳").code == 1
    answer = ("opinion", "answer", first, "未采纳", "--text", "资金不足", "--json")
    assert done(at(*answer)).json["state"] == "not_adopted"
    assert "未采纳" in at("opinion", "list", "--state", "未采纳").out
    assert "资金不足" in at("opinion", "show", first).out


def test_an_opinion_may_concern_a_record(at: Type, meeting: str) -> None:
    item = id_from(at("item", "propose", "--title", "维修", "--kind", "item.project", "--json"))
    about = f"督察事项:{item[-6:]}"
    give = ("opinion", "give", "--text", "招标", "--work", "维修", "--department", "一部")
    given = id_from(at(*give, "--about", about, "--json"))
    assert at("opinion", "list", "--about", item, "--json").json["count"] == 1
    correct = ("opinion", "correct", given, "--clear", "about", "--work", "大楼维修", *WHY)
    done(at(*correct))
    assert at("opinion", "list", "--about", f"item:{item}", "--json").json["count"] == 0
    assert at("opinion", "correct", given, "--meeting", meeting, *WHY).code == 1, "another day"
    moved = ("--meeting", meeting, "--given-on", DAY, "--department", "二部", "--about", item)
    done(at("opinion", "correct", given, *moved, *WHY))
    assert at("opinion", "give", *give[2:], "--about", "维修").code == 2
    assert done(at("opinion", "void", given, *WHY, "--json")).json["state"] == "voided"


@pytest.fixture
def checklist(at: Type, tmp_path: Path) -> str:
    points = tmp_path / "points.txt"
    points.write_text("2|送达回证在卷\n\n", "utf-8")
    words = ("checklist", "issue", "--code", "files", "--title", "卷宗检查", "--from", "2020-01-01")
    point = ("--point", "1|目录齐全|files.index")
    return id_from(at(*words, *point, "--points", str(points), "--json"))


def test_a_checklist_has_versions(at: Type, checklist: str, tmp_path: Path) -> None:
    shown = done(at("checklist", "show", checklist)).out
    assert "目录齐全  files.index" in shown
    new = ("checklist", "issue", "--code", "files", "--title", "卷宗检查", "--point", "1|目录")
    assert at(*new).code == 1, "it overlaps"
    done(at(*new, "--from", "2021-01-01"))
    rows = at("checklist", "list", "--code", "files", "--json").json["checklists"]
    assert [(one["edition"], one["valid_until"]) for one in rows] == [(1, "2020-12-31"), (2, None)]
    assert "2020-12-31" in at("checklist", "list").out
    done(at("checklist", "end", rows[1]["id"], "--until", "2021-12-31"))
    done(at("checklist", "correct", rows[1]["id"], "--clear", "valid_until", *WHY))
    assert at("checklist", "issue", "--code", "x", "--title", "x", "--point", "1").code == 2
    file = tmp_path / "gbk.txt"
    file.write_bytes("1|送达回证".encode("gb18030"))
    words = ("checklist", "issue", "--code", "x", "--title", "x", "--points", str(file))
    assert at(*words).code == 2


@pytest.fixture
def inspection(at: Type, checklist: str) -> str:
    return id_from(at(*BEGIN, "--checklist", "files", "--json"))


BEGIN = (
    *("inspection", "begin", "--theme", "卷宗检查", "--kind", "卷宗文书"),
    *("--inspector", HEAD, "--inspector", INSPECTOR, "--department", "一部", *LATE),
)


def test_an_inspection_runs_its_course(at: Type, inspection: str, tmp_path: Path) -> None:
    check = ("inspection", "check", inspection, "--sample", "抽查卷宗5册", *LATE)
    done(at(*check, "--point", "2"))
    problem = ("inspection", "problem", inspection, "--title", "目录不全", "--point", "1", *LATE)
    finding = id_from(at(*problem, "--json"))
    assert at("finding", "show", finding, "--json").json["source"] == "activity"
    sheet = tmp_path / "现场整改单.pdf"
    sheet.write_bytes(b"signed on the spot")
    settle = (
        *("inspection", "settle", inspection, finding, "--result", "当场补齐"),
        *("--put-right-by", HANDLER, "--verified-by", INSPECTOR, "--closed-by", HEAD, *LATE),
    )
    assert at(*settle).code == 1, "nobody has signed"
    assert done(at(*settle, "--paper", str(sheet), "--json")).json["state"] == "closed"
    text = ("--text", "总体规范", "--criticise", HANDLER, *LATE)
    closed = done(at("inspection", "conclude", inspection, *text, "--json")).json
    assert closed["state"] == "concluded"
    listed = at("inspection", "list", "--department", "一部", "--json").json
    assert (listed["count"], listed["problems"], listed["criticised"]) == (1, 1, 1)
    told = at("inspection", "list").out
    assert "发现问题 1 个，通报批评 1 人次" in told
    shown = at("inspection", "show", inspection).out
    assert "抽查卷宗5册" in shown
    assert finding[-6:] in shown
    assert at("inspection", "void", inspection, *WHY).code == 1, "its finding stands"


def test_an_inspection_that_found_nothing_counts(at: Type, inspection: str) -> None:
    done(at("inspection", "check", inspection, "--point", "1", "--point", "2", *LATE))
    done(at("inspection", "conclude", inspection, "--text", "未发现问题", *LATE))
    found = at("inspection", "list", "--state", "concluded", "--kind", "files", "--json").json
    assert (found["count"], found["problems"]) == (1, 0)
    narrow = ("--conduct", "检查", "--openness", "明察", "--focus", "专项")
    days = ("--from", DAY, "--until", DAY)
    assert at("inspection", "list", *narrow, *days, "--json").json["count"] == 1


def test_a_covert_inspection_is_revealed(at: Type) -> None:
    told = at(*BEGIN, "--openness", "暗访")
    assert (told.code, "supervision file open" in told.err) == (1, True), told.err
    opened = ("file", "open", "暗访", "--purpose", "暗访", "--approved-by", CHIEF, "--json")
    where = ("--in-file", id_from(at(*opened)), "--why", "暗访")
    covert = id_from(at(*BEGIN, "--openness", "暗访", *where, "--json"))
    correct = ("--focus", "日常", "--inspector", HEAD, "--inspector", CHIEF, "--theme", "暗访")
    done(at("inspection", "correct", covert, *correct, *WHY, *where))
    assert at("inspection", "show", covert).code == 1, "nobody finds it in the open"
    done(at("file", "release", "已向被检查部门通报", *where))
    done(at("inspection", "reveal", covert, *LATE, *where, "--as", CHIEF))
    assert at("inspection", "show", covert, "--json").json["revealed_on"] == DAY
    void = ("inspection", "void", covert, *WHY)
    assert "--in-file" in at(*void).err, "it goes on in its file"
    assert done(at(*void, *where, "--json")).json["state"] == "voided"


SCHEME = """
[[inspection_kinds]]
code = "files"
zh = "卷宗文书"
en = "Files and documents"
inspectors = 1
similar_days = 90
basis = "本院检查办法第三条"
valid_from = 2020-01-01

[[meeting_kinds]]
code = "reading"
zh = "读案会"
en = "Reading of cases"
"""


def test_the_plan_and_similar_inspections(at: Type, office: Path) -> None:
    (office / "scheme.toml").write_text(SCHEME, "utf-8")
    toml = office / "office.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[overrides]\nfiles = ["scheme.toml"]\n', "utf-8")
    add = ("plan", "add", "--year", "2020", "--theme", "卷宗检查", "--kind", "卷宗文书", *LATE)
    may = id_from(at(*add, "--month", "5", "--json"))
    again = done(at(*add, "--month", "6", "--department", "一部", "--json"))
    assert "同类检查 1 项" in again.err
    june = again.json["id"]
    done(at("plan", "correct", june, "--month", "7", *WHY))
    done(at("plan", "merge", june, "--into", may, *WHY))
    done(at(*BEGIN, "--plan", may))
    second = done(at(*BEGIN))
    assert "考虑合并" in second.err
    listed = at("plan", "list", "--year", "2020", "--state", "planned", "--json").json
    assert (listed["count"], listed["held"]) == (1, [1])
    assert "2020-07" in at("plan", "list").out
    assert "已合并" in at("plan", "show", june).out
    done(at("plan", "drop", may, *WHY))
    assert at("inspection", "list", "--plan", may, "--json").json["count"] == 1
    done(at("meeting", "record", "--kind", "读案会", "--title", "读案会", *LATE))


def test_contacts_are_due_again(at: Type, meeting: str) -> None:
    make = ("contact", "make", f"meeting:{meeting}", "--means", "电话", "--said", "询问进展", *LATE)
    first = id_from(at(*make, "--department", "一部", "--next-on", "2020-05-20", "--json"))
    due = ("contact", "list", "--due", "2020-05-31", "--json")
    assert [one["id"] for one in at(*due).json["contacts"]] == [first]
    assert at(*due, "--department", "二部").json["count"] == 0
    later = ("contact", "make", meeting, "--means", "会议", "--said", "已落实", "--officer", FIRST)
    second = id_from(at(*later, "--on", "2020-05-25", "--promised", "按月报送", "--json"))
    assert at(*due).json["count"] == 0
    assert at("contact", "list", "--about", meeting, "--means", "会议", "--json").json["count"] == 1
    assert "列席会议" in at("contact", "list").out
    correct = ("contact", "correct", first, "--clear", "next_on", "--means", "网络", *WHY)
    done(at(*correct))
    assert "按月报送" in at("contact", "show", second).out
    assert done(at("contact", "void", second, *WHY, "--json")).json["state"] == "voided"


def test_history_of_an_inspection_is_told(at: Type, inspection: str) -> None:
    done(at("inspection", "check", inspection, "--point", "1", *LATE))
    told = at("history", "督察检查", inspection).out
    assert "开展检查" in told
    assert f"行为日期 {DAY}（补录）" in told
    assert dt.date.fromisoformat(DAY) < dt.date.today()
