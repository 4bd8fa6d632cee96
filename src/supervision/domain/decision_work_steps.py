"""Decisions about the works of a decision (督察核查的决定): deploy, check, release, settle.

Which step leads from which state to which is the table `WORK_WORKFLOW`. The result of a check
goes to the chief first: only the chief releases it (督察结果直报检察长).
"""

from __future__ import annotations

import attrs

from supervision.domain.decision_steps import DECISION_WORKFLOW, concerned_by_works
from supervision.domain.decision_works import (
    CorrectWork,
    DecisionWork,
    DecisionWorkState,
    DeployWork,
    Execution,
    ResultReleased,
    WorkChecked,
    WorkCorrected,
    WorkDeployed,
    WorkReopened,
    WorkSettled,
    WorkVoided,
)
from supervision.domain.decisions import Decision
from supervision.domain.lives import check_correction
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.separation import Deed
from supervision.domain.values import DepartmentId, Sealed
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "WORK_WORKFLOW",
    "check_addressed",
    "decide_check_execution",
    "decide_correct_work",
    "decide_deploy",
    "decide_release",
    "decide_reopen_work",
    "decide_settle_work",
    "decide_void_work",
]

_S = DecisionWorkState
_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
_HEAD = (Role.SUPERVISION_HEAD,)

WORK_WORKFLOW: Workflow[DecisionWorkState] = Workflow(
    code="decision_work",
    zh="决策部署工作督察流程",
    en="Follow-up of a work of a decision",
    steps=(
        Step(name="ask", sources=(_S.OPEN,), roles=_INSPECTION),
        Step(name="check", sources=(_S.OPEN,), roles=_INSPECTION, independent=True),
        Step(name="release", sources=(_S.OPEN, _S.SETTLED), roles=(Role.CHIEF,)),
        Step(
            name="settle",
            sources=(_S.OPEN,),
            target=_S.SETTLED,
            roles=_HEAD,
            independent=True,
        ),
        Step(
            name="reopen",
            sources=(_S.SETTLED,),
            target=_S.OPEN,
            roles=_HEAD,
            independent=True,
            reason=True,
        ),
        Step(name="correct", sources=(_S.OPEN,), roles=_INSPECTION, reason=True),
        Step(
            name="void",
            sources=(_S.OPEN,),
            target=_S.VOIDED,
            roles=_HEAD,
            independent=True,
            reason=True,
        ),
    ),
)

CLEARABLE = ("requirement", "concerned")


def _check(step: str, work: DecisionWork, deed: Deed) -> None:
    WORK_WORKFLOW.check(step, work.state, deed, concerned_by_works((work,)))


def check_addressed(work: DecisionWork, department: DepartmentId) -> None:
    """Refuse a department the work is not addressed to.

    Raises:
        Refused: `decision.not_addressed`.
    """
    if department not in work.departments:
        raise Refused("decision.not_addressed", id=work.id, department=department)


def _check_departments(departments: tuple[DepartmentId, ...]) -> tuple[DepartmentId, ...]:
    if not departments:
        raise Refused("field.missing", field="departments")
    return tuple(dict.fromkeys(departments))


def decide_deploy(
    id: str,
    unit: str,
    command: DeployWork,
    *,
    decision: Decision,
    deed: Deed,
    clock: str | None = None,
) -> tuple[WorkDeployed]:
    """Enter a work of a decision (部署工作).

    Args:
        id, unit: of the new work.
        command: the work; deployed by default on the day the decision was issued.
        decision: the decision it belongs to.
        deed: by whom, on which day.
        clock: clock of its last day.

    Raises:
        Refused: `workflow.step`, `separation.role`, `text.*`, `field.missing` (departments);
            `decision.dates` when decision, work, act or last day come in another order.
    """
    DECISION_WORKFLOW.check("deploy", decision.state, deed)
    deployed_on = command.deployed_on or decision.issued_on
    command = attrs.evolve(
        command,
        title=check_text(command.title, place="title"),
        departments=_check_departments(command.departments),
        requirement=command.requirement.strip(),
        deployed_on=None,
    )
    days = [decision.issued_on, deployed_on, deed.act.on]
    ends = [deployed_on, command.due_on or deployed_on]
    if days != sorted(days) or ends != sorted(ends):
        raise Refused("decision.dates", found=tuple(day.isoformat() for day in (*days, ends[1])))
    return (
        WorkDeployed(
            id=id,
            unit=unit,
            act=deed.act,
            deployed_on=deployed_on,
            work=command,
            clock=clock,
        ),
    )


