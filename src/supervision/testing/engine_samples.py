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
from supervision.domain.cases import Card, Case, CaseTrace, Event, Party, Precision, event_order
from supervision.domain.findings import Certainty, Severity
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.rules import (
    Deadline,
    Extension,
    FieldTest,
    Over,
    Pause,
    Required,
    Rule,
    RuleHead,
    Selector,
    Sentence,
    Stage,
    When,
    Wording,
)
from supervision.domain.values import OFFICE_ZONE, Instant, instant

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


def moment_of(text: str) -> Instant:
    """Return the instant of `[year-]month-day[ hour:minute]`, office time; the year is 2026."""
    day, _, hour = text.partition(" ")
    when = dt.datetime.fromisoformat(f"{_iso(day)} {hour or '00:00'}")
    return instant(when.replace(tzinfo=OFFICE_ZONE))


def _iso(day: str) -> str:
    return day if len(day) > len("03-02") else f"2026-{day}"


def _event(text: str, party: str | None = None) -> Event:
    """Read `type month-day[ hour:minute][ field=text]`."""
    type_, day, *more = text.split()
    hour = next((part for part in more if ":" in part), "")
    name, _, value = next((part for part in more if "=" in part), "").partition("=")
    return Event(
        id=f"{text} {party or ''}".strip(),
        type=type_,
        occurred_at=moment_of(f"{day} {hour}".strip()),
        day=dt.date.fromisoformat(_iso(day)),
        precision=Precision.MINUTE if hour else Precision.DAY,
        party=party,
        card=(Card(name, value),) if name else (),
    )


def _case(*events: str | tuple[str, str], line: str = "审查起诉", **more: object) -> CaseTrace:
    """Return a case; an event may be paired with its party. `p1` and `p2` make parties."""
    made = [_event(one) if isinstance(one, str) else _event(*one) for one in events]
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


def _days(count: int, unit: LimitUnit = LimitUnit.DAY) -> Limit:
    return Limit(count=count, unit=unit)


def _any(*events: str, **when: str) -> Selector:
    tests = tuple(FieldTest(field=name, one_of=(text,)) for name, text in when.items())
    return Selector(events=events, when=tests)


def _head(code: str, *stages: Stage, **more: object) -> RuleHead:
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


_OPEN = (Stage.OVERDUE, Stage.LATE_DONE)
_DECIDE = Deadline(
    head=_head("DECIDE", *_OPEN),
    start=_any("accepted"),
    end=_any("decided"),
    limit=_days(10),
)
_WARNED = attrs.evolve(
    _DECIDE, head=_head("WARNED", Stage.WARNING, *_OPEN), warnings=(_days(5), _days(2))
)
_WORKDAYS = attrs.evolve(_DECIDE, head=_head("WORKDAYS", *_OPEN), limit=_days(5, LimitUnit.WORKDAY))
_MONTH = attrs.evolve(_DECIDE, head=_head("MONTH", *_OPEN), limit=_days(1, LimitUnit.MONTH))
_HOURS = attrs.evolve(_DECIDE, head=_head("HOURS", *_OPEN), limit=_days(24, LimitUnit.HOUR))
_MOVED = attrs.evolve(
    _DECIDE,
    head=_head("MOVED", *_OPEN),
    extended=(Extension(by=_any("extended"), add=_days(15)),),
    restarted=_any("returned_again"),
    paused=(Pause(since=_any("appraised"), until=_any("appraisal_done")),),
)
_GRANTED = attrs.evolve(
    _DECIDE,
    head=_head("GRANTED", *_OPEN),
    start=_any("accepted", way="移送"),
    end=_any("decided", result="起诉"),
)
_TOLD = Deadline(
    head=_head("TOLD", *_OPEN, over=Over.PARTY),
    start=_any("accepted"),
    end=_any("rights_told"),
    limit=_days(3),
)
_BEFORE = Required(
    head=_head("BEFORE", Stage.MISSING, Stage.LATE),
    required=_any("lawyer_ensured"),
    before=_any("plea_signed"),
)
_GIVEN = attrs.evolve(
    _BEFORE, head=_head("GIVEN", Stage.MISSING, Stage.LATE), given=_any("pleaded")
)
_PLEAS = attrs.evolve(
    _BEFORE,
    head=_head(
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


SCENARIOS: tuple[Scenario, ...] = tuple(_scenarios())
"""Each names one thing an engine must get right."""

_TYPES = (
    *("accepted", "decided", "extended", "returned_again", "appraised", "appraisal_done"),
    *("rights_told", "plea_signed", "lawyer_ensured", "pleaded"),
)


def make_population(size: int) -> Iterator[CaseTrace]:
    """Yield cases full of odd courses, the same on every machine (样例案件群)."""
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
            party = (None, None, "p1", "p2")[hour % 4]
            events.append(text if party is None else (text, party))
        card = {"plea": ("是", "否")[number % 2]} if number % 3 else {}
        line = ("审查起诉", "审查逮捕")[number % 5 == 0]
        trace = _case(*dict.fromkeys(events), line=line, p1=bool(number % 4), p2=None, **card)
        yield attrs.evolve(trace, case=attrs.evolve(trace.case, number=f"检刑诉〔2026〕{number}号"))
