"""Sweeping again with a rule of every type and a function rule, against a simple model.

Facts appear, vanish and return; people decide in between and strike findings off; scopes, rule
versions and failures vary; sweeps are broken off between two batches. Whatever happened: an
unchanged world gives one entry and nothing else, decisions stay, only a complete run inside its
declared scope finds anything gone, and a sweep after a broken-off one leaves what an undisturbed
one leaves.
"""

from __future__ import annotations

import datetime as dt

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from rerun_world import (
    ACCEPTED,
    ALL_VERSIONS,
    CASES,
    CODES,
    DEPARTMENT,
    FIGURE,
    OPEN_LEVELS,
    VERSIONS,
    book_of,
    fact_in,
    fact_on,
    trace_of,
)

from supervision.builtin.reference_engine import ReferenceEngine
from supervision.domain.detections import DETECTION, Decision
from supervision.domain.findings import FINDING, Rectification
from supervision.domain.rules import Stage, ref_of
from supervision.domain.sightings import RuleFault
from supervision.domain.sweep_runs import SWEEP_RUN, RunState
from supervision.domain.values import OFFICE_ZONE
from supervision.errors import StorageUnavailable
from supervision.journal.entry import open_chain
from supervision.monitoring.reconcile import batches
from supervision.office import findings, triages
from supervision.office.acting import Acting
from supervision.office.sweeps import SweepRequest, sweep
from supervision.office.watching import Watch
from supervision.ports.cases import CaseFilter
from supervision.testing.offices import small_office

BECAUSE = Acting(reason="核对属实")
SINGLE = tuple(code for code in CODES if code != FIGURE)
"""Rules that look at single cases, and so need not see all of them."""
SOME = st.sets(st.sampled_from(CODES), max_size=3).map(lambda found: tuple(sorted(found)))


class FailingEngine:
    """The reference engine, in which some rules fail after they have seen everything."""

    def __init__(self, failing):
        self.failing = failing

    def sweep(self, rules, traces, context):
        yield from ReferenceEngine().sweep(rules, traces, context)
        for one in rules:
            if one.head.code in self.failing:
                yield RuleFault(rule=ref_of(one), code="rule.unknown")


@attrs.define
class Known:
    """What the model knows of one fact."""

    fact: tuple[Stage, int | None]
    version: int
    seen: bool = True
    returned: int = 0
    decision: Decision = Decision.WAITING
    proposes: bool = False
    recurs: bool = False
    closed: bool = attrs.field(default=False, eq=False)


