"""Inspections (督察检查): special ones by a checklist, self-checks, and circulars that name persons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from mawei_history.diary import NEW_FILE, Course, Desk, Turn
from mawei_history.plan import INSPECTIONS, ROUTINE_CHECKS, Visit
from mawei_history.rectifying import later, put_right
from mawei_history.staff import Staff
from supervision.domain.checklists import Checkpoint, IssueChecklist
from supervision.domain.circulars import DraftCircular, NamedPerson
from supervision.domain.closed_file_changes import OpenClosedFile, Purpose
from supervision.domain.findings import OpenFinding
from supervision.domain.inspection_steps import OnTheSpot
from supervision.domain.inspections import (
    BeginInspection,
    Conclude,
    Conduct,
    Conformity,
    Focus,
    Openness,
    PointResult,
)
from supervision.domain.measures import Service
from supervision.domain.values import DepartmentId, OfficerId
from supervision.office import circulars, closed_files, inspections

__all__ = ["style_checklist", "visits"]

POINTS = (
    Checkpoint(code="1", text="按时到岗，外出有请假登记", problem_code="style.duty"),
    Checkpoint(code="2", text="着装规范，佩戴检徽", problem_code="style.dress"),
    Checkpoint(code="3", text="值班值守在位，交接记录完整", problem_code="style.watch"),
    Checkpoint(code="4", text="办案场所安全措施到位", problem_code="style.safety"),
    Checkpoint(code="5", text="公务用车、接待手续齐全", problem_code="style.spending"),
    Checkpoint(code="6", text="涉密载体登记保管", problem_code="style.secrecy"),
)


def style_checklist() -> IssueChecklist:
    """Return the checklist of special inspections (检风检纪检查清单)."""
    return IssueChecklist(code="style", title="检风检纪检查清单", points=POINTS)


def visits(staff: Staff, checklist: str) -> Iterator[Course]:
    """Yield the courses of all inspections.

    Args:
        staff: who works where.
        checklist: id of the checklist of special ones.
    """
    for place, one in enumerate(INSPECTIONS):
        yield _special(staff, one, place, checklist)
    for place, day in enumerate(ROUTINE_CHECKS):
        yield _self_check(staff, day, staff.departments[place % len(staff.departments)])


def _special(staff: Staff, plan: Visit, place: int, checklist: str) -> Course:
    """Inspect three departments; settle on the spot what can be; conclude; put the rest right."""
    first, second = staff.two("visit", place)
    visited = tuple(
        staff.departments[(place * 2 + one) % len(staff.departments)] for one in (0, 1, 2)
    )
    desk = yield Turn(plan.day, first, NEW_FILE if plan.covert else None)
    file = desk.work.file
    if plan.covert:
        closed_files.open_file(
            desk.work,
            OpenClosedFile(
                title=f"{plan.theme}暗访",
                purpose=Purpose.COVERT_INSPECTION,
                approved_by=staff.chief,
            ),
            acting=desk.acting,
        )
    id = inspections.begin_inspection(
        desk.work,
        BeginInspection(
            theme=plan.theme,
            kind="style",
            inspectors=(first, second),
            departments=visited,
            openness=Openness.COVERT if plan.covert else Openness.OPEN,
            focus=Focus.THEMATIC,
            checklist=checklist,
        ),
        acting=desk.acting,
    )
    left = _look(staff, desk, id, plan, visited, second)
    if plan.covert:
        # What the departments were told releases it; everything after goes on in its file.
        desk = yield Turn(later(plan.day, 2), first, file)
        event = "检查情况已向被检查部门通报"
        closed_files.release_file(desk.work, event, on=desk.day, acting=desk.acting)
        desk = yield Turn(later(plan.day, 2), staff.head, file)
        inspections.reveal_inspection(desk.work, id, acting=desk.acting)
    desk = yield Turn(later(plan.day, 3), staff.head, file)
    criticised = tuple(staff.liaisons[one] for one in visited[: plan.criticised])
    said = f"{plan.theme}检查发现问题{plan.problems}个。" if plan.problems else "未发现问题。"
    conclusion = Conclude(conclusion=said, criticised=criticised)
    inspections.conclude_inspection(desk.work, id, conclusion, acting=desk.acting)
    if criticised:
        problems = tuple(one for ids in left.values() for one in ids)
        yield from _circular(staff, plan, visited, criticised, problems, first)
    for number, (department, ids) in enumerate(left.items()):
        day = later(plan.day, 20 * (number + 1))
        yield from put_right(staff, ids, department, day, first, file)


def _look(
    staff: Staff,
    desk: Desk,
    id: str,
    plan: Visit,
    visited: tuple[DepartmentId, ...],
    second: OfficerId,
) -> dict[DepartmentId, list[str]]:
    """Go through the points; return what was not settled on the spot, by department."""
    sheet = desk.work.seal(f"现场整改单：{plan.theme}".encode()) if plan.on_spot else None
    left: dict[DepartmentId, list[str]] = {}
    for number in range(plan.problems):
        department = visited[number % len(visited)]
        point = POINTS[number % len(POINTS)]
        finding = inspections.find_problem(
            desk.work,
            id,
            OpenFinding(
                title=f"{plan.theme}检查：{point.text}做得不够",
                department=department,
                facts=f"现场检查时，{point.text}方面存在不足。",
            ),
            point=point.code,
            note="现场查看并询问",
            acting=desk.acting,
        )
        if number >= plan.on_spot:
            left.setdefault(department, []).append(finding)
            continue
        command = OnTheSpot(
            put_right_by=staff.heads[department],
            result="当场纠正。",
            verified_by=second,
            closed_by=staff.head,
        )
        signed = attrs.evolve(desk.acting, paper=sheet)
        inspections.settle_on_spot(desk.work, id, finding, command, acting=signed)
    conform = tuple(
        PointResult(conformity=Conformity.CONFORM, point=point.code, note="符合要求")
        for point in POINTS[plan.problems :]
    )
    if conform:
        inspections.check_points(desk.work, id, conform, acting=desk.acting)
    return left


def _circular(
    staff: Staff,
    plan: Visit,
    visited: tuple[DepartmentId, ...],
    criticised: tuple[OfficerId, ...],
    problems: tuple[str, ...],
    inspector: OfficerId,
) -> Course:
    """Draft, issue, serve and close a circular that criticises by name (通报批评)."""
    desk = yield Turn(later(plan.day, 4), inspector)
    id = circulars.draft_circular(
        desk.work,
        DraftCircular(
            title=f"关于{plan.theme}检查情况的通报",
            to=visited,
            scope="全院",
            text="对检查发现的问题予以通报，各部门对照整改。",
            findings=problems,
            persons=tuple(NamedPerson(officer=one, named=True) for one in criticised),
        ),
        acting=desk.acting,
    )
    desk = yield Turn(later(plan.day, 5), staff.chief)
    circulars.issue_circular(desk.work, id, acting=desk.acting)
    desk = yield Turn(later(plan.day, 6), inspector)
    for department in visited:
        circulars.serve_circular(desk.work, id, department, Service.NETWORK, acting=desk.acting)
    for department in visited:
        desk = yield Turn(later(plan.day, 8), staff.heads[department])
        circulars.receive_circular(desk.work, id, department, acting=desk.acting)
        answer = "已传达学习，对照自查。"
        circulars.confirm_circular(desk.work, id, department, answer, acting=desk.acting)
    desk = yield Turn(later(plan.day, 12), staff.head)
    circulars.close_circular(desk.work, id, acting=desk.acting)


def _self_check(staff: Staff, day: dt.date, department: DepartmentId) -> Course:
    """A department checks itself, finds nothing and says so: that is a record too."""
    head = staff.heads[department]
    desk = yield Turn(day, head)
    id = inspections.begin_inspection(
        desk.work,
        BeginInspection(
            theme=f"{staff.names[department]}作风自查",
            kind="style",
            inspectors=(head,),
            departments=(department,),
            conduct=Conduct.SELF,
            focus=Focus.ROUTINE,
        ),
        acting=desk.acting,
    )
    conclusion = Conclude(conclusion="逐项自查，未发现问题。")
    inspections.conclude_inspection(desk.work, id, conclusion, acting=desk.acting)
