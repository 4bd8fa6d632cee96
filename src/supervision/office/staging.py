"""What a unit of work has staged (暂存): steps, records, and how they become entries and rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import attrs

from supervision.domain.access_requests import ACCESS_REQUEST
from supervision.domain.closed_files import CLOSED_FILE
from supervision.domain.marks import file_in
from supervision.domain.records import Record, RecordKind
from supervision.domain.values import Instant, UnitId
from supervision.errors import Refused
from supervision.journal.entry import ChainId, Digester, Entry, Header, digest_of
from supervision.office.place import Place
from supervision.office.shapes import changed_row, row_of
from supervision.ports.access import Actor
from supervision.ports.query import Predicate, matches
from supervision.ports.review import Proposal
from supervision.ports.store import Head, Write

__all__ = [
    "OPEN_ONLY",
    "Chained",
    "Receipt",
    "Staged",
    "Step",
    "check_lies_here",
    "check_place",
    "label_of",
    "with_staged",
    "write_of",
]

R = TypeVar("R", bound=Record)

_REQUEST = f"{ACCESS_REQUEST.prefix}_"

OPEN_ONLY = frozenset(
    {
        "unit",
        "department",
        "officer",
        "handling_unit",
        "basis",
        "problem_code",
        "checklist",
        "import",
        "ledger_import",
        "sweep_run",
        "detection",
        "triage",
        "score_entry",
        "report",
        "account",
        "aggregate_return",
        "incoming_measure",
    }
)
"""Kinds that lie in no closed file (不入密卷): who there is and what holds for everybody, and what
a machine derives from all cases, counts of other units, what they sent. Most have an id made of their content, which would tell."""

_KEPT = frozenset(("hold", "destruction"))
"""Kinds a file takes after it was closed: what lies in it is still kept, and one day destroyed."""


@attrs.frozen(kw_only=True)
class Step:
    """One staged change."""

    kind: RecordKind[Any]
    id: str
    version: int
    change: object
    tag: str
    tag_version: int
    payload: str
    reason: str
    before: Record | None
    after: Record
    with_owner: bool = False

    def proposal(self, unit: UnitId, actor: Actor) -> Proposal:
        """Return it as plugins review it (提请审查)."""
        return Proposal(
            kind=self.kind.name,
            id=self.id,
            unit=unit,
            version=self.version,
            tag=self.tag,
            change=self.change,
            before=self.before,
            after=self.after,
            actor=actor,
            reason=self.reason,
        )


@attrs.frozen
class Staged:
    """Where a record stands in this unit of work, and the version the store holds of it."""

    kind: RecordKind[Any]
    record: Record
    version: int
    before: Record | None
    stored: int
    file: str


@attrs.frozen(kw_only=True)
class Chained:
    """The end of the chain a work writes, and what all its entries share (续链).

    Attributes:
        chain, head: the chain and its end.
        at, actor: when the work was begun, and who enters.
        digest_name, digest: the digest of new entries.
    """

    chain: ChainId
    head: Head
    at: Instant
    actor: str
    digest_name: str
    digest: Digester

    def entries(self, steps: Iterable[Step]) -> list[Entry]:
        """Return the entries of the steps, each joined to the one before."""
        entries = []
        seq, prev = self.head.seq, self.head.digest
        for step in steps:
            seq += 1
            header = Header(
                chain=self.chain,
                seq=seq,
                kind=step.kind.name,
                id=step.id,
                version=step.version,
                tag=step.tag,
                tag_version=step.tag_version,
                at=self.at,
                actor=self.actor,
                reason=step.reason,
                prev=prev,
                digest_name=self.digest_name,
            )
            digest = digest_of(header, step.payload, self.digest)
            entries.append(Entry(header=header, payload=step.payload, digest=digest))
            prev = digest
        return entries


def check_lies_here(place: Place, kind: RecordKind[Any], id: str, file: str) -> None:
    """Refuse a record that lies elsewhere than where a work writes (写入所在).

    Raises:
        Refused: `work.released`, `work.outside_file`.
    """
    if place.takes(file):
        return
    if place.file is None:
        raise Refused("work.released", kind=kind.name, id=id, file=file_in(file))
    raise Refused("work.outside_file", kind=kind.name, id=id, file=place.file)


def check_place(place: Place, kind: RecordKind[Any], id: str, file: str) -> None:
    """Refuse what would write elsewhere than where a work writes (写入所在).

    Args:
        place: where the work reads and writes.
        kind, id: the record.
        file: where it lies, or would lie.

    Raises:
        Refused: `work.released`, `work.outside_file`, `work.only_closed`, `work.only_open`;
            `closed_file.ended`.
    """
    check_lies_here(place, kind, id, file)
    own = kind in (CLOSED_FILE, ACCESS_REQUEST)
    if place.file is None:
        if kind.closed:
            raise Refused("work.only_closed", kind=kind.name)
    elif own != (id == place.file) or (not own and place.file.startswith(_REQUEST)):
        raise Refused("work.outside_file", kind=kind.name, id=id, file=place.file)
    elif kind.name in OPEN_ONLY:
        raise Refused("work.only_open", kind=kind.name)
    elif place.shut and not kind.closed and kind.name not in _KEPT:
        raise Refused("closed_file.ended", state=place.shut)


def write_of(staged: Staged, path: str) -> Write:
    """Return the row of a staged record (写入行)."""
    kind, record, version = staged.kind, staged.record, staged.version
    if staged.before is None:
        return Write(row=row_of(kind, record, version, path, staged.file), expected=0)
    return changed_row(
        kind, staged.before, record, (path, staged.file), stored=staged.stored, version=version
    )


def with_staged(
    kind: RecordKind[R],
    where: Predicate,
    found: Iterable[R],
    staged: Iterable[Staged],
    path: str,
) -> tuple[R, ...]:
    """Return what a query found, as it stands with what is staged (暂存后的查询结果), by id."""
    standing = {record.id: record for record in found}
    for one in staged:
        if one.kind is not kind:
            continue
        record: R = one.record  # type: ignore[assignment]  # of the kind just asked for
        own = {"id": record.id, "unit": record.unit, "file": one.file}
        columns = {**own, **kind.columns_of(record)}
        if matches(where, columns, kind.many_of(record), path):
            standing[record.id] = record
        else:
            standing.pop(record.id, None)
    return tuple(standing[id] for id in sorted(standing))


def label_of(record: Record) -> str:
    """Return what people call a record: its document number, else the end of its id."""
    return getattr(record, "number", None) or record.id[-6:]


@attrs.frozen(kw_only=True)
class Receipt:
    """What a unit of work wrote (回执).

    Attributes:
        headers: headers of its entries.
        messages: ids of its messages.
        note: for work that joined a host's transaction, what `Office.after_commit` finds it by.
    """

    headers: tuple[Header, ...] = ()
    messages: tuple[str, ...] = ()
    note: str = ""
