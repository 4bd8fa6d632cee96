"""The specification of storage and the tests that cite it belong together."""

import re
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]
_NUMBER = re.compile(r"\b(?:STORAGE|CASES)-\d+\b")


def _cited_in(*folders: str) -> set[str]:
    texts = (path.read_text("utf-8") for folder in folders for path in _files(folder))
    return {number for text in texts for number in _NUMBER.findall(text)}


def _files(folder: str) -> list[Path]:
    return sorted((_ROOT / folder).rglob("*.py"))


def _stated() -> list[str]:
    text = (_ROOT / "docs/spec/storage.md").read_text("utf-8")
    return re.findall(r"(?m)^\*\*((?:STORAGE|CASES)-\d+)\*\*", text)


def test_every_number_is_stated_once() -> None:
    assert len(_stated()) == len(set(_stated()))


def test_every_statement_is_cited_by_a_test() -> None:
    cited = _cited_in("src/supervision/testing", "tests", "plugins/store-sql/tests")
    assert sorted(set(_stated()) - cited) == []


def test_every_citation_has_its_statement() -> None:
    cited = _cited_in("src/supervision/testing", "tests", "plugins/store-sql/tests")
    assert sorted(cited - set(_stated())) == []
