"""The case-to-item ratio (案-件比): how many 件 one 案 became on its way. Pure and exact.

案 = cases received for 审查逮捕 + cases received for 审查起诉 − those of the latter in which arrest
was applied. 件 = 案 + the activities of a list (`activity_lists`) that occurred. The ratio is
1 : 件/案; 1 : 1 is best. A case belongs to the period in which it was received, an activity to
the period in which it occurred, whenever its case was received.

The ratio is an aid of analysis for an office and its departments. It is never computed for a
person and takes part in no score: since October 2024 the Supreme People's Procuratorate has
indicators neither executed nor ranked (一取消三不再).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from supervision.domain.cases import CaseTrace, Event
from supervision.domain.periods import Period
from supervision.domain.rules import Selector
from supervision.domain.values import format_points
from supervision.monitoring.activity_lists import Activity, ActivityList

__all__ = [
    "ActivityCount",
    "CaseCounts",
    "Contribution",
    "Explanation",
    "Tallied",
    "count_cases",
    "explain",
    "explain_departments",
    "ratio_text",
    "summed",
]


@attrs.frozen(kw_only=True)
class ActivityCount:
    """How often an activity occurred (活动件数)."""

    code: str
    count: int


@attrs.frozen(kw_only=True)
class CaseCounts:
    """What the ratio is made of (案件计数), of an office or a department.

    Attributes:
        arrest: cases received for 审查逮捕.
        prosecution: cases received for 审查起诉.
        arrested: of the latter, those in which arrest was applied.
        extra: activities beside the cases, by code.

    Example:
        >>> counts = CaseCounts(arrest=40, prosecution=100, arrested=40,
        ...                     extra=(ActivityCount(code="returned_1", count=50),))
        >>> counts.cases, counts.items, ratio_text(counts.ratio)
        (100, 150, '1:1.50')
    """

    arrest: int
    prosecution: int
    arrested: int
    extra: tuple[ActivityCount, ...] = ()

    @property
    def cases(self) -> int:
        """案: cases, each counted once on its way."""
        return self.arrest + self.prosecution - self.arrested

    @property
    def activities(self) -> int:
        """All activities beside the cases."""
        return sum(one.count for one in self.extra)

    @property
    def items(self) -> int:
        """件: cases and activities."""
        return self.cases + self.activities

    @property
    def ratio(self) -> Fraction | None:
        """件 to one 案, exact; nothing without a case."""
        return Fraction(self.items, self.cases) if self.cases > 0 else None

    def of(self, code: str) -> int:
        """Return how often an activity occurred."""
        return sum(one.count for one in self.extra if one.code == code)


def ratio_text(ratio: Fraction | None, decimals: int = 2) -> str:
    """Print a ratio (案-件比写法) with fixed decimals, half-up.

    Example:
        >>> ratio_text(Fraction(27315, 17685)), ratio_text(Fraction(27315, 17685), 3)
        ('1:1.54', '1:1.545')
    """
    return "—" if ratio is None else f"1:{format_points(ratio, decimals)}"


def summed(counts: Iterable[CaseCounts]) -> CaseCounts:
    """Add counts up (合计)."""
    each = tuple(counts)
    extra: defaultdict[str, int] = defaultdict(int)
    for one in each:
        for activity in one.extra:
            extra[activity.code] += activity.count
    return CaseCounts(
        arrest=sum(one.arrest for one in each),
        prosecution=sum(one.prosecution for one in each),
        arrested=sum(one.arrested for one in each),
        extra=tuple(ActivityCount(code=code, count=count) for code, count in extra.items()),
    )


# ---------------------------------------------------------------------------- from cases


@attrs.frozen(kw_only=True)
class Tallied:
    """What reading the cases gave (案件统计).

    Attributes:
        periods: for every period asked for, the counts by department as `department` named it.
        undated: cases of the two lines without a day of acceptance; they belong to no period.
    """

    periods: tuple[Mapping[str, CaseCounts], ...]
    undated: int


def count_cases(
    traces: Iterable[CaseTrace],
    activities: ActivityList,
    periods: Sequence[Period],
    department: Callable[[CaseTrace], str],
) -> Tallied:
    """Count cases and activities of some periods in one reading (统计案件); keeps no case.

    Args:
        traces: the cases, in any order.
        activities: the list.
        periods: the periods; they may overlap.
        department: what to count a case under.
    """
    tallies: list[defaultdict[str, _Tally]] = [defaultdict(_Tally) for _ in periods]
    undated = 0
    for trace in traces:
        case, where = trace.case, department(trace)
        arrest = case.line in activities.arrest
        prosecution = case.line in activities.prosecution
        if (arrest or prosecution) and case.accepted_on is None:
            undated += 1
        arrested = prosecution and next(_selected(activities.arrested, trace), None) is not None
        done = [
            (activity.code, event)
            for activity in activities.activities
            for event in _occurred(activity, trace)
        ]
        for period, tally in zip(periods, tallies, strict=True):
            if case.accepted_on is not None and period.holds(case.accepted_on):
                tally[where].arrest += arrest
                tally[where].prosecution += prosecution
                tally[where].arrested += arrested
            for code, event in done:
                if period.holds(event.day):
                    tally[where].extra[code] += 1
    codes = tuple(activity.code for activity in activities.activities)
    found = tuple({where: one.counts(codes) for where, one in tally.items()} for tally in tallies)
    return Tallied(periods=found, undated=undated)


class _Tally:
    """Counts under way."""

    def __init__(self) -> None:
        self.arrest = self.prosecution = self.arrested = 0
        self.extra: defaultdict[str, int] = defaultdict(int)

    def counts(self, codes: Iterable[str]) -> CaseCounts:
        return CaseCounts(
            arrest=self.arrest,
            prosecution=self.prosecution,
            arrested=self.arrested,
            extra=tuple(ActivityCount(code=code, count=self.extra[code]) for code in codes),
        )


def _selected(selector: Selector, trace: CaseTrace) -> Iterator[Event]:
    for event in trace.events:
        card = {field.name: field.text for field in event.card}
        if event.type in selector.events and all(
            test.holds(card.get(test.field)) is True for test in selector.when
        ):
            yield event


def _occurred(activity: Activity, trace: CaseTrace) -> tuple[Event, ...]:
    """Return the events an activity counts: one a day, and only the nth where it says so."""
    if activity.lines and trace.case.line not in activity.lines:
        return ()
    days: dict[dt.date, Event] = {}
    for event in _selected(activity.counts, trace):
        days.setdefault(event.day, event)
    found = tuple(days[day] for day in sorted(days))
    return found if activity.nth is None else found[activity.nth - 1 : activity.nth]


# ---------------------------------------------------------------------------- explanation


@attrs.frozen(kw_only=True)
class Contribution:
    """What an activity or a department did to the ratio (影响).

    Attributes:
        code: code of the activity, or the department.
        before, after: how often it occurred in the earlier and in the later period.
        by_number: what came from its occurring more or less often.
        by_cases: what came from there being other numbers of cases to spread it over.
        change: both together.
    """

    code: str
    before: int
    after: int
    by_number: Fraction
    by_cases: Fraction
    change: Fraction


@attrs.frozen(kw_only=True)
class Explanation:
    """Why a ratio differs from an earlier one (变化原因); the changes sum exactly to it.

    Attributes:
        before, after: the ratios.
        difference: how much it rose; negative when it fell.
        contributions: what raised it most first, what lowered it most last.
    """

    before: Fraction
    after: Fraction
    difference: Fraction
    contributions: tuple[Contribution, ...]


def explain(before: CaseCounts, after: CaseCounts) -> Explanation | None:
    """Say which activities raised or lowered the ratio (按活动解释); nothing without cases.

    The ratio is 1 + Σ activity/案, so each activity's share of the difference is exact:
    a₁/c₁ − a₀/c₀ = (a₁ − a₀)/c₁ + a₀·(1/c₁ − 1/c₀).
    """
    codes = dict.fromkeys(one.code for counts in (after, before) for one in counts.extra)
    pairs = {code: (before.of(code), after.of(code)) for code in codes}
    return _explained(before, after, pairs)


def explain_departments(
    before: Mapping[str, CaseCounts], after: Mapping[str, CaseCounts]
) -> Explanation | None:
    """Say which departments raised or lowered the ratio of all (按部门解释)."""
    none = CaseCounts(arrest=0, prosecution=0, arrested=0)
    pairs = {
        where: (before.get(where, none).activities, after.get(where, none).activities)
        for where in dict.fromkeys((*after, *before))
    }
    return _explained(summed(before.values()), summed(after.values()), pairs)


def _explained(
    before: CaseCounts, after: CaseCounts, pairs: Mapping[str, tuple[int, int]]
) -> Explanation | None:
    old, new = before.ratio, after.ratio
    if old is None or new is None:
        return None
    found = []
    for code, (earlier, later) in pairs.items():
        by_number = Fraction(later - earlier, after.cases)
        by_cases = Fraction(earlier, after.cases) - Fraction(earlier, before.cases)
        found.append(
            Contribution(
                code=code,
                before=earlier,
                after=later,
                by_number=by_number,
                by_cases=by_cases,
                change=by_number + by_cases,
            )
        )
    return Explanation(
        before=old,
        after=new,
        difference=new - old,
        contributions=tuple(sorted(found, key=lambda one: -one.change)),
    )
