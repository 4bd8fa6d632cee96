"""Rows `act`, `store`, `digest` (办理行为、存储、摘要): what one act costs, alone and by the hundred.

The act is a department's claim of a finding: the unit of work is begun, unit, officer and
finding are loaded, the claim is decided, the finding evolved, row and change encoded, the entry
chained, everything committed with `synchronous = FULL`. `store` does the same writes with rows
and payloads that were encoded before. Beside them: `sqlite3` repeating the very statements, and
for the whole act two libraries that keep a history too, though without a chain of hashes.
"""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

import attrs

from bench.raw_sqlite import Raw, recorded
from bench.rows import Measured, NotRun, Size
from bench.sample_office import (
    STORE,
    UNIT,
    claims,
    contents,
    copied,
    founded,
    opened,
    outcomes,
    registered,
)
from bench.server import Server, served
from bench.timing import Contestant, compared, in_turns
from supervision.domain.findings import FINDING
from supervision.journal.entry import Entry, Header, digest_of, digester, open_chain
from supervision.office.office import Office
from supervision.ports.store import Row, Write

__all__ = ["act", "act_on_server", "digest", "store"]

Batches: TypeAlias = Sequence[Sequence[str]]
Work: TypeAlias = Callable[[Office, Batches], int]

_BATCHES = (1, 100)
# Many short rounds: one of them falls into a quiet moment of the machine. In each, everybody
# begins alike: in a fresh copy, just opened, with one transaction before the clock starts.
_ROUNDS = {Size.FULL: 40, Size.SMALL: 2}
_ACTS = {  # of one round, by size and batch
    Size.FULL: {1: 100, 100: 1_000},
    Size.SMALL: {1: 20, 100: 200},
}
_WARM = 1
# How long it takes until caches are filled and the write-ahead log has the size it keeps.
_LONG_RUN = {Size.FULL: 200, Size.SMALL: 20}

_STORE_BOUND = 167  # at least 0.6 times as fast as the bare statements
_ACT_BOUNDS = {1: 182, 100: 333}  # 0.55 times, 0.3 times
_DJANGO_BOUND = 33  # three times as fast
_EVENTS_BOUND = 83  # 1.2 times as fast
_SM3_BOUND = 115

_SCHEMA = "bench_office"
_ROUNDS_ON_SERVER = {Size.FULL: 15, Size.SMALL: 2}
_ACTS_ON_SERVER = {
    Size.FULL: {1: 60, 100: 300},
    Size.SMALL: {1: 10, 100: 100},
}
_DJANGO_ON_SERVER_BOUND = 50  # twice as fast


class _Plan(NamedTuple):
    """Which findings each transaction claims (安排)."""

    warm: Batches
    timed: Batches

    @property
    def all(self) -> Batches:
        return [*self.warm, *self.timed]

    @property
    def sizes(self) -> Sequence[int]:
        return list(map(len, self.all))


def _planned(ids: Iterable[str], batch: int, warm: int = _WARM) -> _Plan:
    following = iter(ids)
    batches = list(iter(lambda: list(islice(following, batch)), []))
    return _Plan(batches[:warm], batches[warm:])


class _Ours:
    """The work through a really opened office (本库)."""

    def __init__(
        self,
        fresh: Callable[[], Path],
        plan: _Plan,
        work: Work,
        result: Callable[[Path], object],
    ) -> None:
        """Take what makes a fresh office, the work, and how its result is read."""
        self._fresh = fresh
        self._plan = plan
        self._work = work
        self._result = result
        self._folder: Path
        self._office: Office

    def prepare(self) -> None:
        self._folder = self._fresh()
        self._office = opened(self._folder)
        self._work(self._office, self._plan.warm)

    def run(self) -> int:
        return self._work(self._office, self._plan.timed)

    def finish(self) -> object:
        self._office.close()
        return self._result(self._folder)


def _copies(base: Path) -> Callable[[], Path]:
    return lambda: copied(base, base.with_name("ours"))


def _tables(folder: Path) -> object:
    return contents(folder / STORE)


