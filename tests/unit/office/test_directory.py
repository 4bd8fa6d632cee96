"""The directory: from what exports write to ids, from roles to persons."""

import datetime as dt

import pytest

from supervision.domain.departments import Department, DepartmentKind, department_id
from supervision.domain.names import FormerName
from supervision.domain.officers import Category, Officer, officer_id
from supervision.domain.posts import Post, Relation, Role
from supervision.domain.units import Unit, unit_id
from supervision.domain.values import Sealed, UnitId
from supervision.office.directory import Directory
from supervision.testing.offices import small_office

MW, CA = unit_id("mw"), unit_id("ca")
FIRST, OLD, OTHER = department_id(MW, "yb"), department_id(MW, "gs"), department_id(CA, "yb")
TODAY = dt.date(2026, 3, 2)


def sealed(name: str) -> Sealed:
    return Sealed(digest=name, size=len(name))


def unseal(name: Sealed) -> bytes | None:
    return None if name.digest == "erased" else name.digest.encode()


def unit(id: UnitId, code: str, name: str) -> Unit:
    former = (FormerName(name=f"旧{name}"),)
    return Unit(
        id=id, unit=id, code=code, name=name, prefix="x", path=f"/fj/{code}", former_names=former
    )


def officer(number: str, name: str, *posts: Post, unit: UnitId = MW, former: str = "") -> Officer:
    return Officer(
        id=officer_id(unit, number),
        unit=unit,
        staff_number=number,
        name=sealed(name),
        category=Category.PROSECUTOR,
        posts=posts,
        former_names=(sealed(former),) if former else (),
    )


def post(role: Role, since: int = 2020, until: int | None = None, **settings: object) -> Post:
    fields = {"unit": MW, "department": FIRST, **settings}
    last = dt.date(until, 12, 31) if until else None
    return Post(role=role, from_=dt.date(since, 1, 1), until=last, **fields)


DIRECTORY = Directory(
    units=(unit(MW, "mw", "马尾区人民检察院"), unit(CA, "ca", "仓山区人民检察院")),
    departments=(
        Department(
            id=FIRST,
            unit=MW,
            code="yb",
            name="第一检察部",
            kind=DepartmentKind.BUSINESS,
            aliases=("一部",),
            former_names=(FormerName(name="公诉科", until=dt.date(2019, 1, 31)),),
        ),
        Department(
            id=OLD,
            unit=MW,
            code="gs",
            name="公诉二科",
            kind=DepartmentKind.BUSINESS,
            closed_on=dt.date(2019, 1, 31),
            merged_into=FIRST,
        ),
        Department(id=OTHER, unit=CA, code="yb", name="第一检察部", kind=DepartmentKind.BUSINESS),
    ),
    officers=(
        officer("mw001", "林立", post(Role.HEAD), former="林小立"),
        officer("mw002", "张三", post(Role.DEPUTY_HEAD, acting=True), post(Role.HEAD, 2015, 2019)),
        officer("mw003", "张三", post(Role.DEPUTY_HEAD)),
        officer("mw004", "erased"),
        officer(
            "mw005",
            "陈副",
            post(Role.DEPUTY, relation=Relation.OVERSEES),
            post(Role.CHIEF, department=None, unit=CA),
        ),
        officer("mw001", "王五", unit=CA),
    ),
    unseal=unseal,
)


def number(number: str, unit: UnitId = MW) -> str:
    return officer_id(unit, number)


# --- departments and units ---


@pytest.mark.parametrize(
    "text",
    [
        "一部",
        "公诉科",
        " 第一 检察部\u3000",
        "马尾区人民检察院第一检察部",
        "旧马尾区人民检察院一部",
        "公诉二科",
        "yb",
    ],
)
def test_department_is_found_by_every_name_it_had(text: str) -> None:
    assert DIRECTORY.resolve_department(text, MW).id == FIRST


def test_department_name_of_two_units_is_ambiguous() -> None:
    found = DIRECTORY.resolve_department("第一检察部")
    assert (found.id, found.code) == (None, "directory.ambiguous")
    assert found.candidates == tuple(sorted((FIRST, OTHER)))


