"""The offices that are maltreated here: their TOML, their people, and what their stores hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

from supervision import create_office, open_office
from supervision.domain.bases import BASIS
from supervision.domain.departments import DepartmentKind, RegisterDepartment, department_id
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.officers import Category, officer_id
from supervision.domain.posts import Post, Role
from supervision.domain.units import UNIT as UNIT_KIND
from supervision.domain.units import RegisterUnit, unit_id
from supervision.errors import StorageError
from supervision.office.office import Office
from supervision.office.people import (
    register_department,
    register_officer,
    register_unit,
    take_post,
)
from supervision.office.shapes import MESSAGE_SHAPE

TOML = """
[office]
name = "马尾区人民检察院检务督察办公室"
unit = "mw"
[plugins]
enable = ["store-sql", "cases-table"]
[store]
{store}
[cases]
backend = "sqlite"
path = "cases.sqlite"
[access]
policy = "open-office"
[journal]
digest = "sha256"
{more}
"""
SQLITE = 'backend = "sqlite"\npath = "office.sqlite"\nbusy_timeout_ms = 20000'

UNIT, OTHER_UNIT = unit_id("mw"), unit_id("ca")
SUPERVISION, FIRST = department_id(UNIT, "dc"), department_id(UNIT, "d1")
HEAD, INSPECTOR, ANSWERER = (officer_id(UNIT, number) for number in ("102", "103", "201"))

CONFIDENTIAL_BASIS = attrs.evolve(BASIS, closed=True)
"""No kind of today's core writes the closed chain. This one does, so that acts in two chains
are under test before the first confidential kind arrives."""


def opened(toml: Path, **options: object) -> Office:
    """Open an office in which bases are confidential."""
    office = open_office(toml, **options)
    kinds = {**KINDS_BY_NAME, BASIS.name: CONFIDENTIAL_BASIS}
    return Office(attrs.evolve(office.parts, kinds=kinds))


def planned(folder: Path, store: str = SQLITE, *, more: str = "") -> Path:
    """Write the TOML of an office that is not there yet."""
    toml = folder / "office.toml"
    toml.write_text(TOML.format(store=store, more=more), "utf-8")
    return toml


def founded(folder: Path, store: str = SQLITE, *, more: str = "") -> Path:
    """Make an office with its units and people; return its TOML."""
    toml = planned(folder, store, more=more)
    begin(toml)
    return toml


def begin(toml: Path) -> None:
    """Make the office a TOML describes, or go on where making it was cut off."""
    try:
        office = create_office(toml)
    except StorageError as error:
        if error.code != "storage.exists":
            raise
        office = open_office(toml)
    with office:
        found(office)


def found(office: Office) -> None:
    """Enter two units, two departments, three people, as far as they are not there."""
    if not office.path:
        _found_unit(office)
    with office.work(HEAD, OTHER_UNIT) as work:
        if work.peek(UNIT_KIND, OTHER_UNIT) is None:
            command = RegisterUnit(code="ca", name="仓山区院", prefix="仓检", path="/fj/fz/ca")
            register_unit(work, command)
            work.commit()


def _found_unit(office: Office) -> None:
    since = dt.date(2020, 1, 1)
    with office.work(HEAD) as work:
        register_unit(
            work, RegisterUnit(code="mw", name="马尾区院", prefix="马检", path="/fj/fz/mw")
        )
        for code, name, kind in (
            ("dc", "检务督察部", DepartmentKind.SUPERVISION),
            ("d1", "第一检察部", DepartmentKind.BUSINESS),
        ):
            register_department(work, RegisterDepartment(code=code, name=name, kind=kind))
        for number, name, role, department in (
            ("102", "陈二", Role.SUPERVISION_HEAD, SUPERVISION),
            ("103", "黄三", Role.INSPECTOR, SUPERVISION),
            ("201", "张四", Role.HEAD, FIRST),
        ):
            officer = register_officer(work, number, name, Category.PROSECUTOR)
            post = Post(role=role, unit=UNIT, department=department, from_=since)
            take_post(work, officer, post)
        work.commit()


def journal_of(office: Office) -> dict[str, list[list[object]]]:
    """Return what the journal says was done, by chain: kind, id, version, tag, instant."""
    with office.store.begin() as transaction:
        return {
            chain: [
                [header.kind, header.id, header.version, header.tag, header.at]
                for entry in transaction.entries(chain)
                for header in (entry.header,)
            ]
            for chain in transaction.chains()
        }


def numbers_of(office: Office) -> dict[str, list[int]]:
    """Return the numbers of the entries by chain, as stored."""
    with office.store.begin() as transaction:
        return {
            chain: [entry.header.seq for entry in transaction.entries(chain)]
            for chain in transaction.chains()
        }


def messages_of(office: Office) -> set[str]:
    """Return the ids of the messages in the outbox."""
    with office.store.begin() as transaction:
        return {row.id for row in transaction.scan(MESSAGE_SHAPE.kind)}


def blobs_of(office: Office, digests: set[str]) -> set[str]:
    """Return which of the digests have their content."""
    with office.store.begin() as transaction:
        return {digest for digest in digests if transaction.get_blob(digest) is not None}
