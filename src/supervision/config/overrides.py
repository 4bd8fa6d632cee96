"""Local ladders, workflows and kinds (本地阶梯、流程与类别), from the office's files.

A table whose code the shipped data have replaces it whole; another code adds one. Everything is
checked together, since a rung names its successors, a kind its workflow, a kind its parent::

    [[ladders]]
    code = "department"
    zh = "对部门"
    en = "For departments"
    recipient = "department"

    [[ladders.rungs]]
    code = "oral_reminder"
    zh = "口头提醒"
    en = "Oral reminder"

    [[item_kinds]]
    code = "item.safety"
    zh = "安全督察"
    en = "Safety"
    limit = { count = 14, unit = "day" }
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

import attrs

from supervision.codec import structure
from supervision.config.locate import line_of, lines_of
from supervision.domain.activities import (
    INSPECTION_KINDS,
    MEETING_KINDS,
    InspectionKind,
    MeetingKind,
)
from supervision.domain.interview_kinds import CAPACITIES, TALKS, Capacity, Talk
from supervision.domain.issuers import ISSUERS, Issuer
from supervision.domain.item_kinds import ITEM_KINDS, WORKFLOWS, ItemKind
from supervision.domain.items import Item, ItemState
from supervision.domain.ladders import LADDERS, Ladder
from supervision.domain.workflows import Workflow
from supervision.errors import CodecError, ConfigError, Problem

__all__ = ["LocalTables", "read_overrides"]


_ITEM_FIELDS = frozenset(attrs.fields_dict(Item))
"""What an opening condition may name."""


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=_Coded)


@attrs.frozen(kw_only=True)
class LocalTables:
    """The shipped tables with the office's own (本地数据表).

    Attributes:
        ladders: ladders of measures by code.
        workflows: workflow tables of items by code.
        item_kinds: kinds of items by code.
        meeting_kinds: kinds of meetings attended, by code.
        inspection_kinds: kinds of inspections by code.
        issuers: issuers of decisions by code.
        talks: kinds of talks by code.
        capacities: capacities of persons spoken to by code.
    """

    ladders: Mapping[str, Ladder] = attrs.field(factory=lambda: dict(LADDERS))
    workflows: Mapping[str, Workflow[ItemState]] = attrs.field(factory=lambda: dict(WORKFLOWS))
    item_kinds: Mapping[str, ItemKind] = attrs.field(factory=lambda: dict(ITEM_KINDS))
    meeting_kinds: Mapping[str, MeetingKind] = attrs.field(factory=lambda: dict(MEETING_KINDS))
    inspection_kinds: Mapping[str, InspectionKind] = attrs.field(
        factory=lambda: dict(INSPECTION_KINDS)
    )
    issuers: Mapping[str, Issuer] = attrs.field(factory=lambda: dict(ISSUERS))
    talks: Mapping[str, Talk] = attrs.field(factory=lambda: dict(TALKS))
    capacities: Mapping[str, Capacity] = attrs.field(factory=lambda: dict(CAPACITIES))


@attrs.frozen(kw_only=True)
class _File:
    ladders: tuple[Ladder, ...] = ()
    workflows: tuple[Workflow[ItemState], ...] = ()
    item_kinds: tuple[ItemKind, ...] = ()
    meeting_kinds: tuple[MeetingKind, ...] = ()
    inspection_kinds: tuple[InspectionKind, ...] = ()
    issuers: tuple[Issuer, ...] = ()
    talks: tuple[Talk, ...] = ()
    capacities: tuple[Capacity, ...] = ()


def read_overrides(files: Iterable[Path]) -> LocalTables:
    """Read the office's own tables over the shipped ones (读取本地数据表).

    Args:
        files: `[overrides] files`, in order; of two tables with one code in them, neither wins.

    Raises:
        ConfigError: `config.overrides` with every problem as `file: key path` and its line.
    """
    tables = LocalTables()
    problems: list[Problem] = []
    seen: dict[tuple[str, str], str] = {}
    for file in files:
        found = _read(file, problems)
        tables = attrs.evolve(
            tables,
            ladders=_over(tables.ladders, found.ladders, "ladders", file, seen, problems),
            workflows=_over(tables.workflows, found.workflows, "workflows", file, seen, problems),
            item_kinds=_over(
                tables.item_kinds, found.item_kinds, "item_kinds", file, seen, problems
            ),
            meeting_kinds=_over(
                tables.meeting_kinds, found.meeting_kinds, "meeting_kinds", file, seen, problems
            ),
            inspection_kinds=_over(
                tables.inspection_kinds,
                found.inspection_kinds,
                "inspection_kinds",
                file,
                seen,
                problems,
            ),
            issuers=_over(tables.issuers, found.issuers, "issuers", file, seen, problems),
            talks=_over(tables.talks, found.talks, "talks", file, seen, problems),
            capacities=_over(
                tables.capacities, found.capacities, "capacities", file, seen, problems
            ),
        )
    if not problems:  # what was not read would only be missed here
        problems += _faults(tables)
    if problems:
        raise ConfigError("config.overrides", problems=problems, count=len(problems))
    return tables


def _read(file: Path, problems: list[Problem]) -> _File:
    try:
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        document = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:  # decoding and TOML errors are values
        problems.append(Problem(file.name, "config.overrides_file", {"error": str(error)}))
        return _File()
    try:
        return structure(_File, document, where="")
    except CodecError as error:
        lines = lines_of(text)
        for problem in error.problems:
            key = problem.path.removeprefix(".")
            details = {**problem.details, "line": line_of(key, lines)}
            problems.append(Problem(f"{file.name}: {key}", problem.code, details))
        return _File()


def _over(
    held: Mapping[str, T],
    own: tuple[T, ...],
    array: str,
    file: Path,
    seen: dict[tuple[str, str], str],
    problems: list[Problem],
) -> Mapping[str, T]:
    for place, one in enumerate(own):
        first = seen.setdefault((array, one.code), f"{file.name}: {array}[{place}]")
        path = f"{file.name}: {array}[{place}]"
        if first != path:
            problems.append(Problem(path, "config.code_twice", {"code": one.code, "first": first}))
    return {**held, **{one.code: one for one in own}}


def _faults(tables: LocalTables) -> Iterator[Problem]:
    rungs: dict[str, str] = {}
    for ladder in tables.ladders.values():
        own = tuple(rung.code for rung in ladder.rungs)
        for place, rung in enumerate(ladder.rungs):
            path = f"ladders.{ladder.code}.{rung.code}"
            if rung.code in own[:place] or rungs.get(rung.code, ladder.code) != ladder.code:
                first = f"ladders.{rungs[rung.code]}"
                yield Problem(path, "config.code_twice", {"code": rung.code, "first": first})
            rungs.setdefault(rung.code, ladder.code)
            yield from (
                Problem(path, "config.no_rung", {"code": code, "known": own})
                for code in (*rung.successors, *filter(None, (rung.after_perfunctory,)))
                if code not in own
            )
    for workflow in tables.workflows.values():
        steps = [step.name for step in workflow.steps]
        for place, name in enumerate(steps):
            if name in steps[:place]:
                path = f"workflows.{workflow.code}.{name}"
                details = {"code": name, "first": f"workflows.{workflow.code}"}
                yield Problem(path, "config.code_twice", details)
    for kind in tables.item_kinds.values():
        path = f"item_kinds.{kind.code}"
        if kind.parent is not None and kind.parent not in tables.item_kinds:
            yield Problem(path, "config.no_parent", {"code": kind.code, "parent": kind.parent})
        yield from (
            Problem(path, "config.no_field", {"code": kind.code, "field": name})
            for name in kind.opening
            if name not in _ITEM_FIELDS
        )
        if kind.workflow is None and kind.parent is None:
            yield Problem(path, "codec.missing_key", {"key": "workflow"})
        if kind.workflow is not None and kind.workflow not in tables.workflows:
            known = tuple(tables.workflows)
            yield Problem(path, "config.no_workflow", {"code": kind.workflow, "known": known})
