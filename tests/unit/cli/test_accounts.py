"""`supervision account` and `init --officers`: two persons grant, and one log tells all of it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supervision.cli.session import Session

Type = Callable[..., Any]

OFFICERS = """\
[system_admin]
number = "mw901"
name = "周八"
category = "administrative"
login = "zhouba"

[security_admin]
number = "mw902"
name = "吴九"
category = "administrative"

[auditor]
number = "mw903"
name = "郑十"
category = "administrative"
"""
SYSTEM, SECURITY, AUDITOR = ("--as", "mw901"), ("--as", "mw902"), ("--as", "mw903")


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


def refused(answer: Any) -> str:
    assert answer.code == 1, answer.out
    return str(answer.json["error"]["code"])


@pytest.fixture
def founded(type_in: Type, people: Path, tmp_path: Path) -> Type:
    """An office with its three officers."""
    (tmp_path / "officers.toml").write_text(OFFICERS, "utf-8")
    folder = tmp_path / "founded"
    words = ("init", str(folder), "--people", str(people), "--as", "mw002")
    told = done(type_in(*words, "--officers", str(tmp_path / "officers.toml")))
    assert "zhouba" in told.out

    def type_words(*words: str) -> Any:
        return type_in("--office", str(folder / "office.toml"), *words)

    return type_words


def test_init_appoints_the_three_and_everything_after_them_needs_two(founded: Type) -> None:
    listed = done(founded("account", "list", *AUDITOR, "--json")).json["accounts"]
    assert sorted(one["grants"] for one in listed) == ["auditor", "security_admin", "system_admin"]
    assert all(one["founded"] for one in listed)
    add = ("account", "add", "zhangsi", "--officer", "mw101", "--json")
    assert refused(founded(*add, *AUDITOR)) == "separation.role"
    assert refused(founded(*add, "--as", "mw002")) == "separation.role"
    assert done(founded(*add, *SYSTEM)).json["state"] == "proposed"
    confirm = ("account", "confirm", "zhangsi", "--json")
    assert refused(founded(*confirm, *SYSTEM)) == "separation.role"
    assert done(founded(*confirm, *SECURITY)).json["state"] == "confirmed"
    assert "已启用" in done(founded("account", "show", "zhangsi", *AUDITOR)).out


def test_a_post_of_the_three_comes_with_a_confirmed_account_only(founded: Type) -> None:
    post = ("people", "post", "mw201", "--role", "auditor", "--as", "mw002", "--json")
    assert refused(founded(*post)) == "officer.two_persons"
    add = ("account", "add", "second", "--officer", "mw201", "--grants", "auditor", *SYSTEM)
    done(founded(*add))
    confirm = ("account", "confirm", "second", *SECURITY, "--json")
    assert refused(founded(*confirm)) == "officer.three_officers"
    leave = ("people", "leave", "mw201", "--role", "head", "--department", "eb", "--as", "mw002")
    done(founded(*leave, "--on", "2026-01-05"))
    assert done(founded(*confirm)).json["entries"] == 2


def test_a_post_of_the_three_ends_by_two_persons_and_its_account_at_once(founded: Type) -> None:
    leave = ("people", "leave", "mw903", "--role", "auditor", "--as", "mw002", "--json")
    assert refused(founded(*leave)) == "officer.two_persons"
    why = ("--reason", "调离")
    assert refused(founded("account", "disable", "mw903", *SYSTEM, *why, "--json")) == (
        "account.end_by_two"
    )
    end = ("account", "end", "mw903", *why, "--json")
    assert refused(founded(*end, *AUDITOR)) == "separation.role"
    assert done(founded(*end, *SYSTEM)).json["state"] == "leaving"
    assert refused(founded("account", "list", *AUDITOR, "--json")) == "access.account_closed"
    confirm = ("account", "confirm-end", "mw903", "--json")
    assert refused(founded(*confirm, *SYSTEM)) == "account.same_person"
    told = done(founded(*confirm, *SECURITY)).json
    assert (told["state"], told["entries"]) == ("disabled", 2)
    listed = done(founded("people", "list", "--as", "mw002", "--json")).json["officers"]
    assert "安全审计员" not in [post["role"] for one in listed for post in one["posts"]]


def test_an_end_that_was_proposed_is_declined_by_unlocking(founded: Type) -> None:
    done(founded("account", "end", "mw903", *SYSTEM, "--reason", "调离"))
    done(founded("account", "unlock", "mw903", *SECURITY, "--reason", "暂不免职"))
    assert "已启用" in done(founded("account", "show", "mw903", *AUDITOR)).out


def waiting(founded: Type, number: str) -> list[tuple[str, str]]:
    told = done(founded("todo", "--as", number, "--json")).json["todos"]
    return [(one["action"], one["title"]) for one in told if one["kind"] == "account"]


def test_what_waits_for_confirmation_waits_for_whoever_may_confirm_it(founded: Type) -> None:
    everybody = ("mw001", "mw002", "mw003", "mw101", "mw901", "mw902", "mw903")
    done(founded("account", "add", "zhangsi", "--officer", "mw101", *SYSTEM))
    assert {who: waiting(founded, who) for who in everybody if waiting(founded, who)} == {
        "mw902": [("account.confirm", "zhangsi")]
    }
    assert "确认他人提出的账号" in done(founded("todo", *SECURITY)).out
    done(founded("account", "confirm", "zhangsi", *SECURITY))
    assert waiting(founded, "mw902") == []


def test_an_end_waits_for_the_other_administrator_and_the_chief(founded: Type) -> None:
    done(founded("account", "end", "mw903", *SECURITY, "--reason", "调离"))
    found = {who: waiting(founded, who) for who in ("mw001", "mw002", "mw901", "mw902")}
    assert found == {
        "mw001": [("account.confirm_end", "mw903")],
        "mw002": [],
        "mw901": [("account.confirm_end", "mw903")],
        "mw902": [],
    }
    done(founded("account", "confirm-end", "mw903", "--as", "mw001"))
    assert waiting(founded, "mw901") == []


def test_the_log_tells_every_act_and_is_exported(founded: Type, tmp_path: Path) -> None:
    done(founded("account", "add", "zhangsi", "--officer", "mw101", *SYSTEM))
    done(founded("account", "confirm", "zhangsi", *SECURITY))
    lock = ("account", "lock", "zhangsi", *SYSTEM)
    assert refused(founded(*lock, "--json")) == "act.reason_missing"
    done(founded(*lock, "--reason", "离岗培训"))
    done(founded("account", "unlock", "zhangsi", *SECURITY, "--reason", "返岗"))
    done(founded("account", "disable", "zhangsi", *SYSTEM, "--reason", "调离"))
    log = done(founded("account", "log", *AUDITOR, "--json")).json["entries"]
    assert [one["tag"] for one in log] == [
        *["account.founded"] * 3,
        "account.proposed",
        "account.confirmed",
        "account.locked",
        "account.unlocked",
        "account.disabled",
    ]
    assert "离岗培训" in done(founded("account", "log", *AUDITOR)).out
    file = tmp_path / "log.csv"
    assert "8" in done(founded("account", "log", *AUDITOR, "--csv", str(file))).out
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert len(rows) == 9
    assert done(founded("account", "log", *AUDITOR, "--until", "2020-01-01", "--json")).json == {
        "entries": []
    }


def test_without_an_identity_source_there_is_nothing_to_give_out(founded: Type) -> None:
    reset = ("account", "reset", "mw902", *SYSTEM, "--reason", "遗忘", "--json")
    answer = founded(*reset)
    assert (answer.code, answer.json["error"]["code"]) == (2, "account.no_credentials")


def test_three_officers_are_three_or_nobody_is_entered(
    type_in: Type, people: Path, tmp_path: Path
) -> None:
    file = tmp_path / "officers.toml"
    folder = tmp_path / "founded"
    words = ("init", str(folder), "--people", str(people), "--as", "mw002", "--json")
    for text, code in (
        (OFFICERS.replace("mw903", "mw902"), "account.three_different"),
        (OFFICERS.replace("mw903", "mw101"), "officer.three_officers"),
        (OFFICERS.replace('name = "郑十"\n', ""), "record.not_found"),
    ):
        file.write_text(text, "utf-8")
        answer = type_in(*words, "--officers", str(file))
        assert answer.json["error"]["code"] == code
        assert not folder.exists()


def test_an_account_that_is_closed_shuts_out_whoever_it_is_for(founded: Type) -> None:
    todo = ("todo", "--as", "mw101", "--json")
    done(founded("account", "add", "zhangsi", "--officer", "mw101", *SYSTEM))
    done(founded(*todo))
    done(founded("account", "confirm", "zhangsi", *SECURITY))
    done(founded(*todo))
    done(founded("account", "lock", "zhangsi", *SYSTEM, "--reason", "离岗"))
    assert refused(founded(*todo)) == "access.account_closed"


def test_refused_access_goes_to_the_security_log(
    founded: Type, caplog: pytest.LogCaptureFixture
) -> None:
    founded("account", "list", "--as", "nobody here\nforged", "--json")
    (line,) = [one for one in caplog.records if one.name == "supervision.access"]
    told = line.getMessage()
    assert "code=access.unknown_officer" in told
    assert "\n" not in told


def test_accounts_are_listed_by_state_and_sort(founded: Type) -> None:
    service = ("--sort", "service", "--officer", "mw002", "--scope", "finding")
    done(founded("account", "add", "sync", *service, *SYSTEM))
    listed = done(founded("account", "list", *AUDITOR)).out
    assert "zhouba" in listed
    assert "安全审计员" in listed
    waiting = done(founded("account", "list", "--state", "proposed", *AUDITOR)).out
    assert "sync" in waiting
    assert "zhouba" not in waiting
    services = done(founded("account", "list", "--sort", "service", *AUDITOR, "--json")).json
    assert services["count"] == 1


def test_a_password_is_asked_for_at_the_terminal_without_showing_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return "Maren-8"

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", answer)
    assert Session().password("zhouba") == "Maren-8"
    assert asked == ["zhouba 的口令："]


def test_keys_and_unlocking_need_no_identity_source_to_be_recorded(founded: Type) -> None:
    service = ("--sort", "service", "--officer", "mw002", "--scope", "finding")
    done(founded("account", "add", "sync", *service, *SYSTEM))
    done(founded("account", "confirm", "sync", *SECURITY))
    key = ("account", "key", "sync", "--until", "2099-01-01", "--reason", "对接", "--json")
    assert founded(*key, *SYSTEM).json["error"]["code"] == "account.no_credentials"
    revoke = ("account", "revoke", "sync", "key_9", "--reason", "停用", "--json")
    assert refused(founded(*revoke, *SECURITY)) == "account.no_key"
    done(founded("account", "lock", "sync", *SYSTEM, "--reason", "检修"))
    assert (
        "sync 已解锁"
        in done(founded("account", "unlock", "sync", *SECURITY, "--reason", "好了")).out
    )
