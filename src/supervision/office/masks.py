"""Masked fields (字段遮蔽): what one may know of a record, and not read of it.

A masked text reads ＊＊＊, a masked sealed value leads to no content, a masked list is empty. Nobody
finds out by asking either: a condition on a masked field finds nothing, and neither order nor
groups nor the history are made of one. A unit of work sees records whole; its decisions need them.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

import attrs

from supervision.codec import line_fields
from supervision.domain.records import Column, Many, Record, RecordKind
from supervision.domain.values import Sealed
from supervision.errors import AccessDenied
from supervision.ports.access import Actor, Explaining, Policy
from supervision.ports.query import Nothing, Predicate, fields_of

__all__ = ["MASKED", "Masks"]

R = TypeVar("R", bound=Record)
T = TypeVar("T")

MASKED = "＊＊＊"
_SEALED = Sealed(digest="masked", size=0)


class Masks:
    """What a policy masks for an actor (字段遮蔽). Of one view; `whole` masks nothing."""

    def __init__(self, policy: Policy, actor: Actor, *, whole: bool = False) -> None:
        self._policy = policy if not whole and isinstance(policy, Explaining) else None
        self._actor = actor
        self._fields: dict[str, frozenset[str]] = {}

    def _of(self, kind: RecordKind[Any]) -> frozenset[str]:
        if self._policy is None:
            return frozenset()
        if kind.name not in self._fields:
            self._fields[kind.name] = self._policy.masked(self._actor, kind.name)
        return self._fields[kind.name]

    def record(self, kind: RecordKind[R], record: R) -> R:
        """Return the record as it may be read."""
        fields = self._of(kind)
        return _masked(record, fields) if fields else record

    def lines(self, kind: RecordKind[Any], lines: list[T]) -> list[T]:
        """Return what a list shows of records as it may be read; made of the fields as well."""
        fields = self._of(kind)
        if not fields:
            return lines
        hidden = _hidden(kind, fields)
        return [_masked(line, hidden.intersection(line_fields(type(line)))) for line in lines]

    def where(self, kind: RecordKind[Any], where: Predicate) -> Predicate:
        """Return the condition; one that asks for a masked field finds nothing."""
        fields = self._of(kind)
        if not fields:
            return where
        columns, many = fields_of(where)
        return Nothing if (columns | many) & _hidden(kind, fields) else where

    def check(self, kind: RecordKind[Any], names: Iterable[str]) -> None:
        """Refuse an order, a group or a sum made of a masked field.

        Raises:
            AccessDenied: `access.masked`.
        """
        fields = self._of(kind)
        for name in names if fields else ():
            if name in _hidden(kind, fields):
                raise AccessDenied("access.masked", kind=kind.name, field=name)

    def check_history(self, kind: RecordKind[Any]) -> None:
        """Refuse the history of a kind with masked fields: its entries hold them.

        Raises:
            AccessDenied: `access.masked`.
        """
        for name in sorted(self._of(kind)):
            raise AccessDenied("access.masked", kind=kind.name, field=name)


def _masked(thing: T, names: Iterable[str]) -> T:
    masked: Any = thing  # attrs knows no bound of ours
    shown: T = attrs.evolve(masked, **{name: _mask(getattr(thing, name)) for name in names})
    return shown


def _mask(value: object) -> object:
    if isinstance(value, str):
        return MASKED
    if isinstance(value, Sealed):
        return _SEALED
    return () if isinstance(value, tuple) else None


@cache
def _hidden(kind: RecordKind[Any], fields: frozenset[str]) -> frozenset[str]:
    """Return the columns and multi-valued fields that would tell something of the fields."""
    declared: tuple[Column | Many, ...] = (*kind.indexed, *kind.many)
    return fields | {one.name for one in declared if _tells(one, kind.cls, fields)}


def _tells(one: Column | Many, cls: type, fields: frozenset[str]) -> bool:
    """Say whether a column reads one of the fields, or something whose parts are unknown."""
    known = {field.name for field in attrs.fields(cls)}
    if not one.made and one.name in known:
        return one.name in fields
    made = one.value if one.made else getattr(cls, one.name).fget  # such as the day of a promise
    code = getattr(made, "__code__", None)
    read = set(_names(code)) if code is not None else set()
    opaque = {name for name in read - known - {one.name} if hasattr(cls, name)}
    return not read & known or bool(read & fields or opaque)


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)
