"""The PostgreSQL backend's factories (PostgreSQL 后端): from settings to stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supervision.plugin import CaseStore, ConfigError, Rebuild, Shape, Store, UpgradeReport
from supervision_store_sql.cases import SqlCases
from supervision_store_sql.settings import PostgresqlSettings
from supervision_store_sql.store import create_store, open_store
from supervision_store_sql.upgrade import upgrade_store

if TYPE_CHECKING:
    from supervision_store_sql.postgresql import PostgresqlProfile

__all__ = [
    "create_postgresql",
    "open_postgresql",
    "open_postgresql_cases",
    "profile_of",
    "upgrade_postgresql",
]


def profile_of(settings: PostgresqlSettings) -> PostgresqlProfile:
    """Return the profile the settings name; nothing is connected yet.

    Raises:
        ConfigError: `storage.no_driver`, `storage.bad_address`, `storage.password_in_address`.
    """
    try:
        from supervision_store_sql.postgresql import PostgresqlProfile
        from supervision_store_sql.postgresql_address import address_of
    except ImportError as error:  # psycopg is not installed, or finds no libpq
        raise ConfigError("storage.no_driver", error=" ".join(str(error).split())) from error
    return PostgresqlProfile(
        address_of(settings),
        settings.schema,
        settings.lock_timeout_ms,
        settings.statement_timeout_ms,
    )


def create_postgresql(
    settings: PostgresqlSettings, shapes: tuple[Shape, ...], layout: str
) -> Store:
    """Make an empty store in a schema without tables (新建)."""
    return create_store(profile_of(settings), shapes, layout)


def open_postgresql(settings: PostgresqlSettings, shapes: tuple[Shape, ...], layout: str) -> Store:
    """Open the store made before (打开)."""
    return open_store(profile_of(settings), shapes, layout)


def open_postgresql_cases(settings: PostgresqlSettings) -> CaseStore:
    """Open the case store, and make it when it is missing (打开案件库)."""
    return SqlCases(profile_of(settings))


def upgrade_postgresql(
    settings: PostgresqlSettings, shapes: tuple[Shape, ...], layout: str, rebuild: Rebuild
) -> UpgradeReport:
    """Bring a store of an older format to this one (升级)."""
    return upgrade_store(profile_of(settings), shapes, layout, rebuild)
