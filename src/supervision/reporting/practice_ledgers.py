"""Ledgers of the daily practice (督察工作台账): activities, decisions, talks, circulars, reviews.

As in `ledgers`; units of count are those of the statistics in `practice_registers`.
"""

from __future__ import annotations

from supervision.domain.attachments import ATTACHMENT
from supervision.domain.checklists import CHECKLIST
from supervision.domain.circulars import CIRCULAR
from supervision.domain.contacts import CONTACT
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.decisions import DECISION
from supervision.domain.handling_units import HANDLING_UNIT
from supervision.domain.inspection_plans import PLAN_ENTRY
from supervision.domain.inspections import INSPECTION
from supervision.domain.instructions import INSTRUCTION
from supervision.domain.interviews import INTERVIEW
from supervision.domain.material_lists import MATERIAL_LIST
from supervision.domain.meetings import MEETING
from supervision.domain.opinions import OPINION
from supervision.domain.report_requests import REPORT_REQUEST
from supervision.domain.reports import REPORT
from supervision.domain.reviews import REVIEW
from supervision.domain.rules import Wording
from supervision.reporting.ledger_columns import Ledger, listed, more
from supervision.reporting.statistics import CountUnit

__all__ = ["PRACTICE_LEDGERS"]

_IMPORTED = more("imported", "台账导入", "Import")

