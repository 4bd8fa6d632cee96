"""Findings (问题): found, checked, claimed, put right, verified, struck off (销号).

Here is the record and how it evolves; its changes stand in `finding_changes`, its grades in
`finding_values`, and what may be decided about it in `rectification`, `fact_checks` and
`finding_links`. The work state is one enumeration; certainty, nature, detections, objections
and recurrence are facts of their own. Closed stays closed: a recurrence is a new finding linked
to the old one.
"""

from __future__ import annotations

import datetime as dt
from typing import assert_never

import attrs

from supervision.domain import finding_changes as made
from supervision.domain.acts import Act
from supervision.domain.clocks import Result
from supervision.domain.finding_changes import (
    CorrectFinding,
    FindingChange,
    OpenFinding,
)
from supervision.domain.finding_values import (
    Certainty,
    Claim,
    FactCheck,
    FindingState,
    Nature,
    Rectification,
    Responsibility,
    Responsible,
    RootCause,
    Severity,
    Source,
)
from supervision.domain.handovers import HandedOver, assigned
from supervision.domain.lives import begun, corrected
from supervision.domain.milestones import Milestone, next_milestone, planned, reached
from supervision.domain.objections import Objection, answered, is_disputed, raised
from supervision.domain.records import (
    ChangeType,
    Column,
    ColumnType,
    Many,
    RecordKind,
    evolved,
)
from supervision.domain.routings import Routing, routed
from supervision.domain.values import DepartmentId, Extra, OfficerId, Sealed

__all__ = [
    "FINDING",
    "Certainty",
    "Claim",
    "CorrectFinding",
    "FactCheck",
    "Finding",
    "FindingChange",
    "FindingEntered",
    "FindingState",
    "Nature",
    "OpenFinding",
    "Rectification",
    "Responsibility",
    "Responsible",
    "RootCause",
    "Severity",
    "Source",
    "evolve",
]

_SHOWN = 200
"""Letters of the title a list shows: a column holds no text of any length."""


@attrs.frozen(kw_only=True, slots=False)
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
        codes: further codes, on other axes.
        basis: ids of `Basis` records (依据).
        facts: what is the case; no names of persons.
        fact_check: the last check of the facts.
        confirmed_on: day it was confirmed (确认).
        objections: what the inspected objected, and the answers (异议).
        causes: why it came about (原因分析).
        department: the department that has to put it right.
        routed: where it went before (转交).
        persons: persons responsible.
        concerned: informants, witnesses and others who may not judge it.
        case_number: if it is about a case.
        item: item it was found in.
        detections: detections that support it now.
        claim: promise of the department.
        assignee: who puts it right for the department (经办人); at first whoever claimed it.
        first_due_on: the day promised at first, where it was moved (延期).
        milestones: the plan, what was reached in front (整改方案).
        result: what the department says it did.
        evidence: sealed attachments of the last submission.
        references: where further evidence is: ids of attachments, numbers of files.
        submitted_on, verified_on, closed_on: days of those acts.
        rectified: whether it was put right in time, judged by the submission that was accepted;
            `None` until then, and where no day was promised.
        perfunctory: whether verification called an earlier answer perfunctory (敷衍整改), or
        falsified: untrue (虚假整改). Once said, it stays.
        returns: how often a submission was returned.
        duplicate_of: the finding this one duplicates; never itself a duplicate.
        group_lead: the finding it is put right with (并案); itself never in a group.
        waived_until: day until which it is waived (豁免至).
        waiver_spent_on: day a sweep found the waived fact gone; the waiver covers it no more.
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
    codes: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    facts: str = ""
    fact_check: FactCheck | None = None
    confirmed_on: dt.date | None = None
    objections: tuple[Objection, ...] = ()
    causes: tuple[RootCause, ...] = ()
    department: DepartmentId | None = None
    routed: tuple[Routing, ...] = ()
    persons: tuple[Responsible, ...] = ()
    concerned: tuple[OfficerId, ...] = ()
    case_number: str | None = None
    item: str | None = None
    detections: tuple[str, ...] = ()
    claim: Claim | None = None
    assignee: OfficerId | None = None
    first_due_on: dt.date | None = None
    milestones: tuple[Milestone, ...] = ()
    result: str = ""
    evidence: tuple[Sealed, ...] = ()
    references: tuple[str, ...] = ()
    submitted_on: dt.date | None = None
    verified_on: dt.date | None = None
    closed_on: dt.date | None = None
    rectified: Result | None = None
    perfunctory: bool = False
    falsified: bool = False
    returns: int = 0
    duplicate_of: str | None = None
    group_lead: str | None = None
    waived_until: dt.date | None = None
    waiver_spent_on: dt.date | None = None
    recurs_from: str | None = None
    extra: tuple[Extra, ...] = ()
    imported: str | None = None

    @property
    def due_on(self) -> dt.date | None:
        """The day promised."""
        return self.claim.due_on if self.claim else None

    @property
    def disputed(self) -> bool:
        """Whether an objection waits for its answer."""
        return is_disputed(self.objections)

    @property
    def all_codes(self) -> tuple[str, ...]:
        """Every code of the dictionary it bears, those of its causes too."""
        first = (self.problem_code,) if self.problem_code else ()
        return (*first, *self.codes, *(one.code for one in self.causes))


