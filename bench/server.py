"""The PostgreSQL server of a measurement (测量用服务器): a throw-away one that writes to the disk.

Or the one `SUPERVISION_TEST_POSTGRES_URL` names, without a password in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from bench.rows import NotRun

__all__ = ["Server", "served"]

_URL = "SUPERVISION_TEST_POSTGRES_URL"


class Server:
    """A server one may make and drop schemas on (服务器)."""

    def __init__(self, url: str) -> None:
        self.url = url

    def section(self, schema: str) -> str:
        """Return the TOML of a store in a schema of its own."""
        return f'backend = "postgresql"\nurl = "{self.url}"\nschema = "{schema}"'

    def drop(self, schema: str) -> None:
        """Remove the schema if it is there."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


@contextmanager
def served() -> Iterator[Server]:
    """Give a server.

    Raises:
        NotRun: there is none.
    """
    try:
        from supervision_store_sql.throwaway import Throwaway, find_programs
    except ImportError as error:
        raise NotRun(f"psycopg cannot be imported ({str(error).splitlines()[0]})") from error
    if given := os.environ.get(_URL):
        yield Server(given)
        return
    programs = find_programs()
    if programs is None:
        raise NotRun(f"neither initdb and postgres were found nor is {_URL} set")
    with Throwaway(programs, safe=True) as thrown:
        yield Server(thrown.url)
