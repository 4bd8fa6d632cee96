"""From a program to the text of its statements (语句编译): built once, sent as text.

On a columnar engine the features of all rules are computed into one table for cases and one for
parties, and each judgement reads from these. On a row store each judgement computes its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
from sqlalchemy import Select, Table, and_, column, or_, select
from sqlalchemy import table as named_table
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateTable

from supervision.plugin import (
    Excess,
    Feature,
    FieldTest,
    Judgement,
    Lapse,
    Limit,
    Marked,
    Metric,
    Over,
    Pairing,
    Periods,
    Pick,
    Precedence,
    Program,
    Referral,
    Reversal,
    Span,
)
from supervision_sweep_sql.features import (
    Asked,
    feature_select,
    happened,
    picked,
    subject_columns,
)
from supervision_sweep_sql.judging import (
    Judged,
    judge_lapse,
    judge_precedence,
    judge_reversal,
    refer,
)
from supervision_sweep_sql.layout import Layout, picks_of
from supervision_sweep_sql.profiles import PlanShape, Profile
from supervision_sweep_sql.sequences import (
    fails,
    judge_excess,
    judge_marked,
    judge_pairing,
    judge_periods,
)
from supervision_sweep_sql.sums import sum_selects

__all__ = ["Statements", "create_texts", "render", "spans_of", "statements_of"]

_TABLES = {Over.CASE: "sw_features", Over.PARTY: "sw_party_features"}
_EVENTS = "sw_own_events"


@attrs.frozen(kw_only=True)
class Statements:
    """The statements of a program on one engine (语句).

    Attributes:
        features: by name of a temporary table, the statement whose rows it holds.
        judgements: for each judgement its statement; for a metric one for each measure, those
            of the top before those of the bottom.
        spans: the spans whose ends are looked up, by their numbers.
    """

    features: Mapping[str, str]
    judgements: tuple[tuple[str, ...], ...]
    spans: tuple[Span, ...]


def render(statement: Any, dialect: Dialect) -> str:
    """Return the text of a statement with every value in it."""
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def create_texts(tables: Sequence[Table], dialect: Dialect) -> Iterator[str]:
    """Yield the statements that make tables."""
    for one in tables:
        yield str(CreateTable(one).compile(dialect=dialect))


def spans_of(program: Program) -> tuple[Span, ...]:
    """Return every span once; its place is its number."""
    found: dict[Span, None] = {}
    for one in program.judgements:
        match one.body:
            case Lapse(span=span, extended=extended):
                found[span] = None
                if extended is not None:
                    found[extended[1]] = None
            case Periods(span=span, extended=longer):
                found[span] = None
                if longer is not None:
                    found[longer] = None
            case Pairing(span=span) if span is not None:
                found[span] = None
            case _:
                pass
    return tuple(found)


def statements_of(
    program: Program,
    layout: Layout,
    profile: Profile,
    *,
    today: int,
    horizon: int | None,
    alarms: Mapping[Limit, int],
    by_case: bool = False,
) -> Statements:
    """Compile a program for an engine.

    Args:
        program: the rules.
        layout: the tables.
        profile: the engine.
        today: the day of judgement, in days since 1970.
        horizon: the instant behind which events are left out; `None` when there are none.
        alarms: for each lead time the last day of an end it warns of by now.
        by_case: whether sums are made for each case apart.
    """
    asked = Asked(layout=layout, horizon=horizon)
    dialect = profile.open_dialect()
    names = {feature: f"v{place}" for place, feature in enumerate(program.features)}
    spans = spans_of(program)
    numbers = {span: place for place, span in enumerate(spans)}
    one_pass = profile.shape is PlanShape.ONE_PASS
    tables: dict[str, str] = {}
    sources: dict[Over, Any] = {}
    events: Any = None
    if one_pass:
        kept = _own_events(asked, program.judgements, program.features)
        tables[_EVENTS] = render(kept, dialect)
        events = _table_of(_EVENTS, kept)
        for over in Over:
            own = [one for one in program.judgements if one.over is over and _asks_events(one)]
            wanted = {names[one]: one for one in program.features if one.over is over}
            if wanted:
                statement = _subjects(asked, over, wanted, own, events)
                tables[_TABLES[over]] = render(statement, dialect)
                sources[over] = _table_of(_TABLES[over], statement)
    judgements = []
    sifted = _sifted(layout, program.judgements, program.features)
    for one in program.judgements:
        own_events = events
        if not one_pass:
            own_events = _own_events(asked, (one,), ()).subquery("sw_own")
        if isinstance(one.body, Metric):
            judgements.append(
                tuple(
                    render(each, dialect)
                    for each in sum_selects(asked, profile, one, own_events, by_case=by_case)
                )
            )
            continue
        source = None
        if _needs_subjects(one):
            # Whoever has an event that is looked at has a row of features.
            source = sources.get(one.over) if _asks_events(one) else None
        if source is None and _needs_subjects(one):
            wanted = {names[feature]: feature for feature in one.features}
            taken = _own_events(asked, (one,), one.features).subquery("sw_taken")
            source = _subjects(asked, one.over, wanted, [one], taken).subquery("sw_subject")
        judged = Judged(
            asked=asked,
            events=own_events,
            features=source,
            names=names,
            spans=numbers,
            today=today,
            alarms=alarms,
            sifted=sifted if one_pass else _sifted(layout, (one,), ()),
        )
        judgements.append((render(_judge(judged, one), dialect),))
    return Statements(features=tables, judgements=tuple(judgements), spans=spans)


def _judge(judged: Judged, one: Judgement) -> Select[Any]:
    match one.body:
        case Lapse():
            return judge_lapse(judged, one, one.body)
        case Periods():
            return judge_periods(judged, one, one.body)
        case Precedence():
            return judge_precedence(judged, one, one.body)
        case Reversal():
            return judge_reversal(judged, one, one.body)
        case Excess():
            return judge_excess(judged, one, one.body)
        case Pairing():
            return judge_pairing(judged, one, one.body)
        case Marked():
            return judge_marked(judged, one, one.body)
        case Referral():
            return refer(judged, one, one.body)
        case Metric():
            raise AssertionError("a metric has statements of its own")


def _asks_events(one: Judgement) -> bool:
    """Say whether a judgement is about subjects with events of its types only."""
    if isinstance(one.body, Metric):
        return False
    return bool(one.features) or not isinstance(one.body, Referral)


def _needs_subjects(one: Judgement) -> bool:
    where = one.where
    plain = not (where.lines or where.case or where.party) and one.over is Over.CASE
    return not (isinstance(one.body, Marked) and plain)


def _table_of(name: str, statement: Select[Any]) -> Any:
    return named_table(name, *(column(one.name) for one in statement.selected_columns))


def _own_events(
    asked: Asked, judgements: Sequence[Judgement], features: Iterable[Feature]
) -> Select[Any]:
    """Return the events that judgements look at one by one, and those features are taken of.

    Sound events of types that are looked at only for a fault of their card are left out.
    """
    layout, event = asked.layout, asked.layout.event
    picks, faults = _looked_at(judgements, features)
    sifted = _sifted(layout, judgements, features)
    fields = {test.field for pick in picks for test in pick.selector.when}
    fields |= {
        test.field
        for body, wrong in faults.items()
        if body not in sifted
        for test in (*body.at.selector.when, wrong)
    }
    known = [f"f{place}" for place, name in enumerate(layout.fields.event) if name in fields]
    parties = ["p"] if any(one.over is Over.PARTY for one in judgements) else []
    kinds = layout.kinds_of(name for pick in picks for name in pick.selector.events)
    wanted = [
        event.c.kind.in_(kinds or (-1,)),
        *(
            and_(
                picked(layout, event, body.at),
                fails(layout.event_field(event, wrong.field), wrong),
            )
            for body, wrong in faults.items()
        ),
    ]
    columns = [event.c[name] for name in ("c", "k", "kind", *parties, *known)]
    return select(*columns).where(or_(*wanted), happened(asked, event))


def _looked_at(
    judgements: Iterable[Judgement], features: Iterable[Feature]
) -> tuple[list[Pick], dict[Marked, FieldTest]]:
    """Return which events are looked at, and the marks that look at faulty ones only."""
    picks, faults = [one.pick for one in features], {}
    for one in judgements:
        if isinstance(one.body, Marked) and one.body.wrong is not None:
            faults[one.body] = one.body.wrong
        else:
            picks += picks_of(one)
    return picks, faults


def _sifted(
    layout: Layout, judgements: Iterable[Judgement], features: Iterable[Feature]
) -> frozenset[Marked]:
    """Return the marks whose types nobody else looks at: all that is kept of them is wrong."""
    picks, faults = _looked_at(judgements, features)
    looks = Counter(
        kind
        for pick in (*picks, *(body.at for body in faults))
        for kind in layout.kinds_of(pick.selector.events)
    )
    return frozenset(
        body
        for body in faults
        if all(looks[kind] == 1 for kind in layout.kinds_of(body.at.selector.events))
    )


def _subjects(
    asked: Asked, over: Over, wanted: Mapping[str, Feature], own: Sequence[Judgement], events: Any
) -> Select[Any]:
    """Return the rows of subjects with what the judgements need of their cards and of events."""
    source, columns = subject_columns(asked, over, _card_columns(own))
    case = asked.layout.case
    labelled = [one.label(name) for name, one in columns.items()]
    if not wanted:
        return select(*labelled).select_from(source).where(case.c.referred == 0)
    grouped = feature_select(asked.layout, over, wanted, events).subquery("sw_grouped")
    values = [grouped.c[name] for name in wanted]
    if over is Over.CASE and list(columns) == ["c", "p"]:
        return select(grouped.c.c, columns["p"].label("p"), *values)
    joined = grouped.c.c == case.c.c
    if over is Over.PARTY:
        joined = joined & (grouped.c.p == asked.layout.party.c.p)
    return (
        select(*labelled, *values)
        .select_from(source.join(grouped, joined))
        .where(case.c.referred == 0)
    )


def _card_columns(own: Sequence[Judgement]) -> tuple[tuple[str, str], ...]:
    """Return owner and name of each field of a card that conditions and limits ask for."""
    fields = dict.fromkeys(
        [("case", test.field) for one in own for test in one.where.case]
        + [("party", test.field) for one in own for test in one.where.party]
    )
    if any(one.where.lines for one in own):
        fields["subject", "line"] = None
    if ("party", "custody") in fields or any(
        isinstance(one.body, Lapse | Pairing | Periods) for one in own
    ):
        fields.pop(("party", "custody"), None)
        fields["subject", "custody"] = None
    return tuple(fields)
