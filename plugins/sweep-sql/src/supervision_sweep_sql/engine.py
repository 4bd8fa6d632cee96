"""The engines (监控引擎): cases as they stream by, shard by shard, in a database in memory."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from supervision.plugin import (
    Case,
    CaseTrace,
    Event,
    Figure,
    Indicator,
    Judgement,
    Lapse,
    Limit,
    Metric,
    Pairing,
    Periods,
    Program,
    Referral,
    Rule,
    RuleFault,
    Sighting,
    Subjects,
    Sums,
    SupervisionError,
    SweepContext,
    compile_rules,
    day_of,
    event_order,
    judge_traces,
)
from supervision_sweep_sql.databases import Database
from supervision_sweep_sql.keys import place_of
from supervision_sweep_sql.layout import Layout, fields_asked, selectors_of
from supervision_sweep_sql.packing import Packed, Packer
from supervision_sweep_sql.seeing import sighting_of
from supervision_sweep_sql.spans import Spans, alarm_day
from supervision_sweep_sql.statements import Statements, statements_of
from supervision_sweep_sql.sums import add_rows

__all__ = ["SqlEngine", "alarms_of"]

_EPOCH = 719_163  # date(1970, 1, 1).toordinal()
_SHARD = 10_000  # cases held as objects at once


def alarms_of(program: Program, context: SweepContext) -> dict[Limit, int]:
    """Return for each lead time the last day of an end it warns of by now."""
    leads = {
        lead
        for one in program.judgements
        if isinstance(one.body, Lapse | Pairing | Periods)
        for lead in one.body.warnings
    }
    return {lead: alarm_day(lead, context.now, context.calendar) for lead in leads}


class SqlEngine:
    """Evaluates rules inside a database (SQL 监控引擎).

    Args:
        open_database: opens an empty database.
        shard: how many cases are held at once.
    """

    def __init__(self, open_database: Callable[[], Database], shard: int = _SHARD) -> None:
        self._open = open_database
        self._shard = shard
        self._spans: dict[object, Spans] = {}

    def sweep(
        self, rules: Sequence[Rule], traces: Iterable[CaseTrace], context: SweepContext
    ) -> Iterator[Sighting | Figure | RuleFault]:
        """Yield what the rules see. What features cannot settle the reference engine judges."""
        following = iter(traces)
        run = _Run(rules, context)
        database = self._open()
        try:
            while shard := list(itertools.islice(following, self._shard)):
                yield from run.judge(database, shard)
        finally:
            database.close()
        yield from run.figures()


class _Shard:
    """The cases of a shard as objects, by number."""

    def __init__(self, traces: Sequence[CaseTrace]) -> None:
        self.traces = traces
        self._events: dict[int, list[Event]] = {}

    def case(self, c: int) -> Case:
        return self.traces[c].case

    def party(self, c: int, p: int) -> str:
        return self.traces[c].parties[p].key

    def event(self, c: int, k: int) -> Event:
        if c not in self._events:
            self._events[c] = sorted(self.traces[c].events, key=event_order)
        return self._events[c][place_of(k)]


@attrs.define
class _Run:
    """One sweep over all its shards. Used once."""

    rules: Sequence[Rule]
    context: SweepContext
    _program: Program = attrs.field(init=False)
    _packer: Packer = attrs.field(init=False)
    _layout: Layout = attrs.field(init=False)
    _spans: Spans = attrs.field(init=False)
    _sums: dict[Indicator, Sums] = attrs.field(init=False, factory=dict)
    _failed: set[Rule] = attrs.field(init=False, factory=set)
    _compiled: dict[bool, Statements] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self._program = compile_rules(tuple(self.rules))
        self._sums = {rule: Sums(rule) for rule in self.rules if isinstance(rule, Indicator)}
        fields = fields_asked(self._program)
        types = sorted({name for one in selectors_of(self._program) for name in one.events})
        self._packer = Packer(fields, {name: place for place, name in enumerate(types)})
        self._layout = Layout(fields, dict(self._packer.kinds))
        self._spans = Spans(self.context.calendar)

    def judge(
        self, database: Database, traces: Sequence[CaseTrace]
    ) -> Iterator[Sighting | RuleFault]:
        packed = self._packer.pack(enumerate(traces))
        shard = _Shard(traces)
        whole = {row[0] for row in packed.cases if row[8]}
        try:
            statements = self._statements(database, packed)
        except SupervisionError:  # at the edge of the calendar: plainly, rule by rule
            yield from self._refer(shard, self.rules, range(len(traces)))
            self._add(shard, set(range(len(traces))), ())
            return
        database.fill(self._layout, packed)
        ends = self._spans.rows(statements.spans, packed.first_day, packed.last_day)
        database.put_ends(self._layout, ends)
        database.keep(statements.features)
        self._add(shard, whole, [rule for rule in self._sums if self._is_referred(rule)])
        for one, texts in zip(self._program.judgements, statements.judgements, strict=True):
            if isinstance(one.body, Metric):
                self._sum(database, one.body.indicator, texts)
            else:
                yield from self._judge(database, shard, one, texts[0], whole)

    def figures(self) -> Iterator[Figure | Sighting]:
        for sums in self._sums.values():
            yield from sums.figures()
            yield from sums.sightings(self.context)

    def _is_referred(self, rule: Indicator) -> bool:
        return any(
            one.rule is rule and isinstance(one.body, Referral) for one in self._program.judgements
        )

    def _add(self, shard: _Shard, whole: set[object], referred: Iterable[Indicator]) -> None:
        """Add what cases contribute that no table holds, and all of indicators referred."""
        all_of = set(referred)
        for c, trace in enumerate(shard.traces):
            rules = list(self._sums) if c in whole else all_of
            if rules:
                subjects = Subjects(trace, self.context.now)
                for rule in rules:
                    self._sums[rule].add(subjects)

    def _sum(self, database: Database, rule: Indicator, texts: Sequence[str]) -> None:
        measures = [(one, True) for one in rule.top] + [(one, False) for one in rule.bottom]
        found = {text: list(database.fetch(text)) for text in dict.fromkeys(texts)}
        for (measure, top), text in zip(measures, texts, strict=True):
            for batch in found[text]:
                add_rows(self._sums[rule], measure, batch.rows(), top=top)

    def _statements(self, database: Database, packed: Packed) -> Statements:
        beyond = packed.latest > self.context.now
        if beyond not in self._compiled:
            self._compiled[beyond] = statements_of(
                self._program,
                self._layout,
                database.profile,
                today=day_of(self.context.now).toordinal() - _EPOCH,
                horizon=self.context.now if beyond else None,
                alarms=alarms_of(self._program, self.context),
            )
        return self._compiled[beyond]

    def _judge(
        self, database: Database, shard: _Shard, one: Judgement, text: str, whole: set[object]
    ) -> Iterator[Sighting | RuleFault]:
        batches = list(database.fetch(text))
        referred = set(whole).union(*(batch.referred() for batch in batches))
        for batch in batches:
            for row in batch.rows():
                if row[0] not in referred:
                    yield sighting_of(one, row, shard)
        yield from self._refer(shard, [one.rule], sorted(int(str(c)) for c in referred))

    def _refer(
        self, shard: _Shard, rules: Sequence[Rule], numbers: Iterable[int]
    ) -> Iterator[Sighting | RuleFault]:
        sound = [rule for rule in rules if rule not in self._failed]
        traces = (shard.traces[c] for c in numbers)
        for one in judge_traces(sound, traces, self.context):
            if isinstance(one, RuleFault):
                self._failed.update(rule for rule in sound if rule.head.code == one.rule.code)
            yield one
