"""A PostgreSQL server to throw away (一次性服务器), for tests and measurements.

It is made from the machine's own binaries in a folder directly below the system's temporary
folder, listens on a socket in that folder only, and goes when it is closed or when the process
that opened it dies. PostgreSQL refuses to run as root; for root it runs as another user.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import psycopg

__all__ = ["Throwaway", "find_programs"]

_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
_USERS = ("postgres", "nobody")
_LONGEST_FOLDER = 60  # the path of a socket has at most 107 bytes
_STARTING = 60  # seconds; after a crash the server first reads its log
_FAST = ("fsync=off", "full_page_writes=off")

# Ends the server when the line it waits for does not come because we are gone, and then also
# removes the folder nobody will remove any more.
_KEEPER = """
folder=$1; ulimit -f "$2"; shift 2
{ "$@"; touch "$folder/ended"; } &
if ! read -r _; then kill -INT "$(head -n 1 "$folder/data/postmaster.pid")"; gone=yes; fi
wait
if [ "${gone:-}" ]; then rm -rf "$folder"; fi
"""


def find_programs() -> Path | None:
    """Return the folder with `initdb` and `postgres`, the newest there is, or `None`."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres"):
        return Path(on_path).resolve().parent
    found = [path for pattern in _FOLDERS for path in Path("/").glob(pattern[1:])]
    found = [path for path in found if (path / "initdb").exists() and (path / "postgres").exists()]
    return max(found, key=_number, default=None)


def _number(folder: Path) -> int:
    digits = "".join(letter for letter in folder.parent.name if letter.isdigit())
    return int(digits or 0)


class Throwaway:
    """A server in a folder of its own. Its only role is `postgres`, without a password.

    Attributes:
        folder: the folder.
        url: for `PostgresqlSettings.url`.
    """

    def __init__(self, programs: Path, *, safe: bool = False) -> None:
        """Make it and start it.

        Args:
            programs: what `find_programs` found.
            safe: write to the disk as a server in use does, which takes longer.

        Raises:
            OSError, subprocess.CalledProcessError: it cannot be made.
            TimeoutError: it does not start.
        """
        self._programs = programs
        self._settings = () if safe else _FAST
        self._keeper: subprocess.Popen[bytes] | None = None
        root = tempfile.gettempdir()
        self.folder = Path(
            tempfile.mkdtemp(prefix="svpg-", dir=root if len(root) < _LONGEST_FOLDER else "/tmp")  # noqa: S108
        )
        self._user: str | int | None = None
        self._group: str | int | None = None
        if os.geteuid() == 0:
            self._user, self._group = _somebody_else()
            shutil.chown(self.folder, self._user, self._group)
        self.url = f"postgresql://postgres@/postgres?host={self.folder}"
        try:
            self._run(
                "initdb",
                f"--pgdata={self.folder / 'data'}",
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
            )
            self.start()
        except BaseException:
            self.close()
            raise

    def _run(self, program: str, *arguments: str) -> None:
        try:
            subprocess.run(  # noqa: S603  # the machine's own program
                [self._programs / program, *arguments],
                check=True,
                capture_output=True,
                cwd="/",
                user=self._user,
                group=self._group,
                extra_groups=None if self._user is None else [],
            )
        except subprocess.CalledProcessError as error:
            error.add_note(error.stderr.decode(errors="replace"))
            raise

    def start(self, *, largest_file: int | None = None) -> None:
        """Start it, and return when it answers.

        Args:
            largest_file: how large a file may become, bytes: a disk that runs full.
        """
        limit = "unlimited" if largest_file is None else str(largest_file // 512)
        settings = ("listen_addresses=", f"unix_socket_directories={self.folder}")
        command: list[str | Path] = [self._programs / "postgres", "-D", self.folder / "data"]
        arguments = [f"--{setting}" for setting in (*settings, *self._settings)]
        (self.folder / "ended").unlink(missing_ok=True)
        with (self.folder / "log").open("ab") as log:
            self._keeper = subprocess.Popen(  # noqa: S603  # the machine's own program
                ["/bin/sh", "-c", _KEEPER, "sh", self.folder, limit, *command, *arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                user=self._user,
                group=self._group,
                extra_groups=None if self._user is None else [],
                start_new_session=True,
            )
        self._await_answer()

    def _await_answer(self) -> None:
        end = time.monotonic() + _STARTING
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > end or not self.running:
                    log = (self.folder / "log").read_text("utf-8", "replace")[-2_000:]
                    raise TimeoutError(log) from error
                time.sleep(0.05)
            else:
                return

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._keeper is not None and not (self.folder / "ended").exists()

    def execute(self, text: str, values: Sequence[object] = ()) -> None:
        """Execute one statement as its administrator, outside any transaction."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(text, values or None)

    def stop(self, *, crash: bool = False) -> None:
        """Stop it and cut all connections; with `crash` like a power cut of the server."""
        running = self.running
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        # A server that has ended by itself may have left its number, and another process has it.
        with contextlib.suppress(OSError, ValueError, IndexError):
            if not running:
                raise ProcessLookupError
            file = self.folder / "data" / "postmaster.pid"
            number = int(file.read_text("utf-8").splitlines()[0])
            os.kill(number, signal.SIGQUIT if crash else signal.SIGINT)
        with contextlib.suppress(BrokenPipeError):
            keeper.communicate(b"\n")
        keeper.wait()

    def restart(self, *, crash: bool = False) -> None:
        """Stop it and start it again."""
        self.stop(crash=crash)
        self.start()

    def close(self) -> None:
        """Stop it and remove everything."""
        self.stop(crash=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _somebody_else() -> tuple[int, int]:
    """Return user and group root lets the server run as."""
    for name in _USERS:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise OSError(f"none of the users {', '.join(_USERS)} is there to run PostgreSQL")
