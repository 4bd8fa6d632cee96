"""The engines (监控引擎): cases as they stream by, shard by shard, in a database in memory."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import attrs

from supervision.plugin import (
    CaseTrace,
    Figure,
    Indicator,
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
    judge_traces,
)
from supervision_sweep_sql.databases import Database
from supervision_sweep_sql.layout import Layout, fields_asked, selectors_of
from supervision_sweep_sql.packing import Packer
from supervision_sweep_sql.running import Runner
from supervision_sweep_sql.seeing import HeldTraces, sighting_of
from supervision_sweep_sql.spans import Spans
from supervision_sweep_sql.sums import add_measures

__all__ = ["SqlEngine"]

_SHARD = 10_000  # cases held as objects at once


class SqlEngine:
    """Evaluates rules inside a database (SQL 监控引擎).

    Args:
        open_database: opens an empty database.
        shard: how many cases are held at once.
    """

    def __init__(self, open_database: Callable[[], Database], shard: int = _SHARD) -> None:
        self._open = open_database
        self._shard = shard
        self._spans: Spans | None = None

    def sweep(
        self, rules: Sequence[Rule], traces: Iterable[CaseTrace], context: SweepContext
    ) -> Iterator[Sighting | Figure | RuleFault]:
        """Yield what the rules see. What features cannot settle the reference engine judges."""
        following = iter(traces)
        run = _Run(rules, context, self._spans_of(context))
        database = self._open()
        try:
            while shard := list(itertools.islice(following, self._shard)):
                yield from run.judge(database, shard)
        finally:
            database.close()
        yield from run.figures()

    def _spans_of(self, context: SweepContext) -> Spans:
        """Return the ends of limits of a calendar, kept while its version is the same."""
        if self._spans is None or self._spans.calendar != context.calendar:
            self._spans = Spans(context.calendar)
        return self._spans


class _Shard(HeldTraces):
    """The cases of a shard as objects, by number."""

    def __init__(self, traces: Sequence[CaseTrace]) -> None:
        super().__init__(dict(enumerate(traces)))
        self.traces = traces


@attrs.define
class _Run:
    """One sweep over all its shards. Used once."""

    rules: Sequence[Rule]
    context: SweepContext
    spans: Spans
    _program: Program = attrs.field(init=False)
    _packer: Packer = attrs.field(init=False)
    _layout: Layout = attrs.field(init=False)
    _runner: Runner | None = attrs.field(init=False, default=None)
    _sums: dict[Indicator, Sums] = attrs.field(init=False)
    _failed: set[Rule] = attrs.field(init=False, factory=set)

    def __attrs_post_init__(self) -> None:
        self._program = compile_rules(tuple(self.rules))
        self._sums = {rule: Sums(rule) for rule in self.rules if isinstance(rule, Indicator)}
        fields = fields_asked(self._program)
        types = sorted({name for one in selectors_of(self._program) for name in one.events})
        self._packer = Packer(fields, {name: place for place, name in enumerate(types)})
        self._layout = Layout(fields, dict(self._packer.kinds))

    def judge(
        self, database: Database, traces: Sequence[CaseTrace]
    ) -> Iterator[Sighting | RuleFault]:
        packed = self._packer.pack(enumerate(traces))
        shard = _Shard(traces)
        whole = frozenset(c for c, row in enumerate(packed.cases) if row[8])
        if self._runner is None:
            self._runner = Runner(
                program=self._program,
                layout=self._layout,
                profile=database.profile,
                context=self.context,
                spans=self.spans,
            )
        runner = self._runner
        try:
            statements = runner.statements(packed.latest)
        except SupervisionError:  # at the edge of the calendar: plainly, rule by rule
            yield from self._refer(shard, self.rules, range(len(traces)))
            self._add(shard, set(range(len(traces))), ())
            return
        database.fill(self._layout, packed)
        runner.put_ends(database, packed.first_day, packed.last_day)
        runner.prepare(database, statements)
        self._add(shard, whole, [rule for rule in self._sums if self._is_referred(rule)])
        for metric, found in runner.sums(database, statements):
            add_measures(self._sums[metric.indicator], found)
        for one, batches in runner.judge(database, statements):
            referred = whole.union(*(batch.referred() for batch in batches))
            for batch in batches:
                for row in batch.rows():
                    if row[0] not in referred:
                        yield sighting_of(one, row, shard)
            yield from self._refer(shard, [one.rule], sorted(referred))

    def figures(self) -> Iterator[Figure | Sighting]:
        for sums in self._sums.values():
            yield from sums.figures()
            yield from sums.sightings(self.context)

    def _is_referred(self, rule: Indicator) -> bool:
        return any(
            one.rule is rule and isinstance(one.body, Referral) for one in self._program.judgements
        )

    def _add(self, shard: _Shard, whole: Collection[int], referred: Iterable[Indicator]) -> None:
        """Add what cases contribute that no table holds, and all of indicators referred."""
        all_of = set(referred)
        for c, trace in enumerate(shard.traces):
            rules = list(self._sums) if c in whole else all_of
            if rules:
                subjects = Subjects(trace, self.context.now)
                for rule in rules:
                    self._sums[rule].add(subjects)

    def _refer(
        self, shard: _Shard, rules: Sequence[Rule], numbers: Iterable[int]
    ) -> Iterator[Sighting | RuleFault]:
        sound = [rule for rule in rules if rule not in self._failed]
        traces = (shard.traces[c] for c in numbers)
        for one in judge_traces(sound, traces, self.context):
            if isinstance(one, RuleFault):
                self._failed.update(rule for rule in sound if rule.head.code == one.rule.code)
            yield one
