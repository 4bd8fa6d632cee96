"""Scoring (计分): findings and measures in, points to be posted out. Pure.

Every line is explained by its records and carries how its points were worked out. What a rule
means to count but cannot place is told as well: a finding without a department, a problem code
the scheme does not know. The order of the input makes no difference.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from supervision.domain.clocks import CLOCK, Clock, Lamp, Result, lamp
from supervision.domain.findings import FINDING, Finding
from supervision.domain.measures import MEASURE, Measure, MeasureState
from supervision.domain.periods import Period
from supervision.domain.schemes import (
    LateMeasurePoints,
    Per,
    ProblemPoints,
    Scheme,
    in_force_on,
)
from supervision.domain.score_entries import (
    Account,
    PostScore,
    RecordRef,
    ScoreFact,
    Working,
)
from supervision.domain.values import DepartmentId, Instant, OfficerId

__all__ = ["Cause", "Scored", "Timed", "Unscored", "score_lines"]

_AT_RECIPIENT = (MeasureState.SERVED, MeasureState.CLAIMED)
"""Where it is the recipient's turn; an objection or an answer waits for the office."""


class Cause(enum.Enum):
    """Why a record gives no points although the rule means it (未计分原因)."""

    NO_CODE = "no_code"
    """无问题分类."""
    UNLISTED = "unlisted"
    """方案未列该问题分类."""
    NO_DEPARTMENT = "no_department"
    """无责任部门."""
    NO_PERSON = "no_person"
    """无应计分的责任人."""
    ZERO = "zero"
    """分值为零."""


@attrs.frozen(kw_only=True)
class Timed:
    """A measure with the clock of its answer (措施与期限)."""

    measure: Measure
    clock: Clock


@attrs.frozen(kw_only=True, order=True)
class Unscored:
    """A record a rule means but cannot place (未计分)."""

    rule: str
    record: RecordRef
    cause: Cause = attrs.field(order=lambda cause: cause.value)

    @property
    def code(self) -> str:
        """Code of the sentence that tells the cause."""
        return f"score.unscored.{self.cause.value}"


@attrs.frozen(kw_only=True)
class Scored:
    """What a scheme says about a period (计分结果), sorted, whatever the order of the input."""

    lines: tuple[PostScore, ...] = ()
    unscored: tuple[Unscored, ...] = ()


def score_lines(
    scheme: Scheme,
    period: Period,
    findings: Iterable[Finding],
    measures: Iterable[Timed],
    now: Instant,
) -> Scored:
    """Work out the points of a period (计分).

    Args:
        scheme: one version; facts of days it is not valid on are left to another version.
        period: the period.
        findings: all findings of the unit found in the period; others do no harm.
        measures: all its measures whose clock ended or ends in the period; likewise.
        now: the moment by which a running clock is overdue.
    """
    findings, measures = tuple(findings), tuple(measures)
    found: list[PostScore | Unscored] = []
    for rule in scheme.rules:
        desk = _Desk(scheme, period, now)
        if isinstance(rule, ProblemPoints):
            for finding in findings:
                found += desk.problem(rule, finding)
        else:
            for timed in measures:
                found += desk.late(rule, timed)
    return Scored(
        lines=tuple(sorted((one for one in found if isinstance(one, PostScore)), key=_order)),
        unscored=tuple(sorted(one for one in found if isinstance(one, Unscored))),
    )


def _order(line: PostScore) -> tuple[str, str, str, str, tuple[RecordRef, ...]]:
    return (
        line.rule,
        line.account.value,
        line.department or "",
        line.officer or "",
        line.records,
    )


