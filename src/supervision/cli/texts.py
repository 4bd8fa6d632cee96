"""Texts of the command line (命令行文字): a sentence or word in both languages, as data."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

__all__ = ["LANGUAGES", "Text", "width", "wrapped"]

LANGUAGES = ("zh", "en")
"""What `--lang` takes; the first is the default."""


class Text(NamedTuple):
    """A text in Chinese and English (双语文字).

    Attributes:
        zh, en: the text; may be a `str.format` template.

    Example:
        >>> Text("共 {n} 项。", "{n} in all.").tell("en", n=3)
        '3 in all.'
    """

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """Return the text in a language."""
        return self.en if lang == "en" else self.zh

    def tell(self, lang: str, **details: object) -> str:
        """Return the text in a language, with its placeholders filled."""
        return self.of(lang).format(**details)


def width(text: str) -> int:
    """Return the columns a terminal needs: two for a wide character (中文占两列).

    Example:
        >>> width("事项 item")
        9
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


_NEVER_FIRST = frozenset("，。、；：？！）》」』】〕”’,.;:?!)]}…")
"""A line does not begin with these (避头): they hang over the edge instead."""


def wrapped(text: str, columns: int) -> list[str]:
    """Break a text into lines: between Chinese characters, else at spaces."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and width(line + piece.rstrip()) > columns and piece[0] not in _NEVER_FIRST:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """Split where a line may break: after a space, and on both sides of a wide character."""
    pieces: list[str] = []
    before = " "
    for char in text:
        wide = width(char) == 2
        if before == " " or wide or width(before) == 2:
            pieces.append(char)
        else:
            pieces[-1] += char
        before = char
    return pieces
