"""The plugin tutorial, followed literally in an empty environment, ends with a passing kit.

Its blocks are files of `examples/write_a_plugin`; here they are written where their captions
say, and its commands are typed in a shell of a fresh virtual environment. The package index is
played by the environment the tests run in, so no network is needed.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorial" / "write-a-plugin.md"
EXAMPLE = ROOT / "examples" / "write_a_plugin"
FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"^:(?P<name>\w+): (?P<value>.+)$", re.MULTILINE)


class Shell:
    """A shell in an empty folder: what `activate` does, and what `pip` finds without network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {"HOME", "LANG", "LC_ALL", "TMPDIR"}
        self.environment = {name: os.environ[name] for name in kept & set(os.environ)} | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PYTHONUTF8": "1",
        }

    def type(self, line: str) -> str:
        if line == ". .venv/bin/activate":
            self._activate()
            return ""
        words = shlex.split(line)
        if words[0] == "python3":
            words[0] = sys.executable
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _activate(self) -> None:
        home = self.folder / ".venv"
        path = f"{home / 'bin'}{os.pathsep}{os.defpath}"
        self.environment |= {"VIRTUAL_ENV": str(home), "PATH": path}
        [packages] = home.glob("lib/python*/site-packages")
        own = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
        index = [part for part in sys.path if Path(part).is_dir() and part not in own]
        (packages / "index.pth").write_text("\n".join(index), "utf-8")


def blocks() -> list[tuple[str, str, dict[str, str]]]:
    """Return language or directive, body and options of every fenced block."""
    found = FENCE.finditer(PAGE.read_text("utf-8"))
    return [(one["info"].strip(), one["body"], dict(OPTION.findall(one["body"]))) for one in found]


def included() -> dict[str, Path]:
    """Return the file behind every caption."""
    return {
        options["caption"]: (PAGE.parent / info.removeprefix("{literalinclude}").strip()).resolve()
        for info, _, options in blocks()
        if info.startswith("{literalinclude}")
    }


def test_page_shows_every_file_of_the_example_under_its_own_name() -> None:
    shown = {caption: path for caption, path in included().items() if EXAMPLE in path.parents}
    files = {
        path.relative_to(EXAMPLE).as_posix(): path
        for path in EXAMPLE.rglob("*")
        if path.suffix in (".py", ".toml") and "__pycache__" not in path.parts
    }
    assert shown == files


@pytest.mark.slow
def test_steps_followed_literally_end_with_a_passing_kit(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    passed = 0
    for info, body, options in blocks():
        if info.startswith("{literalinclude}"):
            target = tmp_path / options["caption"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(included()[options["caption"]].read_bytes())
            continue
        assert info == "console"
        expected: list[str] = []
        output = ""
        for line in body.splitlines():
            if line.startswith("$ "):
                output = shell.type(line.removeprefix("$ "))
                continue
            pattern = ".*".join(map(re.escape, line.split("…")))
            lines = [" ".join(one.split()) for one in output.splitlines()]
            assert any(re.fullmatch(pattern, one.strip("= ")) for one in lines), (line, output)
            expected.append(line)
        if expected and expected[-1].endswith("passed in …"):
            [count] = re.findall(r"(\d+) passed", output)
            assert "failed" not in output
            assert "xfailed" not in output
            passed = int(count)
    assert passed > 150
    assert '["entries"' in (tmp_path / "office.jsonl").read_text("ascii")
