"""Decisions and their works (决策部署): deployed, reported on, checked, put right, settled."""

from __future__ import annotations

from collections.abc import Iterator

from mawei_exports.days import draw

from mawei_history.diary import Course, Turn
from mawei_history.plan import DEPLOYMENTS, Deployment, Follow
from mawei_history.rectifying import RESULTS, later, put_right, talk
from mawei_history.staff import Staff
from supervision.domain.decision_works import DeployWork, Execution
from supervision.domain.decisions import RegisterDecision
from supervision.domain.findings import OpenFinding, Severity
from supervision.domain.interviews import SpokenTo
from supervision.domain.measures import IssueMeasure, Service
from supervision.domain.report_requests import AskReport, ReportOutcome
from supervision.domain.values import DepartmentId, OfficerId
from supervision.office import decision_works, decisions, measures, report_requests

__all__ = ["deployments"]

ISSUERS = ("party_group", "party_group", "district_committee", "superior", "party_group")
TASKS = (
    ("扫黑除恶专项斗争", ("线索核查", "案件提前介入", "行业治理建议", "宣传发动", "台账报送")),
    ("疫情防控和复工复产", ("值守安排", "物资保障", "涉疫案件快办", "远程提讯", "信息报送")),
    ("机关党建", ("支部换届", "主题党日", "谈心谈话", "党费收缴", "意识形态责任制")),
    ("办案质效提升", ("认罪认罚适用", "退补分析", "量刑建议", "案件评查", "文书公开")),
    ("后勤和基建", ("技术用房修缮", "设备采购", "公务用车", "固定资产清查", "节能降耗")),
    ("队伍教育整顿", ("学习教育", "谈话提醒", "自查自纠", "线索核查", "建章立制")),
)
CODE = "decision"
"""Problem code of what a check of the execution meets with."""


def deployments(staff: Staff) -> Iterator[Course]:
    """Yield the courses of all decisions."""
    for place, one in enumerate(DEPLOYMENTS):
        yield _course(staff, one, place)


def _course(staff: Staff, plan: Deployment, place: int) -> Course:
    """Follow one decision up, works of one department each."""
    subject, tasks = TASKS[place % len(TASKS)]
    inspector = staff.inspector("deployed", place)
    department = staff.departments[place % len(staff.departments)]
    desk = yield Turn(plan.day, inspector)
    decision = decisions.register_decision(
        desk.work,
        RegisterDecision(
            title=f"关于{subject}的部署（{plan.day.year}年{plan.day.month}月）",
            issuer=ISSUERS[place % len(ISSUERS)],
            content=f"部署{subject}有关工作，由各部门落实。",
        ),
        acting=desk.acting,
    )
    works = []
    for number in range(plan.works):
        # Problems of one decision lie in one department, which answers for them together.
        others = staff.departments[(place + number) % len(staff.departments)]
        works.append(
            decision_works.deploy_work(
                desk.work,
                DeployWork(
                    decision=decision,
                    title=f"{subject}：{tasks[number % len(tasks)]}",
                    departments=(department if number < plan.problems else others,),
                    requirement="按部署要求按期落实并报告。",
                    due_on=later(plan.day, 30) if number == 0 else None,
                ),
                acting=desk.acting,
            )
        )
    request = report_requests.ask_report(
        desk.work,
        AskReport(
            work=works[0],
            title=f"{subject}落实情况报告",
            department=department,
            due_on=later(plan.day, 12),
            asked="如实报告进展、问题和下步安排。",
        ),
        acting=desk.acting,
    )
    desk = yield Turn(later(plan.day, 8), staff.heads[department])
    report_requests.give_report(
        desk.work, request, f"{subject}各项工作按计划推进，个别环节进度偏慢。", acting=desk.acting
    )
    desk = yield Turn(later(plan.day, 15), inspector)
    report_requests.assess_report(desk.work, request, ReportOutcome.TRUTHFUL, acting=desk.acting)
    found: list[str] = []
    for number, work in enumerate(works):
        checked = decision_works.check_execution(
            desk.work,
            work,
            Execution.PARTLY if number < plan.problems else Execution.CARRIED_OUT,
            result=f"查阅台账、询问经办人：{tasks[number % len(tasks)]}。" if number == 0 else "",
            problems=[_problem(subject, tasks[number % len(tasks)], place)]
            if number < plan.problems
            else [],
            acting=desk.acting,
        )
        found += checked.findings
    if found:
        yield from _follow(staff, plan, department, inspector, found, subject)
        desk = yield Turn(later(plan.day, 58), inspector)
        for work in works[: plan.problems]:
            decision_works.check_execution(
                desk.work, work, Execution.CARRIED_OUT, acting=desk.acting
            )
    desk = yield Turn(later(desk.day, 2), staff.chief)
    decision_works.release_result(desk.work, works[0], 0, acting=desk.acting)
    desk = yield Turn(later(desk.day, 2), staff.head)
    for work in works:
        decision_works.settle_work(desk.work, work, acting=desk.acting)
    decisions.conclude_decision(desk.work, decision, acting=desk.acting)


