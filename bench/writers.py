"""Row `writers` (并发写入): eight processes on PostgreSQL, in eight units beside in one chain.

Every act is a whole one: the chain's row is locked, unit and officer are read, a finding is
registered, its entry is chained, everything is committed to the disk. In one chain the writers
take turns; in eight units they do not wait for one another.

How much that gains depends on what there is to wait for. A disk that keeps what it says needs
one to ten milliseconds for a flush: the bound is set for two. On a machine whose disk answers
at once, as virtual ones do, the processors are all there is, and eight writers can only be as
many times as fast as there are processors: that row has no bound.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from bench.rows import Measured, Size
from bench.sample_office import ANSWERER, FACTS, UNIT, founded
from bench.server import Server, served
from bench.timing import percentile
from supervision import open_office
from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.officers import officer_id
from supervision.domain.units import RegisterUnit, unit_id
from supervision.domain.values import UnitId
from supervision.journal.entry import open_chain
from supervision.office.findings import open_finding
from supervision.office.office import Office
from supervision.office.people import register_unit
from supervision.ports.query import Everything

__all__ = ["writers"]

_WRITERS = 8
_ACTS = {Size.FULL: 100, Size.SMALL: 10}
_ROUNDS = {Size.FULL: 5, Size.SMALL: 1}
_BOUND = 33  # three times as fast
_FLUSH_US = 2_000
_SCHEMA = "bench_writers"
_HEAD = officer_id(UNIT, "102")


def _code(number: int) -> str:
    return f"w{number}"


def _act(office: Office, unit: UnitId) -> None:
    with office.work(ANSWERER, unit) as work:
        open_finding(work, OpenFinding(title="权利告知逾期", facts=FACTS))
        work.commit()


def _write(folder: Path, unit: UnitId, count: int, start: Barrier, told: Queue[list[int]]) -> None:
    """Act so often in a unit; tell when it was begun and ended, and how long each act took."""
    with open_office(folder) as office:
        _act(office, unit)
        start.wait()
        times = [time.monotonic_ns()]
        for _ in range(count):
            _act(office, unit)
            times.append(time.monotonic_ns())
        told.put(times)


def _together(folder: Path, units: Sequence[UnitId], count: int) -> tuple[int, int]:
    """Let a writer loose in each of the units; return nanoseconds per act, and the 99th centile."""
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(len(units))
    told: Queue[list[int]] = spawn.Queue()
    processes = [
        spawn.Process(target=_write, args=(folder, unit, count, start, told)) for unit in units
    ]
    for process in processes:
        process.start()
    times = [told.get(timeout=300) for _ in processes]
    for process in processes:
        process.join()
    whole = max(one[-1] for one in times) - min(one[0] for one in times)
    waits = [after - before for one in times for before, after in pairwise(one)]
    return whole // (count * len(units)), percentile(waits, 99)


def writers(size: Size) -> Sequence[Measured]:
    """Measure both in turns, on a disk as slow as disks are, and on this machine's."""
    return [
        _measured("writers", f"a flush takes {_FLUSH_US / 1000:g} ms", _FLUSH_US, _BOUND, size),
        _measured("writers here", "this machine's disk", 0, 0, size),
    ]


def _measured(name: str, disk: str, flush_us: int, bound: int, size: Size) -> Measured:
    units = [unit_id(_code(number)) for number in range(_WRITERS)]
    count, rounds = _ACTS[size], _ROUNDS[size]
    with served(flush_us) as server, tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place) / "office"
        server.drop(_SCHEMA)
        _found(folder, server, units)
        apart, one = [], []
        for _ in range(rounds):
            apart.append(_together(folder, units, count))
            one.append(_together(folder, [UNIT] * _WRITERS, count))
        with open_office(folder) as office:
            _check(office, units, rounds * (count + 1))
        server.drop(_SCHEMA)
    ours, peer = ([time for time, _ in side] for side in (apart, one))
    slowest = " ÷ ".join(f"{min(late for _, late in side) / 1e6:.1f}" for side in (apart, one))
    return Measured(
        name=name,
        what=f"an act of {_WRITERS} writers in {_WRITERS} units, {disk}",
        against=f"of {_WRITERS} writers in one chain",
        ours=min(ours),
        peer=min(peer),
        bound=bound,
        notes={"rounds": rounds, "p99 ms": slowest},
        ours_median=percentile(ours, 50),
        peer_median=percentile(peer, 50),
    )


def _found(folder: Path, server: Server, units: Sequence[UnitId]) -> None:
    founded(folder, store=server.section(_SCHEMA))
    with open_office(folder) as office:
        for number, unit in enumerate(units):
            code = _code(number)
            with office.work(_HEAD, unit) as work:
                command = RegisterUnit(code=code, name=code, prefix=code, path=f"/fj/{code}")
                register_unit(work, command)
                work.commit()


def _check(office: Office, units: Sequence[UnitId], each: int) -> None:
    """See that nothing is missing and every chain holds."""
    with office.store.begin() as transaction:
        [found] = transaction.tally(FINDING.name, Everything)
        lengths = {transaction.head(open_chain(unit)).seq for unit in units}
    if found.count != 2 * _WRITERS * each or lengths != {each + 1} or not office.verify().ok:
        raise AssertionError("acts are missing")
