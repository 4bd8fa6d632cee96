"""Informers (线索来源人): who gave a lead, kept apart from the matter.

A record of the matter calls him by a code name; who he is lies, sealed, in a closed file of its
own whose purpose is an identity (检举控告工作规则 art. 51–53: 保密、不得泄露检举控告人信息).
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.closed_files import ClosedFile, Purpose
from supervision.domain.lives import begun
from supervision.domain.names import check_text
from supervision.domain.records import ChangeType, Column, RecordKind
from supervision.domain.separation import Deed
from supervision.domain.values import Sealed
from supervision.errors import Refused

__all__ = [
    "INFORMER",
    "Informer",
    "InformerChange",
    "InformerCorrected",
    "InformerRegistered",
    "decide_correct_informer",
    "decide_register_informer",
    "evolve_informer",
]


@attrs.frozen(kw_only=True)
class Informer:
    """An informer (线索来源人).

    Attributes:
        id, unit: as in every record.
        code_name: what every other record calls him (代号).
        identity: who he is and how he is reached, sealed.
        registered_on: when he was registered.
    """

    id: str
    unit: str
    code_name: str
    identity: Sealed
    registered_on: dt.date


@attrs.frozen(kw_only=True)
class InformerRegistered:
    """An informer was registered (登记线索来源人)."""

    act: Act
    id: str
    unit: str
    code_name: str
    identity: Sealed


@attrs.frozen(kw_only=True)
class InformerCorrected:
    """What is known of him was corrected (更正); why stands in the reason of the entry."""

    act: Act
    identity: Sealed


InformerChange: TypeAlias = InformerRegistered | InformerCorrected


def decide_register_informer(
    id: str, unit: str, code_name: str, identity: Sealed, *, file: ClosedFile | None, deed: Deed
) -> tuple[InformerRegistered]:
    """Register an informer (登记线索来源人).

    Args:
        id, unit: of the new record.
        code_name: what other records shall call him.
        identity: who he is, sealed.
        file: the file worked in; `None` in the open.
        deed: by whom.

    Raises:
        Refused: `informer.not_here` outside a file that keeps an identity; `text.*`.
    """
    if file is None or file.purpose is not Purpose.IDENTITY:
        raise Refused("informer.not_here")
    name = check_text(code_name, place="code_name")
    return (InformerRegistered(act=deed.act, id=id, unit=unit, code_name=name, identity=identity),)


def decide_correct_informer(identity: Sealed, *, deed: Deed) -> tuple[InformerCorrected]:
    """Correct who he is (更正), with a reason.

    Raises:
        Refused: `act.reason_missing`.
    """
    deed.explained()
    return (InformerCorrected(act=deed.act, identity=identity),)


def evolve_informer(informer: Informer | None, change: InformerChange) -> Informer:
    """Build the informer from his last state and one change. Never refuses."""
    if isinstance(change, InformerRegistered):
        return Informer(
            id=change.id,
            unit=change.unit,
            code_name=change.code_name,
            identity=change.identity,
            registered_on=change.act.on,
        )
    return attrs.evolve(begun(informer, change), identity=change.identity)


INFORMER: RecordKind[Informer] = RecordKind(
    name="informer",
    prefix="inf",
    cls=Informer,
    evolve=evolve_informer,
    changes=(
        ChangeType("informer.registered", InformerRegistered),
        ChangeType("informer.corrected", InformerCorrected),
    ),
    closed=True,
    indexed=(Column("code_name"),),
    sealed=("identity",),
)
