"""Works of decisions at work (督察核查办理): deploy, check, release, settle; one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.

The clock of a work runs from the day it was deployed to its last day; whether it was carried
out in time is judged by the day of the check that found so.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from supervision.domain.clocks import Owner
from supervision.domain.decision_work_steps import (
    decide_check_execution,
    decide_correct_work,
    decide_deploy,
    decide_release,
    decide_reopen_work,
    decide_settle_work,
    decide_void_work,
)
from supervision.domain.decision_works import (
    DECISION_WORK,
    CorrectWork,
    DecisionWork,
    DeployWork,
    Execution,
)
from supervision.domain.decisions import DECISION
from supervision.domain.findings import FINDING, OpenFinding, Source
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.material_lists import MATERIAL_LIST, MaterialState
from supervision.domain.reckoning import LastDay, Term
from supervision.domain.report_requests import REPORT_REQUEST, RequestState
from supervision.domain.timekeeping import StartClock
from supervision.domain.values import DepartmentId, Instant, Sealed, start_of
from supervision.errors import Refused
from supervision.office import findings
from supervision.office.acting import Acting, deed_of
from supervision.office.clocks import start_clock, stop_if_lasting
from supervision.office.sealed_texts import told_first
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import And, Eq, In

__all__ = [
    "check_execution",
    "correct_work",
    "deploy_work",
    "open_problems",
    "read_result",
    "release_result",
    "reopen_work",
    "settle_work",
    "void_work",
]

PURPOSE = "carry_out_decision"
"""Purpose of a work's clock."""
_WARNING = (Limit(count=3, unit=LimitUnit.DAY),)


def deploy_work(work: Work, command: DeployWork, *, acting: Acting = Acting()) -> str:
    """Enter a work of a decision (部署工作); return its id. Its last day starts a clock."""
    decision = work.load(DECISION, command.decision)
    deed = deed_of(work, acting)
    id = work.new_id(DECISION_WORK)
    (change,) = decide_deploy(id, work.unit, command, decision=decision, deed=deed)
    if command.due_on is not None:
        term = Term(
            started_at=start_of(change.deployed_on),
            limit=LastDay(day=command.due_on),
            ladder=_WARNING,
        )
        asked = StartClock(owner=Owner(kind=DECISION_WORK.name, id=id), purpose=PURPOSE, term=term)
        change = attrs.evolve(change, clock=start_clock(work, asked, acting=acting))
    work.stage(DECISION_WORK, id, (change,), acting.reason)
    return id


def check_execution(
    work: Work,
    id: str,
    outcome: Execution,
    *,
    result: str = "",
    problems: Iterable[OpenFinding] = (),
    found: Iterable[str] = (),
    acting: Acting = Acting(),
) -> DecisionWork:
    """Record a check of the execution (督察核查); the problems it found are opened with it.

    Args:
        work: the unit of work.
        id: the work of the decision.
        outcome: what was found.
        result: the written result; sealed, the chief's first.
        problems: problems to open in the same unit of work; their source is the decision, and
            where they name no department and the work has one, it is that.
        found: findings already registered.
        acting: how it is entered.
    """
    checked = work.load(DECISION_WORK, id)
    deed = deed_of(work, acting)
    known = tuple(work.load(FINDING, one).id for one in found)
    decide_check_execution(checked, outcome, deed=deed)
    opened = open_problems(work, checked.departments, problems, acting=acting)
    changes = decide_check_execution(
        checked,
        outcome,
        deed=deed,
        result=_sealed(work, result),
        findings=(*known, *opened),
    )
    return work.stage(DECISION_WORK, id, changes, acting.reason)


def _sealed(work: Work, text: str) -> Sealed | None:
    text = text.strip()
    return work.seal(text.encode()) if text else None


