"""What waits for whom: each step in the list of whoever may take it, and of nobody else."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.clocks import Clock, Lamp, Owner, Term
from supervision.domain.detections import (
    DETECTION,
    DetectionSeen,
    Sight,
    Subject,
)
from supervision.domain.findings import Certainty, OpenFinding, Rectification, Responsible, Severity
from supervision.domain.instructions import ReceiveInstruction
from supervision.domain.item_kinds import ITEM_TABLES
from supervision.domain.item_steps import Move
from supervision.domain.items import ProposeItem, Requirement
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.measures import IssueMeasure, Service
from supervision.domain.reviews import PlanReview
from supervision.domain.rules import Stage
from supervision.domain.sightings import Facts
from supervision.domain.timekeeping import StartClock
from supervision.domain.values import OfficerId
from supervision.ids import derived_id
from supervision.office import clocks, findings, instructions, items, measures, reviews
from supervision.office.acting import Acting
from supervision.office.receivers import alarmed
from supervision.office.todo import Todo, todo
from supervision.office.work import Work
from supervision.testing.offices import SmallOffice, small_office

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def waiting(small: SmallOffice, officer: OfficerId) -> tuple[Todo, ...]:
    with small.office.read(officer) as view:
        return todo(view, small.clock(), small.office.rules.items)


def actions(small: SmallOffice, officer: OfficerId) -> list[str]:
    return [one.action for one in waiting(small, officer)]


def opened(small: SmallOffice, **fields: object) -> str:
    command = {"title": "具结书后补", "department": small.first}
    with small.office.work(small.inspector) as work:
        id = findings.open_finding(work, OpenFinding(**(command | fields)))
        work.commit()
    return id


def claimed(small: SmallOffice, **fields: object) -> str:
    id = opened(small, **fields)
    with small.office.work(small.first_head) as work:
        findings.claim(
            work,
            id,
            department=small.first,
            mode=Rectification.BY_DATE,
            plan="补正",
            due_on=dt.date(2026, 3, 10),
        )
        work.commit()
    return id


def submitted(small: SmallOffice, **fields: object) -> str:
    id = claimed(small, **fields)
    with small.office.work(small.first_head) as work:
        findings.submit(work, id, "已补正")
        work.commit()
    return id


def issued(small: SmallOffice, *about: str, served: bool = True, **fields: object) -> str:
    command = {"rung": "hint_letter", "title": "提示函", "department": small.first}
    with small.office.work(small.head) as work:
        id = measures.issue(work, IssueMeasure(**(command | fields), findings=about))
        if served:
            measures.serve(work, id, Service.NETWORK)
        work.commit()
    return id


def test_nothing_waits_in_an_empty_office(small: SmallOffice) -> None:
    for officer in (small.chief, small.head, small.first_head):
        assert waiting(small, officer) == ()


def test_finding_waits_for_its_department_to_claim(small: SmallOffice) -> None:
    opened(small)
    assert actions(small, small.first_head) == ["finding.claim"]
    assert actions(small, small.prosecutor) == ["finding.claim"]
    assert actions(small, small.second_head) == actions(small, small.inspector) == []


def test_claimed_finding_waits_for_the_result_until_the_promised_day(small: SmallOffice) -> None:
    id = claimed(small)
    (one,) = waiting(small, small.first_head)
    assert (one.action, one.record, one.due_on, one.lamp) == (
        "finding.submit",
        id,
        dt.date(2026, 3, 10),
        Lamp.GREEN,
    )
    small.clock.advance(days=9)
    assert waiting(small, small.first_head)[0].lamp is Lamp.RED


def test_submitted_finding_waits_for_verification_by_the_office(small: SmallOffice) -> None:
    submitted(small)
    assert actions(small, small.inspector) == actions(small, small.head) == ["finding.verify"]
    assert actions(small, small.first_head) == []


def test_concerned_inspector_is_not_asked_to_verify(small: SmallOffice) -> None:
    submitted(small, persons=(Responsible(officer=small.inspector),))
    assert actions(small, small.inspector) == []
    assert actions(small, small.head) == ["finding.verify"]


def test_verified_finding_waits_for_the_head_to_strike_it_off(small: SmallOffice) -> None:
    id = submitted(small)
    with small.office.work(small.inspector) as work:
        findings.verify(work, id)
        work.commit()
    assert actions(small, small.head) == ["finding.close"]
    assert actions(small, small.inspector) == []


def test_waived_finding_waits_only_after_its_day(small: SmallOffice) -> None:
    id = opened(small)
    with small.office.work(small.head) as work:
        findings.waive(work, id, dt.date(2026, 3, 5), acting=Acting(reason="待定"))
        work.commit()
    assert actions(small, small.head) == []
    small.clock.advance(days=4)
    (one,) = waiting(small, small.head)
    assert (one.action, one.due_on) == ("finding.reinstate", dt.date(2026, 3, 5))


def test_measure_goes_from_hand_to_hand(small: SmallOffice) -> None:
    id = issued(small, served=False)
    assert actions(small, small.inspector) == ["measure.serve"]
    with small.office.work(small.head) as work:
        measures.serve(work, id, Service.PAPER)
        work.commit()
    assert (actions(small, small.inspector), actions(small, small.first_head)) == (
        [],
        ["measure.claim"],
    )
    with small.office.work(small.first_head) as work:
        measures.claim_measure(work, id, "整改")
        work.commit()
    assert actions(small, small.first_head) == ["measure.answer"]
    with small.office.work(small.first_head) as work:
        measures.answer(work, id, "已整改")
        work.commit()
    assert (actions(small, small.first_head), actions(small, small.inspector)) == (
        [],
        ["measure.accept"],
    )


def test_measure_covers_its_findings(small: SmallOffice) -> None:
    id = opened(small)
    other = opened(small)
    issued(small, id)
    assert [(one.action, one.record) for one in waiting(small, small.first_head)][1:] == [
        ("finding.claim", other)
    ]


def test_measure_towards_a_person_waits_for_that_person_alone(small: SmallOffice) -> None:
    issued(small, rung="reminder_talk", officer=small.prosecutor)
    assert actions(small, small.prosecutor) == ["measure.claim"]
    assert actions(small, small.first_head) == []


def test_list_is_sorted_by_due_day_and_what_has_none_comes_last(small: SmallOffice) -> None:
    opened(small)
    claimed(small)
    issued(small)
    assert actions(small, small.first_head) == ["finding.submit", "measure.claim", "finding.claim"]


def test_office_sees_clocks_near_and_over_their_end(small: SmallOffice) -> None:
    id = issued(small)
    assert actions(small, small.head) == []
    small.clock.advance(days=9)
    (one,) = waiting(small, small.inspector)
    assert (one.action, one.kind, one.record, one.lamp) == (
        "clock.warning",
        "measure",
        id,
        Lamp.YELLOW,
    )
    small.clock.advance(days=3)
    assert actions(small, small.inspector) == ["clock.overdue"]
    assert [one.lamp for one in waiting(small, small.first_head)] == [Lamp.RED]


def test_clock_of_a_record_nobody_sees_is_not_shown(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        term = Term(started_at=small.clock(), limit=Limit(count=1, unit=LimitUnit.DAY))
        for kind in ("measure", "elsewhere"):
            owner = Owner(kind=kind, id="msr_none")
            clocks.start_clock(work, StartClock(owner=owner, purpose="x", term=term))
        work.commit()
    small.clock.advance(days=5)
    assert waiting(small, small.head) == ()


def proposed(small: SmallOffice, **fields: object) -> str:
    command = {
        "title": "专项督察",
        "kind": "item.style",
        "source": "党组",
        "requirements": (Requirement(text="自查", department=small.first),),
        "lead": small.first,
        "due_on": dt.date(2026, 4, 1),
        "warn_on": dt.date(2026, 3, 20),
    }
    with small.office.work(small.inspector) as work:
        id = items.propose(work, ProposeItem(**(command | fields)))
        work.commit()
    return id


def moved(small: SmallOffice, id: str, officer: OfficerId, *steps: str) -> None:
    with small.office.work(officer) as work:
        for step in steps:
            items.move(work, id, Move(step=step, note="已办", effect="已见效"))
        work.commit()


def test_item_waits_for_whoever_takes_the_next_step(small: SmallOffice) -> None:
    id = proposed(small)
    assert actions(small, small.inspector) == ["item.submit"]
    moved(small, id, small.inspector, "submit")
    assert (actions(small, small.chief), actions(small, small.inspector)) == (["item.open"], [])
    moved(small, id, small.chief, "open")
    assert actions(small, small.head) == ["item.assign"]
    moved(small, id, small.head, "assign")
    assert (actions(small, small.first_head), actions(small, small.second_head)) == (
        ["item.sign"],
        [],
    )
    moved(small, id, small.first_head, "sign", "start")
    assert actions(small, small.first_head) == ["item.report"]
    moved(small, id, small.first_head, "report")
    assert actions(small, small.inspector) == ["item.propose_closing"]
    moved(small, id, small.inspector, "propose_closing")
    assert actions(small, small.chief) == ["item.close"]
    moved(small, id, small.chief, "close")
    assert actions(small, small.inspector) == ["item.archive"]
    assert waiting(small, small.inspector)[0].due_on is None
    moved(small, id, small.inspector, "archive")
    assert actions(small, small.inspector) == []


def test_item_shows_its_early_warning_and_its_end(small: SmallOffice) -> None:
    proposed(small)
    lights = [waiting(small, small.inspector)[0].lamp]
    for days in (18, 13):
        small.clock.advance(days=days)
        lights.append(waiting(small, small.inspector)[0].lamp)
    assert lights == [Lamp.GREEN, Lamp.YELLOW, Lamp.RED]


def test_item_without_days_of_its_own_is_due_with_its_clock(small: SmallOffice) -> None:
    id = proposed(small, due_on=None, warn_on=None)
    moved(small, id, small.inspector, "submit")
    assert waiting(small, small.chief)[0].lamp is None
    moved(small, id, small.chief, "open")
    moved(small, id, small.head, "assign")
    (one,) = waiting(small, small.first_head)
    assert (one.due_on, one.lamp) == (dt.date(2026, 3, 9), Lamp.GREEN)
    small.clock.advance(days=30)
    assert waiting(small, small.first_head)[0].lamp is Lamp.RED


def test_item_of_a_kind_no_longer_in_the_tables_waits_for_nobody(small: SmallOffice) -> None:
    proposed(small)
    kinds = {code: kind for code, kind in ITEM_TABLES.kinds.items() if code != "item.style"}
    with small.office.read(small.inspector) as view:
        assert todo(view, small.clock(), attrs.evolve(ITEM_TABLES, kinds=kinds)) == ()


def detected(small: SmallOffice, case: str, stage: Stage, rule: str = "R1") -> None:
    subject = Subject(rule=rule, case=case, line="审查起诉", began_on=DAY)
    seen = DetectionSeen(
        id=derived_id("det", rule, case),
        unit=small.unit,
        run="run_1",
        on=DAY,
        subject=subject,
        certainty=Certainty.SUSPECTED,
        severity=Severity.SLIGHT,
        problem_code="plea.deed",
        fingerprint="1/event",
        sight=Sight(rule_version=1, stage=stage, facts=Facts(events=())),
    )
    with small.office.work(small.head) as work:
        work.stage(DETECTION, seen.id, (seen,))
        work.commit()


def test_detections_wait_for_the_office_counted_by_rule(small: SmallOffice) -> None:
    for case in ("1", "2"):
        detected(small, case, Stage.OVERDUE)
    detected(small, "3", Stage.MISSING, rule="R2")
    detected(small, "4", Stage.WARNING)
    assert [(one.action, one.record, one.count) for one in waiting(small, small.inspector)] == [
        ("detection.triage", "R1", 2),
        ("detection.triage", "R2", 1),
        ("detection.warning", "R1", 1),
    ]
    assert waiting(small, small.first_head) == ()


def test_officer_of_today_has_the_list_of_today(small: SmallOffice) -> None:
    opened(small)
    with small.office.read(small.first_head) as view:
        before_anybody_served = small.clock() - 10 * 366 * 86_400_000_000
        assert todo(view, before_anybody_served) == ()


def test_every_action_has_its_text(small: SmallOffice) -> None:
    from supervision.messages.zh import TEXTS

    names = {
        step.name
        for table in ITEM_TABLES.workflows.values()
        for step in table.steps
        if not step.reason and step.target
    }
    for name in names:
        assert f"todo.item.{name}" in TEXTS


def test_a_requirement_waits_for_whom_it_is_addressed_to(small: SmallOffice) -> None:
    asked = Requirement(
        text="说明",
        department=small.second,
        officers=(small.prosecutor,),
        due_on=dt.date(2026, 3, 5),
    )
    id = proposed(small, requirements=(asked,))
    for officer, *steps in (
        (small.inspector, "submit"),
        (small.chief, "open"),
        (small.head, "assign"),
        (small.first_head, "sign", "start"),
    ):
        moved(small, id, officer, *steps)
    (one,) = waiting(small, small.second_head)
    assert (one.action, one.record, one.title, one.due_on, one.lamp) == (
        "item.report_requirement",
        id,
        "说明",
        dt.date(2026, 3, 5),
        Lamp.GREEN,
    )
    with small.office.work(small.second_head) as work:
        items.report_requirement(work, id, 0, "已说明")
        work.commit()
    assert actions(small, small.second_head) == []


def test_a_notice_waits_for_the_inspected(small: SmallOffice) -> None:
    id = proposed(
        small,
        kind="item.audit",
        lead=small.supervision,
        requirements=(Requirement(text="审计"),),
        inspectors=(small.inspector, small.head),
        inspected=(small.second,),
        basis=("bas_1",),
    )
    for officer, step in (
        (small.inspector, "submit"),
        (small.chief, "open"),
        (small.head, "notify"),
    ):
        moved(small, id, officer, step)
    assert actions(small, small.second_head) == ["item.receive"]
    assert actions(small, small.first_head) == []


def test_reviews_and_instructions_wait_for_whom_they_name(small: SmallOffice) -> None:
    id = proposed(small)
    for officer, *steps in (
        (small.inspector, "submit"),
        (small.chief, "open"),
        (small.head, "assign"),
        (small.first_head, "sign", "start", "report"),
        (small.inspector, "propose_closing"),
        (small.chief, "close"),
        (small.head, "archive"),
    ):
        moved(small, id, officer, *steps)
    due = dt.date(2026, 3, 9)
    with small.office.work(small.head) as work:
        plan = PlanReview(target_kind="item", target=id, checkers=(small.inspector,), due_on=due)
        reviews.plan_review(work, plan)
        command = ReceiveInstruction(
            text="请说明", about_kind="item", about=id, leader=small.chief, department=small.second
        )
        asked = instructions.receive(work, command)
        to_office = attrs.evolve(command, text="请研究", department=None, due_on=due)
        own = instructions.receive(work, to_office)
        to_him = attrs.evolve(to_office, officer=small.prosecutor)
        instructions.receive(work, to_him)
        work.commit()
    assert actions(small, small.inspector) == ["instruction.answer", "review.complete"]
    assert actions(small, small.second_head) == ["instruction.answer"]
    assert actions(small, small.prosecutor) == ["instruction.answer"]
    with small.office.work(small.head) as work:
        instructions.answer_instruction(work, own, "已研究")
        work.commit()
    with small.office.work(small.second_head) as work:
        instructions.answer_instruction(work, asked, "已说明")
        work.commit()
    assert actions(small, small.chief) == ["instruction.close", "instruction.close"]
    assert actions(small, small.head) == ["instruction.close"]
    small.clock.advance(days=30)
    told: list[tuple[str, ...]] = []

    def listen(work: Work, clock: Clock) -> tuple[OfficerId, ...]:
        told.append((clock.purpose, *alarmed(work, clock)))
        return ()

    clocks.tick(small.office, small.head, receivers=listen)
    assert sorted(told) == [
        ("answer_instruction",),
        ("answer_instruction", small.prosecutor),
        ("review", small.inspector),
    ]
