"""What a rule looks at (监控对象): a case, one party or document of it, or a pair of cases.

The two readings of a selector stand here. *Strict* picks events that meet its conditions;
*lenient* also those of which the export does not tell. A duty begins strictly and is
fulfilled leniently, so that nothing unknown makes a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supervision.domain.cases import (
    Card,
    Case,
    CaseTrace,
    Document,
    Event,
    LinkedCase,
    Party,
    Precision,
    event_order,
)
from supervision.domain.rules import (
    Count,
    FieldTest,
    Over,
    Required,
    RuleHead,
    Selector,
    Which,
    applies_to,
    is_valid_on,
)
from supervision.domain.values import Instant

__all__ = [
    "Subject",
    "Subjects",
    "asking_event",
    "case_text",
    "certainly_before",
    "document_text",
    "event_holds",
    "event_text",
    "first_after",
    "not_before",
    "party_text",
]


def not_before(event: Event, other: Event) -> bool:
    """Say whether `event` may have happened at or after `other`.

    Within one day the order is known only if both are known to the minute.
    """
    if event.day != other.day:
        return event.day > other.day
    if Precision.DAY in (event.precision, other.precision):
        return True
    return (event.occurred_at, event.sequence) >= (other.occurred_at, other.sequence)


def certainly_before(event: Event, other: Event) -> bool:
    """Say whether `event` certainly happened before `other`."""
    return not not_before(event, other)


def first_after(events: Iterable[Event], other: Event) -> Event | None:
    """Return the first of `events`, which are in order, that may have come after `other`."""
    for event in events:
        if event is not other and not_before(event, other):
            return event
    return None


class Subject:
    """A case, or a part of it, as a rule sees it (监控对象).

    Attributes:
        trace: the whole case.
        case: its card.
        party, document, linked: what the rule ranges over beside the case, if anything.
        custody: whether the party, or any party of the case, is certainly in custody.
    """

    __slots__ = ("_by_type", "_linked", "case", "custody", "document", "linked", "party", "trace")

    def __init__(
        self,
        trace: CaseTrace,
        events: Iterable[Event],
        *,
        custody: bool,
        party: Party | None = None,
        document: Document | None = None,
        linked: LinkedCase | None = None,
        linked_events: Iterable[Event] = (),
    ) -> None:
        self.trace = trace
        self.case = trace.case
        self.party = party
        self.document = document
        self.linked = linked
        self.custody = custody
        self._by_type = _by_type(events)
        self._linked = _by_type(linked_events)

    def strict(self, selector: Selector | None) -> list[Event]:
        """Return the events that certainly meet the selector, in order."""
        if selector is None:
            return []
        events = self._typed(selector)
        if not selector.when:
            return events
        return [event for event in events if event_holds(selector.when, event) is True]

    def lenient(self, selector: Selector | None) -> list[Event]:
        """Return the events that do not fail the selector, in order."""
        if selector is None:
            return []
        events = self._typed(selector)
        if not selector.when:
            return events
        return [event for event in events if event_holds(selector.when, event) is not False]

    def _typed(self, selector: Selector) -> list[Event]:
        by_type = self._linked if selector.linked else self._by_type
        if len(selector.events) == 1:
            return by_type.get(selector.events[0], [])
        types = dict.fromkeys(selector.events)
        events = [event for kind in types for event in by_type.get(kind, ())]
        return sorted(events, key=event_order)


def asking_event(rule: Count | Required, subject: Subject) -> Event | None:
    """Return the event before which something must have happened (须先行的环节).

    `None` where there is none, or where the rule was not in force on its day.
    """
    befores = subject.strict(rule.before)
    if not befores:
        return None
    before = befores[0] if rule.which is Which.FIRST else befores[-1]
    return before if is_valid_on(rule.head, before.day) else None


def _by_type(events: Iterable[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.type, []).append(event)
    return found


class Subjects:
    """The subjects of one case for all rules (案件的监控对象), made once per case.

    Args:
        trace: the case.
        now: the instant of judgement; later events have not happened yet.
    """

    __slots__ = ("_events", "_held", "_made", "_now", "_trace")

    def __init__(self, trace: CaseTrace, now: Instant) -> None:
        self._trace = trace
        self._now = now
        self._events = self._happened(trace.events)
        self._held = any(party.custody is True for party in trace.parties)
        self._made: dict[Over, tuple[Subject, ...]] = {}

    def of(self, head: RuleHead) -> Iterator[Subject]:
        """Yield the subjects the rule applies to: its line, its conditions, what it is over."""
        case = self._trace.case
        if not applies_to(head, case.line):
            return
        if not all(test.holds(case_text(case, test.field)) for test in head.when.case):
            return
        if head.over not in self._made:
            self._made[head.over] = tuple(self._make(head.over))
        for subject in self._made[head.over]:
            if _is_meant(head, subject):
                yield subject

    def _make(self, over: Over) -> Iterator[Subject]:
        trace, events = self._trace, self._events
        if over is Over.CASE:
            yield Subject(trace, events, custody=self._held)
        elif over is Over.PARTY:
            for party in trace.parties:
                own = [event for event in events if event.party in (None, party.key)]
                yield Subject(trace, own, custody=party.custody is True, party=party)
        elif over is Over.DOCUMENT:
            for document in trace.documents:
                own = [event for event in events if event.document in (None, document.key)]
                yield Subject(trace, own, custody=self._held, document=document)
        else:
            for linked in trace.linked:
                others = self._happened(linked.events)
                yield Subject(
                    trace, events, custody=self._held, linked=linked, linked_events=others
                )

    def _happened(self, events: Iterable[Event]) -> list[Event]:
        return sorted((one for one in events if one.occurred_at <= self._now), key=event_order)


def _is_meant(head: RuleHead, subject: Subject) -> bool:
    """Say whether what stands beside the case meets the rule's conditions."""
    when = head.when
    if subject.party is not None:
        party = subject.party
        return all(test.holds(party_text(party, test.field)) for test in when.party)
    if subject.document is not None:
        document = subject.document
        return all(test.holds(document_text(document, test.field)) for test in when.document)
    if subject.linked is not None:
        linked = subject.linked
        return (not head.links or linked.kind in head.links) and all(
            test.holds(case_text(linked.case, test.field)) for test in when.linked
        )
    return True


def event_holds(tests: Iterable[FieldTest], event: Event) -> bool | None:
    """Say whether all tests hold on an event's card; `None` when that is unknown."""
    result: bool | None = True
    for test in tests:
        held = test.holds(event_text(event, test.field))
        if held is False:
            return False
        if held is None:
            result = None
    return result


def _card_text(card: tuple[Card, ...], name: str) -> str | None:
    return next((field.text for field in card if field.name == name), None)


def event_text(event: Event, name: str) -> str | None:
    """Return what a field of an event holds."""
    return event.entered_by if name == "entered_by" else _card_text(event.card, name)


def case_text(case: Case, name: str) -> str | None:
    """Return what a field of a case holds."""
    match name:
        case "line":
            return case.line
        case "unit":
            return case.unit
        case "department":
            return case.department
        case "handler":
            return case.handler
        case "accepted_on":
            return None if case.accepted_on is None else case.accepted_on.isoformat()
        case _:
            return _card_text(case.card, name)


def party_text(party: Party, name: str) -> str | None:
    """Return what a field of a party holds."""
    if name == "custody":
        return None if party.custody is None else str(party.custody).lower()
    return _card_text(party.card, name)


def document_text(document: Document, name: str) -> str | None:
    """Return what a field of a document holds."""
    return document.type if name == "type" else _card_text(document.card, name)
