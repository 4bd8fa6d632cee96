"""The time of an item (事项期限): what its clock and those of its requirements measure."""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.calendars import WorkCalendar
from supervision.domain.item_kinds import ItemKind
from supervision.domain.items import Item
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.reckoning import LastDay, Term, reckon
from supervision.domain.requirements import Requirement
from supervision.domain.values import Instant, day_of, start_of

__all__ = ["ITEM_PURPOSE", "asked_by", "requirement_purpose", "requirement_term", "term_of_item"]

ITEM_PURPOSE = "settle_item"
"""Purpose of an item's clock."""


def term_of_item(
    item: Item, kind: ItemKind, started: Instant, calendar: WorkCalendar
) -> Term | None:
    """Return what the item's clock measures: to its due day, else the limit of its kind.

    The item's own warning day goes before the warnings of its kind. `None`: no end is known.

    Raises:
        Refused: `clock.last_day` when it was due before it started.
    """
    limit = LastDay(day=item.due_on) if item.due_on else kind.limit
    if limit is None:
        return None
    term = Term(started_at=started, limit=limit, ladder=kind.warnings or ())
    if item.warn_on is None:
        return term
    return _warned(term, item.warn_on, reckon(term, calendar).due_on)


def _warned(term: Term, warn_on: dt.date, due_on: dt.date) -> Term:
    lead = (due_on - warn_on).days
    if lead < 1:
        return term
    return attrs.evolve(term, ladder=(Limit(count=lead, unit=LimitUnit.DAY),))


def requirement_purpose(index: int) -> str:
    """Return the purpose of a requirement's clock. `index` counts from 0."""
    return f"requirement.{index + 1}"


def asked_by(item: Item, purpose: str) -> Requirement | None:
    """Return the requirement a clock of the item measures; `None` for the item's own clock."""
    head, _, number = purpose.partition(".")
    if head != "requirement" or not number.isdecimal():
        return None
    index = int(number) - 1
    return item.requirements[index] if 0 <= index < len(item.requirements) else None


def requirement_term(requirement: Requirement, kind: ItemKind, started: Instant) -> Term | None:
    """Return what a requirement's clock measures; `None` without a day of its own.

    A requirement whose day had passed when its clock starts is late from that day on.
    """
    if requirement.due_on is None:
        return None
    if requirement.due_on < day_of(started):
        started = start_of(requirement.due_on)
    last = LastDay(day=requirement.due_on)
    return Term(started_at=started, limit=last, ladder=kind.warnings or ())
