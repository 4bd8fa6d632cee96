"""History (历史): what happened to a record, field by field, read from its own journal entries.

Nothing is kept for it: the entries are replayed with the `evolve` that made the row, and the
record before is compared with the record after. So the history shows what was proven, not what
somebody wrote down beside it.
"""

from __future__ import annotations

import datetime as dt
import enum
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar, get_args

import attrs

from supervision.domain.acts import Act
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.records import Record, RecordKind
from supervision.domain.values import Instant, OfficerId, Sealed, instant_text
from supervision.journal.replay import Replayed, replay_entry
from supervision.office.views import ReadView

__all__ = ["FieldChange", "Happening", "fields_of_record", "history"]

R = TypeVar("R", bound=Record)


@attrs.frozen(kw_only=True)
class FieldChange:
    """A field before and after (字段变化). `None` stands for nothing there.

    Attributes:
        field: path of the field, such as `state`, `claim.plan`, `persons[0].officer`.
        before, after: the values as text; of a sealed value only its digest.
    """

    field: str
    before: str | None
    after: str | None


@attrs.frozen(kw_only=True)
class Happening:
    """What one entry did (历史条目).

    Attributes:
        seq: number of the entry in its chain.
        version: version of the record after it.
        tag: what happened, such as `finding.claimed`.
        at: when it was entered.
        actor: who entered it.
        by: the true author; another than `actor` for an entry on behalf (代录); `None` for what
            the machine did.
        on: day of the act, earlier than the entry for a late one (补录).
        reason: one line; may be empty.
        changes: what became different, by field.
    """

    seq: int
    version: int
    tag: str
    at: Instant
    actor: str
    by: OfficerId | None
    on: dt.date | None
    reason: str
    changes: tuple[FieldChange, ...]


def history(view: ReadView, kind: RecordKind[R], id: str) -> tuple[Happening, ...]:
    """Return the history of a record, oldest first (历史).

    Raises:
        NotFound: `record.not_found`.
        JournalError: when the entries contradict themselves; run `verify`.
    """
    happenings = []
    before: Replayed | None = None
    for entry in view.history(kind, id):
        header = entry.header
        after, change = replay_entry(entry, before, KINDS_BY_NAME)
        act = getattr(change, "act", None)
        happenings.append(
            Happening(
                seq=header.seq,
                version=header.version,
                tag=header.tag,
                at=header.at,
                actor=header.actor,
                by=act.by if isinstance(act, Act) else None,
                on=act.on if isinstance(act, Act) else None,
                reason=header.reason,
                changes=tuple(_differences(before.record if before else None, after.record)),
            )
        )
        before = after
    return tuple(happenings)


def _differences(before: Record | None, after: Record) -> Iterator[FieldChange]:
    old = fields_of_record(before) if before is not None else {}
    new = fields_of_record(after)
    for field in dict.fromkeys((*new, *old)):
        if old.get(field) != new.get(field):
            yield FieldChange(field=field, before=old.get(field), after=new.get(field))


def fields_of_record(record: Record) -> dict[str, str]:
    """Return every field that holds something as text, nested ones by their path (字段值)."""
    return dict(_fields("", record))


def _fields(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Sealed):
        yield path, value.digest
    elif attrs.has(type(value)):
        cls: type[attrs.AttrsInstance] = type(value)
        instants = _instants(cls)
        for field in attrs.fields(cls):
            part = getattr(value, field.name)
            inner = f"{path}.{field.name}" if path else field.name
            if field.name in instants and part is not None:
                yield inner, instant_text(part)
            else:
                yield from _fields(inner, part)
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _fields(f"{path}[{number}]", part)
    else:
        text = _text(value)
        if text:
            yield path, text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


@cache
def _instants(cls: type) -> frozenset[str]:
    """Return the fields of a class that hold instants: whole numbers nobody can read."""
    hints = typing.get_type_hints(cls)
    return frozenset(
        name for name, hint in hints.items() if hint is Instant or Instant in get_args(hint)
    )
