"""Ledgers (台账): one declaration per kind of record that people list, export and import.

A ledger says how its records are counted, which columns it shows and in which order, and where
words are searched for. A kind without a declaration of its own has an automatic one, made of
the fields of its class, so that every kind is a ledger from its first day.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs

from supervision.domain.findings import FINDING
from supervision.domain.items import ITEM
from supervision.domain.kinds import KINDS
from supervision.domain.ledger_imports import LEDGER_IMPORT
from supervision.domain.measures import MEASURE
from supervision.domain.officers import OFFICER
from supervision.domain.records import RecordKind
from supervision.domain.rules import Wording
from supervision.reporting.cells import Form, cell_of
from supervision.reporting.keeping_ledgers import KEEPING_LEDGERS
from supervision.reporting.ledger_columns import Ledger, LedgerColumn, listed, more
from supervision.reporting.practice_ledgers import PRACTICE_LEDGERS
from supervision.reporting.registers import REGISTERS
from supervision.reporting.statistics import CountUnit

__all__ = ["LEDGERS", "Ledger", "LedgerColumn", "ledger_of"]


_DECLARED: tuple[Ledger, ...] = (
    Ledger(
        kind=ITEM,
        title=Wording(zh="督察事项台账", en="Ledger of items"),
        unit=CountUnit.ITEM,
        order=("due_on",),
        columns=(
            listed("number", "立项编号", "Number", "编号", "文号", "立项文号"),
            listed("title", "事项名称", "Title", "标题", "事项", "督察事项", "名称", "工作内容"),
            more("kind", "事项类别", "Kind", "类别", "督察类别", "事项类型"),
            listed("state", "状态", "State", "办理状态", "办理情况", "进展"),
            more("source", "事项来源", "Source", "来源", "交办来源"),
            more("requirements.text", "工作要求", "Requirements", "要求"),
            listed("lead", "牵头部门", "Lead department", "承办部门", "责任部门", "主办部门"),
            more("co_departments", "协办部门", "Co-departments", "配合部门"),
            more("supervisor", "督办人", "Supervisor"),
            more("inspectors", "督察人员", "Inspectors", "检查人员"),
            more("inspected", "被督察部门", "Departments inspected"),
            more("concerned", "涉及人员", "Concerned"),
            more("starts_on", "计划开始", "Starts on", "开始时间"),
            listed("due_on", "办理期限", "Due on", "期限", "完成时限", "计划办结时间"),
            more("warn_on", "预警时间", "Warn on", "预警日期"),
            more("opened_on", "立项日期", "Opened on", "立项时间", "交办日期", "交办时间"),
            more("closed_on", "办结日期", "Closed on", "办结时间", "完成日期", "完成时间"),
            more("expected_effect", "预期成效", "Expected effect"),
            more("effect", "工作成效", "Effect", "成效"),
            more("paused_in", "中止前状态", "State before the pause"),
            more("into", "并入事项", "Merged into"),
            more("imported", "台账导入", "Import"),
        ),
    ),
    Ledger(
        kind=FINDING,
        title=Wording(zh="问题台账", en="Ledger of findings"),
        unit=CountUnit.PIECE,
        order=("-found_on",),
        columns=(
            listed("found_on", "发现日期", "Found on", "发现时间", "督察时间", "日期", "时间"),
            listed("title", "问题", "Title", "标题", "问题名称", "存在问题", "发现问题"),
            listed("state", "状态", "State", "整改状态", "整改情况状态"),
            more("source", "问题来源", "Source", "来源"),
            more("certainty", "确认情况", "Certainty"),
            more("nature", "问题性质", "Nature", "性质"),
            listed("severity", "程度", "Severity", "严重程度"),
            more("problem_code", "问题分类", "Problem code", "问题类别", "分类"),
            more("codes", "全部分类", "All codes"),
            more("facts", "事实", "Facts", "具体情况", "问题描述", "基本情况"),
            listed("department", "责任部门", "Department", "部门", "被督察部门", "整改部门"),
            more("persons.officer", "责任人", "Persons responsible", "责任人员", "承办人"),
            more("concerned", "涉及人员", "Concerned"),
            more("case_number", "案号", "Case number", "受案号", "案件编号"),
            more("item", "督察事项", "Item", "所属事项"),
            more("confirmed_on", "确认日期", "Confirmed on", "确认时间"),
            more("causes.code", "原因分类", "Causes"),
            more("claim.by", "认领人", "Claimed by"),
            more("assignee", "经办人", "Assignee"),
            more("claim.on", "认领日期", "Claimed on", "认领时间"),
            more("claim.mode", "整改方式", "Mode"),
            more("claim.plan", "整改措施", "Plan"),
            listed("claim.due_on", "整改期限", "Due on", "整改时限"),
            more("result", "整改情况", "Result", "整改结果"),
            more("submitted_on", "报送日期", "Submitted on", "反馈日期", "整改报送时间"),
            more("verified_on", "核验日期", "Verified on", "核验时间"),
            more("closed_on", "销号日期", "Closed on", "销号时间"),
            more("rectified", "是否按期整改", "Put right in time", "是否按期"),
            more("perfunctory", "敷衍整改", "Perfunctory"),
            more("falsified", "虚假整改", "Falsified"),
            more("returns", "退回次数", "Times returned"),
            more("first_due_on", "原整改期限", "First due on", "原定期限"),
            more("disputed", "异议待答复", "Disputed"),
            more("group_lead", "并案于", "Grouped with"),
            more("duplicate_of", "重复于", "Duplicate of"),
            more("waived_until", "暂缓至", "Waived until"),
            more("recurs_from", "反弹自", "Recurs from"),
            more("imported", "台账导入", "Import"),
        ),
    ),
    Ledger(
        kind=MEASURE,
        title=Wording(zh="督察措施台账", en="Ledger of measures"),
        unit=CountUnit.COPY,
        order=("-issued_on",),
        columns=(
            listed("number", "文号", "Number", "发文字号", "编号"),
            listed("rung", "措施种类", "Measure", "文书种类", "措施", "类别"),
            listed("title", "标题", "Title", "文书名称", "名称", "事由"),
            listed("state", "状态", "State", "办理状态"),
            listed("issued_on", "签发日期", "Issued on", "签发时间", "发文日期", "制发日期"),
            listed("department", "部门", "Department", "送达部门", "责任部门", "被督察部门"),
            more("officer", "人员", "Officer", "谈话对象", "对象"),
            more("findings", "相关问题", "Findings"),
            more("item", "督察事项", "Item", "所属事项"),
            more("text", "内容", "Text", "措施内容", "整改要求"),
            more("follows", "前一措施", "Follows"),
            more("served_on", "送达日期", "Served on", "送达时间"),
            more("service", "送达方式", "Service"),
            more("received_by", "签收人", "Received by"),
            more("received_on", "签收日期", "Received on", "签收时间"),
            more("claimed_by", "认领人", "Claimed by"),
            more("assignee", "经办人", "Assignee"),
            more("claimed_on", "认领日期", "Claimed on", "认领时间"),
            more("plan", "整改措施", "Plan"),
            more("answer", "反馈内容", "Answer", "反馈情况", "整改情况"),
            more("answered_on", "反馈日期", "Answered on", "反馈时间", "回复日期"),
            more("returns", "退回次数", "Times returned"),
            more("perfunctory", "敷衍整改", "Perfunctory"),
            more("falsified", "虚假整改", "Falsified"),
            more("proposed_rung", "建议升级为", "Rung proposed"),
            more("accepted_on", "采纳日期", "Accepted on", "采纳时间"),
            more("result", "是否按期反馈", "Answered in time", "是否按期"),
            more("closed_on", "销号日期", "Closed on", "办结日期", "销号时间"),
            more("imported", "台账导入", "Import"),
        ),
    ),
    Ledger(
        kind=OFFICER,
        title=Wording(zh="人员台账", en="Ledger of officers"),
        unit=CountUnit.PERSON,
        order=("staff_number",),
        columns=(
            listed("staff_number", "工号", "Staff number"),
            listed("id", "姓名", "Name"),
            listed("category", "人员类别", "Category"),
        ),
    ),
    Ledger(
        kind=LEDGER_IMPORT,
        title=Wording(zh="台账导入", en="Imports of ledgers"),
        unit=CountUnit.COPY,
        order=("-opened_on",),
        columns=(
            listed("kind", "台账", "Ledger"),
            listed("state", "状态", "State"),
            listed("opened_at", "导入时间", "Opened at"),
            listed("rows", "行数", "Rows"),
            listed("entered", "录入", "Entered"),
            listed("rejected", "退回", "Refused"),
            more("completed_at", "完成时间", "Completed at"),
            more("undone_at", "撤销时间", "Undone at"),
            listed("voided", "撤销作废", "Voided"),
            more("unmapped", "未识别的列", "Columns not understood"),
            more("digest", "摘要", "Digest"),
        ),
    ),
    *PRACTICE_LEDGERS,
    *KEEPING_LEDGERS,
)
"""Ledgers with a declaration of their own. A new kind joins by one more."""

_NEVER = frozenset({"id", "unit", "extra"})
_UNSHOWN = (Form.SEALED, Form.NESTED, Form.EXTRA)
_FIRST = 6


def _automatic(kind: RecordKind[Any]) -> Ledger:
    """Return the ledger of a kind nobody declared one for: all plain fields of its
    class, and the declared ones made of others.
    """
    own = [field.name for field in attrs.fields(kind.cls)]
    made = [column.name for column in kind.indexed if column.name not in own]
    paths = [name for name in (*own, *made) if name not in _NEVER]
    shown = [path for path in paths if cell_of(kind, path).form not in _UNSHOWN]
    columns = (LedgerColumn(path=path, listed=number < _FIRST) for number, path in enumerate(shown))
    return Ledger(kind=kind, columns=tuple(columns), unit=_unit_of(kind))


def _unit_of(kind: RecordKind[Any]) -> CountUnit | None:
    """Return in what statistics count the records of a kind; `None` where they do not."""
    counting = (one.unit for one in REGISTERS.values() if one.kind is kind and not one.counted)
    return next(counting, None)


@cache
def ledger_of(kind: RecordKind[Any]) -> Ledger:
    """Return the ledger of a kind: the declared one, else the automatic one."""
    declared = next((one for one in _DECLARED if one.kind is kind), None)
    return declared or _automatic(kind)


LEDGERS: Mapping[str, Ledger] = {kind.name: ledger_of(kind) for kind in KINDS}
"""The ledger of every kind, by its name."""
