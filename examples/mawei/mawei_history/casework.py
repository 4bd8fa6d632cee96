"""Problems found in cases and in their files (办案问题、卷宗文书问题), and what came of them."""

from __future__ import annotations

from collections.abc import Iterator

from mawei_exports.days import draw

from mawei_history.diary import Course, Turn
from mawei_history.plan import HANDLING, SUGGESTIONS, Handling, Suggestion
from mawei_history.rectifying import RESULTS, later, put_right, talk
from mawei_history.staff import Staff
from supervision.domain.findings import Nature, OpenFinding, Responsible, Severity
from supervision.domain.interviews import SpokenTo
from supervision.domain.measures import IssueMeasure, Service
from supervision.office import findings, measures

__all__ = ["casework"]

HANDLED = (
    ("handling.plea", "未在审结前听取值班律师意见"),
    ("handling.rights", "权利告知超过三日"),
    ("handling.term", "延长审查起诉理由不充分"),
    ("handling.card", "案卡填录与卷宗不一致"),
)
FILED = (
    ("files.archive", "结案后三个月未归档"),
    ("files.document", "起诉书文字差错"),
    ("files.signature", "送达回证缺签收日期"),
    ("files.order", "卷宗目录与页码不符"),
)


def casework(staff: Staff) -> Iterator[Course]:
    """Yield the courses of what was found in cases and files."""
    for place, one in enumerate(HANDLING):
        yield _handled(staff, one, place)
    for place, asked in enumerate(SUGGESTIONS):
        yield _filed(staff, asked, place)


def _handled(staff: Staff, plan: Handling, place: int) -> Course:
    """Problems in one prosecutor's cases: facts checked, talked about, put right."""
    # Reminders and sterner talks alternate; each goes round all prosecutors.
    who, department = staff.prosecutors[place // 2 % len(staff.prosecutors)]
    inspector = staff.inspector("handled", place)
    desk = yield Turn(plan.day, inspector)
    ids = []
    for number in range(plan.problems):
        code, text = HANDLED[(place + number) % len(HANDLED)]
        id = findings.open_finding(
            desk.work,
            OpenFinding(
                title=text,
                nature=Nature.DEFECT,
                severity=Severity.SLIGHT if plan.reminder else Severity.HEAVIER,
                problem_code=code,
                department=department,
                persons=(Responsible(officer=who),),
                case_number=f"马检刑诉受〔{plan.day.year}〕{draw(280, place, number) + 1}号",
            ),
            acting=desk.acting,
        )
        findings.check_facts(
            desk.work,
            id,
            f"经调阅案卡和卷宗，{text}。",
            shown_to=(who,),
            agreed=True,
            acting=desk.acting,
        )
        ids.append(id)
    kind = "reminder" if plan.reminder else "admonishing"
    person = SpokenTo(officer=who, capacity="prosecutor", department=department)
    yield from talk(staff, kind, "办案规范谈话", person, later(plan.day, 3), inspector, ids)
    yield from put_right(staff, ids, department, later(plan.day, 3), inspector)


def _filed(staff: Staff, plan: Suggestion, place: int) -> Course:
    """Problems in files and documents: a suggestion, a talk with the head, the answer."""
    department = staff.business[place % len(staff.business)]
    head, inspector = staff.heads[department], staff.inspector("filed", place)
    desk = yield Turn(plan.day, inspector)
    ids = []
    for number in range(plan.problems):
        code, text = FILED[(place + number) % len(FILED)]
        ids.append(
            findings.open_finding(
                desk.work,
                OpenFinding(
                    title=text,
                    nature=Nature.DEFECT,
                    problem_code=code,
                    department=department,
                    facts=f"抽查卷宗发现：{text}。",
                ),
                acting=desk.acting,
            )
        )
    desk = yield Turn(later(plan.day, 1), staff.head)
    id = measures.issue(
        desk.work,
        IssueMeasure(
            rung="suggestion",
            title=f"关于{staff.names[department]}卷宗文书问题的督察建议",
            department=department,
            findings=tuple(ids),
            text="建议逐卷整改，建立归档前互查制度。",
        ),
        acting=desk.acting,
    )
    measures.serve(desk.work, id, Service.DIRECT, acting=desk.acting)
    person = SpokenTo(officer=head, capacity="department_head", department=department)
    talked = ids[: plan.talked]
    yield from talk(
        staff, "admonishing", "卷宗文书问题约谈", person, later(plan.day, 2), inspector, talked
    )
    desk = yield Turn(later(plan.day, 3), head)
    measures.receive(desk.work, id, acting=desk.acting)
    measures.claim_measure(desk.work, id, "逐卷核对，归档前互查。", acting=desk.acting)
    desk = yield Turn(later(plan.day, 10), head)
    measures.answer(desk.work, id, RESULTS[draw(3, "filed", place)], acting=desk.acting)
    desk = yield Turn(later(plan.day, 12), inspector)
    measures.accept(desk.work, id, acting=desk.acting)
    desk = yield Turn(later(plan.day, 14), staff.head)
    measures.close_measure(desk.work, id, acting=desk.acting)
