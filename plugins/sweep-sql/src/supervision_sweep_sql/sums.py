"""Sums over cases as SQL (指标求和取数): how much, by month and group; parts can be added up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    cast,
    func,
    literal_column,
    select,
    true,
)

from supervision.plugin import Each, Judgement, Measure, Metric, Pick, Reading, Sums, period_of
from supervision_sweep_sql.batches import Batch
from supervision_sweep_sql.features import Asked, picked, test_certain
from supervision_sweep_sql.keys import day_number
from supervision_sweep_sql.profiles import Profile
from supervision_sweep_sql.seeing import Row

__all__ = ["add_measures", "sum_selects"]

_EPOCH = 719_163  # date(1970, 1, 1).toordinal()


def sum_selects(
    asked: Asked, profile: Profile, one: Judgement, events: Any, *, by_case: bool = False
) -> Iterator[Select[Any]]:
    """Yield a statement for each measure: month `yyyymm`, how many, then the group.

    With `by_case` there is a row for each case, and its number comes last.
    """
    if isinstance(one.body, Metric):
        rule = one.body.indicator
        for measure in (*rule.top, *rule.bottom):
            yield _select(asked, profile, one, measure, events, by_case=by_case)


def _select(
    asked: Asked,
    profile: Profile,
    one: Judgement,
    measure: Measure,
    event: Any,
    *,
    by_case: bool,
) -> Select[Any]:
    layout, case = asked.layout, asked.layout.case
    source: Any = case
    day: ColumnElement[Any] = case.c.accepted_on
    if measure.each is not Each.CASE:
        days = select(event.c.c, day_number(event.c.k).label("day"))
        if measure.events is not None:
            pick = Pick(selector=measure.events, reading=Reading.STRICT)
            days = days.where(picked(layout, event, pick))
        found = (days.distinct() if measure.daily else days).subquery("sw_found")
        source, day = found.join(case, case.c.c == found.c.c), found.c.day
    groups = [case.c[by.value] for by in _rule(one).by]
    if by_case:
        groups.append(case.c.c)
    counted = select(day.label("day"), func.count().label("amount"), *groups)
    # Days are few; so the month is asked once a day instead of once a row.
    counted = (
        counted.select_from(source)
        .where(case.c.referred == 0, _valid(one, day), _meant(asked, one, measure))
        .group_by(day, *groups)
    )
    rows = counted.subquery("sw_days")
    month: ColumnElement[Any] = literal_column(profile.month.format(day="sw_days.day"))
    of = [rows.c[group.name] for group in groups]
    amount = cast(func.sum(rows.c.amount), BigInteger).label("amount")
    return select(month.label("month"), amount, *of).group_by(month, *of)


def _rule(one: Judgement) -> Any:
    return one.rule


def _valid(one: Judgement, day: ColumnElement[Any]) -> ColumnElement[bool]:
    first = one.first_day.toordinal() - _EPOCH
    if one.last_day is None:
        return day >= first
    return and_(day >= first, day <= one.last_day.toordinal() - _EPOCH)


def _meant(asked: Asked, one: Judgement, measure: Measure) -> ColumnElement[bool]:
    case, where = asked.layout.case, one.where
    conditions: list[ColumnElement[bool]] = [
        test_certain(asked.layout.case_field(case, test.field), test) for test in where.case
    ]
    conditions += [case.c.line.in_(lines) for lines in (where.lines, measure.lines) if lines]
    return and_(true(), *conditions)


def add_measures(sums: Sums, found: Sequence[Sequence[Batch]]) -> None:
    """Add what the statements of an indicator's measures found, top before bottom."""
    rule = sums.rule
    measures = [(one, True) for one in rule.top] + [(one, False) for one in rule.bottom]
    for (measure, top), batches in zip(measures, found, strict=True):
        for batch in batches:
            _add(sums, measure, batch.rows(), top=top)


def _add(sums: Sums, measure: Measure, rows: Iterable[Row], *, top: bool) -> None:
    """Add what the statement of a measure found."""
    for month, amount, *group in rows:
        year, number = divmod(int(month or 0), 100)
        period = period_of(dt.date(year, number, 1), sums.rule.per)
        signed = -int(amount or 0) if measure.minus else int(amount or 0)
        names = tuple(None if name is None else str(name) for name in group)
        if top:
            sums.put(period, names, top=signed, contributions=int(amount or 0))
        else:
            sums.put(period, names, bottom=signed)
