"""From sightings to a plan: names to ids, ids to created, moved, returned, unchanged, gone."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.builtin.reference_engine import ReferenceEngine
from supervision.domain.detections import (
    DetectionGone,
    DetectionMoved,
    DetectionReturned,
    event_token,
    evolve_detection,
    party_token,
)
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import RuleRef, Stage
from supervision.domain.sightings import EventRole, Facts, RuleFault, SeenEvent
from supervision.domain.sweep_runs import Scope, evolve_sweep_run
from supervision.domain.values import DepartmentId, OfficerId, UnitId, start_of
from supervision.errors import PluginFailure
from supervision.monitoring.evaluate import evaluate
from supervision.monitoring.reconcile import (
    Counter,
    batches,
    known_of,
    place,
    plan_unit,
    unique,
    vanished,
)
from supervision.monitoring.sentences import sentence_of, title_of
from supervision.ports.monitoring import SweepContext

HOME = UnitId("unt_1")
R1 = RuleRef(code="R1", version=1)


class Names:
    """A directory that knows one unit, one department, one officer, and counts questions."""

    def __init__(self):
        self.asked = []

    def unit(self, name):
        self.asked.append(name)
        return HOME if name in (None, "马尾") else None

    def department(self, name, unit):
        return DepartmentId("dep_1") if name == "一部" else None

    def officer(self, name, unit):
        return OfficerId("off_1") if name == "张三" else None


def placed(build, **fields):
    found = place(build.sighting(**fields), build.deadline().head, Names())
    assert found is not None
    return found


class TestPlacing:
    def test_names_become_ids(self, build):
        one = placed(build, unit="马尾", department="一部", handler="张三")
        assert (one.unit, one.sight.department, one.sight.handler) == (HOME, "dep_1", "off_1")
        assert not one.department_unknown
        assert not one.handler_unknown

    def test_names_nobody_knows_become_none_and_are_told(self, build):
        one = placed(build, department="二部", handler="李四")
        assert (one.sight.department, one.sight.handler) == (None, None)
        assert one.department_unknown
        assert one.handler_unknown

    def test_a_name_that_is_missing_is_none_and_not_unknown(self, build):
        one = placed(build)
        assert not one.department_unknown
        assert not one.handler_unknown

    def test_a_unit_nobody_knows_has_no_place(self, build):
        assert place(build.sighting(unit="别处"), build.deadline().head, Names()) is None

    def test_no_name_of_the_export_stands_in_a_detection(self, build):
        event = SeenEvent(
            role=EventRole.START, id="A/张三/told", type="accepted", day=dt.date(2026, 3, 1)
        )
        one = placed(build, party="张三", handler="张三", facts=Facts(events=(event,)))
        assert "张三" not in repr(one)
        assert one.subject.party == party_token("A", "张三")
        assert one.sight.facts.events[0].id == event_token("A", "A/张三/told")

    def test_of_several_sightings_of_one_fact_the_gravest_counts(self, build):
        warning = placed(build, stage=Stage.WARNING, level=1)
        overdue = placed(build)
        for order in ([warning, overdue], [overdue, warning]):
            assert list(unique(order).values()) == [overdue]

    def test_sightings_are_sorted_by_id_whatever_their_order(self, build):
        many = [placed(build, case=str(number)) for number in range(20)]
        assert unique(many) == unique(reversed(many))
        assert list(unique(many)) == sorted(unique(many))

    def test_batches_stay_sorted_and_lose_nothing(self, build):
        many = tuple(unique(placed(build, case=str(number)) for number in range(25)).values())
        cut = list(batches(many, 10))
        assert [len(batch) for batch in cut] == [10, 10, 5]
        assert tuple(one for batch in cut for one in batch) == many


class TestPlan:
    @pytest.fixture
    def run(self, build):
        return evolve_sweep_run(None, build.opened(id="run_2"))

    def plan(self, known, seen, **fields):
        asked = {"lets_go": True, "judged": {"A", "B"}} | fields
        return plan_unit(
            {one.id: known_of(one) for one in known}, {one.id: one for one in seen}, **asked
        )

    def writes(self, plan):
        return bool(plan.differing or plan.missing)

    def known(self, build, run, **fields):
        return evolve_detection(None, placed(build, **fields).seen(run))

    def test_nothing_known_and_nothing_seen_writes_nothing(self):
        assert not self.writes(self.plan([], []))

    def test_what_is_new_differs(self, build):
        one = placed(build)
        plan = self.plan([], [one])
        assert (plan.differing, plan.unchanged, plan.missing) == ((one,), (), ())

    def test_what_is_known_as_it_is_seen_is_unchanged(self, build, run):
        plan = self.plan([self.known(build, run)], [placed(build)])
        assert not self.writes(plan)
        assert plan.unchanged == (placed(build),)

    def test_what_has_gone_and_is_seen_differs(self, build, run):
        gone = evolve_detection(self.known(build, run), DetectionGone(run="run_1"))
        assert self.plan([gone], [placed(build)]).differing == (placed(build),)

    def test_what_the_rule_wants_to_open_differs(self, build, run):
        plan = self.plan([self.known(build, run)], [placed(build)], opens=lambda *_: True)
        assert plan.differing

    def test_what_is_no_longer_seen_has_vanished(self, build, run):
        known = self.known(build, run)
        assert self.plan([known], []).missing == (known.id,)
        assert vanished([known], run.scope) == (known,)

    def test_what_has_gone_does_not_vanish_again(self, build, run):
        gone = evolve_detection(self.known(build, run), DetectionGone(run="run_1"))
        assert not self.plan([gone], []).missing
        assert not vanished([gone], run.scope)

    def test_a_partial_run_finds_nothing_gone(self, build, run):
        assert not self.plan([self.known(build, run)], [], lets_go=False).missing

    def test_a_run_without_a_declared_scope_finds_nothing_gone(self, build, run):
        assert not vanished([self.known(build, run)], None)

    def test_what_lies_outside_the_scope_is_left_alone(self, build, run):
        known = self.known(build, run)
        assert not vanished([known], Scope(rules=(RuleRef(code="R1", version=2),)))

    def test_a_case_that_was_not_judged_is_unknown_and_not_healed(self, build, run):
        assert not self.plan([self.known(build, run)], [], judged=set()).missing

    def test_what_somebody_moved_back_to_the_same_sight_is_unchanged(self, build, run):
        known = self.known(build, run)
        moved = evolve_detection(known, DetectionMoved(run="run_2", sight=known.sight))
        assert not self.writes(self.plan([moved], [placed(build)]))


def test_the_counter_counts_what_became_of_each_sighting(build):
    run = evolve_sweep_run(None, build.opened())
    counter = Counter([R1])
    detection = evolve_detection(None, placed(build).seen(run))
    one = placed(build, department="一部")
    counter.seen(placed(build), [placed(build).seen(run)])
    counter.seen(one, [])
    sight = detection.sight
    counter.seen(one, [DetectionMoved(run="run_1", sight=sight)])
    counter.seen(one, [DetectionReturned(run="run_1", sight=sight)])
    counter.gone(detection, [])
    counter.gone(detection, [DetectionGone(run="run_1")])
    (tally,) = counter.tallies()
    assert (tally.seen, tally.created, tally.moved, tally.returned) == (4, 1, 1, 1)
    assert (tally.unchanged, tally.gone) == (1, 1)
    nobody, first = counter.departments()
    assert (nobody.department, nobody.created, nobody.unchanged, nobody.gone) == (None, 1, 0, 1)
    assert (first.department, first.seen, first.unchanged) == ("dep_1", 3, 1)


class TestEvaluation:
    def evaluate(self, build, traces, rules=None, engine=None, names=None):
        context = SweepContext(now=start_of(dt.date(2026, 4, 20)), calendar=build.calendar)
        book = RuleBook(rules=tuple(rules or [build.deadline()]))
        return evaluate(engine or ReferenceEngine(), book, traces, context, names or Names())

    def test_sightings_and_judged_cases_are_collected_by_unit(self, build):
        traces = [
            build.trace(build.event("accepted", 3, 2), number="A"),
            build.trace(build.event("decided", 3, 2), number="B", unit="马尾"),
        ]
        found = self.evaluate(build, traces)
        seen = found.of(HOME)
        assert seen.judged == {"A", "B"}
        assert [one.subject.case for one in seen.placed.values()] == ["A"]
        assert found.of(UnitId("unt_9")).judged == frozenset()
        assert found.faults == ()

    def test_names_nobody_knows_are_told_once(self, build):
        event = build.event("accepted", 3, 2)
        traces = [
            build.trace(event, number="A", unit="别处"),
            build.trace(event, number="B", department="二部", handler="李四"),
            build.trace(event, number="C", department="二部", handler="李四"),
        ]
        names = Names()
        found = self.evaluate(build, traces, names=names)
        assert found.unplaced == 1
        assert found.units_unknown == ("别处",)
        assert found.departments_unknown == ("二部",)
        assert found.handlers_unknown == ("李四",)
        assert names.asked == ["别处", None]

    def test_a_rule_that_fails_is_left_out_and_others_are_not(self, build):
        broken = build.deadline(build.limit(1_300, "month"), code="R0")
        traces = [build.trace(build.event("accepted", 3, 2), number=name) for name in "AB"]
        found = self.evaluate(build, traces, rules=[broken, build.deadline()])
        assert [fault.rule.code for fault in found.faults] == ["R0"]
        assert {one.rule.code for one in found.of(HOME).placed.values()} == {"R1"}
        assert len(found.of(HOME).placed) == 2

    def test_what_a_failing_rule_saw_before_is_disregarded(self, build):
        class Engine:
            def sweep(self, rules, traces, context):
                for _ in traces:
                    yield build.sighting()
                yield RuleFault(rule=R1, code="x")

        found = self.evaluate(build, [build.trace(number="A")], engine=Engine())
        assert not found.of(HOME).placed
        assert found.faults

    def test_an_engine_that_fails_leaves_out_every_rule(self, build, caplog):
        class Engine:
            def sweep(self, rules, traces, context):
                yield build.sighting()
                raise PluginFailure("plugin.failed", plugin="x")

        rules = [build.deadline(), build.required(code="R2")]
        found = self.evaluate(build, [], rules=rules, engine=Engine())
        assert [(one.rule.code, one.code) for one in found.faults] == [
            ("R1", "plugin.failed"),
            ("R2", "plugin.failed"),
        ]
        assert not found.units

    def test_a_rule_nobody_asked_for_is_a_fault(self, build):
        class Engine:
            def sweep(self, rules, traces, context):
                yield build.sighting(rule=RuleRef(code="R9", version=1))

        found = self.evaluate(build, [], engine=Engine())
        assert [(one.rule.code, one.code) for one in found.faults] == [("R9", "sweep.foreign_rule")]


class TestSentences:
    def test_a_sentence_names_case_party_days_and_events(self, build):
        rule = build.deadline()
        sentence = attrs.evolve(
            rule.head.sentences[1],
            zh="{case}当事人{party}：{start}起算，{due}届满，{end}办结，超期{days}日",
            en="{case} {party} {start} {due} {end} {days}",
        )
        head = attrs.evolve(rule.head, sentences=(sentence,))
        trace = build.trace(
            build.event("accepted", 3, 2), build.event("decided", 3, 14), number="A"
        )
        sighting = attrs.evolve(build.see(rule, trace, dt.date(2026, 4, 20)), party="张三")
        one = place(sighting, head, Names())
        run = evolve_sweep_run(None, build.opened())
        detection = evolve_detection(None, one.seen(run))
        token = party_token("A", "张三")[-6:]
        assert sentence_of(head, detection) == (
            f"A当事人{token}：2026-03-02起算，2026-03-12届满，2026-03-14办结，超期2日"
        )
        shown = sentence_of(head, detection, "en", party="张三")
        assert shown == "A 张三 2026-03-02 2026-03-12 2026-03-14 2"

    def test_a_rule_over_cases_has_no_party_to_name(self, build):
        rule = build.deadline()
        overdue = attrs.evolve(rule.head.sentences[0], zh="{case}{party}")
        one = place(build.sighting(), attrs.evolve(rule.head, sentences=(overdue,)), Names())
        detection = evolve_detection(None, one.seen(evolve_sweep_run(None, build.opened())))
        assert sentence_of(one.head, detection) == "A—"

    def test_the_pause_that_ended_an_overdue_period_is_its_end(self, build):
        events = tuple(
            SeenEvent(role=role, id="", type="x", day=dt.date(2026, 3, day))
            for role, day in ((EventRole.START, 1), (EventRole.PAUSED, 20))
        )
        facts = Facts(events=events, due_on=dt.date(2026, 3, 11), late_days=9)
        detection = build.detection(stage=Stage.LATE_DONE, facts=facts)
        rule = build.deadline()
        late = attrs.evolve(rule.head.sentences[1], zh="{end}")
        assert sentence_of(attrs.evolve(rule.head, sentences=(late,)), detection) == "2026-03-20"

    def test_what_is_unknown_is_a_dash_and_a_stage_without_a_sentence_is_the_name(self, build):
        rule = build.deadline()
        overdue = attrs.evolve(rule.head.sentences[0], zh="{end}", en="{end}")
        head = attrs.evolve(rule.head, sentences=(overdue,))
        assert sentence_of(head, build.detection()) == "—"
        late = build.detection(stage=Stage.LATE_DONE)
        assert (sentence_of(head, late), sentence_of(head, late, "en")) == ("规则一", "Rule one")

    def test_the_title_is_the_rule_with_the_case(self, build):
        head = build.deadline().head
        assert title_of(head, build.detection()) == "规则一（A）"
        assert title_of(head, build.detection(), "en") == "Rule one (A)"
