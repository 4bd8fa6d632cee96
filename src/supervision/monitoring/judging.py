"""One rule over one case (逐案判定): the plain meaning every engine is compared with."""

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
from supervision.ports.monitoring import SweepContext

__all__ = ["judge_all", "judge_traces"]


def judge_all(
    rules: Sequence[Rule], traces: Iterable[CaseTrace], context: SweepContext
) -> Iterator[Sighting | Figure | RuleFault]:
    """Yield what rules see and the figures of indicators (运算). `traces` is read once."""
    sums = [Sums(rule) for rule in rules if isinstance(rule, Indicator)]
    yield from judge_traces(rules, _added(sums, traces, context), context)
    for one in sums:
        yield from one.figures()
        yield from one.sightings(context)


def _added(
    sums: Sequence[Sums], traces: Iterable[CaseTrace], context: SweepContext
) -> Iterator[CaseTrace]:
    for trace in traces:
        if sums:
            subjects = Subjects(trace, context.now)
            for one in sums:
                one.add(subjects)
        yield trace


def judge_traces(
    rules: Sequence[Rule], traces: Iterable[CaseTrace], context: SweepContext
) -> Iterator[Sighting | RuleFault]:
    """Yield what rules see case by case; indicators, which see many cases, are left out.

    A rule that fails on a case is not asked again.
    """
    sound = [rule for rule in rules if not isinstance(rule, Indicator)]
    for trace in traces:
        subjects = Subjects(trace, context.now)
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
