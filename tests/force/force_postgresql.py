"""Offices in PostgreSQL: their table in the TOML, and when the server has come to rest."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supervision_store_sql.settings import PostgresqlSettings

__all__ = ["await_end_of_all", "server_in", "store_table"]


def store_table(settings: PostgresqlSettings) -> str:
    """Return the table of a store in a schema of its own."""
    lines = ['backend = "postgresql"', "lock_timeout_ms = 20000"]
    lines += [f"url = {json.dumps(settings.url)}", f"schema = {json.dumps(settings.schema)}"]
    if settings.password is not None:
        os.environ["SUPERVISION_TEST_PASSWORD"] = settings.password.value
        lines.append('password = { env = "SUPERVISION_TEST_PASSWORD" }')
    return "\n".join(lines)


def await_end_of_all(settings: PostgresqlSettings) -> None:
    """Wait until the server has noticed that a killed client is gone, commit in flight or not."""
    from supervision_store_sql.postgresql_backend import profile_of  # where there is psycopg

    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
        "AND application_name = current_setting('application_name')"
    )
    with profile_of(settings).connect() as connection:
        until = time.monotonic() + 30
        while connection.execute(others).fetchone() != (0,):
            assert time.monotonic() < until
            time.sleep(0.002)


@contextmanager
def server_in(folder: Path) -> Iterator[PostgresqlSettings]:
    """Run a server that has its data in a folder, and writes to the disk as one in use."""
    from supervision_store_sql.throwaway import Throwaway, find_programs

    tempfile.tempdir = str(folder)
    programs = find_programs()
    assert programs is not None
    with Throwaway(programs, safe=True) as server:
        yield PostgresqlSettings(url=server.url)
