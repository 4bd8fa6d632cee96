"""Aggregate returns at work (上报汇总办理): make, write, read, receive, roll up.

Counts are those of the records the actor may see, so a return is made by somebody who sees the
whole unit. Nothing in the file names a record, a person or a checkpoint: the superior could not
verify a checkpoint without the store, and the number of entries would tell the pace of work.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

import attrs

from supervision.codec import decode, encode
from supervision.domain.aggregate_returns import (
    AGGREGATE_RETURN,
    AggregateReturn,
    ReturnCell,
    ReturnContent,
    ReturnCount,
    ReturnState,
    check_counts,
    decide_import_return,
    decide_replace_return,
)
from supervision.domain.departments import DEPARTMENT
from supervision.domain.periods import Period
from supervision.domain.rules import Wording
from supervision.domain.units import UNIT, Unit
from supervision.errors import Refused, UsageError
from supervision.office.acting import Acting, deed_of
from supervision.office.statistics import count
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import And, Eq, Not, Order
from supervision.reporting.returns import (
    DEFINITIONS,
    UnitCounts,
    closed_lists,
    definition_of,
    returned,
    rolled_up,
    table_of_counts,
)
from supervision.reporting.statistics import Statistic
from supervision.reporting.tables import Table

__all__ = [
    "FORMAT",
    "ReturnFile",
    "checksum_of",
    "import_return",
    "make_return",
    "read_return",
    "return_table",
    "roll_up_returns",
    "statistic_of_return",
    "written_return",
]

FORMAT = "supervision.return/1"
_OWN = Wording(zh="本系统", en="own records")
_RETURN = Wording(zh="上报", en="return")
_MISSING = Wording(zh="缺报", en="missing")


@attrs.frozen(kw_only=True)
class ReturnFile:
    """A return as a file (上报文件).

    Attributes:
        format: `supervision.return/1`.
        checksum: `sha256:` of the canonical text of the content.
        content: the counts.
    """

    format: str
    checksum: str
    content: ReturnContent


def make_return(view: ReadView, unit: str, period: Period, on: dt.date) -> ReturnFile:
    """Count what a unit returns for a period (编制上报汇总).

    Args:
        view: of somebody who sees the whole unit.
        unit: its id.
        period: the period; it must have ended.
        on: the day.

    Raises:
        Refused: `return.not_over` before the period has ended.
    """
    if on <= period.last:
        raise Refused("return.not_over", found=period.code, last=period.last.isoformat())
    own = view.get(UNIT, unit)
    content = ReturnContent(
        unit=own.code,
        path=own.path,
        period=period.code,
        made_on=on,
        counts=tuple(_counted(view, one, unit, period) for one in returned()),
    )
    check_counts(content, DEFINITIONS)
    return ReturnFile(format=FORMAT, checksum=checksum_of(content), content=content)


def _counted(view: ReadView, statistic: Statistic, unit: str, period: Period) -> ReturnCount:
    where, total = Eq("unit", unit), 0
    cells: list[ReturnCell] = []
    for by in (None, *closed_lists(statistic)):
        table = count(
            view,
            statistic.code,
            (by.code,) if by else (),
            first=period.first,
            last=period.last,
            where=where,
        )
        if by is None:
            total = _whole(table.total[0])
            continue
        counts: dict[str, int] = {}
        for row in table.rows:  # a value of the office's own tables is told as none
            value = row.keys[0] if row.keys[0] in by.labels else ""
            counts[value] = counts.get(value, 0) + _whole(row.values[0])
        cells += [
            ReturnCell(dimension=by.code, value=value, count=number)
            for value, number in sorted(counts.items())
            if number
        ]
    return ReturnCount(
        statistic=statistic.code,
        unit=statistic.unit.value,
        definition=definition_of(statistic),
        total=total,
        cells=tuple(cells),
    )


def _whole(number: object) -> int:
    return number if isinstance(number, int) else 0


def checksum_of(content: ReturnContent) -> str:
    """Return the checksum of a return: SHA-256 of its canonical text (校验值)."""
    return f"sha256:{hashlib.sha256(encode(content).encode()).hexdigest()}"


def written_return(file: ReturnFile) -> str:
    """Return the text of the file (上报文件文本)."""
    return encode(file) + "\n"


def return_table(content: ReturnContent) -> Table:
    """Return a return as a table for people (上报汇总表格): a row for every count.

    Figures of different statistics are never added, so the last line has no sum.
    """
    return table_of_counts(content.counts)


def read_return(text: str) -> ReturnFile:
    """Read a return and compare its checksum (读取上报文件).

    Raises:
        CodecError: it is no such file; every problem with its path.
        Refused: `return.format`, `return.checksum`.
    """
    file = decode(ReturnFile, text.strip())
    if file.format != FORMAT:
        raise Refused("return.format", place="format", found=file.format, expected=FORMAT)
    found = checksum_of(file.content)
    if found != file.checksum:
        raise Refused("return.checksum", place="checksum", found=file.checksum, expected=found)
    return file


def import_return(
    work: Work, text: str, *, replace: bool = False, acting: Acting = Acting()
) -> str:
    """Receive a return (接收上报汇总); return its id. The same one again changes nothing.

    Args:
        work: the unit of work.
        text: the file.
        replace: whether it corrects the return of the same period; needs a reason.
        acting: how it is entered.

    Raises:
        CodecError, Refused: as `read_return` and `decide_import_return`.
    """
    file = read_return(text)
    again = work.select(AGGREGATE_RETURN, Eq("checksum", file.checksum))
    if again:
        return again[0].id
    deed = deed_of(work, acting)
    content = file.content
    standing = work.select(
        AGGREGATE_RETURN,
        And((Eq("unit_path", content.path), Eq("state", ReturnState.STANDING.value))),
    )
    own = work.load(UNIT, work.unit)
    id = work.new_id(AGGREGATE_RETURN)
    changes = decide_import_return(
        id,
        work.unit,
        content,
        file.checksum,
        deed=deed,
        path=own.path,
        here=frozenset(one.path for one in _kept_here(work.view)),
        known=DEFINITIONS,
        others=standing,
        replace=replace,
    )
    work.stage(AGGREGATE_RETURN, id, changes, acting.reason)
    if replace:
        for one in standing:
            if one.first == changes[0].first:
                gone = decide_replace_return(id, deed=deed)
                work.stage(AGGREGATE_RETURN, one.id, gone, acting.reason)
    return id


def _kept_here(view: ReadView) -> tuple[Unit, ...]:
    """Return the units whose records lie in this installation: those with departments."""
    living = {str(one.key[0]) for one in view.tally(DEPARTMENT, by=("unit",))}
    return tuple(one for one in view.select(UNIT, order=(Order("id"),)) if one.id in living)


# ---------------------------------------------------------------------------- roll-up


def statistic_of_return(code: str) -> Statistic:
    """Return a statistic that returns hold.

    Raises:
        UsageError: `return.no_statistic` with those there are.
    """
    known = {one.code: one for one in returned()}
    if code not in known:
        raise UsageError("return.no_statistic", found=code, known=tuple(known))
    return known[code]


def roll_up_returns(
    view: ReadView,
    unit: str,
    period: Period,
    register: str,
    *,
    by: str | None = None,
    share: str | None = None,
) -> Table:
    """Join own counts and returns into a table by unit (上报汇总表).

    A unit with several returns that together fill the period, such as three months of a quarter,
    is added up; one with gaps is missing, never guessed.

    Args:
        view: what the actor may see.
        unit: id of the unit at the top.
        period: the period.
        register: name of the statistic.
        by: a closed list of it.
        share: a value of that list.

    Raises:
        UsageError: `return.no_statistic`, `return.no_list`, `return.no_value`.
    """
    statistic = statistic_of_return(register)
    lists = {one.code: one for one in closed_lists(statistic)}
    if by is not None and by not in lists:
        raise UsageError("return.no_list", found=by, register=register, known=tuple(lists))
    chosen = lists[by] if by is not None else None
    if share is not None and (chosen is None or share not in chosen.labels):
        known = tuple(chosen.labels) if chosen else ()
        raise UsageError("return.no_value", found=share, known=known)
    rows = sorted(_units(view, unit, period, statistic), key=lambda one: one.path)
    return rolled_up(statistic, rows, chosen, share)


def _units(view: ReadView, unit: str, period: Period, statistic: Statistic) -> Iterator[UnitCounts]:
    top = view.get(UNIT, unit)
    below = f"{top.path}/"
    here = {one.path: one for one in _kept_here(view)}
    names = {one.path: one.name for one in view.select(UNIT)}
    for path, own in here.items():
        if path == top.path or path.startswith(below):
            counts = (_counted(view, statistic, own.id, period),)
            yield UnitCounts(path=path, name=own.name, source=_OWN, counts=counts)
    returns: dict[str, list[AggregateReturn]] = {}
    standing = And((Eq("state", ReturnState.STANDING.value), Not(Eq("unit_path", None))))
    for one in view.select(AGGREGATE_RETURN, standing, (Order("first"),)):
        returns.setdefault(one.content.path, []).append(one)
    for path in sorted({*returns, *(p for p in names if p.startswith(below))} - here.keys()):
        found = _filling(returns.get(path, []), period, statistic)
        source = _RETURN if found is not None else _MISSING
        yield UnitCounts(path=path, name=names.get(path, path), source=source, counts=found)


def _filling(
    returns: list[AggregateReturn], period: Period, statistic: Statistic
) -> tuple[ReturnCount, ...] | None:
    """Return the counts of returns that fill the period without a gap; `None` with one."""
    wanted, counts = period.first, []
    for one in returns:  # by their first day; none overlap
        if one.first < period.first or one.last > period.last:
            continue
        own = [found for found in one.content.counts if found.statistic == statistic.code]
        current = definition_of(statistic)
        if one.first != wanted or not own or own[0].definition != current:
            return None
        counts.append(own[0])
        wanted = one.last + dt.timedelta(days=1)
    return tuple(counts) if wanted == period.last + dt.timedelta(days=1) else None
