"""Measures received from another unit (收到的督察文书): a record in the receiving unit's own chain.

A measure may go to a superior or inferior unit (院) in the same store. What travels is a parcel: of
the issuer's records only what the document says, of the receiver's only its answer. The issuer's
measure and this record are two records in two chains, joined by parcels in the outbox; verifying
the answer stays with the issuer. The decisions stand in `incoming_steps`.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.values import DepartmentId, Instant, OfficerId, UnitId

__all__ = [
    "INCOMING",
    "Claiming",
    "IncomingAnswered",
    "IncomingArrived",
    "IncomingChange",
    "IncomingClaimed",
    "IncomingEnded",
    "IncomingMeasure",
    "IncomingReceived",
    "IncomingReturned",
    "IncomingState",
    "MeasureDocument",
    "News",
    "Parcel",
    "evolve",
    "incoming_id",
]


class IncomingState(enum.Enum):
    """State of a measure received (收到的督察文书状态)."""

    ARRIVED = "arrived"
    """已送达（待签收）"""
    RECEIVED = "received"
    """已签收"""
    CLAIMED = "claimed"
    """已认领"""
    ANSWERED = "answered"
    """已答复"""
    ACCEPTED = "accepted"
    """已采纳"""
    CLOSED = "closed"
    """已销号"""
    WITHDRAWN = "withdrawn"
    """已撤回: the issuer voided it."""


class News(enum.Enum):
    """What a parcel tells the other unit (文书往来)."""

    SERVED = "served"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    VOIDED = "voided"
    RECEIVED = "received"
    CLAIMED = "claimed"
    ANSWERED = "answered"


@attrs.frozen(kw_only=True)
class MeasureDocument:
    """What the document says (文书内容), and nothing else of the issuer's.

    Attributes:
        rung: code of the rung.
        title, text: as in the measure.
        number: number of the document.
        issued_on, served_on: when.
        due_on: last day for the answer; `None` where none is asked.
    """

    rung: str
    title: str
    text: str
    number: str | None
    issued_on: dt.date
    served_on: dt.date
    due_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Parcel:
    """News from one unit to another (往来件), waiting in the outbox.

    Attributes:
        id: the outbox's id of it.
        at: when its cause was committed.
        unit, to_unit: from where, to where.
        measure: id of the issuer's measure.
        news: what it tells.
        on: day of the act it tells of.
        turn: how often an answer had been returned by then, so that old news is known as such.
        by: who acted in the receiving unit; `None` for news of the issuer.
        text: plan, answer or reason.
        references: where evidence of the answer is.
        document: the document, when it is served.
    """

    id: str
    at: Instant
    unit: UnitId
    to_unit: UnitId
    measure: str
    news: News
    on: dt.date
    turn: int = 0
    by: OfficerId | None = None
    text: str = ""
    references: tuple[str, ...] = ()
    document: MeasureDocument | None = None


@attrs.frozen(kw_only=True)
class Claiming:
    """A department's claim (部门认领)."""

    department: DepartmentId
    by: OfficerId
    on: dt.date
    plan: str


@attrs.frozen(kw_only=True)
class IncomingMeasure:
    """A measure another unit issued to this one (收到的督察文书).

    Attributes:
        id, unit: as in every record.
        measure: id of the issuer's measure.
        from_unit: the unit that issued it.
        document: what it says.
        state: where it stands.
        arrived_on: day it arrived.
        received_by, received_on: who signed for it, and when (签收).
        claims: which departments claimed it, and their plans.
        answer, answered_by, answered_on: the last answer.
        references: where its evidence is: ids of attachments, numbers of files.
        returns: how often the issuer returned an answer.
        return_reason: why, the last time.
        ended_on: when the issuer closed or voided it.
    """

    id: str
    unit: str
    measure: str
    from_unit: UnitId
    document: MeasureDocument
    state: IncomingState
    arrived_on: dt.date
    received_by: OfficerId | None = None
    received_on: dt.date | None = None
    claims: tuple[Claiming, ...] = ()
    answer: str = ""
    answered_by: OfficerId | None = None
    answered_on: dt.date | None = None
    references: tuple[str, ...] = ()
    returns: int = 0
    return_reason: str = ""
    ended_on: dt.date | None = None

    @property
    def title(self) -> str:
        """Its title, as the document says."""
        return self.document.title

    @property
    def departments(self) -> tuple[DepartmentId, ...]:
        """The departments that claimed it."""
        return tuple(one.department for one in self.claims)


