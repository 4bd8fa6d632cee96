"""A PostgreSQL server to throw away (一次性服务器), for tests and measurements.

It is made from the machine's own binaries in a folder directly below the system's temporary
folder, listens on a socket in that folder only, and goes when it is closed or when the process
that opened it dies; where nobody was left to remove it, when the next one is made. PostgreSQL
refuses to run as root; for root it runs as another user.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import psycopg

from supervision_store_sql.leftovers import PREFIX, clear_leftovers, end_server, hold

__all__ = ["Throwaway", "find_programs"]

_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
_USERS = ("postgres", "nobody")
_LONGEST_FOLDER = 60  # the path of a socket has at most 107 bytes
_STARTING = 60  # seconds; after a crash the server first reads its log
_FAST = ("fsync=off", "full_page_writes=off")

# Waits for the name of a signal, or for its input to end because we are gone; then it also removes
# the folder nobody will remove any more. It started the server itself and so needs no pid file,
# which may name another process. The signal is repeated: a shell's child ignores it until it has
# become the server.
_KEEPER = """
folder=$1; ulimit -f "$2"; shift 2
exec 3<&0
"$@" 3<&- & server=$!
runs() {
    [ ! -e "$folder/ended" ] || return
    [ ! -e /proc/self/cmdline ] || grep -qsF "$folder/data" "/proc/$server/cmdline"
}
{
    read -r signal <&3; told=$?
    while runs; do kill "-${signal:-INT}" "$server"; sleep 0.05; done
    exit "$told"
} & waiting=$!
wait "$server"; touch "$folder/ended"
wait "$waiting" || rm -rf "$folder"
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

    def __init__(self, programs: Path, *, safe: bool = False, settings: Sequence[str] = ()) -> None:
        """Make it and start it.

        Args:
            programs: what `find_programs` found.
            safe: write to the disk as a server in use does, which takes longer.
            settings: further ones of the server, such as `commit_delay=2000`.

        Raises:
            OSError, subprocess.CalledProcessError: it cannot be made.
            TimeoutError: it does not start.
        """
        self._programs = programs
        self._settings = (*(() if safe else _FAST), *settings)
        self._keeper: subprocess.Popen[bytes] | None = None
        self._user: int | None = None
        self._group: int | None = None
        if os.geteuid() == 0:
            self._user, self._group = _somebody_else()
        root = Path(tempfile.gettempdir())
        if len(str(root)) >= _LONGEST_FOLDER:
            root = Path("/tmp")  # noqa: S108  # a private folder is made in it
        clear_leftovers(root, os.geteuid() if self._user is None else self._user)
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
        self._held: int | None = hold(self.folder)
        if self._user is not None and self._group is not None:
            os.chown(self.folder, self._user, self._group)
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
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        with contextlib.suppress(BrokenPipeError):
            keeper.communicate(b"QUIT\n" if crash else b"INT\n")
        keeper.wait()
        if not (self.folder / "ended").exists():  # somebody has killed its keeper
            with contextlib.suppress(OSError):
                end_server(self.folder / "data")

    def restart(self, *, crash: bool = False) -> None:
        """Stop it and start it again."""
        self.stop(crash=crash)
        self.start()

    def close(self) -> None:
        """Stop it and remove everything."""
        self.stop(crash=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._held is not None:
            os.close(self._held)
            self._held = None

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
