"""Dossiers (档案): everything about a person or a department as of a day.

`SHELVES` says for each kind of record which of its declared fields name a person or a department
and on which day a record counts. A kind joins by one more line. What the actor may not see is
not in the dossier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from supervision.domain.attachments import ATTACHMENT, AttachmentState
from supervision.domain.circulars import CIRCULAR
from supervision.domain.contacts import CONTACT
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.departments import DEPARTMENT, Department
from supervision.domain.detections import DETECTION
from supervision.domain.findings import FINDING
from supervision.domain.handling_units import HANDLING_UNIT, leader_on, members_on
from supervision.domain.inspections import INSPECTION
from supervision.domain.instructions import INSTRUCTION
from supervision.domain.interviews import INTERVIEW
from supervision.domain.items import ITEM
from supervision.domain.material_lists import MATERIAL_LIST
from supervision.domain.measures import MEASURE
from supervision.domain.meetings import MEETING
from supervision.domain.officers import OFFICER, posts_on
from supervision.domain.opinions import OPINION
from supervision.domain.posts import Post, Role
from supervision.domain.records import RecordKind
from supervision.domain.report_requests import REPORT_REQUEST
from supervision.domain.reviews import REVIEW
from supervision.domain.score_entries import SCORE_ENTRY
from supervision.domain.values import DepartmentId, OfficerId
from supervision.office.directory import Directory
from supervision.office.history import Happening, history
from supervision.office.search import title_of
from supervision.office.views import ReadView
from supervision.ports.query import After, And, Eq, Has, In, Not, Or, Predicate
from supervision.reporting.statistics import CountUnit

__all__ = [
    "SHELVES",
    "Dossier",
    "DossierEntry",
    "DossierMember",
    "DossierUnit",
    "Shelf",
    "department_dossier",
    "officer_dossier",
]

_BATCH = 500


@attrs.frozen(kw_only=True)
class Shelf:
    """How the records of a kind get into a dossier (档案目录).

    Attributes:
        kind: the kind.
        day: column of the day a record counts from; a record without that day always counts.
        unit: what one record is counted as.
        person, department: capacity, such as `responsible`, and the declared field that names
            the person or department in it.
    """

    kind: RecordKind[Any]
    day: str
    unit: CountUnit
    person: Mapping[str, str] = attrs.field(factory=dict)
    department: Mapping[str, str] = attrs.field(factory=dict)


SHELVES: tuple[Shelf, ...] = (
    Shelf(
        kind=FINDING,
        day="found_on",
        unit=CountUnit.PIECE,
        person={"responsible": "officers", "concerned": "concerned", "assignee": "assignee"},
        department={"rectifying": "department"},
    ),
    Shelf(
        kind=ITEM,
        day="opened_on",
        unit=CountUnit.ITEM,
        person={
            "supervisor": "supervisor",
            "inspector": "inspectors",
            "concerned": "concerned",
        },
        department={
            "lead": "lead",
            "inspected": "inspected",
            "taking_part": "co_departments",
            "addressee": "addressees",
        },
    ),
    Shelf(
        kind=MEASURE,
        day="issued_on",
        unit=CountUnit.COPY,
        person={"recipient": "officer", "assignee": "assignee"},
        department={"recipient": "department"},
    ),
    Shelf(
        kind=SCORE_ENTRY,
        day="fact_on",
        unit=CountUnit.ITEM,
        person={"account": "officer"},
        department={"account": "department"},
    ),
    Shelf(
        kind=DETECTION,
        day="first_seen",
        unit=CountUnit.PIECE,
        person={"handler": "handler"},
        department={"handler": "department"},
    ),
    Shelf(
        kind=REVIEW,
        day="planned_on",
        unit=CountUnit.ITEM,
        person={"checker": "checkers"},
        department={"rectifying": "departments"},
    ),
    Shelf(
        kind=INSTRUCTION,
        day="received_on",
        unit=CountUnit.PIECE,
        person={"leader": "leader", "answering": "officer"},
        department={"answering": "department"},
    ),
    Shelf(
        kind=MEETING,
        day="held_on",
        unit=CountUnit.SESSION,
        person={"attended": "attended_by"},
    ),
    Shelf(
        kind=OPINION,
        day="given_on",
        unit=CountUnit.ENTRY,
        person={"gave": "given_by"},
        department={"addressed": "department"},
    ),
    Shelf(
        kind=INSPECTION,
        day="held_on",
        unit=CountUnit.SESSION,
        person={"inspector": "inspectors", "criticised": "criticised"},
        department={"inspected": "departments"},
    ),
    Shelf(
        kind=CONTACT,
        day="contacted_on",
        unit=CountUnit.TIME,
        person={"asking": "contacted_by", "spoken_to": "officers"},
        department={"addressed": "department"},
    ),
    Shelf(
        kind=DECISION_WORK,
        day="deployed_on",
        unit=CountUnit.ITEM,
        person={"concerned": "concerned"},
        department={"carrying_out": "departments"},
    ),
    Shelf(
        kind=REPORT_REQUEST,
        day="asked_on",
        unit=CountUnit.COPY,
        department={"answering": "department"},
    ),
    Shelf(
        kind=MATERIAL_LIST,
        day="asked_on",
        unit=CountUnit.COPY,
        department={"answering": "department"},
    ),
    Shelf(
        kind=INTERVIEW,
        day="held_on",
        unit=CountUnit.TIME,
        person={"spoken_to": "officers", "interviewer": "interviewers"},
        department={"spoken_to": "departments"},
    ),
    Shelf(
        kind=CIRCULAR,
        day="issued_on",
        unit=CountUnit.COPY,
        person={"named": "officers"},
        department={"notified": "departments"},
    ),
)


@attrs.frozen(kw_only=True)
class DossierEntry:
    """One record in a dossier (档案条目).

    Attributes:
        kind, id: the record.
        title: what it is called.
        state: where it stands; empty where there is no such thing.
        day: the day it counts from.
        capacities: in which capacities it names the subject, such as `responsible`.
        attachments: how much evidence is attached to it, voided left out.
        happenings: its history, where it was asked for.
    """

    kind: str
    id: str
    title: str
    state: str
    day: str
    capacities: tuple[str, ...]
    attachments: int = 0
    happenings: tuple[Happening, ...] = ()


@attrs.frozen(kw_only=True)
class DossierUnit:
    """A handling unit on the day (当日办案单元).

    Attributes:
        id, name: the unit.
        role: role of the person in it; `None` in a department's dossier.
        leader: who leads it that day.
    """

    id: str
    name: str
    role: Role | None
    leader: OfficerId | None


@attrs.frozen(kw_only=True)
class DossierMember:
    """Somebody with a post in the department on the day (当日任职人员)."""

    officer: OfficerId
    posts: tuple[Post, ...]


@attrs.frozen(kw_only=True)
class Dossier:
    """Everything about a person or a department as of a day (档案).

    Attributes:
        kind, id: `officer` or `department`, and which.
        name: what it was called on the day.
        on: the day.
        posts: a person's posts on the day.
        rank, establishment: of a person, as last entered.
        members: of a department, whoever has a post in it on the day, 分管 included.
        merged: of a department, those merged into it by the day.
        handling_units: units on the day.
        entries: records up to the day, the oldest first.
        counts: records by kind, each record once.
    """

    kind: str
    id: str
    name: str
    on: dt.date
    posts: tuple[Post, ...] = ()
    rank: str = ""
    establishment: str = ""
    members: tuple[DossierMember, ...] = ()
    merged: tuple[DepartmentId, ...] = ()
    handling_units: tuple[DossierUnit, ...] = ()
    entries: tuple[DossierEntry, ...] = ()
    counts: Mapping[str, int] = attrs.field(factory=dict)


def officer_dossier(
    view: ReadView, id: OfficerId, on: dt.date, *, happenings: bool = False
) -> Dossier:
    """Collect everything about a person as of a day (人员档案).

    Args:
        view: what the actor may see. Of an office as it was known then, see `office.past`.
        id: the person.
        on: the day.
        happenings: also the history of every record.

    Raises:
        NotFound: `record.not_found`.
    """
    officer = view.get(OFFICER, id)
    entries = _entries(view, "person", (id,), on, happenings=happenings)
    units = [
        DossierUnit(id=unit.id, name=unit.name, role=one.role, leader=leader_on(unit, on))
        for unit in view.each(HANDLING_UNIT, Has("officers", id))
        for one in members_on(unit, on)
        if one.officer == id
    ]
    return Dossier(
        kind=OFFICER.name,
        id=id,
        name=Directory.of(view).name_of(id),
        on=on,
        posts=posts_on(officer, on),
        rank=officer.rank,
        establishment=officer.establishment,
        handling_units=tuple(units),
        entries=entries,
        counts=_counts(entries),
    )


def department_dossier(
    view: ReadView, id: DepartmentId, on: dt.date, *, happenings: bool = False
) -> Dossier:
    """Collect everything about a department as of a day (部门档案), with what merged into it.

    Args:
        view: what the actor may see. Of an office as it was known then, see `office.past`.
        id: the department.
        on: the day.
        happenings: also the history of every record.

    Raises:
        NotFound: `record.not_found`.
    """
    department = view.get(DEPARTMENT, id)
    merged = _merged(view, id, on)
    entries = _entries(view, "department", (id, *merged), on, happenings=happenings)
    members = []
    for officer in sorted(view.each(OFFICER), key=lambda one: one.staff_number):
        posts = tuple(post for post in posts_on(officer, on) if post.department == id)
        if posts:
            members.append(DossierMember(officer=officer.id, posts=posts))
    units = [
        DossierUnit(id=unit.id, name=unit.name, role=None, leader=leader_on(unit, on))
        for unit in view.each(HANDLING_UNIT, Eq("department", id))
        if members_on(unit, on)
    ]
    return Dossier(
        kind=DEPARTMENT.name,
        id=id,
        name=_name_on(department, on),
        on=on,
        members=tuple(members),
        merged=merged,
        handling_units=tuple(units),
        entries=entries,
        counts=_counts(entries),
    )


def _name_on(department: Department, on: dt.date) -> str:
    for former in department.former_names:
        if former.until is not None and on <= former.until:
            return former.name
    return department.name


def _merged(view: ReadView, id: str, on: dt.date) -> tuple[DepartmentId, ...]:
    found: dict[DepartmentId, None] = {}
    waiting: list[str] = [id]
    while waiting:
        ended = And((In("merged_into", tuple(waiting)), Not(After("closed_on", on.isoformat()))))
        older = [one.id for one in view.each(DEPARTMENT, ended) if one.id not in found]
        found.update(dict.fromkeys(older))
        waiting = list(older)
    return tuple(found)


# ---------------------------------------------------------------------------- records


def _entries(
    view: ReadView, of: str, ids: Sequence[str], on: dt.date, *, happenings: bool
) -> tuple[DossierEntry, ...]:
    found = [
        entry for shelf in SHELVES for entry in _on_shelf(view, shelf, of, ids, on, happenings)
    ]
    held = _attached(view, [one.id for one in found])
    told = [attrs.evolve(one, attachments=held.get(one.id, 0)) for one in found]
    return tuple(sorted(told, key=lambda one: (one.day, one.kind, one.id)))


def _on_shelf(
    view: ReadView,
    shelf: Shelf,
    of: str,
    ids: Sequence[str],
    on: dt.date,
    happenings: bool,
) -> Iterator[DossierEntry]:
    fields: Mapping[str, str] = shelf.person if of == "person" else shelf.department
    named = {
        capacity: Or(tuple(_names(shelf.kind, field, id) for id in ids))
        for capacity, field in fields.items()
    }
    by_then = Or((Eq(shelf.day, None), Not(After(shelf.day, on.isoformat()))))
    capacities: dict[str, list[str]] = {}
    records: dict[str, Any] = {}
    for capacity, where in named.items():
        for record in view.each(shelf.kind, And((where, by_then))):
            records[record.id] = record
            capacities.setdefault(record.id, []).append(capacity)
    for id, record in records.items():
        state = getattr(record, "state", None) or getattr(record, "decision", None)
        yield DossierEntry(
            kind=shelf.kind.name,
            id=id,
            title=title_of(record),
            state=state.value if state is not None else "",
            day=str(shelf.kind.columns_of(record)[shelf.day] or ""),
            capacities=tuple(capacities[id]),
            happenings=history(view, shelf.kind, id) if happenings else (),
        )


def _names(kind: RecordKind[Any], field: str, id: str) -> Predicate:
    return Has(field, id) if any(one.name == field for one in kind.many) else Eq(field, id)


def _attached(view: ReadView, ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in (ids[n : n + _BATCH] for n in range(0, len(ids), _BATCH)):
        held = And((In("owner_id", tuple(part)), Eq("state", AttachmentState.HELD.value)))
        for group in view.tally(ATTACHMENT, held, ("owner_id",)):
            found[str(group.key[0])] = group.count
    return found


def _counts(entries: Sequence[DossierEntry]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
    return counts
