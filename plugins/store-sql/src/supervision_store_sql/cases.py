"""The case store in a database (案件库): cases, parties and events as rows.

An ingest is one transaction. Each case that changed carries the number of the ingest that
changed it, the watermark; a later sweep asks for what lies above the one it knows.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from supervision.plugin import (
    Card,
    Case,
    CaseFilter,
    CaseTrace,
    Document,
    Event,
    IngestReport,
    Instant,
    Link,
    Party,
    Precision,
    StorageError,
    linked_cases,
    merged,
)
from supervision_store_sql.case_schema import CASES_META, CaseSchema, CaseStatements
from supervision_store_sql.connections import Connections
from supervision_store_sql.profile import Profile
from supervision_store_sql.schema import create_texts
from supervision_store_sql.session import Session

__all__ = ["SqlCases"]

_ALL = CaseFilter()
_FORMAT = 2
_CHUNK = 256  # cases read or merged at once
_EPOCH = dt.date(1970, 1, 1).toordinal()
_PRECISION = (Precision.DAY, Precision.MINUTE)


class SqlCases:
    """The case store in a database. Safe for threads and processes."""

    def __init__(self, profile: Profile) -> None:
        """Open it, and make it when it is missing.

        Raises:
            StorageError: `storage.not_ours` for another database, `storage.cases_format` for
                a case store of another version, which only has to be imported again.
        """
        schema = CaseSchema(profile.collation)
        self._profile = profile
        self._statements = CaseStatements(schema, profile.dialect)
        self._pages = functools.lru_cache(50)(self._statements.page)
        self._children = functools.lru_cache(_CHUNK)(self._statements.children)
        self._connections = Connections(profile)
        self._wrote = False
        profile.prepare()
        try:
            self._make_missing(schema)
        except BaseException:
            self._connections.close()
            raise

    def _make_missing(self, schema: CaseSchema) -> None:
        with Session(self._profile, self._connections) as session:
            if self._is_made(session):
                return
        with Session(self._profile, self._connections, ()) as session:
            if self._is_made(session):  # by somebody else meanwhile
                return
            for text in create_texts(schema.tables(), self._profile.dialect):
                session.run(text)
            rows = [("format", _FORMAT), ("watermark", 0)]
            session.many(self._statements.meta_insert, rows)
            session.commit()

    def _is_made(self, session: Session) -> bool:
        tables = {row[0] for row in session.all(self._profile.table_names)}
        if not tables:
            return False
        if CASES_META not in tables:
            raise StorageError("storage.not_ours", path=self._profile.place)
        found = session.one(self._statements.meta, ("format",))[0]
        if found != _FORMAT:
            raise StorageError(
                "storage.cases_format", path=self._profile.place, found=found, expected=_FORMAT
            )
        return True

    def ingest(self, traces: Iterable[CaseTrace]) -> IngestReport:
        created = changed = unchanged = 0
        events: dict[str, int] = {}
        with Session(self._profile, self._connections, ()) as session:
            mark = session.one(self._statements.meta, ("watermark",))[0]
            following = iter(traces)
            while chunk := list(itertools.islice(following, _CHUNK)):
                held = self._held(session, sorted({trace.case.number for trace in chunk}))
                before = dict(held)
                for trace in chunk:
                    number = trace.case.number
                    held[number] = merged(held.get(number), trace)
                    events[number] = len(held[number].events)
                fresh = [held[number] for number in held if number not in before]
                other = [held[number] for number in before if held[number] != before[number]]
                created += len(fresh)
                changed += len(other)
                unchanged += len(before) - len(other)
                self._put(session, fresh, other, mark + 1)
            if created or changed:
                mark += 1
                session.run(self._statements.meta_update, (mark, "watermark"))
            session.commit()
            self._wrote = True
        return IngestReport(
            created=created,
            changed=changed,
            unchanged=unchanged,
            events=sum(events.values()),
            watermark=mark,
        )

    def _put(
        self, session: Session, fresh: Sequence[CaseTrace], other: Sequence[CaseTrace], mark: int
    ) -> None:
        statements = self._statements
        both = [*fresh, *other]
        replaced: list[tuple[object, ...]] = [(trace.case.number,) for trace in other]
        batches: list[tuple[str, list[tuple[object, ...]]]] = [
            *((text, replaced) for text in statements.deletes),
            (statements.insert_case, [_case_values(trace.case, mark) for trace in fresh]),
            (
                statements.update_case,
                [(*_case_values(t.case, mark)[1:], t.case.number) for t in other],
            ),
            *zip(statements.inserts, _children_values(both), strict=True),
        ]
        for text, rows in batches:
            if rows:
                session.many(text, rows)

    def traces(self, scope: CaseFilter = _ALL, after: int = 0) -> Iterator[CaseTrace]:
        session = Session(self._profile, self._connections)
        session.one(self._statements.meta, ("watermark",))  # fixes the state that is read
        return self._traces(session, scope, after)

    def _traces(self, session: Session, scope: CaseFilter, after: int) -> Iterator[CaseTrace]:
        with session:
            for numbers in _batches(sorted(set(scope.numbers))):
                last = ""
                while True:
                    rows = self._page(session, scope, numbers, after, last)
                    traces = self._children_of(session, rows)
                    linked = self._linked(session, traces)
                    for trace in traces.values():
                        yield linked_cases(trace, linked)
                    if len(rows) < _CHUNK:
                        break
                    last = rows[-1][0]

    def _page(
        self,
        session: Session,
        scope: CaseFilter,
        numbers: Sequence[str],
        after: int,
        last: str,
    ) -> list[Any]:
        chosen = [
            (field, _padded(values))
            for field, values in (
                ("unit", scope.units),
                ("department", scope.departments),
                ("number", numbers),
            )
            if values
        ]
        compiled = self._pages(tuple((field, len(values)) for field, values in chosen))
        flat = [value for _, values in chosen for value in values]
        return session.all(*compiled.with_values(after, last, *flat, _CHUNK))

    def _linked(self, session: Session, traces: dict[str, CaseTrace]) -> dict[str, CaseTrace]:
        """Return the cases these are linked to, by number."""
        wanted = sorted({link.number for trace in traces.values() for link in trace.links})
        found: dict[str, CaseTrace] = {}
        for numbers in _batches(wanted) if wanted else ():
            found.update(self._held(session, numbers))
        return found

    def _held(self, session: Session, numbers: Sequence[str]) -> dict[str, CaseTrace]:
        padded = _padded(numbers)
        return self._children_of(session, session.all(self._children(len(padded))[0], padded))

    def _children_of(self, session: Session, rows: Sequence[Any]) -> dict[str, CaseTrace]:
        """Return the whole cases for rows of the case table, in their order."""
        if not rows:
            return {}
        numbers = _padded([row[0] for row in rows])
        _, *texts = self._children(len(numbers))
        parties, events, documents, links = (_by_case(session.all(text, numbers)) for text in texts)
        return {
            row[0]: CaseTrace(
                case=_case(row),
                parties=tuple(map(_party, parties.get(row[0], ()))),
                events=tuple(map(_event, events.get(row[0], ()))),
                documents=tuple(map(_document, documents.get(row[0], ()))),
                links=tuple(map(_link, links.get(row[0], ()))),
            )
            for row in rows
        }

    def count(self) -> tuple[int, int]:
        with Session(self._profile, self._connections) as session:
            cases = session.one(self._statements.count_cases)[0]
            return cases, session.one(self._statements.count_events)[0]

    def watermark(self) -> int:
        with Session(self._profile, self._connections) as session:
            mark: int = session.one(self._statements.meta, ("watermark",))[0]
            return mark

    def close(self) -> None:
        self._connections.close(refresh=self._wrote)


def _padded(values: Sequence[str]) -> tuple[str, ...]:
    """Repeat the last value up to a power of two: few statements serve all lengths."""
    size = 1 << (len(values) - 1).bit_length()
    return (*values, *([values[-1]] * (size - len(values))))


def _batches(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut asked-for numbers, in order, into lists a statement can hold; one empty for all."""
    if not numbers:
        yield ()
    for start in range(0, len(numbers), _CHUNK):
        yield numbers[start : start + _CHUNK]


