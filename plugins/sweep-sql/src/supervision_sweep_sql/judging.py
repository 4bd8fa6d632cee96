"""Judgements as SQL (判定取数): from features to rows of what a rule saw.

Every statement yields the same columns: `c`, `p`, `verdict` (1 seen, 2 to be referred), `stage`,
`level`, `due` and `provisional`, the keys `k0`, `k1`, `k2` of the events seen and `how`, which says
what closed a period. What they are to the rule, `seeing` knows.
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
    false,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    true,
)

from supervision.plugin import (
    Feature,
    Judgement,
    Lapse,
    Limit,
    Over,
    Periods,
    Precedence,
    CasePredicate,
    Referral,
    Span,
)
from supervision_sweep_sql.features import Asked, concerns, happened, picked, test_certain
from supervision_sweep_sql.keys import DAY_SHIFT, day_number, may_follow, unordered
from supervision_sweep_sql.layout import Layout

__all__ = ["COLUMNS", "LATE", "LATE_DONE", "MISSING", "OVERDUE", "WARNING", "Judged", "judge"]

COLUMNS = ("c", "p", "verdict", "stage", "level", "due", "provisional", "k0", "k1", "k2", "how")
SEEN, REFER = 1, 2
WARNING, OVERDUE, LATE_DONE, MISSING, LATE = range(5)
CLOSED_BY_END, CLOSED_BY_NEXT = 1, 2
_EPOCH = 719_163  # date(1970, 1, 1).toordinal()
_ONE = literal_column("1")
_NONE = literal_column("0")


@attrs.frozen(kw_only=True)
class Judged:
    """What a judgement is judged by (判定依据).

    Attributes:
        asked: the tables.
        features: source of the features of a range: a table or a sub-select with the columns
            `c`, `p` (over parties), `custody`, `line`, fields, and the features by name.
        names: the names of the features' columns.
        spans: the number of each span in the table of ends.
        today: the day of judgement.
        alarms: for each lead time the last day of an end it warns of by now.
    """

    asked: Asked
    features: Any
    names: Mapping[Feature, str]
    spans: Mapping[Span, int]
    today: int
    alarms: Mapping[Limit, int]

    def value(self, feature: Feature) -> ColumnElement[Any]:
        """Return the column of a feature."""
        column: ColumnElement[Any] = self.features.c[self.names[feature]]
        return column


def judge(judged: Judged, one: Judgement) -> Select[Any]:
    """Return the statement of a judgement."""
    match one.body:
        case Lapse():
            return _lapse(judged, one, one.body)
        case Periods():
            return _periods(judged, one, one.body)
        case Precedence():
            return _precedence(judged, one, one.body)
        case Referral():
            return _referral(judged, one, one.body)


def _party(judged: Judged, one: Judgement) -> ColumnElement[Any]:
    column: ColumnElement[Any] = (
        judged.features.c.p if one.over is Over.PARTY else literal_column("-1")
    )
    return column


def _applies(judged: Judged, where: CasePredicate) -> ColumnElement[bool]:
    features = judged.features
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


def _valid(one: Judgement, key: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that the fact begins on a day the rule is valid on."""
    first = (one.first_day.toordinal() - _EPOCH) << DAY_SHIFT
    if one.last_day is None:
        return key >= first
    return and_(key >= first, key < (one.last_day.toordinal() - _EPOCH + 1) << DAY_SHIFT)


def _late(judged: Judged, due: ColumnElement[Any], warnings: Sequence[Limit]) -> Any:
    """Return stage and level of a period that nothing closed; the level is 0 if all is well."""
    level: ColumnElement[Any] = literal_column("0")
    for lead in warnings:
        level = level + case((due <= judged.alarms[lead], 1), else_=0)
    overdue = due < judged.today
    return overdue, case((overdue, 0), else_=level)


def _due_of(judged: Judged, span: Span, start: ColumnElement[Any], custody: ColumnElement[Any]) -> Any:
    """Return the row of ends joined for a span, and the condition it is joined by."""
    ends = judged.asked.layout.due.alias()
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


