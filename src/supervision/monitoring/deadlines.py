"""The meaning of `Deadline` (期限规则的含义): one ordered walk through each period.

The limit runs from the event that opened the period. Events are taken in order while it runs:
an end, or a restart, fulfils the period; an extension or a pause moves its end. Whatever
comes after the limit has run out changes nothing but the stage: overdue becomes late-done.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from supervision.domain.cases import Event, event_order
from supervision.domain.limits import Due, Limit, LimitUnit, Stretch, due
from supervision.domain.rules import Deadline, Pause, Stage, Which, is_valid_on
from supervision.domain.sightings import EventRole, Facts, Sighting, seen_event
from supervision.domain.values import Instant
from supervision.monitoring.forewarning import first_late_day, level_of
from supervision.monitoring.seeing import sighting_of
from supervision.monitoring.subjects import Subject, first_after, not_before
from supervision.ports.monitoring import SweepContext

__all__ = ["judge_deadline"]

_RANK = {EventRole.END: 0, EventRole.RESTARTED: 1, EventRole.PAUSED: 2, EventRole.EXTENDED: 3}
_CLOSING = (EventRole.END, EventRole.RESTARTED, EventRole.PAUSED)


@attrs.frozen
class _Period:
    """From the event that opens it to the one that opens the next, if any."""

    opening: Event
    next: Event | None

    def holds(self, event: Event) -> bool:
        return (
            event is not self.opening
            and not_before(event, self.opening)
            and (self.next is None or not_before(self.next, event))
        )


@attrs.frozen
class _Step:
    """An event with what it does to the limit; `index` is that of the extension or pause."""

    event: Event
    role: EventRole
    index: int = 0

    @property
    def order(self) -> tuple[tuple[int, int, str], int, int]:
        return (event_order(self.event), _RANK[self.role], self.index)


def judge_deadline(rule: Deadline, subject: Subject, context: SweepContext) -> Iterator[Sighting]:
    """Yield one sighting for each period that is near its end, overdue or late-done.

    Raises:
        Refused: `value.day_range`, `calendar.beyond` when a limit ends outside 1992–2100.
    """
    for period in _periods(rule, subject):
        if is_valid_on(rule.head, period.opening.day):
            sighting = _Walk(rule, subject, context, period).sighting()
            if sighting is not None:
                yield sighting


def _periods(rule: Deadline, subject: Subject) -> Iterator[_Period]:
    starts = subject.strict(rule.start)
    if not starts:
        return
    opening = starts[0] if rule.which is Which.FIRST else starts[-1]
    restarts = [
        event
        for event in subject.lenient(rule.restarted)
        if event is not opening and not_before(event, opening)
    ]
    # A restart of which the export tells too little ends the old period but opens no new one.
    certain = {id(event) for event in subject.strict(rule.restarted)}
    openings = [opening, *restarts]
    for event, following in zip(openings, [*restarts, None], strict=True):
        if event is opening or id(event) in certain:
            yield _Period(event, following)


class _Walk:
    """The walk through one period. Used once."""

    def __init__(
        self, rule: Deadline, subject: Subject, context: SweepContext, period: _Period
    ) -> None:
        self._rule = rule
        self._subject = subject
        self._context = context
        self._period = period
        self._custody = rule.custody_exact and subject.custody
        self._more: list[Limit] = []
        self._paused: list[Stretch] = []
        self._counted = [0] * len(rule.extended)
        self._seen = [seen_event(EventRole.START, period.opening)]

    def sighting(self) -> Sighting | None:
        end = self._end()
        paused_until: Instant | None = None
        for step in self._steps():
            event = step.event
            if event.occurred_at >= end.at:
                if step.role in _CLOSING:
                    return self._late_done(end, step)
            elif step.role in (EventRole.END, EventRole.RESTARTED):
                return None
            elif step.role is EventRole.EXTENDED:
                if self._extend(step):
                    end = self._end()
            elif paused_until is None or event.occurred_at >= paused_until:
                resumed = self._resumed(self._rule.paused[step.index], event)
                if resumed is None:
                    return None  # the clock stands still until somebody lets it run on
                paused_until = resumed.occurred_at
                self._pause(event, resumed)
                end = self._end()
        return self._open(end)

    def _end(self) -> Due:
        return due(
            self._period.opening.occurred_at,
            self._rule.limit,
            self._context.calendar,
            custody=self._custody,
            precision=self._period.opening.precision,
            more=tuple(self._more),
            paused=tuple(self._paused),
        )

    def _steps(self) -> list[_Step]:
        rule, subject, period = self._rule, self._subject, self._period
        steps = [_Step(event, EventRole.END) for event in subject.lenient(rule.end)]
        for index, pause in enumerate(rule.paused):
            steps += [
                _Step(event, EventRole.PAUSED, index) for event in subject.lenient(pause.since)
            ]
        for index, extension in enumerate(rule.extended):
            steps += [
                _Step(event, EventRole.EXTENDED, index) for event in subject.lenient(extension.by)
            ]
        inside = [step for step in steps if period.holds(step.event)]
        if period.next is not None:
            inside.append(_Step(period.next, EventRole.RESTARTED))
        return sorted(inside, key=lambda step: step.order)

    def _extend(self, step: _Step) -> bool:
        extension = self._rule.extended[step.index]
        if self._counted[step.index] >= extension.at_most:
            return False
        self._counted[step.index] += 1
        self._more.append(extension.add)
        self._seen.append(seen_event(EventRole.EXTENDED, step.event))
        return True

    def _resumed(self, pause: Pause, event: Event) -> Event | None:
        """Only an event that certainly resumes does; else the clock goes on standing still."""
        after = [one for one in self._subject.strict(pause.until) if self._period.holds(one)]
        return first_after(after, event)

    def _pause(self, event: Event, resumed: Event) -> None:
        # Of two events of one day in unknown order the pause may end "before" it began.
        until = max(event.occurred_at, resumed.occurred_at)
        self._paused.append(Stretch(since=event.occurred_at, until=until))
        self._seen.append(seen_event(EventRole.PAUSED, event))
        self._seen.append(seen_event(EventRole.RESUMED, resumed))

    def _late_done(self, end: Due, step: _Step) -> Sighting:
        self._seen.append(seen_event(step.role, step.event))
        late = (step.event.day - end.day).days
        return self._sight(end, Stage.LATE_DONE, late_days=late)

    def _open(self, end: Due) -> Sighting | None:
        if self._context.now >= end.at:
            return self._sight(end, Stage.OVERDUE)
        level = level_of(end, self._rule.warnings, self._context)
        return self._sight(end, Stage.WARNING, level=level) if level else None

    def _sight(
        self, end: Due, stage: Stage, *, level: int = 0, late_days: int | None = None
    ) -> Sighting:
        rule, opening = self._rule, self._period.opening
        in_hours = rule.limit.unit is LimitUnit.HOUR
        return sighting_of(
            rule,
            self._subject,
            opening,
            stage,
            Facts(
                events=tuple(self._seen),
                due_on=end.day,
                due_at=end.at if in_hours else None,
                late_days=late_days,
                provisional=end.provisional,
            ),
            began_on=opening.day,
            breached_on=None if stage is Stage.WARNING else first_late_day(end, rule.limit),
            level=level,
        )
