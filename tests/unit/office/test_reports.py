"""Reports to the chief: counted from records, the same every time, proven when read again."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.findings import OpenFinding, Rectification, Severity
from supervision.domain.items import ProposeItem
from supervision.domain.measures import IssueMeasure, Service
from supervision.domain.periods import parse_period
from supervision.domain.posts import Role
from supervision.domain.problem_codes import (
    PROBLEM_CODE,
    RegisterProblemCode,
    decide_register_problem_code,
    problem_code_id,
)
from supervision.domain.reports import REPORT, ReportState
from supervision.domain.units import RegisterUnit, unit_id
from supervision.errors import NotFound, Refused
from supervision.journal.checkpoints import Checkpoint
from supervision.journal.entry import open_chain
from supervision.office import findings, items, measures
from supervision.office.acting import Acting
from supervision.office.office import Office
from supervision.office.parts import LocalRules
from supervision.office.people import leave_post, register_unit
from supervision.office.reports import (
    ReportDraft,
    draft_report,
    issue_report,
    read_report,
    void_report,
)
from supervision.office.statistics import count
from supervision.reporting.monthly import HintKind, MonthlyReport
from supervision.reporting.tables import foots
from supervision.testing.offices import SmallOffice, small_office

MARCH, APRIL = parse_period("2026-03"), parse_period("2026-04")


@pytest.fixture
def small() -> SmallOffice:
    """An office in which something happened in March 2026; its clock stands at the month's start."""
    small = small_office()
    with small.office.work(small.head) as work:
        for code, zh in (("plea.deed", "具结书后补"), ("archive.late", "归档逾期")):
            command = RegisterProblemCode(code=code, axis="nature", edition="1", zh=zh)
            changes = decide_register_problem_code(None, command, unit=work.unit, act=work.act())
            work.stage(PROBLEM_CODE, problem_code_id(work.unit, code), changes)
        work.commit()
    return small


def opened(small: SmallOffice, title: str = "问题", **fields: object) -> str:
    with small.office.work(small.inspector) as work:
        id = findings.open_finding(work, OpenFinding(title=title, **fields))
        work.commit()
    return id


def claimed(small: SmallOffice, due_in: int, **fields: object) -> str:
    id = opened(small, department=small.first, **fields)
    with small.office.work(small.first_head) as work:
        findings.claim(
            work,
            id,
            department=small.first,
            mode=Rectification.BY_DATE,
            plan="补齐",
            due_on=work.today + dt.timedelta(days=due_in),
        )
        work.commit()
    return id


def submitted(small: SmallOffice, id: str) -> None:
    with small.office.work(small.first_head) as work:
        findings.submit(work, id, "已补齐")
        work.commit()


def closed(small: SmallOffice, id: str) -> None:
    submitted(small, id)
    with small.office.work(small.inspector) as work:
        findings.verify(work, id)
        work.commit()
    with small.office.work(small.head) as work:
        findings.close(work, id)
        work.commit()


def drawn(small: SmallOffice, month: str = "2026-03", **options: object) -> ReportDraft:
    return draft_report(small.office, small.head, parse_period(month), **options)


def content(small: SmallOffice, month: str = "2026-03") -> MonthlyReport:
    return drawn(small, month).content


def issued(small: SmallOffice, month: str = "2026-03", **options: object) -> str:
    draft = drawn(small, month, **options)
    with small.office.work(small.head) as work:
        id = issue_report(work, draft)
        work.commit()
    return id


# ---------------------------------------------------------------------------- contents


def test_an_idle_month_is_told_in_words(small: SmallOffice) -> None:
    """REPORT-11."""
    text = drawn(small).text
    for sentence in (
        "本月各台账均无新增记录。本月没有办结的事项和销号的问题。",
        "本月、上月均无新增问题。",
        "没有在办的问题。",
        "没有在办的督察事项。",
        "本月没有已分类的问题。",
        "本月未签发督察措施。",
        "台账数据没有需要提请研究的事项。",
        "检务督察部门本月没有另提建议。",
        "上月（2026年2月）没有到期应完成整改的问题。",
        "上月没有到期应反馈的督察措施。",
    ):
        assert sentence in text


