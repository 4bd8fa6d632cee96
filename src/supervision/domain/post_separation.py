"""Posts that must not be held together (职务分设): which, is data with its basis.

The three officers (三员) of a classified or graded system control one another: who keeps the
system running, who grants rights and who looks at both are different people, and none of them
works on what the system is for (保守国家秘密法 art. 30 and the rules of 分级保护 for the three
officers; the security officer holds no second post).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from supervision.domain.posts import Post, Role, days_shared
from supervision.domain.validity import valid_on
from supervision.errors import Refused

__all__ = [
    "ADMINISTRATION",
    "SEPARATED_POSTS",
    "THREE_OFFICERS",
    "SeparatedPosts",
    "check_apart",
    "check_two_persons",
    "keeps_out",
]

THREE_OFFICERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
"""系统管理员、安全保密管理员、安全审计员."""
ADMINISTRATION = frozenset({"account", "unit", "department", "officer"})
"""Kinds of records the three officers see: accounts, and who they are about (管理记录)."""
_THREE = frozenset(role.value for role in THREE_OFFICERS)


@attrs.frozen(kw_only=True)
class SeparatedPosts:
    """Capacities nobody has together (不得兼任).

    Attributes:
        role: one capacity.
        apart_from: what its holder must not be on the same day.
        basis: the rule that says so, as it is cited.
        valid_from: first day the rule holds; `None` when not known.
        valid_until: last day; `None` while it holds.
    """

    role: Role
    apart_from: tuple[Role, ...]
    basis: str
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    def forbids(self, left: Role, right: Role) -> bool:
        """Say whether it names the two, in whatever order."""
        return (left is self.role and right in self.apart_from) or (
            right is self.role and left in self.apart_from
        )


def _packaged() -> tuple[SeparatedPosts, ...]:
    basis = "分级保护“三员”分设、相互制约的要求；保守国家秘密法（2024年修订）第三十条"
    return tuple(
        SeparatedPosts(
            role=role, apart_from=tuple(other for other in Role if other is not role), basis=basis
        )
        for role in THREE_OFFICERS
    )


SEPARATED_POSTS = _packaged()
"""What ships: none of the three is another of them or has any other post (三员专人专岗)."""


def check_apart(
    post: Post, others: tuple[Post, ...], separated: tuple[SeparatedPosts, ...]
) -> None:
    """Refuse a post whose holder has on one of its days a post it must be apart from.

    Raises:
        Refused: `officer.three_officers` with both capacities and the basis.
    """
    for other in others:
        shared = days_shared(post, other)
        if shared is None:
            continue
        for rule in separated:
            if rule.forbids(post.role, other.role) and _holds_within(rule, shared):
                raise Refused(
                    "officer.three_officers",
                    role=post.role.value,
                    held=other.role.value,
                    since=other.from_.isoformat(),
                    basis=rule.basis,
                )


def check_two_persons(role: Role, *, confirmed: bool = False) -> None:
    """Refuse to give, correct or end a post of one of the three officers by one person alone.

    Whoever can end it alone is rid of whoever looks at him.

    Args:
        role: what the post is.
        confirmed: whether a second person has confirmed it.

    Raises:
        Refused: `officer.two_persons`.
    """
    if role in THREE_OFFICERS and not confirmed:
        raise Refused("officer.two_persons", role=role.value)


def _holds_within(rule: SeparatedPosts, days: tuple[dt.date, dt.date | None]) -> bool:
    first, last = days
    begins = rule.valid_from is None or last is None or rule.valid_from <= last
    return begins and valid_on(None, rule.valid_until, first)


def keeps_out(posts: Iterable[str], kind: str) -> bool:
    """Say whether a kind of record is none of the business of whoever has these posts (不涉业务).

    Who has no post but those of the three officers neither sees nor touches the records the
    system is for, whatever the access policy says.

    Args:
        posts: roles held on the day, as they are written.
        kind: name of the kind.
    """
    held = frozenset(posts)
    return bool(held) and held <= _THREE and kind not in ADMINISTRATION
