"""Findings (问题): found, checked, claimed, put right, verified, struck off (销号).

Here is the record, its changes and how it evolves; what may be decided about it stands in
`rectification`. The work state is one enumeration; certainty, nature, detections and recurrence are facts of
their own. Closed stays closed: a recurrence is a new finding linked to the old one.
"""

from __future__ import annotations

import datetime as dt
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.finding_values import (
    Certainty,
    Claim,
    FindingState,
    Nature,
    Rectification,
    Responsibility,
    Responsible,
    Severity,
    Source,
)
from supervision.domain.lives import begun, corrected
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.values import DepartmentId, Extra, OfficerId, Sealed

__all__ = [
    "FINDING",
    "Certainty",
    "Claim",
    "CorrectFinding",
    "Finding",
    "FindingChange",
    "FindingChecked",
    "FindingClaimed",
    "FindingClosed",
    "FindingCorrected",
    "FindingDismissed",
    "FindingDuplicated",
    "FindingEntered",
    "FindingOpened",
    "FindingReinstated",
    "FindingReturned",
    "FindingState",
    "FindingSubmitted",
    "FindingSupported",
    "FindingVerified",
    "FindingVoided",
    "FindingWaived",
    "Nature",
    "OpenFinding",
    "Rectification",
    "Responsibility",
    "Responsible",
    "Severity",
    "Source",
    "evolve",
]


@attrs.frozen(kw_only=True)
class Finding:
    """A problem that was found (问题).

    Attributes:
        id, unit: as in every record.
        title: one line.
        source: where it comes from.
        found_on: day it was found.
        state: work state.
        certainty, nature, severity: see the enumerations.
        problem_code: code of the problem dictionary (问题分类).
        basis: ids of `Basis` records (依据).
        facts: what is the case; no names of persons.
        department: the department that has to put it right.
        persons: persons responsible.
        concerned: informants, witnesses and others who may not judge it.
        case_number: if it is about a case.
        item: item it was found in.
        detections: detections that support it now.
        claim: promise of the department.
        result: what the department says it did.
        evidence: sealed attachments of the last submission.
        submitted_on, verified_on, closed_on: days of those acts.
        perfunctory: whether verification called an earlier answer perfunctory (敷衍整改).
        returns: how often a submission was returned.
        duplicate_of: the finding this one duplicates; never itself a duplicate.
        waived_until: day until which it is waived.
        recurs_from: the closed finding that came back (问题反弹).
        extra: the office's own fields.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    title: str
    source: Source
    found_on: dt.date
    state: FindingState
    certainty: Certainty = Certainty.CONFIRMED
    nature: Nature = Nature.WORK
    severity: Severity = Severity.SLIGHT
    problem_code: str | None = None
    basis: tuple[str, ...] = ()
    facts: str = ""
    department: DepartmentId | None = None
    persons: tuple[Responsible, ...] = ()
    concerned: tuple[OfficerId, ...] = ()
    case_number: str | None = None
    item: str | None = None
    detections: tuple[str, ...] = ()
    claim: Claim | None = None
    result: str = ""
    evidence: tuple[Sealed, ...] = ()
    submitted_on: dt.date | None = None
    verified_on: dt.date | None = None
    closed_on: dt.date | None = None
    perfunctory: bool = False
    returns: int = 0
    duplicate_of: str | None = None
    waived_until: dt.date | None = None
    recurs_from: str | None = None
    extra: tuple[Extra, ...] = ()
    imported: str | None = None

    @property
    def due_on(self) -> dt.date | None:
        """The day promised at claiming."""
        return self.claim.due_on if self.claim else None


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
        cleared: names of fields to empty: `problem_code`, `department`, `case_number`.
    """

    title: str | None = None
    severity: Severity | None = None
    certainty: Certainty | None = None
    nature: Nature | None = None
    problem_code: str | None = None
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
    """The facts were checked with the inspected (事实核对)."""

    act: Act
    facts: str


@attrs.frozen(kw_only=True)
class FindingClaimed:
    """The department claimed it (认领)."""

    act: Act
    claim: Claim
    department: DepartmentId


@attrs.frozen(kw_only=True)
class FindingSubmitted:
    """The department reported it put right (报送整改)."""

    act: Act
    result: str
    evidence: tuple[Sealed, ...] = ()


@attrs.frozen(kw_only=True)
class FindingReturned:
    """The submission was returned (退回整改)."""

    act: Act
    perfunctory: bool = False


@attrs.frozen(kw_only=True)
class FindingVerified:
    """The result was verified (核验通过)."""

    act: Act


@attrs.frozen(kw_only=True)
class FindingClosed:
    """The finding was struck off (销号)."""

    act: Act


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
class FindingReinstated:
    """The waiver ended before its day (恢复办理)."""

    act: Act


