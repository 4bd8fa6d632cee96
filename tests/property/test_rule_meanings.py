"""The reference engine against a second, naive reading of the rules, written on its own.

The second reading goes over all pairs of events with sets and quantifiers, straight from the
docstrings of the models; it shares no code with `supervision.monitoring`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from supervision.builtin.reference_engine import ReferenceEngine
from supervision.domain.cases import CaseTrace, Event, Precision
from supervision.domain.limits import Limit, LimitUnit, due
from supervision.domain.rules import (
    Count,
    DataEntry,
    Direction,
    Field,
    FieldTest,
    Figures,
    Forbidden,
    Indicator,
    Order,
    Over,
    Pair,
    Per,
    Required,
    Rule,
    Selector,
    Separation,
    Which,
)
from supervision.domain.sightings import Figure, RuleFault, Sighting
from supervision.domain.values import start_of
from supervision.ports.monitoring import SweepContext
from supervision.testing.engine_samples import SAMPLE_CALENDAR
from supervision.testing.rule_strategies import random_cases, random_rules

CONTEXT = SweepContext(now=start_of(dt.date(2026, 10, 12)), calendar=SAMPLE_CALENDAR)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def swept(rule: Rule, traces: list[CaseTrace]) -> list[Sighting | Figure]:
    found = list(ReferenceEngine().sweep([rule], traces, CONTEXT))
    assert not any(isinstance(one, RuleFault) for one in found)
    return found


# ---------------------------------------------------------------------------- second reading


class Sub:
    """A subject, naively: the case, its own and the other case's events, its cards."""

    def __init__(self, trace: CaseTrace, over: Over, part: object) -> None:
        self.trace, self.over, self.part = trace, over, part
        key = getattr(part, "key", None)
        self.events = [
            one
            for one in trace.events
            if one.occurred_at <= CONTEXT.now
            and (over is not Over.PARTY or one.party in (None, key))
            and (over is not Over.DOCUMENT or one.document in (None, key))
        ]
        others = part.events if over is Over.LINKED else ()
        self.others = [one for one in others if one.occurred_at <= CONTEXT.now]
        held = [p.custody is True for p in trace.parties]
        self.custody = part.custody is True if over is Over.PARTY else any(held)
        self.id = key if over in (Over.PARTY, Over.DOCUMENT) else getattr(part, "kind", None)

    def card(self, card: str, field: str) -> str | None:
        if card == "case":
            return {c.name: c.text for c in self.trace.case.card}.get(field)
        owner = self.part.case if card == "linked" else self.part
        return {c.name: c.text for c in owner.card}.get(field)


def truth(test: FieldTest, text: str | None) -> str:
    """yes, no or dunno."""
    if test.present is not None:
        return "yes" if (text is not None) == test.present else "no"
    if text is None:
        return "dunno"
    if test.one_of:
        return "yes" if text in test.one_of else "no"
    if test.none_of:
        return "no" if text in test.none_of else "yes"
    if test.at_least is not None or test.at_most is not None:
        if text not in ("1", "2"):
            return "dunno"
        low, high = test.at_least, test.at_most
        return "yes" if (low or -9) <= int(text) <= (9 if high is None else high) else "no"
    if text != "2026-03-02":
        return "dunno"
    day = dt.date(2026, 3, 2)
    return "yes" if (test.since or day) <= day <= (test.until or day) else "no"


def subs(rule: Rule, traces: list[CaseTrace]) -> Iterator[Sub]:
    head = rule.head
    for trace in traces:
        parts: tuple[object, ...] = {
            Over.CASE: (None,),
            Over.PARTY: trace.parties,
            Over.DOCUMENT: trace.documents,
            Over.LINKED: trace.linked,
        }[head.over]
        for part in parts:
            sub = Sub(trace, head.over, part)
            wants = [
                *((test, sub.card("case", test.field)) for test in head.when.case),
                *((test, sub.card("party", test.field)) for test in head.when.party),
                *((test, sub.card("document", test.field)) for test in head.when.document),
                *((test, sub.card("linked", test.field)) for test in head.when.linked),
            ]
            if (
                (not head.lines or trace.case.line in head.lines)
                and (not head.links or part.kind in head.links)
                and all(truth(test, text) == "yes" for test, text in wants)
            ):
                yield sub


