"""Units, departments, officers and posts."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

import pytest

from supervision.domain.acts import Act
from supervision.domain.departments import (
    DEPARTMENT,
    CorrectDepartment,
    Department,
    DepartmentKind,
    DepartmentRenamed,
    RegisterDepartment,
    decide_close_department,
    decide_correct_department,
    decide_register_department,
    decide_rename_department,
    department_id,
    evolve_department,
)
from supervision.domain.names import FormerName, check_code, check_text, folded
from supervision.domain.officers import (
    OFFICER,
    Category,
    CorrectOfficer,
    Officer,
    OfficerRenamed,
    RegisterOfficer,
    decide_correct_officer,
    decide_correct_post,
    decide_grade_officer,
    decide_leave_post,
    decide_register_officer,
    decide_rename_officer,
    decide_take_post,
    evolve_officer,
    officer_id,
    posts_on,
    roles_on,
)
from supervision.domain.posts import Post, Relation, Role
from supervision.domain.records import Record, RecordKind
from supervision.domain.units import (
    UNIT,
    CorrectUnit,
    RegisterUnit,
    Unit,
    UnitRenamed,
    decide_correct_unit,
    decide_register_unit,
    decide_rename_unit,
    evolve_unit,
    unit_id,
)
from supervision.domain.values import DepartmentId, OfficerId, Sealed, UnitId
from supervision.errors import JournalError, Refused

R = TypeVar("R", bound=Record)
MW = unit_id("mw")
FIRST = department_id(MW, "yb")
SECOND = department_id(MW, "eb")
NAME = Sealed(digest="sha256:01", size=6)
OTHER_NAME = Sealed(digest="sha256:02", size=6)


def act(day: str = "2026-03-02") -> Act:
    return Act(by=OfficerId("off_1"), on=dt.date.fromisoformat(day))


def play(kind: RecordKind[R], record: R | None, changes: Iterable[object]) -> R:
    for change in changes:
        record = kind.evolve(record, change)
    assert record is not None
    return record


def unit(**settings: str) -> Unit:
    fields = {"code": "mw", "name": "马尾区人民检察院", "prefix": "马检", "path": "/fj/fz/mw"}
    command = RegisterUnit(**{**fields, **settings})
    record: Unit = play(UNIT, None, decide_register_unit(None, command, act=act()))
    return record


def department(code: str = "yb", name: str = "第一检察部") -> Department:
    command = RegisterDepartment(
        code=code, name=name, kind=DepartmentKind.BUSINESS, aliases=("一部",)
    )
    record: Department = play(
        DEPARTMENT, None, decide_register_department(None, command, unit=MW, act=act())
    )
    return record


def officer() -> Officer:
    command = RegisterOfficer(staff_number=" mw001 ", name=NAME, category=Category.PROSECUTOR)
    record: Officer = play(
        OFFICER, None, decide_register_officer(None, command, unit=MW, act=act())
    )
    return record


def post(role: Role = Role.HEAD, since: str = "2020-01-01", **settings: object) -> Post:
    fields = {"unit": MW, "department": FIRST, **settings}
    return Post(role=role, from_=dt.date.fromisoformat(since), **fields)


def serving(*posts: Post) -> Officer:
    record = officer()
    for one in posts:
        record = play(OFFICER, record, decide_take_post(record, one, act=act()))
    return record


# --- names ---


def test_text_is_stripped() -> None:
    assert check_text(" 马检\u3000", place="prefix") == "马检"


@pytest.mark.parametrize(("text", "code"), [(" ", "text.empty"), ("a\nb", "text.line")])
def test_empty_or_broken_text_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_text(text, place="name")
    assert refused.value.code == code


@pytest.mark.parametrize("code", ["", "MW", "马尾", "a-b", "a\n"])
def test_code_has_small_letters_and_digits_only(code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_code(code, place="code")
    assert refused.value.code == "text.code"


def test_folding_drops_white_space_and_invisible_letters() -> None:
    assert folded(" 张\u3000三\u200b\ufeff\n") == "张三"


# --- units ---


def test_unit_lies_in_its_own_chain() -> None:
    record = unit(parent="fz")
    assert record.id == record.unit == unit_id("mw")
    assert record.parent == unit_id("fz")


def test_unit_is_entered_once() -> None:
    command = RegisterUnit(code="mw", name="x", prefix="x", path="/mw")
    with pytest.raises(Refused) as refused:
        decide_register_unit(unit(), command, act=act())
    assert refused.value.code == "unit.exists"


@pytest.mark.parametrize("path", ["mw", "/fj/fz", "/fj//mw", "/FJ/mw", "/fj/mw/", ""])
def test_path_must_end_in_the_code(path: str) -> None:
    with pytest.raises(Refused) as refused:
        unit(path=path)
    assert refused.value.code == "unit.path"


def test_renamed_unit_keeps_its_former_name() -> None:
    record = unit()
    record = play(UNIT, record, decide_rename_unit(record, "新名", act=act()))
    assert record.name == "新名"
    assert record.former_names == (FormerName(name="马尾区人民检察院", until=dt.date(2026, 3, 1)),)


def test_renaming_to_the_same_name_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_rename_unit(unit(), "马尾区人民检察院", act=act())
    assert refused.value.code == "unit.same_name"


def test_unit_is_corrected() -> None:
    record = unit()
    command = CorrectUnit(name="马尾区检察院", prefix="榕马检", former_names=())
    record = play(UNIT, record, decide_correct_unit(record, command, act=act()))
    assert (record.name, record.prefix) == ("马尾区检察院", "榕马检")


def test_unit_correction_without_effect_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_correct_unit(unit(), CorrectUnit(), act=act())
    assert refused.value.code == "correction.empty"


def test_unit_life_must_begin_with_registration() -> None:
    change = UnitRenamed(act=act(), name="x", until=dt.date(2026, 1, 1))
    with pytest.raises(JournalError):
        evolve_unit(None, change)


# --- departments ---


def test_department_is_entered_once() -> None:
    command = RegisterDepartment(code="yb", name="x", kind=DepartmentKind.OTHER)
    with pytest.raises(Refused) as refused:
        decide_register_department(department(), command, unit=MW, act=act())
    assert refused.value.code == "department.exists"


def test_renamed_department_keeps_its_former_name() -> None:
    record = department()
    changes = decide_rename_department(record, "刑事检察部", until=dt.date(2025, 12, 31), act=act())
    record = play(DEPARTMENT, record, changes)
    assert record.name == "刑事检察部"
    assert record.former_names[-1].until == dt.date(2025, 12, 31)


def test_renaming_a_department_to_its_name_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_rename_department(department(), "第一检察部", act=act())
    assert refused.value.code == "department.same_name"


def test_merged_department_names_its_heir() -> None:
    record = department()
    heir = department("eb", "第二检察部")
    record = play(DEPARTMENT, record, decide_close_department(record, into=heir, act=act()))
    assert (record.closed_on, record.merged_into) == (dt.date(2026, 3, 2), SECOND)


def test_dissolved_department_has_no_heir() -> None:
    record = department()
    changes = decide_close_department(record, on=dt.date(2026, 1, 31), act=act())
    record = play(DEPARTMENT, record, changes)
    assert (record.closed_on, record.merged_into) == (dt.date(2026, 1, 31), None)


def test_closed_department_is_neither_renamed_nor_an_heir() -> None:
    record = department()
    record = play(DEPARTMENT, record, decide_close_department(record, act=act()))
    other = department("eb", "第二检察部")
    with pytest.raises(Refused) as renamed:
        decide_rename_department(record, "x", act=act())
    with pytest.raises(Refused) as closed:
        decide_close_department(record, act=act())
    with pytest.raises(Refused) as merged:
        decide_close_department(other, into=record, act=act())
    assert {one.value.code for one in (renamed, closed, merged)} == {"department.closed"}


def test_department_does_not_merge_into_itself() -> None:
    with pytest.raises(Refused) as refused:
        decide_close_department(department(), into=department(), act=act())
    assert refused.value.code == "department.into_itself"


def test_department_is_corrected_and_reopened() -> None:
    record = department()
    record = play(DEPARTMENT, record, decide_close_department(record, act=act()))
    command = CorrectDepartment(
        name="一部", kind=DepartmentKind.OTHER, aliases=("1部",), cleared=("closed_on",)
    )
    record = play(DEPARTMENT, record, decide_correct_department(record, command, act=act()))
    assert (record.name, record.kind, record.aliases) == (
        "一部",
        DepartmentKind.OTHER,
        ("1部",),
    )
    assert record.closed_on is None


def test_name_of_a_department_cannot_be_cleared() -> None:
    with pytest.raises(Refused) as refused:
        decide_correct_department(department(), CorrectDepartment(cleared=("name",)), act=act())
    assert refused.value.code == "correction.cleared"


def test_department_life_must_begin_with_registration() -> None:
    change = DepartmentRenamed(act=act(), name="x", until=dt.date(2026, 1, 1))
    with pytest.raises(JournalError):
        evolve_department(None, change)


# --- officers ---


def test_officer_id_follows_the_staff_number() -> None:
    assert officer().id == officer_id(MW, "mw001")
    assert officer().staff_number == "mw001"


def test_officer_is_entered_once() -> None:
    command = RegisterOfficer(staff_number="mw001", name=NAME, category=Category.CONTRACT)
    with pytest.raises(Refused) as refused:
        decide_register_officer(officer(), command, unit=MW, act=act())
    assert refused.value.code == "officer.exists"


def test_renamed_officer_keeps_the_former_name_sealed() -> None:
    record = officer()
    record = play(OFFICER, record, decide_rename_officer(record, OTHER_NAME, act=act()))
    assert (record.name, record.former_names) == (OTHER_NAME, (NAME,))


def test_same_sealed_name_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_rename_officer(officer(), NAME, act=act())
    assert refused.value.code == "officer.same_name"


def test_officer_is_corrected() -> None:
    record = officer()
    command = CorrectOfficer(staff_number="mw002", name=OTHER_NAME, category=Category.CONTRACT)
    record = play(OFFICER, record, decide_correct_officer(record, command, act=act()))
    assert (record.staff_number, record.name, record.category) == (
        "mw002",
        OTHER_NAME,
        Category.CONTRACT,
    )
    assert record.id == officer_id(MW, "mw001")


def test_officer_correction_without_effect_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_correct_officer(officer(), CorrectOfficer(), act=act())
    assert refused.value.code == "correction.empty"


def test_officer_life_must_begin_with_registration() -> None:
    with pytest.raises(JournalError):
        evolve_officer(None, OfficerRenamed(act=act(), name=NAME))


# --- posts ---


def test_post_is_held_from_its_first_to_its_last_day() -> None:
    record = serving(post(until=dt.date(2024, 12, 31)), post(Role.PROSECUTOR))
    assert roles_on(record, dt.date(2024, 12, 31)) == {Role.HEAD, Role.PROSECUTOR}
    assert roles_on(record, dt.date(2025, 1, 1)) == {Role.PROSECUTOR}
    assert posts_on(record, dt.date(2019, 12, 31)) == ()


def test_index_has_departments_and_roles_of_lasting_posts() -> None:
    record = serving(post(until=dt.date(2024, 12, 31)), post(Role.CLERK, department=SECOND))
    assert OFFICER.many_of(record) == {"departments": (SECOND,), "roles": ("clerk",)}


def test_same_post_is_not_held_twice_at_once() -> None:
    with pytest.raises(Refused) as refused:
        serving(post(), post(since="2024-01-01"))
    assert refused.value.code == "officer.post_held"


def test_same_post_may_be_held_again_or_entered_late() -> None:
    record = serving(
        post(since="2022-01-01", until=dt.date(2022, 12, 31)),
        post(since="2024-01-01"),
        post(since="2020-01-01", until=dt.date(2021, 12, 31)),
    )
    assert len(record.posts) == 3


def test_overseeing_several_departments_is_several_posts() -> None:
    record = serving(
        post(Role.DEPUTY, department=None),
        post(Role.DEPUTY, relation=Relation.OVERSEES),
        post(Role.DEPUTY, department=SECOND, relation=Relation.OVERSEES),
    )
    assert len(posts_on(record, dt.date(2026, 1, 1))) == 3


def test_overseeing_names_a_department() -> None:
    with pytest.raises(Refused) as refused:
        serving(post(Role.DEPUTY, department=None, relation=Relation.OVERSEES))
    assert refused.value.code == "officer.oversees_nothing"


def test_post_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        serving(post(until=dt.date(2019, 1, 1)))
    assert refused.value.code == "officer.post_range"


def test_left_post_has_a_last_day() -> None:
    record = serving(post(), post(Role.PROSECUTOR))
    changes = decide_leave_post(record, Role.HEAD, department=FIRST, act=act())
    record = play(OFFICER, record, changes)
    assert [one.until for one in record.posts] == [dt.date(2026, 3, 2), None]


def test_leaving_before_the_first_day_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_leave_post(
            serving(post()), Role.HEAD, department=FIRST, until=dt.date(2019, 1, 1), act=act()
        )
    assert refused.value.code == "officer.post_range"


@pytest.mark.parametrize("department", [None, DepartmentId("dep_x")])
def test_leaving_a_post_not_held_is_refused(department: DepartmentId | None) -> None:
    with pytest.raises(Refused) as refused:
        decide_leave_post(serving(post()), Role.HEAD, department=department, act=act())
    assert refused.value.code == "officer.no_post"


def test_post_is_put_right_in_its_place() -> None:
    record = serving(post(), post(Role.PROSECUTOR))
    right = post(since="2019-01-01", acting=True)
    record = play(OFFICER, record, decide_correct_post(record, post(), right, act=act()))
    assert record.posts == (right, post(Role.PROSECUTOR))


def test_post_is_voided() -> None:
    record = serving(post(), post(Role.PROSECUTOR))
    record = play(OFFICER, record, decide_correct_post(record, post(), None, act=act()))
    assert record.posts == (post(Role.PROSECUTOR),)


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        (post(Role.CHIEF), None, "officer.no_post"),
        (post(), post(), "correction.empty"),
        (post(), post(Role.PROSECUTOR, since="2023-01-01"), "officer.post_held"),
    ],
)
def test_wrong_post_correction_is_refused(was: Post, now: Post | None, code: str) -> None:
    record = serving(post(), post(Role.PROSECUTOR))
    with pytest.raises(Refused) as refused:
        decide_correct_post(record, was, now, act=act())
    assert refused.value.code == code


def test_posts_of_other_units_do_not_collide() -> None:
    assert len(serving(post(), post(unit=UnitId("unt_x"))).posts) == 2


def test_an_officer_of_the_same_grade_is_not_graded() -> None:
    person = Officer(
        id=OfficerId("off_1"),
        unit=UnitId("u"),
        staff_number="001",
        name=Sealed(digest="sha256:00", size=6),
        category=Category.PROSECUTOR,
        rank="一级检察官",
    )
    with pytest.raises(Refused, match=r"officer\.same_grade"):
        decide_grade_officer(person, act=act(), rank="一级检察官")
    (change,) = decide_grade_officer(person, act=act(), establishment="政法专项编制")
    assert evolve_officer(person, change).establishment == "政法专项编制"
