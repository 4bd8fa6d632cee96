"""Old plans, requests and circulars are entered as they stood."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.circulars import Addressee, Circular, CircularState, NamedPerson
from supervision.domain.decision_works import DecisionWork, DecisionWorkState
from supervision.domain.findings import Finding, FindingState, Source
from supervision.domain.inspection_plans import PlanEntry, PlanState
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.ledger_entries import ENTRIES, Entering
from supervision.domain.material_lists import Material, MaterialList, MaterialState
from supervision.domain.officers import Role
from supervision.domain.report_requests import ReportOutcome, ReportRequest, RequestState
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.errors import Refused

DAY = dt.date(2021, 3, 5)
BEFORE, LATER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)
TODAY = dt.date(2026, 3, 2)
AHEAD = TODAY + dt.timedelta(1)
UNIT = UnitId("unt_1")
DEPARTMENT, SECOND = DepartmentId("dep_1"), DepartmentId("dep_2")
MINE = DepartmentId("dep_9")
ME, OTHER = OfficerId("off_9"), OfficerId("off_1")


def entering(about: tuple[object, ...] = ()) -> Entering:
    standing = Standing(
        officer=ME, roles=frozenset({Role.SUPERVISION_HEAD}), departments=frozenset({MINE})
    )
    return Entering(deed=Deed(act=Act(by=ME, on=TODAY), standing=standing), line=2, about=about)


def plan(**changes: Any) -> PlanEntry:
    fields: dict[str, Any] = {
        "year": 2021,
        "month": 5,
        "theme": "会风",
        "kind": "style",
        "state": PlanState.PLANNED,
        "planned_on": DAY,
    }
    return PlanEntry(id="ple_1", unit=UNIT, imported="lim_1", **(fields | changes))


def work(**changes: Any) -> DecisionWork:
    fields: dict[str, Any] = {
        "decision": "dcn_1",
        "title": "起底",
        "state": DecisionWorkState.OPEN,
        "departments": (DEPARTMENT,),
        "deployed_on": DAY,
    }
    return DecisionWork(id="dwk_1", unit=UNIT, **(fields | changes))


def request(**changes: Any) -> ReportRequest:
    fields: dict[str, Any] = {
        "work": "dwk_1",
        "decision": "dcn_1",
        "title": "起底情况",
        "department": DEPARTMENT,
        "state": RequestState.ASSESSED,
        "asked_on": DAY,
        "due_on": DAY,
        "reported_on": LATER,
        "late": True,
        "outcome": ReportOutcome.TRUTHFUL,
        "assessed_on": LATER,
    }
    return ReportRequest(id="rrq_1", unit=UNIT, imported="lim_1", **(fields | changes))


def materials(**changes: Any) -> MaterialList:
    fields: dict[str, Any] = {
        "work": "dwk_1",
        "decision": "dcn_1",
        "title": "起底材料",
        "department": DEPARTMENT,
        "state": MaterialState.ACCEPTED,
        "asked_on": DAY,
        "due_on": LATER,
        "materials": (came(DAY), came(LATER)),
        "accepted_on": LATER,
        "late": False,
    }
    return MaterialList(id="mtl_1", unit=UNIT, imported="lim_1", **(fields | changes))


def came(on: dt.date | None, **known: Any) -> Material:
    return Material(name="台账", received_on=on, **({"valid_until": on} | known))


def circular(**changes: Any) -> Circular:
    fields: dict[str, Any] = {
        "title": "关于卷宗的通报",
        "state": CircularState.CLOSED,
        "drafted_on": DAY,
        "issued_on": DAY,
        "closed_on": LATER,
        "addressees": (
            Addressee(department=DEPARTMENT, served_on=DAY, confirmed_on=LATER),
            Addressee(department=SECOND),
        ),
        "persons": (NamedPerson(officer=OTHER),),
    }
    return Circular(id="cir_1", unit=UNIT, imported="lim_1", **(fields | changes))


def finding(**changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "title": "告知逾期",
        "source": Source.MANUAL,
        "found_on": DAY,
        "state": FindingState.CLOSED,
        "department": DEPARTMENT,
    }
    return Finding(id="fnd_1", unit=UNIT, **(fields | changes))


_ASKED: Any = {"outcome": None, "assessed_on": None, "reported_on": None, "late": None}
_DRAFT: Any = {"state": CircularState.DRAFTED, "issued_on": None, "closed_on": None}
_NAMED: Any = {"findings": ("fnd_1",), "concerned": (DEPARTMENT,)}
_STAND: list[tuple[str, Any, tuple[object, ...]]] = [
    ("plan_entry", plan(), ()),
    ("plan_entry", plan(state=PlanState.MERGED, into="ple_2"), ()),
    ("plan_entry", plan(state=PlanState.DROPPED), ()),
    ("report_request", request(), (work(),)),
    ("report_request", request(reported_on=None, outcome=ReportOutcome.REFUSED), (work(),)),
    ("report_request", request(late=False), (work(),)),
    ("report_request", request(state=RequestState.ASKED, **_ASKED), (work(),)),
    ("report_request", request(state=RequestState.REPORTED, department=MINE), (work(),)),
    ("material_list", materials(), (work(),)),
    ("material_list", materials(due_on=DAY, late=True), (work(),)),
    (
        "material_list",
        materials(state=MaterialState.ASKED, materials=(came(None),), accepted_on=None, late=None),
        (work(),),
    ),
    (
        "material_list",
        materials(state=MaterialState.HANDED_IN, accepted_on=None, late=None, department=MINE),
        (work(),),
    ),
    ("circular", circular(), ()),
    ("circular", circular(state=CircularState.ISSUED, closed_on=None), ()),
    ("circular", circular(persons=(NamedPerson(officer=ME),), **_DRAFT), ()),
    ("circular", circular(**_NAMED), (finding(),)),
]


@pytest.mark.parametrize(("kind", "record", "about"), _STAND)
def test_an_old_record_is_entered_and_voided_as_a_whole(
    kind: str, record: Any, about: tuple[object, ...]
) -> None:
    entry, declared = ENTRIES[kind], KINDS_BY_NAME[kind]
    [change] = entry.decide(record, entering(about))
    entered = declared.evolve(None, change)
    assert (entered, change.line) == (record, 2)
    voided = declared.evolve(entered, entry.void(entering().deed.act))
    assert voided == attrs.evolve(record, state=entry.voided)


_REFUSED: list[tuple[str, Any, tuple[object, ...], str]] = [
    ("plan_entry", plan(state=PlanState.VOIDED), (), "entry.voided"),
    ("plan_entry", plan(month=13), (), "plan.month"),
    ("plan_entry", plan(kind="none"), (), "inspection.unknown_kind"),
    ("plan_entry", plan(state=PlanState.MERGED), (), "entry.missing"),
    ("plan_entry", plan(planned_on=AHEAD), (), "entry.ahead"),
    ("plan_entry", plan(theme=" "), (), "text.empty"),
    ("report_request", request(state=RequestState.VOIDED), (work(),), "entry.voided"),
    ("report_request", request(), (), "entry.missing"),
    ("report_request", request(outcome=None), (work(),), "entry.missing"),
    (
        "report_request",
        request(state=RequestState.REPORTED, reported_on=None),
        (work(),),
        "entry.missing",
    ),
    ("report_request", request(due_on=BEFORE), (work(),), "entry.order"),
    ("report_request", request(assessed_on=DAY), (work(),), "entry.order"),
    ("report_request", request(assessed_on=AHEAD), (work(),), "entry.ahead"),
    ("report_request", request(reported_by=ME), (work(),), "separation.named"),
    ("report_request", request(), (work(departments=(MINE,)),), "separation.department"),
    ("report_request", request(title=" "), (work(),), "text.empty"),
    ("material_list", materials(state=MaterialState.VOIDED), (work(),), "entry.voided"),
    ("material_list", materials(), (), "entry.missing"),
    ("material_list", materials(materials=(came(None),)), (work(),), "entry.missing"),
    ("material_list", materials(accepted_on=None), (work(),), "entry.missing"),
    ("material_list", materials(due_on=BEFORE), (work(),), "entry.order"),
    ("material_list", materials(accepted_on=DAY), (work(),), "entry.order"),
    ("material_list", materials(accepted_on=AHEAD), (work(),), "entry.ahead"),
    ("material_list", materials(department=MINE), (work(),), "separation.department"),
    ("material_list", materials(), (work(concerned=(ME,)),), "separation.named"),
    ("material_list", materials(title=" "), (work(),), "text.empty"),
    ("circular", circular(state=CircularState.VOIDED), (), "entry.voided"),
    ("circular", circular(**(_DRAFT | {"drafted_on": None})), (), "entry.missing"),
    ("circular", circular(issued_on=None), (), "entry.missing"),
    ("circular", circular(closed_on=None), (), "entry.missing"),
    ("circular", circular(closed_on=BEFORE), (), "entry.order"),
    ("circular", circular(closed_on=AHEAD), (), "entry.ahead"),
    ("circular", circular(addressees=(Addressee(department=SECOND),) * 2), (), "circular.to_twice"),
    (
        "circular",
        circular(persons=(NamedPerson(officer=OTHER),) * 2),
        (),
        "circular.person_twice",
    ),
    (
        "circular",
        circular(addressees=(Addressee(department=SECOND, served_on=LATER, received_on=DAY),)),
        (),
        "entry.order",
    ),
    (
        "circular",
        circular(addressees=(Addressee(department=SECOND, served_on=AHEAD),)),
        (),
        "entry.ahead",
    ),
    ("circular", circular(), (finding(state=FindingState.VOIDED),), "circular.no_problem"),
    ("circular", circular(), (finding(department=MINE),), "separation.department"),
    ("circular", circular(persons=(NamedPerson(officer=ME),)), (), "separation.named"),
    ("circular", circular(title=" "), (), "text.empty"),
]


@pytest.mark.parametrize(("kind", "record", "about", "code"), _REFUSED)
def test_what_cannot_have_been_so_is_refused(
    kind: str, record: Any, about: tuple[object, ...], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        ENTRIES[kind].decide(record, entering(about))
    assert refused.value.code == code


def entered(kind: str, record: Any, *about: object) -> Any:
    [change] = ENTRIES[kind].decide(record, entering(about))
    return change.record


def test_a_request_knows_its_decision_and_whether_it_was_late() -> None:
    old = request(decision="", late=None)
    assert entered("report_request", old, work()) == request()
    never = entered("report_request", request(late=None, reported_on=None), work())
    assert (never.decision, never.late) == ("dcn_1", True)


def test_an_old_material_is_not_offered_longer_than_the_ledger_says() -> None:
    lasting = came(DAY, valid_until=None), came(DAY, valid_until=LATER)
    listed = entered("material_list", materials(decision="", late=None, materials=lasting), work())
    assert [one.valid_until for one in listed.materials] == [DAY, LATER]
    assert (listed.decision, listed.late) == ("dcn_1", False)


def test_a_circular_was_drafted_when_it_was_issued_at_the_latest() -> None:
    drafted: Any = None
    assert entered("circular", circular(drafted_on=drafted)).drafted_on == DAY


def test_a_circular_concerns_the_departments_of_its_problems() -> None:
    nobody = finding(department=None)
    record = entered("circular", circular(concerned=(SECOND,)), finding(), nobody, work())
    assert record.concerned == (SECOND, DEPARTMENT)


def test_an_old_record_says_what_it_is_about_and_which_series_it_has() -> None:
    assert ENTRIES["report_request"].about(request()) == (("decision_work", "dwk_1"),)
    assert ENTRIES["material_list"].about(materials()) == (("decision_work", "dwk_1"),)
    assert ENTRIES["circular"].about(circular(**_NAMED)) == (("finding", "fnd_1"),)
    assert ENTRIES["circular"].series(circular(), entering()) == "circular"
