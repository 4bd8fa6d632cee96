"""Works of a decision (决策部署工作): what departments have to do, and whether they did it.

The unit the seed office counts: 291 works, 79 rectifications. Every execution check (督察核查)
stands in the work with its outcome; its written result is sealed and goes to the chief first
(督察结果直报检察长) until it is released.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.handovers import HandedOver, all_moved
from supervision.domain.lives import begun, corrected
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.values import DepartmentId, OfficerId, Sealed

__all__ = [
    "DECISION_WORK",
    "CorrectWork",
    "DecisionWork",
    "DecisionWorkChange",
    "DecisionWorkState",
    "DeployWork",
    "Execution",
    "ExecutionCheck",
    "ResultReleased",
    "WorkChecked",
    "WorkCorrected",
    "WorkDeployed",
    "WorkEntered",
    "WorkReopened",
    "WorkSettled",
    "WorkVoided",
    "evolve_work",
]


class DecisionWorkState(enum.Enum):
    """State of a work (工作督察状态)."""

    OPEN = "open"
    SETTLED = "settled"
    VOIDED = "voided"


class Execution(enum.Enum):
    """What a check found (落实情况)."""

    CARRIED_OUT = "carried_out"
    PARTLY = "partly"
    NOT_CARRIED_OUT = "not_carried_out"
    NOT_DUE = "not_due"


@attrs.frozen(kw_only=True)
class ExecutionCheck:
    """One check of the execution (督察核查).

    Attributes:
        by, on: who checked, and when.
        outcome: what was found.
        result: the written result, sealed; `None` when none was written.
        findings: problems it found.
        released_on: when the chief released the result; until then it is the chief's and the
            office's.
    """

    by: OfficerId
    on: dt.date
    outcome: Execution
    result: Sealed | None = None
    findings: tuple[str, ...] = ()
    released_on: dt.date | None = None

    @property
    def waits_for_release(self) -> bool:
        """Whether it has a result that is not released (待公开)."""
        return self.result is not None and self.released_on is None


@attrs.frozen(kw_only=True)
class DeployWork:
    """Enter a work of a decision (部署工作). Fields as in `DecisionWork`.

    `deployed_on` is by default the day the decision was issued.
    """

    decision: str
    title: str
    departments: tuple[DepartmentId, ...]
    requirement: str = ""
    deployed_on: dt.date | None = None
    due_on: dt.date | None = None
    concerned: tuple[OfficerId, ...] = ()


@attrs.frozen(kw_only=True)
class DecisionWork:
    """A work that a decision asks of departments (决策部署工作).

    Attributes:
        id, unit: as in every record.
        decision: the decision.
        title: one line.
        state: where the follow-up stands.
        departments: who has to carry it out.
        deployed_on: day from which they have to.
        requirement: what is asked.
        due_on: by when; `None` when the decision names no day.
        concerned: officers it is about, informants and witnesses; they may not judge it.
        checks: execution checks in the order they were entered.
        settled_on: when it was found settled.
        clock: clock of `due_on`.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    decision: str
    title: str
    state: DecisionWorkState
    departments: tuple[DepartmentId, ...]
    deployed_on: dt.date
    requirement: str = ""
    due_on: dt.date | None = None
    concerned: tuple[OfficerId, ...] = ()
    checks: tuple[ExecutionCheck, ...] = ()
    settled_on: dt.date | None = None
    clock: str | None = None
    imported: str | None = None

    @property
    def last_check(self) -> ExecutionCheck | None:
        """The check of the latest day; of one day, the one entered last."""
        return max(reversed(self.checks), key=lambda check: check.on, default=None)

    @property
    def outcome(self) -> Execution | None:
        """What the last check found; `None` before the first."""
        return self.last_check.outcome if self.last_check else None

    @property
    def findings(self) -> tuple[str, ...]:
        """All problems its checks found, each once."""
        return tuple(dict.fromkeys(id for check in self.checks for id in check.findings))


