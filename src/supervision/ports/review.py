"""What reviews and observers are given (审查与观察接口).

The office's own classes stand above this package, so the hooks name what they may rely on
here: a view to read with, an office to work with, and the change under review.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

import attrs

from supervision.domain.records import Record, RecordKind
from supervision.journal.entry import Entry
from supervision.ports.access import Actor
from supervision.ports.query import Cursor, Everything, Key, Order, Predicate, Tally
from supervision.ports.settings import Settings

__all__ = ["Objection", "OfficeAccess", "Proposal", "RecordView"]

R = TypeVar("R", bound=Record)


@attrs.frozen(kw_only=True)
class Proposal:
    """A change about to be committed (拟议变更).

    Attributes:
        kind: name of the record's kind.
        id, unit: the record and the unit whose chain gets the entry.
        version: the record's version after the change; 1 for the first.
        tag: the change's tag, such as `finding.closed`.
        change: the change itself, one of the kind's declared classes.
        before: the record before the change; `None` for the first.
        after: the record with the change.
        actor: who enters it.
        reason: one line; may be empty.
    """

    kind: str
    id: str
    unit: str
    version: int
    tag: str
    change: object
    before: Record | None
    after: Record
    actor: Actor
    reason: str


@attrs.frozen(kw_only=True)
class Objection:
    """A review's reason why a change must not happen (异议). One is enough to refuse all.

    Attributes:
        code: the plugin's stable code, such as `quota.exceeded`.
        zh, en: the reason as one sentence that says what to do instead.
    """

    code: str
    zh: str
    en: str


class RecordView(Protocol):
    """Reads what one actor may see (只读视图), in one consistent state."""

    @property
    def settings(self) -> Settings:
        """The settings of the office's plugins."""
        ...

    def get(self, kind: RecordKind[R], id: str) -> R:
        """Return a record.

        Raises:
            NotFound: it does not exist, or the actor may not know that it does.
        """
        ...

    def find(self, kind: RecordKind[R], id: str) -> R | None:
        """Return a record, or `None` where `get` raises."""
        ...

    def select(
        self,
        kind: RecordKind[R],
        where: Predicate = Everything,
        order: Sequence[Order] = (),
        after: Cursor | None = None,
        limit: int | None = None,
    ) -> tuple[R, ...]:
        """Return the visible records of a kind that match."""
        ...

    def each(
        self,
        kind: RecordKind[R],
        where: Predicate = Everything,
        order: Sequence[Order] = (),
    ) -> Iterator[R]:
        """Yield the visible records of a kind that match, page by page."""
        ...

    def tally(
        self,
        kind: RecordKind[Any],
        where: Predicate = Everything,
        by: Sequence[Key] = (),
        sum: str | None = None,
    ) -> tuple[Tally, ...]:
        """Count the visible records of a kind in groups."""
        ...

    def history(self, kind: RecordKind[Any], id: str) -> tuple[Entry, ...]:
        """Return the journal entries of a visible record, oldest first."""
        ...


class OfficeAccess(Protocol):
    """What an observer may do with the office (办公室): read as an officer, and its settings."""

    @property
    def settings(self) -> Settings:
        """The settings of the office's plugins."""
        ...

    def read(self, actor_id: str) -> AbstractContextManager[RecordView]:
        """Open a view for an officer."""
        ...
