"""Row `verify` (核验): proving the chain beside reading and hashing its rows.

Ours goes through the opened store behind the guard: every entry's number, link and digest, and
the head. The peer reads the same rows with `sqlite3` and hashes the same text.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from bench.rows import Measured, Size
from bench.sample_office import STORE, UNIT, claims, founded, opened, registered
from bench.timing import Contestant, compared, in_turns
from supervision.journal.entry import digester, open_chain
from supervision.journal.verify import check_chain
from supervision.office.inner_views import ProofView

__all__ = ["verify"]

_FINDINGS = {Size.FULL: 25_000, Size.SMALL: 500}
_ROUNDS = {Size.FULL: 9, Size.SMALL: 2}
_BOUND = 167  # at least 60 per cent of the rows a second
_AT_ONCE = 1_000


class _Ours:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: object = None

    def prepare(self) -> None:
        self._office = opened(self._folder)

    def run(self) -> int:
        chain = open_chain(UNIT)
        with self._office.store.begin() as transaction:
            view = ProofView(transaction)
            head = view.head(chain)
            digests = {"sha256": digester("sha256")}
            report, faults = check_chain(
                chain, view.entries(chain), (head.seq, head.digest), digests
            )
        self._found = report.entries, report.digest, len(faults)
        return report.entries

    def finish(self) -> object:
        self._office.close()
        return self._found


class _Plain:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: object = None

    def prepare(self) -> None:
        self._connection = sqlite3.connect(self._folder / STORE)

    def run(self) -> int:
        count = wrong = 0
        last = ""
        rows = self._connection.execute(
            "SELECT chain, seq, kind, id, version, tag, tag_version, entered_at, actor, reason,"
            " prev, digest_name, payload, digest FROM sv_entry WHERE chain = ? ORDER BY seq",
            (open_chain(UNIT),),
        )
        for *fields, digest in rows:
            text = "\n".join(["supervision.journal/1", *map(str, fields)])
            wrong += fields[10] != last or sha256(text.encode()).hexdigest() != digest
            last = digest
            count += 1
        self._found = count, last, wrong
        return count

    def finish(self) -> object:
        self._connection.close()
        return self._found


def verify(size: Size) -> Sequence[Measured]:
    """Measure the chain; note what the whole proof costs: chain, replay, rows."""
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place) / "office"
        founded(folder)
        ids = registered(folder, _FINDINGS[size])
        with opened(folder) as office:
            claims(office, [ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)])
        sides: dict[str, Contestant] = {"ours": _Ours(folder), "plain": _Plain(folder)}
        times = in_turns(sides, _ROUNDS[size])
        with opened(folder) as office:
            begun = time.perf_counter_ns()
            report = office.verify()
            whole = (time.perf_counter_ns() - begun) // report.chains[0].entries
        if not report.ok:
            raise AssertionError(report.faults[0])
    return [
        compared(
            "verify",
            f"check of a chain, {report.chains[0].entries} entries",
            "sqlite3: SELECT + sha256",
            (times["ours"], times["plain"]),
            _BOUND,
            {"whole proof µs per entry": f"{whole / 1000:.1f}"},
            waits=False,
        )
    ]
