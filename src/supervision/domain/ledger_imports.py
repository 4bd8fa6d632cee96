"""Imports of old ledgers (台账导入): what came in from a table that was kept before this office.

Unlike an import of cases, every row becomes a record with a journal entry of its own. The
import is a record beside them: it opens with the first rows, is completed with the last, and
may be undone, which voids its records and leaves the journal as it is. The texts of refused
rows may be personal data, so the payload has only their place and the code of the reason; the
originals lie in a sealed blob.
"""

from __future__ import annotations

import enum
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.imports import RejectedGroup, RejectedPlace
from supervision.domain.lives import begun
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.separation import Deed, check_role
from supervision.domain.values import Instant, Sealed, UnitId, day_of
from supervision.errors import Refused
from supervision.ids import derived_id

__all__ = [
    "LEDGER_IMPORT",
    "SHOWN",
    "CompleteLedgerImport",
    "LedgerImport",
    "LedgerImportChange",
    "LedgerImportCompleted",
    "LedgerImportOpened",
    "LedgerImportState",
    "LedgerImportUndone",
    "decide_complete_ledger_import",
    "decide_open_ledger_import",
    "decide_undo_ledger_import",
    "entered_id",
    "evolve_ledger_import",
    "ledger_import_id",
]

SHOWN = 1_000
"""So many places of refused rows, and ids of records left alone, stand in a payload."""

_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)


def ledger_import_id(unit: UnitId, kind: str, digest: str, attempt: int = 1) -> str:
    """Return the id of the import of a file: the same file again is the same import.

    Args:
        unit: the unit that imports.
        kind: kind of record its rows become.
        digest: digest of the file and its mapping.
        attempt: 1, and one more for every import of the file that was undone.
    """
    return derived_id("lim", unit, kind, digest, str(attempt))


def entered_id(prefix: str, imported: str, line: int) -> str:
    """Return the id of the record a line becomes: importing again what was cut off finds it."""
    return derived_id(prefix, imported, str(line))


class LedgerImportState(enum.Enum):
    """State of an import of a ledger (导入状态)."""

    OPEN = "open"
    COMPLETE = "complete"
    UNDONE = "undone"


@attrs.frozen(kw_only=True)
class LedgerImport:
    """An import of an old ledger (台账导入).

    Attributes:
        id, unit: derived id; the unit that imported.
        kind: kind of record its rows became.
        digest: digest of the file and its mapping, `name:hex`.
        state: open while rows are entered; an import that was cut off stays open.
        opened_at: when it began.
        completed_at: when its last row was entered.
        rows: rows read, without empty ones.
        entered: records it made.
        rejected: rows refused; a row may have several faults.
        groups: how often each reason occurred, most frequent first.
        places: the first `SHOWN` of them, in order of line.
        originals: the same with their texts, sealed; `None` when nothing was refused.
        unmapped: headers for which no field was found.
        undone_at: when it was undone.
        voided: records voided by that.
        kept: records left alone because somebody had acted on them: the first `SHOWN`.
    """

    id: str
    unit: UnitId
    kind: str
    digest: str
    state: LedgerImportState
    opened_at: Instant
    completed_at: Instant | None = None
    rows: int = 0
    entered: int = 0
    rejected: int = 0
    groups: tuple[RejectedGroup, ...] = ()
    places: tuple[RejectedPlace, ...] = ()
    originals: Sealed | None = None
    unmapped: tuple[str, ...] = ()
    undone_at: Instant | None = None
    voided: int = 0
    kept: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class LedgerImportOpened:
    """The import of a ledger began (开始导入)."""

    act: Act
    id: str
    unit: UnitId
    kind: str
    digest: str
    opened_at: Instant


@attrs.frozen(kw_only=True)
class CompleteLedgerImport:
    """Asks to complete the import of a ledger (完成导入). Fields as in `LedgerImport`."""

    rows: int
    entered: int
    rejected: int
    groups: tuple[RejectedGroup, ...] = ()
    places: tuple[RejectedPlace, ...] = ()
    originals: Sealed | None = None
    unmapped: tuple[str, ...] = ()
    completed_at: Instant


@attrs.frozen(kw_only=True)
class LedgerImportCompleted:
    """All rows of the ledger were read (导入完成)."""

    act: Act
    done: CompleteLedgerImport


@attrs.frozen(kw_only=True)
class LedgerImportUndone:
    """The import was undone: its records were voided (撤销导入)."""

    act: Act
    undone_at: Instant
    voided: int
    kept: tuple[str, ...] = ()


