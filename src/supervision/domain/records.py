"""One declaration per record kind (记录种类): it drives codec, columns, queries and tests.

A record is a frozen attrs class with at least `id` and `unit`. Its life is a sequence of
changes; `evolve(record | None, change)` builds the record and never refuses.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

import attrs

__all__ = [
    "ChangeType",
    "Column",
    "ColumnType",
    "Many",
    "Record",
    "RecordKind",
    "Scalar",
    "evolved",
    "scalar",
]

Scalar: TypeAlias = str | int | None
"""What a column holds: text, a 64-bit integer, or nothing. Empty text is nothing."""


class Record(Protocol):
    """What all records share: their own id and the unit (院) whose chain proves them."""

    @property
    def id(self) -> str: ...

    @property
    def unit(self) -> str: ...


R = TypeVar("R", bound=Record)


if TYPE_CHECKING:
    from attrs import evolve as evolved  # so that names and types of the fields are checked
else:

    def evolved(record, /, **changes):
        """Return a record with some of its fields changed (演变), as `attrs.evolve` does.

        Of a record with forty fields an act changes four. Where the fields are kept in a
        dictionary (`slots=False`) and nothing converts or validates them, the others are copied
        at once: a tenth of the time.
        """
        fields = record.__dict__
        if not changes.keys() <= fields.keys():
            raise TypeError(f"{type(record).__name__} has no {changes.keys() - fields.keys()}")
        new = object.__new__(type(record))
        new.__dict__.update(fields, **changes)
        return new


class ColumnType(enum.Enum):
    """Types a column may have: portable to every database we name."""

    TEXT = "text"
    INTEGER = "integer"
    DATE = "date"
    """ISO text; `Month` applies to it."""


def scalar(value: object) -> Scalar:
    """Reduce a field's value to what a column holds."""
    if value is None:
        return None
    if type(value) is str:
        return value or None
    if isinstance(value, enum.Enum):
        value = value._value_  # a documented name; `value` is a descriptor and ten times as slow
        if type(value) is str:
            return value or None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    return str(value) or None  # a date, a fraction, an id


@attrs.frozen
class Column:
    """An indexed field (索引字段): queryable and sortable. `RecordKind.indexes` makes it quick.

    Attributes:
        name: field name in queries.
        type: column type.
        value: how to read it from the record; by default the attribute of that name.
        reads: for what is made, of which attributes alone; `None`: not told, so it may have
            changed whenever the record has.
    """

    name: str
    type: ColumnType = ColumnType.TEXT
    value: Callable[[Any], object] = attrs.field(
        default=attrs.Factory(lambda self: attrgetter(self.name), takes_self=True), eq=False
    )
    reads: tuple[str, ...] | None = attrs.field(default=None, eq=False)

    @property
    def made(self) -> bool:
        """Whether it is made of other fields, and not read from the one of its name."""
        return not isinstance(self.value, attrgetter)

    def of(self, record: object) -> Scalar:
        """Return the column's value for `record`."""
        return scalar(self.value(record))


@attrs.frozen
class Many:
    """A multi-valued field (多值字段), asked for with `Has`; `value`, `reads`: as of a column."""

    name: str
    value: Callable[[Any], tuple[object, ...]] = attrs.field(
        default=attrs.Factory(lambda self: attrgetter(self.name), takes_self=True), eq=False
    )
    reads: tuple[str, ...] | None = attrs.field(default=None, eq=False)

    @property
    def made(self) -> bool:
        """Whether it is made of other fields, and not read from the one of its name."""
        return not isinstance(self.value, attrgetter)

    def of(self, record: object) -> tuple[str, ...]:
        """Return the distinct non-empty values for `record`, sorted by code point."""
        texts = {scalar(value) for value in self.value(record)}
        return tuple(sorted(str(text) for text in texts if text is not None))


@attrs.frozen
class ChangeType:
    """A change class with its stable tag (变更标签).

    Attributes:
        tag: `<kind>.<past participle>`, never reused.
        cls: the frozen attrs class of the current version.
        upcasters: one function per older version, 1 first: plain payload of version n in,
            plain payload of version n + 1 out. The current version is `len(upcasters) + 1`.
    """

    tag: str
    cls: type
    upcasters: tuple[Callable[[Mapping[str, Any]], Mapping[str, Any]], ...] = ()

    @property
    def version(self) -> int:
        return len(self.upcasters) + 1


@attrs.frozen(kw_only=True, eq=False)
class RecordKind(Generic[R]):
    """The declaration of a record kind (记录种类). A kind equals only itself.

    Attributes:
        name: name in queries, journal and store.
        prefix: prefix of its ids.
        cls: the frozen attrs class.
        changes: every change of its life; the only ones its entries may carry.
        evolve: builds the record; called for work and for replay alike.
        indexed: fields queries may use besides `id` and `unit`.
        indexes: for which leading fields a store keeps an index; the id stands behind each, or
            where it is named, with fields behind it that are judged without reading the row.
            Every index costs at every act, so only what is asked for often has one.
        many: multi-valued fields.
        sealed: names of fields that hold `Sealed` values.
        closed: lies in closed files only (密卷), and stays closed when its file is released.
        body_version: raised when the meaning of a stored body changes.
    """

    name: str
    prefix: str
    cls: type[R]
    changes: tuple[ChangeType, ...]
    evolve: Callable[[Any, Any], R]
    indexed: tuple[Column, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    many: tuple[Many, ...] = ()
    sealed: tuple[str, ...] = ()
    closed: bool = False
    body_version: int = 1
    columns: Mapping[str, Column] = attrs.field(
        init=False,
        default=attrs.Factory(
            lambda self: {one.name: one for one in self.indexed}, takes_self=True
        ),
    )
    fields: Mapping[str, Many] = attrs.field(
        init=False,
        default=attrs.Factory(lambda self: {one.name: one for one in self.many}, takes_self=True),
    )

    def columns_of(self, record: R) -> dict[str, Scalar]:
        """Return the value of every indexed field."""
        return {column.name: scalar(column.value(record)) for column in self.indexed}

    def many_of(self, record: R) -> dict[str, tuple[str, ...]]:
        """Return the values of every multi-valued field."""
        return {field.name: field.of(record) for field in self.many}
