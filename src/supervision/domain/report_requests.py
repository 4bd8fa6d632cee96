"""Report requests (要求报告): what a department must report about a work, by when, and truly.

The duty to report truthfully is the seed office's own rule (决策部署 sent down must be reported on
as it is). False reporting (虚假报告), concealing (瞒报) and refusing (拒报) are outcomes, judged by
the office and never by the department.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.handovers import HandedOver, moved
from supervision.domain.lives import begun
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.values import DepartmentId, OfficerId, Sealed

__all__ = [
    "REPORT_REQUEST",
    "AskReport",
    "ReportAsked",
    "ReportAssessed",
    "ReportChange",
    "ReportEntered",
    "ReportGiven",
    "ReportOutcome",
    "ReportRequest",
    "ReportReturned",
    "ReportVoided",
    "RequestState",
    "evolve_report",
]


class RequestState(enum.Enum):
    """State of a report request (报告状态)."""

    ASKED = "asked"
    REPORTED = "reported"
    ASSESSED = "assessed"
    VOIDED = "voided"


class ReportOutcome(enum.Enum):
    """What the office found about the reporting (报告真实性)."""

    TRUTHFUL = "truthful"
    FALSE = "false"
    CONCEALED = "concealed"
    REFUSED = "refused"


@attrs.frozen(kw_only=True)
class AskReport:
    """Ask a department for a report (要求报告). Fields as in `ReportRequest`."""

    work: str
    title: str
    department: DepartmentId
    due_on: dt.date
    asked: str = ""


@attrs.frozen(kw_only=True)
class ReportRequest:
    """A report asked of a department (要求报告).

    Attributes:
        id, unit: as in every record.
        work: the work of a decision it is about.
        decision: the decision of that work.
        title: one line.
        department: who must report.
        state: where it stands.
        asked_on, due_on: when it was asked, and the last day as first set; the clock knows of
            extensions.
        asked: what must be reported.
        clock: clock of the report.
        report: the report, sealed.
        reported_by, reported_on: who reported for the department, and when.
        late: whether the report came after the last day, or did not come at all; `None` while
            nobody knows.
        returns: how often a report was returned.
        outcome: what was found about it.
        assessed_on: when that was found.
        findings: problems opened because of it.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    work: str
    decision: str
    title: str
    department: DepartmentId
    state: RequestState
    asked_on: dt.date
    due_on: dt.date
    asked: str = ""
    clock: str | None = None
    report: Sealed | None = None
    reported_by: OfficerId | None = None
    reported_on: dt.date | None = None
    late: bool | None = None
    returns: int = 0
    outcome: ReportOutcome | None = None
    assessed_on: dt.date | None = None
    findings: tuple[str, ...] = ()
    imported: str | None = None


@attrs.frozen(kw_only=True)
class ReportAsked:
    """A report was asked for (要求报告)."""

    id: str
    unit: str
    act: Act
    decision: str
    request: AskReport
    clock: str


@attrs.frozen(kw_only=True)
class ReportGiven:
    """The department reported (报告)."""

    act: Act
    report: Sealed
    late: bool


@attrs.frozen(kw_only=True)
class ReportReturned:
    """The report was returned (退回报告)."""

    act: Act


@attrs.frozen(kw_only=True)
class ReportAssessed:
    """The office found how truthful the reporting was (认定报告真实性)."""

    act: Act
    outcome: ReportOutcome
    late: bool
    findings: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ReportVoided:
    """The request was voided (作废)."""

    act: Act


@attrs.frozen(kw_only=True)
class ReportEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: ReportRequest


ReportChange = (
    ReportAsked | ReportGiven | ReportReturned | ReportAssessed | ReportVoided | HandedOver
)


def evolve_report(
    request: ReportRequest | None, change: ReportChange | ReportEntered
) -> ReportRequest:
    """Build the request from its last state and one change. Never refuses."""
    if isinstance(change, ReportEntered):
        return change.record
    if isinstance(change, ReportAsked):
        return ReportRequest(
            id=change.id,
            unit=change.unit,
            decision=change.decision,
            state=RequestState.ASKED,
            asked_on=change.act.on,
            clock=change.clock,
            **attrs.asdict(change.request, recurse=False),
        )
    request = begun(request, change)
    match change:
        case ReportGiven():
            return attrs.evolve(
                request,
                state=RequestState.REPORTED,
                report=change.report,
                reported_by=change.act.by,
                reported_on=change.act.on,
                late=change.late,
            )
        case ReportReturned():
            return attrs.evolve(
                request, state=RequestState.ASKED, returns=request.returns + 1, late=None
            )
        case ReportAssessed():
            return attrs.evolve(
                request,
                state=RequestState.ASSESSED,
                outcome=change.outcome,
                late=change.late,
                assessed_on=change.act.on,
                findings=change.findings,
            )
        case ReportVoided():
            return attrs.evolve(request, state=RequestState.VOIDED)
        case HandedOver():
            department = moved(request.department, change) or request.department
            return attrs.evolve(request, department=department)
        case _:
            assert_never(change)


REPORT_REQUEST: RecordKind[ReportRequest] = RecordKind(
    name="report_request",
    prefix="rrq",
    cls=ReportRequest,
    evolve=evolve_report,
    changes=(
        ChangeType("report_request.asked", ReportAsked),
        ChangeType("report_request.given", ReportGiven),
        ChangeType("report_request.returned", ReportReturned),
        ChangeType("report_request.assessed", ReportAssessed),
        ChangeType("report_request.voided", ReportVoided),
        ChangeType("report_request.handed_over", HandedOver),
        ChangeType("report_request.entered", ReportEntered),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("work"),
        Column("decision"),
        Column("department"),
        Column("outcome"),
        Column("late", ColumnType.INTEGER),
        Column("asked_on", ColumnType.DATE),
        Column("due_on", ColumnType.DATE),
        Column("reported_on", ColumnType.DATE),
        Column("assessed_on", ColumnType.DATE),
    ),
    indexes=(("state", "due_on"), ("department", "state"), ("work",)),
    many=(Many("findings"),),
    sealed=("report",),
)