LedgerImportChange: TypeAlias = LedgerImportOpened | LedgerImportCompleted | LedgerImportUndone


def decide_open_ledger_import(
    known: LedgerImport | None,
    id: str,
    unit: UnitId,
    kind: str,
    digest: str,
    *,
    deed: Deed,
    opened_at: Instant,
) -> tuple[LedgerImportOpened, ...]:
    """Begin to import a ledger (开始导入); nothing when it was begun and cut off before.

    Raises:
        Refused: `separation.role` to anybody but the office of supervision;
            `ledger_import.known` when the file was imported before; `text.*`.
    """
    check_role("import", deed.standing, _INSPECTION)
    if known is not None and known.state is not LedgerImportState.OPEN:
        raise Refused("ledger_import.known", id=known.id)
    if known is not None:
        return ()
    digest = check_text(digest, place="digest")
    return (
        LedgerImportOpened(
            act=deed.act, id=id, unit=unit, kind=kind, digest=digest, opened_at=opened_at
        ),
    )


def decide_complete_ledger_import(
    ledger: LedgerImport, command: CompleteLedgerImport, *, deed: Deed
) -> tuple[LedgerImportCompleted, ...]:
    """Say that all rows were read (完成导入).

    Raises:
        Refused: `ledger_import.known` when it is complete or undone; `import.originals` when
            rows were refused but not sealed; `ledger_import.counts` when they do not foot.
    """
    if ledger.state is not LedgerImportState.OPEN:
        raise Refused("ledger_import.known", id=ledger.id)
    if command.rejected and command.originals is None:
        raise Refused("import.originals", rejected=command.rejected)
    if command.rows != command.entered + command.rejected:
        raise Refused(
            "ledger_import.counts",
            rows=command.rows,
            entered=command.entered,
            rejected=command.rejected,
        )
    return (LedgerImportCompleted(act=deed.act, done=command),)


def decide_undo_ledger_import(
    ledger: LedgerImport, *, deed: Deed, undone_at: Instant, voided: int, kept: tuple[str, ...] = ()
) -> tuple[LedgerImportUndone]:
    """Undo an import, with a reason (撤销导入); the head of the office decides.

    Args:
        ledger: the import, complete or cut off.
        deed: by whom, why.
        undone_at: when.
        voided: records voided.
        kept: records left alone, because somebody had acted on them.

    Raises:
        Refused: `separation.role`, `act.reason_missing`, `ledger_import.undone`.
    """
    check_role("undo_import", deed.standing, (Role.SUPERVISION_HEAD,))
    deed.explained()
    if ledger.state is LedgerImportState.UNDONE:
        raise Refused("ledger_import.undone", id=ledger.id)
    return (
        LedgerImportUndone(act=deed.act, undone_at=undone_at, voided=voided, kept=kept[:SHOWN]),
    )


def evolve_ledger_import(ledger: LedgerImport | None, change: LedgerImportChange) -> LedgerImport:
    """Build the import after `change`."""
    if isinstance(change, LedgerImportOpened):
        return LedgerImport(
            id=change.id,
            unit=change.unit,
            kind=change.kind,
            digest=change.digest,
            state=LedgerImportState.OPEN,
            opened_at=change.opened_at,
        )
    ledger = begun(ledger, change)
    if isinstance(change, LedgerImportCompleted):
        done = attrs.asdict(change.done, recurse=False)
        return attrs.evolve(ledger, state=LedgerImportState.COMPLETE, **done)
    return attrs.evolve(
        ledger,
        state=LedgerImportState.UNDONE,
        undone_at=change.undone_at,
        voided=change.voided,
        kept=change.kept,
    )


LEDGER_IMPORT: RecordKind[LedgerImport] = RecordKind(
    name="ledger_import",
    prefix="lim",
    cls=LedgerImport,
    changes=(
        ChangeType("ledger_import.opened", LedgerImportOpened),
        ChangeType("ledger_import.completed", LedgerImportCompleted),
        ChangeType("ledger_import.undone", LedgerImportUndone),
    ),
    evolve=evolve_ledger_import,
    indexed=(
        Column("kind"),
        Column("digest"),
        Column("state"),
        Column("rejected", ColumnType.INTEGER),
        Column("opened_on", ColumnType.DATE, lambda ledger: day_of(ledger.opened_at)),
    ),
    indexes=(("opened_on",),),
    sealed=("originals",),
)
