"""Decisions about items (督察事项的决定): propose, and take the steps of the kind's workflow."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from supervision.domain.fields import ExtraField, check_extras
from supervision.domain.item_changes import ItemAbsorbed, ItemMoved, ItemProposed
from supervision.domain.item_commands import ITEM_ENDED, Move
from supervision.domain.item_kinds import ITEM_TABLES, ItemKind, ItemTables
from supervision.domain.item_progress import check_effects
from supervision.domain.items import Item, ItemState, ProposeItem
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.requirements import fresh, is_pending
from supervision.domain.separation import Concerned, Deed, Standing, check_role
from supervision.domain.validity import valid_on
from supervision.domain.values import DepartmentId
from supervision.domain.workflows import Step
from supervision.errors import Refused

__all__ = [
    "LEVELS",
    "OWN_DECISION",
    "Move",
    "check_inspectors",
    "check_item_dates",
    "concerned_by_item",
    "decide_absorb",
    "decide_move",
    "decide_propose",
    "is_open",
    "taken_by",
]

OWN_DECISION = (
    "progress",
    "measure_effect",
    "add_requirement",
    "report_requirement",
    "return_requirement",
    "settle",
    "drop_requirement",
    "correct",
    "void",
)
"""Steps of the tables that have a decision function of their own."""

_WITH_NOTE = ("report", "show_facts", "conclude", "deliberate", "respond", "return_outcome")
_OF_LEAD = ("sign", "start", "report")
_OF_INSPECTED = ("receive", "respond")
"""Steps without roles: of whoever is charged with the item, and of whoever is inspected."""

LEVELS: tuple[Role, ...] = (
    Role.CHIEF,
    Role.DEPUTY,
    Role.SUPERVISION_HEAD,
    Role.HEAD,
    Role.DEPUTY_HEAD,
    Role.INSPECTOR,
)
"""Levels of approval (审批层级), highest first."""


def is_open(item: Item) -> bool:
    """Say whether the item still asks for work (在办)."""
    return item.state not in ITEM_ENDED


def concerned_by_item(item: Item, kind: ItemKind | None = None) -> Concerned:
    """Return who may not take independent steps: those it is about, and who carries it out.

    Where the office itself inspects (`ItemKind.inspects`), lead and co-departments are not
    concerned by leading: the inspected are.
    """
    departments = {*item.inspected, *(dep for r in item.requirements for dep in r.addressees)}
    if not (kind and kind.inspects):
        departments |= {*item.co_departments, *((item.lead,) if item.lead else ())}
    officers = {*item.concerned, *(one for r in item.requirements for one in r.officers)}
    return Concerned(officers=frozenset(officers), departments=frozenset(departments))


def taken_by(item: Item, step: str) -> frozenset[DepartmentId]:
    """Return whose departments take a step that belongs to no role."""
    if step in _OF_INSPECTED:
        return frozenset(item.inspected)
    return frozenset((item.lead,) if item.lead else ())


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
        Refused: `text.*`, `field.*`, `item.unknown_kind`; `item.kind_not_in_force` on the day
            of the act; `item.dates` when it would be due or warned of outside start and end;
            `item.requirement_begun`, `item.indicator_twice`, `item.effect_dates`.
    """
    kind, on = tables.kind(command.kind), deed.act.on
    if not valid_on(kind.valid_from, kind.valid_until, on):
        raise Refused("item.kind_not_in_force", kind=kind.code, on=on.isoformat())
    command = attrs.evolve(
        command,
        title=check_text(command.title, place="title"),
        requirements=tuple(fresh(one) for one in command.requirements),
        effects=check_effects(command.effects),
        extra=check_extras(command.extra, fields, on=on),
    )
    check_item_dates(command)
    return (ItemProposed(id=id, unit=unit, act=deed.act, item=command),)


def check_item_dates(item: ProposeItem | Item) -> None:
    """Refuse a start, warning and end that do not follow one another.

    Raises:
        Refused: `item.dates`.
    """
    days = [day for day in (item.starts_on, item.warn_on, item.due_on) if day is not None]
    if days != sorted(days):
        raise Refused("item.dates", found=tuple(day.isoformat() for day in days))


