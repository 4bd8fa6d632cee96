"""Changes of findings (问题的变更), and what the commands that make them ask for."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.clocks import Result
from supervision.domain.finding_values import (
    Certainty,
    Claim,
    Nature,
    Responsible,
    RootCause,
    Severity,
    Source,
)
from supervision.domain.handovers import HandedOver
from supervision.domain.milestones import Milestone
from supervision.domain.objections import ObjectionOutcome
from supervision.domain.values import DepartmentId, Extra, OfficerId, Sealed

__all__ = [
    "CorrectFinding",
    "FindingAnalysed",
    "FindingChange",
    "FindingChecked",
    "FindingClaimed",
    "FindingClosed",
    "FindingConfirmed",
    "FindingCorrected",
    "FindingDismissed",
    "FindingDuplicated",
    "FindingExtended",
    "FindingGrouped",
    "FindingMilestoneReached",
    "FindingObjected",
    "FindingObjectionAnswered",
    "FindingOpened",
    "FindingPlanned",
    "FindingReinstated",
    "FindingReopened",
    "FindingRerouted",
    "FindingReturned",
    "FindingSubmitted",
    "FindingSupported",
    "FindingUngrouped",
    "FindingVerified",
    "FindingVoided",
    "FindingWaived",
    "FindingWaiverSpent",
    "OpenFinding",
]


@attrs.frozen(kw_only=True)
class OpenFinding:
    """Register a finding (登记问题). Fields as in `Finding`."""

    title: str
    source: Source = Source.MANUAL
    found_on: dt.date | None = None
    certainty: Certainty = Certainty.CONFIRMED
    nature: Nature = Nature.WORK
    severity: Severity = Severity.SLIGHT
    problem_code: str | None = None
    codes: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    facts: str = ""
    department: DepartmentId | None = None
    persons: tuple[Responsible, ...] = ()
    concerned: tuple[OfficerId, ...] = ()
    case_number: str | None = None
    item: str | None = None
    detections: tuple[str, ...] = ()
    recurs_from: str | None = None
    extra: tuple[Extra, ...] = ()


@attrs.frozen(kw_only=True)
class CorrectFinding:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are.

    Attributes:
        cleared: names of fields to empty: `problem_code`, `codes`, `department`,
            `case_number`.
    """

    title: str | None = None
    severity: Severity | None = None
    certainty: Certainty | None = None
    nature: Nature | None = None
    problem_code: str | None = None
    codes: tuple[str, ...] | None = None
    department: DepartmentId | None = None
    persons: tuple[Responsible, ...] | None = None
    concerned: tuple[OfficerId, ...] | None = None
    facts: str | None = None
    case_number: str | None = None
    cleared: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class FindingOpened:
    """The finding was registered (问题登记)."""

    id: str
    unit: str
    act: Act
    found_on: dt.date
    finding: OpenFinding


@attrs.frozen(kw_only=True)
class FindingChecked:
    """The facts were checked, shown to the inspected or not (事实核对)."""

    act: Act
    facts: str
    shown_to: tuple[OfficerId, ...] = ()
    agreed: bool = False


@attrs.frozen(kw_only=True)
class FindingConfirmed:
    """The problem was confirmed (确认问题)."""

    act: Act


@attrs.frozen(kw_only=True)
class FindingObjected:
    """The inspected objected (提出异议)."""

    act: Act
    text: str


@attrs.frozen(kw_only=True)
class FindingObjectionAnswered:
    """The office answered an objection (答复异议). `index` counts from 0."""

    act: Act
    index: int
    outcome: ObjectionOutcome
    text: str


@attrs.frozen(kw_only=True)
class FindingAnalysed:
    """Its causes were analysed (原因分析)."""

    act: Act
    causes: tuple[RootCause, ...]


@attrs.frozen(kw_only=True)
class FindingRerouted:
    """It was passed on to another department (转交)."""

    act: Act
    department: DepartmentId


@attrs.frozen(kw_only=True)
class FindingGrouped:
    """It is put right together with a lead finding (并案)."""

    act: Act
    lead: str


@attrs.frozen(kw_only=True)
class FindingUngrouped:
    """It is put right by itself again (拆分)."""

    act: Act


@attrs.frozen(kw_only=True)
class FindingClaimed:
    """The department claimed it (认领)."""

    act: Act
    claim: Claim
    department: DepartmentId


@attrs.frozen(kw_only=True)
class FindingPlanned:
    """The department planned the rectification, or revised its plan (整改方案)."""

    act: Act
    milestones: tuple[Milestone, ...]


@attrs.frozen(kw_only=True)
class FindingMilestoneReached:
    """A milestone of the plan was reached (完成整改节点). `index` counts from 0."""

    act: Act
    index: int
    note: str = ""


@attrs.frozen(kw_only=True)
class FindingExtended:
    """The promised day was moved (延期整改)."""

    act: Act
    claim: Claim


@attrs.frozen(kw_only=True)
class FindingSubmitted:
    """The department reported it put right (报送整改)."""

    act: Act
    result: str
    evidence: tuple[Sealed, ...] = ()
    references: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class FindingReturned:
    """The submission was returned (退回整改)."""

    act: Act
    perfunctory: bool = False
    falsified: bool = False


@attrs.frozen(kw_only=True)
class FindingVerified:
    """The result was verified (核验通过)."""

    act: Act
    rectified: Result | None = None


@attrs.frozen(kw_only=True)
class FindingClosed:
    """The finding was struck off (销号), of a grouped one: with its lead."""

    act: Act
    rectified: Result | None = None


@attrs.frozen(kw_only=True)
class FindingDismissed:
    """It was decided not to be a problem (不属问题)."""

    act: Act


@attrs.frozen(kw_only=True)
class FindingDuplicated:
    """It duplicates another finding (重复问题)."""

    act: Act
    of: str


@attrs.frozen(kw_only=True)
class FindingWaived:
    """It is waived until a day (暂缓)."""

    act: Act
    until: dt.date


@attrs.frozen(kw_only=True)
class FindingWaiverSpent:
    """The waived fact has gone (豁免用尽), found by a sweep; should it return, nothing waives it."""

    on: dt.date


@attrs.frozen(kw_only=True)
class FindingReinstated:
    """The waiver ended (恢复办理)."""

    act: Act


@attrs.frozen(kw_only=True)
class FindingSupported:
    """The detections that support it changed (监控发现增减)."""

    act: Act
    detections: tuple[str, ...]


@attrs.frozen(kw_only=True)
class FindingReopened:
    """It was struck off and is at work again (重新办理): its fact returned soon afterwards.

    Attributes:
        act: of whoever confirmed the return.
        detection: what returned.
    """

    act: Act
    detection: str


@attrs.frozen(kw_only=True)
class FindingCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectFinding


@attrs.frozen(kw_only=True)
class FindingVoided:
    """The finding was voided (作废)."""

    act: Act


FindingChange: TypeAlias = (
    FindingOpened
    | FindingChecked
    | FindingConfirmed
    | FindingObjected
    | FindingObjectionAnswered
    | FindingAnalysed
    | FindingRerouted
    | FindingGrouped
    | FindingUngrouped
    | FindingClaimed
    | FindingPlanned
    | FindingMilestoneReached
    | FindingExtended
    | FindingSubmitted
    | FindingReturned
    | FindingVerified
    | FindingClosed
    | FindingDismissed
    | FindingDuplicated
    | FindingWaived
    | FindingWaiverSpent
    | FindingReinstated
    | FindingReopened
    | FindingSupported
    | FindingCorrected
    | FindingVoided
    | HandedOver
)
