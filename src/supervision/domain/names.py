"""Names and codes people type (名称与代码): stripped, one line, never empty."""

from __future__ import annotations

import datetime as dt
import re

import attrs

from supervision.errors import Refused

__all__ = ["FormerName", "check_code", "check_text", "folded"]

_CODE = re.compile(r"[a-z0-9]+", re.ASCII)
_BREAKS = frozenset("\n\r\x00\x0b\x0c\x85\u2028\u2029")
_INVISIBLE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")


@attrs.frozen(kw_only=True)
class FormerName:
    """A name no longer in use (曾用名), still written in old exports and papers.

    Attributes:
        name: the name.
        until: the last day it was in use; `None` when nobody knows.
    """

    name: str
    until: dt.date | None = None


def check_text(text: str, *, place: str) -> str:
    """Return the text stripped.

    Raises:
        Refused: `text.empty`, or `text.line` when it has a line break.
    """
    text = text.strip()
    if not text:
        raise Refused("text.empty", place=place)
    if not _BREAKS.isdisjoint(text):
        raise Refused("text.line", place=place)
    return text


def check_code(code: str, *, place: str) -> str:
    """Return the code: lower-case letters and digits, as a unit's path is made of.

    Raises:
        Refused: `text.code`.
    """
    if not _CODE.fullmatch(code):
        raise Refused("text.code", place=place, found=code)
    return code


def folded(text: str) -> str:
    """Return the text without any white space or zero-width letter, for comparing names.

    Exports pad names of two characters (张　三) and break long department names.

    Example:
        >>> folded("张\u3000三") == folded("张三")
        True
    """
    return _INVISIBLE.sub("", text)
