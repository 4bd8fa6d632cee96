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
def served(flush_us: int = 0) -> Iterator[Server]:
    """Give a server.

    Args:
        flush_us: how long a commit waits before its flush, in microseconds, as a disk without
            a cache would make it wait; commits that come meanwhile are flushed together.

    Raises:
        NotRun: there is none, or only one that must be taken as it is.
    """
    try:
        from supervision_store_sql.throwaway import Throwaway, find_programs
    except ImportError as error:
        raise NotRun(f"psycopg cannot be imported ({str(error).splitlines()[0]})") from error
    if given := os.environ.get(_URL):
        if flush_us:
            raise NotRun(f"the server of {_URL} is taken as it is")
        yield Server(given)
        return
    programs = find_programs()
    if programs is None:
        raise NotRun(f"neither initdb and postgres were found nor is {_URL} set")
    slow = (f"commit_delay={flush_us}", "commit_siblings=0") if flush_us else ()
    with Throwaway(programs, safe=True, settings=slow) as thrown:
        yield Server(thrown.url)
