"""Registers of the daily practice (督察工作台账): activities, decisions, talks, circulars, reviews.

As in `registers`: units of count, days, what they may be counted by, what is left out.
"""

from __future__ import annotations

from supervision.domain.activities import INSPECTION_KINDS, MEETING_KINDS
from supervision.domain.attachments import ATTACHMENT, AttachmentState
from supervision.domain.circulars import CIRCULAR, CircularState
from supervision.domain.contacts import CONTACT, ContactState, Means
from supervision.domain.decision_works import DECISION_WORK, DecisionWorkState, Execution
from supervision.domain.decisions import DECISION, DecisionState
from supervision.domain.inspections import INSPECTION, Conduct, Focus, InspectionState, Openness
from supervision.domain.instructions import INSTRUCTION, InstructionState
from supervision.domain.interview_kinds import TALKS
from supervision.domain.interviews import INTERVIEW, InterviewState
from supervision.domain.issuers import ISSUERS
from supervision.domain.material_lists import MATERIAL_LIST, MaterialState
from supervision.domain.meetings import MEETING, MeetingState
from supervision.domain.opinions import OPINION, OpinionState
from supervision.domain.report_requests import REPORT_REQUEST, ReportOutcome, RequestState
from supervision.domain.reviews import REVIEW, ReviewOutcome, ReviewState
from supervision.domain.rules import Wording
from supervision.ports.query import Eq, In, Not
from supervision.reporting.dimensions import (
    DEPARTMENT,
    OFFICER,
    UNIT,
    coded,
    day,
    each,
    field,
    month,
)
from supervision.reporting.statistics import CountUnit, Different, Each, Named, Statistic

__all__ = ["PRACTICE"]

_NOT_VOIDED = Wording(zh="不含作废的", en="Voided ones are left out")
_DEPARTMENTS = each("departments", "部门", "Department", named=Named.DEPARTMENT)

_OPINION_DAYS = (
    day("given_on", "提出日期", "day given"),
    day("answered_on", "答复日期", "day answered"),
)
_OPINION_FIELDS = (
    field("state", "采纳情况", "How it was taken", of=OpinionState),
    DEPARTMENT,
    each("given_by", "提出人", "Given by", named=Named.OFFICER),
    month("given_on", "提出月份", "Month given"),
    UNIT,
)
_TALK_DAYS = (day("held_on", "谈话日期", "day held"),)
_HELD = In("state", (InterviewState.HELD.value, InterviewState.SIGNED.value))
_TALK_FIELDS = (
    field("state", "状态", "State", of=InterviewState),
    coded("talk", "谈话种类", "Kind of talk", TALKS.values()),
    _DEPARTMENTS,
    month("held_on", "谈话月份", "Month held"),
    UNIT,
)

_ACTIVITIES = (
    Statistic(
        code="meetings",
        kind=MEETING,
        title=Wording(zh="列席会议", en="Meetings attended"),
        unit=CountUnit.SESSION,
        note=_NOT_VOIDED,
        days=(day("held_on", "举行日期", "day held"),),
        where=Not(Eq("state", MeetingState.VOIDED.value)),
        dimensions=(
            coded("kind", "会议类别", "Kind of meeting", MEETING_KINDS.values()),
            each("attended_by", "列席人员", "Attended by", named=Named.OFFICER),
            month("held_on", "举行月份", "Month held"),
            UNIT,
        ),
    ),
    Statistic(
        code="opinions",
        kind=OPINION,
        title=Wording(zh="意见建议", en="Opinions"),
        unit=CountUnit.ENTRY,
        note=_NOT_VOIDED,
        days=_OPINION_DAYS,
        where=Not(Eq("state", OpinionState.VOIDED.value)),
        dimensions=_OPINION_FIELDS,
    ),
    Statistic(
        code="works",
        kind=OPINION,
        title=Wording(zh="提出意见的工作", en="Works with opinions"),
        unit=CountUnit.ITEM,
        note=Wording(
            zh="一项工作不论意见多少只计一次，各行相加可能多于合计；不含作废的意见",
            en="A work counts once, however many opinions; the rows may add up to more than the "
            "total; voided opinions are left out",
        ),
        days=_OPINION_DAYS,
        where=Not(Eq("state", OpinionState.VOIDED.value)),
        counted=Different("work"),
        reported=False,
        dimensions=_OPINION_FIELDS,
    ),
    Statistic(
        code="inspections",
        kind=INSPECTION,
        title=Wording(zh="督察检查", en="Inspections"),
        unit=CountUnit.SESSION,
        note=Wording(
            zh="没有发现问题的也计入，不含作废的",
            en="Those that found nothing count too; voided ones are left out",
        ),
        days=(
            day("held_on", "检查日期", "day held"),
            day("concluded_on", "结论日期", "day concluded"),
        ),
        where=Not(Eq("state", InspectionState.VOIDED.value)),
        dimensions=(
            field("state", "状态", "State", of=InspectionState),
            coded("kind", "检查类别", "Kind of inspection", INSPECTION_KINDS.values()),
            field("conduct", "检查主体", "By whom", of=Conduct),
            field("openness", "检查方式", "Open or covert", of=Openness),
            field("focus", "检查范围", "Focus", of=Focus),
            _DEPARTMENTS,
            month("held_on", "检查月份", "Month held"),
            UNIT,
        ),
    ),
    Statistic(
        code="contacts",
        kind=CONTACT,
        title=Wording(zh="跟踪联系", en="Follow-up contacts"),
        unit=CountUnit.TIME,
        note=_NOT_VOIDED,
        days=(day("contacted_on", "联系日期", "day of the contact"),),
        where=Not(Eq("state", ContactState.VOIDED.value)),
        dimensions=(
            field("means", "联系方式", "Means", of=Means),
            DEPARTMENT,
            month("contacted_on", "联系月份", "Month of the contact"),
            UNIT,
        ),
    ),
)

