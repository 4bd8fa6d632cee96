"""What is counted at the end (故事的数字): from the records, and against the injected faults."""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
from mawei_history.published import Compared

from mawei_story.weeks import SweptAgain
from supervision import Office, ReadView
from supervision.domain.clocks import CLOCK, Result
from supervision.domain.detections import DETECTION, Detection, party_token
from supervision.domain.findings import FINDING, FindingState
from supervision.domain.imports import IMPORT
from supervision.domain.items import ITEM, ItemState
from supervision.domain.measures import MEASURE, MeasureState
from supervision.domain.score_entries import SCORE_ENTRY, Account
from supervision.domain.sweep_runs import SWEEP_RUN
from supervision.domain.triages import TRIAGE
from supervision.domain.values import OfficerId
from supervision.messages import render
from supervision.office.imports import rejected_of
from supervision.ports.query import And, Eq, Everything, In, Order, Predicate

__all__ = ["Counts", "Expected", "Outcome", "Proof", "compared", "counted", "proven"]


@attrs.frozen(kw_only=True)
class Counts:
    """How many of what (记录数), counted from the records.

    Attributes:
        cases, events: what the case store holds.
        rejected: rows and cells the import refused.
        detections, triages, findings, measures, items, clocks, score_entries: records.
        findings_closed, measures_accepted, items_archived: those at their end.
        measures_late: measures answered after their limit.
        answers_returned: how often an answer was returned.
        points: sum of the departments' points, exact.
    """

    cases: int
    events: int
    rejected: int
    detections: int
    triages: int
    findings: int
    findings_closed: int
    measures: int
    measures_accepted: int
    measures_late: int
    answers_returned: int
    items: int
    items_archived: int
    clocks: int
    score_entries: int
    points: Fraction


@attrs.frozen(kw_only=True)
class Expected:
    """The generator's own list against what was found (与注入问题比对).

    Attributes:
        injected: how many faults were injected.
        found: how many of them a detection shows exactly.
        missed: injected, not found.
        extra: found, not injected.
        unreadable: how many rows and cells were spoilt.
        unreadable_missed, unreadable_extra: of these not refused; refused besides.
        cases, events: how many the exports hold.
    """

    injected: int
    found: int
    missed: tuple[str, ...]
    extra: tuple[str, ...]
    unreadable: int
    unreadable_missed: tuple[str, ...]
    unreadable_extra: tuple[str, ...]
    cases: int
    events: int

    def holds(self, counts: Counts) -> bool:
        """Say whether every injected fault was found, and no other, in all cases."""
        wrong = (self.missed, self.extra, self.unreadable_missed, self.unreadable_extra)
        read = (counts.cases, counts.events) == (self.cases, self.events)
        return not any(wrong) and read


@attrs.frozen(kw_only=True)
class Proof:
    """The verification (核验).

    Attributes:
        ok: whether the proof holds.
        entries, records, sealed: journal entries, records, sealed values.
        checkpoints_held: how many printed lines still hold.
        faults: contradictions, as sentences.
        lines: the present checkpoint lines.
    """

    ok: bool
    entries: int
    records: int
    sealed: int
    checkpoints_held: int
    faults: tuple[str, ...]
    lines: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Outcome:
    """Every figure of the story (示范结果).

    Attributes:
        folder: where everything lies.
        officer: id of the head of supervision, who set the office up.
        created: whether the office was set up by this run.
        new_entries: journal entries written by this run; 0 when all was done before.
        counts: records.
        expected: the injected faults against the detections.
        weeks: the sweeps after two weeks of corrected cases.
        proof: the verification.
        published: the published figures of two years, beside those counted in their office.
        history: the verification of that office.
        files: what lies where, by name.
        ok: whether everything is as it should be.
        milliseconds: how long the run took.
    """

    folder: Path
    officer: str
    created: bool
    new_entries: int
    counts: Counts
    expected: Expected
    weeks: tuple[SweptAgain, ...]
    proof: Proof
    published: tuple[Compared, ...]
    history: Proof
    files: dict[str, Path]
    ok: bool
    milliseconds: int


