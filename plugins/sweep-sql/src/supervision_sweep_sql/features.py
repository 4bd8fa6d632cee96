"""Features as SQL (特征取数): one aggregate for each, all in one group-by or a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)

from supervision.plugin import Feature, FieldTest, Over, Pick, Reading, Take
from supervision_sweep_sql.layout import Layout

__all__ = [
    "Asked",
    "concerns",
    "feature_select",
    "happened",
    "of_types",
    "one_of",
    "picked",
    "subject_columns",
    "test_certain",
]


@attrs.frozen(kw_only=True)
class Asked:
    """What a sweep asks of the tables (取数范围).

    Attributes:
        layout: the tables.
        horizon: the instant after which nothing has happened yet; `None` when no event lies
            behind it, so that nobody need look.
        shard: whether the cases are those with a number from `:low` to just before `:high`.
    """

    layout: Layout
    horizon: int | None = None


def test_certain(column: ColumnElement[Any], test: FieldTest) -> ColumnElement[bool]:
    """Say that a test certainly holds."""
    if test.one_of:
        return one_of(column, test.one_of)
    return column.not_in(("", *test.none_of))


def one_of(column: ColumnElement[Any], values: Sequence[str]) -> ColumnElement[bool]:
    """Say that a field has one of some values; an empty one is not known."""
    known = column.in_(values)
    return and_(column != "", known) if "" in values else known


def _test_possible(column: ColumnElement[Any], test: FieldTest) -> ColumnElement[bool]:
    """Say that a test does not certainly fail."""
    unknown = or_(column.is_(None), column == "")
    if test.one_of:
        return or_(unknown, column.in_(test.one_of))
    return or_(unknown, column.not_in(test.none_of))


def of_types(layout: Layout, event: Any, types: Iterable[str]) -> ColumnElement[bool]:
    """Say that an event is of one of some types."""
    kinds = layout.kinds_of(types)
    if not kinds:
        return false()
    one: ColumnElement[bool] = event.c.kind == kinds[0]
    return one if len(kinds) == 1 else event.c.kind.in_(kinds)


def picked(layout: Layout, event: Any, pick: Pick) -> ColumnElement[bool]:
    """Say that an event is among those picked."""
    kind = of_types(layout, event, pick.selector.events)
    holds = test_certain if pick.reading is Reading.STRICT else _test_possible
    tests = [holds(layout.event_field(event, one.field), one) for one in pick.selector.when]
    return and_(kind, *tests) if tests else kind


def _aggregate(layout: Layout, event: Any, feature: Feature) -> ColumnElement[Any]:
    condition = picked(layout, event, feature.pick)
    match feature.take:
        case Take.FIRST:
            return func.min(case((condition, event.c.k)))
        case Take.LAST:
            return func.max(case((condition, event.c.k)))
        case Take.COUNT:
            return func.count(case((condition, event.c.k)))
        case Take.EXISTS:
            return func.max(case((condition, 1), else_=0))


def happened(asked: Asked, event: Any) -> ColumnElement[bool]:
    """Say that an event lies not behind the instant of judgement."""
    return true() if asked.horizon is None else event.c.at_ <= asked.horizon


def concerns(event: Any, party: Any) -> ColumnElement[bool]:
    """Say that an event is one of the party or of the whole case."""
    return and_(event.c.c == party.c.c, or_(event.c.p.is_(None), event.c.p == party.c.p))


def subject_columns(
    asked: Asked, over: Over, fields: Sequence[tuple[str, str]]
) -> tuple[Any, dict[str, ColumnElement[Any]]]:
    """Return the source of subjects, and its columns by name: number, party, fields.

    Args:
        asked: the tables.
        over: cases or parties.
        fields: owner and name of each field that is needed: `case` or `party` of a card,
            `subject` for the custody or the line of whom is judged.
    """
    layout = asked.layout
    columns: dict[str, ColumnElement[Any]] = {"c": layout.case.c.c, "p": literal_column("-1")}
    source: Any = layout.case
    held: Any = layout.case.c.custody
    if over is Over.PARTY:
        source = layout.case.join(layout.party, layout.party.c.c == layout.case.c.c)
        columns["p"] = layout.party.c.p
        held = layout.party.c.custody
    for owner, name in fields:
        match owner:
            case "subject":
                columns[name] = held if name == "custody" else layout.case.c[name]
            case "case":
                columns[f"case_{name}"] = layout.case_field(layout.case, name)
            case _:
                columns[f"party_{name}"] = layout.party_field(layout.party, name)
    return source, columns


def feature_select(
    layout: Layout, over: Over, features: Mapping[str, Feature], event: Any
) -> Select[Any]:
    """Return one row for each subject with events: number, party and its features by name.

    Args:
        layout: the tables.
        over: cases or parties; all features are of them.
        features: by the name of their column.
        event: source of the events; nothing behind the horizon.
    """
    values = [_aggregate(layout, event, one).label(name) for name, one in features.items()]
    if over is Over.CASE:
        return select(event.c.c, *values).group_by(event.c.c)
    party = layout.party
    source = party.join(event, concerns(event, party))
    grouped = select(party.c.c, party.c.p, *values).select_from(source)
    return grouped.group_by(party.c.c, party.c.p)
