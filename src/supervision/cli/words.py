"""Words for states, kinds and steps (状态、类别、步骤的名称), in both languages, as data.

A test compares the tables with the enumerations and workflow tables of the domain.
"""

from __future__ import annotations

import enum
import typing
from collections.abc import Mapping

from supervision.cli.change_words import TAGS
from supervision.cli.texts import Text
from supervision.cli.values import Choice
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.reporting.labels import VALUES as LABELS

__all__ = [
    "ITEM_STEPS",
    "KINDS",
    "STEPS",
    "TAGS",
    "VALUES",
    "choice_of",
    "kind_name",
    "state_name",
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
    "ledger_import": Text("台账导入", "import of a ledger"),
    "item": Text("督察事项", "item"),
    "finding": Text("问题", "finding"),
    "measure": Text("督察措施", "measure"),
    "review": Text("回头看", "review"),
    "instruction": Text("批示", "instruction"),
    "meeting": Text("列席会议", "meeting"),
    "opinion": Text("意见建议", "opinion"),
    "checklist": Text("检查清单", "checklist"),
    "plan_entry": Text("检查计划", "plan entry"),
    "inspection": Text("督察检查", "inspection"),
    "contact": Text("跟踪联系", "contact"),
    "decision": Text("决策部署", "decision"),
    "decision_work": Text("决策部署工作", "work of a decision"),
    "report_request": Text("要求报告", "report request"),
    "material_list": Text("材料清单", "material list"),
    "interview": Text("谈话", "interview"),
    "circular": Text("通报", "circular"),
    "clock": Text("期限", "clock"),
    "sweep_run": Text("监控批次", "sweep run"),
    "detection": Text("监控发现", "detection"),
    "triage": Text("研判", "triage"),
    "score_entry": Text("考评记录", "score entry"),
    "report": Text("检务督察专报", "report to the chief"),
    "handling_unit": Text("办案单元", "handling unit"),
    "attachment": Text("证据材料", "attachment"),
    "account": Text("账号", "account"),
    "hold": Text("保全", "legal hold"),
    "destruction": Text("销毁", "destruction"),
    "aggregate_return": Text("上报汇总", "aggregate return"),
    "recusal": Text("回避", "recusal"),
    "incoming_measure": Text("收到的督察文书", "measure received"),
    "closed_file": Text("密卷", "closed file"),
    "access_request": Text("知悉申请", "access request"),
    "informer": Text("线索来源人", "informer"),
}

