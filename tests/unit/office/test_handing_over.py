"""Colleagues stand apart, merged departments have heirs, open work goes over in one act."""

from __future__ import annotations

import datetime as dt

import pytest

from supervision.domain.findings import (
    FINDING,
    CorrectFinding,
    OpenFinding,
    Rectification,
    Responsible,
)
from supervision.domain.handling_units import (
    HANDLING_UNIT,
    CorrectHandlingUnit,
    FormHandlingUnit,
    HandlingUnitState,
)
from supervision.domain.handovers import HandOver
from supervision.domain.item_steps import Move
from supervision.domain.items import ITEM, ProposeItem, Requirement
from supervision.domain.measures import MEASURE, IssueMeasure, Service
from supervision.domain.posts import Post, Role
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import NotFound, Refused
from supervision.office import findings, handling_units, items, measures, people
from supervision.office.acting import Acting
from supervision.office.directory import Directory
from supervision.office.handovers import hand_over, open_work
from supervision.office.history import history
from supervision.office.statistics import count
from supervision.office.todo import todo
from supervision.testing.offices import SmallOffice, small_office

WHY = Acting(reason="调离")
DAY = dt.date(2026, 3, 2)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def opened(small: SmallOffice, department: DepartmentId, **fields: object) -> str:
    command = OpenFinding(title="具结书后补", department=department, **fields)
    with small.office.work(small.head) as work:
        id = findings.open_finding(work, command)
        work.commit()
    return id


def claimed(small: SmallOffice, who: OfficerId, department: DepartmentId) -> str:
    id = opened(small, department)
    with small.office.work(who) as work:
        findings.claim(work, id, department=department, mode=Rectification.LASTING, plan="逐案补正")
        work.commit()
    return id


def formed(small: SmallOffice, leader: OfficerId, *assistants: OfficerId) -> str:
    command = FormHandlingUnit(
        name="林立办案组", department=small.first, leader=leader, assistants=assistants
    )
    with small.office.work(small.head) as work:
        id = handling_units.form_handling_unit(work, command)
        work.commit()
    return id


def actions(small: SmallOffice, who: OfficerId) -> list[str]:
    with small.office.read(who) as view:
        return [one.action for one in todo(view, small.clock())]


