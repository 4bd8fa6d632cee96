"""Clocks: start, pause, resume, extend, stop, alarm, recompute, correct."""

import datetime as dt

import pytest

from supervision.domain.acts import Act
from supervision.domain.calendars import PLAIN, CalendarYear, WorkCalendar
from supervision.domain.cases import Precision
from supervision.domain.clocks import (
    CLOCK,
    Clock,
    ClockAlarmed,
    ClockPaused,
    ClockRecomputed,
    ClockState,
    Lamp,
    LastDay,
    Owner,
    Pause,
    Result,
    Term,
    evolve_clock,
    lamp,
)
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.reckoning import reckon
from supervision.domain.timekeeping import (
    ExtendClock,
    StartClock,
    decide_alarm,
    decide_correct_clock,
    decide_extend,
    decide_pause,
    decide_recompute,
    decide_resume,
    decide_start_clock,
    decide_stop,
    moment_of,
)
from supervision.domain.values import OFFICE_ZONE, Instant, OfficerId, UnitId, instant
from supervision.errors import JournalError, Refused

OFFICER = OfficerId("off_1")
LEADER = OfficerId("off_2")
YEAR = CalendarYear(
    year=2026,
    source="国办通知",
    rest=tuple(dt.date(2026, 10, day) for day in range(1, 8)),
    work=(dt.date(2026, 9, 20), dt.date(2026, 10, 10)),
)
CN = WorkCalendar(name="cn", version="cn/2026", source="国办", years=(YEAR,))
TEN_DAYS = Limit(count=10, unit=LimitUnit.DAY)
FIVE_WORKDAYS = Limit(count=5, unit=LimitUnit.WORKDAY)
START = "2026-03-02T09:00"


def at(text: str) -> Instant:
    return instant(dt.datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE))


def act(day: str = "2026-03-02") -> Act:
    return Act(by=OFFICER, on=dt.date.fromisoformat(day))


def days(count: int) -> Limit:
    return Limit(count=count, unit=LimitUnit.DAY)


def play(clock: Clock | None, changes: tuple[object, ...]) -> Clock:
    for change in changes:
        clock = CLOCK.evolve(clock, change)
    assert clock is not None
    return clock


def started(
    limit: Limit | LastDay = TEN_DAYS,
    *ladder: Limit,
    calendar: WorkCalendar = CN,
    start: str = START,
    precision: Precision = Precision.MINUTE,
) -> Clock:
    term = Term(started_at=at(start), limit=limit, ladder=ladder, precision=precision)
    command = StartClock(owner=Owner(kind="measure", id="mea_1"), purpose="reply", term=term)
    return play(
        None,
        decide_start_clock(command, id="clk_1", unit=UnitId("unt_1"), calendar=calendar, act=act()),
    )


def paused(clock: Clock, since: str = "2026-03-04T09:00") -> Clock:
    return play(clock, decide_pause(clock, since=at(since), reason="待补材料", act=act()))


def stopped(clock: Clock, when: str) -> Clock:
    return play(clock, decide_stop(clock, at=at(when), act=act()))


# --- starting ---


def test_started_clock_knows_its_end() -> None:
    clock = started()
    assert clock.due_on == dt.date(2026, 3, 12)
    assert clock.due_at == at("2026-03-13T00:00")
    assert clock.reckoned.calendar == "cn/2026"
    assert not clock.provisional
    assert clock.state is ClockState.RUNNING


def test_clock_without_ladder_alarms_at_its_end() -> None:
    assert started().next_alarm_at == at("2026-03-13T00:00")


def test_ladder_gives_alarms_in_order_of_time() -> None:
    two_workdays = Limit(count=2, unit=LimitUnit.WORKDAY)
    twelve_hours = Limit(count=12, unit=LimitUnit.HOUR)
    alarms = started(TEN_DAYS, twelve_hours, days(3), two_workdays).reckoned.alarms
    assert [alarm.at for alarm in alarms] == [
        at("2026-03-09T00:00"),
        at("2026-03-10T00:00"),
        at("2026-03-12T12:00"),
        at("2026-03-13T00:00"),
    ]
    assert [alarm.lead for alarm in alarms] == [days(3), two_workdays, twelve_hours, None]


