"""Judgements that look at events one by one (逐事件判定取数): periods, pairs, counts, marks.

They read only the events of their own types, which are few.
"""

from __future__ import annotations

from typing import Any

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
)

from supervision.plugin import (
    Direction,
    Excess,
    FieldTest,
    Judgement,
    Marked,
    Over,
    Pairing,
    Periods,
)
from supervision_sweep_sql.features import concerns, picked
from supervision_sweep_sql.judging import (
    CLOSED_BY_END,
    CLOSED_BY_NEXT,
    EXCEEDED,
    LATE_DONE,
    MISSING,
    OVERDUE,
    REFER,
    SEEN,
    STAGES,
    STALE,
    WARNING,
    Judged,
    applies,
    due_of,
    ended,
    late,
    row_of,
    valid,
)
from supervision_sweep_sql.keys import DAY_SHIFT, day_number, may_follow, unordered

__all__ = ["judge_excess", "judge_marked", "judge_pairing", "judge_periods"]


def _of(judged: Judged, one: Judgement, event: Any) -> ColumnElement[bool]:
    """Say that an event is one of the subject of a row of features."""
    features = judged.features
    if one.over is Over.PARTY:
        return concerns(event, features)
    same: ColumnElement[bool] = event.c.c == features.c.c
    return same


def judge_periods(judged: Judged, one: Judgement, body: Periods) -> Select[Any]:
    """Cut the course of each subject into periods by its openings, in order.

    Where two of its events are in no known order, or one event is two things to the rule,
    the subject is referred; so here every order is strict.
    """
    layout, pair = judged.asked.layout, body.pair
    event, features = judged.events, judged.features
    first = judged.value(pair.opened)
    roles = {
        "again": picked(layout, event, pair.again),
        "closing": picked(layout, event, pair.closed),
        "extending": false() if pair.extended is None else picked(layout, event, pair.extended),
    }
    p = features.c.p
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
        .select_from(features.join(event, _of(judged, one, event)))
        .where(
            first.is_not(None),
            event.c.k >= day_number(first) * (1 << DAY_SHIFT),
            or_(event.c.k == first, *roles.values()),
            applies(features, one.where),
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
    ends, joined, due, provisional = due_of(judged, body.span, start, courses.c.custody)
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
        more, more_joined, due, provisional = due_of(
            judged, body.extended, start, courses.c.custody
        )
        source = source.outerjoin(more, more_joined)
        columns += [due.label("due1"), provisional.label("provisional1")]
    inner = (
        select(*columns)
        .select_from(source)
        .where(start.is_not(None), or_(valid(one, start), courses.c.bad == 1))
        .subquery()
    )
    return ended(
        judged, inner, body.warnings, inner.c.how, extends=body.extended is not None
    )


def judge_pairing(judged: Judged, one: Judgement, body: Pairing) -> Select[Any]:
    """Return the rows of events whose partner is late, missing or too old."""
    layout, features = judged.asked.layout, judged.features
    each, partner = judged.events.alias("sw_each"), judged.events.alias("sw_partner")
    forward = body.direction is Direction.NEXT
    suits = may_follow(partner.c.k, each.c.k) if forward else may_follow(each.c.k, partner.c.k)
    found = func.min(partner.c.k) if forward else func.max(partner.c.k)
    p = features.c.p
    needs = and_(
        _of(judged, one, partner),
        partner.c.c == each.c.c,
        picked(layout, partner, body.partner),
        partner.c.k != each.c.k,
        suits,
    )
    rows = (
        select(
            features.c.c,
            p.label("p"),
            features.c.custody,
            each.c.k.label("k"),
            found.label("other"),
        )
        .select_from(features.join(each, _of(judged, one, each)).outerjoin(partner, needs))
        .where(
            judged.value(body.each).is_not(None),
            picked(layout, each, body.each.pick),
            valid(one, each.c.k),
            applies(features, one.where),
        )
        .group_by(features.c.c, p, features.c.custody, each.c.k)
        .subquery()
    )
    row = rows.c
    if body.span is None:  # only a partner before can be wanted without a limit
        missing = row.other.is_(None)
        stage = literal_column(str(MISSING))
        return row_of(row.c, row.p, stage, keys=(row.k,)).where(missing)
    start = row.k if forward else row.other
    ends, joined, due, provisional = due_of(judged, body.span, start, row.custody)
    source = rows.outerjoin(ends, joined)
    if not forward:
        return _stale(rows, source, due, provisional)
    overdue, level = late(judged, due, body.warnings)
    nothing = row.other.is_(None)
    bad = due.is_(None)
    seen = or_(day_number(row.other) > due, and_(nothing, or_(overdue, level > 0)))
    return (
        row_of(
            row.c,
            row.p,
            case((~nothing, LATE_DONE), (overdue, OVERDUE), else_=WARNING),
            verdict=case((bad, REFER), else_=SEEN),
            level=case((nothing, level), else_=0),
            due=due,
            provisional=provisional,
            keys=(row.k, row.other),
        )
        .select_from(source)
        .where(or_(bad, seen))
    )


def _stale(rows: Any, source: Any, due: Any, provisional: Any) -> Select[Any]:
    row = rows.c
    missing = row.other.is_(None)
    bad = and_(~missing, due.is_(None))
    return (
        row_of(
            row.c,
            row.p,
            case((missing, MISSING), else_=STALE),
            verdict=case((bad, REFER), else_=SEEN),
            due=due,
            provisional=case((missing, 0), else_=provisional),
            keys=(row.k, row.other),
        )
        .select_from(source)
        .where(or_(missing, bad, day_number(row.k) > due))
    )


def judge_excess(judged: Judged, one: Judgement, body: Excess) -> Select[Any]:
    """Return the first event beyond what is allowed, with how many there are."""
    layout, features, event = judged.asked.layout, judged.features, judged.events
    count = judged.value(body.count)
    p = features.c.p
    place = func.row_number().over(partition_by=(features.c.c, p), order_by=event.c.k)
    rows = (
        select(
            features.c.c,
            p.label("p"),
            event.c.k,
            count.label("count"),
            place.label("place"),
        )
        .select_from(features.join(event, _of(judged, one, event)))
        .where(
            count > body.most,
            picked(layout, event, body.count.pick),
            applies(features, one.where),
        )
        .subquery()
    )
    row = rows.c
    return row_of(
        row.c, row.p, literal_column(str(EXCEEDED)), keys=(row.k,), how=row["count"]
    ).where(row.place == body.most + 1, valid(one, row.k))


def judge_marked(judged: Judged, one: Judgement, body: Marked) -> Select[Any]:
    """Return the events that are wrong by themselves."""
    layout, event = judged.asked.layout, judged.events
    conditions = [picked(layout, event, body.at), valid(one, event.c.k)]
    if body.wrong is not None:
        conditions.append(_fails(layout.event_field(event, body.wrong.field), body.wrong))
    stage = literal_column(str(STAGES.index(body.stage)))
    if judged.features is None:
        nobody = literal_column("-1")
        return row_of(event.c.c, nobody, stage, keys=(event.c.k,)).where(*conditions)
    features = judged.features
    return (
        row_of(features.c.c, features.c.p, stage, keys=(event.c.k,))
        .select_from(features.join(event, _of(judged, one, event)))
        .where(*conditions, applies(features, one.where))
    )


def _fails(column: ColumnElement[Any], test: FieldTest) -> ColumnElement[bool]:
    """Say that a test certainly fails."""
    if test.one_of:
        return and_(column != "", column.not_in(test.one_of))
    return and_(column != "", column.in_(test.none_of))
