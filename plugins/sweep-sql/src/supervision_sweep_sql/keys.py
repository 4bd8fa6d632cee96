"""One number for an event's place in its case (事件序键): day, rank, place and precision.

    bits 44-29 day since 1970 · 28-15 rank of (instant, sequence) in the case · 14-1 place · 0 minute

Among the events of one case the number orders as the library orders events, so that `min` and
`max` give the first and the last; the day is a shift away, and whether an event may have come
after another is a comparison of two numbers. An instant that is not its day's, a case with more
than 16,383 events, or a day with an event known to the minute at midnight beside one known only
to the day, does not fit: such a case is judged by the reference engine. So among the events of a day
those known only to the day come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from supervision.plugin import Event, Precision

__all__ = [
    "DAY_SHIFT",
    "MOST_EVENTS",
    "another_may_follow",
    "day_number",
    "key_of",
    "keys_of",
    "may_follow",
    "place_of",
    "precedes",
]

DAY_SHIFT = 29
_RANK_SHIFT = 15
MOST_EVENTS = (1 << 14) - 1
_EPOCH = 719_163  # date(1970, 1, 1).toordinal()
_DAY = 86_400 * 10**6
_ZONE = 8 * 3_600 * 10**6


def keys_of(events: Sequence[Event]) -> Iterator[int] | None:
    """Return the numbers of a case's events, which are in order; `None` if they do not fit."""
    if len(events) > MOST_EVENTS or not all(_fits(event) for event in events):
        return None
    midnights = {event.day for event in events if _is_midnight(event)}
    if midnights and any(
        event.day in midnights and event.precision is Precision.DAY for event in events
    ):
        return None
    return _keys(events)


def _keys(events: Sequence[Event]) -> Iterator[int]:
    rank, last = -1, (-1, -1)
    for place, event in enumerate(events):
        instant = (event.occurred_at, event.sequence)
        if instant != last:
            rank, last = rank + 1, instant
        minute = int(event.precision is Precision.MINUTE)
        day = event.day.toordinal() - _EPOCH
        yield day << DAY_SHIFT | rank << _RANK_SHIFT | place << 1 | minute


def _is_midnight(event: Event) -> bool:
    return event.precision is Precision.MINUTE and (event.occurred_at + _ZONE) % _DAY == 0


def _fits(event: Event) -> bool:
    day, rest = divmod(event.occurred_at + _ZONE, _DAY)
    return day == event.day.toordinal() - _EPOCH and (
        rest == 0 or event.precision is Precision.MINUTE
    )


def place_of(key: int) -> int:
    """Return the place of the event among those of its case.

    Example:
        >>> place_of(6 << 1 | 1)
        6
    """
    return key >> 1 & MOST_EVENTS


class _Shifted(FunctionElement[int]):
    """A key shifted to the right (右移); how that is written, the profile says."""

    type = BigInteger()
    inherit_cache = False

    def __init__(self, key: ColumnElement[Any], bits: int) -> None:
        super().__init__(key)
        self.bits = bits


@compiles(_Shifted)
def _shifted(element: _Shifted, compiler: Any, **more: Any) -> str:
    [key] = element.clauses
    pattern: str = getattr(compiler.dialect, "sweep_shift", "({value} >> {bits})")
    return pattern.format(
        value=compiler.process(key, **more), bits=element.bits, power=1 << element.bits
    )


def day_number(key: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the day of a key, in days since 1970."""
    return _Shifted(key, DAY_SHIFT)


def key_of(doubled: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the key of a number that is twice a key, or one more."""
    return _Shifted(doubled, 1)


def may_follow(event: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say whether an event may have happened at or after another: `not_before` of the library.

    Of two events of one day the order is known only if both are known to the minute.
    """
    return or_(event >= other, _unordered(event, other))


def another_may_follow(event: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say the same of an event that is not the other one; that it is later is asked first."""
    return or_(event > other, and_(event < other, _unordered(event, other)))


def _unordered(event: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(
        day_number(event) == day_number(other),
        or_(event % 2 == 0, other % 2 == 0, _rank(event) == _rank(other)),
    )


def precedes(event: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say whether an event certainly happened before another: that it cannot follow it."""
    return and_(
        event < other,
        or_(
            day_number(event) < day_number(other),
            and_(event % 2 == 1, other % 2 == 1, _rank(event) < _rank(other)),
        ),
    )


def _rank(key: ColumnElement[Any]) -> ColumnElement[Any]:
    return _Shifted(key, _RANK_SHIFT)
