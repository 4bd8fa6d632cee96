"""A small office on disk, made once, and a command line to type into."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from supervision.cli.main import main

PEOPLE = """\
[[units]]
code = "mw"
path = "/fj/fz/mw"
name = "测试市马尾区人民检察院"
prefix = "马检"

[[departments]]
unit = "mw"
code = "dc"
name = "检务督察部"
kind = "supervision"

[[departments]]
unit = "mw"
code = "yb"
name = "第一检察部"
kind = "business"
aliases = ["一部"]

[[departments]]
unit = "mw"
code = "eb"
name = "第二检察部"
kind = "business"
aliases = ["二部"]

[[officers]]
unit = "mw"
number = "mw001"
name = "林立"
category = "prosecutor"
posts = [{ role = "chief", since = 2020-01-01 }]

[[officers]]
unit = "mw"
number = "mw002"
name = "陈二"
category = "prosecutor"
posts = [{ role = "supervision_head", department = "dc", since = 2020-01-01 }]

[[officers]]
unit = "mw"
number = "mw003"
name = "黄三"
category = "auxiliary"
posts = [{ role = "inspector", department = "dc", since = 2020-01-01 }]

[[officers]]
unit = "mw"
number = "mw101"
name = "张四"
category = "prosecutor"
posts = [{ role = "head", department = "yb", since = 2020-01-01 }]

[[officers]]
unit = "mw"
number = "mw102"
name = "张五"
category = "prosecutor"
posts = [{ role = "prosecutor", department = "yb", since = 2020-01-01 }]

[[officers]]
unit = "mw"
number = "mw201"
name = "张五"
category = "prosecutor"
posts = [{ role = "head", department = "eb", since = 2020-01-01 }]
"""


class Answer(NamedTuple):
    """What a command line gave: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Type = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUPERVISION_ACTOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def type_in(capsys: pytest.CaptureFixture[str]) -> Type:
    """Type words after `supervision`, without any office."""

    def type_words(*words: str) -> Answer:
        capsys.readouterr()
        code = main(words)
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return type_words


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.toml"
    file.write_text(PEOPLE, "utf-8")
    return file


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that `init` set up; tests work on copies."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "people.toml").write_text(PEOPLE, "utf-8")
    words = ["init", str(folder / "office"), "--people", str(folder / "people.toml")]
    assert main([*words, "--as", "mw002"]) == 0
    return folder / "office"


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Path:
    """The folder of an office of one's own."""
    return Path(shutil.copytree(template, tmp_path / "office"))


@pytest.fixture
def at(type_in: Type, office: Path) -> Type:
    """Type words for that office, as its head of supervision unless `--as` is among them."""

    def type_words(*words: str) -> Answer:
        acts = () if "--as" in words else ("--as", "mw002")
        return type_in("--office", str(office / "office.toml"), *acts, *words)

    return type_words
