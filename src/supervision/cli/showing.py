"""One record, field by field (显示记录), with names in place of ids."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import typing
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from supervision.cli.fields import field_name
from supervision.cli.naming import Naming, moment_text
from supervision.cli.screen import Screen
from supervision.domain.records import Record, RecordKind
from supervision.domain.values import Extra, Instant, Sealed

__all__ = ["shown_record", "shown_value", "told_fields"]


def shown_record(screen: Screen, record: Record, kind: RecordKind[Any], naming: Naming) -> None:
    """Print a record's fields that hold something."""
    screen.pairs(list(told_fields(record, kind.name, naming)))


def told_fields(record: Record, kind: str, naming: Naming) -> Iterator[tuple[str, str]]:
    """Yield name and text of every field that holds something."""
    cls: type[Any] = type(record)
    for field in attrs.fields(cls):
        value = getattr(record, field.name)
        if field.name == "id":
            text = str(value)  # to be copied
        elif kind == "officer" and field.name == "name":
            text = naming.of(record.id)  # sealed; the directory may unseal it
        else:
            text = shown_value(value, field.name, cls, naming)
        if text and value is not False:
            yield field_name(kind, field.name, naming.lang), text


@functools.cache
def _instants(cls: type) -> frozenset[str]:
    hints = typing.get_type_hints(cls)
    return frozenset(
        name for name, hint in hints.items() if Instant in (hint, *typing.get_args(hint))
    )


def shown_value(value: object, field: str, cls: type, naming: Naming) -> str:
    """Return a field's value as people read it."""
    if value is None or value == ():
        return ""
    if isinstance(value, int) and field in _instants(cls):
        return moment_text(Instant(value))
    if field in ("rung", "proposed_rung") and isinstance(value, str):
        return naming.rung(value)
    if field == "kind" and isinstance(value, str):
        return naming.item_kind(value)
    if field in _CODED and isinstance(value, str):
        return naming.coded(field, value)
    return _plain(value, naming)


_CODED = ("issuer", "talk", "capacity")


def _plain(value: object, naming: Naming) -> str:
    match value:
        case None | ():
            return ""
        case bool():
            return naming.yes(value)
        case enum.Enum():
            return naming.value(value)
        case dt.date():
            return value.isoformat()
        case Sealed():
            return _sealed(value, naming)
        case Extra():
            return f"{value.name}={value.text}"
        case tuple():
            comma = "；" if naming.lang == "zh" else "; "
            return comma.join(_plain(one, naming) for one in value)
        case Fraction() | int():
            return str(value)
        case str():
            return naming.of(value)
        case _ if attrs.has(type(value)):
            return _nested(value, naming)
        case _:
            return str(value)


def _sealed(value: Sealed, naming: Naming) -> str:
    told = (
        f"（密封，{value.size} 字节）" if naming.lang == "zh" else f"(sealed, {value.size} bytes)"
    )
    return f"{told} {value.digest[:19]}…"


def _nested(value: object, naming: Naming) -> str:
    cls: type[Any] = type(value)
    comma, colon = ("，", "：") if naming.lang == "zh" else (", ", ": ")
    parts = []
    for field in attrs.fields(cls):
        text = shown_value(getattr(value, field.name), field.name, cls, naming)
        if text:
            name = field_name(cls.__name__, field.name, naming.lang)
            parts.append(f"{name}{colon}{text}")
    return comma.join(parts)
