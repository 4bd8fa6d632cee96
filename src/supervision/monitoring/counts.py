"""The meaning of `Count` and `Pair` (次数规则、配对规则的含义)."""

from __future__ import annotations

from collections.abc import Iterator

from supervision.domain.cases import Event
from supervision.domain.limits import Due, Limit, LimitUnit, due
from supervision.domain.rules import Count, Direction, Pair, Stage, is_valid_on
from supervision.domain.sightings import EventRole, Facts, Sighting, seen_event
from supervision.monitoring.forewarning import first_late_day, level_of
from supervision.monitoring.seeing import sighting_of
from supervision.monitoring.subjects import Subject, asking_event, first_after, not_before
from supervision.ports.monitoring import SweepContext

__all__ = ["judge_count", "judge_pair"]


def judge_count(rule: Count, subject: Subject) -> Iterator[Sighting]:
    """Yield a sighting for what is one too many, or for too few before something."""
    if rule.at_most is not None:
        yield from _too_many(rule, rule.at_most, subject)
    elif rule.at_least is not None:
        yield from _too_few(rule, rule.at_least, subject)


def _too_many(rule: Count, most: int, subject: Subject) -> Iterator[Sighting]:
    events = subject.strict(rule.events)
    for place in range(most, len(events)):
        event, predecessor = events[place], events[place - most]
        if rule.within is None:
            if place > most:
                return
            count = len(events)
        elif (event.day - predecessor.day).days > rule.within:
            continue
        else:
            count = most + 1
        if is_valid_on(rule.head, event.day):
            facts = Facts(events=(seen_event(EventRole.COUNTED, event),), count=count)
            yield sighting_of(
                rule,
                subject,
                event,
                Stage.EXCEEDED,
                facts,
                began_on=event.day,
                breached_on=event.day,
            )


def _too_few(rule: Count, least: int, subject: Subject) -> Iterator[Sighting]:
    before = asking_event(rule, subject)
    if before is None:
        return
    events = subject.lenient(rule.events)
    count = sum(one is not before and not_before(before, one) for one in events)
    if count < least:
        facts = Facts(events=(seen_event(EventRole.BEFORE, before),), count=count)
        yield sighting_of(
            rule,
            subject,
            before,
            Stage.SHORT,
            facts,
            began_on=before.day,
            breached_on=before.day,
        )


def judge_pair(rule: Pair, subject: Subject, context: SweepContext) -> Iterator[Sighting]:
    """Yield a sighting for each event whose partner is late, missing or too old.

    Raises:
        Refused: `value.day_range`, `calendar.beyond` when a limit ends outside 1992–2100.
    """
    partners = subject.lenient(rule.partner)
    for each in subject.strict(rule.each):
        if not is_valid_on(rule.head, each.day):
            continue
        if rule.direction is Direction.PREVIOUS:
            one = _previous(rule, subject, each, partners, context)
        elif rule.limit is not None:
            one = _next(rule, rule.limit, subject, each, partners, context)
        else:
            one = None
        if one is not None:
            yield one


def _end(rule: Pair, limit: Limit, subject: Subject, start: Event, context: SweepContext) -> Due:
    return due(
        start.occurred_at,
        limit,
        context.calendar,
        custody=rule.custody_exact and subject.custody,
        precision=start.precision,
    )


def _next(
    rule: Pair,
    limit: Limit,
    subject: Subject,
    each: Event,
    partners: list[Event],
    context: SweepContext,
) -> Sighting | None:
    end = _end(rule, limit, subject, each, context)
    partner = first_after(partners, each)
    if partner is not None:
        if partner.occurred_at < end.at:
            return None
        return _pair(rule, subject, each, partner, Stage.LATE_DONE, limit=limit, end=end)
    if context.now >= end.at:
        return _pair(rule, subject, each, None, Stage.OVERDUE, limit=limit, end=end)
    level = level_of(end, rule.warnings, context)
    if level:
        return _pair(rule, subject, each, None, Stage.WARNING, limit=limit, end=end, level=level)
    return None


def _previous(
    rule: Pair, subject: Subject, each: Event, partners: list[Event], context: SweepContext
) -> Sighting | None:
    before = [one for one in partners if one is not each and not_before(each, one)]
    if not before:
        return _pair(rule, subject, each, None, Stage.MISSING)
    if rule.limit is None:
        return None
    end = _end(rule, rule.limit, subject, before[-1], context)
    if each.occurred_at < end.at:
        return None
    return _pair(rule, subject, each, before[-1], Stage.STALE, limit=rule.limit, end=end)


def _pair(
    rule: Pair,
    subject: Subject,
    each: Event,
    partner: Event | None,
    stage: Stage,
    *,
    limit: Limit | None = None,
    end: Due | None = None,
    level: int = 0,
) -> Sighting:
    seen = [seen_event(EventRole.EACH, each)]
    if partner is not None:
        seen.append(seen_event(EventRole.PARTNER, partner))
    done = {Stage.LATE_DONE: partner, Stage.STALE: each}.get(stage)
    breached = each.day
    if stage in (Stage.OVERDUE, Stage.LATE_DONE) and limit is not None and end is not None:
        breached = first_late_day(end, limit)
    in_hours = limit is not None and limit.unit is LimitUnit.HOUR
    facts = Facts(
        events=tuple(seen),
        due_on=None if end is None else end.day,
        due_at=end.at if end is not None and in_hours else None,
        late_days=None if done is None or end is None else (done.day - end.day).days,
        provisional=end is not None and end.provisional,
    )
    return sighting_of(
        rule,
        subject,
        each,
        stage,
        facts,
        began_on=each.day,
        breached_on=None if stage is Stage.WARNING else breached,
        level=level,
    )
