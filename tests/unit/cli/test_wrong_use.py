"""Bad input is told in one sentence in either language, with what to do; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Type = Callable[..., Any]

WRONG = [
    (("fnord",), "没有命令“fnord”", "There is no command “fnord”"),
    (("verfy",), "是不是“verify”", "Did you mean “verify”"),
    (("finding", "opne"), "是不是“open”", "Did you mean “open”"),
    (("finding", "list", "--stat", "x"), "没有选项 --stat", "There is no option --stat"),
    (
        ("finding", "list", "--limit", "many"),
        "须为整数，现为“many”",
        "must be a whole number, not “many”",
    ),
    (("finding", "list", "--limit"), "--limit 后面要有一个值", "--limit needs a value"),
    (("finding", "list", "--state", "done"), "不能写“done”", "cannot be “done”"),
    (("finding", "open"), "缺少必填选项 --title", "The option --title is required"),
    (("finding", "close"), "缺少参数 编号", "The argument FINDING is missing"),
    (
        ("finding", "open", "--title", "一", "二"),
        "多出来的内容：二",
        "more than the command takes: 二",
    ),
    (
        ("finding", "open", "--title", "一", "--found-on", "2026-02-30"),
        "日期“2026-02-30”无法识别",
        "“2026-02-30” is not a date",
    ),
    (
        ("finding", "open", "--title", "一", "--paper", "no.pdf"),
        "不存在：no.pdf",
        "no file or folder no.pdf",
    ),
    (("import", "cases", "nowhere"), "不存在：nowhere", "no file or folder nowhere"),
    (("stats", "everything"), "不能写“everything”", "cannot be “everything”"),
    (("--lang", "fr", "todo"), "不能写“fr”", "不能写“fr”"),
    (("finding", "list", "--json=x"), "选项 --json 后面不跟值", "--json takes no value"),
]


@pytest.mark.parametrize(("words", "zh", "en"), WRONG, ids=lambda one: " ".join(one)[:30])
def test_wrong_use_is_told_in_both_languages(
    at: Type, words: tuple[str, ...], zh: str, en: str
) -> None:
    for lang, sentence in (("zh", zh), ("en", en)):
        chosen = () if "--lang" in words else ("--lang", lang)
        answer = at(*chosen, *words)
        assert answer.code == 2
        assert sentence in answer.err
        assert "--help" in answer.err
        assert "Traceback" not in answer.err
        assert answer.out == ""


def test_there_is_no_office_here(
    type_in: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = type_in("todo")
    assert answer.code == 2
    assert "supervision init" in answer.err
    assert "office.toml" in type_in("todo", "--lang", "en").err


def test_the_office_is_found_in_a_folder_above(
    type_in: Type, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = office / "outbox"
    below.mkdir(exist_ok=True)
    monkeypatch.chdir(below)
    assert type_in("finding", "list", "--as", "mw002").code == 0


BROKEN = [
    ("[office", "不是有效的 TOML", "not valid TOML"),
    ('[office]\nname = "x"\nunit = "mw"\n[stor]\nbackend = "sqlite"\n', "stor", "stor"),
    ('[office]\nname = "x"\nunit = 3\n', "office.unit", "office.unit"),
]


@pytest.mark.parametrize(("text", "zh", "en"), BROKEN)
def test_broken_settings_are_told_with_place(
    at: Type, office: Path, text: str, zh: str, en: str
) -> None:
    (office / "office.toml").write_text(text, "utf-8")
    for lang, words in (("zh", zh), ("en", en)):
        answer = at("todo", "--lang", lang)
        assert answer.code == 2
        assert words in answer.err
        assert "Traceback" not in answer.err


def test_every_problem_of_the_settings_has_its_line(at: Type, office: Path) -> None:
    file = office / "office.toml"
    file.write_text(
        file.read_text("utf-8").replace('policy = "open-office"', "policy = 7\nx = 1"), "utf-8"
    )
    answer = at("todo")
    line = next(
        n for n, text in enumerate(file.read_text("utf-8").splitlines(), 1) if "policy = 7" in text
    )
    assert f"第 {line} 行" in answer.err


def test_a_plugin_that_is_not_installed_is_told(at: Type, office: Path) -> None:
    file = office / "office.toml"
    file.write_text(file.read_text("utf-8").replace('"cases-table"', '"cases-tabel"'), "utf-8")
    answer = at("todo")
    assert answer.code == 3
    assert "cases-table" in answer.err
    assert at("plugins").code == 3


@pytest.mark.parametrize(("lang", "sentence"), [("zh", "mw999 不在册"), ("en", "mw999")])
def test_an_unknown_officer_is_refused_by_the_number_he_gave(
    at: Type, lang: str, sentence: str
) -> None:
    answer = at("finding", "list", "--as", "mw999", "--lang", lang)
    assert answer.code == 1
    assert sentence in answer.err


def test_nobody_is_refused(type_in: Type, office: Path) -> None:
    file = office / "office.toml"
    kept = [line for line in file.read_text("utf-8").splitlines() if '= "mw002"' not in line]
    file.write_text("\n".join(kept), "utf-8")
    answer = type_in("--office", str(file), "todo")
    assert answer.code == 1
    assert "--as" in answer.err


def test_the_environment_says_who_acts(
    type_in: Type, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPERVISION_ACTOR", "mw101")
    assert "张四" in type_in("--office", str(office), "todo").out
    assert "黄三" in type_in("--office", str(office), "todo", "--as", "mw003").out


def test_the_systems_user_acts_as_the_settings_say(type_in: Type, office: Path) -> None:
    assert "陈二" in type_in("--office", str(office), "todo").out


def test_a_refused_act_says_why_and_writes_nothing(at: Type) -> None:
    id = at("finding", "open", "--title", "目录不全", "--department", "一部", "--json").json["id"]
    before = at("verify", "--json").json["chains"][0]["entries"]
    zh = at("finding", "close", id)
    en = at("finding", "close", id, "--lang", "en")
    assert (zh.code, en.code) == (1, 1)
    assert "状态为 已登记 时不能进行 销号" in zh.err
    assert "possible: " in en.err
    assert at("verify", "--json").json["chains"][0]["entries"] == before


def test_a_refusal_names_people_and_posts(at: Type) -> None:
    id = at("finding", "open", "--title", "目录不全", "--department", "一部", "--json").json["id"]
    at("finding", "claim", id, "--plan", "补", "--due", "2026-12-31", "--as", "mw101")
    at("finding", "submit", id, "--result", "已补", "--as", "mw101")
    answer = at("finding", "verify", id, "--as", "mw101")
    assert answer.code == 1
    assert "张四" in answer.err
    assert "督察人员" in answer.err
    assert "off_" not in answer.err


def test_with_json_an_error_is_a_value_too(at: Type) -> None:
    answer = at("finding", "show", "FFFFFF", "--json")
    assert answer.code == 1
    assert answer.json["error"]["code"] == "record.not_found"
    assert answer.json["exit_code"] == 1
    assert answer.json["message"] in answer.err


def test_an_officers_name_borne_by_two_is_not_guessed(at: Type) -> None:
    answer = at("finding", "open", "--title", "一", "--person", "张五")
    assert answer.code == 2
    assert "mw102" in answer.err
    assert "mw201" in answer.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--department", "五部"), "第一检察部"),
        (("--person", "某人"), "supervision people"),
        (("--item", "AAAAAA"), "督察事项 AAAAAA"),
        (("--by", "mw101"), "纸质原件"),
        (("--on", "2099-01-01"), "晚于今天"),
    ],
)
def test_what_an_act_names_must_exist(at: Type, words: tuple[str, ...], told: str) -> None:
    answer = at("finding", "open", "--title", "一", *words)
    assert answer.code == 1
    assert told in answer.err


def test_a_file_that_cannot_be_written_is_told(at: Type, office: Path) -> None:
    answer = at("export", "score", "--to", str(office / "office.toml" / "x.csv"))
    assert answer.code == 2
    assert "Traceback" not in answer.err
