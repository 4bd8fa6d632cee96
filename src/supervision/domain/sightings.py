"""Sightings (监控所见): what a rule saw in a case, before it becomes a record.

A sighting is pure: names stand in it as the export writes them. Reconciliation turns it into
a `Detection` with ids. Nothing in it changes merely because a day passes, so that the same
facts judged tomorrow give an equal sighting until the stage itself is another.
"""

from __future__ import annotations

import datetime as dt
import enum
from fractions import Fraction

import attrs

from supervision.domain.cases import Event, Precision
from supervision.domain.rule_parts import RuleRef, Stage
from supervision.domain.values import Instant

__all__ = ["EventRole", "Facts", "Figure", "RuleFault", "SeenEvent", "Sighting", "seen_event"]


class EventRole(enum.Enum):
    """What an event was to the rule that saw it (事件作用)."""

    START = "start"
    EXTENDED = "extended"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESTARTED = "restarted"
    END = "end"
    GIVEN = "given"
    REQUIRED = "required"
    BEFORE = "before"
    EVENT = "event"
    AFTER = "after"
    BESIDE = "beside"
    LATER = "later"
    EARLIER = "earlier"
    ONE = "one"
    OTHER = "other"
    COUNTED = "counted"
    EACH = "each"
    PARTNER = "partner"
    ALARMED = "alarmed"


@attrs.frozen(kw_only=True)
class SeenEvent:
    """An event as the rule saw it (所见事件).

    Attributes:
        role: what it was to the rule.
        id: the connector's id, in records its token; empty when there is none.
        type: event type.
        day: its day.
        at: its instant, if known to the minute.
    """

    role: EventRole
    id: str
    type: str
    day: dt.date
    at: Instant | None = None


@attrs.frozen(kw_only=True)
class Facts:
    """The facts a rule saw (所见事实).

    Attributes:
        events: the events it judged by, in their order.
        due_on: the last day of the limit.
        due_at: the last instant of a limit in hours.
        late_days: calendar days between the limit's last day and the day it was done.
        provisional: whether the calendar did not yet cover the limit's last days (暂定).
        count: how often something happened.
        fields: names of the fields concerned, such as `case.plea`; never what they hold.
        linked: number of the linked case.
        document: the connector's key of the document, in records its token.
        period, top, bottom: of a figure.
    """

    events: tuple[SeenEvent, ...]
    due_on: dt.date | None = None
    due_at: Instant | None = None
    late_days: int | None = None
    provisional: bool = False
    count: int | None = None
    fields: tuple[str, ...] = ()
    linked: str | None = None
    document: str | None = None
    period: str | None = None
    top: int | None = None
    bottom: int | None = None


@attrs.frozen(kw_only=True)
class Sighting:
    """One fact a rule saw (监控所见).

    Attributes:
        rule: code and version.
        case: the case number; empty for a figure, which is about no single case.
        line: business line.
        unit, department, handler: as the export writes them.
        accepted_on: day of acceptance of the case.
        party: key of the party, for rules over parties.
        anchor: what ties the fact to its detection, see `RuleHead.anchor`.
        began_on: day the fact began: of the start event, or of the event something had to
            precede. The rule's validity and the go-live date are judged by days.
        breached_on: first day of the breach; `None` while there is only a warning.
        stage: how far it has gone.
        level: how many lead times have been passed; 0 outside the stage warning.
        facts: what the rule judged by.
    """

    rule: RuleRef
    case: str
    line: str
    unit: str | None = None
    department: str | None = None
    handler: str | None = None
    accepted_on: dt.date | None = None
    party: str | None = None
    anchor: tuple[str, ...] = ()
    began_on: dt.date
    breached_on: dt.date | None = None
    stage: Stage
    level: int = 0
    facts: Facts


@attrs.frozen(kw_only=True)
class Figure:
    """What an indicator came to (指标数值): one group in one period. Never recorded.

    Attributes:
        rule: code and version.
        period: `2026-05`, `2026-Q2`, `2026`, or empty for all.
        group: what the group is called, in the order of the rule's `by`.
        top, bottom: what is divided by what; `bottom` is above 0.

    Example:
        >>> Figure(rule=RuleRef(code="R", version=1), period="", group=(), top=6, bottom=4).value
        Fraction(3, 2)
    """

    rule: RuleRef
    period: str
    group: tuple[str | None, ...]
    top: int
    bottom: int

    @property
    def value(self) -> Fraction:
        """The figure, exact."""
        return Fraction(self.top, self.bottom)


@attrs.frozen(kw_only=True)
class RuleFault:
    """A rule could not be evaluated (规则故障): its run is partial.

    Attributes:
        rule: code and version.
        case: the case it failed on; `None` when it failed as a whole.
        code: message code of the reason.
    """

    rule: RuleRef
    case: str | None = None
    code: str


def seen_event(role: EventRole, event: Event) -> SeenEvent:
    """Return what is kept of an event."""
    at = event.occurred_at if event.precision is Precision.MINUTE else None
    return SeenEvent(role=role, id=event.id, type=event.type, day=event.day, at=at)
