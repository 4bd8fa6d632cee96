"""Requirements of items at work (工作要求办理): one function per act. None commits.

`index` counts from 0. A requirement with a day of its own has a clock of its own, which ends
with the report that was accepted.
"""

from __future__ import annotations

from collections.abc import Callable

from supervision.domain.item_kinds import ItemTables
from supervision.domain.item_progress import ProgressChannel
from supervision.domain.items import ITEM, Item, ItemChange
from supervision.domain.requirement_steps import (
    decide_add_requirement,
    decide_drop_requirement,
    decide_report_requirement,
    decide_return_requirement,
    decide_settle,
)
from supervision.domain.requirements import Requirement
from supervision.domain.separation import Deed
from supervision.office.acting import Acting, deed_of
from supervision.office.item_clocks import end_requirement_clock, start_requirement_clocks
from supervision.office.work import Work

__all__ = [
    "add_requirement",
    "drop_requirement",
    "report_requirement",
    "return_requirement",
    "settle",
]

Decision = Callable[[Item, Deed, ItemTables], tuple[ItemChange, ...]]


def _take(work: Work, id: str, acting: Acting, decide: Decision) -> Item:
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
