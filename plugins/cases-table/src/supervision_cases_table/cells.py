"""Text of cells (单元格文字): cleaned always, folded to half width only where a field says so.

Blanket NFKC is never used: it turns `（` into `(`, `①` into `1` and `Ⅱ` into `II`, which spoils
names and case titles. Only digits, Latin letters and a few marks are folded, and only in
headers, numbers, dates and case numbers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import attrs

__all__ = [
    "Fault",
    "case_number",
    "clean",
    "comparable",
    "fold",
    "header_text",
    "name_text",
    "whole_number",
]


@attrs.frozen
class Fault:
    """Why a cell cannot be taken (不可采用): the message code of a `Rejected`."""

    code: str


# Zero-width marks, soft hyphen, byte order mark and control characters other than white space.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
# White space of Unicode, among it U+3000 and NBSP; `\s` of `re` knows them all.
_SPACE = re.compile(r"\s+")
# Full-width ASCII U+FF01–FF5E lies exactly 0xFEE0 above ASCII.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# What spreadsheets write so that a long number stays text: ="35010521" or a leading apostrophe.
_GUARDED = re.compile(r'="(?P<inner>[^"]*)"')
_YEAR = re.compile(r"[(\[【〔〖﹝{](?P<year>(?:19|20)\d\d)[)\]】〕〗﹞}]", re.ASCII)
_NUMBER = re.compile(r"[0-9A-Za-z〔〕_/\-\u3007\u3400-\u9fff]+")
_FEWEST_DIGITS = 4
"""A case number has at least its year; a lone count in a row of totals is none."""
_GAP = re.compile(r"(?<=[\u3007\u3400-\u9fff])\s+(?=[\u3007\u3400-\u9fff])")
_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
_DECORATION = "*:"


def clean(text: str) -> str:
    r"""Return the text in NFC, without invisible marks, white space collapsed and stripped.

    Example:
        >>> clean("\u3000张\u200b三（男）\xa0")
        '张三（男）'
    """
    if text.isascii():
        if text.isalnum() or not text:  # the common cell
            return text
    else:
        text = unicodedata.normalize("NFC", text)
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def fold(text: str) -> str:
    """Return the text with full-width digits, Latin letters and ASCII marks in half width."""
    return text if text.isascii() else text.translate(_FOLDED)


def header_text(text: str) -> str:
    """Return a header as it is compared: folded, without white space, asterisk and colon.

    Mandatory card fields carry an asterisk in the case system (必填项加*).

    Example:
        >>> header_text("*受理 日期：")
        '受理日期'
    """
    return comparable(text).strip(_DECORATION)


def name_text(text: str) -> str:
    r"""Return a cleaned name without the space that pads names of two characters.

    Example:
        >>> name_text(clean("张\u3000三")), name_text("John Smith")
        ('张三', 'John Smith')
    """
    return _GAP.sub("", text)


@lru_cache(maxsize=8192)  # an export repeats its days, its yes and no
def comparable(text: str) -> str:
    """Return a text as values are compared: folded, without white space and case."""
    return _SPACE.sub("", fold(clean(text))).casefold()


def unguarded(text: str) -> str:
    """Return the text without the guard spreadsheets put around a long number."""
    if text.startswith("'"):
        return text[1:]
    guarded = _GUARDED.fullmatch(text)
    return guarded["inner"] if guarded else text


def case_number(text: str) -> str | Fault:
    """Return the canonical case number (受案号), or why there is none.

    Brackets around the year become `〔〕`, letters and digits half width, white space goes.

    Example:
        >>> case_number("马检刑捕受(2021)０012号")
        '马检刑捕受〔2021〕0012号'
        >>> case_number("3.50105E+15")
        Fault(code='cases.number_damaged')
    """
    plain = _SPACE.sub("", unguarded(fold(clean(text))))
    plain = _YEAR.sub(r"〔\g<year>〕", plain)
    if not plain:
        return Fault("cases.no_number")
    if re.fullmatch(r"\d(\.\d+)?E\+\d+", plain, re.ASCII | re.IGNORECASE):
        # A spreadsheet showed a long number in scientific notation and saved what it showed.
        return Fault("cases.number_damaged")
    if not _NUMBER.fullmatch(plain) or sum(map(str.isdecimal, plain)) < _FEWEST_DIGITS:
        return Fault("cases.bad_number")
    return plain


def whole_number(text: str) -> int | Fault:
    """Return a whole number written in any width of digits."""
    plain = unguarded(fold(text)).replace(",", "")
    return int(plain) if _WHOLE.fullmatch(plain) else Fault("cases.bad_integer")
