"""From rows to sightings (所见还原): what the keys of a row were to its rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeAlias

import attrs

from supervision.plugin import (
    Case,
    Event,
    EventRole,
    Facts,
    Judgement,
    Lapse,
    Periods,
    Precedence,
    SeenEvent,
    Sighting,
    Stage,
    anchor_of,
    ref_of,
    seen_event,
)
from supervision_sweep_sql.judging import CLOSED_BY_END

__all__ = ["Held", "Row", "sighting_of"]

Row: TypeAlias = Sequence[int | None]
"""Values in the order of `judging.COLUMNS`."""
_EPOCH = 719_163  # date(1970, 1, 1).toordinal()
_STAGES = (Stage.WARNING, Stage.OVERDUE, Stage.LATE_DONE, Stage.MISSING, Stage.LATE)


class Held(Protocol):
    """Where the cases of rows are held (案件内容)."""

    def case(self, c: int) -> Case:
        """Return the case of a number; its card may be left out."""
        ...

    def party(self, c: int, p: int) -> str:
        """Return the key of a party."""
        ...

    def event(self, c: int, k: int) -> Event:
        """Return the event of a key; its card may be left out."""
        ...


@attrs.frozen
class _Seen:
    """A row with its values by name (一行)."""

    c: int
    p: int
    verdict: int
    stage: int
    level: int
    due: int | None
    provisional: int
    k0: int
    k1: int | None
    k2: int | None
    how: int


def sighting_of(one: Judgement, row: Row, held: Held) -> Sighting:
    """Return the sighting a row stands for."""
    seen = _Seen(*row)  # type: ignore[arg-type]  # the columns' own types
    events = tuple(_events(one, seen, held))
    opening = held.event(seen.c, seen.k0)
    case = held.case(seen.c)
    stage = _STAGES[seen.stage]
    due = None if seen.due is None else dt.date.fromordinal(seen.due + _EPOCH)
    late = None
    if stage in (Stage.LATE_DONE, Stage.LATE):
        against = opening.day if due is None else due
        late = (events[-1].day - against).days
    breached: dt.date | None = opening.day
    if due is not None:
        breached = None if stage is Stage.WARNING else due + dt.timedelta(days=1)
    return Sighting(
        rule=ref_of(one.rule),
        case=case.number,
        line=case.line,
        unit=case.unit,
        department=case.department,
        handler=case.handler,
        accepted_on=case.accepted_on,
        party=held.party(seen.c, seen.p) if seen.p >= 0 else None,
        anchor=anchor_of(one.rule.head, opening),
        began_on=opening.day,
        breached_on=breached,
        stage=stage,
        level=seen.level,
        facts=Facts(
            events=events,
            due_on=due,
            late_days=late,
            provisional=bool(seen.provisional),
        ),
    )


def _events(one: Judgement, seen: _Seen, held: Held) -> Iterator[SeenEvent]:
    def told(role: EventRole, key: int | None) -> Iterator[SeenEvent]:
        if key is not None:
            yield seen_event(role, held.event(seen.c, key))

    match one.body:
        case Lapse() | Periods():
            closing = EventRole.END if seen.how == CLOSED_BY_END else EventRole.RESTARTED
            yield from told(EventRole.START, seen.k0)
            yield from told(EventRole.EXTENDED, seen.k1)
            yield from told(closing, seen.k2)
        case Precedence():
            yield from told(EventRole.GIVEN, seen.k1)
            yield from told(EventRole.BEFORE, seen.k0)
            yield from told(EventRole.REQUIRED, seen.k2)
        case _:  # a referral sees nothing by itself
            return
