"""How a case that is delivered again changes the case that is held (快照合并)."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from supervision.domain.cases import CaseTrace, Link, LinkedCase, event_order

__all__ = ["linked_cases", "merged"]


def merged(held: CaseTrace | None, delivered: CaseTrace) -> CaseTrace:
    """Return the case to hold from now on: parties and documents by key, events in order.

    The new snapshot replaces the case. An event, party, document or link it does not mention is
    unknown, not gone, and is kept; one it does mention, by id or key, is replaced. Linked cases
    are never held, only their links.
    """
    parties = {party.key: party for party in held.parties} if held else {}
    parties.update((party.key, party) for party in delivered.parties)
    documents = {one.key: one for one in held.documents} if held else {}
    documents.update((one.key, one) for one in delivered.documents)
    links = {*(held.links if held else ()), *delivered.links}
    events = {event.id: event for event in held.events} if held else {}
    events.update((event.id, event) for event in delivered.events)
    return CaseTrace(
        case=delivered.case,
        parties=tuple(parties[key] for key in sorted(parties)),
        events=tuple(sorted(events.values(), key=event_order)),
        documents=tuple(documents[key] for key in sorted(documents)),
        links=tuple(sorted(links, key=_link_order)),
    )


def linked_cases(trace: CaseTrace, held: Mapping[str, CaseTrace]) -> CaseTrace:
    """Return the case with those of its linked cases that are held, in the order of its links.

    Args:
        trace: the case as held.
        held: cases by number.
    """
    if not trace.links:
        return trace
    linked = tuple(
        LinkedCase(kind=link.kind, case=held[link.number].case, events=held[link.number].events)
        for link in trace.links
        if link.number in held
    )
    return attrs.evolve(trace, linked=linked)


def _link_order(link: Link) -> tuple[str, str]:
    return (link.kind, link.number)
