"""Circulars in the office: numbers, receipts, confirmations, who is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import attrs
import pytest

from supervision.domain.circular_changes import CorrectCircular
from supervision.domain.circulars import CIRCULAR, Circular, CircularState, DraftCircular
from supervision.domain.findings import OpenFinding
from supervision.domain.ladders import LADDERS
from supervision.domain.measures import Service
from supervision.domain.registers import REGISTER
from supervision.domain.values import OfficerId
from supervision.errors import NotFound, Refused
from supervision.office import circulars, findings
from supervision.office.acting import Acting
from supervision.office.office import Office
from supervision.office.shapes import MESSAGE_SHAPE
from supervision.office.work import Work
from supervision.ports.query import Has
from supervision.testing.offices import SmallOffice, small_office

T = TypeVar("T")
BECAUSE = Acting(reason="依据会议决定")


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def done(small: SmallOffice, officer: OfficerId, act: Callable[[Work], T]) -> T:
    with small.office.work(officer) as work:
        result = act(work)
        work.commit()
    return result


def drafted(small: SmallOffice, acting: Acting = Acting(), **fields: object) -> str:
    given = {"title": "关于回证的通报", "to": (small.first, small.second)}
    command = DraftCircular(**(given | fields))
    return done(
        small, small.inspector, lambda work: circulars.draft_circular(work, command, acting=acting)
    )


def issued(small: SmallOffice, id: str, acting: Acting = Acting()) -> Circular:
    return done(small, small.chief, lambda work: circulars.issue_circular(work, id, acting=acting))


def waiting(small: SmallOffice) -> int:
    with small.office.store.begin() as transaction:
        return len(list(transaction.scan(MESSAGE_SHAPE.kind)))


def test_a_circular_goes_to_several_and_ends_when_all_confirmed(small: SmallOffice) -> None:
    command = OpenFinding(title="回证未附卷", department=small.first)
    finding = done(small, small.head, lambda work: findings.open_finding(work, command))
    id = drafted(small, findings=(finding,))
    scope = CorrectCircular(scope="2026 年一季度")
    done(
        small,
        small.inspector,
        lambda work: circulars.correct_circular(work, id, scope, acting=BECAUSE),
    )
    assert issued(small, id).number == "马检督通〔2026〕1号"
    for department, head in (
        (small.first, small.first_head),
        (small.second, small.second_head),
    ):

        def serve(work: Work, to: object = department) -> Circular:
            paper = work.seal(b"signed")
            return circulars.serve_circular(work, id, to, Service.DIRECT, receipt=paper)

        done(small, small.head, serve)
        done(small, head, lambda work, own=department: circulars.receive_circular(work, id, own))
        done(
            small,
            head,
            lambda work, own=department: circulars.confirm_circular(work, id, own, "已自查"),
        )
    assert waiting(small) == 2
    closed = done(small, small.head, lambda work: circulars.close_circular(work, id))
    assert (closed.state, closed.scope) == (CircularState.CLOSED, "2026 年一季度")
    with small.office.read(small.head) as view:
        assert [one.id for one in view.select(CIRCULAR, Has("departments", small.first))] == [id]
    assert small.office.verify().ok


def test_a_refused_issue_takes_no_number(small: SmallOffice) -> None:
    id = drafted(small)
    with small.office.work(small.head) as work, pytest.raises(Refused):
        circulars.issue_circular(work, id)
    assert issued(small, id).number == "马检督通〔2026〕1号"


def test_a_voided_circular_gives_up_its_number(small: SmallOffice) -> None:
    id, draft = drafted(small), drafted(small)
    issued(small, id)
    for one in (id, draft):
        voided = done(
            small,
            small.head,
            lambda work, one=one: circulars.void_circular(work, one, acting=BECAUSE),
        )
        assert voided.state is CircularState.VOIDED
    with small.office.read(small.head) as view:
        (register,) = view.select(REGISTER)
    assert [one.number for one in register.voided] == [1]


def test_entered_late_it_tells_nobody_and_bears_the_number_of_its_year(
    small: SmallOffice,
) -> None:
    then = Acting(on=dt.date(2021, 6, 1), reason="补录")
    id = drafted(small, then)
    assert issued(small, id, then).number == "马检督通〔2021〕1号"
    done(
        small,
        small.head,
        lambda work: circulars.serve_circular(work, id, small.first, Service.MEETING, acting=then),
    )
    assert waiting(small) == 0


def test_it_follows_measures_that_are_there(small: SmallOffice) -> None:
    with pytest.raises(NotFound):
        drafted(small, follows=("msr_none",))


def test_a_ladder_without_a_series_still_gives_numbers(small: SmallOffice) -> None:
    rungs = tuple(
        attrs.evolve(one, series=None) if one.code == "circular" else one
        for one in LADDERS["department"].rungs
    )
    ladder = attrs.evolve(LADDERS["department"], rungs=rungs)
    rules = attrs.evolve(small.office.rules, ladders={**LADDERS, "department": ladder})
    small = attrs.evolve(small, office=Office(attrs.evolve(small.office.parts, rules=rules)))
    id = drafted(small)
    assert issued(small, id).number == "马检督通〔2026〕1号"
    done(small, small.head, lambda work: circulars.void_circular(work, id, acting=BECAUSE))
