"""What waits after the end, and what leaders wrote (待办：回头看与批示)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supervision.domain.instruction_steps import (
    INSTRUCTION_WORKFLOW,
    concerned_by_instruction,
)
from supervision.domain.instructions import INSTRUCTION, Instruction, InstructionState
from supervision.domain.posts import Role
from supervision.domain.reviews import REVIEW, ReviewState
from supervision.domain.separation import Concerned, Standing
from supervision.domain.workflows import Step
from supervision.office.views import ReadView
from supervision.ports.query import And, Eq, Has, In

__all__ = ["Waiting", "waiting_instructions", "waiting_reviews"]

Waiting = tuple[str, str, str, str | None]
"""The step that waits, the record, its title, and the clock it runs by."""

_OFFICE = frozenset({Role.SUPERVISION_HEAD, Role.INSPECTOR})
_RUNNING = (InstructionState.OPEN.value, InstructionState.ANSWERED.value)


def waiting_reviews(view: ReadView, standing: Standing) -> Iterator[Waiting]:
    """Yield the planned reviews he was named to check in (待完成的回头看)."""
    planned = Eq("state", ReviewState.PLANNED.value)
    for review in view.each(REVIEW, And((planned, Has("checkers", standing.officer)))):
        yield "complete", review.id, review.title, review.clock


def waiting_instructions(
    view: ReadView, standing: Standing, may: Callable[[Step[InstructionState], Concerned], bool]
) -> Iterator[Waiting]:
    """Yield the instructions he has to answer or may close (待反馈、待办结的批示)."""
    closing = next(step for step in INSTRUCTION_WORKFLOW.steps if step.name == "close")
    for one in view.each(INSTRUCTION, In("state", _RUNNING)):
        if one.state is InstructionState.OPEN and _answers(one, standing):
            yield "answer", one.id, one.text, one.clock
        if one.state is InstructionState.ANSWERED and may(closing, concerned_by_instruction(one)):
            yield "close", one.id, one.text, one.clock


def _answers(instruction: Instruction, standing: Standing) -> bool:
    if instruction.department is None and instruction.officer is None:
        return bool(standing.roles & _OFFICE)
    return instruction.officer == standing.officer or instruction.department in standing.departments
