"""Decisions and talks from the command line: the whole course of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Type = Callable[..., Any]

HEAD, INSPECTOR, CHIEF, FIRST = "mw002", "mw003", "mw001", "mw101"
DAY = "2020-03-02"


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


def id_of(answer: Any) -> str:
    return str(done(answer).json["id"])


@pytest.fixture
def decision(at: Type) -> str:
    words = ("decision", "register", "--title", "扫黑除恶专项部署", "--issuer", "区委")
    return id_of(at(*words, "--document", "区委〔2020〕3号", "--on", DAY, "--json"))


@pytest.fixture
def work(at: Type, decision: str) -> str:
    words = ("decision", "deploy", decision, "--title", "线索清零", "--department", "一部")
    return id_of(at(*words, "--due", "2020-04-01", "--on", DAY, "--json"))


def test_a_decision_runs_its_course(at: Type, decision: str, work: str) -> None:
    check = ("decision", "check", work, "--outcome", "部分落实", "--result", "台账不实")
    words = (*check, "--problem", "台账不全", "--on", "2020-03-20", "--as", INSPECTOR)
    done(at(*words))
    steps = [
        (CHIEF, ("decision", "release", work, "1"), "open"),
        (INSPECTOR, ("decision", "check", work, "--outcome", "carried_out"), "open"),
        (HEAD, ("decision", "settle", work), "settled"),
        (HEAD, ("decision", "reopen", work, "--reason", "复查"), "open"),
        (HEAD, ("decision", "settle", work), "settled"),
    ]
    for who, words, state in steps:
        assert done(at(*words, "--as", who, "--json")).json["state"] == state
    assert done(at("decision", "conclude", decision, "--json")).json["state"] == "concluded"
    figures = at("decision", "follow-up", "--since", DAY, "--until", DAY, "--json").json
    assert (figures["works"], figures["rectifications"], figures["settled"]) == (1, 1, 1)
    assert "整改事项（项）" in at("decision", "follow-up").out
    finding = at("finding", "list", "--json").json["findings"][0]
    assert (finding["source"], finding["title"]) == ("decision", "台账不全")


def test_a_result_is_read_by_others_only_after_its_release(at: Type, work: str) -> None:
    check = ("decision", "check", work, "--outcome", "已落实", "--result", "{情况}属实")
    done(at(*check, "--as", INSPECTOR))
    read = ("decision", "result", work, "1")
    assert done(at(*read)).out == "{情况}属实\n"
    refused = at(*read, "--as", FIRST)
    assert refused.code == 1
    assert "先报检察长" in refused.err
    assert "属实" not in at("decision", "work", work, "--as", FIRST).out
    done(at("decision", "release", work, "1", "--as", CHIEF))
    assert done(at(*read, "--as", FIRST, "--json")).json["text"] == "{情况}属实"


def test_a_check_without_a_result_says_so(at: Type, work: str) -> None:
    done(at("decision", "check", work, "--outcome", "已落实"))
    assert "没有书面结果" in at("decision", "result", work, "1").out


def test_decisions_and_works_are_listed_and_shown(at: Type, decision: str, work: str) -> None:
    assert "区委" in at("decision", "list", "--issuer", "区委", "--state", "督察中").out
    assert at("decision", "list", "--issuer", "党组", "--json").json["count"] == 0
    shown = done(at("decision", "show", decision[-6:]))
    assert "线索清零" in shown.out
    assert "决策部署来源    区委" in shown.out
    listed = ("decision", "works", "--department", "一部", "--decision", decision)
    assert at(*listed, "--state", "open", "--json").json["count"] == 1
    assert at("decision", "works", "--outcome", "已落实", "--json").json["count"] == 0
    assert at("decision", "works", "--rectified", "--unreleased", "--json").json["count"] == 0
    assert "线索清零" in at("decision", "works").out
    assert "线索清零" in at("find", "线索").out
    assert "扫黑除恶" in at("find", "区委〔2020〕3号").out


def test_entries_are_corrected_and_voided(at: Type, decision: str, work: str) -> None:
    words = ("decision", "correct", decision, "--issuer", "上级院", "--reason", "录错")
    done(at(*words, "--title", "新", "--issued-on", DAY, "--content", "一"))
    assert at("decision", "show", decision, "--json").json["decision"]["issuer"] == "superior"
    words = ("decision", "correct-work", work, "--department", "二部", "--concerned", "mw102")
    done(at(*words, "--requirement", "每周", "--reason", "录错"))
    assert at("decision", "void", decision, "--reason", "误录").code == 1
    done(at("decision", "void-work", work, "--reason", "误录"))
    answer = done(at("decision", "void", decision, "--reason", "误录", "--json"))
    assert answer.json["state"] == "voided"


def test_an_issuer_unknown_is_refused_with_the_known_ones(at: Type) -> None:
    answer = at("decision", "register", "--title", "一", "--issuer", "街道")
    assert answer.code == 1
    assert "party_group" in answer.err


@pytest.fixture
def report(at: Type, work: str) -> str:
    words = ("decision", "ask-report", work, "--title", "报告进展", "--department", "一部")
    return id_of(at(*words, "--due", "2020-03-10", "--on", DAY, "--json"))


def test_a_report_is_asked_given_and_assessed(at: Type, report: str, tmp_path: Path) -> None:
    file = tmp_path / "报告.txt"
    file.write_text("进展情况", "utf-8")
    give = ("decision", "report", report, "--as", FIRST, "--on", "2020-03-11")
    assert at(*give).code == 2
    assert "尚未报告" in at("decision", "read-report", report).out
    done(at(*give, "--text", "快了"))
    done(at("decision", "return-report", report, "--reason", "不具体", "--on", "2020-03-12"))
    done(at(*give[:-1], "2020-03-13", "--file", str(file)))
    assert done(at("decision", "read-report", report)).out == "进展情况\n"
    words = ("decision", "assess", report, "--outcome", "虚假报告", "--problem", "虚报")
    answer = done(at(*words, "--nature", "违纪违法线索", "--as", INSPECTOR, "--json"))
    assert answer.json["state"] == "assessed"
    listed = at("decision", "reports", "--late", "--outcome", "false", "--json").json
    assert listed["requests"][0]["findings"] != []
    assert "虚假报告" in at("decision", "reports", "--department", "一部", "--state", "已审核").out


def test_a_request_is_voided(at: Type, report: str, work: str) -> None:
    done(at("decision", "void-report", report, "--reason", "误发"))
    assert at("decision", "reports", "--work", work, "--json").json["count"] == 1


def asked(at: Type, work: str, *materials: str, day: str = DAY) -> str:
    words = ["decision", "ask-material", work, "--title", "材料", "--department", "一部"]
    for one in materials:
        words += ["--material", one]
    due = (dt.date.fromisoformat(day) + dt.timedelta(days=5)).isoformat()
    return id_of(at(*words, "--due", due, "--on", day, "--json"))


def test_materials_are_handed_in_and_reused(at: Type, work: str, tmp_path: Path) -> None:
    file = tmp_path / "台账.csv"
    file.write_text("一,二", "utf-8")
    first = asked(at, work, "线索台账|T-1", "工作方案")
    hand = ("decision", "hand-in", first)
    words = (*hand, "1", "--file", str(file), "--valid-until", "2020-12-31")
    done(at(*words, "--as", FIRST, "--on", "2020-03-03"))
    done(at(*hand, "2", "--reference", "一部档案柜", "--lasting", "--as", FIRST, "--on", DAY))
    returned = ("decision", "return-material", first, "2", "--reason", "没有盖章")
    done(at(*returned, "--on", "2020-03-03"))
    words = (*hand, "2", "--reference", "柜", "--lasting", "--as", FIRST, "--on", "2020-03-03")
    done(at(*words))
    words = ("decision", "accept-material", first, "--on", "2020-03-04", "--json")
    assert done(at(*words)).json["state"] == "accepted"
    offers = ("decision", "offers", "--department", "一部", "--material", "台账|T-1")
    assert first[-6:] in at(*offers, "--on", "2020-06-01").out
    assert at(*offers, "--on", "2021-06-01", "--json").json["offers"] == []
    again = asked(at, work, "线索总台账|T-1", "工作方案", day="2020-06-01")
    done(at("decision", "reuse", again, "1", "--on", "2020-06-01"))
    words = ("decision", "reuse", again, "2", "--from", first, "--on", "2020-06-01", "--json")
    assert done(at(*words)).json["state"] == "handed_in"
    assert done(at("decision", "read-material", again, "1")).out == "一,二\n"
    assert "没有内容" in at("decision", "read-material", again, "2").out
    assert "复用自" in at("decision", "material", again).out
    listed = ("decision", "materials", "--department", "一部", "--work", work)
    assert at(*listed, "--json").json["count"] == 2
    assert "已收讫" in at("decision", "materials", "--state", "已收讫").out
    done(at("decision", "void-material", again, "--reason", "误发"))


# ---------------------------------------------------------------------------- talks


@pytest.fixture
def talk(at: Type) -> str:
    words = ("interview", "plan", "--talk", "约谈", "--title", "整改不力", "--place", "谈话室")
    persons = ("--person", "张四|部门负责人", "--person", "mw102|承办检察官")
    leading = ("--interviewer", "陈二", "--interviewer", "黄三")
    return id_of(at(*words, *persons, *leading, "--on", "2021-05-06", "--json"))


def test_a_talk_runs_its_course(at: Type, talk: str, tmp_path: Path) -> None:
    held = ("interview", "hold", talk, "--on", "2021-05-07")
    assert at(*held).code == 2
    answer = done(at(*held, "--text", "说明了情况", "--json")).json
    assert (answer["state"], answer["number"]) == ("held", "马检督谈〔2021〕1号")
    scan = tmp_path / "笔录.pdf"
    scan.write_bytes(b"scan")
    sign = ("interview", "sign", "马检督谈〔2021〕1号", "--scan", str(scan))
    assert at(*sign, "--refused", "3=不认可").code == 2
    assert done(at(*sign, "--refused", "2=不认可", "--json")).json["state"] == "signed"
    record = at("interview", "show", talk, "--json").json
    assert [one["refused"] for one in record["signatures"]] == ["", "不认可", "", ""]
    assert record["persons"][0]["department"] is not None
    shown = at("interview", "show", talk).out
    assert "部门负责人" in shown
    assert "说明了情况" not in shown
    assert done(at("interview", "read", talk)).out == "说明了情况\n"
    assert at("interview", "read", talk, "--as", FIRST).code == 1
    assert "约谈" in at("find", "马检督谈〔2021〕1号").out or talk[-6:] in at("find", "整改").out


def test_talks_are_counted(at: Type, talk: str) -> None:
    done(at("interview", "hold", talk, "--text", "一", "--on", "2021-05-07"))
    counted = at("interview", "count", "--since", "2021-05-07", "--until", "2021-05-07", "--json")
    everything = done(counted).json["all"]
    figures = (everything["talks"], everything["persons"], everything["person_times"])
    assert figures == (1, 2, 2)
    told = done(at("interview", "count", "--talk", "约谈", "--department", "一部")).out
    assert "承办检察官" in told
    assert "合计" in told
    assert at("interview", "count", "--officer", "mw201", "--json").json["all"]["talks"] == 0
    english = done(at("interview", "count", "--lang", "en")).out
    assert "Head of department" in english


def test_talks_are_listed(at: Type, talk: str) -> None:
    words = ("--talk", "约谈", "--capacity", "部门负责人", "--officer", "张四")
    assert at("interview", "list", *words, "--json").json["count"] == 1
    assert "张四" in at("interview", "list", "--state", "拟谈话", "--department", "一部").out
    assert at("interview", "list", "--talk", "廉政谈话", "--json").json["count"] == 0
    assert "尚未谈话" in at("interview", "read", talk).out


def test_too_few_interviewers_are_told_by_the_kind_of_talk(at: Type, talk: str) -> None:
    answer = at("interview", "hold", talk, "--text", "一", "--interviewer", "陈二")
    assert answer.code == 1
    assert "“约谈”须有谈话人 2 名" in answer.err


def test_an_outsider_stays_sealed_and_talks_are_corrected_and_ended(at: Type, talk: str) -> None:
    words = ("interview", "plan", "--talk", "inquiry", "--title", "了解情况")
    other = id_of(at(*words, "--outsider", "王某|证人", "--json"))
    assert "王某" not in at("interview", "show", other).out
    assert "外来人员" in at("interview", "list").out
    correct = ("interview", "correct", other, "--reason", "补充", "--place", "二楼")
    done(at(*correct, "--interviewer", "mw002", "--interviewer", "mw003"))
    held = ("interview", "hold", other, "--text", "一")
    assert at(*held).code == 1
    done(at(*held, "--rights-notice"))
    done(at("interview", "correct", other, "--reason", "漏记", "--text", "二"))
    assert done(at("interview", "read", other)).out == "二\n"
    done(at("interview", "cancel", talk, "--reason", "改为书面"))
    answer = done(at("interview", "void", other, "--reason", "误录", "--json"))
    assert answer.json["state"] == "voided"