@pytest.mark.parametrize(
    "lead",
    [
        Limit(count=11, unit=LimitUnit.DAY),
        Limit(count=10, unit=LimitUnit.DAY),
        Limit(count=9, unit=LimitUnit.WORKDAY),
        Limit(count=300, unit=LimitUnit.HOUR),
    ],
)
def test_lead_longer_than_the_limit_gives_no_alarm(lead: Limit) -> None:
    assert len(started(TEN_DAYS, lead).reckoned.alarms) == 1


def test_working_day_lead_over_an_unknown_year_is_provisional() -> None:
    last = LastDay(day=dt.date(2026, 3, 12))
    two_workdays = Limit(count=2, unit=LimitUnit.WORKDAY)
    assert started(last, two_workdays, calendar=PLAIN).provisional
    assert not started(last, two_workdays, calendar=CN).provisional


def test_fixed_last_day_is_not_carried_over_the_weekend() -> None:
    clock = started(LastDay(day=dt.date(2026, 3, 14)), calendar=PLAIN)
    assert clock.due_on == dt.date(2026, 3, 14)
    assert not clock.provisional


def test_last_day_before_the_start_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        started(LastDay(day=dt.date(2026, 3, 1)))
    assert refused.value.code == "clock.last_day"


def test_lead_in_months_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        started(TEN_DAYS, Limit(count=1, unit=LimitUnit.MONTH))
    assert refused.value.code == "clock.lead"


def test_clock_needs_a_purpose() -> None:
    term = Term(started_at=at(START), limit=TEN_DAYS)
    command = StartClock(owner=Owner(kind="measure", id="mea_1"), purpose=" ", term=term)
    with pytest.raises(Refused) as refused:
        decide_start_clock(command, id="c", unit=UnitId("u"), calendar=CN, act=act())
    assert refused.value.code == "text.empty"


# --- lamps ---


def test_lamp_turns_yellow_with_the_first_warning_and_red_at_the_end() -> None:
    clock = started(TEN_DAYS, days(3), days(1))
    assert lamp(clock, at("2026-03-08T23:59")) is Lamp.GREEN
    assert lamp(clock, at("2026-03-09T00:00")) is Lamp.YELLOW
    assert lamp(clock, at("2026-03-12T23:59")) is Lamp.YELLOW
    assert lamp(clock, at("2026-03-13T00:00")) is Lamp.RED


def test_lamp_without_ladder_is_green_until_the_end() -> None:
    assert lamp(started(), at("2026-03-12T23:59")) is Lamp.GREEN


def test_lamp_of_a_paused_clock_stands_still() -> None:
    clock = paused(started(TEN_DAYS, days(3)))
    assert lamp(clock, at("2027-01-01T00:00")) is Lamp.GREEN


def test_lamp_of_a_stopped_clock_shows_its_outcome() -> None:
    assert lamp(stopped(started(), "2026-03-12T23:59"), at("2027-01-01T00:00")) is Lamp.GREEN
    assert lamp(stopped(started(), "2026-03-13T00:00"), at("2026-03-01T00:00")) is Lamp.RED


# --- pausing and resuming ---


def test_paused_clock_has_no_next_alarm() -> None:
    clock = paused(started())
    assert clock.state is ClockState.PAUSED
    assert clock.next_alarm_at is None
    assert clock.open_pause == Pause(since=at("2026-03-04T09:00"), reason="待补材料")


def test_resumed_clock_ends_later_by_the_pause() -> None:
    clock = paused(started())
    clock = play(clock, decide_resume(clock, until=at("2026-03-07T15:00"), calendar=CN, act=act()))
    assert clock.state is ClockState.RUNNING
    assert clock.open_pause is None
    assert clock.due_on == dt.date(2026, 3, 16)  # 15 March is a Sunday
    assert clock.next_alarm_at == at("2026-03-17T00:00")


def test_second_pause_may_begin_on_the_day_the_first_ended() -> None:
    clock = paused(started())
    clock = play(clock, decide_resume(clock, until=at("2026-03-06T15:00"), calendar=CN, act=act()))
    clock = paused(clock, "2026-03-06T00:00")  # of the second only the day is known
    assert clock.open_pause is not None
    assert clock.open_pause.since == at("2026-03-06T15:00")


