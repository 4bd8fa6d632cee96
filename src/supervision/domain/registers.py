"""Registers of document numbers (编号登记): one per unit, series and year, without a gap.

A number is taken in the unit of work that issues the document, so a number and its document
exist together or not at all. A number given up is voided and stays visible; it is never given
out again. The text follows GB/T 9704: hexagonal brackets, year in four digits, no 第, no
leading zero.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun
from supervision.domain.names import check_text
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.values import EARLIEST, LATEST, UnitId
from supervision.errors import Refused
from supervision.ids import derived_id

__all__ = [
    "REGISTER",
    "NumberTaken",
    "NumberVoided",
    "NumbersEntered",
    "Register",
    "RegisterChange",
    "RegisterOpened",
    "TakeNumber",
    "VoidedNumber",
    "decide_enter_numbers",
    "decide_take_number",
    "decide_void_number",
    "evolve_register",
    "number_parts",
    "number_text",
    "prefix_in",
    "register_id",
]


def register_id(unit: UnitId, series: str, year: int, file: str | None = None) -> str:
    """Return the id of the unit's register of a series and year; a closed file has its own."""
    own = (file,) if file is not None else ()
    return derived_id("reg", unit, series, str(year), *own)


_MARK = 6


def prefix_in(prefix: str, file: str | None) -> str:
    """Return the 代字 of a series within a closed file: the open series has no gap and no jump.

    Example:
        >>> prefix_in("马检督改", None), prefix_in("马检督改", "fil_0123ABCDEF")
        ('马检督改', '马检督改密ABCDEF')
    """
    return prefix if file is None else f"{prefix}密{file[-_MARK:]}"


def number_text(prefix: str, year: int, number: int) -> str:
    """Return the document number as it is printed (发文字号).

    Args:
        prefix: the 代字 of unit and series, such as 马检督通.
        year: the year.
        number: the number.

    Example:
        >>> number_text("马检督通", 2026, 3)
        '马检督通〔2026〕3号'
    """
    return f"{prefix}〔{year:04d}〕{number}号"


_NUMBER = re.compile(r".+〔(\d{4})〕([1-9]\d*)号")


