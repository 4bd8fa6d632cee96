"""`supervision circular` (通报): draft, issue, serve, sign for, confirm, close."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs

from supervision.cli.acts import Doing, Particulars, act
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import department_of, id_of, ids_of, officer_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import INPUT, WHOLE
from supervision.cli.words import choice_of
from supervision.domain.bases import BASIS
from supervision.domain.circular_changes import CorrectCircular
from supervision.domain.circulars import (
    CIRCULAR,
    Circular,
    CircularState,
    DraftCircular,
    NamedPerson,
)
from supervision.domain.findings import FINDING
from supervision.domain.measures import MEASURE, Service
from supervision.office import circulars
from supervision.ports.query import And, Eq, Has, Order, Predicate

__all__ = ["CircularList", "circular"]

circular = group(
    "circular",
    "通报：拟制、印发、送达、签收、落实反馈",
    "Circulars: draft, issue, serve, sign for, confirm",
)

_WHICH = Text("编号", "CIRCULAR")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("文号", "number", keep=True),
    Column("状态", "state", keep=True),
    Column("印发", "issued", keep=True),
    Column("待反馈", "unconfirmed", right=True, keep=True),
    Column("标题", "title"),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "通报的编号（可只写末尾 6 位）或文号",
        "the circular's id (its last 6 letters do) or document number",
        label=_WHICH,
    )(function)


def _for(function: Callable[..., None]) -> Callable[..., None]:
    return option(
        "--department",
        zh="代表哪个部门；只任一个部门的不必写",
        en="for which department; not needed with one post",
    )(function)


@attrs.frozen(kw_only=True)
class CircularList:
    """Circulars that match (通报清单).

    Attributes:
        circulars: the circulars, oldest first; at most `--limit`.
        count: how many match in all.
    """

    circulars: tuple[Circular, ...]
    count: int


@option("--state", kind=choice_of(CircularState), zh="只列此状态", en="only in this state")
@option("--department", zh="只列发给此部门的", en="only to this department")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出通报", "List circulars", result=CircularList, within=circular)
def list_(session: Session, state: str | None, department: str | None, limit: int) -> None:
    """List circulars."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = []
        if state:
            parts.append(Eq("state", state))
        if department:
            found = department_of(naming.directory, department, session.office.unit)
            parts.append(Has("departments", found))
        order = (Order("drafted_on"),)
        records, count = limited(view, CIRCULAR, And(tuple(parts)), order, limit)

        def shown(listed: CircularList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        one.number or "",
                        naming.value(one.state),
                        day_text(one.issued_on),
                        str(one.unconfirmed),
                        one.title,
                    )
                    for one in listed.circulars
                ],
            )
            shown_rest(session.screen, len(listed.circulars), listed.count)

        session.tell(CircularList(circulars=records, count=count), shown)


@_which
@command("show", "显示一份通报", "Show a circular", result=Circular, within=circular)
def show(session: Session, which: str) -> None:
    """Show a circular."""
    with session.reading() as view:
        record = view.get(CIRCULAR, id_of(view, CIRCULAR, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, CIRCULAR, naming))


def _persons(
    doing: Doing, named: tuple[str, ...], hidden: tuple[str, ...]
) -> tuple[NamedPerson, ...]:
    told = [NamedPerson(officer=officer_of(doing.directory, one), named=True) for one in named]
    return (
        *told,
        *(NamedPerson(officer=officer_of(doing.directory, one)) for one in hidden),
    )


def _persons_options(function: Callable[..., None]) -> Callable[..., None]:
    hidden = option(
        "--anonymous", multiple=True, zh="隐名通报的人员", en="a person meant but not named"
    )(function)
    return option("--named", multiple=True, zh="署名通报的人员", en="a person named")(hidden)


