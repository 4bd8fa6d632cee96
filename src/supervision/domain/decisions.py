"""Deployed decisions (决策部署): what an authority decided and the office follows up.

Here is the record, its changes and how it evolves; what may be decided about it stands in
`decision_steps`. The works a decision asks for are records of their own, see `decision_works`:
the seed office counts works, not decisions.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun, corrected
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind

__all__ = [
    "DECISION",
    "CorrectDecision",
    "Decision",
    "DecisionChange",
    "DecisionConcluded",
    "DecisionCorrected",
    "DecisionEntered",
    "DecisionRegistered",
    "DecisionState",
    "DecisionVoided",
    "RegisterDecision",
    "evolve_decision",
]


class DecisionState(enum.Enum):
    """State of a decision (决策部署状态)."""

    REGISTERED = "registered"
    CONCLUDED = "concluded"
    VOIDED = "voided"


@attrs.frozen(kw_only=True)
class RegisterDecision:
    """Register a decision (登记决策部署). Fields as in `Decision`; `issued_on` by default the act's."""

    title: str
    issuer: str
    issued_on: dt.date | None = None
    content: str = ""
    document: str = ""
    item: str | None = None
    basis: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Decision:
    """A decision whose execution is supervised (决策部署).

    Attributes:
        id, unit: as in every record.
        title: one line.
        issuer: code of who decided, see `issuers`.
        state: where it stands.
        issued_on: day of issue.
        content: what was decided.
        document: number of the document or of the meeting, as its issuer gave it.
        item: the item that follows it up (立项).
        basis: ids of `Basis` records.
        concluded_on: when all its works were found settled.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    title: str
    issuer: str
    state: DecisionState
    issued_on: dt.date
    content: str = ""
    document: str = ""
    item: str | None = None
    basis: tuple[str, ...] = ()
    concluded_on: dt.date | None = None
    imported: str | None = None


@attrs.frozen(kw_only=True)
class CorrectDecision:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are.

    Attributes:
        cleared: names of fields to empty: `content`, `document`, `item`.
    """

    title: str | None = None
    issuer: str | None = None
    issued_on: dt.date | None = None
    content: str | None = None
    document: str | None = None
    item: str | None = None
    cleared: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class DecisionRegistered:
    """The decision was registered (登记)."""

    id: str
    unit: str
    act: Act
    issued_on: dt.date
    decision: RegisterDecision


@attrs.frozen(kw_only=True)
class DecisionConcluded:
    """All its works are settled; the follow-up is over (督察完结)."""

    act: Act


@attrs.frozen(kw_only=True)
class DecisionCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectDecision


@attrs.frozen(kw_only=True)
class DecisionVoided:
    """The decision was voided (作废)."""

    act: Act


DecisionChange = DecisionRegistered | DecisionConcluded | DecisionCorrected | DecisionVoided


@attrs.frozen(kw_only=True)
class DecisionEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Decision


def evolve_decision(
    decision: Decision | None, change: DecisionChange | DecisionEntered
) -> Decision:
    """Build the decision from its last state and one change. Never refuses."""
    if isinstance(change, DecisionEntered):
        return change.record
    if isinstance(change, DecisionRegistered):
        fields = attrs.asdict(change.decision, recurse=False) | {"issued_on": change.issued_on}
        return Decision(id=change.id, unit=change.unit, state=DecisionState.REGISTERED, **fields)
    decision = begun(decision, change)
    match change:
        case DecisionConcluded():
            return attrs.evolve(decision, state=DecisionState.CONCLUDED, concluded_on=change.act.on)
        case DecisionCorrected():
            return corrected(decision, change.correction)
        case DecisionVoided():
            return attrs.evolve(decision, state=DecisionState.VOIDED)
        case _:
            assert_never(change)


DECISION: RecordKind[Decision] = RecordKind(
    name="decision",
    prefix="dcn",
    cls=Decision,
    evolve=evolve_decision,
    changes=(
        ChangeType("decision.registered", DecisionRegistered),
        ChangeType("decision.concluded", DecisionConcluded),
        ChangeType("decision.corrected", DecisionCorrected),
        ChangeType("decision.voided", DecisionVoided),
        ChangeType("decision.entered", DecisionEntered),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("title"),
        Column("issuer"),
        Column("document"),
        Column("item"),
        Column("issued_on", ColumnType.DATE),
        Column("concluded_on", ColumnType.DATE),
    ),
    indexes=(("state", "issued_on"), ("issuer", "issued_on"), ("item",)),
    many=(Many("basis"),),
)
