"""Old ledgers become records; bad rows are told and the rest stand; an import can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supervision.domain.fields import ExtraField
from supervision.domain.findings import FINDING, FindingState, Rectification
from supervision.domain.items import ITEM, ItemState
from supervision.domain.ledger_entries import ENTRIES
from supervision.domain.ledger_imports import LEDGER_IMPORT, LedgerImportState
from supervision.domain.measures import MEASURE, IssueMeasure, MeasureState
from supervision.domain.registers import REGISTER
from supervision.domain.values import Extra, ExtraType
from supervision.errors import CodecError, Refused, UsageError
from supervision.journal.entry import open_chain
from supervision.office import findings, items, ledger_imports, measures
from supervision.office.acting import Acting
from supervision.office.ledger_files import AS_KNOWN, MappingFile, read_mapping
from supervision.office.ledger_imports import LedgerImported, import_ledger, undo_import
from supervision.office.work import Work
from supervision.reporting.ledgers import LEDGERS
from supervision.testing.offices import SmallOffice, small_office

HEADS = "立项编号,督察事项,事项类别,办理状态,承办部门,立项时间,办结时间"
GOOD = "马检督立〔2021〕7号,卷宗专项,执法督察,已办结,第一检察部,2021年3月5日,2021/4/1"
BAD = "马检督立〔2021〕8号,案件专项,执法督察,已办结,第九检察部,2021年3月5日,2021/13/1"
OPEN = "马检督立〔2021〕9号,作风专项,机关作风督察,办理中,d2,2021.3.5,"

Write = Callable[..., Path]


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(*lines: str, encoding: str = "utf-8-sig", name: str = "old.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines), encoding=encoding)
        return path

    return written


def take(small: SmallOffice, kind: str, path: Path, **more: Any) -> LedgerImported:
    return import_ledger(small.office, small.head, kind, path, **more)


def end(small: SmallOffice) -> int:
    with small.office.store.begin() as transaction:
        return transaction.head(open_chain(small.unit)).seq


def why(text: str = "导错了文件") -> Callable[[Work], Acting]:
    return lambda _: Acting(reason=text)


# --- rows become records ---


def test_rows_become_records_with_their_own_dates_and_numbers(
    small: SmallOffice, write: Write
) -> None:
    done = take(small, "item", write(HEADS, GOOD, OPEN))
    assert (done.new, done.rows, done.entered, done.rejected) == (True, 2, 2, 0)
    with small.office.read(small.head) as view:
        closed, running = sorted(view.select(ITEM), key=lambda one: one.number or "")
        record = view.get(LEDGER_IMPORT, done.id)
    assert (closed.title, closed.kind, closed.state) == (
        "卷宗专项",
        "item.enforcement",
        ItemState.CLOSED,
    )
    assert (closed.opened_on, closed.closed_on) == (dt.date(2021, 3, 5), dt.date(2021, 4, 1))
    assert (closed.lead, closed.imported) == (small.first, done.id)
    assert (running.lead, running.state) == (small.second, ItemState.IN_PROGRESS)
    assert (record.state, record.entered) == (LedgerImportState.COMPLETE, 2)
    assert small.office.verify().ok


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_are_read_as_offices_have_them(
    small: SmallOffice, write: Write, encoding: str, delimiter: str
) -> None:
    lines = ("2021年督察台账", HEADS, GOOD, ",,,,,,")
    path = write(*(line.replace(",", delimiter) for line in lines), encoding=encoding)
    assert take(small, "item", path).entered == 1


def test_a_bad_row_is_told_with_line_column_and_text_and_the_rest_stand(
    small: SmallOffice, write: Write
) -> None:
    done = take(small, "item", write(HEADS, GOOD, BAD, OPEN))
    assert (done.entered, done.rejected) == (2, 1)
    assert [(one.line, one.column, one.text, one.code) for one in done.faults] == [
        (3, "承办部门", "第九检察部", "ledger.unknown_name"),
        (3, "办结时间", "2021/13/1", "ledger.day"),
    ]
    with small.office.read(small.head) as view:
        record = view.get(LEDGER_IMPORT, done.id)
        assert record.originals is not None
        assert "第九检察部" in (view.unseal(record.originals) or b"").decode()
        [entry] = [e for e in view.history(LEDGER_IMPORT, done.id) if "completed" in e.header.tag]
    assert "第九检察部" not in entry.payload
    assert [(one.line, one.code) for one in record.places] == [
        (3, "ledger.unknown_name"),
        (3, "ledger.day"),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",卷宗,执法督察,,d1,2021-3-5,2021-4-1", "ledger.empty"),
        (",卷宗,执法督察,已办完,d1,2021-3-5,2021-4-1", "ledger.value"),
        (",卷宗,别的,已办结,d1,2021-3-5,2021-4-1", "ledger.value"),
        (",卷宗,执法督察,已办结,d1,2021-3-5,", "entry.missing"),
        (",卷宗,执法督察,已办结,d1,2021-3-5,2021-3-1", "entry.order"),
        (",卷宗,执法督察,已办结,d1,2021-3-5,2031-3-1", "entry.ahead"),
        (",卷宗,执法督察,已办结,d1,2021-3-5,2021-4-1,多", "ledger.row_shifted"),
        (",卷\x00宗,执法督察,已办结,d1,2021-3-5,2021-4-1", "ledger.row_broken"),
        (',"卷\n宗",执法督察,已办结,d1,2021-3-5,2021-4-1', "text.line"),
    ],
)
def test_what_is_wrong_with_a_row(small: SmallOffice, write: Write, row: str, code: str) -> None:
    done = take(small, "item", write(HEADS, row, GOOD))
    assert [one.code for one in done.faults] == [code]
    assert done.entered == 1


def test_a_cell_without_end_costs_its_row_only(small: SmallOffice, write: Write) -> None:
    long = ',"' + "长" * 140_000 + '",执法督察,已办结,d1,2021-3-5,2021-4-1'
    done = take(small, "item", write(HEADS, long, GOOD))
    assert done.faults[0].code == "ledger.row_broken"


def test_a_number_is_borne_once(small: SmallOffice, write: Write) -> None:
    first = take(small, "item", write(HEADS, GOOD, GOOD.replace("卷宗", "另一")))
    assert [one.code for one in first.faults] == ["ledger.number_taken"]
    again = take(small, "item", write(HEADS, GOOD.replace("卷宗", "再")))
    assert [one.code for one in again.faults] == ["ledger.number_taken"]


def test_old_numbers_are_not_given_out_again(small: SmallOffice, write: Write) -> None:
    odd = "〔2021〕督字第9号,另案,执法督察,已办结,d1,2021-3-5,2021-4-1"
    take(small, "item", write(HEADS, GOOD, odd))
    with small.office.read(small.head) as view:
        [register] = view.select(REGISTER)
    assert (register.series, register.year, register.next) == ("item", 2021, 8)


def test_an_odd_number_does_not_keep_a_record_from_being_voided(
    small: SmallOffice, write: Write
) -> None:
    rows = [OPEN.replace("马检督立〔2021〕9号", number) for number in ("旧9", "旧〔2021〕1号", "")]
    take(small, "item", write(HEADS, *rows, OPEN))
    with small.office.work(small.head) as work:
        for one in work.view.select(ITEM):
            items.void_item(work, one.id, acting=Acting(reason="录错"))
        work.commit()
    with small.office.read(small.head) as view:
        [register] = view.select(REGISTER)
        assert {one.state for one in view.select(ITEM)} == {ItemState.VOIDED}
    assert [one.number for one in register.voided] == [9]


def test_nobody_enters_as_closed_what_concerns_himself(small: SmallOffice, write: Write) -> None:
    row = "告知逾期,2021-3-5,已销号,2021-4-1,陈二"
    done = take(small, "finding", write("存在问题,发现日期,状态,销号日期,责任人", row))
    assert [one.code for one in done.faults] == ["separation.named"]


def test_only_the_office_of_supervision_imports(small: SmallOffice, write: Write) -> None:
    before = end(small)
    with pytest.raises(Refused, match=r"separation\.role"):
        import_ledger(small.office, small.first_head, "item", write(HEADS, GOOD))
    assert end(small) == before


def test_old_findings_keep_claim_persons_and_own_fields(write: Write) -> None:
    own = ExtraField(name="area", type=ExtraType.TEXT, label="区域")
    day = ExtraField(name="seen", type=ExtraType.DATE, label="抽查日期")
    yes = ExtraField(name="open", type=ExtraType.BOOL, label="是否公开")
    small = small_office(fields={"finding": (own, day, yes)})
    heads = "问题,发现时间,状态,责任部门,责任人,认领人,认领日期,整改措施,整改时限,区域,抽查日期,是否公开"
    row = "告知逾期,2021-3-5,已认领,第一检察部,李五、张四(201),201,2021-3-6,补正,2021-4-6,东,2021.3.4,是"
    done = take(small, "finding", write(heads, row, row.replace("2021-4-6", "")))
    assert [one.code for one in done.faults] == ["finding.due_missing"]
    with small.office.read(small.head) as view:
        [finding] = view.select(FINDING)
    assert finding.claim is not None
    assert (finding.claim.by, finding.claim.mode) == (small.first_head, Rectification.BY_DATE)
    assert [one.officer for one in finding.persons] == [small.prosecutor, small.first_head]
    assert finding.extra == (
        Extra(name="area", type=ExtraType.TEXT, text="东"),
        Extra(name="open", type=ExtraType.BOOL, text="true"),
        Extra(name="seen", type=ExtraType.DATE, text="2021-03-04"),
    )


def test_a_promise_needs_who_gave_it(small: SmallOffice, write: Write) -> None:
    row = "告知逾期,2021-3-5,已登记,补正,2021-4-6"
    done = take(small, "finding", write("问题,发现时间,状态,整改措施,整改期限", row))
    [fault] = done.faults
    assert (fault.code, fault.details["fields"]) == ("entry.nested", ("claim.by", "claim.on"))


def test_old_measures_name_their_item_and_findings(small: SmallOffice, write: Write) -> None:
    take(small, "item", write(HEADS, GOOD))
    with small.office.read(small.head) as view:
        [item] = view.select(ITEM)
    heads = "文号,措施种类,标题,状态,签发日期,部门,送达日期,送达方式,督察事项"
    row = "马检督改〔2021〕3号,整改通知,通知,已送达,2021-3-5,d1,2021-3-6,书面,马检督立〔2021〕7号"
    unknown = row.replace("3号,整", "4号,整").replace("7号", "70号")
    done = take(small, "measure", write(heads, row, unknown, name="measures.csv"))
    assert [one.code for one in done.faults] == ["ledger.unknown_record"]
    with small.office.read(small.head) as view:
        [measure] = view.select(MEASURE)
    assert (measure.item, measure.state) == (item.id, MeasureState.SERVED)
    with small.office.work(small.head) as work:
        command = IssueMeasure(rung="rectification_notice", title="新", department=small.first)
        acting = Acting(on=dt.date(2021, 5, 1))
        fresh = work.load(MEASURE, measures.issue(work, command, acting=acting))
        assert fresh.number == "马检督改〔2021〕4号"
        measures.void_measure(work, measure.id, acting=Acting(reason="录错"))
        work.commit()


# --- again, and dry ---


def test_a_dry_run_writes_nothing_and_counts_the_same(small: SmallOffice, write: Write) -> None:
    path, before = write(HEADS, GOOD, BAD), end(small)
    dry = take(small, "item", path, dry_run=True)
    assert end(small) == before
    done = take(small, "item", path)
    assert (dry.entered, dry.rejected, dry.faults) == (done.entered, done.rejected, done.faults)
    assert (dry.dry_run, dry.new, done.new) == (True, False, True)


def test_the_same_file_again_changes_nothing(small: SmallOffice, write: Write) -> None:
    path = write(HEADS, GOOD, BAD)
    done, before = take(small, "item", path), end(small)
    again = take(small, "item", path)
    assert end(small) == before
    assert (again.id, again.new, again.entered, again.rejected) == (done.id, False, 1, 1)


def test_what_was_cut_off_is_healed_by_importing_again(
    small: SmallOffice, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_imports, "AT_ONCE", 2)
    rows = [GOOD.replace("7号", f"{number}号") for number in range(1, 8)]
    path, seen = write(HEADS, *rows, BAD), list[int]()

    def cut() -> None:
        seen.append(1)
        if len(seen) == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(small, "item", path, progress=cut)
    with small.office.read(small.head) as view:
        assert len(view.select(ITEM)) == 4
        [cut_off] = view.select(LEDGER_IMPORT)
    assert cut_off.state is LedgerImportState.OPEN
    done = take(small, "item", path)
    assert (done.id, done.entered, done.rejected) == (cut_off.id, 7, 1)
    with small.office.read(small.head) as view:
        assert len(view.select(ITEM)) == 7
    assert small.office.verify().ok


# --- headings and mappings ---


def mapping(small: SmallOffice, path: Path) -> MappingFile:
    return read_mapping(path, LEDGERS["item"], ENTRIES["item"], ())


def test_a_mapping_says_what_else_headings_and_words_mean(small: SmallOffice, write: Write) -> None:
    toml = write(
        'ignored = ["名称"]',
        "[columns]",
        '"督查内容" = "title"',
        "[defaults]",
        'kind = "执法督察"',
        "[values.state]",
        '"办完" = "已办结"',
        name="map.toml",
    )
    path = write("名称,督查内容,状态,立项时间,办结时间", "甲,乙,办完,2021-3-5,2021-4-1")
    told = mapping(small, toml)
    done = take(small, "item", path, mapping=told)
    assert (done.entered, done.unmapped) == (1, ())
    with small.office.read(small.head) as view:
        assert [one.title for one in view.select(ITEM)] == ["乙"]
    with pytest.raises(UsageError, match=r"ledger\.columns_missing"):
        take(small, "item", path, mapping=AS_KNOWN)


def test_a_mapping_of_unknown_fields_is_refused_with_its_place(
    small: SmallOffice, write: Write
) -> None:
    toml = write("[columns]", '"标题" = "name"', "[defaults]", 'none = "x"', name="map.toml")
    with pytest.raises(CodecError) as refused:
        mapping(small, toml)
    assert [one.code for one in refused.value.problems] == ["ledger.no_such_field"] * 2


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("甲,乙", "1,2"), "ledger.header"),
        ((), "ledger.header"),
        (("督察事项,状态", "甲,已办结"), "ledger.columns_missing"),
        (("督察事项,标题,事项类别,状态", "甲,乙,执法督察,已办结"), "ledger.column_twice"),
    ],
)
def test_a_header_that_says_too_little_is_refused(
    small: SmallOffice, write: Write, lines: tuple[str, ...], code: str
) -> None:
    with pytest.raises(UsageError, match=code):
        take(small, "item", write(*lines))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04", "ledger.not_a_table"),
        (b"\xff\xff\xff\x80", "ledger.encoding"),
        (b"\xff\xfea\x00", "ledger.not_a_table"),
        (None, "ledger.unreadable_file"),
    ],
)
def test_a_file_that_is_no_text_is_refused(
    small: SmallOffice, tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "old.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=code):
        take(small, "item", path)


def test_a_kind_without_entry_cannot_be_imported(small: SmallOffice, write: Write) -> None:
    with pytest.raises(UsageError, match=r"ledger\.not_importable"):
        take(small, "officer", write(HEADS))


# --- undoing ---


def test_undoing_voids_exactly_the_records_of_the_import_with_a_reason(
    small: SmallOffice, write: Write
) -> None:
    kept = take(small, "item", write(HEADS, OPEN))
    done = take(small, "item", write(HEADS, GOOD))
    undone = undo_import(small.office, small.head, done.id, acting=why())
    assert (undone.voided, undone.kept) == (1, ())
    with small.office.read(small.head) as view:
        states = {one.imported: one.state for one in view.select(ITEM)}
        record = view.get(LEDGER_IMPORT, done.id)
        [voided] = [one for one in view.select(ITEM) if one.imported == done.id]
        entry = view.history(ITEM, voided.id)[-1]
    assert states == {kept.id: ItemState.IN_PROGRESS, done.id: ItemState.VOIDED}
    assert record.state is LedgerImportState.UNDONE
    assert (entry.header.tag, entry.header.reason) == ("item.voided", "导错了文件")
    assert small.office.verify().ok
    with pytest.raises(Refused, match=r"ledger_import\.undone"):
        undo_import(small.office, small.head, done.id, acting=why())


def test_what_was_undone_can_be_imported_again_with_the_same_numbers(
    small: SmallOffice, write: Write
) -> None:
    path = write(HEADS, GOOD)
    first = take(small, "item", path)
    undo_import(small.office, small.head, first.id, acting=why())
    second = take(small, "item", path)
    assert (second.new, second.entered, second.rejected) == (True, 1, 0)
    assert second.id != first.id


def test_undoing_is_refused_when_somebody_has_acted_since_unless_those_are_kept(
    small: SmallOffice, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_imports, "AT_ONCE", 1)
    done = take(
        small,
        "finding",
        write("问题,发现日期,状态", *(f"告知逾期{n},2021-3-5,已登记" for n in range(3))),
    )
    with small.office.work(small.head) as work:
        touched = work.view.select(FINDING)[1].id
        findings.check_facts(work, touched, "属实")
        work.commit()
    before = end(small)
    with pytest.raises(Refused) as refused:
        undo_import(small.office, small.head, done.id, acting=why())
    assert (refused.value.code, refused.value.details["known"]) == (
        "ledger_import.touched",
        (touched,),
    )
    assert end(small) == before
    undone = undo_import(small.office, small.head, done.id, keep_touched=True, acting=why())
    assert (undone.voided, undone.kept) == (2, (touched,))
    with small.office.read(small.head) as view:
        assert view.get(FINDING, touched).state is FindingState.CHECKED
        assert view.get(LEDGER_IMPORT, done.id).kept == (touched,)


@pytest.mark.parametrize(
    ("who", "reason", "code"),
    [("inspector", "导错", "separation.role"), ("head", "", "act.reason_missing")],
)
def test_undoing_is_for_the_head_with_a_reason(
    small: SmallOffice, write: Write, who: str, reason: str, code: str
) -> None:
    done = take(small, "item", write(HEADS, GOOD))
    before = end(small)
    with pytest.raises(Refused, match=code):
        undo_import(small.office, getattr(small, who), done.id, acting=why(reason))
    assert end(small) == before