def counted(office: Office, who: OfficerId) -> Counts:
    """Count the records of an office (统计记录)."""
    cases, events = office.cases.count()
    with office.read(who) as view:
        scores = view.select(SCORE_ENTRY, Eq("account", Account.DEPARTMENT.value))
        return Counts(
            cases=cases,
            events=events,
            rejected=sum(one.rejected for one in view.each(IMPORT)),
            detections=_count(view, DETECTION),
            triages=_count(view, TRIAGE),
            findings=_count(view, FINDING),
            findings_closed=_count(view, FINDING, Eq("state", FindingState.CLOSED.value)),
            measures=_count(view, MEASURE),
            measures_accepted=_count(view, MEASURE, Eq("state", MeasureState.ACCEPTED.value)),
            measures_late=_count(
                view, CLOCK, And((Eq("owner_kind", "measure"), Eq("result", Result.LATE.value)))
            ),
            answers_returned=sum(one.returns for one in view.each(MEASURE)),
            items=_count(view, ITEM),
            items_archived=_count(view, ITEM, Eq("state", ItemState.ARCHIVED.value)),
            clocks=_count(view, CLOCK),
            score_entries=_count(view, SCORE_ENTRY),
            points=sum((one.points for one in scores), Fraction(0)),
        )


def _count(view: ReadView, kind: Any, where: Predicate = Everything) -> int:
    return sum(group.count for group in view.tally(kind, where))


def compared(office: Office, who: OfficerId, faults: Path) -> Expected:
    """Compare detections and refused rows with the generator's list (比对)."""
    made = json.loads(faults.read_text("utf-8"))
    with office.read(who) as view:
        runs = view.select(SWEEP_RUN, order=(Order("day"),), limit=1)
        first = In("first_run", tuple(run.id for run in runs))
        seen = {_seen(one) for one in view.each(DETECTION, first)}
        imports = tuple(view.each(IMPORT))
    refused = [one for done in imports for one in rejected_of(office, who, done)]
    injected = {_injected(fault) for fault in made["faults"]}
    spoilt = {(one["file"], one["line"], one["column"], one["code"]) for one in made["unreadable"]}
    found = {(Path(one.source).name, one.line, one.column, one.code) for one in refused}
    return Expected(
        injected=len(injected),
        found=len(injected & seen),
        missed=_told(injected - seen),
        extra=_told(seen - injected),
        unreadable=len(spoilt),
        unreadable_missed=_told(spoilt - found),
        unreadable_extra=_told(found - spoilt),
        cases=made["cases"],
        events=made["events"],
    )


_Shown = tuple[object, ...]


def _seen(detection: Detection) -> _Shown:
    """Say what was seen first: when it was confirmed, for days are corrected later on."""
    sight, subject = detection.frozen or detection.sight, detection.subject
    due = sight.facts.due_on
    return (
        subject.rule,
        subject.case,
        subject.party or "",
        sight.stage.value,
        due.isoformat() if due else "",
    )


def _injected(fault: dict[str, str | None]) -> _Shown:
    """Say a fault as a detection says it: parties are tokens there, never names or keys."""
    case = fault["case"] or ""
    party = party_token(case, fault["party"]) if fault["party"] else ""
    return (fault["rule"], case, party, fault["stage"], fault["due"] or "")


def _told(found: AbstractSet[_Shown]) -> tuple[str, ...]:
    return tuple(sorted(" ".join(str(part) for part in one if part != "") for one in found))


def proven(office: Office, lines: tuple[str, ...], language: str, step: Any) -> Proof:
    """Verify the journal against rows, sealed values and checkpoints (核验)."""
    report = office.verify(lines, lambda _: step())
    return Proof(
        ok=report.ok,
        entries=sum(chain.entries for chain in report.chains),
        records=report.rows,
        sealed=report.blobs,
        checkpoints_held=report.checkpoints,
        faults=tuple(render(one.code, attrs.asdict(one), language) for one in report.faults),
        lines=tuple(point.line() for point in office.checkpoints()),
    )
