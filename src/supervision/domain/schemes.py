"""Schemes of assessment (考评方案) as data: which points for what, on which basis, until when.

A scheme holds only what its source says. What the source leaves open is a declared parameter
the office must give; what is not counted is not in a list. Personal points exist only where a
rule for persons says so: since October 2024 (一取消三不再) their use needs an explicit local rule,
and nothing here ranks anybody.
"""

from __future__ import annotations

import datetime as dt
import enum
from fractions import Fraction
from typing import TypeAlias

import attrs

from supervision.domain.findings import Certainty, FindingState, Nature, Responsibility, Severity
from supervision.domain.rules import Wording
from supervision.domain.score_entries import Account
from supervision.domain.validity import valid_on

__all__ = [
    "NEVER_COUNTED",
    "CodePoints",
    "LateMeasurePoints",
    "Parameter",
    "Per",
    "ProblemPoints",
    "Scheme",
    "ScoreRule",
    "SeverityFactor",
    "Share",
    "in_force_on",
    "title_of_rule",
]

NEVER_COUNTED = (FindingState.VOIDED, FindingState.NOT_A_PROBLEM, FindingState.DUPLICATE)
"""No scheme may count these: entered by mistake, no problem at all, or counted elsewhere."""


class Per(enum.Enum):
    """What late points are given for (计分单位)."""

    MEASURE = "measure"
    """每份: once for each late measure."""
    DAY = "day"
    """每日: for each day late, begun days counting whole."""


@attrs.frozen(kw_only=True)
class Parameter:
    """A value the source leaves open (待定值). A file without `value` waits for the office's.

    Attributes:
        name: name the numbers of the scheme refer to.
        zh, en: what it is.
        value: the office's decision.
    """

    name: str
    zh: str
    en: str
    value: Fraction


@attrs.frozen(kw_only=True)
class CodePoints:
    """Points for one problem code (分类分值), negative for a deduction."""

    problem_code: str
    points: Fraction


@attrs.frozen(kw_only=True)
class SeverityFactor:
    """What the points of a severity are multiplied by (程度系数)."""

    severity: Severity
    factor: Fraction


@attrs.frozen(kw_only=True)
class Share:
    """Which part a person bears by the kind of responsibility (责任比例)."""

    responsibility: Responsibility
    share: Fraction


@attrs.frozen(kw_only=True)
class ProblemPoints:
    """Points per problem code (按问题分类计分).

    A finding counts on the day it was found. Its points are those of its code times the factor
    of its severity, for a person times the share.

    Attributes:
        code: code of the rule, unique in the scheme.
        zh, en: title.
        basis: the article of the scheme that says so.
        account: department or person.
        states: work states that count. Never voided, no problem, or duplicate.
        certainties, natures: which findings count.
        points: points by problem code; a code that is not here gives none.
        factors: one for every severity; all 1 where the scheme makes no difference.
        shares: only for persons: shares by kind of responsibility; one not here bears nothing.
    """

    code: str
    zh: str
    en: str
    basis: str
    account: Account
    states: tuple[FindingState, ...]
    certainties: tuple[Certainty, ...]
    natures: tuple[Nature, ...]
    points: tuple[CodePoints, ...]
    factors: tuple[SeverityFactor, ...]
    shares: tuple[Share, ...] = ()


@attrs.frozen(kw_only=True)
class LateMeasurePoints:
    """Points per late measure (按逾期措施计分).

    A measure is late when its clock ended late. It counts on the day after its last day.

    Attributes:
        code: code of the rule, unique in the scheme.
        zh, en: title.
        basis: the article of the scheme that says so.
        account: department or person, as the rungs' recipient.
        rungs: codes of the rungs that count.
        per: for each measure or for each day late.
        points: the points.
        unanswered: whether a measure also counts while it is overdue and not answered. Not
            with points per day, which would change every day.
    """

    code: str
    zh: str
    en: str
    basis: str
    account: Account
    rungs: tuple[str, ...]
    per: Per
    points: Fraction
    unanswered: bool


ScoreRule: TypeAlias = ProblemPoints | LateMeasurePoints
"""A tagged union: `type = "problem_points"` or `type = "late_measure_points"` in TOML."""


@attrs.frozen(kw_only=True)
class Scheme:
    """One version of a scheme of assessment (考评方案).

    Attributes:
        code: stable code.
        version: raised whenever it may give other points.
        zh, en: title.
        basis: the regulation or decision it rests on.
        valid_from, valid_until: days whose facts it judges, both included.
        decimals: decimals points are printed with. All points must be exact at this precision,
            so that what is printed adds up.
        parameters: values the source leaves open, as the office decided them.
        rules: the rules.
    """

    code: str
    version: int
    zh: str
    en: str
    basis: str
    valid_from: dt.date
    valid_until: dt.date | None = None
    decimals: int
    parameters: tuple[Parameter, ...] = ()
    rules: tuple[ScoreRule, ...]


def in_force_on(scheme: Scheme, day: dt.date) -> bool:
    """Say whether a fact of that day is judged by this version (适用)."""
    return valid_on(scheme.valid_from, scheme.valid_until, day)


def title_of_rule(scheme: Scheme, code: str) -> Wording:
    """Return the title of a rule; of one this version does not have, its code."""
    for rule in scheme.rules:
        if rule.code == code:
            return Wording(zh=rule.zh, en=rule.en)
    return Wording(zh=code, en=code)
