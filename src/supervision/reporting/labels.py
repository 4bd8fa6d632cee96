"""What people call the values of fields (取值名称), in both languages.

States and kinds are codes in records; these are their names on paper and screen.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from supervision.domain.circulars import CircularState
from supervision.domain.clocks import ClockState, Result
from supervision.domain.contacts import ContactState, Means
from supervision.domain.decision_works import DecisionWorkState, Execution
from supervision.domain.decisions import DecisionState
from supervision.domain.detections import Decision
from supervision.domain.findings import Certainty, FindingState, Nature, Severity, Source
from supervision.domain.incoming_measures import IncomingState
from supervision.domain.inspection_plans import PlanState
from supervision.domain.inspections import (
    Conduct,
    Conformity,
    Focus,
    InspectionState,
    Openness,
)
from supervision.domain.instructions import InstructionState
from supervision.domain.interviews import InterviewState
from supervision.domain.items import ItemState
from supervision.domain.material_lists import MaterialState
from supervision.domain.measures import MeasureState, Service
from supervision.domain.meetings import MeetingState
from supervision.domain.opinions import Adoption, OpinionState
from supervision.domain.recusals import RecusalGround, RecusalState, RecusalWay
from supervision.domain.report_requests import ReportOutcome, RequestState
from supervision.domain.reports import ReportState
from supervision.domain.reviews import ReviewOutcome, ReviewState
from supervision.domain.rules import Stage, Wording
from supervision.domain.score_entries import Account

__all__ = ["NONE_LABEL", "VALUES", "label_of"]

NONE_LABEL = Wording(zh="（无）", en="(none)")
"""For a field that holds nothing."""

_ITEM_STATES = {
    ItemState.DRAFT: ("拟立项", "Draft"),
    ItemState.CHECKING: ("初核中", "Lead being checked"),
    ItemState.IN_REVIEW: ("送审", "In review"),
    ItemState.OPENED: ("已立项", "Opened"),
    ItemState.REFUSED: ("不予立项", "Refused"),
    ItemState.RETURNED: ("退回补充", "Returned"),
    ItemState.ASSIGNED: ("已交办", "Assigned"),
    ItemState.SIGNED: ("已签收", "Signed for"),
    ItemState.IN_PROGRESS: ("办理中", "In progress"),
    ItemState.HEARD: ("已听取意见", "Heard"),
    ItemState.DELIBERATED: ("已集体审议", "Deliberated"),
    ItemState.REPORTED: ("已反馈（待核验）", "Reported"),
    ItemState.CLOSING: ("办结待批", "Closing"),
    ItemState.CLOSED: ("已办结", "Closed"),
    ItemState.ARCHIVED: ("已归档", "Archived"),
    ItemState.SUSPENDED: ("中止", "Suspended"),
    ItemState.HANDED_OVER: ("已移送", "Handed over"),
    ItemState.WITHDRAWN: ("撤项", "Withdrawn"),
    ItemState.MERGED: ("并案", "Merged"),
    ItemState.VOIDED: ("作废", "Voided"),
}
_FINDING_STATES = {
    FindingState.REGISTERED: ("已登记", "Registered"),
    FindingState.CHECKED: ("已核对事实", "Facts checked"),
    FindingState.CLAIMED: ("已认领", "Claimed"),
    FindingState.SUBMITTED: ("已报整改（待核验）", "Submitted"),
    FindingState.VERIFIED: ("已核验（待销号）", "Verified"),
    FindingState.CLOSED: ("已销号", "Closed"),
    FindingState.NOT_A_PROBLEM: ("不属问题", "Not a problem"),
    FindingState.DUPLICATE: ("重复问题", "Duplicate"),
    FindingState.GROUPED: ("已并案", "Grouped"),
    FindingState.WAIVED: ("暂缓", "Waived"),
    FindingState.VOIDED: ("作废", "Voided"),
}
_MEASURE_STATES = {
    MeasureState.ISSUED: ("已签发", "Issued"),
    MeasureState.SERVED: ("已送达", "Served"),
    MeasureState.RECEIVED: ("已签收", "Signed for"),
    MeasureState.CLAIMED: ("已认领", "Claimed"),
    MeasureState.REFUSED: ("有异议", "Objected to"),
    MeasureState.ANSWERED: ("已反馈（待审核）", "Answered"),
    MeasureState.ACCEPTED: ("已采纳", "Accepted"),
    MeasureState.CLOSED: ("已销号", "Closed"),
    MeasureState.VOIDED: ("作废", "Voided"),
}
_REVIEW_STATES = {
    ReviewState.PLANNED: ("已安排", "Planned"),
    ReviewState.DONE: ("已完成", "Done"),
    ReviewState.CANCELLED: ("已取消", "Called off"),
    ReviewState.VOIDED: ("作废", "Voided"),
}
_REVIEW_OUTCOMES = {
    ReviewOutcome.HOLDS: ("未反弹", "Holds"),
    ReviewOutcome.PARTLY: ("部分反弹", "Partly"),
    ReviewOutcome.CAME_BACK: ("反弹", "Came back"),
}
_INSTRUCTION_STATES = {
    InstructionState.OPEN: ("待落实", "Open"),
    InstructionState.ANSWERED: ("已反馈", "Answered"),
    InstructionState.CLOSED: ("已办结", "Closed"),
    InstructionState.VOIDED: ("作废", "Voided"),
}
_OPINION_STATES = {
    OpinionState.OPEN: ("待答复", "Open"),
    OpinionState.ADOPTED: ("已采纳", "Adopted"),
    OpinionState.PARTLY: ("部分采纳", "Adopted in part"),
    OpinionState.NOT_ADOPTED: ("未采纳", "Not adopted"),
    OpinionState.VOIDED: ("作废", "Voided"),
}
_ACTIVITIES: tuple[Mapping[Any, tuple[str, str]], ...] = (
    {MeetingState.RECORDED: ("已登记", "Recorded"), MeetingState.VOIDED: ("作废", "Voided")},
    _OPINION_STATES,
    {one: _OPINION_STATES[OpinionState(one.value)] for one in Adoption},
    {
        PlanState.PLANNED: ("已列入计划", "Planned"),
        PlanState.MERGED: ("已合并", "Merged"),
        PlanState.DROPPED: ("已取消", "Dropped"),
        PlanState.VOIDED: ("作废", "Voided"),
    },
    {
        InspectionState.BEGUN: ("检查中", "Begun"),
        InspectionState.CONCLUDED: ("已有结论", "Concluded"),
        InspectionState.VOIDED: ("作废", "Voided"),
    },
    {Conduct.SELF: ("自查", "Self-check"), Conduct.OFFICE: ("检查", "Check by the office")},
    {Openness.OPEN: ("明察", "Open"), Openness.COVERT: ("暗访", "Covert")},
    {Focus.THEMATIC: ("专项", "Thematic"), Focus.ROUTINE: ("日常", "Routine")},
    {
        Conformity.CONFORM: ("符合", "Conforms"),
        Conformity.PROBLEM: ("存在问题", "Problem"),
        Conformity.NOT_APPLICABLE: ("不适用", "Not applicable"),
    },
    {ContactState.RECORDED: ("已登记", "Recorded"), ContactState.VOIDED: ("作废", "Voided")},
    {
        Means.NETWORK: ("网络", "Network"),
        Means.TELEPHONE: ("电话", "Telephone"),
        Means.PAPER: ("书面", "Paper"),
        Means.MEETING: ("会议", "Meeting"),
    },
)
_CIRCULAR_STATES = {
    CircularState.DRAFTED: ("拟稿", "Drafted"),
    CircularState.ISSUED: ("已印发", "Issued"),
    CircularState.CLOSED: ("已办结", "Closed"),
    CircularState.VOIDED: ("作废", "Voided"),
}
_ENUMS: tuple[Mapping[Any, tuple[str, str]], ...] = (
    _ITEM_STATES,
    _FINDING_STATES,
    _MEASURE_STATES,
    _REVIEW_STATES,
    _REVIEW_OUTCOMES,
    _INSTRUCTION_STATES,
    _CIRCULAR_STATES,
    {
        Certainty.CONFIRMED: ("已确认", "Confirmed"),
        Certainty.SUSPECTED: ("疑似", "Suspected"),
    },
    {
        Nature.WORK: ("工作问题", "Work problem"),
        Nature.DEFECT: ("司法瑕疵", "Judicial defect"),
        Nature.LIABILITY_LEAD: ("司法责任线索", "Lead to judicial liability"),
        Nature.DISCIPLINE_LEAD: ("违纪违法线索", "Lead to a breach of discipline or law"),
    },
    {
        Severity.SLIGHT: ("轻微", "Slight"),
        Severity.HEAVIER: ("较重", "Heavier"),
        Severity.SERIOUS: ("严重", "Serious"),
    },
    {
        Source.MONITORING: ("流程监控", "Monitoring"),
        Source.ITEM: ("督察事项", "Item"),
        Source.ACTIVITY: ("督察活动", "Activity"),
        Source.DECISION: ("决策部署督察", "Follow-up of a decision"),
        Source.MANUAL: ("人工登记", "Entered by hand"),
    },
    {
        Service.DIRECT: ("直接送达", "Handed over"),
        Service.LEFT: ("留置送达", "Left with a witness"),
        Service.POST: ("邮寄", "Post"),
        Service.NETWORK: ("网络", "Network"),
        Service.PAPER: ("书面", "Paper"),
        Service.MEETING: ("会议", "Meeting"),
        Service.TELEPHONE: ("电话", "Telephone"),
    },
    {
        Decision.WAITING: ("待研判", "Waiting"),
        Decision.CONFIRMED: ("已确认", "Confirmed"),
        Decision.DISMISSED: ("已排除", "Dismissed"),
        Decision.BY_RULE: ("规则直接立问题", "Opened by its rule"),
    },
    {
        Stage.WARNING: ("预警", "Warning"),
        Stage.OVERDUE: ("超期", "Overdue"),
        Stage.LATE_DONE: ("超期办结", "Done late"),
        Stage.MISSING: ("缺失", "Missing"),
        Stage.LATE: ("后补", "Made up later"),
        Stage.FORBIDDEN: ("违禁", "Forbidden"),
        Stage.REVERSED: ("逆序", "Out of order"),
        Stage.SAME_PERSON: ("同一人", "Same person"),
        Stage.EXCEEDED: ("超次", "Too often"),
        Stage.SHORT: ("次数不足", "Too few"),
        Stage.STALE: ("过期", "Out of date"),
        Stage.WRONG: ("不符", "Wrong"),
        Stage.LATE_ENTERED: ("迟录", "Entered late"),
        Stage.OUTLYING: ("超出界限", "Beyond its bound"),
    },
    {
        Result.IN_TIME: ("按期", "In time"),
        Result.LATE: ("逾期", "Late"),
        Result.CANCELLED: ("取消", "Cancelled"),
    },
    {Account.DEPARTMENT: ("部门", "Department"), Account.PERSON: ("个人", "Person")},
    *_ACTIVITIES,
    {
        ClockState.RUNNING: ("计时中", "Running"),
        ClockState.PAUSED: ("中止", "Paused"),
        ClockState.STOPPED: ("已结束", "Stopped"),
    },
    {ReportState.ISSUED: ("已签发", "Issued"), ReportState.VOIDED: ("作废", "Voided")},
    {
        DecisionState.REGISTERED: ("督察中", "Followed up"),
        DecisionState.CONCLUDED: ("已完结", "Concluded"),
        DecisionState.VOIDED: ("作废", "Voided"),
    },
    {
        DecisionWorkState.OPEN: ("督察中", "Followed up"),
        DecisionWorkState.SETTLED: ("已办结", "Settled"),
        DecisionWorkState.VOIDED: ("作废", "Voided"),
    },
    {
        Execution.CARRIED_OUT: ("已落实", "Carried out"),
        Execution.PARTLY: ("部分落实", "Partly carried out"),
        Execution.NOT_CARRIED_OUT: ("未落实", "Not carried out"),
        Execution.NOT_DUE: ("未到期", "Not yet due"),
    },
    {
        RequestState.ASKED: ("待报告", "Asked"),
        RequestState.REPORTED: ("已报告（待审核）", "Reported"),
        RequestState.ASSESSED: ("已审核", "Assessed"),
        RequestState.VOIDED: ("作废", "Voided"),
    },
    {
        ReportOutcome.TRUTHFUL: ("如实报告", "Truthful"),
        ReportOutcome.FALSE: ("虚假报告", "False"),
        ReportOutcome.CONCEALED: ("瞒报", "Concealed"),
        ReportOutcome.REFUSED: ("拒报", "Refused"),
    },
    {
        MaterialState.ASKED: ("待提交", "Asked"),
        MaterialState.HANDED_IN: ("已交齐（待收讫）", "Handed in"),
        MaterialState.ACCEPTED: ("已收讫", "Accepted"),
        MaterialState.VOIDED: ("作废", "Voided"),
    },
    {
        InterviewState.PLANNED: ("拟谈话", "Planned"),
        InterviewState.HELD: ("已谈话（待签名）", "Held"),
        InterviewState.SIGNED: ("已签名", "Signed"),
        InterviewState.CANCELLED: ("已取消", "Cancelled"),
        InterviewState.VOIDED: ("作废", "Voided"),
    },
    {
        IncomingState.ARRIVED: ("已送达（待签收）", "Arrived"),
        IncomingState.RECEIVED: ("已签收", "Signed for"),
        IncomingState.CLAIMED: ("已认领", "Claimed"),
        IncomingState.ANSWERED: ("已答复", "Answered"),
        IncomingState.ACCEPTED: ("已采纳", "Accepted"),
        IncomingState.CLOSED: ("已销号", "Closed"),
        IncomingState.WITHDRAWN: ("已撤回", "Withdrawn"),
    },
    {
        RecusalState.ASKED: ("已提出", "Asked"),
        RecusalState.GRANTED: ("已决定回避", "Granted"),
        RecusalState.REFUSED: ("已驳回", "Refused"),
        RecusalState.RECONSIDERING: ("复议中", "Being reconsidered"),
        RecusalState.ENDED: ("已解除", "Ended"),
        RecusalState.VOIDED: ("作废", "Voided"),
    },
    {
        RecusalGround.CLOSE_RELATIVE: ("近亲属", "Close relative"),
        RecusalGround.WITNESS: ("担任过证人", "Has been a witness"),
        RecusalGround.INTEREST: ("有利害关系", "Has an interest"),
        RecusalGround.OTHER: ("其他可能影响公正的情形", "Another doubt"),
    },
    {
        RecusalWay.OWN: ("自行回避", "Own accord"),
        RecusalWay.REQUESTED: ("申请回避", "Requested"),
        RecusalWay.ORDERED: ("指令回避", "Ordered"),
    },
)


def _labels(values: Mapping[Any, tuple[str, str]]) -> Mapping[str, Wording]:
    return {str(one.value): Wording(zh=zh, en=en) for one, (zh, en) in values.items()}


VALUES: Mapping[type, Mapping[str, Wording]] = {
    type(next(iter(values))): _labels(values) for values in _ENUMS
}
"""Names of the values of each enumeration, by the value as records hold it."""


def label_of(value: enum.Enum) -> Wording:
    """Return what people call a value (取值名称)."""
    return VALUES[type(value)][value.value]
