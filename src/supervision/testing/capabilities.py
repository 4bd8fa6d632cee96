"""Tests for what a store promises beyond the port (能力测试).

Such a test runs for every store. Where the store does not declare the capability, the test is
expected to fail and pytest reports that, with the reason; should it pass, that is a failure
too: a store that can do something shall say so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from supervision.ports.store import Capability

__all__ = ["needed_by", "needs"]

F = TypeVar("F", bound=Callable[..., Any])

_ATTRIBUTE = "supervision_needs"


def needs(capability: Capability) -> Callable[[F], F]:
    """Mark a test of the kit as one of a capability (标明所需能力)."""

    def mark(function: F) -> F:
        setattr(function, _ATTRIBUTE, capability)
        return function

    return mark


def needed_by(function: object) -> Capability | None:
    """Return the capability a test was marked with, if any."""
    found = getattr(function, _ATTRIBUTE, None)
    return found if isinstance(found, Capability) else None