_ACTIVITIES = (
    Ledger(
        kind=MEETING,
        title=Wording(zh="列席会议台账", en="Ledger of meetings attended"),
        unit=CountUnit.SESSION,
        order=("-held_on",),
        columns=(
            listed("held_on", "举行日期", "Held on", "会议日期", "会议时间", "日期", "时间"),
            listed("title", "会议名称", "Title", "会议", "名称", "标题"),
            listed("kind", "会议类别", "Kind", "类别", "会议种类"),
            listed("session", "届次", "Session", "会次"),
            listed("attended_by", "列席人员", "Attended by", "列席人", "参会人员"),
            more("agenda", "议题", "Agenda", "会议议题", "会议内容"),
            more("note", "备注", "Note"),
            listed("state", "状态", "State"),
            _IMPORTED,
        ),
    ),
    Ledger(
        kind=OPINION,
        title=Wording(zh="意见建议台账", en="Ledger of opinions"),
        unit=CountUnit.ENTRY,
        order=("-given_on",),
        columns=(
            listed("given_on", "提出日期", "Given on", "提出时间", "日期", "时间"),
            listed("matter", "所涉工作", "Work", "工作", "工作事项", "事项"),
            listed("text", "意见建议", "Opinion", "意见", "建议", "督察意见"),
            listed("department", "部门", "Department", "被建议部门", "责任部门"),
            listed("state", "采纳情况", "How it was taken", "状态", "是否采纳"),
            more("given_by", "提出人", "Given by", "提出人员"),
            more("meeting", "会议", "Meeting", "提出会议"),
            more("about", "相关记录", "Record"),
            more("answer", "答复", "Answer", "答复情况", "采纳说明"),
            more("answered_on", "答复日期", "Answered on", "答复时间"),
            more("basis", "依据", "Basis"),
            _IMPORTED,
        ),
    ),
    Ledger(
        kind=CHECKLIST,
        title=Wording(zh="检查清单台账", en="Ledger of checklists"),
        unit=CountUnit.COPY,
        order=("code", "-edition"),
        columns=(
            listed("code", "清单代码", "Code"),
            listed("edition", "版次", "Edition"),
            listed("title", "清单名称", "Title"),
            more("points.code", "要点代码", "Codes of points"),
            more("points.text", "检查要点", "Points"),
            more("problem_codes", "问题分类", "Problem codes"),
            listed("valid_from", "启用日期", "Valid from"),
            listed("valid_until", "停用日期", "Valid until"),
        ),
    ),
    Ledger(
        kind=PLAN_ENTRY,
        title=Wording(zh="检查计划台账", en="Ledger of the plan of inspections"),
        unit=CountUnit.ITEM,
        order=("year", "month"),
        columns=(
            listed("year", "年度", "Year", "年份"),
            listed("month", "月份", "Month", "月"),
            listed("theme", "检查主题", "Theme", "主题", "检查内容"),
            listed("kind", "检查类别", "Kind", "类别"),
            listed("departments", "被检查部门", "Departments", "部门", "检查对象"),
            listed("state", "状态", "State"),
            more("planned_on", "列入日期", "Planned on", "计划日期", "制定日期"),
            more("into", "并入计划", "Merged into"),
            more("basis", "依据", "Basis"),
            _IMPORTED,
        ),
    ),
    Ledger(
        kind=INSPECTION,
        title=Wording(zh="督察检查台账", en="Ledger of inspections"),
        unit=CountUnit.SESSION,
        order=("-held_on",),
        columns=(
            listed("held_on", "检查日期", "Held on", "检查时间", "督察时间", "日期", "时间"),
            listed("theme", "检查主题", "Theme", "主题", "检查内容", "督察内容", "检查名称"),
            listed("kind", "检查类别", "Kind", "类别"),
            listed("departments", "被检查部门", "Departments", "部门", "检查对象", "被督察部门"),
            listed("state", "状态", "State"),
            listed("problems", "问题数", "Problems"),
            more("conduct", "检查主体", "By whom"),
            more("openness", "检查方式", "Open or covert", "方式"),
            more("focus", "检查范围", "Focus"),
            more("inspectors", "检查人员", "Inspectors", "督察人员", "检查人"),
            more("checklist", "检查清单", "Checklist"),
            more("plan", "检查计划", "Plan"),
            more("item", "督察事项", "Item", "所属事项"),
            more("findings", "相关问题", "Findings"),
            more("on_spot", "现场办结数", "Settled on the spot"),
            more("conclusion", "检查结论", "Conclusion", "结论", "检查情况"),
            more("criticised", "通报批评人员", "Criticised", "被通报人员"),
            more("concluded_on", "结论日期", "Concluded on", "结论时间"),
            more("revealed_on", "公开日期", "Revealed on"),
            more("concerned", "涉及人员", "Concerned"),
            more("basis", "依据", "Basis"),
            _IMPORTED,
        ),
    ),
    Ledger(
        kind=CONTACT,
        title=Wording(zh="跟踪联系台账", en="Ledger of follow-up contacts"),
        unit=CountUnit.TIME,
        order=("-contacted_on",),
        columns=(
            listed("contacted_on", "联系日期", "Contacted on", "联系时间", "日期", "时间"),
            listed("means", "联系方式", "Means", "方式"),
            listed("department", "部门", "Department", "联系部门", "责任部门"),
            listed("officers", "联系对象", "With whom", "被联系人"),
            listed("said", "联系情况", "What was said", "联系内容", "跟踪情况"),
            more("promised", "承诺事项", "Promised", "承诺"),
            listed("next_on", "下次联系", "Next on", "下次联系时间"),
            more("contacted_by", "联系人", "Contacted by", "跟踪人"),
            more("about.kind", "关联记录种类", "Kind of record", "关联台账"),
            more("about.id", "关联记录", "Record", "跟踪事项"),
            more("state", "状态", "State"),
            _IMPORTED,
        ),
    ),
)

