"""Detections (监控发现): what a rule saw, kept under an id derived from the fact itself.

The same fact seen again by any later run, engine or version of the rule is the same
detection. Two things are kept apart: whether the fact is still *seen* (`gone_run`,
`returned_runs`; the last sighting follows from the closed runs) and what people *decided*
(`decision`). A run never changes a decision.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.detection_changes import (
    DetectionConfirmed,
    DetectionDismissed,
    DetectionGone,
    DetectionMoved,
    DetectionOpened,
    DetectionReplaced,
    DetectionRetracted,
    DetectionReturned,
    DetectionSeen,
)
from supervision.domain.detection_values import (
    Decision,
    Sight,
    Subject,
    detection_id,
    event_token,
    fingerprint_of,
    party_token,
    sight_digest,
)
from supervision.domain.findings import Certainty, Severity
from supervision.domain.lives import begun
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.rules import RuleRef
from supervision.domain.sweep_runs import Scope

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
    "DetectionRehashed",
    "DetectionReplaced",
    "DetectionRetracted",
    "DetectionReturned",
    "DetectionSeen",
    "Sight",
    "Subject",
    "decide_gone",
    "decide_seen",
    "detection_id",
    "event_token",
    "evolve_detection",
    "fingerprint_of",
    "lies_within",
    "party_token",
    "sight_digest",
]


@attrs.frozen(kw_only=True)
class Detection:
    """Something a rule saw (监控发现).

    Attributes:
        id, unit: as in every record; the id is derived.
        subject: rule, case, party.
        certainty, severity, problem_code, priority: as the rule said when it first saw it.
        fingerprint: how its id was made, see `fingerprint_of`.
        sight: what it last saw.
        first_run, first_seen: the run that first saw it, and its day.
        changed_run: the last run that had something new to say of it.
        gone_run: the run that no longer saw it; `None` while it is seen.
        returned_runs: runs that saw it again after it had gone.
        proposes_closing: whether it went while its finding was open: a person decides.
        decision: what was decided.
        triage: the triage it was decided in.
        finding: the finding it supports.
        frozen: what it saw when it came to support the finding (确认时所见); `sight` goes on.
        recurs_from: the closed finding it supported before it returned (问题反弹).
        replaced_by: the detection that stands for it since the anchor of its rule changed.
    """

    id: str
    unit: str
    subject: Subject
    certainty: Certainty
    severity: Severity
    problem_code: str
    priority: int = 5
    fingerprint: str
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
    frozen: Sight | None = None
    recurs_from: str | None = None
    replaced_by: str | None = None

    @property
    def seen(self) -> bool:
        """Whether the fact is still there, as far as runs know."""
        return self.gone_run is None and self.replaced_by is None


@attrs.frozen(kw_only=True)
class DetectionRehashed:
    """It stands under a new id from now on (编号更替), with all that was known and decided.

    Attributes:
        act: by whom and when.
        of: ids it stands for; several when facts told apart before are one now.
        record: as it stands now.
    """

    act: Act
    of: tuple[str, ...]
    record: Detection


DetectionChange: TypeAlias = (
    DetectionSeen
    | DetectionMoved
    | DetectionGone
    | DetectionReturned
    | DetectionConfirmed
    | DetectionDismissed
    | DetectionOpened
    | DetectionRetracted
    | DetectionReplaced
    | DetectionRehashed
)


def decide_seen(
    detection: Detection | None, seen: DetectionSeen, *, closed: str | None = None
) -> tuple[DetectionChange, ...]:
    """Take a sighting (登记所见): created, moved, returned, or nothing when it is unchanged.

    Args:
        detection: what is known under `seen.id`.
        seen: the sighting as it would stand if nothing were known.
        closed: the finding the detection supports, if that was struck off.
    """
    if detection is None:
        return (seen,)
    if detection.gone_run is not None:
        return (DetectionReturned(run=seen.run, sight=seen.sight, recurs_from=closed),)
    if detection.sight != seen.sight:
        return (DetectionMoved(run=seen.run, sight=seen.sight),)
    return ()


def decide_gone(
    detection: Detection, run: str, *, finding_open: bool
) -> tuple[DetectionChange, ...]:
    """Record that a complete run no longer saw it (登记消失); its finding stays as it is."""
    if not detection.seen:
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
    if isinstance(change, DetectionRehashed):
        return change.record
    if isinstance(change, DetectionSeen):
        return Detection(
            id=change.id,
            unit=change.unit,
            subject=change.subject,
            certainty=change.certainty,
            severity=change.severity,
            problem_code=change.problem_code,
            priority=change.priority,
            fingerprint=change.fingerprint,
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
            return _returned(detection, change)
        case DetectionConfirmed():
            return attrs.evolve(
                detection,
                decision=Decision.CONFIRMED,
                triage=change.triage,
                finding=change.finding,
                frozen=detection.sight,
            )
        case DetectionDismissed():
            return attrs.evolve(detection, decision=Decision.DISMISSED, triage=change.triage)
        case DetectionRetracted():
            return attrs.evolve(
                detection,
                decision=Decision.DISMISSED,
                triage=change.triage,
                finding=None,
                frozen=None,
                proposes_closing=False,
            )
        case DetectionReplaced():
            return attrs.evolve(detection, replaced_by=change.by, proposes_closing=False)
        case _:
            return attrs.evolve(
                detection,
                decision=Decision.BY_RULE,
                finding=change.finding,
                frozen=detection.sight,
            )


def _returned(detection: Detection, change: DetectionReturned) -> Detection:
    returned = attrs.evolve(
        detection,
        sight=change.sight,
        changed_run=change.run,
        gone_run=None,
        returned_runs=(*detection.returned_runs, change.run),
        proposes_closing=False,
    )
    if change.recurs_from is None:
        return returned
    return attrs.evolve(
        returned,
        decision=Decision.WAITING,
        triage=None,
        finding=None,
        frozen=None,
        recurs_from=change.recurs_from,
    )


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
        ChangeType("detection.retracted", DetectionRetracted),
        ChangeType("detection.replaced", DetectionReplaced),
        ChangeType("detection.rehashed", DetectionRehashed),
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
        Column("priority", ColumnType.INTEGER),
        Column("first_seen", ColumnType.DATE),
        Column("first_run"),
        Column("gone_run"),
        Column("seen", ColumnType.INTEGER),
        Column("proposes_closing", ColumnType.INTEGER),
        Column("decision"),
        Column("triage"),
        Column("finding"),
        Column("sight", value=lambda detection: sight_digest(detection.sight)),
        Column("rule_version", ColumnType.INTEGER, lambda one: one.sight.rule_version),
        Column("alarmed", ColumnType.INTEGER, lambda one: one.sight.alarm is not None),
        Column("fingerprint"),
        Column("recurs_from"),
        Column("replaced_by"),
    ),
    indexes=(
        ("decision", "rule", "case_number"),
        ("rule", "case_number"),
        ("department", "decision"),
        ("case_number",),
        ("handler",),
    ),
)
