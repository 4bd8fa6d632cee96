"""Judgements as SQL (判定取数): from features to rows of what a rule saw, without its events.

Every statement yields the same columns: `c`, `p`, `verdict` (1 seen, 2 to be referred), `stage`,
`level`, `due` and `provisional`, the keys `k0`, `k1`, `k2` of the events seen and `how`, which says
what closed a period, or how many events there were. What they are to the rule, `seeing` knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    literal_column,
    null,
    or_,
    select,
    true,
)

from supervision.plugin import (
    CasePredicate,
    Feature,
    Judgement,
    Lapse,
    Limit,
    Marked,
    Precedence,
    Referral,
    Reversal,
    Span,
    Stage,
)
from supervision_sweep_sql.features import Asked, test_certain
from supervision_sweep_sql.keys import DAY_SHIFT, day_number, may_follow, precedes

__all__ = [
    "CLOSED_BY_END",
    "COLUMNS",
    "REFER",
    "STAGES",
    "Judged",
    "applies",
    "due_of",
    "ended",
    "judge_lapse",
    "judge_precedence",
    "judge_reversal",
    "late",
    "refer",
    "row_of",
    "valid",
]

COLUMNS = ("c", "p", "verdict", "stage", "level", "due", "provisional", "k0", "k1", "k2", "how")
SEEN, REFER = 1, 2
STAGES = (
    Stage.WARNING,
    Stage.OVERDUE,
    Stage.LATE_DONE,
    Stage.MISSING,
    Stage.LATE,
    Stage.REVERSED,
    Stage.EXCEEDED,
    Stage.STALE,
    Stage.WRONG,
    Stage.FORBIDDEN,
)
"""A stage is told by its place here."""
WARNING, OVERDUE, LATE_DONE, MISSING, LATE, REVERSED, EXCEEDED, STALE = range(8)
CLOSED_BY_END, CLOSED_BY_NEXT = 1, 2
_EPOCH = 719_163  # date(1970, 1, 1).toordinal()
NONE: ColumnElement[Any] = literal_column("0")


@attrs.frozen(kw_only=True)
class Judged:
    """What a judgement is judged by (判定依据).

    Attributes:
        asked: the tables.
        events: source of the events judgements look at one by one; nothing behind the horizon.
        features: source of the features of a range: a table or a sub-select with the columns
            `c`, `p` (over parties), `custody`, `line`, fields, and the features by name; `None` where none is needed.
        names: the names of the features' columns.
        spans: the number of each span in the table of ends.
        today: the day of judgement.
        alarms: for each lead time the last day of an end it warns of by now.
        sifted: marks whose events are told by their type, as only the wrong ones are kept.
    """

    asked: Asked
    events: Any
    features: Any
    names: Mapping[Feature, str]
    spans: Mapping[Span, int]
    today: int
    alarms: Mapping[Limit, int]
    sifted: frozenset[Marked] = frozenset()

    def value(self, feature: Feature) -> ColumnElement[Any]:
        """Return the column of a feature."""
        column: ColumnElement[Any] = self.features.c[self.names[feature]]
        return column


def row_of(
    c: Any,
    p: Any,
    stage: ColumnElement[Any],
    *,
    verdict: Any = None,
    level: Any = None,
    due: Any = None,
    provisional: Any = None,
    keys: Sequence[Any] = (),
    how: Any = None,
) -> Select[Any]:
    """Return a select of the columns every judgement yields."""
    k0, k1, k2 = [*keys, null(), null(), null()][:3]
    return select(
        c.label("c"),
        p.label("p"),
        (literal_column(str(SEEN)) if verdict is None else verdict).label("verdict"),
        stage.label("stage"),
        (NONE if level is None else level).label("level"),
        (null() if due is None else due).label("due"),
        (NONE if provisional is None else provisional).label("provisional"),
        k0.label("k0"),
        k1.label("k1"),
        k2.label("k2"),
        (NONE if how is None else how).label("how"),
    )


def applies(features: Any, where: CasePredicate) -> ColumnElement[bool]:
    """Say that a judgement is about a subject."""
    conditions: list[ColumnElement[bool]] = []
    if where.lines:
        conditions.append(features.c.line.in_(where.lines))
    conditions += [test_certain(features.c[f"case_{one.field}"], one) for one in where.case]
    for one in where.party:
        if one.field == "custody":
            held = case(
                (features.c.custody == 1, "true"), (features.c.custody == 0, "false"), else_=None
            )
            conditions.append(test_certain(held, one))
        else:
            conditions.append(test_certain(features.c[f"party_{one.field}"], one))
    return and_(true(), *conditions)


def valid(one: Judgement, key: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that the fact begins on a day the rule is valid on."""
    first = (one.first_day.toordinal() - _EPOCH) << DAY_SHIFT
    if one.last_day is None:
        return key >= first
    return and_(key >= first, key < (one.last_day.toordinal() - _EPOCH + 1) << DAY_SHIFT)


def late(
    judged: Judged, due: ColumnElement[Any], warnings: Sequence[Limit]
) -> tuple[ColumnElement[bool], ColumnElement[Any], ColumnElement[Any]]:
    """Return what is seen of a period that nothing closed: whether anything, stage and level."""
    overdue = due < judged.today
    if not warnings:
        return overdue, literal_column(str(OVERDUE)), NONE
    level = NONE
    for lead in warnings:
        level = level + case((due <= judged.alarms[lead], 1), else_=0)
    stage = case((overdue, OVERDUE), else_=WARNING)
    return or_(overdue, level > 0), stage, case((overdue, 0), else_=level)


