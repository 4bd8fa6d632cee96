"""Statistics (统计): what a register counts, by what, in which unit of count, and on which day.

A `Statistic` declares its unit of count, what it leaves out, the days a period may be taken by
and the fields it may be counted by, so that no figure is printed without saying what it counts.
A kind of record joins by one declaration in `registers`. Totals of different registers overlap
and are never added.
"""

from __future__ import annotations

import enum
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import attrs

from supervision.domain.name_order import NameKey, name_order
from supervision.domain.records import RecordKind, Scalar
from supervision.domain.rules import Wording
from supervision.errors import UsageError
from supervision.ports.query import Everything, Key, Month, Predicate
from supervision.reporting.labels import NONE_LABEL
from supervision.reporting.tables import Heading, Table, TableRow

__all__ = [
    "PLAIN_NAMES",
    "CountUnit",
    "Counted",
    "Day",
    "Different",
    "Dimension",
    "Each",
    "Groups",
    "Named",
    "Names",
    "PlainNames",
    "Statistic",
    "day_of_code",
    "dimensions_of",
    "followed",
    "overlaps",
    "scanned",
    "scans",
    "table_of",
    "unit_of_count",
]


class CountUnit(enum.Enum):
    """Units of count (计数单位). Figures in different units are never added."""

    ITEM = "项"
    PIECE = "件"
    COPY = "份"
    SESSION = "场次"
    PERSON = "人"
    PERSON_TIME = "人次"
    ENTRY = "条"
    TIME = "次"


_UNITS = {
    CountUnit.ITEM: "items",
    CountUnit.PIECE: "pieces",
    CountUnit.COPY: "copies",
    CountUnit.SESSION: "sessions",
    CountUnit.PERSON: "persons",
    CountUnit.PERSON_TIME: "person-times",
    CountUnit.ENTRY: "entries",
    CountUnit.TIME: "times",
}


def unit_of_count(unit: CountUnit) -> Wording:
    """Return what a unit of count is called (计数单位名称)."""
    return Wording(zh=unit.value, en=_UNITS[unit])


class Named(enum.Enum):
    """What the values of a field name (名称来源): records, or the office's own tables.

    The edge knows them and resolves them.
    """

    UNIT = "unit"
    DEPARTMENT = "department"
    OFFICER = "officer"
    PROBLEM_CODE = "problem_code"
    ITEM_KIND = "item_kind"
    RUNG = "rung"


class Names(Protocol):
    """What values are called, and in which order people expect them (名称与次序)."""

    def label(self, named: Named, value: str) -> Wording:
        """Return what people call a value; the value itself where nobody knows."""
        ...

    def order(self, named: Named, value: str) -> NameKey:
        """Return the key by which values of one source are sorted."""
        ...


class PlainNames:
    """Values as they are (无名称), where nobody resolves them."""

    def label(self, named: Named, value: str) -> Wording:  # noqa: ARG002  # it resolves nothing
        """Return the value itself."""
        return Wording(zh=value, en=value)

    def order(self, named: Named, value: str) -> NameKey:  # noqa: ARG002  # it resolves nothing
        """Return the order of the value as a name."""
        return name_order(value)


PLAIN_NAMES = PlainNames()
"""Where nobody resolves anything."""


@attrs.frozen
class Each:
    """Every value of a multi-valued field, one by one (逐值)."""

    field: str


@attrs.frozen
class Different:
    """The different values of a column or multi-valued field (去重): persons, each once."""

    field: str


Counted: TypeAlias = Each | Different | None
"""What is counted of the records: themselves (`None`), or values of a field of theirs."""
Groups: TypeAlias = Mapping[tuple[Scalar, ...], int]
"""Counts by the values of the dimensions."""
_NO_HEIRS: Mapping[str, str] = {}


@attrs.frozen(kw_only=True)
class Day:
    """A day a period may be taken by (截取日期).

    Attributes:
        field: the date field; also its name on the command line.
        title: what it is called.
    """

    field: str
    title: Wording


@attrs.frozen(kw_only=True)
class Dimension:
    """What a register may be counted by (统计口径).

    Attributes:
        code: name on the command line.
        title: heading.
        key: field, month of a date field, or each value of a multi-valued field.
        labels: what people call the values, in the order they expect; a value that is not here
            is shown as it is, after them.
        named: what the values are ids of, if they are.
    """

    code: str
    title: Wording
    key: Key | Each
    labels: Mapping[str, Wording] = attrs.field(factory=dict)
    named: Named | None = None


