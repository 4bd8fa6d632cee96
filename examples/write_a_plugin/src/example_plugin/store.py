"""A store in one text file (文本存储): a line of JSON for every row, entry and sealed value.

A transaction reads the file, and a commit puts a new one in its place, whole or not at all.
The lock ends with its process. Good for some thousands of lines.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import attrs

import supervision.plugin as sv


class TextStore:
    capabilities = frozenset({sv.Capability.DURABLE, sv.Capability.PROCESSES})

    def __init__(self, path: Path, shapes: Sequence[sv.Shape], layout: str, wait_ms: int) -> None:
        self._path, self._catalog = path, sv.Catalog(shapes)
        self._layout, self._wait_ms, self._closed = layout, wait_ms, False

    def begin(self, *, write: Sequence[sv.ChainId] = ()) -> sv.Transaction:
        if self._closed:
            raise sv.UsageError("storage.closed")
        if not write:
            return sv.HeldTransaction(self._catalog, self._load())
        lock = self._lock()

        def keep(content: sv.HeldContent | None) -> None:
            with closing(lock):
                if content is not None:
                    self.save(content)

        return sv.HeldTransaction(self._catalog, self._load(), write, keep)

    def close(self) -> None:
        self._closed = True

    def save(self, content: sv.HeldContent) -> None:
        things = [(sort, attrs.asdict(one)) for sort in _READ for one in getattr(content, sort)]
        lines = [json.dumps(line, default=bytes.hex) for line in (self._layout, *things)]
        new = self._path.with_suffix(".new")
        try:
            with new.open("w", encoding="ascii") as file:
                file.write("\n".join(lines))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError as error:
            raise sv.StorageUnavailable(
                "storage.io", path=str(self._path), error=str(error)
            ) from error

    def _load(self) -> sv.HeldContent:
        first, *lines = map(json.loads, self._path.read_text("ascii").splitlines())
        if first != self._layout:
            raise sv.StorageError("storage.format", found=first, expected=self._layout)
        found: dict[str, list[Any]] = {sort: [] for sort in _READ}
        for sort, plain in lines:
            found[sort].append(_READ[sort](plain))
        return sv.HeldContent.of(**found)

    def _lock(self) -> IO[str]:
        lock = self._path.with_suffix(".lock").open("w")
        end = time.monotonic() + self._wait_ms / 1000
        while time.monotonic() < end:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.005)
            else:
                return lock
        lock.close()
        raise sv.StorageUnavailable("storage.busy", waited_ms=self._wait_ms)


def _row(plain: dict[str, Any]) -> sv.Row:
    many = {field: tuple(values) for field, values in plain["many"].items()}
    return sv.Row(**plain | {"many": many})


def _entry(plain: dict[str, Any]) -> sv.Entry:
    return sv.Entry(**plain | {"header": sv.Header(**plain["header"])})


def _blob(plain: dict[str, str]) -> sv.Blob:
    salt, content = bytes.fromhex(plain["salt"]), bytes.fromhex(plain["content"])
    return sv.Blob(digest=plain["digest"], salt=salt, content=content)


_READ = {"rows": _row, "entries": _entry, "blobs": _blob}
