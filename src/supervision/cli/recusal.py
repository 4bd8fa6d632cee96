"""`supervision recusal` (回避): ask, order, grant, refuse, reconsider, end."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from supervision.cli.acts import Doing, Particulars, act
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import id_of, officer_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.references import reference_of
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import WHOLE, Choice
from supervision.cli.words import choice_of
from supervision.domain.recusals import (
    RECUSAL,
    AskRecusal,
    CorrectRecusal,
    Recusal,
    RecusalGround,
    RecusalState,
)
from supervision.domain.references import Reference
from supervision.domain.subjects_of import CASE
from supervision.domain.values import OfficerId
from supervision.office import recusals
from supervision.office.views import ReadView
from supervision.ports.query import And, Eq, Not, Order, Predicate

__all__ = ["RecusalList", "recusal"]

recusal = group("recusal", "回避：提出、决定、复议、解除", "Recusals: ask, decide, reconsider, end")

_WHICH = Text("编号", "RECUSAL")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("回避人", "officer", keep=True),
    Column("状态", "state", keep=True),
    Column("记录", "record"),
    Column("事由", "ground"),
    Column("提出", "asked on"),
    Column("起", "since"),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "回避的编号，可只写末尾 6 位",
        "the recusal's id; its last 6 letters do",
        label=_WHICH,
    )(function)


def _attended(function: Callable[..., None]) -> Callable[..., None]:
    return option(
        "--attended",
        multiple=True,
        zh="参加讨论的人员；由检委会决定的必写",
        en="who took part; needed where the committee decides",
    )(function)


def _about(view: ReadView, text: str) -> Reference:
    """Return the record a text means, or the case: `case:NUMBER`, 案件:NUMBER."""
    named, _, number = text.replace("：", ":").partition(":")
    if named.strip() in (CASE, "案件") and number.strip():
        return Reference(kind=CASE, id=number.strip())
    return reference_of(view, text)


def _officers(doing: Doing, texts: tuple[str, ...]) -> tuple[OfficerId, ...]:
    return tuple(officer_of(doing.directory, one) for one in texts)


@attrs.frozen(kw_only=True)
class RecusalList:
    """Recusals that match (回避清单).

    Attributes:
        recusals: the recusals, oldest first; at most `--limit`; voided ones are left out.
        count: how many match in all.
    """

    recusals: tuple[Recusal, ...]
    count: int


@option("--state", kind=choice_of(RecusalState), zh="只列此状态的", en="only in this state")
@option("--officer", zh="只列此人的", en="only of this officer")
@option("--about", zh="只列此记录的，写成 种类:编号", en="only from this record, as KIND:ID")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出回避", "List recusals", result=RecusalList, within=recusal)
def list_(
    session: Session, state: str | None, officer: str | None, about: str | None, limit: int
) -> None:
    """List recusals."""
    with session.reading() as view:
        naming = Naming(view, session)
        voided = Eq("state", RecusalState.VOIDED.value)
        parts: list[Predicate] = [Eq("state", state) if state else Not(voided)]
        if officer:
            parts.append(Eq("officer", officer_of(naming.directory, officer)))
        if about:
            parts.append(Eq("about", _about(view, about).id))
        records, count = limited(view, RECUSAL, And(tuple(parts)), (Order("asked_on"),), limit)

        def shown(listed: RecusalList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        naming.of(one.officer),
                        naming.value(one.state),
                        f"{one.about.kind}:{short(one.about.id)}",
                        naming.value(one.ground),
                        day_text(one.asked_on),
                        day_text(one.since),
                    )
                    for one in listed.recusals
                ],
            )
            shown_rest(session.screen, len(listed.recusals), listed.count)

        session.tell(RecusalList(recusals=records, count=count), shown)


@_which
@command("show", "显示一条回避", "Show a recusal", result=Recusal, within=recusal)
def show(session: Session, which: str) -> None:
    """Show a recusal."""
    with session.reading() as view:
        record = view.get(RECUSAL, id_of(view, RECUSAL, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, RECUSAL, naming))


def _asking(function: Callable[..., None]) -> Callable[..., None]:
    for add in (
        option("--detail", default="", zh="情况说明", en="the ground in words"),
        option(
            "--ground",
            required=True,
            kind=choice_of(RecusalGround),
            zh="事由：近亲属、担任过证人、有利害关系、其他",
            en="close_relative, witness, interest, other",
        ),
        argument(
            "about",
            "回避的记录，写成 种类:编号；整个案件写成 案件:案号",
            "the record, as KIND:ID; a whole case as case:NUMBER",
            label=Text("记录", "RECORD"),
        ),
    ):
        function = add(function)
    return function


@acting
@option(
    "--outsider", zh="院外申请人的姓名，密封保存", en="name of a requester from outside; sealed"
)
@option("--requested-by", zh="本院申请人", en="the officer who requests it")
@option(
    "--officer", zh="被申请回避人；不写即办理人自行回避", en="whose recusal; by default one's own"
)
@_asking
@command("ask", "提出回避：自行或申请", "Ask for a recusal", result=Acted, within=recusal)
def ask(
    session: Session,
    about: str,
    ground: str,
    detail: str,
    officer: str | None,
    requested_by: str | None,
    outsider: str | None,
    **particulars: object,
) -> None:
    """Ask for a recusal."""
    with act(session, RECUSAL, Particulars.of(particulars)) as doing:
        work, directory = doing.work, doing.directory
        asked = AskRecusal(
            officer=officer_of(directory, officer) if officer else doing.acting.by or work.actor.id,
            about=_about(work.view, about),
            ground=RecusalGround(ground),
            detail=detail,
            requested_by=officer_of(directory, requested_by) if requested_by else None,
            requester=work.seal(outsider.encode()) if outsider else None,
        )
        doing.done(recusals.ask_recusal(work, asked, acting=doing.acting))


@acting
@_attended
@option("--officer", required=True, zh="须回避的人员", en="who has to keep out")
@_asking
@command(
    "order", "指令回避，须写理由", "Order a recusal, with a reason", result=Acted, within=recusal
)
def order(
    session: Session,
    about: str,
    ground: str,
    detail: str,
    officer: str,
    attended: tuple[str, ...],
    **particulars: object,
) -> None:
    """Order a recusal."""
    with act(session, RECUSAL, Particulars.of(particulars)) as doing:
        asked = AskRecusal(
            officer=officer_of(doing.directory, officer),
            about=_about(doing.work.view, about),
            ground=RecusalGround(ground),
            detail=detail,
        )
        present = _officers(doing, attended)
        made = recusals.order_recusal(doing.work, asked, attended=present, acting=doing.acting)
        doing.done(made)


@acting
@_attended
@_which
@command("grant", "决定回避", "Grant it", result=Acted, within=recusal)
def grant(session: Session, which: str, attended: tuple[str, ...], **particulars: object) -> None:
    """Grant a recusal."""
    with act(session, RECUSAL, Particulars.of(particulars), which) as doing:
        recusals.grant_recusal(
            doing.work, doing.id, attended=_officers(doing, attended), acting=doing.acting
        )


@acting
@_attended
@_which
@command("refuse", "驳回，须写理由", "Refuse it, with a reason", result=Acted, within=recusal)
def refuse(session: Session, which: str, attended: tuple[str, ...], **particulars: object) -> None:
    """Refuse a recusal."""
    with act(session, RECUSAL, Particulars.of(particulars), which) as doing:
        recusals.refuse_recusal(
            doing.work, doing.id, attended=_officers(doing, attended), acting=doing.acting
        )


@acting
@_which
@command(
    "reconsider",
    "对驳回申请复议，须写理由",
    "Ask for a refusal to be reconsidered, with a reason",
    result=Acted,
    within=recusal,
)
def reconsider(session: Session, which: str, **particulars: object) -> None:
    """Ask for reconsideration."""
    with act(session, RECUSAL, Particulars.of(particulars), which) as doing:
        recusals.reconsider_recusal(doing.work, doing.id, acting=doing.acting)


@acting
@_attended
@_which
@command("end", "解除回避，须写理由", "End it, with a reason", result=Acted, within=recusal)
def end(session: Session, which: str, attended: tuple[str, ...], **particulars: object) -> None:
    """End a recusal."""
    with act(session, RECUSAL, Particulars.of(particulars), which) as doing:
        recusals.end_recusal(
            doing.work, doing.id, attended=_officers(doing, attended), acting=doing.acting
        )


@acting
@option("--clear", multiple=True, kind=Choice(("detail",)), zh="清空此项", en="empty this field")
@option("--detail", zh="情况说明", en="the ground in words")
@option("--ground", kind=choice_of(RecusalGround), zh="事由", en="ground")
@_which
@command(
    "correct", "更正，须写理由", "Correct an entry, with a reason", result=Acted, within=recusal
)
def correct(
    session: Session,
    which: str,
    ground: str | None,
    detail: str | None,
    clear: tuple[str, ...],
    **particulars: object,
) -> None:
    """Correct a recusal."""
    with act(session, RECUSAL, Particulars.of(particulars), which) as doing:
        correction = CorrectRecusal(
            ground=RecusalGround(ground) if ground else None, detail=detail, cleared=clear
        )
        recusals.correct_recusal(doing.work, doing.id, correction, acting=doing.acting)


@acting
@_which
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=recusal)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void a recusal."""
    with act(session, RECUSAL, Particulars.of(particulars), which) as doing:
        recusals.void_recusal(doing.work, doing.id, acting=doing.acting)
