"""`supervision contact` (跟踪联系): make, list what is due again, correct, void."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import department_of, id_of, officer_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.references import reference_of
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE, Choice
from supervision.cli.words import choice_of, kind_name
from supervision.domain.contacts import (
    CONTACT,
    Contact,
    ContactState,
    CorrectContact,
    MakeContact,
    Means,
)
from supervision.office import contacts
from supervision.ports.query import And, Eq, In, Not, Order, Predicate

__all__ = ["ContactList", "contact"]

contact = group(
    "contact",
    "跟踪联系：网络、电话、书面、会议",
    "Contacts by network, telephone, paper, meeting",
)

_WHICH = Text("编号", "CONTACT")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("日期", "on", keep=True),
    Column("方式", "means", keep=True),
    Column("所涉记录", "about"),
    Column("联系内容", "said"),
    Column("下次联系", "next on", keep=True),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "联系的编号，可只写末尾 6 位",
        "the contact's id; its last 6 letters do",
        label=_WHICH,
    )(function)


@attrs.frozen(kw_only=True)
class ContactList:
    """Contacts that match (跟踪联系清单).

    Attributes:
        contacts: the contacts, oldest first; at most `--limit`; voided ones are left out.
        count: how many match in all, in 次.
    """

    contacts: tuple[Contact, ...]
    count: int


@option("--about", zh="只列此记录的，写成 种类:编号", en="only about this record, as KIND:ID")
@option("--means", kind=choice_of(Means), zh="只列此方式的", en="only by these means")
@option("--department", zh="只列与此部门的", en="only with this department")
@option(
    "--due",
    kind=DAY,
    zh="只列到此日应再联系而未联系的",
    en="only those to be asked again by this day",
)
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出跟踪联系", "List contacts", result=ContactList, within=contact)
def list_(
    session: Session,
    about: str | None,
    means: str | None,
    department: str | None,
    due: dt.date | None,
    limit: int,
) -> None:
    """List contacts."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = [Not(Eq("state", ContactState.VOIDED.value))]
        if about:
            parts.append(Eq("about", reference_of(view, about).id))
        if means:
            parts.append(Eq("means", means))
        if department:
            found = department_of(naming.directory, department, session.office.unit)
            parts.append(In("department", naming.directory.lineage(found)))
        if due is None:
            order = (Order("contacted_on"),)
            records, count = limited(view, CONTACT, And(tuple(parts)), order, limit)
        else:
            waiting = contacts.due_again(view, due, And(tuple(parts)))
            records, count = waiting[:limit], len(waiting)

        def shown(listed: ContactList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        day_text(one.contacted_on),
                        naming.value(one.means),
                        f"{kind_name(one.about.kind, session.lang)} {short(one.about.id)}",
                        one.said,
                        day_text(one.next_on),
                    )
                    for one in listed.contacts
                ],
            )
            shown_rest(session.screen, len(listed.contacts), listed.count)

        session.tell(ContactList(contacts=records, count=count), shown)


@_which
@command("show", "显示一次跟踪联系", "Show a contact", result=Contact, within=contact)
def show(session: Session, which: str) -> None:
    """Show a contact."""
    with session.reading() as view:
        record = view.get(CONTACT, id_of(view, CONTACT, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, CONTACT, naming))


@acting
@option("--next-on", kind=DAY, zh="下次联系日期", en="when to ask again")
@option("--promised", default="", zh="对方承诺的事项", en="what was promised")
@option("--officer", "officers", multiple=True, zh="与谁联系", en="with whom")
@option("--department", zh="与哪个部门联系", en="with which department")
@option("--contacted-on", kind=DAY, zh="联系日期，默认行为日期", en="day; by default the act's")
@option("--said", required=True, zh="联系内容", en="what was said")
@option("--means", kind=choice_of(Means), required=True, zh="联系方式", en="by what means")
@argument(
    "about",
    "跟踪的记录，写成 种类:编号，如：督察事项:4KQ7ZB",
    "the record followed up, as KIND:ID such as item:4KQ7ZB",
    label=Text("记录", "RECORD"),
)
@command("make", "登记一次跟踪联系", "Enter a contact", result=Acted, within=contact)
def make(
    session: Session,
    about: str,
    means: str,
    said: str,
    contacted_on: dt.date | None,
    department: str | None,
    officers: tuple[str, ...],
    promised: str,
    next_on: dt.date | None,
    **particulars: object,
) -> None:
    """Enter a contact."""
    with act(session, CONTACT, Particulars.of(particulars)) as doing:
        work, directory = doing.work, doing.directory
        asked = MakeContact(
            about=reference_of(work.view, about),
            means=Means(means),
            said=said,
            contacted_on=contacted_on,
            department=department_of(directory, department, work.unit) if department else None,
            officers=tuple(officer_of(directory, one) for one in officers),
            promised=promised,
            next_on=next_on,
        )
        doing.done(contacts.make_contact(work, asked, acting=doing.acting))


@acting
@option("--clear", multiple=True, kind=Choice(("next_on",)), zh="清空此项", en="empty this field")
@option("--next-on", kind=DAY, zh="下次联系日期", en="when to ask again")
@option("--promised", zh="对方承诺的事项", en="what was promised")
@option("--contacted-on", kind=DAY, zh="联系日期", en="day of the contact")
@option("--said", zh="联系内容", en="what was said")
@option("--means", kind=choice_of(Means), zh="联系方式", en="by what means")
@_which
@command(
    "correct", "更正，须写理由", "Correct an entry, with a reason", result=Acted, within=contact
)
def correct(
    session: Session,
    which: str,
    means: str | None,
    said: str | None,
    contacted_on: dt.date | None,
    promised: str | None,
    next_on: dt.date | None,
    clear: tuple[str, ...],
    **particulars: object,
) -> None:
    """Correct a contact."""
    with act(session, CONTACT, Particulars.of(particulars), which) as doing:
        correction = CorrectContact(
            means=Means(means) if means else None,
            said=said,
            contacted_on=contacted_on,
            promised=promised,
            next_on=next_on,
            cleared=clear,
        )
        contacts.correct_contact(doing.work, doing.id, correction, acting=doing.acting)


@acting
@_which
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=contact)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void a contact."""
    with act(session, CONTACT, Particulars.of(particulars), which) as doing:
        contacts.void_contact(doing.work, doing.id, acting=doing.acting)
