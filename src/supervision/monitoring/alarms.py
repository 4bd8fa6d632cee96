"""Alarms case management has raised already (案管已预警): found once, never raised twice.

刑诉规则 art. 613 and 620 give the limits of the procuratorate's own cases to case management,
which reminds before they expire and issues a 案件流程监控通知书 afterwards. Such a notice reaches us
as an event of the case. A rule that names it (`already_alarmed`) is judged as ever; its detection
is linked to the notice, no finding is opened by the rule alone, and nobody is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from supervision.domain.cases import CaseTrace, Event
from supervision.domain.rules import RuleHead, RuleRef, Selector
from supervision.domain.sightings import EventRole, SeenEvent, Sighting, seen_event
from supervision.domain.values import Instant
from supervision.monitoring.subjects import event_holds

__all__ = ["Alarms"]


class Alarms:
    """The alarms of the cases of one sweep (案管预警). Keeps cases that have one, no others.

    Args:
        heads: of the rules of the sweep, function rules among them.
        now: later events have not happened yet.
    """

    def __init__(self, heads: Iterable[RuleHead], now: Instant) -> None:
        self._now = now
        self._selectors: Mapping[RuleRef, Selector] = {
            RuleRef(code=head.code, version=head.version): head.already_alarmed
            for head in heads
            if head.already_alarmed is not None
        }
        self._types = {kind for one in self._selectors.values() for kind in one.events}
        self._found: dict[tuple[str, str | None], tuple[Event, ...]] = {}

    def read(self, trace: CaseTrace) -> None:
        """Take note of the alarms of a case."""
        if not self._types:
            return
        self._note((trace.case.number, None), trace.events)
        for linked in trace.linked:
            self._note((trace.case.number, linked.case.number), linked.events)

    def _note(self, where: tuple[str, str | None], events: Iterable[Event]) -> None:
        found = tuple(
            event
            for event in events
            if event.type in self._types and event.occurred_at <= self._now
        )
        if found:
            self._found[where] = found

    def asks(self, rule: RuleRef) -> bool:
        """Say whether an alarm matters to what the rule sees."""
        return rule in self._selectors

    def of(self, sighting: Sighting) -> SeenEvent | None:
        """Return the first alarm in the same matter since the fact began.

        The same matter is the same case and party, for rules over documents also the same
        document; an alarm that names none is about all of them. A selector with `linked` asks
        the linked case. A condition on a field the export leaves empty is not met: nothing
        unknown satisfies a duty.
        """
        selector = self._selectors.get(sighting.rule)
        if selector is None:
            return None
        fitting = [
            event
            for event in self._found.get(
                (sighting.case, sighting.facts.linked if selector.linked else None), ()
            )
            if event.type in selector.events
            and event.day >= sighting.began_on
            and (event.party is None or event.party == sighting.party)
            and sighting.facts.document in (None, event.document or sighting.facts.document)
            and event_holds(selector.when, event) is True
        ]
        if not fitting:
            return None
        first = min(fitting, key=lambda event: (event.occurred_at, event.sequence, event.id))
        return seen_event(EventRole.ALARMED, first)
