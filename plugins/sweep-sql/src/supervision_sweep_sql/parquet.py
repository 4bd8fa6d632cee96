"""A case store in a folder (Parquet 案件库): bodies by number, and columns for DuckDB beside them.

    index.sqlite      the cases as they were delivered, which part each lies in, the watermark
    part-000001/      case.parquet, party.parquet, event.parquet: clustered by case, never changed

A case that changes is written again into a new part; its rows in the older part are dead. What an
ingest has written counts from the moment its transaction in the index commits, so a crash leaves
at most a folder nobody names.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import attrs

from supervision.plugin import (
    CaseFilter,
    CaseTrace,
    IngestReport,
    StorageError,
    StorageUnavailable,
    UsageError,
    linked_cases,
    merged,
)
from supervision_sweep_sql.bodies import body_of, trace_of
from supervision_sweep_sql.layout import Fields, Layout
from supervision_sweep_sql.packing import Packed, Packer

__all__ = ["ParquetCases", "Part", "State"]

_ALL = CaseFilter()
_FORMAT = 1
_PART = 100_000
_WAIT = 30  # seconds for another writer
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, number INTEGER NOT NULL);
CREATE TABLE names (of_ TEXT, place INTEGER, name TEXT, PRIMARY KEY (of_, place));
CREATE TABLE held (number TEXT PRIMARY KEY, c INTEGER NOT NULL UNIQUE, ingested INTEGER NOT NULL,
    part INTEGER NOT NULL, unit TEXT, department TEXT, events INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX held_ingested ON held (ingested, number);
CREATE TABLE parts (part INTEGER PRIMARY KEY, ingested INTEGER, first_day INTEGER,
    last_day INTEGER, latest INTEGER, case_fields INTEGER, party_fields INTEGER,
    event_fields INTEGER);
CREATE TABLE dead (part INTEGER, c INTEGER, PRIMARY KEY (part, c)) WITHOUT ROWID;
"""


@attrs.frozen(kw_only=True)
class Part:
    """A part of the cases as columns (分片).

    Attributes:
        folder: where its files lie.
        ingested: the ingest that wrote it.
        first_day, last_day: days of its events, in days since 1970.
        latest: the latest instant of an event.
        fields: how many card fields of cases, parties and events have a column in it.
        dead: numbers of cases that were written again since.
    """

    folder: Path
    ingested: int
    first_day: int
    last_day: int
    latest: int
    fields: tuple[int, int, int]
    dead: tuple[int, ...] = ()


