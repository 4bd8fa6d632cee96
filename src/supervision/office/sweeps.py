"""The sweep (全流程监控运行): rules over cases, then batches of changes, unit by unit.

Evaluation holds no transaction. What was seen is then reconciled in batches of 1,000 per unit,
each in a unit of work of its own that looks again under the chain's lock. A broken-off sweep
leaves an open run that closed nothing; the next one finds everything it wrote unchanged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import attrs

from supervision.domain.cases import CaseTrace
from supervision.domain.detections import DETECTION, Detection, decide_gone, decide_seen
from supervision.domain.finding_values import FINDING_ENDED
from supervision.domain.findings import FINDING
from supervision.domain.rulebooks import RuleBook
from supervision.domain.sweep_runs import (
    SWEEP_RUN,
    RunResult,
    Scope,
    SweepRun,
    SweepRunClosed,
    SweepRunOpened,
    SweepRunRecorded,
    evolve_sweep_run,
)
from supervision.domain.triages import decide_open_by_rule, opens_by_rule
from supervision.domain.values import DepartmentId, UnitId
from supervision.monitoring.evaluate import Evaluation, evaluate
from supervision.monitoring.reconcile import Counter, Names, Placed, UnitPlan, batches, plan_unit
from supervision.office.directory import Directory
from supervision.office.finding_links import spend_waiver
from supervision.office.findings import open_finding
from supervision.office.office import Office
from supervision.office.receivers import closers
from supervision.office.triages import finding_for
from supervision.office.watching import ExportNames, Watch
from supervision.office.work import Work
from supervision.ports.cases import CaseFilter
from supervision.ports.monitoring import SweepContext
from supervision.ports.query import And, Eq, In

__all__ = ["SweepReport", "SweepRequest", "sweep"]


@attrs.frozen(kw_only=True)
class SweepRequest:
    """Which rules over which cases (监控要求).

    Attributes:
        rules: codes; empty for all.
        cases: which cases.
        accepted_from, accepted_until: days of acceptance, both included; a case without such
            a day is left out once one of them is given.
        declared: whether the run declares this as its scope and may find detections gone.
    """

    rules: tuple[str, ...] = ()
    cases: CaseFilter = attrs.Factory(CaseFilter)
    accepted_from: dt.date | None = None
    accepted_until: dt.date | None = None
    declared: bool = True

    @property
    def is_over_all(self) -> bool:
        """Whether no case is left out; only then do figures and groups make sense."""
        window = (self.accepted_from, self.accepted_until)
        return self.cases == CaseFilter() and window == (None, None)

    def takes(self, trace: CaseTrace) -> bool:
        """Say whether the window takes the case."""
        if self.accepted_from is None and self.accepted_until is None:
            return True
        day = trace.case.accepted_on
        return (
            day is not None
            and (self.accepted_from is None or self.accepted_from <= day)
            and (self.accepted_until is None or day <= self.accepted_until)
        )


@attrs.frozen(kw_only=True)
class SweepReport:
    """What a sweep did (监控结果).

    Attributes:
        runs: one closed run per unit, sorted by unit.
        evaluation: what was seen, with the names nobody knows.
    """

    runs: tuple[SweepRun, ...]
    evaluation: Evaluation

    @property
    def complete(self) -> bool:
        """Whether every rule judged every case."""
        return not self.evaluation.faults


def sweep(
    office: Office,
    actor_id: str,
    watch: Watch,
    request: SweepRequest = SweepRequest(),
    *,
    progress: Callable[[], None] = lambda: None,
) -> SweepReport:
    """Run rules over cases and record what is new, changed, back and gone (运行监控).

    Unlike other acts a sweep commits by itself, in many units of work. The officer must be
    allowed to see every detection.

    Args:
        office: the office.
        actor_id: who runs it.
        watch: rules and engine.
        request: which rules over which cases.
        progress: called once per case read.

    Raises:
        ConfigError: `rule.unknown`.
        AccessDenied: `access.*`; nothing was written.
        StorageUnavailable: the run stays open if it had begun; sweep again.
    """
    book = watch.book.only(request.rules)
    if not request.is_over_all:
        book = book.of_single_cases()
    with office.read(actor_id) as view:
        names = ExportNames(Directory.of(view), office.unit)
    context = SweepContext(now=office.now(), calendar=office.rules.calendar)
    watermark = office.cases.watermark()

    def read() -> Iterator[CaseTrace]:
        return (one for one in office.cases.traces(request.cases) if request.takes(one))

    evaluation = evaluate(watch.engine, book, read(), context, names, progress, again=read)
    one_unit = partial(
        _UnitSweep,
        office=office,
        actor_id=actor_id,
        watch=watch,
        book=book,
        evaluation=evaluation,
    )
    runs = []
    for unit in sorted({office.unit, *evaluation.units}):
        opened = SweepRunOpened(
            id=office.ids.new(SWEEP_RUN.prefix, context.now),
            unit=unit,
            engine=watch.engine_name,
            as_of=context.now,
            rules=book.refs(),
            scope=_scope(book, request, names, unit) if request.declared else None,
            watermark=watermark,
        )
        runs.append(one_unit(opened=opened).run())
    return SweepReport(runs=tuple(runs), evaluation=evaluation)


def _scope(book: RuleBook, request: SweepRequest, names: Names, unit: UnitId) -> Scope | None:
    """Return what the run declares; nothing where its departments are not the unit's."""
    found = (names.department(name, unit) for name in request.cases.departments)
    departments: tuple[DepartmentId, ...] = tuple(one for one in found if one is not None)
    if request.cases.departments and not departments:
        return None
    return Scope(
        rules=book.decides(),
        departments=departments,
        cases=request.cases.numbers,
        accepted_from=request.accepted_from,
        accepted_until=request.accepted_until,
    )