@attrs.frozen(kw_only=True)
class Statistic:
    """A register that can be counted (统计台账).

    Attributes:
        code: name on the command line.
        kind: the kind of its records.
        title: title.
        unit: unit of count.
        note: what is counted and what is not.
        days: the date fields a period may be taken by, the usual one first.
        dimensions: what it may be counted by.
        where: which records of the kind belong to it.
        counted: what is counted of them; by default the records themselves.
        reported: whether the monthly report counts it among the work done.
    """

    code: str
    kind: RecordKind[Any]
    title: Wording
    unit: CountUnit
    note: Wording
    days: tuple[Day, ...]
    dimensions: tuple[Dimension, ...]
    where: Predicate = Everything
    counted: Counted = None
    reported: bool = True

    @property
    def day(self) -> str:
        """The date field a period is usually taken by."""
        return self.days[0].field

    def dimension_of(self, named: Named) -> Dimension | None:
        """Return the first single-valued dimension whose values name such records."""
        return next(
            (
                one
                for one in self.dimensions
                if one.named is named and not isinstance(one.key, Each)
            ),
            None,
        )


def dimensions_of(statistic: Statistic, codes: Iterable[str]) -> tuple[Dimension, ...]:
    """Return the dimensions asked for, in that order, each once.

    Raises:
        UsageError: `statistics.field` with the declared ones.
    """
    known = {one.code: one for one in statistic.dimensions}
    wanted = tuple(dict.fromkeys(codes))
    for code in wanted:
        if code not in known:
            raise UsageError(
                "statistics.field", found=code, register=statistic.code, known=tuple(known)
            )
    return tuple(known[code] for code in wanted)


def day_of_code(statistic: Statistic, code: str | None) -> str:
    """Return the date field asked for, by default the usual one.

    Raises:
        UsageError: `statistics.day` with the declared ones.
    """
    known = tuple(day.field for day in statistic.days)
    if code is not None and code not in known:
        raise UsageError("statistics.day", found=code, register=statistic.code, known=known)
    return code or statistic.day


# ---------------------------------------------------------------------------- scanning


def scans(statistic: Statistic, by: Sequence[Dimension]) -> bool:
    """Say whether the records themselves must be read: a store tallies columns only."""
    return statistic.counted is not None or any(isinstance(one.key, Each) for one in by)


def overlaps(statistic: Statistic, by: Sequence[Dimension]) -> bool:
    """Say whether one thing may be counted in several rows (重叠)."""
    if isinstance(statistic.counted, Different):
        return bool(by)
    return any(isinstance(one.key, Each) and one.key != statistic.counted for one in by)


def followed(by: Sequence[Dimension], groups: Groups, heirs: Mapping[str, str]) -> Groups:
    """Count a merged department with its successor (部门合并后统计随之合并)."""
    sums: defaultdict[tuple[Scalar, ...], int] = defaultdict(int)
    for key, count in groups.items():
        sums[tuple(_heir(one, part, heirs) for one, part in zip(by, key, strict=True))] += count
    return dict(sums)


def _heir(dimension: Dimension, value: Scalar, heirs: Mapping[str, str]) -> Scalar:
    if dimension.named is not Named.DEPARTMENT or value is None:
        return value
    return heirs.get(str(value), value)


def scanned(
    statistic: Statistic,
    by: Sequence[Dimension],
    records: Iterable[Any],
    heirs: Mapping[str, str] = _NO_HEIRS,
) -> tuple[Groups, int]:
    """Count records one by one (逐条统计): the groups, and everything at once.

    Reads each record once and keeps none, except for different values: these are remembered.
    A department merged into another counts as that one.
    """
    counts: defaultdict[tuple[Scalar, ...], int] = defaultdict(int)
    seen: defaultdict[tuple[Scalar, ...], set[Scalar]] = defaultdict(set)
    everything: set[Scalar] = set()
    total = 0
    counted = statistic.counted
    for record in records:
        values = _Values(statistic.kind, record, heirs)
        if isinstance(counted, Different):
            own = values.all(counted.field)
            everything.update(own)
            for key in values.keys(by, {}):
                seen[key].update(own)
        elif isinstance(counted, Each):
            for value in values.all(counted.field):
                total += 1
                for key in values.keys(by, {counted.field: value}):
                    counts[key] += 1
        else:
            total += 1
            for key in values.keys(by, {}):
                counts[key] += 1
    if isinstance(counted, Different):
        return {key: len(found) for key, found in seen.items() if found}, len(everything)
    return dict(counts), total


