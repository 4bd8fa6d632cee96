"""A server to throw away goes with its maker, and never takes somebody else's process along."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from supervision_store_sql.leftovers import clear_leftovers, end_server, hold
from supervision_store_sql.throwaway import Throwaway, find_programs

pytestmark = pytest.mark.postgresql_own

_MAKER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from supervision_store_sql.throwaway import Throwaway

    server = Throwaway(Path(sys.argv[1]))
    print(server.folder, server._keeper.pid, flush=True)
    sys.stdin.read()
    """
)


@pytest.fixture
def root() -> Iterator[Path]:
    """Give a folder for temporary files as the system has one: everybody may write there."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o1777)
        yield Path(name)


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """Give a process that has nothing to do with any server."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with process:
        yield process
        assert process.poll() is None, "somebody else's process was signalled"


class Maker:
    """A process that has made a server, and may die at any moment."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _MAKER, str(find_programs())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "TMPDIR": str(root)},
        )
        assert self._process.stdout is not None
        folder, keeper = self._process.stdout.readline().split()
        self.folder = Path(os.fsdecode(folder))
        self._keeper = int(keeper)

    @property
    def server(self) -> int:
        file = self.folder / "data" / "postmaster.pid"
        return int(file.read_text("utf-8").splitlines()[0])

    @property
    def owner(self) -> int:
        return self.folder.stat().st_uid

    def answers(self) -> bool:
        try:
            url = f"postgresql://postgres@/postgres?host={self.folder}"
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self, *, with_keeper: bool = False) -> None:
        if with_keeper:
            children = Path(f"/proc/{self._keeper}/task/{self._keeper}/children").read_text("utf-8")
            for number in {self._keeper, *map(int, children.split())} - {self.server}:
                os.kill(number, signal.SIGKILL)
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def maker(root: Path) -> Iterator[Maker]:
    made = Maker(root)
    yield made
    made.kill()
    end_server(made.folder / "data")
    wait_until(lambda: not made.folder.exists())


def leave(root: Path, number: int | str) -> Path:
    """Leave a folder behind as a killed run does, with a number in its pid file."""
    folder = root / "svpg-left"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "postmaster.pid").write_text(f"{number}\n{folder / 'data'}\n", "utf-8")
    os.close(hold(folder))
    return folder


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_server_goes_with_the_process_that_made_it(maker: Maker) -> None:
    assert maker.answers()
    maker.kill()
    wait_until(lambda: not maker.folder.exists())
    assert not maker.answers()


def test_server_goes_with_its_maker_though_its_pid_file_names_another_process(
    maker: Maker, bystander: subprocess.Popen[bytes]
) -> None:
    file = maker.folder / "data" / "postmaster.pid"
    file.write_text(f"{bystander.pid}\n", "utf-8")
    maker.kill()
    wait_until(lambda: not maker.folder.exists())


def test_next_one_ends_and_removes_what_no_keeper_could(root: Path, maker: Maker) -> None:
    server = maker.server
    maker.kill(with_keeper=True)
    assert maker.answers()
    clear_leftovers(root, maker.owner)
    assert not maker.folder.exists()
    wait_until(lambda: not Path(f"/proc/{server}").exists())


def test_server_in_use_is_left_alone(root: Path, maker: Maker) -> None:
    clear_leftovers(root, maker.owner)
    assert maker.answers()


def test_process_whose_number_a_stale_pid_file_has_is_left_alone(
    root: Path, bystander: subprocess.Popen[bytes]
) -> None:
    folder = leave(root, bystander.pid)
    clear_leftovers(root, os.geteuid())
    assert not folder.exists()


def test_server_of_another_folder_is_not_ended_for_a_stale_number(root: Path, maker: Maker) -> None:
    folder = leave(root, maker.server)
    clear_leftovers(root, os.geteuid())
    assert not folder.exists()
    assert maker.answers()


@pytest.mark.parametrize("number", ["", "-1", "0", "no number"])
def test_pid_file_without_a_number_names_no_process(root: Path, number: str) -> None:
    folder = leave(root, number)
    clear_leftovers(root, os.geteuid())
    assert not folder.exists()


def test_folders_of_others_and_those_without_a_lock_are_left_alone(root: Path) -> None:
    folder = leave(root, "")
    clear_leftovers(root, os.geteuid() + 1)
    assert folder.exists()
    (folder / "in-use").unlink()
    clear_leftovers(root, os.geteuid())
    assert folder.exists()
    shutil.rmtree(folder)
    elsewhere = root / "elsewhere"
    leave(elsewhere, "")
    (root / "svpg-link").symlink_to(elsewhere / "svpg-left")
    clear_leftovers(root, os.geteuid())
    assert (elsewhere / "svpg-left").exists()


def test_stopping_a_server_that_has_ended_signals_nobody(
    own_server: Throwaway, bystander: subprocess.Popen[bytes]
) -> None:
    file = own_server.folder / "data" / "postmaster.pid"
    os.kill(int(file.read_text("utf-8").splitlines()[0]), signal.SIGQUIT)
    wait_until(lambda: not own_server.running)
    file.write_text(f"{bystander.pid}\n", "utf-8")
    own_server.stop()
    file.unlink()
    own_server.start()
