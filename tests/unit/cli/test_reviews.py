"""Reviews and instructions from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Type = Callable[..., Any]

HEAD, INSPECTOR, CHIEF, FIRST = "mw002", "mw003", "mw001", "mw101"
SOON = "2099-01-01"


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture
def finding(at: Type) -> str:
    """A closed finding of the first department."""
    words = ("finding", "open", "--title", "卷宗目录不全", "--department", "一部", "--json")
    id = str(done(at(*words)).json["id"])
    done(at("finding", "claim", id, "--plan", "补", "--due", SOON, "--as", FIRST))
    done(at("finding", "submit", id, "--result", "已补", "--as", FIRST))
    done(at("finding", "verify", id, "--as", INSPECTOR))
    done(at("finding", "close", id))
    return id


@pytest.fixture
def review(at: Type, finding: str) -> str:
    words = ("review", "plan", "问题", finding[-6:], "--checker", INSPECTOR, "--due", SOON)
    return str(done(at(*words, "--json")).json["id"])


def test_a_failed_review_opens_a_finding(
    at: Type, finding: str, review: str, tmp_path: Path
) -> None:
    paper = tmp_path / "抽查表.txt"
    paper.write_bytes(b"ten files")
    words = ("review", "complete", review, "--outcome", "反弹", "--result", "十件有三件又缺")
    answer = done(at(*words, "--evidence", str(paper), "--as", INSPECTOR, "--json"))
    assert answer.json["state"] == "done"
    shown = done(at("review", "show", review, "--json")).json
    new = done(at("finding", "show", shown["findings"][0], "--json")).json
    assert (new["recurs_from"], new["title"]) == (finding, "卷宗目录不全")
    assert "反弹" in done(at("review", "show", review)).out
    listed = at("review", "list", "--outcome", "反弹", "--department", "一部")
    assert "共 1 条" in listed.out
    assert at("review", "list", "--state", "planned", "--json").json["count"] == 0
    assert "完成回头看" in at("history", "回头看", review).out


def test_findings_of_a_failed_review_may_be_named(at: Type, review: str) -> None:
    words = ("review", "complete", review, "--outcome", "partly", "--result", "差", "--as")
    done(at(*words, INSPECTOR, "--finding", "一", "--finding", "二", "--department", "二部"))
    ids = at("review", "show", review, "--json").json["findings"]
    assert [at("finding", "show", id, "--json").json["title"] for id in ids] == ["一", "二"]


def test_a_new_finding_may_go_to_another_department(at: Type, review: str) -> None:
    words = ("review", "complete", review, "--outcome", "partly", "--result", "差", "--as")
    done(at(*words, INSPECTOR, "--department", "二部"))
    (id,) = at("review", "show", review, "--json").json["findings"]
    assert at("finding", "show", id, "--json").json["recurs_from"]


def test_a_review_is_corrected_called_off_and_voided(at: Type, finding: str, review: str) -> None:
    correct = ("review", "correct", review, "--due", "2099-02-01", "--reason", "改期")
    done(at(*correct, "--checker", HEAD, "--title", "再看"))
    assert done(at("review", "cancel", review, "--reason", "合并", "--json")).json["state"] == (
        "cancelled"
    )
    other = done(at("review", "plan", "finding", finding, "--checker", INSPECTOR, "--json")).json
    done(at("review", "void", other["id"], "--reason", "重复"))
    assert at("review", "list", "--json").json["count"] == 2


def test_what_may_not_be_reviewed_is_told(at: Type, finding: str) -> None:
    words = ("review", "plan", "问题", finding, "--checker")
    own = at(*words, FIRST)
    assert (own.code, "张四" in own.err) == (1, True)
    open_ = done(at("finding", "open", "--title", "一", "--json")).json["id"]
    told = at("review", "plan", "问题", open_, "--checker", INSPECTOR)
    assert (told.code, "已登记" in told.err) == (1, True)


@pytest.fixture
def instruction(at: Type) -> str:
    words = (
        *("instruction", "receive", "文件", "2022年1月专报", "--text", "请限期说明"),
        *("--leader", CHIEF, "--department", "一部", "--due", SOON),
        *("--received-on", "2022-02-01", "--json"),
    )
    return str(done(at(*words)).json["id"])


def test_an_instruction_runs_its_course(at: Type, instruction: str) -> None:
    done(at("instruction", "answer", instruction, "--text", "已说明", "--as", FIRST))
    done(at("instruction", "return", instruction, "--reason", "不具体", "--as", CHIEF))
    done(at("instruction", "answer", instruction, "--text", "已逐项说明", "--as", FIRST))
    assert at("instruction", "list", "--open", "--department", "一部", "--json").json["count"] == 1
    assert "文件 2022年1月专报" in at("instruction", "list").out
    closed = done(at("instruction", "close", instruction, "--as", CHIEF, "--json")).json
    assert closed["state"] == "closed"
    assert at("instruction", "list", "--state", "已办结", "--json").json["count"] == 1
    assert "已逐项说明" in done(at("instruction", "show", instruction)).out


def test_an_instruction_becomes_a_requirement(at: Type, instruction: str) -> None:
    item = done(at("item", "propose", "--title", "一", "--kind", "item", "--json")).json["id"]
    require = ("instruction", "require", instruction, "--item", item, "--department", "二部")
    done(at(*require, "--due", SOON))
    found = at("item", "show", item, "--json").json["item"]["requirements"]
    assert [one["instruction"] for one in found] == [instruction]
    told = at("instruction", "require", instruction, "--item", item)
    assert told.code == 1


def test_an_instruction_stands_on_a_record_and_is_corrected(at: Type) -> None:
    item = done(at("item", "propose", "--title", "一", "--kind", "item", "--json")).json["id"]
    words = ("instruction", "receive", "督察事项", item[-6:], "--text", "抓紧", "--source")
    id = done(at(*words, "区委书记", "--officer", FIRST, "--json")).json["id"]
    assert "督察事项" in at("instruction", "list").out
    correct = ("instruction", "correct", id, "--text", "限期", "--source", "区委")
    done(at(*correct, "--department", "二部", "--officer", FIRST, "--reason", "录错"))
    assert done(at("instruction", "void", id, "--reason", "重复", "--json")).json["state"] == (
        "voided"
    )
