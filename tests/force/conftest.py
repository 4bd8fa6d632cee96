"""What the tests of force share: the server of processes to kill, and places for offices."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the modules beside this file, which the worker imports too

import force_offices as fo  # noqa: E402  # after its folder is known
import force_postgresql  # noqa: E402  # likewise

KILLS = int(os.environ.get("SUPERVISION_TEST_KILLS", "15"))
"""How many processes each test of crashes kills."""


def spawned(job: str, prefix: tuple[str, ...] = (), **arguments: object) -> subprocess.Popen[bytes]:
    """Start a job in a process of its own; its standard output holds lines of JSON."""
    line = json.dumps({"job": job, **arguments})
    command = [*prefix, sys.executable, str(HERE / "force_worker.py"), line]
    # Without a buffer, or `communicate` would miss what was read ahead.
    return subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0)


class Server:
    """Starts children that have everything imported, and hears what they say."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "force_worker.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._rest = b""
        self.await_rest: Callable[[], None] = lambda: None
        """Waits until a database elsewhere has ended the transactions of a child that is gone."""

    def start(self, job: str, **arguments: object) -> int:
        """Start a job; return its process id."""
        line = json.dumps({"job": job, **arguments}).encode() + b"\n"
        self._process.stdin.write(line)
        self._process.stdin.flush()
        return self.hear(30)["pid"]

    def hear(self, seconds: float) -> dict[str, object] | None:
        """Return the next thing said, or `None` when nothing is within that time."""
        until = time.monotonic() + seconds
        while b"\n" not in self._rest:
            out = self._process.stdout
            if not select.select([out], [], [], max(0.0, until - time.monotonic()))[0]:
                return None
            piece = os.read(out.fileno(), 1 << 16)
            assert piece, "the server has died"
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        said = json.loads(line)
        assert "crash" not in said, said["crash"]
        return said

    def listen(self, seconds: float) -> list[dict[str, object]]:
        """Return everything said during that time."""
        until = time.monotonic() + seconds
        said = []
        while (left := until - time.monotonic()) > 0:
            one = self.hear(left)
            said += [one] if one else []
        return said

    def kill(self, child: int) -> None:
        """Kill a child as a power switch would: it can do nothing about it."""
        os.kill(child, signal.SIGKILL)

    def end(self) -> tuple[list[dict[str, object]], int]:
        """Wait until the child is gone; return what it said last, and its exit code."""
        said = []
        while True:
            one = self.hear(120)
            assert one is not None, "the child neither ends nor speaks"
            if "exit" in one:
                self.await_rest()
                return said, one["exit"]
            said.append(one)

    def run(self, job: str, **arguments: object) -> list[dict[str, object]]:
        """Run a job to its own end; return what it said."""
        self.start(job, **arguments)
        return self.end()[0]

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.close()


@pytest.fixture
def spawn() -> Callable[..., subprocess.Popen[bytes]]:
    return spawned


@pytest.fixture
def run_at_once() -> Callable[[list[dict[str, object]], Path], list[list[dict[str, object]]]]:
    """Give what runs jobs at once, each in its own process, and returns what each said. They
    begin together when all are ready."""

    def run(jobs: list[dict[str, object]], gate: Path) -> list[list[dict[str, object]]]:
        processes = [spawned(**job) for job in jobs]
        for process in processes:
            while "ready" not in json.loads(process.stdout.readline()):
                pass
        gate.touch()
        outputs = [process.communicate(timeout=300)[0] for process in processes]
        assert [process.returncode for process in processes] == [0] * len(jobs), outputs
        return [[json.loads(line) for line in output.splitlines()] for output in outputs]

    return run


@pytest.fixture(scope="session")
def kills() -> int:
    return KILLS


@pytest.fixture
def chance() -> random.Random:
    """Give chance that can be had again: the seed is shown when a test fails."""
    seed = int(os.environ.get("SUPERVISION_TEST_SEED") or random.SystemRandom().getrandbits(32))
    print(f"SUPERVISION_TEST_SEED={seed}")
    return random.Random(seed)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def plan_office(
    request: pytest.FixtureRequest, tmp_path: Path, server: Server
) -> Iterator[Callable[[], Path]]:
    """Give what plans an office in a place of its own, on each database there is."""

    def plan() -> Path:
        folder = tmp_path / f"office-{len(list(tmp_path.glob('office-*')))}"
        folder.mkdir()
        if request.param == "sqlite":
            return fo.planned(folder)
        settings = request.getfixturevalue("new_schema")()
        server.await_rest = partial(force_postgresql.await_end_of_all, settings)
        return fo.planned(folder, force_postgresql.store_table(settings))

    yield plan
    server.await_rest = lambda: None


@pytest.fixture
def new_office(plan_office: Callable[[], Path]) -> Callable[[], Path]:
    """Give what makes a founded office in a place of its own, on each database there is."""

    def make() -> Path:
        toml = plan_office()
        fo.begin(toml)
        return toml

    return make
