"""A program over one shard (分片运算): ends of limits, features, then judgement by judgement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from supervision.plugin import (
    Judgement,
    Lapse,
    Limit,
    Metric,
    Pairing,
    Periods,
    Program,
    SweepContext,
    day_of,
)
from supervision_sweep_sql.batches import Batch
from supervision_sweep_sql.databases import Database
from supervision_sweep_sql.layout import Layout
from supervision_sweep_sql.profiles import Profile
from supervision_sweep_sql.spans import Spans, alarm_day
from supervision_sweep_sql.statements import Statements, spans_of, statements_of

__all__ = ["Runner", "alarms_of"]

_EPOCH = 719_163  # date(1970, 1, 1).toordinal()


def alarms_of(program: Program, context: SweepContext) -> dict[Limit, int]:
    """Return for each lead time the last day of an end it warns of by now."""
    leads = {
        lead
        for one in program.judgements
        if isinstance(one.body, Lapse | Pairing | Periods)
        for lead in one.body.warnings
    }
    return {lead: alarm_day(lead, context.now, context.calendar) for lead in leads}


@attrs.define
class Runner:
    """Runs a program on the shards of one layout (分片运算器).

    Attributes:
        program: the rules.
        layout: the tables, equal for all shards.
        profile: the engine.
        context: instant and calendar.
        spans: ends of limits of that calendar, kept from sweep to sweep.
    """

    program: Program
    layout: Layout
    profile: Profile
    context: SweepContext
    spans: Spans
    _compiled: dict[bool, Statements] = attrs.field(init=False, factory=dict)

    def statements(self, latest: int) -> Statements:
        """Return the statements for shards whose latest event happened then.

        Raises:
            Refused: at the edges of the calendar, where nobody knows what warns when.
        """
        beyond = latest > self.context.now
        if beyond not in self._compiled:
            self._compiled[beyond] = statements_of(
                self.program,
                self.layout,
                self.profile,
                today=day_of(self.context.now).toordinal() - _EPOCH,
                horizon=self.context.now if beyond else None,
                alarms=alarms_of(self.program, self.context),
            )
        return self._compiled[beyond]

    def put_ends(self, database: Database, first_day: int, last_day: int) -> None:
        """Put the ends of limits in place for shards whose events happened between two days."""
        if spans := spans_of(self.program):
            database.put_ends(self.layout, self.spans.rows(spans, first_day, last_day))

    def prepare(self, database: Database, statements: Statements) -> None:
        """Put the features of a shard in place."""
        database.keep(statements.features)

    def judge(
        self, database: Database, statements: Statements
    ) -> Iterator[tuple[Judgement, Sequence[Batch]]]:
        """Yield the rows of each judgement that looks at cases."""
        for one, texts in zip(self.program.judgements, statements.judgements, strict=True):
            if not isinstance(one.body, Metric):
                yield one, list(database.fetch(texts[0]))

    def sums(
        self, database: Database, statements: Statements
    ) -> Iterator[tuple[Metric, Sequence[Sequence[Batch]]]]:
        """Yield the rows of each measure of each metric."""
        for one, texts in zip(self.program.judgements, statements.judgements, strict=True):
            if isinstance(one.body, Metric):
                found = {text: list(database.fetch(text)) for text in dict.fromkeys(texts)}
                yield one.body, [found[text] for text in texts]
