"""People, bases and problem codes entered from files: strictly, and again without effect."""

import datetime as dt
from pathlib import Path

import pytest

from supervision.domain.bases import BASIS, basis_id
from supervision.domain.departments import DEPARTMENT, DepartmentKind, department_id
from supervision.domain.officers import OFFICER, Category, officer_id
from supervision.domain.posts import Relation, Role
from supervision.domain.problem_codes import PROBLEM_CODE, problem_code_id
from supervision.domain.units import UNIT, unit_id
from supervision.errors import CodecError, ConfigError, Refused
from supervision.journal.entry import open_chain
from supervision.office.dictionary_files import read_bases, read_problem_codes
from supervision.office.entering import (
    Entered,
    enter_bases,
    enter_people,
    enter_problem_codes,
    load_people,
)
from supervision.office.office import Office
from supervision.office.people_file import PeopleFile, read_people
from supervision.testing.offices import small_office

PEOPLE = """
[[units]]
code = "mw"
path = "/fj/fz/mw"
name = "福州市马尾区人民检察院"
prefix = "马检"
parent = "fz"

[[departments]]
unit = "mw"
code = "yb"
name = "第一检察部"
kind = "business"
aliases = ["一部"]
former = [{ name = "公诉科", until = 2019-01-31 }]

[[departments]]
unit = "mw"
code = "gs"
name = "公诉二科"
kind = "business"
closed_on = 2021-06-30
merged_into = "yb"

[[officers]]
unit = "mw"
number = "mw001"
name = "林立"
category = "prosecutor"
former = ["林小立"]
posts = [
  { role = "deputy", since = 2020-01-01 },
  { role = "deputy", since = 2020-01-01, department = "yb", relation = "oversees" },
  { role = "head", since = 2018-01-01, until = 2019-12-31, department = "yb" },
]

[[officers]]
unit = "mw"
number = "mw002"
name = "张三"
category = "auxiliary"
posts = [{ role = "assistant", since = 2021-03-01, department = "yb" }]
"""
MW = unit_id("mw")
LIN = officer_id(MW, "mw001")
ZHANG = officer_id(MW, "mw002")
FIRST = department_id(MW, "yb")


def write(folder: Path, text: str = PEOPLE) -> Path:
    path = folder / "people.toml"
    path.write_text(text, encoding="utf-8")
    return path


def people(folder: Path, *changes: tuple[str, str]) -> PeopleFile:
    text = PEOPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_people(write(folder, text))


def empty() -> Office:
    return small_office(founded=False).office


def founded(folder: Path) -> Office:
    office = empty()
    load_people(office, LIN, people(folder))
    return office


def tags(office: Office, after: int = 0) -> list[str]:
    with office.store.begin() as transaction:
        entries = transaction.entries(open_chain(MW), after)
        return [entry.header.tag for entry in entries]


def faults(folder: Path, text: str) -> dict[str, str]:
    with pytest.raises(CodecError) as broken:
        read_people(write(folder, text))
    assert broken.value.code == "file.invalid"
    return {problem.path: problem.code for problem in broken.value.problems}


# --- entering ---


def test_empty_office_takes_the_whole_file(tmp_path: Path) -> None:
    office = empty()
    assert load_people(office, LIN, people(tmp_path)) == Entered(created=5)
    with office.read(LIN) as view:
        assert view.get(UNIT, MW).parent == unit_id("fz")
        assert view.get(DEPARTMENT, FIRST).former_names[0].name == "公诉科"
        merged = view.get(DEPARTMENT, department_id(MW, "gs"))
        assert (merged.closed_on, merged.merged_into) == (dt.date(2021, 6, 30), FIRST)
        lin = view.get(OFFICER, LIN)
        assert view.unseal(lin.name) == "林立".encode()
        assert [view.unseal(name) for name in lin.former_names] == ["林小立".encode()]
        assert [post.relation for post in lin.posts].count(Relation.OVERSEES) == 1


def test_names_of_persons_are_not_in_the_journal(tmp_path: Path) -> None:
    office = founded(tmp_path)
    with office.store.begin() as transaction:
        payloads = [entry.payload for entry in transaction.entries(open_chain(MW))]
    assert not any("林立" in payload or "张三" in payload for payload in payloads)


