"""Disks that run full, turn read-only or vanish under an opened office: the caller is told what
to do, everything acknowledged is there, nothing else is, and work goes on afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import force_offices as fo
import pytest

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
SCRIPT = 'mount -t tmpfs -o size=8m none "$0" && exec "$@"'
NOBODY = 65534


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
    told = [one["refused"] for one in said if "refused" in one]
    assert told == [code]
    check_told(StorageUnavailable(code, path="office.sqlite", error="-"), code)
    assert said[-1]["acts"] > 10


def test_full_disk_refuses_acts_and_loses_none(spawn, tmp_path: Path) -> None:
    prefix = (*MOUNTED, SCRIPT, str(tmp_path))
    allowed = (
        shutil.which("unshare")
        and not subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode
    )
    if not allowed:
        pytest.skip("a full disk: not run, because this machine lets nobody mount a small one")
    check_lived(spawn("fill_small_disk", prefix, folder=str(tmp_path)), "storage.full")


def test_file_that_may_not_grow_refuses_acts_and_loses_none(spawn, tmp_path: Path) -> None:
    check_lived(spawn("outgrow_file_size", folder=str(tmp_path)), "storage.io")


# --- read-only ---


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """Give a folder that an unprivileged user may enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Let permissions count, also where the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def change_modes(folder: Path, files: int, own: int) -> None:
    for path in folder.iterdir():
        path.chmod(files)
    folder.chmod(own)


def test_read_only_files_can_be_read_and_refuse_acts(shared_folder: Path) -> None:
    toml = fo.founded(shared_folder)
    with fo.opened(toml) as office:
        first = act(office)
    change_modes(shared_folder, 0o666, 0o777)
    (shared_folder / "office.sqlite").chmod(0o444)
    with unprivileged(), fo.opened(toml) as office:
        check_refused(office, "storage.readonly")
        check_holds(office, first)
    change_modes(shared_folder, 0o666, 0o777)
    with unprivileged(), fo.opened(toml) as office:
        check_holds(office, first, act(office))


def test_read_only_folder_is_told_at_opening(shared_folder: Path) -> None:
    toml = fo.founded(shared_folder)
    with fo.opened(toml) as office:
        first = act(office)
    change_modes(shared_folder, 0o444, 0o555)
    with unprivileged(), pytest.raises(SupervisionError) as caught:
        fo.opened(toml)
    check_told(caught.value, "storage.readonly")
    change_modes(shared_folder, 0o644, 0o755)
    with fo.opened(toml) as office:
        check_holds(office, first)


def test_folder_that_may_not_be_entered_any_more_refuses_acts(shared_folder: Path) -> None:
    folder = shared_folder / "office"
    folder.mkdir()
    toml = fo.founded(folder)
    change_modes(folder, 0o666, 0o777)
    with unprivileged(), fo.opened(toml) as office:
        first = act(office)
        with changed_as_root(folder, 0o000):
            check_refused(office, "storage.cannot_open")
        check_holds(office, first, act(office))


@contextmanager
def changed_as_root(folder: Path, mode: int) -> Iterator[None]:
    """Change a folder's mode for a while; its owner is not the one who works."""
    own = os.geteuid()
    before = folder.stat().st_mode & 0o777
    if own == NOBODY:
        os.seteuid(0)
    folder.chmod(mode)
    os.seteuid(own)
    yield
    if own == NOBODY:
        os.seteuid(0)
    folder.chmod(before)
    os.seteuid(own)


# --- gone: STORAGE-41 ---


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    return folder


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
