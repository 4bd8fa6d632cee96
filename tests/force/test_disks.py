"""Disks that run full, turn read-only or vanish under an opened office: the caller is told what
to do, everything acknowledged is there, nothing else is, and work goes on afterwards.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import force_offices as fo
import pytest
from force_permissions import permissions_count, without_privilege

from supervision.domain.findings import FINDING, OpenFinding
from supervision.errors import StorageUnavailable, SupervisionError
from supervision.messages import render_error
from supervision.office.findings import open_finding
from supervision.office.office import Office

ADVICE = {
    "storage.full": ("请腾出空间", "Make room"),
    "storage.io": ("请检查磁盘", "Check the disk"),
    "storage.readonly": ("请核对文件的写权限", "Check the file's permissions"),
    "storage.cannot_open": ("请核对文件和文件夹的路径与权限", "Check path and permissions"),
    "storage.gone": ("放回原处", "Put it back"),
}
"""What each sentence tells the reader to do."""

MOUNTED = ("unshare", "--map-root-user", "--mount", "sh", "-c")
SCRIPT = 'mount -t tmpfs -o size="$0" none "$1" && shift && exec "$@"'
AS_NOBODY = ("unshare", "--map-user=65534")
"""PostgreSQL refuses to run as root, which whoever has mounted something is."""


def check_told(error: SupervisionError, code: str) -> None:
    assert (type(error), error.code) == (StorageUnavailable, code)
    zh, en = ADVICE[code]
    assert zh in render_error(error, "zh")
    assert en in render_error(error, "en")


def act(office: Office) -> str:
    with office.work(fo.INSPECTOR) as work:
        id = open_finding(work, OpenFinding(title="告知逾期"))
        work.commit()
    return id


def check_refused(office: Office, code: str) -> None:
    with pytest.raises(SupervisionError) as caught:
        act(office)
    check_told(caught.value, code)


def check_holds(office: Office, *ids: str) -> None:
    """Check that these findings are there and no others, and that proof holds."""
    assert office.verify().ok
    with office.read(fo.HEAD) as view:
        assert {one.id for one in view.select(FINDING)} == set(ids)


# --- full ---


def check_lived(process: subprocess.Popen[bytes], code: str) -> None:
    said = [json.loads(line) for line in process.communicate(timeout=120)[0].splitlines()]
    assert process.returncode == 0, said
    assert {one["refused"] for one in said if "refused" in one} == {code}
    check_told(StorageUnavailable(code, path="office.sqlite", error="-"), code)
    assert said[-1]["acts"] > 10


def small_disk(folder: Path, size: str, *more: str) -> tuple[str, ...]:
    """Return what runs a command where a small file system is mounted on the folder."""
    prefix = (*MOUNTED, SCRIPT, size, str(folder), *more)
    allowed = (
        shutil.which("unshare")
        and not subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode
    )
    if not allowed:
        pytest.skip("a full disk: not run, because this machine lets nobody mount a small one")
    return prefix


def test_full_disk_refuses_acts_and_loses_none(spawn, tmp_path: Path) -> None:
    prefix = small_disk(tmp_path, "8m")
    check_lived(spawn("fill_small_disk", prefix, folder=str(tmp_path)), "storage.full")


@pytest.mark.slow
@pytest.mark.postgresql_own
def test_full_disk_under_a_server_refuses_acts_and_loses_none(spawn) -> None:
    with tempfile.TemporaryDirectory() as folder:  # the path of a server's socket is short
        prefix = small_disk(Path(folder), "96m", *AS_NOBODY)
        child = spawn("fill_small_disk_of_server", prefix, folder=folder)
        check_lived(child, "storage.full")


def test_file_that_may_not_grow_refuses_acts_and_loses_none(spawn, tmp_path: Path) -> None:
    check_lived(spawn("outgrow_file_size", folder=str(tmp_path)), "storage.io")


# --- read-only ---


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    return folder


@pytest.fixture
def closing(home: Path) -> Iterator[Callable[[int, int], None]]:
    """Give what sets the modes of the office's files and folder, and counts for root too."""
    if not permissions_count(home):
        pytest.skip("files without permission: not run, because permissions do not count here")

    def change(files: int, own: int) -> None:
        home.chmod(0o700)
        for path in home.iterdir():
            path.chmod(files)
        home.chmod(own)

    with without_privilege():
        yield change
    change(0o600, 0o700)


def test_read_only_file_can_be_read_and_refuses_acts(home: Path, closing) -> None:
    toml = fo.founded(home)
    with fo.opened(toml) as office:
        first = act(office)
    (home / "office.sqlite").chmod(0o400)
    with fo.opened(toml) as office:
        check_refused(office, "storage.readonly")
        check_holds(office, first)
    closing(0o600, 0o700)
    with fo.opened(toml) as office:
        check_holds(office, first, act(office))


def test_read_only_folder_is_told_at_opening(home: Path, closing) -> None:
    toml = fo.founded(home)
    with fo.opened(toml) as office:
        first = act(office)
    closing(0o400, 0o500)
    with pytest.raises(SupervisionError) as caught:
        fo.opened(toml)
    check_told(caught.value, "storage.readonly")
    closing(0o600, 0o700)
    with fo.opened(toml) as office:
        check_holds(office, first, act(office))


def test_folder_that_may_not_be_entered_any_more_refuses_acts(home: Path, closing) -> None:
    toml = fo.founded(home)
    with fo.opened(toml) as office:
        first = act(office)
        home.chmod(0o000)
        check_refused(office, "storage.cannot_open")
        home.chmod(0o700)
        check_holds(office, first, act(office))


# --- gone: STORAGE-41 ---


def test_deleted_folder_refuses_acts_instead_of_writing_where_nobody_looks(home: Path) -> None:
    with fo.opened(fo.founded(home)) as office:
        act(office)
        shutil.rmtree(home)
        for _ in range(2):
            check_refused(office, "storage.gone")


def test_moved_folder_refuses_acts_until_it_is_back(home: Path) -> None:
    toml = fo.founded(home)
    elsewhere = home.with_name("elsewhere")
    with fo.opened(toml) as office:
        first = act(office)
        home.rename(elsewhere)
        check_refused(office, "storage.gone")
        with fo.opened(elsewhere / "office.toml") as moved:
            check_holds(moved, first)
        elsewhere.rename(home)
        check_holds(office, first, act(office))


def test_act_begun_before_the_folder_went_is_refused_at_its_commit(home: Path) -> None:
    with fo.opened(fo.founded(home)) as office, office.work(fo.INSPECTOR) as work:
        open_finding(work, OpenFinding(title="告知逾期"))
        home.rename(home.with_name("elsewhere"))
        with pytest.raises(StorageUnavailable) as caught:
            work.commit()
    check_told(caught.value, "storage.gone")
    home.with_name("elsewhere").rename(home)
    with fo.opened(home / "office.toml") as office:
        check_holds(office)


def test_backup_put_in_the_place_of_an_open_store_is_noticed(home: Path) -> None:
    toml = fo.founded(home)
    backup = home / "backup.sqlite"
    shutil.copy(home / "office.sqlite", backup)
    with fo.opened(toml) as office:
        act(office)
        for left in home.glob("office.sqlite-*"):
            left.unlink()
        backup.replace(home / "office.sqlite")
        check_refused(office, "storage.gone")
    with fo.opened(toml) as office:
        check_holds(office, act(office))
