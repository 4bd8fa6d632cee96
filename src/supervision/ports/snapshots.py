"""How a case that is delivered again changes the case that is held (快照合并)."""

from __future__ import annotations

from supervision.domain.cases import CaseTrace, event_order

__all__ = ["merged"]


def merged(held: CaseTrace | None, delivered: CaseTrace) -> CaseTrace:
    """Return the case to hold from now on: parties by key, events in order.

    The new snapshot replaces the case. An event or party it does not mention is unknown, not
    gone, and is kept; one it does mention, by id or key, is replaced.
    """
    parties = {party.key: party for party in held.parties} if held else {}
    parties.update((party.key, party) for party in delivered.parties)
    events = {event.id: event for event in held.events} if held else {}
    events.update((event.id, event) for event in delivered.events)
    return CaseTrace(
        case=delivered.case,
        parties=tuple(parties[key] for key in sorted(parties)),
        events=tuple(sorted(events.values(), key=event_order)),
    )
