"""Detections (监控发现): what a rule saw, kept under an id derived from the fact itself.

The same fact seen again by any later run, engine or version of the rule is the same
detection. Two things are kept apart: whether the fact is still *seen* (`gone_run`,
`returned_runs`; the last sighting follows from the closed runs) and what people *decided*
(`decision`). A run never changes a decision.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.findings import Certainty, Severity
from supervision.domain.lives import begun
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.rules import RuleRef, Stage
from supervision.domain.sightings import Facts, Sighting
from supervision.domain.sweep_runs import Scope
from supervision.domain.values import DepartmentId, OfficerId
from supervision.ids import derived_id

__all__ = [
    "DETECTION",
    "Decision",
    "Detection",
    "DetectionChange",
    "DetectionConfirmed",
    "DetectionDismissed",
    "DetectionGone",
    "DetectionMoved",
    "DetectionOpened",
    "DetectionReturned",
    "DetectionSeen",
    "Sight",
    "Subject",
    "decide_gone",
    "decide_seen",
    "detection_id",
    "event_token",
    "evolve_detection",
    "lies_within",
    "party_token",
]


class Decision(enum.Enum):
    """What was decided about a detection (研判结论)."""

    WAITING = "waiting"
    """待研判."""
    CONFIRMED = "confirmed"
    """已确认, by a person."""
    DISMISSED = "dismissed"
    """已排除, by a person."""
    BY_RULE = "by_rule"
    """规则直接立问题: the rule may open findings itself and did."""


@attrs.frozen(kw_only=True)
class Subject:
    """What a detection is about (发现对象). It never changes; the id is derived from it.

    Attributes:
        rule: code of the rule.
        case: case number.
        line: business line.
        accepted_on: day of acceptance of the case.
        party: token of the party, see `party_token`.
        began_on: day the fact began.
    """

    rule: str
    case: str
    line: str
    accepted_on: dt.date | None = None
    party: str | None = None
    began_on: dt.date


@attrs.frozen(kw_only=True)
class Sight:
    """What the rule last saw (所见). Replaced only by a sighting that differs.

    Attributes:
        rule_version: version of the rule that saw it.
        department, handler: who is concerned; `None` when the export does not say, or says
            it in a way nobody knows.
        stage, level: how far it has gone; how many lead times have passed.
        breached_on: first day of the breach, if there is one.
        facts: what the rule judged by, its events named by `event_token`.
    """

    rule_version: int
    department: DepartmentId | None = None
    handler: OfficerId | None = None
    stage: Stage
    level: int = 0
    breached_on: dt.date | None = None
    facts: Facts


def detection_id(unit: str, sighting: Sighting) -> str:
    """Return the id this fact has in every run: never an ordinal, never the rule's version."""
    party = () if sighting.party is None else (sighting.party,)
    return derived_id("det", sighting.rule.code, unit, sighting.case, *sighting.anchor, *party)


def party_token(case: str, key: str) -> str:
    """Return what stands for a party in records (当事人代号).

    Connectors may have to identify a person by name; records and journal never carry names.
    Whoever may read the case finds the party again by making the token of each.
    """
    return derived_id("pty", case, key)


def event_token(case: str, id: str) -> str:
    """Return what stands for an event in records (事件代号): ids may be made of names too."""
    return derived_id("evt", case, id) if id else ""


@attrs.frozen(kw_only=True)
class Detection:
    """Something a rule saw (监控发现).

    Attributes:
        id, unit: as in every record; the id is derived.
        subject: rule, case, party.
        certainty, severity, problem_code: as the rule said when it first saw it.
        sight: what it last saw.
        first_run, first_seen: the run that first saw it, and its day.
        changed_run: the last run that had something new to say of it.
        gone_run: the run that no longer saw it; `None` while it is seen.
        returned_runs: runs that saw it again after it had gone.
        proposes_closing: whether it went while its finding was open: a person decides.
        decision: what was decided.
        triage: the triage it was decided in.
        finding: the finding it supports.
    """

    id: str
    unit: str
    subject: Subject
    certainty: Certainty
    severity: Severity
    problem_code: str
    sight: Sight
    first_run: str
    first_seen: dt.date
    changed_run: str
    gone_run: str | None = None
    returned_runs: tuple[str, ...] = ()
    proposes_closing: bool = False
    decision: Decision = Decision.WAITING
    triage: str | None = None
    finding: str | None = None

    @property
    def seen(self) -> bool:
        """Whether the fact is still there, as far as runs know."""
        return self.gone_run is None


@attrs.frozen(kw_only=True)
class DetectionSeen:
    """A rule saw it for the first time (首次发现)."""

    id: str
    unit: str
    run: str
    on: dt.date
    subject: Subject
    certainty: Certainty
    severity: Severity
    problem_code: str
    sight: Sight


@attrs.frozen(kw_only=True)
class DetectionMoved:
    """It is seen differently now: another stage, other facts, other people (发现变化)."""

    run: str
    sight: Sight


@attrs.frozen(kw_only=True)
class DetectionGone:
    """It is no longer seen (发现消失).

    Attributes:
        run: the complete run whose scope it lay in.
        proposes_closing: whether its finding was open then.
    """

    run: str
    proposes_closing: bool = False


