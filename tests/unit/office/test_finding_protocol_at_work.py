"""Findings in the office: facts, objections, causes, groups, routing, late entry, waivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import pytest

from supervision.domain.clocks import Result
from supervision.domain.findings import (
    FINDING,
    CorrectFinding,
    Finding,
    FindingState,
    OpenFinding,
    Rectification,
)
from supervision.domain.milestones import Milestone
from supervision.domain.objections import ObjectionOutcome
from supervision.domain.problem_codes import RegisterProblemCode
from supervision.domain.values import OfficerId
from supervision.errors import Refused
from supervision.office import bases, finding_links, findings, objections
from supervision.office.acting import Acting
from supervision.office.shapes import MESSAGE_SHAPE
from supervision.office.work import Work
from supervision.ports.notify import Message
from supervision.ports.query import Eq, Has
from supervision.testing.offices import SmallOffice, small_office

T = TypeVar("T")
BECAUSE = Acting(reason="依据核查情况")
TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def done(small: SmallOffice, officer: OfficerId, act: Callable[[Work], T]) -> T:
    with small.office.work(officer) as work:
        result = act(work)
        work.commit()
    return result


def opened(small: SmallOffice, **fields: object) -> str:
    command = OpenFinding(**({"title": "回证未附卷", "department": small.first} | fields))
    return done(small, small.inspector, lambda work: findings.open_finding(work, command))


def found(small: SmallOffice, id: str) -> Finding:
    with small.office.read(small.head) as view:
        return view.get(FINDING, id)


def messages(small: SmallOffice) -> list[Message]:
    from supervision.codec import decode

    with small.office.store.begin() as transaction:
        return [decode(Message, row.body) for row in transaction.scan(MESSAGE_SHAPE.kind)]


def told(small: SmallOffice) -> list[tuple[str, tuple[OfficerId, ...]]]:
    return [(one.topic, one.to) for one in messages(small)]


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


def entered(small: SmallOffice, code: str, axis: str, **fields: object) -> None:
    command = RegisterProblemCode(code=code, axis=axis, edition="2026", zh=code, **fields)
    done(small, small.head, lambda work: bases.register_problem_code(work, command))


# --- facts and objections ---


def test_an_objection_is_told_to_the_head_and_its_answer_to_who_raised_it(
    small: SmallOffice,
) -> None:
    id = opened(small)
    done(
        small,
        small.inspector,
        lambda work: findings.check_facts(work, id, "缺两份", shown_to=(small.first_head,)),
    )
    done(small, small.first_head, lambda work: objections.object_to_finding(work, id, "另册"))
    assert refusal(
        lambda: done(small, small.head, lambda work: findings.confirm_finding(work, id))
    ) == ("finding.disputed")
    rejected = ObjectionOutcome.REJECTED
    done(
        small,
        small.head,
        lambda work: objections.answer_objection(work, id, rejected, "另册中没有"),
    )
    assert done(
        small, small.head, lambda work: findings.confirm_finding(work, id)
    ).confirmed_on == (TODAY)
    assert told(small) == [
        ("finding.objected", (small.head,)),
        ("finding.objection_answered", (small.first_head,)),
    ]


def test_an_objection_may_be_answered_by_its_number(small: SmallOffice) -> None:
    id = opened(small)
    for officer in (small.first_head, small.prosecutor):
        done(small, officer, lambda work: objections.object_to_finding(work, id, "不属实"))

    def answer(work: Work) -> Finding:
        return objections.answer_objection(work, id, ObjectionOutcome.UPHELD, "属实", index=1)

    after = done(small, small.head, answer)
    assert [one.outcome for one in after.objections] == [None, ObjectionOutcome.UPHELD]
    assert refusal(lambda: done(small, small.head, answer)) == "objection.answered"


def test_an_answer_without_an_objection_is_refused(small: SmallOffice) -> None:
    id = opened(small)
    upheld = ObjectionOutcome.UPHELD
    assert refusal(
        lambda: done(
            small, small.head, lambda work: objections.answer_objection(work, id, upheld, "答")
        )
    ) == ("objection.unknown")


def test_causes_come_from_the_dictionary_on_their_axis(small: SmallOffice) -> None:
    entered(small, "cause.staff", "cause")
    entered(small, "cause.system", "cause", external=True)
    entered(small, "document", "nature")
    entered(small, "cause.old", "cause", valid_until=dt.date(2025, 12, 31))
    id = opened(small)

    def analyse(*codes: str) -> Finding:
        causes = dict.fromkeys(codes, "")
        return done(small, small.inspector, lambda work: findings.analyse(work, id, causes))

    after = analyse("cause.system", "cause.staff")
    assert [(one.code, one.external) for one in after.causes] == [
        ("cause.system", True),
        ("cause.staff", False),
    ]
    for code, wrong in (
        ("cause.none", "problem_code.unknown"),
        ("document", "problem_code.axis"),
        ("cause.old", "problem_code.not_valid"),
    ):
        assert refusal(lambda c=code: analyse(c)) == wrong
    with small.office.read(small.head) as view:
        assert [one.id for one in view.select(FINDING, Has("codes", "cause.staff"))] == [id]


def test_further_codes_stand_on_axes_of_their_own(small: SmallOffice) -> None:
    entered(small, "criminal", "business")
    entered(small, "civil", "business")
    entered(small, "document", "nature")
    id = opened(small, codes=("criminal", "document"))
    assert found(small, id).all_codes == ("criminal", "document")
    assert refusal(lambda: opened(small, codes=("criminal", "civil"))) == (
        "problem_code.axis_twice"
    )
    for codes, code in ((("x",), "problem_code.unknown"), (None, "correction.empty")):
        correction = CorrectFinding(codes=codes)
        assert (
            refusal(
                lambda c=correction: done(
                    small,
                    small.head,
                    lambda work: findings.correct_finding(work, id, c, acting=BECAUSE),
                )
            )
            == code
        )


# --- groups, duplicates, routing, recurrence ---


def grouped(small: SmallOffice, id: str, lead: str) -> Finding:
    return done(
        small,
        small.head,
        lambda work: finding_links.group_finding(work, id, lead, acting=BECAUSE),
    )


def put_right(small: SmallOffice, id: str) -> None:
    def answer(work: Work) -> None:
        findings.claim(
            work,
            id,
            department=small.first,
            mode=Rectification.BY_DATE,
            plan="补附",
            due_on=work.today,
        )
        findings.submit(work, id, "已补")

    done(small, small.first_head, answer)
    done(small, small.inspector, lambda work: findings.verify(work, id))


def test_a_group_is_struck_off_with_its_lead(small: SmallOffice) -> None:
    lead, member, further = opened(small), opened(small), opened(small)
    grouped(small, further, member)
    grouped(small, member, lead)
    assert {found(small, one).group_lead for one in (member, further)} == {lead}
    late = opened(small)
    assert grouped(small, late, member).group_lead == lead
    put_right(small, lead)
    done(small, small.head, lambda work: findings.close(work, lead))
    for one in (member, further, late):
        assert (found(small, one).state, found(small, one).rectified) == (
            FindingState.CLOSED,
            Result.IN_TIME,
        )
    with small.office.read(small.head) as view:
        links = finding_links.links_of(view, lead)
        assert {one.id for one in links.members} == {member, further, late}
        other = finding_links.links_of(view, member)
    assert other.lead is not None
    assert other.lead.id == lead


def test_a_group_made_and_struck_off_in_one_work_is_whole(small: SmallOffice) -> None:
    lead, member = opened(small), opened(small)
    put_right(small, lead)

    def both(work: Work) -> None:
        finding_links.group_finding(work, member, lead, acting=BECAUSE)
        findings.close(work, lead)

    done(small, small.head, both)
    assert found(small, member).state is FindingState.CLOSED


@pytest.mark.parametrize("end", ["dismiss", "void_finding", "duplicate", "group"])
def test_a_lead_ends_only_after_its_members_left(small: SmallOffice, end: str) -> None:
    lead, member, other = opened(small), opened(small), opened(small)
    grouped(small, member, lead)

    def act(work: Work) -> object:
        if end == "duplicate":
            return findings.mark_duplicate(work, lead, other, acting=BECAUSE)
        if end == "group":
            return finding_links.group_finding(work, lead, member, acting=BECAUSE)
        return getattr(findings, end)(work, lead, acting=BECAUSE)

    wrong = "finding.group_self" if end == "group" else "finding.leads"
    assert refusal(lambda: done(small, small.head, act)) == wrong
    done(
        small,
        small.head,
        lambda work: finding_links.ungroup_finding(work, member, acting=BECAUSE),
    )
    if end != "group":
        done(small, small.head, act)


def test_duplicates_of_a_duplicate_follow(small: SmallOffice) -> None:
    first, second, third = opened(small), opened(small), opened(small)

    def both(work: Work) -> None:
        findings.mark_duplicate(work, third, second, acting=BECAUSE)
        findings.mark_duplicate(work, second, first, acting=BECAUSE)

    done(small, small.head, both)
    assert found(small, third).duplicate_of == first
    with small.office.read(small.head) as view:
        links = finding_links.links_of(view, first)
        assert {one.id for one in links.duplicates} == {second, third}
        original = finding_links.links_of(view, third).original
    assert original is not None
    assert original.id == first


def test_an_old_finding_knows_its_recurrences(small: SmallOffice) -> None:
    old = opened(small)
    put_right(small, old)
    done(small, small.head, lambda work: findings.close(work, old))
    again = opened(small, recurs_from=old)
    with small.office.read(small.head) as view:
        assert [one.id for one in finding_links.links_of(view, old).recurrences] == [again]
        before = finding_links.links_of(view, again).before
    assert before is not None
    assert before.id == old


def test_passing_on_tells_the_department_today_only(small: SmallOffice) -> None:
    id = opened(small)

    def pass_on(work: Work, to: object, acting: Acting) -> Finding:
        return finding_links.reroute_finding(work, id, to, acting=acting)

    done(small, small.head, lambda work: pass_on(work, small.second, BECAUSE))
    small.clock.advance(days=3)
    late = Acting(on=TODAY, reason="补录")
    done(small, small.head, lambda work: pass_on(work, small.first, late))
    assert told(small) == [("finding.rerouted", (small.second_head,))]
    assert [one.to for one in found(small, id).routed] == [small.second, small.first]


# --- plans, and everything entered late ---


def test_a_course_of_years_ago_is_entered_late(small: SmallOffice) -> None:
    def on(month: int, day: int, reason: str = "") -> Acting:
        return Acting(on=dt.date(2021, month, day), reason=reason)

    id = done(
        small,
        small.head,
        lambda work: findings.open_finding(
            work, OpenFinding(title="归档超期", department=small.first), acting=on(3, 1)
        ),
    )
    done(
        small,
        small.inspector,
        lambda work: findings.check_facts(
            work, id, "三件", shown_to=(small.first_head,), agreed=True, acting=on(3, 2)
        ),
    )
    done(
        small,
        small.first_head,
        lambda work: objections.object_to_finding(work, id, "两件", acting=on(3, 3)),
    )
    done(
        small,
        small.head,
        lambda work: objections.answer_objection(
            work, id, ObjectionOutcome.PARTLY, "另一件缓归", acting=on(3, 4)
        ),
    )
    done(small, small.head, lambda work: findings.confirm_finding(work, id, acting=on(3, 5)))

    def by_department(work: Work) -> None:
        findings.claim(
            work,
            id,
            department=small.first,
            mode=Rectification.BY_DATE,
            plan="归档",
            due_on=dt.date(2021, 3, 20),
            acting=on(3, 6),
        )
        step = Milestone(text="清点", due_on=dt.date(2021, 3, 10), officer=small.prosecutor)
        findings.plan_rectification(work, id, (step,), acting=on(3, 6))
        findings.reach_milestone(work, id, 0, "清点完毕", acting=on(3, 11))

    done(small, small.first_head, by_department)
    until = dt.date(2021, 4, 1)
    done(
        small,
        small.head,
        lambda work: findings.extend_finding(work, id, until, acting=on(3, 18, "待移交")),
    )
    done(
        small,
        small.first_head,
        lambda work: findings.submit(work, id, "已归档", references=("档 3",), acting=on(4, 2)),
    )
    done(small, small.inspector, lambda work: findings.verify(work, id, acting=on(4, 8)))
    done(small, small.head, lambda work: findings.close(work, id, acting=on(4, 9)))
    closed = found(small, id)
    assert (closed.state, closed.closed_on, closed.rectified) == (
        FindingState.CLOSED,
        dt.date(2021, 4, 9),
        Result.LATE,
    )
    assert messages(small) == []
    with small.office.read(small.head) as view:
        (group,) = view.tally(FINDING, Eq("rectified", Result.LATE.value))
    assert group.count == 1
    assert small.office.verify().ok
