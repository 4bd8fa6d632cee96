"""Sweeping again, against a simple model.

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

from supervision.builtin.reference_engine import ReferenceEngine
from supervision.domain.cases import Case, CaseTrace, Event
from supervision.domain.detections import DETECTION, Decision
from supervision.domain.findings import FINDING, Certainty, Rectification, Severity
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import (
    Deadline,
    Required,
    RuleHead,
    Selector,
    Sentence,
    Stage,
    Wording,
    ref_of,
)
from supervision.domain.sightings import RuleFault
from supervision.domain.sweep_runs import SWEEP_RUN, RunState
from supervision.domain.values import OFFICE_ZONE, start_of
from supervision.errors import StorageUnavailable
from supervision.journal.entry import open_chain
from supervision.monitoring.reconcile import batches
from supervision.office import findings, triages
from supervision.office.acting import Acting
from supervision.office.sweeps import SweepRequest, sweep
from supervision.office.watching import Watch
from supervision.ports.cases import CaseFilter
from supervision.testing.offices import small_office

CASES = ("A", "B", "C")
CODES = ("LIMIT", "LAWYER")
DEPARTMENT = {"A": "第一检察部", "B": "第一检察部", "C": "第二检察部"}
ACCEPTED = {"A": dt.date(2026, 3, 2), "B": dt.date(2026, 3, 4), "C": None}
"""What limits of a scope go by; nobody knows when C was accepted."""
BECAUSE = Acting(reason="核对属实")


def head(code, version, replaces, *stages):
    return RuleHead(
        code=code,
        version=version,
        replaces=replaces,
        name=Wording(zh="规则", en="Rule"),
        basis="gz-1",
        valid_from=dt.date(2020, 1, 1),
        certainty=Certainty.CONFIRMED,
        severity=Severity.SLIGHT,
        problem_code="p",
        sentences=tuple(Sentence(stage=stage, zh="{case}", en="{case}") for stage in stages),
    )


def limit_rule(version, replaces=()):
    return Deadline(
        head=head("LIMIT", version, replaces, Stage.OVERDUE, Stage.LATE_DONE),
        start=Selector(events=("accepted",)),
        end=Selector(events=("decided",)),
        limit=Limit(count=10, unit=LimitUnit.DAY),
    )


LAWYER = Required(
    head=head("LAWYER", 1, (), Stage.MISSING, Stage.LATE),
    required=Selector(events=("lawyer_ensured",)),
    before=Selector(events=("plea_signed",)),
)
LIMITS = {1: limit_rule(1), 2: limit_rule(2), 3: limit_rule(3, (1, 2))}


def event(kind, day):
    on = dt.date(2026, *day)
    return Event(id=kind, type=kind, occurred_at=start_of(on), day=on)


class FailingEngine:
    """The reference engine, in which some rules fail after they have seen everything."""

    def __init__(self, failing):
        self.failing = failing

    def sweep(self, rules, traces, context):
        yield from ReferenceEngine().sweep(rules, traces, context)
        for one in rules:
            if one.head.code in self.failing:
                yield RuleFault(rule=ref_of(one), code="rule.unknown")


def fact_in(detection):
    stage, last = detection.sight.stage, detection.sight.facts.events[-1]
    return (stage, last.day if stage in (Stage.LATE_DONE, Stage.LATE) else None)


@attrs.define
class Known:
    """What the model knows of one fact."""

    fact: tuple[Stage, dt.date | None]
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
        self.decided = dict.fromkeys(CASES)
        self.lawyer = dict.fromkeys(CASES)
        self.model: dict[tuple[str, str], Known] = {}
        self.whole = batches.__defaults__
        batches.__defaults__ = (2,)
        for case in CASES:
            self.ingest(case)

    # --- the world ---

    def ingest(self, number):
        events = [event("accepted", (3, 2)), event("plea_signed", (3, 10))]
        if self.decided[number]:
            events.append(event("decided", self.decided[number]))
        if self.lawyer[number]:
            events.append(event("lawyer_ensured", self.lawyer[number]))
        case = Case(
            number=number,
            line="审查起诉",
            department=DEPARTMENT[number],
            accepted_on=ACCEPTED[number],
        )
        self.office.cases.ingest([CaseTrace(case=case, events=tuple(events))])

    def fact_of(self, code, number):
        """Return what a rule sees in a case: the stage, and the day of what came too late."""
        if code == "LIMIT":
            day, last, absent, late = self.decided[number], (3, 12), Stage.OVERDUE, Stage.LATE_DONE
        else:
            day, last, absent, late = self.lawyer[number], (3, 10), Stage.MISSING, Stage.LATE
        if day is None:
            return (absent, None)
        return (late, dt.date(2026, *day)) if day > last else None

    @rule(
        numbers=st.sets(st.sampled_from(CASES), min_size=1),
        decided=st.sampled_from([(3, 5), (3, 20), (3, 25)]),
        ensured=st.sampled_from([(3, 9), (3, 15)]),
    )
    def change(self, numbers, decided, ensured):
        for number in sorted(numbers):
            self.decided[number], self.lawyer[number] = decided, ensured
            self.ingest(number)

    # --- people ---

    def triage(self, act, **fields):
        waiting = [one for one in self.stored() if one.decision is Decision.WAITING]
        if not waiting:
            return None
        with self.office.work(self.small.inspector) as work:
            act(work, [waiting[0].id], acting=BECAUSE, **fields)
            work.commit()
        return self.model[waiting[0].subject.rule, waiting[0].subject.case]

    @rule()
    def confirm(self):
        book = RuleBook(rules=(LAWYER, *LIMITS.values()))
        known = self.triage(triages.confirm, book=book)
        if known:
            known.decision = Decision.CONFIRMED

    @rule()
    def dismiss(self):
        known = self.triage(triages.dismiss)
        if known:
            known.decision = Decision.DISMISSED

    @rule()
    def strike_off(self):
        """Put the first confirmed problem right and strike its finding off."""
        for one in self.stored():
            known = self.model[one.subject.rule, one.subject.case]
            if one.decision is Decision.CONFIRMED and not known.closed:
                self.close(one.finding, one.subject.case)
                known.closed = True
                return

    def close(self, finding, number):
        small = self.small
        first = DEPARTMENT[number] == "第一检察部"
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

    @rule(version=st.sampled_from(sorted(LIMITS)))
    def sweep_everything(self, version):
        self.sweep(version, (), (), declared=True, failing=())

    @rule(
        version=st.sampled_from(sorted(LIMITS)),
        codes=st.sampled_from([(), ("LIMIT",), ("LAWYER",)]),
        cases=st.sampled_from([(), ("A",), ("B", "C")]),
        declared=st.booleans(),
        failing=st.sampled_from([(), ("LIMIT",), CODES]),
    )
    def sweep_something(self, version, codes, cases, declared, failing):
        self.sweep(version, codes, cases, declared=declared, failing=failing)

    @rule(
        version=st.sampled_from(sorted(LIMITS)),
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
        expected = self.expect(version, CODES, cases, True, (), True)
        before = self.length()
        self.run(version, (), request)
        written = sum(expected.values())
        assert self.length() - before == (written + 2 if written else 1)

    @rule(version=st.sampled_from(sorted(LIMITS)), at=st.integers(1, 4))
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
        book = RuleBook(rules=(LAWYER, LIMITS[version]))
        watch = Watch(book=book, engine_name="test", engine=FailingEngine(failing))
        return sweep(self.office, self.small.inspector, watch, request).runs[0]

    def gone(self):
        return {one.id for one in self.stored() if not one.seen}

    def sweep(self, version, codes, cases, *, declared, failing):
        def run():
            request = SweepRequest(rules=codes, cases=CaseFilter(numbers=cases), declared=declared)
            return self.run(version, failing, request)

        codes_run = codes or CODES
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
        for code in set(codes) - set(failing):
            number = version if code == "LIMIT" else 1
            decides = {number, 1, 2} if number == 3 else {number}
            for case in cases:
                fact, known = self.fact_of(code, case), self.model.get((code, case))
                if fact is None:
                    inside = known and known.seen and known.version in decides
                    if inside and complete and declared:
                        known.seen = False
                        known.proposes = known.decision is Decision.CONFIRMED and not known.closed
                        counts["gone"] += 1
                elif known is None:
                    self.model[code, case] = Known(fact, number)
                    counts["created"] += 1
                elif not known.seen:
                    known.fact, known.version, known.seen = fact, number, True
                    known.proposes = False
                    known.returned += 1
                    if known.closed:
                        known.closed, known.recurs = False, True
                        known.decision = Decision.WAITING
                    counts["returned"] += 1
                elif (known.fact, known.version) != (fact, number):
                    known.fact, known.version = fact, number
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
            (one.subject.rule, one.subject.case): Known(
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
