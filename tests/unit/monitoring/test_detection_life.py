"""The life of a detection: seen, moved, gone, returned; decided apart from that."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.codec import decode, decode_change, encode, encode_change
from supervision.domain.acts import Act
from supervision.domain.detections import (
    DETECTION,
    Decision,
    DetectionConfirmed,
    DetectionDismissed,
    DetectionGone,
    DetectionMoved,
    DetectionOpened,
    DetectionReturned,
    DetectionSeen,
    decide_gone,
    decide_seen,
    detection_id,
    event_token,
    evolve_detection,
    lies_within,
    party_token,
)
from supervision.domain.rules import RuleRef, Stage
from supervision.domain.sightings import RuleFault
from supervision.domain.sweep_runs import (
    SWEEP_RUN,
    RuleTally,
    RunResult,
    RunState,
    Scope,
    SweepRunClosed,
    SweepRunRecorded,
    evolve_sweep_run,
)
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import JournalError
from supervision.ids import derived_id, is_id
from supervision.monitoring.last_seen import last_seen

ACT = Act(by=OfficerId("off_1"), on=dt.date(2026, 3, 12))


@pytest.fixture
def seen(build):
    detection = build.detection()
    return DetectionSeen(
        id=detection.id,
        unit=detection.unit,
        run="run_1",
        on=dt.date(2026, 3, 12),
        subject=detection.subject,
        certainty=detection.certainty,
        severity=detection.severity,
        problem_code=detection.problem_code,
        fingerprint=detection.fingerprint,
        sight=detection.sight,
    )


class TestIds:
    def test_the_id_is_made_of_rule_unit_case_anchor_and_party(self, build):
        sighting = build.sighting(party="p1")
        assert detection_id("u", sighting) == derived_id("det", "R1", "u", "A", "e1", "p1")
        assert detection_id("u", build.sighting()) == derived_id("det", "R1", "u", "A", "e1")

    def test_neither_version_nor_stage_nor_facts_change_the_id(self, build):
        later = build.sighting(
            rule=RuleRef(code="R1", version=7), stage=Stage.LATE_DONE, handler="李四"
        )
        assert detection_id("u", later) == detection_id("u", build.sighting())

    def test_tokens_hide_names(self):
        assert is_id(party_token("A", "张三"), "pty")
        assert is_id(event_token("A", "A/张三/told"), "evt")
        assert event_token("A", "") == ""
        assert party_token("A", "张三") != party_token("B", "张三")


class TestSightings:
    def test_what_nobody_knew_is_created(self, seen):
        assert decide_seen(None, seen) == (seen,)

    def test_the_same_seen_again_changes_nothing(self, seen):
        detection = evolve_detection(None, seen)
        assert decide_seen(detection, attrs.evolve(seen, run="run_2")) == ()

    def test_another_stage_moves_it_under_its_old_id(self, seen):
        detection = evolve_detection(None, seen)
        later = attrs.evolve(
            seen, run="run_2", sight=attrs.evolve(seen.sight, stage=Stage.LATE_DONE)
        )
        (change,) = decide_seen(detection, later)
        assert change == DetectionMoved(run="run_2", sight=later.sight)
        moved = evolve_detection(detection, change)
        assert moved.sight.stage is Stage.LATE_DONE
        assert (moved.first_run, moved.changed_run) == ("run_1", "run_2")

    def test_another_version_of_the_rule_takes_it_over(self, seen):
        later = attrs.evolve(seen, sight=attrs.evolve(seen.sight, rule_version=2))
        assert len(decide_seen(evolve_detection(None, seen), later)) == 1

    def test_gone_and_returned_are_remembered(self, seen):
        detection = evolve_detection(None, seen)
        gone = evolve_detection(detection, *decide_gone(detection, "run_2", finding_open=False))
        assert (gone.seen, gone.gone_run, gone.proposes_closing) == (False, "run_2", False)
        assert decide_gone(gone, "run_3", finding_open=False) == ()
        (change,) = decide_seen(gone, attrs.evolve(seen, run="run_4"))
        assert change == DetectionReturned(run="run_4", sight=seen.sight)
        back = evolve_detection(gone, change)
        assert (back.seen, back.gone_run, back.returned_runs) == (True, None, ("run_4",))

    def test_a_detection_with_an_open_finding_only_proposes_closing(self, seen):
        detection = attrs.evolve(
            evolve_detection(None, seen), decision=Decision.CONFIRMED, finding="fnd_1"
        )
        gone = evolve_detection(detection, *decide_gone(detection, "run_2", finding_open=True))
        assert gone.proposes_closing
        assert (gone.decision, gone.finding) == (Decision.CONFIRMED, "fnd_1")
        back = evolve_detection(gone, DetectionReturned(run="run_3", sight=seen.sight))
        assert not back.proposes_closing

    @pytest.mark.parametrize("decision", list(Decision))
    def test_no_run_changes_a_decision(self, seen, decision):
        detection = attrs.evolve(evolve_detection(None, seen), decision=decision)
        sight = attrs.evolve(seen.sight, stage=Stage.LATE_DONE)
        for change in (
            DetectionMoved(run="run_2", sight=sight),
            DetectionGone(run="run_2"),
            DetectionReturned(run="run_2", sight=sight),
        ):
            assert evolve_detection(detection, change).decision is decision


class TestDecisions:
    def test_a_decision_is_kept_with_its_triage_and_finding(self, seen):
        detection = evolve_detection(None, seen)
        confirmed = evolve_detection(
            detection, DetectionConfirmed(act=ACT, triage="tri_1", finding="fnd_1")
        )
        assert (confirmed.decision, confirmed.finding) == (Decision.CONFIRMED, "fnd_1")
        dismissed = evolve_detection(detection, DetectionDismissed(act=ACT, triage="tri_1"))
        assert (dismissed.decision, dismissed.triage) == (Decision.DISMISSED, "tri_1")
        opened = evolve_detection(detection, DetectionOpened(run="run_1", finding="fnd_1"))
        assert (opened.decision, opened.finding) == (Decision.BY_RULE, "fnd_1")

    def test_a_life_without_a_beginning_is_a_broken_journal(self):
        with pytest.raises(JournalError):
            evolve_detection(None, DetectionGone(run="run_1"))

    def test_every_change_and_the_record_have_a_text(self, seen):
        changes = (
            seen,
            DetectionMoved(run="run_2", sight=seen.sight),
            DetectionGone(run="run_2", proposes_closing=True),
            DetectionReturned(run="run_2", sight=seen.sight),
            DetectionConfirmed(act=ACT, triage="tri_1"),
            DetectionDismissed(act=ACT, triage="tri_1"),
            DetectionOpened(run="run_2", finding="fnd_1"),
        )
        for change in changes:
            value, tag, version, text = encode_change(DETECTION, change)
            assert decode_change(DETECTION, tag, version, text) == value == change
        detection = evolve_detection(None, seen)
        assert decode(type(detection), encode(detection)) == detection

    def test_queries_find_it_by_what_it_is_about(self, seen):
        columns = DETECTION.columns_of(evolve_detection(None, seen))
        assert columns["rule"] == "R1"
        assert columns["stage"] == "overdue"
        assert columns["due_on"] == "2026-03-10"
        assert (columns["seen"], columns["proposes_closing"]) == (1, 0)
        assert columns["decision"] == "waiting"


class TestScope:
    def test_everything_of_the_rules_versions_lies_within_an_open_scope(self, build):
        scope = Scope(rules=(RuleRef(code="R1", version=1),))
        assert lies_within(build.detection(), scope)
        assert not lies_within(build.detection(rule_version=2), scope)
        assert not lies_within(build.detection(rule="R2"), scope)

    def test_departments_and_cases_narrow_it(self, build):
        rules = (RuleRef(code="R1", version=1),)
        one = Scope(rules=rules, departments=(DepartmentId("dep_1"),))
        assert lies_within(build.detection(), one)
        assert not lies_within(build.detection(department=None), one)
        assert lies_within(build.detection(), Scope(rules=rules, cases=("A",)))
        assert not lies_within(build.detection(), Scope(rules=rules, cases=("B",)))

    def test_a_window_leaves_out_what_has_no_day(self, build):
        rules = (RuleRef(code="R1", version=1),)
        first = dt.date(2026, 3, 1)
        for scope in (
            Scope(rules=rules, accepted_from=first),
            Scope(rules=rules, accepted_until=first),
        ):
            assert lies_within(build.detection(accepted_on=first), scope)
            assert not lies_within(build.detection(), scope)
        after = build.detection(accepted_on=dt.date(2026, 3, 2))
        assert lies_within(after, Scope(rules=rules, accepted_from=first))
        assert not lies_within(after, Scope(rules=rules, accepted_until=first))
        assert not lies_within(
            build.detection(accepted_on=dt.date(2026, 2, 1)),
            Scope(rules=rules, accepted_from=first),
        )


RESULT = RunResult(
    complete=True,
    cases=1,
    tallies=(
        RuleTally(rule=RuleRef(code="R1", version=1), seen=5, created=1, moved=2, returned=1),
    ),
)


class TestRuns:
    def test_a_run_opens_and_closes(self, build):
        opened = evolve_sweep_run(None, build.opened())
        assert (opened.state, opened.result) == (RunState.OPEN, None)
        closed = evolve_sweep_run(opened, SweepRunClosed(result=RESULT))
        assert (closed.state, closed.result) == (RunState.COMPLETE, RESULT)
        assert closed.day == dt.date(2026, 3, 12)

    def test_a_run_that_could_not_judge_everything_is_partial(self, build):
        result = attrs.evolve(RESULT, complete=False)
        run = evolve_sweep_run(
            evolve_sweep_run(None, build.opened()), SweepRunClosed(result=result)
        )
        assert run.state is RunState.PARTIAL

    def test_a_run_without_changes_is_one_entry(self, build):
        fields = attrs.asdict(build.opened(), recurse=False)
        run = evolve_sweep_run(None, SweepRunRecorded(**fields, result=RESULT))
        assert run.state is RunState.COMPLETE

    def test_a_run_cannot_close_before_it_opened(self):
        with pytest.raises(JournalError):
            evolve_sweep_run(None, SweepRunClosed(result=RESULT))

    def test_what_is_neither_new_nor_moved_nor_back_is_unchanged(self):
        assert RESULT.tallies[0].unchanged == 1

    def test_every_change_and_the_record_have_a_text(self, build):
        opened = build.opened()
        recorded = SweepRunRecorded(**attrs.asdict(opened, recurse=False), result=RESULT)
        for change in (opened, recorded, SweepRunClosed(result=RESULT)):
            value, tag, version, text = encode_change(SWEEP_RUN, change)
            assert decode_change(SWEEP_RUN, tag, version, text) == value == change
        run = evolve_sweep_run(None, recorded)
        assert decode(type(run), encode(run)) == run
        assert SWEEP_RUN.columns_of(run)["day"] == "2026-03-12"


class TestLastSeen:
    def run(self, build, number, *, complete=True, faults=(), **fields):
        opened = build.opened(id=f"run_{number}", as_of=build.opened().as_of + number, **fields)
        result = attrs.evolve(RESULT, complete=complete, faults=faults)
        return evolve_sweep_run(evolve_sweep_run(None, opened), SweepRunClosed(result=result))

    def test_it_is_the_latest_closed_run_in_whose_scope_it_lies(self, build):
        ref = RuleRef(code="R1", version=1)
        other = Scope(rules=(RuleRef(code="R2", version=1),))
        runs = [
            self.run(build, 1),
            self.run(build, 2),
            self.run(build, 3, scope=None),
            self.run(build, 4, scope=other),
            self.run(build, 5, complete=False, faults=(RuleFault(rule=ref, code="x"),)),
            evolve_sweep_run(None, build.opened(id="run_6", as_of=build.opened().as_of + 6)),
        ]
        found = last_seen(build.detection(), reversed(runs))
        assert found is not None
        assert found.id == "run_2"

    def test_it_comes_before_the_run_that_no_longer_saw_it(self, build):
        runs = [self.run(build, number) for number in (1, 2, 3)]
        found = last_seen(build.detection(gone_run="run_2"), runs)
        assert found is not None
        assert found.id == "run_1"
        assert last_seen(build.detection(gone_run="run_9"), runs) is None

    def test_the_run_that_changed_it_saw_it_even_without_a_scope(self, build):
        runs = [self.run(build, 1), self.run(build, 2, scope=None)]
        found = last_seen(build.detection(changed_run="run_2"), runs)
        assert found is not None
        assert found.id == "run_2"

    def test_without_runs_nobody_can_tell(self, build):
        assert last_seen(build.detection(), []) is None
