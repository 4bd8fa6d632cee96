"""Items from the command line: requirements, progress, effects, inspections, corrections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Type = Callable[..., Any]

HEAD, INSPECTOR, CHIEF, FIRST, SECOND = "mw002", "mw003", "mw001", "mw101", "mw201"


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture
def project(at: Type) -> str:
    """A project at work, with two requirements and an indicator, entered long after."""
    words = (
        *("item", "propose", "--title", "压降案件比", "--kind", "项目化督办", "--source", "党组"),
        *("--requirement", "逐案自查|一部、二部|2022-03-10|mw102"),
        *("--requirement", "提出办法"),
        *("--lead", "一部", "--supervisor", INSPECTOR, "--starts-on", "2022-03-01"),
        *("--warn-on", "2022-03-08", "--due", "2022-03-12", "--effect", "案件比下降"),
        *("--indicator", "案-件比|件/案|2.02|1.8|2020-01-31", "--on", "2022-03-01", "--json"),
    )
    id = str(done(at(*words)).json["id"])
    for who, step in (
        (HEAD, "送审"),
        (CHIEF, "立项"),
        (HEAD, "交办"),
        (FIRST, "签收"),
        (FIRST, "start"),
    ):
        done(at("item", "move", id, step, "--as", who, "--on", "2022-03-02"))
    return id


def item(at: Type, id: str) -> Any:
    return done(at("item", "show", id, "--json")).json["item"]


def test_requirements_are_answered_one_by_one(at: Type, project: str) -> None:
    first = item(at, project)["requirements"][0]
    assert (len(first["departments"]), len(first["officers"]), first["due_on"]) == (
        1,
        1,
        "2022-03-10",
    )
    day = ("--on", "2022-03-05")
    answer = ("item", "answer", project, "1", "--text", "已自查", "--channel", "书面")
    done(at(*answer, "--as", SECOND, *day))
    done(at("item", "return", project, "1", "--reason", "不全", *day))
    done(at(*answer, "--as", FIRST, *day))
    done(at("item", "settle", project, "1", "--as", INSPECTOR, *day))
    done(at("item", "require", project, "补充说明|二部|2022-03-11", "--as", CHIEF, *day))
    done(at("item", "drop", project, "2", "--reason", "与第三项重复", *day))
    states = [one["state"] for one in item(at, project)["requirements"]]
    assert states == ["settled", "dropped", "open"]
    told = at("item", "settle", project, "2")
    assert (told.code, "取消" in told.err) == (1, True)
    assert "待办" in at("item", "show", project).out


def test_progress_and_effect_stand_on_the_item(at: Type, project: str) -> None:
    words = ("item", "progress", project, "--text", "电话催办", "--channel", "电话")
    done(at(*words, "--requirement", "1", "--as", INSPECTOR, "--on", "2022-03-04"))
    effect = ("item", "effect", project, "--indicator", "案-件比", "--after", "1.54")
    done(at(*effect, "--after-on", "2022-01-31", "--on", "2022-03-09"))
    found = item(at, project)
    assert (found["log"][-1]["channel"], found["log"][-1]["requirement"]) == ("telephone", 0)
    assert found["effects"][0] == {
        "indicator": "案-件比",
        "unit": "件/案",
        "before": "101/50",
        "before_on": "2020-01-31",
        "expected": "9/5",
        "after": "77/50",
        "after_on": "2022-01-31",
    }
    for wrong in ("1,54", "1/0", "x"):
        answer = at(*effect[:-1], wrong)
        assert (answer.code, "精确数" in answer.err) == (2, True)
    other = at(*effect, "--unit", "%")
    assert (other.code, "件/案" in other.err) == (1, True)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--indicator", "a|件|x"),
        ("--indicator", "a|件|1||x"),
        ("--requirement", "a|一部|x"),
    ],
)
def test_a_wrong_part_is_told(at: Type, option: str, value: str) -> None:
    answer = at("item", "propose", "--title", "一", "--kind", "item", option, value)
    assert answer.code == 2


def test_an_inspection_is_filled_and_opened(at: Type) -> None:
    words = (
        *("item", "propose", "--title", "专项", "--kind", "专项执法督察", "--source", "上级院"),
        *("--requirement", "查清", "--lead", "检务督察部", "--inspector", INSPECTOR),
        *("--inspected", "一部", "--due", "2099-01-01", "--json"),
    )
    id = done(at(*words)).json["id"]
    done(at("item", "move", id, "送审"))
    lacking = at("item", "move", id, "立项", "--as", CHIEF)
    assert (lacking.code, "依据" in lacking.err) == (1, True)
    done(at("item", "move", id, "退回补充", "--as", CHIEF, "--reason", "缺依据"))
    correct = ("item", "correct", id, "--reason", "补充", "--inspector", INSPECTOR)
    done(at(*correct, "--inspector", HEAD, "--inspected", "二部", "--lead", "检务督察部"))
    done(at("item", "correct", id, "--reason", "待定", "--clear", "办结时间"))
    assert item(at, id)["due_on"] is None
    assert at("item", "move", id, "办结").code == 1
    told = at("item", "move", id, "archive")
    assert "送审" in told.err
    assert "归档" in told.err


def test_steps_of_other_tables_are_told_in_words(at: Type) -> None:
    id = done(at("item", "propose", "--title", "线索", "--kind", "检风检纪督察", "--json")).json[
        "id"
    ]
    assert "初步核实" in at("item", "show", id).out
    assert done(at("item", "move", id, "初步核实", "--json")).json["state"] == "checking"
    told = at("item", "move", id, "集体审议")
    assert "初核中" in told.err
    english = at("item", "move", id, "deliberate", "--lang", "en")
    assert "lead being checked" in english.err.lower()
