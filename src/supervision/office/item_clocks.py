"""The clocks of items (事项期限办理): one for the item, one for each requirement with a day.

The item's clock runs from its assignment: to its due day, or for the limit of its kind. The
clocks follow the item: they stand still while it is suspended or handed over, and end with it.
All of it holds for acts entered late, and for clocks that lie wholly in the past.
"""

from __future__ import annotations

from collections.abc import Iterable

from supervision.domain.clocks import CLOCK, Clock, ClockState, Owner, Term
from supervision.domain.item_time import (
    ITEM_PURPOSE,
    requirement_purpose,
    requirement_term,
    term_of_item,
)
from supervision.domain.items import ITEM, Item, ItemState
from supervision.domain.requirements import is_pending
from supervision.domain.timekeeping import StartClock, moment_of
from supervision.domain.values import Instant, start_of
from supervision.office.acting import Acting, deed_of
from supervision.office.clocks import (
    clocks_of,
    pause_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from supervision.office.work import Work

__all__ = ["cancel_clocks", "end_requirement_clock", "follow", "start_requirement_clocks"]

_TIMED = (ItemState.ASSIGNED, ItemState.SIGNED, ItemState.IN_PROGRESS)
_AT_WORK = (*_TIMED, ItemState.HEARD, ItemState.DELIBERATED, ItemState.REPORTED)
_STANDING = (ItemState.SUSPENDED, ItemState.HANDED_OVER)
_GONE = (ItemState.WITHDRAWN, ItemState.MERGED)


def follow(work: Work, before: Item, after: Item, acting: Acting) -> None:
    """Let the item's clocks follow its state."""
    clocks = _clocks(work, after.id)
    if after.state in _STANDING:
        _pause(work, clocks, acting)
    elif before.state in _STANDING:
        for clock in clocks:
            if clock.state is ClockState.PAUSED:
                resume_clock(work, clock.id, acting=acting)
        start_requirement_clocks(work, after, acting)
    elif after.state is ItemState.CLOSED:
        for clock in clocks:
            stop_clock(work, clock.id, acting=acting)
    elif after.state in _GONE:
        cancel_clocks(work, after.id, acting)
    elif after.state in _TIMED and before.state not in _TIMED:
        if all(clock.purpose != ITEM_PURPOSE for clock in clocks):
            kind = work.office.rules.items.kind(after.kind)
            calendar = work.office.rules.calendar
            _start(
                work,
                after.id,
                ITEM_PURPOSE,
                term_of_item(after, kind, _moment(work, acting), calendar),
                acting,
            )
        start_requirement_clocks(work, after, acting)


def start_requirement_clocks(work: Work, item: Item, acting: Acting) -> None:
    """Start the clocks of requirements that have a day and no clock, once the item is at work."""
    if item.state not in _AT_WORK:
        return
    running = {clock.purpose for clock in _clocks(work, item.id)}
    kind = work.office.rules.items.kind(item.kind)
    for index, asked in enumerate(item.requirements):
        purpose = requirement_purpose(index)
        if is_pending(asked) and purpose not in running:
            term = requirement_term(asked, kind, _moment(work, acting))
            _start(work, item.id, purpose, term, acting)


def end_requirement_clock(work: Work, item: Item, index: int, acting: Acting) -> None:
    """End the clock of a requirement that was settled or dropped.

    A settled one was done in time if the report that was accepted was in time.
    """
    asked = item.requirements[index]
    for clock in _clocks(work, item.id):
        if clock.purpose != requirement_purpose(index):
            continue
        if asked.dropped_on is not None:
            stop_clock(work, clock.id, cancelled=True, acting=acting)
        elif asked.reported_on is not None:
            turns = [pause.until or pause.since for pause in clock.pauses]
            at = max(start_of(asked.reported_on), clock.term.started_at, *turns)
            stop_clock(work, clock.id, at=at, acting=acting)
        else:
            stop_clock(work, clock.id, acting=acting)


def cancel_clocks(work: Work, id: str, acting: Acting) -> None:
    """Cancel all clocks of an item whose duties have fallen away."""
    for clock in _clocks(work, id):
        stop_clock(work, clock.id, cancelled=True, acting=acting)


def _clocks(work: Work, id: str) -> tuple[Clock, ...]:
    """Return the item's clocks that have not been stopped."""
    owner = Owner(kind=ITEM.name, id=id)
    found = {one.id: one for one in clocks_of(work.view, owner)}
    found |= {one.id: one for one in work.staged(CLOCK) if one.owner == owner}
    return tuple(one for one in found.values() if one.state is not ClockState.STOPPED)


def _moment(work: Work, acting: Acting) -> Instant:
    return moment_of(deed_of(work, acting).act, work.now)


def _start(work: Work, id: str, purpose: str, term: Term | None, acting: Acting) -> None:
    if term is not None:
        owner = Owner(kind=ITEM.name, id=id)
        start_clock(work, StartClock(owner=owner, purpose=purpose, term=term), acting=acting)


def _pause(work: Work, clocks: Iterable[Clock], acting: Acting) -> None:
    """Let the clocks stand still; one that is late already stays late."""
    now = _moment(work, acting)
    for clock in clocks:
        if clock.state is ClockState.RUNNING and now < clock.due_at:
            pause_clock(work, clock.id, acting=acting)
