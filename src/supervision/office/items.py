"""Items at work (事项办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.

An item's clock runs from its assignment: to its due day, or for the limit of its kind.
"""

from __future__ import annotations

from supervision.domain.clocks import Clock, ClockState, Owner
from supervision.domain.item_steps import (
    Move,
    decide_correct_item,
    decide_move,
    decide_propose,
    decide_settle,
    decide_void_item,
)
from supervision.domain.items import ITEM, CorrectItem, Item, ItemState, ProposeItem
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.reckoning import LastDay, Term
from supervision.domain.series import ITEM_SERIES
from supervision.domain.timekeeping import StartClock, moment_of
from supervision.office.acting import Acting, deed_of
from supervision.office.clocks import (
    clocks_of,
    pause_clock,
    resume_clock,
    start_clock,
    stop_clock,
)
from supervision.office.registers import give_up_number, take_number
from supervision.office.work import Work

__all__ = ["correct_item", "move", "propose", "settle", "void_item"]

PURPOSE = "settle_item"
"""Purpose of an item's clock."""
_WARNING = (Limit(count=1, unit=LimitUnit.DAY),)


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
    """Take a step of the item's workflow (流程流转); opening it takes a number."""
    item = work.load(ITEM, id)
    deed = deed_of(work, acting)
    if command.step == "merge" and command.into:
        work.load(ITEM, command.into)
    tables = work.office.rules.items
    decide_move(item, command, deed=deed, tables=tables)
    number = None
    if command.step == "open":
        number = take_number(work, ITEM_SERIES, owner_kind=ITEM.name, owner_id=id, acting=acting)
    changes = decide_move(item, command, deed=deed, number=number, tables=tables)
    moved = work.stage(ITEM, id, changes, acting.reason)
    _keep_time(work, item, moved, acting)
    return moved


def _keep_time(work: Work, before: Item, after: Item, acting: Acting) -> None:
    """Let the item's clock follow its state."""
    clock = _clock_of(work, after.id)
    if clock is None:
        if after.state is ItemState.ASSIGNED:
            _start(work, after, acting)
    elif after.state is ItemState.SUSPENDED:
        pause_clock(work, clock.id, acting=acting)
    elif before.state is ItemState.SUSPENDED:
        resume_clock(work, clock.id, acting=acting)
    elif after.state is ItemState.CLOSED:
        stop_clock(work, clock.id, acting=acting)
    elif after.state in (ItemState.WITHDRAWN, ItemState.MERGED):
        stop_clock(work, clock.id, cancelled=True, acting=acting)


def _start(work: Work, item: Item, acting: Acting) -> None:
    limit = (
        LastDay(day=item.due_on) if item.due_on else work.office.rules.items.kind(item.kind).limit
    )
    if limit is None:
        return
    started = moment_of(deed_of(work, acting).act, work.now)
    term = Term(started_at=started, limit=limit, ladder=_WARNING)
    owner = Owner(kind=ITEM.name, id=item.id)
    start_clock(work, StartClock(owner=owner, purpose=PURPOSE, term=term), acting=acting)


def _clock_of(work: Work, id: str) -> Clock | None:
    """Return the item's clock that has not been stopped."""
    found = clocks_of(work.view, Owner(kind=ITEM.name, id=id))
    return next((one for one in found if one.state is not ClockState.STOPPED), None)


def settle(work: Work, id: str, index: int, *, acting: Acting = Acting()) -> Item:
    """Find a requirement done (要求办结). `index` counts from 0."""
    item = work.load(ITEM, id)
    changes = decide_settle(item, index, deed=deed_of(work, acting), tables=work.office.rules.items)
    return work.stage(ITEM, id, changes, acting.reason)


def correct_item(
    work: Work, id: str, correction: CorrectItem, *, acting: Acting = Acting()
) -> Item:
    """Correct an entry, with a reason (更正)."""
    item = work.load(ITEM, id)
    changes = decide_correct_item(
        item, correction, deed=deed_of(work, acting), tables=work.office.rules.items
    )
    return work.stage(ITEM, id, changes, acting.reason)


def void_item(work: Work, id: str, *, acting: Acting = Acting()) -> Item:
    """Void an item entered by mistake, with a reason (作废); its number stays visible as voided."""
    item = work.load(ITEM, id)
    changes = decide_void_item(item, deed=deed_of(work, acting), tables=work.office.rules.items)
    voided = work.stage(ITEM, id, changes, acting.reason)
    clock = _clock_of(work, id)
    if clock is not None:
        stop_clock(work, clock.id, cancelled=True, acting=acting)
    if item.number is not None:
        give_up_number(work, ITEM_SERIES, item.number, acting=acting)
    return voided