_DECISIONS = (
    Ledger(
        kind=DECISION,
        title=Wording(zh="决策部署台账", en="Ledger of decisions"),
        unit=CountUnit.PIECE,
        order=("-issued_on",),
        columns=(
            listed(
                "issued_on", "决策日期", "Issued on", "决策时间", "部署日期", "发文日期", "日期"
            ),
            listed("title", "决策部署", "Title", "名称", "标题", "决策事项", "决策名称"),
            listed("issuer", "来源", "Issuer", "决策来源", "决策主体", "部署单位"),
            listed("document", "文件编号", "Document", "文号", "会议编号"),
            listed("state", "状态", "State"),
            more("content", "决策内容", "Content", "内容", "部署要求"),
            more("item", "督察事项", "Item", "所属事项"),
            more("concluded_on", "完结日期", "Concluded on", "完结时间"),
            more("basis", "依据", "Basis"),
            _IMPORTED,
        ),
    ),
    Ledger(
        kind=DECISION_WORK,
        title=Wording(zh="决策部署工作台账", en="Ledger of works of decisions"),
        unit=CountUnit.ITEM,
        order=("due_on",),
        columns=(
            listed("decision", "决策部署", "Decision", "决策", "决策名称"),
            listed("title", "工作", "Work", "工作事项", "工作任务", "名称", "标题"),
            listed("departments", "责任部门", "Departments", "部门", "承办部门", "落实部门"),
            listed("due_on", "办结期限", "Due on", "期限", "完成时限", "落实时限"),
            listed("state", "状态", "State", "办理状态"),
            listed("outcome", "落实情况", "Outcome"),
            listed("rectifications", "整改事项数", "Rectifications"),
            more("requirement", "工作要求", "Requirement", "要求"),
            more("deployed_on", "部署日期", "Deployed on", "部署时间"),
            more("checks.on", "核查日期", "Checked on", "督察日期", "核查时间"),
            more("checks.by", "核查人", "Checked by", "核查人员"),
            more("checks.outcome", "核查结果", "What checks found", "督察结果"),
            more("findings", "相关问题", "Findings"),
            more("unreleased", "待公开结果数", "Results to be released"),
            more("settled_on", "落实办结日期", "Settled on", "办结日期", "办结时间"),
            more("concerned", "涉及人员", "Concerned"),
            _IMPORTED,
        ),
    ),
    Ledger(
        kind=REPORT_REQUEST,
        title=Wording(zh="要求报告台账", en="Ledger of report requests"),
        unit=CountUnit.COPY,
        order=("due_on",),
        columns=(
            listed("department", "部门", "Department", "报告部门", "责任部门"),
            listed("title", "报告名称", "Title", "报告", "名称"),
            listed("asked_on", "要求日期", "Asked on", "要求时间"),
            listed("due_on", "报告期限", "Due on", "期限"),
            listed("reported_on", "报告日期", "Reported on", "报告时间"),
            listed("state", "状态", "State"),
            listed("outcome", "报告真实性", "Outcome"),
            more("late", "逾期", "Late"),
            more("work", "决策部署工作", "Work"),
            more("decision", "决策部署", "Decision"),
            more("asked", "要求内容", "What was asked"),
            more("reported_by", "报告人", "Reported by"),
            more("returns", "退回次数", "Times returned"),
            more("assessed_on", "审核日期", "Assessed on", "审核时间"),
            more("findings", "相关问题", "Findings"),
            _IMPORTED,
        ),
    ),
    Ledger(
        kind=MATERIAL_LIST,
        title=Wording(zh="材料清单台账", en="Ledger of material lists"),
        unit=CountUnit.COPY,
        order=("due_on",),
        columns=(
            listed("department", "部门", "Department", "提供部门", "责任部门"),
            listed("title", "清单名称", "Title", "清单", "名称"),
            listed("asked_on", "要求日期", "Asked on", "要求时间"),
            listed("due_on", "提供期限", "Due on", "期限"),
            listed("received_on", "交齐日期", "Received on"),
            listed("state", "状态", "State"),
            listed("asked_for", "材料数", "Materials asked for"),
            more("reused", "复用材料数", "Materials reused"),
            more("late", "逾期", "Late"),
            more("work", "决策部署工作", "Work"),
            more("decision", "决策部署", "Decision"),
            more("materials.name", "材料名称", "Materials", "材料"),
            more("materials.received_on", "材料提交日期", "Days of hand-in", "提交日期"),
            more("materials.valid_until", "材料有效期", "May be reused until", "有效期至"),
            more("returns", "退回次数", "Times returned"),
            more("accepted_on", "收讫日期", "Accepted on", "收讫时间"),
            _IMPORTED,
        ),
    ),
)

