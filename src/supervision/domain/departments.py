"""Departments (部门): who inside a unit works on cases, supervises, or answers a notice.

Departments are renamed and merged; old exports keep writing the old names, so former names and
short forms (aliases) stay with the record and are resolved by the directory.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun, check_correction, corrected
from supervision.domain.names import FormerName, check_code, check_text
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.values import DepartmentId, UnitId
from supervision.errors import Refused
from supervision.ids import derived_id

__all__ = [
    "DEPARTMENT",
    "CorrectDepartment",
    "Department",
    "DepartmentChange",
    "DepartmentClosed",
    "DepartmentCorrected",
    "DepartmentKind",
    "DepartmentRegistered",
    "DepartmentRenamed",
    "RegisterDepartment",
    "check_department_open",
    "decide_close_department",
    "decide_correct_department",
    "decide_register_department",
    "decide_rename_department",
    "department_id",
    "evolve_department",
]


def department_id(unit: UnitId, code: str) -> DepartmentId:
    """Return the id of the unit's department that is registered under this code."""
    return DepartmentId(derived_id("dep", unit, code))


class DepartmentKind(enum.Enum):
    """What a department is for (部门类别)."""

    BUSINESS = "business"
    """业务部门: handles cases."""
    SUPERVISION = "supervision"
    """督察部门: the office of internal supervision."""
    OTHER = "other"
    """综合部门: everything else."""


@attrs.frozen(kw_only=True)
class Department:
    """A department of a unit (部门).

    Attributes:
        id, unit: derived id; the unit it belongs to.
        code: lower-case letters and digits, unique within the unit.
        name: present name.
        kind: business, supervision, other.
        aliases: short forms in use besides the name, such as 一部.
        former_names: names before the present one, oldest first.
        closed_on: last day it existed, when it was dissolved or merged.
        merged_into: the department that took over its work.

    Example:
        >>> Department(id=department_id(UnitId("u"), "yb"), unit=UnitId("u"), code="yb",
        ...            name="第一检察部", kind=DepartmentKind.BUSINESS).closed_on is None
        True
    """

    id: DepartmentId
    unit: UnitId
    code: str
    name: str
    kind: DepartmentKind
    aliases: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    closed_on: dt.date | None = None
    merged_into: DepartmentId | None = None


@attrs.frozen(kw_only=True)
class DepartmentRegistered:
    """The department is entered (登记部门)."""

    act: Act
    id: DepartmentId
    unit: UnitId
    code: str
    name: str
    kind: DepartmentKind
    aliases: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()


@attrs.frozen(kw_only=True)
class DepartmentRenamed:
    """The department has a new name from the day after `until` (更名)."""

    act: Act
    name: str
    until: dt.date


@attrs.frozen(kw_only=True)
class DepartmentClosed:
    """The department ended on `on`, its work going to `into` (撤销、合并)."""

    act: Act
    on: dt.date
    into: DepartmentId | None = None


@attrs.frozen(kw_only=True)
class DepartmentCorrected:
    """What was entered wrongly (更正)."""

    act: Act
    name: str | None = None
    kind: DepartmentKind | None = None
    aliases: tuple[str, ...] | None = None
    former_names: tuple[FormerName, ...] | None = None
    cleared: tuple[str, ...] = ()


DepartmentChange: TypeAlias = (
    DepartmentRegistered | DepartmentRenamed | DepartmentClosed | DepartmentCorrected
)


@attrs.frozen(kw_only=True)
class RegisterDepartment:
    """Asks to enter a department (登记部门). Fields as in `Department`."""

    code: str
    name: str
    kind: DepartmentKind
    aliases: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()


@attrs.frozen(kw_only=True)
class CorrectDepartment:
    """Asks to correct a department's entry (更正部门). `None` leaves a field alone.

    Attributes:
        name, kind, aliases, former_names: the right values.
        cleared: `closed_on` and `merged_into` may be emptied: a department is reopened.
    """

    name: str | None = None
    kind: DepartmentKind | None = None
    aliases: tuple[str, ...] | None = None
    former_names: tuple[FormerName, ...] | None = None
    cleared: tuple[str, ...] = ()


