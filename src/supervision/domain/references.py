"""References (关联记录): from one record to any other, by its kind and its id."""

from __future__ import annotations

import attrs

__all__ = ["Reference"]


@attrs.frozen(kw_only=True)
class Reference:
    """A record that another one is about (关联记录).

    Attributes:
        kind: name of its kind.
        id: its id.
    """

    kind: str
    id: str
