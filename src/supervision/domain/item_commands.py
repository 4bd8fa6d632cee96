"""What is asked of items (事项操作): states, and the commands that propose, move and correct."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from supervision.domain.item_progress import IndicatorEffect, ProgressChannel
from supervision.domain.requirements import Requirement
from supervision.domain.values import DepartmentId, Extra, OfficerId

__all__ = ["CorrectItem", "ItemState", "Move", "ProposeItem"]


class ItemState(enum.Enum):
    """State of an item (事项状态). Which of them an item can be in says its kind's table."""

    DRAFT = "draft"
    CHECKING = "checking"
    """初核中: a lead is checked before an inquiry is opened."""
    IN_REVIEW = "in_review"
    OPENED = "opened"
    REFUSED = "refused"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    SIGNED = "signed"
    IN_PROGRESS = "in_progress"
    HEARD = "heard"
    """已听取意见: the facts were shown to the inspected, who was heard."""
    DELIBERATED = "deliberated"
    """已集体审议"""
    REPORTED = "reported"
    CLOSING = "closing"
    CLOSED = "closed"
    ARCHIVED = "archived"
    SUSPENDED = "suspended"
    HANDED_OVER = "handed_over"
    """已移送: locked until the competent body returns its outcome."""
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    VOIDED = "voided"


ITEM_ENDED = (
    ItemState.REFUSED,
    ItemState.CLOSED,
    ItemState.ARCHIVED,
    ItemState.WITHDRAWN,
    ItemState.MERGED,
    ItemState.VOIDED,
)
"""States in which an item asks for no more work (已了结)."""


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
    inspectors: tuple[OfficerId, ...] = ()
    inspected: tuple[DepartmentId, ...] = ()
    concerned: tuple[OfficerId, ...] = ()
    starts_on: dt.date | None = None
    due_on: dt.date | None = None
    warn_on: dt.date | None = None
    expected_effect: str = ""
    effects: tuple[IndicatorEffect, ...] = ()
    basis: tuple[str, ...] = ()
    extra: tuple[Extra, ...] = ()


@attrs.frozen(kw_only=True)
class Move:
    """Take a step with an item (流程操作).

    Attributes:
        step: name of the step in the kind's workflow.
        note: report, opinion or instruction.
        channel: how it was learned.
        lead: department to assign or transfer to.
        effect: effect reached; compulsory with `propose_closing`.
        into: item to merge into; compulsory with `merge`.
    """

    step: str
    note: str = ""
    channel: ProgressChannel | None = None
    lead: DepartmentId | None = None
    effect: str = ""
    into: str | None = None


@attrs.frozen(kw_only=True)
class CorrectItem:
    """Correct what was entered wrongly, or fill what was missing (更正、补充).

    Fields left `None` stay as they are.

    Attributes:
        cleared: names of fields to empty, see `item_entries.CLEARABLE`.
    """

    title: str | None = None
    source: str | None = None
    lead: DepartmentId | None = None
    co_departments: tuple[DepartmentId, ...] | None = None
    supervisor: OfficerId | None = None
    inspectors: tuple[OfficerId, ...] | None = None
    inspected: tuple[DepartmentId, ...] | None = None
    concerned: tuple[OfficerId, ...] | None = None
    starts_on: dt.date | None = None
    due_on: dt.date | None = None
    warn_on: dt.date | None = None
    expected_effect: str | None = None
    effects: tuple[IndicatorEffect, ...] | None = None
    basis: tuple[str, ...] | None = None
    cleared: tuple[str, ...] = ()
