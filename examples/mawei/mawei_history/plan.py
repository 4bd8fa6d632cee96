"""What is done in the two years (两年工作安排): how much of what, and on which days.

These are inputs: how many meetings are held, how many problems a check meets with. No result
stands here; `published` counts what the records say in the end.
"""

from __future__ import annotations

import datetime as dt
import enum
from itertools import cycle, islice

import attrs
from mawei_exports.days import DAY, rolled

__all__ = [
    "CASE_YEARS",
    "DEPLOYMENTS",
    "FIRST",
    "HANDLING",
    "INSPECTIONS",
    "INTEGRITY_TALKS",
    "LAST",
    "MEETINGS",
    "OPINIONS_OUTSIDE",
    "PROJECTS",
    "REPORTED",
    "ROUTINE_CHECKS",
    "SUGGESTIONS",
    "CaseYear",
    "Deployment",
    "Follow",
    "Handling",
    "Suggestion",
    "Visit",
    "spread",
]

FIRST = dt.date(2020, 1, 1)
LAST = dt.date(2022, 1, 31)


def spread(count: int, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """Return working days evenly over a stretch (均匀分布)."""
    length = (last - first).days
    return tuple(
        rolled(first + (place * length // max(1, count - 1)) * DAY) for place in range(count)
    )


# ---------------------------------------------------------------------------- meetings

MEETINGS = tuple(
    (day, works)
    for day, works in zip(
        spread(84, dt.date(2020, 1, 6), dt.date(2022, 1, 20)), cycle((4, 3, 4, 4)), strict=False
    )
)
"""Meetings attended, and about how many works the office spoke at each."""
OPINIONS_OUTSIDE = spread(12, dt.date(2020, 2, 17), dt.date(2021, 12, 20))
"""Opinions given to a department outside meetings."""

# ---------------------------------------------------------------------------- decisions


class Follow(enum.Enum):
    """How the problems a check met with are followed up (跟进方式): at once, by a notice (整改通知), after a talk (约谈)."""

    PLAIN = "plain"
    NOTICE = "notice"
    TALK = "talk"


@attrs.frozen
class Deployment:
    """A decision, how many works it asks for, how many of them met with a problem."""

    day: dt.date
    works: int
    problems: int
    follow: Follow


def _deployments() -> tuple[Deployment, ...]:
    followed = [
        *islice(cycle(((Follow.NOTICE, 2), (Follow.NOTICE, 2), (Follow.NOTICE, 1))), 15),
        *islice(cycle(((Follow.TALK, 1), (Follow.TALK, 2))), 14),
        (Follow.TALK, 1),
        (Follow.TALK, 1),
        *islice(cycle(((Follow.PLAIN, 1), (Follow.PLAIN, 2), (Follow.PLAIN, 1))), 23),
        *islice(cycle(((Follow.PLAIN, 0),)), 4),
    ]
    days = spread(len(followed), dt.date(2020, 1, 8), dt.date(2021, 11, 15))
    order = sorted(range(len(followed)), key=lambda place: (place * 37) % len(followed))
    return tuple(
        Deployment(day, 6 if place == 0 else 5, followed[which][1], followed[which][0])
        for place, (day, which) in enumerate(zip(days, order, strict=True))
    )


DEPLOYMENTS = _deployments()

# ---------------------------------------------------------------------------- case work


@attrs.frozen
class Handling:
    """Problems found reading one prosecutor's cases: their number, and how he was talked to."""

    day: dt.date
    problems: int
    reminder: bool


HANDLING = tuple(
    Handling(day, problems, reminder)
    for day, (problems, reminder) in zip(
        spread(15, dt.date(2020, 3, 9), dt.date(2021, 11, 8)),
        [(2, False), (1, True)] * 7 + [(2, False)],
        strict=True,
    )
)
"""Seven handlers are reminded; the others are talked to more sternly, about two problems each."""


@attrs.frozen
class Suggestion:
    """A suggestion about files and documents (督察建议): so many problems, some talked about."""

    day: dt.date
    problems: int
    talked: int


SUGGESTIONS = tuple(
    Suggestion(day, problems, talked)
    for day, (problems, talked) in zip(
        spread(8, dt.date(2020, 4, 13), dt.date(2021, 11, 1)),
        [(4, 2), (4, 3), (4, 2), (5, 3), (4, 2), (4, 2), (4, 2), (4, 3)],
        strict=True,
    )
)

# ---------------------------------------------------------------------------- inspections


@attrs.frozen
class Visit:
    """A special inspection (专项检查): problems, those settled on the spot, persons criticised."""

    day: dt.date
    theme: str
    problems: int
    on_spot: int
    criticised: int
    covert: bool


_VISITS = (
    ("疫情防控和值班值守", 5, 3, 0),
    ("工作纪律", 4, 1, 1),
    ("办案安全", 3, 2, 0),
    ("公务用车和公务接待", 0, 0, 0),
    ("着装和检容", 5, 4, 0),
    ("上下班纪律", 6, 0, 1),
    ("卷宗和涉密载体管理", 4, 2, 0),
    ("会风会纪", 0, 0, 0),
    ("节日期间纪律", 4, 1, 0),
)
INSPECTIONS = tuple(
    Visit(day, theme, problems, on_spot, criticised, theme == "上下班纪律")
    for day, (theme, problems, on_spot, criticised) in zip(
        spread(len(_VISITS), dt.date(2020, 3, 16), dt.date(2021, 11, 22)), _VISITS, strict=True
    )
)
ROUTINE_CHECKS = spread(6, dt.date(2020, 2, 10), dt.date(2021, 12, 6))
"""Self-checks of departments that found nothing."""
INTEGRITY_TALKS = spread(6, dt.date(2020, 1, 13), dt.date(2021, 12, 13))

# ---------------------------------------------------------------------------- projects

PROJECTS = spread(193, dt.date(2020, 1, 7), dt.date(2022, 1, 10))
"""Days on which an item is proposed."""

# ---------------------------------------------------------------------------- reports

REPORTED = ("2020-03", "2020-06", "2020-09", "2020-12", "2021-06", "2021-12", "2022-01")
"""Months of which a report is issued here; the office reports every month."""

# ---------------------------------------------------------------------------- cases


@attrs.frozen
class CaseYear:
    """Cases received in a stretch, and what happened to them on their way (案件与活动)."""

    first: dt.date
    last: dt.date
    arrest: int
    prosecution: int
    arrested: int
    returned_once: int
    returned_twice: int
    extended_once: int
    extended_twice: int
    appealed: int
    reconsidered: int


CASE_YEARS = (
    CaseYear(dt.date(2020, 1, 1), dt.date(2020, 6, 30), 150, 260, 110, 82, 27, 110, 31, 54, 2),
    CaseYear(dt.date(2021, 1, 1), dt.date(2021, 6, 30), 180, 310, 140, 49, 10, 74, 16, 38, 2),
)
"""The first half of 2020 and of 2021: the list of activities was replaced in October 2021."""
