"""Upgrading a store in PostgreSQL: copy and rows in one transaction, and whoever looks on."""

import contextlib
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator

import attrs
import psycopg
import pytest

from supervision.domain.records import ColumnType
from supervision.errors import StorageError, StorageUnavailable
from supervision.journal.entry import Entry
from supervision.ports.query import Eq, Has, Query
from supervision.ports.store import Blob, Row, Shape, ShapeColumn, Store, Transaction, Write
from supervision.testing import SAMPLE_CHAIN, make_blob, make_entries
from supervision.testing.workers import run_threads
from supervision_store_sql.postgresql_backend import (
    create_postgresql,
    open_postgresql,
    profile_of,
    upgrade_postgresql,
)
from supervision_store_sql.settings import PostgresqlSettings
from supervision_store_sql.throwaway import Throwaway

_OLD = (
    Shape(
        kind="finding",
        columns=(ShapeColumn("state", ColumnType.TEXT), ShapeColumn("due", ColumnType.DATE)),
        many=("tags",),
        indexes=(("state",), ("due",)),
    ),
    Shape(
        kind="message",
        columns=(ShapeColumn("state", ColumnType.TEXT), ShapeColumn("gone", ColumnType.TEXT)),
        many=("to",),
        indexes=(("state",),),
    ),
    Shape(kind="dropped"),
)
_NEW = (
    Shape(
        kind="finding",
        columns=(ShapeColumn("state", ColumnType.TEXT), ShapeColumn("points", ColumnType.INTEGER)),
        many=("tags", "persons"),
        indexes=(("state", "points"),),
    ),
    Shape(
        kind="message",
        columns=(ShapeColumn("state", ColumnType.TEXT), ShapeColumn("topic", ColumnType.TEXT)),
        many=("to",),
        indexes=(("state",),),
    ),
    Shape(kind="added"),
)
_BLOB: Blob = make_blob(b"\x00statement")
_ENTRIES: tuple[Entry, ...] = make_entries(1_203, kind="finding", id="fnd_1")


def row(kind: str, id: str, columns: dict[str, str | int | None], **many: tuple[str, ...]) -> Row:
    return Row(
        kind=kind,
        id=id,
        unit="uni_1",
        path="/uni_1",
        file="open",
        version=3,
        body=f'{{"id":"{id}"}}',
        columns=columns,
        many=many,
    )


_MESSAGE = row("message", "msg_1", {"state": "due", "gone": "x"}, to=("ofc_1",))


@pytest.fixture
def settings(new_schema: Callable[[], PostgresqlSettings]) -> PostgresqlSettings:
    """Give a closed store of format `supervision/1` with a life behind it."""
    settings = attrs.evolve(new_schema(), lock_timeout_ms=200)
    fill(settings)
    return settings


def fill(settings: PostgresqlSettings) -> None:
    store = create_postgresql(settings, _OLD, "supervision/1")
    finding = row("finding", "fnd_1", {"state": "open", "due": "2026-03-05"}, tags=("a",))
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.write([Write(row=finding, expected=0), Write(row=_MESSAGE, expected=0)])
        transaction.write([Write(row=row("dropped", "drp_1", {}), expected=0)])
        transaction.append(_ENTRIES)
        transaction.put_blob(_BLOB)
        transaction.commit()
    store.close()


def rebuild(old: Transaction) -> Iterator[Row]:
    """Make one row per hundred entries, reading while the new rows are being written."""
    for chain in old.chains():
        for entry in old.entries(chain):
            if entry.header.seq % 100 == 1:
                yield row(
                    "finding",
                    f"fnd_{entry.header.seq}",
                    {"state": "open", "points": entry.header.seq},
                    tags=("a",),
                    persons=("ofc_1", "ofc_2"),
                )


Dump = dict[str, tuple[list[tuple[object, ...]], set[str]]]


