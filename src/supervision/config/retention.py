"""The office's retention schedule (保管期限表): the packaged lines, its own file, its terms::

[retention]
schedule = "retention.toml"  # lines in place of the packaged ones

[retention.terms]
item = "30y"
finding = "10y"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from supervision.codec import structure
from supervision.config.locate import line_of, lines_of
from supervision.config.model import RetentionTable
from supervision.domain.kinds import KINDS
from supervision.domain.records import ColumnType
from supervision.domain.retention import RetentionSchedule, schedule_faults
from supervision.errors import CodecError, ConfigError, Problem

__all__ = ["packaged_schedule", "read_retention"]

_DAYS = {
    kind.name: tuple(one.name for one in kind.indexed if one.type is ColumnType.DATE)
    for kind in KINDS
}


def packaged_schedule() -> RetentionSchedule:
    """Return the schedule that ships (随附保管期限表)."""
    text = resources.files("supervision.config").joinpath("retention.toml").read_text("utf-8")
    return structure(RetentionSchedule, tomllib.loads(text), where="")


def read_retention(table: RetentionTable) -> RetentionSchedule:
    """Read the schedule an office keeps its records by (读取保管期限表).

    Raises:
        ConfigError: `config.retention` with every problem and its place.
    """
    problems: list[Problem] = []
    schedule = packaged_schedule()
    if table.schedule is not None:
        own = _own(table.schedule, problems)
        if own is not None:
            schedule = schedule.over(own)
    known = tuple(one.kind for one in schedule.lines)
    for kind in table.terms:
        if kind not in known:
            path = f"retention.terms.{kind}"
            problems.append(Problem(path, "retention.no_line", {"found": kind, "known": known}))
    schedule = schedule.with_terms(table.terms)
    problems += schedule_faults(schedule, _DAYS)
    if problems:
        raise ConfigError("config.retention", problems=problems, count=len(problems))
    return schedule


def _own(file: Path, problems: list[Problem]) -> RetentionSchedule | None:
    try:
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        document = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:  # decoding and TOML errors are values
        problems.append(Problem(file.name, "config.overrides_file", {"error": str(error)}))
        return None
    try:
        return structure(RetentionSchedule, document, where="")
    except CodecError as error:
        problems += _located(error, file.name, text)
        return None


def _located(error: CodecError, file: str, text: str) -> Iterator[Problem]:
    lines = lines_of(text)
    for problem in error.problems:
        key = problem.path.removeprefix(".")
        details = {**problem.details, "line": line_of(key, lines)}
        yield Problem(f"{file}: {key}", problem.code, details)