def decide_check_execution(
    work: DecisionWork,
    outcome: Execution,
    *,
    deed: Deed,
    result: Sealed | None = None,
    findings: tuple[str, ...] = (),
) -> tuple[WorkChecked]:
    """Record a check of the execution (督察核查), with the problems it found.

    Raises:
        Refused: `workflow.step`, `separation.*`; `decision.too_early` before the work was
            deployed; `decision.due` when what is due is called not due yet.
    """
    _check("check", work, deed)
    if deed.act.on < work.deployed_on:
        raise Refused(
            "decision.too_early",
            found=deed.act.on.isoformat(),
            earliest=work.deployed_on.isoformat(),
        )
    overdue = work.due_on is not None and deed.act.on > work.due_on
    if outcome is Execution.NOT_DUE and (work.due_on is None or overdue):
        raise Refused("decision.due", due_on=work.due_on.isoformat() if work.due_on else None)
    return (
        WorkChecked(
            act=deed.act,
            outcome=outcome,
            result=result,
            findings=tuple(dict.fromkeys(findings)),
        ),
    )


def decide_release(work: DecisionWork, index: int, *, deed: Deed) -> tuple[ResultReleased]:
    """Release the result of a check (公开督察结果). `index` counts from 0.

    Raises:
        Refused: `workflow.step`, `separation.role`, `decision.no_check`,
            `decision.nothing_to_release`, `decision.too_early`.
    """
    _check("release", work, deed)
    if not 0 <= index < len(work.checks):
        raise Refused("decision.no_check", index=index + 1, count=len(work.checks))
    check = work.checks[index]
    if not check.waits_for_release:
        raise Refused("decision.nothing_to_release", index=index + 1)
    if deed.act.on < check.on:
        raise Refused(
            "decision.too_early", found=deed.act.on.isoformat(), earliest=check.on.isoformat()
        )
    return (ResultReleased(act=deed.act, index=index),)


def decide_settle_work(work: DecisionWork, *, deed: Deed, waiting: int = 0) -> tuple[WorkSettled]:
    """Find the work settled (落实办结).

    Args:
        work: the work.
        deed: by whom, on which day.
        waiting: requests for reports and materials that are not settled.

    Raises:
        Refused: `workflow.step`, `separation.*`, `decision.not_carried_out` unless the last
            check found it carried out, `decision.requests_open`, `decision.too_early`.
    """
    _check("settle", work, deed)
    last = work.last_check
    if last is None or last.outcome is not Execution.CARRIED_OUT:
        raise Refused("decision.not_carried_out", id=work.id)
    _check_requests(work, waiting)
    if deed.act.on < last.on:
        raise Refused(
            "decision.too_early", found=deed.act.on.isoformat(), earliest=last.on.isoformat()
        )
    return (WorkSettled(act=deed.act),)


def _check_requests(work: DecisionWork, waiting: int) -> None:
    if waiting:
        raise Refused("decision.requests_open", id=work.id, count=waiting)


def decide_reopen_work(work: DecisionWork, *, deed: Deed) -> tuple[WorkReopened]:
    """Follow a settled work up again, with a reason (恢复督察)."""
    _check("reopen", work, deed)
    return (WorkReopened(act=deed.act),)


def decide_correct_work(
    work: DecisionWork, correction: CorrectWork, *, deed: Deed, waiting: int = 0
) -> tuple[WorkCorrected]:
    """Correct an entry, with a reason (更正).

    Raises:
        Refused: `workflow.step`, `correction.*`, `text.*`, `field.missing`;
            `decision.requests_open` when the departments change while requests are open.
    """
    _check("correct", work, deed)
    check_correction(work, correction, clearable=CLEARABLE)
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    if correction.departments is not None:
        _check_requests(work, waiting)
        departments = _check_departments(correction.departments)
        correction = attrs.evolve(correction, departments=departments)
    return (WorkCorrected(act=deed.act, correction=correction),)


def decide_void_work(work: DecisionWork, *, deed: Deed, waiting: int = 0) -> tuple[WorkVoided]:
    """Void a work entered by mistake, with a reason (作废).

    Raises:
        Refused: `workflow.step`, `separation.*`; `decision.requests_open`: void them first.
    """
    _check("void", work, deed)
    _check_requests(work, waiting)
    return (WorkVoided(act=deed.act),)
