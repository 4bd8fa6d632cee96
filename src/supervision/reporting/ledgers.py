"""Ledgers (台账): one declaration per kind of record that people list, export and import.

A ledger says how its records are counted, which columns it shows and in which order, and where
words are searched for. A kind without a declaration of its own has an automatic one, made of
the fields of its class, so that every kind is a ledger from its first day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from supervision.domain.findings import FINDING
from supervision.domain.imports import IMPORT
from supervision.domain.items import ITEM
from supervision.domain.kinds import KINDS
from supervision.domain.ledger_imports import LEDGER_IMPORT
from supervision.domain.measures import MEASURE
from supervision.domain.officers import OFFICER
from supervision.domain.records import ColumnType, RecordKind
from supervision.domain.rules import Wording
from supervision.domain.score_entries import SCORE_ENTRY
from supervision.reporting.cells import Cell, Form, cell_of, values_at
from supervision.reporting.statistics import CountUnit

__all__ = ["LEDGERS", "Ledger", "LedgerColumn", "ledger_of"]


@attrs.frozen(kw_only=True)
class LedgerColumn:
    """A column of a ledger (栏目).

    Attributes:
        path: field of the record; a dot leads into a nested value.
        title: heading; by default what the field is called.
        aliases: other headings an old ledger may have for it.
        listed: whether a list on the screen shows it unless other columns are asked for.
    """

    path: str
    title: Wording | None = None
    aliases: tuple[str, ...] = ()
    listed: bool = False


@attrs.frozen(kw_only=True)
class Ledger:
    """A ledger (台账).

    Attributes:
        kind: the kind of its records.
        columns: its columns, in order. The id stands before them.
        order: fields it is sorted by; with `-` before it, descending.
        title: title; by default what the kind is called.
        unit: unit of count; `None`: records (条), which no statistic counts.
    """

    kind: RecordKind[Any]
    columns: tuple[LedgerColumn, ...]
    order: tuple[str, ...] = ()
    title: Wording | None = None
    unit: CountUnit | None = None

    @property
    def code(self) -> str:
        """Name on the command line: that of the kind."""
        return self.kind.name

    @property
    def fields(self) -> Mapping[str, ColumnType]:
        """What may be ordered by, and filtered: the declared fields of the kind, `id`, `unit`."""
        declared = {column.name: column.type for column in self.kind.indexed}
        return {"id": ColumnType.TEXT, "unit": ColumnType.TEXT, **declared}

    @property
    def many(self) -> tuple[str, ...]:
        """Multi-valued fields: these may be filtered, not ordered by."""
        return tuple(field.name for field in self.kind.many)

    def cell(self, path: str) -> Cell:
        """Return what a column or field holds."""
        return cell_of(self.kind, path)

    def column(self, path: str) -> LedgerColumn | None:
        """Return a column by its path."""
        return next((column for column in self.columns if column.path == path), None)

    def values(self, record: object, path: str) -> tuple[object, ...]:
        """Return what a column or field of a record holds."""
        return values_at(self.kind, record, path)

    def texts(self, record: object) -> Iterator[str]:
        """Yield every text of a record in which words are searched for."""
        for column in self.columns:
            if self.cell(column.path).form is Form.TEXT:
                yield from (str(value) for value in self.values(record, column.path))


def _listed(path: str, zh: str, en: str, *aliases: str) -> LedgerColumn:
    return LedgerColumn(path=path, title=Wording(zh=zh, en=en), aliases=aliases, listed=True)


def _more(path: str, zh: str, en: str, *aliases: str) -> LedgerColumn:
    return LedgerColumn(path=path, title=Wording(zh=zh, en=en), aliases=aliases)


_DECLARED: tuple[Ledger, ...] = (
    Ledger(
        kind=ITEM,
        title=Wording(zh="督察事项台账", en="Ledger of items"),
        unit=CountUnit.ITEM,
        order=("due_on",),
        columns=(
            _listed("number", "立项编号", "Number", "编号", "文号", "立项文号"),
            _listed("title", "事项名称", "Title", "标题", "事项", "督察事项", "名称", "工作内容"),
            _more("kind", "事项类别", "Kind", "类别", "督察类别", "事项类型"),
            _listed("state", "状态", "State", "办理状态", "办理情况", "进展"),
            _more("source", "事项来源", "Source", "来源", "交办来源"),
            _more("requirements.text", "工作要求", "Requirements", "要求"),
            _listed("lead", "牵头部门", "Lead department", "承办部门", "责任部门", "主办部门"),
            _more("co_departments", "协办部门", "Co-departments", "配合部门"),
            _more("supervisor", "督办人", "Supervisor", "督察人员"),
            _more("concerned", "涉及人员", "Concerned"),
            _more("starts_on", "计划开始", "Starts on", "开始时间"),
            _listed("due_on", "办理期限", "Due on", "期限", "完成时限", "计划办结时间"),
            _more("warn_on", "预警时间", "Warn on", "预警日期"),
            _more("opened_on", "立项日期", "Opened on", "立项时间", "交办日期", "交办时间"),
            _more("closed_on", "办结日期", "Closed on", "办结时间", "完成日期", "完成时间"),
            _more("expected_effect", "预期成效", "Expected effect"),
            _more("effect", "工作成效", "Effect", "成效"),
            _more("paused_in", "中止前状态", "State before the pause"),
            _more("into", "并入事项", "Merged into"),
            _more("imported", "台账导入", "Import"),
        ),
    ),
    Ledger(
        kind=FINDING,
        title=Wording(zh="问题台账", en="Ledger of findings"),
        unit=CountUnit.PIECE,
        order=("-found_on",),
        columns=(
            _listed("found_on", "发现日期", "Found on", "发现时间", "督察时间", "日期", "时间"),
            _listed("title", "问题", "Title", "标题", "问题名称", "存在问题", "发现问题"),
            _listed("state", "状态", "State", "整改状态", "整改情况状态"),
            _more("source", "问题来源", "Source", "来源"),
            _more("certainty", "确认情况", "Certainty"),
            _more("nature", "问题性质", "Nature", "性质"),
            _listed("severity", "程度", "Severity", "严重程度"),
            _more("problem_code", "问题分类", "Problem code", "问题类别", "分类"),
            _more("facts", "事实", "Facts", "具体情况", "问题描述", "基本情况"),
            _listed("department", "责任部门", "Department", "部门", "被督察部门", "整改部门"),
            _more("persons.officer", "责任人", "Persons responsible", "责任人员", "承办人"),
            _more("concerned", "涉及人员", "Concerned"),
            _more("case_number", "案号", "Case number", "受案号", "案件编号"),
            _more("item", "督察事项", "Item", "所属事项"),
            _more("claim.by", "认领人", "Claimed by"),
            _more("claim.on", "认领日期", "Claimed on", "认领时间"),
            _more("claim.mode", "整改方式", "Mode"),
            _more("claim.plan", "整改措施", "Plan"),
            _listed("claim.due_on", "整改期限", "Due on", "整改时限"),
            _more("result", "整改情况", "Result", "整改结果"),
            _more("submitted_on", "报送日期", "Submitted on", "反馈日期", "整改报送时间"),
            _more("verified_on", "核验日期", "Verified on", "核验时间"),
            _more("closed_on", "销号日期", "Closed on", "销号时间"),
            _more("perfunctory", "敷衍整改", "Perfunctory"),
            _more("returns", "退回次数", "Times returned"),
            _more("duplicate_of", "重复于", "Duplicate of"),
            _more("waived_until", "暂缓至", "Waived until"),
            _more("recurs_from", "反弹自", "Recurs from"),
            _more("imported", "台账导入", "Import"),
        ),
    ),
    Ledger(
        kind=MEASURE,
        title=Wording(zh="督察措施台账", en="Ledger of measures"),
        unit=CountUnit.COPY,
        order=("-issued_on",),
        columns=(
            _listed("number", "文号", "Number", "发文字号", "编号"),
            _listed("rung", "措施种类", "Measure", "文书种类", "措施", "类别"),
            _listed("title", "标题", "Title", "文书名称", "名称", "事由"),
            _listed("state", "状态", "State", "办理状态"),
            _listed("issued_on", "签发日期", "Issued on", "签发时间", "发文日期", "制发日期"),
            _listed("department", "部门", "Department", "送达部门", "责任部门", "被督察部门"),
            _more("officer", "人员", "Officer", "谈话对象", "对象"),
            _more("findings", "相关问题", "Findings"),
            _more("item", "督察事项", "Item", "所属事项"),
            _more("text", "内容", "Text", "措施内容", "整改要求"),
            _more("follows", "前一措施", "Follows"),
            _more("served_on", "送达日期", "Served on", "送达时间"),
            _more("service", "送达方式", "Service"),
            _more("claimed_by", "认领人", "Claimed by", "签收人"),
            _more("claimed_on", "认领日期", "Claimed on", "签收日期"),
            _more("plan", "整改措施", "Plan"),
            _more("answer", "反馈内容", "Answer", "反馈情况", "整改情况"),
            _more("answered_on", "反馈日期", "Answered on", "反馈时间", "回复日期"),
            _more("returns", "退回次数", "Times returned"),
            _more("accepted_on", "采纳日期", "Accepted on", "办结日期"),
            _more("imported", "台账导入", "Import"),
        ),
    ),
    Ledger(
        kind=OFFICER,
        title=Wording(zh="人员台账", en="Ledger of officers"),
        unit=CountUnit.PERSON,
        order=("staff_number",),
        columns=(
            _listed("staff_number", "工号", "Staff number"),
            _listed("id", "姓名", "Name"),
            _listed("category", "人员类别", "Category"),
        ),
    ),
    Ledger(
        kind=LEDGER_IMPORT,
        title=Wording(zh="台账导入", en="Imports of ledgers"),
        unit=CountUnit.COPY,
        order=("-opened_on",),
        columns=(
            _listed("kind", "台账", "Ledger"),
            _listed("state", "状态", "State"),
            _listed("opened_at", "导入时间", "Opened at"),
            _listed("rows", "行数", "Rows"),
            _listed("entered", "录入", "Entered"),
            _listed("rejected", "退回", "Refused"),
            _more("completed_at", "完成时间", "Completed at"),
            _more("undone_at", "撤销时间", "Undone at"),
            _listed("voided", "撤销作废", "Voided"),
            _more("unmapped", "未识别的列", "Columns not understood"),
            _more("digest", "摘要", "Digest"),
        ),
    ),
)
"""Ledgers with a declaration of their own. A new kind joins by one more."""

_UNITS: Mapping[str, CountUnit] = {
    IMPORT.name: CountUnit.COPY,
    SCORE_ENTRY.name: CountUnit.ITEM,
    "detection": CountUnit.PIECE,
    "triage": CountUnit.SESSION,
}
"""Units of count of automatic ledgers that have one."""

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
    return Ledger(kind=kind, columns=tuple(columns), unit=_UNITS.get(kind.name))


@cache
def ledger_of(kind: RecordKind[Any]) -> Ledger:
    """Return the ledger of a kind: the declared one, else the automatic one."""
    declared = next((one for one in _DECLARED if one.kind is kind), None)
    return declared or _automatic(kind)


LEDGERS: Mapping[str, Ledger] = {kind.name: ledger_of(kind) for kind in KINDS}
"""The ledger of every kind, by its name."""
