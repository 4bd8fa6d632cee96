"""The whole course on the command line: three officers, passwords, locks, a service's key."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from supervision.cli.main import main

OFFICE = """\
[office]
name = "督察"
unit = "mw"
[plugins]
enable = ["supervision_store_sql.plugin", "supervision_identity_local.plugin"]
[store]
backend = "sqlite"
path = "records.sqlite"
[access]
policy = "open-office"
[access.identities.local]
file = "users.sqlite"
basis = "本院信息安全管理规定第十条"
least_length = 10
classes = 3
history = 2
max_age_days = 90
failures = 3
within_minutes = 10
locked_minutes = 15
time_cost = 1
memory_kib = 16
parallelism = 1
"""
PEOPLE = """\
[[units]]
code = "mw"
path = "/fj/mw"
name = "测试院"
prefix = "马检"
[[departments]]
unit = "mw"
code = "dc"
name = "检务督察部"
kind = "supervision"
[[officers]]
unit = "mw"
number = "mw002"
name = "陈二"
category = "prosecutor"
posts = [{ role = "supervision_head", department = "dc", since = 2020-01-01 }]
"""
OFFICERS = "\n".join(
    f'[{role}]\nnumber = "{number}"\nname = "{name}"\ncategory = "administrative"'
    for role, number, name in (
        ("system_admin", "mw901", "周八"),
        ("security_admin", "mw902", "吴九"),
        ("auditor", "mw903", "郑十"),
    )
)


class Desk:
    """An office whose command line is typed into, with what is typed when asked."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.passwords: dict[str, str] = {}

    def type(self, *words: str, lines: tuple[str, ...] = ()) -> tuple[int, Any]:
        self._monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{one}\n" for one in lines)))
        self._capsys.readouterr()
        code = main((*words, "--json"))
        return code, json.loads(self._capsys.readouterr().out)

    def at(self, who: str, *words: str, lines: tuple[str, ...] = ()) -> tuple[int, Any]:
        file = str(self.folder / "office.toml")
        asked = (self.passwords[who], *lines) if who in self.passwords else lines
        return self.type("--office", file, "--as", who, *words, lines=asked)

    def done(self, who: str, *words: str) -> Any:
        code, told = self.at(who, *words)
        assert code == 0, told
        return told

    def refused(self, who: str, *words: str, lines: tuple[str, ...] = ()) -> str:
        code, told = self.at(who, *words, lines=lines)
        assert code in (1, 2, 3), told
        return str(told["error"]["code"])

    def change(self, login: str, old: str, new: str) -> None:
        file = str(self.folder / "office.toml")
        code, told = self.type("--office", file, "account", "password", login, lines=(old, new))
        assert code == 0, told
        self.passwords[login] = new


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    for name in ("SUPERVISION_ACTOR", "SUPERVISION_KEY"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "office.toml").write_text(OFFICE, "utf-8")
    (tmp_path / "people.toml").write_text(PEOPLE, "utf-8")
    (tmp_path / "officers.toml").write_text(OFFICERS, "utf-8")
    made = Desk(folder, monkeypatch, capsys)
    words = ("init", str(folder), "--people", str(tmp_path / "people.toml"), "--as", "mw002")
    code, told = made.type(*words, "--officers", str(tmp_path / "officers.toml"))
    assert code == 0, told
    for one in told["three"]:
        made.change(one["login"], one["secret"], f"Maren-{one['login'][-1]}-Qidong")
    return made


def test_a_name_alone_is_not_believed(desk: Desk) -> None:
    assert desk.refused("mw002", "todo") == "access.identity_needed"
    assert desk.refused("mw002", "todo", lines=("guess",)) == "identity.denied"
    assert desk.refused("nobody", "todo", lines=("guess",)) == "identity.denied"
    (desk.folder / "office.toml").write_text(
        OFFICE + "[administration]\ntrust_named = true\n", "utf-8"
    )
    desk.done("mw002", "todo")


def test_a_new_account_is_proposed_given_a_password_and_confirmed(desk: Desk) -> None:
    desk.done("mw901", "account", "add", "chener", "--officer", "mw002")
    given = desk.done("mw901", "account", "reset", "chener", "--reason", "首次发放")["secret"]
    desk.change("chener", given, "Jiandu-9-Qidong")
    assert desk.refused("chener", "todo") == "access.account_closed"
    desk.done("mw902", "account", "confirm", "chener")
    desk.done("chener", "todo")


def test_a_password_given_out_by_one_administrator_opens_nothing_by_itself(desk: Desk) -> None:
    given = desk.done("mw901", "account", "reset", "mw903", "--reason", "遗忘")["secret"]
    desk.change("mw903", given, "Duli-3-Shenji!")
    assert desk.refused("mw903", "account", "log") == "access.account_closed"
    desk.done("mw902", "account", "unlock", "mw903", "--reason", "本人到场")
    log = desk.done("mw903", "account", "log")["entries"]
    assert [one["tag"] for one in log][-2:] == ["account.credential_reset", "account.unlocked"]


def test_the_security_administrator_unlocks_whoever_mistyped(desk: Desk) -> None:
    right = desk.passwords.pop("mw903")
    for _ in range(3):
        assert desk.refused("mw903", "account", "log", lines=("wrong",)) == "identity.denied"
    assert desk.refused("mw903", "account", "log", lines=(right,)) == "identity.denied"
    desk.done("mw902", "account", "unlock", "mw903", "--reason", "输错口令")
    desk.passwords["mw903"] = right
    desk.done("mw903", "account", "log")


def test_a_service_acts_within_the_scope_of_its_key(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = ("--officer", "mw002", "--sort", "service", "--scope", "finding")
    desk.done("mw901", "account", "add", "sync", *service)
    desk.done("mw902", "account", "confirm", "sync")
    issue = ("account", "key", "sync", "--until", "2099-01-01", "--reason", "对接办案系统")
    given = desk.done("mw901", *issue)
    wide = ("account", "key", "sync", "--until", "2099-01-01", "--scope", "item", "--reason", "x")
    assert desk.refused("mw901", *wide) == "account.scope_wider"
    file = ("--office", str(desk.folder / "office.toml"))
    opened = ("finding", "open", "--title", "回证未附卷", "--department", "dc")
    monkeypatch.setenv("SUPERVISION_KEY", given["secret"])
    code, told = desk.type(*file, *opened)
    assert code == 0, told
    code, told = desk.type(*file, "people", "grade", "mw002", "--rank", "一级")
    assert (code, told["error"]["details"]["reason"]) == (1, "access.scope")
    monkeypatch.delenv("SUPERVISION_KEY")
    desk.done("mw901", "account", "revoke", "sync", given["key"][-6:], "--reason", "停用对接")
    monkeypatch.setenv("SUPERVISION_KEY", given["secret"])
    assert desk.type(*file, "todo")[0] == 1


def test_no_secret_reaches_journal_or_rows(desk: Desk) -> None:
    secrets = list(desk.passwords.values())
    given = desk.done("mw901", "account", "reset", "mw903", "--reason", "遗忘")["secret"]
    kept = (desk.folder / "records.sqlite").read_bytes()
    for file in desk.folder.glob("records.sqlite-wal"):
        kept += file.read_bytes()
    assert not any(secret.encode() in kept for secret in (*secrets, given))
    assert b"argon2" not in kept