def decide_move(
    item: Item,
    move: Move,
    *,
    deed: Deed,
    number: str | None = None,
    inspectors: tuple[Standing, ...] = (),
    into: Item | None = None,
    tables: ItemTables = ITEM_TABLES,
) -> tuple[ItemMoved]:
    """Take a step of the workflow (流程流转).

    Args:
        item: the item.
        move: which step, with what.
        deed: by whom, on which day, why.
        number: number just taken from the register, with `open`.
        inspectors: posts of the item's inspectors on that day, with `open`.
        into: the item `move.into` names.
        tables: kinds and workflow tables in force.

    Raises:
        Refused: `workflow.step`, `separation.*`, `act.reason_missing`; `item.own_command`;
            `item.opening`, `item.inspectors`, `item.inspector_concerned` when a condition of
            its kind is not met; `item.closing_level`, `item.closing_early`; `field.missing`;
            `item.merge_self`, `item.merge_ended`; `item.not_of_department` and
            `item.not_inspected` when another department acts.
    """
    if move.step in OWN_DECISION:
        raise Refused("item.own_command", step=move.step)
    kind = tables.kind(item.kind)
    concerned = concerned_by_item(item, kind)
    step = tables.workflow(item.kind).check(move.step, item.state, deed, concerned)
    level = None
    if step.target is ItemState.OPENED:
        _check_opening(item, kind, deed, inspectors)
        level = _level(step, deed)
    if step.target is ItemState.CLOSED:
        _check_closing(item, deed)
    _check_author(item, move, deed)
    _check_particulars(item, move, into)
    return (
        ItemMoved(
            act=deed.act,
            step=move.step,
            state=step.target or item.paused_in or item.state,
            note=move.note.strip(),
            channel=move.channel,
            number=number,
            level=level,
            lead=move.lead,
            effect=move.effect.strip(),
            into=move.into,
        ),
    )


def _check_opening(
    item: Item, kind: ItemKind, deed: Deed, inspectors: tuple[Standing, ...]
) -> None:
    missing = tuple(name for name in kind.opening if not getattr(item, name))
    if missing:
        raise Refused("item.opening", id=item.id, fields=missing)
    check_role("open", deed.standing, kind.approvers)
    check_inspectors(item, kind, inspectors)


def check_inspectors(item: Item, kind: ItemKind, standings: tuple[Standing, ...]) -> None:
    """Refuse too few inspectors, and one who is concerned.

    Raises:
        Refused: `item.inspectors`, `item.inspector_concerned`.
    """
    least = kind.inspectors or 0
    if len(set(item.inspectors)) < least:
        raise Refused("item.inspectors", found=len(set(item.inspectors)), least=least)
    concerned = concerned_by_item(item, kind)
    posts: Mapping[str, Standing] = {one.officer: one for one in standings}
    for officer in item.inspectors:
        departments = posts[officer].departments if officer in posts else frozenset()
        if officer in concerned.officers or departments & concerned.departments:
            raise Refused("item.inspector_concerned", officer=officer)


def _level(step: Step[ItemState], deed: Deed) -> Role | None:
    """Return the highest role the author has for this step (审批层级)."""
    allowed = set(step.roles) & deed.standing.roles
    return next((role for role in LEVELS if role in allowed), None)


def _check_closing(item: Item, deed: Deed) -> None:
    if item.level is not None:
        allowed = LEVELS[: LEVELS.index(item.level) + 1]
        if not deed.standing.roles.intersection(allowed):
            raise Refused(
                "item.closing_level", officer=deed.standing.officer, role=item.level.value
            )
    if item.opened_on is not None and deed.act.on < item.opened_on:
        raise Refused(
            "item.closing_early",
            found=deed.act.on.isoformat(),
            opened_on=item.opened_on.isoformat(),
        )


def _check_author(item: Item, move: Move, deed: Deed) -> None:
    if deed.standing.departments & taken_by(item, move.step):
        return
    officer = deed.standing.officer
    if move.step in _OF_LEAD:
        raise Refused("item.not_of_department", officer=officer, department=item.lead)
    if move.step in _OF_INSPECTED:
        raise Refused("item.not_inspected", officer=officer)


def _check_particulars(item: Item, move: Move, into: Item | None) -> None:
    match move.step:
        case "assign" if not (move.lead or item.lead):
            raise Refused("field.missing", field="lead")
        case "transfer" if not move.lead:
            raise Refused("field.missing", field="lead")
        case "propose_closing" if not move.effect.strip():
            raise Refused("field.missing", field="effect")
        case "merge" if not move.into or move.into == item.id:
            raise Refused("item.merge_self", id=item.id)
        case "merge" if into is not None and not is_open(into):
            raise Refused("item.merge_ended", id=into.id, state=into.state.value)
        case step if step in _WITH_NOTE and not move.note.strip():
            raise Refused("field.missing", field="note")


def decide_absorb(merged: Item, *, deed: Deed) -> tuple[ItemAbsorbed]:
    """Take in an item that was merged (并入): what it still asks for is asked for here."""
    left = tuple(one for one in merged.requirements if is_pending(one))
    return (ItemAbsorbed(act=deed.act, item=merged.id, requirements=left),)
