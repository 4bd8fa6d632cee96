"""`supervision people list` (人员): unit, departments, officers with their posts on a day.

The acts of the group stand in `people_acts`.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.cli.grammar import command, flag, group, option
from supervision.cli.lookup import department_of
from supervision.cli.naming import Naming
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import DAY
from supervision.domain.departments import DepartmentKind
from supervision.domain.officers import Category, posts_on
from supervision.domain.posts import Post, Relation
from supervision.domain.values import day_of

__all__ = ["PeopleFound", "people", "told_post"]

people = group(
    "people",
    "院、部门、人员及职务：查看、任职、更名、合并、交接",
    "Unit, departments, officers and posts: list, post, rename, merge, hand over",
)

_UNIT = Text("{name}（{code}，{path}，代字 {prefix}）", "{name} ({code}, {path}, prefix {prefix})")
_DEPARTMENTS = Text("部门：", "Departments:")
_OFFICERS = Text("{day} 在任的人员：", "Officers in service on {day}:")
_DEPARTMENT_COLUMNS = (
    Column("代码", "code", keep=True),
    Column("名称", "name"),
    Column("类别", "kind", keep=True),
    Column("简称、曾用名", "aliases, former names"),
)
_OFFICER_COLUMNS = (
    Column("工号", "number", keep=True),
    Column("姓名", "name", keep=True),
    Column("类别", "category"),
    Column("职务", "posts"),
)


@attrs.frozen(kw_only=True)
class UnitFound:
    """A unit (院)."""

    id: str
    code: str
    name: str
    path: str
    prefix: str


@attrs.frozen(kw_only=True)
class DepartmentFound:
    """A department (部门); `closed_on` when it was dissolved, `merged_into` its successor."""

    id: str
    unit: str
    code: str
    name: str
    kind: DepartmentKind
    aliases: tuple[str, ...]
    former_names: tuple[str, ...]
    closed_on: dt.date | None
    merged_into: str | None


@attrs.frozen(kw_only=True)
class OfficerFound:
    """An officer (人员) and the posts held on the day."""

    id: str
    unit: str
    staff_number: str
    name: str
    category: Category
    rank: str
    establishment: str
    posts: tuple[Post, ...]


@attrs.frozen(kw_only=True)
class PeopleFound:
    """Unit, departments, officers (院、部门、人员).

    Attributes:
        day: the day the posts are shown for.
        units, departments, officers: what the acting officer may see.
    """

    day: dt.date
    units: tuple[UnitFound, ...]
    departments: tuple[DepartmentFound, ...]
    officers: tuple[OfficerFound, ...]


@flag("--all", "everybody", zh="也列当日没有任职的", en="also those without a post that day")
@option("--on", kind=DAY, zh="哪一天的职务，默认今天", en="posts of which day; by default today")
@option("--department", zh="只列此部门", en="only this department")
@command(
    "list",
    "查看院、部门、人员及职务",
    "Show unit, departments, officers and posts",
    result=PeopleFound,
    within=people,
)
def list_(session: Session, department: str | None, on: dt.date | None, everybody: bool) -> None:
    """Show people."""
    day = on or day_of(session.office.now())
    with session.reading() as view:
        naming = Naming(view, session)
        directory = naming.directory
        only = department_of(directory, department, session.office.unit) if department else None
        officers = []
        for one in sorted(directory.officers.values(), key=lambda o: (o.unit, o.staff_number)):
            posts = posts_on(one, day)
            if (posts or everybody) and (only is None or only in [p.department for p in posts]):
                officers.append(
                    OfficerFound(
                        id=one.id,
                        unit=one.unit,
                        staff_number=one.staff_number,
                        name=naming.of(one.id),
                        category=one.category,
                        rank=one.rank,
                        establishment=one.establishment,
                        posts=posts,
                    )
                )
        result = PeopleFound(
            day=day,
            units=tuple(
                UnitFound(id=u.id, code=u.code, name=u.name, path=u.path, prefix=u.prefix)
                for u in sorted(directory.units.values(), key=lambda unit: unit.path)
            ),
            departments=tuple(
                DepartmentFound(
                    id=one.id,
                    unit=one.unit,
                    code=one.code,
                    name=one.name,
                    kind=one.kind,
                    aliases=one.aliases,
                    former_names=tuple(former.name for former in one.former_names),
                    closed_on=one.closed_on,
                    merged_into=one.merged_into,
                )
                for one in sorted(directory.departments.values(), key=lambda d: (d.unit, d.code))
                if only is None or one.id == only
            ),
            officers=tuple(officers),
        )
        session.tell(result, lambda found: _shown(session, found, naming))


def _shown(session: Session, found: PeopleFound, naming: Naming) -> None:
    screen = session.screen
    comma = "、" if session.lang == "zh" else ", "
    for unit in found.units:
        screen.say(_UNIT, name=unit.name, code=unit.code, path=unit.path, prefix=unit.prefix)
    screen.head(_DEPARTMENTS)
    screen.table(
        _DEPARTMENT_COLUMNS,
        [
            (
                one.code,
                one.name,
                naming.value(one.kind),
                comma.join((*one.aliases, *one.former_names)),
            )
            for one in found.departments
        ],
    )
    screen.head(_OFFICERS, day=found.day.isoformat())
    screen.table(
        _OFFICER_COLUMNS,
        [
            (
                one.staff_number,
                one.name,
                comma.join(filter(None, (naming.value(one.category), one.rank))),
                ("；" if session.lang == "zh" else "; ").join(
                    told_post(p, naming) for p in one.posts
                ),
            )
            for one in found.officers
        ],
    )


_ACTING = Text("代理", "acting ")
_OVERSEES = Text("分管", "oversees ")


def told_post(post: Post, naming: Naming) -> str:
    """Say a post as people do."""
    role = naming.value(post.role)
    if post.acting:
        role = _ACTING.of(naming.lang) + role
    if not post.department:
        return role
    department = naming.of(post.department)
    if post.relation is Relation.OVERSEES:
        return f"{role}（{_OVERSEES.of(naming.lang)}{department}）"
    return f"{department} {role}"
