"""Replay (重放): from entries back to records, with the same `evolve` that made the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from supervision.codec import decode_change
from supervision.domain.closed_files import CLOSED_FILE
from supervision.domain.marks import opened
from supervision.domain.records import Record, RecordKind
from supervision.errors import CodecError, JournalError
from supervision.journal.entry import ChainId, Entry, file_of

__all__ = ["Key", "Replayed", "places_of", "replay", "replay_entry"]

Key = tuple[str, str]
"""Kind's name and record's id."""


@attrs.frozen
class Replayed:
    """A record as the journal tells it (重放结果), the number of its changes, and its chain."""

    kind: RecordKind[Any]
    record: Record
    version: int
    chain: ChainId


def replay_entry(
    entry: Entry, before: Replayed | None, kinds: Mapping[str, RecordKind[Any]]
) -> tuple[Replayed, object]:
    """Apply one entry to its record; return the record after it and the change.

    Raises:
        JournalError: `journal.unknown_kind`, `journal.unknown_tag`, `journal.newer_version`,
            `journal.version_gap`, `journal.other_chain`, `journal.no_beginning`,
            `journal.payload`.
    """
    header = entry.header
    kind = kinds.get(header.kind)
    if kind is None:
        raise JournalError("journal.unknown_kind", kind=header.kind, seq=header.seq)
    found = before.version if before else 0
    if header.version != found + 1:
        raise JournalError(
            "journal.version_gap", id=header.id, found=header.version, expected=found + 1
        )
    if before is not None and before.chain != header.chain:
        raise JournalError("journal.other_chain", id=header.id, seq=header.seq)
    try:
        change = decode_change(kind, header.tag, header.tag_version, entry.payload)
    except CodecError as error:
        raise JournalError(
            "journal.payload", id=header.id, tag=header.tag, problem=str(error)
        ) from error
    try:
        record = kind.evolve(before.record if before else None, change)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise JournalError(
            "journal.payload", id=header.id, tag=header.tag, problem=str(error)
        ) from error
    if record.id != header.id:
        raise JournalError("journal.other_id", id=header.id, found=record.id)
    return Replayed(kind, record, header.version, header.chain), change


def replay(
    entries: Iterable[Entry],
    kinds: Mapping[str, RecordKind[Any]],
    into: dict[Key, Replayed] | None = None,
) -> dict[Key, Replayed]:
    """Fold entries into records (重放全链).

    Raises:
        JournalError: as `replay_entry`, at the first entry that cannot be applied.
    """
    records = {} if into is None else into
    for entry in entries:
        key = (entry.header.kind, entry.header.id)
        records[key], _ = replay_entry(entry, records.get(key), kinds)
    return records


def places_of(records: Mapping[Key, Replayed]) -> dict[Key, str]:
    """Return where every record lies (归卷): `file` of its row follows from its chain alone.

    What lies in a file that was released is in the open, but for what only closed files have:
    the file's own record with its grants and its log.
    """
    released = {
        id
        for (kind, id), one in records.items()
        if kind == CLOSED_FILE.name and one.record.released  # type: ignore[attr-defined]  # a closed file has it
    }
    places = {}
    for key, one in records.items():
        file = file_of(one.chain)
        places[key] = opened(file) if file in released and not one.kind.closed else file
    return places