@attrs.frozen(kw_only=True)
class CorrectWork:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are.

    Attributes:
        cleared: names of fields to empty: `requirement`, `concerned`.
    """

    title: str | None = None
    requirement: str | None = None
    departments: tuple[DepartmentId, ...] | None = None
    concerned: tuple[OfficerId, ...] | None = None
    cleared: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class WorkDeployed:
    """The work was entered (部署工作)."""

    id: str
    unit: str
    act: Act
    deployed_on: dt.date
    work: DeployWork
    clock: str | None = None


@attrs.frozen(kw_only=True)
class WorkChecked:
    """Its execution was checked (督察核查)."""

    act: Act
    outcome: Execution
    result: Sealed | None = None
    findings: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ResultReleased:
    """The chief released the result of a check (公开督察结果). `index` counts from 0."""

    act: Act
    index: int


@attrs.frozen(kw_only=True)
class WorkSettled:
    """The work was found settled (落实办结)."""

    act: Act


@attrs.frozen(kw_only=True)
class WorkReopened:
    """A settled work is followed up again (恢复督察). The outcome of its clock stays."""

    act: Act


@attrs.frozen(kw_only=True)
class WorkCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectWork


@attrs.frozen(kw_only=True)
class WorkVoided:
    """The work was voided (作废)."""

    act: Act


DecisionWorkChange = (
    WorkDeployed
    | WorkChecked
    | ResultReleased
    | WorkSettled
    | WorkReopened
    | WorkCorrected
    | WorkVoided
    | HandedOver
)


@attrs.frozen(kw_only=True)
class WorkEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: DecisionWork


def evolve_work(
    work: DecisionWork | None, change: DecisionWorkChange | WorkEntered
) -> DecisionWork:
    """Build the work from its last state and one change. Never refuses."""
    if isinstance(change, WorkEntered):
        return change.record
    if isinstance(change, WorkDeployed):
        fields = attrs.asdict(change.work, recurse=False) | {"deployed_on": change.deployed_on}
        return DecisionWork(
            id=change.id,
            unit=change.unit,
            state=DecisionWorkState.OPEN,
            clock=change.clock,
            **fields,
        )
    work = begun(work, change)
    match change:
        case WorkChecked():
            return attrs.evolve(work, checks=(*work.checks, _check_of(change)))
        case ResultReleased():
            released = attrs.evolve(work.checks[change.index], released_on=change.act.on)
            before, after = work.checks[: change.index], work.checks[change.index + 1 :]
            return attrs.evolve(work, checks=(*before, released, *after))
        case WorkSettled():
            return attrs.evolve(work, state=DecisionWorkState.SETTLED, settled_on=change.act.on)
        case WorkReopened():
            return attrs.evolve(work, state=DecisionWorkState.OPEN, settled_on=None)
        case WorkCorrected():
            return corrected(work, change.correction)
        case WorkVoided():
            return attrs.evolve(work, state=DecisionWorkState.VOIDED)
        case HandedOver():
            return attrs.evolve(work, departments=all_moved(work.departments, change))
        case _:
            assert_never(change)


def _check_of(change: WorkChecked) -> ExecutionCheck:
    return ExecutionCheck(
        by=change.act.by,
        on=change.act.on,
        outcome=change.outcome,
        result=change.result,
        findings=change.findings,
    )


DECISION_WORK: RecordKind[DecisionWork] = RecordKind(
    name="decision_work",
    prefix="dwk",
    cls=DecisionWork,
    evolve=evolve_work,
    changes=(
        ChangeType("decision_work.deployed", WorkDeployed),
        ChangeType("decision_work.checked", WorkChecked),
        ChangeType("decision_work.released", ResultReleased),
        ChangeType("decision_work.settled", WorkSettled),
        ChangeType("decision_work.reopened", WorkReopened),
        ChangeType("decision_work.corrected", WorkCorrected),
        ChangeType("decision_work.voided", WorkVoided),
        ChangeType("decision_work.entered", WorkEntered),
        ChangeType("decision_work.handed_over", HandedOver),
    ),
    indexed=(
        Column("state"),
        Column("title"),
        Column("imported"),
        Column("decision"),
        Column("outcome"),
        Column("deployed_on", ColumnType.DATE),
        Column("due_on", ColumnType.DATE),
        Column("settled_on", ColumnType.DATE),
        Column(
            "checked_on",
            ColumnType.DATE,
            lambda work: work.last_check.on if work.last_check else None,
        ),
        Column("times_checked", ColumnType.INTEGER, lambda work: len(work.checks)),
        Column("rectifications", ColumnType.INTEGER, lambda work: len(work.findings)),
        Column(
            "unreleased",
            ColumnType.INTEGER,
            lambda work: sum(check.waits_for_release for check in work.checks),
        ),
    ),
    indexes=(("state", "due_on"), ("decision",), ("deployed_on",)),
    many=(Many("departments"), Many("findings"), Many("concerned")),
    sealed=("checks",),
)
