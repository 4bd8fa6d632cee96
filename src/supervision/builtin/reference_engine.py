"""The reference engine (参考引擎): the meaning of the rules, in plain Python.

It walks case by case and rule by rule, holds one case in memory at a time, and is the oracle
every other engine is compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from supervision.domain.cases import CaseTrace
from supervision.domain.rules import Rule
from supervision.domain.sightings import Figure, RuleFault, Sighting
from supervision.monitoring.judging import judge_all
from supervision.ports.monitoring import SweepContext, SweepEngine
from supervision.ports.settings import NoSettings

__all__ = ["REFERENCE_ENGINE", "ReferenceEngine"]


class ReferenceEngine:
    """Evaluates rules in plain Python (参考引擎).

    Example:
        >>> from supervision.domain.calendars import PLAIN
        >>> from supervision.domain.values import Instant
        >>> context = SweepContext(now=Instant(1_780_000_000_000_000), calendar=PLAIN)
        >>> list(ReferenceEngine().sweep((), (), context))
        []
    """

    def sweep(
        self, rules: Sequence[Rule], traces: Iterable[CaseTrace], context: SweepContext
    ) -> Iterator[Sighting | Figure | RuleFault]:
        """Yield what the rules see. A rule that fails on a case is not asked again."""
        yield from judge_all(rules, traces, context)


def _open(_settings: NoSettings) -> ReferenceEngine:
    return ReferenceEngine()


REFERENCE_ENGINE = SweepEngine(
    name="reference", zh="参考引擎", en="reference engine", settings=NoSettings, open=_open
)
