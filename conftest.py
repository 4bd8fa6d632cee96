"""What tests of all folders share: a PostgreSQL server, or a loud word that there is none; and
the same for dialects of SQLAlchemy that are packages of their own.

The server is the one `SUPERVISION_TEST_POSTGRES_URL` names, else a throw-away one made from the
machine's own binaries. Where neither can be had, what needs it is left out and the end of the
run says so and why; it never looks like a success.
"""

from __future__ import annotations

import functools
import itertools
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode

import pytest

from supervision.ports.settings import Secret
from supervision_store_sql.settings import PostgresqlSettings

if TYPE_CHECKING:
    from supervision_store_sql.throwaway import Throwaway

NewSchema: TypeAlias = Callable[[], PostgresqlSettings]
"""Names a schema nothing has used yet."""

URL = "SUPERVISION_TEST_POSTGRES_URL"
MODULES = "test_postgresql_*.py"
_OWN_DATABASE = "supervision"

_stopping: list[Callable[[], None]] = []


def _connect(url: str) -> None:
    import psycopg

    psycopg.connect(url, connect_timeout=10).close()


@functools.cache
def _server() -> tuple[PostgresqlSettings | None, str]:
    """Return how to reach a server, or why there is none; start it once."""
    try:
        from psycopg import Error
        from psycopg.conninfo import conninfo_to_dict

        from supervision_store_sql.throwaway import Throwaway, find_programs
    except ImportError as error:
        return None, f"psycopg cannot be imported ({str(error).splitlines()[0]})"
    if given := os.environ.get(URL):
        try:
            _connect(given)
        except Error as error:  # whoever names a server wants it tested
            raise pytest.UsageError(f"{URL}: {' '.join(str(error).split())}") from error
        parts = {name: str(value) for name, value in conninfo_to_dict(given).items() if value}
        password = parts.pop("password", None)
        return PostgresqlSettings(
            url=f"postgresql://?{urlencode(parts)}",
            password=Secret(password) if password else None,
        ), ""
    programs = find_programs()
    if programs is None:
        return None, f"neither initdb and postgres were found nor is {URL} set"
    try:
        server = Throwaway(programs)
    except OSError as error:
        return None, f"no server could be made ({error})"
    _stopping.append(server.close)
    return PostgresqlSettings(url=_with_other_letters(server)), ""


@functools.cache
def _own_server() -> tuple[Throwaway | None, str]:
    """Return a server that may be stopped, or why there is none; start it once."""
    settings, reason = _server()
    if settings is None:
        return None, reason
    from supervision_store_sql.throwaway import Throwaway, find_programs

    programs = find_programs()
    if programs is None:
        return None, f"the server of {URL} may not be stopped, and initdb was not found"
    server = Throwaway(programs, safe=True)
    _stopping.append(server.close)
    return server, ""


@functools.cache
def _dialect(name: str) -> tuple[object, str]:
    """Return a dialect of SQLAlchemy, or why it is not there."""
    import sqlalchemy

    try:
        return sqlalchemy.make_url(f"{name}://").get_dialect(), ""
    except (sqlalchemy.exc.ArgumentError, ImportError) as error:
        words = " ".join(str(error).split())
        return None, f"SQLAlchemy {sqlalchemy.__version__} does not import it ({words})"


def _with_other_letters(server: Throwaway) -> str:
    """Make a database that does not compare by code point by itself, where the server can."""
    from psycopg.errors import Error

    made = f"CREATE DATABASE {_OWN_DATABASE} TEMPLATE template0"
    try:
        server.execute(f"{made} LOCALE_PROVIDER icu ICU_LOCALE 'zh-u-co-pinyin'")
    except Error:  # before version 15, or built without ICU
        server.execute(made)
    return server.url.replace("/postgres?", f"/{_OWN_DATABASE}?")


MARKERS = {
    "postgresql": "needs a PostgreSQL server",
    "postgresql_own": "needs a PostgreSQL server that may be stopped",
    "dialect(name)": "needs a dialect of SQLAlchemy that is a package of its own",
}
_left_out: dict[str, str] = {}


def _lacking(what: str) -> bool:
    """Say whether something cannot be had, and remember to tell."""
    probes: dict[str, Callable[[], tuple[object, str]]] = {
        "PostgreSQL": _server,
        "PostgreSQL, restarts and damage": _own_server,
    }
    found, reason = probes.get(what, functools.partial(_dialect, what))()
    if found is None:
        _left_out[what] = reason
    return found is None


def _needs(item: pytest.Item) -> Iterator[str]:
    if item.get_closest_marker("postgresql") or item.path.match(MODULES):
        yield "PostgreSQL"
    if item.get_closest_marker("postgresql_own"):
        yield "PostgreSQL, restarts and damage"
    if marker := item.get_closest_marker("dialect"):
        yield marker.args[0]


def pytest_configure(config: pytest.Config) -> None:
    """Know the markers of tests that need what not every machine has."""
    for marker, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{marker}: {meaning}")
    if URL in os.environ:
        _server()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out the modules that need psycopg and a server where there is none."""
    return True if collection_path.match(MODULES) and _lacking("PostgreSQL") else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need what is not there."""
    left_out = [item for item in items if any(map(_lacking, _needs(item)))]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested, and why."""
    if not _left_out:
        return
    terminalreporter.section("NOT RUN", sep="!", red=True, bold=True)
    for what, reason in _left_out.items():
        terminalreporter.line(f"{what}: not run, because {reason}.", red=True)
    if any(what.startswith("PostgreSQL") for what in _left_out):
        terminalreporter.line(
            f"Install postgresql, or name a server in {URL}; then: tox run -e pg-py313"
        )


def pytest_unconfigure() -> None:
    """Throw the server away."""
    while _stopping:
        _stopping.pop()()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[NewSchema | None]:
    """Give a function that names a fresh schema on the server; `None` where there is none."""
    settings, _ = _server()
    if settings is None or _lacking("PostgreSQL"):
        yield None
        return
    import attrs

    run = uuid.uuid4().hex[:8]
    numbers = itertools.count(1)

    def fresh() -> PostgresqlSettings:
        schema = f"sv_{run}_{next(numbers)}"
        url = f"{settings.url}&application_name={schema}"  # tells its connections from others
        return attrs.evolve(settings, url=url, schema=schema)

    yield fresh
    if URL in os.environ:  # else the whole server goes
        _drop_schemas(settings, f"sv_{run}_")


def _drop_schemas(settings: PostgresqlSettings, beginning: str) -> None:
    from supervision_store_sql.postgresql_backend import profile_of
    from supervision_store_sql.postgresql_copy import quoted

    with profile_of(settings).connect() as connection:
        found = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", (beginning,)
        )
        for (name,) in found.fetchall():
            connection.execute(f"DROP SCHEMA {quoted(name)} CASCADE")


@pytest.fixture(scope="session")
def new_schema(postgresql: NewSchema | None) -> NewSchema:
    """Give the same to tests that only run where there is a server."""
    if postgresql is None:
        pytest.fail("mark the test with `postgresql`")
    return postgresql


@pytest.fixture(scope="session")
def own_server() -> Throwaway:
    """Give a server of our own that writes to the disk as one in use, and may be stopped."""
    server, reason = _own_server()
    if server is None:
        pytest.fail(f"mark the test with `postgresql_own` ({reason})")
    return server
