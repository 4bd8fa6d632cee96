"""What waits beside the work itself (待办：回头看、批示、来文、账号)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supervision.domain.account_steps import ADMINISTRATORS, confirmation_for
from supervision.domain.accounts import ACCOUNT, Account, AccountState
from supervision.domain.incoming_measures import INCOMING, IncomingMeasure, IncomingState
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

__all__ = [
    "Waiting",
    "waiting_accounts",
    "waiting_incoming",
    "waiting_instructions",
    "waiting_reviews",
]

Waiting = tuple[str, str, str, str | None]
"""The step that waits, the record, its title, and the clock it runs by."""

_OFFICE = frozenset({Role.SUPERVISION_HEAD, Role.INSPECTOR})
_HEADS = frozenset({Role.HEAD, Role.DEPUTY_HEAD, Role.LIAISON})
_COMING = (
    IncomingState.ARRIVED.value,
    IncomingState.RECEIVED.value,
    IncomingState.CLAIMED.value,
)
_GRANTING = frozenset({*ADMINISTRATORS, Role.CHIEF})
_PROPOSED = (AccountState.PROPOSED.value, AccountState.LEAVING.value)
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


def waiting_incoming(view: ReadView, standing: Standing) -> Iterator[tuple[str, IncomingMeasure]]:
    """Yield what other units sent: to be signed for, claimed, answered (待签收、认领、答复的来文)."""
    own = Eq("unit", view.actor.unit)
    for one in view.each(INCOMING, And((own, In("state", _COMING)))):
        if one.state is IncomingState.ARRIVED and standing.roles & _OFFICE:
            yield "receive", one
        elif one.state is IncomingState.RECEIVED and standing.roles & _HEADS:
            yield "claim", one
        elif any(department in standing.departments for department in one.departments):
            yield "answer", one


def waiting_accounts(view: ReadView, standing: Standing) -> Iterator[tuple[str, Account]]:
    """Yield accounts and ends of posts he may confirm (待确认的账号、免职)."""
    if not standing.roles & _GRANTING:
        return
    own = Eq("unit", view.actor.unit)
    for one in view.each(ACCOUNT, And((own, In("state", _PROPOSED)))):
        step = confirmation_for(one, standing)
        if step is not None:
            yield step, one


def _answers(instruction: Instruction, standing: Standing) -> bool:
    if instruction.department is None and instruction.officer is None:
        return bool(standing.roles & _OFFICE)
    return instruction.officer == standing.officer or instruction.department in standing.departments
