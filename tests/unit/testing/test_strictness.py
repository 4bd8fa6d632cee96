"""The kit's own strictness: declared gaps, provisional tests, and an undisturbed pytest."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import supervision.testing
from supervision.testing import pytest_plugin, strictness

ROOT = Path(__file__).parents[3]
KIT = Path(supervision.testing.__file__).parent

KIT_OF_TWO = """
import pytest
from supervision.testing import Conformance, provisional

class Kit(Conformance):
    def test_old(self):
        assert self.old

    @provisional("{since}", "write the time as well")
    def test_new(self):
        assert self.new

class TestIt(Kit):
    old, new = {old}, {new}
    gaps = {gaps}
"""


def run(folder: Path, *options: str, text: str = "") -> str:
    """Run pytest in a process of its own, with the kit's plugin, and return what it told."""
    if text:
        (folder / "test_it.py").write_text(text, "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    plugin = ("-p", pytest_plugin.__name__, "-p", "no:cacheprovider", "--strict-markers")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugin, "-W", "error", *options],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def present() -> str:
    return ".".join(map(str, strictness._minor(strictness._release())))


def kit(
    *, since: str = "", old: bool = True, new: bool = True, gaps: dict[str, str] | None = None
) -> str:
    return KIT_OF_TWO.format(since=since or present(), old=old, new=new, gaps=gaps or {})


def test_what_conforms_passes_and_nothing_is_told(tmp_path: Path) -> None:
    told = run(tmp_path, text=kit())
    assert "2 passed" in told
    assert "xpassed" not in told
    assert "not conforming" not in told


def test_provisional_test_fails_nobody_and_is_told(tmp_path: Path) -> None:
    told = run(tmp_path, text=kit(new=False))
    assert "1 passed, 1 xfailed" in told
    assert f"TestIt::test_new: provisional since {present()}: write the time as well" in told


def test_provisional_test_of_an_older_release_counts(tmp_path: Path) -> None:
    assert "1 failed, 1 passed" in run(tmp_path, text=kit(since="0.0", new=False))


def test_declared_gap_is_told_and_must_be_one(tmp_path: Path) -> None:
    gap = {"test_old": "tape is never overwritten"}
    told = run(tmp_path, text=kit(old=False, gaps=gap))
    assert "1 passed, 1 xfailed" in told
    assert "TestIt::test_old: declared gap: tape is never overwritten" in told
    assert "1 failed, 1 passed" in run(tmp_path, text=kit(gaps=gap))


def test_gap_that_names_no_test_is_an_error(tmp_path: Path) -> None:
    told = run(tmp_path, text=kit(gaps={"test_odl": "a slip of the pen"}))
    assert "`gaps` names no test of the kit: test_odl" in told
    assert "2 errors" in told


def test_markers_choose_among_the_tests_of_the_kit(tmp_path: Path) -> None:
    told = run(tmp_path, "-m", "not supervision_provisional", text=kit())
    assert "1 passed, 1 deselected" in told


def test_fixtures_are_there_without_an_import(tmp_path: Path) -> None:
    text = """
def test_all(supervision_clock, supervision_ids, supervision_office):
    supervision_clock.advance(days=1)
    assert supervision_ids.new("fnd", 0).startswith("fnd_")
    assert supervision_office.office.name
"""
    assert "1 passed" in run(tmp_path, text=text)


def test_kit_explains_its_assertions(tmp_path: Path) -> None:
    text = """
import pytest
from supervision.plugin import CalendarSource, CalendarYear, NoSettings, WorkCalendar
from supervision.testing import CalendarConformance

class TestIt(CalendarConformance):
    @pytest.fixture
    def calendar_source(self):
        years = (CalendarYear(year=2026, source=" "),)
        made = WorkCalendar(name="x", version="x/1", source="x", years=years)
        return CalendarSource(name="x", zh="x", en="x", settings=NoSettings, open=lambda _: made)
"""
    told = run(tmp_path, text=text)
    assert "1 failed" in told
    assert "assert [2026] == []" in told


def test_unrelated_run_loads_nothing_of_the_library(tmp_path: Path) -> None:
    text = """
import sys

def test_modules():
    ours = {name for name in sys.modules if name.partition(".")[0] == "supervision"}
    kit = {"supervision", "supervision.testing", "supervision.testing.pytest_plugin"}
    assert ours == kit
    assert not {"attrs", "cattrs", "click", "sqlalchemy", "hypothesis"} & set(sys.modules)
"""
    assert "1 passed" in run(tmp_path, text=text)


def test_every_module_that_asserts_is_rewritten() -> None:
    asserting = set()
    for path in KIT.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        if any(isinstance(node, ast.Assert) for node in ast.walk(tree)):
            name = ".".join(path.relative_to(KIT.parents[1]).with_suffix("").parts)
            asserting.add(name)
    told = tuple(pytest_plugin.ASSERTING)
    assert [name for name in sorted(asserting) if not name.startswith(told)] == []
    assert all(importlib.util.find_spec(name) for name in told)


def test_every_public_name_is_where_the_kit_says() -> None:
    for name in supervision.testing.__all__:
        assert getattr(supervision.testing, name) is not None
    assert set(supervision.testing.__all__) <= set(dir(supervision.testing))
    with pytest.raises(AttributeError):
        getattr(supervision.testing, "no_such_name")  # noqa: B009  # not a literal attribute


def test_distribution_names_the_plugin_for_pytest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"supervision": pytest_plugin.__name__}


def test_no_provisional_mark_outlives_its_release() -> None:
    """Whoever raises the minor version removes the marks of the one before."""
    old = []
    for name in pytest_plugin.ASSERTING:
        module = importlib.import_module(name)
        for cls in vars(module).values():
            for test in vars(cls).values() if isinstance(cls, type) else ():
                mark = getattr(test, "supervision_provisional", None)
                if mark is not None and not mark.holds:
                    old.append(f"{name}.{test.__name__}")
    assert old == []
