"""Scoring at work (考评计分): the ledger is brought to what the records say, in one unit of work.

Scoring again posts nothing new. What was voided, dismissed or corrected since is reversed, with
the reason in the journal. None of the functions commits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from supervision.assessment.plan import Plan, Reason, plan_scores
from supervision.assessment.scoring import Timed, Unscored, score_lines
from supervision.assessment.sheets import People, build_sheet
from supervision.domain.clocks import CLOCK
from supervision.domain.findings import FINDING, Finding
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.measures import MEASURE
from supervision.domain.periods import Period
from supervision.domain.schemes import Scheme, in_force_on
from supervision.domain.score_entries import (
    SCORE_ENTRY,
    PostScore,
    RecordRef,
    ScoreEntry,
    decide_post,
    decide_reverse,
)
from supervision.domain.values import Instant
from supervision.errors import Refused, UsageError
from supervision.messages import render
from supervision.office.acting import Acting, deed_of
from supervision.office.directory import Directory
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.assessment import ScoreSheet
from supervision.ports.query import After, And, Before, Eq, Not, Predicate

__all__ = ["ScoreReport", "reverse_score", "score", "score_sheet"]


@attrs.frozen(kw_only=True)
class ScoreReport:
    """What scoring did (计分结果).

    Attributes:
        posted: ids of new entries.
        reversed: ids of entries reversed.
        kept: how many entries already said what holds.
        hidden: ids of entries left alone because a record of theirs is not visible.
        unscored: records a rule means but cannot place.
    """

    posted: tuple[str, ...] = ()
    reversed: tuple[str, ...] = ()
    kept: int = 0
    hidden: tuple[str, ...] = ()
    unscored: tuple[Unscored, ...] = ()


def score(
    work: Work, schemes: Sequence[Scheme], period: Period, *, acting: Acting = Acting()
) -> ScoreReport:
    """Bring the ledger of a period to what the records say (计分).

    Records staged in the same work are not seen; commit them first.

    Args:
        work: the unit of work.
        schemes: all versions of the scheme. Each judges the facts of the days it is valid on;
            entries about days no version here is valid on are left alone.
        period: the period, the same every time: what counts in March and again in the year
            would count twice.
        acting: how it is entered.

    Raises:
        Refused: `score.overlap` with the period that was scored before; `separation.role`;
            `separation.named` when the author would post his own points.
        UsageError: `score.no_scheme`, `score.several_schemes`.
    """
    code = _code_of(schemes)
    _check_overlap(work.view, work.unit, code, period)
    findings = tuple(_findings(work, period))
    measures = tuple(_measures(work, period))
    lines: list[PostScore] = []
    unscored: list[Unscored] = []
    for scheme in schemes:
        scored = score_lines(scheme, period, findings, measures, work.now)
        lines += scored.lines
        unscored += scored.unscored
    entries = [
        entry
        for entry in _entries(work.view, work.unit, code, period)
        if any(in_force_on(scheme, entry.fact_on) for scheme in schemes)
    ]
    plan = plan_scores(work.unit, lines, entries)
    hidden = _hidden(work.view, plan)
    if hidden:
        plan = plan_scores(work.unit, lines, entries, hidden)
    _carry_out(work, plan, acting)
    return ScoreReport(
        posted=tuple(posting.id for posting in plan.post),
        reversed=tuple(reversing.entry.id for reversing in plan.reverse),
        kept=len(plan.keep),
        hidden=tuple(entry.id for entry in plan.hidden),
        unscored=tuple(sorted(unscored)),
    )


def _code_of(schemes: Sequence[Scheme]) -> str:
    codes = sorted({scheme.code for scheme in schemes})
    if not codes:
        raise UsageError("score.no_scheme")
    if len(codes) > 1:
        raise UsageError("score.several_schemes", found=tuple(codes))
    return codes[0]


def _check_overlap(view: ReadView, unit: str, scheme: str, period: Period) -> None:
    """Refuse a period that shares days with another one scored before by the same scheme."""
    where = And(
        (
            Eq("unit", unit),
            Eq("scheme", scheme),
            Eq("holds", 1),
            Not(Eq("period", period.code)),
            *_between("period_first", None, period.last),
            *_between("period_last", period.first, None),
        )
    )
    for other in view.select(SCORE_ENTRY, where, limit=1):
        raise Refused("score.overlap", found=period.code, other=other.period.code, scheme=scheme)


def _between(field: str, first: dt.date | None, last: dt.date | None) -> tuple[Predicate, ...]:
    """Return conditions that hold for the days from first to last; never for no day."""
    parts: list[Predicate] = []
    if first is not None:
        parts.append(Not(Before(field, first.isoformat())))
    if last is not None:
        parts.append(Not(After(field, last.isoformat())))
    return tuple(parts)


def _findings(work: Work, period: Period) -> Iterator[Finding]:
    where = And((Eq("unit", work.unit), *_between("found_on", period.first, period.last)))
    return work.view.each(FINDING, where)


def _measures(work: Work, period: Period) -> Iterator[Timed]:
    """Yield the measures whose clock runs out so that they are late from a day of the period."""
    one = dt.timedelta(days=1)
    where = And(
        (
            Eq("unit", work.unit),
            Eq("owner_kind", MEASURE.name),
            *_between("due_on", period.first - one, period.last - one),
        )
    )
    for clock in work.view.each(CLOCK, where):
        measure = work.view.find(MEASURE, clock.owner.id)
        if measure is not None and measure.clock == clock.id:
            yield Timed(measure=measure, clock=clock)


def _entries(view: ReadView, unit: str, scheme: str, period: Period) -> Iterator[ScoreEntry]:
    where = (Eq("unit", unit), Eq("scheme", scheme), Eq("period", period.code))
    return view.each(SCORE_ENTRY, And(where))


def _hidden(view: ReadView, plan: Plan) -> frozenset[RecordRef]:
    """Return the records of entries about to be reversed that the actor cannot see."""
    records = {record for reversing in plan.reverse for record in reversing.entry.records}
    return frozenset(
        record for record in records if view.find(KINDS_BY_NAME[record.kind], record.id) is None
    )


def _carry_out(work: Work, plan: Plan, acting: Acting) -> None:
    """Reverse first: the journal then never shows the same thing counted twice."""
    for reversing in plan.reverse:
        reason = acting.reason or _reason_text(work, reversing.reason)
        _reverse(work, reversing.entry, attrs.evolve(acting, reason=reason))
    deed = deed_of(work, acting)
    for posting in plan.post:
        changes = decide_post(posting.id, work.unit, posting.line, deed=deed)
        work.stage(SCORE_ENTRY, posting.id, changes, acting.reason)


def _reason_text(work: Work, reason: Reason) -> str:
    return render(f"score.reason.{reason.value}", lang=work.office.parts.language)


def _reverse(
    work: Work,
    entry: ScoreEntry,
    acting: Acting,
    *,
    period: Period | None = None,
    for_good: bool = False,
) -> str:
    deed = deed_of(work, acting)
    reversal = decide_reverse(entry, deed=deed, period=period, for_good=for_good)
    counter = reversal.counter[0].id
    work.stage(SCORE_ENTRY, entry.id, reversal.original, acting.reason)
    work.stage(SCORE_ENTRY, counter, reversal.counter, acting.reason)
    return counter


def reverse_score(
    work: Work, id: str, *, period: Period | None = None, acting: Acting = Acting()
) -> str:
    """Reverse an entry for good, by a person's decision (冲销); return the counter-entry's id.

    Scoring again does not post it anew. Where the record itself is wrong, put the record right
    instead and score again.

    Args:
        work: the unit of work.
        id: the entry.
        period: where the points are returned, when the entry's own period is closed.
        acting: how it is entered; needs a reason.

    Raises:
        Refused: `score.reversed`, `score.counter_entry`, `act.reason_missing`, `separation.*`.
    """
    entry = work.load(SCORE_ENTRY, id)
    return _reverse(work, entry, acting, period=period, for_good=True)


def score_sheet(
    view: ReadView, schemes: Sequence[Scheme], period: Period, *, made_at: Instant
) -> ScoreSheet:
    """Draw up the sheet of a period from what the actor may see (考评表).

    Raises:
        UsageError: `score.no_scheme`, `score.several_schemes`.
    """
    code = _code_of(schemes)
    directory = Directory.of(view)
    unit = view.actor.unit
    people = People(
        department=directory.name_of,
        officer=lambda id: _officer_name(directory, id),
        staff_number=lambda id: _staff_number(directory, id),
    )
    return build_sheet(
        schemes,
        period,
        _entries(view, unit, code, period),
        people,
        unit=directory.name_of(unit),
        made_at=made_at,
    )


def _staff_number(directory: Directory, id: str) -> str:
    officer = directory.officers.get(id)
    return officer.staff_number if officer else id


def _officer_name(directory: Directory, id: str) -> str:
    name = directory.name_of(id)
    return "" if name == _staff_number(directory, id) else name
