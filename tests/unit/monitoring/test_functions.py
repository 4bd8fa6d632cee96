"""Function rules: run once, outside the engine, each on its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

import attrs
import pytest

from supervision.builtin.reference_engine import ReferenceEngine
from supervision.domain.calendars import PLAIN
from supervision.domain.cases import Case, CaseTrace
from supervision.domain.function_rules import FunctionRule, Grouping, SweepContext
from supervision.domain.rulebooks import RuleBook, faults_of
from supervision.domain.rules import Indicator, RuleRef, Sentence, Stage, Yields
from supervision.domain.sightings import Facts, RuleFault, Sighting
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.errors import ConfigError, PluginFailure, Refused
from supervision.monitoring.evaluate import Evaluation, evaluate
from supervision.monitoring.functions import run_functions
from supervision.monitoring.loading import read_book
from supervision.testing.engine_samples import SAMPLE_RULES, make_population, moment_of
from supervision.testing.rule_samples import head_of

CONTEXT = SweepContext(now=moment_of("09-15 10:30"), calendar=PLAIN)
UNIT = UnitId("uni_1")
Check = Callable[[Iterable[CaseTrace], SweepContext], Iterable[Sighting]]


class Home:
    """Everybody is of one unit, and nobody is known."""

    def unit(self, name: str | None) -> UnitId | None:
        return UNIT

    def department(self, name: str, unit: UnitId) -> DepartmentId | None:
        return None

    def officer(self, name: str, unit: UnitId) -> OfficerId | None:
        return None


def trace(number: str, **more: object) -> CaseTrace:
    return CaseTrace(case=Case(number=number, line=str(more.pop("line", "l")), **more))


def seen_in(case: Case, code: str = "FUN") -> Sighting:
    return Sighting(
        rule=RuleRef(code=code, version=1),
        case=case.number,
        line=case.line,
        began_on=dt.date(2026, 3, 2),
        breached_on=dt.date(2026, 3, 2),
        stage=Stage.WRONG,
        facts=Facts(events=()),
    )


def every(cases: Iterable[CaseTrace], _: SweepContext) -> Iterator[Sighting]:
    for one in cases:
        yield seen_in(one.case)


def more_than_one(cases: Iterable[CaseTrace], _: SweepContext) -> list[Sighting]:
    group = list(cases)
    return [seen_in(one.case) for one in group] if len(group) > 1 else []


def broken(cases: Iterable[CaseTrace], _: SweepContext) -> Iterator[Sighting]:
    yield from every(list(cases)[:1], _)
    raise PluginFailure("plugin.failed", plugin="p", what="w", problem="x")


def function(check: Check = every, grouping: Grouping = Grouping.CASE) -> FunctionRule:
    return FunctionRule(head=head_of("FUN", Stage.WRONG), check=check, grouping=grouping)


def run(rule: FunctionRule, *traces: CaseTrace) -> list[str]:
    found = list(run_functions([rule], lambda: traces, CONTEXT))
    return [one.case for one in found if isinstance(one, Sighting)]


def evaluated(book: RuleBook, traces: Iterable[CaseTrace], **more: object) -> Evaluation:
    return evaluate(ReferenceEngine(), book, traces, CONTEXT, Home(), **more)


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        (Grouping.CASE, []),
        (Grouping.POPULATION, ["1", "2", "3", "4", "5"]),
        (Grouping.HANDLER, ["1", "3"]),
        (Grouping.DEPARTMENT, ["1", "2"]),
    ],
)
def test_a_function_sees_the_cases_of_its_group(grouping: Grouping, expected: list[str]) -> None:
    """MONITORING-47."""
    cases = (
        trace("1", handler="张", department="一部"),
        trace("2", handler="李", department="一部"),
        trace("3", handler="张"),
        trace("4", handler="张", unit="乙院"),
        trace("5"),
    )
    assert run(function(more_than_one, grouping), *cases) == expected


def test_a_function_sees_only_its_lines() -> None:
    """MONITORING-47."""
    rule = function()
    rule = attrs.evolve(rule, head=attrs.evolve(rule.head, lines=("m",)))
    assert run(rule, trace("1"), trace("2", line="m")) == ["2"]


def test_what_functions_see_stands_beside_what_the_engine_sees() -> None:
    """MONITORING-47."""
    book = RuleBook(rules=(SAMPLE_RULES[0],), functions=(function(),))
    cases = list(make_population(5))
    found = evaluated(book, iter(cases)).of(UNIT)
    codes = [one.head.code for one in found.placed.values()]
    assert codes.count("FUN") == 5
    assert set(codes) == {"FUN", "DECIDE"}
    again = evaluated(book, iter(cases), again=lambda: cases)
    assert again.of(UNIT).placed == found.placed


@pytest.mark.parametrize("grouping", Grouping)
def test_a_failing_function_spoils_no_other_rule(grouping: Grouping) -> None:
    """MONITORING-48."""
    sound = attrs.evolve(function(), head=attrs.evolve(function().head, code="SOUND"))
    sound = attrs.evolve(sound, check=lambda cases, _: [seen_in(c.case, "SOUND") for c in cases])
    book = RuleBook(rules=(SAMPLE_RULES[0],), functions=(function(broken, grouping), sound))
    without = RuleBook(rules=book.rules, functions=(sound,))
    cases = [
        attrs.evolve(one, case=attrs.evolve(one.case, handler="张", department="一部"))
        for one in make_population(8)
    ]
    found = evaluated(book, cases)
    assert {fault.rule.code for fault in found.faults} == {"FUN"}
    assert found.of(UNIT).placed == evaluated(without, cases).of(UNIT).placed


def test_a_function_that_reports_another_rule_is_told() -> None:
    """MONITORING-48."""
    rule = function(lambda cases, _: [seen_in(one.case, "OTHER") for one in cases])
    found = evaluated(RuleBook(functions=(rule,)), [trace("1")])
    assert [(one.rule.code, one.code) for one in found.faults] == [("OTHER", "sweep.foreign_rule")]


def test_our_own_refusals_are_faults_of_the_rule_alone() -> None:
    """MONITORING-48."""

    def refuses(cases: Iterable[CaseTrace], _: SweepContext) -> Iterator[Sighting]:
        yield from every(cases, _)
        raise Refused("calendar.beyond", day="2101-01-01")

    [*seen, fault] = run_functions([function(refuses)], lambda: [trace("1")], CONTEXT)
    assert len(seen) == 1
    assert fault == RuleFault(rule=RuleRef(code="FUN", version=1), code="calendar.beyond")


def test_a_list_is_shown_and_makes_no_detection() -> None:
    """MONITORING-45."""
    rule = function()
    listed = attrs.evolve(rule, head=attrs.evolve(rule.head, yields=Yields.LIST))
    book = RuleBook(functions=(listed,))
    found = evaluated(book, [trace("2"), trace("1")])
    assert [one.case for one in found.listed] == ["1", "2"]
    assert found.of(UNIT).placed == {}
    assert book.decides() == ()


def test_a_book_knows_its_functions() -> None:
    book = RuleBook(rules=SAMPLE_RULES, functions=(function(grouping=Grouping.POPULATION),))
    assert "FUN" in book.codes()
    assert book.head("FUN") == function().head
    assert book.only(("FUN",)).functions == book.functions
    assert book.only(("DECIDE",)).functions == ()
    single = book.of_single_cases()
    assert single.functions == ()
    assert not any(isinstance(rule, Indicator) for rule in single.rules)


def test_functions_are_loaded_and_checked_like_rules() -> None:
    assert read_book([("pack", function())]).functions == (function(),)
    silent = attrs.evolve(function(), head=head_of("FUN"))
    odd = Sentence(stage=Stage.WRONG, zh="{nobody}", en="")
    wrong = attrs.evolve(function(), head=attrs.evolve(function().head, sentences=(odd,)))
    assert [fault.code for fault in faults_of(silent)] == ["rule.nothing"]
    assert [fault.code for fault in faults_of(wrong)] == ["rule.placeholder"]
    with pytest.raises(ConfigError) as caught:
        read_book([("a", function()), ("b", function())])
    assert [problem.code for problem in caught.value.problems] == ["rule.twice"]
