"""What killed runs of throw-away servers left behind (遗留的一次性服务器): ended and removed.

A folder is in use while whoever made it holds the lock on a file in it; the system lets go of
that lock when the maker is gone, however it went. A number in a pid file may long belong to
somebody else: a process is signalled only after it was seen to be the server of that folder,
and through a descriptor of it, which no other process takes over.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import shutil
import signal
import sys
from pathlib import Path

__all__ = ["PREFIX", "clear_leftovers", "end_server", "hold"]

PREFIX = "svpg-"
"""How the folder of every throw-away server is called."""

_LOCK = "in-use"
_ENDING = 10_000  # milliseconds; like a power cut, it takes a few


def hold(folder: Path) -> int:
    """Show that a new folder is in use, until the descriptor returned is closed."""
    part = folder / f"{_LOCK}.part"
    file = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    fcntl.flock(file, fcntl.LOCK_EX)
    part.rename(folder / _LOCK)  # so nobody finds it without the lock
    return file


def clear_leftovers(root: Path, owner: int) -> None:
    """Remove the folders nobody uses any more, and end what still runs in them.

    Whatever cannot be told for sure is left alone: folders of others, processes that cannot be
    looked at, and on systems other than Linux any folder whose server may still run.

    Args:
        root: where the folders are.
        owner: the user the servers run as.
    """
    for folder in root.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if not folder.is_symlink() and folder.stat().st_uid == owner:
                _clear(folder)


def _clear(folder: Path) -> None:
    file = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if end_server(folder / "data"):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(file)


def end_server(data: Path) -> bool:
    """End the server of a data folder like a power cut, if one runs; say whether none is left.

    Raises:
        OSError: the process with the server's number may not be looked at.
    """
    number = _number(data)
    if number is None:
        return True
    if sys.platform != "linux":
        return False
    try:
        process = os.pidfd_open(number)
    except ProcessLookupError:
        return True
    try:
        if not _is_server(number, data):
            return True
        signal.pidfd_send_signal(process, signal.SIGQUIT)
        ending = select.poll()
        ending.register(process, select.POLLIN)
        return bool(ending.poll(_ENDING))
    finally:
        os.close(process)


def _number(data: Path) -> int | None:
    """Return the process id a server has left in its data folder."""
    try:
        lines = (data / "postmaster.pid").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return None
    with contextlib.suppress(IndexError, ValueError):
        number = int(lines[0])
        return number if number > 0 else None
    return None


def _is_server(number: int, data: Path) -> bool:
    """Say whether the process with this number is the server of that data folder.

    Its own processes have other titles; the working directory would tell too, but root without
    the right to trace may not look at it.
    """
    program, *arguments = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
    if Path(os.fsdecode(program)).name != "postgres" or arguments[:1] != [b"-D"]:
        return False
    try:
        return data.samefile(os.fsdecode(arguments[1]))
    except FileNotFoundError:
        return False
