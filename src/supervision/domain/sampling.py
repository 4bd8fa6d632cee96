"""Drawing a sample (抽样): anybody can draw the same again.

The n records whose SHA-256 over seed and id is smallest are the sample. Nothing else plays a
part, neither order nor time nor chance, so whoever is inspected can check that nobody chose.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable

__all__ = ["drawn", "place_of"]


def drawn(ids: Iterable[str], count: int, seed: str) -> tuple[str, ...]:
    """Return the sample of so many ids, sorted; fewer where there are fewer (抽取样本).

    Args:
        ids: what is drawn from, each once.
        count: how many.
        seed: told beside the sample, such as a date or the number of a plan.

    Example:
        >>> drawn(("fnd_1", "fnd_2", "fnd_3"), 2, "2026-11") == drawn(
        ...     ("fnd_3", "fnd_2", "fnd_1"), 2, "2026-11")
        True
    """
    return tuple(sorted(heapq.nsmallest(count, ids, key=lambda id: place_of(seed, id))))


def place_of(seed: str, id: str) -> bytes:
    """Return where an id stands in the order of the draw (抽样次序); the lowest are drawn."""
    return hashlib.sha256(f"{seed}\n{id}".encode()).digest()