def dump(settings: PostgresqlSettings) -> Dump:
    """Return rows and index names of every table."""
    with contextlib.closing(profile_of(settings).connect()) as connection:
        names = [row[0] for row in connection.execute(PROFILE_TABLES).fetchall()]
        indexes = "SELECT indexname FROM pg_indexes WHERE schemaname = %s AND tablename = %s"
        return {
            name: (
                sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr),
                {
                    found
                    for (found,) in connection.execute(indexes, (settings.schema, name))
                    if found.startswith("ix_")
                },
            )
            for name in names
        }


PROFILE_TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
    "AND relkind = 'r'"
)


def copies(settings: PostgresqlSettings) -> list[str]:
    with contextlib.closing(profile_of(settings).connect()) as connection:
        found = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s) ORDER BY 1",
            (f"{settings.schema}_",),
        )
        return [name for (name,) in found.fetchall()]


def check_kept(store: Store) -> None:
    with store.begin() as transaction:
        assert tuple(transaction.entries(SAMPLE_CHAIN)) == _ENTRIES
        assert transaction.head(SAMPLE_CHAIN).digest == _ENTRIES[-1].digest
        assert transaction.get_blob(_BLOB.digest) == _BLOB


def test_rows_are_rebuilt_and_journal_and_blobs_are_kept(settings: PostgresqlSettings) -> None:
    """STORAGE-37, STORAGE-38."""
    report = upgrade_postgresql(settings, _NEW, "supervision/2", rebuild)
    assert (report.found, report.rebuilt, report.carried) == ("supervision/1", 13, 1)
    store = open_postgresql(settings, _NEW, "supervision/2")
    check_kept(store)
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        page = transaction.select(Query(kind="finding", where=Has("persons", "ofc_2")))
        assert len(page.rows) == 13
        [message] = transaction.scan("message")
        assert message == attrs.evolve(_MESSAGE, columns={"state": "due", "topic": None})
        assert len(transaction.select(Query(kind="message", where=Eq("state", "due"))).rows) == 1
        transaction.write([Write(row=row("added", "add_1", {}), expected=0)])
        transaction.append(make_entries(1, after=transaction.head(SAMPLE_CHAIN)))
        transaction.commit()
    store.close()
    assert not [name for name in dump(settings) if name.startswith("old_") or "dropped" in name]


def test_upgraded_store_has_the_tables_of_a_new_one(
    settings: PostgresqlSettings, new_schema: Callable[[], PostgresqlSettings]
) -> None:
    fresh = new_schema()
    create_postgresql(fresh, _NEW, "supervision/2").close()
    upgrade_postgresql(settings, _NEW, "supervision/2", rebuild)
    made, expected = dump(settings), dump(fresh)
    assert {name: indexes for name, (_, indexes) in made.items()} == {
        name: indexes for name, (_, indexes) in expected.items()
    }


def test_indexes_of_any_name_make_way_for_the_new_ones(
    settings: PostgresqlSettings, new_schema: Callable[[], PostgresqlSettings]
) -> None:
    """STORAGE-37. An older version, or an administrator, may have named them otherwise."""
    with contextlib.closing(profile_of(settings).connect()) as connection:
        connection.execute("ALTER INDEX ix_sv_row_finding_state RENAME TO finding_of_state")
        connection.execute(
            "ALTER INDEX ix_sv_many_finding RENAME TO ix_sv_row_finding_state_points"
        )
        connection.execute("DROP INDEX ix_sv_row_message_state")
        connection.execute('CREATE INDEX "by hand, 100%" ON sv_row_finding (f_due)')
        connection.execute("ALTER TABLE sv_row_finding ADD CONSTRAINT one_body UNIQUE (body)")
        connection.execute("CREATE INDEX by_actor ON sv_entry (actor)")
    upgrade_postgresql(settings, _NEW, "supervision/2", rebuild)
    fresh = new_schema()
    create_postgresql(fresh, _NEW, "supervision/2").close()
    assert indexes(settings) == indexes(fresh) | {("by_actor", "sv_entry")}


