"""What people call the values of fields (取值名称), in both languages.

States and kinds are codes in records; these are their names on paper and screen.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from supervision.domain.clocks import ClockState, Result
from supervision.domain.detections import Decision
from supervision.domain.findings import Certainty, FindingState, Nature, Severity, Source
from supervision.domain.items import ItemState
from supervision.domain.measures import MeasureState, Service
from supervision.domain.reports import ReportState
from supervision.domain.rules import Stage, Wording
from supervision.domain.score_entries import Account

__all__ = ["NONE_LABEL", "VALUES", "label_of"]

NONE_LABEL = Wording(zh="（无）", en="(none)")
"""For a field that holds nothing."""

_ITEM_STATES = {
    ItemState.DRAFT: ("拟立项", "Draft"),
    ItemState.IN_REVIEW: ("送审", "In review"),
    ItemState.OPENED: ("已立项", "Opened"),
    ItemState.REFUSED: ("不予立项", "Refused"),
    ItemState.RETURNED: ("退回补充", "Returned"),
    ItemState.ASSIGNED: ("已交办", "Assigned"),
    ItemState.SIGNED: ("已签收", "Signed for"),
    ItemState.IN_PROGRESS: ("办理中", "In progress"),
    ItemState.REPORTED: ("已反馈（待核验）", "Reported"),
    ItemState.CLOSING: ("办结待批", "Closing"),
    ItemState.CLOSED: ("已办结", "Closed"),
    ItemState.ARCHIVED: ("已归档", "Archived"),
    ItemState.SUSPENDED: ("中止", "Suspended"),
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
    FindingState.WAIVED: ("暂缓", "Waived"),
    FindingState.VOIDED: ("作废", "Voided"),
}
_MEASURE_STATES = {
    MeasureState.ISSUED: ("已签发", "Issued"),
    MeasureState.SERVED: ("已送达", "Served"),
    MeasureState.CLAIMED: ("已认领", "Claimed"),
    MeasureState.REFUSED: ("有异议", "Objected to"),
    MeasureState.ANSWERED: ("已反馈（待审核）", "Answered"),
    MeasureState.ACCEPTED: ("已办结", "Accepted"),
    MeasureState.VOIDED: ("作废", "Voided"),
}
_ENUMS: tuple[Mapping[Any, tuple[str, str]], ...] = (
    _ITEM_STATES,
    _FINDING_STATES,
    _MEASURE_STATES,
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
        Source.MANUAL: ("人工登记", "Entered by hand"),
    },
    {
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
    },
    {Account.DEPARTMENT: ("部门", "Department"), Account.PERSON: ("个人", "Person")},
    {
        ClockState.RUNNING: ("计时中", "Running"),
        ClockState.PAUSED: ("中止", "Paused"),
        ClockState.STOPPED: ("已结束", "Stopped"),
    },
    {
        Result.IN_TIME: ("按期", "In time"),
        Result.LATE: ("逾期", "Late"),
        Result.CANCELLED: ("取消", "Cancelled"),
    },
    {ReportState.ISSUED: ("已签发", "Issued"), ReportState.VOIDED: ("作废", "Voided")},
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
