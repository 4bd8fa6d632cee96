"""Decisions about clocks (期限的决定): start, pause, resume, extend, stop, alarm, recompute.

Every function refuses or returns the changes. Acts are done by officers; alarms and
recomputations by the machine, again and again with the same result.
"""

from __future__ import annotations

import attrs

from supervision.domain.acts import Act, check_reason
from supervision.domain.calendars import WorkCalendar
from supervision.domain.clocks import (
    Clock,
    ClockAlarmed,
    ClockChange,
    ClockCorrected,
    ClockExtended,
    ClockPaused,
    ClockRecomputed,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    Extension,
    Outcome,
    Owner,
    Pause,
    Reckoned,
    Result,
    Term,
    closed_pauses,
)
from supervision.domain.limits import DAY
from supervision.domain.names import check_text
from supervision.domain.reckoning import next_alarm, reckon
from supervision.domain.values import Instant, OfficerId, UnitId, day_of, start_of
from supervision.errors import Refused

__all__ = [
    "ExtendClock",
    "StartClock",
    "decide_alarm",
    "decide_correct_clock",
    "decide_extend",
    "decide_pause",
    "decide_recompute",
    "decide_resume",
    "decide_start_clock",
    "decide_stop",
    "moment_of",
]


@attrs.frozen(kw_only=True)
class StartClock:
    """Asks for a clock (开始计时). Fields as in `Clock`."""

    owner: Owner
    purpose: str
    term: Term


@attrs.frozen(kw_only=True)
class ExtendClock:
    """Asks for more time (申请延期). Fields as in `Extension`."""

    days: int
    approver: OfficerId
    reason: str


def moment_of(act: Act, now: Instant) -> Instant:
    """Return when an act happened: now, or for an act of an earlier day the start of that day.

    Of an act entered late only the day is known; its earliest moment is taken, so that late
    entry never makes anybody late.
    """
    return now if act.on == day_of(now) else start_of(act.on)


def decide_start_clock(
    command: StartClock, *, id: str, unit: UnitId, calendar: WorkCalendar, act: Act
) -> tuple[ClockChange, ...]:
    """Start a clock (开始计时).

    Raises:
        Refused: `text.empty` or `text.line` for the purpose; `value.day_range` or
            `calendar.beyond` when the end lies beyond 2100.
    """
    reckoned = reckon(command.term, calendar)
    return (
        ClockStarted(
            act=act,
            id=id,
            unit=unit,
            owner=command.owner,
            purpose=check_text(command.purpose, place="purpose"),
            term=command.term,
            reckoned=reckoned,
            next_alarm_at=next_alarm(reckoned, None),
        ),
    )


def _check_not_stopped(clock: Clock) -> None:
    if clock.outcome is not None:
        raise Refused("clock.stopped", clock=clock.id, result=clock.outcome.result.value)


def _check_not_before(at: Instant, earliest: Instant) -> Instant:
    """Return `at`, or `earliest` on the same day: of many acts only the day is known."""
    if day_of(at) < day_of(earliest):
        raise Refused(
            "clock.too_early",
            found=day_of(at).isoformat(),
            earliest=day_of(earliest).isoformat(),
        )
    return max(at, earliest)


def _last_turn(clock: Clock) -> Instant:
    """Return when the clock last began to run or to stand still."""
    if not clock.pauses:
        return clock.term.started_at
    last = clock.pauses[-1]
    return last.until if last.until is not None else last.since


def decide_pause(clock: Clock, *, since: Instant, reason: str, act: Act) -> tuple[ClockChange, ...]:
    """Let the clock stand still from `since` on (中止计时).

    Raises:
        Refused: `clock.stopped`, `clock.paused`; `clock.too_early` before it last began to
            run; `clock.expired` when its end was reached by then; `act.reason_missing`.
    """
    _check_not_stopped(clock)
    if clock.open_pause is not None:
        raise Refused("clock.paused", clock=clock.id)
    since = _check_not_before(since, _last_turn(clock))
    if since >= clock.due_at:
        raise Refused("clock.expired", clock=clock.id, due_on=clock.due_on.isoformat())
    reason = check_reason(reason, compulsory=True)
    return (ClockPaused(act=act, pause=Pause(since=since, reason=reason)),)


def decide_resume(
    clock: Clock, *, until: Instant, calendar: WorkCalendar, act: Act
) -> tuple[ClockChange, ...]:
    """Let the clock run on from `until`; its end moves by the length of the pause (恢复计时).

    Raises:
        Refused: `clock.stopped`, `clock.not_paused`; `clock.too_early` before it was paused.
    """
    _check_not_stopped(clock)
    if clock.open_pause is None:
        raise Refused("clock.not_paused", clock=clock.id)
    until = _check_not_before(until, clock.open_pause.since)
    pauses = closed_pauses(clock.pauses, until)
    reckoned = reckon(clock.term, calendar, pauses=pauses, extensions=clock.extensions)
    return (
        ClockResumed(
            act=act,
            until=until,
            reckoned=reckoned,
            next_alarm_at=_upcoming(clock, reckoned),
        ),
    )