def due_of(
    judged: Judged,
    span: Span,
    start: ColumnElement[Any],
    custody: ColumnElement[Any],
    *,
    extended: bool = False,
) -> Any:
    """Return the row of ends joined for a span, and the condition it is joined by."""
    layout = judged.asked.layout
    ends = layout.later_ends if extended else layout.ends
    joined = and_(ends.c.span == judged.spans[span], ends.c.day == day_number(start))
    if not span.custody_exact:
        return ends, joined, ends.c.rolled, ends.c.rolled_provisional
    held = custody == 1
    return (
        ends,
        joined,
        case((held, ends.c.exact), else_=ends.c.rolled),
        case((held, ends.c.exact_provisional), else_=ends.c.rolled_provisional),
    )


def ended(judged: Judged, inner: Any, warnings: Sequence[Limit], *, extends: bool) -> Select[Any]:
    """Return what was seen of limits: from start, extension, close and both ends."""
    row = _extended(inner).c if extends else inner.c
    open_, bad = row.e.is_(None), or_(row.bad == 1, row.due0.is_(None))
    closed_late = and_(row.e.is_not(None), day_number(row.e) > row.due0)
    seen_open, stage, level = late(judged, row.due0, warnings)
    return row_of(
        row.c,
        row.p,
        case((open_, stage), else_=LATE_DONE),
        verdict=case((bad, REFER), else_=SEEN),
        level=case((open_, level), else_=0) if warnings else None,
        due=row.due0,
        provisional=row.provisional0,
        keys=(row.s, row.x if extends else null(), row.e),
        how=row.how,
    ).where(or_(bad, closed_late, and_(open_, seen_open)))


def _extended(inner: Any) -> Any:
    """Return the same with the end that counts: an extension counts if granted in time."""
    row = inner.c
    counted = and_(or_(row.e.is_(None), row.x < row.e), day_number(row.x) <= row.due0)
    return select(
        *(row[name] for name in ("c", "p", "s", "e", "bad", "how")),
        case((counted, row.x)).label("x"),
        case((counted, row.due1), else_=row.due0).label("due0"),
        case((counted, row.provisional1), else_=row.provisional0).label("provisional0"),
    ).subquery("sw_extended")


def judge_lapse(judged: Judged, one: Judgement, body: Lapse) -> Select[Any]:
    """Return the rows of limits that ran out."""
    features = judged.features
    start, end = judged.value(body.start), judged.value(body.end)
    ends, joined, due, provisional = due_of(judged, body.span, start, features.c.custody)
    source = features.outerjoin(ends, joined)
    amiss, regular = [or_(end == start, precedes(end, start))], [end > start]
    columns = [
        features.c.c,
        features.c.p.label("p"),
        start.label("s"),
        end.label("e"),
        due.label("due0"),
        provisional.label("provisional0"),
        literal_column(str(CLOSED_BY_END)).label("how"),
    ]
    if body.extended is not None:
        feature, span = body.extended
        extension = judged.value(feature)
        more, more_joined, due, provisional = due_of(
            judged, span, start, features.c.custody, extended=True
        )
        source = source.outerjoin(more, more_joined)
        amiss.append(or_(extension == start, precedes(extension, start)))
        regular.append(or_(extension.is_(None), extension > start))
        columns += [extension.label("x"), due.label("due1"), provisional.label("provisional1")]
    # In most cases all comes after the start, and nothing else need be asked.
    columns.append(case((and_(*regular), 0), (or_(*amiss), 1), else_=0).label("bad"))
    inner = (
        select(*columns)
        .select_from(source)
        .where(start.is_not(None), valid(one, start), applies(features, one.where))
        .subquery()
    )
    return ended(judged, inner, body.warnings, extends=body.extended is not None)


def judge_precedence(judged: Judged, one: Judgement, body: Precedence) -> Select[Any]:
    """Return the rows of what did not stand before something else."""
    features = judged.features
    before, required = judged.value(body.before), judged.value(body.required)
    wrong_way = precedes(before, required)
    amiss: ColumnElement[bool] = required == before
    duty: ColumnElement[bool] = true()
    given: ColumnElement[Any] = null()
    if body.given is not None:
        given = judged.value(body.given)
        duty = and_(given.is_not(None), may_follow(before, given))
        amiss = or_(amiss, given == before, precedes(required, given))
    return (
        row_of(
            features.c.c,
            features.c.p,
            case((required.is_(None), MISSING), else_=LATE),
            verdict=case((amiss, REFER), else_=SEEN),
            keys=(before, given, required),
        )
        .select_from(features)
        .where(
            before.is_not(None),
            valid(one, before),
            applies(features, one.where),
            duty,
            or_(required.is_(None), wrong_way, amiss),
        )
    )


def judge_reversal(judged: Judged, one: Judgement, body: Reversal) -> Select[Any]:
    """Return the rows of two things the wrong way round."""
    features = judged.features
    later, earlier = judged.value(body.later), judged.value(body.earlier)
    told = judged.value(body.told)
    amiss = earlier == later
    reversed_ = and_(told.is_not(None), precedes(later, earlier))
    return (
        row_of(
            features.c.c,
            features.c.p,
            literal_column(str(REVERSED)),
            verdict=case((amiss, REFER), else_=SEEN),
            keys=(later, told),
        )
        .select_from(features)
        .where(
            later.is_not(None),
            earlier.is_not(None),
            valid(one, later),
            applies(features, one.where),
            or_(amiss, reversed_),
        )
    )


def refer(judged: Judged, one: Judgement, body: Referral) -> Select[Any]:
    """Return the cases the reference engine is to judge."""
    features = judged.features
    needed = [judged.value(feature).is_not(None) for feature in body.needs]
    return (
        row_of(features.c.c, features.c.p, NONE, verdict=literal_column(str(REFER)))
        .select_from(features)
        .where(*needed, applies(features, one.where))
    )