@acting
@option("--basis", multiple=True, zh="依据的编号", en="id of a basis")
@option("--follows", multiple=True, zh="前一措施", en="a measure it follows on a higher rung")
@_persons_options
@option("--finding", "about", multiple=True, zh="通报的问题", en="a finding it makes known")
@option("--text", default="", zh="情况和要求", en="circumstances, and what is asked for")
@option("--scope", default="", zh="范围", en="what was looked at")
@option("--to", multiple=True, required=True, zh="发送对象，可多次", en="a department it goes to")
@option("--title", required=True, zh="标题，一行", en="title, one line")
@command("draft", "拟制一份通报", "Draft a circular", result=Acted, within=circular)
def draft(
    session: Session,
    title: str,
    to: tuple[str, ...],
    scope: str,
    text: str,
    about: tuple[str, ...],
    named: tuple[str, ...],
    anonymous: tuple[str, ...],
    follows: tuple[str, ...],
    basis: tuple[str, ...],
    **particulars: object,
) -> None:
    """Draft a circular."""
    with act(session, CIRCULAR, Particulars.of(particulars)) as doing:
        view, unit = doing.work.view, doing.work.unit
        asked = DraftCircular(
            title=title,
            to=tuple(department_of(doing.directory, one, unit) for one in to),
            scope=scope,
            text=text,
            findings=ids_of(view, FINDING, about),
            persons=_persons(doing, named, anonymous),
            follows=ids_of(view, MEASURE, follows),
            basis=ids_of(view, BASIS, basis),
        )
        doing.done(circulars.draft_circular(doing.work, asked, acting=doing.acting))


@acting
@_persons_options
@option("--text", zh="情况和要求", en="circumstances, and what is asked for")
@option("--scope", zh="范围", en="what was looked at")
@option("--title", zh="标题，一行", en="title, one line")
@_which
@command(
    "correct", "更正草稿，须写理由", "Correct a draft, with a reason", result=Acted, within=circular
)
def correct(
    session: Session,
    which: str,
    title: str | None,
    scope: str | None,
    text: str | None,
    named: tuple[str, ...],
    anonymous: tuple[str, ...],
    **particulars: object,
) -> None:
    """Correct a draft."""
    with act(session, CIRCULAR, Particulars.of(particulars), which) as doing:
        correction = CorrectCircular(
            title=title,
            scope=scope,
            text=text,
            persons=_persons(doing, named, anonymous) or None,
        )
        circulars.correct_circular(doing.work, doing.id, correction, acting=doing.acting)


@acting
@_which
@command("issue", "印发并取文号", "Issue it under a number", result=Acted, within=circular)
def issue(session: Session, which: str, **particulars: object) -> None:
    """Issue a circular."""
    with act(session, CIRCULAR, Particulars.of(particulars), which) as doing:
        circulars.issue_circular(doing.work, doing.id, acting=doing.acting)


@acting
@option("--receipt", kind=INPUT, zh="送达回证，密封保存", en="the signed receipt, kept sealed")
@option(
    "--service",
    kind=choice_of(Service),
    default="network",
    zh="送达方式",
    en="how it was served",
)
@option("--department", required=True, zh="送达哪个部门", en="on which department")
@_which
@command("serve", "送达一个对象", "Serve it on an addressee", result=Acted, within=circular)
def serve(
    session: Session,
    which: str,
    department: str,
    service: str,
    receipt: Path | None,
    **particulars: object,
) -> None:
    """Serve a circular."""
    with act(session, CIRCULAR, Particulars.of(particulars), which) as doing:
        circulars.serve_circular(
            doing.work,
            doing.id,
            department_of(doing.directory, department, doing.work.unit),
            Service(service),
            receipt=doing.work.seal(receipt.read_bytes()) if receipt is not None else None,
            acting=doing.acting,
        )


@acting
@_for
@_which
@command("receive", "签收", "Sign for it", result=Acted, within=circular)
def receive(session: Session, which: str, department: str | None, **particulars: object) -> None:
    """Sign for a circular."""
    with act(session, CIRCULAR, Particulars.of(particulars), which) as doing:
        own = doing.department(department)
        circulars.receive_circular(doing.work, doing.id, own, acting=doing.acting)


@acting
@option("--text", required=True, zh="落实情况", en="what was done upon it")
@_for
@_which
@command("confirm", "反馈落实情况", "Confirm what was done", result=Acted, within=circular)
def confirm(
    session: Session, which: str, department: str | None, text: str, **particulars: object
) -> None:
    """Confirm a circular."""
    with act(session, CIRCULAR, Particulars.of(particulars), which) as doing:
        own = doing.department(department)
        circulars.confirm_circular(doing.work, doing.id, own, text, acting=doing.acting)


@acting
@_which
@command("close", "办结", "Close it", result=Acted, within=circular)
def close(session: Session, which: str, **particulars: object) -> None:
    """Close a circular."""
    with act(session, CIRCULAR, Particulars.of(particulars), which) as doing:
        circulars.close_circular(doing.work, doing.id, acting=doing.acting)


@acting
@_which
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=circular)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void a circular."""
    with act(session, CIRCULAR, Particulars.of(particulars), which) as doing:
        circulars.void_circular(doing.work, doing.id, acting=doing.acting)
