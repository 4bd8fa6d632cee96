"""The people table (人员表): officers and posts as the personnel office keeps them, in CSV.

One row is one post; an officer with several posts stands in several rows, without any in one.
Staff numbers are text: leading zeros stay, also where a spreadsheet wrote `="001"`.

| 工号 | 姓名 | 人员类别 | 职级 | 编制 | 部门 | 职务 | 任职关系 | 代理 | 起 | 止 |
|------|------|----------|------|------|------|------|----------|------|----|----|
| 001  | 林立 | 检察官   |      |      | 一部 | 部门负责人 | 任职 | 是 | 2024-03-01 | |

Columns may stand in any order and under their English names. As in the people file, what is
missing is unknown, not gone.
"""

from __future__ import annotations

import csv
import datetime as dt
import enum
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import attrs

from supervision.domain.officers import Category
from supervision.domain.posts import Relation, Role
from supervision.errors import CodecError, ConfigError, Detail, Problem
from supervision.office.directory import Directory
from supervision.office.people_file import OfficerEntry, PostEntry

__all__ = ["COLUMNS", "read_people_table"]

E = TypeVar("E", bound=enum.Enum)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("工号", "number"),
    "name": ("姓名", "name"),
    "category": ("人员类别", "类别", "category"),
    "rank": ("职级", "rank"),
    "establishment": ("编制", "establishment"),
    "department": ("部门", "department"),
    "role": ("职务", "role"),
    "relation": ("任职关系", "关系", "relation"),
    "acting": ("代理", "主持工作", "acting"),
    "since": ("起", "任职日期", "since"),
    "until": ("止", "离任日期", "until"),
}
"""Columns of the table, each with the headings it may have."""

_COMPULSORY = ("number", "name", "category")
_OF_PERSON = ("name", "category", "rank", "establishment")
_OF_POST = ("department", "relation", "acting", "since", "until")

_CATEGORIES = {
    "检察官": Category.PROSECUTOR,
    "检察辅助人员": Category.AUXILIARY,
    "司法行政人员": Category.ADMINISTRATIVE,
    "聘用制人员": Category.CONTRACT,
}
_ROLES = {
    "检察长": Role.CHIEF,
    "副检察长": Role.DEPUTY,
    "部门负责人": Role.HEAD,
    "部门副职": Role.DEPUTY_HEAD,
    "员额检察官": Role.PROSECUTOR,
    "检察官助理": Role.ASSISTANT,
    "书记员": Role.CLERK,
    "联络员": Role.LIAISON,
    "内勤": Role.INTERNAL_CLERK,
    "督察人员": Role.INSPECTOR,
    "督察部门负责人": Role.SUPERVISION_HEAD,
    "系统管理员": Role.SYSTEM_ADMIN,
    "安全保密管理员": Role.SECURITY_ADMIN,
    "安全审计员": Role.AUDITOR,
    "检委会委员": Role.COMMITTEE,
    "评查员": Role.REVIEWER,
}
_RELATIONS = {"任职": Relation.SERVES, "分管": Relation.OVERSEES}
_YES = {"是": True, "yes": True, "true": True, "1": True, "√": True}
_NO = {"否": False, "no": False, "false": False, "0": False, "": False}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_QUOTED = re.compile(r'="(.*)"')


def read_people_table(path: Path, directory: Directory, unit: str) -> tuple[OfficerEntry, ...]:
    """Read a people table strictly (读取人员表).

    Args:
        path: a CSV file in UTF-8 or GB 18030.
        directory: the departments that are entered.
        unit: id of the unit the officers belong to.

    Raises:
        CodecError: `file.invalid` with every problem, its line and column; `file.text` when it
            is in neither encoding.
        ConfigError: `file.missing`.
    """
    reading = _Reading(directory=directory, unit=unit)
    officers = reading.officers(_text(path))
    if reading.problems:
        raise CodecError(
            "file.invalid",
            file=str(path),
            problems=[
                attrs.evolve(one, path=f"{path.name}: {one.path}") for one in reading.problems
            ],
        )
    return officers


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError("file.missing", file=str(path)) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            failed = error
    raise CodecError("file.text", file=str(path), byte=failed.start) from failed


Row = Mapping[str, str]


