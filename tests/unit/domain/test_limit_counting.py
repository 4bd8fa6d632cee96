"""Counting of limits: worked examples of 刑诉法 105 and of the periods it governs."""

import datetime as dt

import pytest

from supervision.domain.calendars import PLAIN, CalendarYear, WorkCalendar
from supervision.domain.cases import Precision
from supervision.domain.limits import Limit, LimitUnit, Stretch, add_months, due
from supervision.domain.values import OFFICE_ZONE, Instant, instant
from supervision.errors import Refused

CN = WorkCalendar(
    name="cn",
    version="cn/2026",
    source="国办",
    years=(
        CalendarYear(
            year=2026,
            source="国办通知",
            rest=tuple(dt.date(2026, 10, day) for day in range(1, 8)),
            work=(dt.date(2026, 9, 20), dt.date(2026, 10, 10)),
        ),
    ),
)


def at(text: str) -> Instant:
    return instant(dt.datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE))


def limit(count: int, unit: str) -> Limit:
    return Limit(count=count, unit=LimitUnit(unit))


def test_day_of_the_start_is_not_counted() -> None:
    """上诉期十日 (刑诉法 230): judgment received on 2 March, last day 12 March."""
    end = due(at("2026-03-02T09:00"), limit(10, "day"), CN)
    assert end.day == dt.date(2026, 3, 12)
    assert end.at == at("2026-03-13T00:00")
    assert not end.provisional


def test_last_day_on_a_weekend_moves_to_monday() -> None:
    """Ten days from Thursday 5 March end on Sunday 15 March, so on Monday."""
    assert due(at("2026-03-05T09:00"), limit(10, "day"), CN).day == dt.date(2026, 3, 16)


def test_last_day_in_the_holiday_moves_behind_it() -> None:
    """审查逮捕未被拘留十五日 (刑诉规则 282): from 20 September to 5 October, so 8 October."""
    assert due(at("2026-09-20T09:00"), limit(15, "day"), CN).day == dt.date(2026, 10, 8)


def test_last_day_on_a_make_up_day_stands() -> None:
    assert due(at("2026-09-10T09:00"), limit(10, "day"), CN).day == dt.date(2026, 9, 20)


def test_custody_is_not_prolonged_by_a_holiday() -> None:
    """审查逮捕七日 (刑诉法 91), suspect detained: ends on 3 October whatever day that is."""
    end = due(at("2026-09-26T16:00"), limit(7, "day"), CN, custody=True)
    assert end.day == dt.date(2026, 10, 3)
    assert not end.provisional


def test_month_runs_to_the_same_day() -> None:
    """审查起诉一个月 (刑诉法 172): from 9 March to 9 April."""
    assert due(at("2026-03-09T08:30"), limit(1, "month"), CN).day == dt.date(2026, 4, 9)


