"""Dossiers as of a day, and what repeats."""

from __future__ import annotations

import datetime as dt

import pytest

from supervision.domain.attachments import AttachedTo
from supervision.domain.findings import OpenFinding, Responsible
from supervision.domain.handling_units import FormHandlingUnit
from supervision.domain.items import ProposeItem
from supervision.domain.kinds import KINDS
from supervision.domain.measures import IssueMeasure
from supervision.domain.posts import Post, Relation, Role
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import NotFound, UsageError
from supervision.office import attachments, findings, handling_units, items, measures, people
from supervision.office.acting import Acting
from supervision.office.dossiers import (
    SHELVES,
    Dossier,
    department_dossier,
    officer_dossier,
)
from supervision.office.past import as_known_on
from supervision.office.repeats import Repeat, RepeatBy, repeats
from supervision.testing.offices import SmallOffice, small_office

DAY = dt.date(2026, 3, 2)
EARLY = dt.date(2026, 1, 5)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def opened(small: SmallOffice, **fields: object) -> str:
    command = OpenFinding(**({"title": "具结书后补"} | fields))
    with small.office.work(small.head) as work:
        id = findings.open_finding(work, command)
        work.commit()
    return id


def person(small: SmallOffice, id: OfficerId, on: dt.date = DAY, **more: bool) -> Dossier:
    with small.office.read(small.head) as view:
        return officer_dossier(view, id, on, **more)


def department(small: SmallOffice, id: DepartmentId, on: dt.date = DAY) -> Dossier:
    with small.office.read(small.head) as view:
        return department_dossier(view, id, on)


def test_every_shelf_names_declared_fields() -> None:
    for shelf in SHELVES:
        assert shelf.kind in KINDS
        declared = {one.name for one in (*shelf.kind.indexed, *shelf.kind.many)}
        assert {shelf.day, *shelf.person.values(), *shelf.department.values()} <= declared


def test_a_person_is_shown_with_posts_units_and_every_record_that_names_him(
    small: SmallOffice,
) -> None:
    id = opened(small, persons=(Responsible(officer=small.prosecutor),), found_on=EARLY)
    witness = opened(small, concerned=(small.prosecutor,))
    with small.office.work(small.head) as work:
        talk = measures.issue(
            work, IssueMeasure(rung="reminder_talk", title="约谈", officer=small.prosecutor)
        )
        items.propose(
            work, ProposeItem(title="x", kind="item.style", concerned=(small.prosecutor,))
        )
        unit = handling_units.form_handling_unit(
            work,
            FormHandlingUnit(name="李五办案组", department=small.first, leader=small.prosecutor),
        )
        people.grade_officer(
            work, small.prosecutor, rank="一级检察官", establishment="政法专项编制"
        )
        owner = AttachedTo(kind="finding", id=id)
        attachments.add_attachment(work, owner, "材料", "a.txt", b"x")
        work.commit()
    found = person(small, small.prosecutor)
    assert (found.name, found.rank, found.establishment) == ("李五", "一级检察官", "政法专项编制")
    assert [post.role for post in found.posts] == [Role.PROSECUTOR]
    assert [(one.id, one.role, one.leader) for one in found.handling_units] == [
        (unit, Role.PROSECUTOR, small.prosecutor)
    ]
    told = {one.id: (one.capacities, one.attachments) for one in found.entries}
    assert told[id] == (("responsible",), 1)
    assert told[witness] == (("concerned",), 0)
    assert told[talk] == (("recipient",), 0)
    assert found.counts == {"finding": 2, "measure": 1, "item": 1}


def test_a_record_is_listed_once_with_all_its_capacities(small: SmallOffice) -> None:
    opened(small, persons=(Responsible(officer=small.prosecutor),), concerned=(small.prosecutor,))
    (entry,) = person(small, small.prosecutor).entries
    assert entry.capacities == ("responsible", "concerned")


def test_what_happened_after_the_day_is_left_out(small: SmallOffice) -> None:
    opened(small, persons=(Responsible(officer=small.prosecutor),))
    assert person(small, small.prosecutor, EARLY).entries == ()
    assert person(small, small.prosecutor, dt.date(2019, 1, 1)).posts == ()


def test_a_dossier_tells_the_history_where_it_is_asked_for(small: SmallOffice) -> None:
    opened(small, persons=(Responsible(officer=small.prosecutor),))
    (entry,) = person(small, small.prosecutor, happenings=True).entries
    assert [one.tag for one in entry.happenings] == ["finding.opened"]


