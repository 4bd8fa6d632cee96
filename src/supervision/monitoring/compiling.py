"""From rules to their intermediate form (规则编译): features shared over all rules. Pure.

What a rule means stands in `monitoring.deadlines` and its neighbours. A rule is compiled to a
plan of its own where features can settle the common case exactly; else it is referred to the
reference engine for the cases its features do not rule out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supervision.domain.ir import (
    Body,
    Feature,
    Judgement,
    Lapse,
    Pair,
    Periods,
    Pick,
    Precedence,
    Predicate,
    Program,
    Reading,
    Referral,
    Span,
    Take,
)
from supervision.domain.limits import LimitUnit
from supervision.domain.rules import Deadline, Over, Required, Rule, Selector, Which

__all__ = ["compile_rules"]

_TAKEN = {Which.FIRST: Take.FIRST, Which.LAST: Take.LAST}


def compile_rules(rules: Sequence[Rule]) -> Program:
    """Compile rules together, so that each feature is computed once (编译).

    Example:
        >>> compile_rules(()).features
        ()
    """
    judgements = tuple(_judgement(rule) for rule in rules)
    wanted = dict.fromkeys(one for each in judgements for one in each.features)
    pairs = dict.fromkeys(one.body.pair for one in judgements if isinstance(one.body, Periods))
    ordered = sorted(wanted, key=lambda one: one.over is Over.PARTY)
    return Program(judgements=judgements, features=tuple(ordered), pairs=tuple(pairs))


def _judgement(rule: Rule) -> Judgement:
    head = rule.head
    return Judgement(
        rule=rule,
        over=head.over,
        where=Predicate(lines=head.lines, case=head.when.case, party=head.when.party),
        first_day=head.valid_from,
        last_day=head.valid_until,
        body=_deadline(rule) if isinstance(rule, Deadline) else _required(rule),
    )


def _strict(over: Over, take: Take, selector: Selector) -> Feature:
    return Feature(over=over, take=take, pick=_pick(selector, Reading.STRICT))


def _lenient(over: Over, take: Take, selector: Selector) -> Feature:
    return Feature(over=over, take=take, pick=_pick(selector, Reading.LENIENT))


def _pick(selector: Selector, reading: Reading) -> Pick:
    # Without conditions both readings pick the same events: one feature serves both.
    return Pick(selector=selector, reading=reading if selector.when else Reading.STRICT)


def _deadline(rule: Deadline) -> Body:
    over = rule.head.over
    start = _strict(over, _TAKEN[rule.which], rule.start)
    if reason := next(_beyond(rule), None):
        return Referral(needs=(start,), reason=reason)
    span = Span(limit=rule.limit, custody_exact=rule.custody_exact)
    longer: Span | None = None
    for extension in rule.extended:
        longer = Span(limit=rule.limit, more=(extension.add,), custody_exact=rule.custody_exact)
    if rule.restarted is not None:
        return Periods(
            pair=Pair(
                over=over,
                opened=start,
                again=_pick(rule.restarted, Reading.LENIENT),
                closed=_pick(rule.end, Reading.LENIENT),
                extended=_extending(rule),
            ),
            span=span,
            extended=longer,
            warnings=rule.warnings,
        )
    return Lapse(
        start=start,
        end=_lenient(over, Take.FIRST, rule.end),
        span=span,
        extended=_extended(rule, longer),
        warnings=rule.warnings,
    )


def _extending(rule: Deadline) -> Pick | None:
    for extension in rule.extended:
        return _pick(extension.by, Reading.LENIENT)
    return None


def _extended(rule: Deadline, longer: Span | None) -> tuple[Feature, Span] | None:
    if longer is None:
        return None
    return _lenient(rule.head.over, Take.FIRST, rule.extended[0].by), longer


def _beyond(rule: Deadline) -> Iterator[str]:
    """Yield why features cannot settle the rule."""
    if rule.paused:
        yield "paused"
    if rule.limit.unit is LimitUnit.HOUR:
        yield "hours"
    if len(rule.extended) > 1 or any(one.at_most > 1 for one in rule.extended):
        yield "extended_often"
    if rule.restarted is not None and rule.restarted.when:
        yield "restarted_conditionally"


def _required(rule: Required) -> Body:
    over = rule.head.over
    return Precedence(
        given=None if rule.given is None else _strict(over, Take.FIRST, rule.given),
        required=_lenient(over, Take.FIRST, rule.required),
        before=_strict(over, _TAKEN[rule.which], rule.before),
    )
