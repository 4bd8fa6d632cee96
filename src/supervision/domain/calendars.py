"""Working calendars (工作日历): which days are worked, as versioned data.

A calendar lists for each year the weekdays nobody works and the weekend days everybody does
(调休), as the yearly notice of the State Council's office announces them. For a year it does
not cover it knows only Monday to Friday; whatever is computed there is provisional (暂定) and
computed again when the notice is out. It usually appears in November for the year after.
"""

from __future__ import annotations

import datetime as dt
from array import array
from functools import cached_property
from itertools import accumulate

import attrs

from supervision.domain.values import EARLIEST, LATEST, check_day
from supervision.errors import Refused

__all__ = ["PLAIN", "CalendarYear", "WorkCalendar"]

_FIRST = EARLIEST.toordinal()
_LENGTH = LATEST.toordinal() - _FIRST + 1
_SATURDAY = 5


@attrs.frozen(kw_only=True)
class CalendarYear:
    """One year's notice (年度放假安排).

    Attributes:
        year: the year.
        source: the notice, such as 国办发明电〔2025〕7号.
        rest: weekdays nobody works. Weekend days may be listed too and change nothing.
        work: weekend days everybody works (调休上班).
    """

    year: int
    source: str
    rest: tuple[dt.date, ...] = ()
    work: tuple[dt.date, ...] = ()


@attrs.frozen(kw_only=True)
class WorkCalendar:
    """A working calendar in one version (工作日历).

    Attributes:
        name: name of the calendar, such as `plain` or `cn`.
        version: what clocks and runs record; another content has another version.
        source: where the data come from.
        years: the years covered.

    Raises:
        Refused: `calendar.year_twice`; `calendar.foreign_day` when a day is not of its year;
            `calendar.both` when a day is listed as rest and as work.

    Example:
        >>> PLAIN.add(dt.date(2026, 3, 6), 1)  # Friday → Monday
        datetime.date(2026, 3, 9)
        >>> PLAIN.covers(2026)
        False
    """

    name: str
    version: str
    source: str
    years: tuple[CalendarYear, ...] = ()

    def __attrs_post_init__(self) -> None:
        seen: set[int] = set()
        for notice in self.years:
            if notice.year in seen:
                raise Refused("calendar.year_twice", calendar=self.version, year=notice.year)
            seen.add(notice.year)
            for day in (*notice.rest, *notice.work):
                if day.year != notice.year:
                    raise Refused(
                        "calendar.foreign_day",
                        calendar=self.version,
                        year=notice.year,
                        day=day.isoformat(),
                    )
                check_day(day, place=f"{self.version} {notice.year}")
            both = sorted(set(notice.rest) & set(notice.work))
            if both:
                raise Refused("calendar.both", calendar=self.version, day=both[0].isoformat())

    @cached_property
    def _worked(self) -> bytearray:
        """One byte for each day from 1992 to 2100: 1 if it is worked."""
        week = bytes(int((EARLIEST.weekday() + step) % 7 < _SATURDAY) for step in range(7))
        flags = bytearray(week * (_LENGTH // 7 + 1))[:_LENGTH]
        for notice in self.years:
            for mark, days in ((0, notice.rest), (1, notice.work)):
                for day in days:
                    flags[day.toordinal() - _FIRST] = mark
        return flags

    @cached_property
    def _counted(self) -> array[int]:
        """At index i: the working days among the first i days. Counting is a subtraction."""
        return array("i", accumulate(self._worked, initial=0))

    @cached_property
    def _ordinals(self) -> array[int]:
        """The index of the n-th working day. Adding is a lookup."""
        return array("i", (index for index, mark in enumerate(self._worked) if mark))

    @cached_property
    def _covered(self) -> frozenset[int]:
        return frozenset(notice.year for notice in self.years)

    def covers(self, year: int) -> bool:
        """Say whether the calendar holds the notice of that year."""
        return year in self._covered

    def covers_days(self, first: dt.date, last: dt.date) -> bool:
        """Say whether it holds the notice of every year from `first` to `last`."""
        return all(year in self._covered for year in range(first.year, last.year + 1))

    def is_working(self, day: dt.date) -> bool:
        """Say whether the day is worked.

        Raises:
            Refused: `value.day_range` outside 1992–2100, as all methods with days.
        """
        return bool(self._worked[_index(day)])

    def count(self, after: dt.date, until: dt.date) -> int:
        """Count the working days behind `after` up to and including `until`.

        Negative when `until` lies before `after`, so that counts add up along a line.
        """
        counted = self._counted
        return counted[_index(until) + 1] - counted[_index(after) + 1]

    def add(self, day: dt.date, working_days: int) -> dt.date:
        """Return the n-th working day behind `day`; with a negative number, before it.

        `day` itself is never counted; 0 returns it as it is, worked or not.
        """
        index = _index(day)
        if working_days == 0:
            return day
        if working_days > 0:
            place = self._counted[index + 1] + working_days - 1
        else:
            place = self._counted[index] + working_days
        if not 0 <= place < len(self._ordinals):
            edge = LATEST if working_days > 0 else EARLIEST
            raise Refused(
                "calendar.beyond",
                day=day.isoformat(),
                working_days=working_days,
                edge=edge.isoformat(),
            )
        return dt.date.fromordinal(self._ordinals[place] + _FIRST)

    def next_working(self, day: dt.date) -> dt.date:
        """Return the first working day behind `day`."""
        return self.add(day, 1)

    def roll(self, day: dt.date) -> dt.date:
        """Return `day` if it is worked, else the first working day behind it (顺延)."""
        return day if self.is_working(day) else self.add(day, 1)


def _index(day: dt.date) -> int:
    check_day(day, place="calendar")
    return day.toordinal() - _FIRST


PLAIN = WorkCalendar(name="plain", version="plain/1", source="周一至周五，不含节假日安排")
"""Monday to Friday, covering no year: everything computed from it is provisional."""