def incoming_id(measure: str) -> str:
    """Return the id of the receiver's record of a measure: it arrives once, however often sent."""
    return f"{INCOMING.prefix}_{measure.partition('_')[2]}"


@attrs.frozen(kw_only=True)
class IncomingArrived:
    """It arrived (送达本院). The machine brings it: nobody of this unit has acted."""

    id: str
    unit: str
    measure: str
    from_unit: UnitId
    document: MeasureDocument
    on: dt.date


@attrs.frozen(kw_only=True)
class IncomingReceived:
    """It was signed for (签收)."""

    act: Act


@attrs.frozen(kw_only=True)
class IncomingClaimed:
    """A department claimed it with a plan (认领)."""

    act: Act
    department: DepartmentId
    plan: str


@attrs.frozen(kw_only=True)
class IncomingAnswered:
    """It was answered (答复); the answer goes to the issuer."""

    act: Act
    answer: str
    references: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class IncomingReturned:
    """The issuer returned the answer (退回)."""

    on: dt.date
    reason: str


@attrs.frozen(kw_only=True)
class IncomingEnded:
    """The issuer accepted the answer, closed or voided the measure (采纳、销号、撤回)."""

    on: dt.date
    state: IncomingState


IncomingChange = (
    IncomingArrived
    | IncomingReceived
    | IncomingClaimed
    | IncomingAnswered
    | IncomingReturned
    | IncomingEnded
)


def evolve(incoming: IncomingMeasure | None, change: IncomingChange) -> IncomingMeasure:
    """Build the record from its last state and one change. Never refuses."""
    if isinstance(change, IncomingArrived):
        return IncomingMeasure(
            id=change.id,
            unit=change.unit,
            measure=change.measure,
            from_unit=change.from_unit,
            document=change.document,
            state=IncomingState.ARRIVED,
            arrived_on=change.on,
        )
    incoming = begun(incoming, change)
    match change:
        case IncomingReceived():
            return attrs.evolve(
                incoming,
                state=IncomingState.RECEIVED,
                received_by=change.act.by,
                received_on=change.act.on,
            )
        case IncomingClaimed():
            claim = Claiming(
                department=change.department, by=change.act.by, on=change.act.on, plan=change.plan
            )
            return attrs.evolve(
                incoming, state=IncomingState.CLAIMED, claims=(*incoming.claims, claim)
            )
        case IncomingAnswered():
            return attrs.evolve(
                incoming,
                state=IncomingState.ANSWERED,
                answer=change.answer,
                answered_by=change.act.by,
                answered_on=change.act.on,
                references=change.references,
            )
        case IncomingReturned():
            return attrs.evolve(
                incoming,
                state=IncomingState.CLAIMED,
                returns=incoming.returns + 1,
                return_reason=change.reason,
            )
        case IncomingEnded():
            return attrs.evolve(incoming, state=change.state, ended_on=change.on)
        case _:
            assert_never(change)


INCOMING: RecordKind[IncomingMeasure] = RecordKind(
    name="incoming_measure",
    prefix="inm",
    cls=IncomingMeasure,
    evolve=evolve,
    changes=(
        ChangeType("incoming_measure.arrived", IncomingArrived),
        ChangeType("incoming_measure.received", IncomingReceived),
        ChangeType("incoming_measure.claimed", IncomingClaimed),
        ChangeType("incoming_measure.answered", IncomingAnswered),
        ChangeType("incoming_measure.returned", IncomingReturned),
        ChangeType("incoming_measure.ended", IncomingEnded),
    ),
    indexed=(
        Column("state"),
        Column("measure"),
        Column("from_unit"),
        Column("number", value=lambda incoming: incoming.document.number),
        Column("due_on", ColumnType.DATE, lambda incoming: incoming.document.due_on),
        Column("arrived_on", ColumnType.DATE),
        Column("answered_on", ColumnType.DATE),
    ),
    indexes=(("state", "arrived_on"),),
    many=(Many("departments"),),
)
