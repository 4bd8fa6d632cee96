"""Entering a closed file (进入密卷): the grant alone decides, and nothing else is told.

Neither a role nor the policy lets anybody in. A file without a grant answers exactly as one that
never was.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from supervision.domain.access_requests import ACCESS_REQUEST
from supervision.domain.closed_file_steps import decide_view_closed_file
from supervision.domain.closed_files import CLOSED_FILE, Admission, ClosedFileState, admission
from supervision.domain.posts import Role
from supervision.domain.values import UnitId
from supervision.errors import NotFound
from supervision.journal.entry import ChainId, closed_chain, open_chain
from supervision.office.inner_views import DoorView
from supervision.office.place import Place
from supervision.ports.access import Actor

if TYPE_CHECKING:
    from supervision.office.work import Work

__all__ = ["chains_of", "decides", "note_entry", "place_in", "place_of_machine"]


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
    requester = asked.record.requester if asked and asked.record.unit == unit else None
    if requester is not None and (actor.id == requester or decides(actor, deciders)):
        return Place.within(file)
    raise NotFound("record.not_found", kind=CLOSED_FILE.name, id=file)


def place_of_machine(door: DoorView, unit: str, file: str) -> Place | None:
    """Return where the machine rings the clocks of a file (例行推进); `None` where it does not.

    Nothing is added to a file that was closed, not even an alarm.
    """
    found = door.stored(CLOSED_FILE, file)
    if found is None or found.record.unit != unit:
        return None
    if found.record.released:
        return Place.released(file, inside=False)
    return Place.within(file) if found.record.state is ClosedFileState.OPEN else None


def chains_of(unit: UnitId, file: str | None) -> tuple[ChainId, ...]:
    """Return the chains to lock: whoever works in a file also reads what may change in the open."""
    return (open_chain(unit),) if file is None else (open_chain(unit), closed_chain(unit, file))


def note_entry(work: Work, why: str, asked: str) -> None:
    """Note in its log that a closed file is entered; an access request has none."""
    if work.view.place.inside and work.view.own_file() is not None:
        work.enter(decide_view_closed_file(work.act(), why, asked))
