"""Meetings, opinions, checklists, the plan, inspections and contacts, through the office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import attrs
import pytest

from supervision.domain.activities import INSPECTION_KINDS, ActivityTables
from supervision.domain.checklists import CHECKLIST, Checkpoint, CorrectChecklist, IssueChecklist
from supervision.domain.closed_file_changes import OpenClosedFile, Purpose
from supervision.domain.contacts import CONTACT, CorrectContact, MakeContact, Means
from supervision.domain.findings import (
    FINDING,
    FindingState,
    OpenFinding,
    Rectification,
    Responsible,
    Source,
)
from supervision.domain.inspection_plans import PLAN_ENTRY, CorrectPlan, PlanInspection, PlanState
from supervision.domain.inspection_steps import OnTheSpot
from supervision.domain.inspections import (
    INSPECTION,
    BeginInspection,
    Conclude,
    Conduct,
    Conformity,
    CorrectInspection,
    Inspection,
    InspectionState,
    Openness,
    PointResult,
)
from supervision.domain.items import ITEM, ProposeItem
from supervision.domain.meetings import MEETING, CorrectMeeting, MeetingState, RecordMeeting
from supervision.domain.opinions import (
    OPINION,
    Adoption,
    CorrectOpinion,
    GiveOpinion,
    OpinionState,
)
from supervision.domain.records import Record, RecordKind
from supervision.domain.references import Reference
from supervision.domain.values import OfficerId
from supervision.errors import NotFound, Refused
from supervision.office import (
    checklists,
    closed_files,
    contacts,
    findings,
    inspection_plans,
    inspections,
    items,
    meetings,
    opinions,
)
from supervision.office.acting import Acting
from supervision.office.activities import ActivityCounts, activity_counts
from supervision.office.office import Office
from supervision.office.work import Work
from supervision.ports.query import Eq, Has
from supervision.testing.offices import SmallOffice, small_office

T = TypeVar("T")
R = TypeVar("R", bound=Record)

DAY = dt.date(2020, 5, 12)
"""An act of the past, entered today."""
WHY = "依据纸质台账补录"
LATE = Acting(on=DAY, reason=WHY)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def do(small: SmallOffice, who: OfficerId, act: Callable[[Work], T]) -> T:
    with small.office.work(who) as work:
        result = act(work)
        work.commit()
    return result


def get(small: SmallOffice, kind: RecordKind[R], id: str) -> R:
    with small.office.read(small.head) as view:
        return view.get(kind, id)


def refusal(small: SmallOffice, who: OfficerId, act: Callable[[Work], object]) -> str:
    with pytest.raises((Refused, NotFound)) as caught:
        do(small, who, act)
    return caught.value.code


# ---------------------------------------------------------------------------- meetings, opinions


def meeting(small: SmallOffice, day: dt.date = DAY) -> str:
    command = RecordMeeting(title="党组会", kind="party_group", attended_by=(small.head,))
    acting = Acting(on=day)
    return do(small, small.head, lambda work: meetings.record_meeting(work, command, acting=acting))


def opinion(small: SmallOffice, command: GiveOpinion, acting: Acting = LATE) -> str:
    return do(small, small.head, lambda work: opinions.give_opinion(work, command, acting=acting))


def test_a_meeting_of_the_past_bears_its_own_day(small: SmallOffice) -> None:
    held = get(small, MEETING, meeting(small))
    assert (held.held_on, held.state) == (DAY, MeetingState.RECORDED)


def test_a_meeting_names_officers_of_the_office_only(small: SmallOffice) -> None:
    command = RecordMeeting(title="会", kind="committee", attended_by=(OfficerId("off_x"),))
    record = lambda work: meetings.record_meeting(work, command)
    assert refusal(small, small.head, record) == "record.not_found"


def test_two_opinions_on_one_work_are_one_work(small: SmallOffice) -> None:
    at = meeting(small)
    opinion(small, GiveOpinion(matter="办公楼 维修", text="公开招标", meeting=at))
    opinion(small, GiveOpinion(matter="办公楼维修", text="留存验收", department=small.first))
    opinion(small, GiveOpinion(matter="车辆采购", text="比价", meeting=at))
    with small.office.read(small.head) as view:
        assert view.tally(OPINION)[0].count == 3
        assert len(view.tally(OPINION, by=("work",))) == 2
        assert view.tally(OPINION, Eq("meeting", at))[0].count == 2


def test_a_work_may_be_a_record(small: SmallOffice) -> None:
    item = do(
        small,
        small.head,
        lambda work: items.propose(work, ProposeItem(title="维修", kind="item.project")),
    )
    about = Reference(kind="item", id=item)
    given = GiveOpinion(matter="维修", text="招标", department=small.first, about=about)
    assert get(small, OPINION, opinion(small, given)).work == item
    for wrong in (Reference(kind="item", id="itm_x"), Reference(kind="nothing", id=item)):
        bad = attrs.evolve(given, about=wrong)
        assert refusal(small, small.head, lambda work, c=bad: opinions.give_opinion(work, c))


def test_an_opinion_waits_for_its_adoption(small: SmallOffice) -> None:
    id = opinion(small, GiveOpinion(matter="维修", text="招标", department=small.first))
    later = Acting(on=DAY + dt.timedelta(days=9))
    answer = lambda work: opinions.answer_opinion(
        work, id, Adoption.PARTLY, "已公开，未招标", acting=later
    )
    assert refusal(small, small.second_head, answer) == "separation.role"
    answered = do(small, small.first_head, answer)
    assert (answered.state, answered.answered_on) == (OpinionState.PARTLY, later.on)
    do(small, small.head, lambda work: opinions.answer_opinion(work, id, Adoption.ADOPTED))
    again = lambda work: opinions.answer_opinion(work, id, Adoption.ADOPTED)
    assert refusal(small, small.head, again) == "workflow.step"


def test_a_meeting_corrected_to_another_day_moves_its_opinions(small: SmallOffice) -> None:
    at = meeting(small)
    given = opinion(small, GiveOpinion(matter="维修", text="招标", meeting=at))
    right = DAY - dt.timedelta(days=1)
    for correction in (CorrectMeeting(held_on=right), CorrectMeeting(attended_by=(small.chief,))):
        do(
            small,
            small.head,
            lambda work, c=correction: meetings.correct_meeting(work, at, c, acting=LATE),
        )
    assert get(small, MEETING, at).held_on == get(small, OPINION, given).given_on == right


def test_a_meeting_with_opinions_is_not_voided_before_them(small: SmallOffice) -> None:
    at = meeting(small)
    given = opinion(small, GiveOpinion(matter="维修", text="招标", meeting=at))
    void = lambda work: meetings.void_meeting(work, at, acting=Acting(reason=WHY))
    assert refusal(small, small.head, void) == "meeting.has_opinions"
    do(
        small,
        small.head,
        lambda work: opinions.void_opinion(work, given, acting=Acting(reason=WHY)),
    )
    assert do(small, small.head, void).state is MeetingState.VOIDED


def test_an_opinion_is_moved_to_another_meeting_or_out_of_any(small: SmallOffice) -> None:
    first, second = meeting(small), meeting(small, DAY + dt.timedelta(days=1))
    given = opinion(small, GiveOpinion(matter="维修", text="招标", meeting=first))
    why = Acting(reason=WHY)
    day = CorrectOpinion(meeting=second)
    move = lambda work: opinions.correct_opinion(work, given, day, acting=why)
    assert refusal(small, small.head, move) == "opinion.meeting_day"
    for correction in (
        CorrectOpinion(meeting=second, given_on=DAY + dt.timedelta(days=1)),
        CorrectOpinion(cleared=("meeting",), department=small.first, given_by=(small.chief,)),
    ):
        do(
            small,
            small.head,
            lambda work, c=correction: opinions.correct_opinion(work, given, c, acting=why),
        )
    moved = get(small, OPINION, given)
    assert (moved.meeting, moved.department) == (None, small.first)
    by = get(small, OPINION, given).given_by
    assert by == (small.chief,)
    named = GiveOpinion(matter="乙", text="丙", department=small.first, given_by=(small.inspector,))
    assert get(small, OPINION, opinion(small, named)).given_by == (small.inspector,)


# ---------------------------------------------------------------------------- checklists


POINTS = (
    Checkpoint(code="1", text="卷宗目录齐全", problem_code="files.index"),
    Checkpoint(code="2", text="送达回证在卷"),
)


def checklist(small: SmallOffice, since: dt.date = dt.date(2020, 1, 1)) -> str:
    command = IssueChecklist(code="files", title="卷宗检查", points=POINTS, valid_from=since)
    return do(small, small.head, lambda work: checklists.issue_checklist(work, command))


def test_a_new_version_ends_the_one_before_and_changes_no_old_inspection(
    small: SmallOffice,
) -> None:
    first = checklist(small)
    held = begin(small, checklist=first)
    second = checklist(small, dt.date(2020, 7, 1))
    assert get(small, CHECKLIST, first).valid_until == dt.date(2020, 6, 30)
    assert (get(small, CHECKLIST, first).points, get(small, CHECKLIST, second).edition) == (
        POINTS,
        2,
    )
    assert get(small, INSPECTION, held).checklist == first
    with small.office.work(small.head) as work:
        assert checklists.checklist_on(work, "files", DAY).id == first
        assert checklists.checklist_on(work, "files", dt.date(2021, 1, 1)).id == second
        with pytest.raises(NotFound):
            checklists.checklist_on(work, "files", dt.date(2019, 1, 1))


def test_a_version_that_overlaps_is_refused(small: SmallOffice) -> None:
    first = checklist(small)
    for since, code in ((None, "checklist.overlap"), (dt.date(2019, 1, 1), "validity.range")):
        command = IssueChecklist(code="files", title="卷宗", points=POINTS, valid_from=since)
        issue = lambda work, c=command: checklists.issue_checklist(work, c)
        assert refusal(small, small.head, issue) == code
    end = dt.date(2020, 12, 31)
    do(small, small.head, lambda work: checklists.end_checklist(work, first, end))
    assert (
        refusal(
            small,
            small.head,
            lambda work: checklists.issue_checklist(
                work, IssueChecklist(code="files", title="卷宗", points=POINTS, valid_from=end)
            ),
        )
        == "checklist.overlap"
    )
    correction = CorrectChecklist(title="卷宗文书检查", cleared=("valid_until",))
    right = do(
        small,
        small.head,
        lambda work: checklists.correct_checklist(work, first, correction, acting=LATE),
    )
    assert (right.title, right.valid_until) == ("卷宗文书检查", None)


# ---------------------------------------------------------------------------- inspections


def asked(small: SmallOffice, **more: object) -> BeginInspection:
    command = BeginInspection(
        theme="卷宗检查",
        kind="files",
        inspectors=(small.head, small.inspector),
        departments=(small.first,),
    )
    return attrs.evolve(command, **more)


def begin(small: SmallOffice, acting: Acting = LATE, **more: object) -> str:
    command = asked(small, **more)
    return do(
        small,
        small.inspector,
        lambda work: inspections.begin_inspection(work, command, acting=acting),
    )


def check(small: SmallOffice, id: str, *results: PointResult) -> Inspection:
    return do(
        small,
        small.inspector,
        lambda work: inspections.check_points(work, id, results, acting=LATE),
    )


def problem(small: SmallOffice, id: str, point: str | None = None, **more: object) -> str:
    command = attrs.evolve(OpenFinding(title="目录不全"), **more)
    return do(
        small,
        small.inspector,
        lambda work: inspections.find_problem(
            work, id, command, point=point, sample="抽查卷宗5册", acting=LATE
        ),
    )


def conclude(small: SmallOffice, id: str, *criticised: OfficerId) -> Inspection:
    command = Conclude(conclusion="总体规范", criticised=criticised)
    return do(
        small,
        small.head,
        lambda work: inspections.conclude_inspection(work, id, command, acting=LATE),
    )


CONFORM = PointResult(conformity=Conformity.CONFORM, point="2", sample="抽查卷宗5册")


def test_an_inspection_without_a_finding_counts(small: SmallOffice) -> None:
    id = begin(small)
    done = conclude(small, id)
    assert (done.state, done.concluded_on, done.findings) == (InspectionState.CONCLUDED, DAY, ())
    with small.office.read(small.head) as view:
        assert view.tally(INSPECTION, sum="problems")[0].count == 1
        assert view.tally(INSPECTION, sum="problems")[0].sum == 0


def test_a_problem_opens_a_finding_linked_to_the_inspection(small: SmallOffice) -> None:
    id = begin(small, checklist=checklist(small))
    finding = get(small, FINDING, problem(small, id, "1"))
    assert (finding.source, finding.department, finding.problem_code, finding.found_on) == (
        Source.ACTIVITY,
        small.first,
        "files.index",
        DAY,
    )
    seen = check(small, id, CONFORM)
    assert [one.conformity for one in seen.results] == [Conformity.PROBLEM, Conformity.CONFORM]
    with small.office.read(small.head) as view:
        assert [one.id for one in view.select(INSPECTION, Has("findings", finding.id))] == [id]
    assert conclude(small, id).findings == (finding.id,)


def test_every_point_is_looked_at_before_the_conclusion(small: SmallOffice) -> None:
    id = begin(small, checklist=checklist(small))
    check(small, id, CONFORM)
    command = Conclude(conclusion="规范")
    done = lambda work: inspections.conclude_inspection(work, id, command, acting=LATE)
    assert refusal(small, small.head, done) == "inspection.points_open"
    check(small, id, PointResult(conformity=Conformity.NOT_APPLICABLE, point="1"))
    assert do(small, small.head, done).state is InspectionState.CONCLUDED


def test_a_later_result_of_a_point_takes_the_place_of_the_earlier(small: SmallOffice) -> None:
    id = begin(small, checklist=checklist(small))
    check(small, id, CONFORM)
    note = attrs.evolve(CONFORM, note="另抽2册")
    assert check(small, id, note).results == (note,)
    problem(small, id, "2", department=small.first)
    again = lambda work: inspections.check_points(
        work, id, (attrs.evolve(CONFORM, department=small.first),), acting=LATE
    )
    assert refusal(small, small.inspector, again) == "inspection.point_has_finding"


def test_a_problem_outside_the_checklist_or_without_one_is_entered_too(
    small: SmallOffice,
) -> None:
    id = begin(small, checklist=checklist(small), departments=(small.first, small.second))
    basis = ("bas_1",)
    two = [problem(small, id), problem(small, id, "1", basis=basis, problem_code="other")]
    found = get(small, FINDING, two[1])
    assert (found.basis, found.problem_code, found.department) == (basis, "other", None)
    assert len(get(small, INSPECTION, id).findings) == 2
    assert problem(small, begin(small))


SPOT = b"sheet signed on the spot"


def settle(
    small: SmallOffice, who: OfficerId, id: str, finding: str, **more: object
) -> FindingState:
    command = attrs.evolve(
        OnTheSpot(
            put_right_by=small.prosecutor,
            result="当场补齐目录",
            verified_by=small.inspector,
            closed_by=small.head,
        ),
        **more,
    )

    def act(work: Work) -> FindingState:
        acting = Acting(on=DAY, paper=work.seal(SPOT), reason="现场整改")
        return inspections.settle_on_spot(work, id, finding, command, acting=acting).state

    return do(small, who, act)


def test_a_problem_is_opened_and_closed_on_the_spot(small: SmallOffice) -> None:
    id = begin(small)
    finding = problem(small, id)
    assert settle(small, small.inspector, id, finding) is FindingState.CLOSED
    closed = get(small, FINDING, finding)
    assert closed.claim is not None
    assert closed.claim.mode is Rectification.AT_ONCE
    assert {closed.found_on, closed.submitted_on, closed.verified_on, closed.closed_on} == {DAY}
    assert get(small, INSPECTION, id).results[0].on_spot
    with small.office.read(small.head) as view:
        authors = [entry.header.actor for entry in view.history(FINDING, finding)]
        assert set(authors) == {small.inspector}, "one enters what four have signed"
        assert view.tally(INSPECTION, sum="on_spot")[0].sum == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"put_right_by": "second_head"}, "finding.not_of_department"),
        ({"verified_by": "prosecutor"}, "separation.role"),
        ({"closed_by": "chief"}, "separation.role"),
        ({"verified_by": "head"}, "inspection.four_eyes"),
    ],
)
def test_on_the_spot_duties_stay_apart(small: SmallOffice, more: dict[str, str], code: str) -> None:
    id = begin(small)
    finding = problem(small, id)
    given = {name: getattr(small, who) for name, who in more.items()}
    with pytest.raises(Refused) as caught:
        settle(small, small.inspector, id, finding, **given)
    assert caught.value.code == code
    assert get(small, FINDING, finding).state is FindingState.REGISTERED


def test_on_the_spot_the_person_responsible_verifies_nothing(small: SmallOffice) -> None:
    id = begin(small)
    finding = problem(small, id, persons=(Responsible(officer=small.inspector),))
    with pytest.raises(Refused) as caught:
        settle(small, small.inspector, id, finding)
    assert caught.value.code == "separation.named"


def test_on_the_spot_who_did_not_enter_has_signed(small: SmallOffice) -> None:
    id = begin(small)
    finding = problem(small, id)
    command = OnTheSpot(
        put_right_by=small.prosecutor,
        result="补齐",
        verified_by=small.inspector,
        closed_by=small.head,
    )
    act = lambda work: inspections.settle_on_spot(work, id, finding, command, acting=LATE)
    assert refusal(small, small.inspector, act) == "act.paper_missing"


def test_on_the_spot_needs_a_department(small: SmallOffice) -> None:
    id = begin(small, departments=(small.first, small.second))
    finding = problem(small, id)
    with pytest.raises(Refused) as caught:
        settle(small, small.inspector, id, finding)
    assert caught.value.code == "field.missing"


def test_a_covert_inspection_does_not_begin_in_the_open(small: SmallOffice) -> None:
    command = asked(small, openness=Openness.COVERT)
    act = lambda work: inspections.begin_inspection(work, command, acting=LATE)
    assert refusal(small, small.inspector, act) == "inspection.covert_in_the_open"


def test_a_covert_inspection_is_settled_only_after_it_was_released_and_revealed(
    small: SmallOffice,
) -> None:
    with small.office.new_file(small.inspector) as work:
        command = OpenClosedFile(
            title="暗访", purpose=Purpose.COVERT_INSPECTION, approved_by=small.chief
        )
        file = closed_files.open_file(work, command)
        covert = asked(small, openness=Openness.COVERT)
        id = inspections.begin_inspection(work, covert, acting=LATE)
        finding = inspections.find_problem(work, id, OpenFinding(title="目录不全"), acting=LATE)
        work.commit()
    assert refusal(small, small.head, lambda work: work.load(INSPECTION, id)) == "record.not_found"
    with small.office.work(small.inspector, file=file) as work:
        closed_files.release_file(work, "已向被检查部门通报")
        work.commit()
    command = OnTheSpot(
        put_right_by=small.prosecutor,
        result="当场补齐",
        verified_by=small.inspector,
        closed_by=small.head,
    )

    def settled() -> FindingState:
        with small.office.work(small.inspector, file=file) as work:
            acting = Acting(on=DAY, paper=work.seal(SPOT), reason="现场整改")
            done = inspections.settle_on_spot(work, id, finding, command, acting=acting)
            work.commit()
        return done.state

    with pytest.raises(Refused) as caught:
        settled()
    assert caught.value.code == "inspection.secret"
    with small.office.work(small.chief, file=file) as work:
        assert inspections.reveal_inspection(work, id, acting=LATE).revealed_on == DAY
        work.commit()
    assert settled() is FindingState.CLOSED
    assert get(small, FINDING, finding).state is FindingState.CLOSED
    with small.office.work(small.inspector, file=file) as work, pytest.raises(Refused) as caught:
        inspections.begin_inspection(work, covert, acting=LATE)
    assert caught.value.code == "inspection.covert_in_the_open", "the file is in the open now"


def test_persons_are_criticised_with_the_conclusion(small: SmallOffice) -> None:
    id = begin(small)
    problem(small, id)
    assert conclude(small, id, small.prosecutor, small.first_head).criticised == (
        small.prosecutor,
        small.first_head,
    )
    with small.office.read(small.head) as view:
        assert view.tally(INSPECTION, sum="criticisms")[0].sum == 2


def test_inspectors_are_corrected_and_still_enough(small: SmallOffice) -> None:
    item = do(
        small,
        small.head,
        lambda work: items.propose(work, ProposeItem(title="检查", kind="item.style")),
    )
    id = begin(small)
    for inspectors in ((), (small.chief,)):
        few = CorrectInspection(inspectors=inspectors)
        act = lambda work, c=few: inspections.correct_inspection(work, id, c, acting=LATE)
        assert refusal(small, small.head, act) == "inspection.inspectors"
    right = CorrectInspection(inspectors=(small.chief, small.inspector), item=item)
    done = do(
        small,
        small.head,
        lambda work: inspections.correct_inspection(work, id, right, acting=LATE),
    )
    assert (done.inspectors, done.item) == ((small.chief, small.inspector), item)


def test_an_inspection_is_voided_after_its_findings(small: SmallOffice) -> None:
    id = begin(small)
    finding = problem(small, id)
    void = lambda work: inspections.void_inspection(work, id, acting=LATE)
    assert refusal(small, small.head, void) == "inspection.has_findings"
    do(small, small.head, lambda work: findings.void_finding(work, finding, acting=LATE))
    assert do(small, small.head, void).state is InspectionState.VOIDED


def test_a_department_checks_itself(small: SmallOffice) -> None:
    command = asked(small, conduct=Conduct.SELF, inspectors=(small.prosecutor,))
    begun = lambda work: inspections.begin_inspection(work, command, acting=LATE)
    id = do(small, small.first_head, begun)
    finding = do(
        small,
        small.prosecutor,
        lambda work: inspections.find_problem(work, id, OpenFinding(title="漏"), acting=LATE),
    )
    assert settle(small, small.prosecutor, id, finding) is FindingState.CLOSED
    done = do(
        small,
        small.first_head,
        lambda work: inspections.conclude_inspection(
            work, id, Conclude(conclusion="已整改"), acting=LATE
        ),
    )
    assert done.state is InspectionState.CONCLUDED


# ---------------------------------------------------------------------------- plan, similar


def with_similar(small: SmallOffice, days: int) -> SmallOffice:
    """Return the office with a local scheme that says when inspections are similar."""
    rules = small.office.parts.rules
    kinds = dict(INSPECTION_KINDS)
    kinds["files"] = attrs.evolve(kinds["files"], similar_days=days)
    tables = ActivityTables(meetings=rules.activities.meetings, inspections=kinds)
    rules = attrs.evolve(rules, activities=tables)
    return attrs.evolve(small, office=Office(attrs.evolve(small.office.parts, rules=rules)))


def plan(small: SmallOffice, month: int, **more: object) -> str:
    command = PlanInspection(year=2020, month=month, theme="卷宗 检查", kind="files")
    command = attrs.evolve(command, **more)
    return do(
        small,
        small.head,
        lambda work: inspection_plans.plan_inspection(work, command, acting=LATE),
    )


def test_similar_inspections_are_noted_not_refused(small: SmallOffice) -> None:
    small = with_similar(small, 60)
    entry = plan(small, 5)
    first = begin(small, plan=entry)
    assert get(small, INSPECTION, first).similar == ()
    assert get(small, INSPECTION, begin(small)).similar == (first,)
    assert get(small, INSPECTION, begin(small, departments=(small.second,))).similar == ()
    assert get(small, INSPECTION, begin(small, theme="安全")).similar == ()
    later = Acting(on=DAY + dt.timedelta(days=61))
    assert get(small, INSPECTION, begin(small, later)).similar == ()
    with small.office.read(small.head) as view:
        assert [one.id for one in view.select(INSPECTION, Eq("plan", entry))] == [first]


def test_the_plan_notes_similar_entries_and_inspections(small: SmallOffice) -> None:
    small = with_similar(small, 40)
    held = begin(small)
    may = plan(small, 5)
    june = plan(small, 6, departments=(small.first,))
    assert get(small, PLAN_ENTRY, may).similar == (held,)
    assert get(small, PLAN_ENTRY, june).similar == (may, held)
    assert get(small, PLAN_ENTRY, plan(small, 11)).similar == ()
    do(
        small,
        small.inspector,
        lambda work: inspection_plans.merge_plan(work, june, may, acting=LATE),
    )
    assert get(small, PLAN_ENTRY, june).into == may
    assert (
        refusal(
            small,
            small.inspector,
            lambda work: inspections.begin_inspection(work, asked(small, plan=june), acting=LATE),
        )
        == "plan.ended"
    )


def test_an_office_that_says_no_number_is_warned_of_nothing(small: SmallOffice) -> None:
    begin(small)
    assert get(small, INSPECTION, begin(small)).similar == ()
    entry = plan(small, 5)
    assert get(small, PLAN_ENTRY, entry).similar == ()
    correction = CorrectPlan(month=7, departments=(small.second,))
    moved = do(
        small,
        small.head,
        lambda work: inspection_plans.correct_plan(work, entry, correction, acting=LATE),
    )
    assert moved.month_begins == dt.date(2020, 7, 1)
    dropped = do(
        small, small.head, lambda work: inspection_plans.drop_plan(work, entry, acting=LATE)
    )
    assert dropped.state is PlanState.DROPPED


# ---------------------------------------------------------------------------- contacts


def test_a_contact_follows_up_any_record(small: SmallOffice) -> None:
    about = Reference(kind="meeting", id=meeting(small))
    next_on = DAY + dt.timedelta(days=7)
    command = MakeContact(
        about=about,
        means=Means.TELEPHONE,
        said="询问进展",
        department=small.first,
        officers=(small.first_head,),
        promised="下周报送",
        next_on=next_on,
    )

    def contact(on: dt.date, command: MakeContact) -> str:
        acting = Acting(on=on)
        return do(
            small, small.inspector, lambda work: contacts.make_contact(work, command, acting=acting)
        )

    first = contact(DAY, command)
    assert get(small, CONTACT, first).contacted_by == small.inspector
    with small.office.read(small.head) as view:
        assert contacts.due_again(view, DAY) == ()
        assert [one.id for one in contacts.due_again(view, next_on)] == [first]
    second = contact(next_on, attrs.evolve(command, next_on=None, means=Means.NETWORK))
    with small.office.read(small.head) as view:
        assert contacts.due_again(view, next_on) == ()
    correction = CorrectContact(promised="已报送", means=Means.PAPER)
    do(
        small,
        small.head,
        lambda work: contacts.correct_contact(work, second, correction, acting=LATE_TODAY),
    )
    assert get(small, CONTACT, second).means is Means.PAPER
    do(small, small.head, lambda work: contacts.void_contact(work, second, acting=LATE_TODAY))
    with small.office.read(small.head) as view:
        assert [one.id for one in contacts.due_again(view, next_on)] == [first]


LATE_TODAY = Acting(reason=WHY)


def test_a_contact_about_nothing_is_refused(small: SmallOffice) -> None:
    command = MakeContact(
        about=Reference(kind="item", id="itm_x"),
        means=Means.MEETING,
        said="无",
        officers=(small.first_head,),
    )
    assert refusal(small, small.head, lambda work: contacts.make_contact(work, command))


def test_every_figure_has_its_own_unit_and_its_own_day(small: SmallOffice) -> None:
    at, late = meeting(small), meeting(small, DAY + dt.timedelta(days=30))
    for matter, where in (("甲", at), ("甲", at), ("乙", late)):
        opinion(small, GiveOpinion(matter=matter, text="建议", meeting=where), Acting())
    id = begin(small)
    spot, _ = problem(small, id), problem(small, id)
    settle(small, small.inspector, id, spot)
    conclude(small, id, small.prosecutor)
    begin(small, Acting(on=DAY + dt.timedelta(days=30)))
    with small.office.read(small.head) as view:
        assert activity_counts(view) == ActivityCounts(
            meetings=2,
            opinions=3,
            works=2,
            inspections=2,
            problems=2,
            on_spot=1,
            criticisms=1,
            contacts=0,
        )
        month = activity_counts(view, first=DAY, last=DAY + dt.timedelta(days=1))
        assert (month.meetings, month.opinions, month.works, month.inspections) == (1, 2, 1, 1)


def test_all_of_it_is_proven(small: SmallOffice) -> None:
    id = begin(small, checklist=checklist(small))
    problem(small, id, "1")
    opinion(small, GiveOpinion(matter="甲", text="乙", meeting=meeting(small)))
    plan(small, 3)
    assert get(small, ITEM, _item(small)).state
    assert small.office.verify().ok


def _item(small: SmallOffice) -> str:
    command = ProposeItem(title="检查", kind="item.style")
    return do(small, small.head, lambda work: items.propose(work, command))
