"""What users type: dates, choices, numbers, paths."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from supervision.cli.texts import Text
from supervision.cli.values import DAY, INPUT, MONTH, WHOLE, Choice, Wrong, parse_day
from supervision.cli.words import choice_of
from supervision.domain.findings import Severity


@pytest.mark.parametrize(
    "text", ["2026-03-05", "2026/3/5", "2026.3.5", "20260305", "2026年3月5日", " 2026-3-5 "]
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert parse_day(text) == dt.date(2026, 3, 5)


@pytest.mark.parametrize(
    "text", ["", "2026-13-01", "2026-02-30", "26-3-5", "2026-W10-4", "２０２６-３-５"]
)
def test_anything_else_is_no_day(text: str) -> None:
    assert parse_day(text) is None
    with pytest.raises(Wrong) as wrong:
        DAY.convert(text, None, None)
    assert wrong.value.code == "cli.day"


def test_a_choice_takes_code_and_name() -> None:
    choice = choice_of(Severity)
    assert [choice.convert(word, None, None) for word in ("serious", "严重", "Serious")] == [
        "serious"
    ] * 3


def test_a_wrong_choice_is_told_with_what_there_is() -> None:
    with pytest.raises(Wrong) as wrong:
        Choice({"a": Text("甲", "A"), "b": Text("乙", "B")}).convert("c", None, None)
    assert wrong.value.details["known"] == ("甲 a", "乙 b")


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "１"])
def test_a_number_is_whole_and_plain(text: str) -> None:
    with pytest.raises(Wrong):
        WHOLE.convert(text, None, None)


def test_a_month_has_a_year() -> None:
    assert MONTH.convert("2026-03", None, None) == "2026-03"
    with pytest.raises(Wrong):
        MONTH.convert("2026-3", None, None)


def test_a_file_must_be_there_and_be_a_file(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "cli.is_folder"), (tmp_path / "x", "cli.no_path")):
        with pytest.raises(Wrong) as wrong:
            INPUT.convert(str(path), None, None)
        assert wrong.value.code == code