def open_problems(
    work: Work,
    departments: tuple[DepartmentId, ...],
    problems: Iterable[OpenFinding],
    *,
    acting: Acting = Acting(),
) -> tuple[str, ...]:
    """Open the problems that the follow-up of a decision found (登记督察发现的问题).

    Raises:
        Refused: `decision.finding_of_other` for a department that is not among `departments`;
            as `findings.open_finding`.
    """
    opened = []
    for problem in problems:
        department = problem.department
        if department is None and len(departments) == 1:
            department = departments[0]
        if department is not None and department not in departments:
            raise Refused("decision.finding_of_other", department=department)
        asked = attrs.evolve(problem, source=Source.DECISION, department=department)
        opened.append(findings.open_finding(work, asked, acting=acting))
    return tuple(opened)


def release_result(work: Work, id: str, index: int, *, acting: Acting = Acting()) -> DecisionWork:
    """Release the result of a check (公开督察结果); the chief's act. `index` counts from 0."""
    checked = work.load(DECISION_WORK, id)
    changes = decide_release(checked, index, deed=deed_of(work, acting))
    return work.stage(DECISION_WORK, id, changes, acting.reason)


def read_result(view: ReadView, id: str, index: int) -> str | None:
    """Return the result of a check as text (查看督察结果); `None` when none was written.

    Raises:
        Refused: `decision.no_check`.
        AccessDenied: `access.chief_first` before the release, but to the chief and the office.
    """
    checked = view.get(DECISION_WORK, id)
    if not 0 <= index < len(checked.checks):
        raise Refused("decision.no_check", index=index + 1, count=len(checked.checks))
    check = checked.checks[index]
    return told_first(view, check.result, released=check.released_on is not None)


def _waiting(work: Work, id: str) -> int:
    """Count the requests of a work that are not settled."""
    reports = And((Eq("work", id), In("state", _REPORTS_OPEN)))
    lists = And((Eq("work", id), In("state", _MATERIALS_OPEN)))
    return len(work.select(REPORT_REQUEST, reports)) + len(work.select(MATERIAL_LIST, lists))


_REPORTS_OPEN = (RequestState.ASKED.value, RequestState.REPORTED.value)
_MATERIALS_OPEN = (MaterialState.ASKED.value, MaterialState.HANDED_IN.value)


def settle_work(work: Work, id: str, *, acting: Acting = Acting()) -> DecisionWork:
    """Find the work settled (落实办结); its clock stops at the day of the check that found so."""
    checked = work.load(DECISION_WORK, id)
    changes = decide_settle_work(checked, deed=deed_of(work, acting), waiting=_waiting(work, id))
    settled = work.stage(DECISION_WORK, id, changes, acting.reason)
    if checked.last_check is not None:
        _stop(work, checked, acting, at=start_of(checked.last_check.on))
    return settled


def _stop(work: Work, checked: DecisionWork, acting: Acting, at: Instant | None = None) -> None:
    """Stop the clock of a work, or cancel it where no moment is given."""
    stop_if_lasting(work, checked.clock, at=at, cancelled=at is None, acting=acting)


def reopen_work(work: Work, id: str, *, acting: Acting = Acting()) -> DecisionWork:
    """Follow a settled work up again, with a reason (恢复督察)."""
    checked = work.load(DECISION_WORK, id)
    changes = decide_reopen_work(checked, deed=deed_of(work, acting))
    return work.stage(DECISION_WORK, id, changes, acting.reason)


def correct_work(
    work: Work, id: str, correction: CorrectWork, *, acting: Acting = Acting()
) -> DecisionWork:
    """Correct an entry, with a reason (更正)."""
    changes = decide_correct_work(
        work.load(DECISION_WORK, id),
        correction,
        deed=deed_of(work, acting),
        waiting=_waiting(work, id),
    )
    return work.stage(DECISION_WORK, id, changes, acting.reason)


def void_work(work: Work, id: str, *, acting: Acting = Acting()) -> DecisionWork:
    """Void a work entered by mistake, with a reason (作废); its clock is cancelled."""
    checked = work.load(DECISION_WORK, id)
    changes = decide_void_work(checked, deed=deed_of(work, acting), waiting=_waiting(work, id))
    voided = work.stage(DECISION_WORK, id, changes, acting.reason)
    _stop(work, checked, acting)
    return voided