def test_unknown_and_empty_names_are_told_apart() -> None:
    assert DIRECTORY.resolve_department("第九检察部", MW).code == "directory.unknown"
    assert DIRECTORY.resolve_department(" \u3000", MW).code == "directory.empty"
    assert DIRECTORY.resolve_officer("", MW).code == "directory.empty"


def test_unit_is_found_by_code_and_names() -> None:
    assert DIRECTORY.resolve_unit("mw").id == MW
    assert DIRECTORY.resolve_unit("旧仓山区人民检察院").id == CA
    assert DIRECTORY.resolve_unit("鼓楼区人民检察院").code == "directory.unknown"


def test_merger_that_runs_in_a_circle_ends() -> None:
    def merged(code: str, into: str) -> Department:
        return Department(
            id=department_id(MW, code),
            unit=MW,
            code=code,
            name=code,
            kind=DepartmentKind.OTHER,
            merged_into=department_id(MW, into),
        )

    circle = Directory((), (merged("a", "b"), merged("b", "a")), (), unseal)
    assert circle.resolve_department("a").id == department_id(MW, "b")
    lost = Directory((), (merged("a", "gone"),), (), unseal)
    assert lost.resolve_department("a").id == department_id(MW, "a")


# --- officers ---


@pytest.mark.parametrize(
    "text", ["林立", "林\u3000立", "林小立", "mw001", "林立(mw001)", "林立（x9）"]
)
def test_officer_is_found_by_number_name_or_both(text: str) -> None:
    assert DIRECTORY.resolve_officer(text, MW).id == number("mw001")


def test_number_decides_between_two_of_one_name() -> None:
    assert DIRECTORY.resolve_officer("张三（mw003）", MW).id == number("mw003")


def test_two_of_one_name_are_ambiguous() -> None:
    found = DIRECTORY.resolve_officer("张三", MW)
    assert (found.id, found.code) == (None, "directory.ambiguous")
    assert len(found.candidates) == 2


def test_officers_of_other_units_are_not_meant() -> None:
    assert DIRECTORY.resolve_officer("王五", MW).code == "directory.unknown"
    assert DIRECTORY.resolve_officer("王五").id == number("mw001", CA)


def test_erased_name_gives_way_to_the_staff_number() -> None:
    assert DIRECTORY.name_of(number("mw004")) == "mw004"
    assert DIRECTORY.resolve_officer("mw004").id == number("mw004")


def test_everything_has_a_name_to_call_it_by() -> None:
    assert DIRECTORY.name_of(number("mw001")) == "林立"
    assert DIRECTORY.name_of(FIRST) == "第一检察部"
    assert DIRECTORY.name_of(CA) == "仓山区人民检察院"
    assert DIRECTORY.name_of("off_x") == "off_x"


# --- holders ---


def test_holder_is_who_held_the_post_that_day() -> None:
    assert DIRECTORY.holders(Role.HEAD, FIRST, TODAY) == (number("mw001"),)
    assert DIRECTORY.holders(Role.HEAD, FIRST, dt.date(2018, 1, 1)) == (number("mw002"),)


def test_acting_holder_stands_behind() -> None:
    assert DIRECTORY.holders(Role.DEPUTY_HEAD, FIRST, TODAY) == (
        number("mw003"),
        number("mw002"),
    )


def test_overseeing_deputy_is_a_holder_for_the_department() -> None:
    assert DIRECTORY.holders(Role.DEPUTY, FIRST, TODAY) == (number("mw005"),)
    assert DIRECTORY.holders(Role.DEPUTY, OTHER, TODAY) == ()


def test_holders_of_a_unit_only() -> None:
    assert DIRECTORY.holders(Role.CHIEF, None, TODAY) == (number("mw005"),)
    assert DIRECTORY.holders(Role.CHIEF, None, TODAY, unit=MW) == ()


def test_directory_is_built_from_a_view() -> None:
    small = small_office()
    with small.office.read(small.head) as view:
        directory = Directory.of(view)
    assert directory.name_of(small.chief) == "林一"
    assert directory.resolve_officer("李五", small.unit).id == small.prosecutor
    assert directory.holders(Role.HEAD, small.second, TODAY) == (small.second_head,)
