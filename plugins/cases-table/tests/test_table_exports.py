"""Files are found, recognised, decoded and split; whatever is not readable says so."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.errors import CaseSourceError
from supervision.ports.cases import Rejected
from supervision_cases_table.exports import Record, find_exports, records
from supervision_cases_table.source import open_table

Reader = Callable[..., Any]
"""Reads texts through the connector and returns a `Taken`, see `conftest.py`."""

SHEET = "统一受案号,受理日期,案由\n350105210001,2021-03-05,盗窃\n"


def refused(*paths: Path, **chosen: object) -> CaseSourceError:
    with pytest.raises(CaseSourceError) as caught:
        open_table(paths, chosen)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_both_encodings_and_all_line_ends_are_read(
    read: Reader, encoding: str, ending: str
) -> None:
    taken = read(SHEET.replace("\n", ending), encoding=encoding)
    assert taken.only().case.number == "350105210001"
    assert taken.rejected == ()


def test_rare_letters_beyond_gbk_are_read(read: Reader) -> None:
    # 㛃 lies in the four-byte area of GB 18030, which gbk lacks.
    taken = read("统一受案号,承办检察官\n350105210001,李㛃\U00020bb7\n", encoding="gb18030")
    assert taken.only().case.handler == "李㛃\U00020bb7"


def test_one_undecodable_line_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "审查起诉.csv"
    lines = SHEET.encode("gb18030").splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, b"350105210002,2021-03-06,\xff\xff\n", lines[1]]))
    source = open_table((path,), {})
    delivered = list(source.deliver())
    (lost,) = [one for one in delivered if isinstance(one, Rejected)]
    assert (lost.source, lost.line, lost.column) == ("审查起诉.csv", 3, "")
    assert lost.text == r"350105210002,2021-03-06,\xff\xff"
    assert lost.code == "cases.undecodable"
    assert len(delivered) == 2
    assert source.account.rows == 3
    assert (source.account.taken, source.account.rejected) == (2, 1)


def test_one_damaged_line_does_not_turn_utf8_into_nonsense(tmp_path: Path) -> None:
    path = tmp_path / "审查起诉.csv"
    path.write_bytes(SHEET.encode() + b"350105210002,2021-03-06,\xe7\x9b\n" + SHEET.encode()[-40:])
    delivered = list(open_table((path,), {}).deliver())
    assert next(one.code for one in delivered if isinstance(one, Rejected)) == "cases.undecodable"
    assert any("盗窃" in repr(one) for one in delivered)


def test_a_line_with_nul_is_rejected_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "审查起诉.csv"
    path.write_bytes(SHEET.encode() + b"350105210002,2021-03-06,a\x00b\n")
    lost = [one for one in open_table((path,), {}).deliver() if isinstance(one, Rejected)]
    assert [(one.line, one.text) for one in lost] == [(3, r"350105210002,2021-03-06,a\x00b")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_by_the_header(read: Reader, delimiter: str) -> None:
    taken = read(SHEET.replace(",", delimiter))
    assert taken.only().case.accepted_on is not None
    assert taken.source.unmapped() == ()


def test_commas_in_titles_do_not_hide_another_delimiter(read: Reader) -> None:
    taken = read("福州,马尾,审查起诉,统计表\n" + SHEET.replace(",", ";"))
    assert taken.only().case.accepted_on is not None


def test_quoted_cells_may_hold_delimiters_quotes_and_line_ends(read: Reader) -> None:
    taken = read(
        '统一受案号,案件名称,案由\n350105210001,"张三,李四""团伙""案\n（续）",盗窃\n350105210002,王五案,抢劫\n'
    )
    cards = [{card.name: card.text for card in trace.case.card} for trace in taken.cases]
    assert cards == [
        {"name": '张三,李四"团伙"案 （续）', "cause": "盗窃"},
        {"name": "王五案", "cause": "抢劫"},
    ]


def test_an_unclosed_quote_costs_one_line_only(read: Reader) -> None:
    rows = "".join(f"35010521{number:04},2021-03-05,盗窃\n" for number in range(2, 300))
    taken = read(
        '统一受案号,受理日期,案由\n350105210001,2021-03-05,"盗窃\n'
        + rows
        + '350105210300,"2021-03-05",盗窃\n'
    )
    assert [(one.line, one.code) for one in taken.rejected] == [(2, "cases.bad_quotes")]
    assert taken.rejected[0].text == '350105210001,2021-03-05,"盗窃'
    assert len(taken.cases) == 299


def test_text_behind_a_closing_quote_costs_one_line_only(read: Reader) -> None:
    taken = read(SHEET + '350105210002,"2021-03-05"x,抢劫\n350105210003,2021-03-05,抢劫\n')
    assert [(one.line, one.code) for one in taken.rejected] == [(3, "cases.bad_quotes")]
    assert len(taken.cases) == 2


def test_lines_are_counted_over_cells_of_several_lines(read: Reader) -> None:
    taken = read(
        '统一受案号,受理日期,案由\n350105210001,2021-03-05,"甲\n乙"\n350105210002,2021-02-30,丙\n'
    )
    assert [(one.line, one.column) for one in taken.rejected] == [(4, "受理日期")]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"PK\x03\x04rest", "zip/xlsx"),
        (b"\xd0\xcf\x11\xe0rest", "xls"),
        (b"%PDF-1.4", "pdf"),
        (b"<html><table>", "html/xml"),
        (b'\xef\xbb\xbf  <?xml version="1.0"?>', "html/xml"),
        (b"\x1f\x8brest", "gzip"),
    ],
)
def test_what_is_no_table_of_text_is_refused_by_name(
    tmp_path: Path, content: bytes, found: str
) -> None:
    path = tmp_path / "导出.csv"
    path.write_bytes(content)
    error = refused(path)
    assert error.code == "cases.not_a_table"
    assert error.details == {"path": str(path), "found": found}


@pytest.mark.parametrize("suffix", [".xlsx", ".XLS", ".zip", ".et"])
def test_a_workbook_in_a_folder_is_not_passed_over(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "a.csv").write_text(SHEET, "utf-8")
    (tmp_path / f"b{suffix}").write_bytes(b"PK\x03\x04")
    error = refused(tmp_path)
    assert error.code == "cases.not_a_table"
    assert str(error.details["path"]).endswith(f"b{suffix}")


def test_utf16_is_refused_with_the_way_out(tmp_path: Path) -> None:
    for encoding in ("utf-16", "utf-16-le"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes("350105210001,2021-03-05\n".encode(encoding))
        assert refused(path).code == "cases.encoding"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n \r\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "空.csv"
    path.write_bytes(content)
    error = refused(path)
    assert (error.code, error.details) == ("cases.empty", {"path": str(path)})


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "审查起诉.csv"
    path.write_text("统一受案号,受理日期\n,,\n", "utf-8")
    assert refused(path).code == "cases.empty"


def test_one_empty_month_among_others_is_no_error(read: Reader) -> None:
    taken = read("统一受案号,受理日期\n", SHEET)
    assert len(taken.cases) == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    error = refused(tmp_path / "没有.csv")
    assert (error.code, error.details) == ("cases.no_file", {"path": str(tmp_path / "没有.csv")})


def test_a_folder_without_tables_is_named(tmp_path: Path) -> None:
    (tmp_path / "说明.md").write_text("x", "utf-8")
    (tmp_path / ".隐藏.csv").write_text(SHEET, "utf-8")
    (tmp_path / "~$锁.csv").write_text(SHEET, "utf-8")
    error = refused(tmp_path)
    assert (error.code, error.details) == ("cases.no_file", {"path": str(tmp_path)})


def test_too_many_bytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "审查起诉.csv"
    path.write_bytes(b"x" * 1_100_000)
    error = refused(path, limit_mb=1)
    assert error.code == "cases.too_large"
    assert error.details == {"path": str(path), "limit": 1024 * 1024}


def test_an_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "审查起诉.csv"
    path.write_text(SHEET, "utf-8")

    def denied(self: Path, *_: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(CaseSourceError) as caught:
        find_exports((path,), limit=1000)
    assert caught.value.code == "cases.unreadable"
    assert caught.value.details == {"path": str(path), "reason": "Permission denied"}


def test_a_folder_is_read_by_name_and_a_file_named_twice_once(tmp_path: Path) -> None:
    for name in ("b.csv", "a.CSV", "c.txt", "d.tsv", "e.md"):
        (tmp_path / name).write_text(SHEET, "utf-8")
    exports = find_exports((tmp_path, tmp_path / "b.csv"), limit=10_000)
    assert [export.name for export in exports] == ["a.CSV", "b.csv", "c.txt", "d.tsv"]


def test_files_of_one_name_are_told_apart_by_their_folder(tmp_path: Path) -> None:
    for folder in ("2020", "2021"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "审查起诉.csv").write_text(SHEET, "utf-8")
    exports = find_exports((tmp_path / "2020", tmp_path / "2021"), limit=10_000)
    assert [export.name for export in exports] == ["2020/审查起诉.csv", "2021/审查起诉.csv"]


@given(st.lists(st.text("ab,;\"\t' ", max_size=12), max_size=30))
def test_every_line_is_part_of_exactly_one_record_or_rejection(lines: list[str]) -> None:
    numbered = tuple(enumerate(lines, 1))
    found = list(records(numbered, ",", "x.csv"))
    assert "\n".join(one.text for one in found) == "\n".join(lines)
    assert all(isinstance(one, Record) or one.code == "cases.bad_quotes" for one in found)


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_damaged_bytes_never_make_the_reader_fail(chance: random.Random, hits: int) -> None:
    content = bytearray((SHEET * 5).encode("gb18030"))
    for _ in range(hits):
        content[chance.randrange(len(content))] = chance.randrange(256)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "审查起诉.csv"
        path.write_bytes(content)
        with contextlib.suppress(CaseSourceError):  # anything else would be a crash
            source = open_table((path,), {})
            list(source.deliver())
            account = source.account
            assert account.rows == account.taken + account.rejected + account.without_case
