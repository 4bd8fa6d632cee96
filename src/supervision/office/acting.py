"""How an act is entered (录入方式): for whom, for which day, on which paper, why."""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.separation import Deed
from supervision.domain.values import OfficerId, Sealed
from supervision.office.work import Work

__all__ = ["Acting", "deed_of"]


@attrs.frozen(kw_only=True)
class Acting:
    """The particulars of an act beyond "I, today" (录入方式).

    Attributes:
        by: the true author, when the actor enters for another (代录).
        on: the day of the act, when it lies back (补录).
        paper: the sealed original; compulsory with `by`.
        reason: one line for the journal.
    """

    by: OfficerId | None = None
    on: dt.date | None = None
    paper: Sealed | None = None
    reason: str = ""


def deed_of(work: Work, acting: Acting) -> Deed:
    """Return the act with its author's standing on that day.

    Raises:
        Refused: `act.*`, `value.day_range`.
    """
    return work.deed(by=acting.by, on=acting.on, paper=acting.paper, reason=acting.reason)