def test_work_is_counted_in_the_month_the_one_before_and_the_year_before(
    small: SmallOffice,
) -> None:
    """REPORT-10."""
    opened(small)
    for day in (dt.date(2026, 2, 1), dt.date(2026, 2, 2), dt.date(2025, 3, 1)):
        opened(small, found_on=day)
    (figures,) = [one for one in content(small).work if one.code == "findings"]
    assert (figures.now, figures.before, figures.year, figures.closed) == (1, 2, 1, 0)
    assert "| 问题 | 件 | 1 | 2 | -1 | -50.0 | 1 | 0.0 |" in drawn(small).text


def test_analysis_tables_foot_and_show_departments_without_any(small: SmallOffice) -> None:
    opened(small, department=small.first, problem_code="plea.deed")
    opened(small, department=small.second, problem_code="plea.deed")
    opened(small, found_on=dt.date(2026, 2, 1), problem_code="archive.late")
    with small.office.work(small.head) as work:
        items.propose(work, ProposeItem(title="作风督察", kind="item.style"))
        work.commit()
    report = content(small)
    assert all(foots(one.table) for one in report.analysis)
    assert all(foots(table) for table in (report.problems.states, report.proposals.measures))
    departments = report.analysis[0].table
    assert [row.values[:2] for row in departments.rows] == [(1, 0), (1, 0), (0, 0), (0, 1)]
    text = drawn(small).text
    assert "比上月上升：具结书后补（+2件）。比上月下降：归档逾期（-1件）。" in text


def test_nothing_changed_is_told(small: SmallOffice) -> None:
    opened(small, department=small.first)
    opened(small, department=small.first, found_on=dt.date(2026, 2, 1))
    assert "与上月相同，各项均无增减。" in drawn(small).text


def test_more_than_three_changes_are_summed_up(small: SmallOffice) -> None:
    for code in "abcd":
        opened(small, problem_code=code)
    assert "等4项。" in drawn(small).text


def test_open_findings_are_told_by_state_with_what_presses(small: SmallOffice) -> None:
    """REPORT-12."""
    opened(small)
    claimed(small, 3, title="逾期未报")
    late_submitted = claimed(small, 3)
    returned = claimed(small, 3, title="敷衍")
    waived = opened(small)
    for id in (late_submitted, returned):
        submitted(small, id)
    with small.office.work(small.inspector) as work:
        findings.return_finding(work, returned, perfunctory=True, acting=Acting(reason="只补一半"))
        work.commit()
    with small.office.work(small.head) as work:
        findings.waive(
            work, waived, work.today + dt.timedelta(days=90), acting=Acting(reason="等待判决")
        )
        work.commit()
    small.clock.advance(days=5)
    problems = content(small).problems
    assert (problems.open, problems.overdue, problems.unclaimed) == (4, 2, 1)
    assert (problems.returned, problems.perfunctory, problems.waived) == (1, 1, 1)
    assert [(one.title, one.days, one.returns) for one in problems.longest] == [
        ("逾期未报", 2, 0),
        ("敷衍", 2, 1),
    ]
    text = drawn(small).text
    assert "其中超过整改期限2件：第一检察部2件。尚未认领1件。曾被退回整改1件。" in text
    assert "另有暂缓问题1件。" in text


def test_typical_problems_are_the_most_frequent_with_the_gravest_as_example(
    small: SmallOffice,
) -> None:
    opened(small, "归档晚", problem_code="archive.late")
    opened(small, "轻", problem_code="plea.deed", department=small.second)
    opened(small, "重", problem_code="plea.deed", department=small.first, severity=Severity.SERIOUS)
    opened(small, "无分类")
    first, second = content(small).problems.typical
    assert (first.label.zh, first.count, first.example, first.severity.zh) == (
        "具结书后补",
        2,
        "重",
        "严重",
    )
    assert [one.zh for one in first.departments] == ["第一检察部", "第二检察部"]
    assert (second.count, second.departments) == (1, ())
    assert "归档逾期：1件，涉及部门未明。如“归档晚”（程度：轻微）。" in drawn(small).text


