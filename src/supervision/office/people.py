"""Units, departments, officers at work (机构人员): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

import datetime as dt

from supervision.domain.departments import (
    DEPARTMENT,
    CorrectDepartment,
    Department,
    RegisterDepartment,
    decide_close_department,
    decide_correct_department,
    decide_register_department,
    decide_rename_department,
    department_id,
)
from supervision.domain.officers import (
    OFFICER,
    Category,
    CorrectOfficer,
    Officer,
    RegisterOfficer,
    decide_correct_officer,
    decide_correct_post,
    decide_grade_officer,
    decide_leave_post,
    decide_register_officer,
    decide_rename_officer,
    decide_take_post,
    officer_id,
)
from supervision.domain.posts import Post, Relation, Role
from supervision.domain.units import (
    UNIT,
    CorrectUnit,
    RegisterUnit,
    Unit,
    decide_correct_unit,
    decide_register_unit,
    decide_rename_unit,
    unit_id,
)
from supervision.domain.values import DepartmentId, OfficerId, Sealed, UnitId
from supervision.errors import Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.work import Work

__all__ = [
    "close_department",
    "correct_department",
    "correct_officer",
    "correct_post",
    "correct_unit",
    "grade_officer",
    "leave_post",
    "register_department",
    "register_officer",
    "register_unit",
    "rename_department",
    "rename_officer",
    "rename_unit",
    "seal_name",
    "take_post",
]


# ---------------------------------------------------------------------------- units


def register_unit(work: Work, command: RegisterUnit, *, acting: Acting = Acting()) -> UnitId:
    """Enter the unit whose chain this work writes (登记院); return its id."""
    id = unit_id(command.code)
    changes = decide_register_unit(work.peek(UNIT, id), command, act=deed_of(work, acting).act)
    work.stage(UNIT, id, changes, acting.reason)
    return id


def rename_unit(
    work: Work, id: UnitId, name: str, *, until: dt.date | None = None, acting: Acting = Acting()
) -> Unit:
    """Give a unit a new name (更名)."""
    unit = work.load(UNIT, id)
    changes = decide_rename_unit(unit, name, until=until, act=deed_of(work, acting).act)
    return work.stage(UNIT, id, changes, acting.reason)


def correct_unit(
    work: Work, id: UnitId, command: CorrectUnit, *, acting: Acting = Acting()
) -> Unit:
    """Correct a unit's entry (更正)."""
    unit = work.load(UNIT, id)
    changes = decide_correct_unit(unit, command, act=deed_of(work, acting).act)
    return work.stage(UNIT, id, changes, acting.reason)


# ---------------------------------------------------------------------------- departments


def register_department(
    work: Work, command: RegisterDepartment, *, acting: Acting = Acting()
) -> DepartmentId:
    """Enter a department of the unit (登记部门); return its id."""
    id = department_id(work.unit, command.code)
    changes = decide_register_department(
        work.peek(DEPARTMENT, id), command, unit=work.unit, act=deed_of(work, acting).act
    )
    work.stage(DEPARTMENT, id, changes, acting.reason)
    return id


def rename_department(
    work: Work,
    id: DepartmentId,
    name: str,
    *,
    until: dt.date | None = None,
    acting: Acting = Acting(),
) -> Department:
    """Give a department a new name (更名)."""
    department = work.load(DEPARTMENT, id)
    changes = decide_rename_department(department, name, until=until, act=deed_of(work, acting).act)
    return work.stage(DEPARTMENT, id, changes, acting.reason)


def close_department(
    work: Work,
    id: DepartmentId,
    *,
    into: DepartmentId | None = None,
    on: dt.date | None = None,
    acting: Acting = Acting(),
) -> Department:
    """Dissolve a department, or merge it into another (撤销、合并)."""
    department = work.load(DEPARTMENT, id)
    heir = work.load(DEPARTMENT, into) if into is not None else None
    changes = decide_close_department(department, into=heir, on=on, act=deed_of(work, acting).act)
    return work.stage(DEPARTMENT, id, changes, acting.reason)


def correct_department(
    work: Work, id: DepartmentId, command: CorrectDepartment, *, acting: Acting = Acting()
) -> Department:
    """Correct a department's entry (更正)."""
    department = work.load(DEPARTMENT, id)
    changes = decide_correct_department(department, command, act=deed_of(work, acting).act)
    return work.stage(DEPARTMENT, id, changes, acting.reason)


