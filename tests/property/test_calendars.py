"""Working days by table against a naive loop over days."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from supervision.domain.calendars import CalendarYear, WorkCalendar

ONE = dt.timedelta(days=1)
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))
IN_2026 = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    rest = draw(st.sets(IN_2026, max_size=30))
    work = draw(st.sets(IN_2026, max_size=10)) - rest
    year = CalendarYear(year=2026, source="", rest=tuple(sorted(rest)), work=tuple(sorted(work)))
    return WorkCalendar(name="x", version="x/1", source="", years=(year,))


def works(calendar: WorkCalendar, day: dt.date) -> bool:
    for year in calendar.years:
        if day in year.rest:
            return False
        if day in year.work:
            return True
    return day.weekday() < 5


@given(calendars(), DAYS)
def test_day_is_worked_as_the_data_say(calendar: WorkCalendar, day: dt.date) -> None:
    assert calendar.is_working(day) is works(calendar, day)


@given(calendars(), DAYS, DAYS)
def test_count_equals_a_day_loop(calendar: WorkCalendar, left: dt.date, right: dt.date) -> None:
    first, last = sorted((left, right))
    naive = 0
    day = first
    while day < last:
        day += ONE
        naive += works(calendar, day)
    assert calendar.count(first, last) == naive
    assert calendar.count(last, first) == -naive


@given(calendars(), DAYS, st.integers(-60, 60))
def test_add_equals_a_day_loop(calendar: WorkCalendar, day: dt.date, working_days: int) -> None:
    step = ONE if working_days > 0 else -ONE
    left, naive = abs(working_days), day
    while left:
        naive += step
        left -= works(calendar, naive)
    assert calendar.add(day, working_days) == naive


@given(calendars(), DAYS)
def test_roll_ends_on_the_first_worked_day(calendar: WorkCalendar, day: dt.date) -> None:
    naive = day
    while not works(calendar, naive):
        naive += ONE
    assert calendar.roll(day) == naive


@given(calendars(), DAYS, st.integers(1, 60))
def test_adding_and_counting_agree(calendar: WorkCalendar, day: dt.date, number: int) -> None:
    assert calendar.count(day, calendar.add(day, number)) == number