def _problem(subject: str, task: str, place: int) -> OpenFinding:
    return OpenFinding(
        title=f"{subject}中“{task}”落实不到位",
        severity=Severity.HEAVIER if draw(4, "severity", place) == 0 else Severity.SLIGHT,
        problem_code=CODE,
        facts=f"“{task}”未按部署的时间节点完成，台账缺项。",
    )


def _follow(
    staff: Staff,
    plan: Deployment,
    department: DepartmentId,
    inspector: OfficerId,
    found: list[str],
    subject: str,
) -> Course:
    day = later(plan.day, 17)
    if plan.follow is Follow.NOTICE:
        yield from _notice(staff, plan, department, inspector, found, subject)
        return
    if plan.follow is Follow.TALK:
        person = SpokenTo(officer=staff.liaisons[department], department=department)
        title = f"{subject}落实不力约谈"
        yield from talk(staff, "admonishing", title, person, day, inspector, found)
    yield from put_right(staff, found, department, day, inspector)


def _notice(
    staff: Staff,
    plan: Deployment,
    department: DepartmentId,
    inspector: OfficerId,
    found: list[str],
    subject: str,
) -> Course:
    """Issue a notice, have it claimed and answered, accept the answer, close it (整改通知)."""
    head = staff.heads[department]
    desk = yield Turn(later(plan.day, 17), staff.head)
    id = measures.issue(
        desk.work,
        IssueMeasure(
            rung="rectification_notice",
            title=f"关于{subject}落实问题的整改通知",
            department=department,
            findings=tuple(found),
            text="请认领问题，按期整改，书面反馈结果。",
        ),
        acting=desk.acting,
    )
    measures.serve(desk.work, id, Service.NETWORK, acting=desk.acting)
    desk = yield Turn(later(desk.day, 1), head)
    measures.receive(desk.work, id, acting=desk.acting)
    measures.claim_measure(desk.work, id, "逐项认领，限期整改到位。", acting=desk.acting)
    desk = yield Turn(later(desk.day, 6), head)
    measures.answer(desk.work, id, RESULTS[draw(3, "answer", plan.day)], acting=desk.acting)
    desk = yield Turn(later(desk.day, 1), inspector)
    perfunctory = draw(5, "perfunctory", plan.day) == 0
    if perfunctory:
        how = desk.because("只有结论，没有逐项说明，退回补正。")
        measures.return_answer(desk.work, id, perfunctory=True, acting=how)
        desk = yield Turn(later(desk.day, 2), head)
        measures.answer(desk.work, id, "逐项说明如下，材料附后。", acting=desk.acting)
        desk = yield Turn(later(desk.day, 1), inspector)
    measures.accept(desk.work, id, acting=desk.acting)
    desk = yield Turn(later(desk.day, 2), staff.head)
    measures.close_measure(desk.work, id, acting=desk.acting)
