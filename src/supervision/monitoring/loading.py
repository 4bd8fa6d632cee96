"""Reading rules (读取规则) from TOML: all problems at once, each with file, key and line.

In TOML a rule is one table of the array `rules`; the keys of its head stand beside its own::

    [[rules]]
    type = "deadline"
    code = "RIGHTS-TOLD"
    name = { zh = "权利告知超期", en = "Rights told late" }
    basis = "gz-40"
    valid_from = 2019-12-30
    over = "party"
    certainty = "confirmed"
    severity = "slight"
    problem_code = "rights.told"
    start = { events = ["accepted"] }
    end = { events = ["rights_told"] }
    limit = { count = 3, unit = "day" }
    sentences = [
      { stage = "overdue", zh = "{case}应于{due}前告知权利", en = "{case}: due by {due}" },
      { stage = "late_done", zh = "{case}于{end}告知，超期{days}日", en = "{case}: {days} days late" },
    ]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping

import attrs

from supervision.codec import structure
from supervision.config.locate import line_of, lines_of
from supervision.domain.function_rules import FunctionRule
from supervision.domain.rulebooks import PlacedRule, RuleBook, conflicts, faults_of
from supervision.domain.rules import RULE_TYPES, Rule, RuleHead
from supervision.errors import CodecError, ConfigError, Problem
from supervision.ports.monitoring import PackItem, RulePack, RuleText

__all__ = ["read_book", "read_packs"]

_HEAD = frozenset(attrs.fields_dict(RuleHead))


def read_packs(packs: Iterable[RulePack]) -> RuleBook:
    """Read all rules of some packs into one checked book (读取规则包).

    Raises:
        ConfigError: `rule.invalid` with every problem of every file.
    """
    return read_book((pack.name, item) for pack in packs for item in pack.load())


def read_book(items: Iterable[tuple[str, PackItem]]) -> RuleBook:
    """Read rules from files and objects into one checked book.

    Args:
        items: each with the name of its pack.

    Raises:
        ConfigError: `rule.invalid` with every problem; a problem's path begins with the pack
            and the file, its details hold the `line`.
    """
    placed: list[PlacedRule] = []
    problems: list[Problem] = []
    lines: dict[str, Mapping[str, int]] = {}
    for number, (pack, item) in enumerate(items):
        if isinstance(item, RuleText):
            file = f"{pack}/{item.name}"
            try:
                document = tomllib.loads(item.text)
            except tomllib.TOMLDecodeError as error:
                problems.append(Problem(file, "rule.toml", {"problem": str(error)}))
                continue
            lines[file] = lines_of(item.text)
            for one in _read_file(file, document):
                if isinstance(one, Problem):
                    problems.append(one)
                else:
                    placed.append(one)
        else:
            placed.append(PlacedRule(f"{pack}: rules[{number}]", item))
    for one in placed:
        problems += [_at(one.place, fault) for fault in faults_of(one.rule)]
    problems += conflicts(placed)
    if problems:
        located = [_located(problem, lines) for problem in problems]
        raise ConfigError("rule.invalid", problems=located)
    rules = sorted((one.rule for one in placed), key=_order)
    return RuleBook(
        rules=tuple(one for one in rules if not isinstance(one, FunctionRule)),
        functions=tuple(one for one in rules if isinstance(one, FunctionRule)),
    )


def _order(rule: Rule | FunctionRule) -> tuple[str, int]:
    return (rule.head.code, rule.head.version)


def _at(place: str, fault: Problem) -> Problem:
    return Problem(f"{place}{fault.path}", fault.code, fault.details)


def _located(problem: Problem, lines: Mapping[str, Mapping[str, int]]) -> Problem:
    file, _, key = problem.path.partition(": ")
    line = line_of(key, lines.get(file, {}))
    if line is None or "line" in problem.details:
        return problem
    return Problem(problem.path, problem.code, {**problem.details, "line": line})


def _read_file(file: str, document: Mapping[str, object]) -> Iterator[PlacedRule | Problem]:
    for key in sorted(document.keys() - {"rules"}):
        yield Problem(f"{file}: {key}", "codec.unknown_key", {"key": key})
    tables = document.get("rules", [])
    if not isinstance(tables, list):
        yield Problem(f"{file}: rules", "codec.type", {"expected": "list", "found": "table"})
        return
    for place, table in enumerate(tables):
        yield from _read_rule(f"{file}: rules[{place}]", table)


def _read_rule(place: str, table: object) -> Iterator[PlacedRule | Problem]:
    if not isinstance(table, Mapping):
        yield Problem(place, "codec.type", {"expected": "table", "found": repr(table)[:60]})
        return
    cls = RULE_TYPES.get(str(table.get("type")))
    if cls is None:
        found = str(table.get("type", ""))
        yield Problem(f"{place}.type", "rule.type", {"found": found, "known": tuple(RULE_TYPES)})
        return
    body = {key: value for key, value in table.items() if key not in _HEAD and key != "type"}
    body["head"] = {key: value for key, value in table.items() if key in _HEAD}
    try:
        yield PlacedRule(place, structure(cls, body, where=place))
    except CodecError as error:
        for problem in error.problems:
            path = problem.path.replace(f"{place}.head", place, 1)
            yield Problem(path, problem.code, problem.details)
