"""Every line of the table from PostgreSQL's errors to ours, provoked for real where possible."""

import contextlib
import random
import sys
import threading
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode

import attrs
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import lookup

from supervision.errors import (
    ConfigError,
    JournalError,
    StorageError,
    StorageUnavailable,
    SupervisionError,
)
from supervision.messages import en, zh
from supervision.ports.settings import Secret
from supervision.ports.store import Store, Write
from supervision.testing import SAMPLE_CHAIN, SAMPLE_SHAPES, make_entries, make_row, make_trace
from supervision.testing.workers import run_threads
from supervision_store_sql.connections import Connections
from supervision_store_sql.postgresql_backend import (
    create_postgresql,
    open_postgresql,
    open_postgresql_cases,
    profile_of,
)
from supervision_store_sql.postgresql_errors import (
    TRANSLATIONS,
    is_duplicate,
    is_lost,
    translate,
)
from supervision_store_sql.session import Session
from supervision_store_sql.settings import PostgresqlSettings
from supervision_store_sql.throwaway import Throwaway

_FORMAT = "sample/1"
_PLACE = "postgresql:///office (supervision)"


@pytest.fixture
def settings(new_schema: Callable[[], PostgresqlSettings]) -> PostgresqlSettings:
    return attrs.evolve(new_schema(), lock_timeout_ms=50)


@pytest.fixture
def store(settings: PostgresqlSettings) -> Iterator[Store]:
    opened = create_postgresql(settings, SAMPLE_SHAPES, _FORMAT)
    yield opened
    opened.close()


@pytest.fixture
def other(settings: PostgresqlSettings) -> Iterator[psycopg.Connection]:
    """Give a connection that works on the same schema past the store."""
    with contextlib.closing(profile_of(settings).connect()) as connection:
        yield connection


@contextlib.contextmanager
def session(settings: PostgresqlSettings) -> Iterator[Session]:
    """Give a session that only begins."""
    profile = profile_of(settings)
    connections = Connections(profile)
    with Session(profile, connections) as begun:
        yield begun
    connections.close()


def write(store: Store, id: str) -> None:
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.write([Write(row=make_row(id), expected=0)])
        transaction.commit()


# the table


@pytest.mark.parametrize("state", sorted(TRANSLATIONS))
def test_every_line_of_the_table_gives_an_error_with_a_sentence(state: str) -> None:
    cls, code = TRANSLATIONS[state]
    # A line of two letters is a whole class, with states psycopg may not know yet.
    states = [state] if len(state) == 5 else [f"{state}000", f"{state}0ZZ"]
    for one in states:
        driver = psycopg.OperationalError("words")
        with contextlib.suppress(KeyError):
            driver = lookup(one)("words")
        driver.sqlstate = one
        found = translate(driver, _PLACE, 50)
        assert type(found) is cls
        assert found.code == code
        assert code in zh.TEXTS
        assert code in en.TEXTS
        assert is_lost(driver) is (code == "storage.lost")


@pytest.mark.parametrize(
    ("driver", "code"),
    [
        (psycopg.OperationalError("server closed the connection"), "storage.lost"),
        (psycopg.DataError("cannot contain NUL"), "storage.bad_value"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), "storage.bad_value"),
        (psycopg.InterfaceError("words"), "storage.failed"),
        (psycopg.errors.UndefinedTable("words"), "storage.failed"),
    ],
)
def test_error_without_a_line_is_told_in_its_words(driver: Exception, code: str) -> None:
    found = translate(driver, _PLACE, 50)
    assert found.code == code
    assert found.details["error"] == str(driver)


