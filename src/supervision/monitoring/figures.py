"""The meaning of `Indicator` (指标规则的含义): sums over cases, divided once at the end.

Sums of parts of the cases can be merged; quotients never are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

import attrs

from supervision.domain.cases import Case, Event
from supervision.domain.rules import (
    By,
    Each,
    Figures,
    Indicator,
    Measure,
    Per,
    Stage,
    Threshold,
    is_valid_on,
    number_of,
    ref_of,
)
from supervision.domain.sightings import Facts, Figure, Sighting
from supervision.domain.values import day_of
from supervision.monitoring.subjects import (
    Subject,
    Subjects,
    case_text,
    event_text,
    first_after,
)
from supervision.ports.monitoring import SweepContext

__all__ = ["Sums", "period_of"]

_QUARTER = 3
_MONTHS = 12


def period_of(day: dt.date, per: Per) -> str:
    """Return the name of the period a day lies in.

    Example:
        >>> [period_of(dt.date(2026, 5, 4), per) for per in Per]
        ['2026-05', '2026-Q2', '2026', '']
    """
    match per:
        case Per.MONTH:
            return f"{day.year:04}-{day.month:02}"
        case Per.QUARTER:
            return f"{day.year:04}-Q{(day.month - 1) // _QUARTER + 1}"
        case Per.YEAR:
            return f"{day.year:04}"
        case Per.ALL:
            return ""


def _period_days(period: str) -> tuple[dt.date, dt.date]:
    """Return the first day of a period, and of the one after it."""
    year, _, part = period.partition("-")
    if not part:
        first, months = 1, _MONTHS
    elif part.startswith("Q"):
        first, months = int(part[1:]) * _QUARTER - _QUARTER + 1, _QUARTER
    else:
        first, months = int(part), 1
    over, month = divmod(first - 1 + months, _MONTHS)
    return dt.date(int(year), first, 1), dt.date(int(year) + over, month + 1, 1)


@attrs.define
class _Sum:
    top: int = 0
    bottom: int = 0
    contributions: int = 0


class Sums:
    """The sums of one indicator under way (指标累计)."""

    def __init__(self, rule: Indicator) -> None:
        self._rule = rule
        self._sums: dict[tuple[str, tuple[str | None, ...]], _Sum] = {}

    def add(self, subjects: Subjects) -> None:
        """Add what a case contributes."""
        rule = self._rule
        for subject in subjects.of(rule.head):
            group = tuple(case_text(subject.case, by.value) for by in rule.by)
            for measure in rule.top:
                for day, amount in self._contributions(measure, subject):
                    found = self._of(day, group)
                    found.top += amount
                    found.contributions += 1
            for measure in rule.bottom:
                for day, amount in self._contributions(measure, subject):
                    self._of(day, group).bottom += amount

    def _contributions(self, measure: Measure, subject: Subject) -> Iterator[tuple[dt.date, int]]:
        if measure.lines and subject.case.line not in measure.lines:
            return
        sign = -1 if measure.minus else 1
        for day, amount in _amounts(measure, subject)[: measure.first]:
            if is_valid_on(self._rule.head, day):
                yield day, sign * amount

    @property
    def rule(self) -> Indicator:
        """The indicator."""
        return self._rule

    def put(
        self,
        period: str,
        group: tuple[str | None, ...],
        *,
        top: int = 0,
        bottom: int = 0,
        contributions: int = 0,
    ) -> None:
        """Add sums another engine has made of a part of the cases."""
        found = self._sums.setdefault((period, group), _Sum())
        found.top += top
        found.bottom += bottom
        found.contributions += contributions

    def _of(self, day: dt.date, group: tuple[str | None, ...]) -> _Sum:
        return self._sums.setdefault((period_of(day, self._rule.per), group), _Sum())

    def figures(self) -> Iterator[Figure]:
        """Yield the figure of every group and period that has one."""
        rule = self._rule
        whole: dict[str, int] = {}
        for (period, _), found in self._sums.items():
            whole[period] = whole.get(period, 0) + found.top
        for (period, group), found in self._sums.items():
            bottom = {
                Figures.RATIO: found.bottom,
                Figures.MEAN: found.contributions,
                Figures.SHARE: whole[period],
            }[rule.figure]
            if bottom > 0:
                yield Figure(
                    rule=ref_of(rule), period=period, group=group, top=found.top, bottom=bottom
                )

    def sightings(self, context: SweepContext) -> Iterator[Sighting]:
        """Yield the figures beyond a threshold, of periods that have ended."""
        rule, today = self._rule, day_of(context.now)
        for figure in self.figures():
            first, following = rule.head.valid_from, today
            if figure.period:
                first, following = _period_days(figure.period)
            if following <= today and _is_beyond(rule, figure.value):
                yield _sighting(rule, figure, first)


def _is_beyond(rule: Indicator, value: Fraction) -> bool:
    most, least = rule.at_most, rule.at_least
    return (most is not None and value > _fraction(most)) or (
        least is not None and value < _fraction(least)
    )


def _fraction(threshold: Threshold) -> Fraction:
    return Fraction(threshold.top, threshold.bottom)


def _sighting(rule: Indicator, figure: Figure, first: dt.date) -> Sighting:
    named = dict(zip(rule.by, figure.group, strict=True))
    return Sighting(
        rule=ref_of(rule),
        case="",
        line=named.get(By.LINE) or "",
        unit=named.get(By.UNIT),
        department=named.get(By.DEPARTMENT),
        handler=named.get(By.HANDLER),
        anchor=(figure.period, *(f"={name}" if name else "" for name in figure.group)),
        began_on=first,
        breached_on=first,
        stage=Stage.OUTLYING,
        facts=Facts(events=(), period=figure.period, top=figure.top, bottom=figure.bottom),
    )


# ---------------------------------------------------------------------------- one subject


def _amounts(measure: Measure, subject: Subject) -> list[tuple[dt.date, int]]:
    """Return what a measure finds in a subject, in order."""
    events = subject.strict(measure.events)
    if measure.daily:
        events = _daily(events)
    accepted = subject.case.accepted_on
    match measure.each:
        case Each.CASE:
            counts = measure.events is None or bool(events)
            return [(accepted, 1)] if counts and accepted is not None else []
        case Each.EVENT:
            return [(event.day, 1) for event in events]
        case Each.SPAN:
            return _span(measure, subject, events)
        case Each.SUM if measure.events is None:
            return _numbers(subject.case, accepted, measure.field)
        case Each.SUM:
            found = [(one.day, number_of(event_text(one, measure.field or ""))) for one in events]
            return [(day, number) for day, number in found if number is not None]


def _daily(events: list[Event]) -> list[Event]:
    """Keep the first event of each day."""
    days: dict[dt.date, Event] = {}
    for event in events:
        days.setdefault(event.day, event)
    return list(days.values())


def _numbers(case: Case, day: dt.date | None, field: str | None) -> list[tuple[dt.date, int]]:
    number = number_of(case_text(case, field or ""))
    return [] if day is None or number is None else [(day, number)]


def _span(measure: Measure, subject: Subject, events: list[Event]) -> list[tuple[dt.date, int]]:
    if not events:
        return []
    end = first_after(subject.strict(measure.to), events[0])
    return [] if end is None else [(end.day, (end.day - events[0].day).days)]
