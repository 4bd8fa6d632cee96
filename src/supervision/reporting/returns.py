"""What goes into an aggregate return (上报汇总内容), and how returns add up.

Only what adds up over units and tells nothing of anybody: statistics that count records or person
times (different persons of two units may be one and do not add up), by closed lists declared here
(no officers, departments, local codes or texts). A definition's version is a digest of all that it
counts by, so that counts of two definitions are never added.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from supervision.domain.aggregate_returns import CountDefinition, ReturnCell, ReturnCount
from supervision.domain.rules import Wording
from supervision.reporting.registers import REGISTERS
from supervision.reporting.statistics import (
    Different,
    Dimension,
    Statistic,
    unit_of_count,
)
from supervision.reporting.tables import Heading, Number, Table, TableRow, percent

__all__ = [
    "DEFINITIONS",
    "UnitCounts",
    "closed_lists",
    "definition_of",
    "returned",
    "rolled_up",
    "table_of_counts",
]


_NONE = Wording(zh="无或本院自定", en="None or local")
"""Neither is told: a local word would be free text."""


def closed_lists(statistic: Statistic) -> tuple[Dimension, ...]:
    """Return the dimensions whose values are a closed list of the software (封闭分项)."""
    return tuple(
        one
        for one in statistic.dimensions
        if one.labels and one.named is None and isinstance(one.key, str)
    )


def definition_of(statistic: Statistic) -> str:
    """Return the version of what a statistic counts (统计定义版本): 16 hexadecimal digits."""
    said = [
        statistic.code,
        statistic.kind.name,
        statistic.unit.value,
        statistic.note.zh,
        statistic.day,
        repr(statistic.where),
        repr(statistic.counted),
        [[one.code, str(one.key), sorted(one.labels)] for one in closed_lists(statistic)],
    ]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def returned() -> tuple[Statistic, ...]:
    """Return the statistics a return holds (上报统计), by name."""
    every = (one for one in REGISTERS.values() if not isinstance(one.counted, Different))
    return tuple(sorted(every, key=lambda one: one.code))


DEFINITIONS: Mapping[str, CountDefinition] = {
    one.code: CountDefinition(
        unit=one.unit.value,
        definition=definition_of(one),
        values={dimension.code: frozenset(dimension.labels) for dimension in closed_lists(one)},
    )
    for one in returned()
}
"""What the statistics of a return mean here."""


@attrs.frozen(kw_only=True)
class UnitCounts:
    """The counts of one unit in a roll-up (分院数).

    Attributes:
        path: its place in the tree.
        name: what it is called; its path where nobody knows.
        source: 本级 from the records, a return, or nothing.
        counts: its counts, one or more to be added; `None` where they are missing.
    """

    path: str
    name: str
    source: Wording
    counts: tuple[ReturnCount, ...] | None


def rolled_up(
    statistic: Statistic,
    units: Sequence[UnitCounts],
    by: Dimension | None = None,
    share: str | None = None,
) -> Table:
    """Join the counts of units into one table (汇总表): a row for every unit, and the total.

    Args:
        statistic: what was counted.
        units: the units with their counts.
        by: a closed list with a column for each of its values.
        share: a value of it whose share is told as a percentage: of the sums, never a mean.
    """
    values = tuple(by.labels) if by else ()
    rows = tuple(
        TableRow(
            keys=(one.path, one.source.en),
            labels=(Wording(zh=one.name, en=one.name), one.source),
            values=_numbers(one.counts, by, values, share),
        )
        for one in units
    )
    every = tuple(count for one in units for count in one.counts or ())
    unit = unit_of_count(statistic.unit)
    heads = [Heading(code="count", title=Wording(zh=f"数量（{unit.zh}）", en=f"Count ({unit.en})"))]
    if by is not None:
        heads += [Heading(code=value, title=by.labels[value]) for value in values]
        heads.append(Heading(code="none", title=_NONE))
    if by is not None and share is not None:
        label = by.labels[share]
        title = Wording(zh=f"{label.zh}占比（%）", en=f"Share of {label.en} (%)")
        heads.append(Heading(code="share", title=title, percent=True))
    return Table(
        code=statistic.code,
        title=statistic.title,
        unit=unit,
        note=statistic.note,
        keys=(
            Heading(code="unit", title=Wording(zh="院", en="Unit")),
            Heading(code="source", title=Wording(zh="来源", en="Source")),
        ),
        values=tuple(heads),
        rows=rows,
        total=_numbers(every, by, values, share),
    )


def _numbers(
    counts: tuple[ReturnCount, ...] | None,
    by: Dimension | None,
    values: tuple[str, ...],
    share: str | None,
) -> tuple[Number, ...]:
    """Return the numbers of a row; nothing but dashes where the counts are missing."""
    shares = 1 if by is not None and share is not None else 0
    if counts is None:
        return (None,) * (1 + (len(values) + 1 if by else 0) + shares)
    total = sum(one.total for one in counts)
    if by is None:
        return (total,)
    cells: list[ReturnCell] = [cell for one in counts for cell in one.cells]
    sums = {
        value: sum(c.count for c in cells if (c.dimension, c.value) == (by.code, value))
        for value in (*values, "")
    }
    ratio: tuple[Fraction | None, ...] = (percent(sums[share], total),) if share else ()
    return (total, *sums.values(), *ratio)


def table_of_counts(counts: Sequence[ReturnCount]) -> Table:
    """Return counts as a table for people (上报数表格); they are of several units of count."""
    rows: list[TableRow] = []
    for one in counts:
        statistic = REGISTERS[one.statistic]
        unit = unit_of_count(statistic.unit)
        title = Wording(
            zh=f"{statistic.title.zh}（{unit.zh}）", en=f"{statistic.title.en} ({unit.en})"
        )
        blank = Wording(zh="", en="")
        rows.append(
            TableRow(
                keys=(one.statistic, "", ""), labels=(title, blank, blank), values=(one.total,)
            )
        )
        lists = {by.code: by for by in closed_lists(statistic)}
        for cell in one.cells:
            by = lists[cell.dimension]
            labels = (title, by.title, by.labels.get(cell.value, _NONE))
            keys = (one.statistic, cell.dimension, cell.value)
            rows.append(TableRow(keys=keys, labels=labels, values=(cell.count,)))
    headings = (("statistic", "统计", "Statistic"), ("by", "分项", "By"), ("value", "值", "Value"))
    return Table(
        code="return",
        title=Wording(zh="上报汇总", en="Aggregate return"),
        unit=Wording(zh="各统计自定", en="of each statistic"),
        note=Wording(zh="各统计单位不同，不相加", en="Different units of count are never added"),
        keys=tuple(Heading(code=code, title=Wording(zh=zh, en=en)) for code, zh, en in headings),
        values=(Heading(code="count", title=Wording(zh="数量", en="Count")),),
        rows=tuple(rows),
        total=(None,),
        overlaps=True,
    )
