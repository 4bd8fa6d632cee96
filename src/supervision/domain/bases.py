"""Bases (依据): the article every act and rule points to, with the days it was in force.

A regulation is cited by the article's text in force on a day, never by a bare number: articles
are renumbered when a law is amended (网络安全法 第二十一条 became 第二十三条 in 2026).
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun, check_correction, corrected
from supervision.domain.names import check_text
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.validity import check_validity, valid_on
from supervision.domain.values import UnitId
from supervision.errors import Refused
from supervision.ids import derived_id

__all__ = [
    "BASIS",
    "Basis",
    "BasisChange",
    "BasisCorrected",
    "BasisEnded",
    "BasisRegistered",
    "CorrectBasis",
    "RegisterBasis",
    "basis_id",
    "decide_correct_basis",
    "decide_end_basis",
    "decide_register_basis",
    "evolve_basis",
    "in_force",
]


def basis_id(unit: UnitId, code: str) -> str:
    """Return the id of the basis the unit keeps under this code."""
    return derived_id("bas", unit, code)


@attrs.frozen(kw_only=True)
class Basis:
    """An article of a law, regulation or local scheme (依据).

    Attributes:
        id, unit: derived id; the unit that keeps the record.
        code: what rules and measures name, such as `procedure-665`.
        regulation: title, such as 人民检察院刑事诉讼规则.
        article: such as 第六百六十五条.
        document: number of the document that issued it, if known.
        text: what it says, as far as it is quoted.
        valid_from: first day in force; `None` when not known.
        valid_until: last day in force; `None` while it is.

    Example:
        >>> basis = Basis(id="bas_1", unit=UnitId("u"), code="procedure-665",
        ...               regulation="人民检察院刑事诉讼规则", article="第六百六十五条",
        ...               valid_from=dt.date(2019, 12, 30))
        >>> in_force(basis, dt.date(2026, 1, 1)), in_force(basis, dt.date(2019, 1, 1))
        (True, False)
    """

    id: str
    unit: UnitId
    code: str
    regulation: str
    article: str
    document: str = ""
    text: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


def in_force(basis: Basis, on: dt.date) -> bool:
    """Say whether the article is in force on that day (效力)."""
    return valid_on(basis.valid_from, basis.valid_until, on)


@attrs.frozen(kw_only=True)
class BasisRegistered:
    """The basis is entered (登记依据)."""

    act: Act
    id: str
    unit: UnitId
    code: str
    regulation: str
    article: str
    document: str = ""
    text: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class BasisEnded:
    """The article is repealed or replaced (失效); `until` is its last day in force."""

    act: Act
    until: dt.date


@attrs.frozen(kw_only=True)
class BasisCorrected:
    """What was entered wrongly (更正)."""

    act: Act
    regulation: str | None = None
    article: str | None = None
    document: str | None = None
    text: str | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    cleared: tuple[str, ...] = ()


BasisChange: TypeAlias = BasisRegistered | BasisEnded | BasisCorrected


@attrs.frozen(kw_only=True)
class RegisterBasis:
    """Asks to enter a basis (登记依据). Fields as in `Basis`."""

    code: str
    regulation: str
    article: str
    document: str = ""
    text: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class CorrectBasis:
    """Asks to correct a basis (更正依据). `None` leaves a field alone, `cleared` empties it."""

    regulation: str | None = None
    article: str | None = None
    document: str | None = None
    text: str | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    cleared: tuple[str, ...] = ()


def decide_register_basis(
    basis: Basis | None, command: RegisterBasis, *, unit: UnitId, act: Act
) -> tuple[BasisChange, ...]:
    """Enter a basis (登记依据).

    Raises:
        Refused: `basis.exists`, `validity.range`, `text.empty`, `text.line`.
    """
    if basis is not None:
        raise Refused("basis.exists", code=command.code)
    check_validity(command.valid_from, command.valid_until)
    code = check_text(command.code, place="code")
    return (
        BasisRegistered(
            act=act,
            id=basis_id(unit, code),
            unit=unit,
            code=code,
            regulation=check_text(command.regulation, place="regulation"),
            article=check_text(command.article, place="article"),
            document=command.document,
            text=command.text,
            valid_from=command.valid_from,
            valid_until=command.valid_until,
        ),
    )


def decide_end_basis(basis: Basis, *, until: dt.date, act: Act) -> tuple[BasisChange, ...]:
    """Enter that the article is no longer in force (失效).

    Raises:
        Refused: `basis.ended` when its end is known already, `validity.range`.
    """
    if basis.valid_until is not None:
        raise Refused("basis.ended", code=basis.code, until=basis.valid_until.isoformat())
    check_validity(basis.valid_from, until)
    return (BasisEnded(act=act, until=until),)


def decide_correct_basis(
    basis: Basis, command: CorrectBasis, *, act: Act
) -> tuple[BasisChange, ...]:
    """Correct what was entered wrongly (更正).

    Raises:
        Refused: `correction.empty`, `correction.cleared`, `validity.range`, `text.empty`,
            `text.line`.
    """
    regulation, article = command.regulation, command.article
    change = BasisCorrected(
        act=act,
        regulation=check_text(regulation, place="regulation") if regulation is not None else None,
        article=check_text(article, place="article") if article is not None else None,
        document=command.document,
        text=command.text,
        valid_from=command.valid_from,
        valid_until=command.valid_until,
        cleared=command.cleared,
    )
    check_correction(basis, change, clearable=("document", "text", "valid_from", "valid_until"))
    right = corrected(basis, change)
    check_validity(right.valid_from, right.valid_until)
    return (change,)


def evolve_basis(basis: Basis | None, change: BasisChange) -> Basis:
    """Build the basis after `change`."""
    if isinstance(change, BasisRegistered):
        return Basis(
            id=change.id,
            unit=change.unit,
            code=change.code,
            regulation=change.regulation,
            article=change.article,
            document=change.document,
            text=change.text,
            valid_from=change.valid_from,
            valid_until=change.valid_until,
        )
    basis = begun(basis, change)
    if isinstance(change, BasisEnded):
        return attrs.evolve(basis, valid_until=change.until)
    return corrected(basis, change)


BASIS: RecordKind[Basis] = RecordKind(
    name="basis",
    prefix="bas",
    cls=Basis,
    changes=(
        ChangeType("basis.registered", BasisRegistered),
        ChangeType("basis.ended", BasisEnded),
        ChangeType("basis.corrected", BasisCorrected),
    ),
    evolve=evolve_basis,
    indexed=(
        Column("code"),
        Column("regulation"),
        Column("valid_from", ColumnType.DATE),
        Column("valid_until", ColumnType.DATE),
    ),
    indexes=(("code",),),
)
