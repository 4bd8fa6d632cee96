"""Texts, their width and where their lines break."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supervision.cli.texts import Text, width, wrapped

MIXED = st.text(alphabet="ab ，。检务督察（）", max_size=60)


def test_a_chinese_character_takes_two_columns() -> None:
    assert width("督察 ab") == 7


def test_a_combining_mark_takes_none() -> None:
    assert width("e\u0301") == 1


def test_a_text_is_told_in_the_language_asked_for() -> None:
    text = Text("共 {n} 条", "{n} in all")
    assert (text.tell("zh", n=3), text.tell("en", n=3)) == ("共 3 条", "3 in all")


def test_lines_break_between_chinese_characters() -> None:
    assert wrapped("检务督察办公室", 6) == ["检务督", "察办公", "室"]


def test_words_are_kept_whole() -> None:
    assert wrapped("run the sweep again", 9) == ["run the", "sweep", "again"]


def test_a_line_does_not_begin_with_a_comma() -> None:
    assert wrapped("检务督察，办公", 8) == ["检务督察，", "办公"]


def test_line_breaks_stay() -> None:
    assert wrapped("一\n二", 10) == ["一", "二"]


@given(MIXED, st.integers(6, 30))
def test_nothing_is_lost_by_breaking_lines(text: str, columns: int) -> None:
    assert "".join(wrapped(text, columns)).replace(" ", "") == text.replace(" ", "")


@given(MIXED.filter(lambda text: not set(text) & set("，。）")), st.integers(12, 30))
def test_lines_without_punctuation_fit(text: str, columns: int) -> None:
    words = max((width(word) for word in text.split()), default=0)
    assert all(width(line) <= max(columns, words) for line in wrapped(text, columns))
