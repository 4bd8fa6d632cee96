"""Old contacts, instructions and reviews are entered as they stood."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.contacts import Contact, ContactState, Means
from supervision.domain.findings import Finding, FindingState, Source
from supervision.domain.instructions import Instruction, InstructionState
from supervision.domain.items import Item, ItemState
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.ledger_entries import ENTRIES, Entering
from supervision.domain.officers import Role
from supervision.domain.references import Reference
from supervision.domain.reviews import Review, ReviewOutcome, ReviewState
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


def entering(target: object | None = None) -> Entering:
    standing = Standing(
        officer=ME, roles=frozenset({Role.SUPERVISION_HEAD}), departments=frozenset({MINE})
    )
    deed = Deed(act=Act(by=ME, on=TODAY), standing=standing)
    return Entering(deed=deed, line=2, about=() if target is None else (target,))


def contact(**changes: Any) -> Contact:
    fields: dict[str, Any] = {
        "about": Reference(kind="item", id="itm_1"),
        "means": Means.TELEPHONE,
        "contacted_on": DAY,
        "state": ContactState.RECORDED,
        "contacted_by": ME,
        "said": "催办",
        "department": DEPARTMENT,
    }
    return Contact(id="ctc_1", unit=UNIT, imported="lim_1", **(fields | changes))


def instruction(**changes: Any) -> Instruction:
    fields: dict[str, Any] = {
        "text": "请限期说明",
        "about_kind": "document",
        "about": "马委〔2021〕5号",
        "state": InstructionState.CLOSED,
        "received_on": DAY,
        "leader": OTHER,
        "department": DEPARTMENT,
        "answer": "已办",
        "answered_on": DAY,
        "closed_on": LATER,
    }
    return Instruction(id="isn_1", unit=UNIT, imported="lim_1", **(fields | changes))


def finding(**changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "title": "告知逾期",
        "source": Source.MANUAL,
        "found_on": DAY,
        "state": FindingState.CLOSED,
        "department": DEPARTMENT,
    }
    return Finding(id="fnd_1", unit=UNIT, **(fields | changes))


def item(**changes: Any) -> Item:
    fields: dict[str, Any] = {
        "title": "专项督察",
        "kind": "item.enforcement",
        "state": ItemState.ARCHIVED,
        "inspected": (DEPARTMENT,),
    }
    return Item(id="itm_1", unit=UNIT, **(fields | changes))


def review(**changes: Any) -> Review:
    fields: dict[str, Any] = {
        "title": "告知逾期",
        "target_kind": "finding",
        "target": "fnd_1",
        "turn": 1,
        "state": ReviewState.DONE,
        "planned_on": DAY,
        "departments": (DEPARTMENT,),
        "outcome": ReviewOutcome.HOLDS,
        "done_on": LATER,
    }
    return Review(id="rvw_1", unit=UNIT, imported="lim_1", **(fields | changes))


_PLANNED: Any = {"state": ReviewState.PLANNED, "outcome": None, "done_on": None}
_STAND: list[tuple[str, Any, object | None]] = [
    ("contact", contact(), None),
    ("contact", contact(department=None, officers=(OTHER,), next_on=LATER), None),
    ("instruction", instruction(), None),
    ("instruction", instruction(state=InstructionState.ANSWERED, closed_on=None), None),
    ("instruction", instruction(state=InstructionState.OPEN, department=MINE), None),
    ("instruction", instruction(leader=None, source="区委书记"), None),
    ("review", review(), finding()),
    ("review", review(target_kind="item", target="itm_1"), item()),
    ("review", review(departments=(MINE,), **_PLANNED), finding(department=MINE)),
]


@pytest.mark.parametrize(("kind", "record", "target"), _STAND)
def test_an_old_record_is_entered_and_voided_as_a_whole(
    kind: str, record: Any, target: object | None
) -> None:
    entry, declared = ENTRIES[kind], KINDS_BY_NAME[kind]
    [change] = entry.decide(record, entering(target))
    entered = declared.evolve(None, change)
    assert (entered, change.line) == (record, 2)
    voided = declared.evolve(entered, entry.void(entering().deed.act))
    assert voided == attrs.evolve(record, state=entry.voided)


_REFUSED: list[tuple[str, Any, object | None, str]] = [
    ("contact", contact(state=ContactState.VOIDED), None, "entry.voided"),
    ("contact", contact(about=Reference(kind="document", id="5")), None, "contact.about"),
    ("contact", contact(department=None), None, "contact.nobody"),
    ("contact", contact(contacted_on=AHEAD), None, "entry.ahead"),
    ("contact", contact(next_on=DAY), None, "contact.next_on"),
    ("contact", contact(said=" "), None, "field.missing"),
    ("instruction", instruction(state=InstructionState.VOIDED), None, "entry.voided"),
    ("instruction", instruction(leader=None), None, "field.missing"),
    ("instruction", instruction(text=" "), None, "field.missing"),
    ("instruction", instruction(closed_on=None), None, "entry.missing"),
    (
        "instruction",
        instruction(state=InstructionState.ANSWERED, answered_on=None),
        None,
        "entry.missing",
    ),
    ("instruction", instruction(due_on=BEFORE), None, "entry.order"),
    ("instruction", instruction(closed_on=BEFORE), None, "entry.order"),
    ("instruction", instruction(closed_on=AHEAD), None, "entry.ahead"),
    ("instruction", instruction(officer=ME), None, "separation.named"),
    ("instruction", instruction(department=MINE), None, "separation.department"),
    ("review", review(state=ReviewState.VOIDED), finding(), "entry.voided"),
    ("review", review(), None, "review.target"),
    ("review", review(), finding(state=FindingState.CLAIMED), "review.not_closed"),
    ("review", review(outcome=None), finding(), "entry.missing"),
    ("review", review(due_on=BEFORE), finding(), "entry.order"),
    ("review", review(done_on=BEFORE), finding(), "entry.order"),
    ("review", review(done_on=AHEAD), finding(), "entry.ahead"),
    ("review", review(title=" "), finding(), "text.empty"),
    ("review", review(), finding(concerned=(ME,)), "separation.named"),
    ("review", review(departments=(MINE,)), finding(), "separation.department"),
]


@pytest.mark.parametrize(("kind", "record", "target", "code"), _REFUSED)
def test_what_cannot_have_been_so_is_refused(
    kind: str, record: Any, target: object | None, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        ENTRIES[kind].decide(record, entering(target))
    assert refused.value.code == code


def test_a_review_knows_the_departments_of_what_it_looks_at() -> None:
    change: Any = ENTRIES["review"].decide(review(departments=()), entering(finding()))[0]
    assert change.record.departments == (DEPARTMENT,)


def test_only_a_review_judges_another_record() -> None:
    assert ENTRIES["review"].about(review()) == (("finding", "fnd_1"),)
    assert ENTRIES["contact"].about(contact()) == ()
