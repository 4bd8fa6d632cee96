"""Upgrading a store: the copy, the rebuilt rows, what stays, and what breaks off."""

import contextlib
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from supervision.domain.records import ColumnType
from supervision.errors import StorageError, StorageUnavailable, UsageError
from supervision.journal.entry import Entry
from supervision.ports.query import Eq, Has, Query
from supervision.ports.store import Blob, Row, Shape, ShapeColumn, Store, Transaction, Write
from supervision.testing import SAMPLE_CHAIN, make_blob, make_entries
from supervision_store_sql.backend import create_sqlite, open_sqlite, upgrade_sqlite
from supervision_store_sql.settings import SqliteSettings
from supervision_store_sql.sqlite import SqliteProfile

_OLD = (
    Shape(
        kind="finding",
        columns=(
            ShapeColumn("state", ColumnType.TEXT),
            ShapeColumn("due", ColumnType.DATE),
        ),
        many=("tags",),
    ),
    Shape(
        kind="message",
        columns=(
            ShapeColumn("state", ColumnType.TEXT),
            ShapeColumn("posted", ColumnType.TEXT),
            ShapeColumn("gone", ColumnType.TEXT),
        ),
        many=("to",),
    ),
    Shape(kind="dropped"),
)
_NEW = (
    Shape(
        kind="finding",
        columns=(
            ShapeColumn("state", ColumnType.TEXT),
            ShapeColumn("points", ColumnType.INTEGER),
        ),
        many=("tags", "persons"),
    ),
    Shape(
        kind="message",
        columns=(
            ShapeColumn("state", ColumnType.TEXT),
            ShapeColumn("posted", ColumnType.INTEGER),
            ShapeColumn("topic", ColumnType.TEXT),
        ),
        many=("to",),
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


_MESSAGE = row("message", "msg_1", {"state": "due", "posted": "7", "gone": "x"}, to=("ofc_1",))


@pytest.fixture
def settings(tmp_path: Path) -> SqliteSettings:
    """Give a closed store of format `supervision/1` with a life behind it."""
    settings = SqliteSettings(path=tmp_path / "office.sqlite", busy_timeout_ms=50)
    store = create_sqlite(settings, _OLD, "supervision/1")
    finding = row("finding", "fnd_1", {"state": "open", "due": "2026-03-05"}, tags=("a",))
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.write([Write(row=finding, expected=0), Write(row=_MESSAGE, expected=0)])
        transaction.write([Write(row=row("dropped", "drp_1", {}), expected=0)])
        transaction.append(_ENTRIES)
        transaction.put_blob(_BLOB)
        transaction.commit()
    store.close()
    return settings


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


def dump(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def copies(settings: SqliteSettings) -> list[str]:
    name = settings.path.name
    known = {name, f"{name}-wal", f"{name}-shm"}
    return sorted(path.name for path in settings.path.parent.iterdir() if path.name not in known)


def check_kept(store: Store) -> None:
    with store.begin() as transaction:
        assert tuple(transaction.entries(SAMPLE_CHAIN)) == _ENTRIES
        assert transaction.head(SAMPLE_CHAIN).digest == _ENTRIES[-1].digest
        assert transaction.get_blob(_BLOB.digest) == _BLOB


def test_rows_are_rebuilt_and_journal_and_blobs_are_kept(settings: SqliteSettings) -> None:
    """STORAGE-37."""
    report = upgrade_sqlite(settings, _NEW, "supervision/2", rebuild)
    assert (report.found, report.rebuilt, report.carried) == ("supervision/1", 13, 1)
    store = open_sqlite(settings, _NEW, "supervision/2")
    check_kept(store)
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        assert [found.columns["points"] for found in transaction.scan("finding")][:2] == [1, 1001]
        page = transaction.select(Query(kind="finding", where=Has("persons", "ofc_2")))
        assert len(page.rows) == 13
        transaction.write([Write(row=row("added", "add_1", {}), expected=0)])
        transaction.append(make_entries(1, after=transaction.head(SAMPLE_CHAIN)))
        transaction.commit()
    store.close()


def test_rows_outside_the_journal_are_carried_over(settings: SqliteSettings) -> None:
    """STORAGE-38."""
    upgrade_sqlite(settings, _NEW, "supervision/2", rebuild)
    store = open_sqlite(settings, _NEW, "supervision/2")
    with store.begin() as transaction:
        [found] = transaction.scan("message")
        assert found == attrs.evolve(
            _MESSAGE, columns={"state": "due", "posted": None, "topic": None}
        )
        assert len(transaction.select(Query(kind="message", where=Eq("state", "due"))).rows) == 1
    store.close()


def test_rows_the_rebuild_yields_are_not_carried_over_too(settings: SqliteSettings) -> None:
    """STORAGE-38."""
    made = row("message", "msg_1", {"state": "due", "posted": 7, "topic": "t"}, to=("ofc_1",))
    report = upgrade_sqlite(settings, _NEW, "supervision/2", lambda _: [made])
    assert (report.rebuilt, report.carried) == (1, 0)
    store = open_sqlite(settings, _NEW, "supervision/2")
    with store.begin() as transaction:
        assert list(transaction.scan("message")) == [made]
    store.close()


def test_rebuild_may_read_the_old_rows(settings: SqliteSettings) -> None:
    def from_rows(old: Transaction) -> Iterator[Row]:
        with old:
            for found in old.scan("finding"):
                columns = {"state": found.columns["state"], "points": 1}
                yield attrs.evolve(
                    found, columns=columns, many={"tags": found.many["tags"], "persons": ()}
                )

    assert upgrade_sqlite(settings, _NEW, "supervision/2", from_rows).rebuilt == 1


def test_rebuild_can_neither_write_nor_end_the_transaction(settings: SqliteSettings) -> None:
    def writing(old: Transaction) -> list[Row]:
        old.write([Write(row=_MESSAGE, expected=0)])
        return []

    def committing(old: Transaction) -> list[Row]:
        old.commit()
        return []

    for wrong in (writing, committing):
        with pytest.raises(UsageError) as caught:
            upgrade_sqlite(settings, _NEW, "supervision/2", wrong)
        assert caught.value.code == "storage.not_writing"


def test_indexes_of_any_name_make_way_for_the_new_ones(settings: SqliteSettings) -> None:
    """STORAGE-37. An older version, or an administrator, may have named them otherwise."""
    wanted = (attrs.evolve(_NEW[0], indexes=(("state",), ("points",))), *_NEW[1:])
    with contextlib.closing(sqlite3.connect(settings.path)) as connection:
        connection.execute("DROP INDEX ix_sv_many_finding")
        connection.execute("CREATE INDEX ix_sv_row_finding_state ON sv_row_finding (f_due)")
        connection.execute("CREATE INDEX ix_sv_row_finding_points ON sv_many_message (value)")
        connection.execute('CREATE INDEX "by hand, 100%" ON sv_row_finding (f_state)')
        connection.execute("CREATE INDEX by_actor ON sv_entry (actor)")
        connection.commit()
    upgrade_sqlite(settings, wanted, "supervision/2", rebuild)
    fresh = attrs.evolve(settings, path=settings.path.with_name("fresh.sqlite"))
    create_sqlite(fresh, wanted, "supervision/2").close()
    assert indexes(settings.path) == indexes(fresh.path) | {("by_actor", "sv_entry")}


def indexes(path: Path) -> set[tuple[str, str]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return set(connection.execute(SqliteProfile.index_names))


def test_copy_is_whole_and_opens_with_the_old_program(settings: SqliteSettings) -> None:
    """STORAGE-37."""
    before = dump(settings.path)
    report = upgrade_sqlite(settings, _NEW, "supervision/2", rebuild)
    assert copies(settings) == ["office.sqlite.supervision-1"]
    assert report.copy == str(settings.path.with_name("office.sqlite.supervision-1"))
    copy = Path(report.copy)
    assert dump(copy) == before
    store = open_sqlite(attrs.evolve(settings, path=copy), _OLD, "supervision/1")
    check_kept(store)
    store.close()


def test_no_older_copy_is_overwritten(settings: SqliteSettings) -> None:
    """STORAGE-37."""
    older = settings.path.with_name("office.sqlite.supervision-1")
    older.write_text("precious")
    report = upgrade_sqlite(settings, _NEW, "supervision/2", rebuild)
    assert report.copy == str(settings.path.with_name("office.sqlite.supervision-1-2"))
    assert older.read_text() == "precious"


def test_wanted_format_is_left_alone(settings: SqliteSettings) -> None:
    """STORAGE-39."""
    before = dump(settings.path)
    report = upgrade_sqlite(settings, _OLD, "supervision/1", rebuild)
    assert (report.found, report.copy, report.rebuilt) == ("supervision/1", "", 0)
    assert dump(settings.path) == before
    assert copies(settings) == []


def test_rebuild_that_fails_leaves_the_store_as_it_was(settings: SqliteSettings) -> None:
    """STORAGE-39."""
    before = dump(settings.path)

    def failing(old: Transaction) -> Iterator[Row]:
        yield from rebuild(old)
        raise ZeroDivisionError

    def mistyped(_: Transaction) -> Iterator[Row]:
        yield row("finding", "fnd_1", {"state": 5, "points": 1}, tags=(), persons=())

    with pytest.raises(ZeroDivisionError):
        upgrade_sqlite(settings, _NEW, "supervision/2", failing)
    with pytest.raises(StorageError):
        upgrade_sqlite(settings, _NEW, "supervision/2", mistyped)
    assert dump(settings.path) == before
    store = open_sqlite(settings, _OLD, "supervision/1")
    check_kept(store)
    store.close()


def test_process_that_dies_in_mid_upgrade_leaves_the_store_as_it_was(
    settings: SqliteSettings,
) -> None:
    """STORAGE-39."""
    before = dump(settings.path)
    code = textwrap.dedent(
        """
        import os, sys
        from pathlib import Path
        from supervision.ports.store import Row, Shape
        from supervision_store_sql.backend import upgrade_sqlite
        from supervision_store_sql.settings import SqliteSettings

        def rebuild(old):
            for number in range(60_000):
                yield Row(kind="finding", id=f"fnd_{number}", unit="u", path="/u", file="open", version=1,
                          body="x" * 200, columns={}, many={})
            os._exit(9)

        upgrade_sqlite(
            SqliteSettings(path=Path(sys.argv[1])), (Shape(kind="finding"),), "next", rebuild
        )
        """
    )
    done = subprocess.run([sys.executable, "-c", code, str(settings.path)], check=False)
    assert done.returncode == 9
    assert dump(settings.path) == before
    assert upgrade_sqlite(settings, _NEW, "supervision/2", rebuild).rebuilt == 13


def test_program_with_the_old_format_is_refused_from_then_on(settings: SqliteSettings) -> None:
    """STORAGE-40."""
    store = open_sqlite(settings, _OLD, "supervision/1")
    upgrade_sqlite(settings, _NEW, "supervision/2", rebuild)
    for write in ([], [SAMPLE_CHAIN]):
        with pytest.raises(StorageError) as caught:
            store.begin(write=write)
        assert caught.value.code == "storage.format"
    store.close()


def test_upgrade_waits_for_no_writer_longer_than_set(settings: SqliteSettings) -> None:
    store = open_sqlite(settings, _OLD, "supervision/1")
    with store.begin(write=[SAMPLE_CHAIN]), pytest.raises(StorageUnavailable) as caught:
        upgrade_sqlite(settings, _NEW, "supervision/2", rebuild)
    assert caught.value.code == "storage.busy"
    assert copies(settings) == []
    store.close()


def test_missing_store_has_nothing_to_upgrade(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        upgrade_sqlite(SqliteSettings(path=tmp_path / "none"), _NEW, "supervision/2", rebuild)
    assert caught.value.code == "storage.missing"


def test_copy_that_cannot_be_made_stops_the_upgrade(
    settings: SqliteSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(settings.path)

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StorageUnavailable) as caught:
        upgrade_sqlite(settings, _NEW, "supervision/2", rebuild)
    assert caught.value.code == "storage.cannot_copy"
    assert dump(settings.path) == before
