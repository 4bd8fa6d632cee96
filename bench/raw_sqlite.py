"""The floor (裸 SQLite): the statements our store sends, repeated by `sqlite3` alone.

They are recorded once. The repetition sends the same texts and values in the same transactions,
chains and hashes the entries itself, and must leave every table as ours does. What it leaves
out is all that makes them: loading, deciding, encoding, checking, translating.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import attrs

from bench.sample_office import STORE, contents, copied, opened
from supervision.office.office import Office
from supervision.office.opening import FORMAT, SHAPES
from supervision_store_sql.schema import Schema
from supervision_store_sql.settings import Synchronous
from supervision_store_sql.sqlite import LOG_PAGES, SqliteProfile
from supervision_store_sql.statements import Statements
from supervision_store_sql.store import SqlStore

__all__ = ["Raw", "Script", "recorded"]

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    f"PRAGMA wal_autocheckpoint = {LOG_PAGES}",
)
_FORMAT_LINE = "supervision.journal/1"


class Sent(NamedTuple):
    """One statement: text, values (or rows of them), and how it was read."""

    text: str
    values: Any
    how: str


Script = list[list[Sent]]
"""The statements of each transaction."""


class _Cursor:
    """Passes on to a cursor and writes down."""

    def __init__(self, cursor: sqlite3.Cursor, script: Script) -> None:
        self._cursor = cursor
        self._script = script

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    def _note(self, text: str, values: Any, how: str) -> None:
        if text.startswith("BEGIN"):
            self._script.append([])
        self._script[-1].append(Sent(text, values, how))

    def execute(self, text: str, values: Any = ()) -> object:
        self._note(text, values, "run")
        return self._cursor.execute(text, values)

    def executemany(self, text: str, rows: Any) -> object:
        self._note(text, rows, "many")
        return self._cursor.executemany(text, rows)

    def _read(self, how: str) -> None:
        self._script[-1][-1] = self._script[-1][-1]._replace(how=how)

    def fetchone(self) -> Any:
        self._read("one")
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        self._read("all")
        return self._cursor.fetchall()

    def close(self) -> None:
        self._cursor.close()


class _Connection:
    def __init__(self, connection: sqlite3.Connection, script: Script) -> None:
        self._connection = connection
        self._script = script

    def cursor(self) -> _Cursor:
        return _Cursor(self._connection.cursor(), self._script)

    def close(self) -> None:
        self._connection.close()


class _Recording(SqliteProfile):
    def __init__(self, path: Path, script: Script) -> None:
        super().__init__(path, Synchronous.FULL, 5_000)
        self._script = script

    def connect(self) -> Any:
        return _Connection(super().connect(), self._script)

    def refresh_statistics(self, cursor: Any) -> None:
        """Do nothing: it is no part of any act."""


def recorded(base: Path, to: Path, work: Callable[[Office], object]) -> Script:
    """Do the work in a copy of an office; return the statements of its transactions."""
    script: Script = []
    with opened(copied(base, to)) as office:
        store = SqlStore(_Recording(to / STORE, script), SHAPES, FORMAT)
        with Office(attrs.evolve(office.parts, store=store)) as recording:
            work(recording)
    return [sent for sent in script if sent[-1].text == "COMMIT"]


class Raw:
    """Repeats a script (裸语句)."""

    def __init__(self, base: Path, to: Path, script: Script, warm: int, count: int) -> None:
        """Take a script of which the first `warm` transactions are not timed.

        The others do `count` operations.
        """
        self._base = base
        self._to = to
        self._warm, self._script = script[:warm], script[warm:]
        self._count = count
        profile = SqliteProfile(to / STORE, Synchronous.FULL, 0)
        statements = Statements(Schema(SHAPES), profile.dialect)
        self._append = statements.entry_insert
        self._head = statements.head_update
        self._last = ""
        self._cursor: sqlite3.Cursor

    def prepare(self) -> None:
        copied(self._base, self._to)
        connection = sqlite3.connect(self._to / STORE, isolation_level=None, cached_statements=512)
        for pragma in _PRAGMAS:
            connection.execute(pragma).fetchall()
        self._cursor = connection.cursor()
        self._last = ""
        self._repeat(self._warm)

    def run(self) -> int:
        self._repeat(self._script)
        return self._count

    def finish(self) -> object:
        self._cursor.connection.close()
        return contents(self._to / STORE)

    def _repeat(self, script: Script) -> None:
        cursor = self._cursor
        for transaction in script:
            for text, values, how in transaction:
                if text == self._append:
                    rows = self._hashed(values if how == "many" else [values])
                    if how == "many":
                        cursor.executemany(text, rows)
                    else:
                        cursor.execute(text, rows[0])
                elif text == self._head:
                    cursor.execute(text, (values[0], self._last, values[2]))
                elif how == "many":
                    cursor.executemany(text, values)
                else:
                    cursor.execute(text, values)
                    if how == "one":
                        cursor.fetchone()
                    elif how == "all":
                        cursor.fetchall()

    def _hashed(self, entries: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        rows = []
        last = self._last
        for entry in entries:
            header = [*entry[:10], last or entry[10], *entry[11:13]]
            text = "\n".join([_FORMAT_LINE, *map(str, header)])
            last = sha256(text.encode()).hexdigest()
            rows.append((*header, last))
        self._last = last
        return rows
