"""Reading the office's TOML (读取配置): strict, and all problems at once with key path and line.

Nothing else configures an office: no environment variable overrides the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

import attrs

from supervision.config.locate import line_of, lines_of
from supervision.config.model import OfficeConfig
from supervision.config.reader import TableReader
from supervision.errors import ConfigError, Problem

__all__ = ["FILE_NAME", "invalid", "load_config", "parse_config"]

FILE_NAME = "office.toml"
"""The file looked for in a folder."""

_PLACE = re.compile(r"line (\d+), column (\d+)")


def load_config(path: Path | str) -> OfficeConfig:
    """Read an office's TOML.

    Args:
        path: the file, or the folder with an `office.toml`.

    Raises:
        ConfigError: `config.missing_file`, `config.unreadable`, `config.encoding`,
            `config.toml` with line and column, `config.invalid` with every problem.
    """
    file = Path(path).absolute()
    if file.is_dir():
        file = file / FILE_NAME
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise ConfigError("config.missing_file", file=str(file)) from error
    except OSError as error:
        raise ConfigError("config.unreadable", file=str(file), error=str(error)) from error
    try:
        text = content.decode("utf-8-sig")  # Windows editors put a mark before UTF-8
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError("config.encoding", file=str(file), line=line) from error
    return parse_config(text, folder=file.parent, file=file)


def parse_config(
    text: str, *, folder: Path | None = None, file: Path | None = None
) -> OfficeConfig:
    """Read an office's TOML from its text.

    Args:
        text: the TOML.
        folder: what relative paths start from; by default the current folder.
        file: the file the text came from, for sentences.

    Raises:
        ConfigError: `config.toml` with line and column, `config.invalid` with every problem.
    """
    source = str(file) if file else "TOML"
    try:
        plain = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _PLACE.search(str(error))
        ends = (text.count("\n") + 1, len(text) - text.rfind("\n"))
        line, column = (int(found[1]), int(found[2])) if found else ends
        told = str(error).partition(" (at ")[0]
        raise ConfigError(
            "config.toml", file=source, line=line, column=column, error=told
        ) from error
    lines = lines_of(text)
    reader = TableReader(plain, folder or Path.cwd())
    config = reader.config(file, lines)
    if reader.problems or config is None:
        raise invalid(source, reader.problems, lines)
    return config


def invalid(source: str, problems: Iterable[Problem], lines: Mapping[str, int]) -> ConfigError:
    """Return the error that tells every problem with the line of its key path, in file order."""
    placed = [
        attrs.evolve(problem, details={**problem.details, "line": line_of(problem.path, lines)})
        for problem in problems
    ]
    placed.sort(key=lambda problem: cast(int, problem.details["line"] or 0))
    return ConfigError("config.invalid", problems=placed, file=source, count=len(placed))
