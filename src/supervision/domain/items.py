"""Items (督察事项): opened with a source, requirements and dates (立项), run to their end.

Here is the record, its changes and how it evolves; what may be decided about it stands in
`item_steps`, the kinds and their workflow tables in `item_kinds`.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun, corrected
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
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


class ItemState(enum.Enum):
    """State of an item (事项状态)."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    OPENED = "opened"
    REFUSED = "refused"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    SIGNED = "signed"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    CLOSING = "closing"
    CLOSED = "closed"
    ARCHIVED = "archived"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    VOIDED = "voided"


@attrs.frozen(kw_only=True)
class Requirement:
    """One of the things an item asks for (工作要求).

    Attributes:
        text: what is asked.
        department: who has to do it.
        due_on: by when.
        settled_on: when it was found done; `None` while open.
    """

    text: str
    department: DepartmentId | None = None
    due_on: dt.date | None = None
    settled_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class ProposeItem:
    """Propose an item (拟立项). Fields as in `Item`."""

    title: str
    kind: str
    source: str = ""
    requirements: tuple[Requirement, ...] = ()
    lead: DepartmentId | None = None
    co_departments: tuple[DepartmentId, ...] = ()
    supervisor: OfficerId | None = None
    concerned: tuple[OfficerId, ...] = ()
    starts_on: dt.date | None = None
    due_on: dt.date | None = None
    warn_on: dt.date | None = None
    expected_effect: str = ""
    basis: tuple[str, ...] = ()
    extra: tuple[Extra, ...] = ()


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
        concerned: officers it is about; they may not verify or close it.
        starts_on, due_on: planned dates (立项/办结时间).
        warn_on: early warning (预警时间).
        expected_effect, effect: what is hoped for, what was reached (工作成效).
        basis: ids of `Basis` records.
        opened_on, closed_on: dates of the decisions.
        number: number of the decision to open it (立项编号).
        paused_in: the state before a suspension.
        into: the item it was merged into (并案).
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
    concerned: tuple[OfficerId, ...] = ()
    starts_on: dt.date | None = None
    due_on: dt.date | None = None
    warn_on: dt.date | None = None
    expected_effect: str = ""
    effect: str = ""
    basis: tuple[str, ...] = ()
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None
    number: str | None = None
    paused_in: ItemState | None = None
    into: str | None = None
    extra: tuple[Extra, ...] = ()
    imported: str | None = None


@attrs.frozen(kw_only=True)
class CorrectItem:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are."""

    title: str | None = None
    source: str | None = None
    supervisor: OfficerId | None = None
    starts_on: dt.date | None = None
    due_on: dt.date | None = None
    warn_on: dt.date | None = None
    expected_effect: str | None = None


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
        number: number given with the step, if it gives one.
        lead: department it was assigned or transferred to.
        effect: effect reached, given with the proposal to close.
        into: item it was merged into.
    """

    act: Act
    step: str
    state: ItemState
    note: str = ""
    number: str | None = None
    lead: DepartmentId | None = None
    effect: str = ""
    into: str | None = None


@attrs.frozen(kw_only=True)
class RequirementSettled:
    """A requirement was found done (要求办结). `index` counts from 0."""

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


@attrs.frozen(kw_only=True)
class ItemEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Item


ItemChange = ItemProposed | ItemMoved | RequirementSettled | ItemCorrected | ItemVoided


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
        case RequirementSettled():
            settled = attrs.evolve(item.requirements[change.index], settled_on=change.act.on)
            before, after = item.requirements[: change.index], item.requirements[change.index + 1 :]
            return attrs.evolve(item, requirements=(*before, settled, *after))
        case ItemCorrected():
            return corrected(item, change.correction)
        case ItemVoided():
            return attrs.evolve(item, state=ItemState.VOIDED)
        case _:
            assert_never(change)


def _moved(item: Item, change: ItemMoved) -> Item:
    suspended = change.state is ItemState.SUSPENDED
    closed = change.state is ItemState.CLOSED
    return attrs.evolve(
        item,
        state=change.state,
        number=change.number or item.number,
        lead=change.lead or item.lead,
        effect=change.effect or item.effect,
        into=change.into or item.into,
        opened_on=change.act.on if change.state is ItemState.OPENED else item.opened_on,
        closed_on=change.act.on if closed else item.closed_on,
        paused_in=item.state if suspended else None,
    )


ITEM: RecordKind[Item] = RecordKind(
    name="item",
    prefix="itm",
    cls=Item,
    evolve=evolve,
    changes=(
        ChangeType("item.proposed", ItemProposed),
        ChangeType("item.moved", ItemMoved),
        ChangeType("item.requirement_settled", RequirementSettled),
        ChangeType("item.corrected", ItemCorrected),
        ChangeType("item.voided", ItemVoided),
        ChangeType("item.entered", ItemEntered),
    ),
    indexed=(
        Column("state"),
        Column("kind"),
        Column("source"),
        Column("lead"),
        Column("supervisor"),
        Column("number"),
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
        Many("addressees", lambda item: tuple(one.department for one in item.requirements)),
    ),
)
