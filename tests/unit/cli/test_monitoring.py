"""Import, sweep and triage from the command line, over a small export of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Type = Callable[..., Any]

EXPORT = """\
统一受案号,案件名称,案件类别,承办部门,承办检察官,受理日期,审结日期,文书送达日期
350105202600001,甲某盗窃案,审查起诉,一部,张四,2026-01-05,2026-02-02,2026-02-20
350105202600002,乙某盗窃案,审查起诉,一部,张四,2026-01-05,2026-02-02,2026-02-03
350105202600003,丙某盗窃案,审查起诉,二部,张五(mw201),2026-01-05,2026-02-02,2026年2月30日
350105202600004,丁某盗窃案,审查起诉,二部,无此人,2026-01-05,2026-02-02,2026-03-02
"""
RULES = """\
[[rules]]
type = "deadline"
code = "SERVED"
name = { zh = "文书送达逾期", en = "Documents served late" }
basis = "gz"
valid_from = 2019-12-30
certainty = "confirmed"
severity = "slight"
problem_code = "document.served_late"
start = { events = ["decided"] }
end = { events = ["served"] }
limit = { count = 3, unit = "day" }
sentences = [
  { stage = "overdue", zh = "{case}应于{due}前送达，未见送达", en = "{case}: not served by {due}" },
  { stage = "late_done", zh = "{case}应于{due}前送达，{end}送达，超期{days}日", en = "{case}: due by {due}, served on {end}" },
]
"""


@pytest.fixture
def export(office: Path, tmp_path: Path) -> Path:
    (office / "rules.toml").write_text(RULES, "utf-8")
    file = office / "office.toml"
    file.write_text(
        file.read_text("utf-8").replace("rules = []", 'rules = ["rules.toml"]'), "utf-8"
    )
    exported = tmp_path / "审查起诉.csv"
    exported.write_bytes(EXPORT.encode("gb18030"))
    return exported


def test_a_dry_run_stores_nothing(at: Type, export: Path) -> None:
    answer = at("import", "cases", str(export), "--dry-run", "--json")
    assert answer.code == 0, answer.err
    assert (answer.json["cases"], len(answer.json["rejected"])) == (4, 1)
    again = at("import", "cases", str(export), "--json")
    assert again.json["new"] is True


def test_refused_cells_are_shown_with_place_and_reason(at: Type, export: Path) -> None:
    answer = at("import", "cases", str(export))
    assert answer.code == 0
    assert "4 个案件" in answer.out
    assert "审查起诉.csv" in answer.out
    assert "2026年2月30日" in answer.out
    assert "不存在的日期" in answer.out
    assert "以前已经导入过" in at("import", "cases", str(export)).out
    assert "还有 1 处" in at("import", "cases", str(export), "--rejected", "0").out


def test_cases_become_detections_and_findings(at: Type, export: Path) -> None:
    at("import", "cases", str(export))
    swept = at("sweep")
    assert swept.code == 0, swept.err
    assert "文书送达逾期" in swept.out
    assert "无此人" in swept.out
    assert "triage list" in swept.out
    listed = at("triage", "list")
    assert "350105202600001" in listed.out
    first = next(
        one
        for one in at("triage", "list", "--json").json["detections"]
        if one["subject"]["case"].endswith("1")
    )
    assert "2026-02-05" in at("triage", "show", first["id"]).out
    done = at("triage", "confirm", first["id"][-6:], "--json")
    assert done.code == 0, done.err
    assert len(done.json["findings"]) == 1
    finding = at("finding", "show", done.json["findings"][0], "--json").json
    assert finding["case_number"] == "350105202600001"
    assert at("triage", "confirm", first["id"]).code == 1


def test_triage_takes_everything_that_matches(at: Type, export: Path) -> None:
    at("import", "cases", str(export))
    at("sweep")
    assert at("triage", "confirm").code == 2
    done = at(
        "triage", "dismiss", "--all", "--department", "二部", "--reason", "系统误报", "--json"
    )
    assert done.code == 0, done.err
    assert len(done.json["detections"]) == 2
    again = at("triage", "confirm", "--all", "--rule", "文书送达逾期", "--json")
    assert len(again.json["findings"]) == 1
    assert "没有符合条件" in at("triage", "list").out
    assert at("triage", "confirm", "--all").code == 1


def test_detections_are_grouped_into_one_finding(at: Type, export: Path) -> None:
    at("import", "cases", str(export))
    at("sweep")
    done = at(
        "triage",
        "group",
        "--all",
        "--department",
        "二部",
        "--title",
        "二部送达逾期",
        "--reason",
        "并案",
        "--json",
    )
    assert done.code == 0, done.err
    assert at("finding", "show", done.json["findings"][0], "--json").json["title"] == "二部送达逾期"


def test_a_repeated_sweep_finds_nothing_new(at: Type, export: Path) -> None:
    at("import", "cases", str(export))
    at("sweep")
    again = at("sweep", "--json").json["runs"][0]["result"]["tallies"][0]
    assert (again["seen"], again["created"]) == (3, 0)


def test_a_sweep_may_be_narrowed(at: Type, export: Path) -> None:
    at("import", "cases", str(export))
    words = ("sweep", "--rule", "SERVED", "--case", "350105202600001", "--undeclared", "--json")
    run = at(*words).json["runs"][0]
    assert run["scope"] is None
    assert run["result"]["cases"] == 1
    assert at("sweep", "--rule", "UNHEARD").code == 2
    none = at("sweep", "--from", "2026-02-01", "--until", "2026-03-01", "--json").json["runs"][0]
    assert none["result"]["cases"] == 0


def test_broken_rules_are_told_with_their_line(at: Type, export: Path, office: Path) -> None:
    (office / "rules.toml").write_text(RULES.replace('unit = "day"', 'unit = "moon"'), "utf-8")
    answer = at("sweep")
    assert answer.code == 2
    assert "rules.toml" in answer.err
    assert "limit.unit" in answer.err
    assert at("doctor").code == 3


@pytest.mark.parametrize(("content", "told"), [(b"", "没有数据"), (b"a,b\n1,2\n", "表头")])
def test_an_export_that_is_none_is_told(
    at: Type, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    answer = at("import", "cases", str(file))
    assert answer.code == 2
    assert told in answer.err


def test_counts_are_told_by_rule_and_by_department(at: Type, export: Path) -> None:
    at("import", "cases", str(export))
    swept = at("sweep")
    assert "第一检察部" in swept.out
    assert "（部门不明）" not in swept.out
    (run,) = at("sweep", "--json").json["runs"]
    assert sum(one["seen"] for one in run["result"]["departments"]) == sum(
        one["seen"] for one in run["result"]["tallies"]
    )


def test_the_history_of_runs_tells_inputs_scope_and_counts(at: Type, export: Path) -> None:
    at("import", "cases", str(export))
    first = at("sweep", "--department", "一部", "--json").json["runs"][0]["id"]
    at("sweep", "--undeclared")
    listed = at("sweep", "history")
    assert "未声明" in listed.out
    assert "第一检察部" in listed.out
    assert at("sweep", "history", "--json").json["count"] == 2
    shown = at("sweep", "show", first[-6:])
    assert shown.code == 0, shown.err
    for part in ("reference", "SERVED/1", "第一检察部", "完整"):
        assert part in shown.out


def test_a_run_that_could_not_judge_tells_why(at: Type, export: Path, office: Path) -> None:
    at("import", "cases", str(export))
    at("sweep")
    rules = office / "rules.toml"
    rules.write_text(
        rules.read_text("utf-8").replace('code = "SERVED"', 'code = "SERVED"\nanchor = []'), "utf-8"
    )
    swept = at("sweep")
    assert swept.code == 3
    assert "sweep rehash --dry-run" in swept.out
    run = at("sweep", "history", "--json").json["runs"][0]
    assert "锚点已变" in at("sweep", "show", run["id"]).out
    told = at("sweep", "rehash", "--dry-run")
    assert told.code == 0, told.err
    assert "没有写入" in told.out
    assert at("sweep", "rehash").code == 1
    done = at("sweep", "rehash", "--reason", "锚点改为每案一个", "--json")
    assert done.code == 0, done.err
    assert done.json["rules"][0]["changed"] == 3
    assert at("sweep").code == 0
    assert "无需更替" in at("sweep", "rehash", "--dry-run").out


def test_a_timeline_tells_events_limits_and_what_rules_saw(at: Type, export: Path) -> None:
    at("import", "cases", str(export))
    at("sweep")
    told = at("case", "timeline", "350105202600001")
    assert told.code == 0, told.err
    for part in ("受理", "审结", "文书送达", "└ 期满：文书送达逾期", "逾期 15 日", "现状"):
        assert part in told.out
    english = at("case", "timeline", "350105202600001", "--lang", "en")
    assert "15 days late" in english.out
    clean = at("case", "timeline", "350105202600002")
    assert "没有规则在本案中有所见" in clean.out
    assert "没有违规" in clean.out
    assert at("case", "timeline", "无此案").code == 1
    moments = at("case", "timeline", "350105202600001", "--json").json["moments"]
    assert [one["what"] for one in moments] == ["event", "event", "due", "event", "now"]


def test_support_is_added_and_taken_back(at: Type, export: Path) -> None:
    at("import", "cases", str(export))
    at("sweep")
    found = at("triage", "list", "--json").json["detections"]
    second = [one["id"] for one in found if one["subject"]["case"][-1] in "34"]
    (finding,) = at("triage", "confirm", second[0], "--json").json["findings"]
    other = at("triage", "attach", second[1], "--to", finding[-6:], "--reason", "同一问题")
    assert other.code in (0, 1)
    taken = at("triage", "retract", second[0], "--reason", "查明属系统误报")
    assert taken.code == 0, taken.err
    assert "撤回 1 项" in taken.out


def test_each_by_itself_tells_what_was_refused(at: Type, export: Path) -> None:
    at("import", "cases", str(export))
    at("sweep")
    ids = [one["id"] for one in at("triage", "list", "--json").json["detections"]]
    at("triage", "confirm", ids[0])
    assert at("triage", "dismiss", *ids, "--reason", "误报").code == 1
    done = at("triage", "dismiss", *ids, "--reason", "误报", "--each")
    assert done.code == 0, done.err
    assert "已有结论" in done.out
    nothing = at("triage", "dismiss", *ids, "--reason", "误报", "--each", "--json")
    assert nothing.code == 1
    assert len(nothing.json["refused"]) == len(ids)
