"""Deadline arithmetic against a naive day loop; lives of clocks replayed."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from supervision.codec import decode, decode_change, encode, encode_change
from supervision.domain.acts import Act
from supervision.domain.calendars import PLAIN, CalendarYear, WorkCalendar
from supervision.domain.cases import Precision
from supervision.domain.clocks import CLOCK, Clock, ClockState, Lamp, LastDay, Owner, Term, lamp
from supervision.domain.limits import DAY, HOUR, Limit, LimitUnit, Stretch, add_months, due
from supervision.domain.timekeeping import (
    ExtendClock,
    StartClock,
    decide_alarm,
    decide_extend,
    decide_pause,
    decide_recompute,
    decide_resume,
    decide_start_clock,
    decide_stop,
)
from supervision.domain.values import Instant, OfficerId, UnitId, day_of, start_of

ONE = dt.timedelta(days=1)
CN = WorkCalendar(
    name="cn",
    version="cn/2026",
    source="国办",
    years=(
        CalendarYear(
            year=2026,
            source="国办通知",
            rest=(
                *(dt.date(2026, 2, day) for day in range(16, 24)),
                *(dt.date(2026, 10, day) for day in range(1, 8)),
            ),
            work=(dt.date(2026, 2, 14), dt.date(2026, 2, 28), dt.date(2026, 10, 10)),
        ),
    ),
)
CALENDARS = st.sampled_from([PLAIN, CN])
STARTS = st.integers(start_of(dt.date(2026, 1, 1)), start_of(dt.date(2026, 12, 31))).map(Instant)
COUNTS = st.integers(1, 60)
LIMITS = st.builds(Limit, count=COUNTS, unit=st.sampled_from(LimitUnit))
LADDERS = st.lists(
    st.builds(
        Limit,
        count=st.integers(1, 15),
        unit=st.sampled_from([LimitUnit.HOUR, LimitUnit.DAY, LimitUnit.WORKDAY]),
    ),
    max_size=3,
).map(tuple)


def loop(start: dt.date, limit: Limit, calendar: WorkCalendar, *, custody: bool) -> dt.date:
    """Count as a clerk does: one day after the other."""
    day = start
    if limit.unit is LimitUnit.MONTH:
        month, year = start.month, start.year
        for _ in range(limit.count):
            month += 1
            if month == 13:
                month, year = 1, year + 1
        number = start.day
        while True:
            try:
                day = dt.date(year, month, number)
                break
            except ValueError:
                number -= 1
    else:
        left = limit.count
        while left:
            day += ONE
            if limit.unit is LimitUnit.DAY or calendar.is_working(day):
                left -= 1
    while not custody and not calendar.is_working(day):
        day += ONE
    return day


@given(STARTS, LIMITS, CALENDARS, st.booleans())
def test_end_equals_a_day_loop(
    start: Instant, limit: Limit, calendar: WorkCalendar, custody: bool
) -> None:
    end = due(start, limit, calendar, custody=custody)
    if limit.unit is LimitUnit.HOUR:
        assert end.at - start > limit.count * HOUR
        assert end.at - start <= (limit.count + 1) * HOUR
        assert end.at % HOUR == 0
        assert start_of(end.day) < end.at <= start_of(end.day) + DAY
    else:
        assert end.day == loop(day_of(start), limit, calendar, custody=custody)
        assert end.at == start_of(end.day) + DAY


@given(STARTS, LIMITS, CALENDARS, st.booleans(), st.sampled_from(Precision))
def test_end_is_never_before_the_start(
    start: Instant, limit: Limit, calendar: WorkCalendar, custody: bool, precision: Precision
) -> None:
    end = due(start, limit, calendar, custody=custody, precision=precision)
    assert end.at > start
    assert end.day >= day_of(start)


@given(STARTS, COUNTS, CALENDARS)
def test_end_on_a_holiday_is_worked_unless_in_custody(
    start: Instant, count: int, calendar: WorkCalendar
) -> None:
    limit = Limit(count=count, unit=LimitUnit.DAY)
    assert calendar.is_working(due(start, limit, calendar).day)
    free = due(start, limit, calendar, custody=True)
    assert free.day == day_of(start) + count * ONE


@given(STARTS, st.integers(1, 24))
def test_months_keep_the_day_or_end_the_month(start: Instant, count: int) -> None:
    first = day_of(start)
    last = add_months(first, count)
    assert (last.year * 12 + last.month) - (first.year * 12 + first.month) == count
    assert last.day == first.day or (last + ONE).day == 1


@given(STARTS, LIMITS, CALENDARS, st.integers(0, 20 * DAY), st.integers(0, 40 * DAY))
def test_pause_moves_the_end_by_its_length(
    start: Instant, limit: Limit, calendar: WorkCalendar, after: int, length: int
) -> None:
    since = Instant(start + after)
    stretch = Stretch(since=since, until=Instant(since + length))
    free = due(start, limit, calendar, custody=True)
    paused = due(start, limit, calendar, custody=True, paused=(stretch,))
    first, last = day_of(stretch.since), day_of(stretch.until)
    if limit.unit is LimitUnit.HOUR:
        assert paused.at == free.at + length
    elif limit.unit is LimitUnit.WORKDAY:
        lost = sum(calendar.is_working(first + step * ONE) for step in range((last - first).days))
        assert calendar.count(free.day, paused.day) == lost
    else:
        assert paused.day - free.day == last - first


@given(STARTS, LIMITS, CALENDARS, st.booleans())
def test_later_start_never_ends_earlier(
    start: Instant, limit: Limit, calendar: WorkCalendar, custody: bool
) -> None:
    later = Instant(start + DAY)
    assert (
        due(later, limit, calendar, custody=custody).at
        >= due(start, limit, calendar, custody=custody).at
    )


@given(STARTS, LIMITS, LADDERS, CALENDARS, st.integers(-DAY, 90 * DAY))
def test_lamp_agrees_with_the_alarms(
    start: Instant, limit: Limit, ladder: tuple[Limit, ...], calendar: WorkCalendar, later: int
) -> None:
    clock = begin(Term(started_at=start, limit=limit, ladder=ladder), calendar)[0]
    now = Instant(start + later)
    passed = [alarm for alarm in clock.reckoned.alarms if alarm.at <= now]
    expected = Lamp.GREEN if not passed else Lamp.YELLOW if passed[-1].lead else Lamp.RED
    assert lamp(clock, now) is expected
    assert bool(decide_alarm(clock, now=now)) is bool(passed)


def begin(term: Term, calendar: WorkCalendar) -> tuple[Clock, tuple[object, ...]]:
    command = StartClock(owner=Owner(kind="measure", id="mea_1"), purpose="reply", term=term)
    act = Act(by=OfficerId("off_1"), on=day_of(term.started_at))
    changes = decide_start_clock(
        command, id="clk_1", unit=UnitId("unt_1"), calendar=calendar, act=act
    )
    return CLOCK.evolve(None, changes[0]), changes


class LivesOfClocks(RuleBasedStateMachine):
    """Whatever happens to a clock, its journal folds to the same record."""

    @initialize(
        start=STARTS,
        limit=st.one_of(
            LIMITS, st.dates(dt.date(2027, 1, 1), dt.date(2027, 6, 1)).map(lambda d: LastDay(day=d))
        ),
        ladder=LADDERS,
        custody=st.booleans(),
    )
    def start(
        self, start: Instant, limit: Limit | LastDay, ladder: tuple[Limit, ...], custody: bool
    ) -> None:
        term = Term(started_at=start, limit=limit, ladder=ladder, custody=custody)
        self.calendar = PLAIN
        self.clock, self.changes = begin(term, self.calendar)
        self.now = start

    def take(self, changes: tuple[object, ...]) -> None:
        for change in changes:
            self.clock = CLOCK.evolve(self.clock, change)
        self.changes += changes

    def act(self) -> Act:
        return Act(by=OfficerId("off_1"), on=day_of(self.now))

    @rule(step=st.integers(0, 10 * DAY))
    def pass_time(self, step: int) -> None:
        self.now = Instant(self.now + step)

    @precondition(
        lambda self: self.clock.state is ClockState.RUNNING and self.now < self.clock.due_at
    )
    @rule()
    def pause(self) -> None:
        self.take(decide_pause(self.clock, since=self.now, reason="中止", act=self.act()))

    @precondition(lambda self: self.clock.state is ClockState.PAUSED)
    @rule()
    def resume(self) -> None:
        before = self.clock.due_at
        self.take(decide_resume(self.clock, until=self.now, calendar=self.calendar, act=self.act()))
        assert self.clock.due_at >= before

    @precondition(
        lambda self: (
            self.clock.state is ClockState.RUNNING and day_of(self.now) <= self.clock.due_on
        )
    )
    @rule(days=st.integers(1, 30))
    def extend(self, days: int) -> None:
        before = self.clock.due_at
        command = ExtendClock(days=days, approver=OfficerId("off_2"), reason="延期")
        self.take(decide_extend(self.clock, command, calendar=self.calendar, act=self.act()))
        # Equal when the added days only fill up the holiday the end was carried over: limit and
        # extension are one period, and its last day alone is carried over.
        assert self.clock.due_at >= before

    @rule()
    def alarm(self) -> None:
        self.take(decide_alarm(self.clock, now=self.now))
        assert decide_alarm(self.clock, now=self.now) == ()

    @rule()
    def recompute(self) -> None:
        self.calendar = CN
        self.take(decide_recompute(self.clock, calendar=CN))
        assert decide_recompute(self.clock, calendar=CN) == ()

    @precondition(lambda self: self.clock.state is not ClockState.STOPPED)
    @rule(cancelled=st.booleans())
    def stop(self, cancelled: bool) -> None:
        self.take(decide_stop(self.clock, at=self.now, act=self.act(), cancelled=cancelled))

    @invariant()
    def journal_folds_to_the_record(self) -> None:
        folded = None
        for change in self.changes:
            _, tag, version, text = encode_change(CLOCK, change)
            folded = CLOCK.evolve(folded, decode_change(CLOCK, tag, version, text))
        assert folded == self.clock
        assert decode(Clock, encode(self.clock)) == self.clock

    @invariant()
    def alarms_and_lamp_make_sense(self) -> None:
        clock = self.clock
        assert clock.due_at > clock.term.started_at
        assert clock.reckoned.alarms[-1].at == clock.due_at
        if clock.state is not ClockState.RUNNING:
            assert clock.next_alarm_at is None
        elif lamp(clock, self.now) is Lamp.RED and (
            clock.alarmed is None or clock.alarmed.lead is not None
        ):
            assert clock.next_alarm_at is not None


TestLivesOfClocks = LivesOfClocks.TestCase
TestLivesOfClocks.settings = settings(max_examples=40, stateful_step_count=25)


@pytest.mark.parametrize("unit", list(LimitUnit))
def test_every_unit_survives_the_codec(unit: LimitUnit) -> None:
    limit = Limit(count=3, unit=unit)
    assert decode(Limit, encode(limit)) == limit
