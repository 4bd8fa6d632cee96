"""Report requests at work (要求报告办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.

The clock runs from the day the report was asked for; a returned report lets it run on. It is
judged by the day of the report that was assessed, and without any by the day of assessing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from supervision.domain.clocks import CLOCK, Owner
from supervision.domain.decision_works import DECISION_WORK, DecisionWork
from supervision.domain.fields import prose
from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.reckoning import LastDay, Term
from supervision.domain.report_requests import (
    REPORT_REQUEST,
    AskReport,
    ReportOutcome,
    ReportRequest,
    RequestState,
)
from supervision.domain.report_steps import (
    decide_ask_report,
    decide_assess_report,
    decide_report,
    decide_return_report,
    decide_void_report,
)
from supervision.domain.timekeeping import StartClock, moment_of
from supervision.domain.values import Sealed, start_of
from supervision.office.acting import Acting, deed_of
from supervision.office.clocks import start_clock, stop_if_lasting
from supervision.office.decision_works import open_problems
from supervision.office.receivers import answering
from supervision.office.sealed_texts import told_to
from supervision.office.views import ReadView
from supervision.office.work import Work

__all__ = [
    "ask_report",
    "assess_report",
    "give_report",
    "read_report",
    "return_report",
    "void_report",
]

PURPOSE = "report_execution"
"""Purpose of a report's clock."""
_WARNING = (Limit(count=2, unit=LimitUnit.DAY),)


def ask_report(work: Work, command: AskReport, *, acting: Acting = Acting()) -> str:
    """Ask a department for a report (要求报告); return the request's id. It is told."""
    about = work.load(DECISION_WORK, command.work)
    deed = deed_of(work, acting)
    id = work.new_id(REPORT_REQUEST)
    decide_ask_report(id, work.unit, command, work=about, deed=deed)
    term = Term(
        started_at=moment_of(deed.act, work.now),
        limit=LastDay(day=command.due_on),
        ladder=_WARNING,
    )
    owner = Owner(kind=REPORT_REQUEST.name, id=id)
    clock = start_clock(work, StartClock(owner=owner, purpose=PURPOSE, term=term), acting=acting)
    changes = decide_ask_report(id, work.unit, command, work=about, deed=deed, clock=clock)
    work.stage(REPORT_REQUEST, id, changes, acting.reason)
    work.notify("report_request.asked", REPORT_REQUEST, id, answering(work, command.department))
    return id


def _loaded(work: Work, id: str) -> tuple[ReportRequest, DecisionWork]:
    request = work.load(REPORT_REQUEST, id)
    return request, work.load(DECISION_WORK, request.work)


def _due_on(work: Work, request: ReportRequest) -> dt.date:
    """Return the last day, with the extensions its clock was granted."""
    clock = work.load(CLOCK, request.clock) if request.clock else None
    return clock.due_on if clock else request.due_on


def give_report(
    work: Work, id: str, report: str | Sealed, *, acting: Acting = Acting()
) -> ReportRequest:
    """Report (报告): a text, which is sealed, or a file sealed before."""
    request, about = _loaded(work, id)
    if isinstance(report, str):
        report = work.seal(prose(report, "report").encode())
    changes = decide_report(
        request, report, work=about, deed=deed_of(work, acting), due_on=_due_on(work, request)
    )
    return work.stage(REPORT_REQUEST, id, changes, acting.reason)


def return_report(work: Work, id: str, *, acting: Acting = Acting()) -> ReportRequest:
    """Return the report, with a reason (退回报告)."""
    request, about = _loaded(work, id)
    changes = decide_return_report(request, work=about, deed=deed_of(work, acting))
    return work.stage(REPORT_REQUEST, id, changes, acting.reason)


def assess_report(
    work: Work,
    id: str,
    outcome: ReportOutcome,
    *,
    problems: Iterable[OpenFinding] = (),
    found: Iterable[str] = (),
    acting: Acting = Acting(),
) -> ReportRequest:
    """Find how truthful the reporting was (认定报告真实性), and open the problems it makes.

    Args:
        work: the unit of work.
        id: the request.
        outcome: truthful, false, concealed, refused.
        problems: problems to open in the same unit of work, as `decision_works.open_problems`.
        found: findings already registered.
        acting: how it is entered.
    """
    request, about = _loaded(work, id)
    deed, due_on = deed_of(work, acting), _due_on(work, request)
    decide_assess_report(request, outcome, work=about, deed=deed, due_on=due_on)
    known = tuple(work.load(FINDING, one).id for one in found)
    opened = open_problems(work, (request.department,), problems, acting=acting)
    changes = decide_assess_report(
        request, outcome, work=about, deed=deed, due_on=due_on, findings=(*known, *opened)
    )
    assessed = work.stage(REPORT_REQUEST, id, changes, acting.reason)
    reported = request.reported_on if request.state is RequestState.REPORTED else None
    stop_if_lasting(work, request.clock, at=start_of(reported or deed.act.on), acting=acting)
    return assessed


def void_report(work: Work, id: str, *, acting: Acting = Acting()) -> ReportRequest:
    """Void a request made by mistake, with a reason (作废); its clock is cancelled."""
    request, about = _loaded(work, id)
    changes = decide_void_report(request, work=about, deed=deed_of(work, acting))
    voided = work.stage(REPORT_REQUEST, id, changes, acting.reason)
    stop_if_lasting(work, request.clock, cancelled=True, acting=acting)
    return voided


def read_report(view: ReadView, id: str) -> str | None:
    """Return the report as text (查看报告): to the chief, the office and the department.

    Raises:
        AccessDenied: `access.sealed` for anybody else.
    """
    request = view.get(REPORT_REQUEST, id)
    return told_to(view, request.report, departments=(request.department,))
