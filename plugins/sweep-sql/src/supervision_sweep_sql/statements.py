"""From a program to the text of its statements (语句编译): built once, sent as text.

On a columnar engine the features of all rules are computed into one table for cases and one for
parties, and each judgement reads from these. On a row store each judgement computes its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
from sqlalchemy import Select, Table, column, select
from sqlalchemy import table as named_table
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateTable

from supervision.plugin import (
    Feature,
    Judgement,
    Lapse,
    Limit,
    Over,
    Periods,
    Program,
    Referral,
    Span,
)
from supervision_sweep_sql.features import Asked, feature_select, subject_columns
from supervision_sweep_sql.judging import Judged, judge
from supervision_sweep_sql.layout import Layout
from supervision_sweep_sql.profiles import PlanShape, Profile

__all__ = ["Statements", "create_texts", "render", "spans_of", "statements_of"]

_TABLES = {Over.CASE: "sw_features", Over.PARTY: "sw_party_features"}


@attrs.frozen(kw_only=True)
class Statements:
    """The statements of a program on one engine (语句).

    Attributes:
        features: by name of a temporary table, the statement whose rows it holds.
        judgements: one statement for each judgement.
        spans: the spans whose ends are looked up, by their numbers.
    """

    features: Mapping[str, str]
    judgements: tuple[str, ...]
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
        body = one.body
        if isinstance(body, Lapse):
            found[body.span] = None
            if body.extended is not None:
                found[body.extended[1]] = None
        elif isinstance(body, Periods):
            found[body.span] = None
            if body.extended is not None:
                found[body.extended] = None
    return tuple(found)


def statements_of(
    program: Program,
    layout: Layout,
    profile: Profile,
    *,
    today: int,
    horizon: int | None,
    alarms: Mapping[Limit, int],
) -> Statements:
    """Compile a program for an engine.

    Args:
        program: the rules.
        layout: the tables.
        profile: the engine.
        today: the day of judgement, in days since 1970.
        horizon: the instant behind which events are left out; `None` when there are none.
        alarms: for each lead time the last day of an end it warns of by now.
    """
    asked = Asked(layout=layout, horizon=horizon)
    dialect = profile.dialect()
    names = {feature: f"v{place}" for place, feature in enumerate(program.features)}
    spans = spans_of(program)
    numbers = {span: place for place, span in enumerate(spans)}
    one_pass = profile.shape is PlanShape.ONE_PASS
    tables: dict[str, str] = {}
    sources: dict[Over, Any] = {}
    for over in Over:
        own = [one for one in program.judgements if one.over is over]
        if own and one_pass:
            wanted = {names[one]: one for one in program.features if one.over is over}
            statement = _subjects(asked, over, wanted, own)
            tables[_TABLES[over]] = render(statement, dialect)
            sources[over] = named_table(
                _TABLES[over], *(column(one.name) for one in statement.selected_columns)
            )
    judgements = []
    for one in program.judgements:
        source = sources.get(one.over)
        if source is None:
            wanted = {names[feature]: feature for feature in one.features}
            source = _subjects(asked, one.over, wanted, [one]).subquery("sw_own")
        judged = Judged(
            asked=asked, features=source, names=names, spans=numbers, today=today, alarms=alarms
        )
        judgements.append(render(judge(judged, one), dialect))
    return Statements(features=tables, judgements=tuple(judgements), spans=spans)


def _subjects(
    asked: Asked, over: Over, wanted: Mapping[str, Feature], own: Sequence[Judgement]
) -> Select[Any]:
    """Return the rows of subjects with what the judgements need of their cards and events."""
    fields = dict.fromkeys(
        [("case", test.field) for one in own for test in one.where.case]
        + [("party", test.field) for one in own for test in one.where.party]
    )
    fields.pop(("party", "custody"), None)
    source, columns = subject_columns(asked, over, tuple(fields))
    case = asked.layout.case
    labelled = [one.label(name) for name, one in columns.items()]
    if not wanted:
        return select(*labelled).select_from(source).where(case.c.referred == 0)
    grouped = feature_select(asked, over, wanted, prefilter=True).subquery("sw_grouped")
    joined = grouped.c.c == case.c.c
    if over is Over.PARTY:
        joined = joined & (grouped.c.p == asked.layout.party.c.p)
    # A judgement that needs no event is about subjects without any as well.
    outer = any(isinstance(one.body, Referral) and not one.body.needs for one in own)
    return (
        select(*labelled, *(grouped.c[name] for name in wanted))
        .select_from(source.join(grouped, joined, isouter=outer))
        .where(case.c.referred == 0)
    )
