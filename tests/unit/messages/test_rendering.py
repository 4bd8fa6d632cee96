"""Errors become sentences; rendering never fails."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.errors import Problem, Refused, SupervisionError
from supervision.messages import (
    LANGUAGES,
    en,
    placeholders,
    render,
    render_error,
    render_problem,
    zh,
)


def test_sentence_is_made_in_both_languages() -> None:
    details = {"found": "2026-12-02", "today": "2026-12-01"}
    assert render("act.future", details) == (
        "行为日期 2026-12-02 晚于今天 2026-12-01。不能登记尚未发生的行为。"
    )
    assert render("act.future", details, "en").startswith("The act's day 2026-12-02 is after")


def test_unknown_language_is_chinese() -> None:
    assert render("act.reason_missing", lang="fr") == zh.TEXTS["act.reason_missing"]


def test_list_is_written_in_a_row_or_on_lines() -> None:
    problem = Problem("", "plugin.ambiguous", {"plugin": "x", "providers": ("a 1", "b 2")})
    assert render("codec.choice", {"found": "x", "known": ("a", "b")}) == (
        "x 不在可选值之内，可选：a、b。"
    )
    assert render_problem(problem, "en").splitlines() == [
        "Several distributions provide a plugin named x:",
        "  a 1",
        "  b 2",
        "Keep only one of them installed.",
    ]


@pytest.mark.parametrize("empty", [None, ()])
def test_nothing_is_written_as_nothing(empty: tuple[str, ...] | None) -> None:
    assert "（无）" in render("codec.choice", {"found": "x", "known": empty})
    assert "(none)" in render("codec.choice", {"found": "x", "known": empty}, "en")


def test_expected_type_is_told_in_the_language() -> None:
    details = {"expected": "table", "found": "7"}
    assert render("codec.type", details) == "值的类型不对：应为 表，实为 7。"
    assert "expected a table" in render("codec.type", details, "en")


def test_detail_in_two_languages_fills_one_placeholder() -> None:
    details = {"reason_zh": "不行", "reason_en": "No", "plugin": "p", "tag": "t"}
    assert "t：不行" in render("review.objection", details)
    assert "t: No" in render("review.objection", details, "en")


def test_bare_sentence_in_two_languages_is_a_placeholder_too() -> None:
    assert "sentence=不行" in render("local.own", {"zh": "不行", "en": "No"})
    assert "sentence=No" in render("local.own", {"zh": "不行", "en": "No"}, "en")


def test_unknown_code_is_shown_with_its_details() -> None:
    assert render("acme.own", {"limit": 3}) == "错误 acme.own（limit=3）"
    assert render("acme.own", {"limit": 3}, "en") == "Error acme.own (limit=3)"
    assert render("acme.own") == "错误 acme.own（（无））"


def test_placeholder_nobody_filled_shows_as_itself() -> None:
    assert render("act.future", {"found": "x"}, "en").startswith(
        "The act's day x is after today, {"
    )


def test_problem_shows_its_place_and_line() -> None:
    problem = Problem("store.path", "codec.missing_key", {"key": "path", "line": 7})
    assert render_problem(problem) == "store.path（第 7 行）：缺少必填项 path。"
    assert render_problem(problem, "en") == (
        "store.path (line 7): The required key path is missing."
    )


def test_problem_without_line_or_place_shows_what_it_has() -> None:
    details = {"key": "path", "line": None}
    assert render_problem(Problem("x", "codec.missing_key", details)) == "x：缺少必填项 path。"
    assert render_problem(Problem("", "codec.missing_key", details)) == "缺少必填项 path。"


def test_error_is_followed_by_its_problems() -> None:
    problems = [Problem("a", "codec.missing_key", {"key": "k"}), Problem("b", "x.y")]
    error = Refused("codec.invalid", problems=problems, cls="Item")
    assert render_error(error, "en").splitlines() == [
        "This is not a valid Item.",
        "  - a: The required key k is missing.",
        "  - b: Error x.y ((none))",
    ]


def test_placeholders_are_read_without_their_form() -> None:
    assert placeholders("{a} {b:lines} {{c}}") == {"a", "b"}


DETAIL = st.one_of(
    st.none(), st.integers(), st.text(max_size=5), st.lists(st.text(max_size=5)).map(tuple)
)


@settings(deadline=None)
@given(
    st.sampled_from(sorted(zh.TEXTS)),
    st.dictionaries(st.sampled_from(["found", "known", "providers", "expected", "x_zh"]), DETAIL),
    st.sampled_from(LANGUAGES),
)
def test_rendering_never_fails(
    code: str, details: dict[str, str | int | tuple[str, ...] | None], lang: str
) -> None:
    assert render_error(SupervisionError(code, **details), lang)


def test_english_is_no_copy_of_chinese() -> None:
    assert [code for code in zh.TEXTS if zh.TEXTS[code] == en.TEXTS.get(code)] == []