@attrs.frozen
class _Desk:
    """What holds for every line of one run."""

    scheme: Scheme
    period: Period
    now: Instant

    def _counts_on(self, day: dt.date) -> bool:
        return self.period.holds(day) and in_force_on(self.scheme, day)

    def problem(self, rule: ProblemPoints, finding: Finding) -> Iterator[PostScore | Unscored]:
        if (
            finding.state not in rule.states
            or finding.certainty not in rule.certainties
            or finding.nature not in rule.natures
            or not self._counts_on(finding.found_on)
        ):
            return
        record = RecordRef(kind=FINDING.name, id=finding.id)
        points = {one.problem_code: one.points for one in rule.points}
        factors = {one.severity: one.factor for one in rule.factors}
        if finding.problem_code is None:
            yield Unscored(rule=rule.code, record=record, cause=Cause.NO_CODE)
            return
        if finding.problem_code not in points:
            yield Unscored(rule=rule.code, record=record, cause=Cause.UNLISTED)
            return
        working = Working(base=points[finding.problem_code], factor=factors[finding.severity])
        shared = tuple(self._shared(rule, finding, working))
        if not shared:
            person = rule.account is Account.PERSON
            cause = Cause.NO_PERSON if person else Cause.NO_DEPARTMENT
            yield Unscored(rule=rule.code, record=record, cause=cause)
        for department, officer, own in shared:
            yield self._line(
                rule,
                department=department,
                officer=officer,
                working=own,
                fact_on=finding.found_on,
                records=(record,),
                facts=(ScoreFact(name="problem_code", text=finding.problem_code),),
                sentence="problem_person" if officer else "problem",
            )

    def _shared(
        self, rule: ProblemPoints, finding: Finding, working: Working
    ) -> Iterator[tuple[DepartmentId | None, OfficerId | None, Working]]:
        """Yield whom the points go to. Named twice, a person bears the larger share, once."""
        if rule.account is Account.DEPARTMENT:
            if finding.department is not None:
                yield finding.department, None, working
            return
        known = {one.responsibility: one.share for one in rule.shares}
        shares: dict[OfficerId, Fraction] = {}
        for person in finding.persons:
            share = known.get(person.responsibility)
            if share is not None:
                shares[person.officer] = max(share, shares.get(person.officer, share))
        for officer, share in shares.items():
            yield finding.department, officer, attrs.evolve(working, share=share)

    def late(self, rule: LateMeasurePoints, timed: Timed) -> Iterator[PostScore | Unscored]:
        measure, clock = timed.measure, timed.clock
        late_since = clock.due_on + dt.timedelta(days=1)
        if measure.rung not in rule.rungs or not self._counts_on(late_since):
            return
        times = self._times_late(rule, measure, clock)
        if not times:
            return
        person = rule.account is Account.PERSON
        records = tuple(
            sorted(
                (
                    RecordRef(kind=CLOCK.name, id=clock.id),
                    RecordRef(kind=MEASURE.name, id=measure.id),
                )
            )
        )
        if (measure.officer if person else measure.department) is None:
            cause = Cause.NO_PERSON if person else Cause.NO_DEPARTMENT
            record = RecordRef(kind=MEASURE.name, id=measure.id)
            yield Unscored(rule=rule.code, record=record, cause=cause)
            return
        yield self._line(
            rule,
            department=measure.department,
            officer=measure.officer if person else None,
            working=Working(base=rule.points, times=times),
            fact_on=late_since,
            records=records,
            facts=(
                ScoreFact(name="due", text=clock.due_on.isoformat()),
                ScoreFact(name="measure", text=measure.number or measure.id),
            ),
            sentence="late_days" if rule.per is Per.DAY else "late_measure",
        )

    def _times_late(self, rule: LateMeasurePoints, measure: Measure, clock: Clock) -> int:
        """Return how often lateness counts: 0 for in time, cancelled, voided, or not yet."""
        if measure.state is MeasureState.VOIDED:
            return 0
        if clock.outcome is not None:
            if clock.outcome.result is not Result.LATE:
                return 0
            return clock.outcome.late_days if rule.per is Per.DAY else 1
        overdue = measure.state in _AT_RECIPIENT and lamp(clock, self.now) is Lamp.RED
        return int(rule.unanswered and overdue)

    def _line(
        self,
        rule: ProblemPoints | LateMeasurePoints,
        *,
        department: DepartmentId | None,
        officer: OfficerId | None,
        working: Working,
        fact_on: dt.date,
        records: tuple[RecordRef, ...],
        facts: tuple[ScoreFact, ...],
        sentence: str,
    ) -> PostScore | Unscored:
        if not working.points:
            return Unscored(rule=rule.code, record=records[-1], cause=Cause.ZERO)
        return PostScore(
            scheme=self.scheme.code,
            scheme_version=self.scheme.version,
            rule=rule.code,
            period=self.period,
            account=rule.account,
            department=department,
            officer=officer,
            working=working,
            fact_on=fact_on,
            records=records,
            sentence=f"score.sentence.{sentence}",
            facts=facts,
        )
