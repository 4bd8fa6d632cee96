"""A sweep by an engine that keeps what it saw: recorded as any other, asked for or configured."""

from __future__ import annotations

import pytest
from desks import Desk, healed, late

from supervision.builtin.reference_engine import ReferenceEngine
from supervision.domain.function_rules import FunctionRule, Grouping
from supervision.domain.rules import Selector, Stage
from supervision.domain.sweep_runs import RunState
from supervision.errors import ConfigError, Refused
from supervision.plugins.guard import shield
from supervision.plugins.provenance import Provenance
from supervision.ports.cases import CaseFilter
from supervision.ports.monitoring import StandingSweep


class Standing:
    """Keeps nothing: it counts the cases ingested since it was last asked."""

    def __init__(self, cases):
        self.cases = cases
        self.watermark = 0

    def sweep(self, rules, context):
        changed = list(self.cases.traces(after=self.watermark))
        self.watermark = self.cases.watermark()
        traces = list(self.cases.traces())
        return StandingSweep(
            computed=len(changed),
            cases=[(one.case.number, one.case.unit) for one in traces],
            seen=list(ReferenceEngine().sweep(rules, traces, context)),
        )


@pytest.fixture
def desk(build):
    desk = Desk(build)
    desk.standing = Standing(desk.office.cases)
    desk.incremental = True
    return desk


def test_it_is_recorded_as_any_other(build, desk):
    desk.take(late(build, "A"), late(build, "B"), healed(build, "C"))
    first = desk.sweep()
    assert first.computed == 3
    desk.take(healed(build, "A"))
    second = desk.sweep()
    (run,) = second.runs
    (tally,) = run.result.tallies
    assert (second.computed, run.result.cases) == (1, 3)
    assert (tally.seen, tally.created, tally.gone, tally.unchanged) == (1, 0, 1, 1)
    full = desk.sweep(incremental=False)
    assert full.computed is None
    assert full.runs[0].result.tallies[0].unchanged == 1


def test_a_scope_or_chosen_rules_make_it_a_full_one(build, desk):
    desk.take(late(build, "A"))
    assert desk.sweep(cases=CaseFilter(numbers=("A",))).computed is None
    assert desk.sweep(rules=("R1",)).computed is None


def test_to_ask_for_it_with_a_scope_is_refused(build, desk):
    with pytest.raises(Refused) as caught:
        desk.sweep(incremental=True, rules=("R1",))
    assert caught.value.code == "sweep.incremental_scope"


def test_to_ask_for_it_where_nobody_can_is_refused(build, desk):
    desk.standing, desk.incremental = None, False
    with pytest.raises(ConfigError) as caught:
        desk.sweep(incremental=True)
    assert caught.value.code == "sweep.not_incremental"


def test_it_is_done_where_it_is_asked_for_only(build, desk):
    desk.incremental = False
    desk.take(late(build, "A"))
    assert desk.sweep().computed is None
    assert desk.sweep(incremental=True).computed == 1


def test_alarms_are_consumed_as_ever(build):
    notice = Selector(events=("flow_notice",))
    desk = Desk(build, build.deadline(opens_findings=True, already_alarmed=notice))
    desk.standing, desk.incremental = Standing(desk.office.cases), True
    events = (build.event("accepted", 3, 2), build.event("flow_notice", 3, 20))
    desk.take(build.trace(*events, number="A"), late(build, "B"))
    desk.sweep()
    linked, free = sorted(desk.detections(), key=lambda one: one.subject.case)
    assert linked.sight.alarm.day == build.day(3, 20)
    assert free.sight.alarm is None


def test_function_rules_read_every_case(build):
    read = []

    def check(cases, context):
        read.extend(one.case.number for one in cases)
        return ()

    rule = FunctionRule(
        head=build.head(Stage.WRONG, code="F1"), check=check, grouping=Grouping.POPULATION
    )
    desk = Desk(build, build.deadline(), rule)
    desk.standing, desk.incremental = Standing(desk.office.cases), True
    desk.take(late(build, "A"), healed(build, "B"))
    desk.sweep()
    assert read == ["A", "B"]


def test_an_engine_that_fails_makes_the_run_partial_and_closes_nothing(build, desk):
    class Broken:
        def sweep(self, rules, context):
            raise RuntimeError("a fault of the plugin")

    desk.take(late(build))
    desk.sweep()
    before = desk.detections()
    desk.take(healed(build))
    who = Provenance(plugin="x", distribution="x", version="1", module="x")
    desk.standing = shield(who, Broken())
    run = desk.run()
    assert run.state is RunState.PARTIAL
    assert [fault.code for fault in run.result.faults] == ["plugin.failed"]
    assert desk.detections() == before
