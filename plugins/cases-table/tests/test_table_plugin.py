"""The plugin offers one connector, cheaply, and every code has its sentences."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import attrs
import pytest

from supervision.messages import LANGUAGES, placeholders, render
from supervision.messages.en import TEXTS
from supervision.plugin import CaseConnector
from supervision.ports.cases import Rejected
from supervision_cases_table.plugin import supervision_offers


def test_it_offers_the_connector_named_table(tmp_path: Path) -> None:
    (offer,) = supervision_offers()
    assert isinstance(offer, CaseConnector)
    assert offer.name == "table"
    path = tmp_path / "审查起诉.csv"
    path.write_text("统一受案号,案由\n350105210001,盗窃\n", "utf-8")
    source = offer.open((path,), {})
    assert len(list(source.deliver())) == source.size == 1


def test_loading_the_plugin_does_not_load_the_reader() -> None:
    program = (
        "import sys, supervision_cases_table.plugin; "
        "sys.exit(any(name in sys.modules for name in ('csv', 'cattrs', 'tomllib')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def codes() -> list[str]:
    folder = files("supervision_cases_table")
    sources = [part.read_text("utf-8") for part in folder.iterdir() if part.name.endswith(".py")]
    return sorted(set(re.findall(r'"(cases\.[a-z_]+)"', "".join(sources))))


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_a_sentence(code: str, lang: str) -> None:
    rejected = Rejected(source="a.csv", line=3, column="受理日期", text="x", code=code, case="1")
    sentence = render(code, attrs.asdict(rejected), lang)
    assert code not in sentence
    unfilled = placeholders(TEXTS[code]) - set(attrs.asdict(rejected))
    assert unfilled <= {"path", "found", "wanted", "within", "limit", "reason"}
