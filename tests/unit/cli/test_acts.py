"""Acts from the command line: the whole course of a finding, a measure and an item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Type = Callable[..., Any]

HEAD, INSPECTOR, CHIEF, FIRST = "mw002", "mw003", "mw001", "mw101"


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture
def finding(at: Type) -> str:
    words = (
        "finding",
        "open",
        "--title",
        "卷宗目录不全",
        "--department",
        "一部",
        "--severity",
        "较重",
    )
    return str(done(at(*words, "--json")).json["id"])


def test_a_finding_runs_its_course(at: Type, finding: str) -> None:
    claim = ("finding", "claim", finding, "--plan", "补齐目录", "--due", "2099-01-01")
    steps = [
        (FIRST, claim, "claimed"),
        (FIRST, ("finding", "submit", finding, "--result", "已补齐"), "submitted"),
        (INSPECTOR, ("finding", "return", finding, "--reason", "只补一半"), "claimed"),
        (FIRST, ("finding", "submit", finding, "--result", "全部补齐"), "submitted"),
        (INSPECTOR, ("finding", "verify", finding), "verified"),
        (HEAD, ("finding", "close", finding), "closed"),
    ]
    for who, words, state in steps:
        assert done(at(*words, "--as", who, "--json")).json["state"] == state
    record = at("finding", "show", finding, "--json").json
    assert (record["returns"], record["state"]) == (1, "closed")


def test_an_act_says_what_it_did(at: Type, finding: str) -> None:
    answer = done(at("finding", "check", finding, "--facts", "共三册，缺一册目录"))
    assert answer.out == f"问题 {finding[-6:]}：已核对事实。日志新增 1 条。\n"
    english = done(at("finding", "check", finding, "--facts", "x", "--lang", "en"))
    assert english.out.startswith(f"finding {finding[-6:]}: Facts checked. 1 ")


def test_history_shows_every_field(at: Type, finding: str) -> None:
    done(at("finding", "correct", finding, "--severity", "严重", "--reason", "核对后升级"))
    answer = done(at("history", "问题", finding[-6:]))
    assert "程度  较重 → 严重" in answer.out
    assert "理由：核对后升级" in answer.out
    changes = at("history", "finding", finding, "--json").json["entries"][1]["changes"]
    assert changes == [{"field": "severity", "before": "heavier", "after": "serious"}]


def test_entry_on_behalf_needs_paper_and_names_both(at: Type, finding: str, tmp_path: Path) -> None:
    paper = tmp_path / "认领单.pdf"
    paper.write_bytes(b"signed by the head of department")
    words = ("finding", "claim", finding, "--plan", "补", "--due", "2099-01-01", "--by", FIRST)
    assert at(*words).code == 1
    done(at(*words, "--paper", str(paper)))
    answer = done(at("history", "finding", finding))
    assert "陈二  认领" in answer.out
    assert "代 张四 录入" in answer.out
    entry = at("history", "finding", finding, "--json").json["entries"][-1]
    assert entry["by"] != entry["actor"]


def test_late_entry_keeps_the_day_of_the_act(at: Type) -> None:
    day = (dt.date.today() - dt.timedelta(days=10)).isoformat()
    id = done(at("finding", "open", "--title", "一", "--on", day, "--json")).json["id"]
    assert at("finding", "show", id, "--json").json["found_on"] == day
    assert f"行为日期 {day}（补录）" in at("history", "finding", id).out


def test_findings_are_listed_by_what_is_asked(at: Type, finding: str) -> None:
    at("finding", "open", "--title", "另一个", "--department", "二部")
    assert at("finding", "list", "--json").json["count"] == 2
    assert at("finding", "list", "--department", "第一检察部", "--json").json["count"] == 1
    assert at("finding", "list", "--state", "已登记", "--json").json["count"] == 2
    assert "共 2 条" in at("finding", "list").out
    assert "列出 1 条，共 2 条" in at("finding", "list", "--limit", "1").out


def test_other_ends_of_a_finding(at: Type, finding: str) -> None:
    other = at("finding", "open", "--title", "同一问题", "--department", "一部", "--json").json[
        "id"
    ]
    done(at("finding", "duplicate", other, "--of", finding, "--reason", "同一卷宗"))
    day = (dt.date.today() + dt.timedelta(days=30)).isoformat()
    done(at("finding", "waive", finding, "--until", day, "--reason", "等待上级答复"))
    done(at("finding", "reinstate", finding, "--reason", "已答复"))
    done(at("finding", "dismiss", finding, "--reason", "已另册装订"))
    third = at("finding", "open", "--title", "录错了", "--json").json["id"]
    assert (
        done(at("finding", "void", third, "--reason", "录错", "--json")).json["state"] == "voided"
    )


@pytest.fixture
def measure(at: Type, finding: str) -> str:
    words = ("measure", "issue", "--rung", "整改通知", "--title", "关于卷宗目录的整改通知")
    answer = done(at(*words, "--department", "一部", "--finding", finding, "--json"))
    assert answer.json["number"].startswith("马检督改〔")
    return str(answer.json["id"])


def test_a_measure_carries_its_findings(at: Type, finding: str, measure: str) -> None:
    done(at("measure", "serve", measure, "--service", "网络"))
    done(at("measure", "claim", measure, "--plan", "一周内补齐", "--as", FIRST))
    done(at("measure", "answer", measure, "--text", "已补", "--as", FIRST))
    done(at("measure", "return", measure, "--reason", "不具体", "--perfunctory", "--as", INSPECTOR))
    done(at("measure", "answer", measure, "--text", "逐册补齐", "--as", FIRST))
    assert done(at("measure", "accept", measure, "--json", "--as", INSPECTOR)).json["entries"] == 3
    assert at("finding", "show", finding, "--json").json["state"] == "verified"
    number = at("measure", "show", measure, "--json").json["number"]
    assert at("measure", "show", number, "--json").json["returns"] == 1
    assert number in at("measure", "list", "--rung", "整改通知").out
    found = at("find", number.replace("〔", "[").replace("〕", "]"), "--json").json["hits"]
    assert [hit["id"] for hit in found] == [measure]


def test_a_measure_may_be_refused_and_voided(at: Type, measure: str) -> None:
    done(at("measure", "serve", measure))
    done(at("measure", "refuse", measure, "--reason", "事实有误", "--as", FIRST))
    answer = done(at("measure", "void", measure, "--reason", "撤回", "--json"))
    assert answer.json["state"] == "voided"


def test_an_item_runs_its_course(at: Type) -> None:
    words = (
        "item",
        "propose",
        *("--title", "专项督察", "--kind", "执法督察", "--source", "党组"),
        *("--requirement", "逐案核对|一部|2099-01-01", "--lead", "一部", "--supervisor", INSPECTOR),
    )
    id = done(at(*words, "--as", INSPECTOR, "--json")).json["id"]
    steps = [
        (INSPECTOR, "送审", ()),
        (CHIEF, "立项", ()),
        (HEAD, "assign", ()),
        (FIRST, "签收", ()),
        (FIRST, "开始办理", ()),
        (FIRST, "反馈", ("--note", "已核对")),
    ]
    for who, step, more in steps:
        done(at("item", "move", id, step, *more, "--as", who))
    done(at("item", "settle", id, "1", "--as", INSPECTOR))
    done(at("item", "move", id, "报请办结", "--effect", "建立制度", "--as", INSPECTOR))
    shown = at("item", "show", id)
    assert "办结" in shown.out.partition("可行步骤")[2]
    assert done(at("item", "move", id, "办结", "--as", CHIEF, "--json")).json["state"] == "closed"
    assert at("item", "list", "--open", "--json").json["count"] == 0
    assert (
        at("item", "list", "--kind", "执法督察", "--department", "一部", "--json").json["count"]
        == 1
    )


def test_an_item_is_corrected_and_voided(at: Type) -> None:
    id = done(at("item", "propose", "--title", "一", "--kind", "item.style", "--json")).json["id"]
    done(at("item", "correct", id, "--source", "区委", "--reason", "漏填"))
    assert done(at("item", "void", id, "--reason", "重复", "--json")).json["state"] == "voided"
    assert at("item", "propose", "--title", "一", "--kind", "没有").code == 1
    assert (
        at("item", "propose", "--title", "一", "--kind", "item", "--requirement", "a|一部|x").code
        == 2
    )


def test_todo_is_each_ones_own(at: Type, finding: str) -> None:
    assert finding[-6:] in at("todo", "--as", FIRST).out
    assert finding[-6:] not in at("todo", "--as", "mw201").out
    assert at("todo", "--overdue", "--as", FIRST, "--json").json["count"] == 0


def test_an_id_may_be_shortened_unless_several_end_so(at: Type, finding: str) -> None:
    assert at("finding", "show", finding[-4:]).code == 0
    assert at("finding", "show", finding[-3:]).code == 1
    assert at("finding", "show", finding.lower()).code == 0


def test_find_finds_by_title(at: Type, finding: str) -> None:
    assert finding[-6:] in at("find", "目录").out
    assert "没有找到“无此”" in at("find", "无此").out
    assert at("find", "mw101", "--json").json["hits"][0]["kind"] == "officer"


def test_people_are_shown_with_their_posts(at: Type) -> None:
    answer = done(at("people", "list"))
    assert "检务督察部 督察部门负责人" in answer.out
    before = done(at("people", "list", "--on", "2019-01-01", "--json")).json
    assert before["officers"] == []
    assert (
        len(done(at("people", "list", "--on", "2019-01-01", "--all", "--json")).json["officers"])
        == 6
    )
    assert len(done(at("people", "list", "--department", "一部", "--json")).json["officers"]) == 2


def test_people_are_entered_again_only_where_they_differ(at: Type, people: Path) -> None:
    again = done(at("import", "people", str(people), "--json")).json
    assert again == {"created": 0, "changed": 0, "unchanged": 10}
    people.write_text(people.read_text("utf-8").replace('"黄三"', '"黄叁"'), "utf-8")
    assert done(at("import", "people", str(people), "--json")).json["changed"] == 1


def test_dictionaries_are_entered(at: Type, tmp_path: Path) -> None:
    bases, codes = tmp_path / "bases.toml", tmp_path / "codes.toml"
    bases.write_text(
        '[[bases]]\ncode = "gz-40"\nregulation = "规则"\narticle = "第四十条"\n', "utf-8"
    )
    codes.write_text(
        'edition = "1"\n[[codes]]\ncode = "late"\naxis = "nature"\nzh = "迟"\n', "utf-8"
    )
    assert done(at("import", "bases", str(bases), "--json")).json["created"] == 1
    assert done(at("import", "codes", str(codes), "--json")).json["created"] == 1
    words = (
        "finding",
        "open",
        "--title",
        "一",
        "--basis",
        "gz-40",
        "--problem-code",
        "late",
        "--json",
    )
    id = done(at(*words)).json["id"]
    assert "规则第四十条" in at("finding", "show", id).out


def test_statistics_say_their_unit(at: Type, finding: str) -> None:
    answer = done(at("stats", "问题", "--by", "department", "--by", "severity"))
    assert "问题（单位：件）" in answer.out
    assert "第一检察部" in answer.out
    assert "合计" in answer.out
    assert at("stats", "findings", "--by", "colour").code == 2
    assert "May be counted by" in at("stats", "findings", "--lang", "en").out
    assert len(done(at("stats", "--json")).json["tables"]) == 5


OWN = """
[[fields.finding]]
name = "channel"
label = "发现渠道"
type = "choice"
choices = ["来信", "来访"]
required = true

