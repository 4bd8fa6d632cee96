"""Choices and days (选择与日期): deterministic draws, and date arithmetic with plain weekends.

The arithmetic is written here once more on purpose: were the exports made with the library's own,
a mistake in it would make exports that hide it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import TypeAlias, TypeVar

__all__ = [
    "DAY",
    "When",
    "between",
    "chance",
    "day_after_at_latest",
    "draw",
    "minutes_of",
    "month_after",
    "pick",
    "plain",
    "rolled",
    "workdays_after",
    "works",
]

T = TypeVar("T")
When: TypeAlias = dt.date
"""A day, or as `datetime` (which is a `date`) an instant to the minute."""
DAY = dt.timedelta(days=1)


def draw(below: int, *what: object) -> int:
    """Return a number from 0 to `below - 1` that `what` always yields."""
    digest = hashlib.sha256("/".join(map(str, ("mawei", 2021, *what))).encode()).digest()
    return int.from_bytes(digest[:8], "big") % below


def chance(percent: int, *what: object) -> bool:
    return draw(100, *what) < percent


def pick(among: Sequence[T], *what: object) -> T:
    return among[draw(len(among), *what)]


def plain(when: When) -> dt.date:
    return when.date() if isinstance(when, dt.datetime) else when


def works(day: dt.date) -> bool:
    return day.weekday() < 5


def rolled(day: dt.date) -> dt.date:
    while not works(day):
        day += DAY
    return day


def workdays_after(day: dt.date, count: int) -> dt.date:
    while count:
        day += DAY
        count -= works(day)
    return day


def month_after(day: dt.date) -> dt.date:
    year, month = divmod(day.year * 12 + day.month, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def between(first: dt.date, last: dt.date, *what: object) -> dt.date:
    """Choose a day from `first` to `last`, a working day if there is one near."""
    last = max(first, last)
    day = first + draw((last - first).days + 1, *what) * DAY
    for other in (day, day - DAY, day - 2 * DAY, day + DAY, day + 2 * DAY):
        if works(other) and first <= other <= last:
            return other
    return day


def minutes_of(day: dt.date, first_hour: int, hours: int, *what: object) -> dt.datetime:
    """Choose a time of day, never midnight, which exports also write for a plain day."""
    minute = 1 + draw(hours * 60 - 1, *what)
    return dt.datetime.combine(day, dt.time(first_hour)) + dt.timedelta(minutes=minute)


def day_after_at_latest(since: dt.datetime) -> dt.datetime:
    """Return the last minute within 24 hours, the hour of the start not counted (刑诉法 105)."""
    counted_from = since.replace(minute=0) + dt.timedelta(hours=1)
    return counted_from + dt.timedelta(hours=24) - dt.timedelta(minutes=1)
