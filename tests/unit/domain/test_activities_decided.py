"""Decisions about meetings, opinions, checklists, the plan and contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from supervision.domain.activities import (
    ACTIVITY_TABLES,
    INSPECTION_KINDS,
    ActivityTables,
    check_not_before,
    happened_on,
)
from supervision.domain.acts import Act
from supervision.domain.checklists import (
    CHECKLIST,
    Checklist,
    Checkpoint,
    CorrectChecklist,
    IssueChecklist,
    decide_correct_checklist,
    decide_end_checklist,
    decide_issue_checklist,
    evolve_checklist,
)
from supervision.domain.contacts import (
    CONTACT,
    Contact,
    CorrectContact,
    MakeContact,
    Means,
    decide_correct_contact,
    decide_make_contact,
    decide_void_contact,
)
from supervision.domain.contacts import evolve as evolve_contact
from supervision.domain.inspection_plans import (
    CorrectPlan,
    PlanEntry,
    PlanInspection,
    PlanState,
    decide_correct_plan,
    decide_drop_plan,
    decide_merge_plan,
    decide_plan,
)
from supervision.domain.inspection_plans import evolve as evolve_plan
from supervision.domain.meetings import (
    CorrectMeeting,
    Meeting,
    RecordMeeting,
    decide_correct_meeting,
    decide_record_meeting,
    decide_void_meeting,
)
from supervision.domain.meetings import evolve as evolve_meeting
from supervision.domain.opinion_steps import (
    decide_answer_opinion,
    decide_correct_opinion,
    decide_give,
    decide_void_opinion,
)
from supervision.domain.opinions import (
    OPINION,
    Adoption,
    CorrectOpinion,
    GiveOpinion,
    Opinion,
    OpinionState,
)
from supervision.domain.opinions import evolve as evolve_opinion
from supervision.domain.posts import Role
from supervision.domain.references import Reference
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.errors import JournalError, Refused

TODAY = dt.date(2020, 5, 12)
BEFORE, AFTER = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
HEAD, OTHER = OfficerId("off_head"), OfficerId("off_other")
OFFICE, FIRST = DepartmentId("dep_dc"), DepartmentId("dep_1")
UNIT = UnitId("unt_1")


def deed(
    officer: OfficerId = HEAD,
    department: DepartmentId = OFFICE,
    role: Role = Role.SUPERVISION_HEAD,
    reason: str = "依据纸质台账",
    on: dt.date = TODAY,
) -> Deed:
    standing = Standing(
        officer=officer, departments=frozenset({department}), roles=frozenset({role})
    )
    return Deed(act=Act(by=officer, on=on), standing=standing, reason=reason)


STRANGER = deed(OTHER, FIRST, Role.HEAD)
INSPECTOR = deed(role=Role.INSPECTOR)


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


# ---------------------------------------------------------------------------- what they share


def test_nothing_is_entered_before_it_happened() -> None:
    assert happened_on(None, deed().act, place="held_on") == TODAY
    assert happened_on(BEFORE, deed().act, place="held_on") == BEFORE
    assert refusal(lambda: happened_on(AFTER, deed().act, place="x")) == "activity.future"
    assert refusal(lambda: check_not_before(AFTER, deed().act)) == "activity.before"


def test_a_kind_of_inspection_is_valid_on_its_days_only() -> None:
    kind = attrs.evolve(INSPECTION_KINDS["style"], valid_from=TODAY)
    tables = ActivityTables(meetings={}, inspections={"style": kind})
    assert tables.inspection("style", TODAY) == kind
    assert refusal(lambda: tables.inspection("style", BEFORE)) == "inspection.kind_ended"
    assert refusal(lambda: tables.inspection("x", TODAY)) == "inspection.unknown_kind"
    assert refusal(lambda: ACTIVITY_TABLES.meeting("x")) == "meeting.unknown_kind"


@pytest.mark.parametrize("evolve", [evolve_meeting, evolve_opinion, evolve_contact, evolve_plan])
def test_a_life_begins_with_its_first_change(evolve: Callable[[object, object], object]) -> None:
    with pytest.raises(JournalError):
        evolve(None, Act(by=HEAD, on=TODAY))


# ---------------------------------------------------------------------------- meetings

MEET = RecordMeeting(title=" 检委会 ", kind="committee", attended_by=(HEAD, HEAD), agenda=(" 甲 ",))


def meeting() -> Meeting:
    return evolve_meeting(None, decide_record_meeting("mtg_1", UNIT, MEET, deed=deed())[0])


def test_a_meeting_is_tidied_when_it_is_entered() -> None:
    held = meeting()
    assert (held.title, held.attended_by, held.agenda, held.held_on) == (
        "检委会",
        (HEAD,),
        ("甲",),
        TODAY,
    )


def test_a_meeting_is_entered_by_the_office_and_names_who_attended() -> None:
    record = decide_record_meeting
    assert refusal(lambda: record("m", UNIT, MEET, deed=STRANGER)) == "separation.role"
    nobody = attrs.evolve(MEET, attended_by=())
    assert refusal(lambda: record("m", UNIT, nobody, deed=deed())) == "field.missing"
    ahead = attrs.evolve(MEET, held_on=AFTER)
    assert refusal(lambda: record("m", UNIT, ahead, deed=deed())) == "activity.future"


def test_a_meeting_is_corrected_with_a_reason() -> None:
    held = meeting()
    right = CorrectMeeting(
        title=" 院务会 ",
        kind="affairs",
        held_on=BEFORE,
        attended_by=(OTHER, OTHER),
        agenda=("乙",),
    )
    done = evolve_meeting(held, decide_correct_meeting(held, right, deed=deed())[0])
    assert (done.title, done.kind, done.held_on, done.attended_by, done.agenda) == (
        "院务会",
        "affairs",
        BEFORE,
        (OTHER,),
        ("乙",),
    )
    note = CorrectMeeting(note="另记")
    assert refusal(lambda: decide_correct_meeting(held, note, deed=deed(reason=""))) == (
        "act.reason_missing"
    )
    assert decide_correct_meeting(held, note, deed=deed())
    same = CorrectMeeting(kind="committee")
    assert refusal(lambda: decide_correct_meeting(held, same, deed=deed())) == "correction.empty"
    nobody = CorrectMeeting(attended_by=())
    assert refusal(lambda: decide_correct_meeting(held, nobody, deed=deed())) == "field.missing"


def test_a_voided_meeting_has_no_further_step() -> None:
    held = meeting()
    assert refusal(lambda: decide_void_meeting(held, deed=INSPECTOR)) == "separation.role"
    voided = evolve_meeting(held, decide_void_meeting(held, deed=deed())[0])
    assert refusal(lambda: decide_void_meeting(voided, deed=deed())) == "workflow.step"


# ---------------------------------------------------------------------------- opinions

ADVICE = GiveOpinion(matter="办公楼 维修", text=" 公开招标 ", department=FIRST)


def opinion(command: GiveOpinion = ADVICE, at: Meeting | None = None) -> Opinion:
    return evolve_opinion(None, decide_give("opn_1", UNIT, command, deed=deed(), meeting=at)[0])


def test_an_opinion_is_given_by_its_author_unless_others_are_named() -> None:
    assert opinion().given_by == (HEAD,)
    assert opinion(attrs.evolve(ADVICE, given_by=(OTHER, OTHER))).given_by == (OTHER,)


def test_an_opinion_outside_meetings_names_its_addressee() -> None:
    nobody = attrs.evolve(ADVICE, department=None)
    assert refusal(lambda: opinion(nobody)) == "opinion.addressee"
    assert refusal(lambda: decide_give("o", UNIT, ADVICE, deed=STRANGER)) == "separation.role"


def test_an_opinion_at_a_meeting_bears_its_day() -> None:
    held = meeting()
    assert opinion(attrs.evolve(ADVICE, meeting="mtg_1"), held).given_on == held.held_on
    other = attrs.evolve(ADVICE, meeting="mtg_1", given_on=BEFORE)
    assert refusal(lambda: opinion(other, held)) == "opinion.meeting_day"
    voided = evolve_meeting(held, decide_void_meeting(held, deed=deed())[0])
    assert refusal(lambda: opinion(ADVICE, voided)) == "opinion.meeting_voided"


def test_a_work_is_one_whatever_the_white_space_and_whatever_its_name_if_it_is_a_record() -> None:
    about = Reference(kind="item", id="itm_1")
    assert opinion().work == "办公楼维修"
    named = opinion(attrs.evolve(ADVICE, about=about))
    assert (named.work, OPINION.columns_of(named)["about"]) == ("itm_1", "itm_1")
    assert OPINION.columns_of(opinion())["about"] is None


@pytest.mark.parametrize("adoption", Adoption)
def test_who_did_not_adopt_all_of_it_says_why(adoption: Adoption) -> None:
    given = opinion()
    answered = evolve_opinion(
        given, decide_answer_opinion(given, adoption, deed=STRANGER, answer=" 资金不足 ")[0]
    )
    assert (answered.state.value, answered.answer) == (adoption.value, "资金不足")
    silent = lambda: decide_answer_opinion(given, adoption, deed=deed())
    if adoption is Adoption.ADOPTED:
        assert silent()
    else:
        assert refusal(silent) == "field.missing"


def test_an_opinion_is_not_adopted_before_it_was_given_nor_by_a_stranger() -> None:
    given = opinion()
    early = deed(on=BEFORE)
    adopted = Adoption.ADOPTED
    assert refusal(lambda: decide_answer_opinion(given, adopted, deed=early)) == "activity.before"
    other = deed(OTHER, DepartmentId("dep_2"), Role.HEAD)
    assert refusal(lambda: decide_answer_opinion(given, adopted, deed=other)) == "separation.role"


def test_an_opinion_is_corrected_as_a_whole() -> None:
    given = opinion()
    answered = attrs.evolve(given, state=OpinionState.ADOPTED, answered_on=TODAY)
    right = CorrectOpinion(matter=" 维修 ", text=" 比价 ", given_on=BEFORE, given_by=(OTHER,))
    done = evolve_opinion(answered, decide_correct_opinion(answered, right, deed=deed())[0])
    assert (done.matter, done.text, done.given_on, done.given_by) == (
        "维修",
        "比价",
        BEFORE,
        (OTHER,),
    )
    cases = (
        (CorrectOpinion(given_by=()), "field.missing"),
        (CorrectOpinion(cleared=("department",)), "opinion.addressee"),
        (CorrectOpinion(given_on=AFTER), "activity.future"),
        (CorrectOpinion(cleared=("text",)), "correction.cleared"),
    )
    for wrong, code in cases:
        assert refusal(lambda c=wrong: decide_correct_opinion(answered, c, deed=deed())) == code
    late = deed(on=AFTER)
    day = CorrectOpinion(given_on=AFTER)
    assert refusal(lambda: decide_correct_opinion(answered, day, deed=late)) == "activity.before"
    held = meeting()
    moved = CorrectOpinion(meeting="mtg_1", given_on=BEFORE)
    assert refusal(lambda: decide_correct_opinion(given, moved, deed=deed(), meeting=held)) == (
        "opinion.meeting_day"
    )
    kept = CorrectOpinion(meeting="mtg_1")
    assert decide_correct_opinion(given, kept, deed=deed(), meeting=held)


def test_an_opinion_is_voided_by_the_head_and_not_by_whom_it_is_addressed_to() -> None:
    own = deed(department=FIRST)
    assert refusal(lambda: decide_void_opinion(opinion(), deed=own)) == "separation.department"
    assert decide_void_opinion(opinion(), deed=deed())
    heard = attrs.evolve(opinion(), department=None, meeting="mtg_1")
    assert decide_void_opinion(heard, deed=own)


# ---------------------------------------------------------------------------- checklists

LIST = IssueChecklist(
    code=" files ",
    title=" 卷宗 ",
    points=(Checkpoint(code=" 1 ", text=" 目录 "),),
    valid_from=TODAY,
)


def checklist(command: IssueChecklist = LIST) -> Checklist:
    (issued,) = decide_issue_checklist(None, command, unit=UNIT, deed=deed())
    return evolve_checklist(None, issued)


def test_a_checklist_is_tidied_and_numbered() -> None:
    first = checklist()
    assert (first.code, first.title, first.edition, first.points) == (
        "files",
        "卷宗",
        1,
        (Checkpoint(code="1", text="目录"),),
    )
    assert first.point("1").text == "目录"
    assert refusal(lambda: first.point("9")) == "checklist.unknown_point"
    assert CHECKLIST.many_of(first) == {"problem_codes": ()}


def test_a_checklist_has_points_of_different_codes() -> None:
    for points, code in (((), "field.missing"), (LIST.points * 2, "checklist.point_twice")):
        command = attrs.evolve(LIST, points=points)
        assert refusal(lambda c=command: checklist(c)) == code
    assert (
        refusal(lambda: decide_issue_checklist(None, LIST, unit=UNIT, deed=STRANGER))
        == "separation.role"
    )


def test_a_version_follows_one_that_has_ended() -> None:
    first = checklist()
    later = attrs.evolve(LIST, valid_from=AFTER)
    following = lambda: decide_issue_checklist(first, later, unit=UNIT, deed=deed())
    assert refusal(following) == "checklist.overlap"
    first = evolve_checklist(first, decide_end_checklist(first, until=TODAY, deed=deed())[0])
    assert evolve_checklist(None, following()[0]).edition == 2
    assert refusal(lambda: decide_end_checklist(first, until=TODAY, deed=deed())) == (
        "checklist.ended"
    )


def test_a_checklist_is_corrected_in_title_and_days_only() -> None:
    first = checklist()
    for right, code in (
        (CorrectChecklist(valid_until=BEFORE), "validity.range"),
        (CorrectChecklist(cleared=("points",)), "correction.cleared"),
        (CorrectChecklist(title="卷宗"), "correction.empty"),
    ):
        assert refusal(lambda c=right: decide_correct_checklist(first, c, deed=deed())) == code
    days = CorrectChecklist(cleared=("valid_from",))
    done = evolve_checklist(first, decide_correct_checklist(first, days, deed=deed())[0])
    assert done.valid_from is None


# ---------------------------------------------------------------------------- plan

ENTRY = PlanInspection(year=2020, month=5, theme=" 卷宗检查 ", kind="files")


def entry(id: str = "ple_1", **more: object) -> PlanEntry:
    command = attrs.evolve(ENTRY, **more)
    return evolve_plan(None, decide_plan(id, UNIT, command, deed=deed())[0])


def test_an_entry_of_the_plan_has_a_month_and_a_kind() -> None:
    assert (entry().theme, entry().month_begins) == ("卷宗检查", dt.date(2020, 5, 1))
    for more, code in (
        ({"month": 13}, "plan.month"),
        ({"year": 1800}, "plan.month"),
        ({"kind": "x"}, "inspection.unknown_kind"),
        ({"theme": ""}, "text.empty"),
    ):
        assert refusal(lambda m=more: entry(**m)) == code
    assert refusal(lambda: decide_plan("p", UNIT, ENTRY, deed=STRANGER)) == "separation.role"


def test_an_entry_is_merged_into_another_that_is_planned() -> None:
    one, other = entry(), entry("ple_2")
    assert refusal(lambda: decide_merge_plan(one, one, deed=deed())) == "plan.merge_self"
    dropped = evolve_plan(other, decide_drop_plan(other, deed=deed())[0])
    assert dropped.state is PlanState.DROPPED
    assert refusal(lambda: decide_merge_plan(one, dropped, deed=deed())) == "plan.ended"
    merged = evolve_plan(one, decide_merge_plan(one, other, deed=deed())[0])
    assert merged.into == "ple_2"
    assert refusal(lambda: decide_drop_plan(merged, deed=deed())) == "workflow.step"


def test_an_entry_is_corrected_to_what_may_be_planned() -> None:
    right = CorrectPlan(theme=" 文书 ", month=6)
    done = evolve_plan(entry(), decide_correct_plan(entry(), right, deed=deed())[0])
    assert (done.theme, done.month) == ("文书", 6)
    for wrong, code in (
        (CorrectPlan(month=0), "plan.month"),
        (CorrectPlan(kind="x"), "inspection.unknown_kind"),
        (CorrectPlan(), "correction.empty"),
    ):
        assert refusal(lambda c=wrong: decide_correct_plan(entry(), c, deed=deed())) == code


# ---------------------------------------------------------------------------- contacts

CALL = MakeContact(
    about=Reference(kind="item", id="itm_1"),
    means=Means.TELEPHONE,
    said=" 询问进展 ",
    officers=(OTHER, OTHER),
    next_on=AFTER,
)


def contact(command: MakeContact = CALL) -> Contact:
    return evolve_contact(None, decide_make_contact("ctc_1", UNIT, command, deed=deed())[0])


def test_a_contact_says_with_whom_and_what() -> None:
    made = contact()
    assert (made.said, made.officers, made.contacted_by) == ("询问进展", (OTHER,), HEAD)
    columns = CONTACT.columns_of(made)
    assert (columns["about"], columns["about_kind"]) == ("itm_1", "item")
    for wrong, code in (
        (attrs.evolve(CALL, officers=()), "contact.nobody"),
        (attrs.evolve(CALL, said=" "), "field.missing"),
        (attrs.evolve(CALL, next_on=TODAY), "contact.next_on"),
        (attrs.evolve(CALL, contacted_on=AFTER), "activity.future"),
    ):
        assert refusal(lambda c=wrong: contact(c)) == code
    assert contact(attrs.evolve(CALL, officers=(), department=FIRST, next_on=None))


def test_a_contact_is_corrected_and_voided() -> None:
    made = contact()
    right = CorrectContact(said=" 已落实 ", contacted_on=BEFORE)
    done = evolve_contact(made, decide_correct_contact(made, right, deed=deed())[0])
    assert (done.said, done.contacted_on) == ("已落实", BEFORE)
    empty = CorrectContact(cleared=("next_on",))
    assert evolve_contact(made, decide_correct_contact(made, empty, deed=deed())[0]).next_on is None
    late = CorrectContact(next_on=BEFORE)
    assert refusal(lambda: decide_correct_contact(made, late, deed=deed())) == "contact.next_on"
    voided = evolve_contact(made, decide_void_contact(made, deed=deed())[0])
    assert refusal(lambda: decide_correct_contact(voided, right, deed=deed())) == "workflow.step"
