"""The meaning of `Required` (必经环节规则的含义)."""

from __future__ import annotations

from collections.abc import Iterator

from supervision.domain.cases import Event
from supervision.domain.rules import Required, Stage
from supervision.domain.sightings import EventRole, Facts, SeenEvent, Sighting, seen_event
from supervision.monitoring.seeing import sighting_of
from supervision.monitoring.subjects import Subject, asking_event, first_after, not_before

__all__ = ["judge_required"]


def judge_required(rule: Required, subject: Subject) -> Iterator[Sighting]:
    """Yield a sighting when the required event is missing or came too late."""
    before = asking_event(rule, subject)
    if before is None:
        return
    given: Event | None = None
    if rule.given is not None:
        given = _first_until(subject.strict(rule.given), before)
        if given is None:
            return
    candidates = [
        event
        for event in subject.lenient(rule.required)
        if event is not before and (given is None or not_before(event, given))
    ]
    if _first_until(candidates, before) is not None:
        return
    yield _sighting(rule, subject, before, given, first_after(candidates, before))


def _first_until(events: list[Event], before: Event) -> Event | None:
    return next((one for one in events if one is not before and not_before(before, one)), None)


def _sighting(
    rule: Required, subject: Subject, before: Event, given: Event | None, late: Event | None
) -> Sighting:
    seen: list[SeenEvent] = []
    if given is not None:
        seen.append(seen_event(EventRole.GIVEN, given))
    seen.append(seen_event(EventRole.BEFORE, before))
    if late is not None:
        seen.append(seen_event(EventRole.REQUIRED, late))
    late_days = None if late is None else (late.day - before.day).days
    return sighting_of(
        rule,
        subject,
        before,
        Stage.MISSING if late is None else Stage.LATE,
        Facts(events=tuple(seen), late_days=late_days),
        began_on=before.day,
        breached_on=before.day,
    )
