"""Marks and files (密级与归卷): how secret a matter is, and in which closed file a record lies.

The marks are those of 保守国家秘密法 (2024) art. 13 (state secrets: 秘密, 机密, 绝密) and art. 64
(工作秘密), below them what is merely internal. A network that is not approved for state secrets
must hold none (art. 30–31); it may hold work secrets. So an installation states its highest
mark, and a file with a higher one is refused.

Every row says in one reserved field where its record lies: in the open, in a closed file, or in
a file that was released since. The text is never empty, because some databases take an empty
text for NULL.
"""

from __future__ import annotations

import enum

__all__ = ["OPEN", "Mark", "exceeds", "file_in", "is_open", "opened"]


class Mark(enum.Enum):
    """How secret a matter is (密级)."""

    INTERNAL = "internal"
    """内部"""
    WORK_SECRET = "work_secret"  # noqa: S105  # a mark
    """工作秘密"""
    SECRET = "secret"  # noqa: S105  # a mark
    """秘密"""
    CONFIDENTIAL = "confidential"
    """机密"""
    TOP_SECRET = "top_secret"  # noqa: S105  # a mark
    """绝密"""


_ORDER = tuple(Mark)


def exceeds(mark: Mark, highest: Mark) -> bool:
    """Say whether a mark is higher than the highest permitted one (超出最高密级).

    Example:
        >>> exceeds(Mark.SECRET, Mark.WORK_SECRET), exceeds(Mark.INTERNAL, Mark.INTERNAL)
        (True, False)
    """
    return _ORDER.index(mark) > _ORDER.index(highest)


OPEN = "open"
"""Where a record lies that lies in no closed file (不入密卷)."""
_RELEASED = f"{OPEN}:"


def is_open(file: str) -> bool:
    """Say whether a record that lies there is in the open (公开): never closed, or released.

    Example:
        >>> is_open("open"), is_open("open:fil_1"), is_open("fil_1")
        (True, True, False)
    """
    return file == OPEN or file.startswith(_RELEASED)


def opened(file: str) -> str:
    """Return where the records of a file lie once it is released (解密后).

    Example:
        >>> opened("fil_1")
        'open:fil_1'
    """
    return _RELEASED + file


def file_in(file: str) -> str | None:
    """Return the closed file whose chain proves a record that lies there; `None` without one.

    Example:
        >>> file_in("fil_1"), file_in("open:fil_1"), file_in("open")
        ('fil_1', 'fil_1', None)
    """
    return None if file == OPEN else file.removeprefix(_RELEASED)
