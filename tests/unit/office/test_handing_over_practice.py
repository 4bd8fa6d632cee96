"""Reviews, talks, instructions, opinions and decisions go over with the other open work."""

from __future__ import annotations

import datetime as dt

import pytest

from supervision.domain.decision_works import DECISION_WORK, DeployWork
from supervision.domain.decisions import RegisterDecision
from supervision.domain.findings import OpenFinding, Rectification
from supervision.domain.handovers import HandOver
from supervision.domain.instructions import INSTRUCTION, ReceiveInstruction
from supervision.domain.interviews import INTERVIEW, PlanInterview, SpokenTo
from supervision.domain.material_lists import MATERIAL_LIST, AskedMaterial, AskMaterials
from supervision.domain.opinions import OPINION, GiveOpinion
from supervision.domain.report_requests import REPORT_REQUEST, AskReport
from supervision.domain.reviews import REVIEW, PlanReview
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused
from supervision.office import (
    decision_works,
    decisions,
    findings,
    instructions,
    interviews,
    material_lists,
    opinions,
    report_requests,
    reviews,
)
from supervision.office.acting import Acting
from supervision.office.dossiers import department_dossier, officer_dossier
from supervision.office.handovers import hand_over, open_work
from supervision.testing.offices import SmallOffice, small_office

WHY = Acting(reason="调离")
DUE = dt.date(2026, 3, 20)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def asked_of(small: SmallOffice, department: DepartmentId) -> set[tuple[str, str]]:
    """Ask a department for everything that can be asked of one."""
    with small.office.work(small.head) as work:
        decision = decisions.register_decision(
            work, RegisterDecision(title="专项部署", issuer="district_committee")
        )
        deployed = decision_works.deploy_work(
            work, DeployWork(decision=decision, title="自查", departments=(department,))
        )
        report = report_requests.ask_report(
            work, AskReport(work=deployed, title="报告", department=department, due_on=DUE)
        )
        materials = material_lists.ask_materials(
            work,
            AskMaterials(
                work=deployed,
                title="台账",
                department=department,
                due_on=DUE,
                materials=(AskedMaterial(name="自查台账"),),
            ),
        )
        opinion = opinions.give_opinion(
            work, GiveOpinion(matter="自查", text="先难后易", department=department)
        )
        finding = findings.open_finding(work, OpenFinding(title="甲"))
        instruction = instructions.receive(
            work,
            ReceiveInstruction(
                text="请说明",
                about_kind="finding",
                about=finding,
                leader=small.chief,
                department=department,
            ),
        )
        work.commit()
    return {
        ("decision_work", deployed),
        ("report_request", report),
        ("material_list", materials),
        ("opinion", opinion),
        ("instruction", instruction),
    }


def test_everything_asked_of_a_department_goes_over(small: SmallOffice) -> None:
    asked = asked_of(small, small.first)
    command = HandOver(from_department=small.first, to_department=small.second)
    with small.office.work(small.head) as work:
        done = hand_over(work, command, acting=WHY)
        work.commit()
    assert {(one.kind, one.id) for one in done} == asked
    assert {one.title for one in done} == {"自查", "报告", "台账", "请说明"}
    ids = dict(asked)
    with small.office.read(small.head) as view:
        assert open_work(view, department=small.first) == ()
        assert view.get(DECISION_WORK, ids["decision_work"]).departments == (small.second,)
        for kind in (REPORT_REQUEST, MATERIAL_LIST, OPINION, INSTRUCTION):
            assert view.get(kind, ids[kind.name]).department == small.second
        counts = department_dossier(view, small.second, DUE).counts
    assert set(counts) == set(ids)


def test_a_dossier_knows_everything_asked_of_the_department(small: SmallOffice) -> None:
    asked = asked_of(small, small.first)
    with small.office.read(small.head) as view:
        entries = department_dossier(view, small.first, DUE).entries
        leader = officer_dossier(view, small.chief, DUE).entries
    assert {(one.kind, one.id) for one in entries} == asked
    assert [(one.kind, one.capacities) for one in leader] == [("instruction", ("leader",))]


def planned(small: SmallOffice, interviewer: OfficerId) -> tuple[str, str]:
    """Plan a review and a talk of one officer."""
    with small.office.work(small.first_head) as work:
        finding = findings.open_finding(work, OpenFinding(title="乙", department=small.first))
        findings.claim(
            work, finding, department=small.first, mode=Rectification.LASTING, plan="补正"
        )
        findings.submit(work, finding, "已补正")
        work.commit()
    with small.office.work(small.head) as work:
        findings.verify(work, finding)
        findings.close(work, finding)
        work.commit()
    with small.office.work(small.head) as work:
        review = reviews.plan_review(
            work, PlanReview(target_kind="finding", target=finding, checkers=(interviewer,))
        )
        talk = interviews.plan_interview(
            work,
            PlanInterview(
                talk="reminder",
                title="提醒谈话",
                persons=(SpokenTo(officer=small.prosecutor, department=small.first),),
                interviewers=(interviewer, small.head),
            ),
        )
        work.commit()
    return review, talk


def test_reviews_and_talks_go_to_who_stands_apart(small: SmallOffice) -> None:
    review, talk = planned(small, small.inspector)
    with small.office.read(small.head) as view:
        assert {one.id for one in open_work(view, officer=small.inspector)} == {review, talk}
    for taker in (small.first_head, small.prosecutor):
        wrong = HandOver(from_officer=small.inspector, to_officer=taker)
        with (
            small.office.work(small.head) as work,
            pytest.raises(Refused, match=r"handover\.concerned"),
        ):
            hand_over(work, wrong, acting=WHY)
    right = HandOver(from_officer=small.inspector, to_officer=small.head)
    with small.office.work(small.head) as work:
        hand_over(work, right, acting=WHY)
        work.commit()
    with small.office.read(small.head) as view:
        assert view.get(REVIEW, review).checkers == (small.head,)
        assert view.get(INTERVIEW, talk).interviewers == (small.head,)


def test_an_instruction_to_an_officer_goes_over(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        finding = findings.open_finding(work, OpenFinding(title="甲"))
        command = ReceiveInstruction(
            text="请说明",
            about_kind="finding",
            about=finding,
            leader=small.chief,
            officer=small.first_head,
        )
        instruction = instructions.receive(work, command)
        work.commit()
    over = HandOver(from_officer=small.first_head, to_officer=small.prosecutor)
    with small.office.work(small.head) as work:
        hand_over(work, over, acting=WHY)
        work.commit()
    with small.office.read(small.head) as view:
        assert view.get(INSTRUCTION, instruction).officer == small.prosecutor
