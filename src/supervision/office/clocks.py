"""Clocks at work (期限办理): started and stopped with their owners, alarmed by the tick.

None of the functions commits, except `tick`, which makes units of work of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

import attrs

from supervision.domain.clocks import CLOCK, Clock, ClockState, Owner
from supervision.domain.reckoning import Term
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
from supervision.domain.values import Instant, OfficerId, UnitId
from supervision.office.acting import Acting, deed_of
from supervision.office.receivers import alarmed
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import And, Before, Eq, Not, Order

if TYPE_CHECKING:
    from supervision.office.office import Office

__all__ = [
    "Tick",
    "clocks_of",
    "correct_clock",
    "extend_clock",
    "pause_clock",
    "recompute_clocks",
    "resume_clock",
    "ring_clocks",
    "start_clock",
    "stop_clock",
    "tick",
]

Receivers: TypeAlias = Callable[[Work, Clock], Iterable[OfficerId]]
"""Who is told about a clock's alarm."""


def start_clock(work: Work, command: StartClock, *, acting: Acting = Acting()) -> str:
    """Start a clock (开始计时); return its id."""
    id = work.new_id(CLOCK)
    changes = decide_start_clock(
        command,
        id=id,
        unit=work.unit,
        calendar=work.office.rules.calendar,
        act=deed_of(work, acting).act,
    )
    work.stage(CLOCK, id, changes, acting.reason)
    return id


def pause_clock(
    work: Work, id: str, *, since: Instant | None = None, acting: Acting = Acting()
) -> Clock:
    """Let a clock stand still (中止计时), by default from the act on. Needs a reason."""
    clock = work.load(CLOCK, id)
    deed = deed_of(work, acting)
    changes = decide_pause(
        clock,
        since=moment_of(deed.act, work.now) if since is None else since,
        reason=deed.reason,
        act=deed.act,
    )
    return work.stage(CLOCK, id, changes, acting.reason)


def resume_clock(
    work: Work, id: str, *, until: Instant | None = None, acting: Acting = Acting()
) -> Clock:
    """Let a clock run on (恢复计时), by default from the act on."""
    clock = work.load(CLOCK, id)
    act = deed_of(work, acting).act
    changes = decide_resume(
        clock,
        until=moment_of(act, work.now) if until is None else until,
        calendar=work.office.rules.calendar,
        act=act,
    )
    return work.stage(CLOCK, id, changes, acting.reason)


def extend_clock(work: Work, id: str, command: ExtendClock, *, acting: Acting = Acting()) -> Clock:
    """Grant a clock more time (延期)."""
    clock = work.load(CLOCK, id)
    changes = decide_extend(
        clock,
        command,
        calendar=work.office.rules.calendar,
        act=deed_of(work, acting).act,
    )
    return work.stage(CLOCK, id, changes, acting.reason)


def stop_clock(
    work: Work,
    id: str,
    *,
    at: Instant | None = None,
    cancelled: bool = False,
    acting: Acting = Acting(),
) -> Clock:
    """Stop a clock and freeze its outcome (结束计时), by default at the moment of the act."""
    clock = work.load(CLOCK, id)
    act = deed_of(work, acting).act
    changes = decide_stop(
        clock,
        at=moment_of(act, work.now) if at is None else at,
        act=act,
        cancelled=cancelled,
    )
    return work.stage(CLOCK, id, changes, acting.reason)


def correct_clock(work: Work, id: str, term: Term, *, acting: Acting = Acting()) -> Clock:
    """Put right a start, limit, custody or ladder entered wrongly (更正期限)."""
    clock = work.load(CLOCK, id)
    changes = decide_correct_clock(
        clock, term, calendar=work.office.rules.calendar, act=deed_of(work, acting).act
    )
    return work.stage(CLOCK, id, changes, acting.reason)


def clocks_of(view: ReadView, owner: Owner) -> tuple[Clock, ...]:
    """Return the clocks of a record, the one that ends first in front (所属期限)."""
    return view.select(
        CLOCK,
        And((Eq("owner_kind", owner.kind), Eq("owner_id", owner.id))),
        (Order("due_at"),),
    )


# ---------------------------------------------------------------------------- the machine


def ring_clocks(work: Work, receivers: Receivers = alarmed) -> tuple[str, ...]:
    """Give every alarm of the unit that has fallen due, once (预警); return the clocks' ids."""
    where = And((Eq("unit", work.unit), Before("next_alarm_at", work.now + 1)))
    rung = []
    for clock in work.view.select(CLOCK, where, (Order("next_alarm_at"),)):
        work.stage(CLOCK, clock.id, decide_alarm(clock, now=work.now))
        work.notify("clock", CLOCK, clock.id, receivers(work, clock))
        rung.append(clock.id)
    return tuple(rung)


def recompute_clocks(work: Work) -> tuple[str, ...]:
    """Compute provisional clocks of the unit again from the office's calendar (重新推算)."""
    where = And(
        (
            Eq("unit", work.unit),
            Eq("provisional", 1),
            Not(Eq("state", ClockState.STOPPED.value)),
        )
    )
    changed = []
    for clock in work.view.select(CLOCK, where, (Order("due_at"),)):
        changes = decide_recompute(clock, calendar=work.office.rules.calendar)
        if changes:
            work.stage(CLOCK, clock.id, changes)
            changed.append(clock.id)
    return tuple(changed)


@attrs.frozen(kw_only=True)
class Tick:
    """What a tick did (例行推进): ids of the clocks computed again and of those that rang."""

    recomputed: tuple[str, ...] = ()
    rung: tuple[str, ...] = ()


def tick(
    office: Office,
    actor_id: str,
    *,
    unit: UnitId | None = None,
    receivers: Receivers = alarmed,
) -> Tick:
    """Compute provisional clocks again, then give all alarms due; nothing due writes nothing.

    Run it as often as you like: what was done once is not done again.
    """
    # Two units of work: a clock rings by what it was computed to, not by what it was before.
    with office.work(actor_id, unit) as work:
        recomputed = recompute_clocks(work)
        if recomputed:
            work.commit()
    with office.work(actor_id, unit) as work:
        rung = ring_clocks(work, receivers)
        if rung:
            work.commit()
    return Tick(recomputed=recomputed, rung=rung)
