"""Counts returned by isolated installations add up to those of one store that holds everything."""

from __future__ import annotations

import datetime as dt

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision.domain.departments import DepartmentKind, RegisterDepartment, department_id
from supervision.domain.findings import OpenFinding, Severity
from supervision.domain.officers import Category, officer_id
from supervision.domain.periods import parse_period
from supervision.domain.posts import Post, Role
from supervision.domain.units import RegisterUnit, unit_id
from supervision.journal.entry import open_chain
from supervision.office.findings import open_finding
from supervision.office.office import Office
from supervision.office.people import (
    register_department,
    register_officer,
    register_unit,
    take_post,
)
from supervision.office.returns import (
    import_return,
    make_return,
    roll_up_returns,
    written_return,
)
from supervision.office.work import Work
from supervision.reporting.returns import closed_lists, returned
from supervision.reporting.tables import Table, foots
from supervision.testing.offices import small_office

PERIOD = parse_period("2026-03")
MONTH = (dt.date(2026, 3, 1), dt.date(2026, 3, 31))
UNITS = {"fz": "/fj/fz", "mw": "/fj/fz/mw", "cs": "/fj/fz/cs", "la": "/fj/fz/la"}
FINDINGS = st.lists(
    st.tuples(
        st.sampled_from(list(UNITS)),
        st.dates(dt.date(2026, 2, 20), dt.date(2026, 4, 9)),
        st.sampled_from([None, *Severity]),
    ),
    max_size=12,
)


def everything(findings: list[tuple[str, dt.date, Severity | None]]) -> Office:
    """One office whose store holds the records of all four units."""
    small = small_office(founded=False)
    small.clock.advance(days=4000)
    office = Office(attrs.evolve(small.office.parts, unit="fz"))
    for code, path in UNITS.items():
        unit, head = unit_id(code), officer_id(unit_id(code), "1")
        with office.work(head, unit) as work:
            _found(work, code, path)
            work.commit()
        with office.work(head, unit) as work:
            for where, day, severity in findings:
                if where == code:
                    command = OpenFinding(
                        title="问题",
                        department=department_id(unit, "d"),
                        found_on=day,
                        severity=severity or Severity.SLIGHT,
                    )
                    open_finding(work, command)
            work.commit()
    return office


def _found(work: Work, code: str, path: str) -> None:
    unit = register_unit(work, RegisterUnit(code=code, name=f"{code}院", prefix=code, path=path))
    register_department(work, RegisterDepartment(code="d", name="部", kind=DepartmentKind.BUSINESS))
    officer = register_officer(work, "1", "某", Category.PROSECUTOR)
    since = dt.date(2020, 1, 1)
    take_post(work, officer, Post(role=Role.SUPERVISION_HEAD, unit=unit, from_=since))


def isolated(office: Office, code: str) -> Office:
    """The installation of one unit alone: nothing but its own chain."""
    chain = open_chain(unit_id(code))
    ends = {point.chain: point.seq for point in office.checkpoints()}
    alone = office.at({chain: ends[chain]})
    return Office(attrs.evolve(alone.parts, unit=code))


def head_of(code: str) -> str:
    return officer_id(unit_id(code), "1")


def table(office: Office, register: str, by: str | None) -> Table:
    with office.read(head_of("fz")) as view:
        return roll_up_returns(view, office.unit, PERIOD, register, by=by)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(findings=FINDINGS, missing=st.sets(st.sampled_from(["mw", "cs", "la"]), max_size=1))
def test_returns_add_up_to_one_store_that_holds_everything(
    findings: list[tuple[str, dt.date, Severity | None]], missing: set[str]
) -> None:
    """RETURN-9, RETURN-10."""
    whole = everything(findings)
    top = isolated(whole, "fz")
    for code in sorted({"mw", "cs", "la"} - missing):
        below = isolated(whole, code)
        with below.read(head_of(code)) as view:
            text = written_return(make_return(view, below.unit, PERIOD, dt.date(2030, 1, 1)))
        assert "问题" not in text.replace("问题来源", "")
        assert "某" not in text
        assert "fnd_" not in text
        with top.work(head_of("fz")) as work:
            first = import_return(work, text)
            work.commit()
        with top.work(head_of("fz")) as work:
            assert import_return(work, text) == first
            assert work.commit().headers == ()
    for one in returned():
        for by in (None, *(dimension.code for dimension in closed_lists(one))):
            joined, exact = table(top, one.code, by), table(whole, one.code, by)
            sums = {row.keys[0]: row.values for row in joined.rows}
            for row in exact.rows:
                path, code = row.keys[0], row.keys[0].rpartition("/")[2]
                if code in missing:
                    assert path not in sums or sums[path][0] is None
                else:
                    assert sums[path] == row.values
            if not missing:
                assert joined.total == exact.total
            assert foots(joined)
    assert top.verify().ok
