"""Clocks in the office: started, paused, extended, stopped, and moved on by the tick."""

import datetime as dt

import attrs
import pytest

from supervision.domain.calendars import PLAIN, CalendarYear, WorkCalendar
from supervision.domain.clocks import CLOCK, Clock, ClockState, Owner, Result, Term
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.timekeeping import ExtendClock, StartClock
from supervision.domain.values import OFFICE_ZONE, Instant, OfficerId, instant
from supervision.errors import Refused
from supervision.office import clocks
from supervision.office.acting import Acting
from supervision.office.office import Office
from supervision.office.work import Work
from supervision.testing.offices import SmallOffice, small_office

OWNER = Owner(kind="measure", id="mea_1")
CN = WorkCalendar(
    name="cn",
    version="cn/2026",
    source="国办",
    years=(CalendarYear(year=2026, source="国办通知", rest=(dt.date(2026, 3, 6),)),),
)


def at(text: str) -> Instant:
    return instant(dt.datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE))


def workdays(count: int) -> Limit:
    return Limit(count=count, unit=LimitUnit.WORKDAY)


def start(small: SmallOffice, limit: Limit, *ladder: Limit, purpose: str = "reply") -> str:
    term = Term(started_at=small.clock(), limit=limit, ladder=ladder)
    with small.office.work(small.head) as work:
        id = clocks.start_clock(work, StartClock(owner=OWNER, purpose=purpose, term=term))
        work.commit()
    return id


def clock(small: SmallOffice, id: str) -> Clock:
    with small.office.read(small.head) as view:
        return view.get(CLOCK, id)


def with_calendar(small: SmallOffice, calendar: WorkCalendar) -> Office:
    rules = attrs.evolve(small.office.parts.rules, calendar=calendar)
    return Office(attrs.evolve(small.office.parts, rules=rules))


def test_clock_uses_the_calendar_of_the_office() -> None:
    small = small_office(calendar=CN)
    assert clock(small, start(small, workdays(5))).due_on == dt.date(2026, 3, 10)


def test_clock_stands_still_and_runs_on() -> None:
    small = small_office()
    id = start(small, workdays(5))
    small.clock.advance(days=1)
    with small.office.work(small.head) as work:
        clocks.pause_clock(work, id, acting=Acting(reason="待上级批复"))
        work.commit()
    small.clock.advance(days=2)
    with small.office.work(small.head) as work:
        after = clocks.resume_clock(work, id)
        work.commit()
    assert after.pauses[0].reason == "待上级批复"
    assert after.due_on == dt.date(2026, 3, 11)


def test_pause_and_resumption_may_be_given_to_the_minute() -> None:
    small = small_office()
    id = start(small, Limit(count=24, unit=LimitUnit.HOUR))
    with small.office.work(small.head) as work:
        clocks.pause_clock(work, id, since=at("2026-03-02T10:00"), acting=Acting(reason="待查"))
        after = clocks.resume_clock(work, id, until=at("2026-03-02T10:30"))
    assert after.due_at == at("2026-03-03T10:30")


def test_extension_names_approver_and_reason() -> None:
    small = small_office()
    id = start(small, workdays(5))
    command = ExtendClock(days=3, approver=small.chief, reason="涉及多个部门")
    with small.office.work(small.head) as work:
        after = clocks.extend_clock(work, id, command)
    assert after.due_on == dt.date(2026, 3, 12)
    assert after.extensions[0].approver == small.chief


def test_late_entry_of_a_timely_act_is_in_time() -> None:
    small = small_office()
    id = start(small, workdays(5))
    small.clock.advance(days=20)
    with small.office.work(small.head) as work:
        after = clocks.stop_clock(work, id, acting=Acting(on=dt.date(2026, 3, 9)))
    assert after.outcome is not None
    assert after.outcome.result is Result.IN_TIME


def test_stop_may_be_given_to_the_minute_or_cancel() -> None:
    small = small_office()
    first, second = start(small, workdays(1)), start(small, workdays(1))
    small.clock.advance(days=3)
    with small.office.work(small.head) as work:
        late = clocks.stop_clock(work, first, at=at("2026-03-05T08:00"))
        gone = clocks.stop_clock(work, second, cancelled=True)
    assert late.outcome is not None
    assert late.outcome.late_days == 2
    assert gone.outcome is not None
    assert gone.outcome.result is Result.CANCELLED


