"""Instructions at work (批示办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits. An instruction with a last day has
a clock from the day it was received; it ends with the answer that was accepted.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.clocks import Owner
from supervision.domain.instruction_steps import (
    decide_answer_instruction,
    decide_close_instruction,
    decide_correct_instruction,
    decide_receive,
    decide_require,
    decide_return_instruction,
    decide_void_instruction,
)
from supervision.domain.instructions import (
    DOCUMENT,
    INSTRUCTION,
    CorrectInstruction,
    Instruction,
    ReceiveInstruction,
)
from supervision.domain.items import ITEM
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.reckoning import LastDay, Term
from supervision.domain.requirements import Requirement
from supervision.domain.timekeeping import StartClock
from supervision.domain.values import DepartmentId, start_of
from supervision.errors import Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.clocks import start_clock, stop_clock
from supervision.office.items import add_requirement
from supervision.office.work import Work

__all__ = [
    "answer_instruction",
    "close_instruction",
    "correct_instruction",
    "receive",
    "require",
    "return_instruction",
    "void_instruction",
]

PURPOSE = "answer_instruction"
"""Purpose of an instruction's clock."""


def receive(work: Work, command: ReceiveInstruction, *, acting: Acting = Acting()) -> str:
    """Enter an instruction received (登记批示); return its id.

    Raises:
        Refused: `instruction.about` for a kind there is not, and as `decide_receive`.
        NotFound: `record.not_found` for the record it stands on.
    """
    _check_about(work, command)
    id = work.new_id(INSTRUCTION)
    (change,) = decide_receive(id, work.unit, command, deed=deed_of(work, acting))
    if command.due_on is not None:
        term = Term(started_at=start_of(change.received_on), limit=LastDay(day=command.due_on))
        ask = StartClock(owner=Owner(kind=INSTRUCTION.name, id=id), purpose=PURPOSE, term=term)
        change = attrs.evolve(change, clock=start_clock(work, ask, acting=acting))
    work.stage(INSTRUCTION, id, (change,), acting.reason)
    return id


def _check_about(work: Work, command: ReceiveInstruction) -> None:
    if command.about_kind == DOCUMENT:
        return
    kind = KINDS_BY_NAME.get(command.about_kind)
    if kind is None:
        known = (DOCUMENT, *KINDS_BY_NAME)
        raise Refused("instruction.about", found=command.about_kind, known=known)
    work.load(kind, command.about)


def require(
    work: Work,
    id: str,
    item: str,
    *,
    department: DepartmentId | None = None,
    due_on: dt.date | None = None,
    acting: Acting = Acting(),
) -> Instruction:
    """Make it a requirement of an item (转为工作要求); by default as it is addressed and due.

    The requirement has a clock of its own once the item is at work.
    """
    instruction = work.load(INSTRUCTION, id)
    deed = deed_of(work, acting)
    place = len(work.load(ITEM, item).requirements)
    changes = decide_require(instruction, item, place, deed=deed)
    asked = Requirement(
        text=instruction.text,
        department=department or instruction.department,
        officers=(instruction.officer,) if instruction.officer else (),
        due_on=due_on or instruction.due_on,
        instruction=id,
    )
    add_requirement(work, item, asked, acting=acting)
    return work.stage(INSTRUCTION, id, changes, acting.reason)


def answer_instruction(
    work: Work, id: str, answer: str, *, acting: Acting = Acting()
) -> Instruction:
    """Say what was done about it (反馈批示)."""
    changes = decide_answer_instruction(
        work.load(INSTRUCTION, id), answer, deed=deed_of(work, acting)
    )
    return work.stage(INSTRUCTION, id, changes, acting.reason)


def return_instruction(work: Work, id: str, *, acting: Acting = Acting()) -> Instruction:
    """Return the answer, with a reason (退回反馈); the clock runs on."""
    changes = decide_return_instruction(work.load(INSTRUCTION, id), deed=deed_of(work, acting))
    return work.stage(INSTRUCTION, id, changes, acting.reason)


def close_instruction(work: Work, id: str, *, acting: Acting = Acting()) -> Instruction:
    """Accept the answer (批示办结); it was in time if the answer was."""
    instruction = work.load(INSTRUCTION, id)
    changes = decide_close_instruction(instruction, deed=deed_of(work, acting))
    closed = work.stage(INSTRUCTION, id, changes, acting.reason)
    if closed.clock is not None and closed.answered_on is not None:
        stop_clock(work, closed.clock, at=start_of(closed.answered_on), acting=acting)
    return closed


def correct_instruction(
    work: Work, id: str, correction: CorrectInstruction, *, acting: Acting = Acting()
) -> Instruction:
    """Correct an entry, with a reason (更正)."""
    instruction = work.load(INSTRUCTION, id)
    changes = decide_correct_instruction(instruction, correction, deed=deed_of(work, acting))
    return work.stage(INSTRUCTION, id, changes, acting.reason)


def void_instruction(work: Work, id: str, *, acting: Acting = Acting()) -> Instruction:
    """Void an instruction entered by mistake, with a reason (作废)."""
    instruction = work.load(INSTRUCTION, id)
    changes = decide_void_instruction(instruction, deed=deed_of(work, acting))
    voided = work.stage(INSTRUCTION, id, changes, acting.reason)
    if instruction.clock is not None:
        stop_clock(work, instruction.clock, cancelled=True, acting=acting)
    return voided
