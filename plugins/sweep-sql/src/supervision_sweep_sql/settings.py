"""Settings of engines and of the case store in a folder (监控引擎与案件库设置)."""

from __future__ import annotations

from pathlib import Path

import attrs

from supervision.plugin import Secret

__all__ = ["ParquetSettings", "PostgresqlEngineSettings"]


@attrs.frozen(kw_only=True)
class ParquetSettings:
    """Where the cases lie (Parquet 案件库设置).

    Attributes:
        folder: the folder; made when it is missing. What incremental sweeps keep lies in it too.

    Example:
        >>> ParquetSettings(folder=Path("cases")).folder.name
        'cases'
    """

    folder: Path


@attrs.frozen(kw_only=True)
class PostgresqlEngineSettings:
    """Which PostgreSQL server computes (PostgreSQL 引擎设置).

    Nothing is left on it: the tables are the session's and go with it.

    Attributes:
        url: `postgresql://user@host:port/database?sslmode=verify-full`, everything libpq knows
            except a password; what it does not name comes from libpq's own defaults.
        password: the role's password, if it needs one.

    Example:
        >>> PostgresqlEngineSettings(url="postgresql://sweeper@db.example/cases").password
    """

    url: str
    password: Secret | None = None
