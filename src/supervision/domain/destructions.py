"""Destruction (销毁): a list proposed by one, approved by another, executed as a recorded act.

Executing erases the sealed values of the records on the list; rows, digests and the chain stay
whole, and the entry names every digest it erased, so that verification tells what was erased by
decision from what is missing by hand. Two persons decide and neither is concerned by what is on
the list: 档案法 forbids destruction by nobody's authority (擅自销毁); that two decide is the rule of
this library. Every step is taken in person: nobody enters it for another. A person's own data may
go before the period ends (个人信息保护法 art. 47), by field.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun
from supervision.domain.officers import Role
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.separation import Concerned, Deed, check_independent, check_role
from supervision.domain.values import OfficerId
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "DESTRUCTION",
    "DESTRUCTION_WORKFLOW",
    "Destruction",
    "DestructionApproved",
    "DestructionChange",
    "DestructionExecuted",
    "DestructionProposed",
    "DestructionRefused",
    "DestructionState",
    "DestructionTarget",
    "Ground",
    "ProposeDestruction",
    "TargetFacts",
    "check_targets",
    "decide_approve_destruction",
    "decide_execute_destruction",
    "decide_propose_destruction",
    "decide_refuse_destruction",
    "evolve_destruction",
]

_PROPOSE = (Role.SUPERVISION_HEAD, Role.INSPECTOR, Role.INTERNAL_CLERK)
_APPROVE = (Role.CHIEF, Role.DEPUTY, Role.SUPERVISION_HEAD)


class Ground(enum.Enum):
    """Why something is destroyed (销毁理由)."""

    EXPIRED = "expired"
    """保管期满"""
    PERSONAL = "personal"
    """删除个人信息"""


class DestructionState(enum.Enum):
    """State of a destruction (销毁状态)."""

    PROPOSED = "proposed"
    """待批"""
    APPROVED = "approved"
    """已批准"""
    REFUSED = "refused"
    """不予销毁"""
    EXECUTED = "executed"
    """已销毁"""


@attrs.frozen(kw_only=True)
class DestructionTarget:
    """A line of the list (销毁清单条目).

    Attributes:
        kind, id: the record.
        field: the sealed field meant; empty: every sealed value of the record.
        ended_on: when its period began to run; `None` on the ground of personal data.
        due_on: last day of its period; `None` likewise.
    """

    kind: str
    id: str
    field: str = ""
    ended_on: dt.date | None = None
    due_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class TargetFacts:
    """What is known of a record on the list, today (条目核对情况).

    Attributes:
        held: whether a hold lies on it; `hold` is its id where whoever asks may know it.
        listed: another list it stands on that waits, or has been executed for all of it.
        due_on: last day of its period by today's schedule; `None`: it has not ended, is kept
            for ever, or has no term yet.
        fields: names of the record's sealed fields.
    """

    held: bool = False
    hold: str = ""
    listed: str = ""
    due_on: dt.date | None = None
    fields: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ProposeDestruction:
    """Ask to destroy what a list names (提出销毁). Fields as in `Destruction`."""

    ground: Ground
    targets: tuple[DestructionTarget, ...]


@attrs.frozen(kw_only=True)
class Destruction:
    """A destruction (销毁).

    Attributes:
        id, unit: as in every record.
        ground: why.
        targets: the list.
        state: how far it has come.
        proposed_by, proposed_on: who proposed it, on which day.
        decided_by, decided_on: who approved or refused it, on which day.
        executed_by, executed_on: who executed it, on which day.
        erased: how many sealed values were erased.
        kept: how many were kept because a record outside the list refers to them.

    Example:
        >>> DESTRUCTION.prefix
        'dst'
    """

    id: str
    unit: str
    ground: Ground
    targets: tuple[DestructionTarget, ...]
    state: DestructionState
    proposed_by: OfficerId
    proposed_on: dt.date
    decided_by: OfficerId | None = None
    decided_on: dt.date | None = None
    executed_by: OfficerId | None = None
    executed_on: dt.date | None = None
    erased: int = 0
    kept: int = 0


@attrs.frozen(kw_only=True)
class DestructionProposed:
    """The list was proposed (提出销毁)."""

    id: str
    unit: str
    act: Act
    proposal: ProposeDestruction


@attrs.frozen(kw_only=True)
class DestructionApproved:
    """The list was approved by another person (批准销毁)."""

    act: Act


@attrs.frozen(kw_only=True)
class DestructionRefused:
    """The list was refused (不予销毁)."""

    act: Act


@attrs.frozen(kw_only=True)
class DestructionExecuted:
    """The sealed values were erased with this entry (执行销毁).

    Attributes:
        erased: digests of what was erased; without salt and content they say nothing.
        kept: digests of what a record outside the list still refers to.
    """

    act: Act
    erased: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


DestructionChange = (
    DestructionProposed | DestructionApproved | DestructionRefused | DestructionExecuted
)

_WAITING = (DestructionState.PROPOSED,)

DESTRUCTION_WORKFLOW: Workflow[DestructionState] = Workflow(
    code="destruction",
    zh="销毁",
    en="Destruction",
    steps=(
        Step(
            name="approve",
            sources=_WAITING,
            target=DestructionState.APPROVED,
            roles=_APPROVE,
            independent=True,
            reason=True,
        ),
        Step(
            name="refuse",
            sources=(*_WAITING, DestructionState.APPROVED),
            target=DestructionState.REFUSED,
            roles=_APPROVE,
            reason=True,
        ),
        Step(
            name="execute",
            sources=(DestructionState.APPROVED,),
            target=DestructionState.EXECUTED,
            roles=_PROPOSE,
            independent=True,
        ),
    ),
)


def decide_propose_destruction(
    id: str,
    unit: str,
    command: ProposeDestruction,
    *,
    deed: Deed,
    facts: tuple[TargetFacts, ...],
    concerned: Concerned,
) -> tuple[DestructionProposed]:
    """Propose a list for destruction, with a reason (提出销毁).

    Args:
        id, unit: of the new destruction.
        command: ground and list.
        deed: by whom, why.
        facts: one for each line of the list.
        concerned: whom the records on the list concern, together.

    Raises:
        Refused: `separation.*`, `act.reason_missing`, `destruction.empty`, `destruction.twice`,
            and as `check_targets`.
    """
    check_role("propose", deed.standing, _PROPOSE)
    deed.explained()
    check_independent("propose", deed.standing, concerned)
    if not command.targets:
        raise Refused("destruction.empty")
    seen: set[tuple[str, str, str]] = set()
    for one in command.targets:
        key = (one.kind, one.id, one.field)
        if key in seen:
            raise Refused("destruction.twice", kind=one.kind, id=one.id)
        seen.add(key)
    check_targets(command.ground, command.targets, facts, on=deed.act.on)
    return (DestructionProposed(id=id, unit=unit, act=deed.act, proposal=command),)


def check_targets(
    ground: Ground,
    targets: tuple[DestructionTarget, ...],
    facts: tuple[TargetFacts, ...],
    *,
    on: dt.date,
) -> None:
    """Refuse a list with anything that must stay (核对销毁清单).

    Raises:
        Refused: `destruction.held` for what is under a hold, `destruction.listed` for what
            stands on another list, `destruction.not_ended` and `destruction.not_due` for what
            must be kept longer, `destruction.no_field` when personal data are not named by a
            sealed field of their record.
    """
    for target, fact in zip(targets, facts, strict=True):
        if fact.held:
            raise Refused("destruction.held", kind=target.kind, id=target.id, hold=fact.hold)
        if fact.listed:
            raise Refused(
                "destruction.listed", kind=target.kind, id=target.id, destruction=fact.listed
            )
        if ground is Ground.PERSONAL:
            if target.field not in fact.fields:
                raise Refused(
                    "destruction.no_field",
                    kind=target.kind,
                    id=target.id,
                    found=target.field,
                    known=fact.fields,
                )
        elif fact.due_on is None:
            raise Refused("destruction.not_ended", kind=target.kind, id=target.id)
        elif on <= fact.due_on:
            raise Refused(
                "destruction.not_due",
                kind=target.kind,
                id=target.id,
                due_on=fact.due_on.isoformat(),
            )


def decide_approve_destruction(
    destruction: Destruction,
    *,
    deed: Deed,
    facts: tuple[TargetFacts, ...],
    concerned: Concerned,
) -> tuple[DestructionApproved]:
    """Approve a list another person proposed, with a reason (批准销毁).

    Raises:
        Refused: `workflow.step`, `separation.*`, `act.reason_missing`;
            `destruction.same_person` for whoever proposed it; as `check_targets`.
    """
    DESTRUCTION_WORKFLOW.check("approve", destruction.state, deed, concerned)
    if deed.act.by == destruction.proposed_by:
        raise Refused("destruction.same_person", officer=deed.act.by)
    check_targets(destruction.ground, destruction.targets, facts, on=deed.act.on)
    return (DestructionApproved(act=deed.act),)


def decide_refuse_destruction(destruction: Destruction, *, deed: Deed) -> tuple[DestructionRefused]:
    """Refuse a list, even after its approval, with a reason (不予销毁).

    Raises:
        Refused: `workflow.step`, `separation.role`, `act.reason_missing`.
    """
    DESTRUCTION_WORKFLOW.check("refuse", destruction.state, deed)
    return (DestructionRefused(act=deed.act),)


def decide_execute_destruction(
    destruction: Destruction,
    *,
    deed: Deed,
    facts: tuple[TargetFacts, ...],
    concerned: Concerned,
    erased: tuple[str, ...],
    kept: tuple[str, ...],
) -> tuple[DestructionExecuted]:
    """Execute an approved list (执行销毁). What was held since the approval stops it.

    Raises:
        Refused: `workflow.step`, `separation.*`; as `check_targets`.
    """
    DESTRUCTION_WORKFLOW.check("execute", destruction.state, deed, concerned)
    check_targets(destruction.ground, destruction.targets, facts, on=deed.act.on)
    return (DestructionExecuted(act=deed.act, erased=erased, kept=kept),)


def evolve_destruction(destruction: Destruction | None, change: DestructionChange) -> Destruction:
    """Build the destruction after `change`. Never refuses."""
    if isinstance(change, DestructionProposed):
        return Destruction(
            id=change.id,
            unit=change.unit,
            ground=change.proposal.ground,
            targets=change.proposal.targets,
            state=DestructionState.PROPOSED,
            proposed_by=change.act.by,
            proposed_on=change.act.on,
        )
    destruction = begun(destruction, change)
    match change:
        case DestructionApproved():
            return _decided(destruction, DestructionState.APPROVED, change.act)
        case DestructionRefused():
            return _decided(destruction, DestructionState.REFUSED, change.act)
        case DestructionExecuted():
            return attrs.evolve(
                destruction,
                state=DestructionState.EXECUTED,
                executed_by=change.act.by,
                executed_on=change.act.on,
                erased=len(change.erased),
                kept=len(change.kept),
            )
        case _:
            assert_never(change)


def _decided(destruction: Destruction, state: DestructionState, act: Act) -> Destruction:
    return attrs.evolve(destruction, state=state, decided_by=act.by, decided_on=act.on)


DESTRUCTION: RecordKind[Destruction] = RecordKind(
    name="destruction",
    prefix="dst",
    cls=Destruction,
    changes=(
        ChangeType("destruction.proposed", DestructionProposed),
        ChangeType("destruction.approved", DestructionApproved),
        ChangeType("destruction.refused", DestructionRefused),
        ChangeType("destruction.executed", DestructionExecuted),
    ),
    evolve=evolve_destruction,
    indexed=(
        Column("state"),
        Column("ground"),
        Column("proposed_by"),
        Column("proposed_on", ColumnType.DATE),
        Column("decided_on", ColumnType.DATE),
        Column("executed_on", ColumnType.DATE),
    ),
    indexes=(("state", "proposed_on"),),
    many=(Many("records", lambda one: tuple(target.id for target in one.targets)),),
)
