"""The reference of commands says what the commands are."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import click
import pytest

from supervision.cli.grammar import Command, loaded
from supervision.cli.table import COMMANDS, Row

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "commands.md"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "commands_page", ROOT / "docs" / "commands_page.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def commands(row: Row) -> list[tuple[str, click.Command]]:
    found = loaded(row)
    if not isinstance(found, click.Group):
        return [(row.name, found)]
    return [(f"{row.name} {name}", one) for name, one in found.commands.items()]


def test_page_is_as_generated() -> None:
    assert PAGE.read_text("utf-8") == script().page(), "run: python docs/commands_page.py"


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_every_command_has_a_heading_and_every_option_a_row(row: Row) -> None:
    text = PAGE.read_text("utf-8")
    assert f"### `supervision {row.name}`" in text
    for name, one in commands(row):
        if name != row.name:
            assert f"#### `supervision {name}`" in text
        section = text.partition(f"`supervision {name}`\n")[2].partition("\n#")[0]
        for param in one.params:
            option = max(param.opts, key=len)
            assert option.startswith("--") is False or f"`{option}" in text, option
        assert "JSON：" in section or name == "x"


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_every_command_says_what_json_it_prints(row: Row) -> None:
    missing = [
        name
        for name, one in commands(row)
        if isinstance(one, Command) and one.result is None and name != "demo"
    ]
    assert missing == []


def test_no_two_commands_have_one_name() -> None:
    names = [row.name for row in COMMANDS]
    assert sorted(set(names)) == sorted(names)
