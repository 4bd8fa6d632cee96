"""Offers sweep engines in SQL (SQL 监控引擎插件). Databases are imported when one is opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from supervision.plugin import SweepEngine, hookimpl

if TYPE_CHECKING:
    from supervision.plugin import Engine

__all__ = ["DUCKDB_ENGINE", "SQLITE_ENGINE", "supervision_offers"]


def _open_sqlite() -> Engine:
    from supervision_sweep_sql.databases import SqliteMemory
    from supervision_sweep_sql.engine import SqlEngine

    return SqlEngine(SqliteMemory)


def _open_duckdb() -> Engine:
    from supervision_sweep_sql.databases import DuckdbMemory
    from supervision_sweep_sql.engine import SqlEngine

    return SqlEngine(DuckdbMemory)


SQLITE_ENGINE = SweepEngine(name="sqlite", zh="SQLite 引擎", en="SQLite engine", open=_open_sqlite)
DUCKDB_ENGINE = SweepEngine(name="duckdb", zh="DuckDB 引擎", en="DuckDB engine", open=_open_duckdb)


@hookimpl
def supervision_offers() -> Iterable[SweepEngine]:
    """Offer both engines; DuckDB has to be installed before its engine is chosen."""
    yield SQLITE_ENGINE
    yield DUCKDB_ENGINE
