"""Closed files, grants and access requests from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Type = Callable[..., Any]


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture
def file(at: Type) -> str:
    words = ("file", "open", "某事项", "--purpose", "discipline", "--approved-by", "mw001")
    return str(done(at(*words, "--json")).json["id"])


def test_what_is_opened_in_a_file_is_listed_only_there(at: Type, file: str) -> None:
    found = done(
        at("finding", "open", "--title", "卷内问题", "--facts", "属实", "--in-file", file, "--json")
    )
    id = found.json["id"]
    assert done(at("finding", "list", "--json")).json["count"] == 0
    assert at("finding", "show", id).code == 1
    inside = done(at("finding", "list", "--in-file", file[-6:], "--why", "承办", "--json"))
    assert inside.json["count"] == 1
    assert at("finding", "list", "--in-file", file).code == 1


def test_a_file_of_others_is_answered_like_none(at: Type, file: str) -> None:
    ours = at("file", "show", "--in-file", file, "--why", "x", "--as", "mw003")
    none = at("file", "show", "--in-file", f"fil_{'0' * 26}", "--why", "x", "--as", "mw003")
    assert ours.code == none.code == 1
    assert ours.err.replace(file[-6:], "") == none.err.replace("0" * 6, "")
    assert at("file", "show").code == 2


def test_a_grant_is_proposed_approved_and_ended(at: Type, file: str) -> None:
    within = ("--in-file", file)
    done(at("file", "propose", "mw003", "--reason", "协助", *within))
    assert at("file", "approve", "1", *within).code == 1
    done(at("file", "approve", "1", *within, "--as", "mw001"))
    held = done(at("file", "list", "--as", "mw003", "--json")).json["files"]
    assert [one["id"] for one in held] == [file]
    assert "某事项" in done(at("file", "list", "--as", "mw003")).out
    done(at("file", "end", "1", "--reason", "办毕", *within))
    assert done(at("file", "list", "--as", "mw003", "--json")).json["files"] == []
    done(at("file", "propose", "mw003", "--reason", "再协助", *within))
    done(at("file", "refuse", "2", "--reason", "不必", *within, "--as", "mw001"))
    assert "某事项" in done(at("file", "show", *within, "--why", "查看")).out


def test_the_log_says_who_entered_and_why(at: Type, file: str) -> None:
    log = done(at("file", "log", "--in-file", file, "--why", "例行检查", "--as", "mw001"))
    assert "例行检查" in log.out
    assert "林立" in log.out
    assert "file log" in log.out, "and which command was run"


def test_lists_are_made_in_a_file_too(at: Type, file: str, tmp_path: Path) -> None:
    within = ("--in-file", file, "--why", "复核")
    opening = ("finding", "open", "--title", "卷内事项", "--facts", "属实", "--json")
    id = done(at(*opening, "--in-file", file)).json["id"]
    for line in (("find", "卷内"), ("ledger", "list", "finding"), ("history", "finding", id)):
        assert "卷内事项" in done(at(*line, *within)).out
        assert "卷内事项" not in at(*line).out
    to = ("ledger", "export", "finding", "--to", str(tmp_path / "out.csv"))
    done(at(*to, *within))
    assert "卷内事项" in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_custody_release_and_closing(at: Type, file: str) -> None:
    within = ("--in-file", file)
    done(at("file", "propose", "mw003", "--reason", "接管", *within))
    done(at("file", "approve", "1", *within, "--as", "mw001"))
    done(at("file", "custody", "mw003", "--reason", "轮岗", *within))
    assert at("file", "close", "--reason", "x", *within).code == 1
    done(at("file", "release", "结果已通报", *within, "--as", "mw003"))
    assert at("file", "close", "--reason", "x", *within, "--as", "mw003").code == 1
    other = ("file", "open", "另事", "--purpose", "other", "--approved-by", "mw001", "--json")
    second = done(at(*other)).json["id"]
    done(at("file", "close", "--reason", "办毕", "--in-file", second))


def test_an_informer_is_registered_in_a_file_of_his_own(
    at: Type, file: str, tmp_path: Path
) -> None:
    who = tmp_path / "who.txt"
    who.write_text("李某", "utf-8")
    words = ("file", "informer", "甲一", "--identity", str(who))
    assert at(*words, "--in-file", file).code == 1
    more = ("--purpose", "identity", "--approved-by", "mw001", "--parent", file[-6:])
    own = done(at("file", "open", "来源人", *more, "--json")).json["id"]
    done(at(*words, "--in-file", own))


def test_a_request_is_asked_listed_and_decided(at: Type, file: str) -> None:
    ask = ("access", "request", "某线索", "--reason", "承办", "--as", "mw003")
    first = done(at(*ask, "--json")).json["id"]
    second = done(at(*ask, "--json")).json["id"]
    assert "某线索" in done(at("access", "requests", "--as", "mw001")).out
    assert done(at("access", "requests", "--as", "mw101", "--json")).json["requests"] == []
    done(at("access", "decide", first, "--answer", "不予知悉"))
    decide = ("access", "decide", second, "--answer", "同意", "--granted-in", file)
    assert at(*decide).code == 1
    within = ("--in-file", file)
    done(at("file", "propose", "mw003", "--reason", "承办", "--request", second, *within))
    done(at("file", "approve", "1", *within, "--as", "mw001"))
    assert "已同意" in done(at(*decide)).out


def test_verification_tells_of_a_file_named(at: Type, file: str) -> None:
    chains = [one["chain"] for one in done(at("verify", "--json")).json["chains"]]
    assert not any(file in one for one in chains)
    named = done(at("verify", "--in-file", file, "--why", "核验", "--json")).json["chains"]
    assert any(file in one["chain"] for one in named)


def test_a_command_that_works_in_no_file_says_so(at: Type, file: str) -> None:
    assert at("tick", "--in-file", file).code == 2
