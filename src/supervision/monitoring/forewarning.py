"""When the end of a limit is told beforehand (预警), and from which day it is broken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from supervision.domain.calendars import WorkCalendar
from supervision.domain.limits import HOUR, Due, Limit, LimitUnit
from supervision.domain.values import Instant, start_of
from supervision.ports.monitoring import SweepContext

__all__ = ["alarm_at", "first_late_day", "level_of"]

_ONE_DAY = dt.timedelta(days=1)


def alarm_at(end: Due, lead: Limit, calendar: WorkCalendar) -> Instant:
    """Return the instant from which a lead time warns: the start of a day, or an hour."""
    if lead.unit is LimitUnit.HOUR:
        return Instant(end.at - lead.count * HOUR)
    if lead.unit is LimitUnit.WORKDAY:
        return start_of(calendar.add(end.day, -lead.count))
    return start_of(end.day - lead.count * _ONE_DAY)


def level_of(end: Due, leads: Iterable[Limit], context: SweepContext) -> int:
    """Return how many lead times have been passed."""
    return sum(context.now >= alarm_at(end, lead, context.calendar) for lead in leads)


def first_late_day(end: Due, limit: Limit) -> dt.date:
    """Return the first day of the breach."""
    return end.day if limit.unit is LimitUnit.HOUR else end.day + _ONE_DAY
