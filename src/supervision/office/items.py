"""Items at work (事项办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits. Acts of an earlier day are entered
with `Acting(on=…)`; a whole course long past may be entered one act after the other.

Requirements are counted from 0. One with a day of its own has a clock of its own, which ends
with the report that was accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from supervision.domain.item_commands import Move
from supervision.domain.item_entries import (
    decide_correct_item,
    decide_measure_effect,
    decide_progress,
    decide_void_item,
)
from supervision.domain.item_kinds import ItemTables
from supervision.domain.item_progress import MeasureEffect, ProgressChannel
from supervision.domain.item_steps import decide_absorb, decide_move, decide_propose
from supervision.domain.items import ITEM, CorrectItem, Item, ItemChange, ItemState, ProposeItem
from supervision.domain.requirement_steps import (
    decide_add_requirement,
    decide_drop_requirement,
    decide_report_requirement,
    decide_return_requirement,
    decide_settle,
)
from supervision.domain.requirements import Requirement
from supervision.domain.separation import Deed, Standing
from supervision.domain.series import ITEM_SERIES
from supervision.domain.values import OfficerId
from supervision.office.acting import Acting, deed_of
from supervision.office.item_clocks import (
    cancel_clocks,
    end_requirement_clock,
    follow,
    start_requirement_clocks,
)
from supervision.office.registers import give_up_number, take_number
from supervision.office.work import Work

__all__ = [
    "add_requirement",
    "correct_item",
    "drop_requirement",
    "measure_effect",
    "move",
    "progress",
    "propose",
    "report_requirement",
    "return_requirement",
    "settle",
    "void_item",
]


def propose(work: Work, command: ProposeItem, *, acting: Acting = Acting()) -> str:
    """Propose an item (拟立项); return its id."""
    id = work.new_id(ITEM)
    rules = work.office.rules
    fields, tables = rules.fields.get(ITEM.name, ()), rules.items
    changes = decide_propose(
        id, work.unit, command, deed=deed_of(work, acting), fields=fields, tables=tables
    )
    work.stage(ITEM, id, changes, acting.reason)
    return id


def move(work: Work, id: str, command: Move, *, acting: Acting = Acting()) -> Item:
    """Take a step of the item's workflow (流程流转).

    Opening takes a number; merging gives the other item what was still to be done.
    """
    item = work.load(ITEM, id)
    deed = deed_of(work, acting)
    into = work.load(ITEM, command.into) if command.step == "merge" and command.into else None
    inspectors = _standings(work, item.inspectors, deed)
    tables = work.office.rules.items
    (change,) = decide_move(
        item, command, deed=deed, inspectors=inspectors, into=into, tables=tables
    )
    if command.step == "open":
        number = take_number(work, ITEM_SERIES, owner_kind=ITEM.name, owner_id=id, acting=acting)
        change = attrs.evolve(change, number=number)
    moved = work.stage(ITEM, id, (change,), acting.reason)
    follow(work, item, moved, acting)
    if into is not None and moved.state is ItemState.MERGED:
        changes = decide_absorb(item, deed=deed)
        absorbing = work.stage(ITEM, into.id, changes, acting.reason)
        start_requirement_clocks(work, absorbing, acting)
    return moved


def _standings(work: Work, officers: Iterable[OfficerId], deed: Deed) -> tuple[Standing, ...]:
    """Return the posts of officers on the day of the act."""
    return tuple(work.standing(attrs.evolve(deed.act, by=officer)) for officer in officers)


def progress(
    work: Work,
    id: str,
    text: str,
    channel: ProgressChannel,
    *,
    requirement: int | None = None,
    acting: Acting = Acting(),
) -> Item:
    """Enter progress learned by some channel (登记进展). `requirement` counts from 0."""
    item = work.load(ITEM, id)
    changes = decide_progress(
        item,
        text,
        channel,
        deed=deed_of(work, acting),
        requirement=requirement,
        tables=work.office.rules.items,
    )
    return work.stage(ITEM, id, changes, acting.reason)


def measure_effect(
    work: Work, id: str, command: MeasureEffect, *, acting: Acting = Acting()
) -> Item:
    """Enter the value an indicator has reached (登记成效), also after closing."""
    item = work.load(ITEM, id)
    changes = decide_measure_effect(
        item, command, deed=deed_of(work, acting), tables=work.office.rules.items
    )
    return work.stage(ITEM, id, changes, acting.reason)


def correct_item(
    work: Work, id: str, correction: CorrectItem, *, acting: Acting = Acting()
) -> Item:
    """Correct an entry or fill what was missing, with a reason (更正、补充)."""
    item = work.load(ITEM, id)
    deed = deed_of(work, acting)
    named = correction.inspectors if correction.inspectors is not None else item.inspectors
    changes = decide_correct_item(
        item,
        correction,
        deed=deed,
        inspectors=_standings(work, named, deed),
        tables=work.office.rules.items,
    )
    return work.stage(ITEM, id, changes, acting.reason)


def void_item(work: Work, id: str, *, acting: Acting = Acting()) -> Item:
    """Void an item entered by mistake, with a reason (作废); its number stays visible as voided."""
    item = work.load(ITEM, id)
    changes = decide_void_item(item, deed=deed_of(work, acting), tables=work.office.rules.items)
    voided = work.stage(ITEM, id, changes, acting.reason)
    cancel_clocks(work, id, acting)
    if item.number is not None:
        give_up_number(work, ITEM_SERIES, item.number, acting=acting)
    return voided


# ---------------------------------------------------------------------------- requirements

_Decision = Callable[[Item, Deed, ItemTables], tuple[ItemChange, ...]]


def _take(work: Work, id: str, acting: Acting, decide: _Decision) -> Item:
    item = work.load(ITEM, id)
    changes = decide(item, deed_of(work, acting), work.office.rules.items)
    return work.stage(ITEM, id, changes, acting.reason)


def add_requirement(
    work: Work, id: str, requirement: Requirement, *, acting: Acting = Acting()
) -> Item:
    """Ask for something more (追加要求); its clock starts if the item is at work."""
    item = _take(
        work,
        id,
        acting,
        lambda one, deed, tables: decide_add_requirement(
            one, requirement, deed=deed, tables=tables
        ),
    )
    start_requirement_clocks(work, item, acting)
    return item


def report_requirement(
    work: Work,
    id: str,
    index: int,
    report: str,
    *,
    channel: ProgressChannel | None = None,
    acting: Acting = Acting(),
) -> Item:
    """Report a requirement done (要求反馈)."""
    return _take(
        work,
        id,
        acting,
        lambda one, deed, tables: decide_report_requirement(
            one, index, report, deed=deed, channel=channel, tables=tables
        ),
    )


def return_requirement(work: Work, id: str, index: int, *, acting: Acting = Acting()) -> Item:
    """Return the report on a requirement, with a reason (退回要求); its clock runs on."""
    return _take(
        work,
        id,
        acting,
        lambda one, deed, tables: decide_return_requirement(one, index, deed=deed, tables=tables),
    )


def settle(work: Work, id: str, index: int, *, acting: Acting = Acting()) -> Item:
    """Find a requirement done (要求办结)."""
    item = _take(
        work,
        id,
        acting,
        lambda one, deed, tables: decide_settle(one, index, deed=deed, tables=tables),
    )
    end_requirement_clock(work, item, index, acting)
    return item


def drop_requirement(work: Work, id: str, index: int, *, acting: Acting = Acting()) -> Item:
    """Ask for it no longer, with a reason (取消要求)."""
    item = _take(
        work,
        id,
        acting,
        lambda one, deed, tables: decide_drop_requirement(one, index, deed=deed, tables=tables),
    )
    end_requirement_clock(work, item, index, acting)
    return item
