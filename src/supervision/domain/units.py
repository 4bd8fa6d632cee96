"""Units (院): the procuratorates whose chains prove what was done.

A unit is a people's procuratorate. Its id is derived from its code, so that the office's TOML,
the people file and the chain name the same unit before any record exists. The path such as
`/fj/fz/mw` says where it stands in the tree and is what `Under` asks for.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun, check_correction, corrected
from supervision.domain.names import FormerName, check_code, check_text
from supervision.domain.records import ChangeType, Column, RecordKind
from supervision.domain.values import UnitId
from supervision.errors import Refused
from supervision.ids import derived_id

__all__ = [
    "UNIT",
    "CorrectUnit",
    "RegisterUnit",
    "Unit",
    "UnitChange",
    "UnitCorrected",
    "UnitRegistered",
    "UnitRenamed",
    "decide_correct_unit",
    "decide_register_unit",
    "decide_rename_unit",
    "evolve_unit",
    "unit_id",
]

_PATH = re.compile(r"(/[a-z0-9]+)+")


def unit_id(code: str) -> UnitId:
    """Return the id of the unit with this code, whether or not it is registered yet."""
    return UnitId(derived_id("unt", code))


@attrs.frozen(kw_only=True)
class Unit:
    """A people's procuratorate (院).

    Attributes:
        id, unit: its own id, twice: a unit's record lies in its own chain.
        code: lower-case letters and digits, such as `mw`; the last part of the path.
        name: full name, such as 福州市马尾区人民检察院.
        prefix: what its document numbers begin with (代字), such as 马检.
        path: place in the tree, such as `/fj/fz/mw`. It never changes.
        parent: the superior unit's id; it need not be registered in this office.
        former_names: names before the present one, oldest first.

    Example:
        >>> mawei = Unit(id=unit_id("mw"), unit=unit_id("mw"), code="mw",
        ...              name="马尾区人民检察院", prefix="马检", path="/fj/fz/mw")
        >>> mawei.parent is None
        True
    """

    id: UnitId
    unit: UnitId
    code: str
    name: str
    prefix: str
    path: str
    parent: UnitId | None = None
    former_names: tuple[FormerName, ...] = ()


@attrs.frozen(kw_only=True)
class UnitRegistered:
    """The unit is entered (登记院)."""

    act: Act
    id: UnitId
    unit: UnitId
    code: str
    name: str
    prefix: str
    path: str
    parent: UnitId | None = None
    former_names: tuple[FormerName, ...] = ()


@attrs.frozen(kw_only=True)
class UnitRenamed:
    """The unit has a new name from the day after `until` (更名)."""

    act: Act
    name: str
    until: dt.date


@attrs.frozen(kw_only=True)
class UnitCorrected:
    """What was entered wrongly (更正)."""

    act: Act
    name: str | None = None
    prefix: str | None = None
    former_names: tuple[FormerName, ...] | None = None
    cleared: tuple[str, ...] = ()


UnitChange: TypeAlias = UnitRegistered | UnitRenamed | UnitCorrected


@attrs.frozen(kw_only=True)
class RegisterUnit:
    """Asks to enter a unit (登记院). Fields as in `Unit`; `parent` is the superior's code."""

    code: str
    name: str
    prefix: str
    path: str
    parent: str | None = None
    former_names: tuple[FormerName, ...] = ()


@attrs.frozen(kw_only=True)
class CorrectUnit:
    """Asks to correct a unit's entry (更正院). `None` leaves a field alone."""

    name: str | None = None
    prefix: str | None = None
    former_names: tuple[FormerName, ...] | None = None


def decide_register_unit(
    unit: Unit | None, command: RegisterUnit, *, act: Act
) -> tuple[UnitChange, ...]:
    """Enter a unit (登记院).

    Raises:
        Refused: `unit.exists`; `unit.path` when the path is malformed or does not end in the
            code; `text.empty`, `text.line`, `text.code`.
    """
    if unit is not None:
        raise Refused("unit.exists", code=command.code)
    code = check_code(command.code, place="code")
    if not _PATH.fullmatch(command.path) or command.path.rpartition("/")[2] != code:
        raise Refused("unit.path", found=command.path, code=code)
    own = unit_id(code)
    return (
        UnitRegistered(
            act=act,
            id=own,
            unit=own,
            code=code,
            name=check_text(command.name, place="name"),
            prefix=check_text(command.prefix, place="prefix"),
            path=command.path,
            parent=unit_id(command.parent) if command.parent else None,
            former_names=command.former_names,
        ),
    )


def decide_rename_unit(
    unit: Unit, name: str, *, act: Act, until: dt.date | None = None
) -> tuple[UnitChange, ...]:
    """Give the unit a new name (更名); the old one stays as a former name.

    Args:
        unit: the unit.
        name: the new name.
        act: who renames it, on which day.
        until: the last day of the old name; by default the day before the act.

    Raises:
        Refused: `unit.same_name`, `text.empty`, `text.line`.
    """
    name = check_text(name, place="name")
    if name == unit.name:
        raise Refused("unit.same_name", name=name)
    return (UnitRenamed(act=act, name=name, until=until or act.on - dt.timedelta(days=1)),)


def decide_correct_unit(unit: Unit, command: CorrectUnit, *, act: Act) -> tuple[UnitChange, ...]:
    """Correct what was entered wrongly (更正).

    Raises:
        Refused: `correction.empty` when nothing would change, `text.empty`, `text.line`.
    """
    change = UnitCorrected(
        act=act,
        name=check_text(command.name, place="name") if command.name is not None else None,
        prefix=check_text(command.prefix, place="prefix") if command.prefix is not None else None,
        former_names=command.former_names,
    )
    check_correction(unit, change)
    return (change,)


def evolve_unit(unit: Unit | None, change: UnitChange) -> Unit:
    """Build the unit after `change`."""
    if isinstance(change, UnitRegistered):
        return Unit(
            id=change.id,
            unit=change.unit,
            code=change.code,
            name=change.name,
            prefix=change.prefix,
            path=change.path,
            parent=change.parent,
            former_names=change.former_names,
        )
    unit = begun(unit, change)
    if isinstance(change, UnitRenamed):
        former = FormerName(name=unit.name, until=change.until)
        return attrs.evolve(unit, name=change.name, former_names=(*unit.former_names, former))
    return corrected(unit, change)


UNIT: RecordKind[Unit] = RecordKind(
    name="unit",
    prefix="unt",
    cls=Unit,
    changes=(
        ChangeType("unit.registered", UnitRegistered),
        ChangeType("unit.renamed", UnitRenamed),
        ChangeType("unit.corrected", UnitCorrected),
    ),
    evolve=evolve_unit,
    indexed=(Column("code"), Column("name"), Column("parent")),
    indexes=(("code",),),
)
