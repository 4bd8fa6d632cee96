"""From results to plain JSON (结果转 JSON): every key always there, no floats.

Days are ISO text, instants RFC 3339 text in office time, exact numbers text such as `-5/2`,
enumerations their value. Unlike the codec's canonical text, nothing is left out.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import typing
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from supervision.domain.values import Instant, instant_text

__all__ = ["Plain", "plain"]

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"


@functools.cache
def _instants(cls: type[Any]) -> frozenset[str]:
    """Return the names of the fields that hold an instant."""
    hints = typing.get_type_hints(cls)
    return frozenset(
        name for name, hint in hints.items() if Instant in (hint, *typing.get_args(hint))
    )


def plain(value: object) -> Plain:
    """Return what JSON can hold of a value."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Fraction | Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        listed = sorted(value, key=str) if isinstance(value, frozenset | set) else value
        return [plain(one) for one in listed]
    cls: type[Any] = type(value)
    if attrs.has(cls):
        instants = _instants(cls)
        return {
            field.name: instant_text(found)
            if field.name in instants and (found := getattr(value, field.name)) is not None
            else plain(getattr(value, field.name))
            for field in attrs.fields(cls)
        }
    raise TypeError(type(value).__name__)
