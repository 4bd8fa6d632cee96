"""The office that is measured (被测办公室): really opened, its store in SQLite behind the guard.

Its clock stands still and its ids count, so that two who do the same acts leave the same bytes.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from supervision import create_office, open_office
from supervision.domain.departments import DepartmentKind, RegisterDepartment, department_id
from supervision.domain.findings import FINDING, OpenFinding, Rectification, Responsible
from supervision.domain.officers import Category, officer_id
from supervision.domain.posts import Post, Role
from supervision.domain.units import RegisterUnit, unit_id
from supervision.office.findings import claim, open_finding
from supervision.office.office import Office
from supervision.office.people import (
    register_department,
    register_officer,
    register_unit,
    take_post,
)
from supervision.office.work import Work
from supervision.testing.sources import FixedClock, SequentialIds

__all__ = [
    "ANSWERER",
    "DEPARTMENT",
    "DUE",
    "FACTS",
    "PLAN",
    "STORE",
    "UNIT",
    "claims",
    "contents",
    "copied",
    "founded",
    "opened",
    "outcomes",
    "registered",
    "title",
]

STORE = "office.sqlite"
_SQLITE = f'backend = "sqlite"\npath = "{STORE}"\nsynchronous = "full"'
_TOML = """\
[office]
name = "测量用办公室"
unit = "mw"
[plugins]
enable = ["store-sql"]
[store]
{store}
[access]
policy = "open-office"
[journal]
digest = "{digest}"
"""

UNIT = unit_id("mw")
DEPARTMENT = department_id(UNIT, "d1")
ANSWERER, _HEAD = officer_id(UNIT, "201"), officer_id(UNIT, "102")
DUE = dt.date(2026, 6, 30)
PLAN = "逐件核对案卷与系统记录，限期补正，完善期限提醒，并在部门例会上通报。"
FACTS = "案件超过法定期限未告知当事人诉讼权利，经核对案卷与系统记录相符，承办人已说明情况。" * 2
_AT_ONCE = 1_000


def founded(folder: Path, digest: str = "sha256", *, store: str = _SQLITE) -> None:
    """Make an office with a unit, two departments and two people."""
    folder.mkdir(parents=True)
    (folder / "office.toml").write_text(_TOML.format(digest=digest, store=store), "utf-8")
    with (
        create_office(folder, now=FixedClock(), ids=SequentialIds()) as office,
        office.work(_HEAD) as work,
    ):
        _enter(work)
        work.commit()


def _enter(work: Work) -> None:
    register_unit(work, RegisterUnit(code="mw", name="马尾区院", prefix="马检", path="/fj/fz/mw"))
    for code, name, kind in (
        ("dc", "检务督察部", DepartmentKind.SUPERVISION),
        ("d1", "第一检察部", DepartmentKind.BUSINESS),
    ):
        register_department(work, RegisterDepartment(code=code, name=name, kind=kind))
    for number, role, code in (("102", Role.SUPERVISION_HEAD, "dc"), ("201", Role.HEAD, "d1")):
        officer = register_officer(work, number, f"人员{number}", Category.PROSECUTOR)
        department = department_id(UNIT, code)
        since = dt.date(2020, 1, 1)
        take_post(work, officer, Post(role=role, unit=UNIT, department=department, from_=since))


def opened(folder: Path) -> Office:
    """Open it."""
    return open_office(folder, now=FixedClock(), ids=SequentialIds(1_000_000))


def copied(base: Path, to: Path) -> Path:
    """Put a copy of a closed office in the place of whatever is there."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(base, to)
    return to


def title(number: int) -> str:
    """Return the title of a finding."""
    return f"权利告知逾期 {number}"


def _command(number: int) -> OpenFinding:
    return OpenFinding(
        title=title(number),
        facts=FACTS,
        department=DEPARTMENT,
        persons=(Responsible(officer=ANSWERER),),
        basis=("bas_1",),
        case_number=f"闽马检刑诉受〔2026〕{number}号",
    )


def registered(folder: Path, count: int) -> Sequence[str]:
    """Register so many findings; return their ids."""
    ids: list[str] = []
    with opened(folder) as office:
        while len(ids) < count:
            with office.work(_HEAD) as work:
                following = range(len(ids), min(count, len(ids) + _AT_ONCE))
                ids += [open_finding(work, _command(number)) for number in following]
                work.commit()
    return ids


def claims(office: Office, batches: Iterable[Sequence[str]]) -> int:
    """Claim findings, each batch in one unit of work; return how many."""
    count = 0
    for batch in batches:
        with office.work(ANSWERER) as work:
            for id in batch:
                claim(
                    work,
                    id,
                    department=DEPARTMENT,
                    mode=Rectification.BY_DATE,
                    plan=PLAN,
                    due_on=DUE,
                )
            work.commit()
        count += len(batch)
    return count


def outcomes(office: Office) -> list[tuple[str, ...]]:
    """Return what any of the peers must have come to as well, by title."""
    with office.read(ANSWERER) as view:
        return sorted(
            (one.title, one.state.value, one.claim.plan if one.claim else "", str(one.due_on))
            for one in view.each(FINDING)
        )


def contents(store: Path) -> str:
    """Return a digest of every row of every table of ours."""
    found = sha256()
    with closing(sqlite3.connect(store)) as connection:
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'sv%' ORDER BY 1"
        for [table] in connection.execute(named).fetchall():
            for row in sorted(map(repr, connection.execute(f"SELECT * FROM {table}"))):
                found.update(row.encode())
    return found.hexdigest()
