"""Old records that follow others up (跟踪督办历史台账录入): contacts, instructions, reviews.

As in `ledger_entries`. They hang on records that are here already: import those first.
"""

from __future__ import annotations

import attrs

from supervision.domain.contacts import (
    CONTACT,
    Contact,
    ContactEntered,
    ContactState,
    ContactVoided,
    check_next,
)
from supervision.domain.entering import (
    Entering,
    Entry,
    check_stands,
    check_unconcerned,
    in_order,
    need,
    none_ahead,
    written,
)
from supervision.domain.fields import prose
from supervision.domain.findings import FINDING, Finding
from supervision.domain.instruction_steps import concerned_by_instruction
from supervision.domain.instructions import (
    DOCUMENT,
    INSTRUCTION,
    Instruction,
    InstructionEntered,
    InstructionState,
    InstructionVoided,
)
from supervision.domain.item_steps import concerned_by_item
from supervision.domain.items import ITEM, Item
from supervision.domain.rectification import concerned_by
from supervision.domain.review_steps import CLOSED
from supervision.domain.reviews import (
    REVIEW,
    Review,
    ReviewEntered,
    ReviewState,
    ReviewVoided,
)
from supervision.domain.separation import Concerned
from supervision.errors import Refused

__all__ = [
    "FOLLOW_UP_ENTRIES",
    "decide_enter_contact",
    "decide_enter_instruction",
    "decide_enter_review",
]

# ---------------------------------------------------------------------------- contacts


def decide_enter_contact(contact: Contact, entering: Entering) -> tuple[ContactEntered]:
    """Enter an old contact (录入历史跟踪联系).

    Raises:
        Refused: `contact.about` on a document, `contact.nobody`, `contact.next_on`,
            `field.missing` (said), `entry.ahead`, `entry.voided`.
    """
    check_stands(contact, ContactState.VOIDED)
    if contact.about.kind == DOCUMENT:
        raise Refused("contact.about", found=contact.about.kind)
    if contact.department is None and not contact.officers:
        raise Refused("contact.nobody")
    none_ahead(contact, entering.deed.act.on, "contacted_on")
    check_next(contact.contacted_on, contact.next_on)
    contact = attrs.evolve(contact, said=prose(contact.said, "said"))
    return (ContactEntered(act=entering.deed.act, line=entering.line, record=contact),)


# ---------------------------------------------------------------------------- instructions

_I = InstructionState


def decide_enter_instruction(
    instruction: Instruction, entering: Entering
) -> tuple[InstructionEntered]:
    """Enter an old instruction (录入历史批示).

    Raises:
        Refused: `field.missing` for the text and for a leader or the capacity he wrote it in;
            `entry.*`; `separation.*` when it is closed and concerns who enters it.
    """
    check_stands(instruction, _I.VOIDED)
    if not (instruction.leader or instruction.source):
        raise Refused("field.missing", field="leader")
    if instruction.state is _I.ANSWERED:
        need(instruction, "answer", "answered_on")
    if instruction.state is _I.CLOSED:
        need(instruction, "closed_on")
    in_order(instruction, "received_on", "due_on")
    in_order(instruction, "received_on", "answered_on", "closed_on")
    none_ahead(instruction, entering.deed.act.on, "received_on", "answered_on", "closed_on")
    check_unconcerned(instruction, (_I.CLOSED,), entering, concerned_by_instruction(instruction))
    instruction = attrs.evolve(
        instruction, text=prose(instruction.text, "text"), about=prose(instruction.about, "about")
    )
    return (InstructionEntered(act=entering.deed.act, line=entering.line, record=instruction),)


# ---------------------------------------------------------------------------- reviews


def decide_enter_review(review: Review, entering: Entering) -> tuple[ReviewEntered]:
    """Enter an old review (录入历史回头看) of an item or finding that is closed.

    Problems that came back are entered as findings.

    Raises:
        Refused: `text.*`, `review.target`, `review.not_closed`, `entry.*`; `separation.*` when
            it was done and concerns who enters it.
    """
    check_stands(review, ReviewState.VOIDED)
    target = next(iter(entering.about), None)
    if not isinstance(target, Finding | Item):
        known = (ITEM.name, FINDING.name)
        raise Refused("review.target", found=review.target_kind, known=known)
    if target.state not in CLOSED:
        raise Refused("review.not_closed", id=target.id, state=target.state.value)
    if review.state is ReviewState.DONE:
        need(review, "outcome", "done_on")
    in_order(review, "planned_on", "due_on")
    in_order(review, "planned_on", "done_on")
    none_ahead(review, entering.deed.act.on, "planned_on", "done_on")
    concerned = _concerned(target, entering)
    departments = concerned.departments | frozenset(review.departments)
    concerned = Concerned(officers=concerned.officers, departments=departments)
    check_unconcerned(review, (ReviewState.DONE,), entering, concerned)
    review = written(review, entering, on=review.planned_on)
    review = attrs.evolve(review, departments=tuple(sorted(departments)))
    return (ReviewEntered(act=entering.deed.act, line=entering.line, record=review),)


def _concerned(target: Finding | Item, entering: Entering) -> Concerned:
    if isinstance(target, Finding):
        return concerned_by(target)
    return concerned_by_item(target, entering.tables.kinds.get(target.kind))


# ---------------------------------------------------------------------------- the table

FOLLOW_UP_ENTRIES: tuple[Entry, ...] = (
    Entry(
        kind=CONTACT,
        fields=(
            "about.kind",
            "about.id",
            "means",
            "contacted_on",
            "contacted_by",
            "department",
            "officers",
            "said",
            "promised",
            "next_on",
        ),
        required=("about.kind", "about.id", "means", "contacted_on", "contacted_by", "said"),
        defaults={"state": ContactState.RECORDED},
        decide=decide_enter_contact,
        void=lambda act: ContactVoided(act=act),
        voided=ContactState.VOIDED,
    ),
    Entry(
        kind=INSTRUCTION,
        fields=(
            "text",
            "about_kind",
            "about",
            "state",
            "received_on",
            "leader",
            "source",
            "department",
            "officer",
            "due_on",
            "answer",
            "answered_by",
            "answered_on",
            "returns",
            "closed_on",
        ),
        required=("text", "about", "state", "received_on"),
        defaults={"about_kind": DOCUMENT},
        decide=decide_enter_instruction,
        void=lambda act: InstructionVoided(act=act),
        voided=_I.VOIDED,
    ),
    Entry(
        kind=REVIEW,
        fields=(
            "title",
            "target_kind",
            "target",
            "turn",
            "departments",
            "checkers",
            "due_on",
            "state",
            "outcome",
            "done_on",
            "result",
            "done_by",
            "planned_on",
        ),
        required=("title", "target_kind", "target", "state", "planned_on"),
        defaults={"turn": 1},
        decide=decide_enter_review,
        void=lambda act: ReviewVoided(act=act),
        voided=ReviewState.VOIDED,
        about=lambda review: ((review.target_kind, review.target),),
    ),
)
"""What `ledger_entries` lists besides those of daily practice."""
