"""Reports to the chief at work (检务督察专报): drawn up, issued, read again with their proof.

A report is drawn up in one state of the office, after one entry of its journal; nothing else
goes into it. Drawn up again from the same entry, for the same day, in the same language, it
gives the same bytes: that is how an issued report is proven.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.periods import Period
from supervision.domain.posts import Role
from supervision.domain.reports import (
    REPORT,
    IssueReport,
    ReleasedEnd,
    Report,
    ReportState,
    decide_issue_report,
    decide_void_report,
    text_digest,
)
from supervision.domain.units import UNIT
from supervision.domain.values import OfficerId, day_of, start_of
from supervision.errors import NotFound, Refused
from supervision.journal.entry import closed_chain, open_chain
from supervision.office.acting import Acting, deed_of
from supervision.office.directory import Directory
from supervision.office.monthly import gather
from supervision.office.naming import ViewNames
from supervision.office.office import Office
from supervision.office.past import ends_at
from supervision.office.work import Work
from supervision.ports.query import And, Eq
from supervision.reporting.monthly import MonthlyReport
from supervision.reporting.monthly_markdown import markdown

__all__ = [
    "ReadAgain",
    "ReportDraft",
    "draft_report",
    "issue_report",
    "read_report",
    "void_report",
]


@attrs.frozen(kw_only=True)
class ReportDraft:
    """A report as drawn up (专报稿).

    Attributes:
        content: its contents.
        language: `zh` or `en`.
        drawn_by: who drew it up.
        text: Markdown.
        digest: digest of the text.
        released: the released files it was drawn up with.
    """

    content: MonthlyReport
    language: str
    drawn_by: OfficerId
    text: str
    digest: str
    released: tuple[ReleasedEnd, ...] = ()


@attrs.frozen(kw_only=True)
class ReadAgain:
    """An issued report read again (专报复读).

    Attributes:
        report: the record.
        text: the text as it was issued; nothing once it was erased.
        kept: whether that text still has the digest of the record.
        redrawn: whether it comes out the same, drawn up again from the same entry. Not so when
            the office's own tables were changed or the library words it otherwise since.
    """

    report: Report
    text: str | None
    kept: bool
    redrawn: bool


def draft_report(
    office: Office,
    actor_id: str,
    period: Period,
    *,
    as_of: dt.date | None = None,
    seq: int | None = None,
    language: str | None = None,
    proposals: tuple[str, ...] = (),
) -> ReportDraft:
    """Draw a report up (起草专报). Writes nothing.

    Args:
        office: the office.
        actor_id: who draws it up; it holds what this officer may see.
        period: what it is about.
        as_of: the day it speaks of; by default today.
        seq: the entry of the unit's open chain it rests on; by default the last one.
        language: `zh` or `en`; by default the office's.
        proposals: what the office proposes in its own words, one line each.

    Raises:
        Refused: `report.future` for a period that has not begun.
        NotFound: `record.not_found` before the unit is entered.
        AccessDenied: `access.unknown_officer`.
        JournalError: `journal.no_such_entry`.
    """
    then = office if seq is None else office.at(ends_at(office, seq))
    with then.read(actor_id) as view:
        checkpoint = view.checkpoint(office.unit)
        if checkpoint is None:
            raise NotFound("record.not_found", kind=UNIT.name, id=office.unit)
        released = view.released_ends(office.unit)
        content = gather(
            view,
            period,
            unit=office.unit,
            as_of=as_of or day_of(office.now()),
            checkpoint=checkpoint,
            names=ViewNames(
                view,
                office.rules.items,
                office.rules.ladders,
                unit=office.unit,
                people=False,
            ),
            proposals=proposals,
        )
    tongue = language or office.parts.language
    text = markdown(content, tongue)
    return ReportDraft(
        content=content,
        language=tongue,
        drawn_by=view.actor.id,
        text=text,
        digest=text_digest(text),
        released=released,
    )


def issue_report(
    work: Work,
    draft: ReportDraft,
    *,
    addressee: OfficerId | None = None,
    acting: Acting = Acting(),
) -> str:
    """Issue a report as drawn up (签发专报); return its id. The text is kept sealed.

    Args:
        work: the unit of work.
        draft: the report, from `draft_report`.
        addressee: the chief procurator; by default whoever is on the day of the act.
        acting: how the act is entered.

    Raises:
        Refused: as `decide_issue_report`; `report.chief` when there is no chief that day.
    """
    deed = deed_of(work, acting)
    chiefs = Directory.of(work.view).holders(Role.CHIEF, None, deed.act.on, unit=work.unit)
    if addressee is None and not chiefs:
        raise Refused("report.chief")
    content = draft.content
    standing = work.view.select(
        REPORT,
        And((Eq("period", content.period.code), Eq("state", ReportState.ISSUED.value))),
        limit=1,
    )
    id = work.new_id(REPORT)
    command = IssueReport(
        period=content.period,
        as_of=content.as_of,
        seq=content.seq,
        released=draft.released,
        language=draft.language,
        digest=draft.digest,
        text=work.seal(draft.text.encode()),
        drawn_by=draft.drawn_by,
        addressee=addressee or chiefs[0],
        proposals=content.proposals.own,
    )
    changes = decide_issue_report(
        id,
        work.unit,
        command,
        deed=deed,
        chiefs=frozenset(chiefs),
        standing=standing[0].id if standing else None,
    )
    work.stage(REPORT, id, changes, acting.reason)
    return id


def void_report(work: Work, id: str, *, acting: Acting = Acting()) -> Report:
    """Void a report (作废专报), with a reason. Its text stays."""
    report = work.load(REPORT, id)
    changes = decide_void_report(report, deed=deed_of(work, acting))
    return work.stage(REPORT, id, changes, acting.reason)


def read_report(office: Office, actor_id: str, id: str) -> ReadAgain:
    """Read an issued report again and prove it (复读专报).

    The text kept is compared with the record's digest; then the report is drawn up again from
    the journal, as the officer saw it who drew it up, and compared as well.

    Raises:
        NotFound: `record.not_found`; also when the actor may not know of it.
        AccessDenied: `access.unknown_officer`.
        JournalError: the journal cannot be replayed: an incident.
    """
    with office.read(actor_id) as view:
        report = view.get(REPORT, id)
        content = view.unseal(report.text)
    text = content.decode() if content is not None else None
    files = {closed_chain(report.unit, one.file): one.seq for one in report.released}
    past = office.at({open_chain(report.unit): report.seq, **files})
    then = start_of(report.as_of)
    past = Office(attrs.evolve(past.parts, now=lambda: then))
    again = draft_report(
        past,
        report.drawn_by,
        report.period,
        as_of=report.as_of,
        language=report.language,
        proposals=report.proposals,
    )
    return ReadAgain(
        report=report,
        text=text,
        kept=text is not None and text_digest(text) == report.digest,
        redrawn=again.digest == report.digest,
    )
