"""The strict cattrs converter (严格转换器).

cattrs is lenient by default: `"7"` becomes 7, a string is taken for a tuple. Here every
scalar has a hook that accepts exactly its own type, and a mapping is checked to be one
before its keys are. Enums are structured by their value and only from text.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import types
import typing
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from supervision.domain.values import EARLIEST, LATEST
from supervision.errors import Detail

__all__ = ["Fault", "make_converter", "type_tag"]

_INT64 = range(-(2**63), 2**63)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FRACTION = re.compile(r"-?\d+(/[1-9]\d*|\.\d+)?", re.ASCII)
_TAG = "type"


class Fault(ValueError):
    """One value is wrong: a message code and its details. Becomes a `Problem` with a path."""

    def __init__(self, code: str, **details: Detail):
        super().__init__(code)
        self.code = code
        self.details = details


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _wrong(expected: str, value: object) -> Fault:
    return Fault("codec.type", expected=expected, found=_shown(value))


def _text(value: object, _: object = None) -> str:
    if type(value) is not str:
        raise _wrong("text", value)
    if "\x00" in value or not (value.isascii() or _encodes(value)):
        raise Fault("codec.letter", found=_shown(value))
    return value


def _read_text(value: object, _: object = None) -> str:
    if type(value) is not str:
        raise _wrong("text", value)
    return value


def _encodes(value: str) -> bool:
    """Say whether the text holds no half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _int(value: object, _: object = None) -> int:
    if type(value) is not int or value not in _INT64:
        raise _wrong("integer", value)
    return value


def _bool(value: object, _: object = None) -> bool:
    if type(value) is not bool:
        raise _wrong("bool", value)
    return value


def _day(value: object, _: object = None) -> dt.date:
    if type(value) is str:
        return _day_said(value)
    if type(value) is not dt.date:
        raise _wrong("date", value)
    if not EARLIEST <= value <= LATEST:
        raise Fault("codec.day_range", found=value.isoformat())
    return value


@lru_cache(10_000)  # there are few days, and records are full of them
def _day_said(text: str) -> dt.date:
    if not _DAY.fullmatch(text):
        raise _wrong("date", text)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise _wrong("date", text) from None
    return _day(day)


def _fraction(value: object, _: object = None) -> Fraction:
    if type(value) is int:
        return Fraction(value)
    if type(value) is not str or not _FRACTION.fullmatch(value):
        raise _wrong("fraction", value)
    return Fraction(value)


def _out_text(value: object) -> object:
    """Letters are checked on the whole text at once, see `codec.text`."""
    if type(value) is not str:
        raise _wrong("text", value)
    return value


def _out_float(value: object) -> object:
    raise _wrong("integer", value)