_TALKS = (
    Ledger(
        kind=INTERVIEW,
        title=Wording(zh="谈话台账", en="Ledger of talks"),
        unit=CountUnit.TIME,
        order=("-held_on", "-planned_on"),
        columns=(
            listed("number", "笔录编号", "Number", "编号", "文号"),
            listed("talk", "谈话种类", "Kind of talk", "谈话类别", "类别", "谈话类型"),
            listed("title", "谈话事由", "Title", "事由", "标题", "谈话主题"),
            listed("persons.officer", "被谈话人", "Spoken to", "谈话对象", "被约谈人"),
            listed("held_on", "谈话日期", "Held on", "谈话时间", "日期", "时间"),
            listed("state", "状态", "State"),
            more("persons.capacity", "谈话身份", "Capacity", "身份"),
            more("departments", "部门", "Departments"),
            more("interviewers", "谈话人", "Interviewers", "约谈人", "主谈人"),
            more("planned_on", "拟谈话日期", "Planned on"),
            more("place", "谈话地点", "Place", "地点"),
            more("findings", "相关问题", "Findings"),
            more("measures", "相关措施", "Measures"),
            more("item", "督察事项", "Item", "所属事项"),
            more("rights_notice", "权利告知", "Rights notice"),
            more("signed_on", "签名日期", "Signed on"),
            more("refused", "拒签人数", "Refused to sign"),
            more("concerned", "涉及人员", "Concerned"),
            _IMPORTED,
        ),
    ),
)

_FOLLOWING = (
    Ledger(
        kind=CIRCULAR,
        title=Wording(zh="通报台账", en="Ledger of circulars"),
        unit=CountUnit.COPY,
        order=("-issued_on", "-drafted_on"),
        columns=(
            listed("number", "文号", "Number", "编号", "发文字号"),
            listed("title", "通报名称", "Title", "名称", "标题"),
            listed("state", "状态", "State"),
            listed("issued_on", "印发日期", "Issued on", "印发时间", "发文日期", "通报时间"),
            listed("addressees.department", "通报对象", "Addressees", "主送", "被通报部门"),
            listed("unconfirmed", "未反馈数", "Not confirmed"),
            more("addressees.served_on", "送达日期", "Served on", "送达时间"),
            more("addressees.received_on", "签收日期", "Received on", "签收时间"),
            more("addressees.confirmed_on", "反馈日期", "Confirmed on", "反馈时间"),
            more("addressees.answer", "落实情况", "What was done", "反馈情况"),
            more("scope", "通报范围", "Scope", "范围"),
            more("text", "通报内容", "Text", "内容"),
            more("findings", "相关问题", "Findings"),
            more("concerned", "涉及部门", "Departments concerned"),
            more("persons.officer", "涉及人员", "Persons", "被通报人员"),
            more("follows", "前一措施", "Follows"),
            more("drafted_on", "拟制日期", "Drafted on", "拟稿日期"),
            more("issued_by", "印发人", "Issued by", "签发人"),
            more("closed_on", "办结日期", "Closed on", "办结时间"),
            more("basis", "依据", "Basis"),
            _IMPORTED,
        ),
    ),
    Ledger(
        kind=REVIEW,
        title=Wording(zh="回头看台账", en="Ledger of reviews"),
        unit=CountUnit.ITEM,
        order=("due_on",),
        columns=(
            listed("title", "回头看事项", "Title", "名称", "标题"),
            listed("turn", "第几次", "Turn", "次数"),
            listed("departments", "责任部门", "Departments", "部门"),
            listed("due_on", "完成期限", "Due on", "期限"),
            listed("state", "状态", "State"),
            listed("outcome", "结果", "Outcome", "回头看结果"),
            listed("done_on", "完成日期", "Done on", "回头看日期", "回头看时间", "完成时间"),
            more("result", "情况", "Result", "回头看情况"),
            more("checkers", "检查人员", "Checkers", "检查人"),
            more("done_by", "完成人", "Done by"),
            more("target_kind", "对象种类", "Kind of what is reviewed"),
            more("target", "对象", "What is reviewed", "回头看对象"),
            more("planned_on", "安排日期", "Planned on", "安排时间"),
            more("findings", "反弹问题", "Findings opened"),
            _IMPORTED,
        ),
    ),
    Ledger(
        kind=INSTRUCTION,
        title=Wording(zh="批示台账", en="Ledger of instructions"),
        unit=CountUnit.PIECE,
        order=("-received_on",),
        columns=(
            listed("received_on", "收到日期", "Received on", "批示日期", "批示时间", "收到时间"),
            listed("leader", "批示领导", "Leader"),
            listed("source", "批示人身份", "In which capacity", "批示人"),
            listed("text", "批示内容", "Text", "批示", "批示意见"),
            listed("department", "承办部门", "Department", "责任部门", "部门"),
            listed("due_on", "反馈期限", "Due on", "期限", "办理期限"),
            listed("state", "状态", "State", "办理状态"),
            more("officer", "承办人", "Officer"),
            more("about_kind", "批示对象种类", "What it stands on"),
            more("about", "批示对象", "Record or document", "批示文件", "文件"),
            more("item", "督察事项", "Item", "所属事项"),
            more("answer", "落实情况", "Answer", "办理情况", "办理结果"),
            more("answered_by", "反馈人", "Answered by"),
            more("answered_on", "反馈日期", "Answered on", "反馈时间"),
            more("returns", "退回次数", "Times returned"),
            more("closed_on", "办结日期", "Closed on", "办结时间"),
            _IMPORTED,
        ),
    ),
    Ledger(
        kind=REPORT,
        title=Wording(zh="检务督察专报台账", en="Ledger of reports"),
        unit=CountUnit.COPY,
        order=("-issued_on",),
        columns=(
            listed("period", "期间", "Period"),
            listed("as_of", "截至日期", "As of"),
            listed("issued_on", "签发日期", "Issued on"),
            listed("addressee", "报送对象", "Addressee"),
            listed("state", "状态", "State"),
            more("drawn_by", "拟稿人", "Drawn up by"),
            more("issued_by", "签发人", "Issued by"),
            more("proposals", "建议", "Proposals"),
            more("seq", "日志序号", "Journal entry"),
            more("language", "语言", "Language"),
            more("digest", "摘要", "Digest"),
        ),
    ),
)

