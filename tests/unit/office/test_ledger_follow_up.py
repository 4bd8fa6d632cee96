"""What follows others up is imported: it names its record by kind and number or title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from supervision.domain.contacts import CONTACT
from supervision.domain.instructions import INSTRUCTION
from supervision.domain.items import ITEM
from supervision.domain.reviews import REVIEW
from supervision.domain.rules import Wording
from supervision.errors import Refused
from supervision.office.acting import Acting
from supervision.office.ledger_imports import LedgerImported, import_ledger, undo_import
from supervision.testing.offices import SmallOffice, small_office

Write = Callable[..., Path]
KINDS = {"item": Wording(zh="督察事项", en="item"), "finding": Wording(zh="问题", en="finding")}
CONTACTS = "关联记录种类,关联记录,联系时间,联系方式,联系部门,联系情况,联系人"
INSTRUCTIONS = "批示日期,批示人,批示内容,批示对象种类,批示对象,状态"
REVIEWS = "回头看事项,对象种类,对象,安排日期,状态,结果,完成日期"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(*lines: str) -> Path:
        path = tmp_path / "old.csv"
        path.write_text("\n".join(lines), "utf-8")
        return path

    return put


@pytest.fixture
def small(write: Write) -> SmallOffice:
    """An office with one old item that is closed."""
    small = small_office()
    heads = "编号,督察事项,类别,状态,责任部门,立项日期,办结日期"
    row = "马检督立〔2021〕7号,卷宗专项,执法督察,已办结,第一检察部,2021-3-5,2021-4-1"
    assert take(small, "item", write(heads, row)).entered == 1
    return small


def take(small: SmallOffice, kind: str, path: Path) -> LedgerImported:
    return import_ledger(small.office, small.head, kind, path, kinds=KINDS)


@pytest.mark.parametrize("kind", ["督察事项", "item"])
@pytest.mark.parametrize("called", ["马检督立〔2021〕7号", "id"])
def test_a_contact_names_what_it_follows_up(
    small: SmallOffice, write: Write, kind: str, called: str
) -> None:
    with small.office.read(small.head) as view:
        [item] = view.select(ITEM)
    named = item.id if called == "id" else called
    row = f"{kind},{named},2021-3-20,电话,第一检察部,催办,黄三"
    assert take(small, "contact", write(CONTACTS, row)).faults == ()
    with small.office.read(small.head) as view:
        [contact] = view.select(CONTACT)
    assert (contact.about.kind, contact.about.id) == ("item", item.id)
    assert contact.contacted_by == small.inspector
    assert small.office.verify().ok


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("别的,马检督立〔2021〕7号,2021-3-20,电话,第一检察部,催办,黄三", ["关联记录种类"]),
        ("问题,马检督立〔2021〕7号,2021-3-20,电话,第一检察部,催办,黄三", ["关联记录"]),
        (",马检督立〔2021〕7号,2021-3-20,电话,第一检察部,催办,黄三", ["关联记录种类"]),
        ("文件,马委〔2021〕5号,2021-3-20,电话,第一检察部,催办,黄三", [""]),
    ],
)
def test_a_contact_about_nothing_known_is_refused(
    small: SmallOffice, write: Write, row: str, columns: list[str]
) -> None:
    done = take(small, "contact", write(CONTACTS, row))
    assert [one.column for one in done.faults] == columns
    assert done.entered == 0


def test_an_instruction_stands_on_a_record_or_else_a_document(
    small: SmallOffice, write: Write
) -> None:
    rows = (
        "2021-3-20,区委书记,请说明,督察事项,马检督立〔2021〕7号,待落实",
        "2021-3-21,区委书记,请说明,文件,马委〔2021〕5号,待落实",
        "2021-3-22,区委书记,请说明,,马委〔2021〕6号,待落实",
    )
    assert take(small, "instruction", write(INSTRUCTIONS, *rows)).faults == ()
    with small.office.read(small.head) as view:
        [item] = view.select(ITEM)
        found = {one.about_kind + one.about for one in view.select(INSTRUCTION)}
    assert found == {
        f"item{item.id}",
        "document马委〔2021〕5号",
        "document马委〔2021〕6号",
    }


def test_a_review_holds_what_it_looked_at(small: SmallOffice, write: Write) -> None:
    row = "卷宗专项回头看,督察事项,马检督立〔2021〕7号,2021-6-1,已完成,未反弹,2021-6-8"
    assert take(small, "review", write(REVIEWS, row)).faults == ()
    with small.office.read(small.head) as view:
        [item], [review] = view.select(ITEM), view.select(REVIEW)
    assert (review.target, review.turn) == (item.id, 1)
    assert review.departments == (small.first,)
    with pytest.raises(Refused, match=r"ledger_import\.touched"):
        undo_import(small.office, small.head, str(item.imported), acting=_because)
    imported = str(review.imported)
    assert undo_import(small.office, small.head, imported, acting=_because).voided == 1
    assert undo_import(small.office, small.head, str(item.imported), acting=_because).voided == 1


def test_a_review_of_a_document_is_refused(small: SmallOffice, write: Write) -> None:
    row = "回头看,文件,马委〔2021〕5号,2021-6-1,已完成,未反弹,2021-6-8"
    [fault] = take(small, "review", write(REVIEWS, row)).faults
    assert fault.code == "review.target"


def _because(_: object) -> Acting:
    return Acting(reason="导错了文件")
