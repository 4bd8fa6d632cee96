"""Telling people (通知接口): messages leave through the outbox after their cause is committed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

import attrs

from supervision.domain.values import Instant, OfficerId

__all__ = ["Channel", "Message", "NotificationChannel"]

S = TypeVar("S")


@attrs.frozen(kw_only=True)
class Message:
    """One notification (通知). It points at a record and never carries narrative or names.

    Attributes:
        id: the outbox's id of this message; the same id again is the same message.
        at: when its cause was committed.
        topic: what happened, such as `measure.served`.
        kind, record: the record it is about; its kind and id.
        to: officers it is for.
        title: one line in the office's language.
        text: the message in the office's language.
    """

    id: str
    at: Instant
    topic: str
    kind: str
    record: str
    to: tuple[OfficerId, ...]
    title: str
    text: str


class Channel(Protocol):
    """Delivers messages (通知渠道). Called outside any transaction, by one thread at a time."""

    def send(self, message: Message) -> None:
        """Deliver the message, once however often it is sent.

        Any error leaves the message in the outbox; the next tick sends it again.
        """
        ...


@attrs.frozen(kw_only=True)
class NotificationChannel(Generic[S]):
    """Offers a channel (通知渠道) for `[channels.NAME]`.

    Attributes:
        name: name in the TOML: the table's own, or its key `use`.
        zh, en: title.
        settings: attrs class of the table's other keys.
        open: from settings to the channel; raises when it cannot deliver at all.
    """

    name: str
    zh: str
    en: str
    settings: type[S]
    open: Callable[[S], Channel]
