"""Aggregate returns (上报汇总): counts an isolated installation hands to its superior.

A return holds counts only: declared statistics by name, their unit of count and the version of
their definition, in total and by values of closed lists. No ids, no names, no free text. What was
wrong is returned again and replaces the first with a reason; the older return is kept.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun
from supervision.domain.officers import Role
from supervision.domain.periods import Period, parse_period
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.separation import Deed, check_role
from supervision.errors import Refused

__all__ = [
    "AGGREGATE_RETURN",
    "AggregateReturn",
    "AggregateReturnChange",
    "CountDefinition",
    "ReturnCell",
    "ReturnContent",
    "ReturnCount",
    "ReturnImported",
    "ReturnReplaced",
    "ReturnState",
    "check_counts",
    "decide_import_return",
    "decide_replace_return",
    "evolve_return",
]

_MAY = (Role.SUPERVISION_HEAD, Role.INSPECTOR, Role.INTERNAL_CLERK)


class ReturnState(enum.Enum):
    """Whether a return counts (上报汇总状态)."""

    STANDING = "standing"
    """有效"""
    REPLACED = "replaced"
    """已更正"""


@attrs.frozen(kw_only=True)
class ReturnCell:
    """A count by one value of a closed list (分项): empty text is none."""

    dimension: str
    value: str
    count: int


@attrs.frozen(kw_only=True)
class ReturnCount:
    """What one statistic counted (上报数).

    Attributes:
        statistic: its name.
        unit: its unit of count, such as 件.
        definition: version of what it counts.
        total: the count.
        cells: the same by the values of closed lists; each list adds up to the total.
    """

    statistic: str
    unit: str
    definition: str
    total: int
    cells: tuple[ReturnCell, ...] = ()


@attrs.frozen(kw_only=True)
class ReturnContent:
    """What a return says (上报内容).

    Attributes:
        unit: code of the unit that counted.
        path: its place in the tree.
        period: code of the period.
        made_on: day it was made.
        counts: the counts, by name of the statistic.
    """

    unit: str
    path: str
    period: str
    made_on: dt.date
    counts: tuple[ReturnCount, ...]


@attrs.frozen(kw_only=True)
class CountDefinition:
    """What a statistic is here (统计定义): its unit, version, and the closed lists it counts by.

    Attributes:
        unit: unit of count.
        definition: version.
        values: the values of each closed list by its name.
    """

    unit: str
    definition: str
    values: Mapping[str, frozenset[str]]


@attrs.frozen(kw_only=True)
class AggregateReturn:
    """A return as it was received (上报汇总).

    Attributes:
        id, unit: as in every record; `unit` is the one that received it.
        checksum: of the content; the same content is the same return.
        content: what it says.
        first, last: days of its period.
        state: whether it counts.
        imported_by, imported_on: who received it, on which day.
        replaced_by: the corrected return.

    Example:
        >>> AGGREGATE_RETURN.prefix
        'agr'
    """

    id: str
    unit: str
    checksum: str
    content: ReturnContent
    first: dt.date
    last: dt.date
    state: ReturnState
    imported_by: str
    imported_on: dt.date
    replaced_by: str | None = None


@attrs.frozen(kw_only=True)
class ReturnImported:
    """The return was received (接收上报汇总)."""

    id: str
    unit: str
    act: Act
    checksum: str
    content: ReturnContent
    first: dt.date
    last: dt.date


@attrs.frozen(kw_only=True)
class ReturnReplaced:
    """A corrected return came in its place (更正上报)."""

    act: Act
    by: str


AggregateReturnChange = ReturnImported | ReturnReplaced


def check_counts(content: ReturnContent, known: Mapping[str, CountDefinition]) -> None:
    """Refuse counts that do not mean here what they meant there (核对上报数).

    Raises:
        Refused: with the place in the file: `return.statistic`, `return.definition`,
            `return.value`, `return.twice`, `return.negative`, `return.sum`.
    """
    seen: set[str] = set()
    for at, one in enumerate(content.counts):
        place = f"counts[{at}]"
        definition = known.get(one.statistic)
        if definition is None:
            raise Refused("return.statistic", place=place, found=one.statistic)
        if (one.unit, one.definition) != (definition.unit, definition.definition):
            raise Refused(
                "return.definition",
                place=place,
                statistic=one.statistic,
                found=f"{one.unit} {one.definition}",
                expected=f"{definition.unit} {definition.definition}",
            )
        if one.statistic in seen:
            raise Refused("return.twice", place=place, found=one.statistic)
        seen.add(one.statistic)
        _check_cells(one, definition, place)


def _check_cells(one: ReturnCount, definition: CountDefinition, place: str) -> None:
    sums = dict.fromkeys(definition.values, 0)
    seen: set[tuple[str, str]] = set()
    if one.total < 0:
        raise Refused("return.negative", place=f"{place}.total", found=one.total)
    for at, cell in enumerate(one.cells):
        where = f"{place}.cells[{at}]"
        values = definition.values.get(cell.dimension)
        if values is None or (cell.value and cell.value not in values):
            found = f"{cell.dimension}={cell.value}"
            raise Refused("return.value", place=where, found=found)
        if (cell.dimension, cell.value) in seen:
            raise Refused("return.twice", place=where, found=f"{cell.dimension}={cell.value}")
        if cell.count < 0:
            raise Refused("return.negative", place=where, found=cell.count)
        seen.add((cell.dimension, cell.value))
        sums[cell.dimension] += cell.count
    for dimension, sum_ in sums.items():
        if sum_ != one.total:
            raise Refused(
                "return.sum", place=place, dimension=dimension, found=sum_, expected=one.total
            )


def decide_import_return(
    id: str,
    unit: str,
    content: ReturnContent,
    checksum: str,
    *,
    deed: Deed,
    path: str,
    here: frozenset[str],
    known: Mapping[str, CountDefinition],
    others: tuple[AggregateReturn, ...],
    replace: bool = False,
) -> tuple[ReturnImported]:
    """Receive a return (接收上报汇总).

    Args:
        id, unit: of the record; `unit` receives it.
        content, checksum: the return.
        deed: by whom; with a reason when it replaces another.
        path: path of the receiving unit.
        here: paths of the units whose records this installation keeps itself.
        known: the statistics declared here.
        others: what stands already of that unit.
        replace: whether it corrects the return of the same period.

    Raises:
        Refused: `separation.role`, `return.not_below`, `return.kept_here`, `return.future`,
            `return.exists`, `return.no_earlier`, `return.overlap`, `act.reason_missing`; as
            `check_counts`; `period.*`.
    """
    check_role("import", deed.standing, _MAY)
    if not content.path.startswith(f"{path}/"):
        raise Refused("return.not_below", place="path", found=content.path, own=path)
    if content.path in here:
        raise Refused("return.kept_here", place="path", found=content.path)
    period = parse_period(content.period)
    if content.made_on > deed.act.on:
        raise Refused(
            "return.future",
            place="made_on",
            found=content.made_on.isoformat(),
            on=deed.act.on.isoformat(),
        )
    check_counts(content, known)
    _check_period(period, others, replace=replace)
    if replace:
        deed.explained()
    return (
        ReturnImported(
            id=id,
            unit=unit,
            act=deed.act,
            checksum=checksum,
            content=content,
            first=period.first,
            last=period.last,
        ),
    )


def _check_period(period: Period, others: tuple[AggregateReturn, ...], *, replace: bool) -> None:
    same = [one for one in others if (one.first, one.last) == (period.first, period.last)]
    if same and not replace:
        raise Refused("return.exists", place="period", found=period.code, id=same[0].id)
    if replace and not same:
        raise Refused("return.no_earlier", place="period", found=period.code)
    for one in others:
        if one not in same and period.overlaps(Period(first=one.first, last=one.last)):
            raise Refused(
                "return.overlap",
                place="period",
                found=period.code,
                other=one.content.period,
                id=one.id,
            )


def decide_replace_return(by: str, *, deed: Deed) -> tuple[ReturnReplaced]:
    """Let a corrected return take the place of an older one, with a reason (更正上报).

    Raises:
        Refused: `act.reason_missing`.
    """
    deed.explained()
    return (ReturnReplaced(act=deed.act, by=by),)


def evolve_return(record: AggregateReturn | None, change: AggregateReturnChange) -> AggregateReturn:
    """Build the return after `change`. Never refuses."""
    if isinstance(change, ReturnImported):
        return AggregateReturn(
            id=change.id,
            unit=change.unit,
            checksum=change.checksum,
            content=change.content,
            first=change.first,
            last=change.last,
            state=ReturnState.STANDING,
            imported_by=change.act.by,
            imported_on=change.act.on,
        )
    record = begun(record, change)
    return attrs.evolve(record, state=ReturnState.REPLACED, replaced_by=change.by)


AGGREGATE_RETURN: RecordKind[AggregateReturn] = RecordKind(
    name="aggregate_return",
    prefix="agr",
    cls=AggregateReturn,
    changes=(
        ChangeType("aggregate_return.imported", ReturnImported),
        ChangeType("aggregate_return.replaced", ReturnReplaced),
    ),
    evolve=evolve_return,
    indexed=(
        Column("state"),
        Column("checksum"),
        Column("unit_code", value=lambda one: one.content.unit),
        Column("unit_path", value=lambda one: one.content.path),
        Column("first", ColumnType.DATE),
        Column("last", ColumnType.DATE),
        Column("imported_on", ColumnType.DATE),
    ),
    indexes=(("unit_path", "first"), ("checksum",)),
)
