"""Documents and linked cases of an export: rules over them see what the export says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from supervision.builtin.memory_cases import MemoryCases
from supervision.domain.calendars import PLAIN
from supervision.domain.cases import Card, CaseTrace, Document, Link
from supervision.domain.rules import Order, Over, Required, Stage
from supervision.domain.sightings import Sighting
from supervision.domain.values import start_of
from supervision.errors import CaseSourceError
from supervision.monitoring.judging import judge_all
from supervision.ports.monitoring import SweepContext
from supervision.testing.rule_samples import any_of, head_of
from supervision_cases_table.source import open_table

Reader = Callable[..., Any]
CASES = (
    "统一受案号,受理日期,犯罪嫌疑人姓名,审查逮捕受案号,审结日期\n"
    "350105210001,2021-03-05,张三,350105210009,2021-04-02\n"
)
PAPERS = (
    "统一受案号,文书编号,文书名称,犯罪嫌疑人姓名,制作日期,送达日期\n"
    "350105210001,马检告〔2021〕1号,权利义务告知书,张三,2021-03-06,2021-03-07\n"
    "350105210001,马检告〔2021〕2号,起诉书,,2021-04-01,2021-04-03\n"
)


def test_each_row_with_a_number_is_a_document(read: Reader) -> None:
    trace = read(CASES, PAPERS).only()
    assert trace.documents == (
        Document(
            key="马检告〔2021〕1号",
            type="rights_notice",
            party="张三",
            card=(Card("document_number", "马检告〔2021〕1号"),),
        ),
        Document(
            key="马检告〔2021〕2号",
            type="indictment",
            card=(Card("document_number", "马检告〔2021〕2号"),),
        ),
    )
    told = [(one.type, one.document, one.party, one.day.isoformat()) for one in trace.events]
    assert told == [
        ("accepted", None, None, "2021-03-05"),
        ("document_made", "马检告〔2021〕1号", "张三", "2021-03-06"),
        ("served", "马检告〔2021〕1号", "张三", "2021-03-07"),
        ("document_made", "马检告〔2021〕2号", None, "2021-04-01"),
        ("decided", None, None, "2021-04-02"),
        ("served", "马检告〔2021〕2号", None, "2021-04-03"),
    ]
    assert len({one.id for one in trace.events}) == len(trace.events)


def test_where_no_document_is_named_serving_is_the_cases(read: Reader) -> None:
    taken = read("统一受案号,文书名称,送达日期\n350105210001,起诉书,2021-04-03\n")
    (served,) = taken.only().events
    assert (served.id, served.document) == ("350105210001/served", None)
    assert taken.only().documents == ()
    assert taken.source.unmapped() == ("1审查起诉.csv: 文书名称",)


def test_a_document_may_be_of_any_type_or_of_none(read: Reader) -> None:
    text = "统一受案号,文书编号,文书名称\n350105210001,甲1,换押证\n350105210001,甲2,\n"
    assert [one.type for one in read(text).only().documents] == ["换押证", ""]


def test_cells_of_a_document_nobody_names_are_rejected(read: Reader) -> None:
    text = "统一受案号,文书编号,文书名称,送达日期\n350105210001,,起诉书,2021-04-03\n"
    taken = read(text)
    assert [(one.column, one.code) for one in taken.rejected] == [
        ("文书名称", "cases.no_document"),
        ("送达日期", "cases.no_document"),
    ]
    assert taken.only().events == ()


def test_links_name_other_cases(read: Reader) -> None:
    text = (
        "统一受案号,审查逮捕受案号,并案案号,原案受案号\n"
        "350105210001,350105210009,350105210002、350105210003；350105210002,\n"
        "350105210001,,,350105210004\n"
    )
    taken = read(text)
    assert taken.only().links == (
        Link(kind="arrest", number="350105210009"),
        Link(kind="joined", number="350105210002"),
        Link(kind="joined", number="350105210003"),
        Link(kind="split", number="350105210004"),
    )
    assert taken.rejected == ()


def test_a_link_that_is_none_is_rejected_and_the_others_are_taken(read: Reader) -> None:
    taken = read("统一受案号,并案案号\n350105210001,350105210001、350105210002 未编号\n")
    assert taken.codes == ["cases.link_itself", "cases.bad_number"]
    assert taken.only().links == (Link(kind="joined", number="350105210002"),)


def test_a_list_of_documents_may_come_first_and_needs_no_line(tmp_path: Path) -> None:
    (tmp_path / "1文书清单.csv").write_text(PAPERS, "utf-8")
    (tmp_path / "2审查起诉.csv").write_text(CASES, "utf-8")
    (trace,) = open_table((tmp_path,), {}).deliver()
    assert isinstance(trace, CaseTrace)
    assert (trace.case.line, len(trace.documents)) == ("审查起诉", 2)


def test_documents_of_cases_no_file_tells_of_are_told(tmp_path: Path) -> None:
    (tmp_path / "1文书清单.csv").write_text(PAPERS, "utf-8")
    found = list(open_table((tmp_path,), {}).deliver())
    assert [getattr(one, "code", None) for one in found] == ["cases.no_line", "cases.no_line"]


def test_any_other_file_still_has_to_tell_its_line(tmp_path: Path) -> None:
    (tmp_path / "1清单.csv").write_text(CASES, "utf-8")
    with pytest.raises(CaseSourceError) as caught:
        open_table((tmp_path,), {})
    assert caught.value.code == "cases.file_line"


SERVED = Required(
    head=head_of("SERVED", Stage.MISSING, Stage.LATE, over=Over.DOCUMENT),
    required=any_of("document_made"),
    before=any_of("served"),
)
ARRESTED = Order(
    head=head_of("ARRESTED", Stage.REVERSED, over=Over.LINKED, links=("arrest",)),
    earlier=attrs.evolve(any_of("decided"), linked=True),
    later=any_of("accepted"),
)


def test_rules_over_documents_and_linked_cases_see_them(read: Reader) -> None:
    papers = PAPERS.replace("2021-04-01", "")
    arrest = "统一受案号,受理日期,审结日期\n350105210009,2021-03-01,2021-03-09\n"
    store = MemoryCases()
    store.ingest(read(CASES, papers, arrest).cases)
    context = SweepContext(now=start_of(dt.date(2021, 12, 1)), calendar=PLAIN)
    seen = [
        (one.rule.code, one.case, one.stage, one.facts.document, one.facts.linked)
        for one in judge_all((SERVED, ARRESTED), store.traces(), context)
        if isinstance(one, Sighting)
    ]
    assert sorted(seen) == [
        ("ARRESTED", "350105210001", Stage.REVERSED, None, "350105210009"),
        ("SERVED", "350105210001", Stage.MISSING, "马检告〔2021〕2号", None),
    ]