@attrs.frozen(kw_only=True)
class DetectionReturned:
    """It had gone and is seen again (发现再现)."""

    run: str
    sight: Sight


@attrs.frozen(kw_only=True)
class DetectionConfirmed:
    """A person confirmed it (确认). Without a finding if it began before the go-live date."""

    act: Act
    triage: str
    finding: str | None = None


@attrs.frozen(kw_only=True)
class DetectionDismissed:
    """A person dismissed it (排除)."""

    act: Act
    triage: str


@attrs.frozen(kw_only=True)
class DetectionOpened:
    """Its rule opened a finding itself (规则直接立问题)."""

    run: str
    finding: str


DetectionChange: TypeAlias = (
    DetectionSeen
    | DetectionMoved
    | DetectionGone
    | DetectionReturned
    | DetectionConfirmed
    | DetectionDismissed
    | DetectionOpened
)


def decide_seen(detection: Detection | None, seen: DetectionSeen) -> tuple[DetectionChange, ...]:
    """Take a sighting (登记所见): created, moved, returned, or nothing when it is unchanged.

    Args:
        detection: what is known under `seen.id`.
        seen: the sighting as it would stand if nothing were known.
    """
    if detection is None:
        return (seen,)
    if detection.gone_run is not None:
        return (DetectionReturned(run=seen.run, sight=seen.sight),)
    if detection.sight != seen.sight:
        return (DetectionMoved(run=seen.run, sight=seen.sight),)
    return ()


def decide_gone(
    detection: Detection, run: str, *, finding_open: bool
) -> tuple[DetectionChange, ...]:
    """Record that a complete run no longer saw it (登记消失); its finding stays as it is."""
    if detection.gone_run is not None:
        return ()
    return (DetectionGone(run=run, proposes_closing=finding_open),)


def lies_within(detection: Detection, scope: Scope) -> bool:
    """Say whether a run with this scope would have seen the detection, were it still there."""
    return scope.covers(
        RuleRef(code=detection.subject.rule, version=detection.sight.rule_version),
        case=detection.subject.case,
        department=detection.sight.department,
        accepted_on=detection.subject.accepted_on,
    )


def evolve_detection(detection: Detection | None, change: DetectionChange) -> Detection:
    """Build the detection after `change`."""
    if isinstance(change, DetectionSeen):
        return Detection(
            id=change.id,
            unit=change.unit,
            subject=change.subject,
            certainty=change.certainty,
            severity=change.severity,
            problem_code=change.problem_code,
            sight=change.sight,
            first_run=change.run,
            first_seen=change.on,
            changed_run=change.run,
        )
    detection = begun(detection, change)
    match change:
        case DetectionMoved():
            return attrs.evolve(detection, sight=change.sight, changed_run=change.run)
        case DetectionGone():
            return attrs.evolve(
                detection, gone_run=change.run, proposes_closing=change.proposes_closing
            )
        case DetectionReturned():
            return attrs.evolve(
                detection,
                sight=change.sight,
                changed_run=change.run,
                gone_run=None,
                returned_runs=(*detection.returned_runs, change.run),
                proposes_closing=False,
            )
        case DetectionConfirmed():
            return attrs.evolve(
                detection,
                decision=Decision.CONFIRMED,
                triage=change.triage,
                finding=change.finding,
            )
        case DetectionDismissed():
            return attrs.evolve(detection, decision=Decision.DISMISSED, triage=change.triage)
        case _:
            return attrs.evolve(detection, decision=Decision.BY_RULE, finding=change.finding)


DETECTION: RecordKind[Detection] = RecordKind(
    name="detection",
    prefix="det",
    cls=Detection,
    changes=(
        ChangeType("detection.seen", DetectionSeen),
        ChangeType("detection.moved", DetectionMoved),
        ChangeType("detection.gone", DetectionGone),
        ChangeType("detection.returned", DetectionReturned),
        ChangeType("detection.confirmed", DetectionConfirmed),
        ChangeType("detection.dismissed", DetectionDismissed),
        ChangeType("detection.opened", DetectionOpened),
    ),
    evolve=evolve_detection,
    indexed=(
        Column("rule", value=lambda detection: detection.subject.rule),
        Column("case_number", value=lambda detection: detection.subject.case),
        Column("line", value=lambda detection: detection.subject.line),
        Column("party", value=lambda detection: detection.subject.party),
        Column("department", value=lambda detection: detection.sight.department),
        Column("handler", value=lambda detection: detection.sight.handler),
        Column("stage", value=lambda detection: detection.sight.stage),
        Column("due_on", ColumnType.DATE, lambda detection: detection.sight.facts.due_on),
        Column("certainty"),
        Column("severity"),
        Column("problem_code"),
        Column("first_seen", ColumnType.DATE),
        Column("first_run"),
        Column("gone_run"),
        Column("seen", ColumnType.INTEGER),
        Column("proposes_closing", ColumnType.INTEGER),
        Column("decision"),
        Column("triage"),
        Column("finding"),
    ),
    indexes=(
        ("decision", "rule", "case_number"),
        ("rule", "case_number"),
        ("department", "decision"),
        ("case_number",),
        ("handler",),
    ),
)