def _by_case(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _children_values(traces: Sequence[CaseTrace]) -> tuple[list[tuple[object, ...]], ...]:
    """Return the rows of each table of `CHILDREN`."""
    return (
        [_party_values(one.case.number, party) for one in traces for party in one.parties],
        [_event_values(one.case.number, event) for one in traces for event in one.events],
        [_document_values(one.case.number, part) for one in traces for part in one.documents],
        [(one.case.number, link.kind, link.number) for one in traces for link in one.links],
    )


def _card_text(card: Sequence[Card]) -> str | None:
    if not card:
        return None
    pairs = [[field.name, field.text] for field in card]
    return json.dumps(pairs, ensure_ascii=False, separators=(",", ":"))


def _card(text: str | None) -> tuple[Card, ...]:
    return tuple(Card(name, value) for name, value in json.loads(text)) if text else ()


def _case_values(case: Case, mark: int) -> tuple[object, ...]:
    return (
        case.number,
        case.line,
        case.unit,
        case.department,
        case.handler,
        None if case.accepted_on is None else case.accepted_on.toordinal() - _EPOCH,
        _card_text(case.card),
        mark,
    )


def _case(values: Sequence[Any]) -> Case:
    accepted = values[5]
    return Case(
        number=values[0],
        line=values[1],
        unit=values[2],
        department=values[3],
        handler=values[4],
        accepted_on=None if accepted is None else dt.date.fromordinal(accepted + _EPOCH),
        card=_card(values[6]),
    )


def _party_values(number: str, party: Party) -> tuple[object, ...]:
    custody = None if party.custody is None else int(party.custody)
    return (number, party.key, custody, _card_text(party.card))


def _party(values: Sequence[Any]) -> Party:
    custody = None if values[2] is None else bool(values[2])
    return Party(key=values[1], custody=custody, card=_card(values[3]))


def _document_values(number: str, document: Document) -> tuple[object, ...]:
    return (number, document.key, document.type, document.party, _card_text(document.card))


def _document(values: Sequence[Any]) -> Document:
    return Document(key=values[1], type=values[2], party=values[3], card=_card(values[4]))


def _link(values: Sequence[Any]) -> Link:
    return Link(kind=values[1], number=values[2])


def _event_values(number: str, event: Event) -> tuple[object, ...]:
    return (
        number,
        event.occurred_at,
        event.sequence,
        event.id,
        event.type,
        event.day.toordinal() - _EPOCH,
        int(event.precision is Precision.MINUTE),
        event.party,
        event.document,
        event.entered_at,
        event.entered_by,
        _card_text(event.card),
    )


def _event(values: Sequence[Any]) -> Event:
    return Event(
        id=values[3],
        type=values[4],
        occurred_at=Instant(values[1]),
        day=dt.date.fromordinal(values[5] + _EPOCH),
        precision=_PRECISION[values[6]],
        sequence=values[2],
        party=values[7],
        document=values[8],
        entered_at=values[9],
        entered_by=values[10],
        card=_card(values[11]),
    )
