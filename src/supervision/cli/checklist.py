"""`supervision checklist` (检查清单): issue versions, list, correct, end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import id_of, ids_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, INPUT, WHOLE, Choice
from supervision.domain.bases import BASIS
from supervision.domain.checklists import (
    CHECKLIST,
    Checklist,
    Checkpoint,
    CorrectChecklist,
    IssueChecklist,
)
from supervision.errors import UsageError
from supervision.office import checklists
from supervision.office.views import ReadView
from supervision.ports.query import And, Eq, Order, Predicate

__all__ = ["ChecklistList", "checklist"]

checklist = group("checklist", "检查清单：发布、修订、停用", "Checklists: issue, revise, end")

_WHICH = Text("编号", "CHECKLIST")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("代码", "code", keep=True),
    Column("版本", "version", right=True, keep=True),
    Column("要点", "points", right=True, keep=True),
    Column("生效", "valid from", keep=True),
    Column("失效", "valid until", keep=True),
    Column("名称", "title"),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "清单一版的编号，可只写末尾 6 位",
        "id of one version; its last 6 letters do",
        label=_WHICH,
    )(function)


@attrs.frozen(kw_only=True)
class ChecklistList:
    """Versions of checklists that match (检查清单一览).

    Attributes:
        checklists: the versions, by code and number; at most `--limit`.
        count: how many match in all.
    """

    checklists: tuple[Checklist, ...]
    count: int


@option("--code", zh="只列此代码的各版", en="only versions of this code")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command(
    "list",
    "列出检查清单的各版",
    "List versions of checklists",
    result=ChecklistList,
    within=checklist,
)
def list_(session: Session, code: str | None, limit: int) -> None:
    """List versions of checklists."""
    with session.reading() as view:
        parts: list[Predicate] = [Eq("code", code)] if code else []
        order = (Order("code"), Order("edition"))
        records, count = limited(view, CHECKLIST, And(tuple(parts)), order, limit)

        def shown(listed: ChecklistList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        one.code,
                        str(one.edition),
                        str(len(one.points)),
                        day_text(one.valid_from),
                        day_text(one.valid_until),
                        one.title,
                    )
                    for one in listed.checklists
                ],
            )
            shown_rest(session.screen, len(listed.checklists), listed.count)

        session.tell(ChecklistList(checklists=records, count=count), shown)


@_which
@command(
    "show",
    "显示清单的一版及其要点",
    "Show a version and its points",
    result=Checklist,
    within=checklist,
)
def show(session: Session, which: str) -> None:
    """Show a version of a checklist."""
    with session.reading() as view:
        record = view.get(CHECKLIST, id_of(view, CHECKLIST, which))
        naming = Naming(view, session)

        def shown(one: Checklist) -> None:
            shown_record(session.screen, attrs.evolve(one, points=()), CHECKLIST, naming)
            for point in one.points:
                told = "  ".join(part for part in (point.text, point.problem_code) if part)
                session.screen.hanging(f"{point.code}  ", told)

        session.tell(record, shown)


def _points(view: ReadView, lines: tuple[str, ...]) -> Iterator[Checkpoint]:
    """Read `code|text`, `code|text|problem code` or `code|text|problem code|basis,basis`."""
    for line in lines:
        code, _, rest = line.partition("|")
        text, _, rest = rest.partition("|")
        problem, _, bases = rest.partition("|")
        if not text.strip():
            raise UsageError("cli.checkpoint", found=line)
        named = tuple(one.strip() for one in bases.split(",") if one.strip())
        yield Checkpoint(
            code=code.strip(),
            text=text.strip(),
            problem_code=problem.strip() or None,
            basis=ids_of(view, BASIS, named),
        )


@acting
@option("--until", "valid_until", kind=DAY, zh="最后一日", en="last day")
@option(
    "--from",
    "valid_from",
    kind=DAY,
    zh="启用日期；修订时必写",
    en="first day; needed for another version",
)
@option(
    "--points",
    kind=INPUT,
    zh="要点文件，UTF-8，每行一个要点，格式同 --point",
    en="file of points, UTF-8, one a line, in the form of --point",
)
@option(
    "--point",
    "lines",
    multiple=True,
    zh="要点，写成“编号|内容|问题分类|依据”，后两项可不写",
    en="a point as CODE|TEXT|PROBLEM|BASIS; the last two may be left out",
)
@option("--title", required=True, zh="名称，一行", en="title, one line")
@option("--code", required=True, zh="各版共用的代码", en="code all versions share")
@command(
    "issue",
    "发布检查清单，或其新版",
    "Issue a checklist, or its next version",
    result=Acted,
    within=checklist,
)
def issue(
    session: Session,
    code: str,
    title: str,
    lines: tuple[str, ...],
    points: Path | None,
    valid_from: dt.date | None,
    valid_until: dt.date | None,
    **particulars: object,
) -> None:
    """Issue a version of a checklist."""
    with act(session, CHECKLIST, Particulars.of(particulars)) as doing:
        asked = IssueChecklist(
            code=code,
            title=title,
            points=tuple(_points(doing.work.view, (*lines, *_lines(points)))),
            valid_from=valid_from,
            valid_until=valid_until,
        )
        doing.done(checklists.issue_checklist(doing.work, asked, acting=doing.acting))


def _lines(file: Path | None) -> tuple[str, ...]:
    """Return the lines of a file that hold something."""
    if file is None:
        return ()
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("cli.not_utf8", file=str(file)) from error
    return tuple(line for line in text.splitlines() if line.strip())


@acting
@option("--until", required=True, kind=DAY, zh="最后一日", en="last day")
@_which
@command("end", "停用清单的一版", "Take a version out of use", result=Acted, within=checklist)
def end(session: Session, which: str, until: dt.date, **particulars: object) -> None:
    """Take a version out of use."""
    with act(session, CHECKLIST, Particulars.of(particulars), which) as doing:
        checklists.end_checklist(doing.work, doing.id, until, acting=doing.acting)


@acting
@option(
    "--clear",
    multiple=True,
    kind=Choice(("valid_from", "valid_until")),
    zh="清空此项",
    en="empty this field",
)
@option("--until", "valid_until", kind=DAY, zh="最后一日", en="last day")
@option("--from", "valid_from", kind=DAY, zh="启用日期", en="first day")
@option("--title", zh="名称", en="title")
@_which
@command(
    "correct",
    "更正名称或日期，须写理由；要点改动请发布新版",
    "Correct title or days, with a reason; for points issue a version",
    result=Acted,
    within=checklist,
)
def correct(
    session: Session,
    which: str,
    title: str | None,
    valid_from: dt.date | None,
    valid_until: dt.date | None,
    clear: tuple[str, ...],
    **particulars: object,
) -> None:
    """Correct a version of a checklist."""
    with act(session, CHECKLIST, Particulars.of(particulars), which) as doing:
        correction = CorrectChecklist(
            title=title, valid_from=valid_from, valid_until=valid_until, cleared=clear
        )
        checklists.correct_checklist(doing.work, doing.id, correction, acting=doing.acting)