# ---------------------------------------------------------------------------- officers


def seal_name(work: Work, name: str) -> Sealed:
    """Seal a person's name (密封姓名).

    Raises:
        Refused: `text.empty`.
    """
    name = name.strip()
    if not name:
        raise Refused("text.empty", place="name")
    return work.seal(name.encode())


def register_officer(
    work: Work,
    staff_number: str,
    name: str,
    category: Category,
    *,
    rank: str = "",
    establishment: str = "",
    acting: Acting = Acting(),
) -> OfficerId:
    """Enter an officer of the unit (登记人员); return the id. The name is sealed."""
    id = officer_id(work.unit, staff_number.strip())
    command = RegisterOfficer(
        staff_number=staff_number,
        name=seal_name(work, name),
        category=category,
        rank=rank,
        establishment=establishment,
    )
    changes = decide_register_officer(
        work.peek(OFFICER, id), command, unit=work.unit, act=deed_of(work, acting).act
    )
    work.stage(OFFICER, id, changes, acting.reason)
    return id


def rename_officer(work: Work, id: OfficerId, name: str, *, acting: Acting = Acting()) -> Officer:
    """Give an officer a new name (改名)."""
    officer = work.load(OFFICER, id)
    changes = decide_rename_officer(officer, seal_name(work, name), act=deed_of(work, acting).act)
    return work.stage(OFFICER, id, changes, acting.reason)


def grade_officer(
    work: Work,
    id: OfficerId,
    *,
    category: Category | None = None,
    rank: str | None = None,
    establishment: str | None = None,
    acting: Acting = Acting(),
) -> Officer:
    """Give an officer another category, rank or establishment (晋升、转任、入额)."""
    officer = work.load(OFFICER, id)
    changes = decide_grade_officer(
        officer,
        category=category,
        rank=rank,
        establishment=establishment,
        act=deed_of(work, acting).act,
    )
    return work.stage(OFFICER, id, changes, acting.reason)


def correct_officer(
    work: Work,
    id: OfficerId,
    *,
    staff_number: str | None = None,
    name: str | None = None,
    category: Category | None = None,
    rank: str | None = None,
    establishment: str | None = None,
    acting: Acting = Acting(),
) -> Officer:
    """Correct an officer's entry (更正)."""
    officer = work.load(OFFICER, id)
    command = CorrectOfficer(
        staff_number=staff_number,
        name=seal_name(work, name) if name is not None else None,
        category=category,
        rank=rank,
        establishment=establishment,
    )
    changes = decide_correct_officer(officer, command, act=deed_of(work, acting).act)
    return work.stage(OFFICER, id, changes, acting.reason)


def take_post(work: Work, id: OfficerId, post: Post, *, acting: Acting = Acting()) -> Officer:
    """Let an officer take a post (任职)."""
    officer = work.load(OFFICER, id)
    act, separated = deed_of(work, acting).act, work.office.rules.separated
    changes = decide_take_post(officer, post, act=act, separated=separated)
    return work.stage(OFFICER, id, changes, acting.reason)


def leave_post(
    work: Work,
    id: OfficerId,
    role: Role,
    *,
    department: DepartmentId | None = None,
    relation: Relation = Relation.SERVES,
    until: dt.date | None = None,
    acting: Acting = Acting(),
) -> Officer:
    """Let an officer leave a post (离任)."""
    officer = work.load(OFFICER, id)
    changes = decide_leave_post(
        officer,
        role,
        department=department,
        relation=relation,
        until=until,
        act=deed_of(work, acting).act,
    )
    return work.stage(OFFICER, id, changes, acting.reason)


def correct_post(
    work: Work, id: OfficerId, was: Post, now: Post | None, *, acting: Acting = Acting()
) -> Officer:
    """Put right a post entered wrongly, or void it with `now=None` (更正、作废职务)."""
    officer = work.load(OFFICER, id)
    act, separated = deed_of(work, acting).act, work.office.rules.separated
    changes = decide_correct_post(officer, was, now, act=act, separated=separated)
    return work.stage(OFFICER, id, changes, acting.reason)
