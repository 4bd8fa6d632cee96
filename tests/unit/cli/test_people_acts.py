"""People, handling units, evidence, dossiers and repeats from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supervision.cli.dossier import CAPACITIES
from supervision.cli.words import state_name
from supervision.office.dossiers import SHELVES

Type = Callable[..., Any]


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture
def finding(at: Type) -> str:
    words = ("finding", "open", "--title", "卷宗目录不全", "--department", "一部")
    return str(done(at(*words, "--person", "mw102", "--json")).json["id"])


def posts(at: Type, number: str) -> list[tuple[str, str | None]]:
    listed = done(at("people", "list", "--all", "--json")).json["officers"]
    (officer,) = (one for one in listed if one["staff_number"] == number)
    return [(post["role"], post["relation"]) for post in officer["posts"]]


# --- posts, ranks, departments ---


def test_an_officer_takes_and_leaves_a_post(at: Type) -> None:
    done(at("people", "post", "mw001", "--role", "副检察长", "--department", "一部",
            "--relation", "分管", "--from", "2024-03-01"))  # fmt: skip
    assert ("deputy", "oversees") in posts(at, "mw001")
    done(at("people", "post", "mw102", "--role", "部门负责人", "--department", "一部", "--acting"))
    told = done(at("people", "list", "--department", "一部"))
    assert "代理部门负责人" in told.out
    done(at("people", "leave", "mw001", "--role", "deputy", "--department", "yb",
            "--relation", "oversees", "--until", "2024-12-31"))  # fmt: skip
    assert ("deputy", "oversees") not in posts(at, "mw001")


def test_rank_and_establishment_are_data_of_the_officer(at: Type) -> None:
    words = ("--rank", "一级检察官", "--establishment", "政法专项编制", "--category", "检察官")
    done(at("people", "grade", "mw102", *words))
    assert "检察官、一级检察官" in done(at("people", "list")).out
    history = done(at("history", "人员", at_id(at, "mw102")))
    assert "职级、类别、编制变动" in history.out
    assert at("people", "grade", "mw102", "--rank", "一级检察官").code == 1


def at_id(at: Type, number: str) -> str:
    listed = done(at("people", "list", "--all", "--json")).json["officers"]
    return str(next(one["id"] for one in listed if one["staff_number"] == number))


def test_a_department_is_renamed(at: Type) -> None:
    done(at("people", "rename", "一部", "刑事检察部", "--until", "2025-12-31"))
    departments = done(at("people", "list", "--json")).json["departments"]
    (one,) = (d for d in departments if d["code"] == "yb")
    assert (one["name"], one["former_names"]) == ("刑事检察部", ["第一检察部"])


def test_lists_follow_a_merged_department(at: Type, finding: str) -> None:
    done(at("people", "merge", "一部", "--into", "二部", "--reason", "机构改革"))
    todo = done(at("todo", "--as", "mw201", "--json")).json["todos"]
    assert [one["record"] for one in todo] == [finding]
    assert done(at("finding", "list", "--department", "二部", "--json")).json["count"] == 1
    assert done(at("item", "list", "--department", "二部", "--json")).json["count"] == 0
    assert done(at("measure", "list", "--department", "二部", "--json")).json["count"] == 0
    assert "第一检察部" in done(at("dossier", "二部")).out


def test_a_merger_may_hand_the_open_work_over(at: Type, finding: str) -> None:
    words = ("people", "merge", "一部", "--into", "二部", "--hand-over")
    assert at(*words).code == 1  # without a reason
    done(at(*words, "--reason", "机构改革"))
    department = at("finding", "show", finding, "--json").json["department"]
    listed = at("people", "list", "--json").json["departments"]
    assert department == next(one["id"] for one in listed if one["code"] == "eb")
    assert at("people", "merge", "二部", "--hand-over", "--reason", "x").code == 2


# --- handing over ---


def test_open_work_is_listed_before_it_goes_over(at: Type, finding: str) -> None:
    done(at("finding", "claim", finding, "--plan", "补", "--due", "2099-01-01", "--as", "mw101"))
    words = ("people", "handover", "--from", "张四", "--to", "mw102")
    dry = done(at(*words, "--dry-run"))
    assert finding[-6:] in dry.out
    assert done(at(*words, "--dry-run", "--json")).json["entries"] == 0
    assert at(*words).code == 1  # without a reason
    over = done(at(*words, "--reason", "调离", "--only", finding[-6:]))
    assert "张四 的 1 项在办工作已交给 张五" in over.out
    history = done(at("history", "finding", finding))
    assert "交接" in history.out
    assert "理由：调离" in history.out
    empty = done(at("people", "handover", "--from", "张四", "--dry-run", "--lang", "en"))
    assert "no open work" in empty.out


def test_a_hand_over_between_departments(at: Type, finding: str) -> None:
    words = ("people", "handover", "--from", "一部", "--to", "二部", "--reason", "职能划转")
    (work,) = done(at(*words, "--json")).json["works"]
    assert (work["kind"], work["id"]) == ("finding", finding)


def test_a_hand_over_names_who_takes_it_and_what_is_open(at: Type, finding: str) -> None:
    assert at("people", "handover", "--from", "mw101").code == 2
    assert at("people", "handover", "--from", "无此人", "--to", "mw102").code == 1
    words = ("people", "handover", "--from", "一部", "--to", "二部", "--reason", "x")
    assert at(*words, "--only", "ZZZZZZ").code == 1


# --- a table of people ---


def test_people_come_from_a_table(at: Type, tmp_path: Path) -> None:
    table = tmp_path / "人员.csv"
    table.write_text(
        "工号,姓名,人员类别,职务,部门,起\n007,周七,检察辅助人员,联络员,一部,2026-01-01\n"
    )
    assert done(at("import", "people", str(table), "--json")).json["created"] == 1
    assert done(at("import", "people", str(table), "--json")).json["unchanged"] == 1
    assert ("liaison", "serves") in posts(at, "007")


# --- handling units ---


@pytest.fixture
def unit(at: Type) -> str:
    words = ("handling-unit", "form", "--name", "张五办案组", "--department", "一部")
    people = ("--leader", "mw102", "--assistant", "mw003", "--from", "2026-01-01")
    return str(done(at(*words, *people, "--json")).json["id"])


def test_a_handling_unit_lives(at: Type, unit: str) -> None:
    done(at("handling-unit", "join", unit, "mw101", "--role", "员额检察官"))
    done(at("handling-unit", "lead", unit, "mw101"))
    done(at("handling-unit", "leave", unit, "mw003"))
    done(at("handling-unit", "correct", unit, "--name", "张四办案组", "--reason", "录错"))
    assert "张四办案组" in done(at("handling-unit", "list", "--department", "一部")).out
    assert done(at("handling-unit", "show", unit, "--json")).json["name"] == "张四办案组"
    done(at("handling-unit", "disband", unit))
    assert done(at("handling-unit", "list", "--json")).json["count"] == 0
    assert (
        done(at("handling-unit", "list", "--all", "--officer", "mw003", "--json")).json["count"]
        == 1
    )
    done(at("handling-unit", "void", unit, "--reason", "重复录入"))


def test_a_colleague_of_the_person_responsible_is_refused(at: Type, unit: str) -> None:
    words = ("finding", "open", "--title", "x", "--department", "一部", "--person")
    id = done(at(*words, f"mw102:{unit[-6:]}", "--json")).json["id"]
    assert "办案单元" in done(at("finding", "show", id)).out
    answer = at("finding", "dismiss", id, "--reason", "不属实", "--as", "mw003", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (1, "separation.handling_unit")


# --- evidence ---


@pytest.fixture
def evidence(at: Type, finding: str, tmp_path: Path) -> str:
    file = tmp_path / "报告.pdf"
    file.write_bytes(b"%PDF-1.7 one")
    words = ("attachment", "add", "问题", finding[-6:], str(file), "--title", "整改报告")
    return str(done(at(*words, "--about", "2025-12-01", "--json")).json["id"])


def test_evidence_is_kept_replaced_and_read_back(
    at: Type, evidence: str, finding: str, tmp_path: Path
) -> None:
    second = tmp_path / "第二版.pdf"
    second.write_bytes(b"%PDF-1.7 two")
    assert at("attachment", "replace", evidence, str(second)).code == 1  # without a reason
    done(at("attachment", "replace", evidence, str(second), "--reason", "补页"))
    target = tmp_path / "取出.pdf"
    told = done(at("attachment", "save", evidence, "--to", str(target), "--version", "1"))
    assert "摘要相符" in told.out
    assert target.read_bytes() == b"%PDF-1.7 one"
    saved = done(at("attachment", "save", evidence, "--to", str(target), "--json")).json
    assert (saved["number"], saved["file_name"]) == (2, "第二版.pdf")
    listed = done(at("attachment", "list", "--of", "问题", finding[-6:]))
    assert "整改报告" in listed.out
    assert "SHA-256" in done(at("attachment", "show", evidence)).out


def test_evidence_is_corrected_and_voided(at: Type, evidence: str) -> None:
    done(at("attachment", "correct", evidence, "--no-day", "--title", "报告", "--reason", "录错"))
    assert at("attachment", "show", evidence, "--json").json["about_on"] is None
    done(at("attachment", "void", evidence, "--reason", "误传"))
    assert done(at("attachment", "list", "--json")).json["count"] == 0
    assert done(at("attachment", "list", "--voided", "--json")).json["count"] == 1


def test_a_file_that_is_not_allowed_is_refused(at: Type, finding: str, tmp_path: Path) -> None:
    file = tmp_path / "材料.zip"
    file.write_bytes(b"PK\x03\x04")
    answer = at("attachment", "add", "问题", finding, str(file), "--title", "x", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (1, "attachment.type")


# --- dossiers and repeats ---


def test_a_dossier_of_a_person(at: Type, evidence: str, unit: str) -> None:
    done(at("people", "grade", "mw102", "--rank", "一级检察官"))
    told = done(at("dossier", "mw102", "--history")).out
    for word in ("员额检察官", "一级检察官", "张五办案组", "问题 1 件", "责任人", "卷宗目录不全"):
        assert word in told
    assert "登记" in told
    found = done(at("dossier", "mw102", "--json")).json
    assert found["entries"][0]["attachments"] == 1
    assert done(at("dossier", "mw003", "--lang", "en")).out.count("No records") == 1


def test_a_dossier_of_a_department_and_of_a_day(at: Type, finding: str) -> None:
    told = done(at("dossier", "一部"))
    assert "张四" in told.out
    assert "整改部门" in told.out
    assert done(at("dossier", "一部", "--on", "2020-06-01", "--json")).json["entries"] == []
    assert done(at("dossier", "mw102", "--then", "--json")).json["entries"]
    assert at("dossier", "mw102", "--then", "--on", "2001-01-01").code == 1
    assert at("dossier", "无此人").code == 1


def test_every_capacity_has_a_name() -> None:
    named = {one for shelf in SHELVES for one in (*shelf.person, *shelf.department)}
    assert named == set(CAPACITIES)


def test_repeats_are_shown_with_the_findings_behind_them(at: Type, finding: str) -> None:
    second = done(
        at(
            "finding",
            "open",
            "--title",
            "又缺",
            "--department",
            "一部",
            "--person",
            "mw102",
            "--json",
        )
    ).json["id"]
    told = done(at("repeats", "--by", "部门", "--by", "person", "--least", "2")).out
    assert "第一检察部、张五" in told
    assert finding[-6:] in told
    assert second[-6:] in told
    found = done(at("repeats", "--by", "person", "--least", "2", "--json")).json
    assert [one["count"] for one in found["repeats"]] == [2]
    assert "没有重复达到 9 件" in done(at("repeats", "--by", "person", "--least", "9")).out
    assert at("repeats", "--by", "person").code == 2
    assert at("repeats", "--by", "person", "--least", "0").code == 2


def test_a_state_is_called_by_its_name() -> None:
    assert state_name("finding", "closed", "zh") == "已销号"
    assert state_name("score_entry", "", "zh") == ""


def test_a_kind_that_is_none_is_told(at: Type) -> None:
    answer = at("attachment", "list", "--of", "无此种类", "ABCDEF")
    assert answer.code == 2
    assert "无此种类" in answer.err