def test_last_months_rectification_adds_up(small: SmallOffice) -> None:
    """REPORT-13."""
    in_time, late, unverified = claimed(small, 5), claimed(small, 5), claimed(small, 5)
    claimed(small, 5)
    claimed(small, 60)
    closed(small, in_time)
    small.clock.advance(days=10)
    closed(small, late)
    submitted(small, unverified)
    small.clock.advance(days=25)
    past = content(small, "2026-04").rectified
    assert past.period == MARCH
    assert (past.due, past.in_time, past.late, past.open, past.closed) == (4, 1, 1, 2, 2)
    text = drawn(small, "2026-04").text
    assert "按期整改1件，逾期整改1件，尚未完成2件；其中已销号2件。按期整改率25.0%。" in text


def test_answers_due_last_month_are_told(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        for _ in range(3):
            id = measures.issue(
                work,
                IssueMeasure(rung="rectification_notice", title="限期整改", department=small.first),
            )
            measures.serve(work, id, Service.PAPER)
        work.commit()
    with small.office.work(small.first_head) as work:
        measures.claim_measure(work, id, "逐案整改")
        measures.answer(work, id, "已整改")
        work.commit()
    with small.office.work(small.head) as work:
        measures.accept(work, id)
        work.commit()
    small.clock.advance(days=40)
    report = content(small, "2026-04")
    past = report.rectified
    assert (past.answers_due, past.answers_in_time, past.answers_late) == (3, 1, 0)
    assert past.answers_open == 2
    assert (
        "应反馈的督察措施3份：按期反馈1份，逾期反馈无，尚未反馈2份。"
        in drawn(small, "2026-04").text
    )
    assert HintKind.UNANSWERED in [one.kind for one in report.proposals.hints]
    assert "整改通知3份" in drawn(small).text


def test_records_suggest_what_presses_and_the_office_adds_its_own(small: SmallOffice) -> None:
    """REPORT-14."""
    with small.office.work(small.head) as work:
        items.propose(
            work,
            ProposeItem(
                title="作风督察", kind="item.style", due_on=work.today + dt.timedelta(days=1)
            ),
        )
        work.commit()
    opened(small, problem_code="plea.deed")
    claimed(small, 1)
    small.clock.advance(days=4)
    draft = drawn(small, proposals=("开展*专项*督察",))
    assert [one.kind for one in draft.content.proposals.hints] == [
        HintKind.OVERDUE,
        HintKind.ITEMS,
        HintKind.UNCLAIMED,
        HintKind.RISING,
    ]
    assert "1. 督促第一检察部限期完成逾期问题的整改，共1件。" in draft.text
    assert "1. 开展\\*专项\\*督察" in draft.text
    assert "在办督察事项1项，其中超过办结期限1项。" in draft.text


def test_a_report_of_another_stretch_speaks_of_periods(small: SmallOffice) -> None:
    text = drawn(small, "2026-Q1").text
    assert "本期各台账均无新增记录。" in text
    assert "2026-Q1" in text
    english = drawn(small, language="en").text
    assert "No register has grown this month." in english
    assert "检务督察专报" not in english


def test_report_of_a_month_to_come_is_refused(small: SmallOffice) -> None:
    with pytest.raises(Refused) as refusal:
        drawn(small, "2099-01")
    assert refusal.value.code == "report.future"


def test_report_of_an_office_not_founded_is_refused() -> None:
    bare = small_office(founded=False)
    with pytest.raises(NotFound):
        drawn(bare)


def test_report_counts_the_own_unit_alone(small: SmallOffice) -> None:
    opened(small, department=small.first)
    before = drawn(small)
    with small.office.work(small.head, unit_id("xq")) as work:
        register_unit(
            work, RegisterUnit(code="xq", name="下级院", prefix="下检", path="/fj/fz/mw/xq")
        )
        findings.open_finding(work, OpenFinding(title="下级院的问题"))
        work.commit()
    assert drawn(small).text == before.text
    with small.office.read(small.head) as view:
        assert count(view, "findings").total == (2,)


# ---------------------------------------------------------------------------- the same bytes


def test_same_entry_and_day_give_the_same_bytes(small: SmallOffice) -> None:
    """REPORT-2."""
    claimed(small, 3, persons=())
    draft = drawn(small)
    opened(small)
    small.clock.advance(days=20)
    again = drawn(small, seq=draft.content.seq, as_of=draft.content.as_of)
    assert (again.text, again.digest) == (draft.text, draft.digest)
    assert drawn(small).text != draft.text


def test_report_ends_with_a_checkpoint_that_verification_takes(small: SmallOffice) -> None:
    """REPORT-3."""
    opened(small)
    draft = drawn(small)
    line = draft.text.rstrip("`\n").splitlines()[-1]
    point = Checkpoint.parse(line)
    assert (point.seq, line) == (draft.content.seq, draft.content.checkpoint)
    opened(small)
    report = small.office.verify([line])
    assert (report.ok, report.checkpoints) == (True, 1)


def test_issued_report_is_kept_and_proven_when_it_is_read_again(small: SmallOffice) -> None:
    """REPORT-4."""
    opened(small, department=small.first)
    draft = drawn(small, proposals=("开展专项督察",))
    id = issued(small, proposals=("开展专项督察",))
    opened(small)
    small.clock.advance(days=30)
    again = read_report(small.office, small.chief, id)
    assert (again.text, again.kept, again.redrawn) == (draft.text, True, True)
    assert (again.report.addressee, again.report.drawn_by) == (small.chief, small.head)
    assert small.office.verify().ok


def test_report_that_comes_out_otherwise_says_so_and_its_text_stands(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        measures.issue(
            work, IssueMeasure(rung="oral_reminder", title="提醒", department=small.first)
        )
        work.commit()
    id = issued(small)
    rules: LocalRules = attrs.evolve(small.office.rules, ladders={})
    changed = Office(attrs.evolve(small.office.parts, rules=rules))
    again = read_report(changed, small.head, id)
    assert (again.kept, again.redrawn) == (True, False)


def test_report_whose_text_was_erased_is_still_proven_by_the_journal(small: SmallOffice) -> None:
    id = issued(small)
    with small.office.read(small.head) as view:
        digest = view.get(REPORT, id).text.digest
    with small.office.store.begin(write=(open_chain(small.unit),)) as transaction:
        transaction.erase_blob(digest)
        transaction.commit()
    again = read_report(small.office, small.head, id)
    assert (again.text, again.kept, again.redrawn) == (None, False, True)


# ---------------------------------------------------------------------------- issuing


def test_second_report_of_a_period_needs_the_first_voided(small: SmallOffice) -> None:
    id = issued(small)
    with pytest.raises(Refused) as refusal:
        issued(small)
    assert refusal.value.code == "report.exists"
    with small.office.work(small.head) as work:
        voided = void_report(work, id, acting=Acting(reason="漏列一件"))
        work.commit()
    assert voided.state is ReportState.VOIDED
    assert issued(small) != id
    with small.office.read(small.head) as view:
        assert count(view, "reports").total == (1,)


def test_without_a_chief_nobody_can_be_reported_to(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        leave_post(work, small.chief, Role.CHIEF, until=work.today - dt.timedelta(days=1))
        work.commit()
    with pytest.raises(Refused) as refusal:
        issued(small)
    assert refusal.value.code == "report.chief"


def test_report_is_addressed_to_the_chief_alone(small: SmallOffice) -> None:
    draft = drawn(small)
    with small.office.work(small.head) as work, pytest.raises(Refused) as refusal:
        issue_report(work, draft, addressee=small.inspector)
    assert refusal.value.code == "report.addressee"
