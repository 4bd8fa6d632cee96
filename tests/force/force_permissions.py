"""Permissions of files that count for whoever runs the tests, root too.

Root reads and writes everything by two capabilities of its thread. Once they are laid down, an
owner's permissions count for it as for anybody else. That needs no second user, who might not be
allowed to read the interpreter or the installed packages.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["permissions_count", "without_privilege"]

_VERSION_3 = 0x20080522  # linux/capability.h
_ALL_PERMITTING = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Words(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable"))


def _call(name: str, sets: ctypes.Array[_Words]) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    header = _Header(_VERSION_3, 0)  # 0: the calling thread
    if getattr(library, name)(ctypes.byref(header), sets):
        raise OSError(ctypes.get_errno(), f"{name} failed")


@contextmanager
def without_privilege() -> Iterator[None]:
    """Let permissions count for this thread, where the system can."""
    if sys.platform != "linux":
        yield
        return
    sets = (_Words * 2)()
    _call("capget", sets)
    before = sets[0].effective
    sets[0].effective = before & ~_ALL_PERMITTING
    _call("capset", sets)
    try:
        yield
    finally:
        sets[0].effective = before
        _call("capset", sets)


def permissions_count(folder: Path) -> bool:
    """Say whether they do, by trying."""
    closed = folder / "closed"
    closed.touch(0o000)
    try:
        with without_privilege():
            return not os.access(closed, os.R_OK, effective_ids=True)
    finally:
        closed.unlink()