def test_term_is_corrected() -> None:
    small = small_office()
    id = start(small, workdays(5))
    term = Term(started_at=small.clock(), limit=workdays(2))
    with small.office.work(small.head) as work:
        assert clocks.correct_clock(work, id, term).due_on == dt.date(2026, 3, 4)


def test_clocks_of_an_owner_come_by_their_end() -> None:
    small = small_office()
    late, early = start(small, workdays(5)), start(small, workdays(2))
    with small.office.read(small.head) as view:
        assert [one.id for one in clocks.clocks_of(view, OWNER)] == [early, late]
        assert clocks.clocks_of(view, Owner(kind="item", id="mea_1")) == ()


def test_tick_with_nothing_due_writes_nothing() -> None:
    small = small_office()
    start(small, workdays(5))
    before = small.office.checkpoints()
    assert clocks.tick(small.office, small.head) == clocks.Tick()
    assert [point.seq for point in small.office.checkpoints()] == [point.seq for point in before]


def test_tick_gives_an_alarm_once_and_tells_the_receivers() -> None:
    small = small_office()
    id = start(small, workdays(5), workdays(2))

    def head(work: Work, clock: Clock) -> tuple[OfficerId, ...]:
        assert (work.unit, clock.id) == (small.unit, id)
        return (small.first_head,)

    small.clock.advance(days=3)
    assert clocks.tick(small.office, small.head, receivers=head).rung == (id,)
    assert clocks.tick(small.office, small.head, receivers=head).rung == ()
    small.clock.advance(days=10)
    assert clocks.tick(small.office, small.head).rung == (id,)
    assert clock(small, id).next_alarm_at is None


def test_alarm_falls_due_at_its_very_instant() -> None:
    small = small_office()
    id = start(small, workdays(1))
    small.clock.set(dt.datetime(2026, 3, 4, tzinfo=OFFICE_ZONE))
    assert clocks.tick(small.office, small.head).rung == (id,)


def test_tick_computes_provisional_clocks_again_when_the_calendar_is_there() -> None:
    small = small_office(calendar=PLAIN)
    id = start(small, workdays(5))
    done = start(small, workdays(5))
    with small.office.work(small.head) as work:
        clocks.stop_clock(work, done)
        work.commit()
    assert clock(small, id).provisional
    office = with_calendar(small, CN)
    assert clocks.tick(office, small.head).recomputed == (id,)
    assert clocks.tick(office, small.head) == clocks.Tick()
    after = clock(small, id)
    assert (after.due_on, after.provisional) == (dt.date(2026, 3, 10), False)
    assert clock(small, done).state is ClockState.STOPPED
    assert office.verify().ok


def test_clock_that_a_calendar_moved_rings_by_its_new_end() -> None:
    small = small_office(calendar=PLAIN)
    id = start(small, workdays(4))  # Friday the 6th, a holiday as it turns out
    small.clock.set(dt.datetime(2026, 3, 7, 8, tzinfo=OFFICE_ZONE))
    assert clocks.tick(with_calendar(small, CN), small.head) == clocks.Tick(recomputed=(id,))
    assert clock(small, id).next_alarm_at == at("2026-03-10T00:00")


def test_calendar_that_still_lacks_the_year_changes_nothing() -> None:
    small = small_office(calendar=PLAIN)
    start(small, workdays(5))
    other = WorkCalendar(name="other", version="other/1", source="")
    assert clocks.tick(with_calendar(small, other), small.head) == clocks.Tick()


def test_unit_of_the_tick_may_be_named() -> None:
    small = small_office()
    start(small, workdays(1))
    small.clock.advance(days=10)
    assert clocks.tick(small.office, small.head, unit=small.unit).rung


def test_refused_act_leaves_the_clock_alone() -> None:
    small = small_office()
    id = start(small, workdays(5))
    with small.office.work(small.head) as work, pytest.raises(Refused):
        clocks.pause_clock(work, id)  # without a reason
    assert clock(small, id).state is ClockState.RUNNING
