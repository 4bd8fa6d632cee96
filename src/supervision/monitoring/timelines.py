"""A case as it went (案件时间线): events in order with their days, and what each rule saw. Pure.

Days are calendar days. The first event is day 0, so that "day 10" reads as a limit of ten days
is counted: the first day does not count (刑诉法 art. 105).
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from supervision.domain.cases import CaseTrace, Precision, event_order
from supervision.domain.detections import Decision, Detection, Sight, party_token
from supervision.domain.findings import FindingState
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import RuleRef, Stage
from supervision.domain.values import Instant, day_of
from supervision.monitoring.sentences import sentence_of

__all__ = ["CaseTimeline", "Moment", "Standing", "What", "WhatARuleSaw", "timeline_of"]

_NO_RULES = RuleBook()


class What(enum.Enum):
    """What a moment of a timeline is (事项类别)."""

    EVENT = "event"
    """案件事件."""
    DUE = "due"
    """期限末日, as a rule counted it."""
    NOW = "now"
    """现在."""


@attrs.frozen(kw_only=True)
class Moment:
    """One line of the timeline (时间点).

    Attributes:
        what: event, end of a limit, now.
        day: its day.
        at: its instant, where known to the minute.
        type: event type; empty for what is no event.
        party: key of the party, as the case system has it.
        rule: the rule whose limit ends.
        day_number: days since the first event.
        since: days since the event before; `None` for what is no event.
        entered_late: days from the event to its entry in the case system, where it came later.
    """

    what: What
    day: dt.date
    at: Instant | None = None
    type: str = ""
    party: str | None = None
    rule: RuleRef | None = None
    day_number: int
    since: int | None = None
    entered_late: int | None = None


@attrs.frozen(kw_only=True)
class WhatARuleSaw:
    """What one rule saw in the case (规则所见).

    Attributes:
        detection: id.
        rule: code and version.
        party: key of the party, as the case system has it.
        stage, level: how far it has gone.
        began_on, due_on, done_on: beginning, end of the limit, day it was done after all.
        span: days from the beginning to the day it was done, or to today; `None` for what is
            the matter of one day, such as an event that must not be.
        late: days past the limit, now or when it was done; `None` while it runs or without one.
        seen: whether it is still seen.
        decision: what was decided.
        finding, finding_state: the finding it supports, and how far that has gone; its state
            only where the reader may see it.
        recurs_from: the closed finding it returned from.
        alarmed_on: day on which case management raised the alarm.
        frozen_stage: stage it had when it was confirmed, where that was another.
        zh, en: the rule's sentence; empty when the rule is no longer there.
    """

    detection: str
    rule: RuleRef
    party: str | None = None
    stage: Stage
    level: int = 0
    began_on: dt.date
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    span: int | None
    late: int | None = None
    seen: bool
    decision: Decision
    finding: str | None = None
    finding_state: FindingState | None = None
    recurs_from: str | None = None
    alarmed_on: dt.date | None = None
    frozen_stage: Stage | None = None
    zh: str = ""
    en: str = ""


@attrs.frozen(kw_only=True)
class Standing:
    """Where the case stands (现状).

    Attributes:
        last: type of the last event; empty when there is none.
        idle: days since it.
        running: rules whose limit still runs, nearest end first.
        breached: detections that are seen, breached and not dismissed.
        waiting: detections that wait for triage.
    """

    last: str = ""
    idle: int = 0
    running: tuple[WhatARuleSaw, ...] = ()
    breached: int = 0
    waiting: int = 0


@attrs.frozen(kw_only=True)
class CaseTimeline:
    """A case as it went (案件时间线).

    Attributes:
        number, line, department, handler, accepted_on: as the export writes them.
        moments: in order.
        rules: what each rule saw, by its beginning.
        standing: where the case stands.
    """

    number: str
    line: str
    department: str | None
    handler: str | None
    accepted_on: dt.date | None
    moments: tuple[Moment, ...]
    rules: tuple[WhatARuleSaw, ...]
    standing: Standing


def timeline_of(
    trace: CaseTrace,
    detections: Iterable[Detection],
    today: dt.date,
    states: Mapping[str, FindingState] = MappingProxyType({}),
    book: RuleBook = _NO_RULES,
) -> CaseTimeline:
    """Put a case and its detections in order of time.

    Args:
        trace: the case.
        detections: its detections, as far as the reader may see them.
        today: the day on which it is read.
        states: states of their findings by id, as far as the reader may see them.
        book: the rules, for their sentences.
    """
    keys = {party_token(trace.case.number, one.key): one.key for one in trace.parties}
    known = sorted(detections, key=lambda one: (one.subject.began_on, one.subject.rule, one.id))
    rules = tuple(
        attrs.evolve(
            _seen(one, keys, today),
            finding_state=states.get(one.finding or ""),
            zh=_sentence(one, keys, book, "zh"),
            en=_sentence(one, keys, book, "en"),
        )
        for one in known
        if one.replaced_by is None
    )
    events = sorted(trace.events, key=event_order)
    first = events[0].day if events else trace.case.accepted_on or today
    moments: list[Moment] = []
    before = first
    for event in events:
        entered = event.entered_at
        late = None if entered is None else (day_of(entered) - event.day).days
        moments.append(
            Moment(
                what=What.EVENT,
                day=event.day,
                at=event.occurred_at if event.precision is Precision.MINUTE else None,
                type=event.type,
                party=event.party,
                day_number=(event.day - first).days,
                since=(event.day - before).days,
                entered_late=late or None,
            )
        )
        before = event.day
    moments += [
        Moment(
            what=What.DUE,
            day=one.due_on,
            party=one.party,
            rule=one.rule,
            day_number=(one.due_on - first).days,
        )
        for one in rules
        if one.due_on is not None and one.seen
    ]
    moments.append(Moment(what=What.NOW, day=today, day_number=(today - first).days))
    order = {What.EVENT: 0, What.DUE: 1, What.NOW: 2}
    return CaseTimeline(
        number=trace.case.number,
        line=trace.case.line,
        department=trace.case.department,
        handler=trace.case.handler,
        accepted_on=trace.case.accepted_on,
        moments=tuple(sorted(moments, key=lambda one: (one.day, order[one.what]))),
        rules=rules,
        standing=_standing(rules, [one for one in moments if one.what is What.EVENT], today),
    )


def _seen(one: Detection, keys: dict[str, str], today: dt.date) -> WhatARuleSaw:
    sight, facts = one.sight, one.sight.facts
    done = _done(sight)
    until = done or today
    late = facts.late_days
    if late is None and facts.due_on is not None and sight.stage is not Stage.WARNING:
        late = max(0, (until - facts.due_on).days)
    frozen = one.frozen.stage if one.frozen is not None else None
    party = one.subject.party
    return WhatARuleSaw(
        detection=one.id,
        rule=RuleRef(code=one.subject.rule, version=sight.rule_version),
        party=None if party is None else keys.get(party),
        stage=sight.stage,
        level=sight.level,
        began_on=one.subject.began_on,
        due_on=facts.due_on,
        done_on=done,
        span=None if sight.stage in _OF_ONE_DAY else (until - one.subject.began_on).days,
        late=late,
        seen=one.seen,
        decision=one.decision,
        finding=one.finding,
        recurs_from=one.recurs_from,
        alarmed_on=sight.alarm.day if sight.alarm is not None else None,
        frozen_stage=frozen if frozen is not sight.stage else None,
    )


_CLOSED = (Stage.LATE_DONE, Stage.LATE, Stage.REVERSED)
_OF_ONE_DAY = (Stage.FORBIDDEN, Stage.SAME_PERSON, Stage.EXCEEDED)


def _done(sight: Sight) -> dt.date | None:
    """Return the day it was done after all; `None` while it is open, or was done at once."""
    facts = sight.facts
    if facts.due_on is not None and facts.late_days is not None:
        return facts.due_on + dt.timedelta(days=facts.late_days)
    return facts.events[-1].day if facts.events and sight.stage in _CLOSED else None


def _sentence(one: Detection, keys: Mapping[str, str], book: RuleBook, lang: str) -> str:
    head = book.head(one.subject.rule, one.sight.rule_version)
    return (
        "" if head is None else sentence_of(head, one, lang, keys.get(one.subject.party or "", ""))
    )


def _standing(rules: Sequence[WhatARuleSaw], events: Sequence[Moment], today: dt.date) -> Standing:
    past = [one for one in events if one.day <= today]
    here = [one for one in rules if one.seen]
    running = [one for one in here if one.stage is Stage.WARNING]
    open_ones = [one for one in here if one.stage is not Stage.WARNING]
    return Standing(
        last=past[-1].type if past else "",
        idle=(today - past[-1].day).days if past else 0,
        running=tuple(sorted(running, key=lambda one: (one.due_on or today, one.rule))),
        breached=sum(one.decision is not Decision.DISMISSED for one in open_ones),
        waiting=sum(one.decision is Decision.WAITING for one in open_ones),
    )
