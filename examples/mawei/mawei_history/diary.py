"""The diary (日程): whose turn it is on which day, and many acts of one officer in one go.

A course is a generator. It yields a `Turn`, the day and the officer of its next act, and gets a
`Desk` to do it at. The diary lets all courses take their turns by day. It enters what one officer
did within ten days as one unit of work at the end of these days, as offices bring their books up
to date: the act bears its own day, the entry that of the end of the ten days (逐旬补录).
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import defaultdict
from collections.abc import Generator
from contextlib import AbstractContextManager
from itertools import count
from typing import NamedTuple, TypeAlias

import attrs
from mawei_exports.days import DAY
from mawei_story.cast import StoryClock

from supervision import Acting, Office, Work
from supervision.domain.values import OfficerId

__all__ = ["NEW_FILE", "Course", "Desk", "Diary", "Turn", "entered_on"]

NEW_FILE = "new"
"""Where a turn opens a closed file (立卷)."""


class Turn(NamedTuple):
    """A day, who acts on it, and where: in the open, in a closed file, or in a `NEW_FILE`."""

    day: dt.date
    who: OfficerId
    file: str | None = None


@attrs.frozen
class Desk:
    """Where an act is done (办理): a unit of work, and the act's day."""

    work: Work
    day: dt.date

    @property
    def acting(self) -> Acting:
        """The act of that day."""
        return Acting(on=self.day)

    def because(self, reason: str) -> Acting:
        """The act of that day, with a reason."""
        return Acting(on=self.day, reason=reason)


Course: TypeAlias = Generator[Turn, Desk, None]


def entered_on(day: dt.date) -> dt.date:
    """Return the last of the ten days a day lies in (旬末): 10th, 20th, last of the month."""
    if day.day <= 20:
        return day.replace(day=10 if day.day <= 10 else 20)
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


class Diary:
    """All courses under way, by whose turn it is.

    Args:
        office: the office.
        clock: its clock, which is moved on.
    """

    def __init__(self, office: Office, clock: StoryClock) -> None:
        self._office = office
        self._clock = clock
        self._order = count()
        self._waiting: dict[OfficerId, list[tuple[dt.date, int, Course, str | None]]] = defaultdict(
            list
        )

    def add(self, course: Course) -> None:
        """Take a course in; it begins with its first turn."""
        self._wait(course, next(course, None))

    def _wait(self, course: Course, turn: Turn | None) -> None:
        if turn is not None:
            entry = (turn.day, next(self._order), course, turn.file)
            heapq.heappush(self._waiting[turn.who], entry)

    def run(self, until: dt.date) -> None:
        """Do everything that is due up to a day, ten days by ten days."""
        while (first := self._first()) is not None and first <= until:
            end = entered_on(first)
            self._clock.turn(f"{end.isoformat()} 17:00")
            while (who := self._next(end)) is not None:
                self._enter(who, end)

    def _first(self) -> dt.date | None:
        return min((waiting[0][0] for waiting in self._waiting.values() if waiting), default=None)

    def _next(self, end: dt.date) -> OfficerId | None:
        """Return who has waited longest for something up to a day."""
        due = [(waiting[0][:2], who) for who, waiting in self._waiting.items() if waiting]
        (day, _), who = min(due, default=((dt.date.max, 0), OfficerId("")))
        return who if day <= end else None

    def _enter(self, who: OfficerId, end: dt.date) -> None:
        """Let an officer do whatever is his up to a day, in one unit of work for a place."""
        waiting = self._waiting[who]
        place = waiting[0][3]
        with self._working(who, place) as work:
            while waiting and waiting[0][0] <= end and waiting[0][3] == place:
                day, _, course, _ = heapq.heappop(waiting)
                turn = _resumed(course, Desk(work, day))
                self._wait(course, turn)
                if place == NEW_FILE:
                    break
            work.commit()

    def _working(self, who: OfficerId, place: str | None) -> AbstractContextManager[Work]:
        if place == NEW_FILE:
            return self._office.new_file(who)
        return self._office.work(who, file=place)


def _resumed(course: Course, desk: Desk) -> Turn | None:
    try:
        return course.send(desk)
    except StopIteration:
        return None
