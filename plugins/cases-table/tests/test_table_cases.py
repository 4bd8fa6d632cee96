"""Rows become cases: parties, events, cards, conflicts, and nothing lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.domain.cases import CaseTrace, Precision
from supervision.domain.values import moment
from supervision.errors import CaseSourceError
from supervision.ports.cases import Rejected
from supervision_cases_table.source import open_table

Reader = Callable[..., Any]
"""Reads texts through the connector and returns a `Taken`, see `conftest.py`."""

HEADER = "统一受案号,受理日期,犯罪嫌疑人姓名,羁押状态,权利义务告知日期\n"


def test_a_row_becomes_a_case_with_party_and_events(read: Reader) -> None:
    taken = read(
        "统一受案号,案件名称,案由,案件类别,承办单位,承办部门,承办检察官,受理日期,犯罪嫌疑人姓名,人员编号,羁押状态,"
        "拘留时间,审结日期,审结情况,退补次数,到期日\n"
        "350105210001,张三盗窃案,盗窃罪,一审公诉案件,福州市马尾区人民检察院,第一检察部,陈 某,2021年3月5日,张三,350105210001A,在押,"
        "2021/2/1 9:30,2021-04-02,提起公诉,０,2021.4.5\n"
    )
    trace = taken.only()
    case = trace.case
    assert (case.number, case.line, case.unit) == (
        "350105210001",
        "审查起诉",
        "福州市马尾区人民检察院",
    )
    assert (case.department, case.handler) == ("第一检察部", "陈某")
    assert case.accepted_on == dt.date(2021, 3, 5)
    assert {card.name: card.text for card in case.card} == {
        "name": "张三盗窃案",
        "cause": "盗窃罪",
        "result": "提起公诉",
        "times_returned": "0",
        "term_ends": "2021-04-05",
    }
    party = taken.party("350105210001A")
    assert party.custody is True
    assert {card.name: card.text for card in party.card} == {
        "person_number": "350105210001A",
        "person_name": "张三",
    }
    assert [(event.id, event.type, event.party) for event in trace.events] == [
        ("350105210001/350105210001A/detained", "detained", "350105210001A"),
        ("350105210001/accepted", "accepted", None),
        ("350105210001/decided", "decided", None),
    ]
    detained = taken.events()["350105210001A/detained"]
    assert detained.precision is Precision.MINUTE
    assert moment(detained.occurred_at).isoformat() == "2021-02-01T09:30:00+08:00"


def test_several_rows_of_one_number_are_one_case_with_several_parties(read: Reader) -> None:
    taken = read(
        HEADER
        + "350105210001,2021-03-05,张三,在押,2021-03-06\n"
        + "350105210001,2021-03-05,李四,取保候审,2021-03-07\n"
    )
    assert [(party.key, party.custody) for party in taken.only().parties] == [
        ("张三", True),
        ("李四", False),
    ]
    assert sorted(taken.events()) == ["accepted", "张三/rights_told", "李四/rights_told"]
    assert taken.rejected == ()


def test_several_persons_in_one_row_are_several_parties(read: Reader) -> None:
    taken = read(
        "统一受案号,犯罪嫌疑人1姓名,犯罪嫌疑人1羁押状态,犯罪嫌疑人1拘留日期,犯罪嫌疑人二姓名,犯罪嫌疑人二羁押状态,犯罪嫌疑人二拘留日期\n"
        "350105210001,张三,在押,2021-02-01,李四,否,\n"
        "350105210002,王五,在押,2021-02-03,,,\n"
    )
    first, second = taken.cases
    assert [(party.key, party.custody) for party in first.parties] == [
        ("张三", True),
        ("李四", False),
    ]
    assert [event.party for event in first.events] == ["张三"]
    assert [party.key for party in second.parties] == ["王五"]
    assert taken.rejected == ()


def test_a_padded_name_is_the_same_party(read: Reader) -> None:
    taken = read(
        HEADER
        + "350105210001,2021-03-05,张\u3000三,在押,\n"
        + "350105210001,2021-03-05,张三,在押,2021-03-07\n"
    )
    assert [party.key for party in taken.only().parties] == ["张三"]


def test_the_persons_number_is_the_key_before_the_name(read: Reader) -> None:
    taken = read(
        "统一受案号,犯罪嫌疑人姓名,人员编号\n350105210001,张三,001\n350105210001,张三,002\n350105210001,李四,\n"
    )
    assert [party.key for party in taken.only().parties] == ["001", "002", "李四"]


def test_cells_of_a_party_without_the_party_are_rejected(read: Reader) -> None:
    taken = read(HEADER + "350105210001,2021-03-05,,在押,2021-03-06\n")
    assert [(one.column, one.code) for one in taken.rejected] == [
        ("羁押状态", "cases.no_party"),
        ("权利义务告知日期", "cases.no_party"),
    ]
    assert list(taken.events()) == ["accepted"]
    assert taken.only().parties == ()


def test_without_any_person_column_events_of_parties_are_events_of_the_case(read: Reader) -> None:
    taken = read("统一受案号,羁押状态,权利义务告知日期\n350105210001,在押,2021-03-06\n")
    assert [(event.type, event.party) for event in taken.only().events] == [("rights_told", None)]
    assert taken.source.unmapped() == ("1审查起诉.csv: 羁押状态",)


@pytest.mark.parametrize(
    ("text", "custody"),
    [
        ("在押", True),
        ("羁押", True),
        ("是", True),
        ("未羁押", False),
        ("取保候审", False),
        ("不详", None),
        ("", None),
    ],
)
def test_custody_is_read_through_value_aliases(
    read: Reader, text: str, custody: bool | None
) -> None:
    taken = read(HEADER + f"350105210001,2021-03-05,张三,{text},\n")
    assert taken.party("张三").custody is custody
    assert taken.rejected == ()


def test_an_unknown_value_is_rejected_and_the_row_taken(read: Reader) -> None:
    taken = read(HEADER + "350105210001,2021-03-05,张三,大概,2021-03-06\n")
    (one,) = taken.rejected
    assert (one.source, one.line, one.column, one.text, one.code, one.case) == (
        "1审查起诉.csv",
        2,
        "羁押状态",
        "大概",
        "cases.unknown_value",
        "350105210001",
    )
    assert taken.party("张三").custody is None
    assert len(taken.only().events) == 2


@pytest.mark.parametrize("text", ["", "不详", "—", "无", "\u3000", "-", "/", "N/A", "ｎｕｌｌ"])
def test_an_unknown_date_is_no_event_and_no_fault(read: Reader, text: str) -> None:
    taken = read(f"统一受案号,受理日期,审结日期\n350105210001,2021-03-05,{text}\n")
    assert list(taken.events()) == ["accepted"]
    assert taken.rejected == ()


def test_no_victim_is_an_answer_not_an_unknown(read: Reader) -> None:
    taken = read("统一受案号,有无被害人\n350105210001,无\n350105210002,不详\n350105210003,有\n")
    cards = [[card.text for card in trace.case.card] for trace in taken.cases]
    assert cards == [["否"], [], ["是"]]


def test_a_bad_date_costs_its_event_only(read: Reader) -> None:
    taken = read(
        "统一受案号,受理日期,审结日期,归档日期\n350105210001,2021-03-05,2021-02-30,2021-05-06\n"
    )
    (one,) = taken.rejected
    assert (one.line, one.column, one.text, one.code, one.case) == (
        2,
        "审结日期",
        "2021-02-30",
        "cases.no_such_day",
        "350105210001",
    )
    assert list(taken.events()) == ["accepted", "archived"]


@pytest.mark.parametrize(
    ("row", "column", "text", "code"),
    [
        (",2021-03-05,盗窃", "", ",2021-03-05,盗窃", "cases.no_number"),
        ("3.50105E+15,2021-03-05,盗窃", "统一受案号", "3.50105E+15", "cases.number_damaged"),
        ("待定,2021-03-05,盗窃", "统一受案号", "待定", "cases.bad_number"),
        (
            "350105210001,2021-03-05,盗窃,诈骗",
            "",
            "350105210001,2021-03-05,盗窃,诈骗",
            "cases.too_many_cells",
        ),
    ],
)
def test_a_row_without_usable_case_is_rejected_as_a_whole(
    read: Reader, row: str, column: str, text: str, code: str
) -> None:
    taken = read(f"统一受案号,受理日期,案由\n{row}\n350105210009,2021-03-05,盗窃\n")
    (one,) = taken.rejected
    assert (one.line, one.column, one.text, one.code) == (2, column, text, code)
    assert taken.only().case.number == "350105210009"
    assert taken.account.rejected == 1


def test_a_row_cut_short_lacks_only_its_last_cells(read: Reader) -> None:
    taken = read("统一受案号,受理日期,案由,归档日期\n350105210001,2021-03-05\n")
    assert list(taken.events()) == ["accepted"]
    assert taken.rejected == ()


def test_rows_may_all_end_with_a_delimiter(read: Reader) -> None:
    taken = read("统一受案号,案由\n350105210001,盗窃,\n350105210002,抢劫,\n")
    assert len(taken.cases) == 2
    assert taken.rejected == ()


def test_a_comma_within_a_cell_is_noticed_even_before_empty_cells(read: Reader) -> None:
    taken = read(
        "统一受案号,案件名称,案由,归档日期\n350105210001,张三,李四盗窃案,盗窃,\n"
        "350105210002,王五案,抢劫,\n350105210003,赵六案,抢劫,\n"
    )
    assert [(one.line, one.code) for one in taken.rejected] == [(2, "cases.too_many_cells")]
    assert len(taken.cases) == 2


@pytest.mark.parametrize(
    "row",
    [
        "合计,12,,",
        "合 计：,12,,",
        ",合计,,",
        "总计,3501052100,,",
        "制表人：陈某,,,",
        "注：以上数据,,,",
    ],
)
def test_footers_are_no_cases(read: Reader, row: str) -> None:
    taken = read(f"序号,统一受案号,受理日期,案由\n1,350105210001,2021-03-05,盗窃\n{row}\n")
    assert taken.only().case.number == "350105210001"
    assert taken.rejected == ()
    assert taken.account.without_case == 1


def test_repeated_columns_become_several_events_in_their_order(read: Reader) -> None:
    taken = read(
        "统一受案号,第一次退补日期,第一次重报日期,第二次退补日期,第二次重报日期\n"
        "350105210001,2021-03-05,2021-04-01,2021-04-01,2021-04-30\n"
    )
    events = taken.only().events
    assert [event.id.split("/")[1] for event in events] == [
        "returned_1",
        "returned_again_1",
        "returned_2",
        "returned_again_2",
    ]
    assert [event.type for event in events] == ["returned", "returned_again"] * 2


def test_events_of_one_day_keep_the_order_of_procedure(read: Reader) -> None:
    taken = read(
        "统一受案号,审结日期,受理日期,移送日期\n" + "350105210001" + ",2021-03-05" * 3 + "\n"
    )
    assert list(taken.events()) == ["transferred", "accepted", "decided"]


def test_overlapping_files_are_joined_by_case_number(read: Reader) -> None:
    taken = read(
        "统一受案号,受理日期,审结日期,案由\n350105210001,2021-03-05,,盗窃\n350105210002,2021-03-06,,抢劫\n",
        "统一受案号,受理日期,审结日期\n350105210001,2021年3月5日,2021-04-01\n350105210003,2021-03-07,\n",
    )
    assert [trace.case.number for trace in taken.cases] == [
        "350105210001",
        "350105210002",
        "350105210003",
    ]
    assert [event.type for event in taken.cases[0].events] == ["accepted", "decided"]
    assert [card.text for card in taken.cases[0].case.card] == ["盗窃"]
    assert taken.rejected == ()


def test_of_two_values_the_later_file_holds_and_the_earlier_is_reported(read: Reader) -> None:
    taken = read(
        "统一受案号,承办检察官,审结日期\n350105210001,陈某,2021-04-01\n",
        "统一受案号,承办检察官,审结日期\n350105210001,林某,2021-04-02\n",
    )
    assert taken.only().case.handler == "林某"
    assert taken.events()["decided"].day == dt.date(2021, 4, 2)
    assert [
        (one.source, one.line, one.column, one.text, one.code, one.case) for one in taken.rejected
    ] == [
        ("1审查起诉.csv", 2, "承办检察官", "陈某", "cases.conflict", "350105210001"),
        ("1审查起诉.csv", 2, "审结日期", "2021-04-01", "cases.conflict", "350105210001"),
    ]
    assert taken.account.taken == 2


def test_the_same_value_written_otherwise_is_no_conflict(read: Reader) -> None:
    taken = read(
        "统一受案号,受理日期,羁押状态,犯罪嫌疑人姓名\n350105210001,2021-03-05,在押,张三\n350105210001,2021年3月5日,羁押,张三\n"
    )
    assert taken.rejected == ()


def test_an_unknown_or_bad_cell_never_removes_an_earlier_value(read: Reader) -> None:
    taken = read(
        "统一受案号,审结日期\n350105210001,2021-04-01\n",
        "统一受案号,审结日期\n350105210001,不详\n350105210001,2021-04-31\n",
    )
    assert taken.events()["decided"].day == dt.date(2021, 4, 1)
    assert taken.codes == ["cases.no_such_day"]


def test_a_header_twice_with_two_values_is_a_conflict(read: Reader) -> None:
    taken = read("统一受案号,审结日期,审结日期\n350105210001,2021-04-01,2021-04-02\n")
    assert taken.codes == ["cases.conflict"]
    assert taken.events()["decided"].day == dt.date(2021, 4, 2)


def test_event_ids_do_not_change_with_the_value(read: Reader) -> None:
    before = read("统一受案号,犯罪嫌疑人,拘留日期\n350105210001,张三,2021-04-01\n")
    after = read("统一受案号,犯罪嫌疑人姓名,拘留时间\n350105210001,张三,2021-04-02 10:00\n")
    assert list(before.events()) == list(after.events()) == ["张三/detained"]


def test_the_line_comes_from_column_title_or_file_name(tmp_path: Path) -> None:
    row = "350105210001,盗窃\n"
    sheets = {
        "a.csv": "统一受案号,案由,案件类别\n350105210001,盗窃,审查逮捕案件\n",
        "b.csv": f"审查起诉案件情况,\n统一受案号,案由\n{row}",
        "2021审查逮捕.csv": f"统一受案号,案由\n{row}",
        "c.csv": "统一受案号,案由,案件类别\n350105210001,盗窃,刑事申诉\n",
    }
    lines = []
    for name, text in sheets.items():
        (tmp_path / name).write_text(text, "utf-8")
        (trace,) = open_table((tmp_path / name,), {}).deliver()
        assert isinstance(trace, CaseTrace)
        lines.append(trace.case.line)
    assert lines == ["审查逮捕", "审查起诉", "审查逮捕", "刑事申诉"]


def test_settings_name_line_and_unit_of_all_cases(read: Reader) -> None:
    taken = read("统一受案号,案由\n350105210001,盗窃\n", line="一审公诉", unit="马尾院")
    assert (taken.only().case.line, taken.only().case.unit) == ("审查起诉", "马尾院")


def test_a_file_that_tells_no_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "导出.csv"
    path.write_text("统一受案号,案由\n350105210001,盗窃\n", "utf-8")
    with pytest.raises(CaseSourceError) as caught:
        open_table((path,), {})
    assert (caught.value.code, caught.value.details) == ("cases.file_line", {"path": "导出.csv"})


def test_a_row_that_tells_no_line_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "导出.csv"
    path.write_text(
        "统一受案号,案件类别\n350105210001,\n350105210002,审查起诉\n350105210002,\n", "utf-8"
    )
    delivered = list(open_table((path,), {}).deliver())
    assert [one.code for one in delivered if isinstance(one, Rejected)] == ["cases.no_line"]
    assert len(delivered) == 2


def test_one_number_in_two_lines_is_a_conflict(tmp_path: Path) -> None:
    for name in ("1审查逮捕.csv", "2审查起诉.csv"):
        (tmp_path / name).write_text("统一受案号,案由\n350105210001,盗窃\n", "utf-8")
    conflict, trace = open_table((tmp_path,), {}).deliver()
    assert isinstance(conflict, Rejected)
    assert (conflict.source, conflict.text, conflict.code) == (
        "1审查逮捕.csv",
        "审查逮捕",
        "cases.conflict",
    )
    assert isinstance(trace, CaseTrace)
    assert trace.case.line == "审查起诉"


def test_the_digest_is_that_of_contents_and_settings_not_of_names(tmp_path: Path) -> None:
    text = "统一受案号,案由\n350105210001,盗窃\n"

    def digest(name: str, text: str, **chosen: object) -> str:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return open_table((path,), chosen).digest

    first = digest("审查起诉1.csv", text)
    assert first.startswith("sha256:")
    assert first == digest("审查起诉2.csv", text)
    others = {
        digest("审查起诉1.csv", text + "\n"),
        digest("审查起诉1.csv", text, unit="马尾院"),
        digest("审查逮捕.csv", text),
    }
    assert len(others | {first}) == 4


def test_a_source_may_be_read_again(read: Reader) -> None:
    taken = read(HEADER + "350105210001,2021-02-30,张三,在押,2021-03-06\n")
    assert tuple(taken.source.deliver()) == (*taken.rejected, *taken.cases)
    assert taken.account.taken == 1


CELLS = st.sampled_from(
    [
        "",
        "350105210001",
        "350105210002",
        "3.5E+11",
        "2021-03-05",
        "2021-02-30",
        "张三",
        "在押",
        "大概",
        '"x',
        "合计",
        "—",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=7), max_size=12))
def test_no_row_and_no_cell_is_ever_lost(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "审查起诉.csv"
        body = "".join(",".join(row) + "\n" for row in rows)
        path.write_text(HEADER + "350105219999,2021-03-05,,,\n" + body, "utf-8")
        source = open_table((path,), {})
        delivered = list(source.deliver())
    account = source.account
    assert account.rows == source.size + sum(
        isinstance(one, Rejected) and one.code == "cases.bad_quotes" for one in delivered
    )
    assert account.rows == account.taken + account.rejected + account.without_case
    rejected = [one for one in delivered if isinstance(one, Rejected)]
    for one in rejected:
        assert one.source == "审查起诉.csv"
        assert one.line > 1
        assert one.text
        assert one.code.startswith("cases.")
    lines = {one.line for one in rejected}
    for line, row in enumerate(rows, 3):
        if line in lines or not any(row) or next(cell for cell in row if cell) == "合计":
            continue
        # A row without any report stands in the cases, cell by cell.
        (trace,) = [
            one for one in delivered if isinstance(one, CaseTrace) and one.case.number == row[0]
        ]
        kinds = {event.type for event in trace.events}
        assert len(row) < 2 or row[1] in ("", "—") or "accepted" in kinds
        assert len(row) < 5 or row[4] in ("", "—") or "rights_told" in kinds
