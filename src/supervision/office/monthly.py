"""Gathering the report to the chief (专报取数): every figure from records, in one state.

The registers are read as the view shows them; findings one by one, keeping only what the text
needs. No name of a person is read: names are sealed and not in an office called back from its
journal, from which the same report must come out again.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from supervision.domain.clocks import CLOCK, Result
from supervision.domain.finding_values import FINDING_ENDED
from supervision.domain.findings import FINDING, Finding, FindingState, Severity
from supervision.domain.item_commands import ITEM_ENDED
from supervision.domain.items import ITEM
from supervision.domain.measures import MEASURE
from supervision.domain.periods import Period, period_before, year_before
from supervision.domain.records import RecordKind
from supervision.domain.rules import Wording
from supervision.domain.units import UNIT
from supervision.errors import Refused
from supervision.journal.checkpoints import Checkpoint
from supervision.office.naming import ViewNames
from supervision.office.statistics import compare, count
from supervision.office.views import ReadView
from supervision.ports.query import After, And, Before, Eq, In, Not, Predicate
from supervision.reporting.labels import NONE_LABEL, label_of
from supervision.reporting.monthly import (
    Analysis,
    MonthlyReport,
    Overdue,
    Problems,
    Proposals,
    Rectified,
    RegisterFigures,
    Typical,
    hints_of,
)
from supervision.reporting.registers import REGISTERS
from supervision.reporting.statistics import Named, Statistic, unit_of_count
from supervision.reporting.tables import Table

__all__ = ["gather"]

_CLOSED_ON = "closed_on"
_SHOWN = 5
"""How many sorts of problems, and how many overdue findings, are told one by one."""
# One that is grouped waits on the one that leads it.
_ENDED = tuple(state.value for state in (*FINDING_ENDED, FindingState.GROUPED))
_SUBMITTED = (FindingState.SUBMITTED, FindingState.VERIFIED)
_PUT_RIGHT = (FindingState.VERIFIED, FindingState.CLOSED)
_ITEMS_ENDED = tuple(state.value for state in ITEM_ENDED)
_ANALYSED = (
    ("findings", "department"),
    ("findings", "nature"),
    ("findings", "problem_code"),
    ("items", "kind"),
)
_GRAVITY = {severity: place for place, severity in enumerate(Severity)}


def gather(
    view: ReadView,
    period: Period,
    *,
    unit: str,
    as_of: dt.date,
    checkpoint: Checkpoint,
    names: ViewNames,
    proposals: tuple[str, ...] = (),
) -> MonthlyReport:
    """Gather the contents of a report to the chief (专报取数).

    Args:
        view: what the officer who draws it up may see.
        period: what it is about.
        unit: the unit reported on.
        as_of: the day it speaks of.
        checkpoint: the end of the journal in this view.
        names: what values are called, without names of persons.
        proposals: what the office proposes in its own words.

    Raises:
        Refused: `report.future` for a period that begins after that day.
    """
    if period.first > as_of:
        day = as_of.isoformat()
        raise Refused("report.future", period=period.code, as_of=day, on=day)
    return _Desk(view, period, unit, as_of, names).report(checkpoint, proposals)


class _Desk:
    """One report under way."""

    def __init__(
        self, view: ReadView, period: Period, unit: str, as_of: dt.date, names: ViewNames
    ) -> None:
        self._view = view
        self._unit = unit
        # The checkpoint proves the chain of this unit alone.
        self._own = Eq("unit", unit)
        self._period = period
        self._before = period_before(period)
        self._year = year_before(period)
        self._as_of = as_of
        self._names = names

    def report(self, checkpoint: Checkpoint, proposals: tuple[str, ...]) -> MonthlyReport:
        analysis = tuple(self._analysis(register, by) for register, by in _ANALYSED)
        problems, rectified = self._problems(), self._rectified()
        codes = next(one.table for one in analysis if one.table.keys[0].code == "problem_code")
        return MonthlyReport(
            unit=self._view.get(UNIT, self._unit).name,
            period=self._period,
            before=self._before,
            year=self._year,
            as_of=self._as_of,
            seq=checkpoint.seq,
            work=tuple(self._work()),
            analysis=analysis,
            problems=problems,
            proposals=Proposals(
                measures=self._count("measures", self._period, "rung"),
                hints=hints_of(problems, rectified, codes),
                own=proposals,
            ),
            rectified=rectified,
            checkpoint=checkpoint.line(),
        )

    def _count(self, register: str, period: Period, *by: str, day: str | None = None) -> Table:
        return count(
            self._view,
            register,
            by,
            first=period.first,
            last=period.last,
            day=day,
            names=self._names,
            where=self._own,
        )

    def _work(self) -> Iterator[RegisterFigures]:
        periods = (self._period, self._before, self._year)
        for one in REGISTERS.values():
            if one.reported:
                now, before, year = (
                    int(self._count(one.code, period).total[0] or 0) for period in periods
                )
                yield RegisterFigures(
                    code=one.code,
                    title=one.title,
                    unit=unit_of_count(one.unit),
                    now=now,
                    before=before,
                    year=year,
                    closed=self._closed(one),
                )

    def _closed(self, statistic: Statistic) -> int | None:
        if all(day.field != _CLOSED_ON for day in statistic.days):
            return None
        return int(self._count(statistic.code, self._period, day=_CLOSED_ON).total[0] or 0)

    def _analysis(self, register: str, by: str) -> Analysis:
        table = compare(
            self._view,
            register,
            (by,),
            period=self._period,
            against=self._before,
            names=self._names,
            where=self._own,
        )
        return Analysis(title=table.keys[0].title, table=table)

    # --- problems ---

    def _problems(self) -> Problems:
        ended = (*_ENDED, FindingState.WAIVED.value)
        open_ = And((self._own, Not(In("state", ended))))
        late: Counter[str] = Counter()
        unclaimed = returned = perfunctory = 0
        for finding in self._view.each(FINDING, open_):
            unclaimed += finding.claim is None
            returned += finding.returns > 0
            perfunctory += finding.perfunctory
            if self._is_late(finding):
                late[finding.department or ""] += 1
        states = count(self._view, "findings", ("state",), names=self._names, where=open_)
        waived = Eq("state", FindingState.WAIVED.value)
        items = Not(In("state", _ITEMS_ENDED))
        return Problems(
            states=states,
            open=int(states.total[0] or 0),
            overdue=late.total(),
            unclaimed=unclaimed,
            returned=returned,
            perfunctory=perfunctory,
            waived=self._how_many(FINDING, waived),
            overdue_departments=tuple(
                (self._department(id), late[id]) for id in self._in_order(late)
            ),
            longest=tuple(self._longest(open_)),
            items_open=self._how_many(ITEM, items),
            items_overdue=self._how_many(
                ITEM, And((items, Before("due_on", self._as_of.isoformat())))
            ),
            typical=tuple(self._typical()),
        )

    def _is_late(self, finding: Finding) -> bool:
        """Say whether the department is late; what it submitted waits for the office."""
        due_on = finding.due_on
        return due_on is not None and due_on < self._as_of and finding.state not in _SUBMITTED

    def _how_many(self, kind: RecordKind[Any], where: Predicate) -> int:
        return sum(one.count for one in self._view.tally(kind, And((self._own, where))))

    def _department(self, id: str | None) -> Wording:
        return self._names.label(Named.DEPARTMENT, id) if id else NONE_LABEL

    def _in_order(self, ids: Counter[str] | set[str]) -> list[str]:
        """Return ids of departments in the order people expect, none last."""
        return sorted(ids, key=lambda id: (not id, self._names.order(Named.DEPARTMENT, id), id))

    def _longest(self, open_: Predicate) -> Iterator[Overdue]:
        passed = And((open_, Before("due_on", self._as_of.isoformat())))
        late = (one for one in self._view.each(FINDING, passed) if self._is_late(one))
        found = heapq.nsmallest(_SHOWN, late, key=lambda one: (one.due_on, one.id))
        for finding in found:
            if finding.due_on is not None:
                yield Overdue(
                    title=finding.title,
                    department=self._department(finding.department),
                    due_on=finding.due_on,
                    days=(self._as_of - finding.due_on).days,
                    returns=finding.returns,
                )

    def _typical(self) -> Iterator[Typical]:
        """Yield the most frequent sorts of problems; of the same number by code."""
        sorts: dict[str, _Sort] = {}
        found = And((self._own, REGISTERS["findings"].where, _within("found_on", self._period)))
        for finding in self._view.each(FINDING, found):
            if finding.problem_code:
                sorts.setdefault(finding.problem_code, _Sort()).add(finding)
        frequent = sorted(sorts.items(), key=lambda pair: (-pair[1].count, pair[0]))
        for code, one in frequent[:_SHOWN]:
            if one.example is not None:
                yield Typical(
                    label=self._names.label(Named.PROBLEM_CODE, code),
                    count=one.count,
                    departments=tuple(
                        self._department(id) for id in self._in_order(one.departments)
                    ),
                    example=one.example.title,
                    severity=label_of(one.example.severity),
                )

    # --- rectification ---

    def _rectified(self) -> Rectified:
        due = And((self._own, REGISTERS["findings"].where, _within("due_on", self._before)))
        how: Counter[str] = Counter()
        for finding in self._view.each(FINDING, due):
            how[_how(finding)] += 1
            how["closed"] += finding.state is FindingState.CLOSED
        answers = (self._own, Eq("owner_kind", MEASURE.name), _within("due_on", self._before))
        tallies = self._view.tally(CLOCK, And(answers), ("result",))
        results = {one.key[0]: one.count for one in tallies}
        in_time = results.get(Result.IN_TIME.value, 0)
        late = results.get(Result.LATE.value, 0)
        unanswered = results.get(None, 0)
        return Rectified(
            period=self._before,
            due=how["in_time"] + how["late"] + how["open"],
            in_time=how["in_time"],
            late=how["late"],
            open=how["open"],
            closed=how["closed"],
            answers_due=in_time + late + unanswered,
            answers_in_time=in_time,
            answers_late=late,
            answers_open=unanswered,
        )


@attrs.define
class _Sort:
    """Findings of one problem code."""

    count: int = 0
    departments: set[str] = attrs.Factory(set)
    example: Finding | None = None

    def add(self, finding: Finding) -> None:
        self.count += 1
        if finding.department:
            self.departments.add(finding.department)
        if self.example is None or _before(finding) < _before(self.example):
            self.example = finding


def _before(finding: Finding) -> tuple[int, dt.date, str]:
    """Return the order of examples: the gravest, of these the earliest."""
    return (-_GRAVITY[finding.severity], finding.found_on, finding.id)


def _how(finding: Finding) -> str:
    """Say how a finding was put right: in time and late by the day it was submitted."""
    if finding.state not in _PUT_RIGHT or finding.submitted_on is None or finding.due_on is None:
        return "open"
    return "in_time" if finding.submitted_on <= finding.due_on else "late"


def _within(field: str, period: Period) -> Predicate:
    first, last = period.first.isoformat(), period.last.isoformat()
    return And((Not(Before(field, first)), Not(After(field, last))))
