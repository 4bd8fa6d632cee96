"""Items (督察事项): opened with a source, requirements and dates (立项), run to their end.

Here is the record and how it evolves. Its commands stand in `item_commands`, its changes in
`item_changes`; what may be decided about it in `item_steps`, `item_entries` and
`requirement_steps`; the kinds in `item_kinds`, their workflow tables in `item_tables`.
"""

from __future__ import annotations

import datetime as dt
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.handovers import HandedOver, all_moved, all_swapped, moved, swapped
from supervision.domain.item_changes import (
    ItemAbsorbed,
    ItemChange,
    ItemCorrected,
    ItemEffectMeasured,
    ItemMoved,
    ItemProgressed,
    ItemProposed,
    ItemVoided,
    RequirementAdded,
    RequirementDropped,
    RequirementReported,
    RequirementReturned,
    RequirementSettled,
)
from supervision.domain.item_commands import CorrectItem, ItemState, ProposeItem
from supervision.domain.item_progress import IndicatorEffect, Progress
from supervision.domain.lives import begun, corrected
from supervision.domain.officers import Role
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.requirements import Requirement, RequirementState, is_pending
from supervision.domain.values import DepartmentId, Extra, OfficerId

__all__ = [
    "ITEM",
    "CorrectItem",
    "Item",
    "ItemChange",
    "ItemCorrected",
    "ItemEntered",
    "ItemMoved",
    "ItemProposed",
    "ItemState",
    "ItemVoided",
    "ProposeItem",
    "Requirement",
    "RequirementSettled",
    "evolve",
]


