"""Document numbers at work (文号): taken and voided in the unit of work of their document."""

from __future__ import annotations

from supervision.domain.registers import (
    REGISTER,
    Register,
    TakeNumber,
    decide_take_number,
    decide_void_number,
    number_text,
    register_id,
)
from supervision.domain.series import SERIES
from supervision.domain.units import UNIT
from supervision.errors import Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.work import Work

__all__ = ["take_number", "void_number"]


def _prefix(work: Work, series: str) -> str:
    """Return the 代字 of a series: the office's own, else the unit's prefix and the usual text."""
    own = work.office.rules.series
    if series in own:
        return own[series]
    if series not in SERIES:
        known = tuple(sorted({*own, *SERIES}))
        raise Refused("register.unknown_series", series=series, known=known)
    return work.load(UNIT, work.unit).prefix + SERIES[series]


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
        series=series, year=year, prefix=prefix, owner_kind=owner_kind, owner_id=owner_id
    )
    id = register_id(work.unit, series, year)
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
    id = register_id(work.unit, series, year)
    register = work.load(REGISTER, id)
    deed = deed_of(work, acting)
    deed.explained()
    changes = decide_void_number(register, number, act=deed.act)
    return work.stage(REGISTER, id, changes, acting.reason)
