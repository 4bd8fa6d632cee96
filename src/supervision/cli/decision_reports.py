"""Reports on the command line (要求报告): ask, report, return, assess."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.decision_records import decision
from supervision.cli.decision_works import problem_options, problems_of, which_work
from supervision.cli.grammar import acting, argument, command, flag, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import department_of, id_of, ids_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import DAY, INPUT, WHOLE
from supervision.cli.words import choice_of
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.findings import FINDING
from supervision.domain.report_requests import (
    REPORT_REQUEST,
    AskReport,
    ReportOutcome,
    ReportRequest,
    RequestState,
)
from supervision.errors import UsageError
from supervision.office import report_requests
from supervision.ports.query import And, Eq, In, Order, Predicate

__all__ = ["RequestList", "SealedRead", "which_report"]

_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("部门", "department"),
    Column("状态", "state", keep=True),
    Column("真实性", "outcome", keep=True),
    Column("期限", "due", keep=True),
    Column("逾期", "late", keep=True),
    Column("标题", "title"),
)


def which_report(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument that names a report request."""
    return argument(
        "which",
        "报告要求的编号，可只写末尾 6 位",
        "the report request's id; its last 6 letters do",
        label=Text("编号", "REQUEST"),
    )(function)


@attrs.frozen(kw_only=True)
class RequestList:
    """Report requests that match (报告要求清单).

    Attributes:
        requests: the requests, the earliest due first; at most `--limit`.
        count: how many match in all.
    """

    requests: tuple[ReportRequest, ...]
    count: int


@attrs.frozen(kw_only=True)
class SealedRead:
    """A sealed text (密封内容).

    Attributes:
        id: the record it belongs to.
        text: what it says; `null` when there is none.
    """

    id: str
    text: str | None


@option("--state", kind=choice_of(RequestState), zh="只列此状态", en="only in this state")
@option("--outcome", kind=choice_of(ReportOutcome), zh="只列此认定", en="only of this outcome")
@option("--department", zh="只列要求此部门的", en="only asked of this department")
@option("--work", "of", zh="只列此工作的", en="only about this work")
@flag("--late", "late", zh="只列逾期的", en="only late ones")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("reports", "列出报告要求", "List report requests", result=RequestList, within=decision)
def reports(
    session: Session,
    state: str | None,
    outcome: str | None,
    department: str | None,
    of: str | None,
    late: bool,
    limit: int,
) -> None:
    """List report requests."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = [
            Eq(field, value) for field, value in (("state", state), ("outcome", outcome)) if value
        ]
        if department:
            found = department_of(naming.directory, department, session.office.unit)
            parts.append(In("department", naming.directory.lineage(found)))
        if of:
            parts.append(Eq("work", id_of(view, DECISION_WORK, of)))
        if late:
            parts.append(Eq("late", 1))
        order = (Order("due_on"),)
        records, count = limited(view, REPORT_REQUEST, And(tuple(parts)), order, limit)

        def shown(listed: RequestList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        naming.of(one.department),
                        naming.value(one.state),
                        naming.value(one.outcome),
                        day_text(one.due_on),
                        "" if one.late is None else naming.yes(one.late),
                        one.title,
                    )
                    for one in listed.requests
                ],
            )
            shown_rest(session.screen, len(listed.requests), listed.count)

        session.tell(RequestList(requests=records, count=count), shown)


_NO_REPORT = Text("尚未报告。", "Nothing was reported yet.")


@which_report
@command(
    "read-report",
    "查看报告；限检察长、督察部门和报告的部门",
    "Read a report; for chief, office and the department",
    result=SealedRead,
    within=decision,
)
def read_report(session: Session, which: str) -> None:
    """Read a report."""
    with session.reading() as view:
        id = id_of(view, REPORT_REQUEST, which)
        text = report_requests.read_report(view, id)
    session.tell(
        SealedRead(id=id, text=text),
        lambda one: session.screen.line(
            _NO_REPORT.of(session.lang) if one.text is None else one.text
        ),
    )


@acting
@option("--asked", default="", zh="要求报告的内容", en="what must be reported")
@option("--due", kind=DAY, required=True, zh="报告期限", en="by when")
@option("--department", required=True, zh="要求哪个部门报告", en="department that must report")
@option("--title", required=True, zh="标题，一行", en="title, one line")
@which_work
@command(
    "ask-report", "就一项工作要求报告", "Ask for a report on a work", result=Acted, within=decision
)
def ask_report(
    session: Session,
    which: str,
    title: str,
    department: str,
    due: dt.date,
    asked: str,
    **particulars: object,
) -> None:
    """Ask for a report."""
    with act(session, REPORT_REQUEST, Particulars.of(particulars)) as doing:
        work = doing.work
        command = AskReport(
            work=id_of(work.view, DECISION_WORK, which),
            title=title,
            department=department_of(doing.directory, department, work.unit),
            due_on=due,
            asked=asked,
        )
        doing.done(report_requests.ask_report(work, command, acting=doing.acting))


@acting
@option("--file", kind=INPUT, zh="报告文件，密封保存", en="the report as a file, kept sealed")
@option("--text", zh="报告内容，密封保存", en="the report, kept sealed")
@which_report
@command("report", "部门报告", "Report for the department", result=Acted, within=decision)
def report(
    session: Session, which: str, text: str | None, file: Path | None, **particulars: object
) -> None:
    """Report."""
    if (text is None) == (file is None):
        raise UsageError("cli.text_or_file")
    with act(session, REPORT_REQUEST, Particulars.of(particulars), which) as doing:
        given = doing.work.seal(file.read_bytes()) if file is not None else text or ""
        report_requests.give_report(doing.work, doing.id, given, acting=doing.acting)


@acting
@which_report
@command(
    "return-report",
    "退回报告，须写理由",
    "Return a report, with a reason",
    result=Acted,
    within=decision,
)
def return_report(session: Session, which: str, **particulars: object) -> None:
    """Return a report."""
    with act(session, REPORT_REQUEST, Particulars.of(particulars), which) as doing:
        report_requests.return_report(doing.work, doing.id, acting=doing.acting)


@acting
@problem_options
@option("--outcome", kind=choice_of(ReportOutcome), required=True, zh="认定", en="what was found")
@which_report
@command(
    "assess",
    "认定报告真实性：如实、虚假、瞒报、拒报",
    "Find a report truthful, false, concealed or refused",
    result=Acted,
    within=decision,
)
def assess(
    session: Session,
    which: str,
    outcome: str,
    problems: tuple[str, ...],
    problem_of: str | None,
    nature: str,
    severity: str,
    found: tuple[str, ...],
    **particulars: object,
) -> None:
    """Assess a report."""
    with act(session, REPORT_REQUEST, Particulars.of(particulars), which) as doing:
        report_requests.assess_report(
            doing.work,
            doing.id,
            ReportOutcome(outcome),
            problems=problems_of(doing, problems, problem_of, nature, severity),
            found=ids_of(doing.work.view, FINDING, found),
            acting=doing.acting,
        )


@acting
@which_report
@command(
    "void-report",
    "作废报告要求，须写理由",
    "Void a report request, with a reason",
    result=Acted,
    within=decision,
)
def void_report(session: Session, which: str, **particulars: object) -> None:
    """Void a report request."""
    with act(session, REPORT_REQUEST, Particulars.of(particulars), which) as doing:
        report_requests.void_report(doing.work, doing.id, acting=doing.acting)
