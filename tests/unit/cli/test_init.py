"""Setting up an office: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Type = Callable[..., Any]


def test_init_writes_settings_stores_and_people(
    type_in: Type, people: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    done = type_in("init", str(folder), "--people", str(people), "--as", "mw002", "--json")
    assert done.code == 0
    assert done.json["people"] == 1 + 3 + 6
    assert {file.name for file in folder.iterdir()} >= {"office.toml", "records.sqlite"}
    answer = type_in("--office", str(folder), "verify", "--json")
    assert answer.json["ok"] is True


def test_what_init_wrote_can_be_read_by_people(type_in: Type, people: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    type_in("init", str(folder), "--people", str(people), "--as", "mw002")
    text = (folder / "office.toml").read_text("utf-8")
    assert 'unit = "mw"' in text
    assert '= "mw002"' in text
    assert "@" not in text


def test_an_office_that_exists_is_not_touched(at: Type, office: Path, people: Path) -> None:
    before = {file.name: file.read_bytes() for file in office.iterdir() if file.is_file()}
    answer = at("init", str(office), "--people", str(people))
    assert answer.code == 2
    assert "已经建有办公室" in answer.err
    after = {file.name: file.read_bytes() for file in office.iterdir() if file.is_file()}
    assert after == before


def test_settings_that_exist_are_used(
    type_in: Type, people: Path, tmp_path: Path, office: Path
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    text = (office / "office.toml").read_text("utf-8").replace("name = ", "name = '本院' #", 1)
    (folder / "office.toml").write_text(text, "utf-8")
    done = type_in("init", str(folder), "--people", str(people), "--as", "mw002", "--json")
    assert (done.code, done.json["name"], done.json["wrote_file"]) == (0, "本院", False)
    assert (folder / "office.toml").read_text("utf-8") == text


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (("mw002", "mw009"), 2, "没有工号 mw002"),
        (('kind = "supervision"', 'kind = "unheard"'), 2, "departments[0].kind"),
        (("since = 2020-01-01", "since = "), 2, "TOML"),
        (('path = "/fj/fz/mw"', 'path = "mw"'), 1, "路径"),
    ],
)
def test_a_wrong_people_file_leaves_nothing_behind(
    type_in: Type, people: Path, tmp_path: Path, change: tuple[str, str], code: int, told: str
) -> None:
    people.write_text(people.read_text("utf-8").replace(*change), "utf-8")
    folder = tmp_path / "new"
    answer = type_in("init", str(folder), "--people", str(people), "--as", "mw002")
    assert answer.code == code
    assert told in answer.err
    assert not folder.exists()


def test_init_asks_who_does_it(type_in: Type, people: Path, tmp_path: Path) -> None:
    answer = type_in("init", str(tmp_path / "new"), "--people", str(people))
    assert answer.code == 2
    assert "--as" in answer.err


def test_a_people_file_without_a_unit_founds_nothing(
    type_in: Type, people: Path, tmp_path: Path
) -> None:
    people.write_text("", "utf-8")
    answer = type_in("init", str(tmp_path / "new"), "--people", str(people), "--as", "mw002")
    assert answer.code == 2
    assert "[[units]]" in answer.err
