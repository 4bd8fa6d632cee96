"""Plans, requests, material lists and circulars are imported with what stands in their cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision.domain.circulars import CIRCULAR
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.handling_units import HANDLING_UNIT
from supervision.domain.inspection_plans import PLAN_ENTRY, PlanState
from supervision.domain.material_lists import MATERIAL_LIST
from supervision.domain.measure_changes import Service
from supervision.domain.registers import REGISTER
from supervision.domain.report_requests import REPORT_REQUEST
from supervision.office import circulars
from supervision.office.acting import Acting
from supervision.office.ledger_imports import LedgerImported, import_ledger, undo_import
from supervision.ports.query import Eq
from supervision.testing.offices import SmallOffice, small_office

Write = Callable[..., Path]
DECISIONS = "决策日期,决策部署,来源,文号,状态"
WORKS = "决策,工作任务,责任部门,部署日期,状态"
CIRCULARS = "文号,通报名称,状态,印发日期,通报对象,反馈日期,涉及人员"


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(*lines: str) -> Path:
        path = tmp_path / "old.csv"
        path.write_text("\n".join(lines), "utf-8")
        return path

    return put


def take(small: SmallOffice, kind: str, path: Path) -> LedgerImported:
    return import_ledger(small.office, small.head, kind, path)


def test_a_circular_has_an_addressee_for_every_name_in_the_cell(
    small: SmallOffice, write: Write
) -> None:
    rows = (
        '马检督通〔2021〕3号,卷宗,issued,2021-6-2,"第一检察部、第二检察部","2021-6-8、2021-6-9",李五',
        '马检督通〔2021〕4号,目录,issued,2021-6-3,"第一检察部、第二检察部",,',
        ",草稿,drafted,,第一检察部,,",
    )
    done = take(small, "circular", write(CIRCULARS, *rows))
    assert [(one.line, one.code) for one in done.faults] == [(4, "entry.missing")]
    with small.office.read(small.head) as view:
        [made] = view.select(CIRCULAR, Eq("number", "马检督通〔2021〕3号"))
        [other] = view.select(CIRCULAR, Eq("number", "马检督通〔2021〕4号"))
        [register] = view.select(REGISTER)
    assert [one.department for one in made.addressees] == [small.first, small.second]
    assert [one.confirmed_on for one in made.addressees] == [
        dt.date(2021, 6, 8),
        dt.date(2021, 6, 9),
    ]
    assert (made.drafted_on, made.persons[0].officer) == (dt.date(2021, 6, 2), small.prosecutor)
    assert (other.unconfirmed, register.series) == (2, "circular")
    with small.office.work(small.head) as work:
        circulars.serve_circular(work, other.id, small.first, Service.NETWORK)
        work.commit()
    with small.office.work(small.first_head) as work:
        circulars.receive_circular(work, other.id, small.first)
        work.commit()
    assert small.office.verify().ok


def test_days_of_addressees_stand_one_for_one(small: SmallOffice, write: Write) -> None:
    row = '马检督通〔2021〕3号,卷宗,issued,2021-6-2,"第一检察部、第二检察部",2021-6-8,'
    [fault] = take(small, "circular", write(CIRCULARS, row)).faults
    assert fault.code == "entry.uneven"


def test_requests_and_lists_name_a_work_and_take_its_decision(
    small: SmallOffice, write: Write
) -> None:
    take(
        small,
        "decision",
        write(DECISIONS, "2021-1-10,常态化,上级院,闽检发〔2021〕3号,registered"),
    )
    take(small, "decision_work", write(WORKS, "常态化,起底,第一检察部,2021-1-12,open"))
    heads = "决策部署工作,部门,名称,要求日期,期限,状态"
    reports = write(
        heads + ",报告日期", "起底,第一检察部,起底情况,2021-2-1,2021-3-1,reported,2021-3-2"
    )
    assert take(small, "report_request", reports).faults == ()
    lists = write(
        heads + ",材料,提交日期",
        "起底,第一检察部,起底材料,2021-2-1,2021-3-1,handed_in,台账；名单,2021-2-8、2021-2-9",
    )
    done = take(small, "material_list", lists)
    assert done.faults == ()
    with small.office.read(small.head) as view:
        [work] = view.select(DECISION_WORK)
        [request], [listed] = view.select(REPORT_REQUEST), view.select(MATERIAL_LIST)
    assert (request.work, request.decision, request.late) == (work.id, work.decision, True)
    assert (listed.decision, listed.received_on) == (work.decision, dt.date(2021, 2, 9))
    assert [one.name for one in listed.materials] == ["台账", "名单"]


def test_a_plan_entered_by_mistake_is_voided_and_not_merely_dropped(
    small: SmallOffice, write: Write
) -> None:
    heads = "年份,月份,检查内容,检查类别,状态,制定日期"
    done = take(
        small,
        "plan_entry",
        write(
            heads, "2021,5,会风,检风检纪,planned,2021-1-5", "2021,6,着装,检风检纪,dropped,2021-1-5"
        ),
    )
    assert done.faults == ()
    undo_import(small.office, small.head, done.id, acting=lambda _: Acting(reason="导错了文件"))
    with small.office.read(small.head) as view:
        assert {one.state for one in view.select(PLAN_ENTRY)} == {PlanState.VOIDED}


def test_a_handling_unit_has_a_leader_and_members_with_their_roles(
    small: SmallOffice, write: Write
) -> None:
    heads = "办案组,所属部门,主办检察官,成员,职务,状态,组建时间"
    rows = (
        '李五办案组,第一检察部,李五,"张四、黄三","assistant、clerk",active,2020-1-2',
        "李五二组,第一检察部,李五,,,active,2020-1-2",
        '李五三组,第一检察部,李五,"张四、黄三",clerk,active,2020-1-2',
    )
    done = take(small, "handling_unit", write(heads, *rows))
    assert [(one.line, one.code) for one in done.faults] == [(4, "entry.uneven")]
    with small.office.read(small.head) as view:
        [unit] = view.select(HANDLING_UNIT, Eq("name", "李五办案组"))
    roles = [(one.officer, one.role.value) for one in unit.members]
    assert roles == [
        (small.prosecutor, "prosecutor"),
        (small.first_head, "assistant"),
        (small.inspector, "clerk"),
    ]
    assert {one.from_ for one in (*unit.members, *unit.leaders)} == {dt.date(2020, 1, 2)}
