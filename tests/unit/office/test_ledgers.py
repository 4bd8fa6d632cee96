"""A ledger is listed, filtered, ordered and searched within what the actor may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from supervision.builtin.open_office import OpenOffice
from supervision.domain.findings import FINDING, OpenFinding, Severity
from supervision.domain.items import ITEM, ProposeItem
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.errors import NotFound, Refused, UsageError
from supervision.office import findings, items
from supervision.office.code_names import codes_of
from supervision.office.directory import Directory
from supervision.office.ledger_texts import TextReader, day_in
from supervision.office.ledgers import Condition, asked, each_of, ids_asked, page_of
from supervision.office.office import Office
from supervision.ports.access import Actor
from supervision.ports.query import Eq, Predicate
from supervision.reporting.cells import Cell, Form
from supervision.reporting.ledgers import LEDGERS
from supervision.testing.offices import SmallOffice, small_office

LEDGER = LEDGERS["finding"]
DAY = dt.date(2026, 2, 1)


@pytest.fixture(scope="module")
def small() -> SmallOffice:
    small = small_office()
    with small.office.work(small.head) as work:
        for number in range(12):
            command = OpenFinding(
                title=f"第 {number} 册卷宗",
                found_on=DAY + dt.timedelta(number // 2),
                severity=Severity.SERIOUS if number % 3 == 0 else Severity.SLIGHT,
                department=small.first if number % 2 else None,
                facts="目录\u3000不全" if number == 7 else "",
            )
            findings.open_finding(work, command)
        items.propose(work, ProposeItem(title="专项", kind="item", concerned=(small.chief,)))
        work.commit()
    return small


def found(small: SmallOffice, *conditions: Condition, **more: Any) -> list[str]:
    with small.office.read(small.head) as view:
        return [one.title.split()[1] for one in each_of(view, asked(LEDGER, conditions, **more))]


def test_a_list_goes_on_behind_a_record_until_everything_was_seen(small: SmallOffice) -> None:
    for words in ("", "卷宗"):
        seen: list[str] = []
        with small.office.read(small.head) as view:
            sought = asked(LEDGER, order=("severity", "-found_on"), words=words)
            after = None
            while True:
                page = page_of(view, sought, limit=5, after=after)
                seen += [one.id for one in page.records]
                if page.next is None:
                    break
                after = page.records[-1].id
            assert tuple(seen) == ids_asked(view, sought)
    assert len(set(seen)) == len(seen) == 12


def test_the_ledger_has_an_order_of_its_own(small: SmallOffice) -> None:
    with small.office.read(small.head) as view:
        days = [one.found_on for one in each_of(view, asked(LEDGER))]
    assert days == sorted(days, reverse=True)


def test_conditions_of_several_fields_all_hold_and_of_one_field_any(small: SmallOffice) -> None:
    serious = Condition(field="severity", values=("serious",))
    slight = Condition(field="severity", values=("slight",))
    nobody = Condition(field="department")
    assert found(small, serious, slight) == found(small)
    assert sorted(found(small, serious, nobody)) == ["0", "6"]


def test_a_stretch_has_both_ends_and_may_be_open(small: SmallOffice) -> None:
    def stretch(first: str | None, last: str | None) -> set[str]:
        condition = Condition(field="found_on", stretch=True, first=first, last=last)
        return set(found(small, condition))

    assert stretch("2026-02-02", "2026-02-03") == {"2", "3", "4", "5"}
    assert stretch(None, "2026-02-01") == {"0", "1"}
    assert stretch("2026-02-06", None) == {"10", "11"}
    assert len(stretch(None, None)) == 12


def test_words_are_found_in_any_text_whatever_the_spaces(small: SmallOffice) -> None:
    assert found(small, words="目录不全") == ["7"]
    assert found(small, words="不存在") == []


def test_a_multi_valued_field_is_filtered(small: SmallOffice) -> None:
    with small.office.read(small.head) as view:
        for officer, count in ((small.chief, 1), (small.head, 0)):
            condition = Condition(field="concerned", values=(officer,))
            assert len(ids_asked(view, asked(LEDGERS["item"], (condition,)))) == count


@pytest.mark.parametrize(
    ("conditions", "order", "code"),
    [
        ((Condition(field="facts", values=("x",)),), (), "ledger.field"),
        ((Condition(field="severity", stretch=True, first="a"),), (), "ledger.stretch"),
        ((Condition(field="officers"),), (), "ledger.stretch"),
        ((), ("facts",), "ledger.order"),
        ((), ("-officers",), "ledger.order"),
    ],
)
def test_an_undeclared_field_is_refused_with_those_there_are(
    conditions: tuple[Condition, ...], order: tuple[str, ...], code: str
) -> None:
    with pytest.raises(UsageError) as refused:
        asked(LEDGER, conditions, order)
    assert refused.value.code == code
    assert "found_on" in refused.value.details.get("known", ("found_on",))


class OnlySerious(OpenOffice):
    """Shows serious findings only."""

    def visible(self, actor: Actor, kind: str) -> Predicate:
        return Eq("severity", "serious") if kind == "finding" else super().visible(actor, kind)


def test_what_the_policy_hides_is_in_no_ledger(small: SmallOffice) -> None:
    policy = OnlySerious(frozenset(KINDS_BY_NAME))
    office = Office(attrs.evolve(small.office.parts, policy=policy))
    with small.office.read(small.head) as view:
        [hidden, *_] = view.select(FINDING, Eq("severity", "slight"))
    narrow = attrs.evolve(small, office=office)
    assert sorted(found(narrow)) == ["0", "3", "6", "9"]
    assert found(narrow, words="卷宗") == found(narrow)
    with office.read(small.head) as view, pytest.raises(NotFound):
        page_of(view, asked(LEDGER), limit=1, after=hidden.id)


# --- texts ---


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021年3月5日", dt.date(2021, 3, 5)),
        ("2021/3/5 10:30", dt.date(2021, 3, 5)),
        ("２０２１．３．５", dt.date(2021, 3, 5)),
        ("20210305", dt.date(2021, 3, 5)),
        ("2021-02-30", None),
        ("1890-01-01", None),
        ("三月", None),
    ],
)
def test_days_are_read_as_ledgers_write_them(text: str, day: dt.date | None) -> None:
    assert day_in(text) == day


@pytest.fixture
def reader(small: SmallOffice) -> Any:
    with small.office.read(small.head) as view:
        codes = codes_of(small.office.rules)
        yield TextReader(view, Directory.of(view), small.unit, codes=codes)


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        (Cell(form=Form.WHOLE), "1,200", 1200),
        (Cell(form=Form.YES), "是", True),
        (Cell(form=Form.YES), "×", False),
        (Cell(form=Form.VALUE, values=Severity), "严重", Severity.SERIOUS),
        (Cell(form=Form.VALUE, values=Severity), "Serious", Severity.SERIOUS),
        (Cell(form=Form.RUNG), "整改通知", "rectification_notice"),
        (Cell(form=Form.ITEM_KIND), "内部审计", "item.audit"),
    ],
)
def test_words_are_read_to_values(reader: TextReader, cell: Cell, text: str, value: Any) -> None:
    assert reader.one(cell, text) == value


def test_names_are_read_to_ids_and_ids_stay(reader: TextReader, small: SmallOffice) -> None:
    department, officer, unit = (
        Cell(form=form, many=True) for form in (Form.DEPARTMENT, Form.OFFICER, Form.UNIT)
    )
    assert reader.many(department, "第一检察部、d2") == (small.first, small.second)
    assert reader.many(officer, "张四;李五(202)") == (small.first_head, small.prosecutor)
    assert reader.one(unit, "mw") == small.unit
    assert reader.one(officer, small.chief) == small.chief


@pytest.mark.parametrize(
    ("form", "text", "code"),
    [
        (Form.DAY, "昨天", "ledger.day"),
        (Form.WHOLE, "1.5", "ledger.whole"),
        (Form.YES, "也许", "ledger.yes"),
        (Form.RUNG, "训话", "ledger.value"),
        (Form.OFFICER, "无此人", "ledger.unknown_name"),
        (Form.NESTED, "x", "ledger.unreadable"),
        (Form.RECORD, "x", "ledger.unknown_record"),
    ],
)
def test_what_cannot_be_read_is_refused(
    reader: TextReader, form: Form, text: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        reader.one(Cell(form=form, record=FINDING if form is Form.RECORD else None), text)
    assert refused.value.code == code


def test_a_record_is_read_by_its_id_or_number(reader: TextReader, small: SmallOffice) -> None:
    with small.office.read(small.head) as view:
        [item] = view.select(ITEM)
    assert reader.one(Cell(form=Form.RECORD, record=ITEM), item.id) == item.id
    with pytest.raises(Refused):
        reader.one(Cell(form=Form.RECORD, record=ITEM), "马检督立〔2021〕7号")
