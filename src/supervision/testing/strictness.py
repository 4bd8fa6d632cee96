"""How strict the kit is (严格程度): declared gaps, and provisional tests.

An implementation that knowingly fails a test says so with a reason in `gaps`; the test is then
expected to fail, pytest reports it, and should it pass, that is a failure too. A test that came
with the present minor release is provisional: its failure is reported and fails nobody until
the next minor release, so that an update of the library breaks no plugin's build on the day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import metadata
from typing import Any, ClassVar, TypeVar

import attrs
import pytest

from supervision.testing.pytest_plugin import GAP, PROVISIONAL

__all__ = ["Conformance", "Provisional", "provisional", "provisional_of"]

F = TypeVar("F", bound=Callable[..., Any])

_ATTRIBUTE = "supervision_provisional"
_DISTRIBUTION = "procuratorial-supervision"


@attrs.frozen(kw_only=True)
class Provisional:
    """A test that does not count yet (暂行测试).

    Attributes:
        since: minor release it came with, such as `0.2`; in the next one it counts.
        reason: what an implementation has to do about it.
    """

    since: str
    reason: str

    @property
    def holds(self) -> bool:
        """Whether the installed release is still the one it came with."""
        return _minor(_release()) <= _minor(self.since)

    def __str__(self) -> str:
        return f"{PROVISIONAL}{self.since}: {self.reason}"


def provisional(since: str, reason: str) -> Callable[[F], F]:
    """Mark a test of the kit as new in a minor release (标明暂行)."""

    def mark(function: F) -> F:
        setattr(function, _ATTRIBUTE, Provisional(since=since, reason=reason))
        return function

    return mark


def provisional_of(function: object) -> Provisional | None:
    """Return the mark of a test that does not count yet, else `None`."""
    found = getattr(function, _ATTRIBUTE, None)
    return found if isinstance(found, Provisional) and found.holds else None


def _minor(version: str) -> tuple[int, int]:
    major, minor, *_ = version.split(".")
    return int(major), int(minor)


@cache
def _release() -> str:
    return metadata.version(_DISTRIBUTION)


class Conformance:
    """What all conformance classes share (符合性测试基类).

    Attributes:
        gaps: reason by name of a test this implementation does not pass.

    Example:
        >>> class OurStore(Conformance):
        ...     gaps = {"test_an_erased_blob_is_gone": "tape is never overwritten"}
    """

    gaps: ClassVar[Mapping[str, str]] = {}

    @pytest.fixture(autouse=True)
    def _kit_strictness(self, request: pytest.FixtureRequest) -> None:
        unknown = sorted(name for name in self.gaps if not hasattr(self, name))
        if unknown:
            pytest.fail(f"`gaps` names no test of the kit: {', '.join(unknown)}")
        function = getattr(request, "function", None)
        name = getattr(function, "__name__", "")
        if name in self.gaps:
            reason = f"{GAP}{self.gaps[name]}"
            request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
        elif new := provisional_of(function):
            request.applymarker(pytest.mark.xfail(reason=str(new), strict=False))
