"""Plugins use public names only: `supervision.plugin`, and in tests `supervision.testing`."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from supervision import plugin

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "plugins").glob("*/src/**/*.py"))


def imported(path: Path) -> set[tuple[str, str]]:
    """Return module and name of everything a file imports from the library."""
    return {
        (node.module, alias.name)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "supervision"
        for alias in node.names
    }


def test_there_are_plugins_to_judge() -> None:
    assert len(SOURCES) > 20


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_plugin_imports_only_from_the_facade(path: Path) -> None:
    outside = [(module, name) for module, name in imported(path) if module != "supervision.plugin"]
    assert outside == []
    assert [name for _, name in imported(path) if name not in plugin.__all__] == []


def test_facade_gives_every_name_it_promises() -> None:
    assert [name for name in plugin.__all__ if not hasattr(plugin, name)] == []
    with pytest.raises(AttributeError):
        getattr(plugin, "no_such_name")  # noqa: B009  # not a literal attribute


def test_facade_loads_attrs_and_pluggy_and_nothing_else_from_outside() -> None:
    probe = (
        "import sys; known = set(sys.modules); import supervision.plugin; "
        "new = {name.partition('.')[0] for name in set(sys.modules) - known}; "
        "print(*sorted(new - sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"supervision", "attr", "attrs", "pluggy", "_virtualenv"}