def _ended(
    judged: Judged,
    inner: Any,
    warnings: Sequence[Limit],
    how: ColumnElement[Any],
    *,
    extends: bool,
) -> Select[Any]:
    """Return what was seen of limits: from start, extension, close and both ends."""
    row = inner.c
    counted: ColumnElement[bool] = false()
    due, provisional = row.due0, row.provisional0
    bad = or_(row.bad == 1, row.due0.is_(None))
    if extends:
        counted = and_(
            row.x.is_not(None),
            or_(row.e.is_(None), row.x < row.e),
            day_number(row.x) <= row.due0,
        )
        due = case((counted, row.due1), else_=row.due0)
        provisional = case((counted, row.provisional1), else_=row.provisional0)
        bad = or_(bad, and_(counted, row.due1.is_(None)))
    closed_late = and_(row.e.is_not(None), day_number(row.e) > due)
    overdue, level = _late(judged, due, warnings)
    open_ = row.e.is_(None)
    seen = or_(closed_late, and_(open_, or_(overdue, level > 0)))
    stage = case((row.e.is_not(None), LATE_DONE), (overdue, OVERDUE), else_=WARNING)
    return select(
        row.c,
        row.p,
        case((bad, REFER), else_=SEEN).label("verdict"),
        stage.label("stage"),
        case((row.e.is_not(None), 0), else_=level).label("level"),
        due.label("due"),
        provisional.label("provisional"),
        row.s.label("k0"),
        (case((counted, row.x)) if extends else null()).label("k1"),
        row.e.label("k2"),
        how.label("how"),
    ).where(or_(bad, seen))


def _lapse(judged: Judged, one: Judgement, body: Lapse) -> Select[Any]:
    features = judged.features
    start, end = judged.value(body.start), judged.value(body.end)
    ends, joined, due, provisional = _due_of(judged, body.span, start, features.c.custody)
    source = features.outerjoin(ends, joined)
    amiss = [and_(end.is_not(None), or_(end == start, ~may_follow(end, start)))]
    columns = [
        features.c.c,
        _party(judged, one).label("p"),
        start.label("s"),
        end.label("e"),
        due.label("due0"),
        provisional.label("provisional0"),
    ]
    if body.extended is not None:
        feature, span = body.extended
        extension = judged.value(feature)
        more, more_joined, due, provisional = _due_of(judged, span, start, features.c.custody)
        source = source.outerjoin(more, more_joined)
        amiss.append(
            and_(
                extension.is_not(None),
                or_(extension == start, ~may_follow(extension, start)),
            )
        )
        columns += [extension.label("x"), due.label("due1"), provisional.label("provisional1")]
    columns.append(case((or_(*amiss), 1), else_=0).label("bad"))
    inner = (
        select(*columns)
        .select_from(source)
        .where(start.is_not(None), _valid(one, start), _applies(judged, one.where))
        .subquery()
    )
    return _ended(
        judged,
        inner,
        body.warnings,
        literal_column(str(CLOSED_BY_END)),
        extends=body.extended is not None,
    )


