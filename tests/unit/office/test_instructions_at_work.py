"""Instructions at work: on any record or report, as requirements, with clocks of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from supervision.domain.clocks import Clock, Owner, Result
from supervision.domain.findings import OpenFinding
from supervision.domain.instructions import (
    INSTRUCTION,
    CorrectInstruction,
    Instruction,
    InstructionState,
    ReceiveInstruction,
)
from supervision.domain.item_commands import Move
from supervision.domain.items import ITEM, ProposeItem, Requirement
from supervision.domain.values import OfficerId
from supervision.errors import NotFound, Refused
from supervision.office import findings, instructions, items
from supervision.office.acting import Acting
from supervision.office.clocks import clocks_of
from supervision.office.work import Work
from supervision.testing.offices import SmallOffice, small_office

PAST = dt.date(2020, 3, 2)
DUE = PAST + dt.timedelta(days=7)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def done(
    small: SmallOffice,
    who: OfficerId,
    act: Callable[[Work, Acting], object],
    on: dt.date | None = PAST,
) -> object:
    with small.office.work(who) as work:
        result = act(work, Acting(on=on, reason="检察长要求"))
        work.commit()
    return result


def received(small: SmallOffice, **more: object) -> str:
    command = ReceiveInstruction(
        **{
            "text": "请第一检察部限期说明",
            "about_kind": "document",
            "about": "2020-02",
            "leader": small.chief,
            "department": small.first,
            "due_on": DUE,
            **more,
        }
    )
    made = done(small, small.head, lambda w, a: instructions.receive(w, command, acting=a))
    return str(made)


def answered(small: SmallOffice, id: str, on: dt.date = PAST) -> None:
    done(
        small,
        small.first_head,
        lambda w, a: instructions.answer_instruction(w, id, "已说明", acting=a),
        on,
    )


def clock(small: SmallOffice, kind: str, id: str, purpose: str) -> Clock:
    with small.office.read(small.head) as view:
        found = clocks_of(view, Owner(kind=kind, id=id))
    return next(one for one in found if one.purpose == purpose)


def test_an_instruction_long_past_runs_its_course(small: SmallOffice) -> None:
    id = received(small)
    answered(small, id, DUE)
    done(small, small.chief, lambda w, a: instructions.return_instruction(w, id, acting=a), DUE)
    answered(small, id, DUE)
    closed = done(
        small,
        small.chief,
        lambda w, a: instructions.close_instruction(w, id, acting=a),
        DUE + dt.timedelta(days=4),
    )
    assert isinstance(closed, Instruction)
    assert (closed.state, closed.returns) == (InstructionState.CLOSED, 1)
    outcome = clock(small, "instruction", id, "answer_instruction").outcome
    assert outcome is not None
    assert outcome.result is Result.IN_TIME
    assert small.office.verify().ok


def test_an_answer_after_its_day_is_late(small: SmallOffice) -> None:
    id = received(small)
    answered(small, id, DUE + dt.timedelta(days=3))
    done(small, small.chief, lambda w, a: instructions.close_instruction(w, id, acting=a), None)
    outcome = clock(small, "instruction", id, "answer_instruction").outcome
    assert outcome is not None
    assert (outcome.result, outcome.late_days) == (Result.LATE, 3)


def test_an_instruction_without_a_day_has_no_clock(small: SmallOffice) -> None:
    id = received(small, due_on=None)
    answered(small, id)
    done(small, small.head, lambda w, a: instructions.close_instruction(w, id, acting=a))
    with small.office.read(small.head) as view:
        assert clocks_of(view, Owner(kind="instruction", id=id)) == ()


def test_it_stands_on_a_record_that_is_there(small: SmallOffice) -> None:
    command = OpenFinding(title="归档超期")
    about = str(done(small, small.head, lambda w, a: findings.open_finding(w, command, acting=a)))
    assert received(small, about_kind="finding", about=about)
    with pytest.raises(NotFound):
        received(small, about_kind="item", about=about)
    with pytest.raises(Refused) as caught:
        received(small, about_kind="letter")
    assert caught.value.code == "instruction.about"


def running_item(small: SmallOffice) -> str:
    command = ProposeItem(
        title="专项",
        kind="item.style",
        source="党组",
        requirements=(Requirement(text="查"),),
        lead=small.first,
    )
    id = str(done(small, small.head, lambda w, a: items.propose(w, command, acting=a)))
    for who, step in (
        (small.head, "submit"),
        (small.chief, "open"),
        (small.head, "assign"),
        (small.first_head, "sign"),
        (small.first_head, "start"),
    ):
        done(small, who, lambda w, a, s=step: items.move(w, id, Move(step=s), acting=a))
    return id


def test_it_becomes_a_requirement_with_a_clock_of_its_own(small: SmallOffice) -> None:
    item = running_item(small)
    id = received(small, officer=small.first_head)
    earlier = DUE - dt.timedelta(days=2)
    made = done(
        small,
        small.head,
        lambda w, a: instructions.require(
            w, id, item, department=small.second, due_on=earlier, acting=a
        ),
    )
    assert isinstance(made, Instruction)
    assert (made.item, made.requirement) == (item, 1)
    with small.office.read(small.head) as view:
        asked = view.get(ITEM, item).requirements[1]
    assert (asked.text, asked.department, asked.instruction) == (
        "请第一检察部限期说明",
        small.second,
        id,
    )
    assert clock(small, "item", item, "requirement.2").due_on == earlier
    assert clock(small, "instruction", id, "answer_instruction").due_on == DUE
    with pytest.raises(Refused) as caught:
        done(small, small.head, lambda w, a: instructions.require(w, id, item, acting=a))
    assert caught.value.code == "instruction.required"


def test_by_default_the_requirement_is_addressed_and_due_as_the_instruction(
    small: SmallOffice,
) -> None:
    item, id = running_item(small), received(small)
    done(small, small.chief, lambda w, a: instructions.require(w, id, item, acting=a))
    with small.office.read(small.head) as view:
        asked = view.get(ITEM, item).requirements[1]
    assert (asked.department, asked.due_on) == (small.first, DUE)


def test_it_is_corrected_and_voided_with_its_clock(small: SmallOffice) -> None:
    id = received(small)
    right = CorrectInstruction(department=small.second)
    done(small, small.head, lambda w, a: instructions.correct_instruction(w, id, right, acting=a))
    done(small, small.head, lambda w, a: instructions.void_instruction(w, id, acting=a))
    with small.office.read(small.head) as view:
        one = view.get(INSTRUCTION, id)
    assert (one.department, one.state) == (small.second, InstructionState.VOIDED)
    outcome = clock(small, "instruction", id, "answer_instruction").outcome
    assert outcome is not None
    assert outcome.result is Result.CANCELLED
    other = received(small, due_on=None)
    done(small, small.head, lambda w, a: instructions.void_instruction(w, other, acting=a))
