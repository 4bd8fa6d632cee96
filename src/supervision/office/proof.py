"""Proof (核验与回溯): verification, checkpoints, and the office as it once stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import attrs

from supervision.domain.marks import OPEN, is_open
from supervision.domain.records import RecordKind
from supervision.domain.units import UNIT
from supervision.domain.values import Instant
from supervision.errors import JournalError
from supervision.journal.checkpoints import Checkpoint
from supervision.journal.entry import ChainId, Digester, Entry, file_of
from supervision.journal.replay import Key, Replayed, places_of, replay
from supervision.journal.verify import (
    Fault,
    Replaying,
    VerificationReport,
    check_blobs,
    check_chain,
    check_checkpoint,
    check_rows,
)
from supervision.office.inner_views import ProofView
from supervision.office.shapes import row_of
from supervision.ports.store import Row, Store, Transaction, Write

__all__ = ["checkpoints_of", "fill", "rebuild", "verify_store"]

Kinds = Mapping[str, RecordKind[Any]]


def verify_store(
    store: Store,
    kinds: Kinds,
    digests: Mapping[str, Digester],
    checkpoints: Iterable[Checkpoint] = (),
    progress: Callable[[Entry], None] = lambda _: None,
    files: AbstractSet[str] = frozenset(),
    *,
    seals: bool = True,
) -> VerificationReport:
    """Check chains, replay them, compare every row, blob and checkpoint (核验).

    Everything is read in one consistent state, and everything is verified. What is told is what
    lies in the open, and in `files`; of all the others only that something is wrong with them.
    Without `seals` the store holds no sealed contents, as an office called back to an entry,
    and none is looked for.
    """
    faults: list[Fault] = []
    reports = []
    replaying = Replaying(kinds=kinds)

    def shows(file: str) -> bool:
        return is_open(file) or file in files

    def each(entry: Entry) -> Iterable[Fault]:
        if shows(file_of(entry.header.chain)):
            progress(entry)
        return replaying(entry)

    with store.begin() as transaction:
        proof = ProofView(transaction)
        for chain in proof.chains():
            head = proof.head(chain)
            report, found = check_chain(
                chain, proof.entries(chain), (head.seq, head.digest), digests, each=each
            )
            if shows(file_of(chain)):
                reports.append(report)
            faults += found
        rows = (row for kind in kinds.values() for row in proof.rows(kind))
        paths = paths_of(replaying.records)
        compared, found = check_rows(
            rows, replaying.records, paths, ignore=frozenset(replaying.failed), shows=shows
        )
        faults += found
        sealed = replaying.sealed if seals else {}
        blobs, erased, found = check_blobs(
            sealed, replaying.erased, proof.blob, digests, shows=shows
        )
        faults += found
        held = 0
        for point in checkpoints:
            known = shows(file_of(point.chain))  # what is not shown is told like what never was
            entries = proof.entries(point.chain, point.seq - 1) if known else ()
            fault = check_checkpoint(point, entries)
            if fault and not known:
                fault = attrs.evolve(fault, file=OPEN)
            faults += [fault] if fault else []
            held += fault is None
    return VerificationReport(
        chains=tuple(reports),
        rows=compared,
        blobs=blobs,
        erased=erased,
        checkpoints=held,
        faults=tuple(_told(faults, shows)),
    )


def _told(faults: Iterable[Fault], shows: Callable[[str], bool]) -> Iterator[Fault]:
    """Yield what may be told; at its end, once, that closed files are damaged."""
    hidden = False
    for fault in faults:
        if shows(fault.file):
            yield fault
        else:
            hidden = True
    if hidden:
        yield Fault(code="verify.closed", place="")


def checkpoints_of(
    store: Store, at: Instant, files: AbstractSet[str] = frozenset()
) -> tuple[Checkpoint, ...]:
    """Return the end of every open chain, and of those of `files`, as it stands now (检查点)."""
    points = []
    with store.begin() as transaction:
        proof = ProofView(transaction)
        for chain in proof.chains():
            file = file_of(chain)
            if not (is_open(file) or file in files):
                continue
            head = proof.head(chain)
            last = next(iter(proof.entries(chain, head.seq - 1)), None)
            if last is None:
                raise JournalError("journal.no_end", chain=chain, seq=head.seq)
            points.append(
                Checkpoint(
                    chain=chain,
                    seq=head.seq,
                    digest_name=last.header.digest_name,
                    digest=head.digest,
                    at=at,
                )
            )
    return tuple(points)


def paths_of(records: Mapping[Key, Replayed]) -> dict[str, str]:
    """Return the unit path by unit id, from replayed units."""
    return {
        id: replayed.record.path  # type: ignore[attr-defined]  # a unit has a path
        for (kind, id), replayed in records.items()
        if kind == UNIT.name
    }


def rebuild(transaction: Transaction, kinds: Kinds) -> list[Row]:
    """Return all rows as the journal tells them (由日志重建行), for an upgrade.

    Raises:
        JournalError: at the first entry that cannot be applied.
    """
    proof = ProofView(transaction)
    return _rows((proof.entries(chain) for chain in proof.chains()), kinds)


def _rows(chains: Iterable[Iterable[Entry]], kinds: Kinds) -> list[Row]:
    records: dict[Key, Replayed] = {}
    for entries in chains:
        replay(entries, kinds, records)
    paths = paths_of(records)
    places = places_of(records)
    return [
        row_of(one.kind, one.record, one.version, paths.get(one.record.unit, ""), places[key])
        for key, one in records.items()
    ]


def fill(source: Store, target: Store, ends: Mapping[ChainId, int], kinds: Kinds) -> None:
    """Copy the first `ends[chain]` entries of each chain and what follows from them (回溯).

    Args:
        source: the office's store.
        target: an empty store.
        ends: how many entries of each chain; a chain not named is left out.
        kinds: all kinds by name.

    Raises:
        JournalError: `journal.no_such_entry` when a chain is shorter.
    """
    with source.begin() as reading:
        proof = ProofView(reading)
        chains: dict[ChainId, list[Entry]] = {}
        for chain, end in ends.items():
            if end > proof.head(chain).seq:
                raise JournalError(
                    "journal.no_such_entry", chain=chain, seq=end, last=proof.head(chain).seq
                )
            chains[chain] = _until(proof.entries(chain), end)
        rows = _rows(chains.values(), kinds)
    with target.begin(write=tuple(chains)) as writing:
        for entries in chains.values():
            writing.append(entries)
        writing.write([Write(row=row, expected=0) for row in rows])
        writing.commit()


def _until(entries: Iterable[Entry], end: int) -> list[Entry]:
    kept = []
    for entry in entries:
        if entry.header.seq > end:
            break
        kept.append(entry)
    return kept
