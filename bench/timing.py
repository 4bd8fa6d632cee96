"""Taking turns (轮流计时): what runs by turns suffers alike from whatever else the machine does."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from bench.rows import Measured

__all__ = ["Contestant", "compared", "in_turns", "percentile"]

R = TypeVar("R")


class Contestant(Protocol):
    """One side of a comparison (参测方)."""

    def prepare(self) -> None:
        """Put everything in place for one round, from the same beginning. Not timed."""
        ...

    def run(self) -> int:
        """Do the work of one round; return how many operations it was. Timed."""
        ...

    def finish(self) -> object:
        """Clear up; return the result, which must be everybody's. Not timed."""
        ...


class Times:
    """Nanoseconds per operation of every round (各轮耗时), by the clock and of the processor."""

    def __init__(self) -> None:
        self.wall: list[int] = []
        self.processor: list[int] = []

    def of(self, work: Callable[[], R]) -> R:
        """Time some work as a whole; return what it returns.

        What was there before lies apart from what is collected meanwhile: the rows of a
        fixture cost neither side anything.
        """
        gc.collect()
        gc.freeze()
        wall, processor = time.perf_counter_ns(), time.process_time_ns()
        done = work()
        self.processor.append(time.process_time_ns() - processor)
        self.wall.append(time.perf_counter_ns() - wall)
        gc.unfreeze()
        return done

    def take(self, contestant: Contestant) -> None:
        """Time a round that is prepared."""
        gc.collect()
        wall, processor = time.perf_counter_ns(), time.process_time_ns()
        count = contestant.run()
        self.processor.append((time.process_time_ns() - processor) // count)
        self.wall.append((time.perf_counter_ns() - wall) // count)


def in_turns(contestants: Mapping[str, Contestant], rounds: int) -> Mapping[str, Times]:
    """Let everybody run once a round, each round another one first.

    Raises:
        AssertionError: two have not come to the same result.
    """
    times = {name: Times() for name in contestants}
    order = list(contestants)
    for _ in range(rounds):
        results: dict[str, object] = {}
        for name in order:
            contestants[name].prepare()
            times[name].take(contestants[name])
            results[name] = contestants[name].finish()
        first = order[0]
        for name, result in results.items():
            if result != results[first]:
                raise AssertionError(f"{name} and {first} differ")
        order = [*order[1:], first]
    return times


def compared(
    name: str,
    what: str,
    against: str,
    times: tuple[Times, Times],
    bound: int,
    notes: Mapping[str, object] | None = None,
    *,
    waits: bool = True,
) -> Measured:
    """Return the row for two who took turns: ours, and the peer.

    Args:
        name, what, against, times, bound, notes: of the row.
        waits: whether the work waits for a disk or a server. If not, its time is the
            processor's, which others on the machine disturb less.
    """
    wall, processor = ([getattr(one, clock) for one in times] for clock in ("wall", "processor"))
    (ours, peer), other = (wall, processor) if waits else (processor, wall)
    told = " ÷ ".join(f"{min(one) / 1000:.1f}" for one in other)
    return Measured(
        name=name,
        what=what,
        against=against,
        ours=min(ours),
        peer=min(peer),
        bound=bound,
        notes={
            "processor µs" if waits else "wall µs": told,
            "rounds": len(ours),
            **(notes or {}),
        },
        ours_median=round(statistics.median(ours)),
        peer_median=round(statistics.median(peer)),
    )


def percentile(values: Sequence[int], part: int) -> int:
    """Return the value that `part` per cent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]