class ParquetCases:
    """The case store in a folder (Parquet 案件库). Safe for threads and processes.

    Args:
        folder: where it lies; made when it is missing.
        part: cases of a part at most.
    """

    def __init__(self, folder: Path, part: int = _PART) -> None:
        self._folder = folder
        self._part = part
        self._closed = False
        folder.mkdir(parents=True, exist_ok=True)
        with self._index(write=True) as index:
            made = index.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if not made:
                for text in _TABLES.split(";"):
                    index.execute(text)
                values = [("format", _FORMAT), ("watermark", 0), ("cases", 0), ("parts", 0)]
                index.executemany("INSERT INTO meta VALUES (?, ?)", values)
            found = _meta(index, "format")
        if found != _FORMAT:
            raise StorageError(
                "storage.cases_format", path=str(folder), found=found, expected=_FORMAT
            )

    @contextmanager
    def _index(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        if self._closed:
            raise UsageError("storage.closed")
        path = self._folder / "index.sqlite"
        try:
            index = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
            try:
                index.execute("PRAGMA journal_mode = WAL")
                index.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                yield index
                if write:
                    index.execute("COMMIT")
            finally:
                index.close()
        except sqlite3.Error as error:
            raise StorageUnavailable(
                "storage.unreachable", path=str(path), error=str(error)
            ) from error

    def ingest(self, traces: Iterable[CaseTrace]) -> IngestReport:
        with self._index(write=True) as index:
            return _Ingest(index, self._folder, self._part).run(traces)

    def traces(self, scope: CaseFilter = _ALL, after: int = 0) -> Iterator[CaseTrace]:
        manager = self._index()
        index = manager.__enter__()
        _meta(index, "watermark")  # fixes the state that is read
        return self._traces(manager, index, scope, after)

    def _traces(
        self,
        manager: AbstractContextManager[object],
        index: sqlite3.Connection,
        scope: CaseFilter,
        after: int,
    ) -> Iterator[CaseTrace]:
        try:
            for unit, department, body in _bodies(index, scope.numbers, after):
                if (not scope.units or unit in scope.units) and (
                    not scope.departments or department in scope.departments
                ):
                    yield _linked(index, trace_of(body))
        finally:
            manager.__exit__(None, None, None)

    @contextmanager
    def state(self) -> Iterator[State]:
        """Give one state of the store, whatever is imported meanwhile."""
        with self._index() as index:
            _meta(index, "watermark")  # fixes the state that is read
            yield State(index, self._folder)

    def by_number(self, numbers: Iterable[int]) -> Iterator[tuple[int, CaseTrace]]:
        """Yield cases by the number `c` they have in the parts."""
        with self.state() as state:
            yield from state.by_number(numbers)

    def count(self) -> tuple[int, int]:
        with self._index() as index:
            row = index.execute("SELECT count(*), coalesce(sum(events), 0) FROM held").fetchone()
            return int(row[0]), int(row[1])

    def watermark(self) -> int:
        with self._index() as index:
            return _meta(index, "watermark")

    def layout(self) -> Layout:
        """Return the tables of all parts, with every card field and event type met so far."""
        with self.state() as state:
            return state.layout()

    def parts(self, after: int = 0) -> tuple[Part, ...]:
        """Return the parts written by ingests after a watermark, oldest first."""
        with self.state() as state:
            return state.parts(after)

    def close(self) -> None:
        self._closed = True


class State:
    """One state of the store (案件库快照), for as long as `ParquetCases.state` gives it."""

    def __init__(self, index: sqlite3.Connection, folder: Path) -> None:
        self._index = index
        self._folder = folder

    def numbers(self) -> list[tuple[str, str | None]]:
        """Return number and unit of every case."""
        rows = self._index.execute("SELECT number, unit FROM held ORDER BY number")
        return [(number, unit) for number, unit in rows]

    def by_number(self, numbers: Iterable[int]) -> Iterator[tuple[int, CaseTrace]]:
        """Yield cases by the number `c` they have in the parts."""
        for c in numbers:
            row = self._index.execute("SELECT body FROM held WHERE c = ?", (c,)).fetchone()
            if row:
                yield c, _linked(self._index, trace_of(row[0]))

    def layout(self) -> Layout:
        """Return the tables of all parts, with every card field and event type met so far."""
        fields, kinds = _names(self._index)
        return Layout(fields, kinds)

    def parts(self, after: int = 0) -> tuple[Part, ...]:
        """Return the parts written by ingests after a watermark, oldest first."""
        rows = self._index.execute("SELECT * FROM parts WHERE ingested > ? ORDER BY part", (after,))
        return tuple(
            Part(
                folder=self._folder / f"part-{row[0]:06}",
                ingested=row[1],
                first_day=row[2],
                last_day=row[3],
                latest=row[4],
                fields=(row[5], row[6], row[7]),
                dead=_numbers(self._index, "SELECT c FROM dead WHERE part = ?", row[0]),
            )
            for row in rows.fetchall()
        )


def _bodies(
    index: sqlite3.Connection, numbers: tuple[str, ...], after: int
) -> Iterator[tuple[str, str, str]]:
    """Yield unit, department and body of cases, by case number; of all for no numbers."""
    chosen = "SELECT unit, department, body FROM held WHERE ingested > ?"
    if not numbers:
        yield from index.execute(f"{chosen} ORDER BY number", (after,))
        return
    for number in sorted(set(numbers)):
        yield from index.execute(f"{chosen} AND number = ?", (after, number))


def _meta(index: sqlite3.Connection, name: str) -> int:
    row = index.execute("SELECT number FROM meta WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def _numbers(index: sqlite3.Connection, text: str, part: int) -> tuple[int, ...]:
    return tuple(row[0] for row in index.execute(text, (part,)))


def _names(index: sqlite3.Connection) -> tuple[Fields, dict[str, int]]:
    found: dict[str, list[str]] = {"type": [], "case": [], "party": [], "event": []}
    for of_, name in index.execute("SELECT of_, name FROM names ORDER BY of_, place"):
        found[of_].append(name)
    fields = Fields(
        case=tuple(found["case"]), party=tuple(found["party"]), event=tuple(found["event"])
    )
    return fields, {name: place for place, name in enumerate(found["type"])}


def _held(index: sqlite3.Connection, number: str) -> CaseTrace | None:
    row = index.execute("SELECT body FROM held WHERE number = ?", (number,)).fetchone()
    return trace_of(row[0]) if row else None


def _linked(index: sqlite3.Connection, trace: CaseTrace) -> CaseTrace:
    if not trace.links:
        return trace
    found = {link.number: _held(index, link.number) for link in trace.links}
    return linked_cases(trace, {number: one for number, one in found.items() if one is not None})


class _Ingest:
    """One ingest, inside its transaction. Used once."""

    def __init__(self, index: sqlite3.Connection, folder: Path, part: int) -> None:
        self._index = index
        self._folder = folder
        self._size = part
        self._mark = _meta(index, "watermark") + 1
        self._next = _meta(index, "cases")
        self._written = _meta(index, "parts")
        self._fields, self._kinds = _names(index)

    def run(self, traces: Iterable[CaseTrace]) -> IngestReport:
        created: set[str] = set()
        changed: set[str] = set()
        delivered: dict[str, int] = {}
        fresh: dict[str, CaseTrace] = {}
        for trace in traces:
            number = trace.case.number
            held = fresh.get(number) or _held(self._index, number)
            new = merged(held, trace)
            delivered[number] = len(new.events)
            if held is None:
                created.add(number)
            elif held == new:
                continue
            elif number not in created:
                changed.add(number)
            fresh[number] = new
            if len(fresh) >= self._size:
                self._write(fresh)
                fresh = {}
        if fresh:
            self._write(fresh)
        if created or changed:
            self._put("watermark", self._mark)
        return IngestReport(
            created=len(created),
            changed=len(changed),
            unchanged=len(delivered) - len(created) - len(changed),
            events=sum(delivered.values()),
            watermark=self._mark if created or changed else self._mark - 1,
        )

    def _put(self, name: str, number: int) -> None:
        self._index.execute("UPDATE meta SET number = ? WHERE name = ?", (number, name))

    def _write(self, traces: dict[str, CaseTrace]) -> None:
        self._written += 1
        part = self._written
        numbered = sorted((self._number(number), one) for number, one in traces.items())
        packer = Packer(self._fields.holding(_fields_of(traces.values())), self._kinds)
        packed = packer.pack(numbered)
        self._keep_names(packer)
        self._fields, self._kinds = packer.fields, packer.kinds
        _write_files(self._folder / f"part-{part:06}", Layout(packer.fields, packer.kinds), packed)
        for c, one in numbered:
            case = one.case
            self._index.execute(
                "INSERT OR IGNORE INTO dead SELECT part, c FROM held WHERE c = ?", (c,)
            )
            self._index.execute(
                "INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(case.number, c, self._mark, part, case.unit, case.department),
                    *(len(one.events), body_of(one)),
                ),
            )
        fields = packer.fields
        self._index.execute(
            "INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(part, self._mark, packed.first_day, packed.last_day, packed.latest),
                *(len(fields.case), len(fields.party), len(fields.event)),
            ),
        )
        self._put("cases", self._next)
        self._put("parts", self._written)

    def _number(self, number: str) -> int:
        row = self._index.execute("SELECT c FROM held WHERE number = ?", (number,)).fetchone()
        if row:
            return int(row[0])
        self._next += 1
        return self._next

    def _keep_names(self, packer: Packer) -> None:
        fields = packer.fields
        rows = [
            (of_, place, name)
            for of_, names in (
                ("type", tuple(packer.kinds)),
                ("case", fields.case),
                ("party", fields.party),
                ("event", fields.event),
            )
            for place, name in enumerate(names)
        ]
        self._index.executemany("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", rows)


def _fields_of(traces: Iterable[CaseTrace]) -> Fields:
    case: dict[str, None] = {}
    party: dict[str, None] = {}
    event: dict[str, None] = {}
    for trace in traces:
        case.update((one.name, None) for one in trace.case.card)
        party.update((one.name, None) for each in trace.parties for one in each.card)
        event.update((one.name, None) for each in trace.events for one in each.card)
        if any(each.entered_by for each in trace.events):
            event["entered_by"] = None
    return Fields(case=tuple(case), party=tuple(party), event=tuple(event))


def _write_files(folder: Path, layout: Layout, packed: Packed) -> None:
    import pyarrow.parquet as pq

    from supervision_sweep_sql.arrow import arrow_table

    folder.mkdir(parents=True, exist_ok=True)
    for name, table, rows in (
        ("case", layout.case, packed.cases),
        ("party", layout.party, packed.parties),
        ("event", layout.event, packed.events),
    ):
        pq.write_table(arrow_table(table, rows), folder / f"{name}.parquet", compression="zstd")
