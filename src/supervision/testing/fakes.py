"""Stand-ins for what lies outside an office (替身), real enough to pass the kit themselves."""

from __future__ import annotations

from supervision.domain.values import Instant, OfficerId
from supervision.errors import UsageError
from supervision.ports.notify import Message

__all__ = ["RecordingChannel", "make_message"]


class RecordingChannel:
    """A channel that keeps what it is sent (记录渠道), and fails when it is told to.

    Attributes:
        messages: what arrived, in order, each id once.
        broken: while true every `send` fails.

    Example:
        >>> channel = RecordingChannel()
        >>> channel.send(make_message())
        >>> [message.id for message in channel.messages]
        ['msg_1']
    """

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.broken = False

    def send(self, message: Message) -> None:
        """Keep the message unless it is there.

        Raises:
            UsageError: `notify.id` while it is broken.
        """
        if self.broken:
            raise UsageError("notify.id", id=message.id)
        if all(known.id != message.id for known in self.messages):
            self.messages.append(message)


def make_message(
    id: str = "msg_1", *, title: str = "整改通知", text: str = "请于三日内签收。"
) -> Message:
    """Return a notification about a measure to two officers (样例通知)."""
    return Message(
        id=id,
        at=Instant(1_772_413_200_000_000),
        topic="measure.served",
        kind="measure",
        record="msr_1",
        to=(OfficerId("ofc_1"), OfficerId("ofc_2")),
        title=title,
        text=text,
    )