[[fields.item]]
name = "budget"
type = "decimal"

[[fields.measure]]
name = "copies"
type = "int"
"""


@pytest.fixture
def with_own(at: Type, office: Path) -> Type:
    """The office with fields of its own."""
    file = office / "office.toml"
    file.write_text(file.read_text("utf-8") + OWN, "utf-8")
    return at


def test_an_offices_own_fields_are_filled_by_name_or_label(with_own: Type) -> None:
    opened = ("finding", "open", "--title", "超期", "--department", "一部")
    for field in ("发现渠道=来访", "channel=来访"):
        made = done(with_own(*opened, "--field", field, "--json")).json["id"]
        shown = done(with_own("finding", "show", made)).out
        assert "来访" in shown
    item = ("item", "propose", "--title", "采购督察", "--kind", "item", "--field", "budget=12.50")
    assert done(with_own(*item, "--json")).json["state"] == "draft"
    issued = ("measure", "issue", "--rung", "督察建议", "--title", "建议", "--department", "一部")
    assert done(with_own(*issued, "--field", "copies=3", "--json")).json["state"] == "issued"


@pytest.mark.parametrize(
    ("field", "code", "said"),
    [
        (None, 1, "发现渠道"),
        ("channel=电话", 1, "来信、来访"),
        ("colour=red", 1, "colour"),
        ("channel", 2, "名称=值"),
    ],
)
def test_a_wrong_own_field_is_told(with_own: Type, field: str | None, code: int, said: str) -> None:
    more = () if field is None else ("--field", field)
    answer = with_own("finding", "open", "--title", "超期", *more)
    assert answer.code == code
    assert said in answer.err or "channel" in answer.err
    assert with_own("finding", "list", "--json").json["count"] == 0
