"""What every sweep engine must do (监控引擎符合性). Numbers: `docs/spec/contributions.md`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs
import pytest

from supervision.builtin.reference_engine import ReferenceEngine
from supervision.domain.cases import CaseTrace
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.rules import Deadline, Rule, RuleRef, ref_of
from supervision.domain.sightings import Figure, RuleFault, Sighting
from supervision.domain.values import Instant, start_of
from supervision.ports.monitoring import Engine, SweepContext
from supervision.testing.engine_samples import (
    SAMPLE_CALENDAR,
    SAMPLE_RULES,
    SCENARIOS,
    Scenario,
    make_population,
    moment_of,
)
from supervision.testing.strictness import Conformance

__all__ = ["EngineConformance"]

_NOW = moment_of("09-15 10:30")
_CASES = 250


class EngineConformance(Conformance):
    """Tests of sweep engines (监控引擎测试). Inherit, and give `engine`.

    The scenarios are reckoned by hand, and the reference engine passes them too; then the
    engine is compared with the reference engine over a population of odd cases.
    """

    @pytest.fixture
    def engine(self) -> Engine:
        """Give the opened engine. To be overridden."""
        raise NotImplementedError("give a fixture `engine`")

    @pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name.replace(" ", "-"))
    def test_a_scenario_is_judged_as_by_hand(self, engine: Engine, scenario: Scenario) -> None:
        """ENGINE-1."""
        found = _sweep(engine, [scenario.rule], [scenario.trace], scenario.now)
        expected = [
            (
                ref_of(scenario.rule),
                scenario.trace.case.number,
                seen.party,
                seen.stage,
                seen.level,
                moment_of(seen.due) if seen.due else None,
                seen.late,
                seen.provisional,
            )
            for seen in scenario.seen
        ]
        assert [_told(one) for one in found if isinstance(one, Sighting)] == expected

    def test_a_population_is_judged_as_by_the_reference(self, engine: Engine) -> None:
        """ENGINE-2."""
        cases = list(make_population(_CASES))
        expected = _sweep(ReferenceEngine(), SAMPLE_RULES, cases, _NOW)
        found = _sweep(engine, SAMPLE_RULES, cases, _NOW)
        assert Counter(found) == Counter(expected)

    @pytest.mark.parametrize("rule", SAMPLE_RULES, ids=lambda rule: rule.head.code)
    def test_each_rule_alone_sees_what_it_sees_among_others(
        self, engine: Engine, rule: Rule
    ) -> None:
        """ENGINE-3."""
        cases = list(make_population(_CASES // 5))
        among = _sweep(engine, SAMPLE_RULES, cases, _NOW)
        alone = _sweep(engine, [rule], cases, _NOW)
        assert Counter(alone) == Counter(one for one in among if one.rule == ref_of(rule))

    def test_the_order_of_cases_and_rules_changes_nothing(self, engine: Engine) -> None:
        """ENGINE-3."""
        cases = list(make_population(_CASES // 5))
        forward = _sweep(engine, SAMPLE_RULES, cases, _NOW)
        backward = _sweep(engine, SAMPLE_RULES[::-1], cases[::-1], _NOW)
        assert Counter(forward) == Counter(backward)

    def test_a_second_sweep_sees_the_same(self, engine: Engine) -> None:
        """ENGINE-4."""
        cases = list(make_population(_CASES // 5))
        first = _sweep(engine, SAMPLE_RULES, cases, _NOW)
        assert Counter(_sweep(engine, SAMPLE_RULES, cases, _NOW)) == Counter(first)
        assert _sweep(engine, SAMPLE_RULES, [], _NOW) == []

    @pytest.mark.parametrize("rules", [SAMPLE_RULES, ()], ids=["rules", "no rules"])
    def test_the_cases_are_read_once_and_to_their_end(
        self, engine: Engine, rules: Sequence[Rule]
    ) -> None:
        """ENGINE-5."""
        read = []

        def cases() -> Iterator[CaseTrace]:
            for trace in make_population(20):
                read.append(trace.case.number)
                yield trace

        _sweep(engine, rules, cases(), _NOW)
        assert len(read) == 20

    def test_a_rule_that_fails_says_so_and_spoils_no_other(self, engine: Engine) -> None:
        """ENGINE-6."""
        [sound] = [rule for rule in SAMPLE_RULES if rule.head.code == "DECIDE"]
        assert isinstance(sound, Deadline)
        # Such a limit ends behind the year 2100, where no calendar reaches.
        endless = attrs.evolve(
            sound,
            head=attrs.evolve(sound.head, code="ENDLESS"),
            limit=Limit(count=10_000, unit=LimitUnit.WORKDAY),
        )
        cases = [*make_population(_CASES // 5), _of_2099()]
        now = start_of(dt.date(2100, 1, 1))
        expected = _sweep(engine, [sound], cases, now)
        context = SweepContext(now=now, calendar=SAMPLE_CALENDAR)
        everything = list(engine.sweep([endless, sound], cases, context))
        faults = [one for one in everything if isinstance(one, RuleFault)]
        assert {fault.rule for fault in faults} == {RuleRef(code="ENDLESS", version=1)}
        assert all(fault.code for fault in faults)
        seen = [one for one in everything if isinstance(one, Sighting)]
        assert Counter(one for one in seen if one.rule == ref_of(sound)) == Counter(expected)


def _of_2099() -> CaseTrace:
    [trace] = make_population(1)
    day = dt.date(2099, 12, 1)
    event = attrs.evolve(
        trace.events[0], id="e", type="accepted", day=day, occurred_at=start_of(day)
    )
    return attrs.evolve(
        trace, case=attrs.evolve(trace.case, number="检刑诉〔2099〕1号"), events=(event,)
    )


def _sweep(
    engine: Engine, rules: Sequence[Rule], traces: Iterable[CaseTrace], now: Instant
) -> list[Sighting | Figure]:
    """Return all the engine sees and reckons; a fault fails the test."""
    context = SweepContext(now=now, calendar=SAMPLE_CALENDAR)
    found: list[Sighting | Figure] = []
    for one in engine.sweep(rules, traces, context):
        assert not isinstance(one, RuleFault), one
        found.append(one)
    return found


def _told(one: Sighting) -> tuple[object, ...]:
    """Return what a scenario says of a sighting."""
    facts = one.facts
    return (
        one.rule,
        one.case,
        one.party,
        one.stage,
        one.level,
        None if facts.due_on is None else start_of(facts.due_on),
        facts.late_days,
        facts.provisional,
    )
