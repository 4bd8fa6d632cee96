"""What belongs to a record (随主可见): a clock, a piece of evidence is known with its record.

A policy decides about records; it cannot know whose clock it sees. So here every policy's answer
about such a kind is narrowed to what the actor may know of the owners. Where the owners are shown
by unit alone (or by lying in the closed file read in, as what belongs to it does), that is one
condition more in the query; where they are shown by person or
department, each record found is asked for its owner.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.records import Record, RecordKind, Scalar
from supervision.domain.scopes import ANY, OWNED
from supervision.ports.query import (
    And,
    Everything,
    In,
    Key,
    Month,
    Nothing,
    Or,
    Predicate,
    Tally,
    fields_of,
    order_key,
)

__all__ = ["Owned", "tallied"]

R = TypeVar("R", bound=Record)


class Owned:
    """Narrows kinds whose records belong to others (随主可见). Of one view.

    Args:
        visible: what the policy shows of a kind.
    """

    def __init__(self, visible: Callable[[str], Predicate]) -> None:
        self._visible = visible
        self._within: dict[str, Predicate] = {}
        self._asking: set[str] = set()

    def visible(self, kind: str) -> Predicate:
        """Return what is shown of a kind, as far as one condition can say it."""
        owners = OWNED.get(kind)
        if not owners:
            return self._visible(kind)
        if kind not in self._within:
            self._within[kind] = self._narrowed(kind, owners)
        return self._within[kind]

    def asks(self, kind: str) -> bool:
        """Say whether each record must be asked for its owner besides."""
        if kind in OWNED:
            self.visible(kind)
        return kind in self._asking

    def shows(self, record: Any, shown: Callable[[RecordKind[Any], str], bool]) -> bool:
        """Say whether the owner of a record is one that, by its kind and id, is shown."""
        owner = KINDS_BY_NAME.get(record.owner.kind)
        return owner is not None and shown(owner, record.owner.id)

    def _narrowed(self, kind: str, owners: tuple[str, ...]) -> Predicate:
        own = self._visible(kind)
        if own == Nothing:
            return own
        names = [one for one in KINDS_BY_NAME if one != kind] if ANY in owners else owners
        groups: defaultdict[Predicate, list[str]] = defaultdict(list)
        for name in names:
            shown = self.visible(name)
            columns, many = fields_of(shown)
            if many or columns - {"unit", "file"} or self.asks(name):
                self._asking.add(kind)
                return own
            groups[shown].append(name)
        if len(groups) == 1:
            return _both(own, next(iter(groups)))
        return _both(
            own,
            Or(tuple(_both(In("owner_kind", tuple(of)), one) for one, of in groups.items())),
        )


def _both(left: Predicate, right: Predicate) -> Predicate:
    if left == Everything:
        return right
    return left if right in (Everything, left) else And((left, right))


def tallied(
    kind: RecordKind[R], records: Iterable[R], by: Sequence[Key], sum: str | None
) -> tuple[Tally, ...]:
    """Count records in groups as a store would (计数)."""
    counts: Counter[tuple[Scalar, ...]] = Counter()
    sums: Counter[tuple[Scalar, ...]] = Counter()
    for record in records:
        columns = {"id": record.id, "unit": record.unit, **kind.columns_of(record)}
        key = tuple(_key(columns, one) for one in by)
        counts[key] += 1
        value = columns[sum] if sum else 0
        sums[key] += value if isinstance(value, int) else 0
    if not by and not counts:
        counts[()] = 0
    ordered = sorted(counts, key=lambda key: tuple(order_key(value) for value in key))
    return tuple(Tally(key=key, count=counts[key], sum=sums[key]) for key in ordered)


def _key(columns: Mapping[str, Scalar], key: Key) -> Scalar:
    if isinstance(key, Month):
        value = columns[key.field]
        return str(value)[:7] if value is not None else None
    return columns[key]
