"""Judgements that look at events one by one (逐事件判定取数): periods, pairs, counts, marks.

They read only the events of their own types, which are few.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
    union_all,
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
from supervision_sweep_sql.features import concerns, of_types, one_of, picked
from supervision_sweep_sql.judging import (
    CLOSED_BY_END,
    CLOSED_BY_NEXT,
    EXCEEDED,
    LATE_DONE,
    MISSING,
    REFER,
    SEEN,
    STAGES,
    STALE,
    Judged,
    applies,
    due_of,
    ended,
    late,
    row_of,
    valid,
)
from supervision_sweep_sql.keys import another_may_follow, day_number, key_of, precedes

__all__ = ["fails", "judge_excess", "judge_marked", "judge_pairing", "judge_periods"]


def _of(judged: Judged, one: Judgement, event: Any) -> ColumnElement[bool]:
    """Say that an event is one of the subject of a row of features."""
    features = judged.features
    if one.over is Over.PARTY:
        return concerns(event, features)
    same: ColumnElement[bool] = event.c.c == features.c.c
    return same


def judge_periods(judged: Judged, one: Judgement, body: Periods) -> Select[Any]:
    """Return the rows of limits that ran out in some period.

    A period runs from its opening to the next one in order. The first event that ends it counts
    unless the next opening stands before it; so no event need be known to lie within a period.
    """
    opened = _openings(judged, one, body).subquery("sw_opening")
    layout, event, pair = judged.asked.layout, judged.events.alias("sw_within"), body.pair
    again, closing = picked(layout, event, pair.again), picked(layout, event, pair.closed)
    extending = false() if pair.extended is None else picked(layout, event, pair.extended)
    picks = [pick for pick in (pair.again, pair.closed, pair.extended) if pick is not None]
    types = [name for pick in picks for name in pick.selector.events]
    within = and_(
        concerns(event, opened) if one.over is Over.PARTY else event.c.c == opened.c.c,
        of_types(layout, event, types),
        another_may_follow(event.c.k, opened.c.s),
    )
    if one.over is Over.PARTY:
        p, keys = opened.c.p, [opened.c.c, opened.c.p, opened.c.s, opened.c.custody]
    else:
        p, keys = literal_column("-1"), [opened.c.c, opened.c.s, opened.c.custody]
    # After the first opening come all others, even one stored before it on its day. What closes and
    # what opens again is one number; what lies behind the bound need be asked nothing else.
    later = and_(event.c.k > opened.c.s, another_may_follow(event.c.k, opened.c.first))
    opens = case((event.c.k > opened.c.bound, event.c.k * 2 + 1), (later, event.c.k * 2 + 1))
    closes = case((closing, event.c.k * 2), (again, opens))
    rows = (
        select(
            opened.c.c,
            p.label("p"),
            opened.c.s,
            opened.c.custody,
            func.min(closes).label("closes"),
            func.min(case((extending, event.c.k))).label("x"),
        )
        .select_from(opened.outerjoin(event, within))
        .group_by(*keys)
        .subquery("sw_course")
    )
    ends, joined, due, provisional = due_of(judged, body.span, rows.c.s, rows.c.custody)
    source = rows.outerjoin(ends, joined)
    columns = [
        rows.c.c,
        rows.c.p,
        rows.c.s,
        rows.c.x,
        key_of(rows.c.closes).label("e"),
        case((rows.c.closes % 2 == 0, CLOSED_BY_END), else_=CLOSED_BY_NEXT).label("how"),
        literal_column("0").label("bad"),
        due.label("due0"),
        provisional.label("provisional0"),
    ]
    if body.extended is not None:
        more, more_joined, due, provisional = due_of(
            judged, body.extended, rows.c.s, rows.c.custody, extended=True
        )
        source = source.outerjoin(more, more_joined)
        columns += [due.label("due1"), provisional.label("provisional1")]
    inner = select(*columns).select_from(source).where(valid(one, rows.c.s)).subquery("sw_ended")
    return ended(judged, inner, body.warnings, extends=body.extended is not None)


def _openings(judged: Judged, one: Judgement, body: Periods) -> CompoundSelect[Any]:
    """Return what opens a period, save a first one known to be closed in time.

    If the first event of all that close a period follows the first opening within the limit, no
    extension and no further opening can make that period late.
    """
    features, event = judged.features, judged.events
    first, ending = judged.value(body.pair.opened), judged.value(body.pair.ending)
    subject = (features.c.c, features.c.p, features.c.custody, first.label("first"))
    applied = and_(first.is_not(None), applies(features, one.where))
    ends, joined, due, _ = due_of(judged, body.span, first, features.c.custody)
    source = features.outerjoin(ends, joined)
    unsettled = [ending.is_(None), ending == first, precedes(ending, first)]
    unsettled += [due.is_(None), day_number(ending) > due]
    if body.extended is not None:
        more, more_joined, longer, _ = due_of(
            judged, body.extended, first, features.c.custody, extended=True
        )
        source = source.outerjoin(more, more_joined)
        unsettled.append(longer.is_(None))
    return union_all(
        select(*subject, first.label("s"), literal_column("-1").label("bound"))
        .select_from(source)
        .where(applied, or_(*unsettled)),
        select(*subject, event.c.k, case((event.c.k > first, event.c.k), else_=first))
        .select_from(features.join(event, _of(judged, one, event)))
        .where(
            applied,
            picked(judged.asked.layout, event, body.pair.again),
            another_may_follow(event.c.k, first),
        ),
    )


def judge_pairing(judged: Judged, one: Judgement, body: Pairing) -> Select[Any]:
    """Return the rows of events whose partner is late, missing or too old."""
    layout, features = judged.asked.layout, judged.features
    each, partner = judged.events.alias("sw_each"), judged.events.alias("sw_partner")
    forward = body.direction is Direction.NEXT
    order = (partner.c.k, each.c.k) if forward else (each.c.k, partner.c.k)
    found = func.min(partner.c.k) if forward else func.max(partner.c.k)
    p = features.c.p
    needs = and_(
        _of(judged, one, partner),
        partner.c.c == each.c.c,
        picked(layout, partner, body.partner),
        another_may_follow(*order),
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
            picked(layout, each, body.each),
            valid(one, each.c.k),
            applies(features, one.where),
        )
        .group_by(features.c.c, p, features.c.custody, each.c.k)
        .subquery()
    )
    row = rows.c
    if body.span is None:  # only a partner before can be wanted without a limit
        missing = row.other.is_(None)
        return row_of(row.c, row.p, literal_column(str(MISSING)), keys=(row.k,)).where(missing)
    start = row.k if forward else row.other
    ends, joined, due, provisional = due_of(judged, body.span, start, row.custody)
    source = rows.outerjoin(ends, joined)
    if not forward:
        return _stale(rows, source, due, provisional)
    seen_open, stage, level = late(judged, due, body.warnings)
    nothing = row.other.is_(None)
    bad = due.is_(None)
    seen = or_(day_number(row.other) > due, and_(nothing, seen_open))
    return (
        row_of(
            row.c,
            row.p,
            case((nothing, stage), else_=LATE_DONE),
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
    """Return the first event beyond what is allowed, with how many there are.

    Only subjects with too many have their events looked at.
    """
    layout, features, event = judged.asked.layout, judged.features, judged.events
    count, p = judged.value(body.count), features.c.p
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
            picked(layout, event, body.events),
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
    conditions = [valid(one, event.c.k)]
    if body in judged.sifted:
        conditions.append(of_types(layout, event, body.at.selector.events))
    else:
        conditions.append(picked(layout, event, body.at))
    if body.wrong is not None and body not in judged.sifted:
        conditions.append(fails(layout.event_field(event, body.wrong.field), body.wrong))
    stage: ColumnElement[Any] = literal_column(str(STAGES.index(body.stage)))
    if judged.features is None:
        nobody: ColumnElement[Any] = literal_column("-1")
        return row_of(event.c.c, nobody, stage, keys=(event.c.k,)).where(*conditions)
    features = judged.features
    return (
        row_of(features.c.c, features.c.p, stage, keys=(event.c.k,))
        .select_from(features.join(event, _of(judged, one, event)))
        .where(*conditions, applies(features, one.where))
    )


def fails(column: ColumnElement[Any], test: FieldTest) -> ColumnElement[bool]:
    """Say that a test certainly fails."""
    if test.one_of:
        return column.not_in(("", *test.one_of))
    return one_of(column, test.none_of)
