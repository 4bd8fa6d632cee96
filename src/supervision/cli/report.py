"""`supervision report` (检务督察专报): draw up, issue, list, read again, void."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import attrs

from supervision.builtin.whole_files import write_whole
from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import id_of, officer_of, short
from supervision.cli.naming import Naming
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, MONTH, OUTPUT, WHOLE, Kind
from supervision.cli.words import choice_of
from supervision.domain.periods import parse_period
from supervision.domain.reports import REPORT, Report, ReportState
from supervision.office.reports import (
    ReadAgain,
    ReportDraft,
    draft_report,
    issue_report,
    read_report,
    void_report,
)
from supervision.ports.query import And, Eq, Order, Predicate

__all__ = ["ReportList", "report"]

report = group(
    "report",
    "检务督察专报：起草、签发、复读、作废",
    "Reports to the chief: draw up, issue, read again, void",
)

_MONTH = Text("年-月", "YYYY-MM")
_WHICH = Text("编号", "REPORT")
_SAVED = Text("已写入 {file}。", "Written to {file}.")
_ERASED = Text("正文已删除。", "The text was erased.")
_KEPT = Text("正文与签发时一致。", "The text is as it was issued.")
_NOT_KEPT = Text(
    "正文与签发时的摘要不符：请核验日志（supervision verify）。",
    "The text does not have the digest it was issued with: run supervision verify.",
)
_REDRAWN = Text(
    "由日志第 {seq} 条重新起草，内容相同。",
    "Drawn up again from entry {seq}, it comes out the same.",
)
_NOT_REDRAWN = Text(
    "由日志第 {seq} 条重新起草，内容不同：本院规则表或软件版本已有变化，以保存的正文为准。",
    "Drawn up again from entry {seq}, it differs: the office's tables or the software have changed. "
    "The text kept is the one issued.",
)
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("周期", "period", keep=True),
    Column("状态", "state", keep=True),
    Column("截至", "as of", keep=True),
    Column("签发日期", "issued on", keep=True),
    Column("签发人", "issued by"),
    Column("报送", "to"),
)


@attrs.frozen(kw_only=True)
class ReportList:
    """Reports that match (专报清单).

    Attributes:
        reports: the reports, oldest period first; at most `--limit`.
        count: how many match in all.
    """

    reports: tuple[Report, ...]
    count: int


def _drawn(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command what a report is drawn up with."""
    for add in (
        option(
            "--out",
            "target",
            kind=OUTPUT,
            zh="把正文写入 Markdown 文件",
            en="write the text to a Markdown file",
        ),
        option(
            "--proposal",
            "proposals",
            multiple=True,
            zh="督察部门的建议，一条一行",
            en="a proposal of the office, one line",
        ),
        option(
            "--as-of",
            "as_of",
            kind=DAY,
            zh="截至哪一天，默认今天",
            en="the day it speaks of, by default today",
        ),
        argument("month", "哪个月", "which month", label=_MONTH, kind=MONTH),
    ):
        function = add(function)
    return function


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "专报的编号，可只写末尾 6 位",
        "the report's id; its last 6 letters do",
        label=_WHICH,
    )(function)


@option(
    "--seq",
    kind=WHOLE,
    zh="依据日志第几条以前的记录，默认到最后一条",
    en="the journal entry it rests on, by default the last",
)
@_drawn
@command(
    "monthly",
    "起草月度专报，不签发",
    "Draw up the monthly report without issuing it",
    more=Text(
        "同一日志条目、同一截至日，每次起草的内容完全相同。涉密记录不计入；不出现人员姓名。",
        "From one journal entry and for one day it comes out the same every time. Confidential records are left out, "
        "and no person is named.",
    ),
    result=ReportDraft,
    within=report,
)
def monthly(
    session: Session,
    month: str,
    as_of: dt.date | None,
    proposals: tuple[str, ...],
    target: Path | None,
    seq: int | None,
) -> None:
    """Draw a report up."""
    draft = draft_report(
        session.office,
        session.actor,
        parse_period(month),
        as_of=as_of,
        seq=seq,
        language=session.lang,
        proposals=proposals,
    )
    _write(target, draft.text)

    def shown(one: ReportDraft) -> None:
        if target is None:
            session.screen.line(one.text.rstrip("\n"))
        else:
            session.screen.say(_SAVED, file=target)

    session.tell(draft, shown)