def test_pause_of_a_paused_clock_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        paused(paused(started()))
    assert refused.value.code == "clock.paused"


def test_pause_before_the_start_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        paused(started(), "2026-03-01T09:00")
    assert refused.value.code == "clock.too_early"


def test_pause_after_the_end_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        paused(started(), "2026-03-13T00:00")
    assert refused.value.code == "clock.expired"


def test_pause_needs_a_reason() -> None:
    with pytest.raises(Refused) as refused:
        decide_pause(started(), since=at("2026-03-03T00:00"), reason=" ", act=act())
    assert refused.value.code == "act.reason_missing"


def test_resuming_a_running_clock_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_resume(started(), until=at("2026-03-07T15:00"), calendar=CN, act=act())
    assert refused.value.code == "clock.not_paused"


def test_resuming_before_the_pause_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_resume(paused(started()), until=at("2026-03-03T00:00"), calendar=CN, act=act())
    assert refused.value.code == "clock.too_early"


# --- extending ---


def extension(count: int = 5, reason: str = "案情复杂") -> ExtendClock:
    return ExtendClock(days=count, approver=LEADER, reason=reason)


def test_extension_adds_calendar_days() -> None:
    clock = started()
    clock = play(clock, decide_extend(clock, extension(), calendar=CN, act=act("2026-03-12")))
    assert clock.due_on == dt.date(2026, 3, 17)
    assert clock.extensions[0].approver == LEADER
    assert clock.next_alarm_at == at("2026-03-18T00:00")


def test_extension_of_working_days_adds_working_days() -> None:
    clock = started(FIVE_WORKDAYS)
    clock = play(clock, decide_extend(clock, extension(), calendar=CN, act=act()))
    assert clock.due_on == dt.date(2026, 3, 16)


def test_extension_of_a_fixed_day_adds_days() -> None:
    clock = started(LastDay(day=dt.date(2026, 3, 12)))
    clock = play(clock, decide_extend(clock, extension(2), calendar=CN, act=act()))
    assert clock.due_on == dt.date(2026, 3, 14)


def test_pause_moves_a_fixed_day() -> None:
    clock = paused(started(LastDay(day=dt.date(2026, 3, 12))))
    clock = play(clock, decide_resume(clock, until=at("2026-03-06T15:00"), calendar=CN, act=act()))
    assert clock.due_on == dt.date(2026, 3, 14)


def test_extension_after_the_last_day_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_extend(started(), extension(), calendar=CN, act=act("2026-03-13"))
    assert refused.value.code == "clock.expired"


def test_paused_clock_may_be_extended_and_stays_silent() -> None:
    clock = paused(started())
    clock = play(clock, decide_extend(clock, extension(), calendar=CN, act=act("2026-05-01")))
    assert clock.next_alarm_at is None
    assert clock.due_on == dt.date(2026, 3, 17)


@pytest.mark.parametrize(
    ("command", "code"),
    [(extension(0), "limit.count"), (extension(5, ""), "act.reason_missing")],
)
def test_extension_needs_days_and_a_reason(command: ExtendClock, code: str) -> None:
    with pytest.raises(Refused) as refused:
        decide_extend(started(), command, calendar=CN, act=act())
    assert refused.value.code == code


# --- stopping ---


def test_stop_on_the_last_day_is_in_time() -> None:
    outcome = stopped(started(), "2026-03-12T23:59").outcome
    assert outcome is not None
    assert (outcome.result, outcome.late_days) == (Result.IN_TIME, 0)


@pytest.mark.parametrize(
    ("when", "late"),
    [("2026-03-13T00:00", 1), ("2026-03-13T23:59", 1), ("2026-03-14T00:00", 2)],
)
def test_stop_after_the_last_day_is_late_by_begun_days(when: str, late: int) -> None:
    outcome = stopped(started(), when).outcome
    assert outcome is not None
    assert (outcome.result, outcome.late_days) == (Result.LATE, late)


def test_hours_are_late_by_begun_days() -> None:
    clock = started(Limit(count=24, unit=LimitUnit.HOUR))  # until 3 March 10:00
    outcome = stopped(clock, "2026-03-03T10:00").outcome
    assert outcome is not None
    assert outcome.late_days == 1


