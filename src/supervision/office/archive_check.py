"""Checking an archive offline (归档核验): the folder alone, without a store or an office.

Source: format, installation, officer and checkpoint are told. Making: every entry has the digest
it says, and the record follows from its entries. Parts: every file is there with the size and
SHA-256 of the manifest, none besides, and every record has its text, its page and its entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from supervision.codec import decode, encode
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.errors import CodecError, JournalError, UsageError
from supervision.journal.checkpoints import Checkpoint
from supervision.journal.entry import Digester, Entry, digest_of
from supervision.journal.replay import Replayed, replay_entry
from supervision.office.archives import (
    ARCHIVE_FORMAT,
    MANIFEST,
    ArchivedRecord,
    ArchivedText,
    ArchiveManifest,
)

__all__ = ["ArchiveFault", "ArchiveReport", "check_archive"]

_PARTS = (".json", ".md", ".entries.jsonl")


@attrs.frozen(kw_only=True)
class ArchiveFault:
    """Something wrong with an archive (归档差错).

    Attributes:
        code: message code `archival.*`.
        place: the file, with the line in it where one is meant.
        expected, found: both values, as text.
    """

    code: str
    place: str
    expected: str = ""
    found: str = ""


@attrs.frozen(kw_only=True)
class ArchiveReport:
    """The result of checking an archive (归档核验报告).

    Attributes:
        manifest: what the archive says of itself.
        digest: SHA-256 of the manifest.
        files, entries: how many were read.
        faults: what is wrong; none when it holds.
    """

    manifest: ArchiveManifest
    digest: str
    files: int
    entries: int
    faults: tuple[ArchiveFault, ...]

    @property
    def ok(self) -> bool:
        """Whether the archive holds."""
        return not self.faults


def check_archive(
    folder: Path, digests: Mapping[str, Digester], expected: str | None = None
) -> ArchiveReport:
    """Check an archive (归档核验).

    Args:
        folder: the folder.
        digests: digest functions by name.
        expected: SHA-256 of the manifest, as told at the export.

    Raises:
        UsageError: `archival.unreadable` when there is no manifest.
        CodecError: the manifest is none; every problem with its path.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        text = content.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("archival.unreadable", path=str(folder / MANIFEST)) from error
    manifest = decode(ArchiveManifest, text.strip())
    digest = hashlib.sha256(content).hexdigest()
    checking = _Checking(folder, manifest, digests)
    faults = [*_source_faults(manifest, digest, expected), *checking.faults()]
    return ArchiveReport(
        manifest=manifest,
        digest=digest,
        files=checking.files,
        entries=checking.entries,
        faults=tuple(faults),
    )


def _source_faults(
    manifest: ArchiveManifest, digest: str, expected: str | None
) -> Iterator[ArchiveFault]:
    if manifest.format != ARCHIVE_FORMAT:
        yield ArchiveFault(
            code="archival.format", place=MANIFEST, expected=ARCHIVE_FORMAT, found=manifest.format
        )
    if expected is not None and expected != digest:
        yield ArchiveFault(
            code="archival.manifest", place=MANIFEST, expected=expected, found=digest
        )
    for name in ("office", "unit", "made_at", "made_by"):
        if not getattr(manifest, name):
            yield ArchiveFault(code="archival.element", place=f"{MANIFEST}: {name}")
    try:
        Checkpoint.parse(manifest.checkpoint)
    except JournalError:
        yield ArchiveFault(
            code="archival.element",
            place=f"{MANIFEST}: checkpoint",
            found=manifest.checkpoint,
        )


class _Checking:
    """One check under way."""

    def __init__(
        self, folder: Path, manifest: ArchiveManifest, digests: Mapping[str, Digester]
    ) -> None:
        self._folder = folder
        self._manifest = manifest
        self._digests = digests
        self.files = self.entries = 0

    def faults(self) -> Iterator[ArchiveFault]:
        """Yield everything wrong with files and records."""
        listed = {one.path for one in self._manifest.files}
        sound: set[str] = set()
        for file in self._manifest.files:
            fault = self._file_fault(file.path, file.size, file.sha256)
            if fault is None:
                sound.add(file.path)
            else:
                yield fault
        there = {
            one.relative_to(self._folder).as_posix()
            for one in self._folder.rglob("*")
            if not one.is_dir()
        }
        for path in sorted(there - listed - {MANIFEST}):
            yield ArchiveFault(code="archival.unlisted", place=path)
        for record in self._manifest.records:
            stem = f"records/{record.kind}/{record.id}"
            missing = [stem + part for part in _PARTS if stem + part not in listed]
            for path in missing:
                yield ArchiveFault(code="archival.element", place=path)
            if {stem + ".json", stem + ".entries.jsonl"} <= sound:
                yield from self._record_faults(record, stem)

    def _file_fault(self, path: str, size: int, sha256: str) -> ArchiveFault | None:
        target = self._folder / path
        if not target.resolve().is_relative_to(self._folder.resolve()):
            return ArchiveFault(code="archival.outside", place=path)
        try:
            content = target.read_bytes()
        except OSError:
            return ArchiveFault(code="archival.missing", place=path)
        self.files += 1
        found = hashlib.sha256(content).hexdigest()
        if (len(content), found) != (size, sha256):
            return ArchiveFault(
                code="archival.changed",
                place=path,
                expected=f"{size} {sha256}",
                found=f"{len(content)} {found}",
            )
        return None

    def _record_faults(self, record: ArchivedRecord, stem: str) -> Iterator[ArchiveFault]:
        """Compare a record with what its entries make of it."""
        path = f"{stem}.entries.jsonl"
        lines = (self._folder / path).read_text("utf-8").splitlines()
        before: Replayed | None = None
        for number, line in enumerate(lines, start=1):
            place = f"{path}:{number}"
            try:
                entry = decode(Entry, line)
                before, _ = replay_entry(entry, before, KINDS_BY_NAME)
            except (CodecError, JournalError) as error:
                yield ArchiveFault(code="archival.entry", place=place, found=str(error))
                return
            self.entries += 1
            yield from self._entry_faults(entry, place)
        path = f"{stem}.json"
        try:
            told = decode(ArchivedText, (self._folder / path).read_text("utf-8").strip())
        except CodecError as error:
            yield ArchiveFault(code="archival.entry", place=path, found=str(error))
            return
        made = encode(before.record) if before is not None else ""
        version = before.version if before is not None else 0
        if (told.record, told.version, record.version) != (made, version, version):
            yield ArchiveFault(code="archival.record", place=path)

    def _entry_faults(self, entry: Entry, place: str) -> Iterator[ArchiveFault]:
        digest = self._digests.get(entry.header.digest_name)
        try:
            found = digest_of(entry.header, entry.payload, digest) if digest else ""
        except JournalError:
            found = ""
        if found != entry.digest:
            yield ArchiveFault(
                code="archival.digest", place=place, expected=found, found=entry.digest
            )
