"""Old meetings, opinions, inspections, talks, decisions and works are entered as they stood."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.decision_works import (
    DecisionWork,
    DecisionWorkState,
    Execution,
    ExecutionCheck,
)
from supervision.domain.decisions import Decision, DecisionState
from supervision.domain.inspections import Conduct, Inspection, InspectionState
from supervision.domain.interviews import Interview, InterviewState, SpokenTo
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.ledger_entries import ENTRIES, Entering
from supervision.domain.meetings import Meeting, MeetingState
from supervision.domain.officers import Role
from supervision.domain.opinions import Opinion, OpinionState
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.errors import Refused

DAY = dt.date(2021, 3, 5)
BEFORE, LATER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)
TODAY = dt.date(2026, 3, 2)
AHEAD = TODAY + dt.timedelta(1)
UNIT = UnitId("unt_1")
DEPARTMENT = DepartmentId("dep_1")
MINE = DepartmentId("dep_9")
ME, OTHER = OfficerId("off_9"), OfficerId("off_1")


def entering() -> Entering:
    standing = Standing(
        officer=ME, roles=frozenset({Role.SUPERVISION_HEAD}), departments=frozenset({MINE})
    )
    return Entering(deed=Deed(act=Act(by=ME, on=TODAY), standing=standing), line=2)


def meeting(**changes: Any) -> Meeting:
    fields: dict[str, Any] = {
        "title": "检委会",
        "kind": "committee",
        "held_on": DAY,
        "state": MeetingState.RECORDED,
        "attended_by": (ME,),
    }
    return Meeting(id="mtg_1", unit=UNIT, imported="lim_1", **(fields | changes))


def opinion(**changes: Any) -> Opinion:
    fields: dict[str, Any] = {
        "matter": "归档",
        "text": "逐件说明",
        "given_on": DAY,
        "state": OpinionState.ADOPTED,
        "department": DEPARTMENT,
    }
    return Opinion(id="opn_1", unit=UNIT, imported="lim_1", **(fields | changes))


def inspection(**changes: Any) -> Inspection:
    fields: dict[str, Any] = {
        "theme": "会风",
        "kind": "style",
        "state": InspectionState.CONCLUDED,
        "held_on": DAY,
        "inspectors": (ME,),
        "departments": (DEPARTMENT,),
        "concluded_on": LATER,
    }
    return Inspection(id="isp_1", unit=UNIT, imported="lim_1", **(fields | changes))


def interview(**changes: Any) -> Interview:
    fields: dict[str, Any] = {
        "talk": "admonishing",
        "title": "逾期",
        "state": InterviewState.SIGNED,
        "persons": (SpokenTo(officer=OTHER),),
        "interviewers": (ME,),
        "held_on": DAY,
        "signed_on": DAY,
    }
    return Interview(id="itv_1", unit=UNIT, imported="lim_1", **(fields | changes))


def decision(**changes: Any) -> Decision:
    fields: dict[str, Any] = {
        "title": "常态化",
        "issuer": "superior",
        "state": DecisionState.CONCLUDED,
        "issued_on": DAY,
        "concluded_on": LATER,
    }
    return Decision(id="dcn_1", unit=UNIT, imported="lim_1", **(fields | changes))


def check(on: dt.date) -> ExecutionCheck:
    return ExecutionCheck(by=ME, on=on, outcome=Execution.CARRIED_OUT)


def work(**changes: Any) -> DecisionWork:
    fields: dict[str, Any] = {
        "decision": "dcn_1",
        "title": "起底",
        "state": DecisionWorkState.SETTLED,
        "departments": (DEPARTMENT,),
        "deployed_on": DAY,
        "settled_on": LATER,
        "checks": (check(LATER),),
    }
    return DecisionWork(id="dwk_1", unit=UNIT, imported="lim_1", **(fields | changes))


_STAND = {
    "meeting": (meeting(),),
    "opinion": (
        opinion(),
        opinion(state=OpinionState.OPEN, department=None, meeting="mtg_1"),
    ),
    "inspection": (
        inspection(criticised=(OTHER,)),
        inspection(state=InspectionState.BEGUN, concluded_on=None, departments=(MINE,)),
        inspection(conduct=Conduct.SELF, departments=(MINE,)),
    ),
    "interview": (
        interview(),
        interview(state=InterviewState.HELD, signed_on=None),
        interview(state=InterviewState.PLANNED, held_on=None, signed_on=None),
    ),
    "decision": (
        decision(),
        decision(state=DecisionState.REGISTERED, concluded_on=None),
    ),
    "decision_work": (
        work(),
        work(state=DecisionWorkState.OPEN, settled_on=None, checks=(), departments=(MINE,)),
    ),
}


@pytest.mark.parametrize(
    ("kind", "record"), [(kind, one) for kind, records in _STAND.items() for one in records]
)
def test_an_old_record_is_entered_and_voided_as_a_whole(kind: str, record: Any) -> None:
    entry, declared = ENTRIES[kind], KINDS_BY_NAME[kind]
    [change] = entry.decide(record, entering())
    entered = declared.evolve(None, change)
    assert (entered, change.line) == (record, 2)
    voided = declared.evolve(entered, entry.void(entering().deed.act))
    assert voided == attrs.evolve(record, state=entry.voided)


_REFUSED: list[tuple[str, Any, str]] = [
    ("meeting", meeting(state=MeetingState.VOIDED), "entry.voided"),
    ("meeting", meeting(kind="none"), "meeting.unknown_kind"),
    ("meeting", meeting(held_on=AHEAD), "entry.ahead"),
    ("meeting", meeting(title=" "), "text.empty"),
    ("opinion", opinion(state=OpinionState.VOIDED), "entry.voided"),
    ("opinion", opinion(department=None), "opinion.addressee"),
    ("opinion", opinion(answered_on=BEFORE), "entry.order"),
    ("opinion", opinion(matter=" "), "text.empty"),
    ("inspection", inspection(state=InspectionState.VOIDED), "entry.voided"),
    ("inspection", inspection(kind="none"), "inspection.unknown_kind"),
    ("inspection", inspection(concluded_on=None), "entry.missing"),
    ("inspection", inspection(concluded_on=BEFORE), "entry.order"),
    ("inspection", inspection(criticised=(ME,)), "separation.named"),
    ("inspection", inspection(concerned=(ME,)), "separation.named"),
    ("inspection", inspection(departments=(MINE,)), "separation.department"),
    ("interview", interview(state=InterviewState.VOIDED), "entry.voided"),
    ("interview", interview(talk="none"), "interview.unknown_talk"),
    (
        "interview",
        interview(persons=(SpokenTo(officer=OTHER, capacity="none"),)),
        "interview.unknown_capacity",
    ),
    ("interview", interview(interviewers=(OTHER,)), "interview.interviewer_concerned"),
    ("interview", interview(held_on=None), "entry.missing"),
    ("interview", interview(signed_on=None), "entry.missing"),
    ("interview", interview(signed_on=BEFORE), "entry.order"),
    (
        "interview",
        interview(persons=(SpokenTo(officer=ME),), interviewers=()),
        "separation.named",
    ),
    ("decision", decision(state=DecisionState.VOIDED), "entry.voided"),
    ("decision", decision(issuer="none"), "decision.unknown_issuer"),
    ("decision", decision(concluded_on=None), "entry.missing"),
    ("decision", decision(concluded_on=BEFORE), "entry.order"),
    ("decision_work", work(state=DecisionWorkState.VOIDED), "entry.voided"),
    ("decision_work", work(settled_on=None), "entry.missing"),
    ("decision_work", work(settled_on=BEFORE), "entry.order"),
    ("decision_work", work(checks=(check(BEFORE),)), "entry.order"),
    ("decision_work", work(checks=(check(AHEAD),)), "entry.ahead"),
    ("decision_work", work(concerned=(ME,)), "separation.named"),
    ("decision_work", work(departments=(MINE,)), "separation.department"),
]


@pytest.mark.parametrize(("kind", "record", "code"), _REFUSED)
def test_what_cannot_have_been_so_is_refused(kind: str, record: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        ENTRIES[kind].decide(record, entering())
    assert refused.value.code == code


def test_a_talk_bears_a_number_of_its_kind() -> None:
    entry = ENTRIES["interview"]
    assert entry.series(interview(), entering()) == "interview"
    assert entry.series(interview(talk="reminder"), entering()) is None
    assert ENTRIES["meeting"].series(meeting(), entering()) is None
