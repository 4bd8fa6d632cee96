"""Random lives of measures between units: two chains, parcels brought late, twice, or again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from lives import BECAUSE, INDEX, Lives, live, memory, sqlite

from supervision.domain.departments import DepartmentKind, RegisterDepartment, department_id
from supervision.domain.incoming_measures import INCOMING, IncomingState, incoming_id
from supervision.domain.measures import MEASURE, IssueMeasure, MeasureState, Service
from supervision.domain.officers import Category, officer_id
from supervision.domain.posts import Post, Role
from supervision.domain.units import RegisterUnit, unit_id
from supervision.domain.values import OfficerId
from supervision.errors import NotFound, Refused
from supervision.office import incoming, measures, parcels
from supervision.office.acting import Acting
from supervision.office.people import (
    register_department,
    register_officer,
    register_unit,
    take_post,
)
from supervision.office.work import Work
from supervision.ports.store import Store

CITY = unit_id("fz")
HEAD, MEMBER = officer_id(CITY, "901"), officer_id(CITY, "902")
DEPARTMENT = department_id(CITY, "d1")
WHY = Acting(reason=BECAUSE)
ALIKE = {
    MeasureState.SERVED: (IncomingState.ARRIVED,),
    MeasureState.RECEIVED: (IncomingState.RECEIVED,),
    MeasureState.CLAIMED: (IncomingState.CLAIMED,),
    MeasureState.ANSWERED: (IncomingState.ANSWERED,),
    MeasureState.ACCEPTED: (IncomingState.ACCEPTED,),
    MeasureState.CLOSED: (IncomingState.CLOSED,),
}


class Died(Exception):
    """The process dies here."""


class IncomingLives(Lives):
    """Two units tell each other of measures, whenever (随机往来)."""

    kinds = (INCOMING,)
    courses = ("one_is_answered_returned_and_closed",)

    @initialize()
    def begin(self) -> None:
        super().begin()
        with self.small.office.work("founder", CITY) as work:
            _found(work)
            work.commit()

    def teardown(self) -> None:
        if hasattr(self, "small"):
            self.all_is_told_in_the_end()
        super().teardown()

    def all_is_told_in_the_end(self) -> None:
        """After a tick that nothing cuts off, both records say the same."""
        assert parcels.carry(self.small.office, self.small.head).failures == ()
        with self.small.office.read(self.small.head) as view:
            for measure in view.select(MEASURE):
                found = view.find(INCOMING, incoming_id(measure.id))
                if measure.state is MeasureState.VOIDED:
                    assert found is None or found.state is IncomingState.WITHDRAWN
                elif measure.state is not MeasureState.ISSUED:
                    assert found is not None
                    assert found.state in ALIKE[measure.state]
                    assert (found.answer, found.returns) == (measure.answer, measure.returns)

    @rule()
    def issue(self) -> None:
        command = IssueMeasure(rung="hint_letter", title="函", text="请答复", to_unit=CITY)
        self.keep("measure", self.attempt("head", lambda work, _: measures.issue(work, command)))

    @precondition(lambda self: self.made["measure"])
    @rule(which=INDEX, act=st.sampled_from(["serve", "return", "accept", "close", "void"]))
    def issuer_acts(self, which: int, act: str) -> None:
        id = str(self.one("measure", which))
        acts: dict[str, Callable[[Work, Acting], object]] = {
            "serve": lambda work, _: measures.serve(work, id, Service.NETWORK),
            "return": lambda work, how: measures.return_answer(work, id, acting=how),
            "accept": lambda work, _: measures.accept(work, id),
            "close": lambda work, _: measures.close_measure(work, id),
            "void": lambda work, how: measures.void_measure(work, id, acting=how),
        }
        self.attempt("head", acts[act], reason=BECAUSE)

    @precondition(lambda self: self.made["measure"])
    @rule(
        which=INDEX,
        act=st.sampled_from(["receive", "claim", "answer"]),
        who=st.sampled_from([HEAD, MEMBER]),
    )
    def receiver_acts(self, which: int, act: str, who: OfficerId) -> None:
        id = incoming_id(str(self.one("measure", which)))
        try:
            with self.small.office.work(who, CITY) as work:
                match act:
                    case "receive":
                        incoming.receive_incoming(work, id)
                    case "claim":
                        incoming.claim_incoming(work, id, DEPARTMENT, "办理")
                    case _:
                        incoming.answer_incoming(work, id, f"第{work.now}次答复")
                work.commit()
        except (Refused, NotFound):
            pass

    @rule(dies_after=st.integers(0, 3) | st.none())
    def tick(self, dies_after: int | None) -> None:
        """Carry what waits; the process may die before it notes what it brought."""
        note, count = parcels._note, 0

        def dying(*given: object) -> None:
            nonlocal count
            if count == dies_after:
                raise Died
            count += 1
            note(*given)

        parcels._note = dying
        try:
            parcels.carry(self.small.office, self.small.head)
        except Died:
            pass
        finally:
            parcels._note = note

    # --- a whole course ---

    def one_is_answered_returned_and_closed(self) -> None:
        self.issue()
        for step in ("serve", "receive", "claim", "answer", "return", "answer", "accept", "close"):
            if step in ("receive", "claim", "answer"):
                self.receiver_acts(-1, step, HEAD if step == "receive" else MEMBER)
            else:
                self.issuer_acts(-1, step)
            self.tick(None)


def _found(work: Work) -> None:
    register_unit(
        work, RegisterUnit(code="fz", name="福州市人民检察院", prefix="榕检", path="/fj/fz")
    )
    for code, kind in (("dc", DepartmentKind.SUPERVISION), ("d1", DepartmentKind.BUSINESS)):
        register_department(work, RegisterDepartment(code=code, name=code, kind=kind))
    for number, role, code in (
        ("901", Role.SUPERVISION_HEAD, "dc"),
        ("902", Role.PROSECUTOR, "d1"),
    ):
        officer = register_officer(work, number, number, Category.PROSECUTOR)
        department = department_id(CITY, code)
        since = dt.date(2020, 1, 1)
        take_post(work, officer, Post(role=role, unit=CITY, department=department, from_=since))


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_both_units_say_the_same_after_random_parcels(
    opener: Callable[[Path], Store | None],
) -> None:
    live(IncomingLives, opener, times=30 if opener is memory else 8)
