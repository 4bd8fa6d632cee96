"""The kit and the facade are documented completely, and every numbered sentence is cited."""

from __future__ import annotations

import importlib.util
import re
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from supervision import plugin, testing
from supervision.testing import pytest_plugin, strategies

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
KIT = (DOCS / "reference" / "testing.md").read_text("utf-8")
NUMBER = re.compile(r"\b(?:JOIN|CONNECTOR|ENGINE|CALENDAR|EXPORT|CHANNEL|POLICY|IDENTITY)-\d+\b")


def test_every_name_of_the_kit_stands_on_its_page_and_no_other_does() -> None:
    described = re.findall(r"^(?:### |\| )`(\w+)`", KIT, re.MULTILINE)
    assert sorted(described) == sorted(testing.__all__)


def test_every_class_of_the_kit_names_the_fixtures_to_give() -> None:
    for name in testing.__all__:
        thing = getattr(testing, name)
        if not name.endswith("Conformance") or name == "Conformance":
            continue
        section = KIT.split(f"### `{name}`")[1].split("\n#")[0]
        for cls in thing.__mro__:
            for fixture, function in vars(cls).items():
                told = (getattr(function, "__doc__", None) or "").endswith("To be overridden.")
                assert not told or f"`{fixture}`" in section, f"{name}.{fixture}"


def test_fixtures_markers_and_strategies_stand_on_the_page() -> None:
    fixtures = [name for name in vars(pytest_plugin) if name.startswith("supervision_")]
    markers = [line.partition("(")[0] for line in pytest_plugin.MARKERS]
    lacking = [name for name in (*fixtures, *markers, *strategies.__all__) if f"`{name}" not in KIT]
    assert lacking == []
    assert len(fixtures) == 3


def plugin_page() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plugin_page", DOCS / "plugin_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_name_for_plugins_stands_in_one_section() -> None:
    named = [name for _, name, _, _ in plugin_page().rows()]
    assert sorted(named) == sorted(plugin.__all__)


def test_every_name_for_plugins_has_a_term_and_a_sentence() -> None:
    rows = list(plugin_page().rows())
    assert [name for _, name, term, sentence in rows if not term or not sentence] == []


def test_page_of_names_is_as_generated() -> None:
    text = (DOCS / "reference" / "plugin-names.md").read_text("utf-8")
    assert text == plugin_page().page(), "run: python docs/plugin_page.py"


def stated() -> list[str]:
    texts = ((DOCS / "spec" / page).read_text("utf-8") for page in PAGES)
    return [number for text in texts for number in re.findall(r"(?m)^\*\*([A-Z]+-\d+)\*\*", text)]


PAGES = ("contributions.md", "joining.md")


def test_every_statement_is_made_once_and_cited_by_a_test() -> None:
    files = [
        *(ROOT / "src" / "supervision" / "testing").rglob("*.py"),
        *(ROOT / "tests" / "unit").rglob("*.py"),
    ]
    cited = {number for path in files for number in NUMBER.findall(path.read_text("utf-8"))}
    assert sorted(set(stated())) == sorted(stated())
    assert sorted(cited ^ set(stated())) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_statement_is_made_in_both_languages(page: str) -> None:
    lines = (DOCS / "spec" / page).read_text("utf-8").splitlines()
    alone = [
        line
        for line, below in pairwise(lines)
        if line.startswith("**") and not below.startswith(": ")
    ]
    assert alone == []
