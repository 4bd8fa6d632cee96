"""Schemes are read strictly, with every problem and its line; open values come from the office."""

from __future__ import annotations

from fractions import Fraction

import pytest

from supervision.assessment.loading import read_schemes
from supervision.domain.schemes import LateMeasurePoints, ProblemPoints
from supervision.errors import ConfigError
from supervision.messages import render_problem
from supervision.ports.assessment import SchemeText
from supervision.testing.scores import SAMPLE_SCHEME

TEXT = """
[[schemes]]
code = "mw"
version = 1
zh = "考评办法"
en = "Assessment"
basis = "马检发〔2026〕1号"
valid_from = 2026-01-01
decimals = 1

[[schemes.parameters]]
name = "late"
zh = "逾期每份扣分"
en = "Deduction for a late answer"

[[schemes.rules]]
type = "problem_points"
code = "problem"
zh = "问题"
en = "Problems"
basis = "第四条"
account = "department"
states = ["closed"]
certainties = ["confirmed"]
natures = ["work"]
points = [{ problem_code = "plea.deed", points = "-0.5" }]
factors = [
  { severity = "slight", factor = 1 },
  { severity = "heavier", factor = "1" },
  { severity = "serious", factor = 2 },
]

[[schemes.rules]]
type = "late_measure_points"
code = "late"
zh = "逾期"
en = "Late"
basis = "第六条"
account = "department"
rungs = ["hint_letter"]
per = "measure"
points = { parameter = "late" }
unanswered = false
"""
DECIDED = {"late": Fraction(-1)}


def problems(text: str, values: dict[str, Fraction] | None = None) -> dict[str, tuple[str, object]]:
    given = DECIDED if values is None else values
    with pytest.raises(ConfigError) as error:
        read_schemes([("pack", SchemeText(name="s.toml", text=text))], given)
    assert error.value.code == "scheme.invalid"
    for problem in error.value.problems:
        assert "{" not in render_problem(problem)
    return {one.path: (one.code, one.details.get("line")) for one in error.value.problems}


def test_scheme_is_read_with_the_values_the_office_decided() -> None:
    (scheme,) = read_schemes([("pack", SchemeText(name="s.toml", text=TEXT))], DECIDED)
    problem, late = scheme.rules
    assert isinstance(problem, ProblemPoints)
    assert isinstance(late, LateMeasurePoints)
    assert problem.points[0].points == Fraction(-1, 2)
    assert late.points == Fraction(-1)
    assert scheme.parameters[0].value == Fraction(-1)


def test_value_the_source_leaves_open_is_required() -> None:
    found = problems(TEXT, {})
    assert found == {
        "pack/s.toml: schemes[0].parameters[0].value": ("scheme.parameter_missing", 11)
    }


def test_value_of_the_file_itself_needs_no_other_and_allows_none() -> None:
    fixed = TEXT.replace('name = "late"\n', 'name = "late"\nvalue = "-2"\n')
    (scheme,) = read_schemes([("pack", SchemeText(name="s.toml", text=fixed))])
    assert scheme.rules[1].points == Fraction(-2)
    assert [code for code, _ in problems(fixed).values()] == ["scheme.parameter_fixed"]


def test_value_no_scheme_asks_for_is_told() -> None:
    found = problems(TEXT, {**DECIDED, "lat": Fraction(1)})
    assert found == {"parameters.lat": ("scheme.parameter_unknown", None)}


def test_parameter_nobody_declared_or_uses_is_told() -> None:
    found = problems(TEXT.replace('{ parameter = "late" }', '{ parameter = "lte" }'))
    assert [code for code, _ in found.values()] == [
        "scheme.parameter_undeclared",
        "scheme.parameter_unused",
    ]


def test_every_problem_is_told_at_once_with_its_line() -> None:
    text = (
        TEXT.replace('"closed"', '"ended"').replace('"hint_letter"', "7").replace("2026-01-01", "1")
    )
    found = problems(text)
    assert found["pack/s.toml: schemes[0].valid_from"] == ("codec.type", 8)
    assert found["pack/s.toml: schemes[0].rules[0].states[0]"] == ("codec.choice", 23)
    assert found["pack/s.toml: schemes[0].rules[1].rungs[0]"] == ("codec.type", 40)


def test_faults_are_told_together_with_missing_values() -> None:
    found = problems(TEXT.replace('"-0.5"', '"-0.25"'), {})
    assert [code for code, _ in found.values()] == [
        "scheme.parameter_missing",
        "scheme.inexact",
    ]


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("[[schemes", "pack/s.toml", "scheme.toml"),
        ("", "pack/s.toml", "scheme.none"),
        ("scheme = 1", "pack/s.toml: scheme", "codec.unknown_key"),
        ("schemes = 1", "pack/s.toml: schemes", "codec.type"),
        ("schemes = [1]", "pack/s.toml: schemes[0]", "codec.type"),
    ],
)
def test_file_that_is_no_scheme_is_told(text: str, path: str, code: str) -> None:
    assert problems(text, {})[path][0] == code


@pytest.mark.parametrize(
    "wrong", ["parameters = 1", "parameters = [1]", 'parameters = [{ zh = "x" }]']
)
def test_parameters_of_a_wrong_form_are_told(wrong: str) -> None:
    text = TEXT[: TEXT.index("[[schemes.parameters]]")] + f"rules = []\n{wrong}\n"
    found = problems(text, {})
    assert any(path.startswith("pack/s.toml: schemes[0].parameters") for path in found)


def test_number_may_be_a_parameter_wherever_it_stands() -> None:
    text = TEXT.replace('points = "-0.5"', 'points = { parameter = "late" }')
    (scheme,) = read_schemes([("pack", SchemeText(name="s.toml", text=text))], DECIDED)
    assert isinstance(scheme.rules[0], ProblemPoints)
    assert scheme.rules[0].points[0].points == Fraction(-1)


def test_object_is_checked_like_a_file() -> None:
    assert read_schemes([("pack", SAMPLE_SCHEME)]) == (SAMPLE_SCHEME,)
    with pytest.raises(ConfigError) as error:
        read_schemes([("pack", SAMPLE_SCHEME), ("other", SAMPLE_SCHEME)])
    assert [one.code for one in error.value.problems] == ["scheme.version_twice"]


def test_versions_come_in_order() -> None:
    newer = TEXT.replace("version = 1", "version = 2").replace("2026-01-01", "2027-01-01")
    older = TEXT.replace("2026-01-01\n", "2026-01-01\nvalid_until = 2026-12-31\n")
    text = newer + older
    found = read_schemes([("pack", SchemeText(name="s.toml", text=text))], DECIDED)
    assert [scheme.version for scheme in found] == [1, 2]
