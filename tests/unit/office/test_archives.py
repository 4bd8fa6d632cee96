"""An archive proves itself without an office; any change of it is found, with its place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from supervision.domain.attachments import AttachedTo
from supervision.domain.findings import OpenFinding
from supervision.domain.items import ProposeItem, Requirement
from supervision.domain.periods import parse_period
from supervision.errors import CodecError, Refused, UsageError
from supervision.journal.entry import digester
from supervision.office import attachments, findings, items
from supervision.office.archive_check import check_archive
from supervision.office.archives import (
    MANIFEST,
    ArchiveWritten,
    archived_in,
    archived_with,
    export_archive,
)
from supervision.testing.offices import SmallOffice, small_office

DIGESTS = {"sha256": digester("sha256")}
PDF = b"%PDF-1.4\n%%EOF\n"


def done(small: SmallOffice, who: str, act: Any) -> Any:
    with small.office.work(getattr(small, who)) as work:
        result = act(work)
        work.commit()
    return result


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


@pytest.fixture
def item(small: SmallOffice) -> str:
    command = ProposeItem(
        title="专项督察",
        kind="item.style",
        source="党组",
        requirements=(Requirement(text="自查", department=small.second),),
        lead=small.first,
    )
    id = str(done(small, "head", lambda work: items.propose(work, command)))
    opening = OpenFinding(title="归档超期", department=small.first, item=id)
    finding = done(small, "head", lambda work: findings.open_finding(work, opening))
    owner = AttachedTo(kind="finding", id=finding)
    done(
        small,
        "head",
        lambda work: attachments.add_attachment(work, owner, "扫描件", "a.pdf", PDF),
    )
    other = OpenFinding(title="无关问题", department=small.second)
    done(small, "head", lambda work: findings.open_finding(work, other))
    return id


def exported(small: SmallOffice, item: str, folder: Path) -> ArchiveWritten:
    with small.office.read(small.head) as view:
        records = archived_with(view, item)
        return export_archive(small.office, view, records, folder, f"item {item}")


def test_an_archive_round_trips_with_everything_about_the_item(
    small: SmallOffice, item: str, tmp_path: Path
) -> None:
    """ARCHIVE-1, ARCHIVE-2, ARCHIVE-5."""
    told = exported(small, item, tmp_path / "archive")
    report = check_archive(tmp_path / "archive", DIGESTS, told.digest)
    assert report.ok, report.faults
    kinds = [one.kind for one in report.manifest.records]
    assert {"item", "finding", "attachment"} <= set(kinds)
    assert kinds.count("finding") == 1
    assert report.entries >= 3
    assert len([one for one in report.manifest.files if one.path.endswith(".pdf")]) == 1
    line = small.office.checkpoints()[0].line().split()
    assert report.manifest.checkpoint.split()[:4] == line[:4]
    pages = list((tmp_path / "archive").rglob("*.md"))
    assert any("归档超期" in page.read_text("utf-8") for page in pages)
    assert not any("无关问题" in page.read_text("utf-8") for page in pages)


def test_every_flipped_byte_is_found_with_its_place(
    small: SmallOffice, item: str, tmp_path: Path
) -> None:
    """ARCHIVE-6."""
    folder = tmp_path / "archive"
    digest = exported(small, item, folder).digest
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        whole = file.read_bytes()
        for at in sorted({0, len(whole) // 2, len(whole) - 1}):
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            try:
                report = check_archive(folder, DIGESTS, digest)
            except (CodecError, UsageError):
                assert file.name == MANIFEST
            else:
                place = file.relative_to(folder).as_posix()
                assert any(one.place == place for one in report.faults), place
        file.write_bytes(whole)
    assert check_archive(folder, DIGESTS, digest).ok


def test_missing_surplus_and_outside_files_are_told(
    small: SmallOffice, item: str, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    exported(small, item, folder)
    page = next(folder.rglob("*.md"))
    page.rename(folder / "surplus.txt")
    codes = sorted(one.code for one in check_archive(folder, DIGESTS).faults)
    assert codes == ["archival.missing", "archival.unlisted"]
    manifest = folder / MANIFEST
    path = page.relative_to(folder).as_posix()
    manifest.write_text(manifest.read_text("utf-8").replace(path, "../outside.md"), "utf-8")
    codes = sorted({one.code for one in check_archive(folder, DIGESTS).faults})
    assert codes == ["archival.element", "archival.outside", "archival.unlisted"]


def test_a_record_that_does_not_follow_from_its_entries_is_found(
    small: SmallOffice, item: str, tmp_path: Path
) -> None:
    """Even where the forger has adjusted the manifest, for an archive never noted elsewhere."""
    import hashlib

    folder = tmp_path / "archive"
    exported(small, item, folder)
    for suffix, place in ((".json", ".json"), (".entries.jsonl", ".entries.jsonl:1")):
        forged = tmp_path / f"forged{suffix}"
        shutil.copytree(folder, forged)
        file = next(
            one for one in (forged / "records" / "finding").iterdir() if one.name.endswith(suffix)
        )
        old = file.read_bytes()
        new = old.replace("归档超期".encode(), "归档及时".encode())
        assert new != old
        file.write_bytes(new)
        manifest = forged / MANIFEST
        text = manifest.read_text("utf-8").replace(
            hashlib.sha256(old).hexdigest(), hashlib.sha256(new).hexdigest()
        )
        manifest.write_text(text, "utf-8")
        places = [one.place for one in check_archive(forged, DIGESTS).faults]
        assert any(one.endswith(place) for one in places), places


def test_nothing_or_a_folder_that_is_there_is_refused(
    small: SmallOffice, item: str, tmp_path: Path
) -> None:
    with small.office.read(small.head) as view:
        none = archived_in(view, parse_period("2019"))
        with pytest.raises(Refused, match=r"archival\.empty"):
            export_archive(small.office, view, none, tmp_path / "archive", "closed-in 2019")
    with pytest.raises(UsageError, match=r"archival\.exists"):
        exported(small, item, tmp_path)
    with pytest.raises(UsageError, match=r"archival\.folder"):
        exported(small, item, tmp_path / "no" / "where")
    with pytest.raises(UsageError, match=r"archival\.unreadable"):
        check_archive(tmp_path, DIGESTS)
    assert list(tmp_path.iterdir()) == []
