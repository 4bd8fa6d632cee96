"""Rules of the house that no linter knows: who may read, how large rooms are, what is quiet."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "src" / "supervision"
SOURCES = sorted([*CORE.rglob("*.py"), *(ROOT / "plugins").glob("*/src/**/*.py")])
READS = {"get", "select", "lines", "tally", "scan", "entries", "get_blob", "chains"}
TRANSACTION = re.compile(r"_?(tx|transaction|reading|writing)")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[tuple[str, str, int]]:
    """Yield receiver, method and line of every method call on a plain name or attribute."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            receiver = node.func.value
            if isinstance(receiver, ast.Name):
                yield receiver.id, node.func.attr, node.lineno
            elif isinstance(receiver, ast.Attribute):
                yield receiver.attr, node.func.attr, node.lineno


VIEWS = ("views.py", "inner_views.py")


def test_there_are_sources_to_judge() -> None:
    assert len(SOURCES) > 100


def test_only_views_read_from_a_transaction() -> None:
    """Confidentiality is in the query (design, decision 8): every read passes a view."""
    outside = [
        f"{name(path)}:{line} {receiver}.{method}"
        for path in sorted((CORE / "office").rglob("*.py"))
        if path.name not in VIEWS
        for receiver, method, line in calls(path)
        if method in READS and TRANSACTION.fullmatch(receiver)
    ]
    assert outside == []


def test_views_do_read_from_a_transaction() -> None:
    found = {
        method
        for view in VIEWS
        for receiver, method, _ in calls(CORE / "office" / view)
        if TRANSACTION.fullmatch(receiver)
    }
    assert found == READS | {"head"}


def test_nobody_but_the_office_begins_a_transaction() -> None:
    allowed = {"office", "builtin", "testing"}
    outside = [
        f"{name(path)}:{line}"
        for path in SOURCES
        if path.is_relative_to(CORE) and path.relative_to(CORE).parts[0] not in allowed
        for receiver, method, line in calls(path)
        if method == "begin" and receiver.lstrip("_").endswith("store")
    ]
    assert outside == []


def test_no_module_is_past_the_alarm() -> None:
    """500 lines are the alarm (design, section 2)."""
    large = {
        name(path): count
        for path in SOURCES
        if (count := len(path.read_text("utf-8").splitlines())) > 500
    }
    assert large == {}


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "manager", "misc"])
def test_no_module_has_a_name_that_says_nothing(word: str) -> None:
    assert [name(path) for path in SOURCES if path.stem == word] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name(path)
        for path in SOURCES
        if path.read_text("utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_only_the_guard_catches_broadly() -> None:
    """The kit's worker processes tell their parent whatever they died of; nothing else does."""
    broad = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        if path.name not in ("guard.py", "workers.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]
    assert broad == []


def test_the_domain_knows_no_floats() -> None:
    """Integer and fraction arithmetic only (design, section 3)."""
    found = [
        f"{name(path)}:{node.lineno}"
        for path in sorted((CORE / "domain").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert found == []


def test_importing_the_library_starts_nothing_and_loads_little() -> None:
    probe = (
        "import sys, threading, logging\n"
        "before = len(logging.getLogger().handlers)\n"
        "import supervision\n"
        "heavy = {'attrs', 'attr', 'cattrs', 'pluggy', 'click', 'rich', 'sqlalchemy', 'pytest'}\n"
        "loaded = sorted(heavy.intersection(sys.modules))\n"
        "print(loaded, threading.active_count(), len(logging.getLogger().handlers) - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "[] 1 0"