def decide_extend(
    clock: Clock, command: ExtendClock, *, calendar: WorkCalendar, act: Act
) -> tuple[ClockChange, ...]:
    """Grant more time (延期): asked for and approved before the end, with approver and reason.

    Raises:
        Refused: `clock.stopped`; `clock.expired` when the act lies behind the last day of a
            running clock; `limit.count` for a number of days below 1; `act.reason_missing`.
    """
    _check_not_stopped(clock)
    if clock.open_pause is None and act.on > clock.due_on:
        raise Refused("clock.expired", clock=clock.id, due_on=clock.due_on.isoformat())
    extension = Extension(
        days=command.days,
        approver=command.approver,
        reason=check_reason(command.reason, compulsory=True),
    )
    reckoned = reckon(
        clock.term, calendar, pauses=clock.pauses, extensions=(*clock.extensions, extension)
    )
    return (
        ClockExtended(
            act=act,
            extension=extension,
            reckoned=reckoned,
            next_alarm_at=_next_of(clock, reckoned),
        ),
    )


def _upcoming(clock: Clock, reckoned: Reckoned) -> Instant | None:
    """Return the next alarm not given yet. An end that moved into the past still alarms."""
    upcoming = next_alarm(reckoned, clock.alarmed_at)
    if upcoming is None and clock.alarmed is not None and clock.alarmed.lead is not None:
        return reckoned.due_at
    return upcoming


def _next_of(clock: Clock, reckoned: Reckoned) -> Instant | None:
    return None if clock.open_pause is not None else _upcoming(clock, reckoned)


def decide_stop(
    clock: Clock, *, at: Instant, act: Act, cancelled: bool = False
) -> tuple[ClockChange, ...]:
    """Stop the clock and freeze its outcome (结束计时).

    Args:
        clock: the clock.
        at: when the duty was done (see `moment_of`), or fell away.
        act: who did it, on which day.
        cancelled: the duty fell away.

    Raises:
        Refused: `clock.stopped`; `clock.too_early` before it last began to run or to stand.
    """
    _check_not_stopped(clock)
    at = _check_not_before(at, _last_turn(clock))
    if cancelled:
        outcome = Outcome(result=Result.CANCELLED, at=at)
    elif clock.open_pause is None and at >= clock.due_at:
        days = (at - clock.due_at) // DAY + 1
        outcome = Outcome(result=Result.LATE, at=at, late_days=days)
    else:
        outcome = Outcome(result=Result.IN_TIME, at=at)
    return (ClockStopped(act=act, outcome=outcome),)


def decide_alarm(clock: Clock, *, now: Instant) -> tuple[ClockChange, ...]:
    """Give the alarm that has fallen due (预警), once: asked again, nothing is left to do.

    Of several alarms missed, only the latest is given.
    """
    if clock.next_alarm_at is None or now < clock.next_alarm_at:
        return ()
    passed = [alarm for alarm in clock.reckoned.alarms if alarm.at <= now]
    return (ClockAlarmed(at=now, alarm=passed[-1], next_alarm_at=next_alarm(clock.reckoned, now)),)


def decide_recompute(clock: Clock, *, calendar: WorkCalendar) -> tuple[ClockChange, ...]:
    """Compute a provisional clock again from a calendar that knows more (重新推算).

    Nothing happens to a stopped clock, to a final one, or when the calendar says the same.
    """
    if clock.outcome is not None or not clock.provisional:
        return ()
    reckoned = reckon(clock.term, calendar, pauses=clock.pauses, extensions=clock.extensions)
    if reckoned == attrs.evolve(clock.reckoned, calendar=calendar.version):
        return ()
    return (ClockRecomputed(reckoned=reckoned, next_alarm_at=_next_of(clock, reckoned)),)


def decide_correct_clock(
    clock: Clock, term: Term, *, calendar: WorkCalendar, act: Act
) -> tuple[ClockChange, ...]:
    """Put right a start, limit, custody or ladder entered wrongly (更正期限).

    Raises:
        Refused: `clock.stopped`, `correction.empty`; `clock.too_early` when the new start
            lies behind a pause.
    """
    _check_not_stopped(clock)
    if term == clock.term:
        raise Refused("correction.empty")
    if clock.pauses:
        _check_not_before(clock.pauses[0].since, term.started_at)
    reckoned = reckon(term, calendar, pauses=clock.pauses, extensions=clock.extensions)
    return (
        ClockCorrected(
            act=act,
            term=term,
            reckoned=reckoned,
            next_alarm_at=_next_of(clock, reckoned),
        ),
    )
