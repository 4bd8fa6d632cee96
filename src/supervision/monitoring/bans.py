"""The meaning of `Forbidden`, `Order`, `Separation` and `DataEntry` (禁止、先后、四眼、录入)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from supervision.domain.cases import Event
from supervision.domain.event_rules import HANDLER
from supervision.domain.limits import due
from supervision.domain.rules import DataEntry, Forbidden, Order, Separation, Stage, is_valid_on
from supervision.domain.sightings import EventRole, Facts, Sighting, seen_event
from supervision.domain.values import Instant, day_of, start_of
from supervision.monitoring.seeing import sighting_of
from supervision.monitoring.subjects import (
    Subject,
    certainly_before,
    event_text,
    not_before,
)
from supervision.ports.monitoring import SweepContext

__all__ = ["judge_data_entry", "judge_forbidden", "judge_order", "judge_separation"]


def judge_forbidden(rule: Forbidden, subject: Subject) -> Iterator[Sighting]:
    """Yield a sighting for each event that must not be."""
    after, until = subject.strict(rule.after), subject.lenient(rule.until)
    beside = subject.strict(rule.beside)
    for event in subject.strict(rule.event):
        if not is_valid_on(rule.head, event.day):
            continue
        seen = [seen_event(EventRole.EVENT, event)]
        if rule.after is not None:
            banning = [one for one in after if _bans(one, event, until)]
            if not banning:
                continue
            seen.insert(0, seen_event(EventRole.AFTER, banning[-1]))
        if rule.beside is not None:
            found = next((one for one in beside if one is not event), None)
            if found is None:
                continue
            seen.append(seen_event(EventRole.BESIDE, found))
        yield _on(rule, subject, event, Stage.FORBIDDEN, Facts(events=tuple(seen)))


def _bans(after: Event, event: Event, until: list[Event]) -> bool:
    """Say whether the ban of `after` certainly stands when `event` happens."""
    return certainly_before(after, event) and not any(
        not_before(one, after) and not_before(event, one)
        for one in until
        if one is not after and one is not event
    )


def judge_order(rule: Order, subject: Subject) -> Iterator[Sighting]:
    """Yield a sighting when the first later event stands before every earlier one."""
    later = next(iter(subject.strict(rule.later)), None)
    if later is None or not is_valid_on(rule.head, later.day):
        return
    others = [one for one in subject.lenient(rule.earlier) if one is not later]
    if any(not_before(later, one) for one in others):
        return
    reversed_ = next((one for one in subject.strict(rule.earlier) if one is not later), None)
    if reversed_ is None:
        return
    seen = (seen_event(EventRole.LATER, later), seen_event(EventRole.EARLIER, reversed_))
    late_days = (reversed_.day - later.day).days
    yield _on(rule, subject, later, Stage.REVERSED, Facts(events=seen, late_days=late_days))


def judge_separation(rule: Separation, subject: Subject) -> Iterator[Sighting]:
    """Yield a sighting for each act done by who did the other one."""
    ones = subject.strict(rule.one)
    for other in subject.strict(rule.other):
        if not is_valid_on(rule.head, other.day):
            continue
        person = _person(subject, other, rule.other_by)
        found = next((one for one in ones if _same(rule, subject, one, other, person)), None)
        if found is not None:
            seen = (seen_event(EventRole.ONE, found), seen_event(EventRole.OTHER, other))
            yield _on(rule, subject, other, Stage.SAME_PERSON, Facts(events=seen))


def _same(rule: Separation, subject: Subject, one: Event, other: Event, person: str | None) -> bool:
    if not person or (one is other and rule.one_by == rule.other_by):
        return False
    if _person(subject, one, rule.one_by) != person:
        return False
    return all(
        event_text(one, field) and event_text(one, field) == event_text(other, field)
        for field in rule.same
    )


def _person(subject: Subject, event: Event, by: str) -> str | None:
    return subject.case.handler if by == HANDLER else event_text(event, by)


def judge_data_entry(
    rule: DataEntry, subject: Subject, context: SweepContext
) -> Iterator[Sighting]:
    """Yield a sighting for each event entered too late.

    Raises:
        Refused: `value.day_range`, `calendar.beyond` when a limit ends outside 1992–2100.
    """
    for event in subject.strict(rule.event):
        if event.entered_at is None or not is_valid_on(rule.head, event.day):
            continue
        last, end, provisional = _entry_end(rule, event, context)
        if event.entered_at < end:
            continue
        entered = day_of(event.entered_at)
        facts = Facts(
            events=(seen_event(EventRole.EVENT, event),),
            due_on=last,
            late_days=(entered - last).days,
            provisional=provisional,
        )
        yield sighting_of(
            rule,
            subject,
            event,
            Stage.LATE_ENTERED,
            facts,
            began_on=event.day,
            breached_on=entered,
        )


def _entry_end(
    rule: DataEntry, event: Event, context: SweepContext
) -> tuple[dt.date, Instant, bool]:
    if rule.limit is None:
        return event.day, start_of(event.day + dt.timedelta(days=1)), False
    end = due(event.occurred_at, rule.limit, context.calendar, precision=event.precision)
    return end.day, end.at, end.provisional


def _on(
    rule: Forbidden | Order | Separation, subject: Subject, at: Event, stage: Stage, facts: Facts
) -> Sighting:
    return sighting_of(rule, subject, at, stage, facts, began_on=at.day, breached_on=at.day)
