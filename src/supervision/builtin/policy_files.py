"""Reading policies (读取权限规则) from TOML: all problems at once, each with file, key and line.

A line of a policy is one table of the array `lines`::

    [[lines]]
    code = "head.finding.see"
    roles = ["head", "deputy_head"]
    acts = ["see"]
    kinds = ["finding"]
    scope = "department"
    zh = "部门负责人掌握本部门的问题。"
    en = "A head knows of the findings of the department."

An office's own file adds lines, puts one in the place of the shipped line of the same code, or
switches a line off with a reason::

    [[off]]
    code = "head.finding.see"
    zh = "本院由联络员统一办理。"
    en = "Here the liaison does it all."
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import attrs

from supervision.codec import structure
from supervision.config.locate import line_of, lines_of
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.policies import (
    PlacedLine,
    PolicyBook,
    PolicyLine,
    PolicyMask,
    PolicyOverlay,
    faults_of_lines,
    overlaid,
)
from supervision.errors import CodecError, ConfigError, Problem

__all__ = ["read_overlay", "read_policy"]

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class _Policy:
    """A policy's file."""

    code: str
    zh: str
    en: str
    lines: tuple[PolicyLine, ...] = ()
    masks: tuple[PolicyMask, ...] = ()


def read_policy(text: str, file: str) -> PolicyBook:
    """Read a whole policy (读取权限规则表).

    Raises:
        ConfigError: `policy.invalid` with every problem and its line.
    """
    found = _read(_Policy, text, file)
    _check(faults_of_lines(found.lines, found.masks, KINDS_BY_NAME), text, file)
    return PolicyBook(
        code=found.code,
        zh=found.zh,
        en=found.en,
        lines=_placed(found.lines, text, file),
        masks=found.masks,
    )


def read_overlay(book: PolicyBook, path: Path) -> PolicyBook:
    """Return the policy with the lines of an office's own file (读取本地条款).

    Raises:
        ConfigError: `policy.invalid` with every problem and its line.
    """
    file = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(file, "policy.file", {"file": str(path), "problem": str(error)})
        raise ConfigError("policy.invalid", count=1, problems=[problem]) from error
    overlay = _read(PolicyOverlay, text, file)
    shipped = {one.line.code for one in book.lines} | {one.code for one in book.masks}
    faults = [*faults_of_lines(overlay.lines, overlay.masks, KINDS_BY_NAME)]
    faults += [
        Problem(f"off[{number}].code", "policy.no_line", {"code": one.code})
        for number, one in enumerate(overlay.off)
        if one.code not in shipped
    ]
    faults += [
        Problem(f"off[{number}].{key}", "policy.empty", {"key": key})
        for number, one in enumerate(overlay.off)
        for key in ("zh", "en")
        if not str(getattr(one, key)).strip()
    ]
    _check(faults, text, file)
    return overlaid(book, overlay, _placed(overlay.lines, text, file))


def _read(cls: type[T], text: str, file: str) -> T:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = Problem(file, "policy.toml", {"problem": str(error)})
        raise ConfigError("policy.invalid", count=1, problems=[problem]) from error
    try:
        return structure(cls, document, where="")
    except CodecError as error:
        problems = [*_located(error.problems, text, file)]
        raise ConfigError("policy.invalid", count=len(problems), problems=problems) from error


def _check(faults: Iterable[Problem], text: str, file: str) -> None:
    problems = [*_located(faults, text, file)]
    if problems:
        raise ConfigError("policy.invalid", count=len(problems), problems=problems)


def _located(problems: Iterable[Problem], text: str, file: str) -> Iterator[Problem]:
    lines = lines_of(text)
    for problem in problems:
        key = problem.path.removeprefix(".")
        line = line_of(key, lines)
        details = problem.details if line is None else {**problem.details, "line": line}
        yield Problem(f"{file}: {key}" if key else file, problem.code, details)


def _placed(lines: tuple[PolicyLine, ...], text: str, file: str) -> tuple[PlacedLine, ...]:
    known = lines_of(text)
    return tuple(
        PlacedLine(line=line, file=file, number=line_of(f"lines[{number}]", known) or 0)
        for number, line in enumerate(lines)
    )