@acting
@option(
    "--to",
    "addressee",
    kind=Kind("officer", Text("人员", "OFFICER")),
    zh="报送哪位检察长，默认当日在任的检察长",
    en="the chief it goes to, by default the one in office",
)
@_drawn
@command("issue", "起草并签发月度专报", "Draw up and issue it", result=Acted, within=report)
def issue(
    session: Session,
    month: str,
    as_of: dt.date | None,
    proposals: tuple[str, ...],
    target: Path | None,
    addressee: str | None,
    **particulars: object,
) -> None:
    """Issue a report."""
    asked = Particulars.of(particulars)
    draft = draft_report(
        session.office,
        session.actor,
        parse_period(month),
        as_of=as_of or asked.on,
        language=session.lang,
        proposals=proposals,
    )
    with act(session, REPORT, asked) as doing:
        to = officer_of(doing.directory, addressee) if addressee else None
        doing.done(issue_report(doing.work, draft, addressee=to, acting=doing.acting))
    _write(target, draft.text)


@option("--state", kind=choice_of(ReportState), zh="只列此状态", en="only in this state")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少份", en="at most so many")
@command("list", "列出专报", "List reports", result=ReportList, within=report)
def list_(session: Session, state: str | None, limit: int) -> None:
    """List reports."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: tuple[Predicate, ...] = (Eq("state", state),) if state else ()
        order = (Order("period_first"),)
        records, count = limited(view, REPORT, And(parts), order, limit)

        def shown(listed: ReportList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        one.period.code,
                        naming.value(one.state),
                        one.as_of.isoformat(),
                        one.issued_on.isoformat(),
                        naming.of(one.issued_by),
                        naming.of(one.addressee),
                    )
                    for one in listed.reports
                ],
            )
            shown_rest(session.screen, len(listed.reports), listed.count)

        session.tell(ReportList(reports=records, count=count), shown)


@option("--out", "target", kind=OUTPUT, zh="把正文写入文件", en="write the text to a file")
@_which
@command(
    "show",
    "复读一份专报并证明其未改动",
    "Read a report again and prove it unchanged",
    more=Text(
        "先核对保存的正文与签发时的摘要，再由日志重新起草一遍比对。",
        "The text kept is compared with the digest it was issued with; then the report is drawn up again from the "
        "journal and compared.",
    ),
    result=ReadAgain,
    within=report,
)
def show(session: Session, which: str, target: Path | None) -> None:
    """Read a report again."""
    with session.reading() as view:
        id = id_of(view, REPORT, which)
        naming = Naming(view, session)
        again = read_report(session.office, session.actor, id)
        if again.text is not None:
            _write(target, again.text)

        def shown(one: ReadAgain) -> None:
            screen = session.screen
            shown_record(screen, one.report, REPORT, naming)
            screen.line()
            if one.text is None:
                screen.say(_ERASED)
            elif target is None:
                screen.line(one.text)
            else:
                screen.say(_SAVED, file=target)
            if one.text is not None:
                screen.say(_KEPT if one.kept else _NOT_KEPT)
            screen.say(_REDRAWN if one.redrawn else _NOT_REDRAWN, seq=one.report.seq)

        session.tell(again, shown)


@acting
@_which
@command(
    "void", "作废一份专报，须写理由", "Void a report, with a reason", result=Acted, within=report
)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void a report."""
    with act(session, REPORT, Particulars.of(particulars), which) as doing:
        void_report(doing.work, doing.id, acting=doing.acting)


def _write(target: Path | None, text: str) -> None:
    if target is not None:
        write_whole(target, text.encode())
