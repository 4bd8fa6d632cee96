"""Ledgers of meetings, opinions, inspections, talks and decisions: imported, acted on, undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from supervision.domain.decision_works import DECISION_WORK, Execution
from supervision.domain.decisions import DECISION, RegisterDecision
from supervision.domain.inspections import INSPECTION, Openness
from supervision.domain.interviews import INTERVIEW
from supervision.domain.material_lists import AskedMaterial, AskMaterials
from supervision.domain.meetings import MEETING, MeetingState, RecordMeeting
from supervision.domain.opinions import OPINION, GiveOpinion, OpinionState
from supervision.domain.records import RecordKind
from supervision.domain.registers import REGISTER
from supervision.domain.reviews import REVIEW
from supervision.errors import Refused
from supervision.office import decisions, material_lists, meetings, opinions
from supervision.office.acting import Acting
from supervision.office.bulk import BULK_ACTS, act_of, bulk
from supervision.office.ledger_imports import LedgerImported, import_ledger, undo_import
from supervision.office.work import Work
from supervision.testing.offices import SmallOffice, small_office

Write = Callable[..., Path]

MEETINGS = ("会议日期,会议,类别,列席人", "2021-3-5,2021年第3次检委会,检委会,黄三")
OPINIONS = (
    "提出日期,所涉工作,意见建议,部门,是否采纳,会议",
    "2021-3-5,归档,逐件说明,第一检察部,已采纳,2021年第3次检委会",
)
DECISIONS = (
    "决策日期,决策部署,来源,文号,状态",
    "2021-1-10,常态化,上级院,闽检发〔2021〕3号,督察中",
)
WORKS = (
    "决策,工作任务,责任部门,部署日期,状态,核查日期,核查人,核查结果,办结日期",
    (
        "闽检发〔2021〕3号,起底,第一检察部,2021-1-12,已办结,"
        "2021-3-1、2021-6-2,黄三、黄三,部分落实、已落实,2021-6-3"
    ),
)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(*lines: str) -> Path:
        path = tmp_path / "old.csv"
        path.write_text("\n".join(lines), encoding="utf-8-sig")
        return path

    return written


def take(small: SmallOffice, kind: str, path: Path) -> LedgerImported:
    return import_ledger(small.office, small.head, kind, path)


def only(small: SmallOffice, kind: RecordKind[Any]) -> Any:
    with small.office.read(small.head) as view:
        [record] = view.select(kind)
    return record


def why(text: str = "导错了文件") -> Callable[[Work], Acting]:
    return lambda _: Acting(reason=text)


def test_opinions_name_their_meeting_by_its_title(small: SmallOffice, write: Write) -> None:
    first = take(small, "meeting", write(*MEETINGS))
    second = take(small, "opinion", write(*OPINIONS))
    assert (first.entered, second.entered, second.faults) == (1, 1, ())
    meeting, opinion = only(small, MEETING), only(small, OPINION)
    assert (meeting.kind, meeting.state) == ("committee", MeetingState.RECORDED)
    assert (opinion.meeting, opinion.state) == (meeting.id, OpinionState.ADOPTED)
    assert small.office.verify().ok


def test_works_come_with_their_checks(small: SmallOffice, write: Write) -> None:
    take(small, "decision", write(*DECISIONS))
    done = take(small, "decision_work", write(*WORKS))
    assert done.faults == ()
    work = only(small, DECISION_WORK)
    assert work.decision == only(small, DECISION).id
    assert [(one.on, one.outcome) for one in work.checks] == [
        (dt.date(2021, 3, 1), Execution.PARTLY),
        (dt.date(2021, 6, 2), Execution.CARRIED_OUT),
    ]
    assert work.outcome is Execution.CARRIED_OUT


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (
            "闽检发〔2021〕3号,起底,第一检察部,2021-1-12,督察中,2021-3-1,黄三、黄三,已落实,",
            "uneven",
        ),
        ("闽检发〔2021〕3号,起底,第一检察部,2021-1-12,督察中,2021-3-1,黄三,,", "nested"),
    ],
)
def test_a_check_that_is_told_in_part_is_refused(
    small: SmallOffice, write: Write, line: str, code: str
) -> None:
    take(small, "decision", write(*DECISIONS))
    [fault] = take(small, "decision_work", write(WORKS[0], line)).faults
    assert fault.code == f"entry.{code}"


def test_talks_and_inspections_are_read_by_the_offices_words(
    small: SmallOffice, write: Write
) -> None:
    head = "编号,谈话类别,事由,谈话对象,身份,谈话时间,状态,谈话人"
    talk = "马检督谈〔2021〕2号,约谈,逾期,张四,部门负责人,2021-7-1,已谈话（待签名）,黄三"
    assert take(small, "interview", write(head, talk)).faults == ()
    talked = only(small, INTERVIEW)
    assert (talked.talk, talked.persons[0].capacity) == ("admonishing", "department_head")
    with small.office.read(small.head) as view:
        [register] = view.select(REGISTER)
    assert (register.series, register.next) == ("interview", 3)
    head = "检查时间,主题,类别,被检查部门,检查人员,状态,结论日期,方式,公开日期"
    line = "2021-5-6,会风,检风检纪,第一检察部、第二检察部,黄三,已有结论,2021-5-7,暗访,"
    [fault] = take(small, "inspection", write(head, line)).faults
    assert fault.code == "entry.missing", "what nobody knows of does not stand in an open ledger"
    line += "2021-5-8"
    assert take(small, "inspection", write(head, line)).faults == ()
    inspected = only(small, INSPECTION)
    assert (inspected.kind, inspected.openness) == ("style", Openness.COVERT)


def test_an_import_is_not_undone_under_what_names_its_records(
    small: SmallOffice, write: Write
) -> None:
    first = take(small, "meeting", write(*MEETINGS))
    second = take(small, "opinion", write(*OPINIONS))
    with pytest.raises(Refused) as refused:
        undo_import(small.office, small.head, first.id, acting=why())
    assert refused.value.code == "ledger_import.touched"
    kept = undo_import(small.office, small.head, second.id, acting=why())
    assert (kept.voided, kept.kept) == (1, ())
    assert undo_import(small.office, small.head, first.id, acting=why()).voided == 1
    assert only(small, MEETING).state is MeetingState.VOIDED


def test_a_work_with_a_material_list_outlives_the_undoing(small: SmallOffice, write: Write) -> None:
    take(small, "decision", write(*DECISIONS))
    open_work = WORKS[1].replace("已办结", "督察中").removesuffix("2021-6-3")
    done = take(small, "decision_work", write(WORKS[0], open_work))
    work_id = only(small, DECISION_WORK).id
    with small.office.work(small.head) as work:
        ask = AskMaterials(
            work=work_id,
            title="台账",
            department=small.first,
            due_on=work.today + dt.timedelta(10),
            materials=(AskedMaterial(name="台账"),),
        )
        material_lists.ask_materials(work, ask)
        work.commit()
    undone = undo_import(small.office, small.head, done.id, keep_touched=True, acting=why())
    assert (undone.voided, undone.kept) == (0, (work_id,))


# --- bulk ---


def test_opinions_are_answered_and_decisions_voided_with_one_reason(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        held = meetings.record_meeting(
            work, RecordMeeting(title="党组会", kind="party_group", attended_by=(small.head,))
        )
        given = [
            opinions.give_opinion(work, GiveOpinion(matter=f"工作{n}", text="改进", meeting=held))
            for n in range(3)
        ]
        made = decisions.register_decision(work, RegisterDecision(title="部署", issuer="superior"))
        work.commit()

    def act(kind: str, name: str, ids: Sequence[str], **told: str) -> Any:
        chosen = act_of(kind, name)
        return bulk(small.office, small.head, chosen, ids, given=told, reason="集中办理")

    assert act("opinion", "answer", given[:2], adoption="已采纳").done == tuple(given[:2])
    [refused] = act("opinion", "answer", given[2:], adoption="未采纳").refused
    assert refused.code == "field.missing"
    assert [one.code for one in act("meeting", "void", [held]).refused] == ["meeting.has_opinions"]
    assert act("decision", "void", [made]).done == (made,)
    [refused] = act("decision", "conclude", [made]).refused
    assert refused.code == "workflow.step"
    assert small.office.verify().ok


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("circular", "issue"),
        ("opinion", "answer"),
        ("review", "complete"),
        ("decision_work", "settle"),
        ("instruction", "close"),
        ("interview", "cancel"),
        ("plan_entry", "drop"),
        ("material_list", "accept"),
        ("report_request", "assess"),
    ],
)
def test_every_family_has_its_bulk_acts(kind: str, name: str) -> None:
    assert BULK_ACTS[kind, name].kind.name == kind
    assert REVIEW.name in {of for of, _ in BULK_ACTS}
