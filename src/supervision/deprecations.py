"""Every deprecation of the library in one place (弃用). None so far.

A deprecated name gets a `DeprecationNotice` here and a row in
`docs/reference/deprecations.md`; it is kept for one minor release at least.
"""

from __future__ import annotations

import warnings

import attrs

__all__ = ["NOTICES", "DeprecationNotice", "SupervisionDeprecation", "warn"]


class SupervisionDeprecation(DeprecationWarning):
    """The category of our deprecation warnings."""


@attrs.frozen(kw_only=True)
class DeprecationNotice:
    """One deprecated public name: since when, gone when, what instead."""

    name: str
    since: str
    removed_in: str
    instead: str


NOTICES: tuple[DeprecationNotice, ...] = ()


def warn(notice: DeprecationNotice, *, stacklevel: int = 3) -> None:
    """Warn the caller's caller about `notice`."""
    text = f"{notice.name}: since {notice.since}, use {notice.instead}; gone in {notice.removed_in}"
    warnings.warn(text, SupervisionDeprecation, stacklevel=stacklevel)
