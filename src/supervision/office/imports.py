"""Importing case exports (导入案件): the case store first, then one entry of proof.

A crash between the two is healed by importing the same files again: the case store takes the
same snapshot without change, and the entry is written then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from supervision.codec import decode, encode
from supervision.domain.cases import CaseTrace
from supervision.domain.imports import (
    IMPORT,
    CompleteImport,
    Import,
    RejectedPlace,
    decide_complete_import,
    import_id,
)
from supervision.errors import PluginError
from supervision.office.acting import Acting, deed_of
from supervision.office.office import Office
from supervision.plugins.opening import open_source
from supervision.ports.cases import CaseSource, IngestReport, Rejected

__all__ = ["CaseImport", "import_cases", "rejected_of"]


@attrs.frozen(kw_only=True)
class CaseImport:
    """What an import did (导入结果).

    Attributes:
        id: the import's id.
        new: whether it was entered now; `False` for a source entered before.
        dry_run: nothing was stored; only what would be refused is told.
        record: the import as entered; `None` for a dry run.
        cases: cases read.
        rejected: refused rows and cells with their texts.
        unmapped: headers for which no field was found.
    """

    id: str
    new: bool
    dry_run: bool = False
    record: Import | None = None
    cases: int = 0
    rejected: tuple[Rejected, ...] = ()
    unmapped: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class _Originals:
    """The refused texts, as they are sealed."""

    rejected: tuple[Rejected, ...]


class _Sorting:
    """Passes cases on and keeps what was refused."""

    def __init__(self, source: CaseSource, progress: Callable[[], None]) -> None:
        self._source = source
        self._progress = progress
        self.rejected: list[Rejected] = []
        self.cases = 0

    def traces(self) -> Iterator[CaseTrace]:
        for one in self._source.deliver():
            if isinstance(one, Rejected):
                self.rejected.append(one)
                continue
            self.cases += 1
            self._progress()
            yield one


def import_cases(
    office: Office,
    actor_id: str,
    paths: Sequence[Path],
    *,
    connector: str = "table",
    dry_run: bool = False,
    progress: Callable[[], None] = lambda: None,
    acting: Acting = Acting(),
) -> CaseImport:
    """Import case exports (导入案件). Commits by itself.

    Args:
        office: the office.
        actor_id: who imports.
        paths: files or folders.
        connector: name of the case connector.
        dry_run: read everything, store nothing.
        progress: called with every case read.
        acting: how it is entered.

    Raises:
        PluginError: `plugin.no_provider` when nobody offers the connector.
        CaseSourceError: nothing can be read at all.
        AccessDenied, StorageUnavailable, PluginFailure.
    """
    bound = office.parts.connectors.get(connector)
    if bound is None:
        known = tuple(sorted(office.parts.connectors))
        raise PluginError("plugin.no_provider", type="CaseConnector", name=connector, known=known)
    source = open_source(bound, tuple(paths))
    id = import_id(office.unit, source.digest)
    with office.read(actor_id) as view:
        done = view.find(IMPORT, id)
    if done is not None:
        originals = rejected_of(office, actor_id, done)
        return CaseImport(id=id, new=False, record=done, rejected=originals)
    sorting = _Sorting(source, progress)
    if dry_run:
        for _ in sorting.traces():
            pass
        return CaseImport(
            id=id,
            new=False,
            dry_run=True,
            cases=sorting.cases,
            rejected=tuple(sorting.rejected),
            unmapped=source.unmapped(),
        )
    report = office.cases.ingest(sorting.traces())
    record = _enter(office, actor_id, connector, source, report, sorting.rejected, acting)
    return CaseImport(
        id=id,
        new=True,
        record=record,
        cases=sorting.cases,
        rejected=tuple(sorting.rejected),
        unmapped=record.unmapped,
    )


def _enter(
    office: Office,
    actor_id: str,
    connector: str,
    source: CaseSource,
    report: IngestReport,
    rejected: Iterable[Rejected],
    acting: Acting,
) -> Import:
    refused = tuple(rejected)
    files = {name: number for number, name in enumerate(sorted({r.source for r in refused}), 1)}
    with office.work(actor_id) as work:
        id = import_id(work.unit, source.digest)
        originals = work.seal(encode(_Originals(rejected=refused)).encode()) if refused else None
        command = CompleteImport(
            connector=connector,
            digest=source.digest,
            created=report.created,
            changed=report.changed,
            unchanged=report.unchanged,
            events=report.events,
            rejected=tuple(
                RejectedPlace(
                    file=files[one.source], line=one.line, column=one.column, code=one.code
                )
                for one in refused
            ),
            originals=originals,
            unmapped=source.unmapped(),
            watermark=report.watermark,
            completed_at=work.now,
        )
        act = deed_of(work, acting).act
        changes = decide_complete_import(work.peek(IMPORT, id), command, unit=work.unit, act=act)
        record = work.stage(IMPORT, id, changes, acting.reason)
        work.commit()
    return record


def rejected_of(office: Office, actor_id: str, done: Import) -> tuple[Rejected, ...]:
    """Return the refused rows of an import with their texts (退回原文); none once erased."""
    with office.read(actor_id) as view:
        seen = view.find(IMPORT, done.id)  # only what this view has shown can be unsealed in it
        content = view.unseal(seen.originals) if seen and seen.originals else None
    return decode(_Originals, content.decode()).rejected if content is not None else ()