_DECISIONS = (
    Statistic(
        code="decisions",
        kind=DECISION,
        title=Wording(zh="决策部署", en="Decisions"),
        unit=CountUnit.PIECE,
        note=_NOT_VOIDED,
        days=(
            day("issued_on", "决策日期", "day of issue"),
            day("concluded_on", "完结日期", "day concluded"),
        ),
        where=Not(Eq("state", DecisionState.VOIDED.value)),
        dimensions=(
            field("state", "状态", "State", of=DecisionState),
            coded("issuer", "来源", "Issuer", ISSUERS.values()),
            month("issued_on", "决策月份", "Month of issue"),
            UNIT,
        ),
    ),
    Statistic(
        code="decision_works",
        kind=DECISION_WORK,
        title=Wording(zh="决策部署工作", en="Works of decisions"),
        unit=CountUnit.ITEM,
        note=Wording(
            zh="不含作废的；整改事项另见问题，来源为决策部署督察",
            en="Voided ones are left out; rectifications are findings, by source",
        ),
        days=(
            day("deployed_on", "部署日期", "day deployed"),
            day("settled_on", "办结日期", "day settled"),
            day("due_on", "办结期限", "day due"),
        ),
        where=Not(Eq("state", DecisionWorkState.VOIDED.value)),
        dimensions=(
            field("state", "状态", "State", of=DecisionWorkState),
            field("outcome", "落实情况", "Outcome", of=Execution),
            _DEPARTMENTS,
            month("deployed_on", "部署月份", "Month deployed"),
            UNIT,
        ),
    ),
    Statistic(
        code="report_requests",
        kind=REPORT_REQUEST,
        title=Wording(zh="要求报告", en="Report requests"),
        unit=CountUnit.COPY,
        note=_NOT_VOIDED,
        days=(
            day("asked_on", "要求日期", "day asked"),
            day("reported_on", "报告日期", "day reported"),
        ),
        where=Not(Eq("state", RequestState.VOIDED.value)),
        dimensions=(
            field("state", "状态", "State", of=RequestState),
            field("outcome", "报告真实性", "Outcome", of=ReportOutcome),
            DEPARTMENT,
            month("asked_on", "要求月份", "Month of asking"),
            UNIT,
        ),
    ),
    Statistic(
        code="material_lists",
        kind=MATERIAL_LIST,
        title=Wording(zh="材料清单", en="Material lists"),
        unit=CountUnit.COPY,
        note=_NOT_VOIDED,
        days=(
            day("asked_on", "要求日期", "day asked"),
            day("received_on", "交齐日期", "day complete"),
        ),
        where=Not(Eq("state", MaterialState.VOIDED.value)),
        dimensions=(
            field("state", "状态", "State", of=MaterialState),
            DEPARTMENT,
            month("asked_on", "要求月份", "Month of asking"),
            UNIT,
        ),
    ),
)

