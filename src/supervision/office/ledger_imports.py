"""Importing old ledgers (历史台账导入), and undoing an import.

Rows are entered in units of work of a thousand, so memory is bounded and nobody waits long. The
record of a row has an id made of the import and the line: an import that was cut off is healed
by importing the same file again, which finds what is there. A bad row is told with its line,
column and text; the others stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from supervision.codec import encode
from supervision.domain.imports import RejectedGroup, RejectedPlace
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.ledger_entries import ENTRIES, Entering, Entry
from supervision.domain.ledger_imports import (
    LEDGER_IMPORT,
    SHOWN,
    CompleteLedgerImport,
    LedgerImport,
    LedgerImportState,
    decide_complete_ledger_import,
    decide_open_ledger_import,
    decide_undo_ledger_import,
    entered_id,
    ledger_import_id,
)
from supervision.domain.records import Record, RecordKind
from supervision.domain.rules import Wording
from supervision.domain.separation import Deed
from supervision.errors import Detail, Refused, UsageError
from supervision.office.acting import Acting, deed_of
from supervision.office.code_names import codes_of
from supervision.office.directory import Directory
from supervision.office.ledger_files import (
    AS_KNOWN,
    LedgerFile,
    LedgerRow,
    MappingFile,
    open_ledger,
)
from supervision.office.ledger_rows import RowFault, RowReader
from supervision.office.ledger_texts import NAMELESS, TextReader, Words, words_of_labels
from supervision.office.office import Office
from supervision.office.registers import enter_numbers
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import And, Eq, In, Not
from supervision.reporting.ledgers import LEDGERS

__all__ = ["AT_ONCE", "LedgerImported", "Undone", "entry_of", "import_ledger", "undo_import"]

AT_ONCE = 1_000
"""Rows of one unit of work."""

How: TypeAlias = Callable[[Work], Acting]
"""How the acts are entered; a paper is sealed in each unit of work."""


def _plainly(_: Work) -> Acting:
    return Acting()


@attrs.frozen(kw_only=True)
class LedgerImported:
    """What the import of a ledger did (台账导入结果).

    Attributes:
        id: the import's id.
        kind: kind of record the rows became.
        new: whether rows were entered now; `False` for a file imported before.
        dry_run: nothing was written; what would be is counted.
        rows: rows read.
        entered: records made.
        rejected: rows refused.
        faults: what was wrong, in order of line: the first thousand.
        unmapped: headings for which no field was found.
        headings: heading by the field it was taken for.
    """

    id: str
    kind: str
    new: bool
    dry_run: bool = False
    rows: int = 0
    entered: int = 0
    rejected: int = 0
    faults: tuple[RowFault, ...] = ()
    unmapped: tuple[str, ...] = ()
    headings: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Undone:
    """What undoing an import did (撤销导入结果).

    Attributes:
        id: the import.
        voided: records voided.
        kept: ids of the records left alone, because they were in use.
    """

    id: str
    voided: int
    kept: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class _Originals:
    """The refused texts, as they are sealed."""

    faults: tuple[_Original, ...]


@attrs.frozen(kw_only=True)
class _Original:
    line: int
    column: str
    text: str
    code: str


def entry_of(kind: str) -> Entry:
    """Return how the old records of a kind are entered.

    Raises:
        UsageError: `ledger.not_importable` with the kinds that can be.
    """
    if kind not in ENTRIES:
        raise UsageError("ledger.not_importable", ledger=kind, known=tuple(ENTRIES))
    return ENTRIES[kind]


def import_ledger(
    office: Office,
    actor_id: str,
    kind: str,
    path: Path,
    *,
    mapping: MappingFile = AS_KNOWN,
    dry_run: bool = False,
    words: Words = words_of_labels,
    kinds: Mapping[str, Wording] = NAMELESS,
    progress: Callable[[], None] = lambda: None,
    acting: How = _plainly,
) -> LedgerImported:
    """Import an old ledger (历史台账导入). Commits by itself.

    Args:
        office: the office.
        actor_id: who imports.
        kind: kind of record the rows become.
        path: the CSV file.
        mapping: what headings and words mean beyond what is known.
        dry_run: read and decide everything, write nothing.
        words: what people call the members of enumerations.
        kinds: what people call the kinds of records.
        progress: called with every row.
        acting: how the acts are entered.

    Raises:
        UsageError: as `open_ledger`; `ledger.not_importable`.
        Refused: `separation.role`, `act.*`.
        AccessDenied, StorageUnavailable, PluginFailure.
    """
    entry = entry_of(kind)
    own = office.rules.fields.get(kind, ())
    file = open_ledger(path, LEDGERS[kind], entry, mapping=mapping, own=own)
    with office.read(actor_id) as view:
        id, known = _import_of(view, office, kind, file.digest)
        directory = Directory.of(view)
    if known is not None and known.state is LedgerImportState.COMPLETE:
        return LedgerImported(
            id=id,
            kind=kind,
            new=False,
            rows=known.rows,
            entered=known.entered,
            rejected=known.rejected,
            unmapped=known.unmapped,
            headings=file.headings,
        )
    batches = _Import(
        office=office,
        actor_id=actor_id,
        entry=entry,
        file=file,
        id=id,
        directory=directory,
        words=words,
        kinds=kinds,
        acting=acting,
        progress=progress,
        resumed=known is not None,
    )
    batches.run(dry_run)
    return LedgerImported(
        id=id,
        kind=kind,
        new=not dry_run,
        dry_run=dry_run,
        rows=batches.rows,
        entered=batches.entered,
        rejected=batches.rejected,
        faults=tuple(batches.faults),
        unmapped=file.unmapped,
        headings=file.headings,
    )


def _import_of(
    view: ReadView, office: Office, kind: str, digest: str
) -> tuple[str, LedgerImport | None]:
    """Return the import of a file that is not undone, or the id of the next."""
    attempt = 1
    while True:
        id = ledger_import_id(office.unit, kind, digest, attempt)
        known = view.find(LEDGER_IMPORT, id)
        if known is None or known.state is not LedgerImportState.UNDONE:
            return id, known
        attempt += 1


@attrs.define(kw_only=True)
class _Import:
    """An import under way (导入中)."""

    office: Office
    actor_id: str
    entry: Entry
    file: LedgerFile
    id: str
    directory: Directory
    words: Words
    kinds: Mapping[str, Wording]
    acting: How
    progress: Callable[[], None]
    resumed: bool
    rows: int = 0
    entered: int = 0
    rejected: int = 0
    faults: list[RowFault] = attrs.field(factory=list)
    counts: Counter[tuple[str, str]] = attrs.field(factory=Counter)

    def run(self, dry_run: bool) -> None:
        rows = self.file.rows()
        batch = list(islice(rows, AT_ONCE))
        while True:
            following = list(islice(rows, AT_ONCE))
            with self.office.work(self.actor_id) as work:
                acting = self.acting(work)
                deed = deed_of(work, acting)
                self._begin(work, deed)
                self._enter(work, acting, deed, batch)
                if not following:
                    self._complete(work, deed)
                if not dry_run:
                    work.commit()
            if not following:
                return
            batch = following

    def _begin(self, work: Work, deed: Deed) -> None:
        kind, digest = self.entry.kind.name, self.file.digest
        known = work.peek(LEDGER_IMPORT, self.id)
        changes = decide_open_ledger_import(
            known, self.id, work.unit, kind, digest, deed=deed, opened_at=work.now
        )
        work.stage(LEDGER_IMPORT, self.id, changes, deed.reason)

    def _enter(self, work: Work, acting: Acting, deed: Deed, batch: Sequence[LedgerRow]) -> None:
        rules, kind = self.office.rules, self.entry.kind
        texts = TextReader(
            work.view,
            self.directory,
            work.unit,
            codes=codes_of(rules),
            words=self.words,
            kinds=self.kinds,
        )
        fields = rules.fields.get(kind.name, ())
        reader = RowReader(self.entry, texts, self.file.headings, fields)
        taken = self._taken(work, batch)
        numbers: dict[str, list[str]] = {}
        for row in batch:
            self.rows += 1
            self.progress()
            id = entered_id(kind.prefix, self.id, row.line)
            if self.resumed and work.view.stored(kind, id) is not None:
                self.entered += 1
                continue
            entering = Entering(
                deed=deed,
                line=row.line,
                fields=fields,
                tables=rules.items,
                ladders=rules.ladders,
                activities=rules.activities,
                issuers=rules.issuers,
                talks=rules.talks,
                capacities=rules.capacities,
            )
            faults = list(self._row(work, reader, row, id, entering, taken, numbers))
            if faults:
                self._reject(faults)
            else:
                self.entered += 1
        for series, texts_of_series in numbers.items():
            enter_numbers(work, series, texts_of_series, acting=acting)

    def _row(
        self,
        work: Work,
        reader: RowReader,
        row: LedgerRow,
        id: str,
        entering: Entering,
        taken: dict[str, str],
        numbers: dict[str, list[str]],
    ) -> Iterator[RowFault]:
        """Enter one row, or yield what is wrong with it."""
        record, faults = reader.record(row, id=id, unit=work.unit, imported=self.id)
        if record is None:
            yield from faults
            return
        number = getattr(record, "number", None)
        if number is not None and number in taken:
            details: dict[str, Detail] = {"text": number, "id": taken[number]}
            yield reader.fault(row, "number", "ledger.number_taken", details)
            return
        about = self.entry.about(record)
        if about:
            entering = attrs.evolve(entering, about=tuple(_there(work, about)))
        try:
            [change] = self.entry.decide(record, entering)
            series = self.entry.series(record, entering)
        except Refused as refused:
            yield reader.refused(row, refused)
            return
        work.stage(self.entry.kind, id, (change,), entering.deed.reason, new=True)
        if number is not None:
            taken[number] = id
            if series is not None:
                numbers.setdefault(series, []).append(number)

    def _taken(self, work: Work, batch: Sequence[LedgerRow]) -> dict[str, str]:
        """Return which numbers of these rows a record that is not voided bears already."""
        kind = self.entry.kind
        told = tuple({row.texts["number"] for row in batch if "number" in row.texts})
        if not told or all(column.name != "number" for column in kind.indexed):
            return {}
        found = work.view.select(kind, In("number", told))
        mine = {entered_id(kind.prefix, self.id, row.line) for row in batch} if self.resumed else ()
        return {
            one.number: one.id
            for one in found
            if one.state is not self.entry.voided and one.id not in mine
        }

    def _reject(self, faults: Iterable[RowFault]) -> None:
        self.rejected += 1
        for fault in faults:
            self.counts[fault.code, fault.column] += 1
            if len(self.faults) < SHOWN:
                self.faults.append(fault)

    def _complete(self, work: Work, deed: Deed) -> None:
        originals = _Originals(
            faults=tuple(
                _Original(line=one.line, column=one.column, text=one.text, code=one.code)
                for one in self.faults
            )
        )
        groups = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        command = CompleteLedgerImport(
            rows=self.rows,
            entered=self.entered,
            rejected=self.rejected,
            groups=tuple(
                RejectedGroup(code=code, column=column, count=count)
                for (code, column), count in groups
            ),
            places=tuple(
                RejectedPlace(line=one.line, column=one.column, code=one.code)
                for one in self.faults
            ),
            originals=work.seal(encode(originals).encode()) if self.faults else None,
            unmapped=self.file.unmapped,
            completed_at=work.now,
        )
        ledger = work.load(LEDGER_IMPORT, self.id)
        changes = decide_complete_ledger_import(ledger, command, deed=deed)
        work.stage(LEDGER_IMPORT, self.id, changes, deed.reason)


def _there(work: Work, about: Iterable[tuple[str, str]]) -> Iterator[object]:
    """Yield the records a row is about that are there."""
    for name, id in about:
        kind = KINDS_BY_NAME.get(name)
        found = work.peek(kind, id) if kind is not None else None
        if found is not None:
            yield found


# ---------------------------------------------------------------------------- undoing


def undo_import(
    office: Office,
    actor_id: str,
    id: str,
    *,
    keep_touched: bool = False,
    progress: Callable[[], None] = lambda: None,
    acting: How = _plainly,
) -> Undone:
    """Undo an import (撤销导入): void every record it made, with a reason. Commits by itself.

    The journal stays, and with it what was entered and by whom. A number that was entered is
    not given out again.

    Args:
        office: the office.
        actor_id: who undoes it.
        id: the import.
        keep_touched: leave alone the records that are in use since, and void the others.
        progress: called with every record.
        acting: how the acts are entered; the reason is compulsory.

    Raises:
        NotFound: `record.not_found`.
        Refused: `ledger_import.touched` with the records somebody has acted on or another
            record names, unless they are to be left alone; `ledger_import.undone`, `separation.role`,
            `act.reason_missing`.
    """
    with office.read(actor_id) as view:
        ledger = view.get(LEDGER_IMPORT, id)
        entry = entry_of(ledger.kind)
        touched = tuple(_touched(view, entry, id))
    with office.work(actor_id) as work:  # refused before anything is voided
        deed = deed_of(work, acting(work))
        decide_undo_ledger_import(ledger, deed=deed, undone_at=work.now, voided=0)
    if touched and not keep_touched:
        raise Refused("ledger_import.touched", id=id, count=len(touched), known=touched[:20])
    voided, kept, after = 0, list[str](), None
    while True:
        with office.work(actor_id) as work:
            how = acting(work)
            deed = deed_of(work, how)
            where = Eq("imported", id)
            records, after = work.view.page(entry.kind, where, (), after, AT_ONCE)
            for record in records:
                progress()
                if record.state is entry.voided:
                    voided += 1
                elif _in_use(work.view, entry, record):
                    kept.append(record.id)
                else:
                    work.stage(entry.kind, record.id, (entry.void(deed.act),), deed.reason)
                    voided += 1
            if after is None:
                ledger = work.load(LEDGER_IMPORT, id)
                changes = decide_undo_ledger_import(
                    ledger, deed=deed, undone_at=work.now, voided=voided, kept=tuple(kept)
                )
                work.stage(LEDGER_IMPORT, id, changes, deed.reason)
            work.commit()
        if after is None:
            return Undone(id=id, voided=voided, kept=tuple(kept))


def _touched(view: ReadView, entry: Entry, id: str) -> Iterator[str]:
    """Yield the records of an import that are in use since."""
    for record in view.each(entry.kind, Eq("imported", id)):
        if record.state is not entry.voided and _in_use(view, entry, record):
            yield record.id


def _in_use(view: ReadView, entry: Entry, record: Record) -> bool:
    """Say whether somebody has acted on a record, or another that stands names it."""
    if _version(view, entry.kind, record) > 1:
        return True
    stands = Not(Eq("state", "voided"))
    return any(
        view.select(kind, And((Eq(field, record.id), stands)), limit=1)
        for kind, field in entry.held_by
    )


def _version(view: ReadView, kind: RecordKind[Any], record: Record) -> int:
    stored = view.stored(kind, record.id)
    return stored.version if stored is not None else 0
