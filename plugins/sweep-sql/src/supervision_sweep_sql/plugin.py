"""Offers sweep engines in SQL, and cases as Parquet (SQL 监控引擎插件).

Databases are imported when one is opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from supervision.plugin import (
    ConfigError,
    Contribution,
    NoSettings,
    StorageBackend,
    SweepEngine,
    hookimpl,
)
from supervision_sweep_sql.settings import ParquetSettings, PostgresqlEngineSettings

if TYPE_CHECKING:
    from supervision.plugin import CaseStore, Engine, StandingEngine

__all__ = [
    "DUCKDB_ENGINE",
    "PARQUET",
    "POSTGRESQL_ENGINE",
    "SQLITE_ENGINE",
    "supervision_offers",
]


def _need(driver: str, extra: str) -> None:
    """Say before anything is begun that a driver is missing."""
    if find_spec(driver) is None:
        raise ConfigError("sweep.no_driver", driver=driver, extra=extra)


def _open_sqlite(_settings: NoSettings) -> Engine:
    from supervision_sweep_sql.databases import SqliteMemory
    from supervision_sweep_sql.engine import SqlEngine

    return SqlEngine(SqliteMemory)


def _open_duckdb(_settings: NoSettings) -> Engine:
    from supervision_sweep_sql.databases import DuckdbMemory
    from supervision_sweep_sql.engine import SqlEngine

    _need("duckdb", "duckdb")
    return SqlEngine(DuckdbMemory)


def _open_standing(_settings: NoSettings, cases: ParquetSettings) -> StandingEngine:
    from supervision_sweep_sql.keeping import StandingFolder

    _need("duckdb", "duckdb")
    return StandingFolder(cases.folder)


def _open_postgresql(settings: PostgresqlEngineSettings) -> Engine:
    from supervision_sweep_sql.engine import SqlEngine

    _need("psycopg", "postgresql")
    from supervision_sweep_sql.postgresql import PostgresqlTables, conninfo_of

    conninfo = conninfo_of(settings)
    return SqlEngine(lambda: PostgresqlTables(conninfo))


def _open_cases(settings: ParquetSettings) -> CaseStore:
    from supervision_sweep_sql.parquet import ParquetCases

    _need("pyarrow", "duckdb")
    return ParquetCases(settings.folder)


SQLITE_ENGINE = SweepEngine(
    name="sqlite", zh="SQLite 引擎", en="SQLite engine", settings=NoSettings, open=_open_sqlite
)
DUCKDB_ENGINE = SweepEngine(
    name="duckdb",
    zh="DuckDB 引擎",
    en="DuckDB engine",
    settings=NoSettings,
    open=_open_duckdb,
    stands_on=("parquet",),
    open_standing=_open_standing,
)
POSTGRESQL_ENGINE = SweepEngine(
    name="postgresql",
    zh="PostgreSQL 引擎",
    en="PostgreSQL engine",
    settings=PostgresqlEngineSettings,
    open=_open_postgresql,
)
PARQUET = StorageBackend(
    name="parquet",
    zh="Parquet 案件库（只存案件）",
    en="Parquet folder (cases only)",
    settings=ParquetSettings,
    open_cases=_open_cases,
)


@hookimpl
def supervision_offers() -> Iterable[Contribution]:
    """Offer the engines and the case store; drivers have to be installed before they are chosen."""
    yield SQLITE_ENGINE
    yield DUCKDB_ENGINE
    yield POSTGRESQL_ENGINE
    yield PARQUET