def test_cancelled_clock_is_never_late() -> None:
    clock = started()
    changes = decide_stop(clock, at=at("2026-05-01T00:00"), act=act(), cancelled=True)
    outcome = play(clock, changes).outcome
    assert outcome is not None
    assert (outcome.result, outcome.late_days) == (Result.CANCELLED, 0)


def test_stop_while_paused_is_in_time_and_ends_the_pause() -> None:
    clock = stopped(paused(started()), "2026-05-01T00:00")
    assert clock.outcome is not None
    assert clock.outcome.result is Result.IN_TIME
    assert clock.state is ClockState.STOPPED
    assert clock.pauses[-1].until == at("2026-05-01T00:00")


def test_stop_known_only_to_the_day_of_the_start_stops_at_the_start() -> None:
    clock = stopped(started(), "2026-03-02T00:00")
    assert clock.outcome is not None
    assert clock.outcome.at == at(START)


def test_stop_before_the_start_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        stopped(started(), "2026-03-01T23:00")
    assert refused.value.code == "clock.too_early"


def test_stopped_clock_does_not_change_any_more() -> None:
    clock = stopped(started(), "2026-03-03T00:00")
    assert clock.next_alarm_at is None
    term = Term(started_at=at(START), limit=days(3))
    for decide in (
        lambda: stopped(clock, "2026-03-04T00:00"),
        lambda: paused(clock),
        lambda: decide_resume(clock, until=at(START), calendar=CN, act=act()),
        lambda: decide_extend(clock, extension(), calendar=CN, act=act()),
        lambda: decide_correct_clock(clock, term, calendar=CN, act=act()),
    ):
        with pytest.raises(Refused) as refused:
            decide()
        assert refused.value.code == "clock.stopped"


def test_act_of_today_happened_now_and_an_earlier_one_at_the_start_of_its_day() -> None:
    now = at("2026-03-05T10:00")
    assert moment_of(act("2026-03-05"), now) == now
    assert moment_of(act("2026-03-04"), now) == at("2026-03-04T00:00")


# --- alarming ---


def test_alarm_before_its_time_does_nothing() -> None:
    assert decide_alarm(started(), now=at("2026-03-12T23:59")) == ()


def test_alarm_is_given_once() -> None:
    clock = started(TEN_DAYS, days(3))
    now = at("2026-03-09T08:00")
    clock = play(clock, decide_alarm(clock, now=now))
    assert (clock.alarmed_at, clock.alarmed and clock.alarmed.lead) == (now, days(3))
    assert clock.next_alarm_at == at("2026-03-13T00:00")
    assert decide_alarm(clock, now=now) == ()


def test_of_missed_alarms_only_the_latest_is_given() -> None:
    clock = started(TEN_DAYS, days(3), days(1))
    (change,) = decide_alarm(clock, now=at("2026-04-01T00:00"))
    assert isinstance(change, ClockAlarmed)
    assert change.alarm.lead is None
    assert change.next_alarm_at is None
    assert decide_alarm(play(clock, (change,)), now=at("2026-04-02T00:00")) == ()


def test_extension_after_a_warning_warns_again() -> None:
    clock = started(TEN_DAYS, days(3))
    clock = play(clock, decide_alarm(clock, now=at("2026-03-09T08:00")))
    clock = play(clock, decide_extend(clock, extension(), calendar=CN, act=act("2026-03-10")))
    assert clock.next_alarm_at == at("2026-03-14T00:00")


# --- recomputing and correcting ---


def test_provisional_clock_is_computed_again_from_a_better_calendar() -> None:
    clock = started(FIVE_WORKDAYS, calendar=PLAIN, start="2026-09-29T09:00")
    assert clock.due_on == dt.date(2026, 10, 6)
    (change,) = decide_recompute(clock, calendar=CN)
    assert isinstance(change, ClockRecomputed)
    clock = play(clock, (change,))
    assert clock.due_on == dt.date(2026, 10, 12)
    assert clock.reckoned.calendar == "cn/2026"
    assert not clock.provisional
    assert decide_recompute(clock, calendar=CN) == ()


