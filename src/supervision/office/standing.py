"""Who somebody is on a day (任职身份): for the access policy and for decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Protocol, TypeVar, cast

from supervision.domain.acts import Act
from supervision.domain.departments import Department, DepartmentKind, department_id
from supervision.domain.handling_units import HandlingUnit, HandlingUnitState, colleagues_of
from supervision.domain.officers import Officer, Relation, holds, officer_id
from supervision.domain.posts import Post, Role
from supervision.domain.separation import Standing, Substitution
from supervision.domain.separation_rules import SeparationRules
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.ports.access import Actor, Held

__all__ = ["Relations", "actor_of", "founder", "standing_of", "succeeded"]

S = TypeVar("S")

_OFFICE = (Role.SUPERVISION_HEAD, Role.INSPECTOR)


class Relations(Protocol):
    """What a standing follows from besides the officer's own posts (任职关系来源).

    It is asked whatever the actor may see: separation of duties does not depend on that.
    """

    @property
    def separation(self) -> SeparationRules:
        """Return who stands in for the office."""
        ...

    def path(self, unit: str) -> str:
        """Return the unit's path."""
        ...

    def officer(self, id: str) -> Officer | None:
        """Return an officer."""
        ...

    def department(self, id: str) -> Department | None:
        """Return a department."""
        ...

    def merged_into(self, ids: tuple[str, ...]) -> tuple[Department, ...]:
        """Return the departments merged into any of these."""
        ...

    def supervising(self, unit: str) -> tuple[Department, ...]:
        """Return the departments of supervision of a unit."""
        ...

    def officers(self, unit: str) -> tuple[Officer, ...]:
        """Return the officers of a unit."""
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


class _Departments(AbstractSet[DepartmentId]):
    """Departments served in, and those of their lineage, sought when the own ones do not answer."""

    def __init__(
        self, served: Iterable[DepartmentId], lineage: Callable[[], Collection[DepartmentId]]
    ) -> None:
        self._served = frozenset(served)
        self._lineage = lineage

    @classmethod
    def _from_iterable(cls, found: Iterable[Any]) -> frozenset[Any]:
        return frozenset(found)

    def __contains__(self, one: object) -> bool:
        return one in self._served or (bool(self._served) and one in self._lineage())

    def __iter__(self) -> Iterator[DepartmentId]:
        return iter(self._lineage() if self._served else ())

    def __len__(self) -> int:
        return len(self._lineage()) if self._served else 0

    def __bool__(self) -> bool:
        return bool(self._served)


class _Sought(AbstractSet[S]):
    """A set that is looked up when somebody asks whether something is in it."""

    def __init__(self, seek: Callable[[], Collection[S]]) -> None:
        self._seek = seek

    @classmethod
    def _from_iterable(cls, found: Iterable[Any]) -> frozenset[Any]:
        return frozenset(found)

    def __contains__(self, one: object) -> bool:
        return one in self._seek()

    def __iter__(self) -> Iterator[S]:
        return iter(self._seek())

    def __len__(self) -> int:
        return len(self._seek())


class _Those(Container[S]):
    """Those of whom something is true; whether it is, is looked up when it is asked."""

    def __init__(self, true_of: Callable[[S], bool]) -> None:
        self._true_of = true_of

    def __contains__(self, one: object) -> bool:
        return self._true_of(cast(S, one))


def _substitution(
    officer: Officer, posts: Iterable[Post], act: Act, unit: UnitId, relations: Relations
) -> Substitution:
    """Say who the office is, and whether the author stands in for it (替代核验)."""

    def has(id: OfficerId, role: Role) -> bool:
        one = relations.officer(id)
        return one is not None and any(p.role is role and holds(p, act.on) for p in one.posts)

    def supervises(id: DepartmentId) -> bool:
        one = relations.department(id)
        return one is not None and one.kind is DepartmentKind.SUPERVISION

    return Substitution(
        departments=_Those(supervises),
        heads=_Those(lambda id: has(id, Role.SUPERVISION_HEAD)),
        chiefs=_Those(lambda id: has(id, Role.CHIEF)),
        named=relations.separation.substitute,
        stands_in=_stands_in(officer, posts, unit, relations),
    )


def _stands_in(officer: Officer, posts: Iterable[Post], unit: UnitId, relations: Relations) -> bool:
    """Say whether he is the substitute of the office, or works in the superior unit's."""

    def above(post: Post) -> bool:
        if post.unit == unit or post.role not in _OFFICE:
            return False
        return relations.path(unit).startswith(f"{relations.path(post.unit)}/")

    named = relations.separation.substitute
    itself = {officer_id(unit, named), department_id(unit, named)} if named else set()
    served = {post.department for post in posts if post.relation is Relation.SERVES}
    return not itself.isdisjoint({officer.id, *served}) or any(map(above, posts))


def _office_of(unit: UnitId, on: dt.date, relations: Relations) -> tuple[str, ...]:
    """Return the departments of supervision of a unit, their heads and the chief on a day."""
    led = (Role.CHIEF, Role.SUPERVISION_HEAD)
    heads = (
        one.id
        for one in relations.officers(unit)
        if any(post.role in led and holds(post, on) for post in one.posts)
    )
    return (*(one.id for one in relations.supervising(unit)), *heads)


def standing_of(officer: Officer | None, act: Act, relations: Relations, unit: UnitId) -> Standing:
    """Return the author's departments, roles and handling units on the day of an act.

    The lineage of the departments and the handling units are read only when a decision asks, and
    who leads the unit `unit`, in which the act is entered.
    """
    if officer is None:
        return Standing(officer=act.by)
    posts = [post for post in officer.posts if holds(post, act.on)]
    served = [p.department for p in posts if p.department and p.relation is Relation.SERVES]

    def worked() -> list[HandlingUnit]:
        units = relations.handling_units(act.by)
        return [one for one in units if one.state is not HandlingUnitState.VOIDED]

    def belonged_to() -> frozenset[str]:
        return frozenset(
            one.id
            for one in worked()
            if any(m.officer == act.by and m.from_ <= act.on for m in one.members)
        )

    return Standing(
        officer=act.by,
        departments=_Departments(served, lambda: succeeded(served, act.on, relations)),
        roles=frozenset(post.role for post in posts),
        handling_units=_Sought(belonged_to),
        colleagues=_Sought(lambda: colleagues_of(worked(), act.by, act.on)),
        substitution=lambda: _substitution(officer, posts, act, unit, relations),
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
    own = tuple(post.department for post in posts if post.department)

    def held(post: Post) -> Held:
        of = (post.department,) if post.department else ()
        return Held(
            role=post.role.value,
            unit=post.unit,
            path=path if post.unit == unit else relations.path(post.unit),
            overseen=post.relation is Relation.OVERSEES,
            departments=lambda: succeeded(of, today, relations),
        )

    def stands_for() -> tuple[str, ...]:
        judges = officer is not None and _stands_in(officer, posts, unit, relations)
        return _office_of(unit, today, relations) if judges else ()

    return Actor(
        id=OfficerId(claimed),
        unit=unit,
        path=path,
        departments=lambda: succeeded(own, today, relations),
        posts=tuple(dict.fromkeys(post.role.value for post in posts)),
        known=bool(posts),
        held=tuple(held(post) for post in posts),
        stands_for=stands_for,
    )


def founder(claimed: str, unit: UnitId) -> Actor:
    """Return the actor who enters the first records of a unit that has none (建库人)."""
    return Actor(id=OfficerId(claimed), unit=unit, path="", posts=("founder",))