_BESIDE = (
    Ledger(
        kind=HANDLING_UNIT,
        title=Wording(zh="办案单元台账", en="Ledger of handling units"),
        order=("name",),
        columns=(
            listed("name", "名称", "Name", "办案单元", "办案组"),
            listed("department", "部门", "Department", "所属部门"),
            listed("leader", "主办检察官", "Leader"),
            listed("members.officer", "成员", "Members", "组成人员"),
            listed("state", "状态", "State"),
            listed("formed_on", "组建日期", "Formed on", "组建时间"),
            more("members.role", "成员职务", "Roles of members", "职务"),
            more("leaders.officer", "历任主办检察官", "Leaders", "主办检察官"),
            more("disbanded_on", "撤销日期", "Disbanded on", "撤销时间"),
            _IMPORTED,
        ),
    ),
    Ledger(
        kind=ATTACHMENT,
        title=Wording(zh="证据材料台账", en="Ledger of evidence"),
        unit=CountUnit.COPY,
        order=("-handed_in",),
        columns=(
            listed("handed_in", "提交日期", "Handed in"),
            listed("title", "材料名称", "Title"),
            listed("owner_kind", "所附记录种类", "Attached to"),
            listed("owner_id", "所附记录", "Record"),
            listed("extension", "文件类型", "Type of file"),
            listed("about_on", "材料所指日期", "About the day"),
            more("state", "状态", "State"),
            more("sha256", "SHA-256", "SHA-256"),
        ),
    ),
)

PRACTICE_LEDGERS: tuple[Ledger, ...] = (
    *_ACTIVITIES,
    *_DECISIONS,
    *_TALKS,
    *_FOLLOWING,
    *_BESIDE,
)
"""What `ledgers` lists besides items, findings, measures, officers and imports."""
