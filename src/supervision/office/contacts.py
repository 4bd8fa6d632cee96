"""Follow-up contacts at work (跟踪联系): one function per act, and which are due again.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

import datetime as dt

from supervision.domain.contacts import (
    CONTACT,
    Contact,
    ContactState,
    CorrectContact,
    MakeContact,
    decide_correct_contact,
    decide_make_contact,
    decide_void_contact,
)
from supervision.domain.departments import DEPARTMENT
from supervision.domain.officers import OFFICER
from supervision.office.acting import Acting, deed_of
from supervision.office.references import check_there
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import After, And, Eq, Everything, In, Not, Order, Predicate

__all__ = ["correct_contact", "due_again", "make_contact", "void_contact"]


def make_contact(work: Work, command: MakeContact, *, acting: Acting = Acting()) -> str:
    """Enter a contact about any record (登记跟踪联系); return its id."""
    check_there(work, command.about)
    if command.department is not None:
        work.load(DEPARTMENT, command.department)
    for officer in command.officers:
        work.load(OFFICER, officer)
    id = work.new_id(CONTACT)
    changes = decide_make_contact(id, work.unit, command, deed=deed_of(work, acting))
    work.stage(CONTACT, id, changes, acting.reason)
    return id


def correct_contact(
    work: Work, id: str, correction: CorrectContact, *, acting: Acting = Acting()
) -> Contact:
    """Correct an entry, with a reason (更正)."""
    contact = work.load(CONTACT, id)
    changes = decide_correct_contact(contact, correction, deed=deed_of(work, acting))
    return work.stage(CONTACT, id, changes, acting.reason)


def void_contact(work: Work, id: str, *, acting: Acting = Acting()) -> Contact:
    """Void a contact entered by mistake, with a reason (作废)."""
    contact = work.load(CONTACT, id)
    changes = decide_void_contact(contact, deed=deed_of(work, acting))
    return work.stage(CONTACT, id, changes, acting.reason)


def due_again(view: ReadView, on: dt.date, where: Predicate = Everything) -> tuple[Contact, ...]:
    """Return the contacts to be asked again by a day, soonest first (到期应再联系).

    A contact drops out once a later one on the same record was made.

    Args:
        view: what the actor may see.
        on: the day.
        where: only those that match.
    """
    stands = Eq("state", ContactState.RECORDED.value)
    due = And((where, stands, Not(Eq("next_on", None)), Not(After("next_on", on.isoformat()))))
    waiting = view.select(CONTACT, due, (Order("next_on"),))
    about = tuple(dict.fromkeys(one.about.id for one in waiting))
    last: dict[str, dt.date] = {}
    for one in view.select(CONTACT, And((stands, In("about", about)))):
        last[one.about.id] = max(one.contacted_on, last.get(one.about.id, one.contacted_on))
    return tuple(one for one in waiting if last[one.about.id] == one.contacted_on)
