"""Proof and upkeep: verify, doctor, upgrade, tick, plugins, commands of plugins."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest

from supervision.plugin import Command, hookimpl

Type = Callable[..., Any]


def test_verify_prints_lines_that_hold_later(at: Type) -> None:
    first = at("verify", "--json").json
    at("finding", "open", "--title", "一")
    line = first["checkpoints"][0]
    answer = at("verify", "--checkpoint", line)
    assert answer.code == 0
    assert "核验通过" in answer.out
    assert "1 个检查点相符" in answer.out


def test_verify_reads_lines_from_a_file(at: Type, tmp_path: Path) -> None:
    file = tmp_path / "points.txt"
    file.write_text("\n".join(at("verify", "--json").json["checkpoints"]) + "\n\n", "utf-8")
    assert at("verify", "--checkpoints", str(file), "--json").json["checkpoints_held"] == 1


def test_a_line_that_is_no_checkpoint_is_wrong_use(at: Type) -> None:
    assert at("verify", "--checkpoint", "nonsense").code == 2


def test_an_edited_row_is_named_and_ends_in_three(at: Type, office: Path) -> None:
    id = at("finding", "open", "--title", "目录不全", "--json").json["id"]
    with closing(sqlite3.connect(office / "records.sqlite")) as connection, connection:
        change = (
            "update sv_row_finding set body = replace(body, '目录不全', '目录齐全') where id = ?"
        )
        assert connection.execute(change, (id,)).rowcount == 1
    connection.close()
    answer = at("verify")
    assert answer.code == 3
    assert id in answer.out
    assert at("verify", "--json").json["ok"] is False


def test_doctor_checks_machine_and_office(at: Type) -> None:
    answer = at("doctor", "--json")
    assert answer.code == 0
    checks = {one["code"]: one["health"] for one in answer.json["checks"]}
    assert checks["store"] == checks["actor"] == checks["plugins"] == "good"
    assert checks["calendar"] == "note"


def test_doctor_without_an_office_checks_the_machine(
    type_in: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = type_in("doctor", "--lang", "en")
    assert answer.code == 0
    assert "supervision init" in answer.out


def test_doctor_names_what_is_wrong(at: Type, office: Path) -> None:
    (office / "records.sqlite").unlink()
    answer = at("doctor")
    assert answer.code == 3
    assert "有误" in answer.out


def test_an_upgrade_that_is_not_needed_changes_nothing(at: Type) -> None:
    answer = at("upgrade", "--json")
    assert answer.code == 0
    assert (answer.json["copy"], answer.json["verified"]) == ("", None)
    assert "没有改动" in at("upgrade").out


def test_an_older_store_is_refused_then_upgraded(at: Type, office: Path) -> None:
    with closing(sqlite3.connect(office / "records.sqlite")) as connection, connection:
        connection.execute("update sv_meta set value = '0-older' where name = 'format'")
    connection.close()
    refused = at("todo")
    assert refused.code == 3
    assert "supervision upgrade" in refused.err
    answer = at("upgrade", "--json")
    assert answer.code == 0
    assert answer.json["found"] == "0-older"
    assert answer.json["verified"]["ok"] is True
    assert at("todo").code == 0


def test_tick_delivers_once(at: Type, office: Path) -> None:
    finding = at("finding", "open", "--title", "一", "--department", "一部", "--json").json["id"]
    words = ("measure", "issue", "--rung", "整改通知", "--title", "二", "--department", "一部")
    measure = at(*words, "--finding", finding, "--json").json["id"]
    at("measure", "serve", measure)
    assert at("tick", "--json").json["sent"] == 1
    assert len(list((office / "outbox").glob("*.txt"))) == 1
    assert at("tick", "--json").json == {
        "rung": [],
        "recomputed": [],
        "carried": 0,
        "sent": 0,
        "failures": [],
    }


def test_plugins_are_listed_with_what_they_offer(at: Type) -> None:
    found = at("plugins", "--json").json
    names = {one["name"]: one for one in found["plugins"]}
    assert names["store-sql"]["enabled"] is True
    assert {"StorageBackend", "AccessPolicy"} <= {one["type"] for one in found["offers"]}
    assert "SQLite" in at("plugins").out


def test_plugins_without_an_office_are_those_installed(
    type_in: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = type_in("plugins", "--json").json
    assert {one["name"]: one["enabled"] for one in found["plugins"]}["store-sql"] is False


def test_scores_are_run_listed_and_exported(at: Type, office: Path, tmp_path: Path) -> None:
    assert at("score", "run").code == 2  # no scheme yet
    scheme = tmp_path / "scheme.toml"
    scheme.write_text(SCHEME, "utf-8")
    file = office / "office.toml"
    file.write_text(file.read_text("utf-8") + f'\n[assessment]\nfile = "{scheme}"\n', "utf-8")
    words = (
        "finding",
        "open",
        "--title",
        "一",
        "--department",
        "一部",
        "--problem-code",
        "late",
        "--json",
    )
    id = at(*words).json["id"]
    at("finding", "claim", id, "--plan", "改", "--due", "2099-01-01", "--as", "mw101")
    done = at("score", "run", "--json")
    assert done.code == 0, done.err
    assert len(done.json["report"]["posted"]) == 1
    assert at("score", "run", "--json").json["report"]["kept"] == 1
    sheet = at("score", "list", "--json").json
    assert sheet["departments"][0]["points"] == "-2"
    target = tmp_path / "out" / "sheet.csv"
    assert at("export", "score", "--to", str(target)).code == 0
    assert "第一检察部" in target.read_text("utf-8-sig")
    assert at("export", "score", "--to", str(target), "--exporter", "xlsx").code == 2
    entry = sheet["lines"][0]["entry"]
    assert at("score", "reverse", entry).code == 1  # a reason is compulsory
    assert at("score", "reverse", entry, "--reason", "党组决定不计").code == 0
    assert at("score", "list").out.count("第一检察部") >= 2


SCHEME = """\
[[schemes]]
code = "t"
version = 1
zh = "试"
en = "Trial"
basis = "试行"
valid_from = 2020-01-01
decimals = 1

