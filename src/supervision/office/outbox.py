"""The outbox (待发箱): messages are stored with their cause and delivered after the commit.

At least once, in the order of posting; a channel that fails leaves its message waiting, and a
receiver tells repetition by the message's id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from supervision.codec import decode, encode
from supervision.domain.incoming_measures import Parcel
from supervision.domain.marks import OPEN, is_open
from supervision.errors import SupervisionError
from supervision.journal.entry import open_chain
from supervision.office.inner_views import QueueView
from supervision.office.shapes import MESSAGE_SHAPE
from supervision.ports.notify import Channel, Message
from supervision.ports.store import Row, Write

if TYPE_CHECKING:
    from supervision.office.office import Office

__all__ = ["Delivery", "deliver", "message_row", "outgoing", "parcel_row"]

_WAITING = "waiting"
_SENT = "sent"


@attrs.frozen(kw_only=True)
class Delivery:
    """What a delivery did (投递结果): messages sent, and failures as `channel: error`."""

    sent: int
    failures: tuple[str, ...] = ()


def message_row(
    message: Message,
    unit: str,
    path: str,
    *,
    state: str = _WAITING,
    expected: int = 0,
    file: str = OPEN,
) -> Write:
    """Return the outbox row of a message."""
    return Write(
        row=Row(
            kind=MESSAGE_SHAPE.kind,
            id=message.id,
            unit=unit,
            path=path,
            file=file,
            version=expected + 1,
            body=encode(message),
            columns={
                "state": state,
                "topic": message.topic,
                "record": message.record or None,
                "posted": message.at,
            },
            many={},
        ),
        expected=expected,
    )


def parcel_row(
    parcel: Parcel, unit: str, path: str, *, carried: bool = False, expected: int = 0
) -> Write:
    """Return the row of a parcel to another unit. It lies in the outbox; no channel sees it."""
    return Write(
        row=Row(
            kind=MESSAGE_SHAPE.kind,
            id=parcel.id,
            unit=unit,
            path=path,
            file=OPEN,
            version=expected + 1,
            body=encode(parcel),
            columns={
                "state": "carried" if carried else "parcel",
                "topic": f"parcel.{parcel.news.value}",
                "record": parcel.measure,
                "posted": parcel.at,
            },
            many={},
        ),
        expected=expected,
    )


def outgoing(
    messages: Iterable[Message], parcels: Iterable[Parcel], unit: str, path: str, file: str
) -> list[Write]:
    """Return the rows of what a work sends; its messages lie where it works (待发)."""
    rows = [message_row(one, unit, path, file=file) for one in messages]
    return [*rows, *(parcel_row(one, unit, path) for one in parcels)]


def deliver(office: Office, channels: Mapping[str, Channel]) -> Delivery:
    """Send every waiting message through every channel of the office (投递).

    A message counts as sent when all channels took it. Without a channel nothing is sent. What
    came from a closed file is sent with the others and told of to nobody.
    """
    if not channels:
        return Delivery(sent=0)
    with office.store.begin() as transaction:
        waiting = QueueView(transaction).waiting(MESSAGE_SHAPE.kind, _WAITING)
    failures: list[str] = []
    sent = []
    told = 0
    for row in waiting:
        message = decode(Message, row.body)
        public = is_open(row.file)
        if _send(message, channels, failures if public else []):
            sent.append((message, row.version))
            told += public
    if sent:
        with office.store.begin(write=(open_chain(office.unit),)) as transaction:
            transaction.write(
                [
                    message_row(message, office.unit, office.path, state=_SENT, expected=version)
                    for message, version in sent
                ]
            )
            transaction.commit()
    return Delivery(sent=told, failures=tuple(failures))


def _send(message: Message, channels: Mapping[str, Channel], failures: list[str]) -> bool:
    done = True
    for name, channel in channels.items():
        try:
            channel.send(message)
        except SupervisionError as error:
            failures.append(f"{name}: {error}")
            done = False
    return done
