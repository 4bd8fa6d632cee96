"""Decisions about instructions (批示)."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.instruction_steps import (
    concerned_by_instruction,
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
    CorrectInstruction,
    Instruction,
    InstructionChange,
    InstructionState,
    InstructionVoided,
    ReceiveInstruction,
    evolve,
)
from supervision.domain.posts import Role
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import JournalError, Refused

TODAY = dt.date(2026, 3, 2)
EARLIER, LATER = TODAY - dt.timedelta(days=5), TODAY + dt.timedelta(days=5)
FIRST, OFFICE = DepartmentId("dep_1"), DepartmentId("dep_dc")
LEADER = OfficerId("off_chief")


def deed(role: Role, department: DepartmentId = OFFICE, on: dt.date = TODAY) -> Deed:
    standing = Standing(
        officer=OfficerId(f"off_{role.value}"),
        departments=frozenset({department}),
        roles=frozenset({role}),
    )
    return Deed(act=Act(by=standing.officer, on=on), standing=standing, reason="核对")


HEAD, CHIEF, FIRSTS = deed(Role.SUPERVISION_HEAD), deed(Role.CHIEF), deed(Role.HEAD, FIRST)
RECEIVED = ReceiveInstruction(
    text=" 请抓紧落实 ",
    about_kind=DOCUMENT,
    about="2026年2月专报",
    leader=LEADER,
    received_on=EARLIER,
    department=FIRST,
    due_on=LATER,
)


def refusal(call: object) -> Refused:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value


def received(by: Deed = HEAD, **more: object) -> Instruction:
    command = attrs.evolve(RECEIVED, **more)
    (change,) = decide_receive("isn_1", "unt_1", command, deed=by)
    return evolve(None, change)


def after(one: Instruction, changes: tuple[InstructionChange, ...]) -> Instruction:
    for change in changes:
        one = evolve(one, change)
    return one


def answered(one: Instruction, by: Deed = FIRSTS) -> Instruction:
    return after(one, decide_answer_instruction(one, " 已落实 ", deed=by))


def test_an_instruction_is_answered_returned_answered_again_and_closed() -> None:
    one = received()
    assert (one.text, one.received_on, one.state) == (
        "请抓紧落实",
        EARLIER,
        InstructionState.OPEN,
    )
    one = answered(one)
    assert (one.answer, one.answered_by, one.answered_on) == ("已落实", "off_head", TODAY)
    one = after(one, decide_return_instruction(one, deed=CHIEF))
    assert (one.state, one.returns) == (InstructionState.OPEN, 1)
    one = answered(one)
    one = after(one, decide_close_instruction(one, deed=CHIEF))
    assert (one.state, one.closed_on) == (InstructionState.CLOSED, TODAY)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": " "}, "field.missing"),
        ({"about": " "}, "field.missing"),
        ({"leader": None, "source": " "}, "field.missing"),
        ({"received_on": LATER}, "instruction.future"),
        ({"due_on": EARLIER - dt.timedelta(days=1)}, "instruction.due_past"),
    ],
)
def test_what_an_instruction_needs(more: dict[str, object], code: str) -> None:
    assert refusal(lambda: received(**more)).code == code


def test_a_leader_outside_is_named_by_his_capacity() -> None:
    one = received(leader=None, source=" 区委书记 ", received_on=None, due_on=None)
    assert (one.source, one.received_on) == ("区委书记", TODAY)


def test_entering_belongs_to_the_office_and_the_leaders() -> None:
    assert received(CHIEF)
    assert refusal(lambda: received(FIRSTS)).code == "separation.role"


def test_whom_it_is_addressed_to_answers() -> None:
    assert refusal(lambda: answered(received(), HEAD)).code == "instruction.not_addressed"
    personal = received(department=None, officer=FIRSTS.standing.officer)
    assert answered(personal)
    to_nobody = received(department=None)
    assert answered(to_nobody, HEAD)
    assert refusal(lambda: answered(to_nobody)).code == "instruction.not_addressed"
    before = deed(Role.HEAD, FIRST, on=EARLIER - dt.timedelta(days=1))
    assert refusal(lambda: answered(received(), before)).code == "instruction.early"


def test_whoever_answered_does_not_close() -> None:
    one = answered(received(department=None), HEAD)
    assert refusal(lambda: decide_close_instruction(one, deed=HEAD)).code == "separation.named"
    inside = attrs.evolve(CHIEF, standing=attrs.evolve(CHIEF.standing, departments={FIRST}))
    theirs = answered(received())
    assert refusal(lambda: decide_close_instruction(theirs, deed=inside)).code == (
        "separation.department"
    )
    assert concerned_by_instruction(theirs).officers == {"off_head"}


def test_it_becomes_a_requirement_once() -> None:
    one = after(received(), decide_require(received(), "itm_1", 3, deed=CHIEF))
    assert (one.item, one.requirement) == ("itm_1", 3)
    error = refusal(lambda: decide_require(one, "itm_2", 0, deed=CHIEF))
    assert (error.code, error.details["item"]) == ("instruction.required", "itm_1")


def test_it_is_corrected_and_voided_with_a_reason() -> None:
    one = received()
    right = CorrectInstruction(text=" 限期落实 ")
    assert after(one, decide_correct_instruction(one, right, deed=HEAD)).text == "限期落实"
    moved = CorrectInstruction(department=OFFICE)
    assert after(one, decide_correct_instruction(one, moved, deed=HEAD)).department == OFFICE
    nothing = CorrectInstruction()
    assert refusal(lambda: decide_correct_instruction(one, nothing, deed=HEAD)).code == (
        "correction.empty"
    )
    voided = after(one, decide_void_instruction(one, deed=HEAD))
    assert voided.state is InstructionState.VOIDED


def test_a_life_that_does_not_begin_is_an_incident() -> None:
    with pytest.raises(JournalError):
        evolve(None, InstructionVoided(act=HEAD.act))
