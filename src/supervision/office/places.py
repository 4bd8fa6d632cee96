"""Entering a closed file (进入密卷): the grant alone decides, and nothing else is told.

Neither a role nor the policy lets anybody in. A file without a grant answers exactly as one that
never was.
"""

from __future__ import annotations

import datetime as dt

from supervision.domain.access_requests import ACCESS_REQUEST
from supervision.domain.closed_files import CLOSED_FILE, Admission, ClosedFileState, admission
from supervision.domain.posts import Role
from supervision.errors import NotFound
from supervision.office.views import DoorView, Place
from supervision.ports.access import Actor

__all__ = ["decides", "place_in"]


def decides(actor: Actor, deciders: tuple[Role, ...]) -> bool:
    """Say whether an officer decides on access requests (有权决定)."""
    return not {role.value for role in deciders}.isdisjoint(actor.posts)


def place_in(
    door: DoorView,
    actor: Actor,
    unit: str,
    file: str,
    today: dt.date,
    deciders: tuple[Role, ...],
) -> Place:
    """Return where an officer reads and works who asks for a closed file.

    Args:
        door: what is known before the policy is asked.
        actor: who asks.
        unit: the unit he works in.
        file: the id of a closed file, or of an access request, which is a file of its own.
        today: the day.
        deciders: roles that see access requests.

    Raises:
        NotFound: `record.not_found`.
    """
    found = door.stored(CLOSED_FILE, file)
    if found is not None and found.record.unit == unit:
        admitted = admission(found.record, actor.id, today)
        state = found.record.state
        if found.record.released:
            return Place.released(file, inside=admitted == Admission())
        if admitted is not None:
            shut = "" if state is ClosedFileState.OPEN else state.value
            return Place.within(file, admitted.records, shut)
    asked = door.stored(ACCESS_REQUEST, file)
    if asked is not None and asked.record.unit == unit:  # noqa: SIM102
        if actor.id == asked.record.requester or decides(actor, deciders):
            return Place.within(file)
    raise NotFound("record.not_found", kind=CLOSED_FILE.name, id=file)
