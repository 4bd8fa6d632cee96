"""The reference engine (参考引擎): the meaning of the rules, in plain Python.

It walks case by case and rule by rule, holds one case in memory at a time, and is the oracle
every other engine is compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from supervision.domain.cases import CaseTrace
from supervision.domain.rules import Deadline, Rule, ref_of
from supervision.domain.sightings import RuleFault, Sighting
from supervision.errors import SupervisionError
from supervision.monitoring.deadlines import judge_deadline
from supervision.monitoring.requirements import judge_required
from supervision.monitoring.subjects import Subjects
from supervision.ports.monitoring import SweepContext, SweepEngine

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
    ) -> Iterator[Sighting | RuleFault]:
        """Yield what the rules see. A rule that fails on a case is not asked again."""
        sound = list(rules)
        for trace in traces:
            subjects = Subjects(trace, context.now)
            failed: list[Rule] = []
            for rule in sound:
                try:
                    yield from _judge(rule, subjects, context)
                except SupervisionError as error:
                    failed.append(rule)
                    yield RuleFault(rule=ref_of(rule), case=trace.case.number, code=error.code)
            if failed:
                sound = [rule for rule in sound if rule not in failed]


def _judge(rule: Rule, subjects: Subjects, context: SweepContext) -> Iterator[Sighting]:
    for subject in subjects.of(rule.head):
        if isinstance(rule, Deadline):
            yield from judge_deadline(rule, subject, context)
        else:
            yield from judge_required(rule, subject)


REFERENCE_ENGINE = SweepEngine(
    name="reference", zh="参考引擎", en="reference engine", open=ReferenceEngine
)
