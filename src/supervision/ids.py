"""Record ids (编号): a kind's prefix and 26 Crockford base32 characters.

A new id holds 48 bits of milliseconds and 80 random bits, so ids sort by the moment they
were made. A derived id holds the first 130 bits of a digest and names the same fact for ever.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from typing import Protocol

__all__ = ["ALPHABET", "IdSource", "RandomIds", "derived_id", "is_id"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_SEPARATOR = "\x1f"


class IdSource(Protocol):
    """Makes ids of new records. Called under the chain's lock; may be shared by threads."""

    def new(self, prefix: str, at: int) -> str:
        """Return a fresh id for `prefix` at the instant `at` (microseconds UTC)."""
        ...


_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
_SHIFTS = range(5 * (_LENGTH - 2), -1, -10)


def _base32(number: int) -> str:
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in _SHIFTS])


class RandomIds:
    """The ids of daily work: 48 bits of time and 80 bits of `entropy` (default `os.urandom`)."""

    def __init__(self, entropy: Callable[[int], bytes] = os.urandom) -> None:
        self._entropy = entropy

    def new(self, prefix: str, at: int) -> str:
        random_part = int.from_bytes(self._entropy(10), "big")
        return f"{prefix}_{_base32(((at // 1000) << 80) | random_part)}"


def derived_id(prefix: str, *parts: str) -> str:
    """Return the id that `parts` always yield, in this order.

    Example:
        >>> derived_id("det", "R1", "unit", "case") == derived_id("det", "R1", "unit", "case")
        True
    """
    digest = hashlib.sha256(_SEPARATOR.join(parts).encode()).digest()
    return f"{prefix}_{_base32(int.from_bytes(digest, 'big') >> 126)}"


def is_id(text: str, prefix: str) -> bool:
    """Say whether `text` has the form of an id of `prefix`."""
    head, _, tail = text.partition("_")
    return head == prefix and len(tail) == _LENGTH and all(letter in ALPHABET for letter in tail)
