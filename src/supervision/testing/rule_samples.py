"""One rule of every further type, and what it must see (监控样例), reckoned by hand.

The smallest texts that make a rule or an event; `engine_samples` joins them to its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from supervision.domain.cases import (
    Card,
    Case,
    CaseTrace,
    Document,
    Event,
    LinkedCase,
    Party,
    Precision,
    event_order,
)
from supervision.domain.findings import Certainty, Severity
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.rules import (
    Agreement,
    By,
    CardOf,
    CardTests,
    Count,
    DataEntry,
    Direction,
    Each,
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
    Per,
    Required,
    Rule,
    RuleHead,
    Selector,
    Sentence,
    Separation,
    Stage,
    Threshold,
    Wording,
)
from supervision.domain.values import OFFICE_ZONE, Instant, instant

__all__ = [
    "FURTHER_RULES",
    "any_of",
    "days",
    "event_of",
    "further_scenarios",
    "head_of",
    "moment_of",
]


def moment_of(text: str) -> Instant:
    """Return the instant of `[year-]month-day[ hour:minute]`, office time; the year is 2026."""
    day, _, hour = text.partition(" ")
    when = dt.datetime.fromisoformat(f"{_iso(day)} {hour or '00:00'}")
    return instant(when.replace(tzinfo=OFFICE_ZONE))


def _iso(day: str) -> str:
    return day if len(day) > len("03-02") else f"2026-{day}"


def event_of(text: str, party: str | None = None) -> Event:
    """Read `type month-day[ hour:minute][ field=text …][ @document][ +month-day entered]`.

    `by=` names who entered the event.
    """
    type_, day, *more = text.split()
    hour = next((part for part in more if ":" in part and "=" not in part), "")
    fields = dict(part.split("=", 1) for part in more if "=" in part)
    entered = next((part[1:] for part in more if part.startswith("+")), None)
    return Event(
        id=f"{text} {party or ''}".strip(),
        type=type_,
        occurred_at=moment_of(f"{day} {hour}".strip()),
        day=dt.date.fromisoformat(_iso(day)),
        precision=Precision.MINUTE if hour else Precision.DAY,
        party=party,
        document=next((part[1:] for part in more if part.startswith("@")), None),
        entered_at=None if entered is None else moment_of(entered),
        entered_by=fields.pop("by", None),
        card=tuple(Card(name, value) for name, value in fields.items()),
    )


def days(count: int, unit: LimitUnit = LimitUnit.DAY) -> Limit:
    """Return a limit."""
    return Limit(count=count, unit=unit)


def any_of(*events: str, **when: str) -> Selector:
    """Return a selector of types, with fields that must hold a text."""
    tests = tuple(FieldTest(field=name, one_of=(text,)) for name, text in when.items())
    return Selector(events=events, when=tests)


def head_of(code: str, *stages: Stage, **more: object) -> RuleHead:
    """Return the head of a sample."""
    sentences = tuple(Sentence(stage=one, zh="{case}", en="{case}") for one in stages)
    known: dict[str, object] = {
        "code": code,
        "name": Wording(zh=code, en=code),
        "basis": "样例",
        "valid_from": dt.date(2020, 1, 1),
        "certainty": Certainty.CONFIRMED,
        "severity": Severity.SLIGHT,
        "problem_code": "sample",
        "sentences": sentences,
    }
    return RuleHead(**known | more)  # type: ignore[arg-type]  # checked by the class


_BANNED = Forbidden(
    head=head_of("BANNED", Stage.FORBIDDEN),
    event=any_of("pleaded"),
    after=any_of("decided"),
    until=any_of("returned_again"),
)
_BESIDE = Forbidden(
    head=head_of("BESIDE", Stage.FORBIDDEN), event=any_of("extended"), beside=any_of("pleaded")
)
_ORDER = Order(
    head=head_of("ORDER", Stage.REVERSED),
    earlier=any_of("lawyer_ensured"),
    later=any_of("plea_signed"),
)
_FOUR_EYES = Separation(
    head=head_of("FOUR-EYES", Stage.SAME_PERSON),
    one=any_of("extended"),
    other=any_of("decided"),
    other_by="approver",
)
_TWICE = Count(head=head_of("TWICE", Stage.EXCEEDED), events=any_of("extended"), at_most=2)
_DENSE = attrs.evolve(_TWICE, head=head_of("DENSE", Stage.EXCEEDED), at_most=1, within=10)
_HEARD = Count(
    head=head_of("HEARD", Stage.SHORT),
    events=any_of("rights_told"),
    at_least=2,
    before=any_of("decided"),
)
_BACK = Pair(
    head=head_of("BACK", Stage.WARNING, Stage.OVERDUE, Stage.LATE_DONE),
    each=any_of("appraised"),
    partner=any_of("appraisal_done"),
    limit=days(10),
    warnings=(days(3),),
)
_APPROVED = Pair(
    head=head_of("APPROVED", Stage.MISSING, Stage.STALE),
    each=any_of("extended"),
    partner=any_of("pleaded"),
    direction=Direction.PREVIOUS,
    limit=days(5, LimitUnit.WORKDAY),
)
_CARD = Field(
    head=head_of("CARD", Stage.MISSING, Stage.WRONG),
    must=CardTests(
        case=(FieldTest(field="plea", present=True), FieldTest(field="amount", at_most=100))
    ),
)
_CARDS_AGREE = Field(
    head=head_of("CARDS-AGREE", Stage.WRONG, over=Over.PARTY),
    agree=(
        Agreement(
            one=FieldRef(card=CardOf.PARTY, field="plea"),
            other=FieldRef(card=CardOf.CASE, field="plea"),
        ),
    ),
)
_ADDS_UP = Field(
    head=head_of("ADDS-UP", Stage.WRONG),
    at=any_of("decided"),
    sums=(
        Footing(
            parts=(FieldRef(card=CardOf.PARTY, field="amount"),), total=FieldRef(field="amount")
        ),
    ),
)
_DEFECT = Field(
    head=head_of("DEFECT", Stage.WRONG),
    at=any_of("decided"),
    must=CardTests(event=(FieldTest(field="approver", none_of=("李",)),)),
)
_NOTICE = Field(
    head=head_of("NOTICE", Stage.WRONG, over=Over.DOCUMENT),
    must=CardTests(document=(FieldTest(field="type", none_of=("deed",)),)),
)
_SAME_PLEA = Field(
    head=head_of("SAME-PLEA", Stage.WRONG, over=Over.LINKED),
    agree=(
        Agreement(one=FieldRef(card=CardOf.LINKED, field="plea"), other=FieldRef(field="plea")),
    ),
)
_IN_TWO_DAYS = DataEntry(
    head=head_of("IN-TWO-DAYS", Stage.LATE_ENTERED, valid_from=dt.date(2026, 3, 2)),
    event=any_of("accepted"),
    limit=days(2),
)
_ENTERED = DataEntry(head=head_of("ENTERED", Stage.LATE_ENTERED), event=any_of("accepted"))
_SERVED = Required(
    head=head_of("SERVED", Stage.MISSING, Stage.LATE, over=Over.DOCUMENT),
    required=any_of("rights_told"),
    before=any_of("decided"),
)
_ARRESTED = Order(
    head=head_of("ARRESTED", Stage.REVERSED, over=Over.LINKED, links=("arrest",)),
    earlier=attrs.evolve(any_of("decided"), linked=True),
    later=any_of("accepted"),
)
_MEAN_DAYS = Indicator(
    head=head_of(
        "MEAN-DAYS",
        sentences=(Sentence(stage=Stage.OUTLYING, zh="{period}", en="{value}"),),
    ),
    figure=Figures.MEAN,
    top=(Measure(each=Each.SPAN, events=any_of("accepted"), to=any_of("decided")),),
    by=(By.UNIT, By.LINE),
    at_most=Threshold(top=60),
)
_PER_CASE = Indicator(
    head=head_of("PER-CASE"),
    figure=Figures.RATIO,
    top=(
        Measure(each=Each.EVENT, events=any_of("extended", "appraised"), daily=True, first=2),
        Measure(each=Each.EVENT, events=any_of("pleaded"), minus=True),
    ),
    bottom=(Measure(each=Each.EVENT, events=any_of("accepted")),),
    by=(By.DEPARTMENT,),
    per=Per.QUARTER,
)
_SHARE = Indicator(
    head=head_of("SHARE"),
    figure=Figures.SHARE,
    top=(Measure(each=Each.SUM, field="amount"),),
    by=(By.HANDLER,),
    per=Per.ALL,
)

FURTHER_RULES: tuple[Rule, ...] = (
    *(_BANNED, _BESIDE, _ORDER, _FOUR_EYES, _TWICE, _DENSE, _HEARD, _BACK, _APPROVED),
    *(_CARD, _CARDS_AGREE, _ADDS_UP, _DEFECT, _NOTICE, _SAME_PLEA),
    *(_ENTERED, _IN_TWO_DAYS, _SERVED, _ARRESTED),
    *(_MEAN_DAYS, _PER_CASE, _SHARE),
)
"""One of every type beside deadlines and required steps, over every sort of subject."""


def _case(*events: str, **card: str) -> CaseTrace:
    made = sorted(map(event_of, events), key=event_order)
    return CaseTrace(
        case=Case(
            number="检刑诉〔2026〕1号",
            line="审查起诉",
            unit="样例院",
            accepted_on=dt.date(2026, 3, 2),
            card=tuple(Card(name, text) for name, text in card.items()),
        ),
        events=tuple(made),
    )


def further_scenarios() -> Iterator[
    tuple[str, Rule, CaseTrace, str, tuple[tuple[Stage, str, int | None], ...]]
]:
    """Yield name, rule, case, moment, and of each sighting stage, last day and days late."""
    late = "12-01"
    banned = (Stage.FORBIDDEN, "", None)
    yield "after the ban", _BANNED, _case("decided 03-02", "pleaded 03-03"), late, (banned,)
    yield (
        "the ban of a day is no ban within it",
        _BANNED,
        _case("decided 03-02", "pleaded 03-02 09:00"),
        late,
        (),
    )
    yield (
        "the ban was lifted",
        _BANNED,
        _case("decided 03-02", "returned_again 03-03", "pleaded 03-04"),
        late,
        (),
    )
    again = _case("decided 03-02", "returned_again 03-03", "decided 03-04", "pleaded 03-05")
    yield "the ban stands again", _BANNED, again, late, (banned,)
    yield "beside, whenever", _BESIDE, _case("extended 03-02", "pleaded 03-09"), late, (banned,)
    yield "nothing beside", _BESIDE, _case("extended 03-02"), late, ()
    reverse = _case("plea_signed 03-02", "lawyer_ensured 03-05")
    yield "the wrong way round", _ORDER, reverse, late, ((Stage.REVERSED, "", 3),)
    yield "only the later one", _ORDER, _case("plea_signed 03-02"), late, ()
    yield (
        "in no order within a day",
        _ORDER,
        _case("plea_signed 03-02 09:00", "lawyer_ensured 03-02"),
        late,
        (),
    )
    both = _case("extended 03-02 by=张", "decided 03-05 approver=张")
    yield "one person twice", _FOUR_EYES, both, late, ((Stage.SAME_PERSON, "", None),)
    two = _case("extended 03-02 by=张", "decided 03-05 approver=李")
    yield "two persons", _FOUR_EYES, two, late, ()
    yield "nobody is nobody", _FOUR_EYES, _case("extended 03-02", "decided 03-05"), late, ()
    thrice = _case("extended 03-02", "extended 03-20", "extended 04-20", "extended 05-20")
    yield "once for what is one too many", _TWICE, thrice, late, ((Stage.EXCEEDED, "", None),)
    yield "as often as allowed", _TWICE, _case("extended 03-02", "extended 03-03"), late, ()
    dense = _case("extended 03-02", "extended 03-12", "extended 03-23")
    yield "ten days and eleven", _DENSE, dense, late, ((Stage.EXCEEDED, "", None),)
    yield (
        "once is not twice",
        _HEARD,
        _case("rights_told 03-02", "decided 03-03"),
        late,
        ((Stage.SHORT, "", None),),
    )
    yield (
        "the same day counts",
        _HEARD,
        _case("rights_told 03-02", "rights_told 03-03 09:00", "decided 03-03"),
        late,
        (),
    )
    twice = _case(
        "appraised 03-02", "appraisal_done 03-10", "appraised 04-01", "appraisal_done 04-15"
    )
    yield "each by itself", _BACK, twice, late, ((Stage.LATE_DONE, "2026-04-13", 2),)
    open_ = _case("appraised 03-02")
    yield "none yet, and warned", _BACK, open_, "03-09", ((Stage.WARNING, "2026-03-12", None),)
    yield "none at all", _BACK, open_, late, ((Stage.OVERDUE, "2026-03-12", None),)
    yield "before nothing", _APPROVED, _case("extended 03-10"), late, ((Stage.MISSING, "", None),)
    yield "fresh enough", _APPROVED, _case("pleaded 03-02", "extended 03-09"), late, ()
    stale = _case("pleaded 03-02", "extended 03-11")
    yield "too old", _APPROVED, stale, late, ((Stage.STALE, "2026-03-09", 2),)
    yield "an empty card", _CARD, _case(), late, ((Stage.MISSING, "", None),)
    yield (
        "a number too large",
        _CARD,
        _case(plea="是", amount="101"),
        late,
        ((Stage.WRONG, "", None),),
    )
    yield "no number is unknown", _CARD, _case(plea="是", amount="一百"), late, ()
    parties = attrs.evolve(
        _case(plea="是"),
        parties=(Party(key="p1", card=(Card("plea", "否"),)), Party(key="p2")),
    )
    yield "the cards differ", _CARDS_AGREE, parties, late, ((Stage.WRONG, "", None),)
    shares = (
        Party(key="p1", card=(Card("amount", "3"),)),
        Party(key="p2", card=(Card("amount", "4"),)),
    )
    adds = attrs.evolve(_case("decided 03-02", amount="8"), parties=shares)
    yield "it does not add up", _ADDS_UP, adds, late, ((Stage.WRONG, "", None),)
    known = attrs.evolve(adds, parties=(*shares, Party(key="p3")))
    yield "a part is not known", _ADDS_UP, known, late, ()
    yield (
        "entered two days late",
        _ENTERED,
        _case("accepted 03-02 +03-04"),
        late,
        ((Stage.LATE_ENTERED, "2026-03-02", 2),),
    )
    yield "entered on its day", _ENTERED, _case("accepted 03-02 09:00 +03-02"), late, ()
    yield "nobody knows when", _ENTERED, _case("accepted 03-02"), late, ()
    documents = attrs.evolve(
        _case("rights_told 03-02 @d1", "decided 03-03"),
        documents=(Document(key="d1", type="notice"), Document(key="d2", type="notice")),
    )
    yield "each document", _SERVED, documents, late, ((Stage.MISSING, "", None),)
    other = Case(number="检捕〔2026〕9号", line="审查逮捕", unit="样例院")
    linked = attrs.evolve(
        _case("accepted 03-02"),
        linked=(
            LinkedCase(kind="arrest", case=other, events=(event_of("decided 03-05"),)),
            LinkedCase(kind="joined", case=other, events=(event_of("decided 03-06"),)),
        ),
    )
    yield "the linked case came later", _ARRESTED, linked, late, ((Stage.REVERSED, "", 3),)
    defect = _case("decided 03-02 approver=李", "decided 03-05 approver=张", "decided 03-09")
    yield "each event by its card", _DEFECT, defect, late, ((Stage.WRONG, "", None),)
    papers = attrs.evolve(
        _case(), documents=(Document(key="d1", type="notice"), Document(key="d2", type="deed"))
    )
    yield "each document by its card", _NOTICE, papers, late, ((Stage.WRONG, "", None),)
    pleaded = attrs.evolve(other, card=(Card("plea", "否"),))
    differing = attrs.evolve(
        _case(plea="是"),
        linked=(LinkedCase(kind="a", case=pleaded), LinkedCase(kind="b", case=other)),
    )
    yield "the linked case says otherwise", _SAME_PLEA, differing, late, ((Stage.WRONG, "", None),)
    three = _case("accepted 03-02 +03-04", "accepted 03-02 +03-05", "accepted 03-01 +05-01")
    seen = (Stage.LATE_ENTERED, "2026-03-04", 1)
    yield "entered within two days, or not yet valid", _IN_TWO_DAYS, three, late, (seen,)
