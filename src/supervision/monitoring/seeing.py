"""How a sighting is made (所见的写法): the same head for every type of rule."""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.cases import Event
from supervision.domain.rules import AnchorPart, Rule, RuleHead, Stage, ref_of
from supervision.domain.sightings import Facts, Sighting
from supervision.monitoring.subjects import Subject

__all__ = ["anchor_of", "sighting_of"]


def anchor_of(head: RuleHead, subject: Subject, event: Event | None) -> tuple[str, ...]:
    """Return what ties a detection to its fact, beside rule, unit, case and party.

    The connector's id of the event, else its type and instant; then the key of the document or
    the number of the linked case.
    """
    anchor: tuple[str, ...] = ()
    if event is not None and AnchorPart.EVENT in head.anchor:
        anchor = (event.id,) if event.id else (event.type, str(event.occurred_at))
    if subject.document is not None:
        anchor = (*anchor, subject.document.key)
    if subject.linked is not None:
        anchor = (*anchor, subject.linked.kind, subject.linked.case.number)
    return anchor


def sighting_of(
    rule: Rule,
    subject: Subject,
    at: Event | None,
    stage: Stage,
    facts: Facts,
    *,
    began_on: dt.date,
    breached_on: dt.date | None,
    level: int = 0,
) -> Sighting:
    """Return the sighting of a fact in a subject, anchored `at` an event."""
    case, party, document, linked = subject.case, subject.party, subject.document, subject.linked
    if document is not None or linked is not None:
        facts = attrs.evolve(
            facts,
            document=None if document is None else document.key,
            linked=None if linked is None else linked.case.number,
        )
    return Sighting(
        rule=ref_of(rule),
        case=case.number,
        line=case.line,
        unit=case.unit,
        department=case.department,
        handler=case.handler,
        accepted_on=case.accepted_on,
        party=party.key if party else None,
        anchor=anchor_of(rule.head, subject, at),
        began_on=began_on,
        breached_on=breached_on,
        stage=stage,
        level=level,
        facts=facts,
    )
