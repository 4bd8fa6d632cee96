"""Ends of limits as a table (期限对照表): for each span and day of a start, the day it ends.

Working days, months and holidays are arithmetic no two databases agree on. So the library's own
calendar computes every end once for each day that can occur, and a database only looks it up.
A calendar's table is kept as long as the engine; another version of it is another table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from supervision.plugin import (
    Instant,
    Limit,
    LimitUnit,
    Span,
    SupervisionError,
    WorkCalendar,
    day_of,
    due,
    start_of,
)

__all__ = ["Spans", "alarm_day"]

_EPOCH = 719_163  # date(1970, 1, 1).toordinal()
_HOUR = 3_600 * 10**6
_SEARCHED = 4_000  # days; no warning is given ten years ahead


class Spans:
    """Ends of limits by span and day, for one calendar version (期限对照)."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar
        self._ends: dict[Span, dict[int, tuple[int, int, int, int] | None]] = {}

    def rows(
        self, spans: Iterable[Span], first_day: int, last_day: int
    ) -> Iterator[tuple[int, int, int, int, int, int]]:
        """Yield the rows of `sw_due`; a day whose limit ends beyond the calendar has none."""
        for place, span in enumerate(spans):
            ends = self._ends.setdefault(span, {})
            for day in range(first_day, last_day + 1):
                if day not in ends:
                    ends[day] = self._end(span, day)
                found = ends[day]
                if found is not None:
                    yield place, day, *found

    def _end(self, span: Span, day: int) -> tuple[int, int, int, int] | None:
        try:
            start = start_of(dt.date.fromordinal(day + _EPOCH))
            exact = due(start, span.limit, self.calendar, custody=True, more=span.more)
            rolled = due(start, span.limit, self.calendar, custody=False, more=span.more)
        except SupervisionError:
            return None  # the reference engine says what is wrong with it
        return (
            exact.day.toordinal() - _EPOCH,
            int(exact.provisional),
            rolled.day.toordinal() - _EPOCH,
            int(rolled.provisional),
        )


def alarm_day(lead: Limit, now: Instant, calendar: WorkCalendar) -> int:
    """Return the last day a limit may end on for its lead time to have begun by now.

    Raises:
        Refused: `calendar.beyond`, `value.day_range` at the edges of the calendar.
    """
    last = today = day_of(now)
    for step in range(_SEARCHED):
        end = today + dt.timedelta(days=step)
        if _alarm(lead, end, calendar) > now:
            break
        last = end
    else:
        return 2**31 - 1
    if last == today and _alarm(lead, today, calendar) > now:
        return today.toordinal() - _EPOCH - 1
    return last.toordinal() - _EPOCH


def _alarm(lead: Limit, end: dt.date, calendar: WorkCalendar) -> Instant:
    if lead.unit is LimitUnit.HOUR:
        return Instant(start_of(end) + 24 * _HOUR - lead.count * _HOUR)
    if lead.unit is LimitUnit.WORKDAY:
        return start_of(calendar.add(end, -lead.count))
    return start_of(end - dt.timedelta(days=lead.count))
