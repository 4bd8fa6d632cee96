"""Old plans, requests and circulars (计划、要求、通报历史台账录入).

As in `ledger_entries`. A sealed report or material is no part of an old ledger: what was handed
in stays on its paper, and the record says when it came.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.circular_changes import CircularVoided
from supervision.domain.circular_steps import NO_PROBLEM, RUNG, concerned_by_circular
from supervision.domain.circulars import CIRCULAR, Circular, CircularEntered, CircularState
from supervision.domain.decision_works import DECISION_WORK, DecisionWork
from supervision.domain.entering import (
    Entering,
    Entry,
    check_stands,
    check_unconcerned,
    in_order,
    need,
    none_ahead,
    written,
)
from supervision.domain.findings import FINDING, Finding
from supervision.domain.inspection_plans import (
    PLAN_ENTRY,
    PlanEntered,
    PlanEntry,
    PlanState,
    PlanVoided,
    check_month,
)
from supervision.domain.inspections import INSPECTION
from supervision.domain.ladders import rung_of
from supervision.domain.material_lists import (
    MATERIAL_LIST,
    Material,
    MaterialList,
    MaterialsEntered,
    MaterialState,
    MaterialsVoided,
)
from supervision.domain.names import check_text
from supervision.domain.report_requests import (
    REPORT_REQUEST,
    ReportEntered,
    ReportRequest,
    ReportVoided,
    RequestState,
)
from supervision.domain.report_steps import concerned_by_report
from supervision.domain.separation import Concerned
from supervision.domain.values import DepartmentId
from supervision.errors import Refused

__all__ = [
    "PAPER_ENTRIES",
    "decide_enter_circular",
    "decide_enter_materials",
    "decide_enter_plan",
    "decide_enter_request",
]

# ---------------------------------------------------------------------------- plans


def decide_enter_plan(entry: PlanEntry, entering: Entering) -> tuple[PlanEntered]:
    """Enter an entry of an old plan of inspections (录入历史检查计划).

    Raises:
        Refused: `text.*`, `plan.month`, `inspection.unknown_kind`, `inspection.kind_ended`;
            `entry.missing` when it was merged and nobody says into what; `entry.ahead`,
            `entry.voided`.
    """
    check_stands(entry, PlanState.VOIDED)
    check_month(entry.year, entry.month)
    entering.activities.inspection(entry.kind, entry.month_begins)
    if entry.state is PlanState.MERGED:
        need(entry, "into")
    none_ahead(entry, entering.deed.act.on, "planned_on")
    entry = written(entry, entering, on=entry.planned_on, line="theme")
    return (PlanEntered(act=entering.deed.act, line=entering.line, record=entry),)


# ---------------------------------------------------------------------------- requests


def _work_of(record: ReportRequest | MaterialList, entering: Entering) -> DecisionWork:
    """Return the work of a decision a request serves."""
    work = next(iter(entering.about), None)
    if not isinstance(work, DecisionWork):
        raise Refused("entry.missing", field="work", state=record.state.value)
    return work


def decide_enter_request(request: ReportRequest, entering: Entering) -> tuple[ReportEntered]:
    """Enter an old report request (录入历史要求报告). What was reported stays on its paper.

    Whether it was late follows from the days, unless the ledger says: it may know of an
    extension.

    Raises:
        Refused: `text.*`, `entry.*`; `separation.*` when it is assessed and concerns who
            enters it.
    """
    check_stands(request, RequestState.VOIDED)
    work = _work_of(request, entering)
    if request.state is RequestState.REPORTED:
        need(request, "reported_on")
    if request.state is RequestState.ASSESSED:
        need(request, "outcome", "assessed_on")
    in_order(request, "asked_on", "due_on")
    in_order(request, "asked_on", "reported_on", "assessed_on")
    days = ("asked_on", "reported_on", "assessed_on")
    none_ahead(request, entering.deed.act.on, *days)
    concerned = concerned_by_report(request, work)
    check_unconcerned(request, (RequestState.ASSESSED,), entering, concerned)
    ended = request.state is not RequestState.ASKED
    late = _late(request.late, request.reported_on, request.due_on) if ended else None
    request = written(request, entering, on=request.asked_on)
    request = attrs.evolve(request, decision=work.decision, late=late)
    return (ReportEntered(act=entering.deed.act, line=entering.line, record=request),)


def _late(told: bool | None, came_on: dt.date | None, due_on: dt.date) -> bool:
    """Say whether it came late; what never came did."""
    if told is not None:
        return told
    return came_on is None or came_on > due_on


def decide_enter_materials(listed: MaterialList, entering: Entering) -> tuple[MaterialsEntered]:
    """Enter an old list of materials (录入历史材料清单).

    What came is offered for reuse only as long as the ledger says it may be.

    Raises:
        Refused: `text.*`, `entry.*`, also of the days of its materials; `separation.*` when it
            was accepted and concerns who enters it.
    """
    check_stands(listed, MaterialState.VOIDED)
    work = _work_of(listed, entering)
    if listed.state is not MaterialState.ASKED and not listed.complete:
        raise Refused("entry.missing", field="materials.received_on", state=listed.state.value)
    if listed.state is MaterialState.ACCEPTED:
        need(listed, "accepted_on")
    in_order(listed, "asked_on", "due_on")
    in_order(listed, "asked_on", "received_on", "accepted_on")
    none_ahead(listed, entering.deed.act.on, "asked_on", "received_on", "accepted_on")
    concerned = Concerned(
        officers=frozenset(work.concerned),
        departments=frozenset({listed.department, *work.departments}),
    )
    check_unconcerned(listed, (MaterialState.ACCEPTED,), entering, concerned)
    accepted = listed.state is MaterialState.ACCEPTED
    late = _late(listed.late, listed.received_on, listed.due_on) if accepted else None
    listed = attrs.evolve(
        written(listed, entering, on=listed.asked_on),
        decision=work.decision,
        late=late,
        materials=tuple(_kept(one) for one in listed.materials),
    )
    return (MaterialsEntered(act=entering.deed.act, line=entering.line, record=listed),)


def _kept(material: Material) -> Material:
    name = check_text(material.name, place="materials.name")
    until = material.valid_until or material.received_on
    return attrs.evolve(material, name=name, valid_until=until)


# ---------------------------------------------------------------------------- circulars

_C = CircularState
_ISSUED = (_C.ISSUED, _C.CLOSED)


def decide_enter_circular(circular: Circular, entering: Entering) -> tuple[CircularEntered]:
    """Enter an old circular with its addressees (录入历史通报).

    Where nobody says when it was drafted, it was on the day it was issued.

    Raises:
        Refused: `text.*`, `circular.to_twice`, `circular.person_twice`, `circular.no_problem`;
            `entry.*`, also of the days of its addressees; `separation.*` when it was issued and
            concerns who enters it.
    """
    check_stands(circular, _C.VOIDED)
    drafted_on = _first(circular.drafted_on, circular.issued_on)
    if drafted_on is None:
        raise Refused("entry.missing", field="drafted_on", state=circular.state.value)
    circular = attrs.evolve(circular, drafted_on=drafted_on)
    if circular.state in _ISSUED:
        need(circular, "issued_on")
    if circular.state is _C.CLOSED:
        need(circular, "closed_on")
    _check_once(circular)
    in_order(circular, "drafted_on", "issued_on", "closed_on")
    on = entering.deed.act.on
    none_ahead(circular, on, "drafted_on", "issued_on", "closed_on")
    for one in circular.addressees:
        in_order(one, "served_on", "received_on", "confirmed_on")
        none_ahead(one, on, "served_on", "received_on", "confirmed_on")
    circular = attrs.evolve(circular, concerned=_at_fault(circular, entering))
    check_unconcerned(circular, _ISSUED, entering, concerned_by_circular(circular))
    circular = written(circular, entering, on=circular.drafted_on)
    return (CircularEntered(act=entering.deed.act, line=entering.line, record=circular),)


def _first(drafted_on: dt.date | None, issued_on: dt.date | None) -> dt.date | None:
    """Return the day of the draft; a ledger may leave it open, see `Entry.defaults`."""
    return drafted_on or issued_on


def _check_once(circular: Circular) -> None:
    departments = [one.department for one in circular.addressees]
    for place, department in enumerate(departments):
        if department in departments[:place]:
            raise Refused("circular.to_twice", department=department)
    officers = [one.officer for one in circular.persons]
    for place, officer in enumerate(officers):
        if officer in officers[:place]:
            raise Refused("circular.person_twice", officer=officer)


def _at_fault(circular: Circular, entering: Entering) -> tuple[DepartmentId, ...]:
    """Return the departments concerned, with those of the problems it names."""
    found = list(circular.concerned)
    for finding in entering.about:
        if isinstance(finding, Finding):
            if finding.state in NO_PROBLEM:
                raise Refused("circular.no_problem", id=finding.id, state=finding.state.value)
            found += [finding.department] if finding.department else []
    return tuple(dict.fromkeys(found))


def _series_of_circular(_circular: Circular, entering: Entering) -> str | None:
    return rung_of(RUNG, entering.ladders)[1].series or RUNG


# ---------------------------------------------------------------------------- the table

PAPER_ENTRIES: tuple[Entry, ...] = (
    Entry(
        kind=PLAN_ENTRY,
        fields=("year", "month", "theme", "kind", "departments", "state", "planned_on", "into"),
        required=("year", "month", "theme", "kind", "state", "planned_on"),
        decide=decide_enter_plan,
        void=lambda act: PlanVoided(act=act),
        voided=PlanState.VOIDED,
        held_by=((INSPECTION, "plan"),),
    ),
    Entry(
        kind=REPORT_REQUEST,
        fields=(
            "work",
            "title",
            "department",
            "asked_on",
            "due_on",
            "state",
            "asked",
            "reported_by",
            "reported_on",
            "late",
            "returns",
            "outcome",
            "assessed_on",
        ),
        required=("work", "title", "department", "asked_on", "due_on", "state"),
        defaults={"decision": ""},  # that of its work
        decide=decide_enter_request,
        void=lambda act: ReportVoided(act=act),
        voided=RequestState.VOIDED,
        about=lambda request: ((DECISION_WORK.name, request.work),),
    ),
    Entry(
        kind=MATERIAL_LIST,
        fields=(
            "work",
            "title",
            "department",
            "asked_on",
            "due_on",
            "state",
            "materials.name",
            "materials.received_on",
            "materials.valid_until",
            "late",
            "returns",
            "accepted_on",
        ),
        required=("work", "title", "department", "asked_on", "due_on", "state", "materials.name"),
        defaults={"decision": ""},  # that of its work
        decide=decide_enter_materials,
        void=lambda act: MaterialsVoided(act=act),
        voided=MaterialState.VOIDED,
        about=lambda listed: ((DECISION_WORK.name, listed.work),),
    ),
    Entry(
        kind=CIRCULAR,
        fields=(
            "number",
            "title",
            "state",
            "drafted_on",
            "issued_on",
            "issued_by",
            "closed_on",
            "addressees.department",
            "addressees.served_on",
            "addressees.received_on",
            "addressees.confirmed_on",
            "addressees.answer",
            "scope",
            "text",
            "findings",
            "concerned",
            "persons.officer",
            "follows",
        ),
        required=("title", "state", "addressees.department"),
        defaults={"drafted_on": None},  # the day of issue, where that is told
        decide=decide_enter_circular,
        void=lambda act: CircularVoided(act=act),
        voided=_C.VOIDED,
        series=_series_of_circular,
        about=lambda circular: tuple((FINDING.name, id) for id in circular.findings),
    ),
)
"""What `ledger_entries` lists of plans, requests and circulars."""
