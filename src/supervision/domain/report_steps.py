"""Decisions about report requests (要求报告的决定): ask, report, return, assess.

Which step leads from which state to which is the table `REPORT_WORKFLOW`.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.decision_work_steps import WORK_WORKFLOW, check_addressed
from supervision.domain.decision_works import DecisionWork
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.report_requests import (
    AskReport,
    ReportAsked,
    ReportAssessed,
    ReportGiven,
    ReportOutcome,
    ReportRequest,
    ReportReturned,
    ReportVoided,
    RequestState,
)
from supervision.domain.separation import Concerned, Deed
from supervision.domain.values import Sealed
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "REPORT_WORKFLOW",
    "check_request",
    "concerned_by_report",
    "decide_ask_report",
    "decide_assess_report",
    "decide_report",
    "decide_return_report",
    "decide_void_report",
]

_S = RequestState
_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)

REPORT_WORKFLOW: Workflow[RequestState] = Workflow(
    code="report_request",
    zh="要求报告流程",
    en="Course of a report request",
    steps=(
        Step(name="report", sources=(_S.ASKED,), target=_S.REPORTED),
        Step(
            name="return",
            sources=(_S.REPORTED,),
            target=_S.ASKED,
            roles=_INSPECTION,
            independent=True,
            reason=True,
        ),
        Step(
            name="assess",
            sources=(_S.ASKED, _S.REPORTED),
            target=_S.ASSESSED,
            roles=_INSPECTION,
            independent=True,
        ),
        Step(
            name="void",
            sources=(_S.ASKED, _S.REPORTED),
            target=_S.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
    ),
)

_UNREPORTED = (ReportOutcome.CONCEALED, ReportOutcome.REFUSED)
"""What may be found where nothing was reported."""


def concerned_by_report(request: ReportRequest, work: DecisionWork) -> Concerned:
    """Return who may not judge the report: the department, who reported, and the work's."""
    officers = {*work.concerned, *((request.reported_by,) if request.reported_by else ())}
    departments = {request.department, *work.departments}
    return Concerned(officers=frozenset(officers), departments=frozenset(departments))


def _check(step: str, request: ReportRequest, work: DecisionWork, deed: Deed) -> None:
    REPORT_WORKFLOW.check(step, request.state, deed, concerned_by_report(request, work))


def check_request(work: DecisionWork, deed: Deed, due_on: dt.date) -> None:
    """Refuse a request about a work that is not followed up, or on a day that does not fit.

    Raises:
        Refused: `workflow.step`, `separation.role`; `decision.too_early` before the work was
            deployed; `decision.due_past` when the last day lies before the act.
    """
    WORK_WORKFLOW.check("ask", work.state, deed)
    if deed.act.on < work.deployed_on:
        raise Refused(
            "decision.too_early",
            found=deed.act.on.isoformat(),
            earliest=work.deployed_on.isoformat(),
        )
    if due_on < deed.act.on:
        raise Refused("decision.due_past", found=due_on.isoformat(), on=deed.act.on.isoformat())


def decide_ask_report(
    id: str,
    unit: str,
    command: AskReport,
    *,
    work: DecisionWork,
    deed: Deed,
    clock: str = "",
) -> tuple[ReportAsked]:
    """Ask a department for a report (要求报告).

    Raises:
        Refused: as `check_request`; `decision.not_addressed`, `text.*`.
    """
    check_request(work, deed, command.due_on)
    check_addressed(work, command.department)
    command = attrs.evolve(
        command, title=check_text(command.title, place="title"), asked=command.asked.strip()
    )
    return (
        ReportAsked(
            id=id,
            unit=unit,
            act=deed.act,
            decision=work.decision,
            request=command,
            clock=clock,
        ),
    )


def decide_report(
    request: ReportRequest, report: Sealed, *, work: DecisionWork, deed: Deed, due_on: dt.date
) -> tuple[ReportGiven]:
    """Report (报告). `due_on` is the last day with extensions.

    Raises:
        Refused: `workflow.step`, `report.not_of_department`, `decision.too_early`.
    """
    _check("report", request, work, deed)
    if request.department not in deed.standing.departments:
        raise Refused(
            "report.not_of_department",
            officer=deed.standing.officer,
            department=request.department,
        )
    _check_after(deed, request.asked_on)
    return (ReportGiven(act=deed.act, report=report, late=deed.act.on > due_on),)


def _check_after(deed: Deed, earliest: dt.date) -> None:
    if deed.act.on < earliest:
        raise Refused(
            "decision.too_early", found=deed.act.on.isoformat(), earliest=earliest.isoformat()
        )


def decide_return_report(
    request: ReportRequest, *, work: DecisionWork, deed: Deed
) -> tuple[ReportReturned]:
    """Return the report, with a reason (退回报告); its clock runs on."""
    _check("return", request, work, deed)
    return (ReportReturned(act=deed.act),)


def decide_assess_report(
    request: ReportRequest,
    outcome: ReportOutcome,
    *,
    work: DecisionWork,
    deed: Deed,
    due_on: dt.date,
    findings: tuple[str, ...] = (),
) -> tuple[ReportAssessed]:
    """Find how truthful the reporting was (认定报告真实性).

    Without a report only concealing and refusing can be found, and only once the last day
    `due_on` (with extensions) has passed: until then nobody has withheld anything.

    Raises:
        Refused: `workflow.step`, `separation.*`; `report.not_given`, `report.not_due`,
            `report.given` when what was reported is called refused; `decision.too_early`.
    """
    _check("assess", request, work, deed)
    if request.state is RequestState.REPORTED and request.reported_on is not None:
        if outcome is ReportOutcome.REFUSED:
            raise Refused("report.given", id=request.id)
        _check_after(deed, request.reported_on)
        late = bool(request.late)
    else:
        if outcome not in _UNREPORTED:
            raise Refused("report.not_given", id=request.id)
        if deed.act.on <= due_on:
            raise Refused("report.not_due", id=request.id, due_on=due_on.isoformat())
        late = True
    return (
        ReportAssessed(
            act=deed.act, outcome=outcome, late=late, findings=tuple(dict.fromkeys(findings))
        ),
    )


def decide_void_report(
    request: ReportRequest, *, work: DecisionWork, deed: Deed
) -> tuple[ReportVoided]:
    """Void a request made by mistake, with a reason (作废)."""
    _check("void", request, work, deed)
    return (ReportVoided(act=deed.act),)
