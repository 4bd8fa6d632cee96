"""Clocks (期限): records of their own that say until when something must be done.

A clock belongs to another record, its owner. What was computed is carried by the changes; the
lamp (预警灯) is a function of the clock and the present moment and is never stored.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun
from supervision.domain.reckoning import Alarm, Extension, LastDay, Pause, Reckoned, Term
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.values import Instant, UnitId, day_of

__all__ = [
    "CLOCK",
    "Clock",
    "ClockAlarmed",
    "ClockChange",
    "ClockCorrected",
    "ClockExtended",
    "ClockPaused",
    "ClockRecomputed",
    "ClockResumed",
    "ClockStarted",
    "ClockState",
    "ClockStopped",
    "Extension",
    "Lamp",
    "LastDay",
    "Outcome",
    "Owner",
    "Pause",
    "Reckoned",
    "Result",
    "Term",
    "closed_pauses",
    "evolve_clock",
    "lamp",
]


@attrs.frozen(kw_only=True)
class Owner:
    """The record a clock belongs to (期限所属): its kind's name and its id."""

    kind: str
    id: str


class Result(enum.Enum):
    """How a clock ended (期限结果)."""

    IN_TIME = "in_time"
    """按期"""
    LATE = "late"
    """逾期"""
    CANCELLED = "cancelled"
    """取消: the duty fell away."""


class ClockState(enum.Enum):
    """Whether a clock runs (计时状态)."""

    RUNNING = "running"
    """计时中"""
    PAUSED = "paused"
    """中止"""
    STOPPED = "stopped"
    """已结束"""


class Lamp(enum.Enum):
    """How urgent a clock is at a moment (预警灯)."""

    GREEN = "green"
    """正常"""
    YELLOW = "yellow"
    """临期"""
    RED = "red"
    """逾期"""


@attrs.frozen(kw_only=True)
class Outcome:
    """The end of a clock, frozen when it was stopped (期限结果).

    Attributes:
        result: in time, late, cancelled.
        at: when the duty was done, or fell away.
        late_days: calendar days late, begun days counting whole; 0 unless late.
    """

    result: Result
    at: Instant
    late_days: int = 0


@attrs.frozen(kw_only=True)
class Clock:
    """A clock (期限).

    Attributes:
        id, unit: the clock's id; the unit whose chain proves it.
        owner: the record it belongs to.
        purpose: code of what must be done, such as `reply`.
        term: start, limit, custody, warning ladder.
        reckoned: the end and the alarms as last computed, with the calendar's version.
        next_alarm_at: the next moment to alarm; `None` when paused, stopped or all are past.
        alarmed: the alarm last given, and
        alarmed_at: when it was given.
        pauses, extensions: in the order they were entered.
        outcome: how it ended; `None` until it is stopped.
    """

    id: str
    unit: UnitId
    owner: Owner
    purpose: str
    term: Term
    reckoned: Reckoned
    next_alarm_at: Instant | None = None
    alarmed: Alarm | None = None
    alarmed_at: Instant | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    outcome: Outcome | None = None

    @property
    def due_at(self) -> Instant:
        """The first instant that is too late (届满时刻)."""
        return self.reckoned.due_at

    @property
    def due_on(self) -> dt.date:
        """The last day that is in time (期满日)."""
        return self.reckoned.due_on

    @property
    def provisional(self) -> bool:
        """Whether the calendar lacked a year it was computed over (暂定)."""
        return self.reckoned.provisional

    @property
    def open_pause(self) -> Pause | None:
        """The pause that still lasts."""
        last = self.pauses[-1] if self.pauses else None
        return last if last is not None and last.until is None else None

    @property
    def state(self) -> ClockState:
        """Whether it runs."""
        if self.outcome is not None:
            return ClockState.STOPPED
        return ClockState.RUNNING if self.open_pause is None else ClockState.PAUSED


def lamp(clock: Clock, now: Instant) -> Lamp:
    """Say how urgent the clock is at `now` (亮灯). A paused clock shows what it showed then.

    Red once the end is reached, yellow from the first warning on, else green. A stopped clock
    is red if it was late, else green.
    """
    if clock.outcome is not None:
        return Lamp.RED if clock.outcome.result is Result.LATE else Lamp.GREEN
    at = clock.open_pause.since if clock.open_pause is not None else now
    if at >= clock.due_at:
        return Lamp.RED
    return Lamp.YELLOW if clock.reckoned.alarms[0].at <= at else Lamp.GREEN


# ---------------------------------------------------------------------------- changes


@attrs.frozen(kw_only=True)
class ClockStarted:
    """The clock starts (开始计时)."""

    act: Act
    id: str
    unit: UnitId
    owner: Owner
    purpose: str
    term: Term
    reckoned: Reckoned
    next_alarm_at: Instant | None


@attrs.frozen(kw_only=True)
class ClockPaused:
    """The clock stands still (中止计时)."""

    act: Act
    pause: Pause


