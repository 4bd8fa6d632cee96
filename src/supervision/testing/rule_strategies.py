"""Random rules and random cases (随机规则与案件): for differential tests of engines.

Small alphabets and few days, so that ties, edges and gaps come up all the time: events known to
the day beside those known to the minute, the last day of a month, holidays, fields that are
empty or no number, several parties, documents that are named or not, linked cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
from hypothesis import strategies as st

from supervision.domain.cases import (
    Card,
    Case,
    CaseTrace,
    Document,
    Event,
    Link,
    LinkedCase,
    Party,
    Precision,
    event_order,
)
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.rule_checks import faults_of, stages_of
from supervision.domain.rules import (
    Agreement,
    By,
    CardOf,
    CardTests,
    Count,
    DataEntry,
    Deadline,
    Direction,
    Each,
    Extension,
    Field,
    FieldRef,
    FieldTest,
    Figures,
    Footing,
    Forbidden,
    Indicator,
    Measure,
    Order,
    Over,
    Pair,
    Pause,
    Per,
    Required,
    Rule,
    Selector,
    Sentence,
    Separation,
    Threshold,
    When,
    Which,
)
from supervision.domain.values import OFFICE_ZONE, instant
from supervision.testing.rule_samples import head_of

__all__ = ["random_cases", "random_rules"]

_TYPES = ("a", "b", "c")
_FIELDS = ("f", "g")
_TEXTS = ("1", "2", "x", "2026-03-02")
_EDGES = (
    *(dt.date(2026, 1, 30), dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 1)),
    *(dt.date(2026, 3, 2), dt.date(2026, 3, 3), dt.date(2026, 9, 29), dt.date(2026, 9, 30)),
    *(dt.date(2026, 10, 1), dt.date(2026, 10, 9), dt.date(2026, 10, 10), dt.date(2026, 12, 31)),
)
_DAYS = st.sampled_from(_EDGES)
_COUNTS = st.integers(1, 4)
_SELDOM = st.integers(0, 5).map(lambda number: number == 5)


# ---------------------------------------------------------------------------- cases


def _cards() -> st.SearchStrategy[tuple[Card, ...]]:
    card = st.builds(Card, st.sampled_from(_FIELDS), st.sampled_from(_TEXTS))
    return st.lists(card, max_size=2, unique_by=lambda one: one.name).map(tuple)


@st.composite
def _events(draw: st.DrawFn, most: int = 8) -> tuple[Event, ...]:
    events = []
    for number in range(draw(st.integers(min(4, most), most))):
        day = draw(_DAYS)
        minute = draw(st.sampled_from([None, 0, 600, 601, 1439]))
        moment = dt.datetime.combine(day, dt.time(), OFFICE_ZONE)
        occurred = instant(moment + dt.timedelta(minutes=minute or 0))
        entered = draw(st.none() | st.sampled_from([0, 1, 5]))
        events.append(
            Event(
                id=f"e{number}",
                type=draw(st.sampled_from(_TYPES)),
                occurred_at=occurred,
                day=day,
                precision=Precision.DAY if minute is None else Precision.MINUTE,
                sequence=draw(st.integers(0, 1)),
                party=draw(st.sampled_from([None, None, "p1", "p2"])),
                document=draw(st.sampled_from([None, None, "d1", "d2"])),
                entered_at=None
                if entered is None
                else instant(moment + dt.timedelta(days=entered)),
                entered_by=draw(st.sampled_from([None, "甲", "乙"])),
                card=draw(_cards()),
            )
        )
    return tuple(sorted(events, key=event_order))


@st.composite
def _cases(draw: st.DrawFn, number: str) -> Case:
    return Case(
        number=number,
        line=draw(st.sampled_from(["l", "m"])),
        unit=draw(st.sampled_from([None, "u"])),
        department=draw(st.sampled_from([None, "甲部", "乙部"])),
        handler=draw(st.sampled_from([None, "甲", "乙"])),
        accepted_on=draw(st.none() | _DAYS),
        card=draw(_cards()),
    )


@st.composite
def random_cases(draw: st.DrawFn, most: int = 3) -> list[CaseTrace]:
    """Draw up to `most` cases with different numbers (随机案件)."""
    traces = []
    for number in range(draw(st.integers(1, most))):
        kinds = draw(st.sampled_from([("arrest", "joined"), ("arrest",), ()]))
        linked = tuple(
            LinkedCase(kind=kind, case=draw(_cases(f"o{kind}")), events=draw(_events(3)))
            for kind in kinds
        )
        keys = draw(st.sampled_from([("p1", "p2"), ("p1",), ()]))
        documents = draw(st.sampled_from([("d1", "d2"), ("d1",), ()]))
        traces.append(
            CaseTrace(
                case=draw(_cases(f"n{number}")),
                parties=tuple(
                    Party(
                        key=key,
                        custody=draw(st.sampled_from([None, True, False])),
                        card=draw(_cards()),
                    )
                    for key in keys
                ),
                events=draw(_events()),
                documents=tuple(
                    Document(key=key, type=draw(st.sampled_from(_TYPES)), card=draw(_cards()))
                    for key in documents
                ),
                links=tuple(Link(kind=one.kind, number=one.case.number) for one in linked),
                linked=linked,
            )
        )
    return traces


# ---------------------------------------------------------------------------- rules


def _tests() -> st.SearchStrategy[FieldTest]:
    field = st.sampled_from((*_FIELDS, "none"))
    texts = st.lists(st.sampled_from(_TEXTS), min_size=1, max_size=2, unique=True).map(tuple)
    return st.one_of(
        st.builds(FieldTest, field=field, one_of=texts),
        st.builds(FieldTest, field=field, none_of=texts),
        st.builds(FieldTest, field=field, at_least=st.integers(0, 2)),
        st.builds(FieldTest, field=field, at_least=st.just(1), at_most=st.just(1)),
        st.builds(FieldTest, field=field, since=_DAYS),
        st.builds(FieldTest, field=field, until=_DAYS),
        st.builds(FieldTest, field=field, present=st.booleans()),
    )


def _some_tests() -> st.SearchStrategy[tuple[FieldTest, ...]]:
    return st.just(()) | st.lists(_tests(), min_size=1, max_size=2).map(tuple)


@st.composite
def _selectors(draw: st.DrawFn, over: Over) -> Selector:
    events = draw(st.lists(st.sampled_from(_TYPES), min_size=1, max_size=2, unique=True))
    when = draw(_some_tests()) if draw(_SELDOM) else ()
    return Selector(
        events=tuple(events), when=when, linked=over is Over.LINKED and draw(st.booleans())
    )


def _limits(*units: LimitUnit) -> st.SearchStrategy[Limit]:
    return st.builds(Limit, count=_COUNTS, unit=st.sampled_from(units or tuple(LimitUnit)))


def _leads() -> st.SearchStrategy[tuple[Limit, ...]]:
    lead = _limits(LimitUnit.HOUR, LimitUnit.DAY, LimitUnit.WORKDAY)
    return st.lists(lead, max_size=2).map(tuple)


@st.composite
def random_rules(draw: st.DrawFn) -> Rule:
    """Draw a sound rule of any type, over any sort of subject (随机规则)."""
    over = draw(st.sampled_from(Over))
    types: tuple[Callable[[Over], st.SearchStrategy[Rule]], ...] = (
        *(_deadline, _required, _forbidden, _order, _separation),
        *(_too_many, _too_few, _next, _previous, _field, _entry, _indicator),
    )
    rule: Rule = draw(draw(st.sampled_from(types))(over))
    head = attrs.evolve(
        rule.head,
        over=over,
        lines=("l",) if draw(_SELDOM) else (),
        links=("arrest",) if over is Over.LINKED and draw(_SELDOM) else (),
        when=draw(_conditions(over)),
        valid_from=dt.date(2026, 3, 2) if draw(_SELDOM) else dt.date(2020, 1, 1),
        valid_until=dt.date(2026, 10, 1) if draw(_SELDOM) else None,
    )
    rule = attrs.evolve(rule, head=head)
    sentences = tuple(Sentence(stage=one, zh="", en="") for one in stages_of(rule))
    rule = attrs.evolve(rule, head=attrs.evolve(head, sentences=sentences))
    assert not faults_of(rule), faults_of(rule)
    return rule


@st.composite
def _conditions(draw: st.DrawFn, over: Over) -> When:
    beside = draw(_some_tests()) if draw(_SELDOM) else ()
    case = draw(_some_tests()) if draw(_SELDOM) else ()
    match over:
        case Over.PARTY:
            return When(case=case, party=beside)
        case Over.DOCUMENT:
            return When(case=case, document=beside)
        case Over.LINKED:
            return When(case=case, linked=beside)
        case Over.CASE:
            return When(case=case)


@st.composite
def _deadline(draw: st.DrawFn, over: Over) -> Deadline:
    limit = draw(_limits())
    hours = limit.unit is LimitUnit.HOUR
    more = (LimitUnit.HOUR, LimitUnit.DAY) if hours else (LimitUnit.DAY, LimitUnit.WORKDAY)
    one = _selectors(over)
    extension = st.builds(Extension, by=one, add=_limits(*more), at_most=st.integers(1, 2))
    pause = st.builds(Pause, since=one, until=one)
    return Deadline(
        head=head_of("R"),
        start=draw(one),
        which=draw(st.sampled_from(Which)),
        end=draw(one),
        limit=limit,
        extended=tuple(draw(st.lists(extension, max_size=1))),
        restarted=draw(st.none() | one),
        paused=tuple(draw(st.lists(pause, max_size=1))),
        custody_exact=draw(st.booleans()),
        warnings=draw(_leads()),
    )


@st.composite
def _required(draw: st.DrawFn, over: Over) -> Required:
    one = _selectors(over)
    which = draw(st.sampled_from(Which))
    given = draw(st.none() | one)
    return Required(
        head=head_of("R"), given=given, required=draw(one), before=draw(one), which=which
    )


@st.composite
def _forbidden(draw: st.DrawFn, over: Over) -> Forbidden:
    one = _selectors(over)
    after = draw(st.none() | one)
    return Forbidden(
        head=head_of("R"),
        event=draw(one),
        after=after,
        until=None if after is None else draw(st.none() | one),
        beside=draw(st.none() | one),
    )


def _order(over: Over) -> st.SearchStrategy[Order]:
    one = _selectors(over)
    return st.builds(Order, head=st.just(head_of("R")), earlier=one, later=one)


def _separation(over: Over) -> st.SearchStrategy[Separation]:
    by = st.sampled_from(["entered_by", "handler", "f"])
    one = _selectors(over)
    return st.builds(
        Separation,
        head=st.just(head_of("R")),
        one=one,
        other=one,
        one_by=by,
        other_by=by,
        same=st.sampled_from([(), ("g",)]),
    )


def _too_many(over: Over) -> st.SearchStrategy[Count]:
    return st.builds(
        Count,
        head=st.just(head_of("R")),
        events=_selectors(over),
        at_most=st.integers(0, 2),
        within=st.none() | st.integers(0, 30),
    )


def _too_few(over: Over) -> st.SearchStrategy[Count]:
    return st.builds(
        Count,
        head=st.just(head_of("R")),
        events=_selectors(over),
        at_least=st.integers(1, 3),
        before=_selectors(over),
        which=st.sampled_from(Which),
    )


def _next(over: Over) -> st.SearchStrategy[Pair]:
    return st.builds(
        Pair,
        head=st.just(head_of("R")),
        each=_selectors(over),
        partner=_selectors(over),
        limit=_limits(),
        custody_exact=st.booleans(),
        warnings=_leads(),
    )


def _previous(over: Over) -> st.SearchStrategy[Pair]:
    return st.builds(
        Pair,
        head=st.just(head_of("R")),
        each=_selectors(over),
        partner=_selectors(over),
        direction=st.just(Direction.PREVIOUS),
        limit=st.none() | _limits(),
        custody_exact=st.booleans(),
    )


_CARD_OF = {Over.PARTY: CardOf.PARTY, Over.DOCUMENT: CardOf.DOCUMENT, Over.LINKED: CardOf.LINKED}


@st.composite
def _field(draw: st.DrawFn, over: Over) -> Field:
    at = draw(st.none() | _selectors(over))
    cards = [CardOf.CASE, *([_CARD_OF[over]] if over in _CARD_OF else [])]
    cards += [] if at is None else [CardOf.EVENT]
    summed = [*cards, CardOf.PARTY, CardOf.DOCUMENT] if over is Over.CASE else cards
    ref = st.builds(FieldRef, card=st.sampled_from(cards), field=st.sampled_from(_FIELDS))
    number = st.builds(FieldRef, card=st.sampled_from(summed), field=st.sampled_from(_FIELDS))
    parts = st.lists(number, min_size=1, max_size=2).map(tuple)
    agreement = st.builds(Agreement, one=ref, other=ref)
    footing = st.builds(Footing, parts=parts, total=number)
    own = {card.value: draw(_some_tests()) for card in cards if card is not CardOf.CASE}
    return Field(
        head=head_of("R"),
        at=at,
        must=CardTests(case=draw(st.lists(_tests(), min_size=1, max_size=2).map(tuple)), **own),
        agree=tuple(draw(st.lists(agreement, max_size=1))),
        sums=tuple(draw(st.lists(footing, max_size=1))),
    )


def _entry(over: Over) -> st.SearchStrategy[DataEntry]:
    limit = st.none() | _limits()
    return st.builds(DataEntry, head=st.just(head_of("R")), event=_selectors(over), limit=limit)


@st.composite
def _measures(draw: st.DrawFn, over: Over) -> Measure:
    each = draw(st.sampled_from(Each))
    needs = each in (Each.EVENT, Each.SPAN)
    one = _selectors(over)
    return Measure(
        each=each,
        lines=draw(st.sampled_from([(), ("m",)])),
        events=draw(one if needs else st.none() | one),
        to=draw(one) if each is Each.SPAN else None,
        field=draw(st.sampled_from(_FIELDS)) if each is Each.SUM else None,
        daily=draw(st.booleans()),
        first=draw(st.none() | st.integers(1, 2)),
        minus=draw(st.booleans()),
    )


@st.composite
def _indicator(draw: st.DrawFn, over: Over) -> Indicator:
    figure = draw(st.sampled_from(Figures))
    some = st.lists(_measures(over), min_size=1, max_size=2).map(tuple)
    bound = st.builds(Threshold, top=st.integers(0, 3), bottom=st.integers(1, 2))
    by = draw(st.lists(st.sampled_from([By.LINE, By.DEPARTMENT, By.HANDLER]), unique=True))
    return Indicator(
        head=head_of("R"),
        figure=figure,
        top=draw(some),
        bottom=draw(some) if figure is Figures.RATIO else (),
        by=(By.UNIT, *by),
        per=draw(st.sampled_from(Per)),
        at_most=draw(st.none() | bound),
        at_least=draw(st.none() | bound),
    )
