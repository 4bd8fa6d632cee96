"""Where a PostgreSQL server is (PostgreSQL 地址): from settings to what libpq is told.

A bare `postgresql://` means psycopg 3 here, whatever version of SQLAlchemy is installed: no
engine of SQLAlchemy is asked (2.0 would take psycopg2 for it, 2.1 psycopg).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from supervision.plugin import ConfigError
from supervision_store_sql.settings import PostgresqlSettings

__all__ = ["Address", "address_of", "normalised"]

_NAME_BYTES = 63  # PostgreSQL cuts a longer name off without a word
_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_DEFAULTS: dict[str, str] = {
    "application_name": "supervision",
    "client_encoding": "utf8",
    # A server that does not answer, or a cable that was cut, is noticed within a minute.
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}


@attrs.frozen(kw_only=True)
class Address:
    """A server and database (服务器地址).

    Attributes:
        conninfo: for libpq; the password is in it.
        place: for people; without it.
    """

    conninfo: str = attrs.field(repr=False)
    place: str


def normalised(url: str) -> str:
    """Return a URL libpq takes.

    Example:
        >>> normalised("postgresql+psycopg://db.example/office")
        'postgresql://db.example/office'

    Raises:
        ConfigError: `storage.bad_address` for another kind of URL.
    """
    scheme, _, rest = url.partition("://")
    if scheme not in _SCHEMES:
        # Nothing but the scheme is repeated: there may be a password in it.
        known = re.match(r"[a-z0-9+]{1,30}://", url)
        raise ConfigError("storage.bad_address", error=known[0] if known else "url")
    return f"postgresql://{rest}"


def address_of(settings: PostgresqlSettings) -> Address:
    """Return the address the settings name.

    Raises:
        ConfigError: `storage.bad_address` for a URL libpq does not understand, a URL beside
            parts, or a schema PostgreSQL would not take under this name;
            `storage.password_in_address`.
    """
    schema = settings.schema
    if not 0 < len(schema.encode()) <= _NAME_BYTES or "\0" in schema or schema.startswith("pg_"):
        raise ConfigError("storage.bad_address", error=f"schema {schema!r}")
    parts = {
        "host": settings.host,
        "port": "" if settings.port is None else str(settings.port),
        "dbname": settings.database,
        "user": settings.user,
    }
    named = {name: value for name, value in parts.items() if value}
    if settings.url:
        if named:
            raise ConfigError("storage.bad_address", error=f"url, {', '.join(named)}")
        named = _read(normalised(settings.url))
    place = _place(named, schema)
    if settings.password is not None:
        named["password"] = settings.password.value
    return Address(conninfo=make_conninfo("", **(_DEFAULTS | named)), place=place)


def _read(url: str) -> dict[str, str]:
    try:
        found = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # The cause is dropped: libpq repeats parts of the URL, which may hold a password.
        raise ConfigError("storage.bad_address", error="url") from None
    if not found.keys().isdisjoint(("password", "sslpassword")):
        raise ConfigError("storage.password_in_address")
    return {name: str(value) for name, value in found.items() if value is not None}


def _place(named: Mapping[str, str], schema: str) -> str:
    host = named.get("host") or named.get("hostaddr") or ""
    port = f":{named['port']}" if "port" in named else ""
    return f"postgresql://{host}{port}/{named.get('dbname', '')} ({schema})"