def _outcomes(folder: Path) -> object:
    with opened(folder) as office:
        return outcomes(office)


@contextmanager
def _office(
    acts: int, batch: int, *, digest: str = "sha256", warm: int = _WARM
) -> Iterator[tuple[Path, _Plan]]:
    """Make an office with findings to claim; give its folder and how they are claimed."""
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        base = Path(place) / "base"
        founded(base, digest)
        yield base, _planned(registered(base, acts + warm * batch), batch, warm)


class _Prepared:
    """Rows and changes as they will be, encoded before the clock starts (预先编码)."""

    def __init__(self, base: Path, to: Path, batches: Batches) -> None:
        """Do the acts once in a copy and keep what they wrote."""
        with opened(copied(base, to)) as office:
            with office.store.begin() as transaction:
                [before] = transaction.chains()
                start = transaction.head(before).seq
            claims(office, batches)
            with office.store.begin() as transaction:
                self._rows: Mapping[str, Row] = {
                    row.id: row for row in transaction.scan(FINDING.name)
                }
                self._entries: Mapping[str, Entry] = {
                    entry.header.id: entry
                    for entry in transaction.entries(open_chain(UNIT), after=start)
                }
        self._digest = digester("sha256")

    def write(self, office: Office, batches: Batches) -> int:
        """Write what was prepared, chained behind what is there."""
        chain, count = open_chain(UNIT), 0
        for batch in batches:
            with office.store.begin(write=[chain]) as transaction:
                head = transaction.head(chain)
                seq, prev = head.seq, head.digest
                entries = []
                for id in batch:
                    seq += 1
                    was = self._entries[id]
                    header: Header = attrs.evolve(was.header, seq=seq, prev=prev)
                    prev = digest_of(header, was.payload, self._digest)
                    entries.append(Entry(header=header, payload=was.payload, digest=prev))
                transaction.write([Write(row=self._rows[id], expected=1) for id in batch])
                transaction.append(entries)
                transaction.commit()
            count += len(batch)
        return count


def store(size: Size) -> Sequence[Measured]:
    """Measure the store: rows and payloads encoded before."""
    found = []
    for batch in _BATCHES:
        with _office(_ACTS[size][batch], batch) as (base, plan):
            prepared = _Prepared(base, base.with_name("prepared"), plan.all)
            sides = _beside_raw(base, plan, prepared.write)
            times = in_turns(sides, _ROUNDS[size])
            found.append(
                compared(
                    f"store {batch}",
                    "store: write and append, encoded before",
                    "sqlite3: same statements and hash",
                    (times["ours"], times["raw"]),
                    _STORE_BOUND,
                )
            )
    return found


def _beside_raw(base: Path, plan: _Plan, work: Work) -> dict[str, Contestant]:
    script = recorded(base, base.with_name("recorded"), lambda office: work(office, plan.all))
    count = sum(map(len, plan.timed))
    return {
        "ours": _Ours(_copies(base), plan, work, _tables),
        "raw": Raw(base, base.with_name("raw"), script, len(plan.warm), count),
    }


def act(size: Size) -> Sequence[Measured]:
    """Measure the whole act beside bare statements and both libraries."""
    found = []
    for batch in _BATCHES:
        with _office(_ACTS[size][batch], batch) as (base, plan):
            times = in_turns(_beside_raw(base, plan, claims), _ROUNDS[size])
            found.append(
                compared(
                    f"act {batch}",
                    "act: load, decide, evolve, encode, chain",
                    "sqlite3: same statements and hash",
                    (times["ours"], times["raw"]),
                    _ACT_BOUNDS[batch],
                )
            )
            found += _beside_libraries(base, plan, batch, size)
    return [*found, _in_the_long_run(size)]


