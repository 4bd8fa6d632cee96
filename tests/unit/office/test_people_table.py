"""Officers and posts from a CSV table: numbers stay text, every fault is told with its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from supervision.domain.officers import OFFICER, Category, officer_id
from supervision.domain.posts import Relation, Role
from supervision.errors import CodecError, ConfigError
from supervision.office.directory import Directory
from supervision.office.entering import Entered, enter_officers
from supervision.office.people_file import OfficerEntry
from supervision.office.people_table import read_people_table
from supervision.testing.offices import SmallOffice, small_office

HEAD = "工号,姓名,人员类别,职级,编制,部门,职务,任职关系,代理,起,止\n"
TABLE = (
    HEAD + "001,林立,检察官,四级高级检察官,政法专项编制,,副检察长,,,2024-03-01,\n"
    '="001",林立,检察官,四级高级检察官,政法专项编制,第一检察部,副检察长,分管,,2024/3/1,\n'
    "007,周七,检察辅助人员,,,第二检察部,联络员,,,2025年1月5日,\n"
    "007,周七,检察辅助人员,,,d2,内勤,任职,是,2025.1.5,2025-06-30\n"
    ",,,,,,,,,,\n"
    "008,吴八,聘用制人员,,,,,,,,\n"
)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def read(small: SmallOffice, path: Path) -> tuple[OfficerEntry, ...]:
    with small.office.read(small.head) as view:
        return read_people_table(path, Directory.of(view), small.unit)


def written(folder: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / "人员.csv"
    path.write_bytes(text.encode(encoding))
    return path


def entered(small: SmallOffice, entries: tuple[OfficerEntry, ...]) -> Entered:
    with small.office.work(small.head) as work:
        done = enter_officers(work, entries)
        work.commit()
    return done


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_table_is_entered_and_entering_it_again_changes_nothing(
    small: SmallOffice, tmp_path: Path, encoding: str
) -> None:
    entries = read(small, written(tmp_path, TABLE, encoding))
    assert entered(small, entries) == Entered(created=3)
    assert entered(small, entries) == Entered(unchanged=3)
    with small.office.read(small.head) as view:
        leader = view.get(OFFICER, officer_id(small.unit, "001"))
        liaison = view.get(OFFICER, officer_id(small.unit, "007"))
        clerk = view.get(OFFICER, officer_id(small.unit, "008"))
    assert (leader.staff_number, leader.rank) == ("001", "四级高级检察官")
    assert leader.establishment == "政法专项编制"
    assert [(post.role, post.relation, post.department) for post in leader.posts] == [
        (Role.DEPUTY, Relation.SERVES, None),
        (Role.DEPUTY, Relation.OVERSEES, small.first),
    ]
    assert [(p.role, p.acting, p.from_, p.until) for p in liaison.posts] == [
        (Role.LIAISON, False, dt.date(2025, 1, 5), None),
        (Role.INTERNAL_CLERK, True, dt.date(2025, 1, 5), dt.date(2025, 6, 30)),
    ]
    assert (clerk.category, clerk.posts) == (Category.CONTRACT, ())


def test_a_promotion_is_a_change_and_an_empty_cell_says_nothing(
    small: SmallOffice, tmp_path: Path
) -> None:
    entered(small, read(small, written(tmp_path, TABLE)))
    changed = TABLE.replace("四级高级检察官", "三级高级检察官").replace("政法专项编制", "")
    assert entered(small, read(small, written(tmp_path, changed))) == Entered(1 - 1, 1, 2)
    with small.office.read(small.head) as view:
        officer = view.get(OFFICER, officer_id(small.unit, "001"))
        tags = [entry.header.tag for entry in view.history(OFFICER, officer.id)]
    assert (officer.rank, officer.establishment) == ("三级高级检察官", "政法专项编制")
    assert tags[-1] == "officer.graded"


def test_columns_may_stand_in_any_order_and_in_english(small: SmallOffice, tmp_path: Path) -> None:
    text = "role,since,name,number,category,department,acting\nhead,2026-01-01,郑九,009,prosecutor,d1,yes\n"
    (entry,) = read(small, written(tmp_path, text))
    assert (entry.number, entry.posts[0].role, entry.posts[0].acting) == ("009", Role.HEAD, True)


def faults(small: SmallOffice, path: Path) -> list[tuple[str, str]]:
    with pytest.raises(CodecError) as caught:
        read(small, path)
    assert caught.value.code == "file.invalid"
    return [(one.path.partition(": ")[2], one.code) for one in caught.value.problems]


def test_every_fault_is_told_with_line_and_column(small: SmallOffice, tmp_path: Path) -> None:
    rows = (
        ",林立,检察官,,,,,,,,\n"  # no number
        "001,林立,法官,,,,部门主任,兼管,也许,2024-02-30,昨天\n"
        "002,周七,检察官,,,第九检察部,部门负责人,,,,\n"
        "003,吴八,检察官,,,一部,,,,2024-01-01,\n"
        "004,郑九,检察官,,,,,,,,\n"
        "004,郑十,检察官,,,,,,,,\n"
        "005,王五,检察官,,,,,,,,,多一格\n"
    )
    assert faults(small, written(tmp_path, HEAD + rows)) == [
        ("2 工号", "codec.missing_key"),
        ("3 人员类别", "codec.choice"),
        ("3 职务", "codec.choice"),
        ("3 任职关系", "codec.choice"),
        ("3 起", "codec.type"),
        ("3 止", "codec.type"),
        ("4 起", "codec.missing_key"),
        ("4 部门", "file.names_nothing"),
        ("5 职务", "codec.missing_key"),
        ("7 姓名", "people.contradicts"),
        ("8", "codec.unknown_key"),
    ]


def test_an_unclear_acting_cell_is_a_fault(small: SmallOffice, tmp_path: Path) -> None:
    rows = "001,林立,检察官,,,,副检察长,,也许,2024-01-01,\n"
    assert faults(small, written(tmp_path, HEAD + rows)) == [("2 代理", "codec.choice")]


def test_headings_are_known_once_and_compulsory(small: SmallOffice, tmp_path: Path) -> None:
    assert faults(small, written(tmp_path, "工号,姓名,number,工龄,\n1,2,3,4,\n")) == [
        ("1", "file.twice"),
        ("1", "codec.unknown_key"),
        ("1", "codec.missing_key"),
    ]


def test_a_missing_file_and_one_in_no_encoding(small: SmallOffice, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"file\.missing"):
        read(small, tmp_path / "nothing.csv")
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xff\xff\xff")
    with pytest.raises(CodecError, match=r"file\.text"):
        read(small, path)
