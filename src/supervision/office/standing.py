"""Who somebody is on a day (任职身份): for the access policy and for decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from supervision.domain.acts import Act
from supervision.domain.departments import Department
from supervision.domain.handling_units import HandlingUnit, HandlingUnitState, colleagues_of
from supervision.domain.officers import Officer, Relation, holds
from supervision.domain.separation import Standing
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.ports.access import Actor

__all__ = ["Relations", "actor_of", "founder", "standing_of", "succeeded"]


class Relations(Protocol):
    """What a standing follows from besides the officer's own posts (任职关系来源).

    It is asked whatever the actor may see: separation of duties does not depend on that.
    """

    def department(self, id: str) -> Department | None:
        """Return a department."""
        ...

    def merged_into(self, ids: tuple[str, ...]) -> tuple[Department, ...]:
        """Return the departments merged into any of these."""
        ...

    def handling_units(self, officer: str) -> tuple[HandlingUnit, ...]:
        """Return the handling units an officer belongs to or has belonged to."""
        ...


def succeeded(
    departments: Iterable[DepartmentId], on: dt.date, relations: Relations
) -> tuple[DepartmentId, ...]:
    """Return the departments, their successors, and all that were merged into them (职能承继).

    From the last day of a merged department on, its work is its successor's, and who served in
    it serves in the successor.
    """
    found = dict.fromkeys(departments)
    waiting = list(found)
    while waiting:
        one = relations.department(waiting.pop())
        heir = one.merged_into if one and _ended(one, on) else None
        if heir is not None and heir not in found:
            found[heir] = None
            waiting.append(heir)
    waiting = list(found)
    while waiting:
        older = relations.merged_into(tuple(sorted(waiting)))
        waiting = [one.id for one in older if one.id not in found and _ended(one, on)]
        found.update(dict.fromkeys(waiting))
    return tuple(found)


def _ended(department: Department, on: dt.date) -> bool:
    return department.closed_on is not None and department.closed_on <= on


def standing_of(officer: Officer | None, act: Act, relations: Relations) -> Standing:
    """Return the author's departments, roles and handling units on the day of an act."""
    if officer is None:
        return Standing(officer=act.by)
    posts = [post for post in officer.posts if holds(post, act.on)]
    served = [p.department for p in posts if p.department and p.relation is Relation.SERVES]
    worked = [
        one for one in relations.handling_units(act.by) if one.state is not HandlingUnitState.VOIDED
    ]
    return Standing(
        officer=act.by,
        departments=frozenset(succeeded(served, act.on, relations)),
        roles=frozenset(post.role for post in posts),
        handling_units=frozenset(
            one.id
            for one in worked
            if any(m.officer == act.by and m.from_ <= act.on for m in one.members)
        ),
        colleagues=colleagues_of(worked, act.by, act.on),
    )


def actor_of(
    officer: Officer | None,
    claimed: str,
    unit: UnitId,
    path: str,
    today: dt.date,
    relations: Relations,
) -> Actor:
    """Return the actor for the access policy; without any post that day he is unknown."""
    posts = [post for post in officer.posts if holds(post, today)] if officer else []
    own = (post.department for post in posts if post.department)
    departments = succeeded(own, today, relations)
    return Actor(
        id=OfficerId(claimed),
        unit=unit,
        path=path,
        departments=departments,
        posts=tuple(dict.fromkeys(post.role.value for post in posts)),
        known=bool(posts),
    )


def founder(claimed: str, unit: UnitId) -> Actor:
    """Return the actor who enters the first records of a unit that has none (建库人)."""
    return Actor(id=OfficerId(claimed), unit=unit, path="", posts=("founder",))
