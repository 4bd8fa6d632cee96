"""The people file (机构人员文件): units, departments, officers and posts as TOML.

```toml
[[units]]
code = "mw"                      # last part of the path; lower-case letters and digits
path = "/fj/fz/mw"
name = "福州市马尾区人民检察院"
prefix = "马检"                  # 代字
parent = "fz"                    # optional: code of the superior unit

[[departments]]
unit = "mw"
code = "yb"
name = "第一检察部"
kind = "business"                # business | supervision | other
aliases = ["一部"]
former = [{ name = "公诉科", until = 2019-01-31 }]

[[officers]]
unit = "mw"
number = "mw001"                 # staff number
name = "林立"
category = "prosecutor"          # prosecutor | auxiliary | administrative | contract
rank = "四级高级检察官"           # optional: 职级
establishment = "政法专项编制"    # optional: 编制
posts = [
  { role = "head", department = "yb", since = 2020-01-01 },
  { role = "prosecutor", department = "yb", since = 2017-07-01 },
]
```

The file says what holds now. Entering it again changes nothing; entering a changed file writes
the changes: a new name whose old one stands in `former` is a renaming, any other difference a
correction; a post that got its `until` was left. Nothing is removed by leaving it out, since a
missing line is unknown, not gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import attrs

from supervision.domain.departments import DepartmentKind
from supervision.domain.names import FormerName
from supervision.domain.officers import Category
from supervision.domain.posts import Relation, Role
from supervision.errors import Problem
from supervision.office.toml_files import read_file

__all__ = [
    "DepartmentEntry",
    "FormerEntry",
    "OfficerEntry",
    "PeopleFile",
    "PostEntry",
    "UnitEntry",
    "former_names",
    "read_people",
]


@attrs.frozen(kw_only=True)
class FormerEntry:
    """`former`: a name no longer in use (曾用名) and, where known, its last day."""

    name: str
    until: dt.date | None = None


@attrs.frozen(kw_only=True)
class UnitEntry:
    """`[[units]]`: a procuratorate (院).

    Attributes:
        code: last part of the path; lower-case letters and digits.
        path: place in the tree, such as `/fj/fz/mw`.
        name: full name.
        prefix: what its document numbers begin with (代字).
        parent: code of the superior unit, which need not be in the file.
        former: former names, oldest first.
    """

    code: str
    path: str
    name: str
    prefix: str
    parent: str | None = None
    former: tuple[FormerEntry, ...] = ()


@attrs.frozen(kw_only=True)
class DepartmentEntry:
    """`[[departments]]`: a department (部门).

    Attributes:
        unit: code of its unit.
        code: lower-case letters and digits, unique within the unit.
        name: present name.
        kind: `business`, `supervision` or `other`.
        aliases: short forms in use.
        former: former names, oldest first.
        closed_on: last day it existed.
        merged_into: code of the department that took over its work; with `closed_on`.
    """

    unit: str
    code: str
    name: str
    kind: DepartmentKind
    aliases: tuple[str, ...] = ()
    former: tuple[FormerEntry, ...] = ()
    closed_on: dt.date | None = None
    merged_into: str | None = None


@attrs.frozen(kw_only=True)
class PostEntry:
    """`posts` of an officer (职务).

    Attributes:
        role: `chief`, `deputy`, `head`, `deputy_head`, `prosecutor`, `assistant`, `clerk`,
            `liaison`, `internal_clerk`, `inspector`, `supervision_head`, `system_admin`,
            `security_admin`, `auditor`, `committee` or `reviewer`.
        since: first day.
        until: last day; absent while it lasts.
        department: code of the department; absent for a post of the whole unit.
        acting: held in place of somebody else.
        relation: `serves` (任职) or `oversees` (分管).
    """

    role: Role
    since: dt.date
    until: dt.date | None = None
    department: str | None = None
    acting: bool = False
    relation: Relation = Relation.SERVES


@attrs.frozen(kw_only=True)
class OfficerEntry:
    """`[[officers]]`: a person (人员).

    Attributes:
        unit: code of the unit.
        number: staff number, unique within the unit.
        name: the name; it is sealed when entered.
        category: `prosecutor`, `auxiliary`, `administrative` or `contract`.
        posts: posts, each with its days.
        former: former names, oldest first.
        rank: rank (职级); absent: as it is.
        establishment: kind of authorised post (编制); absent: as it is.
    """

    unit: str
    number: str
    name: str
    category: Category
    posts: tuple[PostEntry, ...] = ()
    former: tuple[str, ...] = ()
    rank: str | None = None
    establishment: str | None = None


@attrs.frozen(kw_only=True)
class PeopleFile:
    """The whole file (机构人员文件)."""

    units: tuple[UnitEntry, ...] = ()
    departments: tuple[DepartmentEntry, ...] = ()
    officers: tuple[OfficerEntry, ...] = ()


def former_names(former: tuple[FormerEntry, ...]) -> tuple[FormerName, ...]:
    """Return the former names as records hold them."""
    return tuple(FormerName(name=entry.name, until=entry.until) for entry in former)


def read_people(path: Path) -> PeopleFile:
    """Read a people file strictly (读取机构人员文件).

    Raises:
        CodecError: `file.invalid` with every problem, its key path and its line;
            `file.toml` when it is no TOML; `file.text` when it is not UTF-8.
        ConfigError: `file.missing`.
    """
    return read_file(PeopleFile, path, _problems)


def _problems(people: PeopleFile) -> Iterator[Problem]:
    """Yield what no single entry can know: codes used twice, codes that name nothing."""
    units = {entry.code for entry in people.units}
    yield from _twice("units", "code", [entry.code for entry in people.units])
    departments = [f"{entry.unit}/{entry.code}" for entry in people.departments]
    yield from _twice("departments", "code", departments)
    numbers = [f"{entry.unit}/{entry.number}" for entry in people.officers]
    yield from _twice("officers", "number", numbers)
    for index, department in enumerate(people.departments):
        place = f"departments[{index}]"
        if department.unit not in units:
            yield _names_nothing(f"{place}.unit", department.unit)
        heir = department.merged_into
        if heir is not None and f"{department.unit}/{heir}" not in departments:
            yield _names_nothing(f"{place}.merged_into", heir)
        if heir is not None and department.closed_on is None:
            yield Problem(f"{place}.closed_on", "codec.missing_key", {"key": "closed_on"})
    for index, officer in enumerate(people.officers):
        if officer.unit not in units:
            yield _names_nothing(f"officers[{index}].unit", officer.unit)
        for step, post in enumerate(officer.posts):
            named = post.department
            if named is not None and f"{officer.unit}/{named}" not in departments:
                yield _names_nothing(f"officers[{index}].posts[{step}].department", named)


def _names_nothing(place: str, code: str) -> Problem:
    return Problem(place, "file.names_nothing", {"found": code})


def _twice(table: str, key: str, codes: list[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code in seen:
            yield Problem(f"{table}[{index}].{key}", "file.twice", {"found": code})
        seen.add(code)
