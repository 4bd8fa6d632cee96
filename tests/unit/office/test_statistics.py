"""Counting in the office: from records, by declared fields, in the declared unit."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.decision_works import DeployWork
from supervision.domain.decisions import RegisterDecision
from supervision.domain.findings import FINDING, OpenFinding, Severity
from supervision.domain.interviews import PlanInterview, SpokenTo
from supervision.domain.items import ProposeItem
from supervision.domain.measures import IssueMeasure
from supervision.domain.problem_codes import (
    PROBLEM_CODE,
    RegisterProblemCode,
    decide_register_problem_code,
    problem_code_id,
)
from supervision.errors import UsageError
from supervision.office import findings, items, measures
from supervision.office.acting import Acting
from supervision.office.decision_works import deploy_work
from supervision.office.decisions import register_decision
from supervision.office.interviews import hold_interview, plan_interview
from supervision.office.office import Office
from supervision.office.statistics import count
from supervision.ports.access import Actor, Permission
from supervision.ports.query import Eq, Everything, Predicate
from supervision.reporting.tables import Table, foots
from supervision.testing.offices import SmallOffice, small_office


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def opened(small: SmallOffice, *, title: str = "问题", **fields: object) -> str:
    with small.office.work(small.inspector) as work:
        id = findings.open_finding(work, OpenFinding(title=title, **fields))  # type: ignore[arg-type]
        work.commit()
    return id


def counted(small: SmallOffice, register: str, *by: str, **options: object) -> Table:
    with small.office.read(small.head) as view:
        return count(view, register, by, **options)  # type: ignore[arg-type]


def shown(table: Table) -> dict[tuple[str, ...], int]:
    return {tuple(label.zh for label in row.labels): row.values[0] for row in table.rows}


def test_findings_are_counted_by_department_under_its_name(small: SmallOffice) -> None:
    opened(small, department=small.first)
    opened(small, department=small.first)
    opened(small)
    table = counted(small, "findings", "department")
    assert shown(table) == {("第一检察部",): 2, ("（无）",): 1}
    assert (table.total, table.unit.zh) == ((3,), "件")
    assert foots(table)


def test_voided_finding_is_not_counted(small: SmallOffice) -> None:
    id = opened(small)
    opened(small)
    with small.office.work(small.head) as work:
        findings.void_finding(work, id, acting=Acting(reason="重录"))
        work.commit()
    assert counted(small, "findings").total == (1,)


def test_findings_are_counted_by_two_fields_and_month(small: SmallOffice) -> None:
    opened(small, severity=Severity.SERIOUS, found_on=dt.date(2026, 2, 27))
    opened(small)
    table = counted(small, "findings", "month", "severity")
    assert shown(table) == {("2026-02", "严重"): 1, ("2026-03", "轻微"): 1}


def test_stretch_of_days_has_both_its_ends(small: SmallOffice) -> None:
    for day in (1, 2, 3):
        opened(small, found_on=dt.date(2026, 2, day))
    table = counted(small, "findings", first=dt.date(2026, 2, 1), last=dt.date(2026, 2, 2))
    assert table.total == (2,)


def test_problem_codes_bear_their_titles(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        command = RegisterProblemCode(code="plea.deed", axis="nature", edition="1", zh="具结书后补")
        changes = decide_register_problem_code(None, command, unit=work.unit, act=work.act())
        work.stage(PROBLEM_CODE, problem_code_id(work.unit, "plea.deed"), changes)
        work.commit()
    opened(small, problem_code="plea.deed")
    opened(small, problem_code="gone")
    assert shown(counted(small, "findings", "problem_code")) == {("具结书后补",): 1, ("gone",): 1}


def test_measures_towards_persons_count_person_times(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        measures.issue(
            work, IssueMeasure(rung="reminder_talk", title="谈话", officer=small.prosecutor)
        )
        measures.issue(
            work, IssueMeasure(rung="reminder_talk", title="谈话", officer=small.prosecutor)
        )
        measures.issue(
            work, IssueMeasure(rung="oral_reminder", title="提醒", department=small.first)
        )
        work.commit()
    persons = counted(small, "persons", "officer")
    assert (shown(persons), persons.unit.zh) == ({("李五",): 2}, "人次")
    table = counted(small, "measures", "rung")
    assert (shown(table), table.unit.zh) == ({("提醒谈话",): 2, ("口头提醒",): 1}, "份")


def test_items_are_counted_by_kind(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        items.propose(work, ProposeItem(title="作风督察", kind="item.style"))
        work.commit()
    table = counted(small, "items", "kind", "state")
    assert (shown(table), table.unit.zh) == ({("机关作风督察", "拟立项"): 1}, "项")


def test_one_record_deleted_behind_the_back_changes_the_figure(small: SmallOffice) -> None:
    opened(small)
    opened(small)
    seq = small.office.checkpoints()[0].seq
    with small.office.at(seq - 1).read(small.head) as view:
        assert count(view, "findings").total == (1,)
    assert counted(small, "findings").total == (2,)


@attrs.frozen
class _OwnDepartment:
    """A policy that shows findings of one department alone."""

    department: str

    def visible(self, actor: Actor, kind: str) -> Predicate:
        return Eq("department", self.department) if kind == FINDING.name else Everything

    def permits(self, actor: Actor, act: str, record: object) -> Permission:
        return Permission(granted=True)


def test_figures_show_only_what_the_actor_may_see(small: SmallOffice) -> None:
    opened(small, department=small.first)
    opened(small, department=small.second)
    limited = Office(attrs.evolve(small.office.parts, policy=_OwnDepartment(small.first)))
    with limited.read(small.first_head) as view:
        table = count(view, "findings", ["department"])
    assert (shown(table), table.total) == ({("第一检察部",): 1}, (1,))


@pytest.mark.parametrize("register", ["detections", "imports", "score_entries", "items"])
def test_empty_register_counts_nothing(small: SmallOffice, register: str) -> None:
    table = counted(small, register, "month")
    assert (table.rows, table.total) == ((), (0,))


def test_unknown_names_are_refused(small: SmallOffice) -> None:
    for register, by in (("cases", "state"), ("findings", "facts")):
        with pytest.raises(UsageError):
            counted(small, register, by)


def test_works_and_talks_are_counted_in_their_units(small: SmallOffice) -> None:
    day = dt.date(2020, 3, 2)
    with small.office.work(small.head) as work:
        acting = Acting(on=day)
        command = RegisterDecision(title="部署", issuer="party_group")
        decision = register_decision(work, command, acting=acting)
        for title in ("甲", "乙"):
            deployed = DeployWork(decision=decision, title=title, departments=(small.first,))
            deploy_work(work, deployed, acting=acting)
        planned = PlanInterview(
            talk="integrity",
            title="廉政谈话",
            persons=(SpokenTo(officer=small.first_head), SpokenTo(officer=small.prosecutor)),
            interviewers=(small.head,),
            place="谈话室",
        )
        talk = plan_interview(work, planned, acting=acting)
        hold_interview(work, talk, "提醒", acting=acting)
        work.commit()
    tables = [
        counted(small, "decisions", "issuer"),
        counted(small, "decision_works", "state", first=day, last=day),
        counted(small, "interviews", "talk"),
    ]
    assert [(table.total[0], table.unit.zh) for table in tables] == [
        (1, "件"),
        (2, "项"),
        (1, "场次"),
    ]
    assert [shown(table) for table in tables] == [
        {("党组",): 1},
        {("督察中",): 2},
        {("廉政谈话",): 1},
    ]
