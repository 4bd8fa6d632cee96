"""What can be wrong with a scheme (考评方案检查), beyond what its types say.

Every fault is a `Problem` whose path begins inside the scheme, such as `.rules[0].points`;
whoever read the scheme puts file and line before it. A scheme that silently counts nothing is
as wrong as one that counts falsely, so rungs nobody can be late on are refused too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

from supervision.domain.findings import Severity
from supervision.domain.ladders import LADDERS, Ladder, Recipient, rung_of
from supervision.domain.schemes import (
    NEVER_COUNTED,
    LateMeasurePoints,
    Per,
    ProblemPoints,
    Scheme,
    ScoreRule,
)
from supervision.domain.score_entries import Account
from supervision.errors import Detail, Problem, Refused

__all__ = ["MOST_DECIMALS", "conflicts_of_schemes", "faults_of_scheme"]

MOST_DECIMALS = 6
"""Nobody prints more; it also keeps the exactness check meaningful."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_RECIPIENTS = {Account.DEPARTMENT: Recipient.DEPARTMENT, Account.PERSON: Recipient.PERSON}


def _fault(path: str, code: str, **details: Detail) -> Problem:
    return Problem(path, code, details)


def faults_of_scheme(
    scheme: Scheme, ladders: Mapping[str, Ladder] = LADDERS
) -> tuple[Problem, ...]:
    """Return everything that is wrong with a scheme by itself (方案检查)."""
    return (*_head_faults(scheme), *_rules_faults(scheme, ladders))


def _head_faults(scheme: Scheme) -> Iterator[Problem]:
    yield from _code_faults(".code", scheme.code)
    if scheme.version < 1:
        yield _fault(".version", "scheme.version", found=scheme.version)
    yield from _blank_faults("", scheme)
    if scheme.valid_until is not None and scheme.valid_until < scheme.valid_from:
        yield _fault(
            ".valid_until",
            "scheme.validity",
            first=scheme.valid_from.isoformat(),
            last=scheme.valid_until.isoformat(),
        )
    if not 0 <= scheme.decimals <= MOST_DECIMALS:
        yield _fault(".decimals", "scheme.decimals", found=scheme.decimals, most=MOST_DECIMALS)
    names = [parameter.name for parameter in scheme.parameters]
    yield from _twice(".parameters", names, "name")


def _code_faults(path: str, code: str) -> Iterator[Problem]:
    if not _CODE.fullmatch(code):
        yield _fault(path, "scheme.code", found=code)


def _blank_faults(path: str, named: Scheme | ScoreRule) -> Iterator[Problem]:
    for name, text in (("zh", named.zh), ("en", named.en), ("basis", named.basis)):
        if not text.strip():
            yield _fault(f"{path}.{name}", "scheme.blank")


def _twice(path: str, values: Sequence[str], key: str = "") -> Iterator[Problem]:
    for place, value in enumerate(values):
        if value in values[:place]:
            where = f"{path}[{place}].{key}" if key else f"{path}[{place}]"
            yield _fault(where, "scheme.twice", found=value)


def _empty(path: str, values: Sequence[object]) -> Iterator[Problem]:
    if not values:
        yield _fault(path, "scheme.nothing")


def _rules_faults(scheme: Scheme, ladders: Mapping[str, Ladder]) -> Iterator[Problem]:
    yield from _empty(".rules", scheme.rules)
    yield from _twice(".rules", [rule.code for rule in scheme.rules], "code")
    for place, rule in enumerate(scheme.rules):
        path = f".rules[{place}]"
        yield from _code_faults(f"{path}.code", rule.code)
        yield from _blank_faults(path, rule)
        if isinstance(rule, ProblemPoints):
            yield from _problem_faults(path, rule, scheme.decimals)
        else:
            yield from _late_faults(path, rule, scheme.decimals, ladders)


def _problem_faults(path: str, rule: ProblemPoints, decimals: int) -> Iterator[Problem]:
    for name in ("states", "certainties", "natures", "points"):
        yield from _empty(f"{path}.{name}", getattr(rule, name))
    for place, state in enumerate(rule.states):
        if state in NEVER_COUNTED:
            yield _fault(f"{path}.states[{place}]", "scheme.never_counted", found=state.value)
    yield from _twice(f"{path}.points", [one.problem_code for one in rule.points], "problem_code")
    for place, one in enumerate(rule.points):
        if not one.problem_code.strip():
            yield _fault(f"{path}.points[{place}].problem_code", "scheme.blank")
    yield from _factor_faults(path, rule)
    yield from _share_faults(path, rule)
    yield from _precision_faults(path, rule, decimals)


