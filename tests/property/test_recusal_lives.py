"""Random lives of recusals: whoever keeps out has done nothing on what he keeps out of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from lives import (
    BECAUSE,
    DAYS_AGO,
    INDEX,
    REASON,
    WHO,
    Lives,
    live,
    memory,
    sqlite,
)

from supervision.domain.attachments import AttachedTo
from supervision.domain.findings import CorrectFinding, OpenFinding
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.measures import IssueMeasure, Service
from supervision.domain.recusals import (
    RECUSAL,
    AskRecusal,
    CorrectRecusal,
    RecusalGround,
    RecusalState,
)
from supervision.domain.references import Reference
from supervision.domain.values import day_of
from supervision.journal.replay import Key, Replayed, replay_entry
from supervision.office import attachments, findings, measures, recusals
from supervision.office.acting import Acting
from supervision.office.work import Work
from supervision.ports.store import Store

STEPS = ["grant", "refuse", "reconsider", "end", "correct", "void"]
ON_FINDING = ["check", "correct", "dismiss", "void", "attach", "issue"]
ON_MEASURE = ["serve", "void", "attach"]
WILD = st.sampled_from([False, False, False, True])


class RecusalLives(Lives):
    """Everybody tries everything on records some keep out of (随机回避)."""

    kinds = (RECUSAL,)
    courses = ("a_recusal_is_reconsidered_and_ends", "one_is_ordered_and_one_voided")

    def teardown(self) -> None:
        if hasattr(self, "small"):
            assert kept_out_and_acted(self) == []
        super().teardown()

    @rule()
    def open_finding(self) -> None:
        command = OpenFinding(title="超期", department=self.small.first)
        self.keep(
            "finding", self.attempt("head", lambda work, _: findings.open_finding(work, command))
        )

    @precondition(lambda self: self.made["finding"])
    @rule(which=INDEX, who=WHO, of=WHO, by=WHO | st.none(), wild=WILD)
    def ask(self, which: int, who: str, of: str, by: str | None, wild: bool) -> None:
        if not wild:
            who, by = of, None
        self._ask(which, who, of, by)

    def _ask(self, which: int, who: str, of: str, by: str | None) -> None:
        command = AskRecusal(
            officer=getattr(self.small, of),
            about=Reference(kind="finding", id=str(self.one("finding", which))),
            ground=RecusalGround.INTEREST,
            requested_by=getattr(self.small, by) if by else None,
        )
        self.keep("recusal", self.attempt(who, lambda work, _: recusals.ask_recusal(work, command)))

    @precondition(lambda self: self.made["finding"])
    @rule(which=INDEX, who=WHO, of=WHO, reason=REASON)
    def order(self, which: int, who: str, of: str, reason: str) -> None:
        self._order(which, who, of, reason)

    def _order(self, which: int, who: str, of: str, reason: str) -> None:
        command = AskRecusal(
            officer=getattr(self.small, of),
            about=Reference(kind="finding", id=str(self.one("finding", which))),
            ground=RecusalGround.WITNESS,
        )
        made = self.attempt(
            who,
            lambda work, how: recusals.order_recusal(work, command, acting=how),
            reason=reason,
        )
        self.keep("recusal", made)

    @precondition(lambda self: self.made["recusal"])
    @rule(
        which=INDEX,
        step=st.sampled_from(STEPS),
        who=WHO,
        by=WHO | st.none(),
        reason=REASON,
        days_ago=DAYS_AGO,
        wild=WILD,
    )
    def decide(
        self,
        which: int,
        step: str,
        who: str,
        by: str | None,
        reason: str,
        days_ago: int,
        wild: bool,
    ) -> None:
        if not wild:
            who = {"correct": "head", "void": "head", "reconsider": who}.get(step, "chief")
            by, reason, days_ago = None, BECAUSE, 0
        id = str(self.one("recusal", which))
        self.attempt(who, decision(step, id), reason=reason, days_ago=days_ago, by=by)

    @precondition(lambda self: self.made["finding"])
    @rule(
        which=INDEX,
        act=st.sampled_from(ON_FINDING),
        who=st.sampled_from(["head", "inspector", "chief"]),
        by=WHO | st.none(),
        days_ago=DAYS_AGO,
    )
    def touch_finding(self, which: int, act: str, who: str, by: str | None, days_ago: int) -> None:
        id, first = str(self.one("finding", which)), self.small.first

        def take(work: Work, acting: Acting) -> object:
            match act:
                case "check":
                    return findings.check_facts(work, id, "属实", acting=acting)
                case "correct":
                    right = CorrectFinding(title=f"超期{len(self.entries())}")
                    return findings.correct_finding(work, id, right, acting=acting)
                case "dismiss":
                    return findings.dismiss(work, id, acting=acting)
                case "void":
                    return findings.void_finding(work, id, acting=acting)
                case "attach":
                    return attach(work, "finding", id, acting)
            command = IssueMeasure(rung="hint_letter", title="函", findings=(id,), department=first)
            return measures.issue(work, command, acting=acting)

        made = self.attempt(who, take, reason=BECAUSE, days_ago=days_ago, by=by)
        if act == "issue":
            self.keep("measure", made)

    @precondition(lambda self: self.made["measure"])
    @rule(
        which=INDEX,
        act=st.sampled_from(ON_MEASURE),
        who=st.sampled_from(["head", "inspector"]),
        days_ago=DAYS_AGO,
    )
    def touch_measure(self, which: int, act: str, who: str, days_ago: int) -> None:
        id = str(self.one("measure", which))

        def take(work: Work, acting: Acting) -> object:
            match act:
                case "serve":
                    return measures.serve(work, id, Service.DIRECT, acting=acting)
                case "void":
                    return measures.void_measure(work, id, acting=acting)
            return attach(work, "measure", id, acting)

        self.attempt(who, take, reason=BECAUSE, days_ago=days_ago)

    # --- whole courses ---

    def a_recusal_is_reconsidered_and_ends(self) -> None:
        self.open_finding()
        self._ask(-1, "inspector", "inspector", None)
        id = self.made["recusal"][-1]
        self.in_turn(
            ("chief", decision("refuse", id)),
            ("inspector", decision("reconsider", id)),
            ("chief", decision("grant", id)),
        )
        self.touch_finding_as("inspector")
        self.in_turn(("chief", decision("end", id)))
        self.touch_finding_as("inspector")

    def touch_finding_as(self, who: str) -> None:
        id = self.made["finding"][-1]
        self.in_turn((who, lambda work, how: findings.check_facts(work, id, "属实", acting=how)))

    def one_is_ordered_and_one_voided(self) -> None:
        self.open_finding()
        self._order(-1, "chief", "prosecutor", BECAUSE)
        id = self.made["recusal"][-1]
        self.in_turn(("head", decision("correct", id)), ("head", decision("void", id)))


def attach(work: Work, kind: str, id: str, acting: Acting) -> object:
    owner = AttachedTo(kind=kind, id=id)
    return attachments.add_attachment(work, owner, "照片", "a.txt", b"seen", acting=acting)


def decision(step: str, id: str) -> Callable[[Work, Acting], object]:
    right = CorrectRecusal(detail="同学")
    acts: dict[str, Callable[[Work, Acting], object]] = {
        "grant": lambda work, how: recusals.grant_recusal(work, id, acting=how),
        "refuse": lambda work, how: recusals.refuse_recusal(work, id, acting=how),
        "reconsider": lambda work, how: recusals.reconsider_recusal(work, id, acting=how),
        "end": lambda work, how: recusals.end_recusal(work, id, acting=how),
        "correct": lambda work, how: recusals.correct_recusal(work, id, right, acting=how),
        "void": lambda work, how: recusals.void_recusal(work, id, acting=how),
    }
    return acts[step]


# --- who has acted though he kept out, told from the journal alone, the rule written again ---


def kept_out_and_acted(life: Lives) -> list[str]:
    known: dict[Key, Replayed] = {}
    faults = []
    for entry in life.entries():
        header = entry.header
        key = header.kind, header.id
        known[key], change = replay_entry(entry, known.get(key), KINDS_BY_NAME)
        act = getattr(change, "act", None)
        if header.kind == "recusal" or act is None:
            continue
        touched = touched_findings(header.kind, known[key].record)
        people = {(header.actor, day_of(header.at)), (act.by, act.on)}
        for officer, on in people:
            if touched & kept_out(known, officer, on):
                faults.append(f"{header.tag} {header.id} by {officer}")
    return faults


def touched_findings(kind: str, record: Any) -> set[str]:
    if kind == "finding":
        return {record.id}
    if kind == "measure":
        return set(record.findings)
    return {record.owner.id} if kind == "attachment" else set()


def kept_out(known: dict[Key, Replayed], officer: str, on: dt.date) -> set[str]:
    found = set()
    for (kind, _), replayed in known.items():
        one: Any = replayed.record
        if kind != "recusal" or one.officer != officer or one.state is RecusalState.VOIDED:
            continue
        if one.since is not None and one.since <= on and (one.ended_on or dt.date.max) > on:
            found.add(one.about.id)
    return found


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_replay_equals_rows_after_random_recusals(
    opener: Callable[[Path], Store | None],
) -> None:
    live(RecusalLives, opener, times=30 if opener is memory else 8)
