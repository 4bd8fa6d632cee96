"""Document numbers at work (文号): taken and voided in the unit of work of their document."""

from __future__ import annotations

from collections.abc import Iterable

from supervision.domain.registers import (
    REGISTER,
    Register,
    TakeNumber,
    decide_enter_numbers,
    decide_take_number,
    decide_void_number,
    number_parts,
    number_text,
    prefix_in,
    register_id,
)
from supervision.domain.series import SERIES
from supervision.domain.units import UNIT
from supervision.errors import Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.work import Work

__all__ = ["enter_numbers", "give_up_number", "take_number", "void_number"]


def _prefix(work: Work, series: str) -> str:
    """Return the 代字 of a series: the office's own, else the unit's prefix and the usual text."""
    own = work.office.rules.series
    if series in own:
        return prefix_in(own[series], work.file)
    if series not in SERIES:
        known = tuple(sorted({*own, *SERIES}))
        raise Refused("register.unknown_series", series=series, known=known)
    return prefix_in(work.load(UNIT, work.unit).prefix + SERIES[series], work.file)


def take_number(
    work: Work,
    series: str,
    *,
    owner_kind: str,
    owner_id: str,
    year: int | None = None,
    acting: Acting = Acting(),
) -> str:
    """Give out the next number of a series (取号); return it as printed.

    Args:
        work: the unit of work that issues the document.
        series: code of the series, as in the office's TOML.
        owner_kind: kind of the record that bears the number.
        owner_id: its id.
        year: the year printed; by default that of the act.
        acting: how the act is entered.

    Raises:
        Refused: `register.unknown_series`, `register.year`, `register.prefix`, `act.*`.
    """
    prefix = _prefix(work, series)
    act = deed_of(work, acting).act
    year = act.on.year if year is None else year
    command = TakeNumber(
        series=series,
        year=year,
        prefix=prefix,
        owner_kind=owner_kind,
        owner_id=owner_id,
        file=work.file,
    )
    id = register_id(work.unit, series, year, work.file)
    changes = decide_take_number(work.peek(REGISTER, id), command, unit=work.unit, act=act)
    register = work.stage(REGISTER, id, changes, acting.reason)
    return number_text(prefix, year, register.next - 1)


def void_number(
    work: Work, series: str, year: int, number: int, *, acting: Acting = Acting()
) -> Register:
    """Give a number up (作废编号); it stays visible in the register.

    Raises:
        NotFound: `record.not_found` when the series has no register of that year.
        Refused: `act.reason_missing`; `register.not_taken`, `register.voided`.
    """
    id = register_id(work.unit, series, year, work.file)
    register = work.load(REGISTER, id)
    deed = deed_of(work, acting)
    deed.explained()
    changes = decide_void_number(register, number, act=deed.act)
    return work.stage(REGISTER, id, changes, acting.reason)


def enter_numbers(
    work: Work, series: str, numbers: Iterable[str], *, acting: Acting = Acting()
) -> None:
    """Let the registers of a series know of old numbers (历史编号录入).

    New numbers begin above the highest of each year. A number of another 代字 or form cannot be
    given out again and is passed over.

    Args:
        work: the unit of work that enters the records.
        series: code of the series.
        numbers: as they are printed.
        acting: how the act is entered.

    Raises:
        Refused: `register.unknown_series`.
    """
    prefix = _prefix(work, series)
    highest: dict[int, int] = {}
    for text in numbers:
        if _is_of(text, prefix):
            year, number = number_parts(text)
            highest[year] = max(number, highest.get(year, 0))
    act = deed_of(work, acting).act
    for year, number in sorted(highest.items()):
        id = register_id(work.unit, series, year, work.file)
        changes = decide_enter_numbers(
            work.peek(REGISTER, id),
            number,
            unit=work.unit,
            series=series,
            year=year,
            prefix=prefix,
            act=act,
            file=work.file,
        )
        if changes:
            work.stage(REGISTER, id, changes, acting.reason)


def _is_of(text: str, prefix: str) -> bool:
    try:
        year, number = number_parts(text)
    except Refused:
        return False
    return text == number_text(prefix, year, number)


def give_up_number(work: Work, series: str, text: str, *, acting: Acting = Acting()) -> None:
    """Give up the number of a voided document (作废编号).

    A number its register never gave out, because it came from an old ledger in a form of its
    own, is no number to give up.

    Raises:
        Refused: `act.reason_missing`.
    """
    try:
        year, number = number_parts(text)
    except Refused:
        return
    register = work.peek(REGISTER, register_id(work.unit, series, year, work.file))
    if register is None or text != number_text(register.prefix, year, number):
        return
    if number < register.next and all(gone.number != number for gone in register.voided):
        void_number(work, series, year, number, acting=acting)
