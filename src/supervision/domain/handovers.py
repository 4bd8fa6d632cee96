"""Handing work over (工作交接): what one officer or department has open goes to another.

The change is the same for every kind of record, so that one act with one reason hands over
everything and the history of each record shows it. Duties go over; facts do not: who claimed,
who is responsible, who received an admonition stays as it was.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

import attrs
from attrs import AttrsInstance

from supervision.domain.acts import Act
from supervision.domain.posts import Role
from supervision.domain.separation import Concerned, Deed
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

__all__ = [
    "HANDOVER_ROLES",
    "HandOver",
    "HandedOver",
    "all_moved",
    "all_swapped",
    "assigned",
    "decide_hand_over",
    "moved",
    "swapped",
]

R = TypeVar("R", bound=AttrsInstance)

HANDOVER_ROLES = (Role.CHIEF, Role.DEPUTY, Role.SUPERVISION_HEAD)
"""Who may hand anybody's work over. The head of a department may within the department."""
_HEADS = (Role.HEAD, Role.DEPUTY_HEAD)


@attrs.frozen(kw_only=True)
class HandOver:
    """Asks to hand work over (交接): of an officer or of a department, not of both.

    Attributes:
        from_officer, to_officer: who gives it up, who takes it.
        from_department, to_department: which department gives it up, which one takes it.
    """

    from_officer: OfficerId | None = None
    to_officer: OfficerId | None = None
    from_department: DepartmentId | None = None
    to_department: DepartmentId | None = None


@attrs.frozen(kw_only=True)
class HandedOver:
    """The duty went over to another officer or department (交接). Fields as in `HandOver`."""

    act: Act
    from_officer: OfficerId | None = None
    to_officer: OfficerId | None = None
    from_department: DepartmentId | None = None
    to_department: DepartmentId | None = None


def decide_hand_over(
    id: str,
    command: HandOver,
    *,
    deed: Deed,
    within: DepartmentId | None,
    taker: frozenset[DepartmentId],
    concerned: Concerned = Concerned(),
    recused: bool = False,
) -> tuple[HandedOver]:
    """Hand the open work on one record over, with a reason (交接).

    Args:
        id: the record.
        command: from whom to whom.
        deed: by whom, on which day, why.
        within: the department whose officer has the duty; `None` for a duty of the office, such
            as that of a supervisor (督办人).
        taker: departments the taking officer serves in that day.
        concerned: whom the record concerns; for duties that must be independent.
        recused: whether the taking officer keeps out of the record (回避).

    Raises:
        Refused: `act.reason_missing`; `handover.nobody` when it names nobody, both an officer
            and a department, or the same on both sides; `handover.role` when the author may not;
            `handover.not_of_department` when the taker does not serve in the department;
            `handover.concerned` when the record concerns the taker, or he keeps out of it.
    """
    deed.explained()
    persons = (command.from_officer, command.to_officer)
    departments = (command.from_department, command.to_department)
    named, other = (persons, departments) if persons != (None, None) else (departments, persons)
    if None in named or named[0] == named[1] or other != (None, None):
        raise Refused("handover.nobody")
    _check_author(deed, within if command.to_officer else None)
    if command.to_officer is not None:
        if within is not None and within not in taker:
            raise Refused("handover.not_of_department", id=id, officer=command.to_officer)
        own = command.to_officer in concerned.officers or taker & concerned.departments
        if recused or own:
            raise Refused("handover.concerned", id=id, officer=command.to_officer)
    return (HandedOver(act=deed.act, **attrs.asdict(command, recurse=False)),)


def _check_author(deed: Deed, within: DepartmentId | None) -> None:
    standing = deed.standing
    own = within in standing.departments and bool(standing.roles.intersection(_HEADS))
    if not own and not standing.roles.intersection(HANDOVER_ROLES):
        raise Refused(
            "handover.role",
            officer=standing.officer,
            roles=tuple(role.value for role in HANDOVER_ROLES),
        )


def swapped(value: OfficerId | None, change: HandedOver) -> OfficerId | None:
    """Return who has a duty after the change: the taker where it was the giver's."""
    return change.to_officer if value == change.from_officer and value else value


def moved(value: DepartmentId | None, change: HandedOver) -> DepartmentId | None:
    """Return which department has a duty after the change."""
    return change.to_department if value == change.from_department and value else value


def all_swapped(values: tuple[OfficerId, ...], change: HandedOver) -> tuple[OfficerId, ...]:
    """Return who has a duty several officers have, each once."""
    return tuple(dict.fromkeys(swapped(one, change) or one for one in values))


def all_moved(values: tuple[DepartmentId, ...], change: HandedOver) -> tuple[DepartmentId, ...]:
    """Return which departments have a duty several departments have, each once."""
    return tuple(dict.fromkeys(moved(one, change) or one for one in values))


def assigned(record: R, change: HandedOver) -> R:
    """Return the record with another assignee, or with another department that names its own."""
    # attrs cannot type fields that several classes share without inheriting them.
    held = cast(Any, record)
    after = moved(held.department, change)
    kept = swapped(held.assignee, change) if after == held.department else None
    return cast(R, attrs.evolve(held, assignee=kept, department=after))
