"""Reckoning of clocks (期限推算): from what is known of a clock to its end and its alarms.

Pure arithmetic over `limits` and `calendars`. The result is carried by changes, never computed
while a journal is replayed: another calendar must not alter what was once promised.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.calendars import WorkCalendar
from supervision.domain.cases import Precision
from supervision.domain.limits import DAY, HOUR, Due, Limit, LimitUnit, Stretch, due
from supervision.domain.values import Instant, OfficerId, check_day, day_of, start_of
from supervision.errors import Refused

__all__ = [
    "Alarm",
    "Extension",
    "LastDay",
    "Pause",
    "Reckoned",
    "Term",
    "next_alarm",
    "reckon",
]


@attrs.frozen(kw_only=True)
class Pause:
    """A time the clock stands still (中止): from `since` to just before `until`.

    Attributes:
        since: when it stopped running.
        until: when it ran on; `None` while it still stands.
        reason: why, one line.
    """

    since: Instant
    until: Instant | None = None
    reason: str


@attrs.frozen(kw_only=True)
class Extension:
    """More time, granted (延期).

    Attributes:
        days: how many: working days for a limit in working days, else calendar days.
        approver: the officer who granted it.
        reason: why, one line.
    """

    days: int
    approver: OfficerId
    reason: str


@attrs.frozen(kw_only=True)
class LastDay:
    """A last day fixed by a decision (限定日期), in place of a limit.

    It is not carried over a holiday: whoever fixed it chose that day.
    """

    day: dt.date


@attrs.frozen(kw_only=True)
class Term:
    """What a clock measures (计时要素).

    Attributes:
        started_at: the event that starts it.
        limit: the limit that runs from there, or the last day fixed by a decision.
        precision: how exactly the start is known.
        custody: somebody is held, so the last day is not carried over a holiday.
        ladder: lead times of the warnings, in hours, days or working days before the end.

    Raises:
        Refused: `clock.last_day` when it lies before the start; `clock.lead` for a lead in
            months.
    """

    started_at: Instant
    limit: Limit | LastDay
    precision: Precision = Precision.MINUTE
    custody: bool = False
    ladder: tuple[Limit, ...] = ()

    def __attrs_post_init__(self) -> None:
        if isinstance(self.limit, LastDay) and self.limit.day < day_of(self.started_at):
            raise Refused(
                "clock.last_day",
                last_day=self.limit.day.isoformat(),
                start=day_of(self.started_at).isoformat(),
            )
        for lead in self.ladder:
            if lead.unit is LimitUnit.MONTH:
                raise Refused("clock.lead", found=lead.unit.value)


@attrs.frozen(kw_only=True)
class Alarm:
    """When a clock asks for attention (预警时点).

    Attributes:
        at: from this instant on.
        lead: the rung of the ladder; `None`: the end itself, the clock is overdue.
    """

    at: Instant
    lead: Limit | None = None


@attrs.frozen(kw_only=True)
class Reckoned:
    """What was computed, and from which calendar (推算结果).

    Attributes:
        due_at: the first instant that is too late.
        due_on: the last day that is in time.
        alarms: in order of time, the end being the last. A lead longer than the limit itself
            has no alarm: nobody is warned at the moment of being served.
        calendar: version of the calendar.
        provisional: the calendar lacks a year it was computed over (暂定).
    """

    due_at: Instant
    due_on: dt.date
    alarms: tuple[Alarm, ...]
    calendar: str
    provisional: bool = False


def reckon(
    term: Term,
    calendar: WorkCalendar,
    *,
    pauses: tuple[Pause, ...] = (),
    extensions: tuple[Extension, ...] = (),
) -> Reckoned:
    """Compute the end of a clock and its alarms (推算期限). A pause still open is left out.

    Raises:
        Refused: `value.day_range` or `calendar.beyond` when the end lies beyond 2100.
    """
    by_workdays = isinstance(term.limit, Limit) and term.limit.unit is LimitUnit.WORKDAY
    unit = LimitUnit.WORKDAY if by_workdays else LimitUnit.DAY
    more = tuple(Limit(count=extension.days, unit=unit) for extension in extensions)
    paused = tuple(
        Stretch(since=pause.since, until=pause.until) for pause in pauses if pause.until is not None
    )
    end = _end(term, calendar, more, paused)
    alarms, firm = _alarms(term, end, calendar)
    return Reckoned(
        due_at=end.at,
        due_on=end.day,
        alarms=alarms,
        calendar=calendar.version,
        provisional=end.provisional or not firm,
    )


def _end(
    term: Term, calendar: WorkCalendar, more: tuple[Limit, ...], paused: tuple[Stretch, ...]
) -> Due:
    if isinstance(term.limit, Limit):
        return due(
            term.started_at,
            term.limit,
            calendar,
            custody=term.custody,
            precision=term.precision,
            more=more,
            paused=paused,
        )
    day = term.limit.day
    for step in more:
        day = check_day(day + dt.timedelta(days=step.count), place="limit")
    for stretch in paused:
        day = check_day(day + (day_of(stretch.until) - day_of(stretch.since)), place="limit")
    return Due(at=Instant(start_of(day) + DAY), day=day, provisional=False)


def _alarms(term: Term, end: Due, calendar: WorkCalendar) -> tuple[tuple[Alarm, ...], bool]:
    """Return the alarms, and whether the calendar knows all it was asked for them."""
    found = []
    firm = True
    first = day_of(term.started_at)
    for lead in term.ladder:
        if lead.unit is LimitUnit.HOUR:
            at = Instant(end.at - lead.count * HOUR)
        elif lead.unit is LimitUnit.DAY:
            if lead.count > (end.day - first).days:
                continue
            at = start_of(end.day - dt.timedelta(days=lead.count))
        else:
            if lead.count > calendar.count(first, end.day):
                continue
            day = calendar.add(end.day, -lead.count)
            firm = firm and calendar.covers_days(day, end.day)
            at = start_of(day)
        if at > term.started_at:
            found.append(Alarm(at=at, lead=lead))
    found.sort(key=lambda alarm: alarm.at)
    return (*found, Alarm(at=end.at)), firm


def next_alarm(reckoned: Reckoned, after: Instant | None) -> Instant | None:
    """Return the first alarm behind `after`; with `None`, the very first one."""
    for alarm in reckoned.alarms:
        if after is None or alarm.at > after:
            return alarm.at
    return None
