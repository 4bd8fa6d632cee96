"""Interviews at work: numbers, sealed text, signatures, and counts in 次, 人 and 人次."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import pytest

from supervision.domain.findings import OpenFinding, Rectification, Responsible
from supervision.domain.interviews import (
    INTERVIEW,
    CorrectInterview,
    Interview,
    InterviewState,
    PlanInterview,
    Signature,
    SpokenTo,
)
from supervision.domain.items import ProposeItem
from supervision.domain.measures import IssueMeasure
from supervision.domain.registers import REGISTER, register_id
from supervision.domain.values import OfficerId, UnitId
from supervision.errors import AccessDenied, NotFound, Refused
from supervision.office import findings, interviews, items, measures
from supervision.office.acting import Acting
from supervision.office.work import Work
from supervision.ports.query import Eq
from supervision.testing.offices import SmallOffice, small_office

T = TypeVar("T")
HELD_ON = dt.date(2020, 6, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def act(small: SmallOffice, who: OfficerId, use: Callable[[Work], T]) -> T:
    with small.office.work(who) as work:
        result = use(work)
        work.commit()
    return result


def on(day: dt.date = HELD_ON, reason: str = "") -> Acting:
    return Acting(on=day, reason=reason)


def planned(small: SmallOffice, **given: object) -> str:
    fields: dict[str, object] = {
        "talk": "admonishing",
        "title": "整改不力",
        "persons": (
            SpokenTo(officer=small.first_head, capacity="department_head", department=small.first),
        ),
        "interviewers": (small.head, small.inspector),
        "place": "谈话室",
    }
    command = PlanInterview(**(fields | given))
    return act(
        small,
        small.head,
        lambda work: interviews.plan_interview(work, command, acting=on()),
    )


def held(small: SmallOffice, day: dt.date = HELD_ON, **given: object) -> str:
    id = planned(small, **given)
    act(
        small,
        small.head,
        lambda work: interviews.hold_interview(work, id, "说明情况", acting=on(day)),
    )
    return id


def kept(small: SmallOffice, id: str) -> Interview:
    with small.office.read(small.head) as view:
        return view.get(INTERVIEW, id)


def test_a_talk_long_past_is_held_numbered_and_signed(small: SmallOffice) -> None:
    id = held(small)
    signatures = (
        Signature(person=0, refused="对事实有异议"),
        Signature(officer=small.head),
        Signature(officer=small.inspector),
    )

    def sign(work: Work) -> Interview:
        paper = work.seal(b"scan")
        return interviews.sign_interview(
            work, id, signatures, paper=paper, acting=on(HELD_ON + DAY)
        )

    signed = act(small, small.head, sign)
    assert (signed.state, signed.held_on, signed.signed_on, signed.refused) == (
        InterviewState.SIGNED,
        HELD_ON,
        HELD_ON + DAY,
        1,
    )
    assert signed.number == "马检督谈〔2020〕1号"
    assert small.office.verify().ok


def test_a_kind_without_a_series_bears_no_number(small: SmallOffice) -> None:
    assert kept(small, held(small, talk="integrity")).number is None
    void = held(small, talk="reminder")
    act(
        small,
        small.head,
        lambda work: interviews.void_interview(work, void, acting=on(reason="误录")),
    )
    assert kept(small, void).state is InterviewState.VOIDED


def test_a_voided_talk_gives_its_number_up_visibly(small: SmallOffice) -> None:
    id = held(small)
    act(
        small,
        small.head,
        lambda work: interviews.void_interview(work, id, acting=on(reason="误录")),
    )
    with small.office.read(small.head) as view:
        register = view.get(REGISTER, register_id(UnitId(small.unit), "interview", 2020))
    assert [one.number for one in register.voided] == [1]


def test_what_was_said_is_sealed_and_read_by_few(small: SmallOffice) -> None:
    id = held(small)
    assert "说明情况" not in str(kept(small, id))
    for who in (small.chief, small.head, small.inspector):
        with small.office.read(who) as view:
            assert interviews.read_interview(view, id) == "说明情况"
    with small.office.read(small.first_head) as view:
        with pytest.raises(AccessDenied) as caught:
            interviews.read_interview(view, id)
        assert caught.value.code == "access.sealed"


def test_who_led_the_talk_reads_it(small: SmallOffice) -> None:
    id = held(small, interviewers=(small.head, small.second_head))
    with small.office.read(small.second_head) as view:
        assert interviews.read_interview(view, id) == "说明情况"
    waiting = planned(small)
    with small.office.read(small.head) as view:
        assert interviews.read_interview(view, waiting) is None


def test_a_refused_talk_takes_no_number(small: SmallOffice) -> None:
    id = planned(small, interviewers=(small.head,))
    before = small.office.checkpoints()[0].seq
    with pytest.raises(Refused, match=r"interview\.too_few"):
        act(small, small.head, lambda work: interviews.hold_interview(work, id, "说", acting=on()))
    assert small.office.checkpoints()[0].seq == before
    led = (small.head, small.chief)
    done = act(
        small,
        small.head,
        lambda work: interviews.hold_interview(
            work, id, "说", interviewers=led, place="会议室", acting=on()
        ),
    )
    assert (done.interviewers, done.place, done.number) == (led, "会议室", "马检督谈〔2020〕1号")


def test_whoever_a_finding_concerns_does_not_lead_the_talk(small: SmallOffice) -> None:
    finding = act(
        small,
        small.head,
        lambda work: findings.open_finding(
            work,
            OpenFinding(title="一", persons=(Responsible(officer=small.inspector),)),
            acting=on(),
        ),
    )
    with pytest.raises(Refused, match=r"interview\.interviewer_concerned"):
        planned(small, findings=(finding,))
    id = planned(small, findings=(finding,), interviewers=(small.head, small.chief))
    correction = CorrectInterview(interviewers=(small.head, small.inspector))
    with pytest.raises(Refused, match=r"interview\.interviewer_concerned"):
        act(
            small,
            small.head,
            lambda work: interviews.correct_interview(
                work, id, correction, acting=on(reason="换人")
            ),
        )


def test_a_talk_is_corrected_with_what_it_names(small: SmallOffice) -> None:
    def enter(work: Work) -> tuple[str, str]:
        measure = measures.issue(
            work,
            IssueMeasure(rung="reminder_talk", title="提醒", officer=small.prosecutor),
            acting=on(),
        )
        return measure, items.propose(work, ProposeItem(title="督办", kind="item.style"))

    measure, item = act(small, small.head, enter)
    id = planned(small, item=item, measures=(measure,))
    correction = CorrectInterview(
        persons=(SpokenTo(officer=small.prosecutor, capacity="prosecutor"),),
        concerned=(small.second_head,),
        item=item,
        title="改",
    )
    right = act(
        small,
        small.head,
        lambda work: interviews.correct_interview(work, id, correction, acting=on(reason="录错")),
    )
    assert (right.persons[0].officer, right.concerned) == (small.prosecutor, (small.second_head,))


def test_a_planned_talk_is_cancelled(small: SmallOffice) -> None:
    id = planned(small)
    cancelled = act(
        small,
        small.head,
        lambda work: interviews.cancel_interview(work, id, acting=on(reason="改为书面")),
    )
    assert cancelled.state is InterviewState.CANCELLED


@pytest.mark.parametrize(
    "given",
    [
        {"persons": (SpokenTo(officer=OfficerId("off_none")),)},
        {"interviewers": (OfficerId("off_none"),)},
        {"concerned": (OfficerId("off_none"),)},
        {"item": "itm_none"},
        {"findings": ("fnd_none",)},
        {"measures": ("msr_none",)},
    ],
)
def test_what_a_talk_names_must_be_there(small: SmallOffice, given: dict[str, object]) -> None:
    with pytest.raises(NotFound):
        planned(small, **given)


# ---------------------------------------------------------------------------- counting


def test_talks_persons_and_person_times_are_counted_apart(small: SmallOffice) -> None:
    """次, 人 and 人次 by kind and by capacity: one talk may have several persons."""
    head = SpokenTo(officer=small.first_head, capacity="department_head")
    prosecutor = SpokenTo(officer=small.prosecutor, capacity="prosecutor")
    other = SpokenTo(officer=small.second_head, capacity="department_head")
    outsiders = tuple(
        SpokenTo(outsider=act(small, small.head, lambda work: work.seal(b"X")), capacity="witness")
        for _ in range(2)
    )
    held(small, persons=(head, prosecutor, other))
    held(small, persons=(head,), day=HELD_ON + DAY)
    held(small, persons=(*outsiders, prosecutor), talk="integrity", day=HELD_ON + 2 * DAY)
    planned(small)
    with small.office.read(small.head) as view:
        counted = interviews.count_talks(view)
        first = interviews.count_talks(view, first=HELD_ON, last=HELD_ON)
        integrity = interviews.count_talks(view, where=Eq("talk", "integrity"))
    assert (counted.all.talks, counted.all.persons, counted.all.person_times) == (3, 5, 7)
    assert [(one.code, one.talks, one.persons, one.person_times) for one in counted.by_talk] == [
        ("admonishing", 2, 3, 4),
        ("integrity", 1, 3, 3),
    ]
    assert [
        (one.code, one.talks, one.persons, one.person_times) for one in counted.by_capacity
    ] == [("department_head", 2, 2, 3), ("prosecutor", 2, 1, 2), ("witness", 1, 2, 2)]
    assert (first.all.talks, integrity.all.talks) == (1, 1)


def test_the_problems_talks_were_about_are_counted_with_those_struck_off(
    small: SmallOffice,
) -> None:
    """The seed office tells of talks and, beside them, of problems put right after them."""

    def enter(work: Work) -> list[str]:
        opened = [OpenFinding(title=title, department=small.first) for title in "甲乙"]
        return [findings.open_finding(work, one, acting=on()) for one in opened]

    first, second = act(small, small.head, enter)

    def put_right(work: Work) -> None:
        mode = Rectification.LASTING
        findings.claim(work, first, department=small.first, mode=mode, plan="改", acting=on())
        findings.submit(work, first, "已改", acting=on())

    act(small, small.first_head, put_right)
    act(small, small.inspector, lambda work: findings.verify(work, first, acting=on()))
    act(small, small.head, lambda work: findings.close(work, first, acting=on()))
    held(small, findings=(first, second))
    held(small, findings=(first,))
    with small.office.read(small.head) as view:
        counted = interviews.count_talks(view).all
    assert (counted.talks, counted.findings, counted.rectified) == (2, 2, 1)