def test_same_file_again_writes_nothing(tmp_path: Path) -> None:
    office = founded(tmp_path)
    before = tags(office)
    assert load_people(office, LIN, people(tmp_path)) == Entered(unchanged=5)
    assert tags(office) == before


def test_journal_and_rows_agree_after_every_file(tmp_path: Path) -> None:
    office = founded(tmp_path)
    load_people(office, LIN, people(tmp_path, ("张三", "张三丰"), ('"yb"', '"eb"')))
    assert office.verify().ok


def test_name_that_became_a_former_one_is_a_renaming(tmp_path: Path) -> None:
    office = founded(tmp_path)
    start = len(tags(office))
    file = people(
        tmp_path,
        (
            'name = "福州市马尾区人民检察院"',
            'name = "马尾区院"\nformer = [{ name = "福州市马尾区人民检察院" }]',
        ),
        ('name = "第一检察部"', 'name = "刑事检察部"'),
        (
            'former = [{ name = "公诉科", until = 2019-01-31 }]',
            'former = [{ name = "公诉科" }, { name = "第一检察部", until = 2025-12-31 }]',
        ),
        ('name = "张三"', 'name = "张山"\nformer = ["张三"]'),
    )
    assert load_people(office, LIN, file) == Entered(changed=3, unchanged=2)
    assert tags(office, start) == ["unit.renamed", "department.renamed", "officer.renamed"]
    with office.read(LIN) as view:
        assert view.get(DEPARTMENT, FIRST).former_names[-1].until == dt.date(2025, 12, 31)


def test_other_differences_are_corrections(tmp_path: Path) -> None:
    office = founded(tmp_path)
    start = len(tags(office))
    file = people(
        tmp_path,
        ('prefix = "马检"', 'prefix = "榕马检"\nformer = [{ name = "马江区院" }]'),
        ('name = "第一检察部"\nkind = "business"', 'name = "第一部"\nkind = "other"'),
        ("until = 2019-01-31", "until = 2019-02-28"),
        ('name = "张三"\ncategory = "auxiliary"', 'name = "章三"\ncategory = "contract"'),
    )
    assert load_people(office, LIN, file) == Entered(changed=3, unchanged=2)
    assert tags(office, start) == [
        "unit.corrected",
        "department.corrected",
        "officer.corrected",
        "officer.corrected",
    ]
    with office.read(LIN) as view:
        assert view.get(DEPARTMENT, FIRST).kind is DepartmentKind.OTHER
        assert view.get(OFFICER, ZHANG).category is Category.CONTRACT


def test_path_of_a_unit_is_fixed(tmp_path: Path) -> None:
    office = founded(tmp_path)
    with pytest.raises(Refused) as refused:
        load_people(office, LIN, people(tmp_path, ("/fj/fz/mw", "/fj/mw")))
    assert refused.value.code == "unit.path_fixed"


def test_post_that_got_an_end_was_left(tmp_path: Path) -> None:
    office = founded(tmp_path)
    start = len(tags(office))
    file = people(
        tmp_path,
        (
            "since = 2021-03-01, department",
            "since = 2021-03-01, until = 2026-01-31, department",
        ),
        (
            '"yb" }]\n',
            '"yb" }, { role = "prosecutor", since = 2026-02-01, department = "yb" }]\n',
        ),
    )
    assert load_people(office, LIN, file).changed == 1
    assert tags(office, start) == ["officer.post_left", "officer.post_taken"]
    assert load_people(office, LIN, file).changed == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("since = 2021-03-01", "since = 2021-04-01"),
        ("since = 2021-03-01", "since = 2021-03-01, acting = true"),
        ("until = 2019-12-31", "until = 2019-11-30"),
    ],
)
def test_post_that_differs_is_corrected(tmp_path: Path, old: str, new: str) -> None:
    office = founded(tmp_path)
    start = len(tags(office))
    file = people(tmp_path, (old, new))
    assert load_people(office, LIN, file).changed == 1
    assert tags(office, start) == ["officer.post_corrected"]
    assert load_people(office, LIN, file).changed == 0


