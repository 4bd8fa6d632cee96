"""Follow-up contacts (跟踪联系): by network, telephone, paper or meeting, on any record.

Counted in 次. A contact says with whom, what was said, what was promised and when to ask again.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.activities import OFFICE, happened_on
from supervision.domain.acts import Act
from supervision.domain.fields import prose
from supervision.domain.lives import begun, check_correction, corrected
from supervision.domain.officers import Role
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.references import Reference
from supervision.domain.separation import Deed, check_role
from supervision.domain.values import DepartmentId, OfficerId, check_day
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "CONTACT",
    "CONTACT_WORKFLOW",
    "Contact",
    "ContactChange",
    "ContactCorrected",
    "ContactEntered",
    "ContactMade",
    "ContactState",
    "ContactVoided",
    "CorrectContact",
    "MakeContact",
    "Means",
    "check_next",
    "decide_correct_contact",
    "decide_make_contact",
    "decide_void_contact",
    "evolve",
]


class Means(enum.Enum):
    """By what means (联系方式): the four of the seed office."""

    NETWORK = "network"
    TELEPHONE = "telephone"
    PAPER = "paper"
    MEETING = "meeting"


class ContactState(enum.Enum):
    """State of a contact's record (联系记录状态)."""

    RECORDED = "recorded"
    VOIDED = "voided"


@attrs.frozen(kw_only=True)
class MakeContact:
    """Enter a contact (登记跟踪联系). Fields as in `Contact`."""

    about: Reference
    means: Means
    said: str
    contacted_on: dt.date | None = None
    department: DepartmentId | None = None
    officers: tuple[OfficerId, ...] = ()
    promised: str = ""
    next_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Contact:
    """A follow-up contact (跟踪联系).

    Attributes:
        id, unit: as in every record.
        about: the record it follows up.
        means: by network, telephone, paper or meeting.
        contacted_on: day of the contact.
        state: whether the record stands.
        contacted_by: who asked for the office.
        department, officers: with whom; at least one of both.
        said: what was said.
        promised: what was promised.
        next_on: when to ask again.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    about: Reference
    means: Means
    contacted_on: dt.date
    state: ContactState
    contacted_by: OfficerId
    said: str
    department: DepartmentId | None = None
    officers: tuple[OfficerId, ...] = ()
    promised: str = ""
    next_on: dt.date | None = None
    imported: str | None = None


@attrs.frozen(kw_only=True)
class CorrectContact:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are.

    Attributes:
        cleared: names of fields to empty: `next_on`.
    """

    means: Means | None = None
    contacted_on: dt.date | None = None
    said: str | None = None
    promised: str | None = None
    next_on: dt.date | None = None
    cleared: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ContactMade:
    """The contact was entered (跟踪联系)."""

    id: str
    unit: str
    act: Act
    contacted_on: dt.date
    contact: MakeContact


@attrs.frozen(kw_only=True)
class ContactCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectContact


@attrs.frozen(kw_only=True)
class ContactVoided:
    """The record was voided (作废)."""

    act: Act


@attrs.frozen(kw_only=True)
class ContactEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Contact


ContactChange = ContactMade | ContactCorrected | ContactVoided

CONTACT_WORKFLOW: Workflow[ContactState] = Workflow(
    code="contact",
    zh="跟踪联系记录",
    en="Record of a contact",
    steps=(
        Step(name="correct", sources=(ContactState.RECORDED,), roles=OFFICE, reason=True),
        Step(
            name="void",
            sources=(ContactState.RECORDED,),
            target=ContactState.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            reason=True,
        ),
    ),
)


def decide_make_contact(
    id: str, unit: str, command: MakeContact, *, deed: Deed
) -> tuple[ContactMade]:
    """Enter a contact (登记跟踪联系).

    Raises:
        Refused: `separation.role`, `activity.future`, `field.missing` (said),
            `contact.nobody`, `contact.next_on`.
    """
    check_role("contact", deed.standing, OFFICE)
    contacted_on = happened_on(command.contacted_on, deed.act, place="contacted_on")
    if command.department is None and not command.officers:
        raise Refused("contact.nobody")
    check_next(contacted_on, command.next_on)
    command = attrs.evolve(
        command,
        said=prose(command.said, "said"),
        promised=command.promised.strip(),
        contacted_on=None,
        officers=tuple(dict.fromkeys(command.officers)),
    )
    return (
        ContactMade(id=id, unit=unit, act=deed.act, contacted_on=contacted_on, contact=command),
    )


def check_next(contacted_on: dt.date, next_on: dt.date | None) -> None:
    """Refuse to ask again before it was asked: `contact.next_on` (下次联系)."""
    if next_on is not None and check_day(next_on, place="next_on") <= contacted_on:
        raise Refused("contact.next_on", found=next_on.isoformat(), on=contacted_on.isoformat())


def decide_correct_contact(
    contact: Contact, correction: CorrectContact, *, deed: Deed
) -> tuple[ContactCorrected]:
    """Correct an entry, with a reason (更正).

    Raises:
        Refused: `workflow.step`, `correction.*`, `activity.future`, `contact.next_on`,
            `field.missing`.
    """
    CONTACT_WORKFLOW.check("correct", contact.state, deed)
    if correction.said is not None:
        correction = attrs.evolve(correction, said=prose(correction.said, "said"))
    check_correction(contact, correction, clearable=("next_on",))
    right = corrected(contact, correction)
    happened_on(right.contacted_on, deed.act, place="contacted_on")
    check_next(right.contacted_on, right.next_on)
    return (ContactCorrected(act=deed.act, correction=correction),)


def decide_void_contact(contact: Contact, *, deed: Deed) -> tuple[ContactVoided]:
    """Void a contact entered by mistake, with a reason (作废)."""
    CONTACT_WORKFLOW.check("void", contact.state, deed)
    return (ContactVoided(act=deed.act),)


def evolve(contact: Contact | None, change: ContactChange | ContactEntered) -> Contact:
    """Build the contact from its last state and one change. Never refuses."""
    if isinstance(change, ContactEntered):
        return change.record
    if isinstance(change, ContactMade):
        return Contact(
            id=change.id,
            unit=change.unit,
            state=ContactState.RECORDED,
            contacted_by=change.act.by,
            **attrs.asdict(change.contact, recurse=False) | {"contacted_on": change.contacted_on},
        )
    contact = begun(contact, change)
    match change:
        case ContactCorrected():
            return corrected(contact, change.correction)
        case ContactVoided():
            return attrs.evolve(contact, state=ContactState.VOIDED)
        case _:
            assert_never(change)


CONTACT: RecordKind[Contact] = RecordKind(
    name="contact",
    prefix="ctc",
    cls=Contact,
    evolve=evolve,
    changes=(
        ChangeType("contact.made", ContactMade),
        ChangeType("contact.corrected", ContactCorrected),
        ChangeType("contact.voided", ContactVoided),
        ChangeType("contact.entered", ContactEntered),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("means"),
        Column("about", value=lambda contact: contact.about.id),
        Column("about_kind", value=lambda contact: contact.about.kind),
        Column("department"),
        Column("contacted_by"),
        Column("contacted_on", ColumnType.DATE),
        Column("next_on", ColumnType.DATE),
    ),
    indexes=(("state", "contacted_on"), ("about",), ("next_on",)),
    many=(Many("officers"),),
)
