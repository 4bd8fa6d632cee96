"""The channel `file` (文件渠道): each notification becomes a text file in a folder.

It works on an isolated network with nothing installed: a folder others watch, print from or
carry over. A file appears complete or not at all, and the same message again changes nothing.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import attrs

from supervision.domain.values import instant_text
from supervision.errors import ConfigError, UsageError
from supervision.ports.notify import Message, NotificationChannel

__all__ = ["FILE_CHANNEL", "FileChannel", "FileChannelSettings"]

_SAFE = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)


@attrs.frozen(kw_only=True)
class FileChannelSettings:
    """Settings of the channel (文件渠道设置).

    Attributes:
        folder: where the files go; it is made when it is missing.
    """

    folder: Path


class FileChannel:
    """Writes each message as one UTF-8 file (文件渠道), named after the message's id.

    Raises:
        ConfigError: `notify.folder` when the folder cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError("notify.folder", folder=str(folder), error=str(error)) from error

    def send(self, message: Message) -> None:
        """Write the message's file unless it is there.

        Raises:
            UsageError: `notify.id` when the message's id cannot be a file name.
        """
        if not _SAFE.fullmatch(message.id):
            raise UsageError("notify.id", id=message.id)
        path = self._folder / f"{message.id}.txt"
        if path.exists():
            return
        draft = self._folder / f".{message.id}.{os.getpid()}.part"
        try:
            with draft.open("w", encoding="utf-8", newline="\n") as file:
                file.write(_text_of(message))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def _text_of(message: Message) -> str:
    lines = (
        message.title,
        "",
        message.text,
        "",
        f"to: {', '.join(message.to)}",
        f"at: {instant_text(message.at)}",
        f"topic: {message.topic}",
        f"{message.kind}: {message.record}",
        f"id: {message.id}",
    )
    return "\n".join(lines) + "\n"


def _open(settings: FileChannelSettings) -> FileChannel:
    return FileChannel(settings.folder)


FILE_CHANNEL: NotificationChannel[FileChannelSettings] = NotificationChannel(
    name="file",
    zh="文件（每条通知一个文本文件）",
    en="file (one text file per notification)",
    settings=FileChannelSettings,
    open=_open,
)
"""The contribution."""