def _periods(judged: Judged, one: Judgement, body: Periods) -> Select[Any]:
    """Cut the course of each subject into periods by its openings, in order.

    Where two of its events are in no known order, or one event is two things to the rule,
    the subject is referred; so here every order is strict.
    """
    asked, layout, pair = judged.asked, judged.asked.layout, body.pair
    event, features = layout.event, judged.features
    first = judged.value(pair.opened)
    roles = {
        "again": picked(layout, event, pair.again),
        "closing": picked(layout, event, pair.closed),
        "extending": false() if pair.extended is None else picked(layout, event, pair.extended),
    }
    p = _party(judged, one)
    belongs = concerns(event, features) if one.over is Over.PARTY else event.c.c == features.c.c
    opens = or_(event.c.k == first, roles["again"])
    flags = {name: case((condition, 1), else_=0) for name, condition in roles.items()}
    rows = (
        select(
            features.c.c.label("c"),
            p.label("p"),
            features.c.custody.label("custody"),
            event.c.k.label("k"),
            case((opens, 1), else_=0).label("opens"),
            case((event.c.k == first, 0), else_=flags["closing"]).label("closes"),
            case((event.c.k == first, 0), else_=flags["extending"]).label("extends"),
            case(
                (event.c.k == first, 0),
                (flags["again"] + flags["closing"] + flags["extending"] > 1, 1),
                else_=0,
            ).label("twofold"),
        )
        .select_from(features.join(event, belongs))
        .where(
            first.is_not(None),
            event.c.k >= day_number(first) * (1 << DAY_SHIFT),
            or_(event.c.k == first, *roles.values()),
            happened(asked, event),
            _applies(judged, one.where),
        )
        .subquery()
    )
    subject = (rows.c.c, rows.c.p)
    before = func.lag(rows.c.k).over(partition_by=subject, order_by=rows.c.k)
    walked = select(
        rows,
        before.label("before"),
        func.sum(rows.c.opens).over(partition_by=subject, order_by=rows.c.k).label("period"),
    ).subquery()
    odd = or_(
        walked.c.twofold == 1,
        and_(walked.c.before.is_not(None), unordered(walked.c.k, walked.c.before)),
    )
    periods = (
        select(
            walked.c.c,
            walked.c.p,
            func.max(walked.c.custody).label("custody"),
            func.min(case((walked.c.opens == 1, walked.c.k))).label("s"),
            func.min(case((walked.c.closes == 1, walked.c.k))).label("e"),
            func.min(case((walked.c.extends == 1, walked.c.k))).label("x"),
            func.max(case((odd, 1), else_=0)).label("odd"),
        )
        .group_by(walked.c.c, walked.c.p, walked.c.period)
        .subquery()
    )
    whole = (periods.c.c, periods.c.p)
    # Events before the first opening make a group of their own without one.
    order = case((periods.c.s.is_(None), 0), else_=periods.c.s)
    following = func.lead(periods.c.s).over(partition_by=whole, order_by=order)
    courses = select(
        periods.c.c,
        periods.c.p,
        periods.c.custody,
        periods.c.s,
        periods.c.x,
        func.coalesce(periods.c.e, following).label("e"),
        case((periods.c.e.is_not(None), CLOSED_BY_END), else_=CLOSED_BY_NEXT).label("how"),
        func.max(periods.c.odd).over(partition_by=whole).label("bad"),
    ).subquery()
    start = courses.c.s
    ends, joined, due, provisional = _due_of(judged, body.span, start, courses.c.custody)
    source = courses.outerjoin(ends, joined)
    columns = [
        courses.c.c,
        courses.c.p,
        start.label("s"),
        courses.c.e.label("e"),
        courses.c.x.label("x"),
        courses.c.how.label("how"),
        courses.c.bad.label("bad"),
        due.label("due0"),
        provisional.label("provisional0"),
    ]
    if body.extended is not None:
        more, more_joined, due, provisional = _due_of(
            judged, body.extended, start, courses.c.custody
        )
        source = source.outerjoin(more, more_joined)
        columns += [due.label("due1"), provisional.label("provisional1")]
    inner = (
        select(*columns)
        .select_from(source)
        .where(start.is_not(None), or_(_valid(one, start), courses.c.bad == 1))
        .subquery()
    )
    return _ended(
        judged, inner, body.warnings, inner.c.how, extends=body.extended is not None
    )


def _precedence(judged: Judged, one: Judgement, body: Precedence) -> Select[Any]:
    features = judged.features
    before, required = judged.value(body.before), judged.value(body.required)
    wrong_way = and_(required.is_not(None), ~may_follow(before, required))
    amiss: ColumnElement[bool] = and_(
        required.is_not(None),
        or_(
            required == before,
            and_(day_number(required) == day_number(before), ~may_follow(before, required)),
        ),
    )
    duty: ColumnElement[bool] = true()
    given: ColumnElement[Any] = null()
    if body.given is not None:
        given = judged.value(body.given)
        duty = and_(given.is_not(None), day_number(given) <= day_number(before))
        amiss = or_(
            amiss,
            given == before,
            ~may_follow(before, given),
            and_(required.is_not(None), ~may_follow(required, given)),
        )
    stage = case((required.is_(None), MISSING), else_=LATE)
    return (
        select(
            features.c.c,
            _party(judged, one).label("p"),
            case((amiss, REFER), else_=SEEN).label("verdict"),
            stage.label("stage"),
            _NONE.label("level"),
            null().label("due"),
            _NONE.label("provisional"),
            before.label("k0"),
            given.label("k1"),
            required.label("k2"),
            _NONE.label("how"),
        )
        .select_from(features)
        .where(
            before.is_not(None),
            _valid(one, before),
            _applies(judged, one.where),
            duty,
            or_(required.is_(None), wrong_way, amiss),
        )
    )


def _referral(judged: Judged, one: Judgement, body: Referral) -> Select[Any]:
    features = judged.features
    needed = [judged.value(feature).is_not(None) for feature in body.needs]
    nothing = null()
    return (
        select(
            features.c.c,
            _party(judged, one).label("p"),
            literal_column(str(REFER)).label("verdict"),
            _NONE.label("stage"),
            _NONE.label("level"),
            *(nothing.label(name) for name in ("due", "provisional", "k0", "k1", "k2")),
            _NONE.label("how"),
        )
        .select_from(features)
        .where(*needed, _applies(judged, one.where))
    )
