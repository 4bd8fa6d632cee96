"""Measures (督察措施): issued on a rung of a ladder, served, claimed, answered, accepted, closed.

Here is the record and how it evolves; its changes stand in `measure_changes`, what may be
decided about it in `measure_steps`, the ladders in `ladders`.
"""

from __future__ import annotations

import datetime as dt
from typing import assert_never

import attrs

from supervision.domain import measure_changes as made
from supervision.domain.acts import Act
from supervision.domain.clocks import Result
from supervision.domain.handovers import HandedOver, assigned
from supervision.domain.lives import begun
from supervision.domain.measure_changes import (
    IssueMeasure,
    MeasureChange,
    MeasureState,
    Service,
)
from supervision.domain.milestones import Milestone, next_milestone, planned, reached
from supervision.domain.objections import (
    Objection,
    ObjectionOutcome,
    answered,
    is_disputed,
    raised,
)
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.routings import Routing, routed
from supervision.domain.values import DepartmentId, Extra, OfficerId, Sealed

__all__ = [
    "MEASURE",
    "IssueMeasure",
    "Measure",
    "MeasureChange",
    "MeasureEntered",
    "MeasureState",
    "Service",
    "evolve",
]


@attrs.frozen(kw_only=True)
class Measure:
    """A measure taken towards a department or a person (督察措施).

    Attributes:
        id, unit: as in every record.
        rung: code of the rung.
        title: one line.
        state: where it stands.
        issued_on: day of issue.
        number: number of the document; `None` when the rung bears none.
        findings: findings it is about.
        department, officer: to whom it goes.
        to_unit: the superior or inferior unit it goes to instead, see `incoming_measures`.
        item: the item it serves.
        text: what is asked for.
        follows: the measure it follows on a higher rung.
        routed: where it went before (转交).
        served_on, service: when and how it was served.
        served_by, served_to: who served it, and to whom it was handed.
        receipt: the signed receipt (送达回证), sealed.
        service_note: what is to be said of the service, such as the witness of 留置送达.
        received_by, received_on: who signed for it, and when (签收).
        objections: refusals, and the answers (异议).
        claimed_by, claimed_on: who claimed it for the department, and when.
        assignee: who answers it for the department (经办人); at first whoever claimed it.
        plan: what will be done.
        milestones: the plan, what was reached in front (整改方案).
        answer, answered_on: the last answer.
        evidence: sealed attachments of the last answer.
        references: where further evidence is: ids of attachments, numbers of files.
        returns: how often an answer was returned.
        perfunctory: whether an answer was called perfunctory (敷衍整改), or
        falsified: untrue (虚假整改). Once said, it stays.
        proposed_rung: the rung proposed in consequence (升级建议).
        accepted_on: when the answer was accepted.
        result: whether the accepted answer came in time.
        closed_on: when it was closed (销号).
        clock: clock of the answer.
        extra: the office's own fields.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    rung: str
    title: str
    state: MeasureState
    issued_on: dt.date
    number: str | None = None
    findings: tuple[str, ...] = ()
    department: DepartmentId | None = None
    officer: OfficerId | None = None
    item: str | None = None
    text: str = ""
    follows: str | None = None
    to_unit: str | None = None
    routed: tuple[Routing, ...] = ()
    served_on: dt.date | None = None
    service: Service | None = None
    served_by: OfficerId | None = None
    served_to: OfficerId | None = None
    receipt: Sealed | None = None
    service_note: str = ""
    received_by: OfficerId | None = None
    received_on: dt.date | None = None
    objections: tuple[Objection, ...] = ()
    claimed_by: OfficerId | None = None
    claimed_on: dt.date | None = None
    assignee: OfficerId | None = None
    plan: str = ""
    milestones: tuple[Milestone, ...] = ()
    answer: str = ""
    answered_on: dt.date | None = None
    evidence: tuple[Sealed, ...] = ()
    references: tuple[str, ...] = ()
    returns: int = 0
    perfunctory: bool = False
    falsified: bool = False
    proposed_rung: str | None = None
    accepted_on: dt.date | None = None
    result: Result | None = None
    closed_on: dt.date | None = None
    clock: str | None = None
    extra: tuple[Extra, ...] = ()
    imported: str | None = None

    @property
    def disputed(self) -> bool:
        """Whether a refusal waits for its answer."""
        return is_disputed(self.objections)


@attrs.frozen(kw_only=True)
class MeasureEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Measure


def evolve(measure: Measure | None, change: MeasureChange | MeasureEntered) -> Measure:
    """Build the measure from its last state and one change. Never refuses."""
    if isinstance(change, MeasureEntered):
        return change.record
    if isinstance(change, made.MeasureIssued):
        return Measure(
            id=change.id,
            unit=change.unit,
            state=MeasureState.ISSUED,
            issued_on=change.act.on,
            number=change.number,
            **attrs.asdict(change.measure, recurse=False),
        )
    measure = begun(measure, change)
    on = change.act.on
    match change:
        case made.MeasureServed():
            return attrs.evolve(
                measure,
                state=MeasureState.SERVED,
                served_on=on,
                service=change.service,
                served_by=change.act.by,
                served_to=change.to,
                receipt=change.receipt,
                service_note=change.note,
                clock=change.clock,
            )
        case made.MeasureReceived():
            return attrs.evolve(
                measure,
                state=MeasureState.RECEIVED,
                received_by=change.act.by,
                received_on=on,
                clock=change.clock or measure.clock,
            )
        case made.MeasureClaimed():
            return attrs.evolve(
                measure,
                state=MeasureState.CLAIMED,
                claimed_by=change.act.by,
                claimed_on=on,
                assignee=change.act.by,
                plan=change.plan,
                clock=change.clock or measure.clock,
            )
        case made.MeasureRefused():
            objections = raised(measure.objections, change.act, change.text)
            return attrs.evolve(measure, state=MeasureState.REFUSED, objections=objections)
        case made.MeasureObjectionAnswered():
            return _objection_answered(measure, change)
        case made.MeasureRerouted():
            return _rerouted(measure, change)
        case made.MeasurePlanned():
            plan = planned(measure.milestones, change.milestones)
            return attrs.evolve(measure, milestones=plan)
        case made.MeasureMilestoneReached():
            plan = reached(measure.milestones, change.index, change.act, change.note)
            return attrs.evolve(measure, milestones=plan)
        case made.MeasureAnswered():
            return attrs.evolve(
                measure,
                state=MeasureState.ANSWERED,
                answer=change.answer,
                answered_on=on,
                evidence=change.evidence,
                references=change.references,
            )
        case made.MeasureReturned():
            return attrs.evolve(
                measure,
                state=MeasureState.CLAIMED,
                returns=measure.returns + 1,
                perfunctory=measure.perfunctory or change.perfunctory,
                falsified=measure.falsified or change.falsified,
                proposed_rung=change.proposes or measure.proposed_rung,
            )
        case made.MeasureAccepted():
            return attrs.evolve(
                measure, state=MeasureState.ACCEPTED, accepted_on=on, result=change.result
            )
        case made.MeasureClosed():
            return attrs.evolve(measure, state=MeasureState.CLOSED, closed_on=on)
        case made.MeasureVoided():
            return attrs.evolve(measure, state=MeasureState.VOIDED)
        case HandedOver():
            return assigned(measure, change)
        case _:
            assert_never(change)


def _objection_answered(measure: Measure, change: made.MeasureObjectionAnswered) -> Measure:
    """An objection that does not hold leads back to where it was raised."""
    objections = answered(measure.objections, change.index, change.act, change.outcome, change.text)
    state = measure.state
    if change.outcome is not ObjectionOutcome.UPHELD:
        state = MeasureState.RECEIVED if measure.received_on else MeasureState.SERVED
    return attrs.evolve(measure, state=state, objections=objections)


def _rerouted(measure: Measure, change: made.MeasureRerouted) -> Measure:
    """What was served elsewhere is not served here."""
    return attrs.evolve(
        measure,
        state=MeasureState.ISSUED,
        department=change.department,
        routed=routed(measure.routed, measure.department, change.department, change.act),
        served_on=None,
        service=None,
        served_by=None,
        served_to=None,
        receipt=None,
        service_note="",
        received_by=None,
        received_on=None,
        clock=change.clock,
    )


MEASURE: RecordKind[Measure] = RecordKind(
    name="measure",
    prefix="msr",
    cls=Measure,
    evolve=evolve,
    changes=(
        ChangeType("measure.issued", made.MeasureIssued),
        ChangeType("measure.served", made.MeasureServed),
        ChangeType("measure.received", made.MeasureReceived),
        ChangeType("measure.claimed", made.MeasureClaimed),
        ChangeType("measure.refused", made.MeasureRefused),
        ChangeType("measure.objection_answered", made.MeasureObjectionAnswered),
        ChangeType("measure.rerouted", made.MeasureRerouted),
        ChangeType("measure.planned", made.MeasurePlanned),
        ChangeType("measure.milestone_reached", made.MeasureMilestoneReached),
        ChangeType("measure.answered", made.MeasureAnswered),
        ChangeType("measure.returned", made.MeasureReturned),
        ChangeType("measure.accepted", made.MeasureAccepted),
        ChangeType("measure.closed", made.MeasureClosed),
        ChangeType("measure.voided", made.MeasureVoided),
        ChangeType("measure.entered", MeasureEntered),
        ChangeType("measure.handed_over", HandedOver),
    ),
    indexed=(
        Column("state"),
        Column("rung"),
        Column("number"),
        Column("department"),
        Column("officer"),
        Column("assignee"),
        Column("item"),
        Column("issued_on", ColumnType.DATE),
        Column("served_on", ColumnType.DATE),
        Column("answered_on", ColumnType.DATE),
        Column("received_on", ColumnType.DATE),
        Column("accepted_on", ColumnType.DATE),
        Column("closed_on", ColumnType.DATE),
        Column("service"),
        Column("follows"),
        Column("to_unit"),
        Column("disputed", ColumnType.INTEGER),
        Column("result"),
        Column("perfunctory", ColumnType.INTEGER),
        Column("falsified", ColumnType.INTEGER),
        Column("proposed_rung"),
        Column("milestone_on", ColumnType.DATE, lambda measure: next_milestone(measure.milestones)),
        Column("imported"),
    ),
    indexes=(
        ("state", "issued_on"),
        ("department", "state"),
        ("officer", "state"),
        ("assignee",),
        ("number",),
    ),
    many=(Many("findings"),),
    sealed=("receipt", "evidence"),
)
