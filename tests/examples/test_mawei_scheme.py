"""The scheme of the reference office is sound and names only codes of its dictionary."""

from __future__ import annotations

import tomllib
from pathlib import Path

from supervision.assessment.loading import read_schemes
from supervision.domain.schemes import ProblemPoints
from supervision.ports.assessment import SchemeText

FOLDER = Path(__file__).parents[2] / "examples" / "mawei"


def test_scheme_of_mawei_is_sound_and_its_codes_are_known() -> None:
    text = (FOLDER / "scheme.toml").read_text("utf-8")
    (scheme,) = read_schemes([("mawei", SchemeText(name="scheme.toml", text=text))])
    known = {
        code["code"]
        for code in tomllib.loads((FOLDER / "problem_codes.toml").read_text("utf-8"))["codes"]
    }
    rules = [rule for rule in scheme.rules if isinstance(rule, ProblemPoints)]
    assert rules
    assert {one.problem_code for rule in rules for one in rule.points} <= known


def test_scheme_of_mawei_gives_points_for_every_rule_of_its_monitoring() -> None:
    text = (FOLDER / "scheme.toml").read_text("utf-8")
    (scheme,) = read_schemes([("mawei", SchemeText(name="scheme.toml", text=text))])
    rules = tomllib.loads((FOLDER / "rules.toml").read_text("utf-8"))["rules"]
    listed = {
        one.problem_code
        for rule in scheme.rules
        if isinstance(rule, ProblemPoints)
        for one in rule.points
    }
    assert {rule["problem_code"] for rule in rules} <= listed
