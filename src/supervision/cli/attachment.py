"""`supervision attachment` (证据材料): attach, replace, correct, void, read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, flag, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import id_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, INPUT, OUTPUT, WHOLE, Choice
from supervision.cli.words import KINDS, kind_name
from supervision.domain.attachments import (
    ATTACHMENT,
    AttachedTo,
    Attachment,
    AttachmentState,
    CorrectAttachment,
)
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.office import attachments
from supervision.office.views import ReadView
from supervision.ports.query import And, Eq, Order, Predicate

__all__ = ["AttachmentList", "ContentSaved", "attachment"]

attachment = group(
    "attachment",
    "证据材料：附卷、换版、更正、作废、读取",
    "Evidence: attach, replace, correct, void, read back",
)

_WHICH = Text("编号", "ATTACHMENT")
_FILE = Text("文件", "FILE")
_KIND = Choice({name: KINDS[name] for name in KINDS_BY_NAME if name != ATTACHMENT.name})
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("所属", "belongs to"),
    Column("标题", "title"),
    Column("类型", "type", keep=True),
    Column("所指日期", "about", keep=True),
    Column("提交日期", "handed in", keep=True),
    Column("版本", "versions", right=True, keep=True),
    Column("状态", "state", keep=True),
)
_SAVED = Text(
    "第 {number} 版，{size} 字节，摘要相符，已写入 {file}。",
    "Version {number}, {size} bytes, digests agree, written to {file}.",
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "材料的编号，可只写末尾 6 位",
        "the attachment's id; its last 6 letters do",
        label=_WHICH,
    )(function)


def _file(function: Callable[..., None]) -> Callable[..., None]:
    return argument("file", "材料文件，密封保存", "the file, kept sealed", label=_FILE, kind=INPUT)(
        function
    )


def _owner(view: ReadView, kind: str, text: str) -> AttachedTo:
    return AttachedTo(kind=kind, id=id_of(view, KINDS_BY_NAME[kind], text))


# ---------------------------------------------------------------------------- reading


@attrs.frozen(kw_only=True)
class AttachmentList:
    """Attachments that match (证据材料清单).

    Attributes:
        attachments: the attachments, the first handed in first; at most `--limit`.
        count: how many match in all.
    """

    attachments: tuple[Attachment, ...]
    count: int


@flag("--voided", zh="也列作废的", en="also what was voided")
@option("--of", "owner", nargs=2, zh="只列此记录的：种类 编号", en="only of this record: KIND ID")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出证据材料", "List evidence", result=AttachmentList, within=attachment)
def list_(session: Session, owner: tuple[str, str] | None, limit: int, voided: bool) -> None:
    """List attachments."""
    with session.reading() as view:
        parts: list[Predicate] = []
        if not voided:
            parts.append(Eq("state", AttachmentState.HELD.value))
        if owner:
            kind = _KIND.convert(owner[0], None, None)
            parts.append(Eq("owner_id", _owner(view, kind, owner[1]).id))
        order = (Order("handed_in"),)
        records, count = limited(view, ATTACHMENT, And(tuple(parts)), order, limit)
        naming = Naming(view, session)

        def shown(listed: AttachmentList) -> None:
            session.screen.table(_COLUMNS, [_row(one, naming) for one in listed.attachments])
            shown_rest(session.screen, len(listed.attachments), listed.count)

        session.tell(AttachmentList(attachments=records, count=count), shown)


def _row(one: Attachment, naming: Naming) -> tuple[str, ...]:
    return (
        short(one.id),
        f"{kind_name(one.owner.kind, naming.lang)} {short(one.owner.id)}",
        one.title,
        one.current.extension,
        day_text(one.about_on),
        day_text(one.current.handed_in),
        str(len(one.versions)),
        naming.value(one.state),
    )


@_which
@command("show", "显示一份材料", "Show an attachment", result=Attachment, within=attachment)
def show(session: Session, which: str) -> None:
    """Show an attachment."""
    with session.reading() as view:
        record = view.get(ATTACHMENT, id_of(view, ATTACHMENT, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, ATTACHMENT, naming))


@attrs.frozen(kw_only=True)
class ContentSaved:
    """A version was read back and written to a file (材料已读取).

    Attributes:
        id: the attachment.
        number: the version.
        file: where it was written.
        file_name: its name when it was handed in.
        size: bytes.
        sha256: its SHA-256, which was compared.
    """

    id: str
    number: int
    file: Path
    file_name: str
    size: int
    sha256: str


@option("--version", "number", kind=WHOLE, zh="第几版，默认最新", en="which; by default the last")
@option("--to", "target", kind=OUTPUT, required=True, zh="写到哪个文件", en="file to write")
@_which
@command(
    "save",
    "读取材料并核对摘要，写到文件",
    "Read it back, compare its digests, write it to a file",
    result=ContentSaved,
    within=attachment,
)
def save(session: Session, which: str, target: Path, number: int | None) -> None:
    """Write a version to a file."""
    with session.reading() as view:
        id = id_of(view, ATTACHMENT, which)
        found = attachments.content_of(session.office, view, id, number)
    target.write_bytes(found.content)
    result = ContentSaved(
        id=id,
        number=found.number,
        file=target,
        file_name=found.file_name,
        size=len(found.content),
        sha256=found.attachment.versions[found.number - 1].sha256,
    )
    session.tell(
        result,
        lambda one: session.screen.say(
            _SAVED, number=one.number, size=one.size, file=str(one.file)
        ),
    )


# ---------------------------------------------------------------------------- acts


@acting
@option("--about", kind=DAY, zh="材料所指的日期", en="the day the material is about")
@option("--title", required=True, zh="标题，一行；不写姓名", en="title, one line; no names")
@_file
@argument(
    "which",
    "记录的编号，可只写末尾 6 位；事项和措施可写文号",
    "the record's id; its last 6 letters do; items and measures by number",
    label=Text("编号", "ID"),
)
@argument("kind", "记录种类", "kind of record", label=Text("种类", "KIND"), kind=_KIND)
@command("add", "把材料附到一条记录", "Attach a file to a record", result=Acted, within=attachment)
def add(
    session: Session,
    kind: str,
    which: str,
    file: Path,
    title: str,
    about: dt.date | None,
    **particulars: object,
) -> None:
    """Attach a file to a record."""
    with act(session, ATTACHMENT, Particulars.of(particulars)) as doing:
        owner = _owner(doing.work.view, kind, which)
        doing.done(
            attachments.add_attachment(
                doing.work,
                owner,
                title,
                file.name,
                file.read_bytes(),
                about_on=about,
                acting=doing.acting,
            )
        )


@acting
@_file
@_which
@command(
    "replace",
    "更换版本，旧版保留，须写理由",
    "Replace it by a new version, with a reason; the old one stays",
    result=Acted,
    within=attachment,
)
def replace(session: Session, which: str, file: Path, **particulars: object) -> None:
    """Replace the content."""
    with act(session, ATTACHMENT, Particulars.of(particulars), which) as doing:
        attachments.replace_attachment(
            doing.work, doing.id, file.name, file.read_bytes(), acting=doing.acting
        )


@acting
@flag("--no-day", zh="不指某一日期", en="it is about no day")
@option("--about", kind=DAY, zh="材料所指的日期", en="the day the material is about")
@option("--title", zh="标题", en="title")
@_which
@command(
    "correct", "更正，须写理由", "Correct an entry, with a reason", result=Acted, within=attachment
)
def correct(
    session: Session,
    which: str,
    title: str | None,
    about: dt.date | None,
    no_day: bool,
    **particulars: object,
) -> None:
    """Correct title or day."""
    with act(session, ATTACHMENT, Particulars.of(particulars), which) as doing:
        cleared = ("about_on",) if no_day else ()
        correction = CorrectAttachment(title=title, about_on=about, cleared=cleared)
        attachments.correct_attachment(doing.work, doing.id, correction, acting=doing.acting)


@acting
@_which
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=attachment)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void an attachment."""
    with act(session, ATTACHMENT, Particulars.of(particulars), which) as doing:
        attachments.void_attachment(doing.work, doing.id, acting=doing.acting)
