"""Canonical text (规范文本): sorted keys, no spaces, no floats, NFC, UTF-8 letters as they are."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar, cast

from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)

from supervision.codec.converter import Fault, make_converter
from supervision.codec.json_text import quickest, reader
from supervision.errors import CodecError, Problem, SupervisionError

__all__ = [
    "REFUSALS",
    "decode",
    "encode",
    "normal",
    "plain",
    "read_back",
    "structure",
    "trusting",
]

T = TypeVar("T")
REFUSALS = (
    ValueError,
    TypeError,
    KeyError,
    BaseValidationError,
    ForbiddenExtraKeysError,
    SupervisionError,
)
"""What the converters raise when a value is not what its class says."""

_dumps, _read = quickest()


@cache
def _strict() -> Converter:
    return make_converter(detailed=True)


@cache
def _quick() -> Converter:
    return make_converter(detailed=False)


@cache
def trusting() -> Converter:
    """Return the converter for what our own stores hold, which was checked when it was written."""
    return make_converter(detailed=False, letters=False)


def _leave(cls: type) -> Callable[[Any], Any]:
    return _quick().get_unstructure_hook(cls)


def _enter(cls: type) -> Callable[[str], Any]:
    found = reader(cls, lambda other, value: trusting().structure(value, other))
    if found is not None:
        return found
    enter = trusting().get_structure_hook(cls)
    return lambda text: enter(_read(text), cls)


# By class, so that cattrs looks no hook up twice. Typed anew: mypy takes no class for hashable.
_leaving: Callable[[Any], Callable[[Any], Any]] = cache(_leave)
_entering: Callable[[Any], Callable[[str], Any]] = cache(_enter)


def plain(value: object) -> Any:
    """Return the value as plain lists, mappings, texts, integers and booleans.

    Raises:
        CodecError: `codec.encode` when a value is not what its class says.
    """
    try:
        return _leaving(type(value))(value)
    except (Fault, TypeError, AttributeError) as fault:
        raise CodecError("codec.encode", cls=type(value).__name__, problem=str(fault)) from fault


def _raw(value: object) -> str:
    try:
        text = _dumps(plain(value))
    except UnicodeEncodeError as error:
        cls = type(value).__name__
        raise CodecError("codec.encode", cls=cls, problem=error.reason) from error
    if "\\u0000" in text:
        raise CodecError("codec.encode", cls=type(value).__name__, problem="NUL")
    return text


def encode(value: object) -> str:
    """Return the canonical text of a record, change or other attrs value.

    Raises:
        CodecError: `codec.encode` when a value is not what its class says.
    """
    text = _raw(value)
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)


def normal(value: T) -> tuple[T, str]:
    """Return the value with its texts in NFC, and its canonical text."""
    raw = _raw(value)
    if raw.isascii() or unicodedata.is_normalized("NFC", raw):
        return value, raw
    text = unicodedata.normalize("NFC", raw)
    return decode(type(value), text), text


def _no_float(text: str) -> float:
    raise Fault("codec.float", found=text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) < len(pairs):
        raise Fault("codec.duplicate_key")
    return names


# Made once: `json.loads` makes a decoder at every call.
_loads = json.JSONDecoder(
    parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_once
).decode


def decode(cls: type[T], text: str) -> T:
    """Read a value of `cls` from JSON text.

    Raises:
        CodecError: `codec.json` with line and column when the text is no JSON,
            `codec.invalid` with every problem and its path otherwise.
    """
    try:
        found = _loads(text)
    except json.JSONDecodeError as error:
        raise CodecError("codec.json", line=error.lineno, column=error.colno) from error
    except Fault as fault:
        problem = Problem("$", fault.code, fault.details)
        raise CodecError("codec.invalid", cls=cls.__name__, problems=[problem]) from fault
    except RecursionError as error:
        raise CodecError("codec.json", line=1, column=1) from error
    try:
        return _quick().structure(found, cls)
    except REFUSALS:  # told again, with every problem and its path
        return structure(cls, found)


def read_back(cls: type[T], text: str) -> T:
    """Read a value from the text that `encode` made of it, such as a row's body.

    What `encode` never writes is not looked for, neither a key twice or unknown nor letters that
    cannot be kept: a work list is full of such texts. Verification compares them to the letter.

    Raises:
        CodecError: as `decode`, for a text that is no such value.
    """
    try:
        return cast(T, _entering(cls)(text))
    except (RecursionError, *REFUSALS):
        return decode(cls, text)


def structure(cls: type[T], found: object, *, where: str = "$") -> T:
    """Read a value of `cls` from plain data such as parsed TOML.

    Args:
        cls: the attrs class.
        found: mappings, lists, texts, integers, booleans, dates.
        where: path of `found` itself, the head of every problem's path.

    Raises:
        CodecError: `codec.invalid` with every problem and its path.
    """
    try:
        return _strict().structure(found, cls)
    except REFUSALS as error:
        problems = tuple(_problems(error, where))
        raise CodecError("codec.invalid", cls=cls.__name__, problems=problems) from error


def _problems(error: BaseException, path: str) -> Iterator[Problem]:
    match error:
        case BaseExceptionGroup():
            for part in error.exceptions:
                yield from _problems(part, path + _step(part))
        case ForbiddenExtraKeysError():
            for name in sorted(map(str, error.extra_fields)):
                yield Problem(f"{path}.{name}", "codec.unknown_key", {"key": name})
        case Fault() | SupervisionError():
            yield Problem(path, error.code, error.details)
        case KeyError():
            yield Problem(path, "codec.missing_key", {"key": str(error.args[0])})
        case _:
            yield Problem(path, "codec.value", {"found": str(error)})


def _step(error: BaseException) -> str:
    """Return the part of the path a nested error adds, from cattrs' notes."""
    steps = (_step_of(note) for note in getattr(error, "__notes__", ()))
    return next(filter(None, steps), "")


def _step_of(note: object) -> str:
    match note:
        case IterableValidationNote():
            return f"[{note.index}]"
        case AttributeValidationNote():
            return f".{note.name}"
        case _:
            return ""
