"""The header is found below titles, over two levels, and through aliases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supervision.errors import CaseSourceError
from supervision_cases_table.source import open_table

Reader = Callable[..., Any]
"""Reads texts through the connector and returns a `Taken`, see `conftest.py`."""


def test_titles_may_stand_above_the_header(read: Reader) -> None:
    taken = read(
        "福州市马尾区人民检察院审查起诉案件情况表,,\n统计期间：2021年,,\n\n统一受案号,受理日期,案由\n350105210001,2021-03-05,盗窃\n"
    )
    assert taken.only().case.accepted_on is not None
    assert taken.source.unmapped() == ()
    assert taken.source.size == 1


def test_the_serial_column_is_dropped_on_purpose_even_twice(read: Reader) -> None:
    taken = read("序号,统一受案号,序号,受理日期\n1,350105210001,1,2021-03-05\n")
    assert taken.source.unmapped() == ()
    assert taken.only().case.card == ()


def test_unknown_headers_are_reported_by_file(read: Reader) -> None:
    taken = read("统一受案号,备注,星座\n350105210001,x,y\n")
    assert taken.source.unmapped() == ("1审查起诉.csv: 备注", "1审查起诉.csv: 星座")


def test_a_column_without_header_is_reported_only_when_it_holds_something(read: Reader) -> None:
    taken = read("统一受案号,,受理日期,\n350105210001,注,2021-03-05,\n")
    assert taken.source.unmapped() == ("1审查起诉.csv: #2",)


def test_decorated_headers_are_known(read: Reader) -> None:
    taken = read("*统一 受案号,受理\u3000日期：,承办检察官＊\n350105210001,2021-03-05,陈某\n")
    assert taken.only().case.handler == "陈某"
    assert taken.source.unmapped() == ()


def test_two_merged_levels_are_one_header(read: Reader) -> None:
    taken = read(
        "统一受案号,受理日期,犯罪嫌疑人1,,犯罪嫌疑人2,\n,,姓名,拘留日期,姓名,拘留日期\n"
        "350105210001,2021-03-05,张三,2021-02-01,李四,2021-02-02\n"
    )
    assert [party.key for party in taken.only().parties] == ["张三", "李四"]
    assert taken.events()["张三/detained"].day.isoformat() == "2021-02-01"
    assert taken.events()["李四/detained"].day.isoformat() == "2021-02-02"
    assert taken.source.unmapped() == ()


def test_the_first_case_is_never_taken_for_a_second_level(read: Reader) -> None:
    taken = read("统一受案号,退补日期,第二次退补日期\n350105210001,1,受理日期\n")
    assert taken.account.taken == 1
    assert taken.codes == ["cases.bad_date", "cases.bad_date"]


def test_the_header_again_further_down_is_no_case(read: Reader) -> None:
    taken = read("统一受案号,案由\n350105210001,盗窃\n统一受案号,案由\n350105210002,抢劫\n")
    assert len(taken.cases) == 2
    assert taken.rejected == ()
    assert taken.account.without_case == 1


@pytest.mark.parametrize(
    "header", ["第一次退补日期", "第1次退补日期", "一退日期", "退补日期1", "第１次退补日期"]
)
def test_repeated_columns_are_known_by_any_numeral(read: Reader, header: str) -> None:
    taken = read(f"统一受案号,{header}\n350105210001,2021-03-05\n")
    assert list(taken.events()) == ["returned_1"]


def test_without_the_departments_unified_number_its_own_number_serves(read: Reader) -> None:
    taken = read("部门受案号,案由\n马检刑诉受[2021]12号,盗窃\n")
    assert taken.only().case.number == "马检刑诉受〔2021〕12号"


def test_with_both_numbers_the_unified_one_counts_and_the_other_is_a_card(read: Reader) -> None:
    taken = read("部门受案号,统一受案号\n马检刑诉受[2021]12号,350105210001\n")
    case = taken.only().case
    assert case.number == "350105210001"
    assert [(card.name, card.text) for card in case.card] == [
        ("department_number", "马检刑诉受〔2021〕12号")
    ]


def test_no_header_is_an_error_that_names_the_wanted_ones(tmp_path: Path) -> None:
    path = tmp_path / "审查起诉.csv"
    path.write_text("甲,乙,丙\n1,2,3\n", "utf-8")
    with pytest.raises(CaseSourceError) as caught:
        open_table((path,), {})
    error = caught.value
    assert error.code == "cases.no_header"
    assert error.details["path"] == "审查起诉.csv"
    wanted = error.details["wanted"]
    assert isinstance(wanted, tuple)
    assert "统一受案号" in wanted


def test_a_header_too_far_down_is_not_searched_for(tmp_path: Path) -> None:
    path = tmp_path / "审查起诉.csv"
    path.write_text("标题\n" * 10 + "统一受案号,案由\n350105210001,盗窃\n", "utf-8")
    with pytest.raises(CaseSourceError) as caught:
        open_table((path,), {})
    assert caught.value.code == "cases.no_header"
