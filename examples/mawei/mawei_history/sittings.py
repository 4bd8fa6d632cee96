"""Meetings attended, opinions given, and how they were taken (列席会议、意见建议)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mawei_exports.days import chance, draw, pick

from mawei_history.diary import Course, Turn
from mawei_history.plan import MEETINGS, OPINIONS_OUTSIDE
from mawei_history.rectifying import later
from mawei_history.staff import Staff
from supervision.domain.meetings import RecordMeeting
from supervision.domain.opinions import Adoption, GiveOpinion
from supervision.office import meetings, opinions

__all__ = ["sittings"]

BODIES = (("party_group", "党组会"), ("committee", "检委会"), ("chief", "检察长办公会"))
SUBJECTS = (
    "认罪认罚案件量刑建议",
    "技术用房修缮",
    "办公设备采购",
    "捕诉一体衔接",
    "公益诉讼线索办理",
    "年度经费预算执行",
    "干部选拔任用程序",
    "主题党日安排",
    "涉案财物移交",
    "检务公开和信息公布",
    "案件评查结果运用",
    "未成年人保护协作",
    "信访矛盾化解",
    "值班备勤和疫情防控",
    "保密检查整改",
)
ADVICE = (
    "建议明确责任人和完成时间，办结后书面反馈。",
    "建议补充可行性说明，按规定程序报批后实施。",
    "建议同步建立台账，按月通报进展。",
    "建议严格依规定公示，接受监督。",
)


def sittings(staff: Staff) -> Iterator[Course]:
    """Yield the courses of all meetings, and of opinions given outside them."""
    numbers: dict[tuple[str, int], int] = {}
    for place, (day, works) in enumerate(MEETINGS):
        code, name = BODIES[place % len(BODIES)]
        number = numbers[code, day.year] = numbers.get((code, day.year), 0) + 1
        yield _meeting(staff, day, code, f"{name}{day.year}年第{number}次会议", place, works)
    for day in OPINIONS_OUTSIDE:
        yield _outside(staff, day)


def _meeting(staff: Staff, day: dt.date, kind: str, title: str, place: int, works: int) -> Course:
    subjects = [SUBJECTS[(place * 4 + one) % len(SUBJECTS)] for one in range(works)]
    desk = yield Turn(day, staff.head)
    meeting = meetings.record_meeting(
        desk.work,
        RecordMeeting(
            title=title,
            kind=kind,
            attended_by=(staff.head, staff.inspector(day)),
            agenda=tuple(subjects),
        ),
        acting=desk.acting,
    )
    # Some works need a second word at the same meeting.
    spoken = [(one, 0) for one in range(works)] + ([(0, 1)] if place % 9 == 0 else [])
    given = [
        opinions.give_opinion(
            desk.work,
            GiveOpinion(
                matter=f"{title}议题：{subjects[one]}",
                text=ADVICE[(place + one + turn) % len(ADVICE)],
                meeting=meeting,
                department=pick(staff.departments, "addressed", day, one),
            ),
            acting=desk.acting,
        )
        for one, turn in spoken
    ]
    desk = yield Turn(later(day, 6), staff.inspector(day))
    for one, id in enumerate(given):
        adoption, answer = _taken(day, one)
        opinions.answer_opinion(desk.work, id, adoption, answer, acting=desk.acting)


def _taken(day: dt.date, place: int) -> tuple[Adoption, str]:
    if chance(4, "refused", day, place):
        return Adoption.NOT_ADOPTED, "经研究，已有安排，暂不另行调整。"
    if chance(12, "partly", day, place):
        return Adoption.PARTLY, "采纳时间要求，经费安排按原方案执行。"
    return Adoption.ADOPTED, "已采纳并写入会议纪要。"


def _outside(staff: Staff, day: dt.date) -> Course:
    department = pick(staff.business, "outside", day)
    desk = yield Turn(day, staff.inspector(day))
    id = opinions.give_opinion(
        desk.work,
        GiveOpinion(
            matter=f"{staff.names[department]}{day.year}年{day.month}月卷宗归档管理",
            text=ADVICE[draw(len(ADVICE), day)],
            department=department,
        ),
        acting=desk.acting,
    )
    desk = yield Turn(later(day, 5), staff.heads[department])
    opinions.answer_opinion(desk.work, id, Adoption.ADOPTED, "已按建议调整。", acting=desk.acting)
