"""JSON as text (JSON 文本): by msgspec where it is installed, else by Python's own library.

Both write the same letters, which is what digests are made of: keys sorted by code point, no
spaces, letters as they are; half of a surrogate pair is refused. What msgspec will not write or
read Python's own is asked for too, so that a refusal is the same one everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

__all__ = ["Dumps", "Loads", "own_dumps", "quickest", "reader"]

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


def reader(cls: type, other: Callable[[type, Any], Any]) -> Loads | None:
    """Return what reads a value of an attrs class from JSON in one step, where something can.

    It raises `ValueError` for a text that is none, and looks for nothing that the types do not
    say: it is for texts that were checked when they were written.

    Args:
        cls: the class.
        other: reads a value of a type JSON has no word for, such as a fraction.
    """
    try:
        import msgspec
    except ImportError:
        return None
    try:
        read: Loads = msgspec.json.Decoder(cls, dec_hook=other).decode
    except TypeError:  # a choice between several classes of ours
        return None

    def load(text: str) -> Any:
        try:
            return read(text)
        except msgspec.MsgspecError as error:
            raise ValueError(str(error)) from error

    return load


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
