"""Facts that return after their finding was struck off; support added and taken back."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from desks import BECAUSE, Desk, back, healed, late

from supervision.domain.detections import Decision
from supervision.domain.finding_workflow import AT_WORK
from supervision.domain.findings import FINDING, FindingState
from supervision.domain.recurrences import Returns, decide_reopen, open_candidate
from supervision.domain.rules import Stage
from supervision.domain.triages import Verdict
from supervision.errors import Refused
from supervision.office import triages
from supervision.office.acting import Acting, deed_of
from supervision.office.findings import mark_duplicate


@pytest.fixture
def desk(build):
    return Desk(build)


def struck_off(desk, build, *numbers):
    """Confirm what is late in these cases as one finding, and close it once it has healed."""
    desk.take(*(late(build, number) for number in numbers))
    desk.sweep()
    ids = [one.id for one in desk.detections()]
    (finding,) = desk.triage(triages.group, *ids, book=desk.watch.book).findings
    desk.take(*(healed(build, number) for number in numbers))
    desk.sweep()
    desk.close(finding)
    return finding


def state(desk, id):
    return next(one for one in desk.findings() if one.id == id).state


def refusal(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


class TestReturns:
    def test_it_waits_again_and_becomes_a_finding_linked_to_the_old_one(self, desk, build):
        old = struck_off(desk, build, "A")
        desk.take(back(build))
        desk.sweep()
        detection = desk.detection()
        assert (detection.decision, detection.recurs_from) == (Decision.WAITING, old)
        assert (detection.finding, detection.frozen) == (None, None)
        (new,) = desk.confirm(detection.id).findings
        recurrence = next(one for one in desk.findings() if one.id == new)
        assert recurrence.recurs_from == old
        assert state(desk, old) is FindingState.CLOSED

    def test_within_the_days_declared_the_old_finding_is_taken_up_again(self, desk, build):
        desk.returns = Returns(reopen_days=7)
        old = struck_off(desk, build, "A")
        desk.take(back(build))
        desk.sweep()
        assert state(desk, old) is FindingState.CLOSED  # a sweep changes no finding
        done = desk.confirm(desk.detection().id, returns=desk.returns)
        assert done.findings == (old,)
        (finding,) = desk.findings()
        assert finding.state is FindingState.REGISTERED
        assert (finding.claim, finding.closed_on, finding.result) == (None, None, "")

    def test_after_these_days_it_is_a_new_one(self, desk, build):
        desk.returns = Returns(reopen_days=7)
        old = struck_off(desk, build, "A")
        desk.small.clock.advance(days=8)
        desk.take(back(build))
        desk.sweep()
        done = desk.confirm(desk.detection().id, returns=desk.returns)
        assert old not in done.findings

    def test_several_that_return_join_the_finding_at_work(self, desk, build):
        struck_off(desk, build, "A", "B")
        desk.take(back(build, "A"), back(build, "B"))
        desk.sweep()
        first, second = desk.detections()
        done = desk.confirm(first.id)
        assert desk.confirm(second.id).findings == done.findings
        (new,) = (one for one in desk.findings() if one.id in done.findings)
        assert new.detections == (first.id, second.id)

    def test_what_returns_while_its_finding_is_at_work_stays_confirmed(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        (finding,) = desk.confirm(desk.detection().id).findings
        desk.take(healed(build))
        desk.sweep()
        desk.take(back(build))
        desk.sweep()
        detection = desk.detection()
        assert (detection.decision, detection.finding) == (Decision.CONFIRMED, finding)
        assert detection.recurs_from is None

    def test_what_a_duplicate_was_put_right_with_counts_as_struck_off(self, desk, build):
        desk.take(late(build, "A"), late(build, "B"))
        desk.sweep()
        first, second = desk.detections()
        (original,) = desk.confirm(first.id).findings
        (double,) = desk.confirm(second.id).findings
        with desk.office.work(desk.small.inspector) as work:
            mark_duplicate(work, double, original, acting=BECAUSE)
            work.commit()
        number = second.subject.case
        desk.take(healed(build, "A"), healed(build, "B"))
        desk.sweep()
        desk.close(original)
        desk.take(back(build, number))
        desk.sweep()
        returned = next(one for one in desk.detections() if one.id == second.id)
        assert (returned.recurs_from, returned.decision) == (original, Decision.WAITING)

    def test_what_was_dismissed_stays_dismissed(self, desk, build):
        desk.take(late(build))
        desk.sweep()
        desk.triage(triages.dismiss, desk.detection().id)
        desk.take(healed(build))
        desk.sweep()
        desk.take(back(build))
        desk.sweep()
        assert desk.detection().decision is Decision.DISMISSED

    @pytest.mark.parametrize(("days", "opened"), [(None, 2), (30, 1)])
    def test_a_rule_that_opens_links_and_leaves_reopening_to_people(self, build, days, opened):
        desk = Desk(build, build.deadline(opens_findings=True))
        desk.returns = Returns(reopen_days=days)
        desk.take(late(build))
        desk.sweep()
        (finding,) = desk.findings()
        desk.take(healed(build))
        desk.sweep()
        desk.close(finding.id)
        desk.take(back(build))
        desk.sweep()
        assert len(desk.findings()) == opened

    def test_grouping_what_returned_is_linked_too(self, desk, build):
        old = struck_off(desk, build, "A", "B")
        desk.take(back(build, "A"), back(build, "B"))
        desk.sweep()
        ids = [one.id for one in desk.detections()]
        (new,) = desk.triage(triages.group, *ids, book=desk.watch.book).findings
        assert next(one for one in desk.findings() if one.id == new).recurs_from == old

    def test_what_is_not_struck_off_cannot_be_reopened(self, desk, build):
        desk.take(back(build))
        desk.sweep()
        (id,) = desk.confirm(desk.detection().id).findings
        with desk.office.work(desk.small.inspector) as work:
            deed = deed_of(work, Acting())
            finding = work.load(FINDING, id)
            with pytest.raises(Refused, match=r"finding\.reopen_late"):
                decide_reopen(finding, "det_1", returns=Returns(reopen_days=3), deed=deed)


class TestTheFindingAtWorkIsPreferred:
    def returned(self, desk, build, department="第一检察部"):
        """Two facts of one finding that was struck off return, the second where it is said."""
        old = struck_off(desk, build, "A", "B")
        second = back(build, "B")
        case = attrs.evolve(second.case, department=department)
        desk.take(back(build, "A"), attrs.evolve(second, case=case))
        desk.sweep()
        by_case = {one.subject.case: one.id for one in desk.detections()}
        return old, by_case["A"], by_case["B"]

    def test_to_taking_the_old_one_up_again(self, desk, build):
        old, first, second = self.returned(desk, build)
        (new,) = desk.confirm(first).findings
        assert desk.confirm(second, returns=Returns(reopen_days=7)).findings == (new,)
        assert state(desk, old) is FindingState.CLOSED

    def test_once_the_old_one_is_taken_up_again_it_is_that(self, desk, build):
        old, first, second = self.returned(desk, build)
        returns = Returns(reopen_days=7)
        assert desk.confirm(first, returns=returns).findings == (old,)
        assert desk.confirm(second, returns=returns).findings == (old,)
        (finding,) = desk.findings()
        assert {first, second} <= set(finding.detections)

    def test_but_not_one_of_another_department(self, desk, build):
        _, first, second = self.returned(desk, build, department="第二检察部")
        (new,) = desk.confirm(first).findings
        (other,) = desk.confirm(second).findings
        assert other != new
        assert {one.department for one in desk.findings()} == {desk.small.first, desk.small.second}

    def test_of_several_the_oldest(self, desk, build):
        _, first, _ = self.returned(desk, build)
        (id,) = desk.confirm(first).findings
        (one,) = (found for found in desk.findings() if found.id == id)
        older = attrs.evolve(one, id="fnd_9", found_on=one.found_on - dt.timedelta(days=1))
        twin = attrs.evolve(one, id="fnd_0")
        detection = next(found for found in desk.detections() if found.id == first)
        assert open_candidate(detection, (one, older, twin)) == older
        assert open_candidate(detection, (one, twin)) == twin

    @pytest.mark.parametrize("name", list(FindingState))
    def test_only_one_that_is_still_dealt_with(self, desk, build, name):
        _, first, _ = self.returned(desk, build)
        (id,) = desk.confirm(first).findings
        (one,) = (found for found in desk.findings() if found.id == id)
        detection = next(found for found in desk.detections() if found.id == first)
        taken = open_candidate(detection, (attrs.evolve(one, state=name),))
        assert (taken is not None) == (name in (*AT_WORK, FindingState.GROUPED))


class TestSupport:
    def confirmed(self, desk, build):
        desk.take(late(build, "A"), late(build, "B"))
        desk.sweep()
        first, second = desk.detections()
        (finding,) = desk.confirm(first.id).findings
        return first.id, second.id, finding

    def test_a_detection_is_attached_to_a_finding_and_taken_back(self, desk, build):
        first, second, finding = self.confirmed(desk, build)
        assert desk.triage(triages.attach, second, finding=finding).findings == (finding,)
        (one,) = desk.findings()
        assert one.detections == (first, second)
        desk.triage(triages.retract, second)
        (one,) = desk.findings()
        assert one.detections == (first,)
        taken = next(d for d in desk.detections() if d.id == second)
        assert (taken.decision, taken.finding) == (Decision.DISMISSED, None)
        assert desk.office.verify().ok

    def test_attaching_twice_changes_the_finding_once(self, desk, build):
        first, second, finding = self.confirmed(desk, build)
        desk.triage(triages.attach, second, finding=finding)
        desk.triage(triages.retract, second)
        desk.triage(triages.attach, second, finding=finding)
        (one,) = desk.findings()
        assert one.detections == (first, second)

    def test_taking_the_last_one_back_proposes_closing(self, desk, build):
        first, _, finding = self.confirmed(desk, build)
        desk.triage(triages.retract, first)
        (one,) = desk.findings()
        assert (one.detections, one.state) == ((), FindingState.REGISTERED)
        assert finding == one.id

    def test_it_needs_a_reason_and_the_same_department(self, desk, build):
        first, second, finding = self.confirmed(desk, build)
        silent = {"acting": Acting()}
        assert refusal(lambda: desk.triage(triages.attach, second, finding=finding, **silent)) == (
            "act.reason_missing"
        )
        assert refusal(lambda: desk.triage(triages.retract, first, **silent)) == (
            "act.reason_missing"
        )
        desk.take(
            attrs.evolve(
                late(build, "C"), case=attrs.evolve(late(build, "C").case, department="第二检察部")
            )
        )
        desk.sweep()
        other = next(d.id for d in desk.detections() if d.subject.case == "C")
        assert refusal(lambda: desk.triage(triages.attach, other, finding=finding)) == (
            "triage.departments"
        )

    def test_an_ended_finding_keeps_its_support(self, desk, build):
        first, second, finding = self.confirmed(desk, build)
        desk.close(finding)
        assert refusal(lambda: desk.triage(triages.attach, second, finding=finding)) == (
            "triage.finding_ended"
        )
        assert refusal(lambda: desk.triage(triages.retract, first)) == "triage.finding_ended"

    def test_what_has_no_finding_cannot_be_taken_back(self, desk, build):
        desk.go_live = dt.date(2026, 12, 1)
        desk.take(late(build))
        desk.sweep()
        desk.confirm(desk.detection().id, go_live=desk.go_live)
        assert refusal(lambda: desk.triage(triages.retract, desk.detection().id)) == (
            "triage.no_finding"
        )

    def test_each_by_itself_tells_what_may_not(self, desk, build):
        first, second, _ = self.confirmed(desk, build)
        with desk.office.work(desk.small.inspector) as work:
            taken, refused = triages.sorted_out(
                work, Verdict.DISMISS, (first, second, "det_unknown", second), acting=BECAUSE
            )
        assert taken == (second,)
        assert [one.code for one in refused] == ["triage.decided", "record.not_found"]
        with desk.office.work(desk.small.inspector) as work:
            taken, refused = triages.sorted_out(
                work, Verdict.RETRACT, (first, second), acting=BECAUSE
            )
        assert (taken, [one.code for one in refused]) == ((first,), ["triage.decided"])


def test_what_was_seen_when_it_was_confirmed_stays_beside_what_is_seen_now(desk, build):
    desk.take(late(build))
    desk.sweep()
    desk.confirm(desk.detection().id)
    before = desk.detection().sight
    desk.take(
        build.trace(
            build.event("accepted", 3, 2),
            build.event("decided", 4, 1),
            number="A",
            department="第一检察部",
            handler="李五",
        )
    )
    desk.sweep()
    detection = desk.detection()
    assert (detection.frozen, detection.sight.stage) == (before, Stage.LATE_DONE)
