"""What a row of the benchmark is (测量行)."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

__all__ = ["Measured", "NotRun", "Row", "Size"]


class Size(enum.Enum):
    """How much is measured (规模): everything, or a few seconds' worth to see that it runs."""

    FULL = "full"
    SMALL = "small"


class NotRun(Exception):
    """A row cannot be measured on this machine; the reason is printed, loudly."""


class Measured(NamedTuple):
    """One result (测量结果).

    Attributes:
        name: the row.
        ours, peer: best times, in nanoseconds.
        what, against: what was measured, and beside what.
        bound: the ratio it must not exceed, in hundredths; 0 without.
        notes: anything else worth knowing, by name.
        ours_median, peer_median: medians of the rounds, in nanoseconds; 0 where there are none.
    """

    name: str
    what: str
    against: str
    ours: int
    peer: int
    bound: int
    notes: Mapping[str, object]
    ours_median: int = 0
    peer_median: int = 0

    @property
    def ratio(self) -> int:
        """Ours ÷ peer, in hundredths."""
        return round(self.ours * 100 / self.peer)

    @property
    def median_ratio(self) -> int:
        """The same of the medians; 0 where there are none."""
        return round(self.ours_median * 100 / self.peer_median) if self.peer_median else 0

    @property
    def holds(self) -> bool:
        """Whether the ratio stays within the bound, to the last digit."""
        return not self.bound or self.ours * 100 <= self.bound * self.peer


Row: TypeAlias = Callable[[Size], Sequence[Measured]]
