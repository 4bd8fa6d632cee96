"""Circulars (通报): problems made known to several addressees, with a receipt and answer of each.

A circular is drafted, issued under a number of its series, served on each addressee, signed for
and confirmed by each, and closed. Persons are named in it (署名) or stay anonymous (隐名); the
record knows both, since whoever is meant may not issue or close it. No ranking of places or
people is part of it (最高检 2024-10-16, 一取消三不再).
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain import circular_changes as made
from supervision.domain.acts import Act
from supervision.domain.circular_changes import (
    CircularChange,
    DraftCircular,
    NamedPerson,
)
from supervision.domain.lives import begun, corrected
from supervision.domain.measure_changes import Service
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.values import DepartmentId, OfficerId, Sealed

__all__ = [
    "CIRCULAR",
    "Addressee",
    "Circular",
    "CircularChange",
    "CircularEntered",
    "CircularState",
    "DraftCircular",
    "NamedPerson",
    "evolve_circular",
]


class CircularState(enum.Enum):
    """State of a circular (通报状态)."""

    DRAFTED = "drafted"
    ISSUED = "issued"
    CLOSED = "closed"
    VOIDED = "voided"


@attrs.frozen(kw_only=True)
class Addressee:
    """One department a circular goes to (通报对象).

    Attributes:
        department: the department.
        served_on, service: when and how it was served.
        receipt: the signed receipt (送达回证), sealed.
        received_by, received_on: who signed for it, and when (签收).
        confirmed_by, confirmed_on: who confirmed that it was acted upon, and when (落实反馈).
        answer: what was done upon it.
    """

    department: DepartmentId
    served_on: dt.date | None = None
    service: Service | None = None
    receipt: Sealed | None = None
    received_by: OfficerId | None = None
    received_on: dt.date | None = None
    confirmed_by: OfficerId | None = None
    confirmed_on: dt.date | None = None
    answer: str = ""


@attrs.frozen(kw_only=True)
class Circular:
    """A circular (通报).

    Attributes:
        id, unit: as in every record.
        title: one line.
        state: where it stands.
        drafted_on: day of the draft.
        scope: what was looked at (范围).
        text: the circumstances and what is asked for.
        findings: the problems it names.
        persons: persons it is about, named or anonymous.
        concerned: departments whose problems it names; they may not issue or close it.
        follows: measures it follows on a higher rung.
        basis: ids of `Basis` records.
        addressees: to whom it goes, in the order of the draft.
        number: its number, from issue on.
        issued_by, issued_on, closed_on: who issued it, and the days of those acts.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    title: str
    state: CircularState
    drafted_on: dt.date
    scope: str = ""
    text: str = ""
    findings: tuple[str, ...] = ()
    persons: tuple[NamedPerson, ...] = ()
    concerned: tuple[DepartmentId, ...] = ()
    follows: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    number: str | None = None
    issued_by: OfficerId | None = None
    issued_on: dt.date | None = None
    closed_on: dt.date | None = None
    imported: str | None = None

    @property
    def unconfirmed(self) -> int:
        """How many addressees have not confirmed it yet."""
        return sum(one.confirmed_on is None for one in self.addressees)

    def addressee(self, department: DepartmentId) -> Addressee | None:
        """Return what is known of an addressee."""
        return next((one for one in self.addressees if one.department == department), None)


@attrs.frozen(kw_only=True)
class CircularEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Circular


def evolve_circular(
    circular: Circular | None, change: CircularChange | CircularEntered
) -> Circular:
    """Build the circular from its last state and one change. Never refuses."""
    if isinstance(change, CircularEntered):
        return change.record
    if isinstance(change, made.CircularDrafted):
        fields = attrs.asdict(change.draft, recurse=False)
        addressees = tuple(Addressee(department=one) for one in fields.pop("to"))
        return Circular(
            id=change.id,
            unit=change.unit,
            state=CircularState.DRAFTED,
            drafted_on=change.act.on,
            concerned=change.concerned,
            addressees=addressees,
            **fields,
        )
    circular = begun(circular, change)
    act = change.act
    match change:
        case made.CircularCorrected():
            return corrected(circular, change.correction)
        case made.CircularIssued():
            return attrs.evolve(
                circular,
                state=CircularState.ISSUED,
                number=change.number,
                issued_by=act.by,
                issued_on=act.on,
            )
        case made.CircularServed():
            return _addressed(
                circular,
                change.department,
                served_on=act.on,
                service=change.service,
                receipt=change.receipt,
            )
        case made.CircularReceived():
            return _addressed(circular, change.department, received_by=act.by, received_on=act.on)
        case made.CircularConfirmed():
            return _addressed(
                circular,
                change.department,
                confirmed_by=act.by,
                confirmed_on=act.on,
                answer=change.answer,
            )
        case made.CircularClosed():
            return attrs.evolve(circular, state=CircularState.CLOSED, closed_on=act.on)
        case made.CircularVoided():
            return attrs.evolve(circular, state=CircularState.VOIDED)
        case _:
            assert_never(change)


def _addressed(circular: Circular, department: DepartmentId, **known: object) -> Circular:
    addressees = tuple(
        attrs.evolve(one, **known) if one.department == department else one  # type: ignore[arg-type]  # checked by the class
        for one in circular.addressees
    )
    return attrs.evolve(circular, addressees=addressees)


CIRCULAR: RecordKind[Circular] = RecordKind(
    name="circular",
    prefix="cir",
    cls=Circular,
    evolve=evolve_circular,
    changes=(
        ChangeType("circular.drafted", made.CircularDrafted),
        ChangeType("circular.corrected", made.CircularCorrected),
        ChangeType("circular.issued", made.CircularIssued),
        ChangeType("circular.served", made.CircularServed),
        ChangeType("circular.received", made.CircularReceived),
        ChangeType("circular.confirmed", made.CircularConfirmed),
        ChangeType("circular.closed", made.CircularClosed),
        ChangeType("circular.voided", made.CircularVoided),
        ChangeType("circular.entered", CircularEntered),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("number"),
        Column("drafted_on", ColumnType.DATE),
        Column("issued_on", ColumnType.DATE),
        Column("closed_on", ColumnType.DATE),
        Column("unconfirmed", ColumnType.INTEGER),
    ),
    indexes=(("state", "issued_on"), ("number",)),
    many=(
        Many("findings"),
        Many("follows"),
        Many("departments", lambda circular: tuple(o.department for o in circular.addressees)),
        Many("officers", lambda circular: tuple(one.officer for one in circular.persons)),
    ),
    sealed=("addressees",),
)
