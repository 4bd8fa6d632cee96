"""The plan: what is posted, kept and reversed so that the ledger says what holds."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs

from supervision.assessment.plan import Plan, Reason, plan_scores
from supervision.domain.acts import Act
from supervision.domain.periods import parse_period
from supervision.domain.posts import Role
from supervision.domain.score_entries import (
    Account,
    PostScore,
    RecordRef,
    ScoreEntry,
    Working,
    decide_post,
    decide_reverse,
    evolve_score_entry,
    score_entry_id,
)
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId

UNIT = "unt_1"
DAY = dt.date(2026, 3, 2)
HEAD = OfficerId("off_head")
DEED = Deed(
    act=Act(by=HEAD, on=DAY),
    standing=Standing(officer=HEAD, roles=frozenset({Role.SUPERVISION_HEAD})),
    reason="更正",
)
RECORD = RecordRef(kind="finding", id="fnd_1")
LINE = PostScore(
    scheme="mw",
    scheme_version=1,
    rule="problem",
    period=parse_period("2026"),
    account=Account.DEPARTMENT,
    department=DepartmentId("dep_1"),
    working=Working(base=Fraction(-1)),
    fact_on=DAY,
    records=(RECORD,),
    sentence="score.sentence.problem",
)


def carried_out(plan: Plan, entries: dict[str, ScoreEntry]) -> dict[str, ScoreEntry]:
    ledger = dict(entries)
    for one in plan.reverse:
        reversal = decide_reverse(one.entry, deed=DEED)
        ledger[one.entry.id] = evolve_score_entry(one.entry, reversal.original[0])
        ledger[reversal.counter[0].id] = evolve_score_entry(None, reversal.counter[0])
    for posting in plan.post:
        change = decide_post(posting.id, UNIT, posting.line, deed=DEED)[0]
        ledger[posting.id] = evolve_score_entry(None, change)
    return ledger


def run(ledger: dict[str, ScoreEntry], *lines: PostScore) -> tuple[Plan, dict[str, ScoreEntry]]:
    plan = plan_scores(UNIT, lines, ledger.values())
    return plan, carried_out(plan, ledger)


def test_new_line_is_posted_and_then_kept() -> None:
    plan, ledger = run({}, LINE)
    assert [posting.id for posting in plan.post] == [score_entry_id(UNIT, LINE, 0)]
    again, _ = run(ledger, LINE)
    assert (again.post, again.reverse, len(again.keep)) == ((), (), 1)


def test_line_that_is_gone_is_reversed_once() -> None:
    _, ledger = run({}, LINE)
    plan, ledger = run(ledger)
    assert [one.reason for one in plan.reverse] == [Reason.GONE]
    assert sum(entry.points for entry in ledger.values()) == 0
    assert run(ledger)[0] == Plan()


def test_other_points_are_posted_anew_under_the_next_id() -> None:
    heavier = attrs.evolve(LINE, working=Working(base=Fraction(-1), factor=Fraction(2)))
    _, ledger = run({}, LINE)
    plan, ledger = run(ledger, heavier)
    assert [one.reason for one in plan.reverse] == [Reason.CHANGED]
    assert [posting.id for posting in plan.post] == [score_entry_id(UNIT, LINE, 1)]
    assert sum(entry.points for entry in ledger.values()) == Fraction(-2)
    assert run(ledger, heavier)[0].post == ()


def test_newer_version_of_the_scheme_is_a_change() -> None:
    _, ledger = run({}, LINE)
    plan, _ = run(ledger, attrs.evolve(LINE, scheme_version=2))
    assert [one.reason for one in plan.reverse] == [Reason.CHANGED]


def test_line_that_comes_back_is_posted_again() -> None:
    _, ledger = run({}, LINE)
    _, ledger = run(ledger)
    plan, ledger = run(ledger, LINE)
    assert [posting.id for posting in plan.post] == [score_entry_id(UNIT, LINE, 1)]
    assert sum(entry.points for entry in ledger.values()) == Fraction(-1)


def test_entry_reversed_for_good_is_not_posted_again() -> None:
    _, ledger = run({}, LINE)
    (entry,) = ledger.values()
    reversal = decide_reverse(entry, deed=DEED, for_good=True)
    ledger[entry.id] = evolve_score_entry(entry, reversal.original[0])
    assert run(ledger, LINE)[0] == Plan()


def test_entry_with_a_record_out_of_sight_stays() -> None:
    _, ledger = run({}, LINE)
    plan = plan_scores(UNIT, (), ledger.values(), hidden={RECORD})
    assert (plan.reverse, [entry.points for entry in plan.hidden]) == ((), [Fraction(-1)])


def test_two_holding_entries_about_one_thing_become_one() -> None:
    _, ledger = run({}, LINE)
    (entry,) = ledger.values()
    ledger["scr_other"] = attrs.evolve(entry, id="scr_other")
    plan, ledger = run(ledger, LINE)
    assert (len(plan.keep), len(plan.reverse), plan.post) == (1, 1, ())
    assert sum(entry.points for entry in ledger.values()) == Fraction(-1)