@attrs.define(kw_only=True)
class _Reading:
    """What has been read of one table, and what was wrong with it."""

    directory: Directory
    unit: str
    problems: list[Problem] = attrs.field(factory=list)
    line: int = 1

    def tell(self, where: str, code: str, **details: Detail) -> None:
        """Keep a problem with its line and, where it is known, its column."""
        place = f"{self.line} {COLUMNS[where][0]}" if where in COLUMNS else str(self.line)
        self.problems.append(Problem(place, code, {**details, "line": self.line}))

    def officers(self, text: str) -> tuple[OfficerEntry, ...]:
        found: dict[str, OfficerEntry] = {}
        for row in self._rows(text):
            entry = self._officer(row)
            if entry is None:
                continue
            before = found.get(entry.number)
            if before is None:
                found[entry.number] = entry
                continue
            for name in _OF_PERSON:
                if getattr(before, name) != getattr(entry, name):
                    self.tell(
                        name, "people.contradicts", number=entry.number, column=COLUMNS[name][0]
                    )
            found[entry.number] = attrs.evolve(before, posts=(*before.posts, *entry.posts))
        return tuple(found.values())

    def _rows(self, text: str) -> Iterator[Row]:
        reader = csv.reader(io.StringIO(text, newline=""))
        columns = self._columns(next(reader, []))
        if self.problems:
            return
        for cells in reader:
            self.line = reader.line_num
            row = dict.fromkeys(COLUMNS, "")
            for place, cell in enumerate(cells):
                if place in columns:
                    row[columns[place]] = _plain(cell)
                elif cell.strip():
                    self.tell("", "codec.unknown_key", key=cell.strip())
            if any(row.values()):
                yield row

    def _columns(self, heads: list[str]) -> dict[int, str]:
        names = {head: column for column, known in COLUMNS.items() for head in known}
        found: dict[int, str] = {}
        for place, head in enumerate(one.strip() for one in heads):
            if not head:
                continue
            if head not in names:
                self.tell("", "codec.unknown_key", key=head)
            elif names[head] in found.values():
                self.tell("", "file.twice", found=head)
            else:
                found[place] = names[head]
        for column in _COMPULSORY:
            if column not in found.values():
                self.tell("", "codec.missing_key", key=COLUMNS[column][0])
        return found

    def _officer(self, row: Row) -> OfficerEntry | None:
        missing = [column for column in _COMPULSORY if not row[column]]
        for column in missing:
            self.tell(column, "codec.missing_key", key=COLUMNS[column][0])
        category = self._choice(row, "category", _CATEGORIES, Category)
        post = self._post(row)
        if missing or category is None:
            return None
        return OfficerEntry(
            unit=self.unit,
            number=row["number"],
            name=row["name"],
            category=category,
            posts=(post,) if post is not None else (),
            rank=row["rank"] or None,
            establishment=row["establishment"] or None,
        )

    def _post(self, row: Row) -> PostEntry | None:
        if not row["role"]:
            if any(row[column] for column in _OF_POST):
                self.tell("role", "codec.missing_key", key=COLUMNS["role"][0])
            return None
        role = self._choice(row, "role", _ROLES, Role)
        relation = self._choice(row, "relation", _RELATIONS, Relation) or Relation.SERVES
        since, until = self._day(row, "since"), self._day(row, "until")
        if not row["since"]:
            self.tell("since", "codec.missing_key", key=COLUMNS["since"][0])
        department = self._department(row["department"])
        if role is None or since is None:
            return None
        return PostEntry(
            role=role,
            since=since,
            until=until,
            department=department,
            acting=self._yes(row["acting"]),
            relation=relation,
        )

    def _choice(self, row: Row, column: str, names: Mapping[str, E], cls: type[E]) -> E | None:
        text = row[column]
        known: dict[str, E] = {**{str(one.value): one for one in cls}, **names}
        if text and text not in known:
            self.tell(column, "codec.choice", found=text, known=tuple(names))
        return known.get(text)

    def _day(self, row: Row, column: str) -> dt.date | None:
        text = row[column]
        match = _DAY.fullmatch(text)
        if match:
            year, month, day = (int(part) for part in match.groups())
            try:
                return dt.date(year, month, day)
            except ValueError:
                pass
        if text:
            self.tell(column, "codec.type", expected="date", found=text)
        return None

    def _yes(self, text: str) -> bool:
        known = {**_YES, **_NO}
        if text.lower() not in known:
            self.tell("acting", "codec.choice", found=text, known=("是", "否"))
        return known.get(text.lower(), False)

    def _department(self, text: str) -> str | None:
        if not text:
            return None
        found = self.directory.resolve_department(text, self.unit).id
        if found is None:
            self.tell("department", "file.names_nothing", found=text)
            return None
        return self.directory.departments[found].code


def _plain(cell: str) -> str:
    cell = cell.strip()
    match = _QUOTED.fullmatch(cell)
    return match[1].strip() if match else cell
