"""Random rules of every type over random cases, swept again and after changes.

Whatever a rule sees, an unchanged world gives one entry and nothing else; and after changes the
detections that are seen are those a fresh office would see, with equal sights.
"""

from __future__ import annotations

import datetime as dt

import attrs
from hypothesis import HealthCheck, given, settings

from supervision.builtin.reference_engine import ReferenceEngine
from supervision.domain.cases import CaseTrace
from supervision.domain.detections import DETECTION, Sight
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import Rule
from supervision.domain.values import OFFICE_ZONE
from supervision.journal.entry import open_chain
from supervision.office.sweeps import SweepReport, sweep
from supervision.office.watching import Watch
from supervision.testing.offices import small_office
from supervision.testing.rule_strategies import random_cases, random_rules


class Desk:
    """A small office that sweeps with one rule."""

    def __init__(self, rule: Rule) -> None:
        self.small = small_office()
        self.office = self.small.office
        self.small.clock.set(dt.datetime(2026, 10, 20, 9, tzinfo=OFFICE_ZONE))
        book = RuleBook(rules=(rule,))
        self.watch = Watch(book=book, engine_name="reference", engine=ReferenceEngine())

    def take(self, traces: list[CaseTrace]) -> None:
        self.office.cases.ingest(
            [attrs.evolve(one, case=attrs.evolve(one.case, unit=None)) for one in traces]
        )

    def sweep(self) -> SweepReport:
        return sweep(self.office, self.small.inspector, self.watch)

    def entries(self) -> int:
        with self.office.store.begin() as transaction:
            return len(list(transaction.entries(open_chain(self.small.unit))))

    def seen(self) -> dict[str, Sight]:
        with self.office.read(self.small.inspector) as view:
            return {one.id: one.sight for one in view.select(DETECTION) if one.seen}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(random_rules(), random_cases(), random_cases())
def test_sweeping_again_and_after_changes(
    rule: Rule, before: list[CaseTrace], after: list[CaseTrace]
) -> None:
    desk, fresh = Desk(rule), Desk(rule)
    desk.take(before)
    desk.sweep()
    entries, known = desk.entries(), desk.seen()
    (again,) = desk.sweep().runs
    assert desk.entries() == entries + 1
    assert again.result is not None
    assert all(one.seen == one.unchanged and not one.gone for one in again.result.tallies)
    assert desk.seen() == known

    desk.take(after)
    fresh.take(before)
    fresh.take(after)
    changed, whole = desk.sweep(), fresh.sweep()
    assert changed.complete == whole.complete
    if whole.complete:
        assert desk.seen() == fresh.seen()
    assert desk.office.verify().ok
