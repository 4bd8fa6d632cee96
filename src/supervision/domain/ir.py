"""The intermediate form of rules (规则中间表示): what an engine computes, apart from any language.

Rules say what the law wants; this says which *features* of a case decide it, so that an engine
reads the events once for all rules. A feature depends on nothing but the events of a subject
(a case, or one party of it) and is shared by every rule that asks for it. A *judgement* is a
rule again, as a comparison of features.

A judgement decides a subject only where its features settle the matter beyond doubt. Where they
do not, such as when the only end event known lies before the start, the subject is *referred*:
the reference engine judges it. So a judgement is never wrong and need not say everything.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from supervision.domain.limits import Limit
from supervision.domain.rules import (
    Direction,
    FieldTest,
    Indicator,
    Over,
    Rule,
    Selector,
    Stage,
)

__all__ = [
    "Body",
    "EventPair",
    "Excess",
    "Feature",
    "Judgement",
    "Lapse",
    "Marked",
    "Metric",
    "Pairing",
    "Periods",
    "Pick",
    "Plan",
    "Precedence",
    "Predicate",
    "Program",
    "Reading",
    "Referral",
    "Reversal",
    "Span",
    "Take",
]


class Reading(enum.Enum):
    """How a selector treats what the export leaves empty (读法)."""

    STRICT = "strict"
    """从严: only events that certainly meet the conditions."""
    LENIENT = "lenient"
    """从宽: also events of which the export does not tell."""


class Take(enum.Enum):
    """What is taken of the events picked (取值)."""

    FIRST = "first"
    LAST = "last"
    COUNT = "count"
    EXISTS = "exists"


class Plan(enum.Enum):
    """How a rule is evaluated (求值方式), for people who ask why a rule is slow."""

    FEATURES = "features"
    """特征: comparisons of features; odd cases are referred."""
    PERIODS = "periods"
    """分段: its own events in order, period by period; odd cases are referred."""
    EVENTS = "events"
    """逐事件: its own events, each with what it needs; nothing is referred."""
    SUMS = "sums"
    """求和: sums over cases, by group and month."""
    REFERRED = "referred"
    """转参考引擎: features only narrow down which cases the reference engine judges."""


@attrs.frozen(kw_only=True)
class Pick:
    """Which events (事件选取): a selector in one reading.

    Example:
        >>> Pick(selector=Selector(events=("accepted",)), reading=Reading.STRICT).is_plain
        True
    """

    selector: Selector
    reading: Reading

    @property
    def is_plain(self) -> bool:
        """Whether the type of the event alone decides, so that both readings are one."""
        return not self.selector.when


@attrs.frozen(kw_only=True)
class Feature:
    """One value of a subject (特征): of the events picked, the first, the last, how many, whether.

    Attributes:
        over: of the case, or of each party.
        take: what is taken.
        pick: of which events.
    """

    over: Over
    take: Take
    pick: Pick


@attrs.frozen(kw_only=True)
class Span:
    """A length of time from a day (时限): the limit, then what extends it, in that order.

    Attributes:
        limit: the limit.
        more: extensions already granted.
        custody_exact: whether it ends on a holiday as well while somebody is held.
    """

    limit: Limit
    more: tuple[Limit, ...] = ()
    custody_exact: bool = True


@attrs.frozen(kw_only=True)
class EventPair:
    """Events that open, extend and close a period (事件对): each opening with what follows it.

    Attributes:
        over: of the case, or of each party.
        opened: the event that opens the first period.
        again: events after it that close the period and open the next.
        closed: events that close it.
        extended: events that extend it, the first of each period only.
    """

    over: Over
    opened: Feature
    again: Pick
    closed: Pick
    extended: Pick | None = None

    @property
    def ending(self) -> Feature:
        """The first event that could close a period."""
        return Feature(over=self.over, take=Take.FIRST, pick=self.closed)


@attrs.frozen(kw_only=True)
class Predicate:
    """Which subjects a judgement is about (适用条件), by card alone.

    Attributes:
        lines: business lines; empty for all.
        case, party: tests that must certainly hold.
    """

    lines: tuple[str, ...] = ()
    case: tuple[FieldTest, ...] = ()
    party: tuple[FieldTest, ...] = ()


@attrs.frozen(kw_only=True)
class Lapse:
    """A limit that ran out between two features (期限届满).

    Attributes:
        start, end: the event that starts and the one that fulfils.
        span: the limit.
        extended: the first event that extends it, and then the limit with its extension.
        warnings: lead times before the end.
    """

    start: Feature
    end: Feature
    span: Span
    extended: tuple[Feature, Span] | None = None
    warnings: tuple[Limit, ...] = ()


@attrs.frozen(kw_only=True)
class Periods:
    """Limits that ran out in any period of a course (分段期限届满).

    Attributes:
        pair: how the course falls into periods.
        span: the limit of each period.
        extended: the limit of a period that was extended in time.
        warnings: lead times before the end.
    """

    pair: EventPair
    span: Span
    extended: Span | None = None
    warnings: tuple[Limit, ...] = ()


@attrs.frozen(kw_only=True)
class Precedence:
    """Something that had to stand before something else (先后关系).

    Attributes:
        given: the event that makes the duty, if there must be one.
        required: the event that must be there.
        before: the event it must precede.
    """

    given: Feature | None = None
    required: Feature
    before: Feature


@attrs.frozen(kw_only=True)
class Reversal:
    """Two things the wrong way round (逆序).

    Attributes:
        earlier: the first event that could have kept the order.
        told: the first event that certainly is the one that had to come earlier.
        later: the event it had to precede.
    """

    earlier: Feature
    told: Feature
    later: Feature


@attrs.frozen(kw_only=True)
class Excess:
    """Something that happened too often (超次): the first event beyond what is allowed.

    Attributes:
        over: of the case, or of each party.
        events: what happened.
        most: how often it may.
    """

    over: Over
    events: Pick
    most: int

    @property
    def count(self) -> Feature:
        """How often it happened."""
        return Feature(over=self.over, take=Take.COUNT, pick=self.events)


@attrs.frozen(kw_only=True)
class Pairing:
    """Each event with the one it needs (配对).

    Attributes:
        over: of the case, or of each party.
        each: the events.
        partner: what each of them needs.
        direction: after or before.
        span: within what.
        warnings: lead times before the end.
    """

    over: Over
    each: Pick
    partner: Pick
    direction: Direction
    span: Span | None
    warnings: tuple[Limit, ...] = ()


@attrs.frozen(kw_only=True)
class Marked:
    """Events that are wrong by themselves (逐事件判定).

    Attributes:
        over: of the case, or of each party.
        at: the events.
        wrong: a test of their card that certainly fails; `None`: that they happened is enough.
        stage: what a sighting of it is.
    """

    over: Over
    at: Pick
    wrong: FieldTest | None
    stage: Stage


@attrs.frozen(kw_only=True)
class Metric:
    """Sums over many cases (指标求和): partial sums are added up, never quotients.

    Attributes:
        indicator: what is summed, by which groups and periods.
    """

    indicator: Indicator


@attrs.frozen(kw_only=True)
class Referral:
    """Cases only the reference engine judges (转参考引擎).

    Attributes:
        needs: features without which a case cannot be of interest.
        reason: why no plan of its own was made, as a stable word.
    """

    needs: tuple[Feature, ...] = ()
    reason: str


Body: TypeAlias = (
    Lapse | Periods | Precedence | Reversal | Excess | Pairing | Marked | Metric | Referral
)


@attrs.frozen(kw_only=True)
class Judgement:
    """A rule as a comparison of features (判定).

    Attributes:
        rule: the rule.
        over: case or party.
        where: which subjects it is about.
        first_day, last_day: days on which the fact must begin, both included.
        body: what is compared.
    """

    rule: Rule
    over: Over
    where: Predicate
    first_day: dt.date
    last_day: dt.date | None
    body: Body

    @property
    def features(self) -> tuple[Feature, ...]:
        """The features it compares."""
        match self.body:
            case Lapse(start=start, end=end, extended=extended):
                return (start, end) if extended is None else (start, end, extended[0])
            case Periods(pair=pair):
                return (pair.opened, pair.ending)
            case Precedence(given=given, required=required, before=before):
                return (required, before) if given is None else (given, required, before)
            case Reversal(earlier=earlier, told=told, later=later):
                return tuple(dict.fromkeys((earlier, told, later)))
            case Excess(count=count):
                return (count,)
            case Referral(needs=needs):
                return needs
            case _:  # what looks at events one by one, or sums, needs none
                return ()

    @property
    def plan(self) -> Plan:
        """How it is evaluated."""
        match self.body:
            case Referral():
                return Plan.REFERRED
            case Periods():
                return Plan.PERIODS
            case Excess() | Pairing() | Marked():
                return Plan.EVENTS
            case Metric():
                return Plan.SUMS
            case _:
                return Plan.FEATURES


@attrs.frozen(kw_only=True)
class Program:
    """All rules of a sweep, compiled together (监控程序).

    Attributes:
        judgements: one for each rule, in their order.
        features: every feature once, those of cases before those of parties.
        pairs: every pair once.
    """

    judgements: tuple[Judgement, ...]
    features: tuple[Feature, ...]
    pairs: tuple[EventPair, ...]
