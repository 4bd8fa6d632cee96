"""A small office with cases and rules, and few words to sweep and judge them."""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.builtin.reference_engine import ReferenceEngine
from supervision.domain.detections import DETECTION
from supervision.domain.findings import FINDING, Rectification
from supervision.domain.function_rules import FunctionRule
from supervision.domain.recurrences import Returns
from supervision.domain.rulebooks import RuleBook
from supervision.domain.values import OFFICE_ZONE
from supervision.journal.entry import open_chain
from supervision.office import findings, triages
from supervision.office.acting import Acting
from supervision.office.sweeps import SweepRequest, sweep
from supervision.office.watching import Watch
from supervision.testing.offices import small_office

__all__ = ["BECAUSE", "Desk", "back", "healed", "late"]

BECAUSE = Acting(reason="核对属实")


class Desk:
    """A small office with cases and rules, and few words to sweep them."""

    def __init__(self, build, *rules):
        self.small = small_office(calendar=build.calendar)
        self.office = self.small.office
        self.small.clock.set(dt.datetime(2026, 4, 20, 9, tzinfo=OFFICE_ZONE))
        rules = rules or (build.deadline(),)
        self.rules = tuple(one for one in rules if not isinstance(one, FunctionRule))
        self.functions = tuple(one for one in rules if isinstance(one, FunctionRule))
        self.engine = ReferenceEngine()
        self.standing = None
        self.incremental = False
        self.go_live = None
        self.returns = Returns()

    @property
    def watch(self):
        return Watch(
            book=RuleBook(rules=self.rules, functions=self.functions),
            engine_name="reference",
            engine=self.engine,
            standing=self.standing,
            incremental=self.incremental,
            go_live=self.go_live,
            returns=self.returns,
        )

    def take(self, *traces):
        self.office.cases.ingest(traces)

    def sweep(self, **request):
        return sweep(self.office, self.small.inspector, self.watch, SweepRequest(**request))

    def run(self, **request):
        (run,) = self.sweep(**request).runs
        return run

    def detections(self):
        with self.office.read(self.small.inspector) as view:
            return view.select(DETECTION)

    def detection(self):
        (one,) = self.detections()
        return one

    def findings(self):
        with self.office.read(self.small.inspector) as view:
            return view.select(FINDING)

    def entries(self):
        with self.office.store.begin() as transaction:
            return list(transaction.entries(open_chain(self.small.unit)))

    def tags_after(self, seq):
        return [entry.header.tag for entry in self.entries() if entry.header.seq > seq]

    def triage(self, act, *ids, acting=BECAUSE, **fields):
        with self.office.work(self.small.inspector) as work:
            done = act(work, ids, acting=acting, **fields)
            work.commit()
        return done

    def confirm(self, *ids, **fields):
        return self.triage(triages.confirm, *ids, book=self.watch.book, **fields)

    def close(self, finding):
        """Take a finding through rectification to its end."""
        small = self.small
        steps = (
            (
                small.first_head,
                lambda work: findings.claim(
                    work,
                    finding,
                    department=small.first,
                    mode=Rectification.AT_ONCE,
                    plan="补办",
                    due_on=work.today,
                ),
            ),
            (small.first_head, lambda work: findings.submit(work, finding, result="已办")),
            (small.inspector, lambda work: findings.verify(work, finding)),
            (small.head, lambda work: findings.close(work, finding)),
        )
        for who, step in steps:
            with self.office.work(who) as work:
                step(work)
                work.commit()


def late(build, number="A", **case):
    return build.trace(
        build.event("accepted", 3, 2),
        number=number,
        department="第一检察部",
        handler="李五",
        **case,
    )


def healed(build, number="A", **case):
    return build.trace(
        build.event("accepted", 3, 2),
        build.event("decided", 3, 5),
        number=number,
        department="第一检察部",
        **case,
    )


def back(build, number="A"):
    """The day that healed it is corrected: it was late after all."""
    return build.trace(
        build.event("accepted", 3, 2),
        attrs.evolve(build.event("decided", 4, 1), id="decided-2026-03-05"),
        number=number,
        department="第一检察部",
    )