def test_post_left_out_stays(tmp_path: Path) -> None:
    office = founded(tmp_path)
    file = people(
        tmp_path,
        ('\nposts = [{ role = "assistant", since = 2021-03-01, department = "yb" }]', ""),
    )
    assert load_people(office, LIN, file) == Entered(unchanged=5)


def test_ended_post_and_a_new_term_are_two(tmp_path: Path) -> None:
    office = founded(tmp_path)
    start = len(tags(office))
    ended = '{ role = "head", since = 2018-01-01, until = 2019-12-31, department = "yb" },'
    again = '{ role = "head", since = 2023-01-01, department = "yb" },'
    load_people(office, LIN, people(tmp_path, (ended, again)))
    assert tags(office, start) == ["officer.post_taken"]


def test_closed_department_is_reopened_and_merged_elsewhere(tmp_path: Path) -> None:
    office = founded(tmp_path)
    start = len(tags(office))
    closed = 'closed_on = 2021-06-30\nmerged_into = "yb"'
    assert load_people(office, LIN, people(tmp_path, (closed, ""))).changed == 1
    assert load_people(office, LIN, people(tmp_path, ('merged_into = "yb"', ""))).changed == 1
    assert load_people(office, LIN, people(tmp_path)).changed == 1
    assert tags(office, start) == [
        "department.corrected",
        "department.closed",
        "department.corrected",
        "department.closed",
    ]


def test_erased_name_is_not_brought_back(tmp_path: Path) -> None:
    office = founded(tmp_path)
    with office.read(LIN) as view:
        digest = view.get(OFFICER, ZHANG).name.digest
    with office.store.begin(write=(open_chain(MW),)) as transaction:
        transaction.erase_blob(digest)
        transaction.commit()
    assert load_people(office, LIN, people(tmp_path)) == Entered(unchanged=5)


def test_file_without_the_unit_is_refused(tmp_path: Path) -> None:
    office = founded(tmp_path)
    with office.work(LIN) as work, pytest.raises(Refused) as refused:
        enter_people(work, PeopleFile())
    assert refused.value.code == "people.no_unit"


def test_every_unit_of_a_file_gets_its_own_chain(tmp_path: Path) -> None:
    office = empty()
    other = '[[units]]\ncode = "ca"\npath = "/fj/fz/ca"\nname = "仓山区院"\nprefix = "仓检"\n'
    file = read_people(write(tmp_path, PEOPLE + other))
    assert load_people(office, LIN, file, reason="建库") == Entered(created=6)
    with office.store.begin() as transaction:
        assert set(transaction.chains()) == {open_chain(MW), open_chain(unit_id("ca"))}


# --- reading ---


def test_every_fault_of_a_file_has_its_place_and_line(tmp_path: Path) -> None:
    text = PEOPLE.replace('kind = "business"', 'kind = "shop"', 1)
    text = text.replace('role = "assistant"', 'role = "assistant", rank = 3')
    with pytest.raises(CodecError) as broken:
        read_people(write(tmp_path, text))
    found = {problem.path: problem.details["line"] for problem in broken.value.problems}
    assert found == {
        "people.toml: departments[0].kind": 13,
        "people.toml: officers[1].posts[0].rank": 42,
    }


def test_codes_used_twice_or_naming_nothing_are_faults(tmp_path: Path) -> None:
    text = PEOPLE.replace('code = "gs"', 'code = "yb"').replace(
        'merged_into = "yb"', 'merged_into = "x"'
    )
    text = text.replace('number = "mw002"', 'number = "mw001"')
    text = text.replace(
        'since = 2021-03-01, department = "yb"', 'since = 2021-03-01, department = "z"'
    )
    assert faults(tmp_path, text) == {
        "people.toml: departments[1].code": "file.twice",
        "people.toml: officers[1].number": "file.twice",
        "people.toml: departments[1].merged_into": "file.names_nothing",
        "people.toml: officers[1].posts[0].department": "file.names_nothing",
    }


def test_unknown_units_are_faults(tmp_path: Path) -> None:
    text = PEOPLE.replace('unit = "mw"', 'unit = "xx"')
    codes = faults(tmp_path, text)
    assert codes["people.toml: departments[0].unit"] == "file.names_nothing"
    assert codes["people.toml: officers[0].unit"] == "file.names_nothing"


