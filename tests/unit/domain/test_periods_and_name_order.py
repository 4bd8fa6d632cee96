"""Periods are shifted as people compare them; names are in the order people expect."""

from __future__ import annotations

import pytest

from supervision.domain.name_order import name_order, numeral
from supervision.domain.periods import parse_period, period_before, year_before
from supervision.errors import Refused


@pytest.mark.parametrize(
    ("period", "year", "before"),
    [
        ("2026-03", "2025-03", "2026-02"),
        ("2025-02", "2024-02", "2025-01"),
        ("2024-02", "2023-02", "2024-01"),
        ("2026-01", "2025-01", "2025-12"),
        ("2026-Q1", "2025-Q1", "2025-Q4"),
        ("2026-H2", "2025-H2", "2026-H1"),
        ("2026", "2025", "2025"),
        ("2025-12-01/2026-11-30", "2024-12-01/2025-11-30", "2024-12-01/2025-11-30"),
        ("2026-01-01/2026-08-31", "2025-01-01/2025-08-31", "2025-05-01/2025-12-31"),
        ("2026-03-10/2026-03-16", "2025-03-10/2025-03-16", "2026-03-03/2026-03-09"),
        ("2024-02-10/2024-02-29", "2023-02-10/2023-02-28", "2024-01-21/2024-02-09"),
    ],
)
def test_period_has_one_a_year_before_and_one_just_before(
    period: str, year: str, before: str
) -> None:
    """STAT-8."""
    found = parse_period(period)
    assert (year_before(found).code, period_before(found).code) == (year, before)


def test_no_period_lies_before_1992() -> None:
    for shift in (year_before, period_before):
        with pytest.raises(Refused) as refusal:
            shift(parse_period("1992"))
        assert refusal.value.code == "value.day_range"


@pytest.mark.parametrize(
    ("text", "number"),
    [("零", 0), ("两", 2), ("十", 10), ("十九", 19), ("二十", 20), ("九十九", 99), ("一百", 100),
     ("一百一十", 110), ("二百零三", 203), ("二〇二一", 2021), ("007", 7)],
)  # fmt: skip
def test_numerals_are_read(text: str, number: int) -> None:
    assert numeral(text) == number


def test_departments_are_in_the_order_of_their_numerals() -> None:
    """STAT-10."""
    expected = ["检察一部", "检察二部", "检察三部", "检察十部", "检察十一部", "检察二十部"]
    assert sorted(sorted(expected), key=name_order) == expected


def test_a_name_without_numeral_has_an_order_too() -> None:
    assert sorted(["政治部", "办公室", "2号组", "10号组"], key=name_order) == [
        "2号组",
        "10号组",
        "办公室",
        "政治部",
    ]
