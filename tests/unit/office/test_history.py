"""History: what happened to a record, field by field, from its own entries."""

from __future__ import annotations

import datetime as dt

import pytest

from supervision.domain.clocks import CLOCK
from supervision.domain.findings import (
    FINDING,
    CorrectFinding,
    OpenFinding,
    Rectification,
    Responsible,
    Severity,
)
from supervision.domain.measures import MEASURE, IssueMeasure, Service
from supervision.domain.officers import OFFICER
from supervision.errors import NotFound
from supervision.office import findings, measures, people
from supervision.office.acting import Acting
from supervision.office.history import FieldChange, Happening, history
from supervision.testing.offices import SmallOffice, small_office


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def opened(small: SmallOffice, **fields: object) -> str:
    command = {"title": "具结书后补", "department": small.first}
    with small.office.work(small.inspector) as work:
        id = findings.open_finding(work, OpenFinding(**(command | fields)))
        work.commit()
    return id


def told(small: SmallOffice, kind: object, id: str) -> tuple[Happening, ...]:
    with small.office.read(small.head) as view:
        return history(view, kind, id)


def changes(happening: Happening) -> dict[str, tuple[str | None, str | None]]:
    return {one.field: (one.before, one.after) for one in happening.changes}


def test_first_entry_says_everything_that_was_entered(small: SmallOffice) -> None:
    id = opened(small)
    (first,) = told(small, FINDING, id)
    assert (first.tag, first.actor, first.by, first.version) == (
        "finding.opened",
        small.inspector,
        small.inspector,
        1,
    )
    assert changes(first)["title"] == (None, "具结书后补")
    assert changes(first)["state"] == (None, "registered")
    assert changes(first)["found_on"] == (None, "2026-03-02")
    assert "result" not in changes(first)


def test_later_entry_says_only_what_became_different(small: SmallOffice) -> None:
    id = opened(small)
    with small.office.work(small.head) as work:
        correction = CorrectFinding(severity=Severity.SERIOUS, cleared=("department",))
        findings.correct_finding(work, id, correction, acting=Acting(reason="录错"))
        work.commit()
    second = told(small, FINDING, id)[1]
    assert second.reason == "录错"
    assert second.changes == (
        FieldChange(field="severity", before="slight", after="serious"),
        FieldChange(field="department", before=small.first, after=None),
    )


def test_nested_values_are_told_by_their_path(small: SmallOffice) -> None:
    id = opened(small, persons=(Responsible(officer=small.prosecutor),))
    with small.office.work(small.first_head) as work:
        findings.claim(
            work,
            id,
            department=small.first,
            mode=Rectification.AT_ONCE,
            plan="补正",
            due_on=dt.date(2026, 3, 9),
        )
        work.commit()
    first, second = told(small, FINDING, id)
    assert changes(first)["persons[0].officer"] == (None, small.prosecutor)
    assert changes(second)["claim.plan"] == (None, "补正")
    assert changes(second)["claim.due_on"] == (None, "2026-03-09")


def test_late_entry_on_behalf_shows_author_day_and_who_entered_it(small: SmallOffice) -> None:
    with small.office.work(small.inspector) as work:
        paper = work.seal(b"scan")
        day = dt.date(2026, 2, 20)
        acting = Acting(by=small.head, on=day, paper=paper)
        id = findings.open_finding(work, OpenFinding(title="补录"), acting=acting)
        work.commit()
    (first,) = told(small, FINDING, id)
    assert (first.actor, first.by, first.on) == (small.inspector, small.head, day)


def test_instants_are_told_as_people_read_them(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        command = IssueMeasure(rung="hint_letter", title="提示函", department=small.first)
        id = measures.issue(work, command)
        clock = measures.serve(work, id, Service.NETWORK).clock
        work.commit()
    assert clock is not None
    (started,) = told(small, CLOCK, clock)
    assert changes(started)["term.started_at"] == (None, "2026-03-02T09:00:00+08:00")
    assert changes(started)["reckoned.due_at"][1] == "2026-03-13T00:00:00+08:00"
    assert changes(started)["term.custody"] == (None, "false")
    issued, served = told(small, MEASURE, id)
    assert (issued.seq, changes(served)["state"]) == (issued.seq, ("issued", "served"))


def test_sealed_value_shows_its_digest_alone(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        people.rename_officer(work, small.prosecutor, "李伍")
        work.commit()
    renamed = told(small, OFFICER, small.prosecutor)[-1]
    assert changes(renamed).keys() == {"name", "former_names[0]"}
    assert all(str(after).startswith("sha256:") for _, after in changes(renamed).values())


def test_machine_acts_without_an_author(small: SmallOffice) -> None:
    from supervision.office.clocks import tick

    with small.office.work(small.head) as work:
        command = IssueMeasure(rung="hint_letter", title="提示函", department=small.first)
        id = measures.issue(work, command)
        clock = measures.serve(work, id, Service.NETWORK).clock
        work.commit()
    small.clock.advance(days=15)
    tick(small.office, small.head)
    assert clock is not None
    rang = told(small, CLOCK, clock)[-1]
    assert (rang.tag, rang.by, rang.on) == ("clock.alarmed", None, None)


def test_history_of_nothing_is_not_found(small: SmallOffice) -> None:
    with pytest.raises(NotFound):
        told(small, FINDING, "fnd_none")
