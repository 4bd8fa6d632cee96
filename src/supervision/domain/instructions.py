"""Instructions (批示): what a leader wrote on a record or a document, until it is answered.

An instruction may become a requirement of an item; it keeps its own clock either way. Here is
the record and how it evolves; the decisions stand in `instruction_steps`.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.handovers import HandedOver, moved, swapped
from supervision.domain.lives import begun, corrected
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.values import DepartmentId, OfficerId

__all__ = [
    "DOCUMENT",
    "INSTRUCTION",
    "CorrectInstruction",
    "Instruction",
    "InstructionAnswered",
    "InstructionChange",
    "InstructionClosed",
    "InstructionCorrected",
    "InstructionEntered",
    "InstructionReceived",
    "InstructionRequired",
    "InstructionReturned",
    "InstructionState",
    "InstructionVoided",
    "ReceiveInstruction",
    "evolve",
]

DOCUMENT = "document"
"""What an instruction on a document is about that is no record here, such as a report on paper (文件)."""


class InstructionState(enum.Enum):
    """State of an instruction (批示状态)."""

    OPEN = "open"
    """待落实"""
    ANSWERED = "answered"
    """已反馈"""
    CLOSED = "closed"
    """已办结"""
    VOIDED = "voided"
    """作废"""


@attrs.frozen(kw_only=True)
class ReceiveInstruction:
    """Enter an instruction received (登记批示). Fields as in `Instruction`."""

    text: str
    about_kind: str
    about: str
    leader: OfficerId | None = None
    source: str = ""
    received_on: dt.date | None = None
    department: DepartmentId | None = None
    officer: OfficerId | None = None
    due_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Instruction:
    """A leader's instruction on a record or document (批示).

    Attributes:
        id, unit: as in every record.
        text: what was written; no names of persons.
        about_kind, about: kind and id of the record it stands on; `document` and the document's
            number or month.
        leader: the leader, where he is an officer of the office.
        source: else in which capacity he wrote it, such as `区委书记`.
        received_on: when it was received.
        department, officer: who has to answer; nobody named: the supervision office.
        due_on: by when.
        state: where it stands.
        item, requirement: the item it became a requirement of, and which, from 0.
        answer: what was answered last.
        answered_by, answered_on: by whom, and when.
        returns: how often an answer was returned.
        closed_on: when it was closed.
        clock: clock of the answer.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    text: str
    about_kind: str
    about: str
    state: InstructionState
    received_on: dt.date
    leader: OfficerId | None = None
    source: str = ""
    department: DepartmentId | None = None
    officer: OfficerId | None = None
    due_on: dt.date | None = None
    item: str | None = None
    requirement: int | None = None
    answer: str = ""
    answered_by: OfficerId | None = None
    answered_on: dt.date | None = None
    returns: int = 0
    closed_on: dt.date | None = None
    clock: str | None = None
    imported: str | None = None


@attrs.frozen(kw_only=True)
class CorrectInstruction:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are."""

    text: str | None = None
    source: str | None = None
    department: DepartmentId | None = None
    officer: OfficerId | None = None


@attrs.frozen(kw_only=True)
class InstructionReceived:
    """An instruction was received (登记批示)."""

    id: str
    unit: str
    act: Act
    received_on: dt.date
    instruction: ReceiveInstruction
    clock: str | None = None


@attrs.frozen(kw_only=True)
class InstructionRequired:
    """It became a requirement of an item (转为工作要求). `requirement` counts from 0."""

    act: Act
    item: str
    requirement: int


@attrs.frozen(kw_only=True)
class InstructionAnswered:
    """It was answered (反馈批示)."""

    act: Act
    answer: str


@attrs.frozen(kw_only=True)
class InstructionReturned:
    """The answer was returned (退回反馈)."""

    act: Act


@attrs.frozen(kw_only=True)
class InstructionClosed:
    """The answer was accepted (批示办结)."""

    act: Act


@attrs.frozen(kw_only=True)
class InstructionCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectInstruction


@attrs.frozen(kw_only=True)
class InstructionVoided:
    """The instruction was voided (作废)."""

    act: Act


@attrs.frozen(kw_only=True)
class InstructionEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Instruction


InstructionChange = (
    InstructionReceived
    | InstructionRequired
    | InstructionAnswered
    | InstructionReturned
    | InstructionClosed
    | InstructionCorrected
    | InstructionVoided
    | HandedOver
)


def evolve(
    instruction: Instruction | None, change: InstructionChange | InstructionEntered
) -> Instruction:
    """Build the instruction from its last state and one change. Never refuses."""
    if isinstance(change, InstructionEntered):
        return change.record
    if isinstance(change, InstructionReceived):
        fields = attrs.asdict(change.instruction, recurse=False)
        return Instruction(
            id=change.id,
            unit=change.unit,
            state=InstructionState.OPEN,
            clock=change.clock,
            **(fields | {"received_on": change.received_on}),
        )
    instruction = begun(instruction, change)
    match change:
        case InstructionRequired():
            return attrs.evolve(instruction, item=change.item, requirement=change.requirement)
        case InstructionAnswered():
            return attrs.evolve(
                instruction,
                state=InstructionState.ANSWERED,
                answer=change.answer,
                answered_by=change.act.by,
                answered_on=change.act.on,
            )
        case InstructionReturned():
            return attrs.evolve(
                instruction, state=InstructionState.OPEN, returns=instruction.returns + 1
            )
        case InstructionClosed():
            return attrs.evolve(instruction, state=InstructionState.CLOSED, closed_on=change.act.on)
        case InstructionCorrected():
            return corrected(instruction, change.correction)
        case InstructionVoided():
            return attrs.evolve(instruction, state=InstructionState.VOIDED)
        case HandedOver():
            return attrs.evolve(
                instruction,
                department=moved(instruction.department, change),
                officer=swapped(instruction.officer, change),
            )
        case _:
            assert_never(change)


INSTRUCTION: RecordKind[Instruction] = RecordKind(
    name="instruction",
    prefix="isn",
    cls=Instruction,
    evolve=evolve,
    changes=(
        ChangeType("instruction.received", InstructionReceived),
        ChangeType("instruction.required", InstructionRequired),
        ChangeType("instruction.answered", InstructionAnswered),
        ChangeType("instruction.returned", InstructionReturned),
        ChangeType("instruction.closed", InstructionClosed),
        ChangeType("instruction.corrected", InstructionCorrected),
        ChangeType("instruction.voided", InstructionVoided),
        ChangeType("instruction.handed_over", HandedOver),
        ChangeType("instruction.entered", InstructionEntered),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("about_kind"),
        Column("about"),
        Column("leader"),
        Column("source"),
        Column("department"),
        Column("officer"),
        Column("item"),
        Column("received_on", ColumnType.DATE),
        Column("due_on", ColumnType.DATE),
        Column("closed_on", ColumnType.DATE),
    ),
    indexes=(("about",), ("state", "due_on"), ("department", "state"), ("officer", "state")),
)
