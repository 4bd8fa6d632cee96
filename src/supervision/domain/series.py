"""Series of document numbers (文书编号系列): what stands between the unit's prefix and the year.

The texts are the reference office's; `[[series]]` in the office's TOML replaces them.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ITEM_SERIES", "SERIES"]

ITEM_SERIES = "item"
"""Series of decisions to open an item (立项决定书)."""

SERIES: Mapping[str, str] = {
    ITEM_SERIES: "督立",
    "hint": "督提",
    "suggestion": "督建",
    "notice": "督改",
    "circular": "督通",
    "order": "督办",
    "transfer": "督移",
    "interview": "督谈",
}
