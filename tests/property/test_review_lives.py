"""Random lives of reviews and instructions, on items and findings that run their course.

What the domain refuses must leave no trace; what it takes must be proven by the journal. A
failed review has its finding, and nobody has checked what concerns him.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from lives import DAYS_AGO, DEPARTMENT, INDEX, PEOPLE, REASON, WHO, Lives, live, memory, sqlite

from supervision.domain.clocks import CLOCK, ClockState
from supervision.domain.findings import FINDING, OpenFinding, Rectification
from supervision.domain.instructions import (
    INSTRUCTION,
    CorrectInstruction,
    InstructionState,
    ReceiveInstruction,
)
from supervision.domain.item_commands import Move
from supervision.domain.items import ITEM, ProposeItem, Requirement
from supervision.domain.rectification import concerned_by
from supervision.domain.review_steps import fails
from supervision.domain.reviews import (
    REVIEW,
    CorrectReview,
    PlanReview,
    ReviewOutcome,
    ReviewState,
)
from supervision.office import findings, instructions, items, reviews
from supervision.office.acting import Acting
from supervision.office.work import Work
from supervision.ports.store import Store

DAYS = st.integers(-2, 20)
WILD = st.sampled_from([False, False, True])
NOTE = st.sampled_from(["", "已查"])
COURSE = (
    ("head", "submit"),
    ("chief", "open"),
    ("head", "assign"),
    ("first_head", "sign"),
    ("first_head", "start"),
    ("first_head", "report"),
    ("inspector", "propose_closing"),
    ("chief", "close"),
    ("head", "archive"),
)


class ReviewLives(Lives):
    """Everybody tries everything (随机人生)."""

    kinds = (REVIEW, INSTRUCTION)
    courses = ("reviews_are_completed_or_given_up", "an_instruction_is_answered_and_closed")

    @rule(steps=st.sampled_from([3, len(COURSE) - 1, len(COURSE)]))
    def run_an_item(self, steps: int) -> None:
        command = ProposeItem(
            title="专项督察",
            kind="item.style",
            source="党组",
            requirements=(Requirement(text="自查", department=self.small.second),),
            lead=self.small.first,
        )
        id = self.attempt("head", lambda work, _: items.propose(work, command))
        self.keep("item", id)
        for who, step in COURSE[:steps]:
            move = Move(step=step, note="已办", effect="见效")
            self.attempt(who, lambda work, _, m=move: items.move(work, str(id), m))
        if steps > 3:
            self.keep("closed", f"item {id}")

    @rule(closed=st.booleans())
    def run_a_finding(self, closed: bool) -> None:
        small = self.small
        command = OpenFinding(title="归档超期", department=small.first)
        id = str(self.attempt("head", lambda work, _: findings.open_finding(work, command)))
        self.keep("finding", id)
        if not closed:
            return
        lasting = Rectification.LASTING

        def claim(work: Work, _: Acting) -> object:
            findings.claim(work, id, department=small.first, mode=lasting, plan="补")
            return findings.submit(work, id, "已补")

        self.attempt("first_head", claim)
        self.attempt("inspector", lambda work, _: findings.verify(work, id))
        self.attempt("head", lambda work, _: findings.close(work, id))
        self.keep("closed", f"finding {id}")

    @rule(
        who=WHO,
        kind=st.sampled_from(["finding", "item", "measure"]),
        which=INDEX,
        checkers=st.lists(WHO, max_size=2),
        days=DAYS | st.none(),
        days_ago=DAYS_AGO,
        wild=WILD,
    )
    def plan_review(
        self,
        who: str,
        kind: str,
        which: int,
        checkers: list[str],
        days: int | None,
        days_ago: int,
        wild: bool,
    ) -> None:
        target = self.one(kind, which) or self.one("finding", which) or "fnd_none"
        if not wild:
            kind, _, target = (self.one("closed", which) or "finding fnd_none").partition(" ")
            who, checkers, days_ago = "head", ["inspector", "chief"][which % 2 :], 0
            days = None if days is None else abs(days)

        def plan(work: Work, acting: Acting) -> object:
            command = PlanReview(
                target_kind=kind,
                target=target,
                checkers=tuple(getattr(self.small, one) for one in checkers),
                due_on=work.today + dt.timedelta(days=days) if days is not None else None,
            )
            return reviews.plan_review(work, command, acting=acting)

        self.keep("review", self.attempt(who, plan, days_ago=days_ago))

    @precondition(lambda self: self.made["review"])
    @rule(
        which=INDEX,
        act=st.sampled_from(["complete", "complete", "complete", "correct", "cancel", "void"]),
        outcome=st.sampled_from(ReviewOutcome),
        titles=st.lists(st.sampled_from(["归档又超期", ""]), max_size=2),
        who=WHO,
        by=WHO | st.none(),
        note=NOTE,
        days=DAYS,
        reason=REASON,
        days_ago=DAYS_AGO,
        wild=WILD,
    )
    def touch_review(
        self,
        which: int,
        act: str,
        outcome: ReviewOutcome,
        titles: list[str],
        who: str,
        by: str | None,
        note: str,
        days: int,
        reason: str,
        days_ago: int,
        wild: bool,
    ) -> None:
        id = self.made["review"][which % len(self.made["review"])]
        if not wild:
            review = self.record(REVIEW, id)
            by, days_ago, reason, note = None, 0, "抽查", "已查"
            known = {getattr(self.small, one): one for one in ("head", "inspector", "chief")}
            who = known.get(review.checkers[0], who) if act == "complete" else "head"
            titles = []

        def take(work: Work, acting: Acting) -> object:
            match act:
                case "complete":
                    opened = tuple(
                        OpenFinding(title=one, department=self.small.first) for one in titles
                    )
                    return reviews.complete_review(
                        work, id, outcome, note, findings=opened, acting=acting
                    )
                case "correct":
                    right = CorrectReview(
                        due_on=work.today + dt.timedelta(days=days),
                        checkers=(getattr(self.small, who),) if days % 2 else None,
                    )
                    return reviews.correct_review(work, id, right, acting=acting)
                case "cancel":
                    return reviews.cancel_review(work, id, acting=acting)
            return reviews.void_review(work, id, acting=acting)

        self.attempt(who, take, reason=reason, days_ago=days_ago, by=by)

    @rule(
        who=WHO,
        kind=st.sampled_from(["document", "item", "review", "letter"]),
        which=INDEX,
        text=NOTE,
        leader=WHO | st.none(),
        department=DEPARTMENT | st.none(),
        officer=WHO | st.none(),
        days=DAYS | st.none(),
        days_ago=DAYS_AGO,
        wild=WILD,
    )
    def receive_instruction(
        self,
        who: str,
        kind: str,
        which: int,
        text: str,
        leader: str | None,
        department: str | None,
        officer: str | None,
        days: int | None,
        days_ago: int,
        wild: bool,
    ) -> None:
        small = self.small
        if not wild:
            who, text, days_ago, kind = "head", "请说明", 0, "document" if which % 2 else "item"
            days = None if days is None else abs(days)

        def receive(work: Work, acting: Acting) -> object:
            command = ReceiveInstruction(
                text=text,
                about_kind=kind,
                about=self.one(kind, which) or "2026-02",
                leader=getattr(small, leader) if leader else None,
                source="" if leader else "上级院",
                department=getattr(small, department) if department else None,
                officer=getattr(small, officer) if officer else None,
                due_on=work.today + dt.timedelta(days=days) if days is not None else None,
            )
            return instructions.receive(work, command, acting=acting)

        self.keep("instruction", self.attempt(who, receive, days_ago=days_ago))

    @precondition(lambda self: self.made["instruction"])
    @rule(
        which=INDEX,
        item=INDEX,
        act=st.sampled_from(["answer", "answer", "require", "return", "close", "correct", "void"]),
        who=WHO,
        note=NOTE,
        reason=REASON,
        days=DAYS,
        days_ago=DAYS_AGO,
        wild=WILD,
    )
    def touch_instruction(
        self,
        which: int,
        item: int,
        act: str,
        who: str,
        note: str,
        reason: str,
        days: int,
        days_ago: int,
        wild: bool,
    ) -> None:
        id = self.made["instruction"][which % len(self.made["instruction"])]
        into = self.one("item", item) or "itm_none"
        if not wild:
            asked = self.record(INSTRUCTION, id)
            note, reason, days, days_ago = "已查", "属实", abs(days), 0
            charged = {self.small.first: "first_head", self.small.second: "second_head"}
            named = {getattr(self.small, one): one for one in PEOPLE}
            if act == "answer":
                who = named.get(asked.officer) or charged.get(asked.department) or "head"
            else:
                who = "head" if act in ("correct", "void") else "chief"

        def take(work: Work, acting: Acting) -> object:
            match act:
                case "answer":
                    return instructions.answer_instruction(work, id, note, acting=acting)
                case "require":
                    day = work.today + dt.timedelta(days=days)
                    return instructions.require(work, id, into, due_on=day, acting=acting)
                case "return":
                    return instructions.return_instruction(work, id, acting=acting)
                case "close":
                    return instructions.close_instruction(work, id, acting=acting)
                case "correct":
                    right = CorrectInstruction(text=note or None, department=self.small.second)
                    return instructions.correct_instruction(work, id, right, acting=acting)
            return instructions.void_instruction(work, id, acting=acting)

        self.attempt(who, take, reason=reason, days_ago=days_ago)

    @precondition(lambda self: self.made["closed"])
    @rule(which=INDEX, outcome=st.sampled_from(ReviewOutcome))
    def straight_through(self, which: int, outcome: ReviewOutcome) -> None:
        """The way most reviews go, so that lives reach their end."""
        kind, _, target = (self.one("closed", which) or "").partition(" ")
        command = PlanReview(target_kind=kind, target=target, checkers=(self.small.inspector,))
        planned = self.attempt("head", lambda work, _: reviews.plan_review(work, command))
        if isinstance(planned, str):
            self.keep("review", planned)
            self.attempt(
                "inspector",
                lambda work, _: reviews.complete_review(work, planned, outcome, "已查"),
            )

    @precondition(lambda self: self.made["instruction"])
    @rule(which=INDEX, item=INDEX, turns=st.integers(1, 4))
    def straight_to_the_end(self, which: int, item: int, turns: int) -> None:
        """The way most instructions go."""
        id = self.made["instruction"][which % len(self.made["instruction"])]
        into, asked = self.one("item", item), self.record(INSTRUCTION, id)
        named = {getattr(self.small, one): one for one in PEOPLE}
        charged = {self.small.first: "first_head", self.small.second: "second_head"}
        by = named.get(asked.officer) or charged.get(asked.department) or "head"
        because = Acting(reason="属实")
        if into is not None:
            self.attempt("chief", lambda work, _: instructions.require(work, id, into))
        self.attempt(by, lambda work, _: instructions.answer_instruction(work, id, "已办"))
        if turns > 3:
            self.attempt(
                "chief", lambda work, _: instructions.return_instruction(work, id, acting=because)
            )
        elif turns > 1:
            self.attempt("chief", lambda work, _: instructions.close_instruction(work, id))

    # --- whole courses ---

    def reviews_are_completed_or_given_up(self) -> None:
        self.run_a_finding(True)
        _, _, target = self.made["closed"][-1].partition(" ")
        command = PlanReview(target_kind="finding", target=target, checkers=(self.small.inspector,))
        plan = ("head", lambda work, _: reviews.plan_review(work, command))
        made, off, wrong = self.in_turn(plan, plan, plan)
        for one in (made, off, wrong):
            self.keep("review", one)

        def postpone(work: Work, how: Acting) -> object:
            right = CorrectReview(due_on=work.today + dt.timedelta(days=9))
            return reviews.correct_review(work, str(made), right, acting=how)

        self.in_turn(
            ("head", lambda work, how: reviews.cancel_review(work, str(off), acting=how)),
            ("head", lambda work, how: reviews.void_review(work, str(wrong), acting=how)),
            ("head", postpone),
            (
                "inspector",
                lambda work, how: reviews.complete_review(
                    work, str(made), ReviewOutcome.HOLDS, "已查", acting=how
                ),
            ),
        )

    def an_instruction_is_answered_and_closed(self) -> None:
        small = self.small
        self.run_an_item(3)
        item = self.made["item"][-1]
        command = ReceiveInstruction(
            text="请说明",
            about_kind="item",
            about=item,
            leader=small.chief,
            department=small.first,
        )
        receive = ("head", lambda work, _: instructions.receive(work, command))
        made, wrong = self.in_turn(receive, receive)
        self.keep("instruction", made)
        self.keep("instruction", wrong)
        id, right = str(made), CorrectInstruction(text="请书面说明")
        answer = (
            "first_head",
            lambda work, how: instructions.answer_instruction(work, id, "已办", acting=how),
        )
        self.in_turn(
            (
                "head",
                lambda work, how: instructions.void_instruction(work, str(wrong), acting=how),
            ),
            (
                "head",
                lambda work, how: instructions.correct_instruction(work, id, right, acting=how),
            ),
            ("chief", lambda work, how: instructions.require(work, id, item, acting=how)),
            answer,
            ("chief", lambda work, how: instructions.return_instruction(work, id, acting=how)),
            answer,
            ("chief", lambda work, how: instructions.close_instruction(work, id, acting=how)),
        )

    # --- what always holds ---

    @invariant()
    def a_failed_review_has_its_finding_and_no_checker_was_concerned(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            for review in view.select(REVIEW):
                failed = review.outcome is not None and fails(review.outcome)
                assert bool(review.findings) is failed
                for id in review.findings:
                    found = view.get(FINDING, id)
                    assert review.target in (found.recurs_from, found.item)
                if review.target_kind == "finding" and review.done_by is not None:
                    concerned = concerned_by(view.get(FINDING, review.target))
                    assert review.done_by not in concerned.officers

    @invariant()
    def a_clock_runs_while_something_is_owed(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            for one in view.select(REVIEW):
                if one.clock is not None:
                    stopped = view.get(CLOCK, one.clock).state is ClockState.STOPPED
                    assert stopped is (one.state is not ReviewState.PLANNED)
            for asked in view.select(INSTRUCTION):
                if asked.clock is not None:
                    owed = (InstructionState.OPEN, InstructionState.ANSWERED)
                    running = view.get(CLOCK, asked.clock).state is not ClockState.STOPPED
                    assert running is (asked.state in owed)
                if asked.item is not None:
                    made = view.get(ITEM, asked.item).requirements[asked.requirement or 0]
                    assert made.instruction == asked.id


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_replay_equals_rows_after_random_reviews(
    opener: Callable[[Path], Store | None],
) -> None:
    live(ReviewLives, opener, times=60 if opener is memory else 15)
