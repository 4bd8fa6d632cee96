"""The SQLite backend's factories (SQLite 后端): from settings to stores."""

from __future__ import annotations

from supervision.plugin import CaseStore, Rebuild, Shape, Store, UpgradeReport
from supervision_store_sql.cases import SqlCases
from supervision_store_sql.settings import SqliteSettings
from supervision_store_sql.sqlite import SqliteProfile
from supervision_store_sql.store import create_store, open_store
from supervision_store_sql.upgrade import upgrade_store

__all__ = ["create_sqlite", "open_sqlite", "open_sqlite_cases", "upgrade_sqlite"]


def _profile(settings: SqliteSettings) -> SqliteProfile:
    return SqliteProfile(settings.path, settings.synchronous, settings.busy_timeout_ms)


def create_sqlite(settings: SqliteSettings, shapes: tuple[Shape, ...], layout: str) -> Store:
    """Make an empty store in a new file (新建)."""
    return create_store(_profile(settings), shapes, layout, shared=settings.shared)


def open_sqlite(settings: SqliteSettings, shapes: tuple[Shape, ...], layout: str) -> Store:
    """Open the store made before (打开)."""
    return open_store(_profile(settings), shapes, layout)


def open_sqlite_cases(settings: SqliteSettings) -> CaseStore:
    """Open the case store, and make it when it is missing (打开案件库)."""
    return SqlCases(_profile(settings))


def upgrade_sqlite(
    settings: SqliteSettings, shapes: tuple[Shape, ...], layout: str, rebuild: Rebuild
) -> UpgradeReport:
    """Bring a store of an older format to this one (升级)."""
    return upgrade_store(_profile(settings), shapes, layout, rebuild)