def indexes(settings: PostgresqlSettings) -> set[tuple[str, str]]:
    profile = profile_of(settings)
    with contextlib.closing(profile.connect()) as connection:
        return set(connection.execute(profile.index_names).fetchall())


def test_copy_is_whole_and_opens_with_the_old_program(settings: PostgresqlSettings) -> None:
    """STORAGE-37."""
    before = dump(settings)
    report = upgrade_postgresql(settings, _NEW, "supervision/2", rebuild)
    assert report.copy == f"{settings.schema}_supervision_1"
    copy = attrs.evolve(settings, schema=report.copy)
    assert dump(copy) == before
    store = open_postgresql(copy, _OLD, "supervision/1")
    check_kept(store)
    store.close()
    # The copy is a store like any other: it can itself be upgraded.
    assert upgrade_postgresql(copy, _NEW, "supervision/2", rebuild).rebuilt == 13


def test_no_older_copy_is_overwritten(settings: PostgresqlSettings) -> None:
    """STORAGE-37."""
    older = f"{settings.schema}_supervision_1"
    with contextlib.closing(profile_of(settings).connect()) as connection:
        connection.execute(f"CREATE SCHEMA {older}")
    report = upgrade_postgresql(settings, _NEW, "supervision/2", rebuild)
    assert report.copy == f"{older}_2"
    assert dump(attrs.evolve(settings, schema=older)) == {}


def test_copy_of_a_long_name_is_not_cut_off(new_schema: Callable[[], PostgresqlSettings]) -> None:
    settings = new_schema()
    longest = f"{settings.schema}_{'长' * 21}".encode()[:63].decode(errors="ignore")
    settings = attrs.evolve(settings, schema=longest)
    fill(settings)
    report = upgrade_postgresql(settings, _NEW, "1-5f3a督察", rebuild)
    assert len(report.copy.encode()) <= 63
    assert report.copy.endswith("_supervision_1")
    with contextlib.closing(profile_of(settings).connect()) as connection:
        connection.execute(f'DROP SCHEMA "{settings.schema}" CASCADE')
        connection.execute(f'DROP SCHEMA "{report.copy}" CASCADE')


def test_wanted_format_is_left_alone(settings: PostgresqlSettings) -> None:
    """STORAGE-39."""
    before = dump(settings)
    report = upgrade_postgresql(settings, _OLD, "supervision/1", rebuild)
    assert (report.found, report.copy, report.rebuilt) == ("supervision/1", "", 0)
    assert dump(settings) == before
    assert copies(settings) == []


def test_rebuild_that_fails_leaves_the_store_as_it_was_and_no_copy(
    settings: PostgresqlSettings,
) -> None:
    """STORAGE-39."""
    before = dump(settings)

    def failing(old: Transaction) -> Iterator[Row]:
        yield from rebuild(old)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        upgrade_postgresql(settings, _NEW, "supervision/2", failing)
    assert dump(settings) == before
    assert copies(settings) == []
    store = open_postgresql(settings, _OLD, "supervision/1")
    check_kept(store)
    store.close()


def test_process_that_dies_in_mid_upgrade_leaves_the_store_as_it_was(
    settings: PostgresqlSettings,
) -> None:
    """STORAGE-39."""
    before = dump(settings)
    code = textwrap.dedent(
        """
        import os, sys
        from supervision.ports.store import Row, Shape
        from supervision_store_sql.postgresql_backend import upgrade_postgresql
        from supervision_store_sql.settings import PostgresqlSettings

        def rebuild(old):
            for number in range(5_000):
                yield Row(kind="finding", id=f"fnd_{number}", unit="u", path="/u", file="open", version=1,
                          body="x" * 200, columns={}, many={})
            os._exit(9)

        settings = PostgresqlSettings(url=sys.argv[1], schema=sys.argv[2])
        upgrade_postgresql(settings, (Shape(kind="finding"),), "next", rebuild)
        """
    )
    command = [sys.executable, "-c", code, settings.url, settings.schema]
    done = subprocess.run(command, check=False, env=with_password(settings))
    assert done.returncode == 9
    patient = attrs.evolve(settings, lock_timeout_ms=10_000)  # the server may notice a bit later
    assert upgrade_postgresql(patient, _OLD, "supervision/1", rebuild).copy == ""
    assert dump(settings) == before
    assert upgrade_postgresql(patient, _NEW, "supervision/2", rebuild).rebuilt == 13