def number_parts(text: str) -> tuple[int, int]:
    """Return year and number of a printed document number.

    Raises:
        Refused: `register.number_text` when it is none.

    Example:
        >>> number_parts("马检督通〔2026〕3号")
        (2026, 3)
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise Refused("register.number_text", found=text)
    return int(match[1]), int(match[2])


@attrs.frozen(kw_only=True)
class VoidedNumber:
    """A number given up (作废编号): it stays in the register and is never given out again.

    Attributes:
        number: the number.
        on: the day it was given up.
    """

    number: int
    on: dt.date


@attrs.frozen(kw_only=True)
class Register:
    """The numbers of one series and year (编号登记).

    Attributes:
        id, unit: derived id; the unit that issues.
        series: code of the series, such as `notice`.
        year: the year.
        prefix: what is printed before the year (代字), such as 马检督通; one for the whole year.
        next: the number to be given out next.
        voided: numbers given up, in the order they were given up.
    """

    id: str
    unit: UnitId
    series: str
    year: int
    prefix: str
    next: int = 1
    voided: tuple[VoidedNumber, ...] = ()


@attrs.frozen(kw_only=True)
class RegisterOpened:
    """The register of a series and year begins (启用编号)."""

    act: Act
    id: str
    unit: UnitId
    series: str
    year: int
    prefix: str


@attrs.frozen(kw_only=True)
class NumberTaken:
    """A number is given out (取号).

    Attributes:
        act: who issues the document, on which day.
        number: the number.
        text: as it is printed.
        owner_kind, owner_id: the record that bears it.
    """

    act: Act
    number: int
    text: str
    owner_kind: str
    owner_id: str


@attrs.frozen(kw_only=True)
class NumberVoided:
    """A number is given up (作废编号)."""

    act: Act
    number: int


@attrs.frozen(kw_only=True)
class NumbersEntered:
    """Numbers given out before the office kept this register were entered (历史编号录入).

    Attributes:
        act: who entered them, and when.
        highest: the highest of them; the next number lies above it.
    """

    act: Act
    highest: int


RegisterChange: TypeAlias = RegisterOpened | NumberTaken | NumberVoided | NumbersEntered


@attrs.frozen(kw_only=True)
class TakeNumber:
    """Asks for the next number (取号).

    Attributes:
        series: code of the series, such as `notice`.
        year: the year printed.
        prefix: what is printed before the year (代字), such as 马检督通.
        owner_kind, owner_id: the record that will bear it.
        file: the closed file whose series it is; `None` for the open one.
    """

    series: str
    year: int
    prefix: str
    owner_kind: str
    owner_id: str
    file: str | None = None


def decide_take_number(
    register: Register | None, command: TakeNumber, *, unit: UnitId, act: Act
) -> tuple[RegisterChange, ...]:
    """Give out the next number (取号); the first of a series and year opens its register.

    Raises:
        Refused: `register.year` outside 1992–2100; `register.other` when the register is not
            the one asked for; `register.prefix` when the numbers of that year began with
            another 代字, which calls for a series of its own; `text.empty`, `text.line`.
    """
    series = check_text(command.series, place="series")
    prefix = check_text(command.prefix, place="prefix")
    if not EARLIEST.year <= command.year <= LATEST.year:
        raise Refused(
            "register.year", found=command.year, earliest=EARLIEST.year, latest=LATEST.year
        )
    own = register_id(unit, series, command.year, command.file)
    if register is not None and register.id != own:
        raise Refused("register.other", found=register.id, expected=own)
    if register is not None and register.prefix != prefix:
        raise Refused("register.prefix", found=prefix, expected=register.prefix, series=series)
    number = register.next if register is not None else 1
    taken = NumberTaken(
        act=act,
        number=number,
        text=number_text(prefix, command.year, number),
        owner_kind=command.owner_kind,
        owner_id=command.owner_id,
    )
    if register is not None:
        return (taken,)
    opened = RegisterOpened(
        act=act, id=own, unit=unit, series=series, year=command.year, prefix=prefix
    )
    return (opened, taken)


def decide_enter_numbers(
    register: Register | None,
    highest: int,
    *,
    unit: UnitId,
    series: str,
    year: int,
    prefix: str,
    act: Act,
    file: str | None = None,
) -> tuple[RegisterChange, ...]:
    """Let the register know of old numbers (历史编号录入), so that none is given out again.

    Args:
        register: the register of the series and year; `None` before its first number.
        highest: the highest old number.
        unit, series, year, prefix: of the register; another 代字 cannot collide and is left.
        act: who enters them.
        file: the closed file whose series it is.
    """
    if register is not None and (register.prefix != prefix or highest < register.next):
        return ()
    entered = NumbersEntered(act=act, highest=highest)
    if register is not None:
        return (entered,)
    id = register_id(unit, series, year, file)
    opened = RegisterOpened(act=act, id=id, unit=unit, series=series, year=year, prefix=prefix)
    return (opened, entered)


def decide_void_number(register: Register, number: int, *, act: Act) -> tuple[RegisterChange, ...]:
    """Give a number up (作废编号); why stands in the reason of the act.

    Raises:
        Refused: `register.not_taken` for a number never given out, `register.voided`.
    """
    if not 1 <= number < register.next:
        raise Refused("register.not_taken", number=number, next=register.next)
    if any(gone.number == number for gone in register.voided):
        raise Refused("register.voided", number=number)
    return (NumberVoided(act=act, number=number),)


def evolve_register(register: Register | None, change: RegisterChange) -> Register:
    """Build the register after `change`."""
    if isinstance(change, RegisterOpened):
        return Register(
            id=change.id,
            unit=change.unit,
            series=change.series,
            year=change.year,
            prefix=change.prefix,
        )
    register = begun(register, change)
    if isinstance(change, NumberTaken):
        return attrs.evolve(register, next=change.number + 1)
    if isinstance(change, NumbersEntered):
        return attrs.evolve(register, next=change.highest + 1)
    voided = VoidedNumber(number=change.number, on=change.act.on)
    return attrs.evolve(register, voided=(*register.voided, voided))


REGISTER: RecordKind[Register] = RecordKind(
    name="register",
    prefix="reg",
    cls=Register,
    changes=(
        ChangeType("register.opened", RegisterOpened),
        ChangeType("register.number_taken", NumberTaken),
        ChangeType("register.number_voided", NumberVoided),
        ChangeType("register.numbers_entered", NumbersEntered),
    ),
    evolve=evolve_register,
    indexed=(Column("series"), Column("year", ColumnType.INTEGER)),
    indexes=(("series", "year"),),
)
