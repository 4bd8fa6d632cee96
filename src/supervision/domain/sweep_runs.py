"""Sweep runs (监控批次): one run of the rules over the cases of one unit.

A run opens first and closes last. Only the closing of a *complete* run decides what is gone,
and only inside the scope the run declares. A run that found nothing new is one entry.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from supervision.domain.lives import begun
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.rules import RuleRef
from supervision.domain.sightings import RuleFault
from supervision.domain.values import DepartmentId, Instant, day_of
from supervision.errors import Refused

__all__ = [
    "SWEEP_RUN",
    "DepartmentTally",
    "RuleTally",
    "RunResult",
    "RunState",
    "Scope",
    "SweepRun",
    "SweepRunChange",
    "SweepRunClosed",
    "SweepRunOpened",
    "SweepRunRecorded",
    "SweepRunSuperseded",
    "decide_go_on",
    "decide_supersede",
    "evolve_sweep_run",
]


class RunState(enum.Enum):
    """How a run ended (批次状态)."""

    OPEN = "open"
    """进行中: or broken off; it has decided nothing to be gone."""
    COMPLETE = "complete"
    """完整."""
    PARTIAL = "partial"
    """不完整: some rule or case could not be judged; nothing is gone by it."""
    SUPERSEDED = "superseded"
    """已被取代: broken off, or still at work when a later run of the unit began."""


@attrs.frozen(kw_only=True)
class Scope:
    """What a run declares to have looked at completely (监控范围). Empty lists mean all.

    Attributes:
        rules: rules and versions judged, and the older versions they replace.
        departments: departments.
        cases: case numbers.
        accepted_from, accepted_until: days of acceptance, both included.

    Example:
        >>> Scope(rules=(RuleRef(code="R1", version=1),)).cases
        ()
    """

    rules: tuple[RuleRef, ...]
    departments: tuple[DepartmentId, ...] = ()
    cases: tuple[str, ...] = ()
    accepted_from: dt.date | None = None
    accepted_until: dt.date | None = None

    def covers(
        self,
        rule: RuleRef,
        *,
        case: str,
        department: DepartmentId | None,
        accepted_on: dt.date | None,
    ) -> bool:
        """Say whether a fact lies inside. What is unknown of it lies outside a limit set."""
        return (
            rule in self.rules
            and (not self.departments or department in self.departments)
            and (not self.cases or case in self.cases)
            and self._accepts(accepted_on)
        )

    def _accepts(self, day: dt.date | None) -> bool:
        if self.accepted_from is None and self.accepted_until is None:
            return True
        return (
            day is not None
            and (self.accepted_from is None or self.accepted_from <= day)
            and (self.accepted_until is None or day <= self.accepted_until)
        )


@attrs.frozen(kw_only=True)
class RuleTally:
    """What one rule saw in a run (规则计数), in detections (件).

    Attributes:
        rule: code and version.
        seen: all it saw; what is none of the following was unchanged.
        created, moved, returned: new, changed, come back.
        gone: no longer seen.
    """

    rule: RuleRef
    seen: int = 0
    created: int = 0
    moved: int = 0
    returned: int = 0
    gone: int = 0

    @property
    def unchanged(self) -> int:
        """How many were seen exactly as before."""
        return self.seen - self.created - self.moved - self.returned


@attrs.frozen(kw_only=True)
class DepartmentTally:
    """What a run saw in the cases of one department (部门计数), in detections (件).

    Attributes:
        department: the department; `None` where it is not known.
        seen, created, moved, returned, gone: as in `RuleTally`.
    """

    department: DepartmentId | None
    seen: int = 0
    created: int = 0
    moved: int = 0
    returned: int = 0
    gone: int = 0

    @property
    def unchanged(self) -> int:
        """How many were seen exactly as before."""
        return self.seen - self.created - self.moved - self.returned


@attrs.frozen(kw_only=True)
class RunResult:
    """What a run came to (批次结果).

    Attributes:
        complete: whether every rule judged every case.
        cases: cases judged.
        tallies: one per rule, by code and version.
        departments: one per department something was seen in, or gone from.
        faults: what could not be judged.
        unplaced: facts of cases whose unit nobody knows, counted in the home unit's run.
        departments_unknown, handlers_unknown: facts whose department or handler the export
            names in a way nobody knows; their detections have none.
    """

    complete: bool
    cases: int
    tallies: tuple[RuleTally, ...]
    departments: tuple[DepartmentTally, ...] = ()
    faults: tuple[RuleFault, ...] = ()
    unplaced: int = 0
    departments_unknown: int = 0
    handlers_unknown: int = 0


@attrs.frozen(kw_only=True)
class SweepRun:
    """A run of rules over the cases of one unit (监控批次).

    Attributes:
        id, unit: as in every record.
        engine: name of the engine.
        as_of: the instant the facts were judged at.
        rules: rules and versions run.
        scope: what it declares to have looked at; `None` closes nothing.
        watermark: ingest order of the case store it read.
        state: open, complete, partial, superseded.
        result: what it came to, once closed.
        superseded_by: the later run that ended it.
    """

    id: str
    unit: str
    engine: str
    as_of: Instant
    rules: tuple[RuleRef, ...]
    scope: Scope | None
    watermark: int
    state: RunState
    result: RunResult | None = None
    superseded_by: str | None = None

    @property
    def day(self) -> dt.date:
        """The office-time day the facts were judged at."""
        return day_of(self.as_of)


@attrs.frozen(kw_only=True)
class SweepRunOpened:
    """The run began to write (批次开始)."""

    id: str
    unit: str
    engine: str
    as_of: Instant
    rules: tuple[RuleRef, ...]
    scope: Scope | None = None
    watermark: int


@attrs.frozen(kw_only=True)
class SweepRunClosed:
    """The run has written everything (批次结束)."""

    result: RunResult


@attrs.frozen(kw_only=True)
class SweepRunRecorded:
    """The run had nothing to write but itself (批次无变化)."""

    id: str
    unit: str
    engine: str
    as_of: Instant
    rules: tuple[RuleRef, ...]
    scope: Scope | None = None
    watermark: int
    result: RunResult


@attrs.frozen(kw_only=True)
class SweepRunSuperseded:
    """A later run takes its place (批次被取代): it was broken off, or has to stop."""

    by: str


SweepRunChange: TypeAlias = SweepRunOpened | SweepRunClosed | SweepRunRecorded | SweepRunSuperseded


def decide_go_on(run: SweepRun) -> None:
    """Refuse to write on for a run that has been superseded (批次继续前检查).

    Raises:
        Refused: `sweep.superseded` with the later run.
    """
    if run.superseded_by is not None:
        raise Refused("sweep.superseded", id=run.id, by=run.superseded_by)


def decide_supersede(run: SweepRun, by: str) -> tuple[SweepRunSuperseded, ...]:
    """Let a later run take the place of one that has not ended (取代中断的批次)."""
    return (SweepRunSuperseded(by=by),) if run.state is RunState.OPEN else ()


def evolve_sweep_run(run: SweepRun | None, change: SweepRunChange) -> SweepRun:
    """Build the run after `change`."""
    match change:
        case SweepRunOpened():
            return _opened(change)
        case SweepRunRecorded():
            return _closed(_opened(change), change.result)
        case SweepRunSuperseded():
            return attrs.evolve(
                begun(run, change), state=RunState.SUPERSEDED, superseded_by=change.by
            )
        case _:
            return _closed(begun(run, change), change.result)


def _opened(change: SweepRunOpened | SweepRunRecorded) -> SweepRun:
    return SweepRun(
        id=change.id,
        unit=change.unit,
        engine=change.engine,
        as_of=change.as_of,
        rules=change.rules,
        scope=change.scope,
        watermark=change.watermark,
        state=RunState.OPEN,
    )


def _closed(run: SweepRun, result: RunResult) -> SweepRun:
    state = RunState.COMPLETE if result.complete else RunState.PARTIAL
    return attrs.evolve(run, state=state, result=result)


SWEEP_RUN: RecordKind[SweepRun] = RecordKind(
    name="sweep_run",
    prefix="run",
    cls=SweepRun,
    changes=(
        ChangeType("sweep_run.opened", SweepRunOpened),
        ChangeType("sweep_run.closed", SweepRunClosed),
        ChangeType("sweep_run.recorded", SweepRunRecorded),
        ChangeType("sweep_run.superseded", SweepRunSuperseded),
    ),
    evolve=evolve_sweep_run,
    indexed=(Column("state"), Column("engine"), Column("day", ColumnType.DATE)),
    indexes=(("day",),),
)