def with_password(settings: PostgresqlSettings) -> dict[str, str]:
    password = settings.password
    return {**os.environ, **({"PGPASSWORD": password.value} if password else {})}


def test_program_with_the_old_format_is_refused_from_then_on(
    settings: PostgresqlSettings,
) -> None:
    """STORAGE-40."""
    store = open_postgresql(settings, _OLD, "supervision/1")
    upgrade_postgresql(settings, _NEW, "supervision/2", rebuild)
    for write in ([], [SAMPLE_CHAIN]):
        with pytest.raises(StorageError) as caught:
            store.begin(write=write)
        assert caught.value.code == "storage.format"
    store.close()


@pytest.mark.parametrize("write", [[], [SAMPLE_CHAIN]])
def test_upgrade_waits_for_nobody_longer_than_set(
    settings: PostgresqlSettings, write: list[object]
) -> None:
    """STORAGE-44. Writers and readers of the old tables keep it out, and are not disturbed."""
    store = open_postgresql(settings, _OLD, "supervision/1")
    with store.begin(write=write) as transaction:
        with pytest.raises(StorageUnavailable) as caught:
            upgrade_postgresql(settings, _NEW, "supervision/2", rebuild)
        assert len(list(transaction.scan("finding"))) == 1
    assert caught.value.code == "storage.busy"
    assert copies(settings) == []
    store.close()


def test_nobody_ever_sees_the_new_tables_empty(settings: PostgresqlSettings) -> None:
    """STORAGE-40, STORAGE-44. Which tables there are is no part of a snapshot in PostgreSQL."""
    patient = attrs.evolve(settings, lock_timeout_ms=20_000)
    store = open_postgresql(patient, _OLD, "supervision/1")
    done = threading.Event()

    def read() -> set[object]:
        seen: set[object] = set()
        while True:
            try:
                with store.begin() as transaction:
                    seen.add(len(list(transaction.scan("message"))))
                    seen.add(len(list(transaction.scan("finding"))))
            except StorageError as error:
                seen.add(error.code)
                return seen
            if done.is_set() and len(seen) > 3:
                return seen

    def upgrade() -> None:
        upgrade_postgresql(patient, _NEW, "supervision/2", rebuild)
        done.set()

    *seen, _ = run_threads(read, read, read, upgrade)
    assert seen == [{1, "storage.format"}] * 3
    store.close()


def test_missing_store_has_nothing_to_upgrade(
    new_schema: Callable[[], PostgresqlSettings],
) -> None:
    with pytest.raises(StorageError) as caught:
        upgrade_postgresql(new_schema(), _NEW, "supervision/2", rebuild)
    assert caught.value.code == "storage.missing"


@pytest.mark.postgresql_own
def test_user_who_may_make_no_copy_upgrades_nothing(
    own_server: Throwaway, new_schema: Callable[[], PostgresqlSettings]
) -> None:
    schema = new_schema().schema
    own_server.execute("CREATE ROLE keeper LOGIN")
    own_server.execute(f"CREATE SCHEMA {schema} AUTHORIZATION keeper")
    keeper = PostgresqlSettings(url=own_server.url.replace("postgres@", "keeper@"), schema=schema)
    fill(keeper)
    before = dump(keeper)
    with pytest.raises(StorageUnavailable) as caught:
        upgrade_postgresql(keeper, _NEW, "supervision/2", rebuild)
    assert caught.value.code == "storage.cannot_copy"
    assert isinstance(caught.value.__cause__, psycopg.errors.InsufficientPrivilege)
    assert dump(keeper) == before
    own_server.execute(f"DROP SCHEMA {schema} CASCADE")
