"""Offices of earlier formats: refused as they are, upgraded, proven by the checkpoints printed
when they were made. An upgrade that is killed leaves the old office as it was.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from supervision import open_office
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.errors import StorageError
from supervision.messages import render_error
from supervision.office.office import Office
from supervision.office.opening import FORMAT, SHAPES, upgrade_office
from supervision.office.shapes import MESSAGE_SHAPE
from supervision.ports.store import Row, Store
from supervision_store_sql.backend import open_sqlite
from supervision_store_sql.schema import read_shapes
from supervision_store_sql.settings import SqliteSettings

FIXTURES = Path(__file__).parents[1] / "fixtures"
ALL = sorted(FIXTURES.glob("office-*.sqlite.gz"))
TODAY = FIXTURES / f"office-{FORMAT}.sqlite.gz"
OLDER = "0-older"
TOML = """
[office]
name = "马尾区人民检察院检务督察办公室"
unit = "mw"
[plugins]
enable = ["store-sql"]
[store]
backend = "sqlite"
path = "office.sqlite"
[access]
policy = "open-office"
"""
KEPT_OUTSIDE = frozenset({MESSAGE_SHAPE.kind})


@attrs.frozen
class Fixture:
    """An office unpacked into a folder of its own.

    Attributes:
        toml: its TOML.
        checkpoints: as printed when it was made.
    """

    toml: Path
    checkpoints: list[str]

    @property
    def file(self) -> Path:
        return self.toml.with_name("office.sqlite")

    def open(self) -> Office:
        return open_office(self.toml)

    def check_proven(self) -> None:
        with self.open() as office:
            report = office.verify(self.checkpoints)
            assert report.ok, report.faults
            assert report.checkpoints == len(self.checkpoints)
            ends = [(point.chain, point.seq, point.digest) for point in office.checkpoints()]
        told = [line.split() for line in self.checkpoints]
        assert ends == [(line[1], int(line[2]), line[3].partition(":")[2]) for line in told]


def unpacked(packed: Path, folder: Path) -> Fixture:
    folder.mkdir()
    (folder / "office.toml").write_text(TOML, "utf-8")
    (folder / "office.sqlite").write_bytes(gzip.decompress(packed.read_bytes()))
    lines = packed.with_name(packed.name.replace(".sqlite.gz", ".checkpoints"))
    return Fixture(folder / "office.toml", lines.read_text("utf-8").splitlines())


def rows(store: Store) -> dict[tuple[str, str], Row]:
    """Return every row, those of the outbox too."""
    with store.begin() as transaction:
        return {
            (shape.kind, row.id): row for shape in SHAPES for row in transaction.scan(shape.kind)
        }


def indexes_of(database: sqlite3.Connection, table: str, column: str) -> list[str]:
    names = [row[1] for row in database.execute(f"PRAGMA index_list({table})")]
    return [
        name
        for name in names
        if column in {row[2] for row in database.execute(f"PRAGMA index_info({name})")}
    ]


def aged(fixture: Fixture) -> None:
    """Turn a store back into one of an older format, with nothing but SQL: columns that were
    added since are missing, one that was dropped since is there, so is a kind that was.
    """
    with contextlib.closing(sqlite3.connect(fixture.file, isolation_level=None)) as database:
        database.execute("BEGIN")
        [text] = database.execute("SELECT value FROM sv_meta WHERE name = 'shapes'").fetchone()
        shapes = {shape["kind"]: shape for shape in json.loads(text)}
        for kind in ("finding", "clock", MESSAGE_SHAPE.kind):
            name, _ = shapes[kind]["columns"].pop()
            for index in indexes_of(database, f"sv_row_{kind}", f"f_{name}"):
                database.execute(f"DROP INDEX {index}")
            indexes = shapes[kind]["indexes"]
            shapes[kind]["indexes"] = [fields for fields in indexes if name not in fields]
            database.execute(f"ALTER TABLE sv_row_{kind} DROP COLUMN f_{name}")
        database.execute("ALTER TABLE sv_row_measure ADD COLUMN f_colour VARCHAR(500)")
        database.execute("CREATE INDEX ix_sv_row_measure_colour ON sv_row_measure (f_colour, id)")
        database.execute("UPDATE sv_row_measure SET f_colour = 'red'")
        shapes["measure"]["columns"].append(["colour", "text"])
        shapes["measure"]["indexes"].append(["colour"])
        for field in shapes["finding"]["many"][:1]:
            database.execute("DELETE FROM sv_many_finding WHERE field = ?", (field,))
            shapes["finding"]["many"].remove(field)
        database.execute(
            "CREATE TABLE sv_row_dropped (id VARCHAR(64) PRIMARY KEY, unit VARCHAR(64),"
            " path VARCHAR(255), version INTEGER, body TEXT)"
        )
        database.execute("INSERT INTO sv_row_dropped VALUES ('drp_1', 'u', '/u', 1, '{}')")
        shapes["dropped"] = {"kind": "dropped", "columns": [], "many": [], "indexes": []}
        old = json.dumps(list(shapes.values()))
        for name, value in (("shapes", old), ("format", OLDER)):
            database.execute("UPDATE sv_meta SET value = ? WHERE name = ?", (value, name))
        database.execute("COMMIT")


def dump(file: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(file)) as database:
        return list(database.iterdump())


@pytest.fixture
def today(tmp_path: Path) -> Fixture:
    return unpacked(TODAY, tmp_path / "office")


@pytest.fixture
def old(today: Fixture) -> Fixture:
    aged(today)
    return today


def test_format_of_this_version_has_its_office() -> None:
    assert TODAY in ALL, "the format has changed: run `python tests/fixtures/make_office.py`"


def test_office_holds_every_kind_of_record(today: Fixture) -> None:
    with today.open() as office, office.store.begin() as transaction:
        assert {
            shape.kind for shape in SHAPES if next(iter(transaction.scan(shape.kind)), None)
        } == {*KINDS_BY_NAME, MESSAGE_SHAPE.kind}
        assert len(KINDS) == len(KINDS_BY_NAME)


@pytest.mark.parametrize("packed", ALL, ids=lambda packed: packed.name.partition(".")[0])
def test_office_of_every_released_format_is_opened_or_upgraded(
    packed: Path, tmp_path: Path
) -> None:
    fixture = unpacked(packed, tmp_path / "office")
    if packed != TODAY:
        upgrade_office(fixture.toml)
    fixture.check_proven()


def test_older_format_is_refused_with_what_to_do_and_not_touched(old: Fixture) -> None:
    before = dump(old.file)
    with pytest.raises(StorageError) as caught:
        old.open()
    assert caught.value.code == "storage.format"
    assert caught.value.details == {"found": OLDER, "expected": FORMAT}
    for language in ("zh", "en"):
        assert "supervision upgrade" in render_error(caught.value, language)
    assert dump(old.file) == before


def test_upgrade_gives_every_row_back_and_leaves_the_journal_as_it_is(
    today: Fixture, tmp_path: Path
) -> None:
    with today.open() as office:
        wanted = rows(office.store)
    aged(today)
    before = dump(today.file)
    report = upgrade_office(today.toml)
    assert report.found == OLDER
    today.check_proven()
    with today.open() as office:
        found = rows(office.store)
    # What is outside the journal cannot be rebuilt: its new column is empty.
    lost = SHAPES[-1].columns[-1].name
    for key, row in wanted.items():
        if key[0] in KEPT_OUTSIDE:
            wanted[key] = attrs.evolve(row, columns={**row.columns, lost: None})
    assert found == wanted
    assert report.rebuilt + report.carried == len(wanted)
    assert dump(Path(report.copy)) == before
    assert upgrade_office(today.toml).copy == ""


def test_command_upgrades_and_verifies(old: Fixture) -> None:
    command = [sys.executable, "-m", "supervision", "upgrade", "--office", str(old.toml), "--json"]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    told = json.loads(ended.stdout)
    assert (told["found"], told["format"]) == (OLDER, FORMAT)
    assert Path(told["copy"]).exists()
    old.check_proven()


def test_command_tells_an_older_office_to_be_upgraded(old: Fixture) -> None:
    command = [sys.executable, "-m", "supervision", "verify", "--office", str(old.toml)]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert ended.returncode == 3
    assert "supervision upgrade" in ended.stderr.decode() + ended.stdout.decode()


def old_store(fixture: Fixture) -> Store:
    """Open the store as the older version does."""
    with contextlib.closing(sqlite3.connect(fixture.file)) as database:
        [text] = database.execute("SELECT value FROM sv_meta WHERE name = 'shapes'").fetchone()
    return open_sqlite(SqliteSettings(path=fixture.file), read_shapes(text), OLDER)


def format_of(fixture: Fixture) -> str:
    with contextlib.closing(sqlite3.connect(fixture.file)) as database:
        [text] = database.execute("SELECT value FROM sv_meta WHERE name = 'format'").fetchone()
    return text


def unused(folder: Path) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        yield folder / f"office-{number}"


def time_of_upgrade(server, folder: Path) -> float:
    fixture = unpacked(TODAY, folder)
    aged(fixture)
    child = server.start("upgrade", office=str(fixture.toml))
    begun = time.monotonic()
    assert server.hear(60) == {"finished": True}
    whole = time.monotonic() - begun
    server.kill(child)
    server.end()
    return whole


@pytest.mark.slow
def test_killed_upgrade_leaves_the_old_office_or_the_new_one_and_is_done_again(
    server, tmp_path: Path, chance: random.Random, kills: int
) -> None:
    folders = unused(tmp_path)
    whole = min(time_of_upgrade(server, next(folders)) for _ in range(3))
    fixture = None
    ends = {OLDER: 0, FORMAT: 0}
    attempts = max(kills // 3, 5)
    while (done := sum(ends.values())) < attempts or not ends[OLDER]:
        assert done < 20 * attempts, "no upgrade was killed before its end"
        if fixture is None:
            fixture = unpacked(TODAY, next(folders))
            aged(fixture)
            before = dump(fixture.file)
        child = server.start("upgrade", office=str(fixture.toml))
        server.listen(chance.uniform(0, 1.2 * whole))
        server.kill(child)
        server.end()
        found = format_of(fixture)
        ends[found] += 1
        if found == OLDER:
            assert dump(fixture.file) == before
            with contextlib.closing(old_store(fixture)) as store, store.begin() as transaction:
                assert transaction.head(transaction.chains()[0]).seq > 80
        else:
            fixture.check_proven()
            fixture = None
    if fixture is not None:
        upgrade_office(fixture.toml)
        fixture.check_proven()
    print(ends, whole)