def decide_register_department(
    department: Department | None, command: RegisterDepartment, *, unit: UnitId, act: Act
) -> tuple[DepartmentChange, ...]:
    """Enter a department (登记部门).

    Raises:
        Refused: `department.exists`, `text.empty`, `text.line`, `text.code`.
    """
    if department is not None:
        raise Refused("department.exists", code=command.code)
    code = check_code(command.code, place="code")
    return (
        DepartmentRegistered(
            act=act,
            id=department_id(unit, code),
            unit=unit,
            code=code,
            name=check_text(command.name, place="name"),
            kind=command.kind,
            aliases=_checked(command.aliases),
            former_names=command.former_names,
        ),
    )


def decide_rename_department(
    department: Department, name: str, *, act: Act, until: dt.date | None = None
) -> tuple[DepartmentChange, ...]:
    """Give the department a new name (更名); the old one stays as a former name.

    Args:
        department: the department.
        name: the new name.
        act: who renames it, on which day.
        until: the last day of the old name; by default the day before the act.

    Raises:
        Refused: `department.same_name`, `department.closed`, `text.empty`, `text.line`.
    """
    check_department_open(department)
    name = check_text(name, place="name")
    if name == department.name:
        raise Refused("department.same_name", name=name)
    return (DepartmentRenamed(act=act, name=name, until=until or act.on - dt.timedelta(days=1)),)


def decide_close_department(
    department: Department, *, act: Act, into: Department | None = None, on: dt.date | None = None
) -> tuple[DepartmentChange, ...]:
    """Dissolve a department, or merge it into another (撤销、合并).

    Args:
        department: the one that ends.
        act: who enters it, on which day.
        into: the department that takes over.
        on: its last day; by default the day of the act.

    Raises:
        Refused: `department.closed` when either has ended already, `department.into_itself`.
    """
    check_department_open(department)
    if into is not None:
        if into.id == department.id:
            raise Refused("department.into_itself", name=department.name)
        check_department_open(into)
    return (DepartmentClosed(act=act, on=on or act.on, into=into.id if into else None),)


def decide_correct_department(
    department: Department, command: CorrectDepartment, *, act: Act
) -> tuple[DepartmentChange, ...]:
    """Correct what was entered wrongly (更正).

    Raises:
        Refused: `correction.empty`, `correction.cleared`, `text.empty`, `text.line`.
    """
    change = DepartmentCorrected(
        act=act,
        name=check_text(command.name, place="name") if command.name is not None else None,
        kind=command.kind,
        aliases=_checked(command.aliases) if command.aliases is not None else None,
        former_names=command.former_names,
        cleared=command.cleared,
    )
    check_correction(department, change, clearable=("closed_on", "merged_into"))
    return (change,)


def _checked(aliases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(check_text(alias, place="aliases") for alias in aliases)


def check_department_open(department: Department) -> None:
    """Refuse a department that has ended.

    Raises:
        Refused: `department.closed`.
    """
    if department.closed_on is not None:
        raise Refused(
            "department.closed", name=department.name, on=department.closed_on.isoformat()
        )


def evolve_department(department: Department | None, change: DepartmentChange) -> Department:
    """Build the department after `change`."""
    if isinstance(change, DepartmentRegistered):
        return Department(
            id=change.id,
            unit=change.unit,
            code=change.code,
            name=change.name,
            kind=change.kind,
            aliases=change.aliases,
            former_names=change.former_names,
        )
    department = begun(department, change)
    if isinstance(change, DepartmentRenamed):
        former = FormerName(name=department.name, until=change.until)
        return attrs.evolve(
            department, name=change.name, former_names=(*department.former_names, former)
        )
    if isinstance(change, DepartmentClosed):
        return attrs.evolve(department, closed_on=change.on, merged_into=change.into)
    return corrected(department, change)


DEPARTMENT: RecordKind[Department] = RecordKind(
    name="department",
    prefix="dep",
    cls=Department,
    changes=(
        ChangeType("department.registered", DepartmentRegistered),
        ChangeType("department.renamed", DepartmentRenamed),
        ChangeType("department.closed", DepartmentClosed),
        ChangeType("department.corrected", DepartmentCorrected),
    ),
    evolve=evolve_department,
    indexed=(
        Column("code"),
        Column("name"),
        Column("kind"),
        Column("closed_on", ColumnType.DATE),
        Column("merged_into"),
    ),
    indexes=(("code",), ("merged_into",)),
)
