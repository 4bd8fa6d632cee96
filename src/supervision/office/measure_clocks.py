"""The clock of a measure's answer (反馈期限): started and stopped as its rung's data say."""

from __future__ import annotations

from supervision.domain.clocks import CLOCK, Clock, ClockState, Owner, Result
from supervision.domain.ladders import Rung, rung_of
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.measures import MEASURE, Measure
from supervision.domain.reckoning import Term
from supervision.domain.separation import Deed
from supervision.domain.timekeeping import StartClock, moment_of
from supervision.domain.values import Instant, start_of
from supervision.office.acting import Acting
from supervision.office.clocks import pause_clock, start_clock, stop_clock, stop_if_lasting
from supervision.office.work import Work

__all__ = [
    "PURPOSE",
    "cancel_answer_clock",
    "clock_of",
    "pause_answer_clock",
    "rung_at",
    "start_answer_clock",
    "stop_answer_clock",
]

PURPOSE = "answer_measure"
"""Purpose of a measure's clock."""
_WARNING = (Limit(count=2, unit=LimitUnit.DAY),)


def rung_at(work: Work, measure: Measure) -> Rung:
    """Return the rung a measure stands on, as the office's ladders have it."""
    _, rung = rung_of(measure.rung, work.office.rules.ladders)
    return rung


def clock_of(work: Work, measure: Measure) -> Clock | None:
    """Return the clock of a measure's answer, if one was started."""
    return work.load(CLOCK, measure.clock) if measure.clock else None


def start_answer_clock(work: Work, measure: Measure, deed: Deed, acting: Acting) -> str | None:
    """Start the clock (起算); return its id, or nothing where the rung asks for no answer."""
    limit = rung_at(work, measure).limit
    if limit is None:
        return None
    term = Term(started_at=moment_of(deed.act, work.now), limit=limit, ladder=_WARNING)
    command = StartClock(owner=Owner(kind=MEASURE.name, id=measure.id), purpose=PURPOSE, term=term)
    return start_clock(work, command, acting=acting)


def pause_answer_clock(work: Work, measure: Measure, deed: Deed, acting: Acting) -> None:
    """Let it stand still for an objection (中止), unless it had run out by then."""
    clock = clock_of(work, measure)
    if clock is None or not rung_at(work, measure).objection_pauses:
        return
    running = clock.state is ClockState.RUNNING
    if running and moment_of(deed.act, work.now) < clock.due_at:
        pause_clock(work, clock.id, acting=acting)


def stop_answer_clock(work: Work, measure: Measure, acting: Acting) -> Result | None:
    """Stop it at the day of the answer (结束); return how it ended, if there is one."""
    clock = clock_of(work, measure)
    if clock is None:
        return None
    if clock.state is not ClockState.STOPPED:
        clock = stop_clock(work, clock.id, at=_answered_at(work, measure), acting=acting)
    return clock.outcome.result if clock.outcome is not None else None


def _answered_at(work: Work, measure: Measure) -> Instant | None:
    """Return when the answer was given: of an earlier day only the day is known."""
    if measure.answered_on is None or measure.answered_on == work.today:
        return None
    return start_of(measure.answered_on)


def cancel_answer_clock(work: Work, measure: Measure, acting: Acting) -> None:
    """Cancel it (取消): no answer is owed any more."""
    stop_if_lasting(work, measure.clock, cancelled=True, acting=acting)