def test_calendar_that_says_the_same_changes_nothing() -> None:
    clock = started(FIVE_WORKDAYS, calendar=PLAIN)
    assert decide_recompute(clock, calendar=PLAIN) == ()
    other = WorkCalendar(name="other", version="other/1", source="")
    assert decide_recompute(clock, calendar=other) == ()


def test_stopped_clock_keeps_what_it_was_judged_by() -> None:
    clock = stopped(started(FIVE_WORKDAYS, calendar=PLAIN), "2026-03-03T00:00")
    assert decide_recompute(clock, calendar=CN) == ()


def test_end_that_moves_into_the_past_still_alarms() -> None:
    clock = started(TEN_DAYS, days(1))
    clock = play(clock, decide_alarm(clock, now=at("2026-03-11T08:00")))
    term = Term(started_at=at(START), limit=days(8), ladder=(days(1),))
    clock = play(clock, decide_correct_clock(clock, term, calendar=CN, act=act()))
    assert clock.due_on == dt.date(2026, 3, 10)
    assert clock.next_alarm_at == at("2026-03-11T00:00")
    clock = play(clock, decide_alarm(clock, now=at("2026-03-11T09:00")))
    assert clock.alarmed is not None
    assert clock.alarmed.lead is None
    assert clock.next_alarm_at is None


def test_end_already_alarmed_does_not_alarm_again() -> None:
    clock = started()
    clock = play(clock, decide_alarm(clock, now=at("2026-03-13T08:00")))
    term = Term(started_at=at(START), limit=days(3))
    clock = play(clock, decide_correct_clock(clock, term, calendar=CN, act=act()))
    assert clock.next_alarm_at is None


def test_correction_computes_with_what_was_granted() -> None:
    clock = started()
    clock = play(clock, decide_extend(clock, extension(1), calendar=CN, act=act()))
    term = Term(started_at=at("2026-03-03T09:00"), limit=TEN_DAYS, custody=True)
    clock = play(clock, decide_correct_clock(clock, term, calendar=CN, act=act()))
    assert clock.due_on == dt.date(2026, 3, 14)
    assert clock.term == term


def test_correction_that_changes_nothing_is_refused() -> None:
    clock = started()
    with pytest.raises(Refused) as refused:
        decide_correct_clock(clock, clock.term, calendar=CN, act=act())
    assert refused.value.code == "correction.empty"


def test_correction_may_not_start_behind_a_pause() -> None:
    clock = paused(started())
    late = Term(started_at=at("2026-03-05T09:00"), limit=TEN_DAYS)
    with pytest.raises(Refused) as refused:
        decide_correct_clock(clock, late, calendar=CN, act=act())
    assert refused.value.code == "clock.too_early"
    early = Term(started_at=at("2026-03-01T09:00"), limit=TEN_DAYS)
    clock = play(clock, decide_correct_clock(clock, early, calendar=CN, act=act()))
    assert clock.next_alarm_at is None


# --- the record ---


def test_life_must_begin_with_the_start() -> None:
    change = ClockPaused(act=act(), pause=Pause(since=at(START), reason="x"))
    with pytest.raises(JournalError) as broken:
        evolve_clock(None, change)
    assert broken.value.code == "journal.no_beginning"


def test_columns_of_a_running_and_of_a_stopped_clock() -> None:
    columns = CLOCK.columns_of(started())
    assert columns["owner_kind"] == "measure"
    assert columns["owner_id"] == "mea_1"
    assert columns["state"] == "running"
    assert columns["due_on"] == "2026-03-12"
    assert columns["calendar"] == "cn/2026"
    assert columns["provisional"] == 0
    assert [columns[name] for name in ("result", "late_days", "ended_on")] == [None, None, None]
    columns = CLOCK.columns_of(stopped(started(), "2026-03-14T00:00"))
    assert [columns[name] for name in ("result", "late_days", "ended_on")] == [
        "late",
        2,
        "2026-03-14",
    ]


def test_extension_of_hours_adds_whole_days() -> None:
    clock = started(Limit(count=24, unit=LimitUnit.HOUR))
    reckoned = reckon(clock.term, CN, extensions=())
    assert reckoned == clock.reckoned
    clock = play(clock, decide_extend(clock, extension(1), calendar=CN, act=act()))
    assert clock.due_at == at("2026-03-04T10:00")
