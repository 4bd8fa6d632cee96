"""What every notification channel must do (通知渠道符合性). Numbers: `docs/spec/contributions.md`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import pytest

from supervision.ports.notify import Channel
from supervision.testing.fakes import make_message
from supervision.testing.strictness import Conformance

__all__ = ["ChannelConformance", "OpenChannel", "Received"]

OpenChannel: TypeAlias = Callable[[], Channel]
Received: TypeAlias = Callable[[], Sequence[str]]


class ChannelConformance(Conformance):
    """Tests of notification channels (通知渠道测试). Inherit, and give the three fixtures."""

    @pytest.fixture
    def open_channel(self) -> OpenChannel:
        """Give a callable that opens the channel; every call the same one. To be overridden."""
        raise NotImplementedError("give a fixture `open_channel`")

    @pytest.fixture
    def received(self) -> Received:
        """Give a callable that tells what arrived, one text per message. To be overridden."""
        raise NotImplementedError("give a fixture `received`")

    @pytest.fixture
    def break_channel(self) -> Callable[[], None]:
        """Give a callable after which nothing can be delivered. To be overridden."""
        raise NotImplementedError("give a fixture `break_channel`")

    def test_a_message_arrives_with_title_and_text(
        self, open_channel: OpenChannel, received: Received
    ) -> None:
        """CHANNEL-1."""
        message = make_message()
        open_channel().send(message)
        [text] = received()
        assert message.title in text
        assert message.text in text

    def test_a_message_sent_again_arrives_once(
        self, open_channel: OpenChannel, received: Received
    ) -> None:
        """CHANNEL-2."""
        channel = open_channel()
        channel.send(make_message())
        channel.send(make_message())
        assert len(received()) == 1

    def test_a_message_sent_again_after_a_restart_arrives_once(
        self, open_channel: OpenChannel, received: Received
    ) -> None:
        """CHANNEL-2."""
        open_channel().send(make_message())
        open_channel().send(make_message())
        assert len(received()) == 1

    def test_equal_texts_under_two_ids_are_two_messages(
        self, open_channel: OpenChannel, received: Received
    ) -> None:
        """CHANNEL-3."""
        channel = open_channel()
        channel.send(make_message("msg_1"))
        channel.send(make_message("msg_2"))
        assert len(received()) == 2

    @pytest.mark.parametrize("text", ["𠮷〔2026〕3号", "一\n二", '"<b>&\\', "=1+1", "x" * 4_000])
    def test_every_text_arrives_as_it_is(
        self, open_channel: OpenChannel, received: Received, text: str
    ) -> None:
        """CHANNEL-4."""
        open_channel().send(make_message(text=text))
        [found] = received()
        assert text in found

    def test_what_cannot_be_delivered_raises(
        self, open_channel: OpenChannel, break_channel: Callable[[], None]
    ) -> None:
        """CHANNEL-5."""
        channel = open_channel()
        break_channel()
        with pytest.raises(Exception):  # noqa: B017, PT011  # the port allows any error
            channel.send(make_message())
