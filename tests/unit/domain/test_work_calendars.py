"""The working calendar as data."""

import datetime as dt

import pytest

from supervision.domain.calendars import PLAIN, CalendarYear, WorkCalendar
from supervision.domain.values import EARLIEST, LATEST
from supervision.errors import Refused

# 2026 as 国办 announced it: National Day 1–7 October, work on 20 September and 10 October.
NATIONAL_DAY = CalendarYear(
    year=2026,
    source="国办通知",
    rest=tuple(dt.date(2026, 10, day) for day in range(1, 8)),
    work=(dt.date(2026, 9, 20), dt.date(2026, 10, 10)),
)
CN = WorkCalendar(name="cn", version="cn/2026", source="国办", years=(NATIONAL_DAY,))


def test_plain_calendar_works_from_monday_to_friday() -> None:
    week = [dt.date(2026, 3, 2) + dt.timedelta(days=step) for step in range(7)]
    assert [PLAIN.is_working(day) for day in week] == [True] * 5 + [False] * 2


def test_plain_calendar_covers_no_year() -> None:
    assert not PLAIN.covers(2026)
    assert not PLAIN.covers_days(dt.date(2026, 1, 1), dt.date(2026, 1, 1))


def test_covered_days_need_every_year_between() -> None:
    assert CN.covers_days(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert not CN.covers_days(dt.date(2026, 1, 1), dt.date(2027, 1, 1))


def test_holiday_on_a_weekday_is_not_worked() -> None:
    assert not CN.is_working(dt.date(2026, 10, 1))


def test_make_up_day_on_a_weekend_is_worked() -> None:
    assert CN.is_working(dt.date(2026, 10, 10))
    assert CN.is_working(dt.date(2026, 9, 20))


def test_next_working_day_jumps_over_the_holiday() -> None:
    assert CN.next_working(dt.date(2026, 9, 30)) == dt.date(2026, 10, 8)


def test_a_worked_day_rolls_to_itself() -> None:
    assert CN.roll(dt.date(2026, 10, 8)) == dt.date(2026, 10, 8)
    assert CN.roll(dt.date(2026, 10, 3)) == dt.date(2026, 10, 8)


def test_counting_leaves_the_first_day_out_and_takes_the_last() -> None:
    assert CN.count(dt.date(2026, 9, 30), dt.date(2026, 10, 10)) == 3
    assert CN.count(dt.date(2026, 10, 10), dt.date(2026, 9, 30)) == -3


def test_adding_nothing_keeps_the_day() -> None:
    assert CN.add(dt.date(2026, 10, 3), 0) == dt.date(2026, 10, 3)


def test_subtracting_goes_back_over_the_holiday() -> None:
    assert CN.add(dt.date(2026, 10, 8), -1) == dt.date(2026, 9, 30)


def test_first_and_last_day_are_known() -> None:
    assert PLAIN.is_working(EARLIEST)
    assert PLAIN.is_working(LATEST)


@pytest.mark.parametrize(
    ("day", "working_days", "edge"), [(LATEST, 1, LATEST), (EARLIEST, -1, EARLIEST)]
)
def test_leaving_the_calendar_is_refused(day: dt.date, working_days: int, edge: dt.date) -> None:
    with pytest.raises(Refused) as refused:
        PLAIN.add(day, working_days)
    assert refused.value.code == "calendar.beyond"
    assert refused.value.details["edge"] == edge.isoformat()


def test_day_outside_the_range_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        PLAIN.is_working(dt.date(1991, 12, 31))
    assert refused.value.code == "value.day_range"


def test_year_listed_twice_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        WorkCalendar(name="x", version="x/1", source="", years=(NATIONAL_DAY, NATIONAL_DAY))
    assert refused.value.code == "calendar.year_twice"


def test_day_of_another_year_is_refused() -> None:
    year = CalendarYear(year=2026, source="", rest=(dt.date(2027, 1, 1),))
    with pytest.raises(Refused) as refused:
        WorkCalendar(name="x", version="x/1", source="", years=(year,))
    assert refused.value.code == "calendar.foreign_day"


def test_day_that_is_rest_and_work_is_refused() -> None:
    day = dt.date(2026, 10, 10)
    year = CalendarYear(year=2026, source="", rest=(day,), work=(day,))
    with pytest.raises(Refused) as refused:
        WorkCalendar(name="x", version="x/1", source="", years=(year,))
    assert refused.value.code == "calendar.both"
