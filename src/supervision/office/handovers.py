"""Handing work over (工作交接): list what is open, then hand it over in one act.

What belongs to whom follows from the records; `DUTIES` says for each kind which field names the
duty. A kind joins by one more line there and `HandedOver` among its changes. A clock (期限) belongs
to its record and goes with it; it is listed as the day by which the work is due.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from supervision.domain.acts import Act
from supervision.domain.clocks import CLOCK, ClockState
from supervision.domain.decision_works import DECISION_WORK, DecisionWorkState
from supervision.domain.departments import DEPARTMENT, check_department_open
from supervision.domain.finding_values import FINDING_ENDED
from supervision.domain.findings import FINDING
from supervision.domain.handovers import HandOver, decide_hand_over
from supervision.domain.instructions import INSTRUCTION, InstructionState
from supervision.domain.interview_steps import concerned_by_interview
from supervision.domain.interviews import INTERVIEW, Interview, InterviewState
from supervision.domain.item_commands import ITEM_ENDED
from supervision.domain.item_kinds import ItemTables
from supervision.domain.item_steps import concerned_by_item
from supervision.domain.items import ITEM, Item
from supervision.domain.material_lists import MATERIAL_LIST, MaterialState
from supervision.domain.measures import MEASURE, MeasureState
from supervision.domain.officers import OFFICER
from supervision.domain.opinions import OPINION, OpinionState
from supervision.domain.records import Record, RecordKind
from supervision.domain.report_requests import REPORT_REQUEST, RequestState
from supervision.domain.reviews import REVIEW, Review, ReviewState
from supervision.domain.separation import Concerned
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.search import title_of
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import And, Eq, Everything, Has, In, Not, Or, Predicate

__all__ = ["DUTIES", "Duty", "OpenWork", "hand_over", "open_work"]


def _nobody(_record: Any, _tables: ItemTables) -> Concerned:
    return Concerned()


@attrs.frozen(kw_only=True)
class Duty:
    """Where the records of a kind say who has the work (职责声明).

    Attributes:
        kind: the kind.
        open: which records still ask for work.
        officer: what asks for the records an officer has it for; `None` where only departments
            have it.
        department: what asks for the records a department has it for; `None` where only
            officers have it.
        within: the department whose officer has it; `None` where it is the office's own.
        concerned: whom a record concerns, where the taker must stand apart; it is told the
            office's kinds of items.
    """

    kind: RecordKind[Any]
    open: Predicate
    officer: Callable[[str], Predicate] | None = None
    department: Callable[[str], Predicate] | None = None
    within: Callable[[Any], DepartmentId | None] = lambda _: None
    concerned: Callable[[Any, ItemTables], Concerned] = _nobody


def _of_assignee(officer: str) -> Predicate:
    return Eq("assignee", officer)


def _of_inspection(officer: str) -> Predicate:
    return Or((Eq("supervisor", officer), Has("inspectors", officer)))


def _of_department(department: str) -> Predicate:
    return Eq("department", department)


def _about_item(item: Item, tables: ItemTables) -> Concerned:
    return concerned_by_item(item, tables.kinds.get(item.kind))


def _about_review(review: Review, _: ItemTables) -> Concerned:
    return Concerned(departments=frozenset(review.departments))


def _about_interview(interview: Interview, _: ItemTables) -> Concerned:
    return concerned_by_interview(interview)


def _of_item(department: str) -> Predicate:
    return Or(
        (
            Eq("lead", department),
            Has("co_departments", department),
            Has("addressees", department),
        )
    )


_ITEMS_ENDED = tuple(state.value for state in ITEM_ENDED)
_FINDINGS_ENDED = tuple(state.value for state in FINDING_ENDED)
_MEASURES_ENDED = tuple(
    state.value for state in (MeasureState.ACCEPTED, MeasureState.CLOSED, MeasureState.VOIDED)
)

DUTIES: tuple[Duty, ...] = (
    Duty(
        kind=ITEM,
        open=Not(In("state", _ITEMS_ENDED)),
        officer=_of_inspection,
        department=_of_item,
        concerned=_about_item,
    ),
    Duty(
        kind=FINDING,
        open=Not(In("state", _FINDINGS_ENDED)),
        officer=_of_assignee,
        department=_of_department,
        within=lambda finding: finding.department,
    ),
    Duty(
        kind=MEASURE,
        open=Not(In("state", _MEASURES_ENDED)),
        officer=_of_assignee,
        department=_of_department,
        within=lambda measure: measure.department,
    ),
    Duty(
        kind=REVIEW,
        open=Eq("state", ReviewState.PLANNED.value),
        officer=lambda officer: Has("checkers", officer),
        concerned=_about_review,
    ),
    Duty(
        kind=INTERVIEW,
        open=Eq("state", InterviewState.PLANNED.value),
        officer=lambda officer: Has("interviewers", officer),
        concerned=_about_interview,
    ),
    Duty(
        kind=INSTRUCTION,
        open=In("state", (InstructionState.OPEN.value, InstructionState.ANSWERED.value)),
        officer=lambda officer: Eq("officer", officer),
        department=_of_department,
    ),
    Duty(
        kind=OPINION,
        open=Eq("state", OpinionState.OPEN.value),
        department=_of_department,
    ),
    Duty(
        kind=DECISION_WORK,
        open=Eq("state", DecisionWorkState.OPEN.value),
        department=lambda department: Has("departments", department),
    ),
    Duty(
        kind=REPORT_REQUEST,
        open=In("state", (RequestState.ASKED.value, RequestState.REPORTED.value)),
        department=_of_department,
    ),
    Duty(
        kind=MATERIAL_LIST,
        open=In("state", (MaterialState.ASKED.value, MaterialState.HANDED_IN.value)),
        department=_of_department,
    ),
)


@attrs.frozen(kw_only=True)
class OpenWork:
    """Work that somebody has open (在办工作).

    Attributes:
        kind, id: the record.
        title, state: its title and where it stands.
        due_on: last day in time by its own date or its clock.
    """

    kind: str
    id: str
    title: str
    state: str
    due_on: dt.date | None = None


def open_work(
    view: ReadView,
    *,
    officer: OfficerId | None = None,
    department: DepartmentId | None = None,
) -> tuple[OpenWork, ...]:
    """List the open work of an officer or of a department (在办工作清单).

    Args:
        view: what the actor may see.
        officer: whose work; or
        department: which department's work.
    """
    return tuple(
        _told(view, duty.kind, record) for duty, record in _held(view, officer, department)
    )


def _held(
    view: ReadView, officer: str | None, department: str | None, where: Predicate = Everything
) -> Iterator[tuple[Duty, Any]]:
    for duty in DUTIES:
        asked: Predicate | None = None
        if officer is not None:
            asked = duty.officer(officer) if duty.officer else None
        elif department is not None:
            asked = duty.department(department) if duty.department else None
        if asked is None:
            continue
        for record in view.each(duty.kind, And((asked, duty.open, where))):
            yield duty, record


def _told(view: ReadView, kind: RecordKind[Any], record: Any) -> OpenWork:
    running = And((Eq("owner_id", record.id), Not(Eq("state", ClockState.STOPPED.value))))
    days = [clock.due_on for clock in view.select(CLOCK, running)]
    own = getattr(record, "due_on", None)
    return OpenWork(
        kind=kind.name,
        id=record.id,
        title=title_of(record),
        state=record.state.value,
        due_on=min(days) if days else own,
    )


def hand_over(
    work: Work,
    command: HandOver,
    *,
    only: tuple[str, ...] = (),
    acting: Acting = Acting(),
) -> tuple[OpenWork, ...]:
    """Hand all open work over in one act, with one reason (交接); return what went over.

    Either everything goes over or nothing: a single record the taker may not have refuses the
    whole act and is named. What lies in a closed file, released or not, is handed over in that
    file: an act writes in one place.

    Args:
        work: the unit of work.
        command: from whom to whom.
        only: ids, to hand over in parts; by default everything.
        acting: how it is entered.

    Raises:
        Refused: `handover.nothing` when nothing is open, else as `decide_hand_over`;
            `department.closed` when the taking department has ended.
        NotFound: `record.not_found` for an officer or department that is not there.
    """
    deed = deed_of(work, acting)
    taker = _taker(work, command, deed.act.on)
    done = []
    here = Eq("file", work.view.place.new)
    held = _held(work.view, command.from_officer, command.from_department, here)
    for duty, record in list(held):
        if only and record.id not in only:
            continue
        changes = decide_hand_over(
            record.id,
            command,
            deed=deed,
            within=duty.within(record),
            taker=taker,
            concerned=duty.concerned(record, work.office.rules.items),
            recused=_keeps_out(work, command.to_officer, deed.act.on, duty.kind, record),
        )
        if _differs(duty.kind, record, changes[0]):
            done.append(_told(work.view, duty.kind, record))
            work.stage(duty.kind, record.id, changes, acting.reason)
    if not done:
        raise Refused("handover.nothing")
    return tuple(done)


def _keeps_out(
    work: Work, officer: OfficerId | None, on: dt.date, kind: RecordKind[Any], record: Any
) -> bool:
    return officer is not None and work.view.recused(officer, on, "", kind, record) is not None


def _taker(work: Work, command: HandOver, on: dt.date) -> frozenset[DepartmentId]:
    if command.to_department is not None:
        check_department_open(work.load(DEPARTMENT, command.to_department))
    if command.to_officer is None:
        return frozenset()
    taker = work.load(OFFICER, command.to_officer)
    return frozenset(work.view.standing(Act(by=taker.id, on=on)).departments)


def _differs(kind: RecordKind[Any], record: Record, change: object) -> bool:
    """Say whether the change moves anything: a requirement done long ago stays where it was."""
    return bool(kind.evolve(record, change) != record)
