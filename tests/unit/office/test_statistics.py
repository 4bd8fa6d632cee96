"""Counting in the office: from records, by declared fields, in the declared unit."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs
import pytest

from supervision.domain.decision_works import DeployWork
from supervision.domain.decisions import RegisterDecision
from supervision.domain.departments import DepartmentKind, RegisterDepartment
from supervision.domain.findings import FINDING, OpenFinding, Responsible, Severity
from supervision.domain.interviews import PlanInterview, SpokenTo
from supervision.domain.items import ProposeItem
from supervision.domain.measures import IssueMeasure
from supervision.domain.periods import parse_period, period_before, year_before
from supervision.domain.problem_codes import (
    PROBLEM_CODE,
    RegisterProblemCode,
    decide_register_problem_code,
    problem_code_id,
)
from supervision.domain.units import RegisterUnit, unit_id
from supervision.domain.values import OfficerId
from supervision.errors import UsageError
from supervision.office import findings, items, measures
from supervision.office.acting import Acting
from supervision.office.decision_works import deploy_work
from supervision.office.decisions import register_decision
from supervision.office.interviews import hold_interview, plan_interview
from supervision.office.naming import ViewNames
from supervision.office.office import Office
from supervision.office.people import close_department, register_department, register_unit
from supervision.office.statistics import compare, count, roll_up
from supervision.ports.access import Actor, Permission
from supervision.ports.query import Eq, Everything, Predicate
from supervision.reporting.statistics import Named
from supervision.reporting.tables import Table, foots
from supervision.reporting.trees import Tree, tree_foots
from supervision.testing.offices import SmallOffice, small_office


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def opened(small: SmallOffice, *, title: str = "问题", **fields: object) -> str:
    with small.office.work(small.inspector) as work:
        id = findings.open_finding(work, OpenFinding(title=title, **fields))
        work.commit()
    return id


def counted(small: SmallOffice, register: str, *by: str, **options: object) -> Table:
    with small.office.read(small.head) as view:
        return count(view, register, by, **options)


def shown(table: Table) -> dict[tuple[str, ...], int]:
    return {tuple(label.zh for label in row.labels): row.values[0] for row in table.rows}


def test_findings_are_counted_by_department_under_its_name(small: SmallOffice) -> None:
    opened(small, department=small.first)
    opened(small, department=small.first)
    opened(small)
    table = counted(small, "findings", "department")
    found = {("第一检察部",): 2, ("第二检察部",): 0, ("检务督察部",): 0, ("（无）",): 1}
    assert list(shown(table).items()) == list(found.items())
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
    assert (shown(table)["第一检察部",], shown(table)["第二检察部",]) == (1, 0)
    assert table.total == (1,)


@pytest.mark.parametrize("register", ["detections", "imports", "score_entries", "items"])
def test_empty_register_counts_nothing(small: SmallOffice, register: str) -> None:
    table = counted(small, register, "month")
    assert (table.rows, table.total) == ((), (0,))


def test_unknown_names_are_refused(small: SmallOffice) -> None:
    for register, by in (("cases", "state"), ("findings", "facts")):
        with pytest.raises(UsageError):
            counted(small, register, by)


# ---------------------------------------------------------------------------- values and persons


def named_on(*officers: OfficerId) -> tuple[Responsible, ...]:
    return tuple(Responsible(officer=one) for one in officers)


def test_persons_responsible_are_counted_every_time_and_foot(small: SmallOffice) -> None:
    opened(small, persons=named_on(small.prosecutor, small.first_head), department=small.first)
    opened(small, persons=named_on(small.prosecutor), department=small.second)
    opened(small)
    table = counted(small, "responsible", "officers")
    assert (shown(table), table.unit.zh) == ({("张四",): 1, ("李五",): 2}, "人次")
    assert (table.total, table.overlaps, foots(table)) == ((3,), False, True)
    by_department = counted(small, "responsible", "department")
    assert shown(by_department)["第一检察部",] == 2
    assert (by_department.total, foots(by_department)) == ((3,), True)
    assert counted(small, "responsible").total == (3,)


def test_record_with_several_values_counts_in_each_row_and_once_in_the_total(
    small: SmallOffice,
) -> None:
    with small.office.work(small.head) as work:
        items.propose(
            work,
            ProposeItem(
                title="作风督察",
                kind="item.style",
                co_departments=(small.first, small.second),
            ),
        )
        items.propose(work, ProposeItem(title="作风督察", kind="item.style"))
        work.commit()
    table = counted(small, "items", "co_departments", "state")
    assert [row.values[0] for row in table.rows] == [1, 1, 1]
    assert (table.total, table.overlaps) == ((2,), True)


def test_persons_measures_were_taken_towards_count_once(small: SmallOffice) -> None:
    """STAT-3."""
    with small.office.work(small.head) as work:
        for officer in (small.prosecutor, small.prosecutor, small.second_head):
            measures.issue(work, IssueMeasure(rung="reminder_talk", title="谈话", officer=officer))
        measures.issue(
            work, IssueMeasure(rung="oral_reminder", title="提醒", department=small.first)
        )
        work.commit()
    table = counted(small, "officers", "month")
    assert ([row.values for row in table.rows], table.unit.zh) == ([(2,)], "人")
    assert (table.total, table.overlaps) == ((2,), True)
    assert counted(small, "officers").total == (2,)
    with small.office.read(small.head) as view, pytest.raises(UsageError) as refusal:
        roll_up(view, "officers")
    assert refusal.value.code == "statistics.overlap"


# ---------------------------------------------------------------------------- comparison


def test_two_periods_are_compared_row_by_row(small: SmallOffice) -> None:
    """STAT-7."""
    for day, department in ((27, small.first), (28, small.first)):
        opened(small, found_on=dt.date(2026, 2, day), department=department)
    for department in (small.first, small.second, small.second):
        opened(small, found_on=dt.date(2026, 3, 1), department=department)
    march = parse_period("2026-03")
    with small.office.read(small.head) as view:
        table = compare(
            view, "findings", ["department"], period=march, against=period_before(march)
        )
        total = compare(view, "findings", period=march, against=year_before(march))
    assert [(row.labels[0].zh, row.values) for row in table.rows] == [
        ("第一检察部", (1, 2, -1, Fraction(-50))),
        ("第二检察部", (2, 0, 2, None)),
        ("检务督察部", (0, 0, 0, None)),
    ]
    assert (table.total, foots(table)) == ((3, 2, 1, Fraction(50)), True)
    assert total.total == (3, 0, 3, None)


def test_findings_are_taken_by_another_day(small: SmallOffice) -> None:
    opened(small)
    table = counted(small, "findings", first=dt.date(2026, 1, 1), day="closed_on")
    assert table.total == (0,)


# ---------------------------------------------------------------------------- roll-up


def rolled(small: SmallOffice, register: str = "findings", **options: object) -> Tree:
    with small.office.read(small.head) as view:
        return roll_up(view, register, **options)


def told(tree: Tree) -> list[tuple[str, int, int, int]]:
    return [(row.label.zh, row.depth, row.own, row.total) for row in tree.rows]


def test_register_rolls_up_over_units_and_departments(small: SmallOffice) -> None:
    """STAT-9."""
    with small.office.work(small.head, unit_id("xq")) as work:
        register_unit(
            work, RegisterUnit(code="xq", name="下级院", prefix="下检", path="/fj/fz/mw/xq")
        )
        work.commit()
    opened(small, department=small.first)
    opened(small, department=small.first)
    opened(small)
    tree = rolled(small)
    assert told(tree) == [
        ("马尾区人民检察院", 0, 1, 3),
        ("第一检察部", 1, 2, 2),
        ("第二检察部", 1, 0, 0),
        ("检务督察部", 1, 0, 0),
        ("下级院", 1, 0, 0),
    ]
    assert (tree.total, tree_foots(tree)) == (3, True)
    assert tree_foots(rolled(small, "imports"))


def test_closed_department_stands_there_while_it_has_something(small: SmallOffice) -> None:
    opened(small, department=small.second, found_on=dt.date(2026, 1, 5))
    with small.office.work(small.head) as work:
        close_department(work, small.second, on=dt.date(2026, 1, 31))
        work.commit()
    names = [row[0] for row in told(rolled(small))]
    assert "第二检察部" in names
    later = told(rolled(small, first=dt.date(2026, 2, 1)))
    assert "第二检察部" not in [row[0] for row in later]
    then = told(rolled(small, last=dt.date(2026, 1, 31), first=dt.date(2026, 1, 20)))
    assert ("第二检察部", 1, 0, 0) in then
    assert tree_foots(rolled(small))


def test_merged_department_counts_with_its_heir_once_it_is_merged(small: SmallOffice) -> None:
    opened(small, department=small.second, found_on=dt.date(2026, 1, 5))
    with small.office.work(small.head) as work:
        close_department(work, small.second, into=small.first, on=dt.date(2026, 1, 31))
        work.commit()
    now = told(rolled(small))
    assert ("第一检察部", 1, 1, 1) in now
    assert "第二检察部" not in [row[0] for row in now]
    then = told(rolled(small, last=dt.date(2026, 1, 31), first=dt.date(2026, 1, 1)))
    assert ("第二检察部", 1, 1, 1) in then
    assert tree_foots(rolled(small))


def test_departments_of_several_units_bear_their_units_names(small: SmallOffice) -> None:
    with small.office.work(small.head, unit_id("xq")) as work:
        register_unit(
            work, RegisterUnit(code="xq", name="下级院", prefix="下检", path="/fj/fz/mw/xq")
        )
        command = RegisterDepartment(code="d1", name="第一检察部", kind=DepartmentKind.BUSINESS)
        register_department(work, command)
        work.commit()
    opened(small, department=small.first)
    shown_rows = shown(counted(small, "findings", "department"))
    assert shown_rows["马尾区人民检察院第一检察部",] == 1
    assert shown_rows["下级院第一检察部",] == 0


def test_value_nobody_knows_is_called_by_itself(small: SmallOffice) -> None:
    with small.office.read(small.head) as view:
        names = ViewNames(view, people=False)
        assert names.label(Named.OFFICER, small.head).zh == "102"
        assert names.label(Named.UNIT, small.unit).zh == "马尾区人民检察院"
        assert names.label(Named.RUNG, "gone").zh == "gone"
        assert names.order(Named.RUNG, "gone") > names.order(Named.RUNG, "transfer")


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
        (1, "次"),
    ]
    assert [shown(table) for table in tables] == [
        {("党组",): 1},
        {("督察中",): 2},
        {("廉政谈话",): 1},
    ]
