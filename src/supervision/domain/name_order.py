"""The order in which people expect names (名称次序): 第一, 第二, 第三 … 第十, 第十一.

Neither the order of ids nor that of code points is one anybody expects: by code point 第三 comes
before 第二. Numerals within a name, Chinese or Arabic, are compared as numbers.
"""

from __future__ import annotations

import re
from typing import TypeAlias

__all__ = ["NameKey", "name_order", "numeral"]

NameKey: TypeAlias = tuple[tuple[int, int, str], ...]

_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_POWERS = {"十": 10, "百": 100}
_PARTS = re.compile(r"(\d+|[〇零一二两三四五六七八九十百]+)", re.ASCII)


def numeral(text: str) -> int:
    """Return the number a Chinese or Arabic numeral says (数字), below a thousand.

    Example:
        >>> [numeral(text) for text in ("三", "十", "十二", "二十", "一百零五", "12")]
        [3, 10, 12, 20, 105, 12]
    """
    if text.isascii():
        return int(text)
    if not any(letter in _POWERS for letter in text):  # 二〇二一, letter by letter
        return int("".join(str(_DIGITS[letter]) for letter in text))
    total, digit = 0, 0
    for letter in text:
        if letter in _POWERS:
            total += (digit or 1) * _POWERS[letter]
            digit = 0
        else:
            digit = _DIGITS[letter]
    return total + digit


def name_order(name: str) -> NameKey:
    """Return the key by which names are sorted (名称排序).

    Example:
        >>> sorted(["第三检察部", "第十检察部", "第一检察部", "第二检察部"], key=name_order)
        ['第一检察部', '第二检察部', '第三检察部', '第十检察部']
    """
    return tuple(
        (0, numeral(part), "") if _PARTS.fullmatch(part) else (1, 0, part)
        for part in _PARTS.split(name)
        if part
    )