_MORE: Mapping[str, Mapping[str, Text]] = {
    "AccountSort": {
        "officer": Text("人员账号", "officer"),
        "service": Text("服务账号", "service"),
    },
    "AccountState": {
        "proposed": Text("待确认", "proposed"),
        "confirmed": Text("已启用", "confirmed"),
        "locked": Text("已锁定", "locked"),
        "leaving": Text("待免职", "leaving"),
        "disabled": Text("已停用", "disabled"),
    },
    "ClosedFileState": {
        "open": Text("办理中", "open"),
        "released": Text("已解除", "released"),
        "closed": Text("已封存", "closed"),
    },
    "GrantState": {
        "proposed": Text("待批准", "proposed"),
        "approved": Text("已批准", "approved"),
        "refused": Text("未批准", "refused"),
        "ended": Text("已终止", "ended"),
    },
    "Purpose": {
        "discipline": Text("检风检纪", "style and discipline"),
        "covert_inspection": Text("暗访", "covert inspection"),
        "identity": Text("线索来源人身份", "identity of an informer"),
        "chief": Text("检察长事项", "matter of the chief"),
        "other": Text("其他", "other"),
    },
    "Mark": {
        "internal": Text("内部", "internal"),
        "work_secret": Text("工作秘密", "work secret"),
        "secret": Text("秘密", "secret"),
        "confidential": Text("机密", "confidential"),
        "top_secret": Text("绝密", "top secret"),
    },
    "AccessState": {
        "waiting": Text("待决定", "waiting"),
        "granted": Text("已同意", "granted"),
        "refused": Text("不予同意", "refused"),
    },
    "RequirementState": {
        "open": Text("待办", "open"),
        "reported": Text("已反馈", "reported"),
        "returned": Text("退回", "returned"),
        "settled": Text("办结", "settled"),
        "dropped": Text("取消", "dropped"),
    },
    "ProgressChannel": {
        "network": Text("网络", "network"),
        "telephone": Text("电话", "telephone"),
        "written": Text("书面", "written"),
        "meeting": Text("会议", "meeting"),
    },
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
    "LedgerImportState": {
        "open": Text("未完成", "open"),
        "complete": Text("已完成", "complete"),
        "undone": Text("已撤销", "undone"),
    },
    "Verdict": {
        "confirm": Text("确认", "confirm"),
        "group": Text("并案", "group"),
        "dismiss": Text("排除", "dismiss"),
        "attach": Text("并入", "attach"),
        "retract": Text("撤回", "retract"),
    },
    "RunState": {
        "open": Text("进行中", "open"),
        "complete": Text("完整", "complete"),
        "partial": Text("不完整", "partial"),
        "superseded": Text("已被取代", "superseded"),
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
        "system_admin": Text("系统管理员", "system administrator"),
        "security_admin": Text("安全保密管理员", "security administrator"),
        "auditor": Text("安全审计员", "security auditor"),
        "committee": Text("检委会委员", "member of the committee"),
        "reviewer": Text("评查员（外部复核人员）", "outside reviewer"),
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
    "ObjectionOutcome": {
        "upheld": Text("成立", "upheld"),
        "partly": Text("部分成立", "partly upheld"),
        "rejected": Text("不成立", "rejected"),
    },
    "HandlingUnitState": {
        "active": Text("在办", "active"),
        "disbanded": Text("已撤销", "disbanded"),
        "voided": Text("作废", "voided"),
    },
    "AttachmentState": {
        "held": Text("在卷", "held"),
        "voided": Text("作废", "voided"),
    },
    "HoldScope": {
        "record": Text("本记录", "the record"),
        "about": Text("本记录及相关记录", "the record and all about it"),
        "case": Text("案件的全部记录", "everything about the case"),
    },
    "HoldState": {
        "standing": Text("保全中", "standing"),
        "lifted": Text("已解除", "lifted"),
    },
    "Ground": {
        "expired": Text("保管期满", "period over"),
        "personal": Text("删除个人信息", "personal data"),
    },
    "DestructionState": {
        "proposed": Text("待批", "proposed"),
        "approved": Text("已批准", "approved"),
        "refused": Text("不予销毁", "refused"),
        "executed": Text("已销毁", "executed"),
    },
    "ReturnState": {
        "standing": Text("有效", "standing"),
        "replaced": Text("已更正", "replaced"),
    },
    "RepeatBy": {
        "department": Text("部门", "department"),
        "person": Text("人员", "person"),
        "provision": Text("条款", "provision"),
        "problem_code": Text("问题分类", "problem code"),
    },
    "LimitUnit": {
        "hour": Text("小时", "hours"),
        "day": Text("日", "days"),
        "month": Text("个月", "months"),
        "workday": Text("个工作日", "working days"),
    },
    "Answers": {
        "department": Text("部门", "department"),
        "handler": Text("承办人", "handler"),
    },
    "Over": {
        "case": Text("案件", "case"),
        "party": Text("当事人", "party"),
        "document": Text("文书", "document"),
        "linked": Text("关联案件", "linked cases"),
    },
    "Yields": {
        "finding": Text("监控发现", "detections"),
        "list": Text("提醒清单", "a reminder list"),
    },
    "Plan": {
        "features": Text("特征比较", "features compared"),
        "periods": Text("逐段", "period by period"),
        "events": Text("逐事件", "event by event"),
        "sums": Text("求和", "sums"),
        "referred": Text("转参考引擎", "referred to the reference engine"),
    },
    "Each": {
        "case": Text("件数", "cases"),
        "event": Text("次数", "events"),
        "sum": Text("数额", "amount"),
        "span": Text("用时（日）", "days taken"),
    },
    "Figures": {
        "ratio": Text("比率", "ratio"),
        "mean": Text("平均", "mean"),
        "share": Text("占比", "share"),
    },
    "By": {
        "line": Text("业务条线", "line"),
        "unit": Text("院", "unit"),
        "department": Text("部门", "department"),
        "handler": Text("承办人", "handler"),
    },
    "Per": {
        "month": Text("月", "month"),
        "quarter": Text("季度", "quarter"),
        "year": Text("年", "year"),
        "all": Text("全部时间", "all time"),
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
    "analyse": Text("原因分析", "analyse"),
    "answer": Text("反馈", "answer"),
    "answer_objection": Text("答复异议", "answer the objection"),
    "archive": Text("归档", "archive"),
    "assign": Text("交办", "assign"),
    "check_facts": Text("核对事实", "check the facts"),
    "claim": Text("认领", "claim"),
    "close": Text("销号", "close"),
    "close_with_lead": Text("随牵头问题销号", "close with its lead"),
    "confirm": Text("确认", "confirm"),
    "continue": Text("退回继续办理", "continue"),
    "correct": Text("更正", "correct"),
    "dismiss": Text("排除", "dismiss"),
    "duplicate": Text("并入重复问题", "mark as duplicate"),
    "extend": Text("延期整改", "extend"),
    "enter": Text("录入历史记录", "enter old records"),
    "group": Text("并案", "group"),
    "import": Text("导入台账", "import a ledger"),
    "undo_import": Text("撤销导入", "undo an import"),
    "issue": Text("签发", "issue"),
    "merge": Text("并案", "merge"),
    "open": Text("立项", "open"),
    "object": Text("提出异议", "object"),
    "plan": Text("制定整改方案", "plan"),
    "propose_closing": Text("报请办结", "propose closing"),
    "reach_milestone": Text("完成整改节点", "reach a milestone"),
    "receive": Text("签收", "sign for"),
    "refuse": Text("提出异议", "refuse"),
    "replace": Text("更换版本", "replace"),
    "reinstate": Text("恢复办理", "reinstate"),
    "reject": Text("退回办理", "reject"),
    "report": Text("反馈", "report"),
    "reroute": Text("转交", "pass on"),
    "resume": Text("恢复", "resume"),
    "return": Text("退回", "return"),
    "serve": Text("送达", "serve"),
    "settle": Text("要求办结", "settle"),
    "sign": Text("签收", "sign for"),
    "start": Text("开始办理", "start"),
    "submit": Text("报送", "submit"),
    "suspend": Text("中止", "suspend"),
    "transfer": Text("转办", "transfer"),
    "ungroup": Text("拆分", "take out of the group"),
    "verify": Text("核验", "verify"),
    "add_requirement": Text("追加要求", "add a requirement"),
    "drop_requirement": Text("取消要求", "drop a requirement"),
    "measure_effect": Text("登记成效", "enter an effect"),
    "progress": Text("登记进展", "enter progress"),
    "report_requirement": Text("要求反馈", "report on a requirement"),
    "return_requirement": Text("退回要求", "return a requirement"),
    "cancel": Text("取消", "call off"),
    "complete": Text("完成", "complete"),
    "require": Text("转为工作要求", "make a requirement"),
    "void": Text("作废", "void"),
    "waive": Text("暂缓", "waive"),
    "withdraw": Text("撤项", "withdraw"),
    "adopt": Text("答复采纳情况", "say how it was taken"),
    "drop": Text("取消", "drop"),
    "check": Text("核查", "check"),
    "inspection.check": Text("逐项检查", "check"),
    "self_check.check": Text("逐项检查", "check"),
    "settle_on_spot": Text("现场办结", "settle on the spot"),
    "conclude": Text("作出结论", "conclude"),
    "criticise": Text("通报批评", "criticise by name"),
    "reveal": Text("公开暗访", "reveal"),
    "ask": Text("要求报告或材料", "ask"),
    "assess": Text("认定报告真实性", "assess"),
    "decision_work.check": Text("督察核查", "check"),
    "decision.conclude": Text("完结", "conclude"),
    "opinion.answer": Text("答复采纳情况", "say how it was taken"),
    "checklist.end": Text("停用", "take out of use"),
    "plan_entry.merge": Text("合并检查", "merge"),
    "decision_work.settle": Text("落实办结", "settle"),
    "material_list.accept": Text("收讫", "accept"),
    "disband": Text("撤销办案单元", "disband"),
    "circular.issue": Text("印发", "issue"),
    "circular.confirm": Text("落实反馈", "confirm"),
    "circular.close": Text("办结", "close"),
    "instruction.close": Text("批示办结", "close"),
    "deploy": Text("部署工作", "deploy"),
    "hand_in": Text("提交材料", "hand in"),
    "hold": Text("谈话", "hold"),
    "interview.plan": Text("拟谈话", "plan"),
    "register": Text("登记", "register"),
    "release": Text("公开结果", "release"),
    "reopen": Text("恢复督察", "reopen"),
    "reuse": Text("复用材料", "reuse"),
    "hold.lift": Text("解除保全", "lift"),
    "lift": Text("解除", "lift"),
    "destruction.approve": Text("批准销毁", "approve"),
    "destruction.refuse": Text("不予销毁", "refuse"),
    "approve": Text("批准", "approve"),
    "execute": Text("执行", "execute"),
    "propose": Text("提出", "propose"),
    "recusal.ask": Text("提出回避", "ask for a recusal"),
    "order": Text("指令回避", "order a recusal"),
    "grant": Text("决定回避", "grant"),
    "recusal.refuse": Text("驳回回避", "refuse"),
    "reconsider": Text("申请复议", "ask for reconsideration"),
    "end": Text("解除", "end"),
    "incoming_measure.answer": Text("答复", "answer"),
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
    "check": Text("初步核实", "check the lead"),
    "notify": Text("发出通知", "give notice"),
    "receive": Text("签收通知", "receive the notice"),
    "begin": Text("组织实施", "begin"),
    "show_facts": Text("事实见面、听取意见", "show the facts, hear the inspected"),
    "respond": Text("书面意见", "respond"),
    "deliberate": Text("集体审议", "deliberate"),
    "conclude": Text("提出督察报告", "conclude"),
    "hand_over": Text("移送", "hand over"),
    "return_outcome": Text("移送结果反馈", "outcome returned"),
}
"""Steps of the workflows of items, as their people say them."""


def choice_of(cls: type[enum.Enum]) -> Choice:
    """Return a choice among the members of an enumeration, by code or by name."""
    names = VALUES[cls.__name__]
    return Choice({str(one.value): names[str(one.value)] for one in cls})


def value_name(value: enum.Enum, lang: str) -> str:
    """Return what to call a member of one of the domain's enumerations."""
    text = VALUES.get(type(value).__name__, {}).get(str(value.value))
    return text.of(lang) if text else str(value.value)


def step_name(step: str, lang: str, table: str = "") -> str:
    """Return what to call a step, in a workflow table where it has a name of its own there."""
    text = STEPS.get(f"{table}.{step}") or STEPS.get(step)
    return text.of(lang) if text else step


def state_name(kind: str, state: str, lang: str) -> str:
    """Return what to call the state a record of a kind is in; states are its enumeration."""
    hints = typing.get_type_hints(KINDS_BY_NAME[kind].cls)
    cls = hints.get("state") or hints.get("decision")
    if state and isinstance(cls, type) and issubclass(cls, enum.Enum):
        return value_name(cls(state), lang)
    return state


def tag_name(tag: str, lang: str) -> str:
    """Return what to call a change."""
    return TAGS[tag].of(lang) if tag in TAGS else tag


def kind_name(kind: str, lang: str) -> str:
    """Return what to call a kind of record."""
    return KINDS[kind].of(lang) if kind in KINDS else kind
