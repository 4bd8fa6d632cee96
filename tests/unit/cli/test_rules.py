"""Rules from the command line: checked, explained, tried before they go live."""

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
350105202600003,丙某盗窃案,审查起诉,二部,张五,2026-01-05,2026-02-02,
350105202600004,丁某盗窃案,审查起诉,二部,张五,2026-01-05,2026-02-02,2026-03-02
"""
HEAD = """\
[[rules]]
type = "{type}"
code = "{code}"
name = {{ zh = "规则{code}", en = "Rule {code}" }}
basis = "gz-40"
valid_from = 2019-12-30
certainty = "confirmed"
severity = "slight"
problem_code = "sample"
"""
PAIR = (
    HEAD.format(type="pair", code="SERVED")
    + """\
each = { events = ["decided"] }
partner = { events = ["served"] }
limit = { count = 3, unit = "day" }
sentences = [
  { stage = "overdue", zh = "{case}应于{due}前送达", en = "{case}: due by {due}" },
  { stage = "late_done", zh = "{case}于{partner}送达，超期{days}日", en = "{case}: {days} days late" },
]
"""
)
FIGURE = (
    HEAD.format(type="indicator", code="DAYS")
    + """\
figure = "mean"
top = [{ each = "span", events = { events = ["accepted"] }, to = { events = ["decided"] } }]
by = ["department"]
per = "month"
sentences = []
"""
)
BROKEN = PAIR.replace(
    'unit = "day" }', 'unit = "day" }\nwarnings = [{ count = 1, unit = "month" }]'
)


@pytest.fixture
def office_with(office: Path, tmp_path: Path, at: Type) -> Path:
    (office / "rules.toml").write_text(PAIR, "utf-8")
    file = office / "office.toml"
    file.write_text(
        file.read_text("utf-8").replace("rules = []", 'rules = ["rules.toml"]'), "utf-8"
    )
    exported = tmp_path / "审查起诉.csv"
    exported.write_bytes(EXPORT.encode("gb18030"))
    assert at("import", "cases", str(exported)).code == 0
    return office


def test_sound_rules_are_listed(at: Type, office_with: Path) -> None:
    answer = at("rules", "check", "--json")
    assert answer.code == 0, answer.err
    [rule] = answer.json["rules"]
    assert (rule["code"], rule["type"], rule["version"]) == ("SERVED", "pair", 1)
    assert "1 条规则，没有错误。" in at("rules", "check").out
    assert "1 rules, no faults." in at("--lang", "en", "rules", "check").out


def test_a_fault_is_told_with_file_key_and_line(at: Type, office_with: Path) -> None:
    broken = office_with / "draft.toml"
    broken.write_text(BROKEN, "utf-8")
    answer = at("rules", "check", str(broken))
    assert answer.code != 0
    assert "draft.toml: rules[0].warnings[0].unit" in answer.err
    assert "13" in answer.err


def test_a_file_without_rules_is_told(at: Type, office_with: Path) -> None:
    empty = office_with / "empty.toml"
    empty.write_text("", "utf-8")
    answer = at("rules", "check", str(empty))
    assert answer.code != 0
    assert "没有规则" in answer.err


def test_a_rule_is_explained_in_both_languages(at: Type, office_with: Path) -> None:
    answer = at("rules", "explain", "SERVED")
    assert answer.code == 0, answer.err
    assert "每次 decided 之后，应在3日内有 served。" in answer.out
    assert "gz-40" in answer.out
    told = at("rules", "explain", "SERVED", "--json").json
    assert told["en"] == ["After each decided, served within 3 days."]
    assert [one["stage"] for one in told["sentences"]] == ["overdue", "late_done"]
    assert at("rules", "explain", "NOBODY").code != 0


def test_the_plan_an_engine_takes_for_a_rule_is_explained(at: Type, office_with: Path) -> None:
    assert at("rules", "explain", "SERVED", "--json").json["plan"] == "events"
    assert "求值" in at("rules", "explain", "SERVED").out
    assert "逐事件" in at("rules", "explain", "SERVED").out


def test_the_alarm_a_rule_looks_for_is_explained(at: Type, office_with: Path) -> None:
    rules = office_with / "rules.toml"
    alarm = 'problem_code = "sample"\nalready_alarmed = { events = ["flow_notice"] }'
    rules.write_text(PAIR.replace('problem_code = "sample"', alarm), "utf-8")
    told = at("rules", "explain", "SERVED", "--json").json
    assert told["zh"][-1] == "案管已有 flow_notice 的，只作关联，不直接立问题，不再提醒。"


def test_a_trial_counts_and_writes_nothing(at: Type, office_with: Path) -> None:
    answer = at("rules", "try", "SERVED", "--json")
    assert answer.code == 0, answer.err
    tried = answer.json
    assert (tried["cases"], tried["seen"]) == (4, 3)
    counts = {(one["department"], one["stage"]): one["count"] for one in tried["counts"]}
    assert counts == {("一部", "late_done"): 1, ("二部", "overdue"): 1, ("二部", "late_done"): 1}
    assert {hit["case"][-1] for hit in tried["hits"]} == {"1", "3", "4"}
    assert at("triage", "list", "--json").json["count"] == 0


def test_the_sample_follows_the_seed_alone(at: Type, office_with: Path) -> None:
    def drawn(seed: str) -> list[str]:
        hits = at("rules", "try", "SERVED", "--limit", "1", "--seed", seed, "--json").json["hits"]
        return [hit["case"] for hit in hits]

    assert all(len(drawn(seed)) == 1 for seed in ("a", "b"))
    assert drawn("a") == drawn("a")
    assert len({tuple(drawn(str(seed))) for seed in range(9)}) > 1


def test_a_file_not_in_force_is_tried_with_its_figures(at: Type, office_with: Path) -> None:
    draft = office_with / "draft.toml"
    draft.write_text(FIGURE, "utf-8")
    tried = at("rules", "try", str(draft), "--json").json
    figures = {
        (one["period"], tuple(one["group"])): (one["top"], one["bottom"])
        for one in tried["figures"]
    }
    assert figures == {("2026-02", ("一部",)): (56, 2), ("2026-02", ("二部",)): (56, 2)}
    assert "28" in at("rules", "try", str(draft)).out
    assert at("rules", "try", str(draft), "--department", "一部", "--json").json["figures"] == []


def test_a_sweep_tells_lists_and_figures_and_keeps_neither(at: Type, office_with: Path) -> None:
    listing = PAIR.replace('problem_code = "sample"', 'problem_code = "sample"\nyields = "list"')
    (office_with / "rules.toml").write_text(listing + FIGURE, "utf-8")
    swept = at("sweep")
    assert swept.code == 0, swept.err
    for part in ("提醒清单", "350105202600003应于2026-02-05前送达", "指标", "2026-02", "28"):
        assert part in swept.out
    told = at("sweep", "--json").json
    assert [one["case"][-1] for one in told["listed"]] == ["1", "3", "4"]
    assert len(told["figures"]) == 2
    assert [one["rule"]["code"] for one in told["runs"][0]["result"]["tallies"]] == ["DAYS"]
    assert at("triage", "list", "--json").json["count"] == 0
    shown = at("sweep", "show", told["runs"][0]["id"])
    assert shown.code == 0, shown.err
    assert "SERVED/1" in shown.out
