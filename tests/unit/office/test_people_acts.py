"""People entered by hand: one act each, with everything an act may carry."""

import datetime as dt

import pytest

from supervision.domain.bases import BASIS, CorrectBasis, RegisterBasis
from supervision.domain.departments import (
    DEPARTMENT,
    CorrectDepartment,
    DepartmentKind,
    RegisterDepartment,
)
from supervision.domain.officers import OFFICER, Category
from supervision.domain.posts import Post, Role
from supervision.domain.problem_codes import (
    PROBLEM_CODE,
    CorrectProblemCode,
    RegisterProblemCode,
)
from supervision.domain.units import UNIT, CorrectUnit
from supervision.errors import AccessDenied, Refused
from supervision.office import bases, people
from supervision.office.acting import Acting
from supervision.testing.offices import small_office


def test_unit_is_renamed_and_corrected() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        people.rename_unit(work, small.unit, "福州市马尾区人民检察院")
        people.correct_unit(work, small.unit, CorrectUnit(prefix="榕马检"))
        work.commit()
    with small.office.read(small.head) as view:
        unit = view.get(UNIT, small.unit)
    assert (unit.name, unit.prefix) == ("福州市马尾区人民检察院", "榕马检")


def test_department_lives_from_registration_to_merger() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        command = RegisterDepartment(code="aj", name="案管办", kind=DepartmentKind.OTHER)
        id = people.register_department(work, command)
        people.rename_department(work, id, "案件管理部", until=dt.date(2025, 12, 31))
        people.correct_department(work, id, CorrectDepartment(aliases=("案管",)))
        people.close_department(work, id, into=small.first, acting=Acting(reason="机构改革"))
        work.commit()
    with small.office.read(small.head) as view:
        department = view.get(DEPARTMENT, id)
        reasons = [entry.header.reason for entry in view.history(DEPARTMENT, id)]
    assert department.merged_into == small.first
    assert reasons == ["", "", "", "机构改革"]


def test_department_may_end_without_heir() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        department = people.close_department(work, small.second, on=dt.date(2026, 2, 28))
    assert department.merged_into is None


def test_officer_lives_from_registration_to_leaving() -> None:
    small = small_office()
    post = Post(role=Role.CLERK, unit=small.unit, department=small.first, from_=dt.date(2026, 1, 1))
    with small.office.work(small.head) as work:
        id = people.register_officer(work, "203", " 赵七 ", Category.CONTRACT)
        people.rename_officer(work, id, "赵奇")
        people.correct_officer(work, id, name="赵琦", staff_number="0203")
        people.take_post(work, id, post)
        right = Post(role=Role.ASSISTANT, unit=small.unit, department=small.first, from_=post.from_)
        people.correct_post(work, id, post, right)
        people.leave_post(work, id, Role.ASSISTANT, department=small.first)
        work.commit()
    with small.office.read(small.head) as view:
        officer = view.get(OFFICER, id)
        assert view.unseal(officer.name) == "赵琦".encode()
        assert [view.unseal(name) for name in officer.former_names] == ["赵七".encode()]
    assert officer.staff_number == "0203"
    assert officer.posts[0].until == dt.date(2026, 3, 2)


def test_name_of_an_officer_is_not_empty() -> None:
    small = small_office()
    with small.office.work(small.head) as work, pytest.raises(Refused) as refused:
        people.register_officer(work, "203", " ", Category.CONTRACT)
    assert refused.value.code == "text.empty"


def test_category_alone_is_corrected_without_a_new_name() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        before = work.load(OFFICER, small.prosecutor)
        after = people.correct_officer(work, small.prosecutor, category=Category.AUXILIARY)
    assert (after.category, after.name) == (Category.AUXILIARY, before.name)


def test_who_left_every_post_is_unknown_from_the_day_after() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        people.leave_post(work, small.prosecutor, Role.PROSECUTOR, department=small.first)
        work.commit()
    with small.office.read(small.prosecutor):
        pass  # still in office on the last day
    small.clock.advance(days=1)
    with pytest.raises(AccessDenied), small.office.read(small.prosecutor):
        pass


def test_basis_lives_from_registration_to_its_end() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        command = RegisterBasis(code=" local-1 ", regulation="督察建议管理办法", article="第三条")
        id = bases.register_basis(work, command)
        bases.correct_basis(work, id, CorrectBasis(article="第四条"))
        basis = bases.end_basis(work, id, dt.date(2026, 3, 1))
        work.commit()
    assert (basis.code, basis.article, basis.valid_until) == (
        "local-1",
        "第四条",
        dt.date(2026, 3, 1),
    )
    assert BASIS.prefix == id.partition("_")[0]


def test_problem_code_lives_from_registration_to_its_end() -> None:
    small = small_office()
    command = RegisterProblemCode(code="doc", axis="nature", edition="2026", zh="文书问题")
    with small.office.work(small.head) as work:
        id = bases.register_problem_code(work, command)
        bases.revise_problem_code(work, command)
        bases.correct_problem_code(work, id, CorrectProblemCode(en="documents"))
        bases.end_problem_code(work, id, dt.date(2026, 12, 31))
        work.commit()
    with small.office.read(small.head) as view:
        assert view.get(PROBLEM_CODE, id).valid_until == dt.date(2026, 12, 31)
        tags = [entry.header.tag for entry in view.history(PROBLEM_CODE, id)]
    assert tags == ["problem_code.registered", "problem_code.corrected", "problem_code.ended"]


def test_an_officer_is_promoted_and_an_error_corrected() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        people.grade_officer(
            work, small.prosecutor, rank=" 一级检察官 ", acting=Acting(on=dt.date(2026, 1, 1))
        )
        people.correct_officer(work, small.prosecutor, establishment="政法专项编制")
        people.correct_officer(work, small.prosecutor, rank="四级高级检察官")
        people.grade_officer(work, small.prosecutor, category=Category.ADMINISTRATIVE, rank="")
        with pytest.raises(Refused, match=r"officer\.same_grade"):
            people.grade_officer(work, small.prosecutor, rank="")
        work.commit()
    with small.office.read(small.head) as view:
        officer = view.get(OFFICER, small.prosecutor)
    assert (officer.rank, officer.establishment) == ("", "政法专项编制")
    assert officer.category is Category.ADMINISTRATIVE
