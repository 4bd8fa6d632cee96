"""What a rule looks at (监控对象): a case, or one party of it, with events by type.

The two readings of a selector stand here. *Strict* picks events that meet its conditions;
*lenient* also those of which the export does not tell. A duty begins strictly and is
fulfilled leniently, so that nothing unknown makes a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supervision.domain.cases import Card, Case, CaseTrace, Event, Party, Precision, event_order
from supervision.domain.rules import (
    AnchorPart,
    FieldTest,
    Over,
    RuleHead,
    Selector,
    applies_to,
)
from supervision.domain.values import Instant

__all__ = ["Subject", "Subjects", "anchor_of", "first_after", "not_before"]


def not_before(event: Event, other: Event) -> bool:
    """Say whether `event` may have happened at or after `other`.

    Within one day the order is known only if both are known to the minute.
    """
    if event.day != other.day:
        return event.day > other.day
    if Precision.DAY in (event.precision, other.precision):
        return True
    return (event.occurred_at, event.sequence) >= (other.occurred_at, other.sequence)


def first_after(events: Iterable[Event], other: Event) -> Event | None:
    """Return the first of `events`, which are in order, that may have come after `other`."""
    for event in events:
        if event is not other and not_before(event, other):
            return event
    return None


def anchor_of(head: RuleHead, event: Event) -> tuple[str, ...]:
    """Return what ties a detection to the event: the connector's id, else type and instant."""
    if AnchorPart.EVENT not in head.anchor:
        return ()
    return (event.id,) if event.id else (event.type, str(event.occurred_at))


class Subject:
    """A case, or one party of it, as a rule sees it (监控对象).

    Attributes:
        case: the case.
        party: the party, for rules over parties.
        custody: whether the party, or any party of the case, is certainly in custody.
    """

    __slots__ = ("_by_type", "case", "custody", "party")

    def __init__(
        self, case: Case, party: Party | None, custody: bool, events: Iterable[Event]
    ) -> None:
        self.case = case
        self.party = party
        self.custody = custody
        self._by_type: dict[str, list[Event]] = {}
        for event in events:
            self._by_type.setdefault(event.type, []).append(event)

    def strict(self, selector: Selector | None) -> list[Event]:
        """Return the events that certainly meet the selector, in order."""
        if selector is None:
            return []
        events = self._typed(selector)
        if not selector.when:
            return events
        return [event for event in events if _holds(selector.when, event.card) is True]

    def lenient(self, selector: Selector | None) -> list[Event]:
        """Return the events that do not fail the selector, in order."""
        if selector is None:
            return []
        events = self._typed(selector)
        if not selector.when:
            return events
        return [event for event in events if _holds(selector.when, event.card) is not False]

    def _typed(self, selector: Selector) -> list[Event]:
        if len(selector.events) == 1:
            return self._by_type.get(selector.events[0], [])
        types = dict.fromkeys(selector.events)
        events = [event for kind in types for event in self._by_type.get(kind, ())]
        return sorted(events, key=event_order)


class Subjects:
    """The subjects of one case for all rules (案件的监控对象), made once per case.

    Args:
        trace: the case.
        now: the instant of judgement; later events have not happened yet.
    """

    __slots__ = ("_by_party", "_case", "_events", "_parties", "_whole")

    def __init__(self, trace: CaseTrace, now: Instant) -> None:
        self._case = trace.case
        self._parties = trace.parties
        self._events = sorted(
            (event for event in trace.events if event.occurred_at <= now), key=event_order
        )
        self._whole: Subject | None = None
        self._by_party: tuple[Subject, ...] | None = None

    def of(self, head: RuleHead) -> Iterator[Subject]:
        """Yield the subjects the rule applies to: its line, its conditions, case or parties."""
        if not applies_to(head, self._case.line):
            return
        if head.when.case and not all(
            test.holds(_case_text(self._case, test.field)) for test in head.when.case
        ):
            return
        if head.over is Over.CASE:
            yield self._case_subject()
            return
        tests = head.when.party
        for party, subject in zip(self._parties, self._party_subjects(), strict=True):
            if all(test.holds(_party_text(party, test.field)) for test in tests):
                yield subject

    def _case_subject(self) -> Subject:
        if self._whole is None:
            held = any(party.custody is True for party in self._parties)
            self._whole = Subject(self._case, None, held, self._events)
        return self._whole

    def _party_subjects(self) -> tuple[Subject, ...]:
        if self._by_party is None:
            self._by_party = tuple(
                Subject(
                    self._case,
                    party,
                    party.custody is True,
                    [event for event in self._events if event.party in (None, party.key)],
                )
                for party in self._parties
            )
        return self._by_party


def _holds(tests: tuple[FieldTest, ...], card: tuple[Card, ...]) -> bool | None:
    result: bool | None = True
    for test in tests:
        held = test.holds(_card_text(card, test.field))
        if held is False:
            return False
        if held is None:
            result = None
    return result


def _card_text(card: tuple[Card, ...], name: str) -> str | None:
    return next((field.text for field in card if field.name == name), None)


def _case_text(case: Case, name: str) -> str | None:
    match name:
        case "line":
            return case.line
        case "unit":
            return case.unit
        case "department":
            return case.department
        case "handler":
            return case.handler
        case _:
            return _card_text(case.card, name)


def _party_text(party: Party, name: str) -> str | None:
    if name == "custody":
        return None if party.custody is None else str(party.custody).lower()
    return _card_text(party.card, name)
