"""Retention at work (保管期限): which records are due, and why others are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from supervision.domain.attachments import ATTACHMENT
from supervision.domain.destructions import DESTRUCTION, DestructionState
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.limits import add_months
from supervision.domain.records import Record, RecordKind
from supervision.domain.references import Reference
from supervision.domain.retention import RetentionLine, RetentionSchedule, RetentionTerm
from supervision.office.holds import Holds
from supervision.office.views import ReadView
from supervision.ports.query import After, And, Eq, Has, In, Not, Predicate

__all__ = ["DueList", "DueRecord", "due_records", "ended_on", "last_day", "listed_on"]

_SLACK = dt.timedelta(days=3)  # the end of a month is clamped; what it lets in is judged exactly
_LISTED = tuple(state.value for state in DestructionState if state is not DestructionState.REFUSED)


@attrs.frozen(kw_only=True)
class DueRecord:
    """A record whose period has ended (到期记录).

    Attributes:
        kind, id: the record.
        ended_on: day its period began to run.
        due_on: last day of its period.
        held: whether a hold keeps it.
        listed: the list it stands on already; empty: none.
        attachments: how many attachments would go with it.
    """

    kind: str
    id: str
    ended_on: dt.date
    due_on: dt.date
    held: bool = False
    listed: str = ""
    attachments: int = 0


@attrs.frozen(kw_only=True)
class DueList:
    """What is due (到期清单).

    Attributes:
        on: the day.
        records: records whose period has ended, by kind and the day it ended.
        no_term: kinds with ended records for which the office has given no term yet.
    """

    on: dt.date
    records: tuple[DueRecord, ...]
    no_term: tuple[str, ...]


def due_records(
    view: ReadView, schedule: RetentionSchedule, on: dt.date, kind: str | None = None
) -> DueList:
    """Return the records whose period has ended before a day (到期鉴定清单).

    Args:
        view: what the actor may see.
        schedule: the office's schedule.
        on: the day.
        kind: only records of this kind.
    """
    holds = Holds.seen(view)
    records: list[DueRecord] = []
    no_term: list[str] = []
    for line in schedule.lines:
        if kind is not None and line.kind != kind:
            continue
        declared: RecordKind[Any] = KINDS_BY_NAME[line.kind]
        term = schedule.term(line.kind)
        if term is None:
            some = view.select(declared, _ended(line, on), limit=1)
            no_term += [line.kind] if some else []
        elif term.months is not None:
            records += _due(view, declared, line, term, on, holds)
    return DueList(on=on, records=tuple(records), no_term=tuple(no_term))


def _ended(line: RetentionLine, by: dt.date) -> Predicate:
    return And((Not(Eq(line.ended, None)), Not(After(line.ended, by.isoformat()))))


def _due(
    view: ReadView,
    kind: RecordKind[Any],
    line: RetentionLine,
    term: RetentionTerm,
    on: dt.date,
    holds: Holds,
) -> Iterator[DueRecord]:
    latest = add_months(on, -(term.months or 0)) + _SLACK
    found = []
    for record in view.each(kind, _ended(line, latest)):
        ended = ended_on(kind, line, record)
        last = term.last_day(ended) if ended else None
        if ended is not None and last is not None and last < on:
            found.append((ended, last, record.id))
    for ended, last, id in sorted(found):
        yield DueRecord(
            kind=kind.name,
            id=id,
            ended_on=ended,
            due_on=last,
            held=holds.on(Reference(kind=kind.name, id=id)) is not None,
            listed=listed_on(view, id),
            attachments=sum(one.count for one in view.tally(ATTACHMENT, Eq("owner_id", id))),
        )


def ended_on(kind: RecordKind[Any], line: RetentionLine, record: Record) -> dt.date | None:
    """Return the day a record's period runs from; `None` before it ended (起算日)."""
    found = kind.columns_of(record)[line.ended]
    return dt.date.fromisoformat(found) if isinstance(found, str) else None


def last_day(
    schedule: RetentionSchedule, kind: RecordKind[Any], record: Record
) -> tuple[dt.date | None, dt.date | None]:
    """Return the day a record's period runs from, and its last day (保管期满日)."""
    line, term = schedule.line(kind.name), schedule.term(kind.name)
    if line is None:
        return None, None
    ended = ended_on(kind, line, record)
    return ended, term.last_day(ended) if ended is not None and term is not None else None


def listed_on(view: ReadView, id: str, beside: str = "", field: str = "") -> str:
    """Return the list that names a record already, but for `beside`; empty when none does.

    A list that was executed for one field leaves the others to later lists.
    """
    where = And((Has("records", id), In("state", _LISTED)))
    for one in view.select(DESTRUCTION, where):
        names = any(target.id == id and target.field in ("", field) for target in one.targets)
        if one.id != beside and names:
            return one.id
    return ""
