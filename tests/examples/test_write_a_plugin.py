"""The outside package: public names only, a small store, and the kit passed from its own folder."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from supervision import plugin, testing

EXAMPLE = Path(__file__).parents[2] / "examples" / "write_a_plugin"
SOURCES = sorted(EXAMPLE.rglob("*.py"))
PUBLIC = {"supervision.plugin": plugin.__all__, "supervision.testing": testing.__all__}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(EXAMPLE).as_posix())
def test_it_imports_only_public_names(path: Path) -> None:
    used: set[tuple[str, str]] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("supervision"):
            used |= {(node.module or "", alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            names = [alias for alias in node.names if alias.name.startswith("supervision")]
            assert [(one.name, one.asname) for one in names] in ([], [("supervision.plugin", "sv")])
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used |= {("supervision.plugin", node.attr)} if node.value.id == "sv" else set()
    assert [name for name in sorted(used) if name[1] not in PUBLIC.get(name[0], ())] == []


def test_its_store_has_less_than_a_hundred_lines() -> None:
    text = (EXAMPLE / "src" / "example_plugin" / "store.py").read_text("utf-8")
    assert len(text.splitlines()) < 100


def run(folder: Path, *words: str) -> str:
    """Run a Python program in `folder` with what is installed in `site`."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(folder / "site"), *filter(None, sys.path)]),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_installed_it_passes_the_kit_from_its_own_folder(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(EXAMPLE, source, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    offline = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation")
    run(tmp_path, "-m", "pip", "install", *offline, "--target", "site", "./source")
    assert (tmp_path / "site" / "example_plugin" / "store.py").exists()
    # What is installed is tested, so the sources must not be there to be found first.
    shutil.rmtree(source / "src")
    (tmp_path / "site").rename(source / "site")
    told = run(source, "-m", "pytest", "-p", "no:cacheprovider")
    assert " passed in " in told
    assert "failed" not in told
    assert "xfailed" not in told
