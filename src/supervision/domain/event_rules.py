"""Rules about events (事件规则): what must not be, order, four eyes, how often, pairs, entry.

Each says in one paragraph what it means. An event meets a selector *strictly* when its
conditions certainly hold and *leniently* when they do not certainly fail. An event stands
*certainly before* another on an earlier day, or within a day when both are known to the minute;
it *may* stand before it when the other does not certainly stand before it.
"""

from __future__ import annotations

import enum

import attrs

from supervision.domain.limits import Limit
from supervision.domain.rule_parts import RuleHead, Selector, Which

__all__ = [
    "ENTERED_BY",
    "HANDLER",
    "Count",
    "DataEntry",
    "Direction",
    "Forbidden",
    "Order",
    "Pair",
    "Separation",
]

ENTERED_BY = "entered_by"
"""Names whoever entered an event in the case system (录入人)."""
HANDLER = "handler"
"""Names the handler of the case (承办人)."""


@attrs.frozen(kw_only=True)
class Forbidden:
    """Something must not happen (禁止规则).

    Every strict `event` is one sighting. With `after`, only one that stands certainly after a
    strict event of `after`, and with `until` only while the ban lasts: no lenient event of
    `until` may stand between the two. With `beside`, only where the case also holds another
    strict event of `beside`, whenever it happened.

    Attributes:
        head: code, basis, conditions, sentences.
        event: what must not happen.
        after: it is forbidden only after this.
        until: what lifts the ban; only with `after`.
        beside: it is forbidden only together with this.
    """

    head: RuleHead
    event: Selector
    after: Selector | None = None
    until: Selector | None = None
    beside: Selector | None = None


@attrs.frozen(kw_only=True)
class Order:
    """One thing must come before another (先后规则).

    Where both happened, the first strict event of `later` is reversed when no lenient event of
    `earlier` may stand before it and a strict one stands after it. That `earlier` never
    happened breaches no order; `Required` is the rule for that.

    Attributes:
        head: code, basis, conditions, sentences.
        earlier: what must come first.
        later: what must come afterwards. On the same day is in order, if either is known
            only to the day.
    """

    head: RuleHead
    earlier: Selector
    later: Selector


@attrs.frozen(kw_only=True)
class Separation:
    """Two acts must be done by two persons (四眼规则).

    Every strict event of `other` is one sighting if some strict event of `one` names the same
    person; with `same`, only if both also hold equal texts in each of these card fields. A name
    that is not told is nobody's. One event is compared with itself only where two different
    fields name the persons. The first such event of `one` is told.

    Attributes:
        head: code, basis, conditions, sentences.
        one, other: the two acts.
        one_by, other_by: where the persons stand: `entered_by` of the event, `handler` of the
            case, or a field of the event's card.
        same: fields of the events' cards that must agree, such as the number of a document.
    """

    head: RuleHead
    one: Selector
    other: Selector
    one_by: str = ENTERED_BY
    other_by: str = ENTERED_BY
    same: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Count:
    """Something must not happen too often, or often enough (次数规则).

    With `at_most` n, the strict event in place n + 1 is one too many: one sighting. With
    `within` days as well, every strict event is one sighting whose n-th predecessor happened no
    more than so many days before. With `at_least` n, the first (or last) strict event of
    `before` is one sighting if fewer than n other lenient events may stand before it. Exactly
    one of the two is given.

    Attributes:
        head: code, basis, conditions, sentences.
        events: what is counted.
        at_most: how often it may happen.
        within: within how many calendar days; only with `at_most`.
        at_least: how often it must happen.
        before: before what; only with `at_least`, and then needed.
        which: the first or the last event of `before`.
    """

    head: RuleHead
    events: Selector
    at_most: int | None = None
    within: int | None = None
    at_least: int | None = None
    before: Selector | None = None
    which: Which = Which.FIRST


class Direction(enum.Enum):
    """Where the other event of a pair is looked for (配对方向)."""

    NEXT = "next"
    """之后"""
    PREVIOUS = "previous"
    """之前"""


@attrs.frozen(kw_only=True)
class Pair:
    """Each event needs another, within a limit (配对规则). Every strict `each` is judged alone.

    NEXT: the limit runs from `each`. The first lenient `partner` that may stand after it
    fulfils it while the limit runs; one that comes later makes it late-done; none makes it
    overdue once the limit has run out, and a warning before that. PREVIOUS: the last lenient
    `partner` that may stand before it is taken. Without any it is missing. With a limit, which
    then runs from `partner`, it is stale when `each` comes after its end. One partner may serve
    several events; events of one day in unknown order are taken as they are stored.

    Attributes:
        head: code, basis, conditions, sentences.
        each: the events that need a partner.
        partner: what they need.
        direction: after or before.
        limit: within what; needed for NEXT.
        custody_exact: as in `Deadline`.
        warnings: lead times, only for NEXT; as in `Deadline`.
    """

    head: RuleHead
    each: Selector
    partner: Selector
    direction: Direction = Direction.NEXT
    limit: Limit | None = None
    custody_exact: bool = True
    warnings: tuple[Limit, ...] = ()


@attrs.frozen(kw_only=True)
class DataEntry:
    """An event must be entered in time (录入规则): by default on the day it happened.

    Every strict event whose instant of entry is known is one sighting if it was entered on a
    later day than it happened on; with a limit, if it was entered after the limit's end.

    Attributes:
        head: code, basis, conditions, sentences.
        event: what must be entered.
        limit: within what; `None` for the same calendar day.
    """

    head: RuleHead
    event: Selector
    limit: Limit | None = None
