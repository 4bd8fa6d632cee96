"""What every working calendar must do (工作日历符合性). Numbers: `docs/spec/contributions.md`."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest

from supervision.domain.calendars import WorkCalendar
from supervision.ports.calendars import CalendarSource
from supervision.testing.strictness import Conformance

__all__ = ["CalendarConformance"]

_FEWEST, _MOST = 230, 262
"""Working days of a year: about 250 as a rule; with no weekday off, 262 at most."""
_LONGEST = 14
"""Days off in a row. The longest so far: ten, after the Spring Festival of 2020."""
_SATURDAY = 5
_DAY = dt.timedelta(days=1)


class CalendarConformance(Conformance):
    """Tests of calendar sources (工作日历测试). Inherit, and give `calendar_source`.

    The days themselves only the notice can prove; the kit finds slips of the pen.
    """

    @pytest.fixture
    def calendar_source(self) -> CalendarSource[Any]:
        """Give the contribution. To be overridden."""
        raise NotImplementedError("give a fixture `calendar_source`")

    @pytest.fixture
    def settings(self, calendar_source: CalendarSource[Any]) -> object:
        """Give its settings. To be overridden where some are compulsory."""
        return calendar_source.settings()

    @pytest.fixture
    def calendar(self, calendar_source: CalendarSource[Any], settings: object) -> WorkCalendar:
        """Give the opened calendar."""
        return calendar_source.open(settings)

    def test_it_is_a_calendar_with_name_and_source(self, calendar: WorkCalendar) -> None:
        """CALENDAR-1."""
        assert isinstance(calendar, WorkCalendar)
        assert calendar.name.strip()
        assert calendar.source.strip()

    def test_opened_again_it_is_the_same(
        self, calendar_source: CalendarSource[Any], settings: object, calendar: WorkCalendar
    ) -> None:
        """CALENDAR-2."""
        assert calendar_source.open(settings) == calendar

    def test_its_version_is_one_short_word(self, calendar: WorkCalendar) -> None:
        """CALENDAR-3."""
        assert calendar.version.split() == [calendar.version]
        assert len(calendar.version) <= 64

    def test_every_year_names_its_notice(self, calendar: WorkCalendar) -> None:
        """CALENDAR-4."""
        assert [year.year for year in calendar.years if not year.source.strip()] == []

    def test_only_weekend_days_are_made_working_days(self, calendar: WorkCalendar) -> None:
        """CALENDAR-5."""
        made = [day for year in calendar.years for day in year.work]
        assert [day for day in made if day.weekday() < _SATURDAY] == []

    def test_no_year_has_more_or_less_work_than_any_ever_had(self, calendar: WorkCalendar) -> None:
        """CALENDAR-6."""
        for notice in calendar.years:
            first, last = dt.date(notice.year, 1, 1), dt.date(notice.year, 12, 31)
            days = [first + step * _DAY for step in range((last - first).days + 1)]
            worked = [day for day in days if calendar.is_working(day)]
            assert _FEWEST <= len(worked) <= _MOST, notice.year
            longest = max((after - day).days - 1 for day, after in pairwise(worked))
            assert longest <= _LONGEST, notice.year
