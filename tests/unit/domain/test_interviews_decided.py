"""Decisions about interviews."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.findings import (
    Claim,
    Finding,
    FindingState,
    Rectification,
    Responsible,
    Source,
)
from supervision.domain.interview_kinds import CAPACITIES, TALKS, Talk
from supervision.domain.interview_steps import (
    HoldInterview,
    SignInterview,
    Subjects,
    concerned_by_interview,
    decide_cancel_interview,
    decide_correct_interview,
    decide_hold,
    decide_plan,
    decide_sign,
    decide_void_interview,
)
from supervision.domain.interviews import (
    INTERVIEW,
    CorrectInterview,
    Interview,
    InterviewCancelled,
    InterviewState,
    PlanInterview,
    Signature,
    SpokenTo,
    evolve_interview,
)
from supervision.domain.measures import Measure, MeasureState
from supervision.domain.posts import Role
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId, Sealed
from supervision.errors import JournalError, Refused

TODAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
OFFICE = DepartmentId("dep_dc")
TEXT = Sealed(digest="sha256:00", size=3)
HEAD_ID, INS_ID = OfficerId("off_head"), OfficerId("off_ins")
PERSON = OfficerId("off_person")


def deed(officer: str, *roles: Role, on: dt.date = TODAY, reason: str = "依据") -> Deed:
    standing = Standing(
        officer=OfficerId(officer), departments=frozenset({OFFICE}), roles=frozenset(roles)
    )
    return Deed(act=Act(by=standing.officer, on=on), standing=standing, reason=reason)


HEAD = deed(HEAD_ID, Role.SUPERVISION_HEAD)
CHIEF = deed("off_chief", Role.CHIEF)
PLANNED = Interview(
    id="itv_1",
    unit="unt_1",
    talk="admonishing",
    title="整改不力",
    state=InterviewState.PLANNED,
    persons=(SpokenTo(officer=PERSON, capacity="department_head"),),
    interviewers=(HEAD_ID, INS_ID),
    place="谈话室",
)
HELD = attrs.evolve(PLANNED, state=InterviewState.HELD, held_on=TODAY, text=TEXT)
FINDING = Finding(
    id="fnd_1",
    unit="unt_1",
    title="台账不全",
    source=Source.MANUAL,
    found_on=TODAY,
    state=FindingState.CLAIMED,
    persons=(Responsible(officer=OfficerId("off_resp")),),
    concerned=(OfficerId("off_witness"),),
    claim=Claim(by=OfficerId("off_claim"), on=TODAY, mode=Rectification.LASTING, plan="改"),
)
MEASURE = Measure(
    id="msr_1",
    unit="unt_1",
    rung="reminder_talk",
    title="提醒",
    state=MeasureState.CLAIMED,
    issued_on=TODAY,
    officer=OfficerId("off_to"),
    claimed_by=OfficerId("off_by"),
)
NOTHING = Subjects()
ABOUT = Subjects(findings=(FINDING,), measures=(MEASURE,))


def refusal(call: object) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


def plan(by: Deed = HEAD, about: Subjects = NOTHING, **given: object) -> Interview:
    fields: dict[str, object] = {
        "talk": "admonishing",
        "title": " 整改不力 ",
        "persons": (SpokenTo(officer=PERSON),),
        "interviewers": (HEAD_ID, HEAD_ID, INS_ID),
    }
    command = PlanInterview(**(fields | given))
    (change,) = decide_plan("itv_2", "unt_1", command, deed=by, subjects=about)
    return evolve_interview(None, change)


def hold(interview: Interview = PLANNED, by: Deed = HEAD, **given: object) -> Interview:
    about = given.pop("about", Subjects())
    command = HoldInterview(**({"text": TEXT} | given))
    (change,) = decide_hold(interview, command, deed=by, subjects=about, number="1号")
    return evolve_interview(interview, change)


def sign(*signatures: Signature, interview: Interview = HELD, by: Deed = HEAD) -> Interview:
    command = SignInterview(signatures=signatures, paper=TEXT)
    (change,) = decide_sign(interview, command, deed=by)
    return evolve_interview(interview, change)


BOTH = (Signature(officer=HEAD_ID), Signature(officer=INS_ID))


# ---------------------------------------------------------------------------- tables


def test_what_no_source_decides_is_marked_as_the_offices_own_choice() -> None:
    for talk in TALKS.values():
        assert "interviewers" in talk.own_choice
        assert set(talk.own_choice) <= {"interviewers", "rights_notice"}
        assert talk.basis or len(talk.own_choice) == 2


def test_a_local_kind_of_talk_must_state_both_numbers() -> None:
    fields = attrs.fields_dict(Talk)
    assert fields["interviewers"].default is attrs.NOTHING
    assert fields["rights_notice"].default is attrs.NOTHING


# ---------------------------------------------------------------------------- planning


def test_a_talk_is_planned_with_its_persons() -> None:
    planned = plan(place=" 三楼 ")
    assert (planned.title, planned.place, planned.interviewers, planned.state) == (
        "整改不力",
        "三楼",
        (HEAD_ID, INS_ID),
        InterviewState.PLANNED,
    )


def test_an_outsider_is_known_by_the_sealed_name() -> None:
    planned = plan(persons=(SpokenTo(outsider=TEXT, capacity="witness"),))
    assert INTERVIEW.many_of(planned)["officers"] == ()
    assert INTERVIEW.many_of(planned)["capacities"] == ("witness",)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"talk": "chat"}, "interview.unknown_talk"),
        ({"title": ""}, "text.empty"),
        ({"persons": ()}, "field.missing"),
        ({"persons": (SpokenTo(officer=PERSON, capacity="x"),)}, "interview.unknown_capacity"),
        ({"persons": (SpokenTo(),)}, "interview.person"),
        ({"persons": (SpokenTo(officer=PERSON, outsider=TEXT),)}, "interview.person"),
        ({"persons": (SpokenTo(officer=PERSON), SpokenTo(officer=PERSON))}, "interview.twice"),
        ({"interviewers": (PERSON,)}, "interview.interviewer_concerned"),
        ({"concerned": (HEAD_ID,)}, "interview.interviewer_concerned"),
        ({"by": deed("off_x", Role.HEAD)}, "separation.role"),
    ],
)
def test_a_talk_that_does_not_fit_is_refused(given: dict[str, object], code: str) -> None:
    assert refusal(lambda: plan(**given)) == code


@pytest.mark.parametrize("who", ["off_resp", "off_witness", "off_claim", "off_to", "off_by"])
def test_whoever_its_findings_and_measures_concern_does_not_lead_it(who: str) -> None:
    assert refusal(lambda: plan(about=ABOUT, interviewers=(OfficerId(who),))) == (
        "interview.interviewer_concerned"
    )
    by = deed(who, Role.SUPERVISION_HEAD)
    assert refusal(lambda: hold(by=by, about=ABOUT)) == "separation.named"


def test_a_measure_to_a_department_concerns_nobody_by_name() -> None:
    measure = attrs.evolve(MEASURE, officer=None, claimed_by=None)
    concerned = concerned_by_interview(PLANNED, Subjects(measures=(measure,)))
    assert concerned.officers == {PERSON}


# ---------------------------------------------------------------------------- holding


def test_a_talk_is_held_on_the_day_of_the_act() -> None:
    held = hold(rights_notice=True, place="会议室")
    assert (held.state, held.held_on, held.number, held.place, held.rights_notice) == (
        InterviewState.HELD,
        TODAY,
        "1号",
        "会议室",
        True,
    )
    assert held.text == TEXT


@pytest.mark.parametrize(
    ("interview", "given", "code"),
    [
        (PLANNED, {"interviewers": (HEAD_ID, HEAD_ID)}, "interview.too_few"),
        (PLANNED, {"interviewers": (HEAD_ID, PERSON)}, "interview.interviewer_concerned"),
        (attrs.evolve(PLANNED, place=""), {}, "field.missing"),
        (attrs.evolve(PLANNED, talk="inquiry"), {}, "interview.rights_notice"),
        (attrs.evolve(PLANNED, talk="gone"), {}, "interview.unknown_talk"),
        (HELD, {}, "workflow.step"),
        (PLANNED, {"by": deed(PERSON, Role.INSPECTOR)}, "separation.named"),
    ],
)
def test_a_talk_held_must_fit_its_kind(
    interview: Interview, given: dict[str, object], code: str
) -> None:
    assert refusal(lambda: hold(interview, **given)) == code


def test_the_notice_of_rights_is_kept() -> None:
    assert hold(attrs.evolve(PLANNED, talk="inquiry"), rights_notice=True).rights_notice


def test_a_kind_without_a_number_of_its_own_still_needs_somebody() -> None:
    talks = {"admonishing": attrs.evolve(TALKS["admonishing"], interviewers=0)}
    alone = attrs.evolve(PLANNED, interviewers=())
    call = lambda: decide_hold(alone, HoldInterview(text=TEXT), deed=HEAD, talks=talks)
    assert refusal(call) == "interview.too_few"


# ---------------------------------------------------------------------------- signing


def test_signatures_and_refusals_are_recorded() -> None:
    signed = sign(Signature(person=0, refused=" 不认可第三段 "), *BOTH)
    assert (signed.state, signed.signed_on, signed.refused, signed.paper) == (
        InterviewState.SIGNED,
        TODAY,
        1,
        TEXT,
    )
    assert signed.signatures[0].refused == "不认可第三段"
    assert INTERVIEW.columns_of(signed)["refused"] == 1


@pytest.mark.parametrize(
    ("signatures", "code"),
    [
        (BOTH, "interview.unsigned"),
        ((Signature(person=0), BOTH[0]), "interview.unsigned"),
        ((Signature(person=1), *BOTH), "interview.signature"),
        ((Signature(person=0), Signature(person=0), *BOTH), "interview.signature"),
        ((Signature(), *BOTH), "interview.signature"),
        ((Signature(officer=PERSON), *BOTH), "interview.signature"),
        (
            (Signature(person=0), BOTH[0], Signature(officer=INS_ID, refused="不签")),
            "interview.interviewer_refused",
        ),
    ],
)
def test_everybody_who_was_there_signs_or_refuses_once(
    signatures: tuple[Signature, ...], code: str
) -> None:
    assert refusal(lambda: sign(*signatures)) == code


def test_nothing_is_signed_before_the_talk() -> None:
    early = deed(HEAD_ID, Role.SUPERVISION_HEAD, on=TODAY - DAY)
    assert refusal(lambda: sign(Signature(person=0), *BOTH, by=early)) == "interview.too_early"


# ---------------------------------------------------------------------------- ends


def correct(interview: Interview, **given: object) -> Interview:
    correction = CorrectInterview(**given)
    (change,) = decide_correct_interview(interview, correction, deed=HEAD)
    return evolve_interview(interview, change)


def test_a_planned_talk_is_corrected() -> None:
    right = correct(PLANNED, title=" 新 ", persons=(SpokenTo(officer=OfficerId("off_other")),))
    assert (right.title, right.persons[0].officer) == ("新", "off_other")
    assert correct(PLANNED, cleared=("place",)).place == ""


@pytest.mark.parametrize(
    ("interview", "given", "code"),
    [
        (PLANNED, {"text": TEXT}, "interview.not_held"),
        (PLANNED, {"title": "整改不力"}, "correction.empty"),
        (PLANNED, {"persons": (SpokenTo(officer=HEAD_ID),)}, "interview.interviewer_concerned"),
        (HELD, {"interviewers": (INS_ID,)}, "interview.too_few"),
        (HELD, {"cleared": ("place",)}, "field.missing"),
        (HELD, {"cleared": ("text",)}, "correction.cleared"),
        (attrs.evolve(HELD, state=InterviewState.SIGNED), {"title": "新"}, "workflow.step"),
    ],
)
def test_a_correction_must_leave_a_talk_that_fits(
    interview: Interview, given: dict[str, object], code: str
) -> None:
    assert refusal(lambda: correct(interview, **given)) == code


def test_the_text_of_a_talk_is_corrected_until_it_is_signed() -> None:
    other = Sealed(digest="sha256:01", size=4)
    assert correct(HELD, text=other).text == other


def test_a_talk_is_cancelled_or_voided_with_a_reason() -> None:
    (cancelled,) = decide_cancel_interview(PLANNED, deed=CHIEF)
    assert evolve_interview(PLANNED, cancelled).state is InterviewState.CANCELLED
    (voided,) = decide_void_interview(HELD, deed=HEAD)
    assert evolve_interview(HELD, voided).state is InterviewState.VOIDED
    silent = attrs.evolve(HEAD, reason="")
    assert refusal(lambda: decide_void_interview(HELD, deed=silent)) == "act.reason_missing"
    assert refusal(lambda: decide_cancel_interview(HELD, deed=HEAD)) == "workflow.step"
    assert CAPACITIES["witness"].zh == "证人"


def test_the_life_begins_with_planning() -> None:
    with pytest.raises(JournalError):
        evolve_interview(None, InterviewCancelled(act=HEAD.act))
