"""The report to the chief (检务督察专报) as content: what was done, how it developed, what is wrong.

Four parts and an annex, as the seed office reports monthly to its chief procurator: work,
analysis, problems, proposals; and how the last period's problems were put right. Every number is
counted from records; `monthly_markdown` turns the content into text. Nothing here knows a name
of a person: names are sealed, and a report must come out the same when it is drawn up again.
"""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from supervision.domain.periods import Period
from supervision.domain.rules import Wording
from supervision.reporting.comparing import rises
from supervision.reporting.tables import Table

__all__ = [
    "Analysis",
    "Hint",
    "HintKind",
    "MonthlyReport",
    "Overdue",
    "Problems",
    "Proposals",
    "Rectified",
    "RegisterFigures",
    "Typical",
    "hints_of",
]


@attrs.frozen(kw_only=True)
class RegisterFigures:
    """How much one register grew (台账本期数).

    Attributes:
        code, title: the register.
        unit: its unit of count.
        now: in the period.
        before: in the period just before.
        year: in the same period a year earlier.
        closed: how many were closed in the period; nothing where the register knows no such day.
    """

    code: str
    title: Wording
    unit: Wording
    now: int
    before: int
    year: int
    closed: int | None


@attrs.frozen(kw_only=True)
class Analysis:
    """One way of looking at the period (阶段分析): by department, kind, problem code.

    Attributes:
        title: what it is told apart by.
        table: the period compared with the one just before.
    """

    title: Wording
    table: Table


@attrs.frozen(kw_only=True)
class Typical:
    """A sort of problem that occurred (典型问题).

    Attributes:
        label: what the problem code is called.
        count: findings of it in the period.
        departments: departments they were found in.
        example: title of the gravest of them, the earliest of several.
        severity: how grave that one is.
    """

    label: Wording
    count: int
    departments: tuple[Wording, ...]
    example: str
    severity: Wording


@attrs.frozen(kw_only=True)
class Overdue:
    """A finding whose day has passed (逾期问题).

    Attributes:
        title: its title.
        department: who has to put it right.
        due_on: until when it was promised.
        days: days since, up to the day the report speaks of.
        returns: how often what was submitted was returned.
    """

    title: str
    department: Wording
    due_on: dt.date
    days: int
    returns: int


@attrs.frozen(kw_only=True)
class Problems:
    """What is open on the day the report speaks of (存在问题).

    Attributes:
        states: open findings by state.
        open: open findings, waived ones left out.
        overdue: of these, those whose day has passed and that were not submitted.
        unclaimed: of these, those nobody has claimed.
        returned: of these, those whose submission was returned at least once.
        perfunctory: of these, those once called perfunctory (敷衍整改).
        waived: findings waived until a day.
        overdue_departments: departments with overdue findings, and how many.
        longest: the longest overdue.
        items_open: items under way.
        items_overdue: of these, those whose day has passed.
        typical: the most frequent sorts of problems of the period.
    """

    states: Table
    open: int
    overdue: int
    unclaimed: int
    returned: int
    perfunctory: int
    waived: int
    overdue_departments: tuple[tuple[Wording, int], ...]
    longest: tuple[Overdue, ...]
    items_open: int
    items_overdue: int
    typical: tuple[Typical, ...]


@attrs.frozen(kw_only=True)
class Rectified:
    """How what fell due in the period before was put right (上月整改情况).

    Attributes:
        period: the period before.
        due: findings to be put right within it.
        in_time: of these, put right in time and verified since.
        late: put right late and verified since.
        open: not put right, or not verified yet.
        closed: of these, struck off since.
        answers_due: measures to be answered within it.
        answers_in_time, answers_late, answers_open: of these, answered in time, late, not yet.
    """

    period: Period
    due: int
    in_time: int
    late: int
    open: int
    closed: int
    answers_due: int
    answers_in_time: int
    answers_late: int
    answers_open: int


class HintKind(enum.Enum):
    """What the records suggest (数据提示)."""

    OVERDUE = "overdue"
    """督促逾期部门"""
    PERFUNCTORY = "perfunctory"
    """敷衍整改提级督办"""
    RISING = "rising"
    """上升问题专项督察"""
    UNANSWERED = "unanswered"
    """催办未反馈措施"""
    UNCLAIMED = "unclaimed"
    """督促认领"""
    ITEMS = "items"
    """督办超期事项"""


@attrs.frozen(kw_only=True)
class Hint:
    """One thing the records suggest (数据提示), for the chief to decide.

    Attributes:
        kind: what it is about.
        what: department or problem code it is about; none for all.
        count: how many.
        more: for what rose: by how much.
    """

    kind: HintKind
    what: tuple[Wording, ...]
    count: int
    more: int = 0


@attrs.frozen(kw_only=True)
class Proposals:
    """What was done about it and what is proposed (意见建议).

    Attributes:
        measures: measures issued in the period, by rung.
        hints: what the records suggest.
        own: what the office proposes in its own words.
    """

    measures: Table
    hints: tuple[Hint, ...]
    own: tuple[str, ...]


@attrs.frozen(kw_only=True)
class MonthlyReport:
    """A report to the chief (检务督察专报), in contents.

    Attributes:
        unit: name of the unit.
        period: what it is about.
        before, year: what it is compared with.
        as_of: the day it speaks of.
        seq: the entry of the unit's open chain it was drawn up after.
        work: what was done, by register.
        analysis: how it developed.
        problems: what is open.
        proposals: what was done about it and what is proposed.
        rectified: what became of the period before.
        checkpoint: the line that proves the journal up to that entry.
    """

    unit: str
    period: Period
    before: Period
    year: Period
    as_of: dt.date
    seq: int
    work: tuple[RegisterFigures, ...]
    analysis: tuple[Analysis, ...]
    problems: Problems
    proposals: Proposals
    rectified: Rectified
    checkpoint: str


def hints_of(problems: Problems, rectified: Rectified, codes: Table) -> tuple[Hint, ...]:
    """Return what the records suggest (数据提示), the most pressing first.

    Args:
        problems: what is open.
        rectified: what became of the period before.
        codes: findings by problem code, compared with the period before.
    """
    hints = []
    if problems.overdue:
        where = tuple(name for name, _ in problems.overdue_departments)
        hints.append(Hint(kind=HintKind.OVERDUE, what=where, count=problems.overdue))
    if problems.perfunctory:
        hints.append(Hint(kind=HintKind.PERFUNCTORY, what=(), count=problems.perfunctory))
    if rectified.answers_open:
        hints.append(Hint(kind=HintKind.UNANSWERED, what=(), count=rectified.answers_open))
    if problems.items_overdue:
        hints.append(Hint(kind=HintKind.ITEMS, what=(), count=problems.items_overdue))
    if problems.unclaimed:
        hints.append(Hint(kind=HintKind.UNCLAIMED, what=(), count=problems.unclaimed))
    up, _ = rises(attrs.evolve(codes, rows=tuple(row for row in codes.rows if row.keys[0])))
    if up:
        now = next(int(row.values[0] or 0) for row in codes.rows if row.labels[0] == up[0].label)
        hints.append(Hint(kind=HintKind.RISING, what=(up[0].label,), count=now, more=up[0].by))
    return tuple(hints)
