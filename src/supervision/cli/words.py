"""Words for states, kinds and steps (状态、类别、步骤的名称), in both languages, as data.

A test compares the tables with the enumerations and workflow tables of the domain.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

from supervision.cli.texts import Text
from supervision.cli.values import Choice
from supervision.reporting.labels import VALUES as LABELS

__all__ = [
    "ITEM_STEPS",
    "KINDS",
    "STEPS",
    "TAGS",
    "VALUES",
    "choice_of",
    "kind_name",
    "step_name",
    "tag_name",
    "value_name",
]

KINDS: Mapping[str, Text] = {
    "unit": Text("院", "unit"),
    "department": Text("部门", "department"),
    "officer": Text("人员", "officer"),
    "basis": Text("依据", "basis"),
    "problem_code": Text("问题分类", "problem code"),
    "register": Text("编号登记", "register"),
    "import": Text("案件导入", "import"),
    "item": Text("督察事项", "item"),
    "finding": Text("问题", "finding"),
    "measure": Text("督察措施", "measure"),
    "clock": Text("期限", "clock"),
    "sweep_run": Text("监控批次", "sweep run"),
    "detection": Text("监控发现", "detection"),
    "triage": Text("研判", "triage"),
    "score_entry": Text("考评记录", "score entry"),
    "report": Text("检务督察专报", "report to the chief"),
}

_MORE: Mapping[str, Mapping[str, Text]] = {
    "Responsibility": {
        "direct": Text("直接责任", "direct"),
        "checking": Text("审核责任", "checking"),
        "leading": Text("领导责任", "leading"),
    },
    "Rectification": {
        "at_once": Text("立行立改", "at once"),
        "by_date": Text("限期整改", "by a date"),
        "lasting": Text("长期坚持", "lasting"),
    },
    "Verdict": {
        "confirm": Text("确认", "confirm"),
        "group": Text("并案", "group"),
        "dismiss": Text("排除", "dismiss"),
    },
    "RunState": {
        "open": Text("进行中", "open"),
        "complete": Text("完整", "complete"),
        "partial": Text("不完整", "partial"),
    },
    "Role": {
        "chief": Text("检察长", "chief procurator"),
        "deputy": Text("副检察长", "deputy chief"),
        "head": Text("部门负责人", "head of department"),
        "deputy_head": Text("部门副职", "deputy head"),
        "prosecutor": Text("员额检察官", "prosecutor"),
        "assistant": Text("检察官助理", "assistant"),
        "clerk": Text("书记员", "clerk"),
        "liaison": Text("联络员", "liaison"),
        "internal_clerk": Text("内勤", "office clerk"),
        "inspector": Text("督察人员", "inspector"),
        "supervision_head": Text("督察部门负责人", "head of supervision"),
    },
    "Relation": {
        "serves": Text("任职", "serves"),
        "oversees": Text("分管", "oversees"),
    },
    "Category": {
        "prosecutor": Text("检察官", "prosecutor"),
        "auxiliary": Text("检察辅助人员", "auxiliary staff"),
        "administrative": Text("司法行政人员", "administrative staff"),
        "contract": Text("聘用制人员", "contract staff"),
    },
    "DepartmentKind": {
        "business": Text("业务部门", "case work"),
        "supervision": Text("督察部门", "supervision"),
        "other": Text("综合部门", "other"),
    },
    "Lamp": {
        "green": Text("正常", "green"),
        "yellow": Text("临期", "due soon"),
        "red": Text("逾期", "overdue"),
    },
    "LimitUnit": {
        "hour": Text("小时", "hours"),
        "day": Text("日", "days"),
        "month": Text("个月", "months"),
        "workday": Text("个工作日", "working days"),
    },
}

VALUES: Mapping[str, Mapping[str, Text]] = {
    **{
        cls.__name__: {code: Text(one.zh, one.en) for code, one in names.items()}
        for cls, names in LABELS.items()
    },
    **_MORE,
}
"""Names of the members of enumerations, by class and value: those of reports, and more."""

STEPS: Mapping[str, Text] = {
    "accept": Text("采纳反馈", "accept"),
    "answer": Text("反馈", "answer"),
    "archive": Text("归档", "archive"),
    "assign": Text("交办", "assign"),
    "check_facts": Text("核对事实", "check the facts"),
    "claim": Text("认领", "claim"),
    "close": Text("销号", "close"),
    "confirm": Text("确认", "confirm"),
    "continue": Text("退回继续办理", "continue"),
    "correct": Text("更正", "correct"),
    "dismiss": Text("排除", "dismiss"),
    "duplicate": Text("并入重复问题", "mark as duplicate"),
    "group": Text("并案", "group"),
    "issue": Text("签发", "issue"),
    "merge": Text("并案", "merge"),
    "open": Text("立项", "open"),
    "propose_closing": Text("报请办结", "propose closing"),
    "refuse": Text("提出异议", "refuse"),
    "reinstate": Text("恢复办理", "reinstate"),
    "reject": Text("退回办理", "reject"),
    "report": Text("反馈", "report"),
    "resume": Text("恢复", "resume"),
    "return": Text("退回", "return"),
    "serve": Text("送达", "serve"),
    "settle": Text("要求办结", "settle"),
    "sign": Text("签收", "sign for"),
    "start": Text("开始办理", "start"),
    "submit": Text("报送", "submit"),
    "suspend": Text("中止", "suspend"),
    "transfer": Text("转办", "transfer"),
    "verify": Text("核验", "verify"),
    "void": Text("作废", "void"),
    "waive": Text("暂缓", "waive"),
    "withdraw": Text("撤项", "withdraw"),
}


TAGS: Mapping[str, Text] = {
    "unit.registered": Text("登记院", "unit registered"),
    "unit.renamed": Text("院更名", "unit renamed"),
    "unit.corrected": Text("更正", "corrected"),
    "department.registered": Text("登记部门", "department registered"),
    "department.renamed": Text("部门更名", "department renamed"),
    "department.closed": Text("部门撤销", "department closed"),
    "department.corrected": Text("更正", "corrected"),
    "officer.registered": Text("登记人员", "officer registered"),
    "officer.renamed": Text("改名", "renamed"),
    "officer.corrected": Text("更正", "corrected"),
    "officer.post_taken": Text("任职", "post taken"),
    "officer.post_left": Text("离任", "post left"),
    "officer.post_corrected": Text("更正职务", "post corrected"),
    "basis.registered": Text("登记依据", "basis registered"),
    "basis.ended": Text("依据失效", "basis ended"),
    "basis.corrected": Text("更正", "corrected"),
    "problem_code.registered": Text("登记问题分类", "problem code registered"),
    "problem_code.revised": Text("修订", "revised"),
    "problem_code.ended": Text("停用", "ended"),
    "problem_code.corrected": Text("更正", "corrected"),
    "register.opened": Text("启用编号", "register opened"),
    "register.number_taken": Text("取号", "number taken"),
    "register.number_voided": Text("作废编号", "number voided"),
    "import.completed": Text("导入完成", "import completed"),
    "item.proposed": Text("拟立项", "proposed"),
    "item.moved": Text("流转", "step taken"),
    "item.requirement_settled": Text("要求办结", "requirement settled"),
    "item.corrected": Text("更正", "corrected"),
    "item.voided": Text("作废", "voided"),
    "finding.opened": Text("登记", "registered"),
    "finding.checked": Text("核对事实", "facts checked"),
    "finding.claimed": Text("认领", "claimed"),
    "finding.submitted": Text("报送整改", "submitted"),
    "finding.returned": Text("退回整改", "returned"),
    "finding.verified": Text("核验通过", "verified"),
    "finding.closed": Text("销号", "closed"),
    "finding.dismissed": Text("认定不属问题", "dismissed"),
    "finding.duplicated": Text("并入重复问题", "marked as duplicate"),
    "finding.waived": Text("暂缓", "waived"),
    "finding.reinstated": Text("恢复办理", "reinstated"),
    "finding.supported": Text("监控发现增减", "detections changed"),
    "finding.corrected": Text("更正", "corrected"),
    "finding.voided": Text("作废", "voided"),
    "measure.issued": Text("签发", "issued"),
    "measure.served": Text("送达", "served"),
    "measure.claimed": Text("认领", "claimed"),
    "measure.refused": Text("提出异议", "refused"),
    "measure.answered": Text("反馈", "answered"),
    "measure.returned": Text("退回反馈", "returned"),
    "measure.accepted": Text("采纳反馈", "accepted"),
    "measure.voided": Text("作废", "voided"),
    "clock.started": Text("开始计时", "started"),
    "clock.paused": Text("中止计时", "paused"),
    "clock.resumed": Text("恢复计时", "resumed"),
    "clock.extended": Text("延期", "extended"),
    "clock.stopped": Text("结束计时", "stopped"),
    "clock.alarmed": Text("预警", "alarm given"),
    "clock.recomputed": Text("重新推算", "computed again"),
    "clock.corrected": Text("更正", "corrected"),
    "sweep_run.opened": Text("开始巡查", "run opened"),
    "sweep_run.closed": Text("结束巡查", "run closed"),
    "sweep_run.recorded": Text("巡查", "run recorded"),
    "detection.seen": Text("首次发现", "first seen"),
    "detection.moved": Text("发现变化", "changed"),
    "detection.gone": Text("发现消失", "gone"),
    "detection.returned": Text("发现再现", "seen again"),
    "detection.confirmed": Text("确认", "confirmed"),
    "detection.dismissed": Text("排除", "dismissed"),
    "detection.opened": Text("规则直接立问题", "opened by its rule"),
    "triage.made": Text("作出研判", "triage made"),
    "score_entry.posted": Text("登记分值", "points posted"),
    "score_entry.reversed": Text("冲销", "reversed"),
    "report.issued": Text("签发专报", "issued"),
    "report.voided": Text("作废", "voided"),
}
"""What happened, by the tag of the change."""

ITEM_STEPS: Mapping[str, Text] = {
    "submit": Text("送审", "submit"),
    "open": Text("立项", "open"),
    "refuse": Text("不予立项", "refuse"),
    "return": Text("退回补充", "return"),
    "assign": Text("交办", "assign"),
    "sign": Text("签收", "sign for"),
    "start": Text("开始办理", "start"),
    "report": Text("反馈", "report"),
    "reject": Text("核验不通过", "reject"),
    "propose_closing": Text("报请办结", "propose closing"),
    "continue": Text("不予办结", "continue"),
    "close": Text("办结", "close"),
    "archive": Text("归档", "archive"),
    "suspend": Text("中止", "suspend"),
    "resume": Text("恢复", "resume"),
    "withdraw": Text("撤项", "withdraw"),
    "merge": Text("并案", "merge"),
    "transfer": Text("转办", "transfer"),
}
"""Steps of the default workflow of items, as its people say them."""


def choice_of(cls: type[enum.Enum]) -> Choice:
    """Return a choice among the members of an enumeration, by code or by name."""
    names = VALUES[cls.__name__]
    return Choice({str(one.value): names[str(one.value)] for one in cls})


def value_name(value: enum.Enum, lang: str) -> str:
    """Return what to call a member of one of the domain's enumerations."""
    text = VALUES.get(type(value).__name__, {}).get(str(value.value))
    return text.of(lang) if text else str(value.value)


def step_name(step: str, lang: str) -> str:
    """Return what to call a step of a workflow table."""
    return STEPS[step].of(lang) if step in STEPS else step


def tag_name(tag: str, lang: str) -> str:
    """Return what to call a change."""
    return TAGS[tag].of(lang) if tag in TAGS else tag


def kind_name(kind: str, lang: str) -> str:
    """Return what to call a kind of record."""
    return KINDS[kind].of(lang) if kind in KINDS else kind
