"""Decisions about items (督察事项的决定): propose, and take the steps of the kind's workflow."""

from __future__ import annotations

import attrs

from supervision.domain.fields import ExtraField, check_extras
from supervision.domain.item_kinds import ITEM_TABLES, ItemTables
from supervision.domain.items import (
    CorrectItem,
    Item,
    ItemCorrected,
    ItemMoved,
    ItemProposed,
    ItemState,
    ItemVoided,
    ProposeItem,
    RequirementSettled,
)
from supervision.domain.lives import check_correction
from supervision.domain.names import check_text
from supervision.domain.separation import Concerned, Deed
from supervision.domain.values import DepartmentId
from supervision.errors import Refused

__all__ = [
    "Move",
    "concerned_by_item",
    "decide_correct_item",
    "decide_move",
    "decide_propose",
    "decide_settle",
    "decide_void_item",
    "is_open",
]


@attrs.frozen(kw_only=True)
class Move:
    """Take a step with an item (流程操作).

    Attributes:
        step: name of the step in the kind's workflow.
        note: report, opinion or instruction.
        lead: department to assign or transfer to.
        effect: effect reached; compulsory with `propose_closing`.
        into: item to merge into; compulsory with `merge`.
    """

    step: str
    note: str = ""
    lead: DepartmentId | None = None
    effect: str = ""
    into: str | None = None


_OWN_DECISION = ("settle", "correct", "void")
"""Steps of the table that have a decision function of their own."""


def concerned_by_item(item: Item) -> Concerned:
    """Return who may not take independent steps: those it is about, and who carries it out."""
    departments = {item.lead, *item.co_departments, *(r.department for r in item.requirements)}
    return Concerned(
        officers=frozenset(item.concerned),
        departments=frozenset(one for one in departments if one is not None),
    )


def decide_propose(
    id: str,
    unit: str,
    command: ProposeItem,
    *,
    deed: Deed,
    fields: tuple[ExtraField, ...] = (),
    tables: ItemTables = ITEM_TABLES,
) -> tuple[ItemProposed]:
    """Propose an item (拟立项).

    Raises:
        Refused: `text.*`, `field.*`, `item.unknown_kind`, `item.dates` when it would be due or
            warned of outside start and end.
    """
    tables.kind(command.kind)
    command = attrs.evolve(
        command,
        title=check_text(command.title, place="title"),
        extra=check_extras(command.extra, fields, on=deed.act.on),
    )
    _check_dates(command)
    return (ItemProposed(id=id, unit=unit, act=deed.act, item=command),)


def _check_dates(item: ProposeItem | Item) -> None:
    days = [day for day in (item.starts_on, item.warn_on, item.due_on) if day is not None]
    if days != sorted(days):
        raise Refused("item.dates", found=tuple(day.isoformat() for day in days))


def decide_move(
    item: Item,
    move: Move,
    *,
    deed: Deed,
    number: str | None = None,
    tables: ItemTables = ITEM_TABLES,
) -> tuple[ItemMoved]:
    """Take a step of the workflow (流程流转).

    Args:
        item: the item.
        move: which step, with what.
        deed: by whom, on which day, why.
        number: number just taken from the register, with `open`.
        tables: kinds and workflow tables in force.

    Raises:
        Refused: `workflow.step`, `separation.*`, `act.reason_missing`; `item.opening` when a
            condition of its kind is not met; `field.missing`; `item.merge_self`;
            `item.not_of_department` when another department signs or reports.
    """
    if move.step in _OWN_DECISION:
        raise Refused("item.own_command", step=move.step)
    step = tables.workflow(item.kind).check(move.step, item.state, deed, concerned_by_item(item))
    _check_move(item, move, deed, tables)
    target = step.target or item.paused_in or item.state
    return (
        ItemMoved(
            act=deed.act,
            step=move.step,
            state=target,
            note=move.note.strip(),
            number=number,
            lead=move.lead,
            effect=move.effect.strip(),
            into=move.into,
        ),
    )


def _check_move(item: Item, move: Move, deed: Deed, tables: ItemTables) -> None:
    match move.step:
        case "open":
            missing = tuple(
                name for name in tables.kind(item.kind).opening if not getattr(item, name)
            )
            if missing:
                raise Refused("item.opening", id=item.id, fields=missing)
        case "assign" if not (move.lead or item.lead):
            raise Refused("field.missing", field="lead")
        case "transfer" if not move.lead:
            raise Refused("field.missing", field="lead")
        case "sign" | "start" | "report" if item.lead not in deed.standing.departments:
            raise Refused(
                "item.not_of_department", officer=deed.standing.officer, department=item.lead
            )
        case "report" if not move.note.strip():
            raise Refused("field.missing", field="note")
        case "propose_closing" if not move.effect.strip():
            raise Refused("field.missing", field="effect")
        case "merge" if not move.into or move.into == item.id:
            raise Refused("item.merge_self", id=item.id)


def decide_settle(
    item: Item, index: int, *, deed: Deed, tables: ItemTables = ITEM_TABLES
) -> tuple[RequirementSettled]:
    """Find a requirement done (要求办结). `index` counts from 0.

    Raises:
        Refused: `item.no_requirement`, `item.settled`, `workflow.step`, `separation.*`.
    """
    tables.workflow(item.kind).check("settle", item.state, deed, concerned_by_item(item))
    if not 0 <= index < len(item.requirements):
        raise Refused("item.no_requirement", index=index + 1, count=len(item.requirements))
    if item.requirements[index].settled_on is not None:
        raise Refused("item.settled", index=index + 1)
    return (RequirementSettled(act=deed.act, index=index),)


def decide_correct_item(
    item: Item, correction: CorrectItem, *, deed: Deed, tables: ItemTables = ITEM_TABLES
) -> tuple[ItemCorrected]:
    """Correct an entry, with a reason (更正).

    Raises:
        Refused: `workflow.step`, `correction.empty`, `text.*`, `item.dates`.
    """
    tables.workflow(item.kind).check("correct", item.state, deed, concerned_by_item(item))
    check_correction(item, correction)
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    days = {
        name: getattr(correction, name) or getattr(item, name)
        for name in ("starts_on", "warn_on", "due_on")
    }
    _check_dates(attrs.evolve(item, **days))
    return (ItemCorrected(act=deed.act, correction=correction),)


def decide_void_item(
    item: Item, *, deed: Deed, tables: ItemTables = ITEM_TABLES
) -> tuple[ItemVoided]:
    """Void an item entered by mistake, with a reason (作废)."""
    tables.workflow(item.kind).check("void", item.state, deed, concerned_by_item(item))
    return (ItemVoided(act=deed.act),)


def is_open(item: Item) -> bool:
    """Say whether the item still asks for work (在办)."""
    ended = (
        ItemState.REFUSED,
        ItemState.CLOSED,
        ItemState.ARCHIVED,
        ItemState.WITHDRAWN,
        ItemState.MERGED,
        ItemState.VOIDED,
    )
    return item.state not in ended
