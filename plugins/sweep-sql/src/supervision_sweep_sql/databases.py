"""Databases a sweep runs in (执行库): SQLite with nothing installed, DuckDB where it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Table

from supervision_sweep_sql.batches import ArrowBatch, Batch, TupleBatch
from supervision_sweep_sql.layout import Layout
from supervision_sweep_sql.packing import Packed, Values
from supervision_sweep_sql.profiles import DUCKDB, SQLITE, Profile
from supervision_sweep_sql.statements import create_texts

__all__ = ["Database", "DuckdbMemory", "SqliteMemory"]

_ROWS = 20_000  # handed out at once


class Database(Protocol):
    """A database that holds the tables of one shard (执行库). Used by one thread."""

    @property
    def profile(self) -> Profile:
        """What it is like."""
        ...

    def fill(self, layout: Layout, packed: Packed) -> None:
        """Replace cases, parties and events."""
        ...

    def put_ends(self, layout: Layout, rows: Iterable[Values]) -> None:
        """Replace the table of ends."""
        ...

    def keep(self, features: Mapping[str, str]) -> None:
        """Replace the temporary tables of features by the rows of their statements."""
        ...

    def fetch(self, text: str) -> Iterator[Batch]:
        """Yield the rows of a statement."""
        ...

    def close(self) -> None:
        """Release everything."""
        ...


class SqliteMemory:
    """SQLite in memory (内存 SQLite)."""

    profile = SQLITE

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.execute("PRAGMA temp_store = MEMORY")

    def fill(self, layout: Layout, packed: Packed) -> None:
        for table, rows in _filled(layout, packed):
            self._replace(table, rows)
        # A rule reads its own types only, case by case, without touching the table.
        self.connection.execute("CREATE INDEX sw_by_kind ON sw_event (kind, c, k, p, at_)")

    def put_ends(self, layout: Layout, rows: Iterable[Values]) -> None:
        self._replace(layout.due, list(rows))

    def _replace(self, table: Table, rows: Sequence[Values]) -> None:
        run = self.connection.execute
        run("BEGIN")
        run(f"DROP TABLE IF EXISTS {table.name}")
        for text in create_texts([table], self.profile.open_dialect()):
            run(f"{text.rstrip()} WITHOUT ROWID")
        marks = ", ".join("?" * len(table.columns))
        self.connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608  # ours
        run("COMMIT")

    def keep(self, features: Mapping[str, str]) -> None:
        for name, text in features.items():
            self.connection.execute(f"DROP TABLE IF EXISTS {name}")
            self.connection.execute(f"CREATE TEMPORARY TABLE {name} AS {text}")

    def fetch(self, text: str) -> Iterator[Batch]:
        cursor = self.connection.execute(text)
        while rows := cursor.fetchmany(_ROWS):
            yield TupleBatch(rows)

    def close(self) -> None:
        self.connection.close()


class DuckdbMemory:
    """DuckDB in memory (内存 DuckDB), through the text of PostgreSQL.

    Args:
        threads: how many it may use; `None` for one per processor.
    """

    profile = DUCKDB

    def __init__(self, threads: int | None = None) -> None:
        import duckdb

        # Extensions are downloads; nothing here needs one.
        settings: dict[str, Any] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if threads is not None:
            settings["threads"] = threads
        self.connection = duckdb.connect(":memory:", config=settings)
        self._parsed: dict[str, Any] = {}

    def fill(self, layout: Layout, packed: Packed) -> None:
        for table, rows in _filled(layout, packed):
            self._replace(table, rows)

    def put_ends(self, layout: Layout, rows: Iterable[Values]) -> None:
        self._replace(layout.due, list(rows))

    def _replace(self, table: Table, rows: Sequence[Values]) -> None:
        from supervision_sweep_sql.arrow import arrow_table

        self.connection.execute(f"DROP TABLE IF EXISTS {table.name}")
        self.connection.register("sw_given", arrow_table(table, rows))
        self.connection.execute(f"CREATE TABLE {table.name} AS SELECT * FROM sw_given")  # noqa: S608  # ours
        self.connection.unregister("sw_given")

    def keep(self, features: Mapping[str, str]) -> None:
        for name, text in features.items():
            made = f"CREATE OR REPLACE TEMPORARY TABLE {name} AS {text}"
            self.connection.execute(self._statement(made))

    def fetch(self, text: str) -> Iterator[Batch]:
        reader = self.connection.sql(self._statement(text)).to_arrow_reader(_ROWS)
        for batch in reader:
            yield ArrowBatch(batch)

    def _statement(self, text: str) -> Any:
        """Return a statement parsed; every part asks the same ones."""
        if text not in self._parsed:
            [self._parsed[text]] = self.connection.extract_statements(text)
        return self._parsed[text]

    def close(self) -> None:
        self.connection.close()


def _filled(layout: Layout, packed: Packed) -> Iterator[tuple[Table, Sequence[Values]]]:
    yield layout.case, packed.cases
    yield layout.party, packed.parties
    yield layout.event, packed.events
