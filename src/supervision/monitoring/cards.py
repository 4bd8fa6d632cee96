"""The meaning of `Field` (案卡规则的含义)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from supervision.domain.cases import Event
from supervision.domain.rules import (
    CardOf,
    Field,
    FieldRef,
    FieldTest,
    Footing,
    Stage,
    is_valid_on,
    number_of,
)
from supervision.domain.sightings import EventRole, Facts, Sighting, seen_event
from supervision.monitoring.seeing import sighting_of
from supervision.monitoring.subjects import (
    Subject,
    case_text,
    document_text,
    event_text,
    party_text,
)

__all__ = ["judge_field"]


def judge_field(rule: Field, subject: Subject) -> Iterator[Sighting]:
    """Yield a sighting where cards are wrong: once, or at each event of `at`."""
    if rule.at is None:
        day = subject.case.accepted_on
        if day is not None:
            yield from _judged(rule, subject, None, day)
        return
    for event in subject.strict(rule.at):
        yield from _judged(rule, subject, event, event.day)


def _judged(rule: Field, subject: Subject, event: Event | None, day: dt.date) -> Iterator[Sighting]:
    if not is_valid_on(rule.head, day):
        return
    faults = list(_faults(rule, subject, event))
    if not faults:
        return
    is_empty = all(empty for _, empty in faults)
    facts = Facts(
        events=() if event is None else (seen_event(EventRole.EVENT, event),),
        fields=tuple(dict.fromkeys(name for name, _ in faults)),
    )
    stage = Stage.MISSING if is_empty else Stage.WRONG
    yield sighting_of(rule, subject, event, stage, facts, began_on=day, breached_on=day)


def _faults(rule: Field, subject: Subject, event: Event | None) -> Iterator[tuple[str, bool]]:
    """Yield each field concerned, and whether it is merely empty."""
    for card, tests in _tests(rule):
        for test in tests:
            ref = FieldRef(card=card, field=test.field)
            if test.holds(_text(ref, subject, event)) is False:
                yield _name(ref), test.present is True
    for pair in rule.agree:
        one, other = _text(pair.one, subject, event), _text(pair.other, subject, event)
        if one and other and one != other:
            yield _name(pair.one), False
            yield _name(pair.other), False
    for footing in rule.sums:
        if _adds_up(footing, subject, event) is False:
            for ref in (*footing.parts, footing.total):
                yield _name(ref), False


def _tests(rule: Field) -> Iterator[tuple[CardOf, tuple[FieldTest, ...]]]:
    must = rule.must
    yield CardOf.CASE, must.case
    yield CardOf.PARTY, must.party
    yield CardOf.DOCUMENT, must.document
    yield CardOf.LINKED, must.linked
    yield CardOf.EVENT, must.event


def _name(ref: FieldRef) -> str:
    return f"{ref.card.value}.{ref.field}"


def _text(ref: FieldRef, subject: Subject, event: Event | None) -> str | None:
    match ref.card:
        case CardOf.CASE:
            return case_text(subject.case, ref.field)
        case CardOf.PARTY:
            return None if subject.party is None else party_text(subject.party, ref.field)
        case CardOf.DOCUMENT:
            document = subject.document
            return None if document is None else document_text(document, ref.field)
        case CardOf.LINKED:
            return None if subject.linked is None else case_text(subject.linked.case, ref.field)
        case CardOf.EVENT:
            return None if event is None else event_text(event, ref.field)


def _adds_up(footing: Footing, subject: Subject, event: Event | None) -> bool | None:
    total = _number(footing.total, subject, event)
    parts = [_number(ref, subject, event) for ref in footing.parts]
    known = [part for part in parts if part is not None]
    if total is None or len(known) < len(parts):
        return None
    return sum(known) == total


def _number(ref: FieldRef, subject: Subject, event: Event | None) -> int | None:
    """Return a number; of the parties or documents of a whole case, the sum."""
    if subject.party is None and ref.card is CardOf.PARTY:
        texts = [party_text(party, ref.field) for party in subject.trace.parties]
    elif subject.document is None and ref.card is CardOf.DOCUMENT:
        texts = [document_text(one, ref.field) for one in subject.trace.documents]
    else:
        texts = [_text(ref, subject, event)]
    numbers = [number_of(text) for text in texts]
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None
