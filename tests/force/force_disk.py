"""A disk that runs full under an office, and is freed again. Runs inside the worker, since only
there the disk is small.
"""

from __future__ import annotations

import random
import resource
from collections.abc import Callable
from pathlib import Path

import force_offices as fo
from force_acts import Acts, Say
from force_record import Record

from supervision.errors import Refused, StorageUnavailable
from supervision.office.office import Office

ATTEMPTS = 30
BALLAST = 1 << 20


class Filling:
    """An office that goes on acting on a disk that runs full, and keeps account."""

    def __init__(self, toml: Path, say: Say) -> None:
        self.record = Record.begun(toml)
        self._say = say
        self._said: list[dict] = []
        self._chance = random.Random(1)

    def act(self, office: Office, times: int) -> StorageUnavailable | None:
        """Act so many times, or until the store refuses; return its refusal."""
        acts = Acts(office, self._chance, lambda **what: self._said.append(what))
        for _ in range(times):
            try:
                acts.one()
            except Refused:
                continue
            except StorageUnavailable as error:
                self._said.append({"unavailable": error.code})
                return error
            finally:
                self.record.hear(self._said)
                self._said.clear()
        return None

    def live(self, use_up: Callable[[], None], free: Callable[[], None]) -> None:
        """Fill the disk, look at what is left, free it, go on; fill it again, open, go on."""
        with fo.opened(self.record.toml) as office:
            assert self.act(office, 20) is None
            use_up()
            refused = [error for _ in range(ATTEMPTS) if (error := self.act(office, 20))]
            assert len(refused) >= ATTEMPTS // 2, refused
            self._tell(*refused)
            # What the store has refused is not there; everything else still is, and is read.
            self.record.compare(office)
            free()
            assert self.act(office, 20) is None
            self.record.compare(office)
            use_up()
        self._open_on_full_disk()
        free()
        with fo.opened(self.record.toml) as office:
            assert self.act(office, 20) is None
            self.record.compare(office)
        self.record.check()
        self._say(acts=self.record.counts["acknowledged"])

    def _open_on_full_disk(self) -> None:
        """Opening takes a little room of its own; where that is not left it is refused too."""
        try:
            self.record.check()
        except StorageUnavailable as error:
            self._tell(error)

    def _tell(self, *refused: StorageUnavailable) -> None:
        for code in sorted({error.code for error in refused}):
            self._say(refused=code)


def fill_small_disk(folder: str, say: Say) -> None:
    """Fill a file system of a few megabytes, on which this process has its office."""
    _fill(Path(folder), Filling(fo.founded(Path(folder)), say))


def fill_small_disk_of_server(folder: str, say: Say) -> None:
    """Fill a small file system, on which a server of this process has its data."""
    import force_postgresql  # where there is psycopg

    with force_postgresql.server_in(Path(folder)) as settings:
        toml = fo.founded(Path(folder), force_postgresql.store_table(settings))
        _fill(Path(folder), Filling(toml, say))


def _fill(folder: Path, filling: Filling) -> None:
    ballast = folder / "ballast"

    def use_up() -> None:
        with ballast.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                pass

    ballast.write_bytes(b"\0" * BALLAST)
    filling.live(use_up, ballast.unlink)


def outgrow_file_size(folder: str, say: Say) -> None:
    """Outgrow the size a file may have, which every system has and nobody needs rights for."""
    filling = Filling(fo.founded(Path(folder)), say)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))

    def use_up() -> None:
        files = Path(folder).glob("office.sqlite*")
        limit(max(file.stat().st_size for file in files) + 20_000)

    filling.live(use_up, lambda: limit(hard))
