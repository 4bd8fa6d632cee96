"""Alarms of case management are not raised twice; broken-off and broken runs close nothing."""

from __future__ import annotations

import attrs
import pytest
from desks import Desk, healed, late

from supervision.domain.detections import Decision
from supervision.domain.rules import FieldTest, Selector
from supervision.domain.sweep_runs import SWEEP_RUN, RunState
from supervision.errors import Refused, StorageUnavailable
from supervision.monitoring import reconcile
from supervision.office.todo import todo
from supervision.plugins.guard import shield
from supervision.plugins.provenance import Provenance

NOTICE = Selector(events=("flow_notice",))


def alarmed(build, day=(3, 20), number="A", **event):
    return build.trace(
        build.event("accepted", 3, 2),
        build.event("flow_notice", *day, **event),
        number=number,
        department="第一检察部",
    )


def watching(build, selector=NOTICE, **fields):
    return Desk(build, build.deadline(opens_findings=True, already_alarmed=selector, **fields))


class TestAlarms:
    def test_the_detection_is_linked_and_no_finding_is_opened(self, build):
        desk = watching(build)
        desk.take(alarmed(build), late(build, "B"))
        desk.sweep()
        linked, free = sorted(desk.detections(), key=lambda one: one.subject.case)
        assert linked.sight.alarm.day == build.day(3, 20)
        assert linked.sight.alarm.id.startswith("evt_")
        assert linked.decision is Decision.WAITING
        assert (free.sight.alarm, free.decision) == (None, Decision.BY_RULE)
        with desk.office.read(desk.small.inspector) as view:
            asked = [one.action for one in todo(view, desk.small.clock())]
        assert "detection.triage" not in asked

    def test_a_person_may_still_confirm_it(self, build):
        desk = watching(build)
        desk.take(alarmed(build))
        desk.sweep()
        assert len(desk.confirm(desk.detection().id).findings) == 1

    def test_an_alarm_that_comes_later_is_linked_then(self, build):
        desk = Desk(build, build.deadline(already_alarmed=NOTICE))
        desk.take(late(build))
        desk.sweep()
        desk.take(alarmed(build))
        assert desk.run().result.tallies[0].moved == 1
        assert desk.detection().sight.alarm is not None

    @pytest.mark.parametrize(
        ("day", "selector"),
        [
            ((3, 1), NOTICE),
            ((4, 28), NOTICE),
            ((3, 20), Selector(events=("other",))),
            (
                (3, 20),
                Selector(events=("flow_notice",), when=(FieldTest(field="x", one_of=("是",)),)),
            ),
        ],
        ids=["before the fact began", "not yet", "another event", "unknown condition"],
    )
    def test_nothing_else_satisfies_it(self, build, day, selector):
        desk = watching(build, selector)
        desk.take(alarmed(build, day))
        desk.sweep()
        assert desk.detection().sight.alarm is None
        assert desk.detection().decision is Decision.BY_RULE


class TestBrokenOffRuns:
    def broken_off(self, desk, build, monkeypatch, after=2):
        monkeypatch.setattr(reconcile.batches, "__defaults__", (2,))
        desk.take(*(late(build, str(number)) for number in range(4)))
        office, begun, work = desk.office, [], desk.office.work

        def failing(actor, unit=None):
            begun.append(actor)
            if len(begun) == after:
                raise StorageUnavailable("storage.busy")
            return work(actor, unit)

        monkeypatch.setattr(office, "work", failing)
        with pytest.raises(StorageUnavailable):
            desk.sweep()
        monkeypatch.setattr(office, "work", work)

    def runs(self, desk):
        with desk.office.read(desk.small.inspector) as view:
            return {one.id: one for one in view.select(SWEEP_RUN)}

    def test_the_next_run_supersedes_it(self, build, monkeypatch):
        desk = Desk(build)
        self.broken_off(desk, build, monkeypatch)
        (broken,) = self.runs(desk)
        run = desk.run()
        assert self.runs(desk)[broken].state is RunState.SUPERSEDED
        assert self.runs(desk)[broken].superseded_by == run.id
        assert len(desk.detections()) == 4
        assert desk.office.verify().ok

    def test_a_run_that_was_superseded_in_mid_work_stops(self, build, monkeypatch):
        monkeypatch.setattr(reconcile.batches, "__defaults__", (2,))
        desk = Desk(build)
        desk.take(*(late(build, str(number)) for number in range(4)))
        begun, work = [], desk.office.work

        def interrupted(actor, unit=None):
            begun.append(actor)
            if len(begun) == 2:
                monkeypatch.setattr(desk.office, "work", work)
                desk.sweep()
            return work(actor, unit)

        monkeypatch.setattr(desk.office, "work", interrupted)
        with pytest.raises(Refused) as caught:
            desk.sweep()
        assert caught.value.code == "sweep.superseded"
        states = sorted(one.state.value for one in self.runs(desk).values())
        assert states == ["complete", "superseded"]
        assert len(desk.detections()) == 4

    def test_one_that_writes_nothing_supersedes_too(self, build, monkeypatch):
        desk = Desk(build)
        self.broken_off(desk, build, monkeypatch, after=3)
        desk.sweep()
        states = sorted(one.state.value for one in self.runs(desk).values())
        assert states == ["complete", "superseded"]


class TestBrokenRules:
    def seen(self, desk):
        return [attrs.evolve(one, first_run="", changed_run="") for one in desk.detections()]

    def test_others_see_what_they_would_see_without_it(self, build):
        broken = build.deadline(build.limit(1_300, "month"), code="R0")
        alone, beside = Desk(build, build.deadline()), Desk(build, broken, build.deadline())
        for desk in (alone, beside):
            desk.take(late(build, "A"), late(build, "B"), healed(build, "C"))
            desk.sweep()
        assert self.seen(beside) == self.seen(alone)

    def test_an_engine_of_a_plugin_that_raises_makes_the_run_partial(self, build):
        class Engine:
            def sweep(self, rules, traces, context):
                yield build.sighting()
                raise RuntimeError("a fault of the plugin")

        desk = Desk(build)
        desk.take(late(build))
        desk.sweep()
        before = desk.detections()
        desk.take(healed(build))
        desk.engine = shield(
            Provenance(plugin="x", distribution="x", version="1", module="x"), Engine()
        )
        run = desk.run()
        assert run.state is RunState.PARTIAL
        assert [fault.code for fault in run.result.faults] == ["plugin.failed"]
        assert desk.detections() == before
