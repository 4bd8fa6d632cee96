"""The reference engine (参考引擎): the meaning of the rules, in plain Python.

It walks case by case and rule by rule, holds one case in memory at a time, and is the oracle
every other engine is compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias, assert_never

from supervision.domain.cases import CaseTrace
from supervision.domain.rules import (
    Count,
    DataEntry,
    Deadline,
    Field,
    Forbidden,
    Indicator,
    Order,
    Pair,
    Required,
    Rule,
    Separation,
    ref_of,
)
from supervision.domain.sightings import Figure, RuleFault, Sighting
from supervision.errors import SupervisionError
from supervision.monitoring.bans import (
    judge_data_entry,
    judge_forbidden,
    judge_order,
    judge_separation,
)
from supervision.monitoring.cards import judge_field
from supervision.monitoring.counts import judge_count, judge_pair
from supervision.monitoring.deadlines import judge_deadline
from supervision.monitoring.figures import Sums
from supervision.monitoring.requirements import judge_required
from supervision.monitoring.subjects import Subject, Subjects
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
    ) -> Iterator[Sighting | Figure | RuleFault]:
        """Yield what the rules see. A rule that fails on a case is not asked again."""
        sound = [rule for rule in rules if not isinstance(rule, Indicator)]
        sums = [Sums(rule) for rule in rules if isinstance(rule, Indicator)]
        for trace in traces:
            subjects = Subjects(trace, context.now)
            for one in sums:
                one.add(subjects)
            failed: list[Rule] = []
            for rule in sound:
                try:
                    for subject in subjects.of(rule.head):
                        yield from _judge(rule, subject, context)
                except SupervisionError as error:
                    failed.append(rule)
                    yield RuleFault(rule=ref_of(rule), case=trace.case.number, code=error.code)
            if failed:
                sound = [rule for rule in sound if rule not in failed]
        for one in sums:
            yield from one.figures()
            yield from one.sightings(context)


_CaseRule: TypeAlias = (
    Deadline | Required | Forbidden | Order | Separation | Count | Pair | Field | DataEntry
)


def _judge(rule: _CaseRule, subject: Subject, context: SweepContext) -> Iterator[Sighting]:
    match rule:
        case Deadline():
            return judge_deadline(rule, subject, context)
        case Required():
            return judge_required(rule, subject)
        case Forbidden():
            return judge_forbidden(rule, subject)
        case Order():
            return judge_order(rule, subject)
        case Separation():
            return judge_separation(rule, subject)
        case Count():
            return judge_count(rule, subject)
        case Pair():
            return judge_pair(rule, subject, context)
        case Field():
            return judge_field(rule, subject)
        case DataEntry():
            return judge_data_entry(rule, subject, context)
        case _:
            assert_never(rule)


REFERENCE_ENGINE = SweepEngine(
    name="reference", zh="参考引擎", en="reference engine", open=ReferenceEngine
)
