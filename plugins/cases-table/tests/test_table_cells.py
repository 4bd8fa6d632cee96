"""Cleaning keeps prose as it is and makes numbers canonical."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_cases_table.cells import (
    Fault,
    case_number,
    clean,
    comparable,
    header_text,
    name_text,
    whole_number,
)


def test_prose_keeps_its_punctuation() -> None:
    text = "张三（化名）盗窃案：①Ⅱ期，㎡～ＡＢ"
    assert clean(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "\u3000张三\u3000",
        "\xa0张三",
        "\u200b张\u200d三\ufeff",
        "\t张三 ",
        "张\u2060三",
        "\u202a张三\u202c",
        "张\x00三\x7f",
        "\n张三\r\n",
    ],
)
def test_what_nobody_sees_is_stripped(text: str) -> None:
    assert clean(text) == "张三"


def test_white_space_within_a_text_becomes_one_space() -> None:
    assert clean("故意伤害罪\u3000\u3000盗窃罪\n抢劫罪") == "故意伤害罪 盗窃罪 抢劫罪"


def test_rare_surnames_stay_letters() -> None:
    assert clean("\U00020bb7田太郎") == "\U00020bb7田太郎"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张 三", "张三"),
        ("欧阳 三 四", "欧阳三四"),
        ("John Smith", "John Smith"),
        ("买买提 · 艾力", "买买提 · 艾力"),
        ("张三 A", "张三 A"),
    ],
)
def test_padding_within_a_name_goes(text: str, expected: str) -> None:
    assert name_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "受理日期",
        " 受理 日期 ",
        "*受理日期",
        "受理日期＊",
        "受理日期：",
        "受理\n日期",
        "受理\u3000日期:",
    ],
)
def test_headers_compare_without_decoration(text: str) -> None:
    assert header_text(text) == "受理日期"


def test_headers_compare_without_width_and_case() -> None:
    assert header_text("ＮＯ．") == header_text("no.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("马检刑捕受〔2021〕35010500012号", "马检刑捕受〔2021〕35010500012号"),
        ("马检刑捕受[2021]12号", "马检刑捕受〔2021〕12号"),
        ("马检刑捕受（2021）12号", "马检刑捕受〔2021〕12号"),
        ("马检刑捕受【２０２１】１２号", "马检刑捕受〔2021〕12号"),
        (" 马检刑捕受 ﹝2021﹞ 12 号", "马检刑捕受〔2021〕12号"),
        ("马检(刑)受2021年12号", "cases.bad_number"),
        ("３５０１０５２１０００１", "350105210001"),
        ("350105210001\t", "350105210001"),
        ('="350105210001"', "350105210001"),
        ("'350105210001", "350105210001"),
        ("E35010521-0001", "E35010521-0001"),
        ("3.50105E+15", "cases.number_damaged"),
        ("3.5e+11", "cases.number_damaged"),
        ("350105210001.0", "cases.bad_number"),
        ("", "cases.no_number"),
        ("\u3000", "cases.no_number"),
        ("无号", "cases.bad_number"),
        ("12", "cases.bad_number"),
        ("350105210001、350105210002", "cases.bad_number"),
    ],
)
def test_case_numbers_are_canonical_or_refused(text: str, expected: str) -> None:
    found = case_number(text)
    assert (found.code if isinstance(found, Fault) else found) == expected


@given(st.text())
def test_a_canonical_case_number_stays_itself(text: str) -> None:
    found = case_number(text)
    if isinstance(found, str):
        assert case_number(found) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2", 2), ("２", 2), ("1,200", 1200), ("-1", -1), ("007", 7)],
)
def test_whole_numbers_are_read_in_any_width(text: str, expected: int) -> None:
    assert whole_number(text) == expected


@pytest.mark.parametrize("text", ["两次", "1.5", "", "1 2", "²"])
def test_what_is_no_whole_number_is_a_fault(text: str) -> None:
    assert whole_number(text) == Fault("cases.bad_integer")


def test_values_compare_without_width_space_and_case() -> None:
    assert comparable(" Ｙ e s") == "yes"
