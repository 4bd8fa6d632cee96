"""PostgreSQL as a database a sweep runs in (PostgreSQL 执行库): temporary tables of one connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Table

from supervision.plugin import ConfigError, StorageUnavailable
from supervision_sweep_sql.batches import Batch, TupleBatch
from supervision_sweep_sql.layout import Layout
from supervision_sweep_sql.packing import Packed, Values
from supervision_sweep_sql.profiles import POSTGRESQL
from supervision_sweep_sql.settings import PostgresqlEngineSettings
from supervision_sweep_sql.statements import create_texts

__all__ = ["PostgresqlTables", "conninfo_of"]

_ROWS = 20_000  # handed out at once
_DEFAULTS = {
    "application_name": "supervision",
    "client_encoding": "utf8",
    # A server that does not answer, or a cable that was cut, is noticed within a minute.
    "connect_timeout": "10",
    "tcp_user_timeout": "60000",
}


def conninfo_of(settings: PostgresqlEngineSettings) -> str:
    """Return what libpq is told; the password is in it.

    Raises:
        ConfigError: `sweep.bad_address`; `sweep.password_in_address`.
    """
    try:
        named = conninfo_to_dict(settings.url)
    except psycopg.ProgrammingError:
        # The cause is dropped: libpq repeats parts of the URL, which may hold a password.
        raise ConfigError("sweep.bad_address") from None
    if not settings.url.startswith(("postgresql://", "postgres://")):
        raise ConfigError("sweep.bad_address")
    if not named.keys().isdisjoint(("password", "sslpassword")):
        raise ConfigError("sweep.password_in_address")
    if settings.password is not None:
        named["password"] = settings.password.value
    return make_conninfo("", **(_DEFAULTS | {name: str(value) for name, value in named.items()}))


class PostgresqlTables:
    """Tables of one session on a PostgreSQL server (PostgreSQL 会话表).

    Args:
        url: of a database in which the role may make temporary tables.

    Raises:
        StorageUnavailable: the server cannot be reached.
    """

    profile = POSTGRESQL

    def __init__(self, url: str) -> None:
        try:
            self.connection = psycopg.connect(url, autocommit=True)
        except psycopg.Error as error:
            words = " ".join(str(error).split())
            path = "[monitoring.engines.postgresql]"
            raise StorageUnavailable("storage.unreachable", path=path, error=words) from error
        self._run("SET client_min_messages = warning")
        self._run("SET jit = off")  # a statement a rule takes less time than its compilation
        self._run("SET work_mem = '64MB'")

    def _run(self, text: str) -> None:
        self.connection.execute(text.encode())

    def fill(self, layout: Layout, packed: Packed) -> None:
        for table, rows in (
            (layout.case, packed.cases),
            (layout.party, packed.parties),
            (layout.event, packed.events),
        ):
            self._replace(table, rows)

    def put_ends(self, layout: Layout, rows: Iterable[Values]) -> None:
        self._replace(layout.due, list(rows))

    def _replace(self, table: Table, rows: Sequence[Values]) -> None:
        self._run(f"DROP TABLE IF EXISTS {table.name}")
        for text in create_texts([table], self.profile.open_dialect()):
            self._run(text.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1))
        with (
            self.connection.cursor() as cursor,
            cursor.copy(f"COPY {table.name} FROM STDIN".encode()) as copy,
        ):
            for row in rows:
                copy.write_row(row)
        self._run(f"ANALYZE {table.name}")

    def keep(self, features: Mapping[str, str]) -> None:
        for name, text in features.items():
            self._run(f"DROP TABLE IF EXISTS {name}")
            self._run(f"CREATE TEMPORARY TABLE {name} AS {text}")
            self._run(f"ANALYZE {name}")

    def fetch(self, text: str) -> Iterator[Batch]:
        with self.connection.cursor() as cursor:
            cursor.execute(text.encode())
            while rows := cursor.fetchmany(_ROWS):
                yield TupleBatch(rows)

    def close(self) -> None:
        self.connection.close()
