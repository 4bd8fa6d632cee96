"""A change of any class (任一变更的样例), made of its declaration: for what is refused before it is read."""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

__all__ = ["made"]

_PLAIN: Mapping[Any, object] = {
    str: "x",
    int: 1,
    bool: False,
    bytes: b"x",
    Fraction: Fraction(1, 2),
    dt.date: dt.date(2026, 3, 2),
    Any: "x",
    object: "x",
}


def made(kind: Any, **given: object) -> Any:
    """Return a value of a class or annotation, the fields named here set to what is given.

    Args:
        kind: an attrs class or a type annotation.
        given: values for fields, at any depth, by their names.
    """
    kind = getattr(kind, "__supertype__", kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and attrs.has(kind):
        return _record(kind, given)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return next(iter(kind))
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if type(None) in parts else made(parts[0], **given)
    if origin is typing.Literal:
        return parts[0]
    if origin is tuple:
        return tuple(made(part, **given) for part in parts if part is not Ellipsis)
    if origin is not None and issubclass(origin, Mapping):
        return {}
    if origin is not None and issubclass(origin, (Sequence, frozenset)):
        return ()
    raise TypeError(kind)


def _record(cls: type, given: Mapping[str, object]) -> Any:
    told = typing.get_type_hints(cls)
    here = {name: value for name, value in given.items() if not _is_enum(told.get(name))}
    return cls(
        **{
            field.alias: here[field.name] if field.name in here else made(told[field.name], **given)
            for field in attrs.fields(cls)
            if field.init and (field.name in here or field.default is attrs.NOTHING)
        }
    )


def _is_enum(kind: Any) -> bool:
    """Say whether a field only shares its name with what is given, as the unit of a limit does."""
    return isinstance(kind, type) and issubclass(kind, enum.Enum)
