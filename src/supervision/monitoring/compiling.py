"""From rules to their intermediate form (规则编译): features shared over all rules. Pure.

What a rule means stands in `monitoring.deadlines` and its neighbours. A rule is compiled to a
plan of its own where features can settle the common case exactly; else it is referred to the
reference engine for the cases its features do not rule out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from supervision.domain.ir import (
    Body,
    EventPair,
    Excess,
    Feature,
    Judgement,
    Lapse,
    Marked,
    Metric,
    Pairing,
    Periods,
    Pick,
    Precedence,
    Predicate,
    Program,
    Reading,
    Referral,
    Reversal,
    Span,
    Take,
)
from supervision.domain.limits import LimitUnit
from supervision.domain.rules import (
    CardTests,
    Count,
    DataEntry,
    Deadline,
    Each,
    Field,
    FieldTest,
    Forbidden,
    Indicator,
    Measure,
    Order,
    Over,
    Pair,
    Required,
    Rule,
    Selector,
    Separation,
    Stage,
    Which,
)

__all__ = ["compile_rules"]

_TAKEN = {Which.FIRST: Take.FIRST, Which.LAST: Take.LAST}
_TEXTUAL = {"one_of", "none_of"}


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
    body = _plain(rule) or _body(rule)
    is_referred = isinstance(body, Referral)
    # A party sees no other events than its case: what a case lacks, so does every party.
    where = Predicate(
        lines=head.lines,
        case=tuple(test for test in head.when.case if not is_referred or _is_textual([test])),
        party=() if is_referred else head.when.party,
    )
    return Judgement(
        rule=rule,
        over=Over.CASE if is_referred else head.over,
        where=where,
        first_day=head.valid_from,
        last_day=head.valid_until,
        body=body,
    )


# ---------------------------------------------------------------------------- what is referred


def _plain(rule: Rule) -> Referral | None:
    """Return a referral for a rule over what, or under conditions, only the reference knows."""
    head = rule.head
    selectors = tuple(_selectors(rule))
    if head.over not in (Over.CASE, Over.PARTY):
        reason = head.over.value
    elif not _is_textual((*head.when.case, *head.when.party)):
        reason = "condition"
    elif not all(_is_textual(one.when) for one in selectors):
        reason = "event_condition"
    else:
        return None
    return Referral(needs=_needs(rule), reason=reason)


def _is_textual(tests: Iterable[FieldTest]) -> bool:
    return all(set(one.sorts) <= _TEXTUAL and one.field != "accepted_on" for one in tests)


def _selectors(rule: Rule) -> Iterator[Selector]:
    """Yield every selector of a rule."""
    for field in attrs.fields(type(rule)):
        value = getattr(rule, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Selector):
                yield one
            elif attrs.has(type(one)) and field.name in ("extended", "paused", "top", "bottom"):
                yield from (
                    inner
                    for part in attrs.fields(type(one))
                    if isinstance(inner := getattr(one, part.name), Selector)
                )


def _needs(rule: Rule) -> tuple[Feature, ...]:
    """Return the events of a case without which the rule sees nothing in it."""
    selectors: list[Selector | None] = []
    match rule:
        case Deadline(start=start):
            selectors = [start]
        case Required(before=before, given=given):
            selectors = [before, given]
        case Forbidden(event=event, after=after, beside=beside):
            selectors = [event, after, beside]
        case Order(earlier=earlier, later=later):
            selectors = [earlier, later]
        case Separation(one=one, other=other):
            selectors = [one, other]
        case Count(at_most=None, before=before):
            selectors = [before]
        case Count(events=events):
            selectors = [events]
        case Pair(each=each):
            selectors = [each]
        case Field(at=at):
            selectors = [at]
        case DataEntry(event=event):
            selectors = [event]
        case Indicator():
            selectors = []
    return tuple(
        Feature(over=Over.CASE, take=Take.FIRST, pick=_typed(one))
        for one in selectors
        if one is not None and not one.linked
    )


def _typed(selector: Selector) -> Pick:
    """Return a pick by type alone: it misses nothing the selector picks."""
    return Pick(selector=Selector(events=selector.events), reading=Reading.STRICT)


# ---------------------------------------------------------------------------- plans of their own


def _strict(over: Over, take: Take, selector: Selector) -> Feature:
    return Feature(over=over, take=take, pick=_pick(selector, Reading.STRICT))


def _lenient(over: Over, take: Take, selector: Selector) -> Feature:
    return Feature(over=over, take=take, pick=_pick(selector, Reading.LENIENT))


def _pick(selector: Selector, reading: Reading) -> Pick:
    # Without conditions both readings pick the same events: one feature serves both.
    return Pick(selector=selector, reading=reading if selector.when else Reading.STRICT)


def _body(rule: Rule) -> Body:
    match rule:
        case Deadline():
            return _deadline(rule)
        case Required():
            return _required(rule)
        case Order():
            return _order(rule)
        case Count():
            return _count(rule)
        case Pair():
            return _pair(rule)
        case Field():
            return _field(rule)
        case Forbidden(after=None, beside=None):
            over = rule.head.over
            at = _pick(rule.event, Reading.STRICT)
            return Marked(over=over, at=at, wrong=None, stage=Stage.FORBIDDEN)
        case Indicator():
            return _indicator(rule)
        case _:
            return Referral(needs=_needs(rule), reason="type")


def _deadline(rule: Deadline) -> Body:
    over = rule.head.over
    if reason := next(_beyond(rule), None):
        return Referral(needs=_needs(rule), reason=reason)
    start = _strict(over, _TAKEN[rule.which], rule.start)
    span = Span(limit=rule.limit, custody_exact=rule.custody_exact)
    longer: Span | None = None
    extending: Selector | None = None
    for extension in rule.extended:
        longer = attrs.evolve(span, more=(extension.add,))
        extending = extension.by
    if rule.restarted is not None:
        by = None if extending is None else _pick(extending, Reading.LENIENT)
        pair = EventPair(
            over=over,
            opened=start,
            again=_pick(rule.restarted, Reading.LENIENT),
            closed=_pick(rule.end, Reading.LENIENT),
            extended=by,
        )
        return Periods(pair=pair, span=span, extended=longer, warnings=rule.warnings)
    return Lapse(
        start=start,
        end=_lenient(over, Take.FIRST, rule.end),
        span=span,
        extended=(
            None
            if longer is None or extending is None
            else (_lenient(over, Take.FIRST, extending), longer)
        ),
        warnings=rule.warnings,
    )


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


def _order(rule: Order) -> Body:
    over = rule.head.over
    return Reversal(
        earlier=_lenient(over, Take.FIRST, rule.earlier),
        told=_strict(over, Take.FIRST, rule.earlier),
        later=_strict(over, Take.FIRST, rule.later),
    )


def _count(rule: Count) -> Body:
    if rule.at_most is None or rule.within is not None:
        return Referral(needs=_needs(rule), reason="count")
    events = _pick(rule.events, Reading.STRICT)
    return Excess(over=rule.head.over, events=events, most=rule.at_most)


def _pair(rule: Pair) -> Body:
    if rule.limit is not None and rule.limit.unit is LimitUnit.HOUR:
        return Referral(needs=_needs(rule), reason="hours")
    span = None
    if rule.limit is not None:
        span = Span(limit=rule.limit, custody_exact=rule.custody_exact)
    return Pairing(
        over=rule.head.over,
        each=_pick(rule.each, Reading.STRICT),
        partner=_pick(rule.partner, Reading.LENIENT),
        direction=rule.direction,
        span=span,
        warnings=rule.warnings,
    )


def _field(rule: Field) -> Body:
    tests = rule.must.event
    only_event = rule.must == CardTests(event=tests) and not rule.agree and not rule.sums
    if rule.at is None or not only_event or len(tests) != 1 or not _is_textual(tests):
        return Referral(needs=_needs(rule), reason="cards")
    at = _pick(rule.at, Reading.STRICT)
    return Marked(over=rule.head.over, at=at, wrong=tests[0], stage=Stage.WRONG)


def _indicator(rule: Indicator) -> Body:
    measures = (*rule.top, *rule.bottom)
    if rule.head.over is not Over.CASE or not all(_is_summed(one) for one in measures):
        return Referral(reason="measures")
    return Metric(indicator=rule)


def _is_summed(measure: Measure) -> bool:
    if measure.first is not None:
        return False
    return measure.each is Each.EVENT or (measure.each is Each.CASE and measure.events is None)