@attrs.define(kw_only=True)
class _UnitSweep:
    """The recording of a sweep in one unit's chain. Used once."""

    office: Office
    actor_id: str
    watch: Watch
    book: RuleBook
    evaluation: Evaluation
    opened: SweepRunOpened
    _begun: bool = attrs.field(default=False, init=False)

    def run(self) -> SweepRun:
        run = evolve_sweep_run(None, self.opened)
        plan = self._plan(run)
        counter = Counter(self.opened.rules)
        for one in plan.unchanged:
            counter.seen(one.rule, ())
        if not plan.writes:
            return self._record(plan, counter)
        for batch in batches(plan.differing):
            with self._work() as work:
                for one in batch:
                    self._take(work, one, counter)
                work.commit()
        with self._work() as work:
            dropped = [self._drop(work, detection, counter) for detection in plan.vanished]
            self._propose(work, dropped)
            closed = SweepRunClosed(result=self._result(plan, counter))
            run = work.stage(SWEEP_RUN, run.id, [closed])
            work.commit()
        return run

    def _plan(self, run: SweepRun) -> UnitPlan:
        seen = self.evaluation.of(UnitId(run.unit))
        where = And((Eq("unit", run.unit), In("rule", self.book.codes())))
        with self.office.read(self.actor_id) as view:
            known = {one.id: one for one in view.select(DETECTION, where)}
        return plan_unit(
            known,
            seen.placed,
            run,
            complete=not self.evaluation.faults,
            judged=seen.judged,
            opens=partial(opens_by_rule, go_live=self.watch.go_live),
        )

    @contextmanager
    def _work(self) -> Iterator[Work]:
        """Begin a unit of work; the first one opens the run."""
        with self.office.work(self.actor_id, UnitId(self.opened.unit)) as work:
            if not self._begun:
                work.stage(SWEEP_RUN, self.opened.id, [self.opened])
            yield work
            self._begun = True

    def _record(self, plan: UnitPlan, counter: Counter) -> SweepRun:
        """Write the one entry of a run that changes nothing."""
        opened = attrs.asdict(self.opened, recurse=False)
        recorded = SweepRunRecorded(**opened, result=self._result(plan, counter))
        with self.office.work(self.actor_id, UnitId(self.opened.unit)) as work:
            run = work.stage(SWEEP_RUN, self.opened.id, [recorded])
            work.commit()
        return run

    def _take(self, work: Work, one: Placed, counter: Counter) -> None:
        run = work.load(SWEEP_RUN, self.opened.id)
        changes = decide_seen(work.peek(DETECTION, one.id), one.seen(run))
        counter.seen(one.rule, changes)
        detection = work.stage(DETECTION, one.id, changes)
        if opens_by_rule(detection, one.head, self.watch.go_live):
            command = finding_for(work, one.head, (detection,), one.head.certainty)
            finding = open_finding(work, command)
            opened = decide_open_by_rule(detection, run=run.id, finding=finding)
            work.stage(DETECTION, one.id, opened)

    def _drop(self, work: Work, known: Detection, counter: Counter) -> Detection:
        """Record that it is gone; return it as it stands now."""
        detection = work.load(DETECTION, known.id)
        finding = work.peek(FINDING, detection.finding) if detection.finding else None
        is_open = finding is not None and finding.state not in FINDING_ENDED
        changes = decide_gone(detection, self.opened.id, finding_open=is_open)
        counter.gone(detection, changes)
        return work.stage(DETECTION, detection.id, changes)

    def _propose(self, work: Work, dropped: list[Detection]) -> None:
        """Tell who may strike them off of findings whose facts have gone; use up waivers."""
        proposed = {one.finding for one in dropped if one.proposes_closing and one.finding}
        for id in sorted(proposed):
            finding = work.load(FINDING, id)
            spend_waiver(work, finding, work.today)
            work.notify("finding.closing_proposed", FINDING, id, closers(work, finding))

    def _result(self, plan: UnitPlan, counter: Counter) -> RunResult:
        seen = self.evaluation.of(UnitId(self.opened.unit))
        sightings = (*plan.differing, *plan.unchanged)
        home = self.opened.unit == self.office.unit
        return RunResult(
            complete=not self.evaluation.faults,
            cases=len(seen.judged),
            tallies=counter.tallies(),
            faults=self.evaluation.faults,
            unplaced=self.evaluation.unplaced if home else 0,
            departments_unknown=sum(one.department_unknown for one in sightings),
            handlers_unknown=sum(one.handler_unknown for one in sightings),
        )