@attrs.frozen(kw_only=True)
class ClockResumed:
    """The clock runs on (恢复计时)."""

    act: Act
    until: Instant
    reckoned: Reckoned
    next_alarm_at: Instant | None


@attrs.frozen(kw_only=True)
class ClockExtended:
    """More time is granted (延期)."""

    act: Act
    extension: Extension
    reckoned: Reckoned
    next_alarm_at: Instant | None


@attrs.frozen(kw_only=True)
class ClockStopped:
    """The clock ends and its outcome is frozen (结束计时)."""

    act: Act
    outcome: Outcome


@attrs.frozen(kw_only=True)
class ClockAlarmed:
    """A warning fell due and was given (预警), by the machine.

    Attributes:
        at: when it was given.
        alarm: the latest one that had fallen due.
        next_alarm_at: the next moment to alarm.
    """

    at: Instant
    alarm: Alarm
    next_alarm_at: Instant | None


@attrs.frozen(kw_only=True)
class ClockRecomputed:
    """Computed again from another calendar (重新推算), by the machine."""

    reckoned: Reckoned
    next_alarm_at: Instant | None


@attrs.frozen(kw_only=True)
class ClockCorrected:
    """Start, limit, custody or ladder were entered wrongly (更正)."""

    act: Act
    term: Term
    reckoned: Reckoned
    next_alarm_at: Instant | None


ClockChange: TypeAlias = (
    ClockStarted
    | ClockPaused
    | ClockResumed
    | ClockExtended
    | ClockStopped
    | ClockAlarmed
    | ClockRecomputed
    | ClockCorrected
)


def closed_pauses(pauses: tuple[Pause, ...], until: Instant) -> tuple[Pause, ...]:
    """Return the pauses with the last one ended at `until`."""
    return (*pauses[:-1], attrs.evolve(pauses[-1], until=until))


def evolve_clock(clock: Clock | None, change: ClockChange) -> Clock:
    """Build the clock after `change`."""
    if isinstance(change, ClockStarted):
        return Clock(
            id=change.id,
            unit=change.unit,
            owner=change.owner,
            purpose=change.purpose,
            term=change.term,
            reckoned=change.reckoned,
            next_alarm_at=change.next_alarm_at,
        )
    clock = begun(clock, change)
    if isinstance(change, ClockPaused):
        return attrs.evolve(clock, pauses=(*clock.pauses, change.pause), next_alarm_at=None)
    if isinstance(change, ClockStopped):
        pauses = (
            closed_pauses(clock.pauses, change.outcome.at) if clock.open_pause else clock.pauses
        )
        return attrs.evolve(clock, pauses=pauses, outcome=change.outcome, next_alarm_at=None)
    clock = attrs.evolve(clock, next_alarm_at=change.next_alarm_at)
    if isinstance(change, ClockAlarmed):
        return attrs.evolve(clock, alarmed=change.alarm, alarmed_at=change.at)
    clock = attrs.evolve(clock, reckoned=change.reckoned)
    if isinstance(change, ClockResumed):
        return attrs.evolve(clock, pauses=closed_pauses(clock.pauses, change.until))
    if isinstance(change, ClockExtended):
        return attrs.evolve(clock, extensions=(*clock.extensions, change.extension))
    if isinstance(change, ClockCorrected):
        return attrs.evolve(clock, term=change.term)
    return clock


CLOCK: RecordKind[Clock] = RecordKind(
    name="clock",
    prefix="clk",
    cls=Clock,
    changes=(
        ChangeType("clock.started", ClockStarted),
        ChangeType("clock.paused", ClockPaused),
        ChangeType("clock.resumed", ClockResumed),
        ChangeType("clock.extended", ClockExtended),
        ChangeType("clock.stopped", ClockStopped),
        ChangeType("clock.alarmed", ClockAlarmed),
        ChangeType("clock.recomputed", ClockRecomputed),
        ChangeType("clock.corrected", ClockCorrected),
    ),
    evolve=evolve_clock,
    indexed=(
        Column("owner_kind", value=lambda clock: clock.owner.kind),
        Column("owner_id", value=lambda clock: clock.owner.id),
        Column("purpose"),
        Column("state"),
        Column("due_at", ColumnType.INTEGER),
        Column("due_on", ColumnType.DATE),
        Column("next_alarm_at", ColumnType.INTEGER),
        Column("calendar", value=lambda clock: clock.reckoned.calendar),
        Column("provisional", ColumnType.INTEGER),
        Column("result", value=lambda clock: clock.outcome and clock.outcome.result),
        Column(
            "late_days",
            ColumnType.INTEGER,
            lambda clock: clock.outcome.late_days if clock.outcome else None,
        ),
        Column(
            "ended_on",
            ColumnType.DATE,
            lambda clock: day_of(clock.outcome.at) if clock.outcome else None,
        ),
    ),
    indexes=(("state", "due_at"), ("owner_id",), ("next_alarm_at",), ("owner_kind", "ended_on")),
)