def type_tag(cls: type) -> str:
    """Return the `type` value of a class within a union: its name in snake case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def _is_enum(target: object) -> bool:
    return isinstance(target, type) and issubclass(target, enum.Enum)


@cache
def _members(target: type[enum.Enum]) -> dict[object, enum.Enum]:
    return {member.value: member for member in target}


def _enum(value: object, target: type[enum.Enum]) -> enum.Enum:
    members = _members(target)
    if type(value) is not str or value not in members:
        raise Fault("codec.choice", found=_shown(value), known=tuple(map(str, members)))
    return members[value]


def _is_tuple(target: object) -> bool:
    return get_origin(target) is tuple


def _union_members(target: object) -> tuple[type, ...] | None:
    """Return the attrs classes of a union of two or more, without `None`; else nothing."""
    if get_origin(target) not in (typing.Union, types.UnionType):
        return None
    members = [part for part in get_args(target) if part is not type(None)]
    if len(members) < 2 or not all(attrs.has(part) for part in members):
        return None
    return tuple(members)


def _is_union(target: object) -> bool:
    return _union_members(target) is not None


def _is_optional(target: object) -> bool:
    """Say whether the target is one type or nothing."""
    parts = get_args(target) if get_origin(target) in (typing.Union, types.UnionType) else ()
    return len(parts) == 2 and type(None) in parts


def make_converter(*, detailed: bool, letters: bool = True) -> Converter:
    """Build a converter.

    Args:
        detailed: collect all problems; otherwise the first one stops.
        letters: look at every text for letters that cannot be kept.
    """
    converter = Converter(
        forbid_extra_keys=True, omit_if_default=True, detailed_validation=detailed
    )

    def attrs_in(target: type) -> Callable[[object, object], object]:
        enter: Callable[[Any, Any], object] = make_dict_structure_fn(
            target,
            converter,
            _cattrs_forbid_extra_keys=True,
            _cattrs_detailed_validation=detailed,
        )

        def guarded(value: object, kind: object) -> object:
            if type(value) is not dict and not isinstance(value, Mapping):
                raise _wrong("table", value)
            return enter(value, kind)

        return guarded

    def attrs_out(target: type) -> Callable[[Any], dict[str, Any]]:
        return make_dict_unstructure_fn(target, converter, _cattrs_omit_if_default=True)

    def optional_in(target: object) -> Callable[[object, object], object]:
        [part] = [part for part in get_args(target) if part is not type(None)]
        enter = converter.get_structure_hook(part)  # cattrs' own hook looks it up at every value
        return lambda value, _: None if value is None else enter(value, part)

    def union_in(target: object) -> Callable[[object, object], object]:
        members = {type_tag(part): part for part in _union_members(target) or ()}
        optional = type(None) in get_args(target)

        def enter(value: object, _: object) -> object:
            if value is None and optional:
                return None
            if not isinstance(value, Mapping):
                raise _wrong("table", value)
            found = value.get(_TAG)
            if type(found) is not str or found not in members:
                raise Fault("codec.union", found=_shown(found), known=tuple(members))
            rest = {name: part for name, part in value.items() if name != _TAG}
            return converter.structure(rest, members[found])

        return enter

    def union_out(_: object) -> Callable[[Any], object]:
        def leave(value: object) -> object:
            if value is None:
                return None
            return {_TAG: type_tag(type(value)), **converter.unstructure(value)}

        return leave

    def tuple_in(target: object) -> Callable[[object, object], object]:
        part = get_args(target)[0]
        as_list = list[part]  # type: ignore[valid-type]  # a type known at run time only
        listed = converter.get_structure_hook(as_list)
        enter_part = converter.get_structure_hook(part)

        def enter(value: object, _: object) -> object:
            if not isinstance(value, (list, tuple)):
                raise _wrong("list", value)
            if detailed:  # cattrs' own list hook notes the index of each fault
                return tuple(listed(value, as_list))
            return tuple([enter_part(one, part) for one in value])

        return enter

    def tuple_out(target: object) -> Callable[[Any], object]:
        leave = converter.get_unstructure_hook(get_args(target)[0])
        return lambda values: [leave(value) for value in values]

    converter.register_structure_hook_factory(attrs.has, attrs_in)
    converter.register_unstructure_hook_factory(attrs.has, attrs_out)
    converter.register_structure_hook_factory(_is_tuple, tuple_in)
    converter.register_unstructure_hook_factory(_is_tuple, tuple_out)
    converter.register_structure_hook_factory(_is_optional, optional_in)
    converter.register_structure_hook_factory(_is_union, union_in)
    converter.register_unstructure_hook_factory(_is_union, union_out)
    # By class, not by predicate: cattrs before 25 asks its own hook for `Enum` first.
    converter.register_structure_hook(enum.Enum, _enum)
    for target, enter in ((int, _int), (bool, _bool), (dt.date, _day), (Fraction, _fraction)):
        converter.register_structure_hook(target, enter)
    converter.register_structure_hook(str, _text if letters else _read_text)
    converter.register_unstructure_hook(str, _out_text)
    converter.register_unstructure_hook(int, _int)
    converter.register_unstructure_hook(bool, _bool)
    converter.register_unstructure_hook(float, _out_float)
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_unstructure_hook(Fraction, str)
    converter.register_unstructure_hook_func(_is_enum, attrgetter("_value_"))
    return converter
