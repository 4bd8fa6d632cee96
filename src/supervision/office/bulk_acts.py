"""What a bulk act is (可批量办理的行为): on which records, what it asks for, how it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import attrs

from supervision.domain.records import RecordKind
from supervision.office.acting import Acting
from supervision.office.work import Work
from supervision.reporting.cells import Cell, Form

__all__ = ["DAY", "DEPARTMENT", "TEXT", "WHOLE", "BulkAct", "Given", "plain"]

Given: TypeAlias = Mapping[str, Any]
"""What the act needs besides the record, read already."""


@attrs.frozen(kw_only=True)
class BulkAct:
    """An act that may be taken on many records (可批量办理的行为).

    Attributes:
        kind: kind of the records.
        name: the act, as its command is called.
        run: takes the act on one record.
        asks: what it needs besides the record, the same for all, and how that is read.
        needed: which of these it cannot do without.
    """

    kind: RecordKind[Any]
    name: str
    run: Callable[[Work, str, Given, Acting], object]
    asks: Mapping[str, Cell] = attrs.field(factory=dict)
    needed: tuple[str, ...] = ()


TEXT = Cell(form=Form.TEXT)
DAY = Cell(form=Form.DAY)
WHOLE = Cell(form=Form.WHOLE)
DEPARTMENT = Cell(form=Form.DEPARTMENT)


def plain(
    kind: RecordKind[Any],
    name: str,
    act: Callable[..., object],
    *,
    optional: tuple[str, ...] = (),
    **asks: Cell,
) -> BulkAct:
    """Declare an act whose parameters are called as what it asks for (可批量办理的行为)."""

    def run(work: Work, id: str, given: Given, acting: Acting) -> object:
        return act(work, id, **given, acting=acting)

    needed = tuple(ask for ask in asks if ask not in optional)
    return BulkAct(kind=kind, name=name, run=run, asks=asks, needed=needed)
