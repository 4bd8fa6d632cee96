"""Random lives of holds and destructions: nothing held is erased, two persons decide.

Replay equals rows, a refused act wrote nothing, and verification tells what was erased by
decision: it finds nothing missing besides.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from lives import BECAUSE, INDEX, REASON, WHO, Lives, live, memory, sqlite

from supervision.config.retention import packaged_schedule
from supervision.domain.attachments import ATTACHMENT, AttachedTo
from supervision.domain.contacts import MakeContact, Means
from supervision.domain.destructions import DESTRUCTION, DestructionState, Ground
from supervision.domain.findings import OpenFinding
from supervision.domain.holds import HOLD, HoldScope, PlaceHold
from supervision.domain.references import Reference
from supervision.office import attachments, contacts, destructions, findings, holds
from supervision.office.acting import Acting
from supervision.office.office import Office
from supervision.office.work import Work
from supervision.ports.store import Store

PDF = b"%PDF-1.4\n%%EOF\n"


class RetentionLives(Lives):
    """Everybody tries everything with holds and destructions (随机保全与销毁)."""

    kinds = (HOLD, DESTRUCTION)
    courses = ("destroy_what_is_due", "a_hold_saves_a_list", "a_name_is_erased", "give_up")

    @initialize()
    def begin(self) -> None:
        super().begin()
        small = self.small
        schedule = packaged_schedule().with_terms({"contact": "6m"})
        rules = attrs.evolve(small.office.rules, retention=schedule)
        office = Office(attrs.evolve(small.office.parts, rules=rules))
        self.small = attrs.evolve(small, office=office)

    def contact(self) -> str:
        """Enter a contact about a finding, with a scan; its period begins at once."""
        small = self.small

        def enter(work: Work, _: Acting) -> str:
            finding = findings.open_finding(
                work, OpenFinding(title="归档超期", department=small.first)
            )
            about = Reference(kind="finding", id=finding)
            command = MakeContact(
                about=about, means=Means.PAPER, said="已催", department=small.first
            )
            id = contacts.make_contact(work, command)
            owner = AttachedTo(kind="contact", id=id)
            attachments.add_attachment(work, owner, "回单", "a.pdf", PDF)
            self.keep("finding", finding)
            return id

        made = self.attempt("inspector", enter)
        self.keep("contact", made)
        return str(made)

    @rule()
    def make(self) -> None:
        self.contact()

    @rule(days=st.sampled_from([30, 200]))
    def months_pass(self, days: int) -> None:
        self.small.clock.advance(days=days)

    def _propose(self, who: str, id: str, reason: str) -> str | None:
        named = (("contact", id, ""),)
        made = self.attempt(
            who,
            lambda work, acting: destructions.propose_destruction(
                work, Ground.EXPIRED, named, acting=acting
            ),
            reason=reason,
        )
        self.keep("destruction", made)
        return made if isinstance(made, str) else None

    def _hold(self, who: str, scope: HoldScope, about: Reference, reason: str) -> None:
        command = PlaceHold(scope=scope, ordered_by="监委", about=about)
        made = self.attempt(
            who, lambda work, acting: holds.place_hold(work, command, acting=acting), reason=reason
        )
        self.keep("hold", made)

    @precondition(lambda self: self.made["contact"])
    @rule(which=INDEX, who=WHO, reason=REASON)
    def propose(self, which: int, who: str, reason: str) -> None:
        self._propose(who, str(self.one("contact", which)), reason)

    @precondition(lambda self: self.made["contact"])
    @rule(
        which=INDEX,
        who=WHO,
        reason=REASON,
        scope=st.sampled_from(HoldScope),
        kind=st.sampled_from(["contact", "finding"]),
    )
    def hold(self, which: int, who: str, reason: str, scope: HoldScope, kind: str) -> None:
        self._hold(who, scope, Reference(kind=kind, id=str(self.one(kind, which))), reason)

    @precondition(lambda self: self.made["hold"])
    @rule(which=INDEX, who=WHO, reason=REASON)
    def lift(self, which: int, who: str, reason: str) -> None:
        id = str(self.one("hold", which))
        self.attempt(
            who, lambda work, acting: holds.lift_hold(work, id, acting=acting), reason=reason
        )

    @precondition(lambda self: self.made["destruction"])
    @rule(
        which=INDEX,
        who=WHO,
        by=WHO | st.none(),
        reason=REASON,
        act=st.sampled_from(["approve", "approve", "execute", "execute", "refuse"]),
    )
    def step(self, which: int, who: str, by: str | None, reason: str, act: str) -> None:
        self._step(str(self.one("destruction", which)), who, act, reason, by)

    def _step(
        self, id: str, who: str, act: str, reason: str = BECAUSE, by: str | None = None
    ) -> None:
        def take(work: Work, acting: Acting) -> object:
            match act:
                case "approve":
                    return destructions.approve_destruction(work, id, acting=acting)
                case "execute":
                    return destructions.execute_destruction(work, id, acting=acting)
            return destructions.refuse_destruction(work, id, acting=acting)

        self.attempt(who, take, reason=reason, by=by)

    # --- courses ---

    def destroy_what_is_due(self) -> None:
        id = self.contact()
        self.months_pass(200)
        proposed = str(self._propose("inspector", id, BECAUSE))
        self._step(proposed, "chief", "approve")
        self._step(proposed, "inspector", "execute")
        assert self.record(DESTRUCTION, proposed).state is DestructionState.EXECUTED

    def a_hold_saves_a_list(self) -> None:
        id = self.contact()
        self.months_pass(200)
        proposed = str(self._propose("inspector", id, BECAUSE))
        about = Reference(kind="finding", id=self.made["finding"][-1])
        self._hold("chief", HoldScope.ABOUT, about, BECAUSE)
        self._step(proposed, "chief", "approve")
        assert self.record(DESTRUCTION, proposed).state is DestructionState.PROPOSED
        self.lift(len(self.made["hold"]) - 1, "head", BECAUSE)
        self._step(proposed, "chief", "approve")
        assert self.record(DESTRUCTION, proposed).state is DestructionState.APPROVED

    def a_name_is_erased(self) -> None:
        named = (("officer", self.small.second_head, "name"),)
        proposed = self.attempt(
            "inspector",
            lambda work, acting: destructions.propose_destruction(
                work, Ground.PERSONAL, named, acting=acting
            ),
            reason=BECAUSE,
        )
        if isinstance(proposed, str):
            self._step(proposed, "chief", "approve")
            self._step(proposed, "inspector", "execute")

    def give_up(self) -> None:
        id = self.contact()
        self.months_pass(200)
        proposed = str(self._propose("inspector", id, BECAUSE))
        self._step(proposed, "head", "refuse")
        assert self.record(DESTRUCTION, proposed).state is DestructionState.REFUSED

    # --- what always holds ---

    @invariant()
    def two_persons_decided_and_only_what_was_executed_is_gone(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            every = view.select(DESTRUCTION)
            gone = {
                target.id
                for one in every
                if one.state is DestructionState.EXECUTED
                for target in one.targets
            }
            for one in every:
                assert one.decided_by != one.proposed_by or one.state is DestructionState.REFUSED
            for attachment in view.select(ATTACHMENT):
                there = view.unseal(attachment.current.content) is not None
                assert there is (attachment.id not in gone)


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_replay_equals_rows_after_random_destructions(
    opener: Callable[[Path], Store | None],
) -> None:
    live(RetentionLives, opener, times=15 if opener is memory else 5)
