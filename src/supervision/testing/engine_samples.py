"""Rules, cases and what the rules must see in them (监控样例), reckoned by hand.

All days are of 2026, whose calendar here has the holiday of 1 to 7 October and a working
Saturday on the 10th. 2 March 2026 is a Monday.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

import attrs

from supervision.domain.calendars import CalendarYear, WorkCalendar
from supervision.domain.cases import Card, Case, CaseTrace, Document, LinkedCase, Party, event_order
from supervision.domain.limits import LimitUnit
from supervision.domain.rules import (
    Deadline,
    Extension,
    FieldTest,
    Over,
    Pause,
    Required,
    Rule,
    Stage,
    When,
)
from supervision.domain.values import Instant
from supervision.testing.rule_samples import (
    FURTHER_RULES,
    any_of,
    days,
    event_of,
    further_scenarios,
    head_of,
    moment_of,
)

__all__ = [
    "SAMPLE_CALENDAR",
    "SAMPLE_RULES",
    "SCENARIOS",
    "Scenario",
    "Seen",
    "make_population",
    "moment_of",
]

_HOLIDAY = tuple(dt.date(2026, 10, day) for day in (1, 2, 5, 6, 7))

SAMPLE_CALENDAR = WorkCalendar(
    name="sample",
    version="sample/1",
    source="样例",
    years=(CalendarYear(year=2026, source="样例", rest=_HOLIDAY, work=(dt.date(2026, 10, 10),)),),
)
"""A working calendar that knows one year."""


@attrs.frozen
class Seen:
    """What a sighting must say (应见).

    Attributes:
        stage: how far it has gone.
        due: last day of the limit, as `moment_of` reads it; empty where there is no limit.
        late: calendar days late, once it was done.
        level: lead times passed.
        party: key of the party.
        provisional: whether the calendar did not cover the limit.
    """

    stage: Stage
    due: str = ""
    late: int | None = None
    level: int = 0
    party: str | None = None
    provisional: bool = False


@attrs.frozen
class Scenario:
    """A case, a rule, a moment, and what must be seen (情形)."""

    name: str
    rule: Rule
    trace: CaseTrace
    now: Instant
    seen: tuple[Seen, ...] = ()


def _case(*events: str | tuple[str, str], line: str = "审查起诉", **more: object) -> CaseTrace:
    """Return a case; an event may be paired with its party. `p1` and `p2` make parties."""
    made = [event_of(one) if isinstance(one, str) else event_of(*one) for one in events]
    custody = {key: value for key, value in more.items() if key in ("p1", "p2")}
    card = tuple(Card(key, str(text)) for key, text in more.items() if key not in custody)
    return CaseTrace(
        case=Case(number="检刑诉〔2026〕1号", line=line, unit="样例院", card=card),
        parties=tuple(
            Party(key=key, custody=held if isinstance(held, bool) else None)
            for key, held in sorted(custody.items())
        ),
        events=tuple(sorted(made, key=event_order)),
    )


_OPEN = (Stage.OVERDUE, Stage.LATE_DONE)
_DECIDE = Deadline(
    head=head_of("DECIDE", *_OPEN),
    start=any_of("accepted"),
    end=any_of("decided"),
    limit=days(10),
)
_WARNED = attrs.evolve(
    _DECIDE, head=head_of("WARNED", Stage.WARNING, *_OPEN), warnings=(days(5), days(2))
)
_WORKDAYS = attrs.evolve(
    _DECIDE, head=head_of("WORKDAYS", *_OPEN), limit=days(5, LimitUnit.WORKDAY)
)
_MONTH = attrs.evolve(_DECIDE, head=head_of("MONTH", *_OPEN), limit=days(1, LimitUnit.MONTH))
_HOURS = attrs.evolve(_DECIDE, head=head_of("HOURS", *_OPEN), limit=days(24, LimitUnit.HOUR))
_MOVED = attrs.evolve(
    _DECIDE,
    head=head_of("MOVED", *_OPEN),
    extended=(Extension(by=any_of("extended"), add=days(15)),),
    restarted=any_of("returned_again"),
    paused=(Pause(since=any_of("appraised"), until=any_of("appraisal_done")),),
)
_GRANTED = attrs.evolve(
    _DECIDE,
    head=head_of("GRANTED", *_OPEN),
    start=any_of("accepted", way="移送"),
    end=any_of("decided", result="起诉"),
)
_TOLD = Deadline(
    head=head_of("TOLD", *_OPEN, over=Over.PARTY),
    start=any_of("accepted"),
    end=any_of("rights_told"),
    limit=days(3),
)
_BEFORE = Required(
    head=head_of("BEFORE", Stage.MISSING, Stage.LATE),
    required=any_of("lawyer_ensured"),
    before=any_of("plea_signed"),
)
_GIVEN = attrs.evolve(
    _BEFORE, head=head_of("GIVEN", Stage.MISSING, Stage.LATE), given=any_of("pleaded")
)
_PLEAS = attrs.evolve(
    _BEFORE,
    head=head_of(
        "PLEAS",
        Stage.MISSING,
        Stage.LATE,
        lines=("审查起诉",),
        when=When(case=(FieldTest(field="plea", one_of=("是",)),)),
        valid_from=dt.date(2026, 2, 1),
    ),
)

SAMPLE_RULES: tuple[Rule, ...] = (
    *(_DECIDE, _WARNED, _WORKDAYS, _MONTH, _HOURS, _MOVED, _GRANTED, _TOLD),
    *(_BEFORE, _GIVEN, _PLEAS),
    *FURTHER_RULES,
)
"""Every sort of rule."""

_LATE = moment_of("12-01")


def _scenarios() -> Iterator[Scenario]:
    late, overdue, warning = Stage.LATE_DONE, Stage.OVERDUE, Stage.WARNING
    in_time = _case("accepted 03-02", "decided 03-12")
    waiting = _case("accepted 03-02")
    yield Scenario("done on the last day", _DECIDE, in_time, _LATE)
    one_late = _case("accepted 03-02", "decided 03-13")
    yield Scenario("done a day late", _DECIDE, one_late, _LATE, (Seen(late, "03-12", 1),))
    yield Scenario("the last minute", _DECIDE, waiting, moment_of("03-12 23:59"))
    first_late = moment_of("03-13")
    yield Scenario("the first late minute", _DECIDE, waiting, first_late, (Seen(overdue, "03-12"),))
    yield Scenario("not begun", _DECIDE, _case("decided 03-13"), _LATE)
    yield Scenario("what is to come has not happened", _DECIDE, one_late, moment_of("03-12 23:59"))
    saturday = _case("accepted 03-04", "decided 03-16")
    yield Scenario("a Saturday is carried over", _DECIDE, saturday, _LATE)
    held = _case("accepted 03-04", "decided 03-16", p1=True)
    yield Scenario("not in custody", _DECIDE, held, _LATE, (Seen(late, "03-14", 2),))
    holiday = _case("accepted 09-21")
    yield Scenario("a holiday is carried over", _DECIDE, holiday, _LATE, (Seen(overdue, "10-08"),))
    worked = _case("accepted 09-29", "decided 10-13")
    yield Scenario("a working Saturday", _WORKDAYS, worked, _LATE, (Seen(late, "10-12", 1),))
    month = _case("accepted 01-31", "decided 03-03")
    yield Scenario("a month ends where it can", _MONTH, month, _LATE, (Seen(late, "03-02", 1),))
    hours = ("accepted 03-02 10:20", "decided 03-03 11:00")
    yield Scenario("hours from the next", _HOURS, _case(*hours), _LATE, (Seen(late, "03-03", 0),))
    in_hours = ("accepted 03-02 10:20", "decided 03-03 10:59")
    yield Scenario("hours in time", _HOURS, _case(*in_hours), _LATE)
    yield Scenario(
        "two leads", _WARNED, waiting, moment_of("03-10"), (Seen(warning, "03-12", level=2),)
    )
    yield Scenario(
        "one lead", _WARNED, waiting, moment_of("03-07"), (Seen(warning, "03-12", level=1),)
    )
    yield Scenario("no lead yet", _WARNED, waiting, moment_of("03-06 23:59"))
    beyond = _case("accepted 12-28", "decided 2027-01-08")
    next_year = (Seen(late, "2027-01-07", 1, provisional=True),)
    yield Scenario("a year without notice", _DECIDE, beyond, moment_of("2027-02-01"), next_year)
    longer = _case("accepted 03-02", "extended 03-10", "decided 03-28")
    yield Scenario("extended in time", _MOVED, longer, _LATE, (Seen(late, "03-27", 1),))
    healed = _case("accepted 03-02", "extended 03-13", "decided 03-20")
    yield Scenario("extended too late", _MOVED, healed, _LATE, (Seen(late, "03-12", 8),))
    again = _case("accepted 03-02", "returned_again 03-10", "decided 03-21")
    yield Scenario("begun anew", _MOVED, again, _LATE, (Seen(late, "03-20", 1),))
    paused = _case("accepted 03-02", "appraised 03-05", "appraisal_done 03-15", "decided 03-24")
    yield Scenario("paused ten days", _MOVED, paused, _LATE, (Seen(late, "03-23", 1),))
    still = _case("accepted 03-02", "appraised 03-05")
    yield Scenario("the clock stands still", _MOVED, still, _LATE)
    unknown = _case("accepted 03-02", "decided 03-20")
    yield Scenario("a start that is not certain", _GRANTED, unknown, _LATE)
    certain = _case("accepted 03-02 way=移送", "decided 03-12")
    yield Scenario("an end not known to fail", _GRANTED, certain, _LATE)
    other = _case("accepted 03-02 way=移送", "decided 03-12 result=不起诉")
    yield Scenario("an end that fails", _GRANTED, other, _LATE, (Seen(overdue, "03-12"),))
    told = _case("accepted 03-02", ("rights_told 03-04", "p1"), p1=False, p2=True)
    yield Scenario("each party", _TOLD, told, _LATE, (Seen(overdue, "03-05", party="p2"),))
    shared = _case("accepted 03-02", "rights_told 03-04", p1=False, p2=True)
    yield Scenario("an event of no party is everybody's", _TOLD, shared, _LATE)
    missing, after = Stage.MISSING, Stage.LATE
    yield Scenario("never", _BEFORE, _case("plea_signed 03-02"), _LATE, (Seen(missing),))
    late_one = _case("plea_signed 03-02", "lawyer_ensured 03-04")
    yield Scenario("afterwards", _BEFORE, late_one, _LATE, (Seen(after, late=2),))
    same_day = _case("plea_signed 03-02 09:00", "lawyer_ensured 03-02")
    yield Scenario("a day is not an order", _BEFORE, same_day, _LATE)
    minutes = _case("plea_signed 03-02 09:00", "lawyer_ensured 03-02 09:01")
    yield Scenario("minutes are an order", _BEFORE, minutes, _LATE, (Seen(after, late=0),))
    early = _case("lawyer_ensured 03-01", "pleaded 03-02", "plea_signed 03-03")
    yield Scenario("before what gives the duty", _GIVEN, early, _LATE, (Seen(missing),))
    yield Scenario("no duty", _GIVEN, _case("plea_signed 03-03"), _LATE)
    plea = {"plea": "是"}
    yield Scenario("holds", _PLEAS, _case("plea_signed 03-02", **plea), _LATE, (Seen(missing),))
    yield Scenario("condition not known", _PLEAS, _case("plea_signed 03-02"), _LATE)
    yield Scenario("not valid yet", _PLEAS, _case("plea_signed 01-31", **plea), _LATE)
    arrest = _case("plea_signed 03-02", line="审查逮捕", **plea)
    yield Scenario("another line", _PLEAS, arrest, _LATE)
    for name, rule, trace, now, seen in further_scenarios():
        expected = tuple(
            Seen(stage, due, late_days, level=1 if stage is Stage.WARNING else 0)
            for stage, due, late_days in seen
        )
        if rule.head.over is Over.PARTY:
            key = trace.parties[0].key
            expected = tuple(attrs.evolve(one, party=key) for one in expected)
        yield Scenario(name, rule, trace, moment_of(now), expected)


SCENARIOS: tuple[Scenario, ...] = tuple(_scenarios())
"""Each names one thing an engine must get right."""

_TYPES = (
    *("accepted", "decided", "extended", "returned_again", "appraised", "appraisal_done"),
    *("rights_told", "plea_signed", "lawyer_ensured", "pleaded"),
)


def make_population(size: int) -> Iterator[CaseTrace]:
    """Yield cases full of odd courses, the same on every machine (样例案件群)."""
    earlier: CaseTrace | None = None
    for number in range(size):
        draw = iter(hashlib.sha512(b"supervision engine sample %d" % number).digest())
        events: list[str | tuple[str, str]] = []
        for _ in range(3 + next(draw) % 8):
            type_ = _TYPES[next(draw) % len(_TYPES)]
            text = f"{type_} {1 + next(draw) % 10:02}-{1 + next(draw) % 28:02}"
            if (hour := next(draw)) % 3 == 0:
                text += f" {hour % 24:02}:{hour % 60:02}"
            elif type_ == "accepted" and hour % 2:
                text += " way=移送"
            text += _MORE[hour % len(_MORE)]
            party = (None, None, "p1", "p2")[hour % 4]
            events.append(text if party is None else (text, party))
        card = {"plea": ("是", "否")[number % 2]} if number % 3 else {}
        card |= {"amount": ("7", "12", "x")[number % 3]} if number % 4 else {}
        line = ("审查起诉", "审查逮捕")[number % 5 == 0]
        trace = _case(*dict.fromkeys(events), line=line, p1=bool(number % 4), p2=None, **card)
        trace = _completed(trace, number, earlier)
        yield trace
        earlier = trace


_MORE = ("", " by=张 approver=李", " by=李 approver=张 @d1", " +11-02 by=张", " approver=张 @d2")


def _completed(trace: CaseTrace, number: int, earlier: CaseTrace | None) -> CaseTrace:
    """Give a case its number, handler, documents, cards of parties, and the one before it."""
    case = attrs.evolve(
        trace.case,
        number=f"检刑诉〔2026〕{number}号",
        department=(None, "一部", "二部")[number % 3],
        handler=("张", "李", None)[number % 3],
        accepted_on=None if number % 7 == 0 else dt.date(2026, 1 + number % 9, 1 + number % 28),
    )
    cards = (Card("plea", "是"), Card("amount", str(number % 8)))
    linked = (
        ()
        if earlier is None or number % 2
        else (
            LinkedCase(
                kind=("arrest", "joined")[number % 4 == 0], case=earlier.case, events=earlier.events
            ),
        )
    )
    return attrs.evolve(
        trace,
        case=case,
        parties=tuple(attrs.evolve(party, card=cards[: number % 3]) for party in trace.parties),
        documents=tuple(Document(key=key, type="notice") for key in ("d1", "d2")[: number % 3]),
        linked=linked,
    )
