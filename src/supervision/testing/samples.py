"""Shapes, rows, entries, blobs and cases to test with (样例)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from supervision.domain.cases import Card, Case, CaseTrace, Event, Party, Precision
from supervision.domain.marks import OPEN
from supervision.domain.records import ColumnType, Scalar
from supervision.domain.values import Instant, start_of
from supervision.journal.entry import (
    ChainId,
    Entry,
    Header,
    digest_of,
    digester,
    open_chain,
    sealed_digest,
)
from supervision.ports.store import Blob, Head, Row, Shape, ShapeColumn

__all__ = [
    "SAMPLE_CHAIN",
    "SAMPLE_PATH",
    "SAMPLE_SHAPES",
    "SAMPLE_UNIT",
    "make_blob",
    "make_entries",
    "make_event",
    "make_row",
    "make_trace",
]

SAMPLE_UNIT = "uni_sample"
SAMPLE_PATH = "/top/sample"
SAMPLE_CHAIN: ChainId = open_chain(SAMPLE_UNIT)

SAMPLE_SHAPES: tuple[Shape, ...] = (
    Shape(
        kind="sample",
        columns=(
            ShapeColumn("state", ColumnType.TEXT),
            ShapeColumn("due", ColumnType.DATE),
            ShapeColumn("points", ColumnType.INTEGER),
        ),
        many=("tags", "persons"),
        indexes=(("state", "due"), ("due",), ("unit", "points")),
    ),
    Shape(kind="plain"),
)
"""What the kit's stores are opened with: a kind with every type of field, and one with none."""


def make_row(
    id: str,
    version: int = 1,
    *,
    unit: str = SAMPLE_UNIT,
    path: str = SAMPLE_PATH,
    file: str = OPEN,
    body: str | None = None,
    state: str | None = None,
    due: str | None = None,
    points: int | None = None,
    tags: tuple[str, ...] = (),
    persons: tuple[str, ...] = (),
) -> Row:
    """Return a complete row of kind `sample` (样例行)."""
    columns: dict[str, Scalar] = {"state": state, "due": due, "points": points}
    return Row(
        kind="sample",
        id=id,
        unit=unit,
        path=path,
        file=file,
        version=version,
        body=body or json.dumps({"id": id, "version": version, **columns}, ensure_ascii=False),
        columns=columns,
        many={"tags": tuple(sorted(set(tags))), "persons": tuple(sorted(set(persons)))},
    )


def make_entries(
    count: int,
    *,
    chain: ChainId = SAMPLE_CHAIN,
    after: Head | None = None,
    kind: str = "sample",
    id: str = "smp_1",
    reason: str = "",
) -> tuple[Entry, ...]:
    """Return entries that continue the head `after` with true digests (样例日志条目)."""
    head = after or Head(0, "")
    digest = digester("sha256")
    entries = []
    for number in range(head.seq + 1, head.seq + count + 1):
        header = Header(
            chain=chain,
            seq=number,
            kind=kind,
            id=id,
            version=number,
            tag=f"{kind}.changed",
            tag_version=1,
            at=Instant(1_772_413_200_000_000 + number),
            actor="ofc_1",
            reason=reason,
            prev=head.digest,
            digest_name="sha256",
        )
        payload = json.dumps({"number": number, "text": "督察"}, ensure_ascii=False)
        entry = Entry(header=header, payload=payload, digest=digest_of(header, payload, digest))
        entries.append(entry)
        head = Head(number, entry.digest)
    return tuple(entries)


def make_blob(content: bytes, salt: bytes = b"sixteen bytes of") -> Blob:
    """Return a blob under its true digest (样例密封内容)."""
    digest = sealed_digest("sha256", lambda data: hashlib.sha256(data).hexdigest(), salt, content)
    return Blob(digest=digest, salt=salt, content=content)


def make_event(
    id: str,
    day: dt.date,
    *,
    code: str = "accepted",
    minute: int | None = None,
    sequence: int = 0,
    party: str | None = None,
    card: tuple[Card, ...] = (),
) -> Event:
    """Return an event on `day`, at a minute of the day if it is given (样例事件)."""
    return Event(
        id=id,
        type=code,
        occurred_at=Instant(start_of(day) + (minute or 0) * 60_000_000),
        day=day,
        precision=Precision.DAY if minute is None else Precision.MINUTE,
        sequence=sequence,
        party=party,
        card=card,
    )


def make_trace(
    number: str,
    *events: Event,
    parties: tuple[Party, ...] = (),
    unit: str | None = "样例院",
    department: str | None = "第一检察部",
    handler: str | None = "甲",
    card: tuple[Card, ...] = (),
) -> CaseTrace:
    """Return a case with its events (样例案件)."""
    return CaseTrace(
        case=Case(
            number=number,
            line="审查起诉",
            unit=unit,
            department=department,
            handler=handler,
            accepted_on=dt.date(2026, 3, 2),
            card=card,
        ),
        parties=parties,
        events=events,
    )
