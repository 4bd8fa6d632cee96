"""Running function rules (运行函数规则): once per sweep, outside the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from supervision.domain.cases import CaseTrace
from supervision.domain.function_rules import FunctionRule, Grouping, SweepContext
from supervision.domain.rules import RuleRef, applies_to
from supervision.domain.sightings import RuleFault, Sighting
from supervision.errors import SupervisionError

__all__ = ["run_functions"]


def run_functions(
    rules: Iterable[FunctionRule],
    read: Callable[[], Iterable[CaseTrace]],
    context: SweepContext,
) -> Iterator[Sighting | RuleFault]:
    """Yield what function rules see; one that fails yields a fault, and the others go on.

    Args:
        rules: the rules.
        read: reads the cases of the sweep, from the first to the last, each time it is called.
        context: instant and calendar.
    """
    for rule in rules:
        try:
            yield from _run(rule, _own(rule, read()), context)
        except SupervisionError as error:
            ref = RuleRef(code=rule.head.code, version=rule.head.version)
            yield RuleFault(rule=ref, code=error.code)


def _own(rule: FunctionRule, traces: Iterable[CaseTrace]) -> Iterator[CaseTrace]:
    return (trace for trace in traces if applies_to(rule.head, trace.case.line))


def _run(
    rule: FunctionRule, traces: Iterator[CaseTrace], context: SweepContext
) -> Iterator[Sighting]:
    match rule.grouping:
        case Grouping.POPULATION:
            yield from rule.check(traces, context)
        case Grouping.CASE:
            for trace in traces:
                yield from rule.check((trace,), context)
        case Grouping.HANDLER | Grouping.DEPARTMENT:
            for group in _groups(rule.grouping, traces):
                yield from rule.check(group, context)


def _groups(grouping: Grouping, traces: Iterable[CaseTrace]) -> Iterator[tuple[CaseTrace, ...]]:
    """Yield the cases of each handler or department; those that name none are in no group."""
    groups: dict[tuple[str, str], list[CaseTrace]] = {}
    for trace in traces:
        case = trace.case
        name = case.handler if grouping is Grouping.HANDLER else case.department
        if name:
            groups.setdefault((case.unit or "", name), []).append(trace)
    for key in sorted(groups):
        yield tuple(groups[key])
