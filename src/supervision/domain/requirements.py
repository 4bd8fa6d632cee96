"""Requirements of an item (工作要求): who has to do what by when, and where each stands.

An item asks for several things, each of several departments or officers. They are reported,
returned, settled or dropped one by one, whatever becomes of the item.
"""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from supervision.domain.fields import prose
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

__all__ = ["Requirement", "RequirementState", "fresh", "is_pending"]


class RequirementState(enum.Enum):
    """State of a requirement (要求状态)."""

    OPEN = "open"
    """待办"""
    REPORTED = "reported"
    """已反馈"""
    RETURNED = "returned"
    """退回"""
    SETTLED = "settled"
    """办结"""
    DROPPED = "dropped"
    """取消, with a reason"""


@attrs.frozen(kw_only=True)
class Requirement:
    """One of the things an item asks for (工作要求).

    Attributes:
        text: what is asked.
        department: the department that answers for it.
        departments: further departments it is addressed to.
        officers: officers it is addressed to.
        due_on: by when.
        state: where it stands.
        report: what was last reported.
        reported_by, reported_on: who reported it, and when.
        returns: how often a report was returned.
        settled_on: when it was found done; `None` while open.
        dropped_on: when it was dropped; the reason stands in the journal.
        instruction: the leader's instruction it came from (批示).

    Example:
        >>> asked = Requirement(text="自查", department=DepartmentId("a"),
        ...                     departments=(DepartmentId("b"),))
        >>> asked.addressees
        ('a', 'b')
    """

    text: str
    department: DepartmentId | None = None
    departments: tuple[DepartmentId, ...] = ()
    officers: tuple[OfficerId, ...] = ()
    due_on: dt.date | None = None
    state: RequirementState = RequirementState.OPEN
    report: str = ""
    reported_by: OfficerId | None = None
    reported_on: dt.date | None = None
    returns: int = 0
    settled_on: dt.date | None = None
    dropped_on: dt.date | None = None
    instruction: str | None = None

    @property
    def addressees(self) -> tuple[DepartmentId, ...]:
        """All departments it is addressed to, the answering one first."""
        first = (self.department,) if self.department else ()
        return tuple(dict.fromkeys((*first, *self.departments)))


def is_pending(requirement: Requirement) -> bool:
    """Say whether something is still to be done about it (未了)."""
    ended = (RequirementState.SETTLED, RequirementState.DROPPED)
    return requirement.state not in ended


def fresh(requirement: Requirement) -> Requirement:
    """Return a requirement nothing has happened to yet, its text stripped.

    Raises:
        Refused: `field.missing`; `item.requirement_begun` when it says that something has happened.
    """
    asked = Requirement(
        text=requirement.text,
        department=requirement.department,
        departments=requirement.departments,
        officers=requirement.officers,
        due_on=requirement.due_on,
        instruction=requirement.instruction,
    )
    if asked != requirement:
        raise Refused("item.requirement_begun", text=requirement.text)
    return attrs.evolve(asked, text=prose(asked.text, "requirements"))
