"""Sweeps of a small office: what is written, what is not, and by whom."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from desks import BECAUSE, Desk, healed, late

from supervision.codec import decode
from supervision.domain.cases import Party
from supervision.domain.detections import Decision, detection_id
from supervision.domain.findings import Certainty, CorrectFinding, FindingState
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import Answers, Over, Stage
from supervision.domain.sweep_runs import SWEEP_RUN, RunState
from supervision.domain.units import RegisterUnit, unit_id
from supervision.domain.values import OFFICE_ZONE
from supervision.errors import ConfigError, PluginFailure, Refused, StorageUnavailable
from supervision.monitoring import reconcile
from supervision.office import triages
from supervision.office.acting import Acting
from supervision.office.findings import correct_finding, waive
from supervision.office.findings import dismiss as dismiss_finding
from supervision.office.people import register_unit
from supervision.office.shapes import MESSAGE_SHAPE
from supervision.office.todo import todo
from supervision.ports.cases import CaseFilter
from supervision.ports.notify import Message


@pytest.fixture
def desk(build):
    return Desk(build)


class TestOneSweep:
    def test_what_a_rule_saw_becomes_a_detection_with_ids(self, desk, build):
        desk.take(late(build))
        run = desk.run()
        detection = desk.detection()
        sighting = build.see(desk.rules[0], late(build), dt.date(2026, 4, 20))
        assert detection.id == detection_id(desk.small.unit, sighting)
        assert detection.sight.department == desk.small.first
        assert detection.sight.handler == desk.small.prosecutor
        assert detection.decision is Decision.WAITING
        assert detection.first_run == run.id
        assert (run.state, run.result.cases) == (RunState.COMPLETE, 1)

    def test_the_run_opens_first_and_closes_last(self, desk, build):
        desk.take(late(build))
        before = len(desk.entries())
        desk.sweep()
        assert desk.tags_after(before) == [
            "sweep_run.opened",
            "detection.seen",
            "sweep_run.closed",
        ]

    def test_a_sweep_over_nothing_is_one_entry(self, desk):
        before = len(desk.entries())
        assert desk.run().state is RunState.COMPLETE
        assert desk.tags_after(before) == ["sweep_run.recorded"]

    def test_an_identical_sweep_writes_one_run_in_one_entry_and_nothing_else(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        detections, before = desk.detections(), len(desk.entries())
        desk.small.clock.advance(days=1)
        run = desk.run()
        assert desk.tags_after(before) == ["sweep_run.recorded"]
        assert desk.detections() == detections
        assert (run.result.tallies[0].seen, run.result.tallies[0].unchanged) == (1, 1)

    def test_no_name_stands_in_the_journal(self, build):
        desk = Desk(build, build.deadline(over=Over.PARTY))
        event = build.event("accepted", 3, 2, id="A/嫌疑人甲/accepted", party="嫌疑人甲")
        desk.take(build.trace(event, parties=(Party(key="嫌疑人甲"),), handler="李五", number="A"))
        desk.sweep()
        desk.confirm(desk.detection().id)
        text = "".join(entry.payload for entry in desk.entries())
        assert "嫌疑人甲" not in text
        assert "李五" not in text

    def test_names_nobody_knows_are_counted_and_told(self, desk, build):
        event = build.event("accepted", 3, 2)
        desk.take(
            build.trace(event, number="A", department="不存在部", handler="无名氏"),
            build.trace(event, number="B", unit="别的院"),
        )
        report = desk.sweep()
        assert report.complete
        (run,) = report.runs
        assert (run.result.departments_unknown, run.result.handlers_unknown) == (1, 1)
        assert run.result.unplaced == 1
        assert report.evaluation.units_unknown == ("别的院",)
        assert desk.detection().sight.department is None

    def test_an_unknown_rule_is_refused_and_nothing_is_written(self, desk):
        before = len(desk.entries())
        with pytest.raises(ConfigError):
            desk.sweep(rules=("R9",))
        assert len(desk.entries()) == before

    def test_the_journal_and_the_rows_agree_afterwards(self, desk, build):
        desk.take(late(build), late(build, "B"))
        desk.sweep()
        desk.confirm(*(one.id for one in desk.detections()))
        desk.take(healed(build))
        desk.sweep()
        assert desk.office.verify().ok


class TestSeveralUnits:
    def test_each_unit_has_its_run_in_its_own_chain(self, desk, build):
        other = unit_id("lz")
        with desk.office.work(desk.small.head, other) as work:
            command = RegisterUnit(code="lz", name="连江院", prefix="连检", path="/fj/fz/lz")
            register_unit(work, command)
            work.commit()
        desk.take(late(build), late(build, "B", unit="连江院"))
        runs = {run.unit: run for run in desk.sweep().runs}
        assert set(runs) == {desk.small.unit, other}
        assert {one.subject.case: one.unit for one in desk.detections()} == {
            "A": desk.small.unit,
            "B": other,
        }
        desk.take(healed(build), healed(build, "B", unit="连江院"))
        desk.sweep()
        assert not any(one.seen for one in desk.detections())
        assert desk.office.verify().ok


class TestBatches:
    def test_batches_are_units_of_work_of_their_own_sorted_by_id(self, desk, build, monkeypatch):
        monkeypatch.setattr(reconcile.batches, "__defaults__", (2,))
        desk.take(*(late(build, str(number)) for number in range(5)))
        before = len(desk.entries())
        desk.sweep()
        seen = [entry.header for entry in desk.entries() if entry.header.seq > before]
        ids = [header.id for header in seen if header.kind == "detection"]
        assert ids == sorted(ids)
        assert len(ids) == 5
        assert seen[0].tag == "sweep_run.opened"
        assert seen[-1].tag == "sweep_run.closed"

    def test_a_broken_off_sweep_is_taken_up_by_the_next_one(self, desk, build, monkeypatch):
        monkeypatch.setattr(reconcile.batches, "__defaults__", (2,))
        desk.take(*(late(build, str(number)) for number in range(4)), healed(build, "gone"))
        office, begun = desk.office, []
        work = office.work

        def failing(actor, unit=None):
            begun.append(actor)
            if len(begun) == 2:
                raise StorageUnavailable("storage.busy")
            return work(actor, unit)

        monkeypatch.setattr(office, "work", failing)
        with pytest.raises(StorageUnavailable):
            desk.sweep()
        monkeypatch.setattr(office, "work", work)
        assert len(desk.detections()) == 2
        with office.read(desk.small.inspector) as view:
            (broken,) = view.select(SWEEP_RUN)
        assert broken.state is RunState.OPEN
        run = desk.run()
        assert len(desk.detections()) == 4
        tally = run.result.tallies[0]
        assert (tally.seen, tally.created, tally.unchanged) == (4, 2, 2)


class TestRepeatedSweeps:
    def test_another_stage_is_one_change_of_the_same_detection(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        first = desk.detection()
        done = build.trace(
            build.event("accepted", 3, 2),
            build.event("decided", 4, 1),
            number="A",
            department="第一检察部",
            handler="李五",
        )
        desk.take(done)
        tally = desk.run().result.tallies[0]
        assert (tally.moved, tally.created) == (1, 0)
        moved = desk.detection()
        assert moved.id == first.id
        assert moved.sight.stage is Stage.LATE_DONE

    def test_a_fact_that_vanished_is_gone_and_may_return(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        desk.take(healed(build))
        gone = desk.run()
        assert gone.result.tallies[0].gone == 1
        assert desk.detection().gone_run == gone.id
        assert not desk.detection().proposes_closing
        corrected = build.trace(
            build.event("accepted", 3, 2),
            attrs.evolve(build.event("decided", 4, 1), id="decided-2026-03-05"),
            number="A",
            department="第一检察部",
        )
        desk.take(corrected)
        back = desk.run()
        assert back.result.tallies[0].returned == 1
        assert desk.detection().returned_runs == (back.id,)
        assert desk.detection().seen

    def test_a_sweep_without_a_declared_scope_finds_nothing_gone(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        desk.take(healed(build))
        before = len(desk.entries())
        desk.sweep(declared=False)
        assert desk.tags_after(before) == ["sweep_run.recorded"]
        assert desk.detection().seen

    @pytest.mark.parametrize(
        "request_",
        [
            {"cases": CaseFilter(numbers=("B",))},
            {"cases": CaseFilter(departments=("第二检察部",))},
            {"cases": CaseFilter(departments=("不存在部",))},
            {"accepted_from": dt.date(2026, 3, 3)},
            {"accepted_until": dt.date(2026, 3, 1)},
            {"rules": ("R2",)},
        ],
    )
    def test_a_sweep_over_another_scope_leaves_it_alone(self, build, request_):
        desk = Desk(build, build.deadline(), build.required(code="R2"))
        day = dt.date(2026, 3, 2)
        desk.take(late(build, accepted_on=day), late(build, "B"))
        desk.sweep()
        desk.take(healed(build, accepted_on=day))
        desk.sweep(**request_)
        assert all(one.seen for one in desk.detections())

    @pytest.mark.parametrize(
        "request_",
        [
            {"cases": CaseFilter(numbers=("A",))},
            {"cases": CaseFilter(departments=("第一检察部",))},
            {"accepted_from": dt.date(2026, 3, 1), "accepted_until": dt.date(2026, 3, 2)},
            {"rules": ("R1",)},
        ],
    )
    def test_a_sweep_over_its_scope_finds_it_gone(self, desk, build, request_):
        day = dt.date(2026, 3, 2)
        desk.take(late(build, accepted_on=day))
        desk.sweep()
        desk.take(healed(build, accepted_on=day))
        desk.sweep(**request_)
        assert not desk.detection().seen

    def test_a_new_version_decides_what_it_replaces_and_nothing_else(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        desk.take(healed(build))
        desk.rules = (build.deadline(version=2),)
        desk.sweep()
        assert desk.detection().seen
        desk.rules = (build.deadline(version=2, replaces=(1,)),)
        desk.sweep()
        assert not desk.detection().seen

    def test_a_rule_that_fails_makes_the_run_partial_and_leaves_the_others_alone(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        desk.take(healed(build), late(build, "B"))
        desk.rules = (build.deadline(build.limit(1_300, "month"), code="R0"), build.deadline())
        run = desk.run()
        assert run.state is RunState.PARTIAL
        assert [fault.rule.code for fault in run.result.faults] == ["R0"]
        assert [one.seen for one in desk.detections()] == [True, True]

    def test_an_engine_that_fails_makes_the_run_partial(self, desk, build):
        desk.take(late(build))
        desk.sweep()

        class Engine:
            def sweep(self, rules, traces, context):
                list(traces)
                raise PluginFailure("plugin.failed", plugin="x")

        desk.engine = Engine()
        run = desk.run()
        assert run.state is RunState.PARTIAL
        assert desk.detection().seen


class TestDecidedDetections:
    def test_a_confirmed_one_stays_confirmed_when_it_moves_and_goes(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        done = desk.confirm(desk.detection().id)
        desk.take(healed(build))
        desk.sweep()
        detection = desk.detection()
        assert detection.decision is Decision.CONFIRMED
        assert detection.proposes_closing
        (finding,) = desk.findings()
        assert (finding.id, finding.state) == (done.findings[0], FindingState.REGISTERED)

    def test_nothing_is_proposed_for_a_finding_that_has_ended(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        (finding,) = desk.confirm(desk.detection().id).findings
        with desk.office.work(desk.small.head) as work:
            dismiss_finding(work, finding, acting=BECAUSE)
            work.commit()
        desk.take(healed(build))
        desk.sweep()
        assert not desk.detection().proposes_closing
        assert not desk.detection().seen

    def test_a_dismissed_one_stays_dismissed_when_it_is_seen_again(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        desk.triage(triages.dismiss, desk.detection().id)
        before = len(desk.entries())
        desk.sweep()
        assert desk.detection().decision is Decision.DISMISSED
        assert desk.tags_after(before) == ["sweep_run.recorded"]


class TestRulesThatOpen:
    def test_a_confirmed_rule_opens_the_finding_once(self, build):
        desk = Desk(build, build.deadline(opens_findings=True, answers=Answers.HANDLER))
        desk.take(late(build))
        desk.sweep()
        desk.sweep()
        (finding,) = desk.findings()
        detection = desk.detection()
        assert detection.decision is Decision.BY_RULE
        assert finding.detections == (detection.id,)
        assert finding.department == desk.small.first
        assert [person.officer for person in finding.persons] == [desk.small.prosecutor]

    def test_a_warning_opens_nothing_until_the_limit_has_run_out(self, build):
        rule = build.deadline(opens_findings=True, warnings=(build.limit(3),))
        desk = Desk(build, rule)
        desk.take(late(build))
        desk.small.clock.set(dt.datetime(2026, 3, 11, 9, tzinfo=OFFICE_ZONE))
        desk.sweep()
        assert desk.detection().sight.stage is Stage.WARNING
        assert desk.findings() == ()
        desk.small.clock.set(dt.datetime(2026, 3, 13, 9, tzinfo=OFFICE_ZONE))
        desk.sweep()
        assert len(desk.findings()) == 1

    def test_what_was_breached_before_the_go_live_date_waits_for_a_person(self, build):
        desk = Desk(build, build.deadline(opens_findings=True))
        desk.go_live = dt.date(2026, 4, 1)
        desk.take(late(build))
        desk.sweep()
        assert desk.detection().decision is Decision.WAITING
        assert desk.findings() == ()

    def test_a_rule_that_may_open_now_opens_what_was_waiting(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        desk.rules = (build.deadline(opens_findings=True),)
        desk.sweep()
        assert desk.detection().decision is Decision.BY_RULE
        assert len(desk.findings()) == 1


class TestTriage:
    def many(self, desk, build):
        desk.take(late(build), late(build, "B"))
        desk.sweep()
        return [one.id for one in desk.detections()]

    def test_confirming_many_opens_a_finding_for_each(self, desk, build):
        ids = self.many(desk, build)
        done = desk.confirm(*ids, ids[0], acting=Acting())
        assert len(done.findings) == len(desk.findings()) == 2
        assert {one.detections[0] for one in desk.findings()} == set(ids)
        finding = desk.findings()[0]
        assert finding.certainty is Certainty.CONFIRMED
        assert finding.title.startswith("规则一（")
        assert finding.facts.startswith("overdue ")
        assert finding.persons == ()
        assert finding.basis == ()

    def test_what_was_breached_before_the_go_live_date_is_confirmed_without_a_finding(
        self, desk, build
    ):
        (one, *_) = self.many(desk, build)
        done = desk.confirm(one, go_live=dt.date(2026, 4, 1))
        assert (done.findings, done.old) == ((), (one,))
        assert desk.findings() == ()

    def test_grouping_opens_one_finding_for_all(self, desk, build):
        ids = self.many(desk, build)
        done = desk.triage(triages.group, *ids, book=desk.watch.book, title="第一检察部超期办案")
        (finding,) = desk.findings()
        assert done.findings == (finding.id,)
        assert finding.title == "第一检察部超期办案"
        assert set(finding.detections) == set(ids)
        assert finding.case_number is None
        assert finding.facts.count("\n") == 1
        assert {one.finding for one in desk.detections()} == {finding.id}

    def test_grouping_needs_a_reason_and_writes_nothing_without(self, desk, build):
        ids = self.many(desk, build)
        before = len(desk.entries())
        with pytest.raises(Refused):
            desk.triage(triages.group, *ids, book=desk.watch.book, acting=Acting())
        assert len(desk.entries()) == before

    def test_a_group_of_one_case_keeps_its_number(self, desk, build):
        ids = self.many(desk, build)
        desk.triage(triages.group, ids[0], book=desk.watch.book)
        assert desk.findings()[0].case_number == desk.detections()[0].subject.case

    def test_a_detection_whose_rule_is_not_enabled_cannot_become_a_finding(self, desk, build):
        ids = self.many(desk, build)
        with pytest.raises(Refused) as caught:
            desk.triage(triages.confirm, *ids, book=RuleBook())
        assert caught.value.code == "triage.rule_unknown"
        assert desk.findings() == ()

    def test_the_reason_stands_in_the_journal(self, desk, build):
        ids = self.many(desk, build)
        desk.triage(triages.dismiss, *ids)
        headers = [entry.header for entry in desk.entries()][-3:]
        assert [header.tag for header in headers] == [
            "triage.made",
            "detection.dismissed",
            "detection.dismissed",
        ]
        assert {header.reason for header in headers} == {"核对属实"}


class TestClosingProposals:
    """A fact that has gone is told to whoever may strike its finding off."""

    def messages(self, desk):
        with desk.office.store.begin() as transaction:
            rows = [decode(Message, row.body) for row in transaction.scan(MESSAGE_SHAPE.kind)]
        return [(one.topic, one.record, one.to) for one in rows]

    def test_the_head_of_supervision_is_told_once_for_each_finding(self, desk, build):
        desk.take(late(build), late(build, "B"))
        desk.sweep()
        ids = [one.id for one in desk.detections()]
        done = desk.triage(triages.group, *ids, book=desk.watch.book)
        desk.take(healed(build), healed(build, "B"))
        desk.sweep()
        told = ("finding.closing_proposed", done.findings[0], (desk.small.head,))
        assert self.messages(desk) == [told]
        desk.sweep()
        assert self.messages(desk) == [told]

    def test_a_head_it_concerns_is_not_told(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        (finding,) = desk.confirm(desk.detection().id).findings
        concerned = CorrectFinding(concerned=(desk.small.head,))
        with desk.office.work(desk.small.inspector) as work:
            correct_finding(work, finding, concerned, acting=BECAUSE)
            work.commit()
        desk.take(healed(build))
        desk.sweep()
        assert desk.detection().proposes_closing
        assert self.messages(desk) == []

    def test_a_waiver_is_used_up_when_the_last_of_its_facts_has_gone(self, desk, build):
        desk.take(late(build), late(build, "B"))
        desk.sweep()
        ids = [one.id for one in desk.detections()]
        (finding,) = desk.triage(triages.group, *ids, book=desk.watch.book).findings
        with desk.office.work(desk.small.head) as work:
            waive(work, finding, dt.date(2026, 12, 31), acting=BECAUSE)
            work.commit()

        def waived():
            (one,) = desk.findings()
            with desk.office.read(desk.small.head) as view:
                waiting = todo(view, desk.small.clock())
            return one.state, one.waiver_spent_on, [one.action for one in waiting]

        desk.take(healed(build))
        desk.sweep()
        assert waived() == (FindingState.WAIVED, None, [])
        desk.take(healed(build, "B"))
        desk.sweep()
        spent = (FindingState.WAIVED, dt.date(2026, 4, 20), ["finding.reinstate"])
        assert waived() == spent
        desk.take(late(build, "B"))
        desk.sweep()
        assert waived() == spent
