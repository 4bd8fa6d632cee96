"""A small office in memory for tests (测试办公室): real parts, fixed clock, foreseeable ids.

Its people: a chief, a head and an inspector of supervision, head and prosecutor of two
departments. Nothing is mocked; the store is the memory store unless another is given.
"""

from __future__ import annotations

import datetime as dt
import itertools

import attrs

from supervision.builtin.memory_cases import MemoryCases
from supervision.builtin.memory_store import MemoryStore
from supervision.builtin.open_office import OpenOffice
from supervision.domain.calendars import PLAIN, WorkCalendar
from supervision.domain.departments import DepartmentKind, RegisterDepartment, department_id
from supervision.domain.fields import ExtraField
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.domain.officers import Category, officer_id
from supervision.domain.posts import Post, Role
from supervision.domain.units import RegisterUnit, unit_id
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.journal.entry import digester
from supervision.office.office import Office
from supervision.office.parts import LocalRules, Parts
from supervision.office.people import (
    register_department,
    register_officer,
    register_unit,
    take_post,
)
from supervision.office.shapes import shapes_of
from supervision.office.work import Work
from supervision.plugins.host import Host, load_plugins
from supervision.ports.settings import Settings, SettingsSection
from supervision.ports.store import Store
from supervision.testing.sources import FixedClock, SequentialIds

__all__ = ["SmallOffice", "small_office"]

_SINCE = dt.date(2020, 1, 1)


class _NoSettings(Settings):
    def of(self, section: SettingsSection[object]) -> object:  # type: ignore[override]  # no method with a type of its own
        return section.model()


@attrs.frozen(kw_only=True)
class SmallOffice:
    """An office with its people (测试办公室).

    Attributes:
        office: the office.
        clock: its clock, to be moved by the test.
        unit: its unit.
        supervision, first, second: its three departments.
        chief, head, inspector: of supervision.
        first_head, prosecutor: of the first department.
        second_head: of the second.
    """

    office: Office
    clock: FixedClock
    unit: UnitId
    supervision: DepartmentId
    first: DepartmentId
    second: DepartmentId
    chief: OfficerId
    head: OfficerId
    inspector: OfficerId
    first_head: OfficerId
    prosecutor: OfficerId
    second_head: OfficerId


def small_office(
    store: Store | None = None,
    *,
    host: Host | None = None,
    fields: dict[str, tuple[ExtraField, ...]] | None = None,
    calendar: WorkCalendar = PLAIN,
    digest: str = "sha256",
    founded: bool = True,
) -> SmallOffice:
    """Open a small office (打开测试办公室).

    Args:
        store: an empty store with the core's shapes; by default one in memory.
        host: loaded plugins; by default only the built-in ones.
        fields: the office's own fields by kind.
        calendar: the calendar; by default the plain one.
        digest: digest of the journal.
        founded: whether its unit and people are entered; not so for a store that has them.
    """
    clock = FixedClock()
    shapes = shapes_of(KINDS)
    counter = itertools.count(1)
    office = Office(
        Parts(
            name="测试院检务督察部",
            unit="mw",
            store=store or MemoryStore(shapes),
            cases=MemoryCases(),
            host=host or load_plugins(()),
            policy=OpenOffice(frozenset(KINDS_BY_NAME)),
            settings=_NoSettings(),
            kinds=KINDS_BY_NAME,
            digests={name: digester(name) for name in ("sha256", "sm3")},
            digest_name=digest,
            rules=LocalRules(calendar=calendar, fields=fields or {}),
            blank_store=lambda: MemoryStore(shapes),
            now=clock,
            ids=SequentialIds(),
            entropy=lambda count: next(counter).to_bytes(count, "big"),
        )
    )
    unit = unit_id("mw")
    officers = {number: officer_id(unit, number) for number in _PEOPLE}
    if founded:
        _found(office, officers["102"])
    return SmallOffice(
        office=office,
        clock=clock,
        unit=unit,
        supervision=department_id(unit, "dc"),
        first=department_id(unit, "d1"),
        second=department_id(unit, "d2"),
        chief=officers["101"],
        head=officers["102"],
        inspector=officers["103"],
        first_head=officers["201"],
        prosecutor=officers["202"],
        second_head=officers["301"],
    )


_DEPARTMENTS = {
    "dc": ("检务督察部", DepartmentKind.SUPERVISION),
    "d1": ("第一检察部", DepartmentKind.BUSINESS),
    "d2": ("第二检察部", DepartmentKind.BUSINESS),
}
_PEOPLE: dict[str, tuple[str, Role, str | None]] = {
    "101": ("林一", Role.CHIEF, None),
    "102": ("陈二", Role.SUPERVISION_HEAD, "dc"),
    "103": ("黄三", Role.INSPECTOR, "dc"),
    "201": ("张四", Role.HEAD, "d1"),
    "202": ("李五", Role.PROSECUTOR, "d1"),
    "301": ("王六", Role.HEAD, "d2"),
}


def _found(office: Office, founder: OfficerId) -> None:
    with office.work(founder) as work:
        _enter(work)
        work.commit()


def _enter(work: Work) -> None:
    command = RegisterUnit(code="mw", name="马尾区人民检察院", prefix="马检", path="/fj/fz/mw")
    unit = register_unit(work, command)
    for dept, (title, kind) in _DEPARTMENTS.items():
        register_department(work, RegisterDepartment(code=dept, name=title, kind=kind))
    for number, (name, role, code) in _PEOPLE.items():
        officer = register_officer(work, number, name, Category.PROSECUTOR)
        department = department_id(unit, code) if code else None
        take_post(work, officer, Post(role=role, unit=unit, department=department, from_=_SINCE))
