"""JSON as text (JSON 文本): by msgspec where it is installed, else by Python's own library.

Both write the same letters, which is what digests are made of: keys sorted by code point, no
spaces, letters as they are; half of a surrogate pair is refused. What msgspec will not write or
read Python's own is asked for too, so that a refusal is the same one everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

__all__ = ["Dumps", "Loads", "own_dumps", "quickest"]

Dumps: TypeAlias = Callable[[object], str]
Loads: TypeAlias = Callable[[str], Any]

# Made once: `json.dumps` makes an encoder at every call. Records hold no circles to look for.
_encode: Dumps = json.JSONEncoder(
    sort_keys=True,
    ensure_ascii=False,
    separators=(",", ":"),
    allow_nan=False,
    check_circular=False,
).encode


def own_dumps(value: object) -> str:
    """Return the text as Python's own library writes it.

    Raises:
        UnicodeEncodeError: for half of a surrogate pair.
    """
    text = _encode(value)
    if not text.isascii():
        text.encode()
    return text


def quickest() -> tuple[Dumps, Loads]:
    """Return what writes plain values and what reads them, the quickest there is."""
    try:
        import msgspec
    except ImportError:
        return own_dumps, json.loads
    write, read = msgspec.json.Encoder(order="sorted").encode, msgspec.json.Decoder().decode

    def dumps(value: object) -> str:
        try:
            return write(value).decode()
        except (TypeError, ValueError, OverflowError):
            return own_dumps(value)

    def loads(text: str) -> Any:
        try:
            return read(text)
        except (msgspec.MsgspecError, ValueError):
            return json.loads(text)

    return dumps, loads
