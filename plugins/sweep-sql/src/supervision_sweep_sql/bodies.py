"""Cases as one line of text (案件正文), exactly as they were delivered."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from supervision.plugin import (
    Card,
    Case,
    CaseTrace,
    Document,
    Event,
    Instant,
    Link,
    Party,
    Precision,
)

__all__ = ["body_of", "trace_of"]

_EPOCH = 719_163  # date(1970, 1, 1).toordinal()


def _day(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal() - _EPOCH


def _date(number: int | None) -> dt.date | None:
    return None if number is None else dt.date.fromordinal(number + _EPOCH)


def _card(card: Sequence[Card]) -> list[list[str]]:
    return [[one.name, one.text] for one in card]


def _cards(pairs: Sequence[Sequence[str]]) -> tuple[Card, ...]:
    return tuple(Card(name, text) for name, text in pairs)


def body_of(trace: CaseTrace) -> str:
    """Return the text of a case; linked cases are not part of it."""
    case = trace.case
    plain: list[Any] = [
        [
            case.number,
            case.line,
            case.unit,
            case.department,
            case.handler,
            _day(case.accepted_on),
            _card(case.card),
        ],
        [[one.key, one.custody, _card(one.card)] for one in trace.parties],
        [
            [
                one.id,
                one.type,
                one.occurred_at,
                _day(one.day),
                one.precision.value,
                one.sequence,
                one.party,
                one.document,
                one.entered_at,
                one.entered_by,
                _card(one.card),
            ]
            for one in trace.events
        ],
        [[one.key, one.type, one.party, _card(one.card)] for one in trace.documents],
        [[one.kind, one.number] for one in trace.links],
    ]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def trace_of(body: str) -> CaseTrace:
    """Return the case of a text."""
    case, parties, events, documents, links = json.loads(body)
    return CaseTrace(
        case=Case(
            number=case[0],
            line=case[1],
            unit=case[2],
            department=case[3],
            handler=case[4],
            accepted_on=_date(case[5]),
            card=_cards(case[6]),
        ),
        parties=tuple(
            Party(key=key, custody=custody, card=_cards(card)) for key, custody, card in parties
        ),
        events=tuple(_event(values) for values in events),
        documents=tuple(
            Document(key=key, type=type_, party=party, card=_cards(card))
            for key, type_, party, card in documents
        ),
        links=tuple(Link(kind=kind, number=number) for kind, number in links),
    )


def _event(values: Sequence[Any]) -> Event:
    return Event(
        id=values[0],
        type=values[1],
        occurred_at=Instant(values[2]),
        day=dt.date.fromordinal(values[3] + _EPOCH),
        precision=Precision(values[4]),
        sequence=values[5],
        party=values[6],
        document=values[7],
        entered_at=values[8],
        entered_by=values[9],
        card=_cards(values[10]),
    )
