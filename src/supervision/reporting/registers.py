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
from supervision.domain.measures import MEASURE, MeasureState
from supervision.domain.reports import REPORT, ReportState
from supervision.domain.rules import Stage, Wording
from supervision.domain.score_entries import SCORE_ENTRY, Account
from supervision.errors import UsageError
from supervision.ports.query import And, Eq, In, Month, Not
from supervision.reporting.labels import VALUES
from supervision.reporting.statistics import (
    CountUnit,
    Day,
    Different,
    Dimension,
    Each,
    Named,
    Statistic,
)

__all__ = ["REGISTERS", "register_of"]


def _field(
    code: str,
    zh: str,
    en: str,
    *,
    of: type | None = None,
    named: Named | None = None,
    key: str = "",
) -> Dimension:
    known: Mapping[str, Wording] = VALUES[of] if of is not None else {}
    title = Wording(zh=zh, en=en)
    return Dimension(code=code, title=title, key=key or code, labels=known, named=named)


def _each(code: str, zh: str, en: str, *, named: Named | None = None) -> Dimension:
    return Dimension(code=code, title=Wording(zh=zh, en=en), key=Each(code), named=named)


def _month(field: str, zh: str, en: str) -> Dimension:
    return Dimension(code="month", title=Wording(zh=zh, en=en), key=Month(field))


def _day(field: str, zh: str, en: str) -> Day:
    return Day(field=field, title=Wording(zh=zh, en=en))


_UNIT = _field("unit", "院", "Unit", named=Named.UNIT)
_DEPARTMENT = _field("department", "部门", "Department", named=Named.DEPARTMENT)
_OFFICER = _field("officer", "人员", "Officer", named=Named.OFFICER)
_PROBLEM = _field("problem_code", "问题分类", "Problem code", named=Named.PROBLEM_CODE)
_SEVERITY = _field("severity", "程度", "Severity", of=Severity)
_CERTAINTY = _field("certainty", "确认情况", "Certainty", of=Certainty)

_ITEM_DAYS = (
    _day("opened_on", "立项日期", "day opened"),
    _day("due_on", "办结期限", "day due"),
    _day("closed_on", "办结日期", "day closed"),
)
_FINDING_DAYS = (
    _day("found_on", "发现日期", "day found"),
    _day("due_on", "整改期限", "day due"),
    _day("closed_on", "销号日期", "day closed"),
)
_FINDING_FIELDS = (
    _field("state", "状态", "State", of=FindingState),
    _DEPARTMENT,
    _PROBLEM,
    _SEVERITY,
    _CERTAINTY,
    _field("nature", "问题性质", "Nature", of=Nature),
    _field("source", "问题来源", "Source", of=Source),
    _month("found_on", "发现月份", "Month found"),
    _UNIT,
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
    _day("issued_on", "签发日期", "day issued"),
    _day("served_on", "送达日期", "day served"),
    _day("answered_on", "反馈日期", "day answered"),
)
_MEASURE_FIELDS = (
    _field("state", "状态", "State", of=MeasureState),
    _field("rung", "措施种类", "Rung", named=Named.RUNG),
    _DEPARTMENT,
    _month("issued_on", "签发月份", "Month of issue"),
    _UNIT,
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
            _field("state", "状态", "State", of=ItemState),
            _field("kind", "事项类别", "Kind", named=Named.ITEM_KIND),
            _field("source", "事项来源", "Source"),
            _field("department", "牵头部门", "Lead department", named=Named.DEPARTMENT, key="lead"),
            _each("co_departments", "协办部门", "Co-departments", named=Named.DEPARTMENT),
            _field("supervisor", "督办人", "Supervisor", named=Named.OFFICER),
            _month("opened_on", "立项月份", "Month of opening"),
            _UNIT,
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
        dimensions=(*_FINDING_FIELDS, _each("officers", "人员", "Officer", named=Named.OFFICER)),
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
        dimensions=(*_MEASURE_FIELDS, _OFFICER),
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
        days=(_day("due_on", "期满日", "day due"), _day("ended_on", "结束日期", "day ended")),
        reported=False,
        dimensions=(
            _field("result", "结果", "Result", of=Result),
            _field("state", "计时状态", "State", of=ClockState),
            _field("owner_kind", "所属记录", "Kind of record"),
            _field("purpose", "事由", "Purpose"),
            _month("due_on", "期满月份", "Month due"),
            _UNIT,
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
        days=(_day("first_seen", "首次发现日期", "day first seen"),),
        dimensions=(
            _field("decision", "研判结论", "Decision", of=Decision),
            _field("stage", "阶段", "Stage", of=Stage),
            _field("rule", "规则", "Rule"),
            _field("line", "业务条线", "Line"),
            _DEPARTMENT,
            _PROBLEM,
            _SEVERITY,
            _CERTAINTY,
            _month("first_seen", "首次发现月份", "Month first seen"),
            _UNIT,
        ),
    ),
    Statistic(
        code="imports",
        kind=IMPORT,
        title=Wording(zh="案件导入", en="Imports"),
        unit=CountUnit.COPY,
        note=Wording(zh="同一来源只计一次", en="The same source counts once"),
        days=(_day("completed_on", "导入日期", "day imported"),),
        reported=False,
        dimensions=(
            _field("connector", "连接器", "Connector"),
            _month("completed_on", "导入月份", "Month of import"),
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
        days=(_day("fact_on", "事实日期", "day of the fact"),),
        where=Eq("holds", 1),
        reported=False,
        dimensions=(
            _field("account", "对象", "Account", of=Account),
            _field("scheme", "考评方案", "Scheme"),
            _field("period", "周期", "Period"),
            _field("rule", "规则", "Rule"),
            _DEPARTMENT,
            _OFFICER,
            _month("fact_on", "事实月份", "Month of the fact"),
            _UNIT,
        ),
    ),
    Statistic(
        code="reports",
        kind=REPORT,
        title=Wording(zh="检务督察专报", en="Reports to the chief"),
        unit=CountUnit.COPY,
        note=Wording(zh="不含作废专报", en="Voided reports are left out"),
        days=(_day("issued_on", "签发日期", "day issued"),),
        where=Not(Eq("state", ReportState.VOIDED.value)),
        reported=False,
        dimensions=(
            _field("period", "周期", "Period"),
            _month("issued_on", "签发月份", "Month of issue"),
            _UNIT,
        ),
    ),
)
REGISTERS: Mapping[str, Statistic] = {register.code: register for register in _LIST}
"""Everything that can be counted."""


def register_of(code: str) -> Statistic:
    """Return the register.

    Raises:
        UsageError: `statistics.register` with the known ones.
    """
    if code not in REGISTERS:
        raise UsageError("statistics.register", found=code, known=tuple(REGISTERS))
    return REGISTERS[code]
