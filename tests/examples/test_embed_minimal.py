"""The shortest example: an office inside another program, in twenty lines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from supervision.cli.main import main

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "embed_minimal.py"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    people = ROOT / "examples" / "mawei" / "people.toml"
    assert main(["init", str(tmp_path), "--people", str(people), "--as", "mw051"]) == 0
    return tmp_path / "office.toml"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLE), *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={"PYTHONUTF8": "1", "PYTHONPATH": ":".join(sys.path)},
    )


def test_it_is_twenty_lines() -> None:
    assert len(EXAMPLE.read_text("utf-8").splitlines()) <= 22


def test_it_registers_a_finding_and_proves_it(office: Path) -> None:
    done = run(str(office), "mw051")
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["卷宗目录不完整 registered", "journal holds: True"]


def test_it_tells_an_error_as_a_sentence(office: Path) -> None:
    done = run(str(office), "mw999")
    assert done.returncode == 1
    assert "不在册" in done.stderr
    assert "Traceback" not in done.stderr
