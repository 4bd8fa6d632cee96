"""The tables a sweep reads (监控库表): the same on every engine, however they were filled.

    sw_case   c, number, line, unit, department, handler, accepted_on, custody, referred, f0 …
    sw_party  c, p, party, custody, f0 …
    sw_event  c, k, kind, p, at_, f0 …
    sw_due    span, day, exact, exact_provisional, rolled, rolled_provisional

A case has a number `c`, a party a number `p` within it. An event of no party has none, one that
names somebody who is no party of the case has -1. `k` is the event's key (`keys`), `kind` its type as
a small number; `f0 …` are the card fields that conditions may ask for, one column each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    null,
)

from supervision.plugin import (
    Excess,
    FieldTest,
    Judgement,
    Marked,
    Metric,
    Pairing,
    Periods,
    Pick,
    Program,
    Reading,
    Selector,
)

__all__ = ["Fields", "Layout", "fields_asked", "picks_of", "selectors_of"]

_OWN = ("line", "unit", "department", "handler")


@attrs.frozen(kw_only=True)
class Fields:
    """The card fields that have a column, by owner (有列的案卡项), in the order of the columns."""

    case: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    event: tuple[str, ...] = ()

    def holding(self, other: Fields) -> Fields:
        """Return these and the others behind them."""
        return Fields(
            case=tuple(dict.fromkeys((*self.case, *other.case))),
            party=tuple(dict.fromkeys((*self.party, *other.party))),
            event=tuple(dict.fromkeys((*self.event, *other.event))),
        )


def _names(tests: Iterable[FieldTest]) -> Iterable[str]:
    return (test.field for test in tests)


def picks_of(one: Judgement) -> Iterator[Pick]:
    """Yield which events a judgement looks at one by one."""
    match one.body:
        case Periods(pair=pair):
            yield from (pair.opened.pick, pair.again, pair.closed)
            if pair.extended is not None:
                yield pair.extended
        case Pairing(each=each, partner=partner):
            yield from (each, partner)
        case Excess(events=events):
            yield events
        case Marked(at=at):
            yield at
        case Metric(indicator=rule):
            for measure in (*rule.top, *rule.bottom):
                if measure.events is not None:
                    yield Pick(selector=measure.events, reading=Reading.STRICT)
        case _:
            return


def selectors_of(program: Program) -> list[Selector]:
    """Return every selector of a program."""
    picks = [one.pick for one in program.features]
    picks += [pick for one in program.judgements for pick in picks_of(one)]
    return [pick.selector for pick in picks]


def fields_asked(program: Program) -> Fields:
    """Return the card fields some condition of the program asks for."""
    selectors = selectors_of(program)
    case = (name for one in program.judgements for name in _names(one.where.case))
    party = (name for one in program.judgements for name in _names(one.where.party))
    event = [name for one in selectors for name in _names(one.when)]
    event += [
        one.body.wrong.field
        for one in program.judgements
        if isinstance(one.body, Marked) and one.body.wrong is not None
    ]
    return Fields(
        case=tuple(sorted(set(case) - set(_OWN))),
        party=tuple(sorted(set(party) - {"custody"})),
        event=tuple(sorted(set(event))),
    )


class Layout:
    """The tables with columns for some card fields (表结构).

    Attributes:
        fields: the card fields with a column.
        kinds: number of each event type; a type that never occurred has none.
        case, party, event, due: the tables.
        ends, later_ends: the table of ends as it is joined for a limit, and for its extension.
    """

    def __init__(self, fields: Fields, kinds: Mapping[str, int]) -> None:
        self.fields = fields
        self.kinds = kinds
        self.metadata = MetaData()
        self.case = Table(
            "sw_case",
            self.metadata,
            Column("c", BigInteger, primary_key=True, autoincrement=False),
            Column("number", String(), nullable=False),
            Column("line", String(), nullable=False),
            Column("unit", String()),
            Column("department", String()),
            Column("handler", String()),
            Column("accepted_on", Integer),
            Column("custody", SmallInteger, nullable=False),
            Column("referred", SmallInteger, nullable=False),
            *_own_columns(fields.case),
        )
        self.party = Table(
            "sw_party",
            self.metadata,
            Column("c", BigInteger, primary_key=True, autoincrement=False),
            Column("p", Integer, primary_key=True, autoincrement=False),
            Column("party", String(), nullable=False),
            Column("custody", SmallInteger),
            *_own_columns(fields.party),
        )
        self.event = Table(
            "sw_event",
            self.metadata,
            Column("c", BigInteger, primary_key=True, autoincrement=False),
            Column("k", BigInteger, primary_key=True, autoincrement=False),
            Column("kind", Integer, nullable=False),
            Column("p", Integer),
            Column("at_", BigInteger, nullable=False),
            *_own_columns(fields.event),
        )
        self.due = Table(
            "sw_due",
            self.metadata,
            Column("span", Integer, primary_key=True, autoincrement=False),
            Column("day", Integer, primary_key=True, autoincrement=False),
            Column("exact", Integer, nullable=False),
            Column("exact_provisional", SmallInteger, nullable=False),
            Column("rolled", Integer, nullable=False),
            Column("rolled_provisional", SmallInteger, nullable=False),
        )
        self.ends = self.due.alias("sw_ends")
        self.later_ends = self.due.alias("sw_later_ends")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Layout):
            return NotImplemented
        return (self.fields, self.kinds) == (other.fields, other.kinds)

    __hash__ = None  # type: ignore[assignment]  # kinds are a mapping

    def kinds_of(self, types: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of event types that occur at all."""
        return tuple(sorted({self.kinds[one] for one in types if one in self.kinds}))

    def case_field(self, source: Any, name: str) -> ColumnElement[Any]:
        """Return the column of a case's field, `NULL` for one no case has."""
        if name in _OWN:
            column: ColumnElement[Any] = source.c[name]
            return column
        return _field(source, self.fields.case, name)

    def party_field(self, source: Any, name: str) -> ColumnElement[Any]:
        """Return the column of a party's own card field."""
        return _field(source, self.fields.party, name)

    def event_field(self, source: Any, name: str) -> ColumnElement[Any]:
        """Return the column of an event's own card field."""
        return _field(source, self.fields.event, name)


def _own_columns(names: Sequence[str]) -> list[Column[Any]]:
    return [Column(f"f{place}", String()) for place in range(len(names))]


def _field(source: Any, names: tuple[str, ...], name: str) -> ColumnElement[Any]:
    if name not in names:
        return null()
    column: ColumnElement[Any] = source.c[f"f{names.index(name)}"]
    return column
