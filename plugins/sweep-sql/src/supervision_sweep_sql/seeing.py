"""From rows to sightings (所见还原): what the keys of a row were to its rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

import attrs

from supervision.plugin import (
    AnchorPart,
    Case,
    CaseTrace,
    Event,
    EventRole,
    Excess,
    Facts,
    Judgement,
    Lapse,
    Marked,
    Metric,
    Pairing,
    Periods,
    Precedence,
    Referral,
    Reversal,
    SeenEvent,
    Sighting,
    Stage,
    event_order,
    ref_of,
    seen_event,
)
from supervision_sweep_sql.judging import CLOSED_BY_END, STAGES
from supervision_sweep_sql.keys import place_of

__all__ = ["Held", "HeldTraces", "Row", "sighting_of"]

Row: TypeAlias = Sequence[int | None]
"""Values in the order of `judging.COLUMNS`."""
_EPOCH = 719_163  # date(1970, 1, 1).toordinal()


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


class HeldTraces:
    """Cases as objects, by number (案件对象)."""

    def __init__(self, traces: Mapping[int, CaseTrace]) -> None:
        self._traces = traces
        self._events: dict[int, list[Event]] = {}

    def case(self, c: int) -> Case:
        return self._traces[c].case

    def party(self, c: int, p: int) -> str:
        return self._traces[c].parties[p].key

    def event(self, c: int, k: int) -> Event:
        if c not in self._events:
            self._events[c] = sorted(self._traces[c].events, key=event_order)
        return self._events[c][place_of(k)]


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
    opening = held.event(seen.c, seen.k0)
    case = held.case(seen.c)
    stage = STAGES[seen.stage]
    due = None if seen.due is None else dt.date.fromordinal(seen.due + _EPOCH)
    events = tuple(_events(one, seen, held))
    return Sighting(
        rule=ref_of(one.rule),
        case=case.number,
        line=case.line,
        unit=case.unit,
        department=case.department,
        handler=case.handler,
        accepted_on=case.accepted_on,
        party=held.party(seen.c, seen.p) if seen.p >= 0 else None,
        anchor=_anchor(one, opening),
        began_on=opening.day,
        breached_on=_breached(stage, opening, due),
        stage=stage,
        level=seen.level,
        facts=Facts(
            events=events,
            due_on=due,
            late_days=_late_days(stage, opening, events, due),
            provisional=bool(seen.provisional),
            count=seen.how if isinstance(one.body, Excess) else None,
            fields=_fields(one),
        ),
    )


def _anchor(one: Judgement, event: Event) -> tuple[str, ...]:
    if AnchorPart.EVENT not in one.rule.head.anchor:
        return ()
    return (event.id,) if event.id else (event.type, str(event.occurred_at))


def _breached(stage: Stage, opening: Event, due: dt.date | None) -> dt.date | None:
    if stage is Stage.WARNING:
        return None
    if due is None or stage is Stage.STALE:
        return opening.day
    return due + dt.timedelta(days=1)


def _late_days(
    stage: Stage, opening: Event, events: Sequence[SeenEvent], due: dt.date | None
) -> int | None:
    if stage is Stage.STALE and due is not None:
        return (opening.day - due).days
    if stage not in (Stage.LATE_DONE, Stage.LATE, Stage.REVERSED):
        return None
    return (events[-1].day - (due or opening.day)).days


def _fields(one: Judgement) -> tuple[str, ...]:
    if isinstance(one.body, Marked) and one.body.wrong is not None:
        return (f"event.{one.body.wrong.field}",)
    return ()


def _events(one: Judgement, seen: _Seen, held: Held) -> Iterator[SeenEvent]:
    for role, key in _roles(one, seen):
        if key is not None:
            yield seen_event(role, held.event(seen.c, key))


def _roles(one: Judgement, seen: _Seen) -> Iterator[tuple[EventRole, int | None]]:
    """Yield what each key was to the rule, in the order of its facts."""
    match one.body:
        case Lapse() | Periods():
            closing = EventRole.END if seen.how == CLOSED_BY_END else EventRole.RESTARTED
            yield EventRole.START, seen.k0
            yield EventRole.EXTENDED, seen.k1
            yield closing, seen.k2
        case Precedence():
            yield EventRole.GIVEN, seen.k1
            yield EventRole.BEFORE, seen.k0
            yield EventRole.REQUIRED, seen.k2
        case Reversal():
            yield EventRole.LATER, seen.k0
            yield EventRole.EARLIER, seen.k1
        case Pairing():
            yield EventRole.EACH, seen.k0
            yield EventRole.PARTNER, seen.k1
        case Excess():
            yield EventRole.COUNTED, seen.k0
        case Marked():
            yield EventRole.EVENT, seen.k0
        case Metric() | Referral():  # they see nothing in a case
            return
