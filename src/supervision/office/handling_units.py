"""Handling units at work (办案单元办理): form, join, leave, lead, disband.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from supervision.domain.departments import DEPARTMENT, check_department_open
from supervision.domain.handling_unit_steps import (
    decide_correct_handling_unit,
    decide_disband,
    decide_form,
    decide_join,
    decide_leave_unit,
    decide_name_leader,
    decide_void_handling_unit,
)
from supervision.domain.handling_units import (
    HANDLING_UNIT,
    CorrectHandlingUnit,
    FormHandlingUnit,
    HandlingUnit,
)
from supervision.domain.officers import OFFICER
from supervision.domain.posts import Role
from supervision.domain.separation import Deed
from supervision.domain.values import OfficerId
from supervision.office.acting import Acting, deed_of
from supervision.office.work import Work

__all__ = [
    "correct_handling_unit",
    "disband",
    "form_handling_unit",
    "join",
    "leave",
    "name_leader",
    "void_handling_unit",
]

Decision = Callable[[HandlingUnit, Deed], Iterable[object]]


def form_handling_unit(work: Work, command: FormHandlingUnit, *, acting: Acting = Acting()) -> str:
    """Form a handling unit (组建办案单元); return its id."""
    check_department_open(work.load(DEPARTMENT, command.department))
    members = (command.leader, *command.prosecutors, *command.assistants, *command.clerks)
    for officer in members:
        work.load(OFFICER, officer)
    id = work.new_id(HANDLING_UNIT)
    changes = decide_form(id, work.unit, command, deed=deed_of(work, acting))
    work.stage(HANDLING_UNIT, id, changes, acting.reason)
    return id


def _take(work: Work, id: str, acting: Acting, decide: Decision) -> HandlingUnit:
    unit = work.load(HANDLING_UNIT, id)
    changes = tuple(decide(unit, deed_of(work, acting)))
    return work.stage(HANDLING_UNIT, id, changes, acting.reason)


def join(
    work: Work,
    id: str,
    officer: OfficerId,
    role: Role,
    *,
    from_: dt.date | None = None,
    acting: Acting = Acting(),
) -> HandlingUnit:
    """Take somebody in (加入); by default from the day of the act."""
    work.load(OFFICER, officer)
    return _take(
        work, id, acting, lambda one, deed: decide_join(one, officer, role, from_=from_, deed=deed)
    )


def leave(
    work: Work,
    id: str,
    officer: OfficerId,
    *,
    until: dt.date | None = None,
    acting: Acting = Acting(),
) -> HandlingUnit:
    """Let somebody leave (退出); by default after the day of the act."""
    return _take(
        work, id, acting, lambda one, deed: decide_leave_unit(one, officer, until=until, deed=deed)
    )


def name_leader(
    work: Work,
    id: str,
    officer: OfficerId,
    *,
    from_: dt.date | None = None,
    acting: Acting = Acting(),
) -> HandlingUnit:
    """Let another prosecutor of the unit lead it (更换主办检察官)."""
    return _take(
        work, id, acting, lambda one, deed: decide_name_leader(one, officer, from_=from_, deed=deed)
    )


def disband(
    work: Work, id: str, *, on: dt.date | None = None, acting: Acting = Acting()
) -> HandlingUnit:
    """Disband it (撤销); by default the day of the act is its last."""
    return _take(work, id, acting, lambda one, deed: decide_disband(one, on=on, deed=deed))


def correct_handling_unit(
    work: Work, id: str, correction: CorrectHandlingUnit, *, acting: Acting = Acting()
) -> HandlingUnit:
    """Correct an entry, with a reason (更正)."""
    return _take(
        work,
        id,
        acting,
        lambda one, deed: decide_correct_handling_unit(one, correction, deed=deed),
    )


def void_handling_unit(work: Work, id: str, *, acting: Acting = Acting()) -> HandlingUnit:
    """Void a unit entered by mistake, with a reason (作废)."""
    return _take(work, id, acting, lambda one, deed: decide_void_handling_unit(one, deed=deed))