def test_only_a_key_that_is_there_is_a_duplicate() -> None:
    assert is_duplicate(psycopg.errors.UniqueViolation("words"))
    assert not is_duplicate(psycopg.errors.NotNullViolation("words"))
    assert not is_duplicate(UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"))


# provoked for real


def test_lock_held_too_long_is_busy(store: Store, other: psycopg.Connection) -> None:
    write(store, "smp_0")
    with other.transaction():
        other.execute("SELECT 1 FROM sv_chain FOR UPDATE")
        with pytest.raises(StorageUnavailable) as caught:
            write(store, "smp_1")
    assert caught.value.code == "storage.busy"
    assert caught.value.details == {"waited_ms": 50}
    write(store, "smp_1")


def test_row_held_too_long_is_busy_in_mid_transaction(
    store: Store, other: psycopg.Connection
) -> None:
    with other.transaction():
        other.execute("INSERT INTO sv_row_plain VALUES ('pln_1', 'u', '/u', 'open', 1, '{}')")
        row = attrs.evolve(make_row("pln_1"), kind="plain", columns={}, many={})
        with (
            store.begin(write=[SAMPLE_CHAIN]) as transaction,
            pytest.raises(StorageUnavailable) as caught,
        ):
            transaction.write([Write(row=row, expected=0)])
    assert caught.value.code == "storage.busy"


def test_writers_who_wait_for_each_other_are_a_conflict(
    settings: PostgresqlSettings, store: Store
) -> None:
    patient = open_postgresql(
        attrs.evolve(settings, lock_timeout_ms=20_000), SAMPLE_SHAPES, _FORMAT
    )
    met = threading.Barrier(2)

    def lock(first: str, second: str) -> None:
        with patient.begin(write=[first]) as transaction:
            transaction.write([Write(row=make_row(first), expected=0)])
            met.wait()
            transaction.write([Write(row=make_row(second), expected=0)])
            transaction.commit()

    outcomes = run_threads(lambda: lock("a", "b"), lambda: lock("b", "a"))
    patient.close()
    codes = sorted(one.code for one in outcomes if isinstance(one, SupervisionError))
    # One is undone; the other goes on, and finds its second row free.
    assert codes == ["storage.conflict"]


def test_statement_that_takes_too_long_is_stopped(settings: PostgresqlSettings) -> None:
    with (
        session(attrs.evolve(settings, statement_timeout_ms=50)) as begun,
        pytest.raises(StorageUnavailable) as caught,
    ):
        begun.one("SELECT pg_sleep(20)")
    assert caught.value.code == "storage.timeout"


def changed(settings: PostgresqlSettings, **parts: str) -> PostgresqlSettings:
    """Return settings whose URL says something else."""
    found = conninfo_to_dict(settings.url) | parts
    return attrs.evolve(settings, url=f"postgresql://?{urlencode(found, quote_via=quote)}")


def test_server_that_only_reads_is_told(settings: PostgresqlSettings, store: Store) -> None:
    write(store, "smp_1")
    reading = open_postgresql(
        changed(settings, options="-c default_transaction_read_only=on"), SAMPLE_SHAPES, _FORMAT
    )
    with reading.begin() as transaction:
        assert transaction.get("sample", "smp_1") is not None
    with pytest.raises(StorageUnavailable) as caught:
        write(reading, "smp_2")
    assert caught.value.code == "storage.standby"
    reading.close()


@pytest.mark.postgresql_own
def test_server_without_room_for_its_work_is_overloaded(own: PostgresqlSettings) -> None:
    with (
        session(changed(own, options="-c temp_file_limit=0 -c work_mem=64kB")) as begun,
        pytest.raises(StorageUnavailable) as caught,
    ):
        begun.one("SELECT n FROM generate_series(1, 1000000) n ORDER BY -n LIMIT 1 OFFSET 900000")
    assert caught.value.code == "storage.overloaded"


@pytest.mark.parametrize(
    ("function", "code"),
    [("pg_terminate_backend", "storage.lost"), ("pg_cancel_backend", "storage.timeout")],
)
def test_administrator_who_cuts_off_is_told(
    settings: PostgresqlSettings, other: psycopg.Connection, function: str, code: str
) -> None:
    with session(settings) as begun:
        [number] = begun.one("SELECT pg_backend_pid()")
        later = threading.Timer(0.2, lambda: other.execute(f"SELECT {function}({number})"))
        later.start()
        with pytest.raises(StorageUnavailable) as caught:
            begun.one("SELECT pg_sleep(20)")
        later.join()
    assert caught.value.code == code


def test_content_too_long_for_its_column_is_too_big(settings: PostgresqlSettings) -> None:
    cases = open_postgresql_cases(settings)
    with pytest.raises(StorageError) as caught:
        cases.ingest([make_trace("号" * 121)])
    assert caught.value.code == "storage.too_big"
    assert cases.count() == (0, 0)
    cases.close()


@pytest.mark.parametrize("id", ["\x00", "\ud800"])
def test_text_no_database_can_hold_is_refused(store: Store, id: str) -> None:
    with store.begin() as transaction, pytest.raises(StorageError) as caught:
        transaction.get("sample", id)
    assert caught.value.code == "storage.bad_value"


def test_number_no_column_can_hold_is_refused(store: Store) -> None:
    row = make_row("smp_1", 2**40)
    with (
        store.begin(write=[SAMPLE_CHAIN]) as transaction,
        pytest.raises(StorageError) as caught,
    ):
        transaction.write([Write(row=row, expected=0)])
    assert caught.value.code == "storage.bad_value"


def test_missing_table_fails_with_the_servers_words(
    store: Store, other: psycopg.Connection
) -> None:
    other.execute("DROP TABLE sv_row_sample")
    with store.begin() as transaction, pytest.raises(StorageError) as caught:
        list(transaction.scan("sample"))
    assert caught.value.code == "storage.failed"
    assert "sv_row_sample" in str(caught.value.details["error"])
    assert "\n" not in str(caught.value.details["error"])


def test_entries_behind_the_head_are_damage(store: Store, other: psycopg.Connection) -> None:
    entries = make_entries(3)
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        transaction.append(entries)
        transaction.commit()
    other.execute("UPDATE sv_chain SET seq = 2, digest = %s", (entries[1].digest,))
    with store.begin(write=[SAMPLE_CHAIN]) as transaction, pytest.raises(JournalError) as caught:
        transaction.append(entries[2:])
    assert caught.value.code == "storage.chain_damaged"


# connecting


@pytest.mark.parametrize(
    "settings_",
    [
        PostgresqlSettings(host="/nowhere"),
        PostgresqlSettings(host="127.0.0.1", port=1, password=Secret("swordfish")),
    ],
)
def test_server_nobody_answers_for_is_unreachable(settings_: PostgresqlSettings) -> None:
    for attempt in (create_postgresql, open_postgresql):
        with pytest.raises(StorageUnavailable) as caught:
            attempt(settings_, SAMPLE_SHAPES, _FORMAT)
        assert caught.value.code == "storage.unreachable"


@pytest.mark.parametrize("lacking", ["dbname", "user"])
def test_missing_database_or_user_is_unreachable_and_named(
    settings: PostgresqlSettings, lacking: str
) -> None:
    wrong = changed(settings, **{lacking: "nobody_knows"})
    with pytest.raises(StorageUnavailable) as caught:
        open_postgresql(wrong, SAMPLE_SHAPES, _FORMAT)
    assert caught.value.code == "storage.unreachable"
    assert "nobody_knows" in str(caught.value.details["error"])


def test_missing_driver_is_told_with_what_to_install(
    settings: PostgresqlSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "supervision_store_sql.postgresql", None)
    with pytest.raises(ConfigError) as caught:
        open_postgresql(settings, SAMPLE_SHAPES, _FORMAT)
    assert caught.value.code == "storage.no_driver"


# what needs a server that may be damaged


@pytest.fixture
def own(own_server: Throwaway, settings: PostgresqlSettings) -> Iterator[PostgresqlSettings]:
    """Give settings on the server of our own."""
    yield attrs.evolve(settings, url=own_server.url)
    own_server.execute(f"DROP SCHEMA IF EXISTS {settings.schema} CASCADE")


@pytest.mark.postgresql_own
def test_user_without_rights_is_told(own_server: Throwaway, own: PostgresqlSettings) -> None:
    own_server.execute("CREATE ROLE clerk LOGIN")
    clerk = changed(own, user="clerk")
    with pytest.raises(StorageUnavailable) as caught:
        create_postgresql(clerk, SAMPLE_SHAPES, _FORMAT)  # may not make the schema
    assert caught.value.code == "storage.denied"
    create_postgresql(own, SAMPLE_SHAPES, _FORMAT).close()
    own_server.execute(f"GRANT USAGE ON SCHEMA {own.schema} TO clerk")
    with pytest.raises(StorageUnavailable) as caught:
        open_postgresql(clerk, SAMPLE_SHAPES, _FORMAT)  # may not read the tables
    assert caught.value.code == "storage.denied"


@pytest.mark.postgresql_own
def test_database_of_another_encoding_is_refused(
    own_server: Throwaway, own: PostgresqlSettings
) -> None:
    own_server.execute("CREATE DATABASE old TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(StorageError) as caught:
        create_postgresql(changed(own, dbname="old"), SAMPLE_SHAPES, _FORMAT)
    assert caught.value.code == "storage.not_utf8"
    assert caught.value.details["found"] == "LATIN1"


@pytest.mark.postgresql_own
def test_overwritten_pages_are_damage(own_server: Throwaway, own: PostgresqlSettings) -> None:
    store = create_postgresql(own, SAMPLE_SHAPES, _FORMAT)
    write(store, "smp_1")
    store.close()
    with contextlib.closing(profile_of(own).connect()) as connection:
        [name] = connection.execute("SELECT pg_relation_filepath('sv_row_sample')").fetchone()
    own_server.stop()
    path = own_server.folder / "data" / name
    path.write_bytes(b"\xa5" * path.stat().st_size)
    own_server.start()
    store = open_postgresql(own, SAMPLE_SHAPES, _FORMAT)
    with store.begin() as transaction, pytest.raises(StorageError) as caught:
        list(transaction.scan("sample"))
    assert caught.value.code == "storage.damaged"
    store.close()


@pytest.mark.postgresql_own
def test_disk_that_is_full_is_told_and_nothing_is_kept(
    own_server: Throwaway, own: PostgresqlSettings
) -> None:
    store = create_postgresql(own, SAMPLE_SHAPES, _FORMAT)
    write(store, "smp_1")
    large = make_row("smp_9", body=random.Random(1).randbytes(20_000_000).hex())
    own_server.stop()
    # Half a page beyond a file of the server's own log: the last page that fits is written by half.
    own_server.start(largest_file=16 * 2**20 + 4_096)
    with store.begin(write=[SAMPLE_CHAIN]) as transaction, pytest.raises(StorageError) as caught:
        transaction.write([Write(row=large, expected=0)])
    # Before version 16 the server takes a page written by half for a full disk.
    assert caught.value.code in ("storage.full", "storage.failed")
    write(store, "smp_2")
    own_server.restart()
    write(store, "smp_3")
    with store.begin() as transaction:
        assert [row.id for row in transaction.scan("sample")] == ["smp_1", "smp_2", "smp_3"]
    store.close()