_TALKS = (
    Statistic(
        code="interviews",
        kind=INTERVIEW,
        title=Wording(zh="谈话", en="Talks"),
        unit=CountUnit.TIME,
        note=Wording(zh="只计已谈话的", en="Only talks that were held"),
        days=_TALK_DAYS,
        where=_HELD,
        dimensions=_TALK_FIELDS,
    ),
    Statistic(
        code="talk_times",
        kind=INTERVIEW,
        title=Wording(zh="谈话人次", en="Officers talked to, each time"),
        unit=CountUnit.PERSON_TIME,
        note=Wording(
            zh="本院人员一次谈话计一人次；只计已谈话的",
            en="An officer counts once for every talk that was held",
        ),
        days=_TALK_DAYS,
        where=_HELD,
        counted=Each("officers"),
        reported=False,
        dimensions=(
            *_TALK_FIELDS,
            each("officers", "被谈话人", "Talked to", named=Named.OFFICER),
        ),
    ),
    Statistic(
        code="talk_persons",
        kind=INTERVIEW,
        title=Wording(zh="被谈话人员", en="Officers talked to"),
        unit=CountUnit.PERSON,
        note=Wording(
            zh="一人多次只计一次，各行相加可能多于合计；只计已谈话的",
            en="An officer counts once, and the rows may add up to more than the total; only "
            "talks that were held",
        ),
        days=_TALK_DAYS,
        where=_HELD,
        counted=Different("officers"),
        reported=False,
        dimensions=_TALK_FIELDS,
    ),
)

_FOLLOWING = (
    Statistic(
        code="circulars",
        kind=CIRCULAR,
        title=Wording(zh="通报", en="Circulars"),
        unit=CountUnit.COPY,
        note=Wording(
            zh="一份通报不论对象多少只计一份，不含草稿和作废的",
            en="A circular counts once, however many it goes to; drafts and voided ones are left out",
        ),
        days=(
            day("issued_on", "印发日期", "day of issue"),
            day("closed_on", "办结日期", "day closed"),
        ),
        where=In("state", (CircularState.ISSUED.value, CircularState.CLOSED.value)),
        dimensions=(
            field("state", "状态", "State", of=CircularState),
            _DEPARTMENTS,
            month("issued_on", "印发月份", "Month of issue"),
            UNIT,
        ),
    ),
    Statistic(
        code="reviews",
        kind=REVIEW,
        title=Wording(zh="回头看", en="Reviews"),
        unit=CountUnit.ITEM,
        note=Wording(
            zh="同一对象每次分别计数，不含取消和作废的",
            en="Each review of the same thing counts; those called off or voided are left out",
        ),
        days=(
            day("planned_on", "安排日期", "day planned"),
            day("done_on", "完成日期", "day done"),
        ),
        where=Not(In("state", (ReviewState.CANCELLED.value, ReviewState.VOIDED.value))),
        dimensions=(
            field("state", "状态", "State", of=ReviewState),
            field("target_kind", "对象种类", "What was reviewed"),
            field("outcome", "结果", "Outcome", of=ReviewOutcome),
            _DEPARTMENTS,
            month("planned_on", "安排月份", "Month planned"),
            UNIT,
        ),
    ),
    Statistic(
        code="instructions",
        kind=INSTRUCTION,
        title=Wording(zh="批示", en="Instructions"),
        unit=CountUnit.PIECE,
        note=_NOT_VOIDED,
        days=(
            day("received_on", "收到日期", "day received"),
            day("closed_on", "办结日期", "day closed"),
        ),
        where=Not(Eq("state", InstructionState.VOIDED.value)),
        dimensions=(
            field("state", "状态", "State", of=InstructionState),
            field("about_kind", "对象种类", "What it stands on"),
            DEPARTMENT,
            OFFICER,
            month("received_on", "收到月份", "Month received"),
            UNIT,
        ),
    ),
)

_EVIDENCE = (
    Statistic(
        code="attachments",
        kind=ATTACHMENT,
        title=Wording(zh="证据材料", en="Evidence"),
        unit=CountUnit.COPY,
        note=Wording(
            zh="一份材料不论版本多少只计一份，不含作废的",
            en="An attachment counts once, whatever its versions; voided ones are left out",
        ),
        days=(
            day("handed_in", "提交日期", "day handed in"),
            day("about_on", "材料所指日期", "day it is about"),
        ),
        where=Eq("state", AttachmentState.HELD.value),
        reported=False,
        dimensions=(
            field("owner_kind", "所附记录种类", "What it is attached to"),
            field("extension", "文件类型", "Type of file"),
            month("handed_in", "提交月份", "Month handed in"),
            UNIT,
        ),
    ),
)

PRACTICE: tuple[Statistic, ...] = (*_ACTIVITIES, *_DECISIONS, *_TALKS, *_FOLLOWING, *_EVIDENCE)
"""What `registers` lists besides items, findings and measures."""