def picked(sub: Sub, selector: Selector, *lenient: str) -> list[Event]:
    accepted = {"yes", *lenient}
    found = []
    for one in sub.others if selector.linked else sub.events:
        card = {c.name: c.text for c in one.card}
        said = {truth(test, card.get(test.field)) for test in selector.when}
        worst = "no" if "no" in said else "dunno" if "dunno" in said else "yes"
        if one.type in selector.events and worst in accepted:
            found.append(one)
    return sorted(found, key=lambda one: (one.occurred_at, one.sequence, one.id))


def sure(one: Event, other: Event) -> bool:
    """Whether `one` certainly stands before `other`."""
    if one.day == other.day:
        both = one.precision is Precision.MINUTE and other.precision is Precision.MINUTE
        return both and (one.occurred_at, one.sequence) < (other.occurred_at, other.sequence)
    return one.day < other.day


def valid(rule: Rule, day: dt.date) -> bool:
    return rule.head.valid_from <= day <= (rule.head.valid_until or dt.date.max)


def read_again(rule: Rule, sub: Sub) -> Iterator[tuple[str, str | None, int | None]]:
    """Yield stage, the anchoring event, and a number told by the sighting."""
    match rule:
        case Forbidden():
            for event in picked(sub, rule.event):
                afters = picked(sub, rule.after) if rule.after else []
                lifts = picked(sub, rule.until, "dunno") if rule.until else []
                banned = rule.after is None or any(
                    sure(after, event)
                    and not [
                        lift
                        for lift in lifts
                        if lift not in (after, event)
                        and not sure(lift, after)
                        and not sure(event, lift)
                    ]
                    for after in afters
                )
                company = rule.beside is None or set(picked(sub, rule.beside)) - {event}
                if banned and company and valid(rule, event.day):
                    yield "forbidden", event.id, None
        case Order():
            laters = picked(sub, rule.later)
            if laters and valid(rule, laters[0].day):
                later = laters[0]
                before = [
                    one
                    for one in picked(sub, rule.earlier, "dunno")
                    if one != later and not sure(later, one)
                ]
                strict = [one for one in picked(sub, rule.earlier) if one != later]
                if strict and not before:
                    yield "reversed", later.id, (strict[0].day - later.day).days
        case Required():
            befores = picked(sub, rule.before)
            if befores:
                before_ = befores[0 if rule.which is Which.FIRST else -1]
                givens = [
                    one
                    for one in (picked(sub, rule.given) if rule.given else [])
                    if one != before_ and not sure(before_, one)
                ]
                if valid(rule, before_.day) and (rule.given is None or givens):
                    there = [
                        one
                        for one in picked(sub, rule.required, "dunno")
                        if one != before_ and (not givens or not sure(one, givens[0]))
                    ]
                    if not [one for one in there if not sure(before_, one)]:
                        late = [one for one in there if not sure(one, before_)]
                        days = (late[0].day - before_.day).days if late else None
                        yield "late" if late else "missing", before_.id, days
        case Separation():
            for other in picked(sub, rule.other):
                name = person(sub, other, rule.other_by)
                same = [
                    one
                    for one in picked(sub, rule.one)
                    if name
                    and person(sub, one, rule.one_by) == name
                    and (one != other or rule.one_by != rule.other_by)
                    and all(
                        text_of(one, f) and text_of(one, f) == text_of(other, f) for f in rule.same
                    )
                ]
                if same and valid(rule, other.day):
                    yield "same_person", other.id, None
        case Count() if rule.at_most is not None:
            events = picked(sub, rule.events)
            for place, event in enumerate(events):
                near = events[max(0, place - rule.at_most) : place + 1]
                if len(near) <= rule.at_most or not valid(rule, event.day):
                    continue
                if rule.within is None and place == rule.at_most:
                    yield "exceeded", event.id, len(events)
                if rule.within is not None and (near[-1].day - near[0].day).days <= rule.within:
                    yield "exceeded", event.id, rule.at_most + 1
        case Count() if rule.before is not None and rule.at_least is not None:
            befores = picked(sub, rule.before)
            if befores:
                before_ = befores[0 if rule.which is Which.FIRST else -1]
                count = len(
                    [
                        one
                        for one in picked(sub, rule.events, "dunno")
                        if one != before_ and not sure(before_, one)
                    ]
                )
                if count < rule.at_least and valid(rule, before_.day):
                    yield "short", before_.id, count
        case Pair():
            yield from pairs(rule, sub)
        case DataEntry():
            for event in picked(sub, rule.event):
                if event.entered_at is None or not valid(rule, event.day):
                    continue
                last = event.day
                end = start_of(last + dt.timedelta(days=1))
                if rule.limit is not None:
                    found = due(
                        event.occurred_at, rule.limit, SAMPLE_CALENDAR, precision=event.precision
                    )
                    last, end = found.day, found.at
                if event.entered_at >= end:
                    entered = next(
                        event.day + dt.timedelta(days=number)
                        for number in (0, 1, 5)
                        if event.entered_at == start_of(event.day + dt.timedelta(days=number))
                    )
                    yield "late_entered", event.id, (entered - last).days
        case Field():
            yield from cards(rule, sub)


