"""`supervision archive` (归档导出): write an archive folder, check one without an office."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs

from supervision.cli.faults import DONE, FAILED
from supervision.cli.grammar import argument, command, group, option
from supervision.cli.lookup import id_of
from supervision.cli.naming import Naming, moment_text
from supervision.cli.session import Session
from supervision.cli.showing import told_fields
from supervision.cli.texts import Text
from supervision.cli.values import FOLDER, OUTPUT
from supervision.cli.words import kind_name, tag_name
from supervision.domain.items import ITEM
from supervision.domain.periods import parse_period
from supervision.domain.records import Record
from supervision.errors import UsageError
from supervision.journal.entry import digester
from supervision.messages import render
from supervision.office.archive_check import ArchiveFault, check_archive
from supervision.office.archives import ArchiveWritten, archived_in, archived_with, export_archive
from supervision.office.history import Happening

__all__ = ["ArchiveChecked", "archive"]

archive = group("archive", "归档导出与核验", "Archives: export and check")

_FOLDER = Text("文件夹", "FOLDER")
_DONE = Text(
    "已归档导出 {records} 条记录、{files} 个文件：{folder}",
    "{records} records in {files} files archived: {folder}",
)
_DIGEST = Text(
    "清单摘要（请另行登记，核验时用 --digest 核对）：{digest}",
    "Digest of the manifest (note it elsewhere; check it with --digest): {digest}",
)
_SOUND = Text(
    "归档包完好：{records} 条记录、{entries} 条日志、{files} 个文件，来自{office}，{made_at}。",
    "The archive holds: {records} records, {entries} entries, {files} files, from {office}, "
    "{made_at}.",
)
_BROKEN = Text("归档包有 {count} 处差错：", "The archive has {count} faults:")


@attrs.frozen(kw_only=True)
class ArchiveChecked:
    """The result of checking an archive (归档核验结果).

    Attributes:
        ok: whether it holds.
        office, made_at: the installation it comes from, when it was made.
        checkpoint: the chain's checkpoint line then.
        digest: SHA-256 of the manifest.
        records, entries, files: how many were read.
        faults: what is wrong, with its place.
    """

    ok: bool
    office: str
    made_at: str
    checkpoint: str
    digest: str
    records: int
    entries: int
    files: int
    faults: tuple[ArchiveFault, ...]


class _Words:
    """Records as the command line tells them."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming

    def kind(self, kind: str) -> str:
        """Return what a kind is called."""
        return kind_name(kind, self._naming.lang)

    def fields(self, record: Record, kind: str) -> Iterable[tuple[str, str]]:
        """Return names and texts of the fields that hold something."""
        return told_fields(record, kind, self._naming)

    def happening(self, one: Happening) -> str:
        """Return one line of the history."""
        who = self._naming.of(one.by or one.actor)
        parts = (moment_text(one.at), tag_name(one.tag, self._naming.lang), who, one.reason)
        return " ".join(part for part in parts if part)


@option(
    "--closed-in", "closed_in", zh="办结年度或周期，如 2026", en="items closed in, such as 2026"
)
@option("--item", zh="事项的编号或文号", en="an item: id or document number")
@argument("folder", "新建的文件夹", "a folder that is not there yet", label=_FOLDER, kind=OUTPUT)
@command(
    "export",
    "归档导出：记录、日志、附件、清单",
    "Write an archive: records, entries, attachments, manifest",
    result=ArchiveWritten,
    within=archive,
)
def export(session: Session, folder: Path, item: str | None, closed_in: str | None) -> None:
    """Write an archive."""
    if (item is None) == (closed_in is None):
        raise UsageError("archival.what")
    with session.reading() as view:
        if item is not None:
            id = id_of(view, ITEM, item)
            records, scope = archived_with(view, id), f"item {id}"
        else:
            period = parse_period(closed_in or "")
            records, scope = archived_in(view, period), f"closed-in {period.code}"
        words = _Words(Naming(view, session))
        done = export_archive(session.office, view, records, folder, scope, words)

    def shown(told: ArchiveWritten) -> None:
        session.screen.say(_DONE, records=told.records, files=told.files, folder=told.folder)
        session.screen.say(_DIGEST, digest=told.digest)

    session.tell(done, shown)


@option("--digest", zh="导出时登记的清单摘要", en="digest of the manifest noted at the export")
@argument("folder", "归档包文件夹", "the archive's folder", label=_FOLDER, kind=FOLDER)
@command(
    "check",
    "离线核验归档包；有差错时退出码为 3",
    "Check an archive offline; the exit code is 3 when something is wrong",
    result=ArchiveChecked,
    within=archive,
)
def check(session: Session, folder: Path, digest: str | None) -> int:
    """Check an archive, without an office."""
    known = {name: digester(name) for name in ("sha256", "sm3") if _there(name)}
    report = check_archive(folder, known, digest)
    result = ArchiveChecked(
        ok=report.ok,
        office=report.manifest.office,
        made_at=report.manifest.made_at,
        checkpoint=report.manifest.checkpoint,
        digest=report.digest,
        records=len(report.manifest.records),
        entries=report.entries,
        files=report.files,
        faults=report.faults,
    )

    def shown(told: ArchiveChecked) -> None:
        screen = session.screen
        if told.ok:
            screen.say(
                _SOUND,
                records=told.records,
                entries=told.entries,
                files=told.files,
                office=told.office,
                made_at=told.made_at,
            )
            return
        screen.say(_BROKEN, count=len(told.faults))
        for fault in told.faults:
            screen.line(f"  - {render(fault.code, attrs.asdict(fault), screen.lang)}")

    session.tell(result, shown)
    return DONE if result.ok else FAILED


def _there(name: str) -> bool:
    """Say whether this machine computes a digest."""
    import hashlib

    return name in hashlib.algorithms_available
