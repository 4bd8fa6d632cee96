"""What entering an old record takes (录入依据), and what all of them must meet."""

from __future__ import annotations

import datetime as dt
import enum
import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

import attrs

from supervision.domain.activities import ACTIVITY_TABLES, ActivityTables
from supervision.domain.acts import Act
from supervision.domain.fields import ExtraField, check_extras
from supervision.domain.interview_kinds import CAPACITIES, TALKS, Capacity, Talk
from supervision.domain.issuers import ISSUERS, Issuer
from supervision.domain.item_kinds import ITEM_TABLES, ItemTables
from supervision.domain.ladders import LADDERS, Ladder
from supervision.domain.names import check_text
from supervision.domain.records import RecordKind
from supervision.domain.separation import Concerned, Deed, check_independent
from supervision.errors import Refused

__all__ = [
    "Entering",
    "Entry",
    "check_stands",
    "check_unconcerned",
    "in_order",
    "need",
    "none_ahead",
    "written",
]

R = TypeVar("R")


@attrs.frozen(kw_only=True)
class Entering:
    """How an old record is entered (录入依据).

    Attributes:
        deed: who enters it.
        line: line of the ledger.
        fields: the office's own fields of the kind.
        tables: kinds of items and workflows in force.
        ladders: ladders of measures in force.
        activities: kinds of meetings and inspections in force.
        issuers: issuers of decisions in force.
        talks, capacities: kinds of talks, and capacities of persons, in force.
        about: the records it is about, where the decision asks for them.
    """

    deed: Deed
    line: int
    fields: tuple[ExtraField, ...] = ()
    tables: ItemTables = ITEM_TABLES
    ladders: Mapping[str, Ladder] = LADDERS
    activities: ActivityTables = ACTIVITY_TABLES
    issuers: Mapping[str, Issuer] = ISSUERS
    talks: Mapping[str, Talk] = TALKS
    capacities: Mapping[str, Capacity] = CAPACITIES
    about: tuple[object, ...] = ()


@attrs.frozen(kw_only=True)
class Entry:
    """How the old records of a kind are entered (可录入的记录种类).

    Attributes:
        kind: the kind.
        fields: what a ledger may say of a record: field names; with a dot, of a nested value.
        required: fields without which no record can be made.
        defaults: what a field holds where the ledger says nothing of it.
        decide: from the record as it stood to the change that enters it.
        void: the change that voids it when the import is undone.
        voided: the state it has then.
        series: the series its number is taken from; `None` when it bears none.
        about: kinds and ids of the records it is about, where the decision asks for them.
        held_by: kinds whose records name one of it, and by which declared field; one that is
            named is not voided when the import is undone.
    """

    kind: RecordKind[Any]
    fields: tuple[str, ...]
    required: tuple[str, ...]
    defaults: Mapping[str, object] = attrs.field(factory=dict)
    decide: Callable[[Any, Entering], tuple[object]]
    void: Callable[[Act], object]
    voided: enum.Enum
    series: Callable[[Any, Entering], str | None] = lambda _record, _entering: None
    about: Callable[[Any], tuple[tuple[str, str], ...]] = lambda _record: ()
    held_by: tuple[tuple[RecordKind[Any], str], ...] = ()


# ---------------------------------------------------------------------------- what all must meet


def need(record: object, *fields: str) -> None:
    """Refuse a record that lacks what its state implies."""
    for name in fields:
        if not getattr(record, name):
            raise Refused("entry.missing", field=name, state=_state(record))


def written(record: R, entering: Entering, *, on: dt.date, line: str = "title") -> R:
    """Return the record with its one line and own fields as they are written everywhere."""
    old: Any = record
    right: dict[str, object] = {line: check_text(getattr(old, line), place=line)}
    if hasattr(old, "extra"):
        right["extra"] = check_extras(old.extra, entering.fields, on=on)
    if all(getattr(old, name) == value for name, value in right.items()):
        return record
    return cast(R, attrs.evolve(old, **right))


def _state(record: object) -> str:
    state: enum.Enum = getattr(record, "state")  # noqa: B009  # of any kind
    return str(state.value)


def in_order(record: object, *fields: str) -> None:
    """Refuse days that follow each other in another order than the acts they are of."""
    days = [(name, getattr(record, name)) for name in fields if getattr(record, name) is not None]
    for (before, first), (after, then) in itertools.pairwise(days):
        if first > then:
            raise Refused(
                "entry.order",
                field=after,
                found=then.isoformat(),
                before=before,
                earlier=first.isoformat(),
            )


def none_ahead(record: object, on: dt.date, *fields: str) -> None:
    """Refuse days of acts that lie after the day of entry."""
    for name in fields:
        day = getattr(record, name)
        if day is not None and day > on:
            raise Refused("entry.ahead", field=name, found=day.isoformat(), today=on.isoformat())


def check_stands(record: object, voided: enum.Enum) -> None:
    """Refuse a voided record: there is nothing to enter."""
    if getattr(record, "state") is voided:  # noqa: B009  # of any kind
        raise Refused("entry.voided", field="state")


def check_unconcerned(
    record: object, ended: Iterable[enum.Enum], entering: Entering, concerned: Concerned
) -> None:
    """Refuse a record in such a state to whoever it concerns: entering it would be judging it."""
    if getattr(record, "state") in ended:  # noqa: B009  # of any kind
        check_independent("enter", entering.deed.standing, concerned)
