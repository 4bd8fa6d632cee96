"""Clocks at work (期限办理): started and stopped with their owners, alarmed by the tick.

None of the functions commits, except `tick`, which makes units of work of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
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
from supervision.errors import AccessDenied, Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.receivers import alarmed
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import And, Before, Eq, Not, Or, Order, Predicate

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
    "stop_if_lasting",
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


def stop_if_lasting(
    work: Work,
    id: str | None,
    *,
    at: Instant | None = None,
    cancelled: bool = False,
    acting: Acting = Acting(),
) -> None:
    """Stop the clock a record runs by (随记录结束计时), where it has one that is not stopped yet."""
    if id and work.load(CLOCK, id).state is not ClockState.STOPPED:
        stop_clock(work, id, at=at, cancelled=cancelled, acting=acting)


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

_PROVISIONAL = And((Eq("provisional", 1), Not(Eq("state", ClockState.STOPPED.value))))


def _due(now: Instant) -> Predicate:
    return Before("next_alarm_at", now + 1)


def _here(work: Work, where: Predicate) -> Predicate:
    """Return the condition for the clocks that lie where this work writes."""
    return And((Eq("unit", work.unit), Eq("file", work.view.place.new), where))


def ring_clocks(work: Work, receivers: Receivers = alarmed) -> tuple[str, ...]:
    """Give every alarm of the unit that has fallen due, once (预警); return the clocks' ids."""
    rung = []
    for clock in work.view.select(CLOCK, _here(work, _due(work.now)), (Order("next_alarm_at"),)):
        work.stage(CLOCK, clock.id, decide_alarm(clock, now=work.now))
        work.notify("clock", CLOCK, clock.id, receivers(work, clock))
        rung.append(clock.id)
    return tuple(rung)


def recompute_clocks(work: Work) -> tuple[str, ...]:
    """Compute provisional clocks of the unit again from the office's calendar (重新推算)."""
    changed = []
    for clock in work.view.select(CLOCK, _here(work, _PROVISIONAL), (Order("due_at"),)):
        changes = decide_recompute(clock, calendar=work.office.rules.calendar)
        if changes:
            work.stage(CLOCK, clock.id, changes)
            changed.append(clock.id)
    return tuple(changed)


@attrs.frozen(kw_only=True)
class Tick:
    """What a tick did (例行推进): ids of the clocks computed again and of those that rang.

    Those of closed files are none of them.
    """

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

    Run it as often as you like: what was done once is not done again. The clocks of closed files
    are moved on file by file, each in its own chain; only who may enter a file is told of it.
    """
    unit = unit or office.unit
    # Two units of work: a clock rings by what it was computed to, not by what it was before.
    with office.work(actor_id, unit) as work:
        recomputed = recompute_clocks(work)
        if recomputed:
            work.commit()
    with office.work(actor_id, unit) as work:
        rung = ring_clocks(work, receivers)
        if rung:
            work.commit()
    released = _tick_files(office, actor_id, unit, receivers)
    return Tick(recomputed=recomputed + released.recomputed, rung=rung + released.rung)


def _tick_files(office: Office, actor_id: str, unit: UnitId, receivers: Receivers) -> Tick:
    """Move on the clocks of closed files; return what was done in released ones."""
    due = _due(office.now())
    told = Tick()
    for file in office.ringing(unit, CLOCK.name, Or((_PROVISIONAL, due))):
        # A refusal in a file must not end the tick: everybody in the open would see it.
        with suppress(AccessDenied, Refused):
            recomputed = _in_file(office, actor_id, unit, file, recompute_clocks)
            rung = _in_file(
                office, actor_id, unit, file, lambda work: ring_clocks(work, _keeping(receivers))
            )
            told = Tick(recomputed=told.recomputed + recomputed, rung=told.rung + rung)
    return told


def _in_file(
    office: Office,
    actor_id: str,
    unit: UnitId,
    file: str,
    do: Callable[[Work], tuple[str, ...]],
) -> tuple[str, ...]:
    with office.machine_work(actor_id, unit, file) as work:
        if work is None:
            return ()
        changed = do(work)
        if changed:
            work.commit()
        return () if work.view.place.inside else changed


def _keeping(receivers: Receivers) -> Receivers:
    """Return who is told of a clock in a closed file: whom it concerns, and who keeps the file."""

    def told(work: Work, clock: Clock) -> tuple[OfficerId, ...]:
        found = work.view.own_file()
        keepers = found.record.custodians if found and work.view.place.inside else ()
        return (*receivers(work, clock), *keepers)

    return told
