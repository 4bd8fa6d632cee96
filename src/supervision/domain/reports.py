"""Reports to the chief (检务督察专报): what was reported about a period, and what it rested on.

A report is drawn up from the records as they stood after an entry of the journal. It keeps that
entry's number, the day it speaks of and the digest of its text: drawn up again from the same
entry it gives the same bytes, or somebody has changed something. The text itself is kept sealed.

The seed office reports monthly to the chief procurator in person; no regulation with a form for
it was found.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.periods import Period
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.separation import Deed, check_role
from supervision.domain.values import OfficerId, Sealed
from supervision.errors import Refused

__all__ = [
    "ISSUERS",
    "REPORT",
    "IssueReport",
    "Report",
    "ReportChange",
    "ReportIssued",
    "ReportState",
    "ReportVoided",
    "decide_issue_report",
    "decide_void_report",
    "evolve",
    "text_digest",
]

ISSUERS = (Role.SUPERVISION_HEAD,)
"""Who may issue and void a report."""


class ReportState(enum.Enum):
    """Whether a report stands (专报状态)."""

    ISSUED = "issued"
    """已签发"""
    VOIDED = "voided"
    """作废"""


def text_digest(text: str) -> str:
    """Return the digest by which a report's text is known again (正文摘要)."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


@attrs.frozen(kw_only=True)
class ReleasedEnd:
    """How far the journal of a released file had come (已解除密卷的末条): entry `seq` of `file`."""

    file: str
    seq: int


@attrs.frozen(kw_only=True)
class IssueReport:
    """Issue a report (签发专报). Fields as in `Report`."""

    period: Period
    as_of: dt.date
    seq: int
    language: str
    digest: str
    text: Sealed
    drawn_by: OfficerId
    addressee: OfficerId
    proposals: tuple[str, ...] = ()
    released: tuple[ReleasedEnd, ...] = ()


@attrs.frozen(kw_only=True)
class Report:
    """A report to the chief (检务督察专报).

    Attributes:
        id, unit: as in every record.
        period: what it is about.
        as_of: the day it speaks of: what was open or overdue on it.
        seq: the entry of the unit's open chain it was drawn up after.
        language: `zh` or `en`.
        digest: digest of the text, as `text_digest` gives it.
        text: the text, sealed.
        drawn_by: who drew it up; it holds what this officer may see.
        addressee: the chief procurator it went to.
        proposals: what the office proposes in its own words, one line each.
        state: whether it stands.
        issued_by, issued_on: who issued it, and when.
        released: the released files it was drawn up with, whose journals are chains of their own.
    """

    id: str
    unit: str
    period: Period
    as_of: dt.date
    seq: int
    language: str
    digest: str
    text: Sealed
    drawn_by: OfficerId
    addressee: OfficerId
    proposals: tuple[str, ...]
    state: ReportState
    issued_by: OfficerId
    issued_on: dt.date
    released: tuple[ReleasedEnd, ...] = ()


@attrs.frozen(kw_only=True)
class ReportIssued:
    """The report was issued (签发专报)."""

    id: str
    unit: str
    act: Act
    report: IssueReport


@attrs.frozen(kw_only=True)
class ReportVoided:
    """The report was voided (作废专报). Why stands in the reason of the act."""

    act: Act


ReportChange = ReportIssued | ReportVoided


def decide_issue_report(
    id: str,
    unit: str,
    command: IssueReport,
    *,
    deed: Deed,
    chiefs: frozenset[OfficerId],
    standing: str | None,
) -> tuple[ReportIssued]:
    """Issue a report (签发专报).

    Args:
        id, unit: of the new record.
        command: the report.
        deed: by whom, on which day.
        chiefs: who is chief procurator of the unit on that day.
        standing: the report of the same period that stands already, if any.

    Raises:
        Refused: `separation.role` for anybody but the head of supervision; `report.addressee`
            when it does not go to the chief; `report.future` for a period that has not begun,
            or when it speaks of a day after the act; `report.exists` while another one of the
            period stands; `text.empty`, `text.line` for a proposal.
    """
    check_role("issue_report", deed.standing, ISSUERS)
    if command.addressee not in chiefs:
        raise Refused("report.addressee", found=command.addressee)
    if command.period.first > command.as_of or command.as_of > deed.act.on:
        raise Refused(
            "report.future",
            period=command.period.code,
            as_of=command.as_of.isoformat(),
            on=deed.act.on.isoformat(),
        )
    if standing is not None:
        raise Refused("report.exists", period=command.period.code, id=standing)
    proposals = tuple(check_text(one, place="proposals") for one in command.proposals)
    report = attrs.evolve(command, proposals=proposals)
    return (ReportIssued(id=id, unit=unit, act=deed.act, report=report),)


def decide_void_report(report: Report, *, deed: Deed) -> tuple[ReportVoided]:
    """Void a report (作废专报), with a reason; another one of the period may be issued then.

    Raises:
        Refused: `separation.role`, `act.reason_missing`, `report.voided`.
    """
    check_role("void_report", deed.standing, ISSUERS)
    deed.explained()
    if report.state is ReportState.VOIDED:
        raise Refused("report.voided", id=report.id)
    return (ReportVoided(act=deed.act),)


def evolve(report: Report | None, change: ReportChange) -> Report:
    """Build the report from its last state and one change. Never refuses."""
    match change:
        case ReportIssued():
            return Report(
                id=change.id,
                unit=change.unit,
                state=ReportState.ISSUED,
                issued_by=change.act.by,
                issued_on=change.act.on,
                **attrs.asdict(change.report, recurse=False),
            )
        case ReportVoided():
            return attrs.evolve(begun(report, change), state=ReportState.VOIDED)
        case _:
            assert_never(change)


REPORT: RecordKind[Report] = RecordKind(
    name="report",
    prefix="rpt",
    cls=Report,
    evolve=evolve,
    changes=(
        ChangeType("report.issued", ReportIssued),
        ChangeType("report.voided", ReportVoided),
    ),
    indexed=(
        Column("state"),
        Column("period", value=lambda report: report.period.code),
        Column("period_first", ColumnType.DATE, lambda report: report.period.first),
        Column("addressee"),
        Column("drawn_by"),
        Column("issued_by"),
        Column("issued_on", ColumnType.DATE),
    ),
    indexes=(("period", "state"), ("issued_on",)),
    sealed=("text",),
)
