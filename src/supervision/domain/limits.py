"""Time limits (期限): from a start and a limit to the end, as 刑诉法 105 counts.

The hour and day of the start are not counted. If the last day is a holiday, the limit ends on
the first working day after it, but not while somebody is in custody. A month runs to the same
day of the month, or to its last day where there is no such day (31 January → 28 February).
Limits in hours are never carried over a holiday: 24 hours are 24 hours.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
import enum

import attrs

from supervision.domain.calendars import WorkCalendar
from supervision.domain.cases import Precision
from supervision.domain.values import Instant, check_day, day_of, start_of
from supervision.errors import Refused

__all__ = ["DAY", "HOUR", "Due", "Limit", "LimitUnit", "Stretch", "add_months", "due"]

HOUR = 3_600_000_000
"""One hour in microseconds."""
DAY = 24 * HOUR
"""One day in microseconds; office time has no other days."""
_MOST = 10_000
"""No limit of the field comes near it, and no sum of such limits leaves the calendar of Python."""


class LimitUnit(enum.Enum):
    """What a limit is counted in (期限单位)."""

    HOUR = "hour"
    """时"""
    DAY = "day"
    """日 (calendar days)"""
    MONTH = "month"
    """月"""
    WORKDAY = "workday"
    """工作日"""


@attrs.frozen(kw_only=True)
class Limit:
    """A time limit (期限), such as 10 days.

    Attributes:
        count: how many, from 1 to 10,000.
        unit: of what.

    Raises:
        Refused: `limit.count` outside that range.

    Example:
        >>> Limit(count=10, unit=LimitUnit.DAY).count
        10
    """

    count: int
    unit: LimitUnit

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.count <= _MOST:
            raise Refused("limit.count", found=self.count, most=_MOST)


@attrs.frozen(kw_only=True)
class Stretch:
    """A time that is not counted (不计入期限的时段): from `since` to just before `until`."""

    since: Instant
    until: Instant


@attrs.frozen(kw_only=True)
class Due:
    """The end of a limit (届满).

    Attributes:
        at: the first instant that is too late.
        day: the last day that is in time.
        provisional: computed over a year whose notice the calendar lacks (暂定).
    """

    at: Instant
    day: dt.date
    provisional: bool


def add_months(day: dt.date, count: int) -> dt.date:
    """Return the same day `count` months later, clamped to the end of that month.

    Example:
        >>> add_months(dt.date(2026, 1, 31), 1)
        datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = months.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def due(
    start: Instant,
    limit: Limit,
    calendar: WorkCalendar,
    *,
    custody: bool = False,
    precision: Precision = Precision.MINUTE,
    more: tuple[Limit, ...] = (),
    paused: tuple[Stretch, ...] = (),
) -> Due:
    """Compute the end of a limit.

    Args:
        start: the event that starts it. Its hour (for hours) or day is not counted.
        limit: the limit.
        calendar: the working calendar.
        custody: somebody is held: the last day is not carried over a holiday (刑诉法 105).
        precision: for hours: with `DAY`, the event may have been at the end of its day.
        more: extensions granted (延长), each added to what came before, in days, months or
            working days. To a limit in hours a day adds 24 hours.
        paused: times not counted. A limit in days or months ends as many days later as lie
            between the days a stretch begins and ends on, a limit in working days as many
            working days later, a limit in hours exactly as much later.

    Returns:
        The end. It never lies before the start.

    Raises:
        Refused: `limit.mixed` when hours extend days, or months or working days extend hours;
            `value.day_range` when the end lies beyond 2100; `calendar.beyond` likewise.
    """
    if limit.unit is LimitUnit.HOUR:
        return _due_in_hours(start, limit, precision, more, paused)
    first = day = day_of(start)
    for step in (limit, *more):
        day = _step(day, step, calendar)
    by_workdays = limit.unit is LimitUnit.WORKDAY
    for stretch in paused:
        begin, end = day_of(stretch.since), day_of(stretch.until)
        if by_workdays:
            one = dt.timedelta(days=1)
            day = calendar.add(day, calendar.count(begin - one, end - one))
        else:
            day = check_day(day + (end - begin), place="limit")
    lasting = day if custody else calendar.roll(day)
    counted = by_workdays or any(step.unit is LimitUnit.WORKDAY for step in more)
    provisional = (counted and not calendar.covers_days(first, day)) or (
        not custody and not calendar.covers_days(day, lasting)
    )
    return Due(at=_end_of(lasting), day=lasting, provisional=provisional)


def _end_of(day: dt.date) -> Instant:
    return Instant(start_of(day) + DAY)


def _step(day: dt.date, step: Limit, calendar: WorkCalendar) -> dt.date:
    if step.unit is LimitUnit.WORKDAY:
        return calendar.add(day, step.count)
    if step.unit is LimitUnit.MONTH:
        return check_day(add_months(day, step.count), place="limit")
    if step.unit is LimitUnit.DAY:
        return check_day(day + dt.timedelta(days=step.count), place="limit")
    raise Refused("limit.mixed", found=step.unit.value)


def _due_in_hours(
    start: Instant,
    limit: Limit,
    precision: Precision,
    more: tuple[Limit, ...],
    paused: tuple[Stretch, ...],
) -> Due:
    if precision is Precision.DAY:
        counted_from = _end_of(day_of(start))
    else:
        # The hour of the start is not counted: 10:20 and 10:00 both count from 11:00.
        counted_from = Instant(start - start % HOUR + HOUR)
    length = limit.count * HOUR
    for step in more:
        if step.unit is LimitUnit.HOUR:
            length += step.count * HOUR
        elif step.unit is LimitUnit.DAY:
            length += step.count * DAY
        else:
            raise Refused("limit.mixed", found=step.unit.value)
    length += sum(stretch.until - stretch.since for stretch in paused)
    at = Instant(counted_from + length)
    # The last instant in time lies just before `at`: at midnight it is still the day before.
    last = check_day(day_of(Instant(at - 1)), place="limit")
    return Due(at=at, day=last, provisional=False)
