"""Access requests (知悉申请): somebody asks in words to know of a matter.

A request names a matter in the words of whoever asks, never a file, and the answer does not tell
whether there is one: it is granted, or refused with a sentence. It lies in a closed chain of its
own, seen by the requester and by those who decide.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun
from supervision.domain.names import check_text
from supervision.domain.posts import Role
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.separation import Deed, check_role
from supervision.domain.values import OfficerId
from supervision.errors import Refused

__all__ = [
    "ACCESS_REQUEST",
    "DECIDERS",
    "AccessGranted",
    "AccessRefused",
    "AccessRequest",
    "AccessRequestChange",
    "AccessRequested",
    "AccessState",
    "decide_grant_access",
    "decide_refuse_access",
    "decide_request_access",
    "evolve_access_request",
]

DECIDERS = (Role.CHIEF, Role.SUPERVISION_HEAD)
"""Who decides on requests where the office does not say otherwise (默认决定人)."""


class AccessState(enum.Enum):
    """Where an access request stands (申请状态)."""

    WAITING = "waiting"
    """待决定"""
    GRANTED = "granted"
    """已同意"""
    REFUSED = "refused"
    """不予同意"""


@attrs.frozen(kw_only=True)
class AccessRequest:
    """An access request (知悉申请).

    Attributes:
        id, unit: as in every record.
        requester: who asks.
        matter: what he wants to know of, in his words.
        reason: why he needs to.
        state: where it stands.
        requested_on: when he asked.
        answer: what he was told.
        decided_by, decided_on: who answered, and when.
    """

    id: str
    unit: str
    requester: OfficerId
    matter: str
    reason: str
    state: AccessState = AccessState.WAITING
    requested_on: dt.date
    answer: str = ""
    decided_by: OfficerId | None = None
    decided_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class AccessRequested:
    """Somebody asked (申请知悉)."""

    act: Act
    id: str
    unit: str
    matter: str
    reason: str


@attrs.frozen(kw_only=True)
class AccessGranted:
    """It was granted (同意知悉). Which grant that is stands in the file alone."""

    act: Act
    answer: str


@attrs.frozen(kw_only=True)
class AccessRefused:
    """It was refused with a sentence (不予知悉)."""

    act: Act
    answer: str


AccessRequestChange: TypeAlias = AccessRequested | AccessGranted | AccessRefused


def decide_request_access(
    id: str, unit: str, matter: str, reason: str, *, deed: Deed
) -> tuple[AccessRequested]:
    """Ask to know of a matter (申请知悉).

    Raises:
        Refused: `text.*` for the matter and the reason.
    """
    return (
        AccessRequested(
            act=deed.act,
            id=id,
            unit=unit,
            matter=check_text(matter, place="matter"),
            reason=check_text(reason, place="reason"),
        ),
    )


def _check(request: AccessRequest, deed: Deed, deciders: tuple[Role, ...]) -> None:
    check_role("decide", deed.standing, deciders)
    if deed.act.by == request.requester:
        raise Refused("access_request.own", officer=request.requester)
    if request.state is not AccessState.WAITING:
        raise Refused("access_request.decided", state=request.state.value)


def decide_grant_access(
    request: AccessRequest,
    answer: str,
    *,
    deed: Deed,
    granted: bool,
    deciders: tuple[Role, ...] = DECIDERS,
) -> tuple[AccessGranted]:
    """Grant it (同意知悉), once a file has an approved grant that answers it.

    Args:
        request: the request.
        answer: what the requester is told.
        deed: by whom.
        granted: whether there is such a grant.
        deciders: roles that decide.

    Raises:
        Refused: `separation.role`, `access_request.own`, `access_request.decided`;
            `access_request.no_grant`; `text.*`.
    """
    _check(request, deed, deciders)
    if not granted:
        raise Refused("access_request.no_grant", id=request.id)
    return (AccessGranted(act=deed.act, answer=check_text(answer, place="answer")),)


def decide_refuse_access(
    request: AccessRequest, answer: str, *, deed: Deed, deciders: tuple[Role, ...] = DECIDERS
) -> tuple[AccessRefused]:
    """Refuse it with a sentence (不予知悉).

    Raises:
        Refused: `separation.role`, `access_request.own`, `access_request.decided`; `text.*`.
    """
    _check(request, deed, deciders)
    return (AccessRefused(act=deed.act, answer=check_text(answer, place="answer")),)


def evolve_access_request(
    request: AccessRequest | None, change: AccessRequestChange
) -> AccessRequest:
    """Build the request from its last state and one change. Never refuses."""
    if isinstance(change, AccessRequested):
        return AccessRequest(
            id=change.id,
            unit=change.unit,
            requester=change.act.by,
            matter=change.matter,
            reason=change.reason,
            requested_on=change.act.on,
        )
    request = begun(request, change)
    granted = isinstance(change, AccessGranted)
    return attrs.evolve(
        request,
        state=AccessState.GRANTED if granted else AccessState.REFUSED,
        answer=change.answer,
        decided_by=change.act.by,
        decided_on=change.act.on,
    )


ACCESS_REQUEST: RecordKind[AccessRequest] = RecordKind(
    name="access_request",
    prefix="acr",
    cls=AccessRequest,
    evolve=evolve_access_request,
    changes=(
        ChangeType("access_request.made", AccessRequested),
        ChangeType("access_request.granted", AccessGranted),
        ChangeType("access_request.refused", AccessRefused),
    ),
    closed=True,
    indexed=(Column("state"), Column("requester"), Column("requested_on", ColumnType.DATE)),
    indexes=(("requester", "requested_on"), ("state", "requested_on")),
)
