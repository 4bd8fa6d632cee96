"""Verification (核验): the chain holds, replay succeeds, every row says what the journal says.

Found: any changed, removed, inserted or reordered entry, any edited, removed or foreign row,
any exchanged blob, a blob removed without the entry of a destruction, a tail cut below a
checkpoint (by the line) or above it (by the rows). Not found: a whole older state put back from
before the last printed checkpoint. What a destruction erased leaves the chain whole and is counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

import attrs

from supervision.codec import encode
from supervision.domain.destructions import DestructionExecuted
from supervision.domain.marks import OPEN
from supervision.domain.records import RecordKind, Scalar
from supervision.domain.values import Sealed
from supervision.errors import JournalError
from supervision.journal.checkpoints import Checkpoint
from supervision.journal.entry import (
    GENESIS,
    ChainId,
    Digester,
    Entry,
    digest_of,
    file_of,
    sealed_digest,
)
from supervision.journal.replay import Key, Replayed, places_of, replay_entry

__all__ = [
    "BlobLike",
    "ChainReport",
    "Fault",
    "Replaying",
    "RowLike",
    "SealedAt",
    "VerificationReport",
    "check_blobs",
    "check_chain",
    "check_checkpoint",
    "check_rows",
    "digests_in",
    "sealed_in",
]

_DIGEST = re.compile(r'"digest":"([^"\\]+)"')


class RowLike(Protocol):
    """A complete row as the store's scan yields it."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def body(self) -> str: ...
    @property
    def columns(self) -> Mapping[str, Scalar]: ...
    @property
    def many(self) -> Mapping[str, tuple[str, ...]]: ...


class BlobLike(Protocol):
    """A blob with its salt."""

    @property
    def salt(self) -> bytes: ...
    @property
    def content(self) -> bytes: ...


@attrs.frozen(kw_only=True)
class Fault:
    """One contradiction (核验差错).

    Attributes:
        code: message code `verify.*`.
        place: `<chain> #<seq>` for an entry, `<kind> <id>` for a row, the digest for a blob.
        field: the field that differs; `""` when the whole is meant.
        expected, found: both values, as text.
        file: where it lies: `open`, or the closed file nobody else may be told of.
    """

    code: str
    place: str
    field: str = ""
    expected: str = ""
    found: str = ""
    file: str = OPEN


@attrs.frozen(kw_only=True)
class ChainReport:
    """What was read of a chain (链核验结果): entries, and its last digest."""

    chain: ChainId
    entries: int
    digest: str