def _in_the_long_run(size: Size) -> Measured:
    """Measure single acts once everything has got going; a figure without a bound."""
    count = _LONG_RUN[size]
    with _office(count, 1, warm=count) as (base, plan):
        times = in_turns(_beside_raw(base, plan, claims), _ROUNDS[size] // 2)
        return compared(
            "act 1 long run",
            f"act, after {count} others",
            "sqlite3: same statements and hash",
            (times["ours"], times["raw"]),
            0,
        )


def _beside_libraries(base: Path, plan: _Plan, batch: int, size: Size) -> Iterator[Measured]:
    _check_installed("django", "simple_history", "eventsourcing")
    from bench.peer_django import DjangoPeer, in_file
    from bench.peer_events import EventsPeer

    peers = base.with_name("peers")
    peers.mkdir()
    sizes, warm = plan.sizes, len(plan.warm)
    ours = _Ours(_copies(base), plan, claims, _outcomes)
    sides: dict[str, Contestant] = {
        "ours": ours,
        "django": DjangoPeer(in_file(peers / "django.sqlite"), sizes, warm),
        "events": EventsPeer(peers / "events", sizes, warm),
    }
    times = in_turns(sides, _ROUNDS[size])
    for name, against, bound in (
        ("django", "Django + django-simple-history", _DJANGO_BOUND),
        ("events", "eventsourcing", _EVENTS_BOUND),
    ):
        yield compared(
            f"act {batch} {name}",
            "act: load, decide, evolve, encode, chain",
            f"{against}: same act, no chain",
            (times["ours"], times[name]),
            bound,
        )


def _check_installed(*modules: str) -> None:
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise NotRun(f"not installed: {', '.join(missing)} (dependency group `bench`)")


def act_on_server(size: Size) -> Sequence[Measured]:
    """Measure the whole act on PostgreSQL beside Django."""
    _check_installed("django", "simple_history")
    from bench.peer_django import DjangoPeer, on_server

    found = []
    with served() as server:
        for batch in _BATCHES:
            acts = _ACTS_ON_SERVER[size][batch]
            with tempfile.TemporaryDirectory(prefix="bench-") as place:
                office = _OnServer(server, Path(place) / "office", acts + _WARM * batch)
                plan = _planned(office.ids(), batch)
                django = DjangoPeer(on_server(server.url), plan.sizes, len(plan.warm))
                sides: dict[str, Contestant] = {
                    "ours": _Ours(office.fresh, plan, claims, _outcomes),
                    "django": django,
                }
                times = in_turns(sides, _ROUNDS_ON_SERVER[size])
            found.append(
                compared(
                    f"act-pg {batch}",
                    "act on PostgreSQL",
                    "Django + django-simple-history on PostgreSQL: same act, no chain",
                    (times["ours"], times["django"]),
                    _DJANGO_ON_SERVER_BOUND,
                )
            )
    return found


class _OnServer:
    """An office on a server, made afresh for every round (服务器上的办公室)."""

    def __init__(self, server: Server, folder: Path, count: int) -> None:
        self._server = server
        self._folder = folder
        self._count = count

    def ids(self) -> Sequence[str]:
        """Return the ids its findings always have."""
        self.fresh()
        with opened(self._folder) as office, office.store.begin() as transaction:
            return [row.id for row in transaction.scan(FINDING.name)]

    def fresh(self) -> Path:
        """Make it again."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._server.drop(_SCHEMA)
        founded(self._folder, store=self._server.section(_SCHEMA))
        registered(self._folder, self._count)
        return self._folder


def digest(size: Size) -> Sequence[Measured]:
    """Measure the act with SM3 beside the act with SHA-256."""
    found = []
    for batch in _BATCHES:
        acts = _ACTS[size][batch]
        with _office(acts, batch, digest="sm3") as (sm3, plan), _office(acts, batch) as (sha, _):
            sides = {
                "sm3": _Ours(_copies(sm3), plan, claims, _outcomes),
                "sha256": _Ours(_copies(sha), plan, claims, _outcomes),
            }
            times = in_turns(sides, _ROUNDS[size])
            found.append(
                compared(
                    f"digest {batch}",
                    "act, digest sm3",
                    "act, digest sha256",
                    (times["sm3"], times["sha256"]),
                    _SM3_BOUND,
                )
            )
    return found
