"""Files written whole or not at all (原子写入).

The text goes to a file beside the target first, then takes its place in one step: whoever reads
the target sees the old file or the new one, also after a power cut.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from supervision.errors import UsageError

__all__ = ["write_whole", "writing_whole"]


def write_whole(target: Path, content: bytes) -> None:
    """Write `content` to `target`, replacing what was there.

    Raises:
        UsageError: `export.target` when it cannot be written; the target is as it was.
    """
    with writing_whole(target) as file:
        file.write(content)


@contextmanager
def writing_whole(target: Path) -> Iterator[IO[bytes]]:
    """Give a file to write piece by piece, which replaces `target` at the end.

    Raises:
        UsageError: `export.target` when it cannot be written; the target is as it was, as it
            is when anything else ends the writing.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise _refusal(target, error) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(_mode(target))
        beside.replace(target)
    except OSError as error:
        raise _refusal(target, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _refusal(target: Path, error: OSError) -> UsageError:
    return UsageError("export.target", path=str(target), reason=error.strerror or str(error))


def _mode(target: Path) -> int:
    """Keep who may read the file that is replaced; a new one is for its owner alone."""
    return target.stat().st_mode & 0o777 if target.exists() else 0o600
