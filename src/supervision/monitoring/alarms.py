"""Alarms case management has raised already (案管已预警): found once, never raised twice.

刑诉规则 art. 613 and 620 give the limits of the procuratorate's own cases to case management,
which reminds before they expire and issues a 案件流程监控通知书 afterwards. Such a notice reaches us
as an event of the case. A rule that names it (`already_alarmed`) is judged as ever; its detection
is linked to the notice, no finding is opened by the rule alone, and nobody is asked twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from supervision.domain.cases import CaseTrace, Event
from supervision.domain.rules import Rule, RuleRef, Selector, ref_of
from supervision.domain.sightings import EventRole, SeenEvent, Sighting, seen_event
from supervision.domain.values import Instant

__all__ = ["Alarms"]


class Alarms:
    """The alarms of the cases of one sweep (案管预警). Keeps cases that have one, no others.

    Args:
        rules: the rules of the sweep.
        now: later events have not happened yet.
    """

    def __init__(self, rules: Iterable[Rule], now: Instant) -> None:
        self._now = now
        self._selectors: Mapping[RuleRef, Selector] = {
            ref_of(rule): rule.head.already_alarmed
            for rule in rules
            if rule.head.already_alarmed is not None
        }
        self._types = {kind for one in self._selectors.values() for kind in one.events}
        self._found: dict[str, tuple[Event, ...]] = {}

    def read(self, trace: CaseTrace) -> None:
        """Take note of the alarms of a case."""
        if not self._types:
            return
        found = tuple(
            event
            for event in trace.events
            if event.type in self._types and event.occurred_at <= self._now
        )
        if found:
            self._found[trace.case.number] = found

    def of(self, sighting: Sighting) -> SeenEvent | None:
        """Return the first alarm in the same matter: same case and party, since the fact began.

        An alarm that names no party is about all of them. A condition on a field the export
        leaves empty is not met: nothing unknown satisfies a duty.
        """
        selector = self._selectors.get(sighting.rule)
        if selector is None:
            return None
        fitting = [
            event
            for event in self._found.get(sighting.case, ())
            if event.type in selector.events
            and event.day >= sighting.began_on
            and (event.party is None or event.party == sighting.party)
            and _meets(event, selector)
        ]
        if not fitting:
            return None
        first = min(fitting, key=lambda event: (event.occurred_at, event.sequence, event.id))
        return seen_event(EventRole.ALARMED, first)


def _meets(event: Event, selector: Selector) -> bool:
    cards: Sequence[tuple[str, str]] = [(one.name, one.text) for one in event.card]
    known = dict(cards)
    return all(test.holds(known.get(test.field)) is True for test in selector.when)
