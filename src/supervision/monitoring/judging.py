"""One rule over one case (逐案判定): the plain meaning every engine is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from supervision.domain.cases import CaseTrace
from supervision.domain.rules import Deadline, Rule, ref_of
from supervision.domain.sightings import RuleFault, Sighting
from supervision.errors import SupervisionError
from supervision.monitoring.deadlines import judge_deadline
from supervision.monitoring.requirements import judge_required
from supervision.monitoring.subjects import Subjects
from supervision.ports.monitoring import SweepContext

__all__ = ["judge_trace", "judge_traces"]


def judge_trace(
    rules: Iterable[Rule], trace: CaseTrace, context: SweepContext
) -> Iterator[Sighting | RuleFault]:
    """Yield what rules see in one case, and a fault for each rule that fails on it (判定)."""
    subjects = Subjects(trace, context.now)
    for rule in rules:
        try:
            yield from _judge(rule, subjects, context)
        except SupervisionError as error:
            yield RuleFault(rule=ref_of(rule), case=trace.case.number, code=error.code)


def judge_traces(
    rules: Sequence[Rule], traces: Iterable[CaseTrace], context: SweepContext
) -> Iterator[Sighting | RuleFault]:
    """Yield what rules see case by case. A rule that fails on a case is not asked again."""
    sound = list(rules)
    for trace in traces:
        failed = set()
        for one in judge_trace(sound, trace, context):
            if isinstance(one, RuleFault):
                failed.add(one.rule)
            yield one
        if failed:
            sound = [rule for rule in sound if ref_of(rule) not in failed]


def _judge(rule: Rule, subjects: Subjects, context: SweepContext) -> Iterator[Sighting]:
    for subject in subjects.of(rule.head):
        if isinstance(rule, Deadline):
            yield from judge_deadline(rule, subject, context)
        else:
            yield from judge_required(rule, subject)