@attrs.frozen(kw_only=True)
class VerificationReport:
    """The result of a verification (核验报告).

    Attributes:
        chains: chains read.
        rows: rows compared.
        blobs: blobs checked.
        erased: sealed values without a blob, by decision.
        checkpoints: checkpoint lines that held.
        faults: contradictions; none when the proof holds.
    """

    chains: tuple[ChainReport, ...]
    rows: int
    blobs: int
    erased: int
    checkpoints: int
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Whether the proof holds."""
        return not self.faults


def _entry_faults(
    chain: ChainId, entry: Entry, seq: int, prev: str, digests: Mapping[str, Digester]
) -> list[Fault]:
    """Compare an entry with what it must be; `seq` and `prev` follow from the one before."""
    header = entry.header
    told: list[tuple[str, str, object]] = []
    if header.chain != chain:
        told.append(("verify.chain", chain, header.chain))
    if header.seq != seq:
        told.append(("verify.seq", str(seq), header.seq))
    if header.prev != prev:
        told.append(("verify.prev", prev, header.prev))
    digest = digests.get(header.digest_name)
    if digest is None:
        told.append(("verify.digest_name", "", header.digest_name))
    else:
        try:
            expected = digest_of(header, entry.payload, digest)
        except (JournalError, TypeError):
            expected = ""
        if expected != entry.digest:
            told.append(("verify.digest", expected, entry.digest))
    if not told:
        return []
    place = f"{chain} #{seq}"
    file = file_of(chain)
    return [
        Fault(code=code, place=place, expected=expected, found=str(found), file=file)
        for code, expected, found in told
    ]


def check_chain(
    chain: ChainId,
    entries: Iterable[Entry],
    head: tuple[int, str],
    digests: Mapping[str, Digester],
    *,
    each: Callable[[Entry], Iterable[Fault]] = lambda _: (),
) -> tuple[ChainReport, list[Fault]]:
    """Check a chain entry by entry (核验链), and its end against the store's head.

    Args:
        chain: the chain.
        entries: as stored, in stored order.
        head: seq and digest the store gives as the end.
        digests: digest functions by name.
        each: further check of every sound entry, such as replay.
    """
    faults: list[Fault] = []
    seq, last = 0, GENESIS
    for entry in entries:
        seq += 1
        faults += _entry_faults(chain, entry, seq, last, digests) or each(entry)
        last = entry.digest
    if head != (seq, last):
        faults.append(
            Fault(
                code="verify.head",
                place=chain,
                expected=f"{seq} {last}",
                found=f"{head[0]} {head[1]}",
                file=file_of(chain),
            )
        )
    return ChainReport(chain=chain, entries=seq, digest=last), faults


@attrs.frozen(kw_only=True)
class SealedAt:
    """Where a sealed value is first held (密封位置): the entry, and the file it lies in."""

    place: str
    file: str


@attrs.define
class Replaying:
    """Replays entry by entry and remembers which records failed (重放核验).

    Attributes:
        kinds: all kinds by name.
        records: what the journal says.
        failed: records whose replay failed.
        sealed: digest of every sealed value, with the entry that first holds it.
        erased: digests that a destruction erased, with its entry.
    """

    kinds: Mapping[str, RecordKind[Any]]
    records: dict[Key, Replayed] = attrs.field(factory=dict)
    failed: set[Key] = attrs.field(factory=set)
    sealed: dict[str, SealedAt] = attrs.field(factory=dict)
    erased: dict[str, str] = attrs.field(factory=dict)

    def __call__(self, entry: Entry) -> Iterator[Fault]:
        """Apply an entry; a record that failed once is left alone."""
        header = entry.header
        key = (header.kind, header.id)
        if key in self.failed:
            return
        try:
            self.records[key], change = replay_entry(entry, self.records.get(key), self.kinds)
        except JournalError as error:
            self.failed.add(key)
            yield Fault(
                code="verify.replay",
                place=f"{header.chain} #{header.seq}",
                found=str(error),
                file=file_of(header.chain),
            )
            return
        if '"digest":' in entry.payload:
            place = f"{header.chain} #{header.seq} ({header.kind} {header.id})"
            at = SealedAt(place=place, file=file_of(header.chain))
            for digest in sealed_in(change):
                self.sealed.setdefault(digest, at)
        if isinstance(change, DestructionExecuted):
            place = f"{header.chain} #{header.seq}"
            self.erased.update(dict.fromkeys(change.erased, place))


def sealed_in(value: object) -> Iterator[str]:
    """Yield the digests of all sealed values within a change or record."""
    cls = type(value)
    if isinstance(value, Sealed):
        yield value.digest
    elif isinstance(value, tuple):
        for part in value:
            yield from sealed_in(part)
    elif attrs.has(cls):
        for field in attrs.fields(cls):
            yield from sealed_in(getattr(value, field.name))


def digests_in(payload: str) -> list[str]:
    """Return the digests of all sealed values a payload names (密封内容的摘要)."""
    return _DIGEST.findall(payload)


def check_rows(
    rows: Iterable[RowLike],
    records: Mapping[Key, Replayed],
    paths: Mapping[str, str],
    *,
    ignore: frozenset[Key] = frozenset(),
    shows: Callable[[str], bool] = lambda _: True,
) -> tuple[int, list[Fault]]:
    """Compare every row with its replayed record (行与日志比对).

    Args:
        rows: all rows of all journalled kinds.
        records: what the journal says.
        paths: unit path by unit id.
        ignore: records whose replay failed and was reported already.
        shows: whether rows that lie there are counted.
    """
    faults: list[Fault] = []
    seen: set[Key] = set()
    count = 0
    places = places_of(records)
    for row in rows:
        key = (row.kind, row.id)
        seen.add(key)
        file = places.get(key, row.file or OPEN)
        count += shows(file)
        if key in ignore:
            continue
        replayed = records.get(key)
        if replayed is None:
            faults.append(Fault(code="verify.foreign_row", place=f"{row.kind} {row.id}", file=file))
            continue
        faults += _row_faults(row, replayed, paths, file)
    for kind, id in sorted(records.keys() - seen - ignore):
        place = f"{kind} {id}"
        faults.append(Fault(code="verify.missing_row", place=place, file=places[kind, id]))
    return count, faults


def _row_faults(
    row: RowLike, replayed: Replayed, paths: Mapping[str, str], file: str
) -> Iterator[Fault]:
    kind, record = replayed.kind, replayed.record
    expected: dict[str, object] = {
        "version": replayed.version,
        "unit": record.unit,
        "path": paths.get(record.unit, ""),
        "file": file,
        **kind.columns_of(record),
        **kind.many_of(record),
    }
    found: dict[str, object] = {
        "version": row.version,
        "unit": row.unit,
        "path": row.path,
        "file": row.file,
        **row.columns,
        **row.many,
    }
    place = f"{row.kind} {row.id}"
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield _differs(place, name, expected.get(name), found.get(name), file)
    body = encode(record)
    if body != row.body:
        for name in _differing_fields(body, row.body):
            field = f"body.{name}" if name else "body"
            yield Fault(code="verify.row", place=place, field=field, file=file)


def _differs(place: str, field: str, expected: object, found: object, file: str) -> Fault:
    return Fault(
        code="verify.row",
        place=place,
        field=field,
        expected=repr(expected),
        found=repr(found),
        file=file,
    )


def _differing_fields(expected: str, found: str) -> list[str]:
    """Return names of fields two bodies differ in; `[""]` when the text alone differs."""
    try:
        ours, theirs = json.loads(expected), json.loads(found)
    except (ValueError, TypeError, RecursionError):
        return [""]
    if not isinstance(theirs, dict):
        return [""]
    absent = object()
    names = sorted(ours.keys() | theirs.keys())
    return [n for n in names if ours.get(n, absent) != theirs.get(n, absent)] or [""]


def check_blobs(
    sealed: Mapping[str, SealedAt],
    decided: Mapping[str, str],
    blob_of: Callable[[str], BlobLike | None],
    digests: Mapping[str, Digester],
    *,
    shows: Callable[[str], bool] = lambda _: True,
) -> tuple[int, int, list[Fault]]:
    """Check that every blob still is what was sealed, or was erased by decision (核验密封内容).

    Args:
        sealed: where each sealed value is first held, by its digest.
        decided: the entry of the destruction that erased it, likewise.
        blob_of: reads a blob.
        digests: digest functions by name.
        shows: whether values that lie there are counted.

    Returns:
        blobs checked, sealed values erased by decision, and the faults: what is missing without
        a decision (`verify.blob_missing`), is there in spite of one (`verify.blob_back`), or is
        not what was sealed.
    """
    checked = erased = 0
    faults: list[Fault] = []
    for key in sorted(sealed):
        blob, place, file = blob_of(key), sealed[key].place, sealed[key].file
        if blob is None:
            erased += key in decided and shows(file)
            if key not in decided:
                faults.append(Fault(code="verify.blob_missing", place=place, found=key, file=file))
            continue
        checked += shows(file)
        if key in decided:
            faults.append(
                Fault(
                    code="verify.blob_back",
                    place=place,
                    expected=decided[key],
                    found=key,
                    file=file,
                )
            )
        name = key.partition(":")[0]
        if name not in digests:
            faults.append(Fault(code="verify.digest_name", place=key, found=name, file=file))
            continue
        found = sealed_digest(name, digests[name], blob.salt, blob.content)
        if found != key:
            faults.append(
                Fault(code="verify.blob", place=key, expected=key, found=found, file=file)
            )
    return checked, erased, faults


def check_checkpoint(point: Checkpoint, entries: Iterable[Entry]) -> Fault | None:
    """Compare a printed checkpoint with the entry it names (核验检查点).

    Args:
        point: the parsed line.
        entries: the chain's entries from `point.seq` on; none when the chain is shorter.
    """
    if point.seq == 0:
        return None
    place, file = f"{point.chain} #{point.seq}", file_of(point.chain)
    entry = next(iter(entries), None)
    if entry is None or entry.header.seq != point.seq:
        return Fault(code="verify.cut", place=place, expected=point.digest, file=file)
    if (entry.digest, entry.header.digest_name) != (point.digest, point.digest_name):
        return Fault(
            code="verify.checkpoint",
            place=place,
            expected=point.digest,
            found=entry.digest,
            file=file,
        )
    return None