def test_month_is_clamped_to_the_last_day() -> None:
    assert add_months(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
    assert add_months(dt.date(2024, 1, 31), 1) == dt.date(2024, 2, 29)
    assert add_months(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)


def test_extension_follows_the_month() -> None:
    """审查起诉延长十五日 (刑诉法 172): one month to 9 April, fifteen days more to 24 April."""
    end = due(at("2026-03-09T08:30"), limit(1, "month"), CN, more=(limit(15, "day"),))
    assert end.day == dt.date(2026, 4, 24)


def test_months_may_extend_months() -> None:
    end = due(at("2026-03-09T08:30"), limit(1, "month"), CN, more=(limit(1, "month"),))
    assert end.day == dt.date(2026, 5, 11)  # 9 May is a Saturday


def test_hour_of_the_start_is_not_counted() -> None:
    """通知家属二十四小时 (刑诉法 85): detained at 10:20, so until 11:00 of the day after."""
    end = due(at("2026-03-02T10:20"), limit(24, "hour"), CN)
    assert end.at == at("2026-03-03T11:00")
    assert end.day == dt.date(2026, 3, 3)


def test_start_on_the_hour_does_not_count_that_hour() -> None:
    assert due(at("2026-03-02T10:00"), limit(24, "hour"), CN).at == at("2026-03-03T11:00")


def test_hours_ending_at_midnight_end_on_the_day_before() -> None:
    assert due(at("2026-03-02T23:30"), limit(24, "hour"), CN).day == dt.date(2026, 3, 3)


def test_hours_from_a_day_count_from_its_end() -> None:
    """Only the day of the detention is known: nobody is called late on a guess."""
    end = due(at("2026-03-02T00:00"), limit(24, "hour"), CN, precision=Precision.DAY)
    assert end.at == at("2026-03-04T00:00")
    assert end.day == dt.date(2026, 3, 3)


def test_hours_are_not_carried_over_a_holiday() -> None:
    end = due(at("2026-09-30T16:10"), limit(24, "hour"), PLAIN)
    assert end.at == at("2026-10-01T17:00")
    assert not end.provisional


def test_hours_are_extended_by_hours_and_days() -> None:
    end = due(
        at("2026-03-02T10:20"), limit(24, "hour"), CN, more=(limit(2, "hour"), limit(1, "day"))
    )
    assert end.at == at("2026-03-04T13:00")


def test_working_days_skip_the_holiday() -> None:
    """三个工作日内安排阅卷 (刑诉规则 49): from 29 September over National Day to 9 October."""
    end = due(at("2026-09-29T15:00"), limit(3, "workday"), CN)
    assert end.day == dt.date(2026, 10, 9)
    assert not end.provisional


def test_working_days_from_the_plain_calendar_are_provisional() -> None:
    end = due(at("2026-03-02T09:00"), limit(3, "workday"), PLAIN)
    assert (end.day, end.provisional) == (dt.date(2026, 3, 5), True)


def test_days_from_the_plain_calendar_are_provisional() -> None:
    """Whether a Thursday is a holiday is exactly what the plain calendar does not know."""
    assert due(at("2026-03-02T09:00"), limit(10, "day"), PLAIN).provisional


def test_custody_needs_no_calendar() -> None:
    assert not due(at("2026-03-02T09:00"), limit(10, "day"), PLAIN, custody=True).provisional


def test_custody_with_working_days_still_needs_one() -> None:
    end = due(
        at("2026-03-02T09:00"), limit(7, "day"), PLAIN, custody=True, more=(limit(2, "workday"),)
    )
    assert end.provisional


def test_end_rolling_into_an_uncovered_year_is_provisional() -> None:
    year = CalendarYear(year=2026, source="", rest=(dt.date(2026, 12, 31),))
    calendar = WorkCalendar(name="x", version="x/1", source="", years=(year,))
    end = due(at("2026-12-21T09:00"), limit(10, "day"), calendar)
    assert (end.day, end.provisional) == (dt.date(2027, 1, 1), True)


def test_pause_moves_days_by_its_days() -> None:
    stretch = Stretch(since=at("2026-03-04T15:00"), until=at("2026-03-07T09:00"))
    end = due(at("2026-03-02T09:00"), limit(10, "day"), CN, custody=True, paused=(stretch,))
    assert end.day == dt.date(2026, 3, 15)


def test_pause_within_a_day_moves_no_days() -> None:
    stretch = Stretch(since=at("2026-03-04T09:00"), until=at("2026-03-04T17:00"))
    end = due(at("2026-03-02T09:00"), limit(10, "day"), CN, paused=(stretch,))
    assert end.day == dt.date(2026, 3, 12)


def test_pause_over_the_weekend_costs_no_working_day() -> None:
    stretch = Stretch(since=at("2026-03-07T09:00"), until=at("2026-03-09T09:00"))
    end = due(at("2026-03-05T09:00"), limit(3, "workday"), CN, paused=(stretch,))
    assert end.day == dt.date(2026, 3, 10)


def test_pause_moves_working_days_by_its_working_days() -> None:
    stretch = Stretch(since=at("2026-03-06T09:00"), until=at("2026-03-09T09:00"))
    end = due(at("2026-03-05T09:00"), limit(3, "workday"), CN, paused=(stretch,))
    assert end.day == dt.date(2026, 3, 11)


def test_pause_moves_hours_exactly() -> None:
    stretch = Stretch(since=at("2026-03-02T12:00"), until=at("2026-03-02T12:45"))
    end = due(at("2026-03-02T10:20"), limit(24, "hour"), CN, paused=(stretch,))
    assert end.at == at("2026-03-03T11:45")


@pytest.mark.parametrize(
    ("base", "more"), [("day", "hour"), ("hour", "month"), ("hour", "workday")]
)
def test_hours_and_days_do_not_mix(base: str, more: str) -> None:
    with pytest.raises(Refused) as refused:
        due(at("2026-03-02T09:00"), limit(1, base), CN, more=(limit(1, more),))
    assert refused.value.code == "limit.mixed"


@pytest.mark.parametrize("count", [0, -1, 10_001])
def test_limit_needs_a_sensible_number(count: int) -> None:
    with pytest.raises(Refused) as refused:
        Limit(count=count, unit=LimitUnit.DAY)
    assert refused.value.code == "limit.count"


@pytest.mark.parametrize("unit", ["day", "month", "hour"])
def test_end_beyond_2100_is_refused(unit: str) -> None:
    with pytest.raises(Refused) as refused:
        due(at("2100-12-31T09:00"), limit(10_000, unit), CN)
    assert refused.value.code == "value.day_range"


def test_working_days_beyond_2100_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        due(at("2100-12-31T09:00"), limit(1, "workday"), CN)
    assert refused.value.code == "calendar.beyond"
