"""Reading schemes (读取考评方案) from TOML: all problems at once, each with file, key and line.

In TOML a version of a scheme is one table of the array `schemes`::

    [[schemes]]
    code = "mw"
    version = 1
    zh = "检务督察考评办法"
    en = "Assessment rules"
    basis = "…"
    valid_from = 2026-01-01
    decimals = 1

    [[schemes.parameters]]
    name = "late"
    zh = "逾期反馈每份扣分"
    en = "Deduction for a late answer"

    [[schemes.rules]]
    type = "late_measure_points"
    points = { parameter = "late" }
    # …

A number may be written as a parameter. A parameter without `value` is one the source leaves
open: the office gives it in its own TOML, and without it the scheme is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

import attrs

from supervision.codec import structure
from supervision.config.locate import line_of, lines_of
from supervision.domain.ladders import LADDERS, Ladder
from supervision.domain.scheme_faults import conflicts_of_schemes, faults_of_scheme
from supervision.domain.schemes import Scheme
from supervision.errors import CodecError, ConfigError, Detail, Problem
from supervision.ports.assessment import SchemeItem, SchemeText

__all__ = ["read_schemes"]

_Table: TypeAlias = Mapping[str, object]
_ARRAY = "schemes"


def read_schemes(
    items: Iterable[tuple[str, SchemeItem]],
    values: Mapping[str, Fraction] | None = None,
    *,
    ladders: Mapping[str, Ladder] = LADDERS,
) -> tuple[Scheme, ...]:
    """Read schemes from files and objects, check them alone and together (读取考评方案).

    Args:
        items: each with the name of who offers it, the head of every problem's path.
        values: the office's values for parameters left open, by name.
        ladders: the ladders of measures in force.

    Returns:
        The schemes by code and version.

    Raises:
        ConfigError: `scheme.invalid` with every problem; the details of a problem hold the
            `line`.
    """
    reading = _Reading(values or {})
    for number, (source, item) in enumerate(items):
        if isinstance(item, SchemeText):
            reading.file(f"{source}/{item.name}", item.text)
        else:
            reading.placed.append((f"{source}: {_ARRAY}[{number}]", item))
    reading.unknown_values()
    for place, scheme in reading.placed:
        for fault in faults_of_scheme(scheme, ladders):
            reading.tell(Problem(f"{place}{fault.path}", fault.code, fault.details))
    for problem in conflicts_of_schemes(reading.placed):
        reading.tell(problem)
    if reading.problems:
        raise ConfigError("scheme.invalid", problems=map(reading.located, reading.problems))
    schemes = [scheme for _, scheme in reading.placed]
    return tuple(sorted(schemes, key=lambda scheme: (scheme.code, scheme.version)))


class _Reading:
    """What was read so far, and all problems on the way."""

    def __init__(self, values: Mapping[str, Fraction]) -> None:
        self.placed: list[tuple[str, Scheme]] = []
        self.problems: list[Problem] = []
        self._values = values
        self._declared: set[str] = set()
        self._lines: dict[str, Mapping[str, int]] = {}

    def tell(self, problem: Problem) -> None:
        self.problems.append(problem)

    def located(self, problem: Problem) -> Problem:
        """Return the problem with the line of its key."""
        file, _, key = problem.path.partition(": ")
        line = line_of(key, self._lines.get(file, {}))
        if line is None:
            return problem
        return attrs.evolve(problem, details={**problem.details, "line": line})

    def file(self, file: str, text: str) -> None:
        """Read one file."""
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.tell(Problem(file, "scheme.toml", {"problem": str(error)}))
            return
        self._lines[file] = lines_of(text)
        for key in sorted(document.keys() - {_ARRAY}):
            self.tell(Problem(f"{file}: {key}", "codec.unknown_key", {"key": key}))
        tables = document.get(_ARRAY, [])
        if not isinstance(tables, list):
            details = {"expected": "list", "found": "table"}
            self.tell(Problem(f"{file}: {_ARRAY}", "codec.type", details))
            return
        if not tables:
            self.tell(Problem(file, "scheme.none"))
        for number, table in enumerate(tables):
            place = f"{file}: {_ARRAY}[{number}]"
            if isinstance(table, Mapping):
                self._scheme(place, table)
            else:
                details = {"expected": "table", "found": repr(table)[:60]}
                self.tell(Problem(place, "codec.type", details))

    def _scheme(self, place: str, table: _Table) -> None:
        filled = _Filling(place, self._values).table(table)
        self._declared |= filled.declared
        self.problems += filled.problems
        try:
            self.placed.append((place, structure(Scheme, filled.table, where=place)))
        except CodecError as error:
            self.problems += error.problems

    def unknown_values(self) -> None:
        """Tell values of the office that no scheme asks for: most likely misspelt."""
        for name in sorted(self._values.keys() - self._declared):
            known = tuple(sorted(self._declared))
            details: dict[str, Detail] = {"name": name, "known": known}
            self.tell(Problem(f"parameters.{name}", "scheme.parameter_unknown", details))


@attrs.frozen
class _Filled:
    """A scheme's table with its parameters put in."""

    table: _Table
    declared: frozenset[str]
    problems: tuple[Problem, ...]


class _Filling:
    """Puts values where a table says `{ parameter = "name" }`."""

    def __init__(self, place: str, values: Mapping[str, Fraction]) -> None:
        self._place = place
        self._values = values
        self._found: dict[str, object] = {}
        self._used: set[str] = set()
        self._problems: list[Problem] = []

    def table(self, table: _Table) -> _Filled:
        parameters = table.get("parameters", [])
        if isinstance(parameters, list):
            declared = [self._declared(number, one) for number, one in enumerate(parameters)]
            table = {**table, "parameters": declared}
        rest = {
            name: value if name == "parameters" else self._value(value, f".{name}")
            for name, value in table.items()
        }
        for name in sorted(self._found.keys() - self._used):
            self._tell(".parameters", "scheme.parameter_unused", name=name)
        return _Filled(rest, frozenset(self._found), tuple(self._problems))

    def _tell(self, path: str, code: str, **details: str) -> None:
        self._problems.append(Problem(f"{self._place}{path}", code, details))

    def _declared(self, number: int, parameter: object) -> object:
        """Give a declared parameter its value: its own, else the office's."""
        name = parameter.get("name") if isinstance(parameter, Mapping) else None
        if not isinstance(parameter, Mapping) or not isinstance(name, str):
            return parameter  # the converter tells what is wrong with it
        path = f".parameters[{number}].value"
        given = self._values.get(name)
        if "value" in parameter:
            if given is not None:
                self._tell(path, "scheme.parameter_fixed", name=name)
            value = parameter["value"]
        elif given is not None:
            value = str(given)
        else:
            titles = {key: str(parameter.get(key, "")) for key in ("zh", "en")}
            self._tell(path, "scheme.parameter_missing", name=name, **titles)
            value = "0"  # so that everything else is checked as well
        self._found[name] = value
        return {**parameter, "value": value}

    def _value(self, value: object, path: str) -> object:
        match value:
            case {"parameter": str(name), **rest} if not rest:
                if name not in self._found:
                    self._tell(path, "scheme.parameter_undeclared", name=name)
                    return "0"
                self._used.add(name)
                return self._found[name]
            case Mapping():
                return {key: self._value(part, f"{path}.{key}") for key, part in value.items()}
            case list():
                return [self._value(one, f"{path}[{at}]") for at, one in enumerate(value)]
            case _:
                return value
