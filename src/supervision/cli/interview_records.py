"""Talks on the command line (约谈、谈话): list, show, read, count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.decision_reports import SealedRead
from supervision.cli.grammar import argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import coded_of, department_of, id_of, officer_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE
from supervision.cli.words import choice_of
from supervision.domain.interviews import INTERVIEW, Interview, InterviewState
from supervision.office import interviews
from supervision.ports.query import And, Eq, Has, Order, Predicate
from supervision.reporting.talks import TalkCount, TalkRow

__all__ = ["InterviewList", "interview", "which_interview"]

interview = group("interview", "约谈、谈话：拟定、谈话、签名", "Talks: plan, hold, sign")

_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("种类", "kind", keep=True),
    Column("状态", "state", keep=True),
    Column("谈话日期", "held", keep=True),
    Column("被谈话人", "persons"),
    Column("事由", "title"),
)
_COUNTS = (
    Column("", "", keep=True),
    Column("次", "talks", right=True, keep=True),
    Column("人", "persons", right=True, keep=True),
    Column("人次", "person-times", right=True, keep=True),
    Column("涉及问题", "findings", right=True, keep=True),
    Column("已销号", "struck off", right=True, keep=True),
)
_OUTSIDER = Text("外来人员", "outsider")


def which_interview(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument that names a talk."""
    return argument(
        "which",
        "谈话的编号（可只写末尾 6 位）或笔录编号",
        "the talk's id (its last 6 letters do) or number",
        label=Text("编号", "TALK"),
    )(function)


@attrs.frozen(kw_only=True)
class InterviewList:
    """Talks that match (谈话清单).

    Attributes:
        interviews: the talks, oldest first; at most `--limit`.
        count: how many match in all.
    """

    interviews: tuple[Interview, ...]
    count: int


def _parts(
    session: Session,
    naming: Naming,
    talk: str | None,
    capacity: str | None,
    officer: str | None,
    department: str | None,
) -> list[Predicate]:
    rules, names = session.office.rules, naming.directory
    parts: list[Predicate] = []
    if talk:
        parts.append(Eq("talk", coded_of(rules, "talk", talk)))
    if capacity:
        parts.append(Has("capacities", coded_of(rules, "capacity", capacity)))
    if officer:
        parts.append(Has("officers", officer_of(names, officer)))
    if department:
        found = department_of(names, department, session.office.unit)
        parts.append(Has("departments", found))
    return parts


@option("--state", kind=choice_of(InterviewState), zh="只列此状态", en="only in this state")
@option("--talk", zh="只列此种类", en="only of this kind")
@option("--capacity", zh="只列有此身份的", en="only with somebody in this capacity")
@option("--officer", zh="只列与此人员的", en="only with this officer")
@option("--department", zh="只列与此部门的", en="only for this department")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出谈话", "List talks", result=InterviewList, within=interview)
def list_(
    session: Session,
    state: str | None,
    talk: str | None,
    capacity: str | None,
    officer: str | None,
    department: str | None,
    limit: int,
) -> None:
    """List talks."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts = _parts(session, naming, talk, capacity, officer, department)
        if state:
            parts.append(Eq("state", state))
        order = (Order("held_on"),)
        records, count = limited(view, INTERVIEW, And(tuple(parts)), order, limit)

        def shown(listed: InterviewList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        naming.coded("talk", one.talk),
                        naming.value(one.state),
                        day_text(one.held_on),
                        _persons(one, naming),
                        one.title,
                    )
                    for one in listed.interviews
                ],
            )
            shown_rest(session.screen, len(listed.interviews), listed.count)

        session.tell(InterviewList(interviews=records, count=count), shown)


def _persons(one: Interview, naming: Naming) -> str:
    comma = "、" if naming.lang == "zh" else ", "
    return comma.join(
        naming.of(person.officer) or _OUTSIDER.of(naming.lang) for person in one.persons
    )


@which_interview
@command("show", "显示一次谈话", "Show a talk", result=Interview, within=interview)
def show(session: Session, which: str) -> None:
    """Show a talk."""
    with session.reading() as view:
        record = view.get(INTERVIEW, id_of(view, INTERVIEW, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, INTERVIEW, naming))


_NO_TEXT = Text("尚未谈话。", "The talk has not been held.")


@which_interview
@command(
    "read",
    "查看谈话内容；限检察长、督察部门和谈话人",
    "Read what was said; for chief, office and interviewers",
    result=SealedRead,
    within=interview,
)
def read(session: Session, which: str) -> None:
    """Read what was said."""
    with session.reading() as view:
        id = id_of(view, INTERVIEW, which)
        text = interviews.read_interview(view, id)
    session.tell(
        SealedRead(id=id, text=text),
        lambda one: session.screen.line(
            _NO_TEXT.of(session.lang) if one.text is None else one.text
        ),
    )


_ALL = Text("合计", "all")
_HEADS = {
    "talk": Text("按谈话种类", "By kind of talk"),
    "capacity": Text("按谈话身份；一次谈话可有几种身份", "By capacity; a talk may have several"),
}


@option("--department", zh="只计与此部门的", en="only for this department")
@option("--officer", zh="只计与此人员的", en="only with this officer")
@option("--talk", zh="只计此种类", en="only of this kind")
@option("--until", kind=DAY, zh="谈话日期止", en="held until")
@option("--since", kind=DAY, zh="谈话日期起", en="held since")
@command(
    "count",
    "谈话计数：次、人、人次，按种类和身份",
    "Count talks, persons, person-times, by kind and capacity",
    result=TalkCount,
    within=interview,
)
def count(
    session: Session,
    since: dt.date | None,
    until: dt.date | None,
    talk: str | None,
    officer: str | None,
    department: str | None,
) -> None:
    """Count talks."""
    with session.reading() as view:
        naming = Naming(view, session)
        where = And(tuple(_parts(session, naming, talk, None, officer, department)))
        figures = interviews.count_talks(view, first=since, last=until, where=where)

        def shown(found: TalkCount) -> None:
            for table, rows in (("talk", found.by_talk), ("capacity", found.by_capacity)):
                session.screen.say(_HEADS[table])
                lines = [_line(naming.coded(table, row.code), row) for row in rows]
                session.screen.table(_COUNTS, lines)
            session.screen.table(_COUNTS, [_line(_ALL.of(session.lang), found.all)])

        session.tell(figures, shown)


def _line(name: str, row: TalkRow) -> tuple[str, ...]:
    figures = (row.talks, row.persons, row.person_times, row.findings, row.rectified)
    return (name, *(str(figure) for figure in figures))
