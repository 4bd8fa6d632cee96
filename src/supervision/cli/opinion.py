"""`supervision opinion` (意见建议): give, say how it was taken, list by work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, flag, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import department_of, id_of, ids_of, officer_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.references import reference_of
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE, Choice
from supervision.cli.words import choice_of
from supervision.domain.bases import BASIS
from supervision.domain.meetings import MEETING
from supervision.domain.names import folded
from supervision.domain.opinions import (
    OPINION,
    Adoption,
    CorrectOpinion,
    GiveOpinion,
    Opinion,
    OpinionState,
)
from supervision.office import opinions
from supervision.ports.query import And, Eq, In, Not, Order, Predicate

__all__ = ["OpinionList", "opinion"]

opinion = group(
    "opinion", "意见建议：提出、答复采纳情况", "Opinions: give, say how they were taken"
)

_WHICH = Text("编号", "OPINION")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("日期", "given on", keep=True),
    Column("采纳情况", "state", keep=True),
    Column("部门", "department"),
    Column("所涉工作", "work"),
    Column("意见", "text"),
)
_WORKS = Text("涉及 {works} 项工作。", "{works} works concerned.")


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "意见的编号，可只写末尾 6 位",
        "the opinion's id; its last 6 letters do",
        label=_WHICH,
    )(function)


@attrs.frozen(kw_only=True)
class OpinionList:
    """Opinions that match (意见建议清单).

    Attributes:
        opinions: the opinions, oldest first; at most `--limit`; voided ones are left out.
        count: how many match in all, in 条.
        works: how many works they concern, in 项.
    """

    opinions: tuple[Opinion, ...]
    count: int
    works: int


@option("--state", kind=choice_of(OpinionState), zh="只列此采纳情况", en="only in this state")
@option("--work", "matter", zh="只列涉及此项工作的", en="only about this work, by its name")
@option("--about", zh="只列涉及此记录的，写成 种类:编号", en="only about this record, as KIND:ID")
@option("--meeting", zh="只列此次会议上提出的", en="only given at this meeting")
@flag("--outside", "outside", zh="只列会议之外提出的", en="only given outside meetings")
@option("--department", zh="只列向此部门提出的", en="only to this department")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出意见建议", "List opinions", result=OpinionList, within=opinion)
def list_(
    session: Session,
    state: str | None,
    matter: str | None,
    about: str | None,
    meeting: str | None,
    outside: bool,
    department: str | None,
    limit: int,
) -> None:
    """List opinions."""
    with session.reading() as view:
        naming = Naming(view, session)
        voided = Eq("state", OpinionState.VOIDED.value)
        parts: list[Predicate] = [Eq("state", state) if state else Not(voided)]
        if matter:
            parts.append(Eq("work", folded(matter)))
        if about:
            parts.append(Eq("about", reference_of(view, about).id))
        if meeting:
            parts.append(Eq("meeting", id_of(view, MEETING, meeting)))
        if outside:
            parts.append(Eq("meeting", None))
        if department:
            found = department_of(naming.directory, department, session.office.unit)
            parts.append(In("department", naming.directory.lineage(found)))
        where = And(tuple(parts))
        records, count = limited(view, OPINION, where, (Order("given_on"),), limit)
        works = len(view.tally(OPINION, where, by=("work",)))

        def shown(listed: OpinionList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        day_text(one.given_on),
                        naming.value(one.state),
                        naming.of(one.department),
                        one.matter,
                        one.text,
                    )
                    for one in listed.opinions
                ],
            )
            shown_rest(session.screen, len(listed.opinions), listed.count)
            if listed.works:
                session.screen.say(_WORKS, works=listed.works)

        session.tell(OpinionList(opinions=records, count=count, works=works), shown)


@_which
@command("show", "显示一条意见建议", "Show an opinion", result=Opinion, within=opinion)
def show(session: Session, which: str) -> None:
    """Show an opinion."""
    with session.reading() as view:
        record = view.get(OPINION, id_of(view, OPINION, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, OPINION, naming))


@acting
@option("--basis", multiple=True, zh="依据的编号", en="id of a basis")
@option(
    "--given-by", multiple=True, zh="提出人；不写即办理人", en="who gave it; by default the author"
)
@option(
    "--given-on",
    kind=DAY,
    zh="提出日期，默认会议日期或行为日期",
    en="day; by default the meeting's or the act's",
)
@option("--about", zh="工作已有的记录，写成 种类:编号", en="the work's record, as KIND:ID")
@option(
    "--department",
    zh="向哪个部门提出；会议之外必写",
    en="the department addressed; needed outside meetings",
)
@option("--meeting", zh="在哪次会议上提出", en="the meeting it was given at")
@option("--text", required=True, zh="意见内容", en="what is proposed")
@option(
    "--work",
    "matter",
    required=True,
    zh="所涉工作的名称，一行",
    en="name of the work it concerns, one line",
)
@command("give", "登记一条意见建议", "Enter an opinion", result=Acted, within=opinion)
def give(
    session: Session,
    matter: str,
    text: str,
    meeting: str | None,
    department: str | None,
    about: str | None,
    given_on: dt.date | None,
    given_by: tuple[str, ...],
    basis: tuple[str, ...],
    **particulars: object,
) -> None:
    """Enter an opinion."""
    with act(session, OPINION, Particulars.of(particulars)) as doing:
        work, directory = doing.work, doing.directory
        asked = GiveOpinion(
            matter=matter,
            text=text,
            meeting=id_of(work.view, MEETING, meeting) if meeting else None,
            department=department_of(directory, department, work.unit) if department else None,
            about=reference_of(work.view, about) if about else None,
            given_on=given_on,
            given_by=tuple(officer_of(directory, one) for one in given_by),
            basis=ids_of(work.view, BASIS, basis),
        )
        doing.done(opinions.give_opinion(work, asked, acting=doing.acting))


@acting
@option(
    "--text",
    default="",
    zh="说明；部分采纳、未采纳的必写",
    en="what was done, or why not: then needed",
)
@argument(
    "adoption",
    "采纳情况：已采纳、部分采纳、未采纳",
    "how it was taken: adopted, partly, not_adopted",
    label=Text("采纳情况", "ADOPTION"),
    kind=choice_of(Adoption),
)
@_which
@command("answer", "答复采纳情况", "Say how it was taken", result=Acted, within=opinion)
def answer(session: Session, which: str, adoption: str, text: str, **particulars: object) -> None:
    """Say how an opinion was taken."""
    with act(session, OPINION, Particulars.of(particulars), which) as doing:
        opinions.answer_opinion(doing.work, doing.id, Adoption(adoption), text, acting=doing.acting)


@acting
@option(
    "--clear",
    multiple=True,
    kind=Choice(("meeting", "department", "about")),
    zh="清空此项",
    en="empty this field",
)
@option("--given-on", kind=DAY, zh="提出日期", en="day it was given")
@option("--about", zh="工作已有的记录，写成 种类:编号", en="the work's record, as KIND:ID")
@option("--department", zh="向哪个部门提出", en="the department addressed")
@option("--meeting", zh="在哪次会议上提出", en="the meeting it was given at")
@option("--text", zh="意见内容", en="what is proposed")
@option("--work", "matter", zh="所涉工作的名称", en="name of the work it concerns")
@_which
@command(
    "correct", "更正，须写理由", "Correct an entry, with a reason", result=Acted, within=opinion
)
def correct(
    session: Session,
    which: str,
    matter: str | None,
    text: str | None,
    meeting: str | None,
    department: str | None,
    about: str | None,
    given_on: dt.date | None,
    clear: tuple[str, ...],
    **particulars: object,
) -> None:
    """Correct an opinion."""
    with act(session, OPINION, Particulars.of(particulars), which) as doing:
        work, directory = doing.work, doing.directory
        correction = CorrectOpinion(
            matter=matter,
            text=text,
            meeting=id_of(work.view, MEETING, meeting) if meeting else None,
            department=department_of(directory, department, work.unit) if department else None,
            about=reference_of(work.view, about) if about else None,
            given_on=given_on,
            cleared=clear,
        )
        opinions.correct_opinion(work, doing.id, correction, acting=doing.acting)


@acting
@_which
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=opinion)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void an opinion."""
    with act(session, OPINION, Particulars.of(particulars), which) as doing:
        opinions.void_opinion(doing.work, doing.id, acting=doing.acting)
