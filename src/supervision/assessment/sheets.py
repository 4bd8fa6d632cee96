"""Score sheets (考评表): the ledger of a period as people and appraisal systems read it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import attrs

from supervision.domain.periods import Period
from supervision.domain.rules import Wording
from supervision.domain.schemes import Scheme, title_of_rule
from supervision.domain.score_entries import Account, ScoreEntry
from supervision.domain.values import Instant, format_points
from supervision.errors import Detail
from supervision.messages import render
from supervision.ports.assessment import ScoreSheet, SheetLine, SheetTotal

__all__ = ["People", "build_sheet", "exact_text", "explain"]


@attrs.frozen(kw_only=True)
class People:
    """How departments and officers are called on the sheet (称谓).

    Attributes:
        department: name of a department by id.
        officer: name of an officer by id; empty once it was erased.
        staff_number: staff number of an officer by id.
    """

    department: Callable[[str], str]
    officer: Callable[[str], str]
    staff_number: Callable[[str], str]


def exact_text(number: Fraction) -> str:
    """Return an exact number as people write it: as a decimal where it ends, else as n/d.

    Example:
        >>> exact_text(Fraction(-3, 2)), exact_text(Fraction(1, 3))
        ('-1.5', '1/3')
    """
    for decimals in range(10):
        if (number * 10**decimals).denominator == 1:
            return format_points(number, decimals)
    return str(number)


def explain(entry: ScoreEntry) -> Wording:
    """Return the sentence on why these points were given (计分说明), in both languages."""
    details: dict[str, Detail] = {
        "points": exact_text(entry.points),
        "base": exact_text(entry.working.base),
        "factor": exact_text(entry.working.factor),
        "share": exact_text(entry.working.share),
        "times": entry.working.times,
        "on": entry.fact_on.isoformat(),
        "of": entry.reverses or "",
        **{fact.name: fact.text for fact in entry.facts},
    }
    return Wording(
        zh=render(entry.sentence, details, "zh"), en=render(entry.sentence, details, "en")
    )


def build_sheet(
    schemes: Sequence[Scheme],
    period: Period,
    entries: Iterable[ScoreEntry],
    people: People,
    *,
    unit: str,
    made_at: Instant,
) -> ScoreSheet:
    """Draw up the sheet of a period (编制考评表).

    Args:
        schemes: the versions of one scheme, at least one.
        period: the period.
        entries: the ledger's entries of scheme and period, in any order.
        people: what to call whom.
        unit: name of the unit.
        made_at: when.
    """
    by_version = {scheme.version: scheme for scheme in schemes}
    newest = by_version[max(by_version)]
    lines = sorted(
        (_line(entry, by_version.get(entry.scheme_version, newest), people) for entry in entries),
        key=lambda line: (
            line.account.value,
            line.department,
            line.staff_number,
            line.fact_on,
            line.entry,
        ),
    )
    departments = _totals(line for line in lines if line.account is Account.DEPARTMENT)
    persons = _totals(line for line in lines if line.account is Account.PERSON)
    return ScoreSheet(
        unit=unit,
        scheme=newest.code,
        title=Wording(zh=newest.zh, en=newest.en),
        basis=newest.basis,
        period=period,
        made_at=made_at,
        decimals=max(scheme.decimals for scheme in schemes),
        lines=tuple(lines),
        departments=departments,
        persons=persons,
        department_points=sum((total.points for total in departments), Fraction(0)),
        person_points=sum((total.points for total in persons), Fraction(0)),
    )


def _line(entry: ScoreEntry, scheme: Scheme, people: People) -> SheetLine:
    return SheetLine(
        entry=entry.id,
        account=entry.account,
        department_id=entry.department or "",
        department=people.department(entry.department) if entry.department else "",
        officer_id=entry.officer or "",
        staff_number=people.staff_number(entry.officer) if entry.officer else "",
        officer=people.officer(entry.officer) if entry.officer else "",
        rule=entry.rule,
        title=title_of_rule(scheme, entry.rule),
        scheme_version=entry.scheme_version,
        points=entry.points,
        fact_on=entry.fact_on,
        posted_on=entry.posted_on,
        explanation=explain(entry),
        records=entry.records,
        reverses=entry.reverses,
        reversed_by=entry.reversed_by,
    )


def _totals(lines: Iterable[SheetLine]) -> tuple[SheetTotal, ...]:
    """Add up by department, or by person whatever the department was then."""
    groups: dict[str, list[SheetLine]] = {}
    for line in lines:
        groups.setdefault(line.officer_id or line.department_id, []).append(line)
    totals = [
        SheetTotal(
            department_id=latest.department_id,
            department=latest.department,
            officer_id=latest.officer_id,
            staff_number=latest.staff_number,
            officer=latest.officer,
            points=sum((line.points for line in of), Fraction(0)),
            entries=len(of),
        )
        for of in groups.values()
        for latest in [max(of, key=lambda line: (line.fact_on, line.entry))]
    ]
    return tuple(
        sorted(totals, key=lambda total: (total.staff_number, total.department, total.officer_id))
    )