@attrs.frozen(kw_only=True)
class FindingSupported:
    """The detections that support it changed (监控发现增减)."""

    detections: tuple[str, ...]


@attrs.frozen(kw_only=True)
class FindingCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectFinding


@attrs.frozen(kw_only=True)
class FindingVoided:
    """The finding was voided (作废)."""

    act: Act


@attrs.frozen(kw_only=True)
class FindingEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Finding


FindingChange = (
    FindingOpened
    | FindingChecked
    | FindingClaimed
    | FindingSubmitted
    | FindingReturned
    | FindingVerified
    | FindingClosed
    | FindingDismissed
    | FindingDuplicated
    | FindingWaived
    | FindingReinstated
    | FindingSupported
    | FindingCorrected
    | FindingVoided
)


def evolve(finding: Finding | None, change: FindingChange | FindingEntered) -> Finding:
    """Build the finding from its last state and one change. Never refuses."""
    if isinstance(change, FindingEntered):
        return change.record
    if isinstance(change, FindingOpened):
        fields = attrs.asdict(change.finding, recurse=False) | {"found_on": change.found_on}
        return Finding(id=change.id, unit=change.unit, state=FindingState.REGISTERED, **fields)
    finding = begun(finding, change)
    match change:
        case FindingChecked():
            return attrs.evolve(finding, state=FindingState.CHECKED, facts=change.facts)
        case FindingClaimed():
            return attrs.evolve(
                finding,
                state=FindingState.CLAIMED,
                claim=change.claim,
                department=change.department,
            )
        case FindingSubmitted():
            return attrs.evolve(
                finding,
                state=FindingState.SUBMITTED,
                result=change.result,
                evidence=change.evidence,
                submitted_on=change.act.on,
            )
        case FindingReturned():
            return attrs.evolve(
                finding,
                state=FindingState.CLAIMED,
                returns=finding.returns + 1,
                perfunctory=finding.perfunctory or change.perfunctory,
            )
        case FindingVerified():
            return attrs.evolve(finding, state=FindingState.VERIFIED, verified_on=change.act.on)
        case FindingClosed():
            return attrs.evolve(finding, state=FindingState.CLOSED, closed_on=change.act.on)
        case FindingDismissed():
            return attrs.evolve(finding, state=FindingState.NOT_A_PROBLEM)
        case FindingDuplicated():
            return attrs.evolve(finding, state=FindingState.DUPLICATE, duplicate_of=change.of)
        case FindingWaived():
            return attrs.evolve(finding, state=FindingState.WAIVED, waived_until=change.until)
        case FindingReinstated():
            return attrs.evolve(finding, state=FindingState.REGISTERED, waived_until=None)
        case FindingSupported():
            return attrs.evolve(finding, detections=change.detections)
        case FindingCorrected():
            return corrected(finding, change.correction)
        case FindingVoided():
            return attrs.evolve(finding, state=FindingState.VOIDED)
        case _:
            assert_never(change)


FINDING: RecordKind[Finding] = RecordKind(
    name="finding",
    prefix="fnd",
    cls=Finding,
    evolve=evolve,
    changes=(
        ChangeType("finding.opened", FindingOpened),
        ChangeType("finding.checked", FindingChecked),
        ChangeType("finding.claimed", FindingClaimed),
        ChangeType("finding.submitted", FindingSubmitted),
        ChangeType("finding.returned", FindingReturned),
        ChangeType("finding.verified", FindingVerified),
        ChangeType("finding.closed", FindingClosed),
        ChangeType("finding.dismissed", FindingDismissed),
        ChangeType("finding.duplicated", FindingDuplicated),
        ChangeType("finding.waived", FindingWaived),
        ChangeType("finding.reinstated", FindingReinstated),
        ChangeType("finding.supported", FindingSupported),
        ChangeType("finding.corrected", FindingCorrected),
        ChangeType("finding.voided", FindingVoided),
        ChangeType("finding.entered", FindingEntered),
    ),
    indexed=(
        Column("state"),
        Column("source"),
        Column("certainty"),
        Column("nature"),
        Column("severity"),
        Column("problem_code"),
        Column("department"),
        Column("case_number"),
        Column("item"),
        Column("found_on", ColumnType.DATE),
        Column("due_on", ColumnType.DATE),
        Column("closed_on", ColumnType.DATE),
        Column("duplicate_of"),
        Column("recurs_from"),
        Column("imported"),
    ),
    indexes=(
        ("state", "due_on"),
        ("department", "state", "due_on"),
        ("found_on",),
        ("case_number",),
        ("item",),
    ),
    many=(
        Many("detections"),
        Many("officers", lambda finding: tuple(p.officer for p in finding.persons)),
        Many("basis"),
    ),
    sealed=("evidence",),
)
