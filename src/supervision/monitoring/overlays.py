"""Local overlays (本地调整): what an office changes in packaged rules, as data.

In the office's TOML a table `[monitoring.parameters.CODE]` adjusts the rule of that code, in
every version loaded::

    [monitoring.parameters.RIGHTS-TOLD]
    opens_findings = true
    warnings = [{ count = 1, unit = "day" }]

    [monitoring.parameters.ARCHIVED]
    off = "归档由市院统一监控"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import attrs

from supervision.codec import structure
from supervision.config.locate import line_of
from supervision.domain.findings import Severity
from supervision.domain.function_rules import FunctionRule
from supervision.domain.limits import Limit
from supervision.domain.rulebooks import RuleBook, faults_of
from supervision.domain.rules import Answers, Indicator, Rule, Selector
from supervision.errors import CodecError, ConfigError, Problem

__all__ = ["Overlay", "overlaid"]

_HEAD = (
    "severity",
    "problem_code",
    "rung",
    "answers",
    "priority",
    "opens_findings",
    "already_alarmed",
)
_PARAMETERS = ("limit", "warnings", "at_most", "at_least", "within")
_AnyRule: TypeAlias = Rule | FunctionRule


@attrs.frozen(kw_only=True)
class Overlay:
    """What an office adjusts in one rule (规则调整); what is left out stays as packaged.

    Attributes:
        off: the reason for which the rule is not run here. Its detections stay as they are.
        severity, problem_code, rung, answers, priority, opens_findings, already_alarmed: as in
            `RuleHead`.
        limit, warnings: as in `Deadline`, `Pair` and `DataEntry`.
        at_most, at_least, within: as in `Count`.
    """

    off: str | None = None
    severity: Severity | None = None
    problem_code: str | None = None
    rung: str | None = None
    answers: Answers | None = None
    priority: int | None = None
    opens_findings: bool | None = None
    already_alarmed: Selector | None = None
    limit: Limit | None = None
    warnings: tuple[Limit, ...] | None = None
    at_most: int | None = None
    at_least: int | None = None
    within: int | None = None


def overlaid(
    book: RuleBook,
    tables: Mapping[str, Mapping[str, object]],
    *,
    where: str,
    lines: Mapping[str, int] | None = None,
) -> RuleBook:
    """Return the book as this office runs it (套用本地调整).

    Args:
        book: the packaged rules.
        tables: adjustments by rule code.
        where: key path of the tables, the head of every problem's path.
        lines: line of each key path of the TOML, where known.

    Raises:
        ConfigError: `rule.overlay` with every problem and its key path.
    """
    overlays: dict[str, Overlay] = {}
    problems: list[Problem] = []
    for code, table in tables.items():
        place = f"{where}.{code}"
        if code not in book.codes():
            problems.append(Problem(place, "rule.unknown", {"code": code, "known": book.codes()}))
            continue
        try:
            overlays[code] = structure(Overlay, table, where=place)
        except CodecError as error:
            problems += error.problems
    rules: list[_AnyRule] = []
    for rule in (*book.rules, *book.functions):
        overlay = overlays.get(rule.head.code)
        if overlay is None:
            rules.append(rule)
        elif overlay.off is None:
            adjusted = _adjusted(rule, overlay)
            rules.append(adjusted)
            problems += _problems(rule, adjusted, overlay, f"{where}.{rule.head.code}")
        elif not overlay.off.strip():
            problems.append(Problem(f"{where}.{rule.head.code}.off", "rule.blank", {}))
    if problems:
        raise ConfigError(
            "rule.overlay",
            problems=[
                Problem(one.path, one.code, {**one.details, "line": line_of(one.path, lines or {})})
                for one in problems
            ],
        )
    return RuleBook(
        rules=tuple(one for one in rules if not isinstance(one, FunctionRule)),
        functions=tuple(one for one in rules if isinstance(one, FunctionRule)),
    )


def _adjusted(rule: _AnyRule, overlay: Overlay) -> _AnyRule:
    given = attrs.asdict(overlay, recurse=False, filter=lambda _, value: value is not None)
    head = {name: value for name, value in given.items() if name in _HEAD}
    own = {name: value for name, value in given.items() if name in _own(rule)}
    return attrs.evolve(rule, head=attrs.evolve(rule.head, **head), **own)


def _own(rule: _AnyRule) -> frozenset[str]:
    """Return the parameters this type of rule has beside its head."""
    if isinstance(rule, Indicator):
        return frozenset()
    return frozenset(_PARAMETERS) & frozenset(attrs.fields_dict(type(rule)))


def _problems(
    rule: _AnyRule, adjusted: _AnyRule, overlay: Overlay, place: str
) -> Iterator[Problem]:
    for name in _PARAMETERS:
        value = getattr(overlay, name)
        if value is not None and name not in _own(rule):
            yield Problem(f"{place}.{name}", "codec.unknown_key", {"key": name})
    for fault in faults_of(adjusted):
        yield Problem(f"{place}{fault.path}", fault.code, fault.details)
