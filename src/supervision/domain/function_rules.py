"""Function rules (函数规则): what data cannot say, as a plain Python function.

A pack offers them beside its rules. The core runs each once per sweep, from the same cases the
engine judges and outside of it; what they see is reconciled like any other sighting.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from typing import TypeAlias

import attrs

from supervision.domain.calendars import WorkCalendar
from supervision.domain.cases import CaseTrace
from supervision.domain.rule_parts import RuleHead
from supervision.domain.sightings import Sighting
from supervision.domain.values import Instant

__all__ = ["Check", "FunctionRule", "Grouping", "SweepContext"]


@attrs.frozen(kw_only=True)
class SweepContext:
    """What the facts are judged against (监控基准).

    Attributes:
        now: the instant of judgement. An event later than it has not happened yet.
        calendar: working days.
    """

    now: Instant
    calendar: WorkCalendar


Check: TypeAlias = Callable[[Iterable[CaseTrace], SweepContext], Iterable[Sighting]]
"""What a function rule does: cases in, sightings of this rule out."""


class Grouping(enum.Enum):
    """Which cases a function rule sees in one call (分组)."""

    CASE = "case"
    """One case at a time."""
    HANDLER = "handler"
    """All cases of one handler of one unit; they are held in memory."""
    DEPARTMENT = "department"
    """All cases of one department of one unit; they are held in memory."""
    POPULATION = "population"
    """全部案件: one call with the whole stream, which can be read once."""


@attrs.frozen(kw_only=True)
class FunctionRule:
    """A rule written as a function (函数规则).

    A case is seen as the connector told it, events later than the moment of judgement
    included; the head's lines choose the cases, its other conditions are the function's own
    business. Like any rule it must keep to the facts: equal cases and context give equal
    sightings in any order. A group, or a population, is only seen by a sweep over all cases.

    Attributes:
        head: code, basis, sentences for each stage its sightings show.
        check: the function. What it raises makes the sweep partial for this rule alone.
        grouping: which cases it sees at once.
    """

    head: RuleHead
    check: Check
    grouping: Grouping = Grouping.CASE
