"""Items, each through its whole workflow (项目化督察): from the proposal to the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mawei_exports.days import DAY, draw

from mawei_history.diary import Course, Turn
from mawei_history.plan import PROJECTS
from mawei_history.rectifying import later, put_right
from mawei_history.staff import Staff
from supervision.domain.contacts import MakeContact, Means
from supervision.domain.instructions import ReceiveInstruction
from supervision.domain.item_progress import ProgressChannel
from supervision.domain.item_steps import Move
from supervision.domain.items import ITEM, ProposeItem, Requirement
from supervision.domain.references import Reference
from supervision.domain.reviews import PlanReview, ReviewOutcome
from supervision.domain.values import DepartmentId
from supervision.office import contacts, instructions, items, reviews

__all__ = ["projects"]

KINDS = (
    ("item.project", "重点工作"),
    ("item.style", "机关作风"),
    ("item.decision.party", "党建工作"),
    ("item.enforcement", "执法办案"),
    ("item.superior", "上级院部署事项"),
    ("item.decision.procurement", "采购事项"),
    ("item.major_case", "重大案件办理"),
    ("item.decision.construction", "基建事项"),
)
REVIEW_FAILS = 63
"""Place of the item whose review finds that the problem is there again."""
SOURCES = ("党组", "检察长批示", "上级院", "区委", "检委会")


def projects(staff: Staff) -> Iterator[Course]:
    """Yield the courses of all items."""
    for place, day in enumerate(PROJECTS):
        yield _course(staff, day, place)


def _course(staff: Staff, day: dt.date, place: int) -> Course:
    kind, name = KINDS[place % len(KINDS)]
    lead = staff.departments[place % len(staff.departments)]
    head = staff.heads[lead]
    inspector = staff.inspector("item", place)
    due = later(day, 9)
    desk = yield Turn(day, inspector)
    id = items.propose(
        desk.work,
        ProposeItem(
            title=f"{name}督办（{day.year}年第{place + 1}项）",
            kind=kind,
            source=SOURCES[place % len(SOURCES)],
            requirements=(Requirement(text="查清情况，限期落实，书面反馈", department=lead),),
            lead=lead,
            supervisor=inspector,
            starts_on=day,
            warn_on=due - DAY,
            due_on=due,
            expected_effect="按期落实，形成长效做法",
        ),
        acting=desk.acting,
    )
    items.move(desk.work, id, Move(step="submit"), acting=desk.acting)
    desk = yield Turn(later(day, 1), staff.chief)
    note = Move(step="open", note="同意立项，一周办结。")
    items.move(desk.work, id, note, acting=desk.acting)
    desk = yield Turn(desk.day, inspector)
    items.move(desk.work, id, Move(step="assign"), acting=desk.acting)
    desk = yield Turn(later(day, 2), head)
    items.move(desk.work, id, Move(step="sign"), acting=desk.acting)
    if not kind.startswith("item.decision"):
        items.move(desk.work, id, Move(step="start"), acting=desk.acting)
    if place % 4 == 0:
        channel = tuple(ProgressChannel)[place % len(ProgressChannel)]
        desk = yield Turn(later(day, 4), inspector)
        items.progress(desk.work, id, "正在办理，进度正常。", channel, acting=desk.acting)
        contacts.make_contact(
            desk.work,
            MakeContact(
                about=Reference(kind=ITEM.name, id=id),
                means=tuple(Means)[place // 4 % len(Means)],
                said="询问进展，部门答复按期办结。",
                department=lead,
            ),
            acting=desk.acting,
        )
    # Every now and then the report is late.
    desk = yield Turn(later(day, 12 if draw(15, "late", place) == 0 else 7), head)
    report = Move(step="report", note="已落实，结果和材料附后。")
    items.move(desk.work, id, report, acting=desk.acting)
    desk = yield Turn(later(desk.day, 1), inspector)
    if place % 17 == 5:
        how = desk.because("未说明长效措施，请补充。")
        items.move(desk.work, id, Move(step="reject"), acting=how)
        desk = yield Turn(later(desk.day, 1), head)
        again = Move(step="report", note="已补充长效措施。")
        items.move(desk.work, id, again, acting=desk.acting)
        desk = yield Turn(later(desk.day, 1), inspector)
    items.settle(desk.work, id, 0, acting=desk.acting)
    closing = Move(step="propose_closing", effect="事项按期落实，明确了责任人和办理时限。")
    items.move(desk.work, id, closing, acting=desk.acting)
    desk = yield Turn(later(desk.day, 1), staff.chief)
    items.move(desk.work, id, Move(step="close", note="同意办结。"), acting=desk.acting)
    desk = yield Turn(later(desk.day, 3), inspector)
    items.move(desk.work, id, Move(step="archive"), acting=desk.acting)
    if place % 24 == 7:
        yield from _instructed(staff, id, lead, later(desk.day, 4))
    if place % 20 == 3:
        yield from _reviewed(staff, id, lead, later(desk.day, 30), place)


def _instructed(staff: Staff, item: str, lead: DepartmentId, day: dt.date) -> Course:
    """The chief writes something on a closed item; the department answers (批示)."""
    desk = yield Turn(day, staff.chief)
    id = instructions.receive(
        desk.work,
        ReceiveInstruction(
            text="做法好，请总结成制度。",
            about_kind=ITEM.name,
            about=item,
            leader=staff.chief,
            department=lead,
            due_on=later(day, 14),
        ),
        acting=desk.acting,
    )
    desk = yield Turn(later(day, 9), staff.heads[lead])
    instructions.answer_instruction(desk.work, id, "已形成工作指引。", acting=desk.acting)
    desk = yield Turn(later(day, 11), staff.chief)
    instructions.close_instruction(desk.work, id, acting=desk.acting)


def _reviewed(staff: Staff, item: str, lead: DepartmentId, day: dt.date, place: int) -> Course:
    """Look again at what was closed; once it has come back (回头看)."""
    inspector = staff.inspector("item", place)
    desk = yield Turn(day, inspector)
    asked = PlanReview(
        target_kind=ITEM.name, target=item, checkers=(inspector,), due_on=later(day, 10)
    )
    id = reviews.plan_review(desk.work, asked, acting=desk.acting)
    desk = yield Turn(later(day, 7), inspector)
    fails = place == REVIEW_FAILS
    outcome = ReviewOutcome.CAME_BACK if fails else ReviewOutcome.HOLDS
    said = "制度未执行，问题再次出现。" if fails else "现场抽查，整改成果保持。"
    done = reviews.complete_review(desk.work, id, outcome, said, acting=desk.acting)
    if done.findings:
        yield from put_right(staff, done.findings, lead, later(desk.day, 2), inspector)
