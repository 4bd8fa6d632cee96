"""Problem codes from a table."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from supervision.errors import CodecError, ConfigError
from supervision.office.code_tables import read_code_table

TABLE = """\
分类轴,代码,名称,en,上级,依据,外部原因,生效,失效
nature,document,文书,Documents,,,,,
nature,document.late,送达逾期,,document,gz-665,否,2026-01-01,2026-12-31
,,,,,,,,
cause,cause.system,系统原因,,,,是,,
"""


def table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "codes.csv"
    file.write_bytes(text.encode(encoding))
    return file


def faults(folder: Path, text: str) -> list[tuple[str, str, object]]:
    with pytest.raises(CodecError) as caught:
        read_code_table(table(folder, text), "2026")
    assert caught.value.code == "file.invalid"
    return [
        (one.path.removeprefix("codes.csv: "), one.code, one.details.get("line"))
        for one in caught.value.problems
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_by_its_heads(tmp_path: Path, encoding: str) -> None:
    file = read_code_table(table(tmp_path, TABLE, encoding), "2026")
    assert (file.edition, [one.code for one in file.codes]) == (
        "2026",
        ["document", "document.late", "cause.system"],
    )
    late, system = file.codes[1:]
    assert (late.parent, late.basis, late.valid_from) == (
        "document",
        "gz-665",
        dt.date(2026, 1, 1),
    )
    assert (late.external, system.external, file.codes[0].en) == (False, True, "Documents")


def test_a_table_without_its_heads_says_which(tmp_path: Path) -> None:
    assert faults(tmp_path, "代码,颜色\nx,红\n") == [
        ("axis", "codec.missing_key", None),
        ("zh", "codec.missing_key", None),
        ("颜色", "codec.unknown_key", None),
    ]
    assert len(faults(tmp_path, "")) == 3


def test_every_wrong_cell_is_told_with_its_line(tmp_path: Path) -> None:
    head = "代码,分类轴,名称,外部原因,生效\n"
    assert faults(tmp_path, head + "a,cause,,也许,昨天\nb,cause,乙\n") == [
        ("名称", "codec.missing_key", 2),
        ("外部原因", "codec.value", 2),
        ("生效", "codec.value", 2),
    ]


def test_a_parent_stands_in_the_table(tmp_path: Path) -> None:
    found = faults(tmp_path, "代码,分类轴,名称,上级\na,nature,甲,x\n")
    assert [code for _, code, _ in found] == ["file.names_nothing"]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        read_code_table(tmp_path / "none.csv", "2026")
    file = tmp_path / "codes.csv"
    file.write_bytes(b"\xff\xff\xff")
    with pytest.raises(CodecError) as caught:
        read_code_table(file, "2026")
    assert caught.value.code == "file.text"
