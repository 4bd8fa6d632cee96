"""Dates as exports write them, and nothing that only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.domain.cases import Precision
from supervision.domain.values import moment
from supervision_cases_table.cells import Fault
from supervision_cases_table.dates import Serials, When, han_number, read_when

MARCH_5 = When(dt.date(2021, 3, 5))


@pytest.mark.parametrize(
    "text",
    [
        "2021年3月5日",
        "2021年03月05日",
        "2021年 3月 5日",
        "2021/3/5",
        "2021/03/05",
        "2021-03-05",
        "2021-3-5",
        "2021.3.5",
        "20210305",
        "二〇二一年三月五日",
        "二零二一年三月五日",
        "二○二一年三月五日",
        "二O二一年三月五日",
        "２０２１年３月５日",
        "２０２１／３／５",
        "2021-03-05 00:00:00",
        "2021-03-05T00:00:00.000",
    ],
)
def test_every_usual_form_is_read(text: str) -> None:
    assert read_when(text) == MARCH_5


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2021/3/5 14:30", dt.time(14, 30)),
        ("2021/3/5 14:30:00", dt.time(14, 30)),
        ("2021-03-05 9:05:07", dt.time(9, 5, 7)),
        ("2021-03-05T14:30", dt.time(14, 30)),
        ("2021-03-05 14:30:05.123", dt.time(14, 30, 5)),
        ("2021年3月5日14时30分", dt.time(14, 30)),
        ("2021年3月5日 14:30", dt.time(14, 30)),
        ("2021.3.5 14点30分", dt.time(14, 30)),
        ("２０２１-３-５ １４：３０", dt.time(14, 30)),
    ],
)
def test_a_time_of_day_makes_it_exact_to_the_minute(text: str, time: dt.time) -> None:
    when = read_when(text)
    assert when == When(dt.date(2021, 3, 5), time)
    assert isinstance(when, When)
    assert when.precision is Precision.MINUTE
    assert moment(when.at).replace(tzinfo=None) == dt.datetime.combine(when.day, time)


def test_midnight_may_be_meant_where_the_profile_says_so() -> None:
    when = read_when("2021-03-05 00:00:00", midnight_is_day=False)
    assert when == When(dt.date(2021, 3, 5), dt.time())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2021-02-30", "cases.no_such_day"),
        ("2021/13/1", "cases.no_such_day"),
        ("20210231", "cases.no_such_day"),
        ("2021-02-29", "cases.no_such_day"),
        ("二〇二一年二月三十日", "cases.no_such_day"),
        ("2021-03-05 25:00", "cases.no_such_day"),
        ("2021-03-05 12:60", "cases.no_such_day"),
        ("0000-01-01", "cases.no_such_day"),
        ("1991-12-31", "cases.date_range"),
        ("2101-01-01", "cases.date_range"),
        ("1899年12月31日", "cases.date_range"),
        ("44260", "cases.date_serial"),
        ("44260.6041666667", "cases.date_serial"),
        ("2021", "cases.bad_date"),
        ("202103", "cases.bad_date"),
        ("2021年3月", "cases.bad_date"),
        ("3/5/2021", "cases.bad_date"),
        ("21-03-05", "cases.bad_date"),
        ("2021-03/05", "cases.bad_date"),
        ("2021-W10-4", "cases.bad_date"),
        ("2021-03-05Z", "cases.bad_date"),
        ("2021-03-0514:30", "cases.bad_date"),
        ("5-Mar-2021", "cases.bad_date"),
        ("2021年3月5日左右", "cases.bad_date"),
        ("三月五日", "cases.bad_date"),
        ("2021-03-05 2021-03-06", "cases.bad_date"),
        ("٢٠٢١-٠٣-٠٥", "cases.bad_date"),
        ("上午", "cases.bad_date"),
    ],
)
def test_what_is_no_date_says_why(text: str, code: str) -> None:
    assert read_when(text) == Fault(code)


@pytest.mark.parametrize(
    ("text", "serials", "expected"),
    [
        ("44260", Serials.FROM_1900, MARCH_5),
        ("42798", Serials.FROM_1904, MARCH_5),
        ("44260.0", Serials.FROM_1900, MARCH_5),
        ("44260.604166666664", Serials.FROM_1900, When(MARCH_5.day, dt.time(14, 30))),
        ("44259.999999999999", Serials.FROM_1900, MARCH_5),
        ("20000", Serials.FROM_1900, Fault("cases.date_range")),
        ("99999", Serials.FROM_1900, Fault("cases.date_range")),
        ("4426", Serials.FROM_1900, Fault("cases.bad_date")),
    ],
)
def test_serials_are_read_only_where_allowed(
    text: str, serials: Serials, expected: When | Fault
) -> None:
    assert read_when(text, serials=serials) == expected


DAYS = st.dates(dt.date(1992, 1, 1), dt.date(2100, 12, 31))
HAN = "〇一二三四五六七八九"


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else HAN[tens]) + "十" if tens else ""
    return head + (HAN[ones] if ones or not tens else "")


FORMS = (
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month:02}.{day.day:02}",
    dt.date.isoformat,
    lambda day: day.strftime("%Y%m%d"),
    lambda day: (
        "".join(HAN[int(digit)] for digit in str(day.year))
        + f"年{han(day.month)}月{han(day.day)}日"
    ),
)


@given(day=DAYS, form=st.sampled_from(FORMS), wide=st.booleans())
def test_a_day_written_in_any_form_is_read_back(day: dt.date, form: object, wide: bool) -> None:
    assert callable(form)
    text = str(form(day))
    if wide:
        text = "".join(chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" else mark for mark in text)
    assert read_when(text) == When(day)


@given(
    day=DAYS,
    time=st.times().map(lambda time: time.replace(microsecond=0)),
    seconds=st.booleans(),
)
def test_a_time_is_read_back(day: dt.date, time: dt.time, seconds: bool) -> None:
    time = time if seconds else time.replace(second=0)
    text = f"{day.year}/{day.month}/{day.day} {time:%H:%M:%S}" if seconds else f"{day} {time:%H:%M}"
    expected = When(day, time) if time != dt.time() else When(day)
    assert read_when(text) == expected


@given(day=DAYS, second=st.integers(0, 86_399))
def test_a_serial_is_read_back(day: dt.date, second: int) -> None:
    days = (day - dt.date(1899, 12, 30)).days
    time = dt.time(second // 3600, second // 60 % 60, second % 60)
    text = f"{days}.{second * 10**12 // 86_400:012}" if second else str(days)
    expected = When(day, time) if second else When(day)
    assert read_when(text, serials=Serials.FROM_1900) == expected


@given(st.text(max_size=24))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert isinstance(read_when(text, serials=Serials.FROM_1904), When | Fault)


@given(st.integers(1, 99))
def test_a_chinese_numeral_is_read_back(number: int) -> None:
    assert han_number(han(number)) == number
