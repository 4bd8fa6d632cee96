"""A scheme, findings and measures to score (考评样例), and a sheet to export."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs

from supervision.assessment.scoring import Timed
from supervision.domain.calendars import PLAIN
from supervision.domain.clocks import Clock, Outcome, Owner, Result, Term
from supervision.domain.findings import (
    Certainty,
    Finding,
    FindingState,
    Nature,
    Responsibility,
    Severity,
    Source,
)
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.measures import Measure, MeasureState
from supervision.domain.periods import parse_period
from supervision.domain.reckoning import reckon
from supervision.domain.rules import Wording
from supervision.domain.schemes import (
    CodePoints,
    LateMeasurePoints,
    Per,
    ProblemPoints,
    Scheme,
    SeverityFactor,
    Share,
)
from supervision.domain.score_entries import Account, RecordRef
from supervision.domain.values import DepartmentId, UnitId, start_of
from supervision.ports.assessment import ScoreSheet, SheetLine, SheetTotal

__all__ = [
    "SAMPLE_LATE_RULE",
    "SAMPLE_PERSONAL_RULE",
    "SAMPLE_PROBLEM_RULE",
    "SAMPLE_SCHEME",
    "late_by",
    "make_finding",
    "make_sheet",
    "make_timed",
]

_DAY = dt.date(2026, 3, 2)
_FIRST = DepartmentId("dep_1")

SAMPLE_PROBLEM_RULE = ProblemPoints(
    code="problem",
    zh="问题",
    en="Problems",
    basis="第四条",
    account=Account.DEPARTMENT,
    states=(FindingState.CLAIMED, FindingState.CLOSED),
    certainties=(Certainty.CONFIRMED,),
    natures=(Nature.WORK, Nature.DEFECT),
    points=(
        CodePoints(problem_code="plea.deed", points=Fraction(-1)),
        CodePoints(problem_code="archive.late", points=Fraction(-1, 2)),
    ),
    factors=(
        SeverityFactor(severity=Severity.SLIGHT, factor=Fraction(1)),
        SeverityFactor(severity=Severity.HEAVIER, factor=Fraction(2)),
        SeverityFactor(severity=Severity.SERIOUS, factor=Fraction(3)),
    ),
)
SAMPLE_PERSONAL_RULE = attrs.evolve(
    SAMPLE_PROBLEM_RULE,
    code="personal",
    account=Account.PERSON,
    shares=(
        Share(responsibility=Responsibility.DIRECT, share=Fraction(1)),
        Share(responsibility=Responsibility.CHECKING, share=Fraction(1, 2)),
    ),
)
SAMPLE_LATE_RULE = LateMeasurePoints(
    code="late",
    zh="逾期反馈",
    en="Late answers",
    basis="第六条",
    account=Account.DEPARTMENT,
    rungs=("hint_letter", "rectification_notice"),
    per=Per.MEASURE,
    points=Fraction(-1),
    unanswered=False,
)
SAMPLE_SCHEME = Scheme(
    code="mw",
    version=1,
    zh="考评办法",
    en="Assessment",
    basis="马检发〔2026〕1号",
    valid_from=dt.date(2026, 1, 1),
    decimals=2,
    rules=(SAMPLE_PROBLEM_RULE, SAMPLE_LATE_RULE),
)


def make_finding(id: str = "fnd_1", **fields: object) -> Finding:
    """Return a finding that counts: confirmed, claimed, of the first department."""
    known: dict[str, object] = {
        "title": "具结书后补",
        "source": Source.MANUAL,
        "found_on": _DAY,
        "state": FindingState.CLAIMED,
        "problem_code": "plea.deed",
        "department": _FIRST,
    }
    return Finding(id=id, unit="unt_1", **(known | fields))  # type: ignore[arg-type]  # checked by the class


def make_timed(
    serial: int = 1,
    *,
    served: dt.date = _DAY,
    days: int = 10,
    outcome: Outcome | None = None,
    **fields: object,
) -> Timed:
    """Return a measure and the clock of its answer."""
    clock_id, id = f"clk_{serial}", f"msr_{serial}"
    term = Term(started_at=start_of(served), limit=Limit(count=days, unit=LimitUnit.DAY))
    clock = Clock(
        id=clock_id,
        unit=UnitId("unt_1"),
        owner=Owner(kind="measure", id=id),
        purpose="answer_measure",
        term=term,
        reckoned=reckon(term, PLAIN),
        outcome=outcome,
    )
    known: dict[str, object] = {
        "rung": "hint_letter",
        "title": "提示函",
        "state": MeasureState.CLAIMED,
        "issued_on": served,
        "served_on": served,
        "number": f"马检督提〔2026〕{serial}号",
        "department": _FIRST,
        "clock": clock_id,
    }
    measure = Measure(id=id, unit="unt_1", **(known | fields))  # type: ignore[arg-type]  # checked by the class
    return Timed(measure=measure, clock=clock)


def late_by(days: int) -> Outcome:
    """Return the outcome of a clock stopped so many days late."""
    return Outcome(result=Result.LATE, at=start_of(_DAY), late_days=days)


def make_sheet(*, department: str = "第一检察部", officer: str = "李五") -> ScoreSheet:
    """Return a sheet with a holding, a reversed and a counter-entry, and a person's points."""
    period = parse_period("2026")
    lines = tuple(
        SheetLine(
            entry=f"scr_{number}",
            account=Account.PERSON if person else Account.DEPARTMENT,
            department_id="dep_1",
            department=department,
            officer_id="off_1" if person else "",
            staff_number="0202" if person else "",
            officer=officer if person else "",
            rule="problem",
            title=Wording(zh="问题", en="Problems"),
            scheme_version=1,
            points=points,
            fact_on=_DAY,
            posted_on=_DAY,
            explanation=Wording(zh="=1+1，因为", en="=1+1, because"),
            records=(RecordRef(kind="finding", id=f"fnd_{number}"),),
            reverses=reverses,
            reversed_by=reversed_by,
        )
        for number, person, points, reverses, reversed_by in (
            (1, False, Fraction(-3, 2), None, None),
            (2, False, Fraction(-1), None, "scr_3"),
            (3, False, Fraction(1), "scr_2", None),
            (4, True, Fraction(-1, 2), None, None),
        )
    )
    return ScoreSheet(
        unit="马尾区人民检察院",
        scheme="mw",
        title=Wording(zh=SAMPLE_SCHEME.zh, en=SAMPLE_SCHEME.en),
        basis=SAMPLE_SCHEME.basis,
        period=period,
        made_at=start_of(_DAY),
        decimals=SAMPLE_SCHEME.decimals,
        lines=lines,
        departments=(
            SheetTotal(
                department_id="dep_1", department=department, points=Fraction(-3, 2), entries=3
            ),
        ),
        persons=(
            SheetTotal(
                department_id="dep_1",
                department=department,
                officer_id="off_1",
                staff_number="0202",
                officer=officer,
                points=Fraction(-1, 2),
                entries=1,
            ),
        ),
        department_points=Fraction(-3, 2),
        person_points=Fraction(-1, 2),
    )
