"""Triage (研判): people decide what detections mean, many at once.

A detection waits until somebody confirms or dismisses it, unless its rule is confirmed and
declared to open findings itself. Facts from before the go-live date (启用日期) are confirmed
without a finding, so that the first sweep over old cases starts no clocks, unless the person
says otherwise.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence

import attrs

from supervision.domain.acts import Act
from supervision.domain.detections import (
    Decision,
    Detection,
    DetectionChange,
    DetectionConfirmed,
    DetectionDismissed,
    DetectionOpened,
    DetectionRetracted,
    Sight,
)
from supervision.domain.officers import Role
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.recurrences import Returns
from supervision.domain.rules import RuleHead, Stage
from supervision.domain.separation import Concerned, Deed, check_independent, check_role
from supervision.domain.values import DepartmentId
from supervision.errors import Refused

__all__ = [
    "TRIAGE",
    "Triage",
    "TriageMade",
    "Verdict",
    "bears_finding",
    "check_attach",
    "check_group",
    "check_triage",
    "decide_confirm",
    "decide_dismiss",
    "decide_open_by_rule",
    "decide_retract",
    "decide_triage",
    "evolve_triage",
    "opens_by_rule",
    "rule_opens",
]


class Verdict(enum.Enum):
    """What a triage decided (研判结论)."""

    CONFIRM = "confirm"
    """确认: each detection becomes a finding."""
    GROUP = "group"
    """并案: all detections become one finding."""
    DISMISS = "dismiss"
    """排除."""
    ATTACH = "attach"
    """并入: the detections support a finding that is at work already."""
    RETRACT = "retract"
    """撤回: the detections no longer support their finding."""


_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
_REVERSIBLE = {
    Verdict.CONFIRM: (Decision.WAITING, Decision.DISMISSED),
    Verdict.GROUP: (Decision.WAITING, Decision.DISMISSED),
    Verdict.DISMISS: (Decision.WAITING,),
    Verdict.ATTACH: (Decision.WAITING, Decision.DISMISSED),
    Verdict.RETRACT: (Decision.CONFIRMED, Decision.BY_RULE),
}
"""A dismissal may be taken back; what supports a finding may be taken back from it."""
_OPENS_NOTHING = (Verdict.DISMISS, Verdict.RETRACT)


@attrs.frozen(kw_only=True)
class Triage:
    """One decision over one or many detections (研判).

    The reason stands in the journal's header.

    Attributes:
        id, unit: as in every record.
        verdict: what was decided.
        made_on: the day of the act.
        detections: the detections decided.
        findings: the findings opened by it, or those it added to or took from.
    """

    id: str
    unit: str
    verdict: Verdict
    made_on: dt.date
    detections: tuple[str, ...]
    findings: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class TriageMade:
    """The triage was made (作出研判). It is never changed; a new one may follow."""

    id: str
    unit: str
    act: Act
    verdict: Verdict
    detections: tuple[str, ...]
    findings: tuple[str, ...] = ()


def check_triage(verdict: Verdict, detections: Sequence[Detection], deed: Deed) -> None:
    """Refuse a triage that may not be made (研判前检查), naming the first detection at fault.

    Raises:
        Refused: `triage.empty`; `separation.role` to anybody but the office of supervision;
            `act.reason_missing` for everything but confirming;
            `triage.decided` with what was decided; `triage.replaced` when another detection
            stands for it; `triage.no_finding` when there is nothing to retract it from;
            `triage.only_warning` when a limit still runs; `separation.named`, `separation.department` when the person handles the case
            or serves in the department concerned.
    """
    if not detections:
        raise Refused("triage.empty")
    check_role(verdict.value, deed.standing, _INSPECTION)
    if verdict is not Verdict.CONFIRM:
        deed.explained()
    for detection in detections:
        if detection.decision not in _REVERSIBLE[verdict]:
            raise Refused("triage.decided", id=detection.id, decision=detection.decision.value)
        if detection.replaced_by is not None:
            raise Refused("triage.replaced", id=detection.id, by=detection.replaced_by)
        if verdict is Verdict.RETRACT and detection.finding is None:
            raise Refused("triage.no_finding", id=detection.id)
        if detection.sight.stage is Stage.WARNING and verdict not in _OPENS_NOTHING:
            raise Refused("triage.only_warning", id=detection.id)
        sight = detection.sight
        concerned = Concerned(
            officers=frozenset(filter(None, (sight.handler,))),
            departments=frozenset(filter(None, (sight.department,))),
        )
        check_independent(verdict.value, deed.standing, concerned)


def check_group(detections: Sequence[Detection]) -> DepartmentId | None:
    """Return the one department a group concerns (并案条件).

    Raises:
        Refused: `triage.departments` when they concern several; `triage.problem_codes` when
            they are not of one problem.
    """
    departments = sorted({detection.sight.department or "" for detection in detections})
    if len(departments) > 1:
        raise Refused("triage.departments", departments=tuple(departments))
    codes = sorted({detection.problem_code for detection in detections})
    if len(codes) > 1:
        raise Refused("triage.problem_codes", problem_codes=tuple(codes))
    return detections[0].sight.department


def check_attach(detections: Sequence[Detection], department: DepartmentId | None) -> None:
    """Refuse detections of another department than the finding they are to support (并入条件).

    Raises:
        Refused: `triage.departments`.
    """
    found = {detection.sight.department or "" for detection in detections}
    if found - {department or ""}:
        raise Refused("triage.departments", departments=tuple(sorted(found | {department or ""})))


def bears_finding(detection: Detection, go_live: dt.date | None) -> bool:
    """Say whether confirming it opens a finding: not for facts breached before the go-live."""
    return _breached_since(detection.sight, go_live)


def _breached_since(sight: Sight, go_live: dt.date | None) -> bool:
    breached = sight.breached_on
    return breached is not None and (go_live is None or breached >= go_live)


def decide_triage(
    verdict: Verdict,
    detections: Sequence[Detection],
    *,
    id: str,
    unit: str,
    act: Act,
    findings: tuple[str, ...] = (),
) -> tuple[TriageMade, ...]:
    """Record the triage (登记研判) of detections that passed `check_triage`."""
    return (
        TriageMade(
            id=id,
            unit=unit,
            act=act,
            verdict=verdict,
            detections=tuple(detection.id for detection in detections),
            findings=findings,
        ),
    )


def decide_confirm(
    detection: Detection, *, act: Act, triage: str, finding: str | None
) -> tuple[DetectionChange, ...]:
    """Confirm a detection (确认监控发现).

    Raises:
        Refused: `triage.decided`.
    """
    _check_undecided(detection, Verdict.CONFIRM)
    return (DetectionConfirmed(act=act, triage=triage, finding=finding),)


def decide_dismiss(detection: Detection, *, act: Act, triage: str) -> tuple[DetectionChange, ...]:
    """Dismiss a detection (排除监控发现).

    Raises:
        Refused: `triage.decided`.
    """
    _check_undecided(detection, Verdict.DISMISS)
    return (DetectionDismissed(act=act, triage=triage),)


def decide_retract(detection: Detection, *, act: Act, triage: str) -> tuple[DetectionChange, ...]:
    """Take a detection back from its finding (撤回监控发现).

    Raises:
        Refused: `triage.decided`.
    """
    _check_undecided(detection, Verdict.RETRACT)
    return (DetectionRetracted(act=act, triage=triage),)


def opens_by_rule(
    detection: Detection, head: RuleHead, go_live: dt.date | None, returns: Returns = Returns()
) -> bool:
    """Say whether the rule opens a finding itself now (规则直接立问题).

    Not for a detection that was decided or has gone, whose limit still runs, or whose breach
    lies before the go-live date; not where case management has raised the alarm already; and
    not for a return that a person may have to take up in the old finding.
    """
    return detection.seen and rule_opens(
        head,
        detection.sight,
        decision=detection.decision,
        recurs=detection.recurs_from is not None,
        go_live=go_live,
        returns=returns,
    )


def rule_opens(
    head: RuleHead,
    sight: Sight,
    *,
    decision: Decision,
    recurs: bool,
    go_live: dt.date | None,
    returns: Returns = Returns(),
) -> bool:
    """Say the same of a detection that is seen, by what it sees and how it was decided."""
    return (
        head.opens_findings
        and decision is Decision.WAITING
        and sight.alarm is None
        and _breached_since(sight, go_live)
        and not (recurs and returns.reopen_days is not None)
    )


def decide_open_by_rule(
    detection: Detection, *, run: str, finding: str
) -> tuple[DetectionChange, ...]:
    """Record that the rule opened a finding itself.

    Raises:
        Refused: `triage.decided` when somebody decided it before.
    """
    if detection.decision is not Decision.WAITING:
        raise Refused("triage.decided", id=detection.id, decision=detection.decision.value)
    return (DetectionOpened(run=run, finding=finding),)


def _check_undecided(detection: Detection, verdict: Verdict) -> None:
    if detection.decision not in _REVERSIBLE[verdict]:
        raise Refused("triage.decided", id=detection.id, decision=detection.decision.value)


def evolve_triage(_: Triage | None, change: TriageMade) -> Triage:
    """Build the triage after its only change."""
    return Triage(
        id=change.id,
        unit=change.unit,
        verdict=change.verdict,
        made_on=change.act.on,
        detections=change.detections,
        findings=change.findings,
    )


TRIAGE: RecordKind[Triage] = RecordKind(
    name="triage",
    prefix="tri",
    cls=Triage,
    changes=(ChangeType("triage.made", TriageMade),),
    evolve=evolve_triage,
    indexed=(Column("verdict"), Column("made_on", ColumnType.DATE)),
    indexes=(("made_on",),),
    many=(Many("detections"), Many("findings")),
)
