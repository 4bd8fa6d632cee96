"""Recusal (回避): somebody keeps out of a record because it concerns him in some way.

Asked by himself, by a person named, or ordered; granted or refused; a refusal may be
reconsidered once (政务处分法 art. 47–48, 公务员法 art. 76–77; by analogy 刑诉规则 art. 29–33).
Here is the record and how it evolves; the decisions stand in `recusal_steps`, the numbers and who
decides in `recusal_rules`. What it forbids is enforced wherever something is staged.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun, corrected
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.recusal_rules import Meanwhile, RecusalRules
from supervision.domain.references import Reference
from supervision.domain.values import OfficerId, Sealed

__all__ = [
    "RECUSAL",
    "AskRecusal",
    "CorrectRecusal",
    "Recusal",
    "RecusalAsked",
    "RecusalChange",
    "RecusalCorrected",
    "RecusalEnded",
    "RecusalGranted",
    "RecusalGround",
    "RecusalOrdered",
    "RecusalRefused",
    "RecusalReopened",
    "RecusalState",
    "RecusalVoided",
    "RecusalWay",
    "evolve",
    "forbids",
]


class RecusalState(enum.Enum):
    """State of a recusal (回避状态)."""

    ASKED = "asked"
    """已提出"""
    GRANTED = "granted"
    """已决定回避"""
    REFUSED = "refused"
    """已驳回"""
    RECONSIDERING = "reconsidering"
    """复议中"""
    ENDED = "ended"
    """已解除"""
    VOIDED = "voided"
    """作废"""


class RecusalGround(enum.Enum):
    """Why somebody keeps out (回避事由): 政务处分法 art. 47, 公务员法 art. 76."""

    CLOSE_RELATIVE = "close_relative"
    """近亲属"""
    WITNESS = "witness"
    """担任过证人"""
    INTEREST = "interest"
    """有利害关系"""
    OTHER = "other"
    """其他可能影响公正的情形"""


class RecusalWay(enum.Enum):
    """How it came about (回避方式)."""

    OWN = "own"
    """自行回避"""
    REQUESTED = "requested"
    """申请回避"""
    ORDERED = "ordered"
    """指令回避"""


@attrs.frozen(kw_only=True)
class AskRecusal:
    """Ask for a recusal, or order one (提出回避). Fields as in `Recusal`."""

    officer: OfficerId
    about: Reference
    ground: RecusalGround
    detail: str = ""
    requested_by: OfficerId | None = None
    requester: Sealed | None = None


@attrs.frozen(kw_only=True)
class Recusal:
    """Somebody keeping out of a record (回避).

    Attributes:
        id, unit: as in every record.
        officer: who keeps out.
        about: the record; what is about it is covered too. `case` and a case number: the case.
        ground: why.
        way: of his own accord, requested, ordered.
        state: where it stands.
        asked_on, asked_by: when it was asked or ordered, and who did.
        detail: the ground in words.
        requested_by: the officer of ours who requested it.
        requester: name of the person from outside who did, sealed.
        since: day it was granted or ordered; he keeps out from then on.
        decided_on, decided_by: the last decision; of a committee's, who presided.
        attended: who took part in the committee's decision.
        reconsider_until: last day on which reconsideration of a refusal may be asked for.
        reconsidered: whether it was asked for; that is possible once.
        clock: clock of the answer to it.
        ended_on: day it ended; he may act again from then on.
    """

    id: str
    unit: str
    officer: OfficerId
    about: Reference
    ground: RecusalGround
    way: RecusalWay
    state: RecusalState
    asked_on: dt.date
    asked_by: OfficerId
    detail: str = ""
    requested_by: OfficerId | None = None
    requester: Sealed | None = None
    since: dt.date | None = None
    decided_on: dt.date | None = None
    decided_by: OfficerId | None = None
    attended: tuple[OfficerId, ...] = ()
    reconsider_until: dt.date | None = None
    reconsidered: bool = False
    clock: str | None = None
    ended_on: dt.date | None = None


def forbids(recusal: Recusal, tag: str, on: dt.date, rules: RecusalRules) -> bool:
    """Say whether it forbids him a change of what it covers, on that day (是否禁止参与).

    Args:
        recusal: a recusal.
        tag: the change; empty for lists of what waits.
        on: the day of the act.
        rules: what may go on while it is not decided.
    """
    if recusal.since is not None and recusal.since <= on:
        over = recusal.ended_on is not None and recusal.ended_on <= on
        return recusal.state is not RecusalState.VOIDED and not over
    match recusal.state:
        case RecusalState.ASKED | RecusalState.GRANTED | RecusalState.ENDED:
            meanwhile = rules.pending
        case RecusalState.RECONSIDERING:
            meanwhile = rules.reconsidering
        case _:
            return False
    waits = recusal.asked_on <= on
    return waits and meanwhile is Meanwhile.SUSPENDED and tag not in rules.urgent


@attrs.frozen(kw_only=True)
class CorrectRecusal:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are.

    Attributes:
        cleared: names of fields to empty: `detail`.
    """

    ground: RecusalGround | None = None
    detail: str | None = None
    cleared: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class RecusalAsked:
    """It was asked for (提出回避)."""

    id: str
    unit: str
    act: Act
    way: RecusalWay
    asked: AskRecusal


