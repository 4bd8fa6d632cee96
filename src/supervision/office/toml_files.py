"""Reading a TOML file into its attrs model (读取文件), with the line of every problem."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from supervision.codec import structure
from supervision.config.locate import line_of, lines_of
from supervision.errors import CodecError, ConfigError, Problem

__all__ = ["read_file"]

T = TypeVar("T")


def read_file(cls: type[T], path: Path, check: Callable[[T], Iterable[Problem]]) -> T:
    """Read the file strictly.

    Args:
        cls: the model.
        path: the file, UTF-8.
        check: yields what no single entry can know.

    Raises:
        CodecError: `file.invalid` with every problem as `file: key path` and its line;
            `file.toml` when it is no TOML; `file.text` when it is not UTF-8.
        ConfigError: `file.missing` when it cannot be read at all.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError("file.missing", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise CodecError("file.text", file=str(path), byte=error.start) from error
    text = text.replace("\r\n", "\n")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodecError("file.toml", file=str(path), problem=str(error)) from error
    try:
        value = structure(cls, document, where="")
        problems = tuple(check(value))
    except CodecError as error:
        problems = error.problems
    if problems:
        lines = lines_of(text)
        raise CodecError(
            "file.invalid",
            file=str(path),
            problems=[_located(problem, path.name, lines) for problem in problems],
        )
    return value


def _located(problem: Problem, file: str, lines: Mapping[str, int]) -> Problem:
    key = problem.path.removeprefix(".")
    line = line_of(key, lines)
    details = problem.details if line is None else {**problem.details, "line": line}
    return Problem(f"{file}: {key}" if key else file, problem.code, details)
