"""Decisions about instructions (批示的决定): receive, pass on, answer, return, close."""

from __future__ import annotations

import attrs

from supervision.domain.fields import prose
from supervision.domain.instructions import (
    CorrectInstruction,
    Instruction,
    InstructionAnswered,
    InstructionClosed,
    InstructionCorrected,
    InstructionReceived,
    InstructionRequired,
    InstructionReturned,
    InstructionState,
    InstructionVoided,
    ReceiveInstruction,
)
from supervision.domain.lives import check_correction
from supervision.domain.officers import Role
from supervision.domain.separation import Concerned, Deed, check_role
from supervision.domain.values import DepartmentId
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "INSTRUCTION_WORKFLOW",
    "concerned_by_instruction",
    "decide_answer_instruction",
    "decide_close_instruction",
    "decide_correct_instruction",
    "decide_receive",
    "decide_require",
    "decide_return_instruction",
    "decide_void_instruction",
]

_S = InstructionState
_HEAD = (Role.SUPERVISION_HEAD,)
_OFFICE = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
_LEADERS = (Role.CHIEF, Role.DEPUTY)
_ORDERING = (*_LEADERS, *_HEAD)

INSTRUCTION_WORKFLOW: Workflow[InstructionState] = Workflow(
    code="instruction",
    zh="批示办理流程",
    en="Course of an instruction",
    steps=(
        Step(name="require", sources=(_S.OPEN,), roles=_ORDERING),
        Step(name="answer", sources=(_S.OPEN,), target=_S.ANSWERED),
        Step(
            name="return",
            sources=(_S.ANSWERED,),
            target=_S.OPEN,
            roles=_ORDERING,
            independent=True,
            reason=True,
        ),
        Step(
            name="close",
            sources=(_S.ANSWERED,),
            target=_S.CLOSED,
            roles=_ORDERING,
            independent=True,
        ),
        Step(name="correct", sources=(_S.OPEN,), roles=_OFFICE, reason=True),
        Step(
            name="void",
            sources=(_S.OPEN, _S.ANSWERED),
            target=_S.VOIDED,
            roles=_HEAD,
            independent=True,
            reason=True,
        ),
    ),
)


def concerned_by_instruction(instruction: Instruction) -> Concerned:
    """Return who may not judge the answer: whoever has to give it, and gave it."""
    officers = {one for one in (instruction.officer, instruction.answered_by) if one}
    departments: set[DepartmentId] = {instruction.department} if instruction.department else set()
    return Concerned(officers=frozenset(officers), departments=frozenset(departments))


def _check(step: str, instruction: Instruction, deed: Deed) -> None:
    concerned = concerned_by_instruction(instruction)
    INSTRUCTION_WORKFLOW.check(step, instruction.state, deed, concerned)


def decide_receive(
    id: str, unit: str, command: ReceiveInstruction, *, deed: Deed, clock: str | None = None
) -> tuple[InstructionReceived]:
    """Enter an instruction (登记批示).

    Raises:
        Refused: `separation.role`; `field.missing` for text, what it is about, and a leader
            or the capacity he wrote it in; `instruction.future` when it was received after
            the act; `instruction.due_past` when it would be due before it was received.
    """
    check_role("receive", deed.standing, (*_OFFICE, *_LEADERS))
    received_on = command.received_on or deed.act.on
    if received_on > deed.act.on:
        raise Refused(
            "instruction.future", found=received_on.isoformat(), on=deed.act.on.isoformat()
        )
    if command.due_on is not None and command.due_on < received_on:
        raise Refused(
            "instruction.due_past",
            found=command.due_on.isoformat(),
            received_on=received_on.isoformat(),
        )
    command = attrs.evolve(
        command,
        text=prose(command.text, "text"),
        about=prose(command.about, "about"),
        source=command.source.strip(),
        received_on=None,
    )
    if not (command.leader or command.source):
        raise Refused("field.missing", field="leader")
    return (
        InstructionReceived(
            id=id,
            unit=unit,
            act=deed.act,
            received_on=received_on,
            instruction=command,
            clock=clock,
        ),
    )


def decide_require(
    instruction: Instruction, item: str, requirement: int, *, deed: Deed
) -> tuple[InstructionRequired]:
    """Make it a requirement of an item (转为工作要求). `requirement` counts from 0.

    Raises:
        Refused: `workflow.step`, `separation.role`; `instruction.required` when it is one.
    """
    _check("require", instruction, deed)
    if instruction.item is not None:
        raise Refused("instruction.required", id=instruction.id, item=instruction.item)
    return (InstructionRequired(act=deed.act, item=item, requirement=requirement),)


def decide_answer_instruction(
    instruction: Instruction, answer: str, *, deed: Deed
) -> tuple[InstructionAnswered]:
    """Say what was done about it (反馈批示).

    Raises:
        Refused: `workflow.step`; `instruction.not_addressed` for whoever it is not addressed
            to; `instruction.early` before it was received; `field.missing` (answer).
    """
    _check("answer", instruction, deed)
    own = deed.standing
    named = instruction.department or instruction.officer
    addressed = own.officer == instruction.officer or instruction.department in own.departments
    if not (addressed if named else own.roles.intersection(_OFFICE)):
        raise Refused("instruction.not_addressed", officer=own.officer)
    if deed.act.on < instruction.received_on:
        raise Refused(
            "instruction.early",
            found=deed.act.on.isoformat(),
            received_on=instruction.received_on.isoformat(),
        )
    return (InstructionAnswered(act=deed.act, answer=prose(answer, "answer")),)


def decide_return_instruction(
    instruction: Instruction, *, deed: Deed
) -> tuple[InstructionReturned]:
    """Return the answer, with a reason (退回反馈)."""
    _check("return", instruction, deed)
    return (InstructionReturned(act=deed.act),)


def decide_close_instruction(instruction: Instruction, *, deed: Deed) -> tuple[InstructionClosed]:
    """Accept the answer (批示办结)."""
    _check("close", instruction, deed)
    return (InstructionClosed(act=deed.act),)


def decide_correct_instruction(
    instruction: Instruction, correction: CorrectInstruction, *, deed: Deed
) -> tuple[InstructionCorrected]:
    """Correct an entry, with a reason (更正).

    Raises:
        Refused: `workflow.step`, `separation.role`, `correction.empty`, `field.missing` (text).
    """
    _check("correct", instruction, deed)
    check_correction(instruction, correction)
    if correction.text is not None:
        correction = attrs.evolve(correction, text=prose(correction.text, "text"))
    return (InstructionCorrected(act=deed.act, correction=correction),)


def decide_void_instruction(instruction: Instruction, *, deed: Deed) -> tuple[InstructionVoided]:
    """Void an instruction entered by mistake, with a reason (作废)."""
    _check("void", instruction, deed)
    return (InstructionVoided(act=deed.act),)