class _Values:
    """The columns and multi-valued fields of one record."""

    def __init__(self, kind: RecordKind[Any], record: Any, heirs: Mapping[str, str]) -> None:
        self._heirs = heirs
        self._columns = {"id": record.id, "unit": record.unit, **kind.columns_of(record)}
        self._many = kind.many_of(record)

    def all(self, field: str) -> tuple[Scalar, ...]:
        """Return what the field holds."""
        if field in self._many:
            return self._many[field]
        value = self._columns[field]
        return () if value is None else (value,)

    def keys(
        self, by: Sequence[Dimension], fixed: Mapping[str, Scalar]
    ) -> Iterator[tuple[Scalar, ...]]:
        """Yield the keys of the rows the record stands in, each once."""
        parts = [
            [_heir(one, value, self._heirs) for value in self._of(one.key, fixed)] for one in by
        ]
        yield from dict.fromkeys(itertools.product(*parts))

    def _of(self, key: Key | Each, fixed: Mapping[str, Scalar]) -> tuple[Scalar, ...]:
        match key:
            case Each(field):
                return (fixed[field],) if field in fixed else self.all(field) or (None,)
            case Month(field):
                day = self._columns[field]
                return (None if day is None else str(day)[:7],)
            case _:
                return (self._columns[key],)


# ---------------------------------------------------------------------------- tables


def table_of(
    statistic: Statistic,
    by: Sequence[Dimension],
    groups: Groups,
    total: int,
    names: Names = PLAIN_NAMES,
    zeros: Iterable[str] = (),
) -> Table:
    """Make the table of what was counted (统计表).

    Args:
        statistic: what was counted.
        by: what it was counted by, in the order of the keys.
        groups: the counts.
        total: everything counted, counted apart.
        names: what to call, and how to order, what the values of a field name.
        zeros: values that have a row even without any; only for one dimension.
    """
    held = dict(groups)
    if len(by) == 1:
        for value in zeros:
            held.setdefault((value,), 0)
    if by:
        ordered = sorted(held, key=lambda key: _order(by, key, names))
        rows = tuple(_row(by, key, held[key], names) for key in ordered)
    else:
        rows = (TableRow(keys=(), labels=(), values=(total,)),)
    unit = unit_of_count(statistic.unit)
    count = Wording(zh=f"数量（{unit.zh}）", en=f"Count ({unit.en})")
    return Table(
        code=statistic.code,
        title=statistic.title,
        unit=unit,
        note=statistic.note,
        keys=tuple(Heading(code=one.code, title=one.title) for one in by),
        values=(Heading(code="count", title=count),),
        rows=rows,
        total=(total,),
        overlaps=overlaps(statistic, by),
    )


def _row(by: Sequence[Dimension], key: tuple[Scalar, ...], count: int, names: Names) -> TableRow:
    return TableRow(
        keys=tuple("" if value is None else str(value) for value in key),
        labels=tuple(
            _label(dimension, value, names) for dimension, value in zip(by, key, strict=True)
        ),
        values=(count,),
    )


def _label(dimension: Dimension, value: Scalar, names: Names) -> Wording:
    if value is None:
        return NONE_LABEL
    text = str(value)
    if dimension.named is not None:
        return names.label(dimension.named, text)
    return dimension.labels.get(text, Wording(zh=text, en=text))


def _order(by: Sequence[Dimension], key: tuple[Scalar, ...], names: Names) -> list[object]:
    """Return the sort key of a row: declared order, then names; nothing last; ties by value."""
    parts: list[object] = []
    for dimension, value in zip(by, key, strict=True):
        text = "" if value is None else str(value)
        place = tuple(dimension.labels).index(text) if text in dimension.labels else -1
        if value is None:
            parts.append((2, (), ""))
        elif place >= 0:
            parts.append((0, ((0, place, ""),), text))
        elif dimension.named is not None:
            parts.append((1, names.order(dimension.named, text), text))
        else:
            parts.append((1, ((1, 0, text),), text))
    return parts
