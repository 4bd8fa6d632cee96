"""What is wrong with a scheme is told before it gives a single point."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs
import pytest

from supervision.domain.findings import FindingState, Responsibility, Severity
from supervision.domain.ladders import LADDERS, Ladder, Recipient, Rung
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.scheme_faults import conflicts_of_schemes, faults_of_scheme
from supervision.domain.schemes import (
    CodePoints,
    LateMeasurePoints,
    Parameter,
    Per,
    ProblemPoints,
    Scheme,
    SeverityFactor,
    Share,
    in_force_on,
    title_of_rule,
)
from supervision.domain.score_entries import Account
from supervision.testing.scores import (
    SAMPLE_LATE_RULE,
    SAMPLE_PERSONAL_RULE,
    SAMPLE_PROBLEM_RULE,
    SAMPLE_SCHEME,
)


def told(scheme: Scheme, ladders: dict[str, Ladder] | None = None) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in faults_of_scheme(scheme, ladders or LADDERS)]


def of_scheme(**changes: object) -> list[tuple[str, str]]:
    return told(attrs.evolve(SAMPLE_SCHEME, **changes))


def of_rule(rule: ProblemPoints | LateMeasurePoints, **changes: object) -> list[tuple[str, str]]:
    changed = attrs.evolve(rule, **changes)
    return told(attrs.evolve(SAMPLE_SCHEME, rules=(changed,)))


def test_sound_scheme_has_no_fault() -> None:
    both = (*SAMPLE_SCHEME.rules, SAMPLE_PERSONAL_RULE)
    assert of_scheme(rules=both, valid_until=dt.date(2026, 12, 31)) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"code": "mw 1"}, (".code", "scheme.code")),
        ({"version": 0}, (".version", "scheme.version")),
        ({"zh": " "}, (".zh", "scheme.blank")),
        ({"en": ""}, (".en", "scheme.blank")),
        ({"basis": ""}, (".basis", "scheme.blank")),
        ({"valid_until": dt.date(2025, 1, 1)}, (".valid_until", "scheme.validity")),
        ({"decimals": 7}, (".decimals", "scheme.decimals")),
        ({"rules": ()}, (".rules", "scheme.nothing")),
        ({"rules": (SAMPLE_LATE_RULE,) * 2}, (".rules[1].code", "scheme.twice")),
        (
            {"parameters": (Parameter(name="x", zh="x", en="x", value=Fraction(1)),) * 2},
            (".parameters[1].name", "scheme.twice"),
        ),
    ],
)
def test_head_is_checked(changes: dict[str, object], fault: tuple[str, str]) -> None:
    assert of_scheme(**changes) == [fault]


def test_fewer_decimals_than_none_are_told() -> None:
    assert (".decimals", "scheme.decimals") in of_scheme(decimals=-1)


@pytest.mark.parametrize("name", ["states", "certainties", "natures", "points"])
def test_list_that_would_count_nothing_is_told(name: str) -> None:
    assert of_rule(SAMPLE_PROBLEM_RULE, **{name: ()}) == [(f".rules[0].{name}", "scheme.nothing")]


@pytest.mark.parametrize(
    "state", [FindingState.VOIDED, FindingState.NOT_A_PROBLEM, FindingState.DUPLICATE]
)
def test_no_scheme_counts_what_is_no_problem(state: FindingState) -> None:
    states = (FindingState.CLOSED, state)
    fault = (".rules[0].states[1]", "scheme.never_counted")
    assert of_rule(SAMPLE_PROBLEM_RULE, states=states) == [fault]


SLIGHT, HEAVIER, SERIOUS = SAMPLE_PROBLEM_RULE.factors


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"points": (CodePoints(problem_code="x", points=Fraction(-1)),) * 2},
            (".rules[0].points[1].problem_code", "scheme.twice"),
        ),
        (
            {"points": (CodePoints(problem_code=" ", points=Fraction(-1)),)},
            (".rules[0].points[0].problem_code", "scheme.blank"),
        ),
        ({"factors": (SLIGHT, SERIOUS)}, (".rules[0].factors", "scheme.factor_missing")),
        (
            {"factors": (SLIGHT, HEAVIER, SERIOUS, SLIGHT)},
            (".rules[0].factors[3].severity", "scheme.twice"),
        ),
        (
            {
                "factors": (
                    SLIGHT,
                    HEAVIER,
                    SeverityFactor(severity=Severity.SERIOUS, factor=Fraction(-1)),
                )
            },
            (".rules[0].factors[2].factor", "scheme.negative"),
        ),
        (
            {"shares": (Share(responsibility=Responsibility.DIRECT, share=Fraction(1)),)},
            (".rules[0].shares", "scheme.shares"),
        ),
        (
            {"points": (CodePoints(problem_code="x", points=Fraction(-1, 3)),)},
            (".rules[0].points[0].points", "scheme.inexact"),
        ),
    ],
)
def test_points_factors_and_shares_are_checked(
    changes: dict[str, object], fault: tuple[str, str]
) -> None:
    assert of_rule(SAMPLE_PROBLEM_RULE, **changes) == [fault]


@pytest.mark.parametrize(
    ("shares", "fault"),
    [
        ((), (".rules[0].shares", "scheme.shares")),
        (
            (Share(responsibility=Responsibility.DIRECT, share=Fraction(-1)),),
            (".rules[0].shares[0].share", "scheme.negative"),
        ),
        (
            (Share(responsibility=Responsibility.DIRECT, share=Fraction(1)),) * 2,
            (".rules[0].shares[1].responsibility", "scheme.twice"),
        ),
    ],
)
def test_shares_of_persons_are_checked(shares: tuple[Share, ...], fault: tuple[str, str]) -> None:
    assert of_rule(SAMPLE_PERSONAL_RULE, shares=shares) == [fault]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"rungs": ()}, (".rules[0].rungs", "scheme.nothing")),
        ({"rungs": ("suggestion",) * 2}, (".rules[0].rungs[1]", "scheme.twice")),
        ({"rungs": ("letter",)}, (".rules[0].rungs[0]", "measure.unknown_rung")),
        ({"rungs": ("circular",)}, (".rules[0].rungs[0]", "scheme.rung_unlimited")),
        ({"account": Account.PERSON}, (".rules[0].rungs[0]", "scheme.rung_recipient")),
        (
            {"unanswered": True, "per": Per.DAY},
            (".rules[0].unanswered", "scheme.unanswered_days"),
        ),
        ({"points": Fraction(1, 3)}, (".rules[0].points", "scheme.inexact")),
        ({"code": ""}, (".rules[0].code", "scheme.code")),
        ({"basis": ""}, (".rules[0].basis", "scheme.blank")),
    ],
)
def test_late_measures_are_checked(changes: dict[str, object], fault: tuple[str, str]) -> None:
    assert fault in of_rule(SAMPLE_LATE_RULE, **changes)


def test_rungs_are_those_of_the_office() -> None:
    rung = Rung(code="talk", zh="约谈", en="Talk", limit=Limit(count=3, unit=LimitUnit.WORKDAY))
    ladder = Ladder(code="p", zh="个人", en="Person", recipient=Recipient.PERSON, rungs=(rung,))
    rule = attrs.evolve(SAMPLE_LATE_RULE, rungs=("talk",), account=Account.PERSON)
    assert told(attrs.evolve(SAMPLE_SCHEME, rules=(rule,)), {"p": ladder}) == []


NEXT = attrs.evolve(SAMPLE_SCHEME, version=2, valid_from=dt.date(2027, 1, 1))


def clashes(*schemes: Scheme) -> list[str]:
    return [one.code for one in conflicts_of_schemes((f"s{n}", s) for n, s in enumerate(schemes))]


def test_versions_one_after_the_other_are_no_conflict() -> None:
    ended = attrs.evolve(SAMPLE_SCHEME, valid_until=dt.date(2026, 12, 31))
    assert clashes(ended, NEXT) == clashes(NEXT, ended) == []


def test_versions_valid_on_one_day_conflict() -> None:
    assert clashes(SAMPLE_SCHEME, NEXT) == clashes(NEXT, SAMPLE_SCHEME) == ["scheme.overlap"]


def test_one_version_twice_is_a_conflict() -> None:
    assert clashes(SAMPLE_SCHEME, SAMPLE_SCHEME) == ["scheme.version_twice"]


def test_schemes_of_other_codes_do_not_touch() -> None:
    assert clashes(SAMPLE_SCHEME, attrs.evolve(SAMPLE_SCHEME, code="other")) == []


def test_version_is_in_force_on_its_days() -> None:
    assert in_force_on(SAMPLE_SCHEME, dt.date(2026, 1, 1))
    assert not in_force_on(SAMPLE_SCHEME, dt.date(2025, 12, 31))


def test_rule_the_version_does_not_have_is_called_by_its_code() -> None:
    assert title_of_rule(SAMPLE_SCHEME, "late").zh == "逾期反馈"
    assert title_of_rule(SAMPLE_SCHEME, "gone").en == "gone"