class Sweeps(RuleBasedStateMachine):
    @initialize()
    def open(self):
        self.small = small_office()
        self.office = self.small.office
        self.small.clock.set(dt.datetime(2026, 5, 1, 9, tzinfo=OFFICE_ZONE))
        self.levels = {number: dict(OPEN_LEVELS) for number in CASES}
        self.department = {
            self.small.first: DEPARTMENT["A"],
            self.small.second: DEPARTMENT["C"],
        }
        self.model: dict[tuple[str, str], Known] = {}
        self.whole = batches.__defaults__
        batches.__defaults__ = (2,)
        for case in CASES:
            self.ingest(case)

    # --- the world ---

    def ingest(self, number):
        self.office.cases.ingest([trace_of(number, self.levels[number])])

    def facts_of(self, code, cases):
        """Yield what a rule looks at, and what it sees there: cases, or departments."""
        if code != FIGURE:
            for number in cases:
                yield number, fact_on(code, self.levels[number][code])
            return
        for department in sorted(set(DEPARTMENT.values())):
            numbers = (number for number in CASES if DEPARTMENT[number] == department)
            top = sum(self.levels[number][FIGURE] for number in numbers)
            yield department, (Stage.OUTLYING, top) if top else None

    def key_of(self, detection):
        subject = detection.subject
        return subject.rule, subject.case or self.department[detection.sight.department]

    @rule(
        numbers=st.sets(st.sampled_from(CASES), min_size=1),
        levels=st.dictionaries(st.sampled_from(CODES), st.integers(0, 2), min_size=1),
    )
    def change(self, numbers, levels):
        for number in sorted(numbers):
            self.levels[number].update(levels)
            self.ingest(number)

    @rule(number=st.sampled_from(CASES), level=st.integers(0, 2))
    def change_everything(self, number, level):
        self.levels[number] = dict.fromkeys(CODES, level)
        self.ingest(number)

    # --- people ---

    def triage(self, act, which, **fields):
        waiting = [one for one in self.stored() if one.decision is Decision.WAITING]
        if not waiting:
            return None
        chosen = waiting[which % len(waiting)]
        with self.office.work(self.small.inspector) as work:
            act(work, [chosen.id], acting=BECAUSE, **fields)
            work.commit()
        return self.model[self.key_of(chosen)]

    @rule(which=st.integers(0, 40))
    def confirm(self, which):
        known = self.triage(triages.confirm, which, book=ALL_VERSIONS)
        if known:
            known.decision = Decision.CONFIRMED

    @rule(which=st.integers(0, 40))
    def dismiss(self, which):
        known = self.triage(triages.dismiss, which)
        if known:
            known.decision = Decision.DISMISSED

    @rule(which=st.integers(0, 40))
    def strike_off(self, which):
        """Put a confirmed problem right and strike its finding off."""
        confirmed = [
            one
            for one in self.stored()
            if one.decision is Decision.CONFIRMED and not self.model[self.key_of(one)].closed
        ]
        if confirmed:
            chosen = confirmed[which % len(confirmed)]
            self.close(chosen.finding, self.department[chosen.sight.department])
            self.model[self.key_of(chosen)].closed = True

    def close(self, finding, name):
        small = self.small
        first = name == DEPARTMENT["A"]
        head, department = (
            (small.first_head, small.first) if first else (small.second_head, small.second)
        )

        def claim(work):
            findings.claim(
                work,
                finding,
                department=department,
                mode=Rectification.AT_ONCE,
                plan="补办",
                due_on=work.today,
            )

        for who, step in (
            (head, claim),
            (head, lambda work: findings.submit(work, finding, result="已办")),
            (small.inspector, lambda work: findings.verify(work, finding)),
            (small.head, lambda work: findings.close(work, finding)),
        ):
            with self.office.work(who) as work:
                step(work)
                work.commit()

    # --- sweeps ---

    @rule(version=st.sampled_from(VERSIONS))
    def sweep_everything(self, version):
        self.sweep(version, (), (), declared=True, failing=())

    @rule(
        version=st.sampled_from(VERSIONS),
        codes=SOME,
        cases=st.sampled_from([(), ("A",), ("B", "C")]),
        declared=st.booleans(),
        failing=SOME | st.just(CODES),
    )
    def sweep_something(self, version, codes, cases, declared, failing):
        self.sweep(version, codes, cases, declared=declared, failing=failing)

    @rule(
        version=st.sampled_from(VERSIONS),
        departments=st.sampled_from([(), ("第一检察部",), ("第二检察部",)]),
        since=st.sampled_from([None, dt.date(2026, 3, 3)]),
    )
    def sweep_some_cases(self, version, departments, since):
        cases = tuple(
            number
            for number in CASES
            if (not departments or DEPARTMENT[number] in departments)
            and (since is None or (ACCEPTED[number] is not None and ACCEPTED[number] >= since))
        )
        request = SweepRequest(cases=CaseFilter(departments=departments), accepted_from=since)
        codes = CODES if request.is_over_all else SINGLE
        expected = self.expect(version, codes, cases, True, (), True)
        before = self.length()
        self.run(version, (), request)
        written = sum(expected.values())
        assert self.length() - before == (written + 2 if written else 1)

    @rule(version=st.sampled_from(VERSIONS), at=st.integers(1, 4))
    def sweep_broken_off(self, version, at):
        """A sweep that is killed before one of its batches, and then swept again."""
        gone, work, begun = self.gone(), self.office.work, []

        def killed(actor, unit=None):
            begun.append(actor)
            if len(begun) == at:
                raise StorageUnavailable("storage.busy")
            return work(actor, unit)

        self.office.work = killed
        try:
            self.run(version, (), SweepRequest())
        except StorageUnavailable:
            assert self.gone() <= gone
        finally:
            del self.office.work
        self.expect(version, CODES, CASES, True, (), True)
        self.run(version, (), SweepRequest())
        with self.office.read(self.small.inspector) as view:
            open_runs = [one for one in view.select(SWEEP_RUN) if one.state is RunState.OPEN]
        assert open_runs == []

    def run(self, version, failing, request):
        book, engine = book_of(version, failing), FailingEngine(failing)
        watch = Watch(book=book, engine_name="test", engine=engine)
        return sweep(self.office, self.small.inspector, watch, request).runs[0]

    def gone(self):
        return {one.id for one in self.stored() if not one.seen}

    def sweep(self, version, codes, cases, *, declared, failing):
        def run():
            request = SweepRequest(rules=codes, cases=CaseFilter(numbers=cases), declared=declared)
            return self.run(version, failing, request)

        codes_run = [code for code in codes or CODES if not cases or code in SINGLE]
        complete = not set(failing) & set(codes_run)
        expected = self.expect(version, codes_run, cases or CASES, declared, failing, complete)
        before = self.length()
        first = run()
        assert first.state is (RunState.COMPLETE if complete else RunState.PARTIAL)
        assert sum(tally.created for tally in first.result.tallies) == expected["created"]
        assert sum(tally.moved for tally in first.result.tallies) == expected["moved"]
        assert sum(tally.returned for tally in first.result.tallies) == expected["returned"]
        assert sum(tally.gone for tally in first.result.tallies) == expected["gone"]
        written = sum(expected.values())
        assert self.length() - before == (written + 2 if written else 1)
        # The same again, a day later: one entry and nothing else.
        stored, before = self.stored(), self.length()
        self.small.clock.advance(days=1)
        again = run()
        assert self.length() == before + 1
        assert self.stored() == stored
        assert all(tally.seen == tally.unchanged for tally in again.result.tallies)

    def expect(self, version, codes, cases, declared, failing, complete):
        """Move the model on and count what a run has to write."""
        counts = dict.fromkeys(("created", "moved", "returned", "gone"), 0)
        decides = {version, 1, 2} if version == 3 else {version}
        for code in set(codes) - set(failing):
            for subject, fact in self.facts_of(code, cases):
                known = self.model.get((code, subject))
                if fact is None:
                    inside = known and known.seen and known.version in decides
                    if inside and complete and declared:
                        known.seen = False
                        known.proposes = known.decision is Decision.CONFIRMED and not known.closed
                        counts["gone"] += 1
                elif known is None:
                    self.model[code, subject] = Known(fact, version)
                    counts["created"] += 1
                elif not known.seen:
                    known.fact, known.version, known.seen = fact, version, True
                    known.proposes = False
                    known.returned += 1
                    if known.closed:
                        known.closed, known.recurs = False, True
                        known.decision = Decision.WAITING
                    counts["returned"] += 1
                elif (known.fact, known.version) != (fact, version):
                    known.fact, known.version = fact, version
                    counts["moved"] += 1
        return counts

    # --- what is stored ---

    def stored(self):
        with self.office.read(self.small.inspector) as view:
            return view.select(DETECTION)

    def length(self):
        with self.office.store.begin() as transaction:
            return transaction.head(open_chain(self.small.unit)).seq

    @invariant()
    @precondition(lambda self: hasattr(self, "model"))
    def stored_detections_equal_the_model(self):
        found = {
            self.key_of(one): Known(
                fact_in(one),
                one.sight.rule_version,
                one.seen,
                len(one.returned_runs),
                one.decision,
                one.proposes_closing,
                one.recurs_from is not None,
            )
            for one in self.stored()
        }
        assert found == self.model

    @invariant()
    @precondition(lambda self: hasattr(self, "model"))
    def a_return_is_a_finding_linked_to_the_one_struck_off(self):
        with self.office.read(self.small.inspector) as view:
            by_id = {one.id: one for one in view.select(FINDING)}
        for one in self.stored():
            if one.recurs_from is not None and one.finding is not None:
                assert by_id[one.finding].recurs_from == one.recurs_from
                assert by_id[one.recurs_from].closed_on is not None

    def teardown(self):
        batches.__defaults__ = getattr(self, "whole", batches.__defaults__)
        if hasattr(self, "office"):
            assert self.office.verify().ok


TestSweeps = Sweeps.TestCase
TestSweeps.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