def text_of(event: Event, field: str) -> str | None:
    return {c.name: c.text for c in event.card}.get(field)


def person(sub: Sub, event: Event, by: str) -> str | None:
    named = {"handler": sub.trace.case.handler, "entered_by": event.entered_by}
    return named[by] if by in named else text_of(event, by)


def pairs(rule: Pair, sub: Sub) -> Iterator[tuple[str, str | None, int | None]]:
    for each in picked(sub, rule.each):
        others = [one for one in picked(sub, rule.partner, "dunno") if one != each]
        if not valid(rule, each.day):
            continue
        if rule.direction is Direction.PREVIOUS:
            before = [one for one in others if not sure(each, one)]
            if not before:
                yield "missing", each.id, None
            elif rule.limit is not None:
                end = ended(rule, rule.limit, before[-1], sub)
                if each.occurred_at >= end.at:
                    yield "stale", each.id, (each.day - end.day).days
        elif rule.limit is not None:
            end = ended(rule, rule.limit, each, sub)
            after = [one for one in others if not sure(one, each)]
            if after and after[0].occurred_at >= end.at:
                yield "late_done", each.id, (after[0].day - end.day).days
            if not after and end.at <= CONTEXT.now:
                yield "overdue", each.id, None
            if not after and end.at > CONTEXT.now:
                level = len([lead for lead in rule.warnings if warned(end, lead)])
                if level:
                    yield "warning", each.id, level


def ended(rule: Pair, limit: Limit, start: Event, sub: Sub) -> object:
    held = rule.custody_exact and sub.custody
    at, precision = start.occurred_at, start.precision
    return due(at, limit, SAMPLE_CALENDAR, custody=held, precision=precision)


def warned(end: object, lead: Limit) -> bool:
    if lead.unit is LimitUnit.HOUR:
        return CONTEXT.now >= end.at - lead.count * 3_600_000_000
    day = end.day
    left = lead.count
    while left:
        day -= dt.timedelta(days=1)
        left -= lead.unit is LimitUnit.DAY or SAMPLE_CALENDAR.is_working(day)
    return CONTEXT.now >= start_of(day)


def cards(rule: Field, sub: Sub) -> Iterator[tuple[str, str | None, int | None]]:
    moments: list[tuple[Event | None, dt.date | None]] = [(None, sub.trace.case.accepted_on)]
    if rule.at is not None:
        moments = [(event, event.day) for event in picked(sub, rule.at)]
    for event, day in moments:
        if day is None or not valid(rule, day):
            continue

        def text(card: str, field: str, event: Event | None = event) -> str | None:
            return text_of(event, field) if event and card == "event" else sub.card(card, field)

        faults: list[tuple[str, bool]] = []
        for card in ("case", "party", "document", "linked", "event"):
            faults += [
                (f"{card}.{test.field}", test.present is True)
                for test in getattr(rule.must, card)
                if truth(test, text(card, test.field)) == "no"
            ]
        for pair in rule.agree:
            two = [(ref.card.value, ref.field) for ref in (pair.one, pair.other)]
            texts = {text(*ref) for ref in two}
            if None not in texts and len(texts) == 2:
                faults += [(".".join(ref), False) for ref in two]
        for footing in rule.sums:
            refs = [(ref.card.value, ref.field) for ref in (*footing.parts, footing.total)]
            numbers = [number(sub, *ref, text(*ref) if lone(sub, ref[0]) else None) for ref in refs]
            if None not in numbers and sum(numbers[:-1]) != numbers[-1]:
                faults += [(".".join(ref), False) for ref in refs]
        if faults:
            stage = "missing" if all(empty for _, empty in faults) else "wrong"
            yield stage, event.id if event else None, len({name for name, _ in faults})


