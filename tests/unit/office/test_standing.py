"""Who somebody is: read only as far as a decision asks."""

from __future__ import annotations

import datetime as dt

import pytest

from supervision.domain.acts import Act
from supervision.domain.departments import Department, DepartmentKind
from supervision.domain.findings import OpenFinding, Rectification, Responsible
from supervision.domain.handling_units import HandlingUnit
from supervision.domain.officers import OFFICER, Officer
from supervision.domain.separation import Concerned, stands_apart
from supervision.domain.separation_rules import SEPARATION_RULES
from supervision.domain.values import DepartmentId, OfficerId
from supervision.office import findings
from supervision.office.inner_views import DoorView
from supervision.office.standing import actor_of, standing_of
from supervision.testing.offices import SmallOffice, small_office

DAY = dt.date(2026, 3, 2)
OTHER = DepartmentId("dep_other")


class Asked:
    """Answers that nothing was merged and no unit formed, and writes down what was asked."""

    def __init__(self) -> None:
        self.for_what: list[str] = []

    separation = SEPARATION_RULES

    def path(self, unit: str) -> str:
        return f"/{unit}"

    def officer(self, id: str) -> Officer | None:
        self.for_what.append("officer")
        return None

    def department(self, id: str) -> Department | None:
        self.for_what.append("department")
        return Department(
            id=DepartmentId(id), unit="u", code="c", name="n", kind=DepartmentKind.BUSINESS
        )

    def merged_into(self, ids: tuple[str, ...]) -> tuple[Department, ...]:
        self.for_what.append("merged")
        return ()

    def handling_units(self, officer: str) -> tuple[HandlingUnit, ...]:
        self.for_what.append("units")
        return ()


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def test_only_what_is_not_his_own_is_looked_up(small: SmallOffice) -> None:
    with small.office.read(small.head) as view:
        officer = view.get(OFFICER, small.first_head)
    asked = Asked()
    standing = standing_of(officer, Act(by=small.first_head, on=DAY), asked, small.unit)
    assert small.first in standing.departments
    assert standing.departments
    assert not standing.departments & frozenset()
    assert stands_apart(standing, Concerned())
    assert not stands_apart(standing, Concerned(departments=frozenset({small.first})))
    assert asked.for_what == ["department"]
    assert stands_apart(standing, Concerned(departments=frozenset({OTHER})))
    assert asked.for_what[1:] == ["department", "department", "merged"]
    assert stands_apart(standing, Concerned(officers=frozenset({OfficerId("off_other")})))
    assert stands_apart(standing, Concerned(handling_units=frozenset({"hun_1"})))
    assert asked.for_what[4:] == ["officer", "officer", "units", "units"]
    assert set(standing.departments) == {small.first}
    assert (len(standing.departments), len(standing.colleagues)) == (1, 0)
    assert (list(standing.colleagues), list(standing.handling_units)) == ([], [])


def test_whoever_serves_nowhere_has_no_lineage(small: SmallOffice) -> None:
    with small.office.read(small.head) as view:
        officer = view.get(OFFICER, small.first_head)
    asked = Asked()
    before = standing_of(
        officer, Act(by=small.first_head, on=dt.date(2019, 1, 1)), asked, small.unit
    )
    assert not before.departments
    assert OTHER not in before.departments
    assert (list(before.departments), len(before.departments)) == ([], 0)
    assert (
        standing_of(None, Act(by=small.first_head, on=DAY), asked, small.unit).roles == frozenset()
    )
    assert asked.for_what == []


def test_a_policy_asks_for_departments_when_it_needs_them(small: SmallOffice) -> None:
    with small.office.read(small.head) as view:
        officer = view.get(OFFICER, small.first_head)
    asked = Asked()
    actor = actor_of(officer, small.first_head, small.unit, "/mw", DAY, asked)
    assert (actor.known, asked.for_what) == (True, [])
    assert actor.departments == (small.first,)
    assert asked.for_what == ["department", "merged"]


def test_a_claim_reads_neither_lineage_nor_handling_units(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Responsible(officer=small.prosecutor)
    with small.office.work(small.head) as work:
        command = OpenFinding(title="甲", department=small.first, persons=(person,))
        id = findings.open_finding(work, command)
        work.commit()
    read: list[str] = []
    for name in ("department", "merged_into", "handling_units"):
        monkeypatch.setattr(DoorView, name, lambda *_, name=name: read.append(name))
    with small.office.work(small.first_head) as work:
        findings.claim(work, id, department=small.first, mode=Rectification.LASTING, plan="补正")
        work.commit()
    assert read == []
