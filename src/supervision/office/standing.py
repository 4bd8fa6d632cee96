"""Who somebody is on a day (任职身份): for the access policy and for decisions."""

from __future__ import annotations

import datetime as dt

from supervision.domain.acts import Act
from supervision.domain.officers import Officer, Relation, holds
from supervision.domain.separation import Standing
from supervision.domain.values import OfficerId, UnitId
from supervision.ports.access import Actor

__all__ = ["actor_of", "founder", "standing_of"]


def standing_of(officer: Officer | None, act: Act) -> Standing:
    """Return the author's departments and roles on the day of an act."""
    if officer is None:
        return Standing(officer=act.by)
    posts = [post for post in officer.posts if holds(post, act.on)]
    return Standing(
        officer=act.by,
        departments=frozenset(
            post.department
            for post in posts
            if post.department and post.relation is Relation.SERVES
        ),
        roles=frozenset(post.role for post in posts),
    )


def actor_of(
    officer: Officer | None, claimed: str, unit: UnitId, path: str, today: dt.date
) -> Actor:
    """Return the actor for the access policy; without any post that day he is unknown."""
    posts = [post for post in officer.posts if holds(post, today)] if officer else []
    departments = {post.department: None for post in posts if post.department}
    return Actor(
        id=OfficerId(claimed),
        unit=unit,
        path=path,
        departments=tuple(departments),
        posts=tuple(dict.fromkeys(post.role.value for post in posts)),
        known=bool(posts),
    )


def founder(claimed: str, unit: UnitId) -> Actor:
    """Return the actor who enters the first records of a unit that has none (建库人)."""
    return Actor(id=OfficerId(claimed), unit=unit, path="", posts=("founder",))
