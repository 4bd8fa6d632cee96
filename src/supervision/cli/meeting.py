"""`supervision meeting` (列席会议): enter, list, correct, void."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import id_of, meeting_kind_of, officer_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE
from supervision.domain.meetings import (
    MEETING,
    CorrectMeeting,
    Meeting,
    MeetingState,
    RecordMeeting,
)
from supervision.office import meetings
from supervision.ports.query import After, And, Before, Eq, Has, Not, Order, Predicate

__all__ = ["MeetingList", "meeting"]

meeting = group("meeting", "列席会议：登记、更正、作废", "Meetings attended: record, correct, void")

_WHICH = Text("编号", "MEETING")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("日期", "held on", keep=True),
    Column("类别", "kind", keep=True),
    Column("列席人员", "attended by"),
    Column("会议", "title"),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "会议的编号，可只写末尾 6 位",
        "the meeting's id; its last 6 letters do",
        label=_WHICH,
    )(function)


@attrs.frozen(kw_only=True)
class MeetingList:
    """Meetings that match (列席会议清单).

    Attributes:
        meetings: the meetings, oldest first; at most `--limit`; voided ones are left out.
        count: how many match in all, in 场次.
    """

    meetings: tuple[Meeting, ...]
    count: int


@option("--kind", zh="只列此类会议，如：检委会", en="only of this kind")
@option("--officer", zh="只列此人列席的", en="only attended by this officer")
@option("--from", "first", kind=DAY, zh="自哪一天起", en="first day")
@option("--until", "last", kind=DAY, zh="到哪一天止", en="last day")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出列席的会议", "List meetings attended", result=MeetingList, within=meeting)
def list_(
    session: Session,
    kind: str | None,
    officer: str | None,
    first: dt.date | None,
    last: dt.date | None,
    limit: int,
) -> None:
    """List meetings."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = [Not(Eq("state", MeetingState.VOIDED.value))]
        if kind:
            parts.append(Eq("kind", meeting_kind_of(session.office.rules, kind)))
        if officer:
            parts.append(Has("attended_by", officer_of(naming.directory, officer)))
        if first:
            parts.append(Not(Before("held_on", first.isoformat())))
        if last:
            parts.append(Not(After("held_on", last.isoformat())))
        records, count = limited(view, MEETING, And(tuple(parts)), (Order("held_on"),), limit)

        def shown(listed: MeetingList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        day_text(one.held_on),
                        naming.item_kind(one.kind),
                        naming.all(one.attended_by),
                        one.title,
                    )
                    for one in listed.meetings
                ],
            )
            shown_rest(session.screen, len(listed.meetings), listed.count)

        session.tell(MeetingList(meetings=records, count=count), shown)


@_which
@command("show", "显示一次列席会议", "Show a meeting", result=Meeting, within=meeting)
def show(session: Session, which: str) -> None:
    """Show a meeting."""
    with session.reading() as view:
        record = view.get(MEETING, id_of(view, MEETING, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, MEETING, naming))


@acting
@option("--note", default="", zh="说明", en="what is worth keeping")
@option(
    "--topic", "agenda", multiple=True, zh="议题（可多次）", en="what it dealt with (repeatable)"
)
@option("--session", "number", default="", zh="届次，如：2021年第3次", en="which one of the body")
@option(
    "--held-on",
    kind=DAY,
    zh="会议日期，默认行为日期",
    en="day of the meeting; by default the act's",
)
@option(
    "--attended-by",
    multiple=True,
    zh="列席人员；不写即办理人",
    en="who attended; by default the author",
)
@option(
    "--kind",
    required=True,
    zh="会议类别，如：党组会 party_group",
    en="kind of meeting, such as party_group",
)
@option("--title", required=True, zh="会议名称，一行", en="title, one line")
@command("record", "登记一次列席会议", "Record a meeting attended", result=Acted, within=meeting)
def record(
    session: Session,
    title: str,
    kind: str,
    attended_by: tuple[str, ...],
    held_on: dt.date | None,
    number: str,
    agenda: tuple[str, ...],
    note: str,
    **particulars: object,
) -> None:
    """Record a meeting."""
    with act(session, MEETING, Particulars.of(particulars)) as doing:
        named = tuple(officer_of(doing.directory, one) for one in attended_by)
        asked = RecordMeeting(
            title=title,
            kind=meeting_kind_of(session.office.rules, kind),
            attended_by=named or (doing.acting.by or doing.work.actor.id,),
            held_on=held_on,
            session=number,
            agenda=agenda,
            note=note,
        )
        doing.done(meetings.record_meeting(doing.work, asked, acting=doing.acting))


@acting
@option("--note", zh="说明", en="what is worth keeping")
@option("--session", "number", zh="届次", en="which one of the body")
@option(
    "--held-on",
    kind=DAY,
    zh="会议日期；会上的意见随之更正",
    en="day of the meeting; moves its opinions",
)
@option("--attended-by", multiple=True, zh="列席人员，写全", en="who attended, all of them")
@option("--kind", zh="会议类别", en="kind of meeting")
@option("--title", zh="会议名称", en="title")
@_which
@command(
    "correct", "更正，须写理由", "Correct an entry, with a reason", result=Acted, within=meeting
)
def correct(
    session: Session,
    which: str,
    title: str | None,
    kind: str | None,
    attended_by: tuple[str, ...],
    held_on: dt.date | None,
    number: str | None,
    note: str | None,
    **particulars: object,
) -> None:
    """Correct a meeting."""
    with act(session, MEETING, Particulars.of(particulars), which) as doing:
        correction = CorrectMeeting(
            title=title,
            kind=meeting_kind_of(session.office.rules, kind) if kind else None,
            attended_by=tuple(officer_of(doing.directory, one) for one in attended_by) or None,
            held_on=held_on,
            session=number,
            note=note,
        )
        meetings.correct_meeting(doing.work, doing.id, correction, acting=doing.acting)


@acting
@_which
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=meeting)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void a meeting."""
    with act(session, MEETING, Particulars.of(particulars), which) as doing:
        meetings.void_meeting(doing.work, doing.id, acting=doing.acting)