@attrs.frozen(kw_only=True)
class FindingEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Finding


def evolve(finding: Finding | None, change: FindingChange | FindingEntered) -> Finding:
    """Build the finding from its last state and one change. Never refuses."""
    if isinstance(change, FindingEntered):
        return change.record
    if isinstance(change, made.FindingOpened):
        fields = attrs.asdict(change.finding, recurse=False) | {"found_on": change.found_on}
        return Finding(id=change.id, unit=change.unit, state=FindingState.REGISTERED, **fields)
    finding = begun(finding, change)
    match change:
        case made.FindingChecked():
            check = FactCheck(
                by=change.act.by,
                on=change.act.on,
                shown_to=change.shown_to,
                agreed=change.agreed,
            )
            return evolved(
                finding, state=FindingState.CHECKED, facts=change.facts, fact_check=check
            )
        case made.FindingConfirmed():
            return evolved(finding, certainty=Certainty.CONFIRMED, confirmed_on=change.act.on)
        case made.FindingObjected():
            objections = raised(finding.objections, change.act, change.text)
            return evolved(finding, objections=objections)
        case made.FindingObjectionAnswered():
            objections = answered(
                finding.objections, change.index, change.act, change.outcome, change.text
            )
            return evolved(finding, objections=objections)
        case made.FindingAnalysed():
            return evolved(finding, causes=change.causes)
        case made.FindingRerouted():
            path = routed(finding.routed, finding.department, change.department, change.act)
            return evolved(finding, department=change.department, routed=path)
        case made.FindingGrouped():
            return evolved(finding, state=FindingState.GROUPED, group_lead=change.lead)
        case made.FindingUngrouped():
            return evolved(finding, state=FindingState.REGISTERED, group_lead=None)
        case made.FindingClaimed():
            return evolved(
                finding,
                state=FindingState.CLAIMED,
                claim=change.claim,
                assignee=change.claim.by,
                department=change.department,
            )
        case made.FindingPlanned():
            plan = planned(finding.milestones, change.milestones)
            return evolved(finding, milestones=plan)
        case made.FindingMilestoneReached():
            plan = reached(finding.milestones, change.index, change.act, change.note)
            return evolved(finding, milestones=plan)
        case made.FindingExtended():
            first = finding.first_due_on or finding.due_on
            return evolved(finding, claim=change.claim, first_due_on=first)
        case made.FindingSubmitted():
            return evolved(
                finding,
                state=FindingState.SUBMITTED,
                result=change.result,
                evidence=change.evidence,
                references=change.references,
                submitted_on=change.act.on,
            )
        case made.FindingReturned():
            return evolved(
                finding,
                state=FindingState.CLAIMED,
                returns=finding.returns + 1,
                perfunctory=finding.perfunctory or change.perfunctory,
                falsified=finding.falsified or change.falsified,
            )
        case made.FindingVerified():
            return evolved(
                finding,
                state=FindingState.VERIFIED,
                verified_on=change.act.on,
                rectified=change.rectified,
            )
        case made.FindingClosed():
            return evolved(
                finding,
                state=FindingState.CLOSED,
                closed_on=change.act.on,
                rectified=finding.rectified or change.rectified,
            )
        case made.FindingDismissed():
            return evolved(finding, state=FindingState.NOT_A_PROBLEM)
        case made.FindingDuplicated():
            return evolved(finding, state=FindingState.DUPLICATE, duplicate_of=change.of)
        case made.FindingWaived():
            return evolved(finding, state=FindingState.WAIVED, waived_until=change.until)
        case made.FindingWaiverSpent():
            return evolved(finding, waiver_spent_on=change.on)
        case made.FindingReinstated():
            return evolved(
                finding,
                state=FindingState.REGISTERED,
                waived_until=None,
                waiver_spent_on=None,
            )
        case made.FindingSupported():
            return evolved(finding, detections=change.detections)
        case made.FindingReopened():
            return evolved(
                finding,
                state=FindingState.REGISTERED,
                claim=None,
                assignee=None,
                first_due_on=None,
                milestones=(),
                result="",
                submitted_on=None,
                verified_on=None,
                closed_on=None,
                rectified=None,
            )
        case made.FindingCorrected():
            return corrected(finding, change.correction)
        case made.FindingVoided():
            return evolved(finding, state=FindingState.VOIDED)
        case HandedOver():
            return assigned(finding, change)
        case _:
            assert_never(change)


