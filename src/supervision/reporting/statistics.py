"""Statistics (统计): which registers can be counted, by what, and in which unit of count.

A register declares its unit of count, what it leaves out and the fields it may be counted by,
so that no figure is printed without saying what it counts. Totals of different registers
overlap and are never added.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from supervision.domain.circulars import CIRCULAR, CircularState
from supervision.domain.clocks import Result
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
from supervision.domain.records import RecordKind, Scalar
from supervision.domain.rules import Stage, Wording
from supervision.domain.score_entries import SCORE_ENTRY, Account
from supervision.errors import UsageError
from supervision.ports.query import And, Eq, Everything, In, Key, Month, Not, Predicate, Tally
from supervision.reporting.labels import NONE_LABEL, VALUES
from supervision.reporting.tables import Heading, Table, TableRow

__all__ = [
    "REGISTERS",
    "CountUnit",
    "Dimension",
    "Named",
    "Register",
    "Resolve",
    "as_is",
    "dimensions_of",
    "register_of",
    "table_of",
]


class CountUnit(enum.Enum):
    """Units of count (计数单位). Figures in different units are never added."""

    ITEM = "项"
    PIECE = "件"
    COPY = "份"
    SESSION = "场次"
    PERSON = "人"
    PERSON_TIME = "人次"


_UNITS = {
    CountUnit.ITEM: "items",
    CountUnit.PIECE: "pieces",
    CountUnit.COPY: "copies",
    CountUnit.SESSION: "sessions",
    CountUnit.PERSON: "persons",
    CountUnit.PERSON_TIME: "person-times",
}


class Named(enum.Enum):
    """What the values of a field name (名称来源): records, or the office's own tables.

    The edge knows them and resolves them.
    """

    DEPARTMENT = "department"
    OFFICER = "officer"
    PROBLEM_CODE = "problem_code"
    ITEM_KIND = "item_kind"
    RUNG = "rung"


Resolve: TypeAlias = Callable[[Named, str], Wording]
"""From a value to what people call it."""


@attrs.frozen(kw_only=True)
class Dimension:
    """What a register may be counted by (统计口径).

    Attributes:
        code: name on the command line.
        title: heading.
        key: field or month of a date field.
        labels: what people call the values; a value that is not here is shown as it is.
        named: what the values are ids of, if they are.
    """

    code: str
    title: Wording
    key: Key
    labels: Mapping[str, Wording] = attrs.field(factory=dict)
    named: Named | None = None


@attrs.frozen(kw_only=True)
class Register:
    """A register that can be counted (统计台账).

    Attributes:
        code: name on the command line.
        kind: the kind of its records.
        title: title.
        unit: unit of count.
        note: what is counted and what is not.
        day: the date field a stretch of days is taken from.
        dimensions: what it may be counted by.
        where: which records of the kind belong to it.
    """

    code: str
    kind: RecordKind[Any]
    title: Wording
    unit: CountUnit
    note: Wording
    day: str
    dimensions: tuple[Dimension, ...]
    where: Predicate = Everything


def _field(
    code: str,
    zh: str,
    en: str,
    *,
    of: type | None = None,
    named: Named | None = None,
) -> Dimension:
    known: Mapping[str, Wording] = VALUES[of] if of is not None else {}
    return Dimension(code=code, title=Wording(zh=zh, en=en), key=code, labels=known, named=named)


def _month(field: str, zh: str, en: str) -> Dimension:
    return Dimension(code="month", title=Wording(zh=zh, en=en), key=Month(field))


_DEPARTMENT = _field("department", "部门", "Department", named=Named.DEPARTMENT)
_OFFICER = _field("officer", "人员", "Officer", named=Named.OFFICER)
_PROBLEM = _field("problem_code", "问题分类", "Problem code", named=Named.PROBLEM_CODE)
_SEVERITY = _field("severity", "程度", "Severity", of=Severity)
_CERTAINTY = _field("certainty", "确认情况", "Certainty", of=Certainty)

_MEASURE_FIELDS = (
    _field("state", "状态", "State", of=MeasureState),
    _field("rung", "措施种类", "Rung", named=Named.RUNG),
    _DEPARTMENT,
    _field("result", "是否按期反馈", "Answered in time", of=Result),
    _field("service", "送达方式", "Way of service", of=Service),
    _month("issued_on", "签发月份", "Month of issue"),
)
_LIST = (
    Register(
        code="items",
        kind=ITEM,
        title=Wording(zh="督察事项", en="Items"),
        unit=CountUnit.ITEM,
        note=Wording(zh="不含作废事项", en="Voided items are left out"),
        day="opened_on",
        where=Not(Eq("state", ItemState.VOIDED.value)),
        dimensions=(
            _field("state", "状态", "State", of=ItemState),
            _field("kind", "事项类别", "Kind", named=Named.ITEM_KIND),
            _field("source", "事项来源", "Source"),
            Dimension(
                code="department",
                title=Wording(zh="牵头部门", en="Lead department"),
                key="lead",
                named=Named.DEPARTMENT,
            ),
            _field("supervisor", "督办人", "Supervisor", named=Named.OFFICER),
            _month("opened_on", "立项月份", "Month of opening"),
        ),
    ),
    Register(
        code="findings",
        kind=FINDING,
        title=Wording(zh="问题", en="Findings"),
        unit=CountUnit.PIECE,
        note=Wording(
            zh="不含作废、不属问题和重复问题",
            en="Voided findings, duplicates and what was no problem are left out",
        ),
        day="found_on",
        where=Not(
            In(
                "state",
                (
                    FindingState.VOIDED.value,
                    FindingState.NOT_A_PROBLEM.value,
                    FindingState.DUPLICATE.value,
                ),
            )
        ),
        dimensions=(
            _field("state", "状态", "State", of=FindingState),
            _DEPARTMENT,
            _PROBLEM,
            _SEVERITY,
            _CERTAINTY,
            _field("nature", "问题性质", "Nature", of=Nature),
            _field("source", "问题来源", "Source", of=Source),
            _field("rectified", "是否按期整改", "Put right in time", of=Result),
            _field("cause", "主要原因", "Chief cause", named=Named.PROBLEM_CODE),
            _month("found_on", "发现月份", "Month found"),
        ),
    ),
    Register(
        code="measures",
        kind=MEASURE,
        title=Wording(zh="督察措施", en="Measures"),
        unit=CountUnit.COPY,
        note=Wording(zh="不含作废措施", en="Voided measures are left out"),
        day="issued_on",
        where=Not(Eq("state", MeasureState.VOIDED.value)),
        dimensions=_MEASURE_FIELDS,
    ),
    Register(
        code="persons",
        kind=MEASURE,
        title=Wording(zh="对个人的措施", en="Measures towards persons"),
        unit=CountUnit.PERSON_TIME,
        note=Wording(
            zh="一人多次分别计数，不含作废措施",
            en="A person counts every time; voided measures are left out",
        ),
        day="issued_on",
        where=And((Not(Eq("state", MeasureState.VOIDED.value)), Not(Eq("officer", None)))),
        dimensions=(*_MEASURE_FIELDS, _OFFICER),
    ),
    Register(
        code="circulars",
        kind=CIRCULAR,
        title=Wording(zh="通报", en="Circulars"),
        unit=CountUnit.COPY,
        note=Wording(
            zh="一份通报不论对象多少只计一份，不含草稿和作废的",
            en="A circular counts once, however many it goes to; drafts and voided ones are left out",
        ),
        day="issued_on",
        where=In("state", (CircularState.ISSUED.value, CircularState.CLOSED.value)),
        dimensions=(
            _field("state", "状态", "State", of=CircularState),
            _month("issued_on", "印发月份", "Month of issue"),
        ),
    ),
    Register(
        code="detections",
        kind=DETECTION,
        title=Wording(zh="监控发现", en="Detections"),
        unit=CountUnit.PIECE,
        note=Wording(
            zh="含预警、已消失和已排除的发现",
            en="Warnings and detections that have gone or were dismissed are counted too",
        ),
        day="first_seen",
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
        ),
    ),
    Register(
        code="imports",
        kind=IMPORT,
        title=Wording(zh="案件导入", en="Imports"),
        unit=CountUnit.COPY,
        note=Wording(zh="同一来源只计一次", en="The same source counts once"),
        day="completed_on",
        dimensions=(
            _field("connector", "连接器", "Connector"),
            _month("completed_on", "导入月份", "Month of import"),
        ),
    ),
    Register(
        code="score_entries",
        kind=SCORE_ENTRY,
        title=Wording(zh="考评记录", en="Score entries"),
        unit=CountUnit.ITEM,
        note=Wording(
            zh="不含已冲销的记录和冲销记录",
            en="Reversed entries and counter-entries are left out",
        ),
        day="fact_on",
        where=Eq("holds", 1),
        dimensions=(
            _field("account", "对象", "Account", of=Account),
            _field("scheme", "考评方案", "Scheme"),
            _field("period", "周期", "Period"),
            _field("rule", "规则", "Rule"),
            _DEPARTMENT,
            _OFFICER,
            _month("fact_on", "事实月份", "Month of the fact"),
        ),
    ),
)
REGISTERS: Mapping[str, Register] = {register.code: register for register in _LIST}
"""Everything that can be counted."""


def register_of(code: str) -> Register:
    """Return the register.

    Raises:
        UsageError: `statistics.register` with the known ones.
    """
    if code not in REGISTERS:
        raise UsageError("statistics.register", found=code, known=tuple(REGISTERS))
    return REGISTERS[code]


def dimensions_of(register: Register, codes: Iterable[str]) -> tuple[Dimension, ...]:
    """Return the dimensions asked for, in that order, each once.

    Raises:
        UsageError: `statistics.field` with the declared ones.
    """
    known = {one.code: one for one in register.dimensions}
    wanted = tuple(dict.fromkeys(codes))
    for code in wanted:
        if code not in known:
            raise UsageError(
                "statistics.field", found=code, register=register.code, known=tuple(known)
            )
    return tuple(known[code] for code in wanted)


def as_is(named: Named, value: str) -> Wording:  # noqa: ARG001  # it resolves nothing
    """Return the value itself, where nobody resolves it."""
    return Wording(zh=value, en=value)


def table_of(
    register: Register,
    by: Sequence[Dimension],
    tallies: Iterable[Tally],
    total: int,
    resolve: Resolve = as_is,
) -> Table:
    """Make the table of a tally (统计表).

    Args:
        register: what was counted.
        by: what it was counted by, in the order of the tally's keys.
        tallies: the groups.
        total: everything counted, from a tally of its own.
        resolve: what to call what the values of a field name.
    """
    if by:
        rows = [_row(by, tally, resolve) for tally in tallies]
    else:
        rows = [TableRow(keys=(), labels=(), values=(total,))]
    unit = Wording(zh=register.unit.value, en=_UNITS[register.unit])
    count = Wording(zh=f"数量（{unit.zh}）", en=f"Count ({unit.en})")
    return Table(
        code=register.code,
        title=register.title,
        unit=unit,
        note=register.note,
        keys=tuple(Heading(code=one.code, title=one.title) for one in by),
        values=(Heading(code="count", title=count),),
        # Codes in the order of their text, nothing last: the same records give the same table.
        rows=tuple(sorted(rows, key=lambda row: [(not key, key) for key in row.keys])),
        total=(total,),
    )


def _row(by: Sequence[Dimension], tally: Tally, resolve: Resolve) -> TableRow:
    return TableRow(
        keys=tuple("" if value is None else str(value) for value in tally.key),
        labels=tuple(
            _label(dimension, value, resolve)
            for dimension, value in zip(by, tally.key, strict=True)
        ),
        values=(tally.count,),
    )


def _label(dimension: Dimension, value: Scalar, resolve: Resolve) -> Wording:
    if value is None:
        return NONE_LABEL
    text = str(value)
    if dimension.named is not None:
        return resolve(dimension.named, text)
    return dimension.labels.get(text, Wording(zh=text, en=text))