def test_a_department_is_shown_with_its_people_and_what_merged_into_it(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        people.take_post(
            work,
            small.chief,
            Post(
                role=Role.DEPUTY,
                unit=small.unit,
                department=small.first,
                from_=DAY,
                relation=Relation.OVERSEES,
            ),
        )
        handling_units.form_handling_unit(
            work,
            FormHandlingUnit(name="李五办案组", department=small.first, leader=small.prosecutor),
        )
        work.commit()
    own, others = opened(small, department=small.first), opened(small, department=small.second)
    assert {one.id for one in department(small, small.first).entries} == {own}
    with small.office.work(small.head) as work:
        people.close_department(work, small.second, into=small.first)
        work.commit()
    found = department(small, small.first)
    assert found.merged == (small.second,)
    assert {one.id for one in found.entries} == {own, others}
    assert [one.officer for one in found.members] == [
        small.chief,
        small.first_head,
        small.prosecutor,
    ]
    assert [one.name for one in found.handling_units] == ["李五办案组"]
    assert department(small, small.first, EARLY).merged == ()


def test_a_department_bears_the_name_of_the_day(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        people.rename_department(work, small.first, "刑事检察部")
        work.commit()
    assert department(small, small.first).name == "刑事检察部"
    assert department(small, small.first, EARLY).name == "第一检察部"


def test_as_it_was_known_then_leaves_out_what_was_entered_later(small: SmallOffice) -> None:
    id = opened(small, persons=(Responsible(officer=small.prosecutor),), found_on=EARLY)
    small.clock.advance(days=2)
    with small.office.work(small.head) as work:
        findings.void_finding(work, id, acting=Acting(reason="重复登记"))
        work.commit()
    opened(small, persons=(Responsible(officer=small.prosecutor),), found_on=EARLY)
    assert len(person(small, small.prosecutor).entries) == 2
    with as_known_on(small.office, DAY) as past, past.read(small.head) as view:
        (entry,) = officer_dossier(view, small.prosecutor, DAY).entries
    assert (entry.id, entry.state) == (id, "registered")


def test_before_the_first_entry_nothing_was_known(small: SmallOffice) -> None:
    with pytest.raises(NotFound, match=r"office\.nothing_yet"):
        as_known_on(small.office, EARLY)


def test_a_dossier_of_nobody_is_not_found(small: SmallOffice) -> None:
    with pytest.raises(NotFound):
        person(small, OfficerId("off_x"))
    with pytest.raises(NotFound):
        department(small, DepartmentId("dep_x"))


# --- what repeats ---


def found(small: SmallOffice, *by: RepeatBy, **more: object) -> tuple[Repeat, ...]:
    with small.office.read(small.head) as view:
        return repeats(view, by, **more)


def test_the_same_department_again_is_a_repetition(small: SmallOffice) -> None:
    ids = [
        opened(small, department=small.first, found_on=EARLY),
        opened(small, department=small.first),
    ]
    opened(small, department=small.second)
    opened(small)
    (one,) = found(small, RepeatBy.DEPARTMENT, least=2)
    assert (one.key, one.count, one.findings) == ((small.first,), 2, tuple(ids))
    assert (one.first_on, one.last_on, one.recurring) == (EARLY, DAY, 0)
    assert len(found(small, RepeatBy.DEPARTMENT, least=1)) == 2


def test_only_the_period_counts(small: SmallOffice) -> None:
    opened(small, department=small.first, found_on=EARLY)
    opened(small, department=small.first)
    assert found(small, RepeatBy.DEPARTMENT, least=2, first=DAY) == ()
    assert found(small, RepeatBy.DEPARTMENT, least=2, last=EARLY) == ()


def test_persons_provisions_and_codes_repeat_too(small: SmallOffice) -> None:
    two = (Responsible(officer=small.prosecutor), Responsible(officer=small.first_head))
    for _ in range(2):
        opened(small, persons=two, basis=("bas_1", "bas_2"), problem_code="A01")
    assert len(found(small, RepeatBy.PERSON, least=2)) == 2
    assert [one.key for one in found(small, RepeatBy.PROVISION, least=2)] == [
        ("bas_1",),
        ("bas_2",),
    ]
    assert [one.key for one in found(small, RepeatBy.PROBLEM_CODE, least=2)] == [("A01",)]
    both = found(small, RepeatBy.PROBLEM_CODE, RepeatBy.PERSON, least=2)
    assert {one.key for one in both} == {("A01", small.prosecutor), ("A01", small.first_head)}


def test_what_was_no_problem_does_not_repeat(small: SmallOffice) -> None:
    for _ in range(2):
        id = opened(small, department=small.first)
    with small.office.work(small.head) as work:
        findings.void_finding(work, id, acting=Acting(reason="重复登记"))
        work.commit()
    assert found(small, RepeatBy.DEPARTMENT, least=2) == ()


def test_merged_departments_repeat_together(small: SmallOffice) -> None:
    opened(small, department=small.first)
    opened(small, department=small.second)
    with small.office.work(small.head) as work:
        people.close_department(work, small.second, into=small.first)
        work.commit()
    assert [one.count for one in found(small, RepeatBy.DEPARTMENT, least=2)] == [2]


def test_how_many_and_of_what_is_always_said(small: SmallOffice) -> None:
    with pytest.raises(UsageError, match=r"repeats\.least"):
        found(small, RepeatBy.PERSON, least=0)
    with pytest.raises(UsageError, match=r"repeats\.by"):
        found(small, least=2)
