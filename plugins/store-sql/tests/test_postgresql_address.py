"""Where a server is: URL or parts, and never a password where it could be read."""

import re
import tomllib
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from supervision.config.own import fill
from supervision.errors import ConfigError, StorageUnavailable
from supervision.ports.settings import Secret
from supervision_store_sql.postgresql_address import address_of, normalised
from supervision_store_sql.postgresql_backend import profile_of
from supervision_store_sql.settings import PostgresqlSettings


def told(settings: PostgresqlSettings) -> dict[str, object]:
    return conninfo_to_dict(address_of(settings).conninfo)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_bare_url_and_its_other_spellings_mean_psycopg_3(scheme: str) -> None:
    url = f"{scheme}://clerk@db.example:5433/office?sslmode=verify-full"
    assert normalised(url) == url.replace(scheme, "postgresql", 1)
    found = told(PostgresqlSettings(url=url))
    assert found.items() >= {
        "host": "db.example", "port": "5433", "dbname": "office", "user": "clerk",
        "sslmode": "verify-full",
    }.items()  # fmt: skip


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg2://db.example/office", "postgresql+psycopg2://"),
        ("mysql://db.example/office", "mysql://"),
        ("clerk:swordfish@db.example/office", "url"),
        ("clerk:swordfish://db.example", "url"),
        ("postgresql://db.example/office?sslmod=require", "url"),
        ("postgresql://[::1/swordfish", "url"),
    ],
)
def test_another_url_is_refused_and_nothing_of_it_is_repeated(url: str, shown: str) -> None:
    with pytest.raises(ConfigError) as caught:
        address_of(PostgresqlSettings(url=url))
    assert caught.value.code == "storage.bad_address"
    assert caught.value.details["error"] == shown
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://clerk:swordfish@db.example/office",
        "postgresql://db.example/office?password=swordfish",
        "postgresql://db.example/office?sslpassword=swordfish",
    ],
)
def test_password_in_the_url_is_refused(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        address_of(PostgresqlSettings(url=url))
    assert caught.value.code == "storage.password_in_address"
    assert "swordfish" not in str(caught.value)


def test_parts_name_the_server_as_well() -> None:
    settings = PostgresqlSettings(
        host="db.example", port=5433, database="office", user="clerk", password=Secret("sword fish")
    )
    assert told(settings).items() >= {
        "host": "db.example", "port": "5433", "dbname": "office", "user": "clerk",
        "password": "sword fish",
    }.items()  # fmt: skip


def test_url_beside_parts_is_refused() -> None:
    with pytest.raises(ConfigError) as caught:
        address_of(PostgresqlSettings(url="postgresql:///", host="db.example", port=1))
    assert caught.value.details["error"] == "url, host, port"


@pytest.mark.parametrize("schema", ["", "pg_ours", "a\x00b", "长" * 22])
def test_schema_postgresql_would_not_take_is_refused(schema: str) -> None:
    with pytest.raises(ConfigError) as caught:
        address_of(PostgresqlSettings(schema=schema))
    assert caught.value.code == "storage.bad_address"


def test_silent_server_is_noticed_unless_the_url_says_otherwise() -> None:
    assert told(PostgresqlSettings(host="db.example"))["connect_timeout"] == "10"
    slow = told(PostgresqlSettings(url="postgresql://db.example/?connect_timeout=99"))
    assert slow["connect_timeout"] == "99"
    assert slow["tcp_user_timeout"] == "60000"


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        (
            PostgresqlSettings(url="postgresql://clerk@db.example:5433/office"),
            "postgresql://db.example:5433/office (supervision)",
        ),
        (
            PostgresqlSettings(host="db.example", database="office", schema="督察"),
            "postgresql://db.example/office (督察)",
        ),
        (PostgresqlSettings(), "postgresql:/// (supervision)"),
    ],
)
def test_place_is_told_without_user_and_password(settings: PostgresqlSettings, place: str) -> None:
    assert address_of(settings).place == place


def test_password_shows_itself_nowhere() -> None:
    settings = PostgresqlSettings(host="/nowhere", password=Secret("swordfish"))
    with pytest.raises(StorageUnavailable) as caught:
        profile_of(settings).connect()
    assert caught.value.code == "storage.unreachable"
    assert isinstance(caught.value.__cause__, psycopg.OperationalError)
    seen = f"{settings!r} {address_of(settings)!r} {caught.value} {caught.value.__cause__}"
    assert "swordfish" not in seen


def test_settings_are_filled_from_the_offices_toml(tmp_path: Path) -> None:
    table = {"host": "db.example", "database": "office", "password": {"env": "SV_PASSWORD"}}
    settings, problems = fill(
        PostgresqlSettings,
        table,
        where="store",
        folder=tmp_path,
        environment={"SV_PASSWORD": "swordfish"},
    )
    assert problems == ()
    assert settings == PostgresqlSettings(
        host="db.example", database="office", password=Secret("swordfish")
    )


def test_settings_of_the_guide_are_good(tmp_path: Path) -> None:
    guide = Path(__file__).parents[3] / "docs" / "how-to" / "postgresql.md"
    [text] = re.findall(r"```toml\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    (tmp_path / "db-password").write_text("swordfish\n")
    tables = tomllib.loads(text)
    assert sorted(tables) == ["cases", "store"]
    places = []
    for table in tables.values():
        assert table.pop("backend") == "postgresql"
        settings, problems = fill(
            PostgresqlSettings,
            table,
            where="store",
            folder=tmp_path,
            environment={"SUPERVISION_DB_PASSWORD": "swordfish"},
        )
        assert problems == ()
        assert settings.password == Secret("swordfish")
        places.append(address_of(settings).place)
    assert places == [
        "postgresql://db.example:5432/supervision (supervision)",
        "postgresql://db.example/supervision (supervision_cases)",
    ]