def lone(sub: Sub, card: str) -> bool:
    return card not in ("party", "document") or sub.over.value == card


def number(sub: Sub, card: str, field: str, text: str | None) -> int | None:
    if lone(sub, card):
        return int(text) if text in ("1", "2") else None
    owners = sub.trace.parties if card == "party" else sub.trace.documents
    texts = [{c.name: c.text for c in owner.card}.get(field) for owner in owners]
    return sum(map(int, texts)) if texts and all(t in ("1", "2") for t in texts) else None


def told(one: Sighting, rule: Rule) -> tuple[object, ...]:
    facts = one.facts
    number = facts.late_days
    if one.level:
        number = one.level
    elif isinstance(rule, Count):
        number = facts.count
    elif isinstance(rule, Field):
        number = len(facts.fields)
    anchored = isinstance(rule, Field) and rule.at is None
    event = None if anchored else one.anchor[0]
    part = one.party
    if rule.head.over is Over.DOCUMENT:
        part = one.anchor[-1]
    elif rule.head.over is Over.LINKED:
        part = one.anchor[-2]
    return (one.case, part, one.stage.value, event, number)


@SLOW
@given(random_rules(), random_cases())
def test_the_reference_reads_rules_like_a_second_reader(
    rule: Rule, traces: list[CaseTrace]
) -> None:
    found = swept(rule, traces)
    if isinstance(rule, Indicator):
        return
    if not isinstance(
        rule, Forbidden | Order | Required | Separation | Count | Pair | DataEntry | Field
    ):
        return
    expected = Counter(
        (sub.trace.case.number, sub.id, stage, event, number)
        for sub in subs(rule, traces)
        for stage, event, number in read_again(rule, sub)
    )
    assert Counter(told(one, rule) for one in found if isinstance(one, Sighting)) == expected


# ---------------------------------------------------------------------------- what must hold


@SLOW
@given(random_rules(), random_cases())
def test_parts_of_the_cases_add_up_to_the_whole(rule: Rule, traces: list[CaseTrace]) -> None:
    if not isinstance(rule, Indicator) or rule.figure is Figures.SHARE:
        whole = Counter(one for one in swept(rule, traces) if isinstance(one, Sighting))
        if not isinstance(rule, Indicator):
            parts = [one for trace in traces for one in swept(rule, [trace])]
            assert Counter(parts) == whole
        return
    tops: Counter[tuple[str, tuple[str | None, ...]]] = Counter()
    for trace in traces:
        for one in swept(rule, [trace]):
            if isinstance(one, Figure):
                tops[one.period, one.group] += one.bottom
    for one in swept(rule, traces):
        if isinstance(one, Figure) and rule.figure is Figures.MEAN:
            assert one.bottom == tops[one.period, one.group]


@SLOW
@given(random_rules(), random_cases())
def test_figures_are_exact_and_bounded_ones_are_seen(rule: Rule, traces: list[CaseTrace]) -> None:
    if not isinstance(rule, Indicator):
        return
    found = swept(rule, traces)
    figures = [one for one in found if isinstance(one, Figure)]
    assert all(one.bottom > 0 and one.value == Fraction(one.top, one.bottom) for one in figures)
    if rule.figure is Figures.SHARE:
        shares: Counter[str] = Counter()
        for one in figures:
            shares[one.period] += one.top
        assert all(shares[one.period] == one.bottom for one in figures)
    beyond = {
        (one.period, one.group)
        for one in figures
        if (rule.at_most and one.value > Fraction(rule.at_most.top, rule.at_most.bottom))
        or (rule.at_least and one.value < Fraction(rule.at_least.top, rule.at_least.bottom))
    }
    sighted = {one.anchor for one in found if isinstance(one, Sighting)}
    ended = {one for one in beyond if rule.per is Per.ALL or one[0] < current(rule.per)}
    assert sighted == {
        (period, *(f"={name}" if name else "" for name in group)) for period, group in ended
    }


def current(per: Per) -> str:
    return {Per.MONTH: "2026-10", Per.QUARTER: "2026-Q4", Per.YEAR: "2026"}.get(per, "")