[[schemes.rules]]
type = "problem_points"
code = "problem"
zh = "问题"
en = "Problems"
basis = "第一条"
account = "department"
states = ["claimed", "submitted", "verified", "closed"]
certainties = ["confirmed"]
natures = ["work"]
points = [{ problem_code = "late", points = "-2" }]
factors = [{ severity = "slight", factor = 1 }, { severity = "heavier", factor = 1 }, { severity = "serious", factor = 1 }]
"""


# ---------------------------------------------------------------------------- plugins' commands


@hookimpl
def supervision_offers() -> list[Command]:
    """This module is itself the plugin."""

    @click.command("greet")
    @click.pass_obj
    def greet(session: Any) -> None:
        click.echo(f"{session.lang} {session.office.name}")

    def broken() -> click.Command:
        raise RuntimeError("half installed")

    return [
        Command(name="greet", zh="问候", en="Greet", load=lambda: greet),
        Command(name="broken", zh="坏的", en="Broken", load=broken),
    ]


@pytest.fixture
def with_plugin(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "local_plugins"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    (package / "greeting.py").write_text(Path(__file__).read_text("utf-8"), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    file = office / "office.toml"
    text = file.read_text("utf-8").replace(
        '"cases-table"]', '"cases-table", "local_plugins.greeting"]'
    )
    file.write_text(text, "utf-8")


@pytest.mark.usefixtures("with_plugin")
def test_a_plugins_command_runs_below_x(at: Type) -> None:
    assert "  greet   问候" in at("x", "--help").out
    answer = at("x", "greet")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("zh 测试市")


@pytest.mark.usefixtures("with_plugin")
def test_a_command_that_cannot_be_loaded_is_told_with_its_plugin(at: Type) -> None:
    answer = at("x", "broken")
    assert answer.code == 3
    assert "local_plugins.greeting" in answer.err
    assert "half installed" in answer.err


def test_x_without_commands_says_so(at: Type) -> None:
    assert "目前没有命令" in at("x", "--help").out
    assert at("x", "greet").code == 2


# ---------------------------------------------------------------------------- what can be wrong


def test_doctor_tells_a_clock_that_is_behind(at: Type, office: Path) -> None:
    later = (office / "office.toml").stat().st_mtime + 86_400
    os.utime(office / "office.toml", (later, later))
    answer = at("doctor")
    assert answer.code == 3
    assert "请先校准时钟" in answer.out


def test_doctor_tells_settings_that_are_broken(at: Type, office: Path) -> None:
    (office / "office.toml").write_text("[office", "utf-8")
    answer = at("doctor", "--json")
    assert answer.code == 3
    assert {one["code"]: one["health"] for one in answer.json["checks"]}["office"] == "bad"


def test_doctor_tells_a_plugin_that_is_not_there(at: Type, office: Path) -> None:
    file = office / "office.toml"
    file.write_text(file.read_text("utf-8").replace('"store-sql"', '"store-sqll"'), "utf-8")
    answer = at("doctor", "--lang", "en")
    assert answer.code == 3
    assert "store-sqll" in answer.out


def test_doctor_notes_that_nobody_acts(type_in: Type, office: Path) -> None:
    file = office / "office.toml"
    kept = [line for line in file.read_text("utf-8").splitlines() if '= "mw002"' not in line]
    file.write_text("\n".join(kept), "utf-8")
    answer = type_in("--office", str(file), "doctor", "--json")
    assert answer.code == 0
    assert {one["code"]: one["health"] for one in answer.json["checks"]}["actor"] == "note"
    assert type_in("--office", str(file), "verify").code == 0


def test_a_message_that_is_not_taken_is_tried_again(at: Type, office: Path) -> None:
    words = ("measure", "issue", "--rung", "整改通知", "--title", "二", "--department", "一部")
    at("measure", "serve", at(*words, "--json").json["id"])
    for file in (office / "outbox").iterdir():
        file.unlink()
    (office / "outbox").rmdir()
    (office / "outbox").write_text("a file where a folder should be", "utf-8")
    assert at("tick").code != 0
    (office / "outbox").unlink()
    assert at("tick", "--json").json["sent"] == 1


def test_ctrl_c_is_told_and_writes_nothing(at: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("supervision.cli.verify.verified", interrupted)
    answer = at("verify")
    assert answer.code == 130
    assert "已中断" in answer.err


def test_an_act_of_a_department_needs_to_know_which(at: Type) -> None:
    id = at("finding", "open", "--title", "无部门", "--json").json["id"]
    words = ("finding", "claim", id, "--plan", "改", "--due", "2099-01-01")
    assert at(*words, "--as", "mw001").code == 2  # the chief serves in no department
    assert at(*words, "--department", "一部", "--as", "mw101").code == 0


def test_what_is_shown_of_an_officer_is_the_name(at: Type) -> None:
    officer = at("people", "list", "--json").json["officers"][0]
    answer = at("history", "人员", officer["id"])
    assert answer.code == 0
    assert "登记人员" in answer.out
    assert "任职" in answer.out
    assert "检察长" in answer.out
