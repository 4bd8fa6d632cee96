"""Another anchor: detections go on under new ids, with what people decided."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from desks import BECAUSE, Desk, healed, late

from supervision.domain.acts import Act
from supervision.domain.detections import Decision, fingerprint_of
from supervision.domain.findings import Finding, FindingState, Source
from supervision.domain.rehashing import decide_rehash, decide_rename_support, heir
from supervision.domain.rules import (
    AnchorPart,
    By,
    Each,
    Figures,
    Forbidden,
    Indicator,
    Measure,
    Selector,
    Stage,
    Threshold,
    Which,
)
from supervision.domain.separation import Deed, Standing
from supervision.domain.sweep_runs import RunState
from supervision.domain.values import OfficerId
from supervision.errors import Refused
from supervision.monitoring.reconcile import Placed
from supervision.monitoring.rehashing import Move, plan_rehash
from supervision.office import rehashing, triages
from supervision.office.acting import Acting
from supervision.office.rehashing import rehash


@pytest.fixture
def desk(build):
    return Desk(build)


def other_anchor(desk, build, *parts, version=1):
    (rule,) = desk.rules
    head = attrs.evolve(rule.head, anchor=parts, anchor_version=version)
    desk.rules = (attrs.evolve(rule, head=head),)


def bring_over(desk, *, dry_run=False, acting=BECAUSE, who=None):
    return rehash(
        desk.office, who or desk.small.inspector, desk.watch, dry_run=dry_run, acting=acting
    )


def present(desk):
    return {one.subject.case: one for one in desk.detections() if one.replaced_by is None}


def test_a_rule_with_another_anchor_sees_nothing_until_then(desk, build):
    desk.take(late(build))
    desk.sweep()
    before = desk.detections()
    other_anchor(desk, build)
    run = desk.run()
    assert run.state is RunState.PARTIAL
    assert [fault.code for fault in run.result.faults] == ["sweep.rehash_needed"]
    assert desk.detections() == before


def test_the_dry_run_tells_and_writes_nothing(desk, build):
    desk.take(late(build), late(build, "B"))
    desk.sweep()
    desk.take(healed(build, "B"))
    other_anchor(desk, build)
    before = len(desk.entries())
    (told,) = bring_over(desk, dry_run=True, acting=Acting())
    assert (told.rule, told.kept, told.changed, told.collided) == ("R1", 1, 1, 0)
    assert len(desk.entries()) == before


def test_decisions_and_findings_go_on_under_the_new_id(desk, build):
    desk.take(late(build), late(build, "B"))
    desk.sweep()
    old = present(desk)
    (finding,) = desk.confirm(old["A"].id).findings
    desk.triage(triages.dismiss, old["B"].id)
    other_anchor(desk, build)
    bring_over(desk)
    new = present(desk)
    assert new["A"].id != old["A"].id
    assert (new["A"].decision, new["A"].finding) == (Decision.CONFIRMED, finding)
    assert new["B"].decision is Decision.DISMISSED
    assert new["A"].fingerprint == fingerprint_of(desk.rules[0].head)
    (one,) = desk.findings()
    assert one.detections == (new["A"].id,)
    gone = next(d for d in desk.detections() if d.id == old["A"].id)
    assert (gone.replaced_by, gone.seen) == (new["A"].id, False)
    run = desk.run()
    assert (run.state, run.result.tallies[0].unchanged) == (RunState.COMPLETE, 2)
    assert bring_over(desk) == ()
    assert desk.office.verify().ok


def test_what_matches_nothing_keeps_its_id_and_the_next_run_decides(desk, build):
    desk.take(late(build))
    desk.sweep()
    (id,) = [one.id for one in desk.detections()]
    desk.take(healed(build))
    other_anchor(desk, build)
    bring_over(desk)
    assert desk.detection().id == id
    assert desk.run().result.tallies[0].gone == 1


def restarted(build):
    return build.trace(
        build.event("accepted", 1, 5),
        build.event("returned_again", 2, 25),
        number="A",
        department="第一检察部",
    )


def test_several_that_become_one_keep_the_weightiest_decision(build):
    rule = build.deadline(restarted=build.selector("returned_again"))
    desk = Desk(build, rule)
    desk.take(restarted(build))
    # Both periods are overdue when the second began after the first had run out.
    desk.sweep()
    first, second = sorted(desk.detections(), key=lambda one: one.subject.began_on)
    (finding,) = desk.confirm(second.id).findings
    desk.triage(triages.dismiss, first.id)
    plain = attrs.evolve(rule, restarted=None, which=Which.LAST)
    desk.rules = (attrs.evolve(plain, head=attrs.evolve(plain.head, anchor=())),)
    plan = bring_over(desk, dry_run=True)[0]
    bring_over(desk)
    assert plan.kept + plan.changed + plan.collided == 2
    stands = [one for one in desk.detections() if one.replaced_by is None]
    assert finding in {one.finding for one in stands}
    assert desk.run().state is RunState.COMPLETE
    assert desk.office.verify().ok


class TestDecisions:
    def deed(self):
        act = Act(by=OfficerId("off_1"), on=dt.date(2026, 4, 20))
        return Deed(act=act, standing=Standing(officer=act.by), reason="锚点调整")

    def test_what_people_decided_outweighs_what_waits(self, build):
        waiting = build.detection(id="det_1")
        dismissed = build.detection(id="det_2", decision=Decision.DISMISSED)
        confirmed = build.detection(id="det_3", decision=Decision.CONFIRMED, finding="fnd_1")
        for order in ([waiting, dismissed, confirmed], [confirmed, dismissed, waiting]):
            assert heir(order) == confirmed
        assert heir([waiting, dismissed]) == dismissed

    def test_one_that_is_seen_keeps_all_of_them_seen(self, build):
        gone = build.detection(id="det_1", decision=Decision.DISMISSED, gone_run="run_9")
        seen = build.detection(id="det_2", first_seen=dt.date(2026, 1, 1))
        (change,) = decide_rehash([gone, seen], "det_3", "2/", deed=self.deed())
        assert (change.of, change.record.id) == (("det_1", "det_2"), "det_3")
        assert (change.record.gone_run, change.record.first_seen) == (None, dt.date(2026, 1, 1))
        (change,) = decide_rehash([gone], "det_1", "2/", deed=self.deed())
        assert change.record.gone_run == "run_9"

    def test_a_finding_without_it_does_not_change(self):
        finding = Finding(
            id="fnd_1",
            unit="unt_1",
            title="t",
            source=Source.MONITORING,
            found_on=dt.date(2026, 4, 20),
            state=FindingState.REGISTERED,
            detections=("det_1", "det_2"),
        )
        deed = self.deed()
        assert decide_rename_support(finding, ("det_9",), "det_3", deed=deed) == ()
        (change,) = decide_rename_support(finding, ("det_1", "det_2"), "det_3", deed=deed)
        assert change.detections == ("det_3",)

    def test_what_matches_one_of_several_and_what_matches_none(self, build):
        plan = plan_rehash([build.detection(id="det_1"), build.detection(id="det_2", case="B")], {})
        assert [(one.id, one.of) for one in plan] == [("det_1", ("det_1",)), ("det_2", ("det_2",))]


def test_what_stands_under_the_new_id_already_is_joined(desk, build):
    """As after a rehash that was killed between two of its units of work."""
    desk.take(late(build))
    desk.sweep()
    rules = desk.rules
    old = desk.detection()
    other_anchor(desk, build)
    bring_over(desk)
    new = present(desk)["A"]
    moves = (Move(rule="R1", id=new.id, of=(old.id,)),)
    with desk.office.work(desk.small.inspector) as work:
        for move in moves:
            rehashing._move(work, move, new.fingerprint, work.deed(reason="再次"))
        work.commit()
    assert present(desk)["A"].id == new.id
    assert rules != desk.rules


def test_it_belongs_to_the_office_and_needs_a_reason(desk, build):
    desk.take(late(build))
    desk.sweep()
    other_anchor(desk, build, AnchorPart.EVENT, version=2)
    for fields, code in (
        ({"acting": Acting()}, "act.reason_missing"),
        ({"who": desk.small.first_head}, "separation.role"),
    ):
        with pytest.raises(Refused) as caught:
            bring_over(desk, **fields)
        assert caught.value.code == code


def test_a_rule_that_cannot_judge_is_not_brought_over(desk, build):
    desk.take(late(build))
    desk.sweep()
    (rule,) = desk.rules
    desk.rules = (attrs.evolve(rule, limit=build.limit(1_300, "month")),)
    other_anchor(desk, build)
    with pytest.raises(Refused) as caught:
        bring_over(desk)
    assert caught.value.code == "sweep.rehash_fault"


def test_a_replaced_detection_is_not_triaged(desk, build):
    desk.take(late(build))
    desk.sweep()
    old = desk.detection().id
    other_anchor(desk, build)
    bring_over(desk)
    with pytest.raises(Refused) as caught:
        desk.confirm(old)
    assert caught.value.code == "triage.replaced"


class TestSeveralOfOneDay:
    """Facts of one case and day are told apart by the events they share."""

    def seen(self, desk):
        return [one for one in desk.detections() if one.replaced_by is None]

    def renamed(self, trace):
        """The connector names its events otherwise: another fingerprint, the same facts."""
        events = tuple(attrs.evolve(one, id=f"new {one.id}") for one in trace.events)
        return attrs.evolve(trace, events=events)

    def test_each_goes_on_as_the_one_it_shares_its_events_with(self, build):
        rule = Forbidden(
            head=build.head(Stage.FORBIDDEN), event=Selector(events=("pleaded", "withdrawn"))
        )
        trace = build.trace(
            build.event("withdrawn", 3, 10, id="b"),
            build.event("pleaded", 3, 10, id="a"),
            number="A",
            department="第一检察部",
        )
        desk = Desk(build, rule)
        desk.take(trace)
        desk.sweep()
        first, second = self.seen(desk)
        kind = {one.id: one.sight.facts.events[0].type for one in (first, second)}
        desk.triage(triages.dismiss, first.id)
        (wrong,) = desk.office.cases.traces()
        desk.office.cases.ingest([self.renamed(wrong)])
        struck = [attrs.evolve(one, type="struck") for one in wrong.events]
        desk.office.cases.ingest([attrs.evolve(wrong, events=tuple(struck))])
        other_anchor(desk, build, AnchorPart.EVENT, version=2)
        (told,) = bring_over(desk)
        assert (told.kept, told.changed, told.collided) == (0, 2, 0)
        now = {one.sight.facts.events[0].type: one.decision for one in self.seen(desk)}
        assert now == {
            kind[first.id]: Decision.DISMISSED,
            kind[second.id]: Decision.WAITING,
        }
        run = desk.run()
        assert (run.state, run.result.tallies[0].created) == (RunState.COMPLETE, 0)

    def test_figures_of_two_departments_stay_apart(self, build):
        rule = Indicator(
            head=build.head(Stage.OUTLYING),
            figure=Figures.MEAN,
            top=(
                Measure(
                    each=Each.SPAN,
                    events=build.selector("accepted"),
                    to=build.selector("decided"),
                ),
            ),
            by=(By.UNIT, By.DEPARTMENT),
            at_most=Threshold(top=1),
        )
        desk = Desk(build, rule)
        for number, department in (("A", "第一检察部"), ("B", "第二检察部")):
            desk.take(
                build.trace(
                    build.event("accepted", 3, 2),
                    build.event("decided", 3, 9),
                    number=number,
                    department=department,
                )
            )
        desk.sweep()
        before = {one.id for one in self.seen(desk)}
        assert len(before) == 2
        placed = {
            one.sight.department: place_of(one, id=f"det_{place}")
            for place, one in enumerate(self.seen(desk))
        }
        moves = plan_rehash(self.seen(desk), {one.id: one for one in placed.values()})
        assert {
            next(d.sight.department for d in self.seen(desk) if d.id == move.of[0]): move.id
            for move in moves
        } == {department: one.id for department, one in placed.items()}


def place_of(detection, **fields):
    """Return what the rule would see of the detection now, under another id."""
    known = {
        "id": detection.id,
        "unit": detection.unit,
        "head": None,
        "subject": detection.subject,
        "sight": detection.sight,
    }
    return Placed(**known | fields)
