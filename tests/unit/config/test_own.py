"""Own settings: paths become absolute, secrets are fetched and never written out."""

from __future__ import annotations

import enum
from pathlib import Path

import attrs
import pytest

from supervision.config.own import fill
from supervision.errors import Problem
from supervision.ports.settings import Secret


class Mode(enum.Enum):
    FAST = "fast"
    SAFE = "safe"


@attrs.frozen(kw_only=True)
class Login:
    user: str
    password: Secret


@attrs.frozen(kw_only=True)
class Anonymous:
    name: str = ""


@attrs.frozen(kw_only=True)
class Settings:
    folder: Path | None = None
    files: tuple[Path, ...] = ()
    mode: Mode = Mode.SAFE
    login: Login | None = None
    logins: tuple[Login, ...] = ()
    key: Secret | None = None
    either: Login | Anonymous | None = None
    limit: int = 5


ENVIRONMENT = {"KEY": "swordfish", "EMPTY": ""}


def filled(
    table: dict[str, object], folder: Path = Path("/office")
) -> tuple[Settings | None, tuple[Problem, ...]]:
    return fill(Settings, table, where="store", folder=folder, environment=ENVIRONMENT)


def test_table_is_filled_strictly() -> None:
    found, problems = filled({"mode": "fast", "limit": 7})
    assert problems == ()
    assert found == Settings(mode=Mode.FAST, limit=7)


def test_paths_start_from_the_folder_also_in_lists() -> None:
    found, _ = filled({"folder": "data", "files": ["a", "/b"]})
    assert found == Settings(folder=Path("/office/data"), files=(Path("/office/a"), Path("/b")))


@pytest.mark.parametrize("path", [3, ["x"], {"a": 1}])
def test_path_that_is_no_text_is_a_problem(path: object) -> None:
    _, problems = filled({"folder": path})
    assert [problem.path for problem in problems] == ["store.folder"]


def test_secret_is_fetched_from_the_environment() -> None:
    found, _ = filled({"key": {"env": "KEY"}})
    assert found is not None
    assert found.key == Secret("swordfish")
    assert "swordfish" not in repr(found)


def test_secret_is_fetched_from_a_file_without_its_line_end(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes("密 \r\n".encode())
    found, _ = filled({"login": {"user": "u", "password": {"file": "key"}}}, tmp_path)
    assert found is not None
    assert found.login == Login(user="u", password=Secret("密 "))


def test_process_environment_is_asked_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERVISION_TEST_KEY", "k")
    table = {"key": {"env": "SUPERVISION_TEST_KEY"}}
    found, _ = fill(Settings, table, where="store", folder=Path())
    assert found == Settings(key=Secret("k"))


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        ("swordfish", "config.secret_literal"),
        (7, "config.secret_literal"),
        ({}, "config.secret_literal"),
        ({"env": "KEY", "file": "x"}, "config.secret_literal"),
        ({"value": "swordfish"}, "config.secret_literal"),
        ({"env": 1}, "config.secret_literal"),
        ({"env": "MISSING"}, "config.secret_env"),
        ({"env": "EMPTY"}, "config.secret_env"),
        ({"file": "missing"}, "config.secret_file"),
        ({"file": "."}, "config.secret_file"),
    ],
)
def test_secret_that_cannot_be_fetched_is_a_problem_that_does_not_show_it(
    secret: object, code: str, tmp_path: Path
) -> None:
    found, problems = filled({"key": secret}, tmp_path)
    assert found is None
    assert [(problem.path, problem.code) for problem in problems] == [("store.key", code)]
    assert "swordfish" not in str(problems)


def test_secret_file_in_another_encoding_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    _, problems = filled({"key": {"file": "key"}}, tmp_path)
    assert [problem.code for problem in problems] == ["config.secret_file"]


def test_secrets_within_lists_of_tables_are_found() -> None:
    _, problems = filled({"logins": [{"user": "u", "password": "swordfish"}]})
    assert [problem.path for problem in problems] == ["store.logins[0].password"]


def test_secrets_within_one_of_several_classes_are_found() -> None:
    table = {"type": "login", "user": "u", "password": {"env": "KEY"}}
    found, _ = filled({"either": table})
    assert found is not None
    assert found.either == Login(user="u", password=Secret("swordfish"))
    assert filled({"either": {**table, "password": "x"}})[1][0].code == "config.secret_literal"
    assert filled({"either": {"type": "anonymous"}})[0] == Settings(either=Anonymous())
    assert filled({"either": {"type": "other"}})[1][0].code == "codec.union"
    assert filled({"either": 1})[1][0].code == "codec.type"


def test_everything_else_is_left_to_the_converter() -> None:
    _, problems = filled({"limit": "7", "mode": "slow", "login": 1, "colour": "red"})
    assert {problem.path: problem.code for problem in problems} == {
        "store.limit": "codec.type",
        "store.mode": "codec.choice",
        "store.login": "codec.type",
        "store.colour": "codec.unknown_key",
    }
