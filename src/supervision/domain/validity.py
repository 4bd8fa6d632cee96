"""Days from and until (有效期), both included; `None` is open on that side."""

from __future__ import annotations

import datetime as dt

from supervision.errors import Refused

__all__ = ["check_validity", "valid_on"]


def valid_on(first: dt.date | None, last: dt.date | None, on: dt.date) -> bool:
    """Say whether `on` lies between the two days.

    Example:
        >>> valid_on(dt.date(2026, 1, 1), None, dt.date(2026, 1, 1))
        True
    """
    return (first is None or first <= on) and (last is None or on <= last)


def check_validity(first: dt.date | None, last: dt.date | None) -> None:
    """Refuse a validity that ends before it begins.

    Raises:
        Refused: `validity.range`.
    """
    if first is not None and last is not None and last < first:
        raise Refused("validity.range", begin=first.isoformat(), end=last.isoformat())
