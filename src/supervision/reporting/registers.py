"""Every register that can be counted (统计台账一览), one declaration each.

A kind of record joins here: its unit of count, its days, what it may be counted by, and what is
left out. Statistics, comparisons, the roll-up and the monthly report follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from supervision.domain.clocks import CLOCK, ClockState, Result
from supervision.domain.detections import DETECTION, Decision
from supervision.domain.findings import (
    FINDING,
    Certainty,
    FindingState,
    Nature,
    Severity,
    Source,
)
from supervision.domain.imports import IMPORT
from supervision.domain.items import ITEM, ItemState
from supervision.domain.measures import MEASURE, MeasureState, Service
from supervision.domain.reports import REPORT, ReportState
from supervision.domain.rules import Stage, Wording
from supervision.domain.score_entries import SCORE_ENTRY, Account
from supervision.errors import UsageError
from supervision.ports.query import And, Eq, In, Not
from supervision.reporting.dimensions import DEPARTMENT, OFFICER, UNIT, day, each, field, month
from supervision.reporting.practice_registers import PRACTICE
from supervision.reporting.statistics import CountUnit, Different, Each, Named, Statistic

__all__ = ["REGISTERS", "register_of"]


_PROBLEM = field("problem_code", "问题分类", "Problem code", named=Named.PROBLEM_CODE)
_SEVERITY = field("severity", "程度", "Severity", of=Severity)
_CERTAINTY = field("certainty", "确认情况", "Certainty", of=Certainty)

_ITEM_DAYS = (
    day("opened_on", "立项日期", "day opened"),
    day("due_on", "办结期限", "day due"),
    day("closed_on", "办结日期", "day closed"),
)
_FINDING_DAYS = (
    day("found_on", "发现日期", "day found"),
    day("due_on", "整改期限", "day due"),
    day("closed_on", "销号日期", "day closed"),
)
_FINDING_FIELDS = (
    field("state", "状态", "State", of=FindingState),
    DEPARTMENT,
    _PROBLEM,
    _SEVERITY,
    _CERTAINTY,
    field("nature", "问题性质", "Nature", of=Nature),
    field("source", "问题来源", "Source", of=Source),
    field("rectified", "是否按期整改", "Put right in time", of=Result),
    field("cause", "主要原因", "Chief cause", named=Named.PROBLEM_CODE),
    month("found_on", "发现月份", "Month found"),
    UNIT,
)
_FOUND = Not(
    In(
        "state",
        (
            FindingState.VOIDED.value,
            FindingState.NOT_A_PROBLEM.value,
            FindingState.DUPLICATE.value,
        ),
    )
)
_MEASURE_DAYS = (
    day("issued_on", "签发日期", "day issued"),
    day("served_on", "送达日期", "day served"),
    day("answered_on", "反馈日期", "day answered"),
)
_MEASURE_FIELDS = (
    field("state", "状态", "State", of=MeasureState),
    field("rung", "措施种类", "Rung", named=Named.RUNG),
    DEPARTMENT,
    field("result", "是否按期反馈", "Answered in time", of=Result),
    field("service", "送达方式", "Way of service", of=Service),
    month("issued_on", "签发月份", "Month of issue"),
    UNIT,
)
_ISSUED = Not(Eq("state", MeasureState.VOIDED.value))

_LIST = (
    Statistic(
        code="items",
        kind=ITEM,
        title=Wording(zh="督察事项", en="Items"),
        unit=CountUnit.ITEM,
        note=Wording(zh="不含作废事项", en="Voided items are left out"),
        days=_ITEM_DAYS,
        where=Not(Eq("state", ItemState.VOIDED.value)),
        dimensions=(
            field("state", "状态", "State", of=ItemState),
            field("kind", "事项类别", "Kind", named=Named.ITEM_KIND),
            field("source", "事项来源", "Source"),
            field("department", "牵头部门", "Lead department", named=Named.DEPARTMENT, key="lead"),
            each("co_departments", "协办部门", "Co-departments", named=Named.DEPARTMENT),
            field("supervisor", "督办人", "Supervisor", named=Named.OFFICER),
            month("opened_on", "立项月份", "Month of opening"),
            UNIT,
        ),
    ),
    Statistic(
        code="findings",
        kind=FINDING,
        title=Wording(zh="问题", en="Findings"),
        unit=CountUnit.PIECE,
        note=Wording(
            zh="不含作废、不属问题和重复问题",
            en="Voided findings, duplicates and what was no problem are left out",
        ),
        days=_FINDING_DAYS,
        where=_FOUND,
        dimensions=_FINDING_FIELDS,
    ),
    Statistic(
        code="responsible",
        kind=FINDING,
        title=Wording(zh="问题涉及的责任人", en="Persons responsible for findings"),
        unit=CountUnit.PERSON_TIME,
        note=Wording(
            zh="一人涉及几件问题计几人次，不含作废、不属问题和重复问题",
            en="A person counts once for every finding; voided findings, duplicates and what was "
            "no problem are left out",
        ),
        days=_FINDING_DAYS,
        where=_FOUND,
        counted=Each("officers"),
        reported=False,
        dimensions=(*_FINDING_FIELDS, each("officers", "人员", "Officer", named=Named.OFFICER)),
    ),
    Statistic(
        code="measures",
        kind=MEASURE,
        title=Wording(zh="督察措施", en="Measures"),
        unit=CountUnit.COPY,
        note=Wording(zh="不含作废措施", en="Voided measures are left out"),
        days=_MEASURE_DAYS,
        where=_ISSUED,
        dimensions=_MEASURE_FIELDS,
    ),
    Statistic(
        code="persons",
        kind=MEASURE,
        title=Wording(zh="对个人的措施", en="Measures towards persons"),
        unit=CountUnit.PERSON_TIME,
        note=Wording(
            zh="一人多次分别计数，不含作废措施",
            en="A person counts every time; voided measures are left out",
        ),
        days=_MEASURE_DAYS,
        where=And((_ISSUED, Not(Eq("officer", None)))),
        dimensions=(*_MEASURE_FIELDS, OFFICER),
    ),
    Statistic(
        code="officers",
        kind=MEASURE,
        title=Wording(zh="被采取措施的人员", en="Persons measures were taken towards"),
        unit=CountUnit.PERSON,
        note=Wording(
            zh="一人多次只计一次，各行相加可能多于合计；不含作废措施",
            en="A person counts once, and the rows may add up to more than the total; voided "
            "measures are left out",
        ),
        days=_MEASURE_DAYS,
        where=_ISSUED,
        counted=Different("officer"),
        reported=False,
        dimensions=_MEASURE_FIELDS,
    ),
    Statistic(
        code="clocks",
        kind=CLOCK,
        title=Wording(zh="期限", en="Clocks"),
        unit=CountUnit.ITEM,
        note=Wording(
            zh="一条记录可有几个期限；含已取消的期限",
            en="A record may have several clocks; cancelled ones are counted too",
        ),
        days=(day("due_on", "期满日", "day due"), day("ended_on", "结束日期", "day ended")),
        reported=False,
        dimensions=(
            field("result", "结果", "Result", of=Result),
            field("state", "计时状态", "State", of=ClockState),
            field("owner_kind", "所属记录", "Kind of record"),
            field("purpose", "事由", "Purpose"),
            month("due_on", "期满月份", "Month due"),
            UNIT,
        ),
    ),
    Statistic(
        code="detections",
        kind=DETECTION,
        title=Wording(zh="监控发现", en="Detections"),
        unit=CountUnit.PIECE,
        note=Wording(
            zh="含预警、已消失和已排除的发现",
            en="Warnings and detections that have gone or were dismissed are counted too",
        ),
        days=(day("first_seen", "首次发现日期", "day first seen"),),
        dimensions=(
            field("decision", "研判结论", "Decision", of=Decision),
            field("stage", "阶段", "Stage", of=Stage),
            field("rule", "规则", "Rule"),
            field("line", "业务条线", "Line"),
            DEPARTMENT,
            _PROBLEM,
            _SEVERITY,
            _CERTAINTY,
            month("first_seen", "首次发现月份", "Month first seen"),
            UNIT,
        ),
    ),
    Statistic(
        code="imports",
        kind=IMPORT,
        title=Wording(zh="案件导入", en="Imports"),
        unit=CountUnit.COPY,
        note=Wording(zh="同一来源只计一次", en="The same source counts once"),
        days=(day("completed_on", "导入日期", "day imported"),),
        reported=False,
        dimensions=(
            field("connector", "连接器", "Connector"),
            month("completed_on", "导入月份", "Month of import"),
        ),
    ),
    Statistic(
        code="score_entries",
        kind=SCORE_ENTRY,
        title=Wording(zh="考评记录", en="Score entries"),
        unit=CountUnit.ITEM,
        note=Wording(
            zh="不含已冲销的记录和冲销记录",
            en="Reversed entries and counter-entries are left out",
        ),
        days=(day("fact_on", "事实日期", "day of the fact"),),
        where=Eq("holds", 1),
        reported=False,
        dimensions=(
            field("account", "对象", "Account", of=Account),
            field("scheme", "考评方案", "Scheme"),
            field("period", "周期", "Period"),
            field("rule", "规则", "Rule"),
            DEPARTMENT,
            OFFICER,
            month("fact_on", "事实月份", "Month of the fact"),
            UNIT,
        ),
    ),
    Statistic(
        code="reports",
        kind=REPORT,
        title=Wording(zh="检务督察专报", en="Reports to the chief"),
        unit=CountUnit.COPY,
        note=Wording(zh="不含作废专报", en="Voided reports are left out"),
        days=(day("issued_on", "签发日期", "day issued"),),
        where=Not(Eq("state", ReportState.VOIDED.value)),
        reported=False,
        dimensions=(
            field("period", "周期", "Period"),
            month("issued_on", "签发月份", "Month of issue"),
            UNIT,
        ),
    ),
)
REGISTERS: Mapping[str, Statistic] = {register.code: register for register in (*_LIST, *PRACTICE)}
"""Everything that can be counted."""


def register_of(code: str) -> Statistic:
    """Return the register.

    Raises:
        UsageError: `statistics.register` with the known ones.
    """
    if code not in REGISTERS:
        raise UsageError("statistics.register", found=code, known=tuple(REGISTERS))
    return REGISTERS[code]
