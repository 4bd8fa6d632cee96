"""The whole protocol from the command line: facts, objections, plans, groups, circulars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Type = Callable[..., Any]

HEAD, INSPECTOR, CHIEF, FIRST, SECOND = "mw002", "mw003", "mw001", "mw101", "mw201"
SOON = (dt.date.today() + dt.timedelta(days=20)).isoformat()
LATER = (dt.date.today() + dt.timedelta(days=40)).isoformat()
CODES = """\
edition = "2026"

[[codes]]
code = "cause.staff"
axis = "cause"
zh = "人手不足"

[[codes]]
code = "cause.system"
axis = "cause"
zh = "系统原因"
external = true

[[codes]]
code = "criminal"
axis = "business"
zh = "刑事检察"
"""


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture
def opened(at: Type) -> Callable[..., str]:
    def open_one(*words: str) -> str:
        acts = ("finding", "open", "--title", "卷宗目录不全", "--department", "一部")
        return str(done(at(*acts, *words, "--json")).json["id"])

    return open_one


@pytest.fixture
def codes(at: Type, tmp_path: Path) -> None:
    file = tmp_path / "codes.toml"
    file.write_text(CODES, "utf-8")
    done(at("import", "codes", str(file)))


def shown(at: Type, kind: str, id: str) -> Any:
    return done(at(kind, "show", id, "--json")).json


def test_facts_are_shown_objected_to_answered_and_confirmed(at: Type, opened: Any) -> None:
    id = opened("--certainty", "suspected")
    facts = ("--facts", "缺一册目录", "--shown-to", FIRST)
    done(at("finding", "check", id, *facts, "--as", INSPECTOR))
    assert shown(at, "finding", id)["fact_check"]["shown_to"]
    done(at("finding", "object", id, "--text", "另册装订", "--as", FIRST))
    refused = at("finding", "confirm", id)
    assert refused.code == 1
    assert "answer-objection" in refused.err
    assert at("finding", "list", "--disputed", "--json").json["count"] == 1
    words = ("--outcome", "不成立", "--text", "另册中没有", "--number", "1")
    done(at("finding", "answer-objection", id, *words))
    again = ("--outcome", "rejected", "--text", "另册中没有")
    assert at("finding", "answer-objection", id, *again).code == 1
    done(at("finding", "confirm", id))
    record = shown(at, "finding", id)
    assert record["confirmed_on"]
    assert "不成立" in at("finding", "show", id).out


def test_agreeing_needs_somebody_to_whom_it_was_shown(at: Type, opened: Any) -> None:
    id = opened()
    assert at("finding", "check", id, "--facts", "属实", "--agreed").code == 1


def test_causes_are_stated_by_their_codes(at: Type, opened: Any, codes: None) -> None:
    id = opened("--code", "criminal")
    words = ("--cause", "cause.system|系统升级", "--cause", "cause.staff")
    done(at("finding", "analyse", id, *words))
    causes = shown(at, "finding", id)["causes"]
    assert [one["code"] for one in causes] == ["cause.system", "cause.staff"]
    assert (causes[0]["external"], causes[0]["text"]) == (True, "系统升级")
    assert at("finding", "list", "--code", "cause.staff", "--json").json["count"] == 1
    twice = ("--cause", "cause.staff", "--cause", "cause.staff|再")
    assert at("finding", "analyse", id, *twice).code == 2
    done(at("finding", "correct", id, "--clear", "codes", "--reason", "录错"))


def test_findings_are_grouped_planned_extended_and_struck_off(at: Type, opened: Any) -> None:
    lead, member, loose = opened(), opened(), opened()
    for one in (member, loose):
        done(at("finding", "group", one, "--under", lead, "--reason", "同一卷宗"))
    done(at("finding", "ungroup", loose, "--reason", "另案"))
    claim = ("--plan", "补齐", "--due", SOON, "--as", FIRST)
    done(at("finding", "claim", lead, *claim))
    steps = ("--milestone", f"清点|{SOON}|{FIRST}", "--milestone", f"补齐|{SOON}")
    done(at("finding", "plan", lead, *steps, "--as", FIRST))
    wrong = at("finding", "plan", lead, "--milestone", "清点", "--as", FIRST)
    assert wrong.code == 2
    assert "--milestone" in wrong.err
    for number in ("1", "2"):
        done(at("finding", "milestone", lead, "--number", number, "--note", "毕", "--as", FIRST))
    done(at("finding", "extend", lead, "--due", LATER, "--reason", "待移交"))
    done(at("finding", "submit", lead, "--result", "已补", "--reference", "卷 3", "--as", FIRST))
    returned = ("--falsified", "--reason", "与卷宗不符", "--as", INSPECTOR)
    done(at("finding", "return", lead, *returned))
    done(at("finding", "submit", lead, "--result", "再补", "--as", FIRST))
    done(at("finding", "verify", lead, "--as", INSPECTOR))
    done(at("finding", "close", lead))
    record = shown(at, "finding", lead)
    assert (record["falsified"], record["rectified"], record["first_due_on"]) == (
        True,
        "in_time",
        SOON,
    )
    assert shown(at, "finding", member)["state"] == "closed"
    again = opened("--recurs-from", lead)
    twin = opened()
    done(at("finding", "duplicate", twin, "--of", again, "--reason", "同一事"))
    links = at("finding", "links", lead, "--json").json
    assert [one["id"] for one in links["members"]] == [member]
    assert [one["id"] for one in links["recurrences"]] == [again]
    told = at("finding", "links", lead).out
    assert "并入的问题" in told
    assert "反弹" in told
    assert "牵头问题" in at("finding", "links", member).out


@pytest.fixture
def measure(at: Type, opened: Any) -> tuple[str, str]:
    finding = opened()
    words = ("measure", "issue", "--rung", "督察建议", "--title", "建议", "--department", "一部")
    answer = done(at(*words, "--finding", finding, "--json"))
    return str(answer.json["id"]), finding


def test_a_measure_is_served_refused_passed_on_signed_and_closed(
    at: Type, measure: tuple[str, str], tmp_path: Path
) -> None:
    id, finding = measure
    receipt = tmp_path / "回证.pdf"
    receipt.write_bytes(b"signed")
    left = ("measure", "serve", id, "--service", "留置送达")
    assert at(*left).code == 1
    done(at(*left, "--note", "见证人在场", "--receipt", str(receipt), "--to", FIRST))
    assert shown(at, "measure", id)["receipt"]["size"] == 6
    done(at("measure", "refuse", id, "--reason", "属二部", "--as", FIRST))
    words = ("--outcome", "成立", "--text", "属二部职责")
    done(at("measure", "answer-objection", id, *words))
    done(at("measure", "reroute", id, "--department", "二部", "--reason", "属二部职责"))
    done(at("measure", "serve", id))
    done(at("measure", "receive", id, "--as", SECOND))
    done(at("measure", "claim", id, "--plan", "补齐", "--as", SECOND))
    done(at("measure", "plan", id, "--milestone", f"清点|{SOON}", "--as", SECOND))
    done(at("measure", "milestone", id, "--number", "1", "--as", SECOND))
    answer = ("measure", "answer", id, "--text", "已补", "--as", SECOND)
    done(at(*answer, "--evidence", str(receipt), "--reference", "卷 3"))
    returned = ("--perfunctory", "--reason", "只有一句话", "--as", INSPECTOR)
    done(at("measure", "return", id, *returned))
    proposed = at("measure", "list", "--proposed", "--json").json
    assert [one["proposed_rung"] for one in proposed["measures"]] == ["rectification_notice"]
    next_one = ("measure", "issue", "--rung", "整改通知", "--title", "通知")
    done(at(*next_one, "--department", "二部", "--follows", id))
    assert at("measure", "list", "--proposed", "--json").json["count"] == 0
    done(at(*answer))
    done(at("measure", "accept", id, "--as", INSPECTOR))
    done(at("measure", "close", id))
    assert shown(at, "measure", id)["state"] == "closed"
    assert shown(at, "finding", finding)["state"] == "closed"
    assert "建议升级为" in at("measure", "show", id).out
    assert at("stats", "measures", "--by", "result", "--json").code == 0


def test_a_finding_is_passed_on(at: Type, opened: Any) -> None:
    id = opened()
    done(at("finding", "reroute", id, "--department", "二部", "--reason", "属二部"))
    assert len(shown(at, "finding", id)["routed"]) == 1


def test_a_circular_runs_its_course(at: Type, opened: Any, tmp_path: Path) -> None:
    finding = opened()
    receipt = tmp_path / "回证.pdf"
    receipt.write_bytes(b"signed")
    words = ("--to", "一部", "--to", "二部", "--finding", finding, "--anonymous", "mw102")
    draft = done(
        at("circular", "draft", "--title", "关于卷宗的通报", *words, "--named", SECOND, "--json")
    )
    id = str(draft.json["id"])
    correct = ("--scope", "一季度", "--anonymous", "mw102", "--reason", "改隐名")
    done(at("circular", "correct", id, *correct))
    number = done(at("circular", "issue", id, "--as", CHIEF, "--json")).json["number"]
    assert number.startswith("马检督通〔")
    for department, head in (("一部", FIRST), ("二部", SECOND)):
        serve = ("--department", department, "--receipt", str(receipt))
        done(at("circular", "serve", number, *serve, "--service", "direct"))
        done(at("circular", "receive", number, "--as", head))
        confirm = ("--department", department, "--text", "已自查")
        done(at("circular", "confirm", number, *confirm, "--as", head))
    assert at("circular", "list", "--department", "二部", "--json").json["count"] == 1
    done(at("circular", "close", number))
    assert "已办结" in at("circular", "list", "--state", "closed").out
    assert "关于卷宗的通报" in at("circular", "show", id).out
    assert "合计" in done(at("stats", "circulars", "--by", "state")).out
    other = done(at("circular", "draft", "--title", "草稿", "--to", "一部", "--json")).json["id"]
    done(at("circular", "void", other, "--reason", "录错"))
    assert at("find", number).out


def test_a_table_of_codes_names_its_edition(at: Type, tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("代码,分类轴,名称\ncause.staff,cause,人手不足\n", "utf-8")
    assert "--edition" in at("import", "codes", str(file)).err
    words = ("import", "codes", str(file), "--edition", "2026", "--json")
    assert done(at(*words)).json["created"] == 1
    assert done(at(*words)).json["unchanged"] == 1
