"""`supervision history` (变更历史): every change of a record, field by field."""

from __future__ import annotations

import enum
import re
import typing
from collections.abc import Iterator
from typing import Any

import attrs

from supervision.cli.fields import field_name
from supervision.cli.grammar import argument, command
from supervision.cli.lookup import id_of, short
from supervision.cli.naming import Naming, moment_text
from supervision.cli.session import Session
from supervision.cli.showing import shown_value
from supervision.cli.texts import Text, width, wrapped
from supervision.cli.values import Choice
from supervision.cli.words import KINDS, kind_name, tag_name
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.records import RecordKind
from supervision.domain.values import Sealed
from supervision.office.history import FieldChange, Happening
from supervision.office.history import history as happenings

__all__ = ["History", "history", "shown_history"]

_TITLE = Text("{kind} {id}：{count} 次变更", "{kind} {id}: {count} changes")
_ENTRY = Text("#{seq}  {at}  {actor}  {tag}", "#{seq}  {at}  {actor}  {tag}")
_REASON = Text("理由：{reason}", "reason: {reason}")
_FOR = Text("代 {by} 录入", "entered for {by}")
_LATE = Text("行为日期 {on}（补录）", "act of {on}, entered late")
_NOTHING = Text("（空）", "(nothing)")
_PART = re.compile(r"(\w+)(?:\[(\d+)\])?")


@attrs.frozen(kw_only=True)
class History:
    """All changes of a record, oldest first (变更历史).

    Attributes:
        kind, id: the record.
        entries: its journal entries with the fields each changed; `field` is a path such as
            `claim.plan`, `before` and `after` are text, `null` for nothing.
    """

    kind: str
    id: str
    entries: tuple[Happening, ...]


@argument(
    "which",
    "记录的编号，可只写末尾 6 位；事项和措施可写文号",
    "the record's id; its last 6 letters do; items and measures by number",
    label=Text("编号", "ID"),
)
@argument(
    "kind",
    "记录种类",
    "kind of record",
    label=Text("种类", "KIND"),
    kind=Choice({name: KINDS[name] for name in KINDS_BY_NAME}),
)
@command(
    "history",
    "一条记录的全部变更，逐字段",
    "All changes of a record, field by field",
    result=History,
)
def history(session: Session, kind: str, which: str) -> None:
    """Show all changes of a record."""
    declared: RecordKind[Any] = KINDS_BY_NAME[kind]
    with session.reading() as view:
        id = id_of(view, declared, which)
        result = History(kind=kind, id=id, entries=happenings(view, declared, id))
        naming = Naming(view, session)
        session.tell(result, lambda told: shown_history(session, told, declared, naming))


def shown_history(session: Session, told: History, kind: RecordKind[Any], naming: Naming) -> None:
    """Print the changes of a record, oldest first."""
    screen, lang = session.screen, session.lang
    named = kind_name(told.kind, lang)
    screen.say(_TITLE, kind=named, id=short(told.id), count=len(told.entries))
    for one in told.entries:
        screen.head(
            _ENTRY,
            seq=one.seq,
            at=moment_text(one.at),
            actor=naming.of(one.actor),
            tag=tag_name(one.tag, lang),
        )
        for line in _particulars(one, naming):
            screen.line("  " + line)
        _changes(session, one, kind, naming)


def _particulars(one: Happening, naming: Naming) -> Iterator[str]:
    lang = naming.lang
    if one.by and one.by != one.actor:
        yield _FOR.tell(lang, by=naming.of(one.by))
    if one.on and one.on.isoformat() != moment_text(one.at)[:10]:
        yield _LATE.tell(lang, on=one.on.isoformat())
    if one.reason:
        yield _REASON.tell(lang, reason=one.reason)


def _changes(session: Session, one: Happening, kind: RecordKind[Any], naming: Naming) -> None:
    pairs = [
        (_field(kind, change.field, naming.lang), _arrow(change, kind, naming))
        for change in one.changes
        if change.field not in ("id", "unit") and not _still_nothing(change)
    ]
    left = max((width(name) for name, _ in pairs), default=0) + 2
    for name, value in pairs:
        columns = session.screen.columns
        first, *more = wrapped(value, max(20, columns - left - 2)) if columns else [value]
        session.screen.line(f"  {name}{' ' * (left - width(name))}{first}")
        for line in more:
            session.screen.line(" " * (left + 2) + line)


def _still_nothing(change: FieldChange) -> bool:
    """Say whether a new record merely begins with a no or a nought."""
    return change.before is None and change.after in ("false", "0")


def _arrow(change: FieldChange, kind: RecordKind[Any], naming: Naming) -> str:
    after = _value(change.after, kind, change.field, naming) or _NOTHING.of(naming.lang)
    if change.before is None:
        return after
    return f"{_value(change.before, kind, change.field, naming)} → {after}"


def _field(kind: RecordKind[Any], path: str, lang: str) -> str:
    """Name every part of a path: `persons[0].officer` is 责任人 1 · 人员."""
    names, of = [], kind.name
    cls: type | None = kind.cls
    for part in path.split("."):
        match = _PART.fullmatch(part)
        if match is None:
            return path
        name, place = match.groups()
        number = f" {int(place) + 1}" if place is not None else ""
        names.append(field_name(of, name, lang) + number)
        cls = _class_at(cls, name)
        of = cls.__name__ if cls is not None else ""
    return " · ".join(names)


def _hints(cls: type | None, name: str) -> tuple[type, ...]:
    """Return every class the hint of a field mentions."""
    if cls is None or not attrs.has(cls):
        return ()
    return tuple(_flat(typing.get_type_hints(cls).get(name)))


def _flat(hint: object) -> Iterator[type]:
    if isinstance(hint, type):
        yield hint
    for part in typing.get_args(hint):
        yield from _flat(part)


def _class_at(cls: type | None, name: str) -> type | None:
    return next((one for one in _hints(cls, name) if attrs.has(one)), None)


def _value(text: str | None, kind: RecordKind[Any], path: str, naming: Naming) -> str:
    """Say a value as people do: enumerations and ids by their names."""
    if text is None:
        return ""
    *above, last = [part.partition("[")[0] for part in path.split(".")]
    cls: type | None = kind.cls
    for name in above:
        cls = _class_at(cls, name)
    for hint in _hints(cls, last):
        if issubclass(hint, enum.Enum):
            return naming.value(hint(text))
        if hint is bool:
            return naming.yes(text == "true")
        if hint is Sealed:
            return f"{text[:19]}…"
    return shown_value(text, last, cls or object, naming)