def test_heir_needs_the_day_of_the_merger(tmp_path: Path) -> None:
    text = PEOPLE.replace("closed_on = 2021-06-30\n", "")
    assert faults(tmp_path, text) == {"people.toml: departments[1].closed_on": "codec.missing_key"}


def test_file_that_is_no_toml_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(CodecError) as broken:
        read_people(write(tmp_path, "[[units]\n"))
    assert broken.value.code == "file.toml"


def test_file_in_another_encoding_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "people.toml"
    path.write_bytes("# 马尾".encode("gb18030"))
    with pytest.raises(CodecError) as broken:
        read_people(path)
    assert broken.value.code == "file.text"


def test_missing_file_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as broken:
        read_people(tmp_path / "none.toml")
    assert broken.value.code == "file.missing"


# --- bases and problem codes ---

BASES = """
[[bases]]
code = "procedure-665"
regulation = "人民检察院刑事诉讼规则"
article = "第六百六十五条"
document = "高检发释字〔2019〕4号"
valid_from = 2019-12-30

[[bases]]
code = "local-1"
regulation = "督察建议管理办法"
article = "第三条"
"""
CODES = """
edition = "2026"

[[codes]]
code = "document"
axis = "nature"
zh = "文书问题"

[[codes]]
code = "document.served_late"
axis = "nature"
zh = "文书送达逾期"
en = "Document served late"
parent = "document"
basis = "procedure-665"
"""


def test_bases_are_entered_once_and_corrected(tmp_path: Path) -> None:
    small = small_office()
    office = small.office
    for text, entered in (
        (BASES, Entered(created=2)),
        (BASES, Entered(unchanged=2)),
        (
            BASES.replace('document = "高检发释字〔2019〕4号"\n', "").replace("第三条", "第四条"),
            Entered(changed=2),
        ),
    ):
        file = read_bases(write(tmp_path, text))
        with office.work(small.head) as work:
            assert enter_bases(work, file) == entered
            work.commit()
    with office.read(small.head) as view:
        assert view.get(BASIS, basis_id(MW, "procedure-665")).document == ""
        assert view.get(BASIS, basis_id(MW, "local-1")).article == "第四条"


def test_problem_codes_are_entered_once_and_revised(tmp_path: Path) -> None:
    small = small_office()
    office = small.office
    for text, entered in (
        (CODES, Entered(created=2)),
        (CODES, Entered(unchanged=2)),
        (CODES.replace("文书送达逾期", "文书超期送达"), Entered(changed=1, unchanged=1)),
        (CODES.replace("2026", "2027"), Entered(changed=2)),
    ):
        file = read_problem_codes(write(tmp_path, text))
        with office.work(small.head) as work:
            assert enter_problem_codes(work, file) == entered
            work.commit()
    with office.read(small.head) as view:
        code = view.get(PROBLEM_CODE, problem_code_id(MW, "document.served_late"))
        assert code.edition == "2027"


def test_basis_twice_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CodecError) as broken:
        read_bases(write(tmp_path, BASES.replace("local-1", "procedure-665")))
    assert [problem.code for problem in broken.value.problems] == ["file.twice"]


def test_parent_must_be_of_the_same_axis(tmp_path: Path) -> None:
    text = CODES.replace('axis = "nature"\nzh = "文书问题"', 'axis = "cause"\nzh = "文书问题"')
    with pytest.raises(CodecError) as broken:
        read_problem_codes(write(tmp_path, text))
    assert [problem.path for problem in broken.value.problems] == ["people.toml: codes[1].parent"]


def test_code_twice_is_a_fault(tmp_path: Path) -> None:
    text = CODES.replace('code = "document.served_late"', 'code = "document"')
    with pytest.raises(CodecError) as broken:
        read_problem_codes(write(tmp_path, text))
    assert [problem.code for problem in broken.value.problems] == ["file.twice"]


def test_role_names_of_the_file_are_those_of_the_library() -> None:
    assert {role.value for role in Role} == {
        "chief",
        "deputy",
        "head",
        "deputy_head",
        "prosecutor",
        "assistant",
        "clerk",
        "liaison",
        "internal_clerk",
        "inspector",
        "supervision_head",
        "system_admin",
        "security_admin",
        "auditor",
        "committee",
        "reviewer",
    }