@attrs.frozen(kw_only=True)
class RecusalOrdered:
    """It was ordered (指令回避). `attended`: who took part in the committee's decision."""

    id: str
    unit: str
    act: Act
    asked: AskRecusal
    attended: tuple[OfficerId, ...] = ()


@attrs.frozen(kw_only=True)
class RecusalGranted:
    """It was granted (决定回避), at once or on reconsideration."""

    act: Act
    attended: tuple[OfficerId, ...] = ()


@attrs.frozen(kw_only=True)
class RecusalRefused:
    """It was refused (驳回). `reconsider_until`: see `Recusal`; `None` when it is final."""

    act: Act
    attended: tuple[OfficerId, ...] = ()
    reconsider_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class RecusalReopened:
    """Reconsideration was asked for (申请复议)."""

    act: Act
    clock: str | None = None


@attrs.frozen(kw_only=True)
class RecusalEnded:
    """It ended, the ground having fallen away (解除回避)."""

    act: Act
    attended: tuple[OfficerId, ...] = ()


@attrs.frozen(kw_only=True)
class RecusalCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectRecusal


@attrs.frozen(kw_only=True)
class RecusalVoided:
    """It was voided (作废)."""

    act: Act


RecusalChange = (
    RecusalAsked
    | RecusalOrdered
    | RecusalGranted
    | RecusalRefused
    | RecusalReopened
    | RecusalEnded
    | RecusalCorrected
    | RecusalVoided
)


def evolve(recusal: Recusal | None, change: RecusalChange) -> Recusal:
    """Build the recusal from its last state and one change. Never refuses."""
    if isinstance(change, RecusalAsked):
        return _begun(change, change.way, RecusalState.ASKED)
    if isinstance(change, RecusalOrdered):
        return attrs.evolve(
            _begun(change, RecusalWay.ORDERED, RecusalState.GRANTED),
            since=change.act.on,
            decided_on=change.act.on,
            decided_by=change.act.by,
            attended=change.attended,
        )
    recusal = begun(recusal, change)
    match change:
        case RecusalGranted():
            granted = _decided(recusal, change, RecusalState.GRANTED)
            return attrs.evolve(granted, since=change.act.on)
        case RecusalRefused():
            refused = _decided(recusal, change, RecusalState.REFUSED)
            return attrs.evolve(refused, reconsider_until=change.reconsider_until)
        case RecusalReopened():
            return attrs.evolve(
                recusal, state=RecusalState.RECONSIDERING, reconsidered=True, clock=change.clock
            )
        case RecusalEnded():
            ended = _decided(recusal, change, RecusalState.ENDED)
            return attrs.evolve(ended, ended_on=change.act.on)
        case RecusalCorrected():
            return corrected(recusal, change.correction)
        case RecusalVoided():
            return attrs.evolve(recusal, state=RecusalState.VOIDED)
        case _:
            assert_never(change)


def _begun(change: RecusalAsked | RecusalOrdered, way: RecusalWay, state: RecusalState) -> Recusal:
    return Recusal(
        id=change.id,
        unit=change.unit,
        way=way,
        state=state,
        asked_on=change.act.on,
        asked_by=change.act.by,
        **attrs.asdict(change.asked, recurse=False),
    )


def _decided(
    recusal: Recusal, change: RecusalGranted | RecusalRefused | RecusalEnded, state: RecusalState
) -> Recusal:
    return attrs.evolve(
        recusal,
        state=state,
        decided_on=change.act.on,
        decided_by=change.act.by,
        attended=change.attended,
    )


RECUSAL: RecordKind[Recusal] = RecordKind(
    name="recusal",
    prefix="rcs",
    cls=Recusal,
    evolve=evolve,
    changes=(
        ChangeType("recusal.asked", RecusalAsked),
        ChangeType("recusal.ordered", RecusalOrdered),
        ChangeType("recusal.granted", RecusalGranted),
        ChangeType("recusal.refused", RecusalRefused),
        ChangeType("recusal.reopened", RecusalReopened),
        ChangeType("recusal.ended", RecusalEnded),
        ChangeType("recusal.corrected", RecusalCorrected),
        ChangeType("recusal.voided", RecusalVoided),
    ),
    indexed=(
        Column("state"),
        Column("officer"),
        Column("about_kind", value=lambda recusal: recusal.about.kind),
        Column("about", value=lambda recusal: recusal.about.id),
        Column("way"),
        Column("ground"),
        Column("asked_on", ColumnType.DATE),
        Column("since", ColumnType.DATE),
        Column("ended_on", ColumnType.DATE),
    ),
    indexes=(("officer", "state"), ("about",), ("state", "asked_on")),
    sealed=("requester",),
)
