"""Help pages: quick, in both languages, within the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import click
import pytest

from supervision.cli.grammar import loaded
from supervision.cli.pages import page
from supervision.cli.session import Session
from supervision.cli.table import COMMANDS
from supervision.cli.texts import LANGUAGES, width

HELP = "import sys; from supervision.cli.main import main; main({words}); print(*sys.modules, file=sys.stderr)"


def modules_after(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", HELP.format(words=list(words))],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        encoding="utf-8",
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


def every_command() -> list[tuple[str, click.Command]]:
    found = []
    for row in COMMANDS:
        one = loaded(row)
        found.append((row.name, one))
        if isinstance(one, click.Group):
            found += [(f"{row.name} {name}", below) for name, below in one.commands.items()]
    return found


@pytest.mark.parametrize("words", [("--help",), ("--help", "--lang", "en"), ()])
def test_help_of_the_root_loads_click_and_nothing_else(words: tuple[str, ...]) -> None:
    foreign = modules_after(*words) - set(sys.stdlib_module_names)
    assert {"click", "supervision"} <= foreign
    assert not foreign & {"attr", "attrs", "cattr", "cattrs", "pluggy", "rich", "sqlalchemy"}


def test_help_lists_every_command_of_the_table(type_in: Callable[..., Any]) -> None:
    answer = type_in("--help")
    assert answer.code == 0
    for row in COMMANDS:
        assert f"  {row.name} " in answer.out
        assert row.zh in answer.out


def test_language_may_stand_anywhere(type_in: Callable[..., Any]) -> None:
    pages = {
        type_in("--lang", "en", "finding", "open", "--help").out,
        type_in("finding", "--lang=en", "open", "--help").out,
        type_in("finding", "open", "--help", "--lang", "en").out,
    }
    assert len(pages) == 1
    assert "Register a finding" in pages.pop()


def test_without_a_command_the_help_is_shown_as_wrong_use(type_in: Callable[..., Any]) -> None:
    assert type_in().code == 2
    assert type_in("finding").out == type_in("finding", "--help").out
    assert type_in("--json").code == 2


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "command"), every_command(), ids=lambda one: str(one)[:40])
def test_every_page_fits_eighty_columns(name: str, command: click.Command, lang: str) -> None:
    session = Session()
    session.lang = lang
    ctx = click.Context(command, info_name=f"supervision {name}", obj=session)
    lines = page(command, ctx, lang).splitlines()
    # The usage line is one line, to be copied; a mark may hang over the edge.
    assert [line for line in lines[1:] if width(line) > 82] == []


@pytest.mark.parametrize(("name", "command"), every_command(), ids=lambda one: str(one)[:40])
def test_every_text_is_there_in_both_languages(name: str, command: click.Command) -> None:
    texts = [command, *command.params]
    for one in texts:
        about = getattr(one, "about", None)
        assert about is not None, (name, one)
        assert about.zh.strip()
        assert about.en.strip()
        assert about.en.isascii() or "…" in about.en or "“" in about.en or "·" in about.en, about.en


def test_version_is_shown(type_in: Callable[..., Any]) -> None:
    assert type_in("--version").out.startswith("supervision 0.")


def test_completion_offers_commands_without_loading_them() -> None:
    environment = {
        **os.environ,
        "_SUPERVISION_COMPLETE": "bash_complete",
        "COMP_WORDS": "supervision fi",
        "COMP_CWORD": "1",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "supervision"],
        capture_output=True,
        check=False,
        env=environment,
        encoding="utf-8",
    )
    assert set(done.stdout.split()) == {"plain,finding", "plain,find", "plain,file"}
