"""Random lives of circulars: replay equals rows, a refused act wrote nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from lives import (
    DAYS_AGO,
    DEPARTMENT,
    INDEX,
    REASON,
    WHO,
    Lives,
    live,
    memory,
    sqlite,
)

from supervision.domain.circular_changes import CorrectCircular
from supervision.domain.circular_steps import CIRCULAR_WORKFLOW
from supervision.domain.circulars import CIRCULAR, CircularState, DraftCircular, NamedPerson
from supervision.domain.findings import OpenFinding
from supervision.domain.measures import Service
from supervision.domain.values import DepartmentId
from supervision.office import circulars, findings
from supervision.office.acting import Acting
from supervision.office.work import Work
from supervision.ports.store import Store

STEPS = [step.name for step in CIRCULAR_WORKFLOW.steps]
WILD = st.sampled_from([False, False, False, True])


class CircularLives(Lives):
    """Everybody tries everything with circulars (随机通报)."""

    @rule(who=WHO, department=DEPARTMENT)
    def open_finding(self, who: str, department: str) -> None:
        command = OpenFinding(title="回证未附卷", department=getattr(self.small, department))
        opened = self.attempt(
            who, lambda work, acting: findings.open_finding(work, command, acting=acting)
        )
        self.keep("finding", opened)

    @rule(
        who=WHO,
        about=st.lists(INDEX, max_size=2),
        to=st.lists(DEPARTMENT, max_size=3),
        persons=st.lists(WHO, max_size=2),
        wild=WILD,
    )
    def draft(
        self, who: str, about: list[int], to: list[str], persons: list[str], wild: bool
    ) -> None:
        if not wild:
            who, to, persons = "inspector", list(dict.fromkeys(to)) or ["first"], persons[:1]
        command = DraftCircular(
            title="通报",
            to=tuple(getattr(self.small, one) for one in to),
            findings=self.several("finding", about),
            persons=tuple(NamedPerson(officer=getattr(self.small, one)) for one in persons),
        )
        drafted = self.attempt(
            who, lambda work, acting: circulars.draft_circular(work, command, acting=acting)
        )
        self.keep("circular", drafted)

    def _likely(self, id: str, pick: int) -> tuple[str, str, DepartmentId] | None:
        """Return a step an addressee waits for, who may take it, and which addressee."""
        circular = self.record(CIRCULAR, id)
        if circular.state is CircularState.DRAFTED:
            return (
                ("correct", "inspector", self.small.first)
                if pick > 8
                else (
                    "issue",
                    "chief",
                    self.small.first,
                )
            )
        heads = {self.small.first: "first_head", self.small.second: "second_head"}
        for one in circular.addressees:
            if one.served_on is None:
                return "serve", "inspector", one.department
            if one.confirmed_on is None:
                step = "receive" if one.received_on is None and pick % 2 else "confirm"
                return step, heads.get(one.department, "head"), one.department
        steps = CIRCULAR_WORKFLOW.steps_from(circular.state)
        return ("close", "head", self.small.first) if "close" in steps else None

    @precondition(lambda self: self.made["circular"])
    @rule(
        which=INDEX,
        act=st.sampled_from(STEPS),
        who=WHO,
        by=WHO | st.none(),
        department=DEPARTMENT,
        service=st.sampled_from(Service),
        reason=REASON,
        days_ago=DAYS_AGO,
        picks=st.lists(st.integers(0, 10), min_size=1, max_size=9),
        wild=WILD,
    )
    def touch(
        self,
        which: int,
        act: str,
        who: str,
        by: str | None,
        department: str,
        service: Service,
        reason: str,
        days_ago: int,
        picks: list[int],
        wild: bool,
    ) -> None:
        given = (which, act, who, by, department, service, reason, days_ago)
        for pick in picks[:1] if wild else picks:
            self._touch(*given, pick, wild)

    def _touch(
        self,
        which: int,
        act: str,
        who: str,
        by: str | None,
        department: str,
        service: Service,
        reason: str,
        days_ago: int,
        pick: int,
        wild: bool,
    ) -> None:
        id = self.made["circular"][which % len(self.made["circular"])]
        to = getattr(self.small, department)
        if not wild:
            chosen = self._likely(id, pick)
            if chosen is None:
                return
            act, who, to = chosen
            by, reason, days_ago = None, "依据会议决定", 0

        def take(work: Work, acting: Acting) -> object:
            match act:
                case "correct":
                    scope = CorrectCircular(scope=f"范围{pick}")
                    return circulars.correct_circular(work, id, scope, acting=acting)
                case "issue":
                    return circulars.issue_circular(work, id, acting=acting)
                case "serve":
                    paper = work.seal("送达回证".encode()) if pick % 2 else None
                    return circulars.serve_circular(
                        work, id, to, service, receipt=paper, acting=acting
                    )
                case "receive":
                    return circulars.receive_circular(work, id, to, acting=acting)
                case "confirm":
                    return circulars.confirm_circular(work, id, to, "已落实", acting=acting)
                case "close":
                    return circulars.close_circular(work, id, acting=acting)
            return circulars.void_circular(work, id, acting=acting)

        self.attempt(who, take, reason=reason, days_ago=days_ago, by=by)

    @invariant()
    def a_closed_one_was_confirmed_by_all_and_concerns_no_issuer(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            every = view.select(CIRCULAR)
            assert view.tally(CIRCULAR)[0].count == len(every)
        for one in every:
            assert one.state is not CircularState.CLOSED or not one.unconfirmed
            assert one.issued_by not in {person.officer for person in one.persons}


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_replay_equals_rows_after_random_circulars(
    opener: Callable[[Path], Store | None],
) -> None:
    live(CircularLives, opener, times=40 if opener is memory else 10)
