"""Bases and problem codes at work (依据、问题分类): one function per act. None commits."""

from __future__ import annotations

import datetime as dt

from supervision.domain.bases import (
    BASIS,
    Basis,
    CorrectBasis,
    RegisterBasis,
    basis_id,
    decide_correct_basis,
    decide_end_basis,
    decide_register_basis,
)
from supervision.domain.problem_codes import (
    PROBLEM_CODE,
    CorrectProblemCode,
    ProblemCode,
    RegisterProblemCode,
    decide_correct_problem_code,
    decide_end_problem_code,
    decide_register_problem_code,
    decide_revise_problem_code,
    may_be_chosen,
    problem_code_id,
)
from supervision.errors import Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.work import Work

__all__ = [
    "check_codes",
    "chosen_code",
    "correct_basis",
    "correct_problem_code",
    "end_basis",
    "end_problem_code",
    "register_basis",
    "register_problem_code",
    "revise_problem_code",
]


def register_basis(work: Work, command: RegisterBasis, *, acting: Acting = Acting()) -> str:
    """Enter a basis (登记依据); return its id."""
    id = basis_id(work.unit, command.code.strip())
    changes = decide_register_basis(
        work.peek(BASIS, id), command, unit=work.unit, act=deed_of(work, acting).act
    )
    work.stage(BASIS, id, changes, acting.reason)
    return id


def end_basis(work: Work, id: str, until: dt.date, *, acting: Acting = Acting()) -> Basis:
    """Enter that an article is no longer in force (失效)."""
    basis = work.load(BASIS, id)
    changes = decide_end_basis(basis, until=until, act=deed_of(work, acting).act)
    return work.stage(BASIS, id, changes, acting.reason)


def correct_basis(
    work: Work, id: str, command: CorrectBasis, *, acting: Acting = Acting()
) -> Basis:
    """Correct a basis (更正)."""
    basis = work.load(BASIS, id)
    changes = decide_correct_basis(basis, command, act=deed_of(work, acting).act)
    return work.stage(BASIS, id, changes, acting.reason)


def register_problem_code(
    work: Work, command: RegisterProblemCode, *, acting: Acting = Acting()
) -> str:
    """Enter a problem code (登记问题分类); return its id."""
    id = problem_code_id(work.unit, command.code.strip())
    changes = decide_register_problem_code(
        work.peek(PROBLEM_CODE, id), command, unit=work.unit, act=deed_of(work, acting).act
    )
    work.stage(PROBLEM_CODE, id, changes, acting.reason)
    return id


def revise_problem_code(
    work: Work, command: RegisterProblemCode, *, acting: Acting = Acting()
) -> ProblemCode:
    """Take over what another edition says of a code (修订); the same changes nothing."""
    id = problem_code_id(work.unit, command.code.strip())
    code = work.load(PROBLEM_CODE, id)
    changes = decide_revise_problem_code(code, command, act=deed_of(work, acting).act)
    return work.stage(PROBLEM_CODE, id, changes, acting.reason)


def end_problem_code(
    work: Work, id: str, until: dt.date, *, acting: Acting = Acting()
) -> ProblemCode:
    """Take a code out of the lists to choose from (停用)."""
    code = work.load(PROBLEM_CODE, id)
    changes = decide_end_problem_code(code, until=until, act=deed_of(work, acting).act)
    return work.stage(PROBLEM_CODE, id, changes, acting.reason)


def correct_problem_code(
    work: Work, id: str, command: CorrectProblemCode, *, acting: Acting = Acting()
) -> ProblemCode:
    """Correct a code's entry (更正)."""
    code = work.load(PROBLEM_CODE, id)
    changes = decide_correct_problem_code(code, command, act=deed_of(work, acting).act)
    return work.stage(PROBLEM_CODE, id, changes, acting.reason)


def chosen_code(work: Work, code: str, on: dt.date, *, axis: str | None = None) -> ProblemCode:
    """Return an entry of the dictionary that may be chosen on a day (选用问题分类).

    Raises:
        Refused: `problem_code.unknown`; `problem_code.axis` when it stands on another axis;
            `problem_code.not_valid` when it may not be chosen that day.
    """
    found = work.peek(PROBLEM_CODE, problem_code_id(work.unit, code))
    if found is None:
        raise Refused("problem_code.unknown", code=code)
    if axis is not None and found.axis != axis:
        raise Refused("problem_code.axis", code=code, found=found.axis, expected=axis)
    if not may_be_chosen(found, on):
        raise Refused("problem_code.not_valid", code=code, on=on.isoformat())
    return found


def check_codes(work: Work, codes: tuple[str, ...], on: dt.date) -> None:
    """Refuse further codes of one finding that the dictionary does not offer together.

    Raises:
        Refused: `problem_code.unknown`, `problem_code.not_valid`; `problem_code.axis_twice`
            when two of them stand on one axis.
    """
    axes: dict[str, str] = {}
    for code in codes:
        axis = chosen_code(work, code, on).axis
        if axis in axes:
            raise Refused("problem_code.axis_twice", code=code, first=axes[axis], axis=axis)
        axes[axis] = code
