"""Imports of case exports (案件导入): proof of what came in, never the cases themselves.

Cases are not journalled. One entry per import says the digest of the source, the counts, and
where rows were refused. The refused texts may be personal data, so the payload has only their
place and the code of the reason; the originals lie in a sealed blob.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from supervision.domain.acts import Act
from supervision.domain.names import check_text
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.values import Instant, Sealed, UnitId, day_of
from supervision.errors import Refused
from supervision.ids import derived_id

__all__ = [
    "IMPORT",
    "SHOWN_PLACES",
    "CompleteImport",
    "Import",
    "ImportCompleted",
    "RejectedGroup",
    "RejectedPlace",
    "decide_complete_import",
    "evolve_import",
    "import_id",
    "summary",
]

SHOWN_PLACES = 1_000
"""So many places of refused rows stand in the payload; the sealed originals have them all."""


def import_id(unit: UnitId, digest: str) -> str:
    """Return the id of the import of a source: the same source again is the same import."""
    return derived_id("imp", unit, digest)


@attrs.frozen(kw_only=True)
class RejectedPlace:
    """Where a row or cell was refused, and why (退回位置). Never what stood there.

    Attributes:
        file: number of the file within the import, from 1; its name may name a person.
        line: line of the file, 1 for the header.
        column: the header's text, or empty when the whole row is meant.
        code: message code of the reason.
    """

    file: int = 1
    line: int
    column: str = ""
    code: str


@attrs.frozen(kw_only=True)
class RejectedGroup:
    """How often one reason occurred in one column (退回汇总)."""

    code: str
    column: str = ""
    count: int


@attrs.frozen(kw_only=True)
class Import:
    """A completed import (案件导入).

    Attributes:
        id, unit: derived id; the unit that imported.
        connector: name of the connector.
        digest: digest of the source and its profile, `name:hex`.
        created, changed, unchanged: cases.
        events: events now held of the delivered cases.
        rejected: rows and cells refused.
        groups: how often each reason occurred, most frequent first.
        places: the first `SHOWN_PLACES` of them, in order of file and line.
        originals: all of them with their texts, sealed; `None` when nothing was refused.
        unmapped: headers for which no field was found.
        watermark: ingest order of the case store after it.
        completed_at: when it was entered.
    """

    id: str
    unit: UnitId
    connector: str
    digest: str
    created: int
    changed: int
    unchanged: int
    events: int
    rejected: int
    groups: tuple[RejectedGroup, ...] = ()
    places: tuple[RejectedPlace, ...] = ()
    originals: Sealed | None = None
    unmapped: tuple[str, ...] = ()
    watermark: int
    completed_at: Instant


@attrs.frozen(kw_only=True)
class ImportCompleted:
    """The import is complete (导入完成). Fields as in `Import`."""

    act: Act
    id: str
    unit: UnitId
    connector: str
    digest: str
    created: int
    changed: int
    unchanged: int
    events: int
    rejected: int
    groups: tuple[RejectedGroup, ...] = ()
    places: tuple[RejectedPlace, ...] = ()
    originals: Sealed | None = None
    unmapped: tuple[str, ...] = ()
    watermark: int
    completed_at: Instant


@attrs.frozen(kw_only=True)
class CompleteImport:
    """Asks to enter a completed import (登记导入). Fields as in `Import`."""

    connector: str
    digest: str
    created: int
    changed: int
    unchanged: int
    events: int
    rejected: tuple[RejectedPlace, ...] = ()
    originals: Sealed | None = None
    unmapped: tuple[str, ...] = ()
    watermark: int
    completed_at: Instant


def summary(rejected: Iterable[RejectedPlace]) -> tuple[RejectedGroup, ...]:
    """Count refused rows by reason and column, most frequent first (退回汇总)."""
    counts = Counter((place.code, place.column) for place in rejected)
    groups = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        RejectedGroup(code=code, column=column, count=count) for (code, column), count in groups
    )


def decide_complete_import(
    done: Import | None, command: CompleteImport, *, unit: UnitId, act: Act
) -> tuple[ImportCompleted, ...]:
    """Enter a completed import (登记导入); nothing when the same source was entered before.

    An import commits to the case store first. A crash before its entry is healed by running
    the same import again.

    Raises:
        Refused: `import.originals` when rows were refused but not sealed; `import.counts` for
            a negative count; `text.empty`, `text.line`.
    """
    if done is not None:
        return ()
    counts = (command.created, command.changed, command.unchanged, command.events)
    if min(counts) < 0:
        raise Refused("import.counts", found=min(counts))
    if command.rejected and command.originals is None:
        raise Refused("import.originals", rejected=len(command.rejected))
    places = sorted(command.rejected, key=lambda place: (place.file, place.line, place.column))
    digest = check_text(command.digest, place="digest")
    return (
        ImportCompleted(
            act=act,
            id=import_id(unit, digest),
            unit=unit,
            connector=check_text(command.connector, place="connector"),
            digest=digest,
            created=command.created,
            changed=command.changed,
            unchanged=command.unchanged,
            events=command.events,
            rejected=len(places),
            groups=summary(places),
            places=tuple(places[:SHOWN_PLACES]),
            originals=command.originals,
            unmapped=command.unmapped,
            watermark=command.watermark,
            completed_at=command.completed_at,
        ),
    )


def evolve_import(done: Import | None, change: ImportCompleted) -> Import:  # noqa: ARG001  # there is nothing before it
    """Build the import. Its life is one change."""
    return Import(
        id=change.id,
        unit=change.unit,
        connector=change.connector,
        digest=change.digest,
        created=change.created,
        changed=change.changed,
        unchanged=change.unchanged,
        events=change.events,
        rejected=change.rejected,
        groups=change.groups,
        places=change.places,
        originals=change.originals,
        unmapped=change.unmapped,
        watermark=change.watermark,
        completed_at=change.completed_at,
    )


IMPORT: RecordKind[Import] = RecordKind(
    name="import",
    prefix="imp",
    cls=Import,
    changes=(ChangeType("import.completed", ImportCompleted),),
    evolve=evolve_import,
    indexed=(
        Column("connector"),
        Column("digest"),
        Column("rejected", ColumnType.INTEGER),
        Column("completed_on", ColumnType.DATE, lambda done: day_of(done.completed_at)),
    ),
    indexes=(("completed_on",),),
    sealed=("originals",),
)