@attrs.frozen(kw_only=True)
class Item:
    """A supervised item (督察事项).

    Attributes:
        id, unit: as in every record.
        title: one line.
        kind: code of the kind (事项类别), see `item_kinds`.
        state: where it stands in the workflow of its kind.
        source: where it comes from (事项来源), such as `区委`, `上级院`, `党组`.
        requirements: what it asks for (工作要求).
        lead: department in the lead (牵头部门).
        co_departments: departments that take part (协办部门).
        supervisor: officer of the supervision office who follows it (督办人).
        inspectors: who carries out an inspection, inquiry or audit (督察人员).
        inspected: departments it looks into (被督察部门).
        concerned: officers it is about; they may not verify or close it.
        starts_on, due_on: planned dates (立项/办结时间).
        warn_on: early warning (预警时间).
        expected_effect, effect: what is hoped for, what was reached (工作成效).
        effects: effects bound to indicators, with their values (成效指标).
        basis: ids of `Basis` records.
        opened_on, closed_on: dates of the decisions.
        level: role it was opened in; its closing is approved there or above (审批层级).
        number: number of the decision to open it (立项编号).
        paused_in: the state before a suspension.
        into: the item it was merged into (并案).
        absorbed: the items merged into it.
        log: progress by all channels, in the order of entry (进展).
        extra: the office's own fields.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    title: str
    kind: str
    state: ItemState
    source: str = ""
    requirements: tuple[Requirement, ...] = ()
    lead: DepartmentId | None = None
    co_departments: tuple[DepartmentId, ...] = ()
    supervisor: OfficerId | None = None
    inspectors: tuple[OfficerId, ...] = ()
    inspected: tuple[DepartmentId, ...] = ()
    concerned: tuple[OfficerId, ...] = ()
    starts_on: dt.date | None = None
    due_on: dt.date | None = None
    warn_on: dt.date | None = None
    expected_effect: str = ""
    effect: str = ""
    effects: tuple[IndicatorEffect, ...] = ()
    basis: tuple[str, ...] = ()
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None
    level: Role | None = None
    number: str | None = None
    paused_in: ItemState | None = None
    into: str | None = None
    absorbed: tuple[str, ...] = ()
    log: tuple[Progress, ...] = ()
    extra: tuple[Extra, ...] = ()
    imported: str | None = None


_OfRequirement = RequirementReported | RequirementReturned | RequirementSettled | RequirementDropped


@attrs.frozen(kw_only=True)
class ItemEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Item


def evolve(item: Item | None, change: ItemChange | ItemEntered) -> Item:
    """Build the item from its last state and one change. Never refuses."""
    if isinstance(change, ItemEntered):
        return change.record
    if isinstance(change, ItemProposed):
        fields = attrs.asdict(change.item, recurse=False)
        return Item(id=change.id, unit=change.unit, state=ItemState.DRAFT, **fields)
    item = begun(item, change)
    match change:
        case ItemMoved():
            return _moved(item, change)
        case ItemProgressed():
            return _logged(item, change)
        case ItemEffectMeasured():
            others = [one for one in item.effects if one.indicator != change.effect.indicator]
            return attrs.evolve(item, effects=(*others, change.effect))
        case ItemAbsorbed():
            return attrs.evolve(
                item,
                requirements=(*item.requirements, *change.requirements),
                absorbed=(*item.absorbed, change.item),
            )
        case RequirementAdded():
            return attrs.evolve(item, requirements=(*item.requirements, change.requirement))
        case RequirementReported() | RequirementReturned() | RequirementSettled():
            return _answered(item, change)
        case RequirementDropped():
            return _answered(item, change)
        case ItemCorrected():
            return corrected(item, change.correction)
        case ItemVoided():
            return attrs.evolve(item, state=ItemState.VOIDED)
        case HandedOver():
            return _handed_over(item, change)
        case _:
            assert_never(change)


_PAUSING = (ItemState.SUSPENDED, ItemState.HANDED_OVER)


def _moved(item: Item, change: ItemMoved) -> Item:
    closed = change.state is ItemState.CLOSED
    opened = change.state is ItemState.OPENED
    item = attrs.evolve(
        item,
        state=change.state,
        number=change.number or item.number,
        level=change.level or item.level,
        requirements=_readdressed(item, change),
        lead=change.lead or item.lead,
        effect=change.effect or item.effect,
        into=change.into or item.into,
        opened_on=change.act.on if opened else item.opened_on,
        closed_on=change.act.on if closed else item.closed_on,
        paused_in=item.state if change.state in _PAUSING else None,
    )
    return _logged(item, change) if change.note else item


def _readdressed(item: Item, change: ItemMoved) -> tuple[Requirement, ...]:
    """Return the requirements; what the former lead still had to answer goes with the item."""
    if change.lead in (None, item.lead) or item.lead is None:
        return item.requirements
    return tuple(
        attrs.evolve(one, department=change.lead)
        if one.department == item.lead and is_pending(one)
        else one
        for one in item.requirements
    )


def _handed_over(item: Item, change: HandedOver) -> Item:
    """Hand over what is still to be done; who did what is done stays as it was."""
    return attrs.evolve(
        item,
        supervisor=swapped(item.supervisor, change),
        inspectors=all_swapped(item.inspectors, change),
        lead=moved(item.lead, change),
        co_departments=all_moved(item.co_departments, change),
        requirements=tuple(
            _addressed(one, change) if is_pending(one) else one for one in item.requirements
        ),
    )


def _addressed(asked: Requirement, change: HandedOver) -> Requirement:
    return attrs.evolve(
        asked,
        department=moved(asked.department, change),
        departments=all_moved(asked.departments, change),
    )


def _logged(item: Item, change: ItemMoved | ItemProgressed | RequirementReported) -> Item:
    text, step, requirement = _said(change)
    entry = Progress(
        on=change.act.on,
        by=change.act.by,
        text=text,
        channel=change.channel,
        step=step,
        requirement=requirement,
    )
    return attrs.evolve(item, log=(*item.log, entry))


def _said(change: ItemMoved | ItemProgressed | RequirementReported) -> tuple[str, str, int | None]:
    """Return the text, the step it was given with, and the requirement it is about."""
    if isinstance(change, ItemMoved):
        return change.note, change.step, None
    if isinstance(change, ItemProgressed):
        return change.text, "", change.requirement
    return change.report, "report_requirement", change.index


def _answered(item: Item, change: _OfRequirement) -> Item:
    index = change.index
    before, after = item.requirements[:index], item.requirements[index + 1 :]
    asked = _asked(item.requirements[index], change)
    item = attrs.evolve(item, requirements=(*before, asked, *after))
    return _logged(item, change) if isinstance(change, RequirementReported) else item


def _asked(asked: Requirement, change: _OfRequirement) -> Requirement:
    on = change.act.on
    if isinstance(change, RequirementReported):
        return attrs.evolve(
            asked,
            state=RequirementState.REPORTED,
            report=change.report,
            reported_by=change.act.by,
            reported_on=on,
        )
    if isinstance(change, RequirementReturned):
        return attrs.evolve(asked, state=RequirementState.RETURNED, returns=asked.returns + 1)
    if isinstance(change, RequirementSettled):
        return attrs.evolve(asked, state=RequirementState.SETTLED, settled_on=on)
    return attrs.evolve(asked, state=RequirementState.DROPPED, dropped_on=on)


ITEM: RecordKind[Item] = RecordKind(
    name="item",
    prefix="itm",
    cls=Item,
    evolve=evolve,
    changes=(
        ChangeType("item.proposed", ItemProposed),
        ChangeType("item.moved", ItemMoved),
        ChangeType("item.progressed", ItemProgressed),
        ChangeType("item.effect_measured", ItemEffectMeasured),
        ChangeType("item.absorbed", ItemAbsorbed),
        ChangeType("item.requirement_added", RequirementAdded),
        ChangeType("item.requirement_reported", RequirementReported),
        ChangeType("item.requirement_returned", RequirementReturned),
        ChangeType("item.requirement_settled", RequirementSettled),
        ChangeType("item.requirement_dropped", RequirementDropped),
        ChangeType("item.corrected", ItemCorrected),
        ChangeType("item.voided", ItemVoided),
        ChangeType("item.entered", ItemEntered),
        ChangeType("item.handed_over", HandedOver),
    ),
    indexed=(
        Column("state"),
        Column("kind"),
        Column("source"),
        Column("lead"),
        Column("supervisor"),
        Column("number"),
        Column("into"),
        Column("imported"),
        Column("starts_on", ColumnType.DATE),
        Column("due_on", ColumnType.DATE),
        Column("warn_on", ColumnType.DATE),
        Column("opened_on", ColumnType.DATE),
        Column("closed_on", ColumnType.DATE),
    ),
    indexes=(("state", "due_on"), ("lead", "state"), ("number",), ("supervisor",)),
    many=(
        Many("co_departments"),
        Many("concerned"),
        Many("inspectors"),
        Many("inspected"),
        Many("indicators", lambda item: tuple(one.indicator for one in item.effects)),
        Many(
            "addressees",
            lambda item: tuple(dep for one in item.requirements for dep in one.addressees),
        ),
        Many("asked", lambda item: tuple(id for one in item.requirements for id in one.officers)),
    ),
)
