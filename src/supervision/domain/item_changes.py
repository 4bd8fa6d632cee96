"""Changes in the life of an item (事项的变更), and of its requirements."""

from __future__ import annotations

import attrs

from supervision.domain.acts import Act
from supervision.domain.handovers import HandedOver
from supervision.domain.item_commands import CorrectItem, ItemState, ProposeItem
from supervision.domain.item_progress import IndicatorEffect, ProgressChannel
from supervision.domain.officers import Role
from supervision.domain.requirements import Requirement
from supervision.domain.values import DepartmentId

__all__ = [
    "ItemAbsorbed",
    "ItemChange",
    "ItemCorrected",
    "ItemEffectMeasured",
    "ItemMoved",
    "ItemProgressed",
    "ItemProposed",
    "ItemVoided",
    "RequirementAdded",
    "RequirementDropped",
    "RequirementReported",
    "RequirementReturned",
    "RequirementSettled",
]


@attrs.frozen(kw_only=True)
class ItemProposed:
    """The item was proposed (拟立项)."""

    id: str
    unit: str
    act: Act
    item: ProposeItem


@attrs.frozen(kw_only=True)
class ItemMoved:
    """A step of the workflow was taken (流程步骤).

    Attributes:
        act: the act.
        step: name of the step.
        state: state after it.
        note: report, opinion or instruction given with it.
        channel: how it was learned.
        number: number given with the step, if it gives one.
        level: with the step that opens it, the role it was opened in (审批层级).
        lead: department it was assigned or transferred to.
        effect: effect reached, given with the proposal to close.
        into: item it was merged into.
    """

    act: Act
    step: str
    state: ItemState
    note: str = ""
    channel: ProgressChannel | None = None
    number: str | None = None
    level: Role | None = None
    lead: DepartmentId | None = None
    effect: str = ""
    into: str | None = None


@attrs.frozen(kw_only=True)
class ItemProgressed:
    """Progress was learned (登记进展). `requirement` counts from 0."""

    act: Act
    text: str
    channel: ProgressChannel
    requirement: int | None = None


@attrs.frozen(kw_only=True)
class ItemEffectMeasured:
    """An indicator's value was entered (登记成效)."""

    act: Act
    effect: IndicatorEffect


@attrs.frozen(kw_only=True)
class ItemAbsorbed:
    """Another item was merged into this one (并入); its open requirements came with it."""

    act: Act
    item: str
    requirements: tuple[Requirement, ...] = ()


@attrs.frozen(kw_only=True)
class RequirementAdded:
    """The item asks for something more (追加要求)."""

    act: Act
    requirement: Requirement


@attrs.frozen(kw_only=True)
class RequirementReported:
    """A requirement was reported done (要求反馈). `index` counts from 0."""

    act: Act
    index: int
    report: str
    channel: ProgressChannel | None = None


@attrs.frozen(kw_only=True)
class RequirementReturned:
    """The report on a requirement was returned (退回要求). `index` counts from 0."""

    act: Act
    index: int


@attrs.frozen(kw_only=True)
class RequirementSettled:
    """A requirement was found done (要求办结). `index` counts from 0."""

    act: Act
    index: int


@attrs.frozen(kw_only=True)
class RequirementDropped:
    """A requirement is no longer asked for (取消要求). `index` counts from 0."""

    act: Act
    index: int


@attrs.frozen(kw_only=True)
class ItemCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectItem


@attrs.frozen(kw_only=True)
class ItemVoided:
    """The item was voided (作废)."""

    act: Act


ItemChange = (
    ItemProposed
    | ItemMoved
    | ItemProgressed
    | ItemEffectMeasured
    | ItemAbsorbed
    | RequirementAdded
    | RequirementReported
    | RequirementReturned
    | RequirementSettled
    | RequirementDropped
    | ItemCorrected
    | ItemVoided
    | HandedOver
)
