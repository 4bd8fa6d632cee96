"""Posts (职务): in which capacity an officer acts, from which day to which.

Posts are dated, because a notice of last spring was answered by the head of last spring.
"""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from supervision.domain.validity import valid_on
from supervision.domain.values import DepartmentId, UnitId
from supervision.errors import Refused

__all__ = ["Post", "Relation", "Role", "check_post", "days_shared", "holds", "same_place"]


class Role(enum.Enum):
    """In which capacity somebody acts (职务)."""

    CHIEF = "chief"
    """检察长"""
    DEPUTY = "deputy"
    """副检察长"""
    HEAD = "head"
    """部门负责人"""
    DEPUTY_HEAD = "deputy_head"
    """部门副职"""
    PROSECUTOR = "prosecutor"
    """员额检察官"""
    ASSISTANT = "assistant"
    """检察官助理"""
    CLERK = "clerk"
    """书记员"""
    LIAISON = "liaison"
    """联络员: answers for the department in matters of supervision."""
    INTERNAL_CLERK = "internal_clerk"
    """内勤"""
    INSPECTOR = "inspector"
    """督察人员"""
    SUPERVISION_HEAD = "supervision_head"
    """督察部门负责人"""
    SYSTEM_ADMIN = "system_admin"
    """系统管理员: keeps the system running and proposes accounts; sees no business record."""
    SECURITY_ADMIN = "security_admin"
    """安全保密管理员: confirms accounts and what they may do; sees no business record."""
    AUDITOR = "auditor"
    """安全审计员: reads what the other two did; administers nothing."""
    COMMITTEE = "committee"
    """检委会委员: decides where the chief must not."""
    REVIEWER = "reviewer"
    """评查员（外部复核人员）: reviews single records granted by name."""


class Relation(enum.Enum):
    """How a post is related to its department (任职关系)."""

    SERVES = "serves"
    """任职: works there."""
    OVERSEES = "oversees"
    """分管: a leader of the unit answers for it."""


@attrs.frozen(kw_only=True)
class Post:
    """One dated post of an officer (职务, 任期).

    Attributes:
        role: the capacity.
        unit: the unit it is held in.
        department: the department; `None` for a post of the whole unit.
        from_: first day.
        until: last day; `None` while it lasts.
        acting: held in place of somebody else (代理, 主持工作).
        relation: serves in the department, or oversees it (分管).

    Example:
        >>> post = Post(role=Role.CHIEF, unit=UnitId("u"), from_=dt.date(2024, 1, 1))
        >>> holds(post, dt.date(2024, 1, 1)), holds(post, dt.date(2023, 12, 31))
        (True, False)
    """

    role: Role
    unit: UnitId
    department: DepartmentId | None = None
    from_: dt.date
    until: dt.date | None = None
    acting: bool = False
    relation: Relation = Relation.SERVES


def holds(post: Post, on: dt.date) -> bool:
    """Say whether the post is held on that day, its first and last day included."""
    return valid_on(post.from_, post.until, on)


def days_shared(left: Post, right: Post) -> tuple[dt.date, dt.date | None] | None:
    """Return first and last day on which both posts are held; `None` when there is none."""
    first = max(left.from_, right.from_)
    ends = [post.until for post in (left, right) if post.until is not None]
    last = min(ends, default=None)
    return None if last is not None and last < first else (first, last)


def same_place(left: Post, right: Post) -> bool:
    """Say whether two posts differ in their days and in acting only."""
    return (left.role, left.unit, left.department, left.relation) == (
        right.role,
        right.unit,
        right.department,
        right.relation,
    )


def check_post(post: Post, others: tuple[Post, ...]) -> None:
    """Refuse a post that contradicts itself or the officer's other posts.

    Raises:
        Refused: `officer.post_range`, `officer.oversees_nothing`, `officer.post_held`.
    """
    if post.until is not None and post.until < post.from_:
        raise Refused(
            "officer.post_range", begin=post.from_.isoformat(), end=post.until.isoformat()
        )
    if post.relation is Relation.OVERSEES and post.department is None:
        raise Refused("officer.oversees_nothing", role=post.role.value)
    for other in others:
        if not same_place(post, other):
            continue
        if days_shared(post, other) is not None:
            raise Refused("officer.post_held", role=post.role.value, since=other.from_.isoformat())
