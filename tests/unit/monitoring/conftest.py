"""Cases and rules in few words, for the tests of monitoring."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
import pytest

from supervision.builtin.reference_engine import ReferenceEngine
from supervision.domain.calendars import CalendarYear, WorkCalendar
from supervision.domain.cases import Card, Case, CaseTrace, Event, Party, Precision
from supervision.domain.detections import Detection, Sight, Subject
from supervision.domain.findings import Certainty, Severity
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.rules import (
    Deadline,
    Required,
    Rule,
    RuleHead,
    RuleRef,
    Selector,
    Sentence,
    Stage,
    Wording,
)
from supervision.domain.sightings import EventRole, Facts, RuleFault, SeenEvent, Sighting
from supervision.domain.sweep_runs import Scope, SweepRunOpened
from supervision.domain.values import OFFICE_ZONE, DepartmentId, Instant, OfficerId, instant
from supervision.domain.values import start_of as beginning
from supervision.ports.monitoring import SweepContext

sys.path.insert(0, str(Path(__file__).parent))  # the modules beside this file

CALENDAR = WorkCalendar(
    name="test",
    version="test/1",
    source="test",
    years=(
        CalendarYear(year=2025, source="test"),
        CalendarYear(year=2026, source="test", rest=(dt.date(2026, 10, 1), dt.date(2026, 10, 2))),
        CalendarYear(year=2027, source="test"),
    ),
)


class Build:
    """Makes cases, rules and sightings; every day is a day of 2026 unless said otherwise."""

    calendar = CALENDAR

    def day(self, month: int, day: int) -> dt.date:
        return dt.date(2026, month, day)

    def at(self, month: int, day: int, hour: int, minute: int = 0) -> Instant:
        return instant(dt.datetime(2026, month, day, hour, minute, tzinfo=OFFICE_ZONE))

    def event(
        self,
        kind: str,
        month: int,
        day: int,
        *,
        hour: int | None = None,
        minute: int = 0,
        id: str | None = None,
        party: str | None = None,
        card: dict[str, str] | None = None,
        sequence: int = 0,
        year: int = 2026,
    ) -> Event:
        on = dt.date(year, month, day)
        exact = hour is not None
        return Event(
            id=f"{kind}-{on}" if id is None else id,
            type=kind,
            occurred_at=self.at(month, day, hour or 0, minute) if exact else beginning(on),
            day=on,
            precision=Precision.MINUTE if exact else Precision.DAY,
            sequence=sequence,
            party=party,
            card=tuple(Card(name, text) for name, text in (card or {}).items()),
        )

    def trace(self, *events: Event, parties: Iterable[Party] = (), **case: Any) -> CaseTrace:
        card = tuple(Card(name, text) for name, text in case.pop("card", {}).items())
        known: dict[str, Any] = {"number": "检刑诉〔2026〕1号", "line": "审查起诉"} | case
        return CaseTrace(case=Case(card=card, **known), parties=tuple(parties), events=events)

    def selector(self, *events: str) -> Selector:
        return Selector(events=events)

    def limit(self, count: int, unit: str = "day") -> Limit:
        return Limit(count=count, unit=LimitUnit(unit))

    def head(self, *stages: Stage, **fields: Any) -> RuleHead:
        sentences = tuple(
            Sentence(stage=stage, zh=f"{stage.value} {{case}}", en=f"{stage.value} {{case}}")
            for stage in stages
        )
        known: dict[str, Any] = {
            "code": "R1",
            "name": Wording(zh="规则一", en="Rule one"),
            "basis": "gz-1",
            "valid_from": dt.date(2020, 1, 1),
            "certainty": Certainty.CONFIRMED,
            "severity": Severity.SLIGHT,
            "problem_code": "limit.late",
            "sentences": sentences,
        }
        return RuleHead(**known | fields)

    def deadline(self, limit: Limit | None = None, **fields: Any) -> Deadline:
        names = {field.name for field in attrs.fields(RuleHead)}
        head = {name: fields.pop(name) for name in list(fields) if name in names}
        stages = (Stage.OVERDUE, Stage.LATE_DONE)
        if fields.get("warnings"):
            stages = (Stage.WARNING, *stages)
        known: dict[str, Any] = {
            "head": self.head(*stages, **head),
            "start": self.selector("accepted"),
            "end": self.selector("decided"),
            "limit": limit or self.limit(10),
        }
        return Deadline(**known | fields)

    def required(self, **fields: Any) -> Required:
        names = {field.name for field in attrs.fields(RuleHead)}
        head = {name: fields.pop(name) for name in list(fields) if name in names}
        known: dict[str, Any] = {
            "head": self.head(Stage.MISSING, Stage.LATE, **head),
            "required": self.selector("lawyer_ensured"),
            "before": self.selector("plea_signed"),
        }
        return Required(**known | fields)

    def sweep(
        self, rules: Rule | Iterable[Rule], traces: CaseTrace | Iterable[CaseTrace], now: Instant
    ) -> list[Sighting | RuleFault]:
        rules = [rules] if isinstance(rules, Deadline | Required) else list(rules)
        traces = [traces] if isinstance(traces, CaseTrace) else list(traces)
        context = SweepContext(now=now, calendar=self.calendar)
        return list(ReferenceEngine().sweep(rules, traces, context))

    def see(self, rule: Rule, trace: CaseTrace, now: dt.date) -> Sighting | None:
        """Return the only sighting, at the beginning of a day."""
        found = self.sweep(rule, trace, beginning(now))
        assert len(found) <= 1
        sighting = found[0] if found else None
        assert not isinstance(sighting, RuleFault)
        return sighting

    def sighting(self, **fields: Any) -> Sighting:
        due = dt.date(2026, 3, 10)
        known: dict[str, Any] = {
            "rule": RuleRef(code="R1", version=1),
            "case": "A",
            "line": "审查起诉",
            "anchor": ("e1",),
            "began_on": dt.date(2026, 3, 1),
            "breached_on": dt.date(2026, 3, 11),
            "stage": Stage.OVERDUE,
            "facts": Facts(
                events=(SeenEvent(role=EventRole.START, id="e1", type="accepted", day=due),),
                due_on=due,
            ),
        }
        return Sighting(**known | fields)

    def detection(self, **fields: Any) -> Detection:
        """Return a detection; fields of subject and sight may be named directly."""
        subject: dict[str, Any] = {
            "rule": "R1",
            "case": "A",
            "line": "审查起诉",
            "began_on": dt.date(2026, 3, 1),
        }
        sight: dict[str, Any] = {
            "rule_version": 1,
            "department": DepartmentId("dep_1"),
            "handler": OfficerId("off_handler"),
            "stage": Stage.OVERDUE,
            "breached_on": dt.date(2026, 3, 11),
            "facts": Facts(events=(), due_on=dt.date(2026, 3, 10)),
        }
        for part, cls in ((subject, Subject), (sight, Sight)):
            for field in attrs.fields(cls):
                if field.name in fields:
                    part[field.name] = fields.pop(field.name)
        known: dict[str, Any] = {
            "id": "det_1",
            "unit": "unt_1",
            "subject": Subject(**subject),
            "certainty": Certainty.CONFIRMED,
            "severity": Severity.SLIGHT,
            "problem_code": "limit.late",
            "fingerprint": "1/event",
            "sight": Sight(**sight),
            "first_run": "run_1",
            "first_seen": dt.date(2026, 3, 12),
            "changed_run": "run_1",
        }
        return Detection(**known | fields)

    def opened(self, **fields: Any) -> SweepRunOpened:
        rules = (RuleRef(code="R1", version=1),)
        known: dict[str, Any] = {
            "id": "run_1",
            "unit": "unt_1",
            "engine": "reference",
            "as_of": beginning(dt.date(2026, 3, 12)),
            "rules": rules,
            "scope": Scope(rules=rules),
            "watermark": 1,
        }
        return SweepRunOpened(**known | fields)


@pytest.fixture
def build() -> Build:
    """Makes cases, rules and sightings."""
    return Build()
