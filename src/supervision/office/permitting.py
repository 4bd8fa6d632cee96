"""Refusing (拒绝): what a policy does not permit, and what follows from no act on its record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.officers import OFFICER, Officer
from supervision.domain.records import Record, RecordKind
from supervision.errors import AccessDenied, NotFound
from supervision.ports.access import Actor, Permission

__all__ = ["check_owners", "denied"]

_ALONE = Permission(
    granted=False,
    code="access.with_owner",
    zh="这项变化只能随所属记录的办理发生。请直接办理该记录。",
    en="This happens only with an act on the record it belongs to. Act on that record.",
)


_MOVING_POSTS = frozenset({"account.founded", "account.confirmed", "account.ended"})
"""What is done to an account when the post it brings is taken or left."""


class _Step(Protocol):
    """A staged change, as far as it matters here."""

    @property
    def kind(self) -> RecordKind[Any]: ...
    @property
    def id(self) -> str: ...
    @property
    def tag(self) -> str: ...
    @property
    def before(self) -> Record | None: ...
    @property
    def after(self) -> Record: ...
    @property
    def with_owner(self) -> bool: ...


def denied(actor: Actor, tag: str, permission: Permission) -> AccessDenied:
    """Return the refusal of an act, with the line that decides (无权)."""
    return AccessDenied(
        "access.refused",
        actor=actor.id,
        act=tag,
        reason=permission.code,
        line=permission.line,
        zh=permission.zh,
        en=permission.en,
    )


def check_owners(
    actor: Actor,
    steps: Sequence[_Step],
    asks: Callable[[RecordKind[Any]], bool],
    peek: Callable[[RecordKind[Any], str], Record | None],
) -> None:
    """Refuse what is opened for a record not to be known of, or follows from no act on one.

    Args:
        actor: who acts.
        steps: everything staged.
        asks: whether records of a kind are known only with their owners, and not all of those.
        peek: a record as it stands in this work, `None` for one not to be known of.

    Raises:
        NotFound: `record.not_found`.
        AccessDenied: `access.refused`.
    """
    changed = {(step.kind.name, step.id) for step in steps}
    for step in steps:
        asked = step.before is None and asks(step.kind)
        if not (asked or step.with_owner):
            continue
        owned: Any = step.after
        if step.kind is OFFICER:
            if not any(one.tag in _MOVING_POSTS and _brings(one.after, step) for one in steps):
                raise denied(actor, step.tag, _ALONE)
            continue
        owner = owned.owner
        kind = KINDS_BY_NAME.get(owner.kind)
        if asked and (kind is None or peek(kind, owner.id) is None):
            raise NotFound("record.not_found", kind=owner.kind, id=owner.id)
        if step.with_owner and (owner.kind, owner.id) not in changed:
            raise denied(actor, step.tag, _ALONE)


def _brings(account: Any, step: _Step) -> bool:
    """Say whether the posts that change are the one of this account: no other comes with it."""
    before, after = cast("Officer | None", step.before), cast(Officer, step.after)
    changed = set(before.posts if before else ()) ^ set(after.posts)
    return account.officer == step.id and all(post.role is account.grants for post in changed)
