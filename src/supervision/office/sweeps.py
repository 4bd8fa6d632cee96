"""The sweep (全流程监控运行): rules over cases, then batches of changes, unit by unit.

Evaluation holds no transaction. What was seen is then reconciled in batches of 1,000 per unit,
each in a unit of work of its own that looks again under the chain's lock. A broken-off sweep
leaves an open run that closed nothing; the next one supersedes it and finds everything it wrote
unchanged, because ids are derived from facts. A sweep that is still at work when it is superseded
stops at its next batch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial

import attrs

from supervision.domain.cases import CaseTrace
from supervision.domain.detections import (
    DETECTION,
    Decision,
    Detection,
    decide_gone,
    decide_seen,
    fingerprint_of,
)
from supervision.domain.finding_values import FINDING_ENDED
from supervision.domain.findings import FINDING
from supervision.domain.recurrences import closed_of
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import RuleRef
from supervision.domain.sightings import RuleFault
from supervision.domain.sweep_runs import (
    SWEEP_RUN,
    RunResult,
    RunState,
    Scope,
    SweepRun,
    SweepRunClosed,
    SweepRunOpened,
    SweepRunRecorded,
    decide_go_on,
    decide_supersede,
)
from supervision.domain.triages import decide_open_by_rule, opens_by_rule, rule_opens
from supervision.domain.values import DepartmentId, UnitId
from supervision.errors import ConfigError, Refused
from supervision.monitoring.evaluate import Evaluation, evaluate, evaluate_changes
from supervision.monitoring.reconcile import (
    BATCH,
    Counter,
    Known,
    Names,
    Placed,
    UnitPlan,
    batches,
    plan_unit,
    vanished,
)
from supervision.office.acting import Acting, deed_of
from supervision.office.directory import Directory
from supervision.office.finding_links import spend_waiver
from supervision.office.office import Office
from supervision.office.receivers import closers
from supervision.office.recurring import finding_placed
from supervision.office.triages import finding_for
from supervision.office.views import ReadView
from supervision.office.watching import ExportNames, Watch
from supervision.office.work import Work
from supervision.ports.cases import CaseFilter
from supervision.ports.monitoring import StandingEngine, SweepContext
from supervision.ports.query import And, Eq, In

__all__ = ["SweepReport", "SweepRequest", "evaluated", "sweep"]

_KNOWN = ("id", "case_number", "sight", "seen", "decision", "recurs_from")
"""Columns a plan compares by, see `Known`."""


@attrs.frozen(kw_only=True)
class SweepRequest:
    """Which rules over which cases (监控要求).

    Attributes:
        rules: codes; empty for all.
        cases: which cases.
        accepted_from, accepted_until: days of acceptance, both included; a case without such
            a day is left out once one of them is given.
        declared: whether the run declares this as its scope and may find detections gone.
        incremental: whether only cases that changed are computed; `None`: as the office is
            configured, where all rules look at all cases.
    """

    rules: tuple[str, ...] = ()
    cases: CaseFilter = attrs.Factory(CaseFilter)
    accepted_from: dt.date | None = None
    accepted_until: dt.date | None = None
    declared: bool = True
    incremental: bool | None = None

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
        computed: how many cases an incremental sweep computed; `None`: all, the sweep was full.
    """

    runs: tuple[SweepRun, ...]
    evaluation: Evaluation
    computed: int | None = None

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
        ConfigError: `rule.unknown`; `sweep.not_incremental`.
        AccessDenied: `access.*`; nothing was written.
        StorageUnavailable: the run stays open if it had begun; sweep again.
        Refused: `sweep.superseded` when a later sweep of a unit began meanwhile;
            `sweep.incremental_scope`.
    """
    book = watch.book.only(request.rules)
    standing = _standing(watch, request)
    if not request.is_over_all:
        book = book.of_single_cases()
    with office.read(actor_id) as view:
        held = _held(view, book)
    context = SweepContext(now=office.now(), calendar=office.rules.calendar)
    watermark = office.cases.watermark()
    computed: int | None = None
    if standing is None:
        names, evaluation = evaluated(
            office, actor_id, watch, book, request, context, progress=progress, held=held
        )
    else:
        names = _names(office, actor_id)
        evaluation, computed = evaluate_changes(
            standing,
            book,
            context,
            names,
            lambda numbers: office.cases.traces(CaseFilter(numbers=numbers)),
            progress,
            held,
        )
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
    return SweepReport(runs=tuple(runs), evaluation=evaluation, computed=computed)


def evaluated(
    office: Office,
    actor_id: str,
    watch: Watch,
    book: RuleBook,
    request: SweepRequest,
    context: SweepContext,
    *,
    progress: Callable[[], None] = lambda: None,
    held: Sequence[RuleFault] = (),
) -> tuple[Names, Evaluation]:
    """Let the engine judge the cases of a request (运算); write nothing."""
    names = _names(office, actor_id)

    def read() -> Generator[CaseTrace, None, None]:
        yield from (one for one in office.cases.traces(request.cases) if request.takes(one))

    with closing(read()) as traces:  # an engine that gives up leaves no reading open
        found = evaluate(watch.engine, book, traces, context, names, progress, read, held)
    return names, found


def _names(office: Office, actor_id: str) -> Names:
    with office.read(actor_id) as view:
        return ExportNames(Directory.of(view), office.unit)


def _standing(watch: Watch, request: SweepRequest) -> StandingEngine | None:
    """Return who computes only what changed, if that is wanted and can be."""
    is_whole = request.is_over_all and not request.rules
    if request.incremental:
        if watch.standing is None:
            raise ConfigError("sweep.not_incremental", engine=watch.engine_name)
        if not is_whole:
            raise Refused("sweep.incremental_scope")
        return watch.standing
    as_configured = request.incremental is None and watch.incremental and is_whole
    return watch.standing if as_configured else None


def _held(view: ReadView, book: RuleBook) -> tuple[RuleFault, ...]:
    """Return the rules that see nothing until their detections are brought over (指纹已变)."""
    present = {
        RuleRef(code=head.code, version=head.version): fingerprint_of(head)
        for head in book.kept_heads
    }
    where = And((In("rule", book.codes()), Eq("replaced_by", None)))
    stored: dict[str, set[str]] = {}
    for group in view.tally(DETECTION, where, ("rule", "fingerprint")):
        stored.setdefault(str(group.key[0]), set()).add(str(group.key[1]))
    return tuple(
        RuleFault(rule=ref, code="sweep.rehash_needed")
        for ref, fingerprint in present.items()
        if stored.get(ref.code, set()) - {fingerprint}
    )


def _known_ids(work: Work, batch: Sequence[Placed]) -> frozenset[str]:
    """Return which of these detections are there under the lock: one question for a batch."""
    where = In("id", tuple(one.id for one in batch))
    return frozenset(str(group.key[0]) for group in work.view.tally(DETECTION, where, ("id",)))


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
    _vanishing: tuple[str, ...] = attrs.field(default=(), init=False)
    _broken_off: tuple[str, ...] = attrs.field(default=(), init=False)

    def run(self) -> SweepRun:
        plan = self._plan()
        counter = Counter(
            RuleRef(code=head.code, version=head.version) for head in self.book.kept_heads
        )
        for one in plan.unchanged:
            counter.seen(one, ())
        if not (plan.differing or self._vanishing):
            return self._record(plan, counter)
        for batch in batches(plan.differing):
            with self._work() as work:
                there = _known_ids(work, batch)
                run = work.load(SWEEP_RUN, self.opened.id)
                for one in batch:
                    self._take(work, run, one, counter, known=one.id in there)
                work.commit()
        with self._work() as work:
            dropped = self._drop(work, counter)
            self._propose(work, dropped)
            closed = SweepRunClosed(result=self._result(plan, counter))
            run = work.stage(SWEEP_RUN, self.opened.id, [closed])
            work.commit()
        return run

    def _plan(self) -> UnitPlan:
        """Compare by columns; decode only what may be gone."""
        seen = self.evaluation.of(UnitId(self.opened.unit))
        unit = Eq("unit", self.opened.unit)
        where = And((unit, In("rule", self.book.codes()), Eq("replaced_by", None)))
        scope = self.opened.scope if not self.evaluation.faults else None
        with self.office.read(self.actor_id) as view:
            known = {
                str(id): Known(
                    str(case or ""), str(sight), bool(there), Decision(decision), bool(recurs)
                )
                for id, case, sight, there, decision, recurs in (
                    group.key for group in view.tally(DETECTION, where, _KNOWN)
                )
            }
            plan = plan_unit(
                known,
                seen.placed,
                lets_go=scope is not None,
                judged=seen.judged,
                opens=self._would_open,
            )
            missing = [
                one
                for start in range(0, len(plan.missing), BATCH)
                for one in view.select(DETECTION, In("id", plan.missing[start : start + BATCH]))
            ]
            self._vanishing = tuple(one.id for one in vanished(missing, scope))
            broken_off = And((unit, Eq("state", RunState.OPEN.value)))
            self._broken_off = tuple(one.id for one in view.select(SWEEP_RUN, broken_off))
        return plan

    def _would_open(self, known: Known, one: Placed) -> bool:
        return rule_opens(
            one.head,
            one.sight,
            decision=known.decision,
            recurs=known.recurs,
            go_live=self.watch.go_live,
            returns=self.watch.returns,
        )

    @contextmanager
    def _work(self) -> Iterator[Work]:
        """Begin a unit of work; the first one opens the run, the others ask whether to go on."""
        with self.office.work(self.actor_id, UnitId(self.opened.unit)) as work:
            if self._begun:
                decide_go_on(work.load(SWEEP_RUN, self.opened.id))
            else:
                self._supersede(work)
                work.stage(SWEEP_RUN, self.opened.id, [self.opened], new=True)
            yield work
            self._begun = True

    def _supersede(self, work: Work) -> None:
        for id in self._broken_off:
            run = work.load(SWEEP_RUN, id)
            work.stage(SWEEP_RUN, id, decide_supersede(run, self.opened.id))

    def _record(self, plan: UnitPlan, counter: Counter) -> SweepRun:
        """Write the one entry of a run that changes nothing."""
        opened = attrs.asdict(self.opened, recurse=False)
        recorded = SweepRunRecorded(**opened, result=self._result(plan, counter))
        with self.office.work(self.actor_id, UnitId(self.opened.unit)) as work:
            self._supersede(work)
            run = work.stage(SWEEP_RUN, self.opened.id, [recorded], new=True)
            work.commit()
        return run

    def _take(
        self, work: Work, run: SweepRun, one: Placed, counter: Counter, *, known: bool
    ) -> None:
        before = work.peek(DETECTION, one.id) if known else None
        changes = decide_seen(before, one.seen(run), closed=self._closed(work, before))
        counter.seen(one, changes)
        detection = work.stage(DETECTION, one.id, changes, new=before is None)
        if opens_by_rule(detection, one.head, self.watch.go_live, self.watch.returns):
            command = finding_for(work, one.head, (detection,), one.head.certainty)
            deed = deed_of(work, Acting())
            finding = finding_placed(work, detection, command, self.watch.returns, deed)
            opened = decide_open_by_rule(detection, run=run.id, finding=finding)
            work.stage(DETECTION, one.id, opened)

    def _closed(self, work: Work, known: Detection | None) -> str | None:
        """Return the finding of a detection that had gone, if it was struck off meanwhile."""
        if known is None or known.seen or known.finding is None:
            return None
        finding = work.peek(FINDING, known.finding)
        original = finding.duplicate_of if finding else None
        return closed_of(finding, work.peek(FINDING, original) if original else None)

    def _drop(self, work: Work, counter: Counter) -> list[Detection]:
        """Record what is gone, as it stands under the lock; return it as it stands now."""
        known = [work.load(DETECTION, id) for id in self._vanishing]
        dropped = []
        for detection in vanished(known, self.opened.scope):
            finding = work.peek(FINDING, detection.finding) if detection.finding else None
            is_open = finding is not None and finding.state not in FINDING_ENDED
            changes = decide_gone(detection, self.opened.id, finding_open=is_open)
            counter.gone(detection, changes)
            dropped.append(work.stage(DETECTION, detection.id, changes))
        return dropped

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
            departments=counter.departments(),
            faults=self.evaluation.faults,
            unplaced=self.evaluation.unplaced if home else 0,
            departments_unknown=sum(one.department_unknown for one in sightings),
            handlers_unknown=sum(one.handler_unknown for one in sightings),
        )
