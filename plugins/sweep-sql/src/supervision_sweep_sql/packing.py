"""Cases as rows of the tables a sweep reads (案件装表)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import attrs

from supervision.plugin import Card, CaseTrace, Event, Instant, event_order
from supervision_sweep_sql.keys import keys_of
from supervision_sweep_sql.layout import Fields

__all__ = ["Packed", "Packer"]

Values: TypeAlias = tuple[object, ...]
_EPOCH = 719_163  # date(1970, 1, 1).toordinal()


@attrs.define
class Packed:
    """Rows by table (装好的行), in the order of the columns.

    Attributes:
        cases, parties, events: the rows.
        latest: the latest instant of an event, 0 for none.
        first_day, last_day: days of events, in days since 1970.
    """

    cases: list[Values] = attrs.Factory(list)
    parties: list[Values] = attrs.Factory(list)
    events: list[Values] = attrs.Factory(list)
    latest: int = 0
    first_day: int = 2**31
    last_day: int = -1


class Packer:
    """Turns cases into rows; numbers event types as they come (装表).

    Args:
        fields: the card fields that get a column.
        kinds: numbers already given to event types; further ones are added.
    """

    def __init__(self, fields: Fields, kinds: Mapping[str, int] | None = None) -> None:
        self.fields = fields
        self.kinds: dict[str, int] = dict(kinds or {})

    def pack(self, numbered: Iterable[tuple[int, CaseTrace]]) -> Packed:
        """Return the rows of cases, each with its number."""
        packed = Packed()
        for number, trace in numbered:
            self._pack(packed, number, trace)
        return packed

    def _pack(self, packed: Packed, c: int, trace: CaseTrace) -> None:
        case, fields = trace.case, self.fields
        events = sorted(trace.events, key=event_order)
        keys = keys_of(events)
        packed.cases.append(
            (
                c,
                case.number,
                case.line,
                case.unit,
                case.department,
                case.handler,
                None if case.accepted_on is None else case.accepted_on.toordinal() - _EPOCH,
                int(any(party.custody is True for party in trace.parties)),
                int(keys is None),
                *_texts(case.card, fields.case),
            )
        )
        places: dict[str, int] = {}
        for p, party in enumerate(trace.parties):
            places[party.key] = p
            held = None if party.custody is None else int(party.custody)
            packed.parties.append((c, p, party.key, held, *_texts(party.card, fields.party)))
        for event, key in zip(events, keys or (), strict=keys is not None):
            packed.events.append(self._event(c, key, event, places))
            packed.latest = max(packed.latest, event.occurred_at)
        if keys is not None and events:
            packed.first_day = min(packed.first_day, events[0].day.toordinal() - _EPOCH)
            packed.last_day = max(packed.last_day, events[-1].day.toordinal() - _EPOCH)

    def _event(self, c: int, key: int, event: Event, places: Mapping[str, int]) -> Values:
        kind = self.kinds.setdefault(event.type, len(self.kinds))
        p = None if event.party is None else places.get(event.party, -1)
        at: Instant = event.occurred_at
        texts = _event_texts(event, self.fields.event)
        return (c, key, kind, p, at, *texts)


def _event_texts(event: Event, names: tuple[str, ...]) -> Iterable[str | None]:
    if "entered_by" not in names:
        return _texts(event.card, names)
    return [
        (event.entered_by or None)
        if name == "entered_by"
        else next(iter(_texts(event.card, (name,))))
        for name in names
    ]


def _texts(card: tuple[Card, ...], names: tuple[str, ...]) -> Iterable[str | None]:
    """Return the texts of some fields; the first of a name counts, empty text is none."""
    if not names:
        return ()
    return [next((one.text for one in card if one.name == name), None) or None for name in names]
