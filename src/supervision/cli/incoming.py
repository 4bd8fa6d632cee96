"""`supervision incoming` (收到的督察文书): measures of a superior or inferior unit, answered here."""

from __future__ import annotations

from collections.abc import Callable

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
from supervision.cli.values import WHOLE
from supervision.cli.words import choice_of
from supervision.domain.attachments import ATTACHMENT
from supervision.domain.incoming_measures import INCOMING, IncomingMeasure, IncomingState
from supervision.office import incoming as acts
from supervision.ports.query import And, Eq, Order, Predicate

__all__ = ["IncomingList", "incoming"]

incoming = group(
    "incoming",
    "他院发来的督察文书：签收、认领、答复",
    "Measures from other units: sign for, claim, answer",
)

_WHICH = Text("编号", "INCOMING")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("文号", "number"),
    Column("状态", "state", keep=True),
    Column("发文院", "from"),
    Column("期限", "due on"),
    Column("标题", "title"),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "收到的文书的编号，可只写末尾 6 位",
        "the record's id; its last 6 letters do",
        label=_WHICH,
    )(function)


@attrs.frozen(kw_only=True)
class IncomingList:
    """Measures received that match (收到的督察文书清单).

    Attributes:
        measures: the records, oldest first; at most `--limit`.
        count: how many match in all.
    """

    measures: tuple[IncomingMeasure, ...]
    count: int


@option("--state", kind=choice_of(IncomingState), zh="只列此状态的", en="only in this state")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command(
    "list", "列出收到的督察文书", "List measures received", result=IncomingList, within=incoming
)
def list_(session: Session, state: str | None, limit: int) -> None:
    """List measures received."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = [Eq("unit", session.office.unit)]
        if state:
            parts.append(Eq("state", state))
        order = (Order("arrived_on"),)
        records, count = limited(view, INCOMING, And(tuple(parts)), order, limit)

        def shown(listed: IncomingList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        one.document.number or "",
                        naming.value(one.state),
                        naming.of(one.from_unit),
                        day_text(one.document.due_on),
                        one.title,
                    )
                    for one in listed.measures
                ],
            )
            shown_rest(session.screen, len(listed.measures), listed.count)

        session.tell(IncomingList(measures=records, count=count), shown)


@_which
@command(
    "show",
    "显示一件收到的督察文书",
    "Show a measure received",
    result=IncomingMeasure,
    within=incoming,
)
def show(session: Session, which: str) -> None:
    """Show a measure received."""
    with session.reading() as view:
        record = view.get(INCOMING, id_of(view, INCOMING, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, INCOMING, naming))


@acting
@_which
@command("receive", "签收", "Sign for it", result=Acted, within=incoming)
def receive(session: Session, which: str, **particulars: object) -> None:
    """Sign for it."""
    with act(session, INCOMING, Particulars.of(particulars), which) as doing:
        acts.receive_incoming(doing.work, doing.id, acting=doing.acting)


@acting
@option("--department", zh="认领的部门；只任职一个部门的可不写", en="the department that claims")
@option("--plan", required=True, zh="怎么办", en="what will be done")
@_which
@command("claim", "部门认领", "Claim it for a department", result=Acted, within=incoming)
def claim(
    session: Session, which: str, plan: str, department: str | None, **particulars: object
) -> None:
    """Claim it for a department."""
    with act(session, INCOMING, Particulars.of(particulars), which) as doing:
        own = doing.department(department)
        acts.claim_incoming(doing.work, doing.id, own, plan, acting=doing.acting)


@acting
@option("--reference", multiple=True, zh="其他证据的文号", en="number of a further file")
@option("--attachment", multiple=True, zh="证据材料的编号", en="id of an attachment")
@option("--text", required=True, zh="答复内容", en="the answer")
@_which
@command(
    "answer",
    "答复；下次 tick 回传发文院，由其核验",
    "Answer it; the next tick carries it to the issuer, who judges it",
    result=Acted,
    within=incoming,
)
def answer(
    session: Session,
    which: str,
    text: str,
    attachment: tuple[str, ...],
    reference: tuple[str, ...],
    **particulars: object,
) -> None:
    """Answer it."""
    with act(session, INCOMING, Particulars.of(particulars), which) as doing:
        attached = ids_of(doing.work.view, ATTACHMENT, attachment)
        acts.answer_incoming(
            doing.work, doing.id, text, references=(*attached, *reference), acting=doing.acting
        )
