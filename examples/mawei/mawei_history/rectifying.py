"""From a problem to its end (整改): claimed, put right, verified, struck off; with talks before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from mawei_exports.days import DAY, draw, rolled

from mawei_history.diary import Course, Turn
from mawei_history.staff import Staff
from supervision.domain.findings import Rectification
from supervision.domain.interviews import PlanInterview, Signature, SpokenTo
from supervision.domain.values import DepartmentId, OfficerId
from supervision.office import findings, interviews

__all__ = ["later", "put_right", "talk"]

PLANS = (
    "逐项核对，补办手续，由部门负责人复核。",
    "立即纠正，对照清单自查，并在部门例会上讲评。",
    "完善办理流程，明确专人负责，每周检查一次。",
)
RESULTS = (
    "已逐项整改，材料附后；自查未发现同类问题。",
    "已补办手续，承办人作了说明，部门已组织学习。",
    "已修订流程并落实到人，近期抽查未见反弹。",
)


def later(day: dt.date, days: int) -> dt.date:
    """Return a working day about so many days later."""
    return rolled(day + days * DAY)


def put_right(
    staff: Staff,
    ids: Sequence[str],
    department: DepartmentId,
    day: dt.date,
    inspector: OfficerId,
    file: str | None = None,
) -> Course:
    """Let a department put problems right; the office verifies, and strikes them off."""
    head = staff.heads[department]
    desk = yield Turn(later(day, 2), head, file)
    for id in ids:
        findings.claim(
            desk.work,
            id,
            department=department,
            mode=Rectification.BY_DATE,
            plan=PLANS[draw(len(PLANS), "plan", day)],
            due_on=later(day, 16),
            acting=desk.acting,
        )
    # Now and then a department is late.
    late = draw(12, "late", day, department) == 0
    desk = yield Turn(later(day, 20 if late else 9 + draw(6, "submitted", day)), head, file)
    for id in ids:
        result = RESULTS[draw(len(RESULTS), "result", day)]
        findings.submit(desk.work, id, result, acting=desk.acting)
    desk = yield Turn(later(desk.day, 3), inspector, file)
    for id in ids:
        findings.verify(desk.work, id, acting=desk.acting)
    desk = yield Turn(later(desk.day, 2), staff.head, file)
    for id in ids:
        findings.close(desk.work, id, acting=desk.acting)


def talk(
    staff: Staff,
    kind: str,
    title: str,
    person: SpokenTo,
    day: dt.date,
    inspector: OfficerId,
    about: Sequence[str] = (),
) -> Course:
    """Talk to somebody about problems, and have the record signed (约谈、谈话)."""
    leading = (staff.head, inspector) if kind == "admonishing" else (staff.head,)
    desk = yield Turn(day, staff.head)
    id = interviews.plan_interview(
        desk.work,
        PlanInterview(
            talk=kind,
            title=title,
            persons=(person,),
            interviewers=leading,
            planned_on=day,
            place="检务督察部谈话室",
            findings=tuple(about),
        ),
        acting=desk.acting,
    )
    text = f"{title}。指出问题，听取说明，提出整改要求，被谈话人表示接受。"
    interviews.hold_interview(desk.work, id, text, rights_notice=True, acting=desk.acting)
    signed = (Signature(person=0), *(Signature(officer=who) for who in leading))
    interviews.sign_interview(desk.work, id, signed, acting=desk.acting)
