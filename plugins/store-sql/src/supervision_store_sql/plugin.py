"""Offers SQLite and PostgreSQL as store and case store (存储插件).

SQLAlchemy and the drivers are imported when one is opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from supervision.plugin import StorageBackend, UpgradeReport, hookimpl
from supervision_store_sql.settings import PostgresqlSettings, SqliteSettings

if TYPE_CHECKING:
    from supervision.plugin import CaseStore, Rebuild, Shape, Store

__all__ = ["POSTGRESQL", "SQLITE", "supervision_offers"]


def _create_sqlite(settings: SqliteSettings, shapes: tuple[Shape, ...], layout: str) -> Store:
    from supervision_store_sql.backend import create_sqlite

    return create_sqlite(settings, shapes, layout)


def _open_sqlite(settings: SqliteSettings, shapes: tuple[Shape, ...], layout: str) -> Store:
    from supervision_store_sql.backend import open_sqlite

    return open_sqlite(settings, shapes, layout)


def _open_sqlite_cases(settings: SqliteSettings) -> CaseStore:
    from supervision_store_sql.backend import open_sqlite_cases

    return open_sqlite_cases(settings)


def _upgrade_sqlite(
    settings: SqliteSettings, shapes: tuple[Shape, ...], layout: str, rebuild: Rebuild
) -> UpgradeReport:
    from supervision_store_sql.backend import upgrade_sqlite

    return upgrade_sqlite(settings, shapes, layout, rebuild)


SQLITE = StorageBackend(
    name="sqlite",
    zh="SQLite 文件",
    en="SQLite file",
    settings=SqliteSettings,
    create=_create_sqlite,
    open=_open_sqlite,
    open_cases=_open_sqlite_cases,
    upgrade=_upgrade_sqlite,
)


def _create_postgresql(
    settings: PostgresqlSettings, shapes: tuple[Shape, ...], layout: str
) -> Store:
    from supervision_store_sql.postgresql_backend import create_postgresql

    return create_postgresql(settings, shapes, layout)


def _open_postgresql(settings: PostgresqlSettings, shapes: tuple[Shape, ...], layout: str) -> Store:
    from supervision_store_sql.postgresql_backend import open_postgresql

    return open_postgresql(settings, shapes, layout)


def _open_postgresql_cases(settings: PostgresqlSettings) -> CaseStore:
    from supervision_store_sql.postgresql_backend import open_postgresql_cases

    return open_postgresql_cases(settings)


def _upgrade_postgresql(
    settings: PostgresqlSettings, shapes: tuple[Shape, ...], layout: str, rebuild: Rebuild
) -> UpgradeReport:
    from supervision_store_sql.postgresql_backend import upgrade_postgresql

    return upgrade_postgresql(settings, shapes, layout, rebuild)


POSTGRESQL = StorageBackend(
    name="postgresql",
    zh="PostgreSQL 服务器",
    en="PostgreSQL server",
    settings=PostgresqlSettings,
    create=_create_postgresql,
    open=_open_postgresql,
    open_cases=_open_postgresql_cases,
    upgrade=_upgrade_postgresql,
)


@hookimpl
def supervision_offers() -> Iterable[
    StorageBackend[SqliteSettings] | StorageBackend[PostgresqlSettings]
]:
    """Offer both backends."""
    yield SQLITE
    yield POSTGRESQL
