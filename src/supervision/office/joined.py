"""Work that joins a host's transaction (加入宿主的事务): the act and the host's row, or neither.

Such work is written when it is committed here, and lasting when the host commits. What follows a
commit, observers and outbox, can only follow then. So the work leaves a note beside its messages,
within the same transaction: when the note can be read by others, the host has committed.
`Office.after_commit` publishes it; what a host forgets, or dies before, the next tick publishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import attrs

from supervision.codec import decode, encode
from supervision.domain.marks import OPEN
from supervision.domain.values import Instant
from supervision.errors import UsageError
from supervision.journal.entry import ChainId, Header, open_chain
from supervision.office.inner_views import QueueView
from supervision.office.shapes import MESSAGE_SHAPE
from supervision.ports.joining import JoiningStore
from supervision.ports.store import Capability, Row, Store, Stored, Transaction, Write

if TYPE_CHECKING:
    from supervision.office.office import Office

__all__ = ["Note", "join", "note_row", "publish", "publish_waiting"]

_WAITING = "joined"
_TOLD = "told"
_TOPIC = "office.joined"


@attrs.frozen(kw_only=True)
class Note:
    """What a joined work wrote (待公布), to be told to the observers after the host's commit.

    Attributes:
        at: when the work was begun.
        headers: headers of the entries.
        told: whether the observers know.
    """

    at: Instant
    headers: tuple[Header, ...]
    told: bool = False


def join(store: Store, connection: object, chains: Sequence[ChainId]) -> Transaction:
    """Begin a transaction of ours within the host's.

    Raises:
        UsageError: `storage.no_join` when the store cannot; others of `JoiningStore.join`.
    """
    if Capability.JOINED not in store.capabilities:
        raise UsageError("storage.no_join")
    return cast(JoiningStore, store).join(connection, write=chains)


def note_row(id: str, note: Note, unit: str, path: str, *, expected: int = 0) -> Write:
    """Return the row of a note. It lies in the outbox, and no channel ever sees it."""
    return Write(
        row=Row(
            kind=MESSAGE_SHAPE.kind,
            id=id,
            unit=unit,
            path=path,
            file=OPEN,
            version=expected + 1,
            body=encode(note),
            columns={
                "state": _TOLD if note.told else _WAITING,
                "topic": _TOPIC,
                "record": None,
                "posted": note.at,
            },
            many={},
        ),
        expected=expected,
    )


def publish(office: Office, id: str) -> None:
    """Tell the observers what a joined work wrote, unless they know.

    Raises:
        UsageError: `work.not_committed` when the host has not committed it.
    """
    with office.store.begin() as transaction:
        found = QueueView(transaction).row(MESSAGE_SHAPE.kind, id)
    if found is None:
        raise UsageError("work.not_committed")
    _publish(office, (found,))


def publish_waiting(office: Office) -> None:
    """Tell the observers of every joined work nobody has told them of."""
    if Capability.JOINED not in office.store.capabilities:
        return
    with office.store.begin() as transaction:
        waiting = QueueView(transaction).waiting(MESSAGE_SHAPE.kind, _WAITING)
    _publish(office, waiting)


def _publish(office: Office, rows: Sequence[Stored]) -> None:
    """Tell first and note it then: whoever is killed between the two tells again, not never."""
    told: list[Write] = []
    for row in rows:
        note = decode(Note, row.body)
        if note.told:
            continue
        office.tell(note.headers)
        told.append(
            note_row(
                row.id,
                attrs.evolve(note, told=True),
                office.unit,
                office.path,
                expected=row.version,
            )
        )
    if told:
        with office.store.begin(write=(open_chain(office.unit),)) as transaction:
            transaction.write(told)
            transaction.commit()
