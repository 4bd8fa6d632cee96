"""`supervision file` (密卷): open, list, show, grant, hand over, release, close, log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import attrs

from supervision.cli.acts import Doing, Particulars, act, acting_of
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.lookup import officer_of, short
from supervision.cli.naming import Naming, day_text, moment_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, INPUT, WHOLE
from supervision.cli.words import choice_of
from supervision.domain.closed_file_changes import OpenClosedFile, ProposeGrant, Purpose
from supervision.domain.closed_files import CLOSED_FILE, ClosedFile
from supervision.domain.informers import INFORMER
from supervision.domain.marks import Mark
from supervision.domain.values import day_of
from supervision.errors import UsageError
from supervision.office import closed_files
from supervision.office.closed_files import FileView
from supervision.office.directory import Directory

__all__ = ["FileList", "file"]

file = group(
    "file",
    "密卷：立卷、授权、移交、解除、封存",
    "Closed files: open, grant, hand over, release, close",
)

_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("状态", "state", keep=True),
    Column("用途", "purpose", keep=True),
    Column("密级", "mark", keep=True),
    Column("立卷", "opened", keep=True),
    Column("标题", "title"),
)
_LOG = (
    Column("时间", "when", keep=True),
    Column("何人", "who", keep=True),
    Column("办什么", "what for", keep=True),
    Column("事由", "why"),
)
_OPENED = Text("密卷 {id} 已立。", "Closed file {id} is open.")
_NONE = Text("没有您今天可以进入的密卷。", "There is no closed file you may enter today.")


@attrs.frozen(kw_only=True)
class FileList:
    """Closed files one holds (我的密卷).

    Attributes:
        files: the files, oldest first.
    """

    files: tuple[ClosedFile, ...]


def _number(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "number", "授权的序号", "the grant's number", label=Text("序号", "NUMBER"), kind=WHOLE
    )(function)


def _within(session: Session) -> str:
    """Return the file worked in.

    Raises:
        UsageError: `cli.which_file` without `--in-file`.
    """
    found = session.closed_file
    if found is None:
        raise UsageError("cli.which_file")
    return found


def _act(session: Session, options: dict[str, object], do: Callable[[Doing], object]) -> None:
    """Run one act on the file worked in."""
    _within(session)
    with act(session, CLOSED_FILE, Particulars.of(options)) as doing:
        do(doing)
        doing.done(doing.work.file or "")


@acting
@option("--mark", kind=choice_of(Mark), default="internal", zh="密级", en="mark")
@option("--parent", zh="事项的密卷；单独存放线索来源人身份时写", en="file of the matter")
@option("--approved-by", required=True, zh="谁批准立卷；须是另一人", en="who approved it")
@option(
    "--purpose",
    kind=choice_of(Purpose),
    required=True,
    zh="用途",
    en="what it is for",
)
@argument("title", "标题，一行", "one line", label=Text("标题", "TITLE"))
@command("open", "立卷", "Open a closed file", result=Acted, within=file)
def open_(
    session: Session,
    title: str,
    purpose: str,
    approved_by: str,
    parent: str | None,
    mark: str,
    **options: object,
) -> None:
    """Open a closed file."""
    with session.office.new_file(session.actor) as work:
        directory = Directory.of(work.view)
        command = OpenClosedFile(
            title=title,
            purpose=Purpose(purpose),
            approved_by=officer_of(directory, approved_by),
            mark=Mark(mark),
            parent=closed_files.known_file(work.view, work.office, parent) if parent else None,
        )
        asked = acting_of(work, directory, Particulars.of(options))
        id = closed_files.open_file(work, command, acting=asked)
        receipt = work.commit()
    result = Acted(id=id, kind=CLOSED_FILE.name, state="open", entries=len(receipt.headers))
    session.tell(result, lambda done: session.screen.say(_OPENED, id=done.id))


@command("list", "我今天可以进入的密卷", "Closed files I may enter", result=FileList, within=file)
def list_(session: Session) -> None:
    """List the files held."""
    with session.office.read(session.actor) as view:
        naming = Naming(view, session)
        held = closed_files.held_files(view, day_of(session.office.now()))

        def shown(listed: FileList) -> None:
            if not listed.files:
                session.screen.say(_NONE)
                return
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        naming.value(one.state),
                        naming.value(one.purpose),
                        naming.value(one.mark),
                        day_text(one.opened_on),
                        one.title,
                    )
                    for one in listed.files
                ],
            )

        session.tell(FileList(files=held), shown)


@command("show", "查看密卷与授权", "Show the file and its grants", result=ClosedFile, within=file)
def show(session: Session) -> None:
    """Show the file worked in."""
    id = _within(session)
    with session.reading() as view:
        naming = Naming(view, session)
        record = view.get(CLOSED_FILE, id)
        session.tell(record, lambda one: shown_record(session.screen, one, CLOSED_FILE, naming))


@acting
@option("--request", zh="答复哪一件知悉申请", en="the access request it answers")
@option("--record", "records", multiple=True, zh="只可查阅的记录，可多次写", en="only this record")
@option("--until", kind=DAY, zh="授权的末日", en="last day")
@option("--from", "from_", kind=DAY, zh="授权的首日；默认当日", en="first day; by default today")
@argument("officer", "授权给谁", "for whom", label=Text("人员", "OFFICER"))
@command("propose", "提请授权；须写理由", "Propose a grant", result=Acted, within=file)
def propose(
    session: Session,
    officer: str,
    from_: dt.date | None,
    until: dt.date | None,
    records: tuple[str, ...],
    request: str | None,
    **options: object,
) -> None:
    """Propose a grant."""

    def do(doing: Doing) -> None:
        view, office = doing.work.view, doing.work.office
        command = ProposeGrant(
            officer=officer_of(doing.directory, officer),
            reason=doing.acting.reason,
            from_=from_,
            until=until,
            records=records,
            request=closed_files.known_file(view, office, request) if request else None,
        )
        closed_files.propose_grant(doing.work, command, acting=doing.acting)

    _act(session, options, do)


@acting
@_number
@command("approve", "批准授权", "Approve a grant", result=Acted, within=file)
def approve(session: Session, number: int, **options: object) -> None:
    """Approve a grant."""
    _act(
        session,
        options,
        lambda doing: closed_files.approve_grant(doing.work, number, acting=doing.acting),
    )


@acting
@_number
@command("refuse", "不予授权；须写理由", "Refuse a grant", result=Acted, within=file)
def refuse(session: Session, number: int, **options: object) -> None:
    """Refuse a grant."""
    _act(
        session,
        options,
        lambda doing: closed_files.refuse_grant(doing.work, number, acting=doing.acting),
    )


@acting
@_number
@command("end", "终止授权；须写理由", "End a grant", result=Acted, within=file)
def end(session: Session, number: int, **options: object) -> None:
    """End a grant."""
    _act(
        session,
        options,
        lambda doing: closed_files.end_grant(doing.work, number, acting=doing.acting),
    )


@acting
@argument("officer", "移交给谁", "to whom", label=Text("人员", "OFFICER"))
@command("custody", "移交保管；须写理由", "Hand over custody", result=Acted, within=file)
def custody(session: Session, officer: str, **options: object) -> None:
    """Hand over custody."""
    _act(
        session,
        options,
        lambda doing: closed_files.hand_over_custody(
            doing.work, officer_of(doing.directory, officer), acting=doing.acting
        ),
    )


@acting
@option("--happened", kind=DAY, zh="事件发生的日期", en="when it happened")
@argument("event", "因何事件解除", "what happened", label=Text("事件", "EVENT"))
@command("release", "因事件解除", "Release on an event", result=Acted, within=file)
def release(session: Session, event: str, happened: dt.date | None, **options: object) -> None:
    """Release the file."""
    _act(
        session,
        options,
        lambda doing: closed_files.release_file(
            doing.work, event, on=happened, acting=doing.acting
        ),
    )


@acting
@command("close", "封存；须写理由", "Close the file", result=Acted, within=file)
def close(session: Session, **options: object) -> None:
    """Close the file."""
    _act(session, options, lambda doing: closed_files.close_file(doing.work, acting=doing.acting))


@attrs.frozen(kw_only=True)
class FileLog:
    """Who entered a closed file (查阅登记).

    Attributes:
        views: oldest first; this reading is the last.
    """

    views: tuple[FileView, ...]


@command("log", "谁在何时因何查阅过", "Who entered, when and why", result=FileLog, within=file)
def log(session: Session) -> None:
    """Show the access log."""
    id = _within(session)
    with session.reading() as view:
        naming = Naming(view, session)
        result = FileLog(views=closed_files.access_log(view, id))

        def shown(told: FileLog) -> None:
            session.screen.table(
                _LOG,
                [
                    (
                        moment_text(one.at),
                        naming.of(one.officer),
                        one.asked,
                        "" if one.why == one.asked else one.why,
                    )
                    for one in told.views
                ],
            )

        session.tell(result, shown)


@acting
@option(
    "--identity", kind=INPUT, required=True, zh="写明身份的文件，密封保存", en="who, kept sealed"
)
@argument("code_name", "代号，其他记录用它", "what others call him", label=Text("代号", "CODE"))
@command("informer", "登记线索来源人", "Register an informer", result=Acted, within=file)
def informer(session: Session, code_name: str, identity: Path, **options: object) -> None:
    """Register an informer."""
    _within(session)
    with act(session, INFORMER, Particulars.of(options)) as doing:
        sealed = doing.work.seal(identity.read_bytes())
        id = closed_files.register_informer(doing.work, code_name, sealed, acting=doing.acting)
        doing.done(id)
