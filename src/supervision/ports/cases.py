"""Connectors deliver cases, a case store keeps them (案件接口). Neither is journalled.

A connector is read-only. What it delivers is a *snapshot*: a changed value is a corrected
event, a missing case is unknown and never deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeAlias

import attrs

from supervision.domain.cases import CaseTrace

__all__ = [
    "CaseConnector",
    "CaseFilter",
    "CaseSource",
    "CaseStore",
    "Delivered",
    "IngestReport",
    "Rejected",
]


@attrs.frozen(kw_only=True)
class Rejected:
    """A row or cell that could not be taken (退回行), never lost silently.

    Attributes:
        source: file name.
        line: line of the file, 1 for the header.
        column: header text, or `""` when the whole row is meant.
        text: the original text.
        code: message code of the reason, such as `cases.bad_date`.
        case: the case number if it could be read.
    """

    source: str
    line: int
    column: str
    text: str
    code: str
    case: str | None = None


Delivered: TypeAlias = CaseTrace | Rejected
"""One case with all its parties and events, or a rejected row. A row may yield both."""


class CaseSource(Protocol):
    """An opened export or case system (案件来源)."""

    @property
    def digest(self) -> str:
        """`sha256:hex` over the content and the profile: the same again is the same import."""
        ...

    @property
    def size(self) -> int:
        """Roughly how many items `deliver` yields, for progress; 0 when unknown."""
        ...

    def unmapped(self) -> tuple[str, ...]:
        """Return headers no field or event was found for, as `file: header`."""
        ...

    def deliver(self) -> Iterator[Delivered]:
        """Yield cases and rejected rows. Each case once, joined over files by its number."""
        ...


@attrs.frozen(kw_only=True)
class CaseConnector:
    """Offers a way to read cases (案件连接器).

    Attributes:
        name: name in `supervision import --connector NAME` and the TOML.
        title: Chinese and English title.
        open: from paths (files or folders) and the connector's own settings table to a
            source. Raises `CaseSourceError` when nothing can be read at all.
    """

    name: str
    title: str
    open: Callable[[tuple[Path, ...], Mapping[str, object]], CaseSource]


@attrs.frozen(kw_only=True)
class CaseFilter:
    """Which cases a sweep looks at (范围). Empty tuples mean all."""

    units: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class IngestReport:
    """What an ingest did, in cases and events (入库结果).

    Attributes:
        created, changed, unchanged: cases.
        events: events now held of the delivered cases.
        watermark: ingest order after it; grows only when something changed.
    """

    created: int
    changed: int
    unchanged: int
    events: int
    watermark: int


class CaseStore(Protocol):
    """Where cases lie between import and sweep (案件库). Safe for threads."""

    def ingest(self, traces: Iterable[CaseTrace]) -> IngestReport:
        """Store all traces in one transaction, or none. A stored case is replaced by its
        new snapshot, except that an event, party, document or link missing from the snapshot
        is kept. The linked cases of a trace are not stored.
        """
        ...

    def traces(self, scope: CaseFilter = CaseFilter(), after: int = 0) -> Iterator[CaseTrace]:
        """Yield cases ingested after the watermark, by case number; events in order.

        `linked` holds the cases a case is linked to as far as the store has them, whether or
        not they lie in the scope.
        """
        ...

    def count(self) -> tuple[int, int]:
        """Return the number of cases and of events."""
        ...

    def watermark(self) -> int:
        """Return the ingest order of the latest change; 0 for an empty store."""
        ...

    def close(self) -> None:
        """Release everything."""
        ...
