"""Archive export (归档导出): records, their entries and attachments as a folder that proves itself.

档案法实施条例 art. 38–39 ask of electronic archives that their source be reliable, their making
regular and their parts complete (来源可靠、程序规范、要素合规). So the folder says who made it, when and
from which installation, with the checkpoint of the chain; every record has its canonical text, its
readable page and the journal entries it follows from; a manifest holds the SHA-256 of every file.
Only what the exporting officer may see is in it. Other sealed texts stay in the office: the
manifest counts them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import attrs

from supervision.codec import encode
from supervision.domain.attachments import Attachment
from supervision.domain.items import ITEM
from supervision.domain.kinds import KINDS
from supervision.domain.periods import Period
from supervision.domain.records import Record, RecordKind
from supervision.domain.units import UNIT
from supervision.domain.values import instant_text
from supervision.errors import NotFound, Refused, UsageError
from supervision.journal.entry import Entry
from supervision.journal.verify import sealed_in
from supervision.office.attachments import content_of
from supervision.office.history import Happening, history
from supervision.office.holds import ID, STANDING_KINDS
from supervision.office.office import Office
from supervision.office.retention import last_day
from supervision.office.views import ReadView
from supervision.ports.query import After, And, Before, Not

__all__ = [
    "ARCHIVE_FORMAT",
    "MANIFEST",
    "ArchiveManifest",
    "ArchiveWritten",
    "ArchivedFile",
    "ArchivedRecord",
    "ArchivedText",
    "PlainReadable",
    "Readable",
    "archived_in",
    "archived_with",
    "export_archive",
]

ARCHIVE_FORMAT = "supervision.archive/1"
MANIFEST = "manifest.json"


@attrs.frozen(kw_only=True)
class ArchivedFile:
    """A file of the archive (归档文件): path within the folder, bytes, SHA-256."""

    path: str
    size: int
    sha256: str


@attrs.frozen(kw_only=True)
class ArchivedRecord:
    """A record of the archive (归档记录).

    Attributes:
        kind, id, version: the record, and the number of its changes.
        term: how long it is kept, such as `30y`; empty where the office has not said.
        ended_on, due_on: day its period began to run and its last day, ISO text.
    """

    kind: str
    id: str
    version: int
    term: str = ""
    ended_on: str = ""
    due_on: str = ""


@attrs.frozen(kw_only=True)
class ArchiveManifest:
    """What the archive holds and where it comes from (归档清单).

    Attributes:
        format: `supervision.archive/1`.
        office, unit, unit_path: the installation it comes from.
        made_at, made_by: when, by which officer (id).
        scope: what was asked for.
        checkpoint: line of the end of the open chain; empty before its first entry.
        file_checkpoint: likewise of the closed file it was exported in; empty in the open.
        records: the records, by kind and id.
        left_sealed: sealed values of these records that stay in the office.
        erased: attachments' contents that were erased.
        files: every file but the manifest.
    """

    format: str
    office: str
    unit: str
    unit_path: str
    made_at: str
    made_by: str
    scope: str
    checkpoint: str
    records: tuple[ArchivedRecord, ...]
    left_sealed: int
    erased: int
    files: tuple[ArchivedFile, ...]
    file_checkpoint: str = ""


@attrs.frozen(kw_only=True)
class ArchivedText:
    """A record with the number of its changes (归档记录文本), as its file holds it."""

    kind: str
    version: int
    record: str


class Readable(Protocol):
    """How a record is told to people (可读文本). The edge knows names and words."""

    def kind(self, kind: str) -> str:
        """Return what a kind is called."""
        ...

    def fields(self, record: Record, kind: str) -> Iterable[tuple[str, str]]:
        """Return name and text of every field that holds something."""
        ...

    def happening(self, one: Happening) -> str:
        """Return one line of the history."""
        ...


class PlainReadable:
    """Fields by their names (朴素文本), where nobody knows better."""

    def kind(self, kind: str) -> str:
        """Return the kind itself."""
        return kind

    def fields(self, record: Record, kind: str) -> Iterable[tuple[str, str]]:  # noqa: ARG002  # the same for every kind
        """Return every field as Python shows it."""
        cls: type[Any] = type(record)
        return [(one.name, str(getattr(record, one.name))) for one in attrs.fields(cls)]

    def happening(self, one: Happening) -> str:
        """Return number, moment, tag and reason."""
        return f"{one.seq} {instant_text(one.at)} {one.tag} {one.reason}".rstrip()


@attrs.frozen(kw_only=True)
class ArchiveWritten:
    """An archive was written (归档导出结果).

    Attributes:
        folder: where.
        records, files: how many.
        digest: SHA-256 of the manifest; kept apart from the folder it shows any change of it.
    """

    folder: Path
    records: int
    files: int
    digest: str


# ---------------------------------------------------------------------------- what goes in


def archived_with(view: ReadView, item: str) -> tuple[tuple[RecordKind[Any], Record], ...]:
    """Return an item and every visible record about it (事项全部记录).

    Raises:
        NotFound: `record.not_found`.
    """
    return _about(view, (view.get(ITEM, item).id,))


def archived_in(view: ReadView, period: Period) -> tuple[tuple[RecordKind[Any], Record], ...]:
    """Return the items closed in a period, with every visible record about them (按办结年度)."""
    within = And(
        (
            Not(Before("closed_on", period.first.isoformat())),
            Not(After("closed_on", period.last.isoformat())),
        )
    )
    return _about(view, tuple(one.id for one in view.select(ITEM, within)))


def _about(view: ReadView, roots: tuple[str, ...]) -> tuple[tuple[RecordKind[Any], Record], ...]:
    """Return the roots and what refers to them, directly or through others of these."""
    records: dict[str, tuple[RecordKind[Any], Record]] = {}
    referring: dict[str, set[str]] = {}
    for kind in KINDS:
        if kind.name in STANDING_KINDS:
            continue
        for record in view.each(kind):
            records[record.id] = (kind, record)
            for other in ID.findall(encode(record)):
                referring.setdefault(other, set()).add(record.id)
    taken, waiting = set(roots), list(roots)
    while waiting:
        new = referring.get(waiting.pop(), set()) - taken
        taken |= new
        waiting += new
    chosen = [records[id] for id in taken if id in records]
    return tuple(sorted(chosen, key=lambda one: (one[0].name, one[1].id)))


# ---------------------------------------------------------------------------- writing


def export_archive(
    office: Office,
    view: ReadView,
    records: tuple[tuple[RecordKind[Any], Record], ...],
    folder: Path,
    scope: str,
    readable: Readable | None = None,
) -> ArchiveWritten:
    """Write an archive into a new folder, whole or not at all (归档导出).

    Args:
        office: the office.
        view: what the actor may see.
        records: what goes in.
        folder: a folder that is not there yet.
        scope: what was asked for, one line.
        readable: how a record is told to people.

    Raises:
        Refused: `archival.empty` when there is nothing to archive.
        UsageError: `archival.exists` when the folder is there, `archival.folder` when it cannot
            be written.
    """
    if not records:
        raise Refused("archival.empty", scope=scope)
    if folder.exists():
        raise UsageError("archival.exists", path=str(folder))
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise _failed(folder, error) from error
    try:
        writing = _Writing(office, view, beside, readable or PlainReadable())
        digest, files = writing.all(records, scope)
        beside.chmod(0o755)
        beside.replace(folder)
    except OSError as error:
        raise _failed(folder, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return ArchiveWritten(folder=folder, records=len(records), files=files, digest=digest)


def _failed(folder: Path, error: OSError) -> UsageError:
    return UsageError("archival.folder", path=str(folder), reason=error.strerror or str(error))


class _Writing:
    """One archive under way."""

    def __init__(self, office: Office, view: ReadView, folder: Path, readable: Readable) -> None:
        self._office = office
        self._view = view
        self._folder = folder
        self._readable = readable
        self._files: list[ArchivedFile] = []
        self._left: set[str] = set()
        self._erased = 0

    def all(
        self, records: tuple[tuple[RecordKind[Any], Record], ...], scope: str
    ) -> tuple[str, int]:
        """Write everything; return the manifest's digest and the number of files."""
        told = tuple(self._record(kind, record) for kind, record in records)
        office, view = self._office, self._view
        unit = view.get(UNIT, office.unit)
        point, inside = view.checkpoint(office.unit), view.file_checkpoint()
        manifest = ArchiveManifest(
            format=ARCHIVE_FORMAT,
            office=office.name,
            unit=unit.code,
            unit_path=unit.path,
            made_at=instant_text(office.now()),
            made_by=view.actor.id,
            scope=scope,
            checkpoint=point.line() if point is not None else "",
            file_checkpoint=inside.line() if inside is not None else "",
            records=told,
            left_sealed=len(self._left),
            erased=self._erased,
            files=tuple(sorted(self._files, key=lambda one: one.path)),
        )
        content = (encode(manifest) + "\n").encode()
        self._put(MANIFEST, content)
        return hashlib.sha256(content).hexdigest(), len(self._files)

    def _record(self, kind: RecordKind[Any], record: Record) -> ArchivedRecord:
        entries = self._view.history(kind, record.id)
        version = entries[-1].header.version
        place = f"records/{kind.name}/{record.id}"
        text = ArchivedText(kind=kind.name, version=version, record=encode(record))
        self._file(f"{place}.json", encode(text) + "\n")
        self._file(f"{place}.md", self._page(kind, record))
        self._file(f"{place}.entries.jsonl", "".join(_lines(entries)))
        handed: set[str] = set()
        if isinstance(record, Attachment):
            handed = set(self._contents(record))
        own = {digest for digest in sealed_in(record) if digest not in handed}
        self._left |= own
        schedule = self._office.rules.retention
        dated = (kind, record)
        if isinstance(record, Attachment):
            dated = self._owner(record) or dated
        ended, due = last_day(schedule, *dated)
        term = schedule.term(dated[0].name)
        return ArchivedRecord(
            kind=kind.name,
            id=record.id,
            version=version,
            term=term.text if term is not None else "",
            ended_on=ended.isoformat() if ended else "",
            due_on=due.isoformat() if due else "",
        )

    def _owner(self, record: Attachment) -> tuple[RecordKind[Any], Record] | None:
        kind = next((one for one in KINDS if one.name == record.owner.kind), None)
        owner = self._view.find(kind, record.owner.id) if kind is not None else None
        return (kind, owner) if kind is not None and owner is not None else None

    def _contents(self, record: Attachment) -> Iterator[str]:
        """Write every version that is still there; yield the digests handed out."""
        for number, version in enumerate(record.versions, start=1):
            try:
                found = content_of(self._office, self._view, record.id, number)
            except NotFound:
                self._erased += 1
                continue
            name = f"attachments/{record.id}/{number}.{version.extension}"
            self._put(name, found.content)
            self._files.append(_told(name, found.content))
            yield version.content.digest

    def _page(self, kind: RecordKind[Any], record: Record) -> str:
        readable = self._readable
        lines = [f"# {readable.kind(kind.name)} {record.id}", ""]
        lines += [f"- {name}: {_one(text)}" for name, text in readable.fields(record, kind.name)]
        lines.append("")
        lines += [
            f"{place}. {_one(readable.happening(one))}"
            for place, one in enumerate(history(self._view, kind, record.id), start=1)
        ]
        return "\n".join(lines) + "\n"

    def _file(self, path: str, text: str) -> None:
        content = text.encode()
        self._put(path, content)
        self._files.append(_told(path, content))

    def _put(self, path: str, content: bytes) -> None:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _told(path: str, content: bytes) -> ArchivedFile:
    return ArchivedFile(path=path, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def _lines(entries: Iterable[Entry]) -> Iterator[str]:
    return (encode(entry) + "\n" for entry in entries)


def _one(text: str) -> str:
    """Return a text on one line, as Markdown lists need it."""
    return " ".join(text.split())
