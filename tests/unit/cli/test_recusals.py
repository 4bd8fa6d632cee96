"""Recusals and measures between units from the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Type = Callable[..., Any]

HEAD, INSPECTOR, CHIEF, FIRST = "mw002", "mw003", "mw001", "mw101"


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture
def finding(at: Type) -> str:
    words = ("finding", "open", "--title", "卷宗目录不全", "--department", "一部", "--json")
    return str(done(at(*words)).json["id"])


@pytest.fixture
def recusal(at: Type, finding: str) -> str:
    words = ("recusal", "ask", f"问题:{finding}", "--ground", "近亲属", "--as", INSPECTOR)
    return str(done(at(*words, "--json")).json["id"])


def test_who_keeps_out_is_refused_and_told_what_to_do(at: Type, finding: str, recusal: str) -> None:
    done(at("recusal", "grant", recusal, "--as", CHIEF))
    refused = at("finding", "check", finding, "--facts", "属实", "--as", INSPECTOR)
    assert refused.code == 1
    assert "回避" in refused.err
    listed = done(at("recusal", "list", "--officer", INSPECTOR, "--about", f"finding:{finding}"))
    assert "已决定回避" in listed.out
    assert "近亲属" in done(at("recusal", "show", recusal)).out
    done(at("recusal", "end", recusal, "--reason", "事由消除", "--as", CHIEF))
    assert at("recusal", "list", "--state", "granted", "--json").json["count"] == 0


def test_a_refusal_is_reconsidered(at: Type, recusal: str) -> None:
    done(at("recusal", "refuse", recusal, "--reason", "不成立", "--as", CHIEF))
    done(at("recusal", "reconsider", recusal, "--reason", "补充证明", "--as", INSPECTOR))
    again = done(at("recusal", "refuse", recusal, "--reason", "仍不成立", "--as", CHIEF, "--json"))
    assert again.json["state"] == "refused"
    third = at("recusal", "reconsider", recusal, "--reason", "再议", "--as", INSPECTOR)
    assert third.code == 1


def test_an_order_and_a_request_from_outside_reach_a_case(at: Type, finding: str) -> None:
    words = ("recusal", "order", "案件:闽马检1号", "--officer", INSPECTOR, "--ground", "witness")
    made = done(at(*words, "--reason", "查实", "--as", CHIEF, "--json")).json
    assert made["state"] == "granted"
    words = ("recusal", "ask", f"finding:{finding}", "--officer", FIRST, "--outsider", "赵某")
    asked = done(at(*words, "--ground", "interest", "--json")).json["id"]
    done(at("recusal", "correct", asked, "--detail", "曾共事", "--reason", "补充"))
    done(at("recusal", "void", asked, "--reason", "误录"))
    by = ("recusal", "ask", f"finding:{finding}", "--officer", FIRST, "--requested-by", HEAD)
    done(at(*by, "--ground", "other", "--detail", "曾共事"))


def test_a_unit_that_is_not_there_is_refused(at: Type) -> None:
    words = ("measure", "issue", "--rung", "hint_letter", "--title", "函", "--unit", "福州院")
    assert at(*words).code == 1
    own = at("measure", "issue", "--rung", "提示函", "--title", "函", "--unit", "350105")
    assert own.code in (1, 2)


def test_a_tick_says_what_it_carried(at: Type) -> None:
    assert done(at("tick", "--json")).json["carried"] == 0
    assert at("incoming", "list", "--json").json["count"] == 0
    for words in (("receive",), ("claim", "--plan", "办"), ("answer", "--text", "已办"), ("show",)):
        assert at("incoming", words[0], "ABCDEF", *words[1:]).code == 1
