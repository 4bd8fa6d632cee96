"""Periods: one stretch of days, one way to write it."""

from __future__ import annotations

import datetime as dt

import pytest

from supervision.domain.periods import Period, parse_period, period_of
from supervision.errors import Refused


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2100", "2100-01-01", "2100-12-31"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12-01/2026-11-30", "2025-12-01", "2026-11-30"),
    ],
)
def test_code_says_the_days_and_is_written_back(text: str, first: str, last: str) -> None:
    period = parse_period(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.code == text


def test_calendar_stretch_written_as_days_has_the_short_code() -> None:
    assert parse_period("2026-04-01/2026-06-30").code == "2026-Q2"
    assert parse_period("2026-06-01/2026-06-30").code == "2026-06"


@pytest.mark.parametrize(
    "text", ["", "26", "2026-13", "2026-Q5", "2026-H3", "2026-1", "0026", "2026-02-30/2026-03-01"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_period(text)
    assert refusal.value.code == "period.form"


def test_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        parse_period("2026-03-02/2026-03-01")
    assert refusal.value.code == "period.range"


def test_year_nobody_keeps_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        parse_period("1991")
    assert refusal.value.code == "value.day_range"


def test_first_and_last_day_lie_inside() -> None:
    march = parse_period("2026-03")
    assert march.holds(march.first)
    assert march.holds(march.last)
    assert not march.holds(march.last + dt.timedelta(days=1))


def test_periods_overlap_when_they_share_a_day() -> None:
    assert parse_period("2026").overlaps(parse_period("2026-Q3"))
    assert not parse_period("2026-03").overlaps(parse_period("2026-04"))


def test_day_lies_in_its_year() -> None:
    assert period_of(dt.date(2026, 3, 2)) == Period(
        first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31)
    )
