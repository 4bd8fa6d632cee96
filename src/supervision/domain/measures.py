"""Measures (督察措施): issued on a rung of a ladder, served, claimed, answered, accepted.

Here is the record, its changes and how it evolves; what may be decided about it stands in
`measure_steps`, the ladders in `ladders`.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.values import DepartmentId, Extra, OfficerId

__all__ = [
    "MEASURE",
    "IssueMeasure",
    "Measure",
    "MeasureAccepted",
    "MeasureAnswered",
    "MeasureChange",
    "MeasureClaimed",
    "MeasureEntered",
    "MeasureIssued",
    "MeasureRefused",
    "MeasureReturned",
    "MeasureServed",
    "MeasureState",
    "MeasureVoided",
    "Service",
    "evolve",
]


class MeasureState(enum.Enum):
    """State of a measure (措施状态)."""

    ISSUED = "issued"
    SERVED = "served"
    CLAIMED = "claimed"
    REFUSED = "refused"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    VOIDED = "voided"


class Service(enum.Enum):
    """How it was served (送达方式)."""

    NETWORK = "network"
    PAPER = "paper"
    MEETING = "meeting"
    TELEPHONE = "telephone"


@attrs.frozen(kw_only=True)
class IssueMeasure:
    """Issue a measure (签发措施). Fields as in `Measure`."""

    rung: str
    title: str
    findings: tuple[str, ...] = ()
    department: DepartmentId | None = None
    officer: OfficerId | None = None
    item: str | None = None
    text: str = ""
    follows: str | None = None
    extra: tuple[Extra, ...] = ()


@attrs.frozen(kw_only=True)
class Measure:
    """A measure taken towards a department or a person (督察措施).

    Attributes:
        id, unit: as in every record.
        rung: code of the rung.
        title: one line.
        state: where it stands.
        issued_on: day of issue.
        number: number of the document; `None` when the rung bears none.
        findings: findings it is about.
        department, officer: to whom it goes.
        item: the item it serves.
        text: what is asked for.
        follows: the measure it follows on a higher rung.
        served_on, service: when and how it was served.
        claimed_by, claimed_on: who claimed it for the department, and when.
        plan: what will be done.
        answer, answered_on: the last answer.
        returns: how often an answer was returned.
        accepted_on: when the answer was accepted.
        clock: clock of the answer.
        extra: the office's own fields.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    rung: str
    title: str
    state: MeasureState
    issued_on: dt.date
    number: str | None = None
    findings: tuple[str, ...] = ()
    department: DepartmentId | None = None
    officer: OfficerId | None = None
    item: str | None = None
    text: str = ""
    follows: str | None = None
    served_on: dt.date | None = None
    service: Service | None = None
    claimed_by: OfficerId | None = None
    claimed_on: dt.date | None = None
    plan: str = ""
    answer: str = ""
    answered_on: dt.date | None = None
    returns: int = 0
    accepted_on: dt.date | None = None
    clock: str | None = None
    extra: tuple[Extra, ...] = ()
    imported: str | None = None


@attrs.frozen(kw_only=True)
class MeasureIssued:
    """The measure was issued (签发)."""

    id: str
    unit: str
    act: Act
    measure: IssueMeasure
    number: str | None = None


@attrs.frozen(kw_only=True)
class MeasureServed:
    """It was served (送达)."""

    act: Act
    service: Service
    clock: str | None = None


@attrs.frozen(kw_only=True)
class MeasureClaimed:
    """The recipient claimed it (认领)."""

    act: Act
    plan: str


@attrs.frozen(kw_only=True)
class MeasureRefused:
    """The recipient refused it with a reason (提出异议)."""

    act: Act


@attrs.frozen(kw_only=True)
class MeasureAnswered:
    """The recipient answered (反馈)."""

    act: Act
    answer: str


@attrs.frozen(kw_only=True)
class MeasureReturned:
    """The answer was returned (退回)."""

    act: Act


@attrs.frozen(kw_only=True)
class MeasureAccepted:
    """The answer was accepted (采纳反馈, 办结)."""

    act: Act


@attrs.frozen(kw_only=True)
class MeasureVoided:
    """The measure was voided (作废). Its number stays visible in the register."""

    act: Act


@attrs.frozen(kw_only=True)
class MeasureEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Measure


MeasureChange = (
    MeasureIssued
    | MeasureServed
    | MeasureClaimed
    | MeasureRefused
    | MeasureAnswered
    | MeasureReturned
    | MeasureAccepted
    | MeasureVoided
)


def evolve(measure: Measure | None, change: MeasureChange | MeasureEntered) -> Measure:
    """Build the measure from its last state and one change. Never refuses."""
    if isinstance(change, MeasureEntered):
        return change.record
    if isinstance(change, MeasureIssued):
        return Measure(
            id=change.id,
            unit=change.unit,
            state=MeasureState.ISSUED,
            issued_on=change.act.on,
            number=change.number,
            **attrs.asdict(change.measure, recurse=False),
        )
    measure = begun(measure, change)
    on = change.act.on
    match change:
        case MeasureServed():
            return attrs.evolve(
                measure,
                state=MeasureState.SERVED,
                served_on=on,
                service=change.service,
                clock=change.clock,
            )
        case MeasureClaimed():
            return attrs.evolve(
                measure,
                state=MeasureState.CLAIMED,
                claimed_by=change.act.by,
                claimed_on=on,
                plan=change.plan,
            )
        case MeasureRefused():
            return attrs.evolve(measure, state=MeasureState.REFUSED)
        case MeasureAnswered():
            return attrs.evolve(
                measure, state=MeasureState.ANSWERED, answer=change.answer, answered_on=on
            )
        case MeasureReturned():
            return attrs.evolve(measure, state=MeasureState.CLAIMED, returns=measure.returns + 1)
        case MeasureAccepted():
            return attrs.evolve(measure, state=MeasureState.ACCEPTED, accepted_on=on)
        case MeasureVoided():
            return attrs.evolve(measure, state=MeasureState.VOIDED)
        case _:
            assert_never(change)


MEASURE: RecordKind[Measure] = RecordKind(
    name="measure",
    prefix="msr",
    cls=Measure,
    evolve=evolve,
    changes=(
        ChangeType("measure.issued", MeasureIssued),
        ChangeType("measure.served", MeasureServed),
        ChangeType("measure.claimed", MeasureClaimed),
        ChangeType("measure.refused", MeasureRefused),
        ChangeType("measure.answered", MeasureAnswered),
        ChangeType("measure.returned", MeasureReturned),
        ChangeType("measure.accepted", MeasureAccepted),
        ChangeType("measure.voided", MeasureVoided),
        ChangeType("measure.entered", MeasureEntered),
    ),
    indexed=(
        Column("state"),
        Column("rung"),
        Column("number"),
        Column("department"),
        Column("officer"),
        Column("item"),
        Column("issued_on", ColumnType.DATE),
        Column("served_on", ColumnType.DATE),
        Column("answered_on", ColumnType.DATE),
        Column("imported"),
    ),
    indexes=(("state", "issued_on"), ("department", "state"), ("officer", "state"), ("number",)),
    many=(Many("findings"),),
)
