"""Decisions about requirements (工作要求的决定): added, reported, returned, settled, dropped."""

from __future__ import annotations

from supervision.domain.fields import prose
from supervision.domain.item_changes import (
    RequirementAdded,
    RequirementDropped,
    RequirementReported,
    RequirementReturned,
    RequirementSettled,
)
from supervision.domain.item_kinds import ITEM_TABLES, ItemTables
from supervision.domain.item_progress import ProgressChannel
from supervision.domain.item_steps import concerned_by_item
from supervision.domain.items import Item
from supervision.domain.requirements import Requirement, RequirementState, fresh
from supervision.domain.separation import Deed
from supervision.errors import Refused

__all__ = [
    "check_index",
    "decide_add_requirement",
    "decide_drop_requirement",
    "decide_report_requirement",
    "decide_return_requirement",
    "decide_settle",
]

_S = RequirementState
_TO_DO = (_S.OPEN, _S.RETURNED)
_PENDING = (*_TO_DO, _S.REPORTED)


def _check(step: str, item: Item, deed: Deed, tables: ItemTables) -> None:
    concerned = concerned_by_item(item, tables.kind(item.kind))
    tables.workflow(item.kind).check(step, item.state, deed, concerned)


def _asked(item: Item, index: int, states: tuple[RequirementState, ...]) -> Requirement:
    check_index(item, index)
    asked = item.requirements[index]
    if asked.state is _S.SETTLED:
        raise Refused("item.settled", index=index + 1)
    if asked.state not in states:
        raise Refused(
            "item.requirement_state", index=index + 1, requirement_state=asked.state.value
        )
    return asked


def check_index(item: Item, index: int | None) -> None:
    """Refuse a requirement that is not there. `index` counts from 0.

    Raises:
        Refused: `item.no_requirement`.
    """
    if index is not None and not 0 <= index < len(item.requirements):
        raise Refused("item.no_requirement", index=index + 1, count=len(item.requirements))


def decide_add_requirement(
    item: Item, requirement: Requirement, *, deed: Deed, tables: ItemTables = ITEM_TABLES
) -> tuple[RequirementAdded]:
    """Ask for something more (追加要求).

    Raises:
        Refused: `workflow.step`, `separation.role`, `text.*`, `item.requirement_begun`;
            `item.requirement_past` when it would be due before the act.
    """
    _check("add_requirement", item, deed, tables)
    requirement = fresh(requirement)
    due_on, on = requirement.due_on, deed.act.on
    if due_on is not None and due_on < on:
        raise Refused("item.requirement_past", found=due_on.isoformat(), on=on.isoformat())
    return (RequirementAdded(act=deed.act, requirement=requirement),)


def decide_report_requirement(
    item: Item,
    index: int,
    report: str,
    *,
    deed: Deed,
    channel: ProgressChannel | None = None,
    tables: ItemTables = ITEM_TABLES,
) -> tuple[RequirementReported]:
    """Report a requirement done (要求反馈). `index` counts from 0.

    Whom it is addressed to may report; where it names nobody, the lead department.

    Raises:
        Refused: `workflow.step`, `item.no_requirement`, `item.settled`,
            `item.requirement_state`, `item.not_addressed`, `field.missing` (report).
    """
    _check("report_requirement", item, deed, tables)
    asked = _asked(item, index, _TO_DO)
    named = bool(asked.addressees or asked.officers)
    departments = set(asked.addressees) if named else {item.lead}
    own = deed.standing
    if own.officer not in asked.officers and not own.departments & departments:
        raise Refused("item.not_addressed", officer=own.officer, index=index + 1)
    return (
        RequirementReported(
            act=deed.act, index=index, report=prose(report, "report"), channel=channel
        ),
    )


def decide_return_requirement(
    item: Item, index: int, *, deed: Deed, tables: ItemTables = ITEM_TABLES
) -> tuple[RequirementReturned]:
    """Return the report on a requirement, with a reason (退回要求). `index` counts from 0.

    Raises:
        Refused: `workflow.step`, `separation.*`, `act.reason_missing`, `item.no_requirement`,
            `item.settled`, `item.requirement_state`.
    """
    _check("return_requirement", item, deed, tables)
    _asked(item, index, (_S.REPORTED,))
    return (RequirementReturned(act=deed.act, index=index),)


def decide_settle(
    item: Item, index: int, *, deed: Deed, tables: ItemTables = ITEM_TABLES
) -> tuple[RequirementSettled]:
    """Find a requirement done (要求办结). `index` counts from 0.

    Raises:
        Refused: `workflow.step`, `separation.*`, `item.no_requirement`, `item.settled`,
            `item.requirement_state`.
    """
    _check("settle", item, deed, tables)
    _asked(item, index, _PENDING)
    return (RequirementSettled(act=deed.act, index=index),)


def decide_drop_requirement(
    item: Item, index: int, *, deed: Deed, tables: ItemTables = ITEM_TABLES
) -> tuple[RequirementDropped]:
    """Ask for it no longer, with a reason (取消要求). `index` counts from 0.

    Raises:
        Refused: `workflow.step`, `separation.*`, `act.reason_missing`, `item.no_requirement`,
            `item.settled`, `item.requirement_state`.
    """
    _check("drop_requirement", item, deed, tables)
    _asked(item, index, _PENDING)
    return (RequirementDropped(act=deed.act, index=index),)