FINDING: RecordKind[Finding] = RecordKind(
    name="finding",
    prefix="fnd",
    cls=Finding,
    evolve=evolve,
    changes=(
        ChangeType("finding.opened", made.FindingOpened),
        ChangeType("finding.checked", made.FindingChecked),
        ChangeType("finding.confirmed", made.FindingConfirmed),
        ChangeType("finding.objected", made.FindingObjected),
        ChangeType("finding.objection_answered", made.FindingObjectionAnswered),
        ChangeType("finding.analysed", made.FindingAnalysed),
        ChangeType("finding.rerouted", made.FindingRerouted),
        ChangeType("finding.grouped", made.FindingGrouped),
        ChangeType("finding.ungrouped", made.FindingUngrouped),
        ChangeType("finding.claimed", made.FindingClaimed),
        ChangeType("finding.planned", made.FindingPlanned),
        ChangeType("finding.milestone_reached", made.FindingMilestoneReached),
        ChangeType("finding.extended", made.FindingExtended),
        ChangeType("finding.submitted", made.FindingSubmitted),
        ChangeType("finding.returned", made.FindingReturned),
        ChangeType("finding.verified", made.FindingVerified),
        ChangeType("finding.closed", made.FindingClosed),
        ChangeType("finding.dismissed", made.FindingDismissed),
        ChangeType("finding.duplicated", made.FindingDuplicated),
        ChangeType("finding.waived", made.FindingWaived),
        ChangeType("finding.waiver_spent", made.FindingWaiverSpent),
        ChangeType("finding.reinstated", made.FindingReinstated),
        ChangeType("finding.supported", made.FindingSupported),
        ChangeType("finding.reopened", made.FindingReopened),
        ChangeType("finding.corrected", made.FindingCorrected),
        ChangeType("finding.voided", made.FindingVoided),
        ChangeType("finding.entered", FindingEntered),
        ChangeType("finding.handed_over", HandedOver),
    ),
    indexed=(
        Column("title", value=lambda finding: finding.title[:_SHOWN], reads=("title",)),
        Column("state"),
        Column("source"),
        Column("certainty"),
        Column("nature"),
        Column("severity"),
        Column("problem_code"),
        Column("department"),
        Column("assignee"),
        Column("case_number"),
        Column("item"),
        Column("found_on", ColumnType.DATE),
        Column("due_on", ColumnType.DATE, reads=("claim",)),
        Column("closed_on", ColumnType.DATE),
        Column("duplicate_of"),
        Column("recurs_from"),
        Column("group_lead"),
        Column("confirmed_on", ColumnType.DATE),
        Column("disputed", ColumnType.INTEGER, reads=("objections",)),
        Column("rectified"),
        Column("perfunctory", ColumnType.INTEGER),
        Column("falsified", ColumnType.INTEGER),
        Column(
            "cause",
            value=lambda finding: finding.causes[0].code if finding.causes else None,
            reads=("causes",),
        ),
        Column(
            "milestone_on",
            ColumnType.DATE,
            lambda finding: next_milestone(finding.milestones),
            reads=("milestones",),
        ),
        Column("imported"),
    ),
    indexes=(
        # By day due, with what heads and handlers know a finding by: a walk along it looks into
        # no row that is not theirs.
        ("state", "due_on", "id", "department", "assignee", "unit"),
        ("department", "state", "due_on"),
        ("found_on",),
        ("case_number",),
        ("item",),
        ("group_lead",),
        ("assignee",),
    ),
    many=(
        Many("detections"),
        Many("officers", lambda finding: tuple(p.officer for p in finding.persons), ("persons",)),
        Many("concerned"),
        Many("basis"),
        Many("codes", lambda finding: finding.all_codes, ("problem_code", "codes", "causes")),
    ),
    sealed=("evidence",),
)
