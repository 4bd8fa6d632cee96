"""A clock and ids that tests can foresee (固定时钟、顺序编号)."""

from __future__ import annotations

import datetime as dt
import itertools

from supervision.domain.values import OFFICE_ZONE, Instant, instant
from supervision.ids import ALPHABET

__all__ = ["FixedClock", "SequentialIds"]

_START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=OFFICE_ZONE)  # a Monday


class FixedClock:
    """A clock that stands still until it is moved (固定时钟).

    Example:
        >>> clock = FixedClock()
        >>> before = clock()
        >>> clock.advance(minutes=1)
        >>> clock() - before
        60000000
    """

    def __init__(self, start: dt.datetime = _START) -> None:
        """Start at an aware datetime, by default Monday 2026-03-02, 09:00 office time."""
        self._now = instant(start)

    def __call__(self) -> Instant:
        """Return the instant it shows."""
        return self._now

    def set(self, when: dt.datetime) -> None:
        """Show this aware datetime from now on; backwards too."""
        self._now = instant(when)

    def advance(self, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> None:
        """Move on by so much."""
        step = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        self._now = Instant(self._now + step // dt.timedelta(microseconds=1))


class SequentialIds:
    """Ids that count from 1 over all prefixes (顺序编号), of the form real ids have.

    Example:
        >>> SequentialIds().new("fnd", 0)
        'fnd_00000000000000000000000001'
    """

    def __init__(self, start: int = 1) -> None:
        self._numbers = itertools.count(start)

    def new(self, prefix: str, at: int) -> str:  # noqa: ARG002  # the port gives the instant
        """Return the next id for `prefix`."""
        number = next(self._numbers)
        letters = [ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(26))]
        return f"{prefix}_{''.join(letters)}"