def merged(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        people.close_department(work, small.second, into=small.first)
        work.commit()


# --- handling units ---


def test_a_colleague_of_the_handling_unit_does_not_verify(small: SmallOffice) -> None:
    formed(small, small.prosecutor, small.inspector)
    person = Responsible(officer=small.prosecutor)
    id = opened(small, small.first, persons=(person,))
    with small.office.work(small.first_head) as work:
        findings.claim(work, id, department=small.first, mode=Rectification.LASTING, plan="补正")
        findings.submit(work, id, "已补正")
        work.commit()
    assert actions(small, small.inspector) == []
    assert actions(small, small.head) == ["finding.verify"]
    with (
        small.office.work(small.inspector) as work,
        pytest.raises(Refused, match=r"separation\.handling_unit"),
    ):
        findings.verify(work, id)


def test_having_left_the_unit_does_not_help(small: SmallOffice) -> None:
    unit = formed(small, small.prosecutor, small.inspector)
    with small.office.work(small.head) as work:
        handling_units.leave(work, unit, small.inspector)
        work.commit()
    small.clock.advance(days=100)
    id = opened(
        small, small.first, persons=(Responsible(officer=small.prosecutor, handling_unit=unit),)
    )
    with (
        small.office.work(small.inspector) as work,
        pytest.raises(Refused, match=r"separation\.handling_unit"),
    ):
        findings.dismiss(work, id, acting=WHY)


def test_a_voided_unit_binds_nobody(small: SmallOffice) -> None:
    unit = formed(small, small.prosecutor, small.inspector)
    with small.office.work(small.head) as work:
        voided = handling_units.void_handling_unit(work, unit, acting=WHY)
        work.commit()
    assert voided.state is HandlingUnitState.VOIDED
    id = opened(small, small.first, persons=(Responsible(officer=small.prosecutor),))
    with small.office.work(small.inspector) as work:
        findings.dismiss(work, id, acting=WHY)


def test_only_a_member_is_named_with_the_unit(small: SmallOffice) -> None:
    unit = formed(small, small.prosecutor)
    wrong = (Responsible(officer=small.first_head, handling_unit=unit),)
    right = (Responsible(officer=small.prosecutor, handling_unit=unit),)
    id = opened(small, small.first, persons=right)
    with small.office.work(small.head) as work:
        with pytest.raises(Refused, match=r"handling_unit\.not_member"):
            findings.open_finding(work, OpenFinding(title="x", persons=wrong))
        with pytest.raises(Refused, match=r"handling_unit\.not_member"):
            findings.correct_finding(work, id, CorrectFinding(persons=wrong), acting=WHY)


def test_a_unit_is_led_joined_corrected_and_disbanded(small: SmallOffice) -> None:
    unit = formed(small, small.prosecutor)
    with small.office.work(small.head) as work:
        handling_units.join(work, unit, small.first_head, Role.PROSECUTOR)
        handling_units.name_leader(work, unit, small.first_head, from_=DAY + dt.timedelta(days=1))
        handling_units.correct_handling_unit(
            work, unit, CorrectHandlingUnit(name="张四办案组"), acting=WHY
        )
        ended = handling_units.disband(work, unit, on=DAY + dt.timedelta(days=9))
        work.commit()
    assert (ended.name, ended.state) == ("张四办案组", HandlingUnitState.DISBANDED)
    with small.office.read(small.head) as view:
        assert len(history(view, HANDLING_UNIT, unit)) == 5


def test_a_unit_is_formed_of_people_there_are_in_a_department_that_lasts(
    small: SmallOffice,
) -> None:
    merged(small)
    with small.office.work(small.head) as work:
        gone = FormHandlingUnit(name="x", department=small.second, leader=small.second_head)
        with pytest.raises(Refused, match=r"department\.closed"):
            handling_units.form_handling_unit(work, gone)
        nobody = FormHandlingUnit(name="x", department=small.first, leader=OfficerId("off_nobody"))
        with pytest.raises(NotFound):
            handling_units.form_handling_unit(work, nobody)


# --- merged departments ---


def test_the_heir_sees_and_does_the_open_work_of_a_merged_department(small: SmallOffice) -> None:
    id = opened(small, small.second)
    assert actions(small, small.first_head) == []
    merged(small)
    assert actions(small, small.first_head) == ["finding.claim"]
    with small.office.work(small.first_head) as work:
        findings.claim(work, id, department=small.second, mode=Rectification.LASTING, plan="补正")
        work.commit()
    assert actions(small, small.first_head) == ["finding.submit"]


def test_whoever_served_in_the_merged_department_serves_in_its_heir(small: SmallOffice) -> None:
    merged(small)
    opened(small, small.first)
    assert actions(small, small.second_head) == ["finding.claim"]


def test_before_the_merger_nothing_is_shared(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        people.close_department(
            work, small.second, into=small.first, on=DAY + dt.timedelta(days=30)
        )
        work.commit()
    opened(small, small.second)
    assert actions(small, small.first_head) == []
    small.clock.advance(days=30)
    assert actions(small, small.first_head) == ["finding.claim"]


def test_of_the_merged_department_the_heirs_people_do_not_verify(small: SmallOffice) -> None:
    """The inspector's own department takes over the one that has to put it right."""
    id = claimed(small, small.second_head, small.second)
    with small.office.work(small.second_head) as work:
        findings.submit(work, id, "已补正")
        work.commit()
    with small.office.work(small.head) as work:
        people.close_department(work, small.second, into=small.supervision)
        work.commit()
    with (
        small.office.work(small.inspector) as work,
        pytest.raises(Refused, match=r"separation\.department"),
    ):
        findings.verify(work, id)


def test_chains_of_mergers_end_at_the_last_heir(small: SmallOffice) -> None:
    id = opened(small, small.second)
    merged(small)
    with small.office.work(small.head) as work:
        people.close_department(work, small.first, into=small.supervision)
        work.commit()
    with small.office.read(small.head) as view:
        directory = Directory.of(view)
        assert view.find(FINDING, id) is not None
    assert directory.heir(small.second) == small.supervision
    assert set(directory.lineage(small.supervision)) == {
        small.first,
        small.second,
        small.supervision,
    }
    assert directory.heir("dep_unknown") == "dep_unknown"
    assert "finding.claim" in actions(small, small.head)


def test_statistics_count_a_merged_department_with_its_heir(small: SmallOffice) -> None:
    for department in (small.first, small.second, small.second):
        opened(small, department)
    with small.office.work(small.head) as work:
        findings.open_finding(work, OpenFinding(title="无部门"))
        work.commit()
    merged(small)
    with small.office.read(small.head) as view:
        table = count(view, "findings", ["department", "state"])
    counted = {(row.keys[0], row.values[0]) for row in table.rows}
    assert counted == {(small.first, 3), ("", 1)}


def test_a_renamed_department_keeps_everything_under_its_new_name(small: SmallOffice) -> None:
    opened(small, small.second)
    with small.office.work(small.head) as work:
        people.rename_department(work, small.second, "刑事检察部")
        work.commit()
    assert actions(small, small.second_head) == ["finding.claim"]
    with small.office.read(small.head) as view:
        table = count(view, "findings", ["department"])
    assert [row.labels[0].zh for row in table.rows if row.values[0]] == ["刑事检察部"]


# --- handing over ---


def served(small: SmallOffice, finding: str) -> str:
    command = IssueMeasure(
        rung="rectification_notice", title="整改", findings=(finding,), department=small.first
    )
    with small.office.work(small.head) as work:
        id = measures.issue(work, command)
        measures.serve(work, id, Service.NETWORK)
        work.commit()
    return id


def item(small: SmallOffice, **fields: object) -> str:
    command = ProposeItem(
        title="专项督察",
        kind="item.enforcement",
        supervisor=small.inspector,
        requirements=(Requirement(text="自查", department=small.second),),
        lead=small.first,
        **fields,
    )
    with small.office.work(small.inspector) as work:
        id = items.propose(work, command)
        work.commit()
    return id


def test_everything_an_officer_has_goes_over_with_one_reason(small: SmallOffice) -> None:
    first, second = (opened(small, small.first) for _ in range(2))
    notice = served(small, second)
    with small.office.work(small.prosecutor) as work:
        measures.claim_measure(work, notice, "方案")
        findings.claim(work, first, department=small.first, mode=Rectification.LASTING, plan="补正")
        work.commit()
    with small.office.read(small.head) as view:
        listed = open_work(view, officer=small.prosecutor)
    assert {(one.kind, one.id) for one in listed} == {
        ("finding", first),
        ("finding", second),
        ("measure", notice),
    }
    assert next(one.due_on for one in listed if one.kind == "measure") is not None
    command = HandOver(from_officer=small.prosecutor, to_officer=small.first_head)
    with small.office.work(small.head) as work:
        done = hand_over(work, command, acting=WHY)
        receipt = work.commit()
    assert set(done) == set(listed)
    assert len(receipt.headers) == 3
    with small.office.read(small.head) as view:
        assert open_work(view, officer=small.prosecutor) == ()
        assert view.get(FINDING, first).assignee == small.first_head
        assert view.get(MEASURE, notice).assignee == small.first_head
        for kind, id in ((FINDING, first), (FINDING, second), (MEASURE, notice)):
            last = history(view, kind, id)[-1]
            assert (last.tag, last.reason) == (f"{kind.name}.handed_over", "调离")


def test_items_follow_their_supervisor_unless_concerned(small: SmallOffice) -> None:
    id = item(small, concerned=(small.chief,))
    closed = item(small)
    with small.office.work(small.head) as work:
        items.void_item(work, closed, acting=WHY)
        work.commit()
    away = HandOver(from_officer=small.inspector, to_officer=small.chief)
    with (
        small.office.work(small.chief) as work,
        pytest.raises(Refused, match=r"handover\.concerned"),
    ):
        hand_over(work, away, acting=WHY)
    right = HandOver(from_officer=small.inspector, to_officer=small.head)
    with small.office.work(small.chief) as work:
        (done,) = hand_over(work, right, acting=WHY)
        work.commit()
    assert done.id == id
    with small.office.read(small.head) as view:
        assert view.get(ITEM, id).supervisor == small.head
        assert view.get(ITEM, closed).supervisor == small.inspector


def test_one_record_the_taker_may_not_have_refuses_the_whole_act(small: SmallOffice) -> None:
    mine = claimed(small, small.first_head, small.first)
    command = HandOver(from_officer=small.first_head, to_officer=small.second_head)
    with (
        small.office.work(small.head) as work,
        pytest.raises(Refused, match=r"handover\.not_of_department"),
    ):
        hand_over(work, command, acting=WHY)
    with small.office.read(small.head) as view:
        assert view.get(FINDING, mine).assignee == small.first_head


def test_work_is_handed_over_in_parts(small: SmallOffice) -> None:
    one, other = (claimed(small, small.first_head, small.first) for _ in range(2))
    command = HandOver(from_officer=small.first_head, to_officer=small.prosecutor)
    with small.office.work(small.first_head) as work:
        assert [w.id for w in hand_over(work, command, only=(one,), acting=WHY)] == [one]
        work.commit()
    with small.office.read(small.head) as view:
        assert [w.id for w in open_work(view, officer=small.first_head)] == [other]


def test_a_department_hands_over_what_is_still_to_be_done(small: SmallOffice) -> None:
    id, wanted = claimed(small, small.second_head, small.second), item(small)
    command = HandOver(from_department=small.second, to_department=small.first)
    with small.office.work(small.head) as work:
        done = hand_over(work, command, acting=WHY)
        work.commit()
    assert {one.id for one in done} == {id, wanted}
    with small.office.read(small.head) as view:
        found = view.get(FINDING, id)
        assert (found.department, found.assignee) == (small.first, None)
        assert view.get(ITEM, wanted).requirements[0].department == small.first
        assert open_work(view, department=small.second) == ()


def test_a_settled_requirement_is_no_open_work(small: SmallOffice) -> None:
    id = item(small, source="党组", due_on=dt.date(2026, 5, 1), starts_on=DAY)
    steps = (
        (small.inspector, "submit"),
        (small.chief, "open"),
        (small.inspector, "assign"),
        (small.first_head, "sign"),
        (small.first_head, "start"),
    )
    for who, step in steps:
        with small.office.work(who) as work:
            items.move(work, id, Move(step=step, lead=small.first))
            work.commit()
    with small.office.work(small.inspector) as work:
        items.settle(work, id, 0)
        work.commit()
    command = HandOver(from_department=small.second, to_department=small.first)
    with small.office.work(small.head) as work, pytest.raises(Refused, match=r"handover\.nothing"):
        hand_over(work, command, acting=WHY)


@pytest.mark.parametrize("giver", ["first_head", "second_head"])
def test_nothing_open_is_said_and_nobody_asked_lists_nothing(
    small: SmallOffice, giver: str
) -> None:
    command = HandOver(from_officer=getattr(small, giver), to_officer=small.head)
    with small.office.work(small.head) as work, pytest.raises(Refused, match=r"handover\.nothing"):
        hand_over(work, command, acting=WHY)
    with small.office.read(small.head) as view:
        assert open_work(view) == ()


def test_nobody_takes_over_who_or_what_is_not_there(small: SmallOffice) -> None:
    claimed(small, small.first_head, small.first)
    merged(small)
    with small.office.work(small.head) as work:
        with pytest.raises(Refused, match=r"department\.closed"):
            hand_over(
                work,
                HandOver(from_department=small.first, to_department=small.second),
                acting=WHY,
            )
        with pytest.raises(NotFound):
            hand_over(
                work,
                HandOver(from_officer=small.first_head, to_officer=OfficerId("off_nobody")),
                acting=WHY,
            )


def test_an_acting_head_is_shown_after_the_holder(small: SmallOffice) -> None:
    """主持工作: the deputy leads while the post is vacant."""
    post = Post(role=Role.HEAD, unit=small.unit, department=small.first, from_=DAY, acting=True)
    with small.office.work(small.head) as work:
        people.take_post(work, small.prosecutor, post)
        work.commit()
    with small.office.read(small.head) as view:
        found = Directory.of(view).holders(Role.HEAD, small.first, DAY)
    assert found == (small.first_head, small.prosecutor)
