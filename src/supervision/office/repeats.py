"""Repeated problems (重复问题): the same department, person, provision or problem code again.

How many times make a repetition ("多次") no source says, so it is always asked for. What was
voided, was no problem or duplicates another finding does not count. Unit of count: 件.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping, Sequence
from itertools import product

import attrs

from supervision.domain.findings import FINDING, Finding, FindingState
from supervision.errors import UsageError
from supervision.office.directory import Directory
from supervision.office.views import ReadView
from supervision.ports.query import After, And, Before, In, Not, Order, Predicate

__all__ = ["Repeat", "RepeatBy", "repeats"]


class RepeatBy(enum.Enum):
    """What repeats (重复维度)."""

    DEPARTMENT = "department"
    """部门: the department that has to put it right, or its successor."""
    PERSON = "person"
    """人员: whoever is responsible."""
    PROVISION = "provision"
    """条款: the basis."""
    PROBLEM_CODE = "problem_code"
    """问题分类"""


@attrs.frozen(kw_only=True)
class Repeat:
    """The same thing found several times (重复问题).

    Attributes:
        key: what is the same, in the order asked: ids, or codes of the dictionary.
        count: findings.
        recurring: how many of them were registered as recurrences (问题反弹).
        first_on, last_on: days of the first and last.
        findings: their ids, the oldest first.
    """

    key: tuple[str, ...]
    count: int
    recurring: int
    first_on: dt.date
    last_on: dt.date
    findings: tuple[str, ...]


_NOT_COUNTED = (
    FindingState.VOIDED.value,
    FindingState.NOT_A_PROBLEM.value,
    FindingState.DUPLICATE.value,
)


def repeats(
    view: ReadView,
    by: Sequence[RepeatBy],
    *,
    least: int,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> tuple[Repeat, ...]:
    """Group the findings of a period and return the groups with at least so many (重复问题).

    Args:
        view: what the actor may see.
        by: what must be the same; with several, all of it.
        least: findings a group must have.
        first, last: found between these days, both included.

    Raises:
        UsageError: `repeats.by` when nothing is asked, `repeats.least` when it is less than 1.
    """
    if not by:
        raise UsageError("repeats.by", known=tuple(one.value for one in RepeatBy))
    if least < 1:
        raise UsageError("repeats.least", found=least)
    keys = _keys(Directory.of(view))
    groups: dict[tuple[str, ...], list[Finding]] = {}
    order = (Order("found_on"),)
    for finding in view.each(FINDING, _where(first, last), order):
        parts = (keys[one](finding) for one in dict.fromkeys(by))
        for key in product(*parts):
            groups.setdefault(key, []).append(finding)
    found = [_repeat(key, group) for key, group in groups.items() if len(group) >= least]
    return tuple(sorted(found, key=lambda one: (-one.count, one.key)))


def _where(first: dt.date | None, last: dt.date | None) -> Predicate:
    parts: list[Predicate] = [Not(In("state", _NOT_COUNTED))]
    if first is not None:
        parts.append(Not(Before("found_on", first.isoformat())))
    if last is not None:
        parts.append(Not(After("found_on", last.isoformat())))
    return And(tuple(parts))


def _keys(directory: Directory) -> Mapping[RepeatBy, Callable[[Finding], tuple[str, ...]]]:
    """Return how to read each key; a finding that names several counts once with each."""
    return {
        RepeatBy.DEPARTMENT: lambda one: (
            (directory.heir(one.department),) if one.department else ()
        ),
        RepeatBy.PERSON: lambda one: tuple(
            dict.fromkeys(str(person.officer) for person in one.persons)
        ),
        RepeatBy.PROVISION: lambda one: tuple(dict.fromkeys(one.basis)),
        RepeatBy.PROBLEM_CODE: lambda one: (one.problem_code,) if one.problem_code else (),
    }


def _repeat(key: tuple[str, ...], group: Sequence[Finding]) -> Repeat:
    return Repeat(
        key=key,
        count=len(group),
        recurring=sum(1 for one in group if one.recurs_from),
        first_on=group[0].found_on,
        last_on=group[-1].found_on,
        findings=tuple(one.id for one in group),
    )