def _factor_faults(path: str, rule: ProblemPoints) -> Iterator[Problem]:
    severities = [one.severity.value for one in rule.factors]
    yield from _twice(f"{path}.factors", severities, "severity")
    for severity in Severity:
        if severity.value not in severities:
            yield _fault(f"{path}.factors", "scheme.factor_missing", severity=severity.value)
    for place, one in enumerate(rule.factors):
        if one.factor < 0:
            yield _fault(
                f"{path}.factors[{place}].factor", "scheme.negative", found=str(one.factor)
            )


def _share_faults(path: str, rule: ProblemPoints) -> Iterator[Problem]:
    if bool(rule.shares) is (rule.account is Account.DEPARTMENT):
        yield _fault(f"{path}.shares", "scheme.shares", account=rule.account.value)
    kinds = [one.responsibility.value for one in rule.shares]
    yield from _twice(f"{path}.shares", kinds, "responsibility")
    for place, one in enumerate(rule.shares):
        if one.share < 0:
            yield _fault(f"{path}.shares[{place}].share", "scheme.negative", found=str(one.share))


def _precision_faults(path: str, rule: ProblemPoints, decimals: int) -> Iterator[Problem]:
    """Tell, once for each code, points that would have to be rounded when printed."""
    factors = [one.factor for one in rule.factors]
    shares = [one.share for one in rule.shares] or [Fraction(1)]
    for place, one in enumerate(rule.points):
        for factor, share in product(factors, shares):
            found = one.points * factor * share
            if not _exact(found, decimals):
                where = f"{path}.points[{place}].points"
                yield _fault(where, "scheme.inexact", found=str(found), decimals=decimals)
                break


def _exact(points: Fraction, decimals: int) -> bool:
    scaled: Fraction = points * 10 ** max(decimals, 0)
    return scaled.denominator == 1


def _late_faults(
    path: str, rule: LateMeasurePoints, decimals: int, ladders: Mapping[str, Ladder]
) -> Iterator[Problem]:
    yield from _empty(f"{path}.rungs", rule.rungs)
    yield from _twice(f"{path}.rungs", rule.rungs)
    for place, code in enumerate(rule.rungs):
        yield from _rung_faults(f"{path}.rungs[{place}]", code, rule.account, ladders)
    if rule.unanswered and rule.per is Per.DAY:
        yield _fault(f"{path}.unanswered", "scheme.unanswered_days")
    if not _exact(rule.points, decimals):
        found = str(rule.points)
        yield _fault(f"{path}.points", "scheme.inexact", found=found, decimals=decimals)


def _rung_faults(
    path: str, code: str, account: Account, ladders: Mapping[str, Ladder]
) -> Iterator[Problem]:
    try:
        ladder, rung = rung_of(code, ladders)
    except Refused as refusal:
        yield Problem(path, refusal.code, refusal.details)
        return
    if rung.limit is None:
        yield _fault(path, "scheme.rung_unlimited", rung=code)
    if ladder.recipient is not _RECIPIENTS[account]:
        yield _fault(path, "scheme.rung_recipient", rung=code, account=account.value)


def conflicts_of_schemes(placed: Iterable[tuple[str, Scheme]]) -> Iterator[Problem]:
    """Yield what is wrong between schemes (方案冲突): one version twice, two valid at once.

    Args:
        placed: each with its place.
    """
    for (place, one), (other_place, other) in combinations(placed, 2):
        if one.code != other.code:
            continue
        if one.version == other.version:
            code, key = "scheme.version_twice", "version"
        elif _overlap(one, other):
            code, key = "scheme.overlap", "valid_from"
        else:
            continue
        yield _fault(
            f"{other_place}.{key}",
            code,
            scheme=one.code,
            version=other.version,
            other=place,
            other_version=one.version,
        )


def _overlap(one: Scheme, other: Scheme) -> bool:
    return (one.valid_until is None or other.valid_from <= one.valid_until) and (
        other.valid_until is None or one.valid_from <= other.valid_until
    )
