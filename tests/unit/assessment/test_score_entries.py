"""The score ledger: posted once, never edited, reversed by a counter-entry."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs
import pytest

from supervision.codec import decode, encode
from supervision.domain.acts import Act
from supervision.domain.periods import parse_period
from supervision.domain.posts import Role
from supervision.domain.score_entries import (
    SCORE_ENTRY,
    Account,
    PostScore,
    RecordRef,
    ScoreEntry,
    ScoreFact,
    ScoreReversed,
    Working,
    counter_id,
    decide_post,
    decide_reverse,
    evolve_score_entry,
    score_entry_id,
)
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import JournalError, Refused

DAY = dt.date(2026, 3, 2)
FIRST, SECOND = DepartmentId("dep_1"), DepartmentId("dep_2")
HEAD, HANDLER = OfficerId("off_head"), OfficerId("off_handler")
FINDING, CLOCK = RecordRef(kind="finding", id="fnd_1"), RecordRef(kind="clock", id="clk_1")

COMMAND = PostScore(
    scheme="mw",
    scheme_version=1,
    rule="problem",
    period=parse_period("2026"),
    account=Account.DEPARTMENT,
    department=FIRST,
    working=Working(base=Fraction(-1, 2), factor=Fraction(2)),
    fact_on=DAY,
    records=(FINDING,),
    sentence="score.sentence.problem",
    facts=(ScoreFact(name="problem_code", text="plea.deed"),),
)


def deed(officer: OfficerId = HEAD, role: Role = Role.SUPERVISION_HEAD, reason: str = "") -> Deed:
    standing = Standing(officer=officer, roles=frozenset({role}))
    return Deed(act=Act(by=officer, on=DAY), standing=standing, reason=reason)


def posted(command: PostScore = COMMAND) -> ScoreEntry:
    id = score_entry_id("unt_1", command, 0)
    return evolve_score_entry(None, decide_post(id, "unt_1", command, deed=deed())[0])


def code_of(command: PostScore, by: Deed | None = None) -> str:
    with pytest.raises(Refused) as refusal:
        decide_post("scr_1", "unt_1", command, deed=by or deed())
    return refusal.value.code


def test_points_follow_from_the_working() -> None:
    working = Working(base=Fraction(-3), factor=Fraction(1, 2), share=Fraction(1, 3), times=4)
    assert posted(attrs.evolve(COMMAND, working=working)).points == Fraction(-2)


def test_entry_says_what_was_asked_and_when() -> None:
    entry = posted()
    assert (entry.points, entry.posted_on, entry.holds) == (Fraction(-1), DAY, True)
    assert (entry.scheme, entry.facts) == ("mw", COMMAND.facts)


def test_records_are_sorted_and_stand_once() -> None:
    entry = posted(attrs.evolve(COMMAND, records=(FINDING, CLOCK, FINDING)))
    assert entry.records == (CLOCK, FINDING)


def test_id_follows_from_what_it_is_about_alone() -> None:
    same = attrs.evolve(COMMAND, scheme_version=2, working=Working(base=Fraction(-9)))
    assert score_entry_id("unt_1", same, 0) == score_entry_id("unt_1", COMMAND, 0)


@pytest.mark.parametrize(
    "other",
    [
        attrs.evolve(COMMAND, department=SECOND),
        attrs.evolve(COMMAND, rule="late"),
        attrs.evolve(COMMAND, period=parse_period("2026-03")),
        attrs.evolve(COMMAND, account=Account.PERSON, officer=HANDLER),
        attrs.evolve(COMMAND, records=(CLOCK,)),
        attrs.evolve(COMMAND, scheme="other"),
    ],
)
def test_another_thing_has_another_id(other: PostScore) -> None:
    assert score_entry_id("unt_1", other, 0) != score_entry_id("unt_1", COMMAND, 0)


def test_second_turn_and_other_unit_have_other_ids() -> None:
    first = score_entry_id("unt_1", COMMAND, 0)
    assert len({first, score_entry_id("unt_1", COMMAND, 1), score_entry_id("u", COMMAND, 0)}) == 3


def test_zero_points_are_not_posted() -> None:
    assert code_of(attrs.evolve(COMMAND, working=Working(base=Fraction(0)))) == "score.zero"


def test_unexplained_points_are_refused() -> None:
    assert code_of(attrs.evolve(COMMAND, records=())) == "score.unexplained"


@pytest.mark.parametrize(
    "command",
    [
        attrs.evolve(COMMAND, department=None),
        attrs.evolve(COMMAND, officer=HANDLER),
        attrs.evolve(COMMAND, account=Account.PERSON),
    ],
)
def test_account_and_recipient_must_agree(command: PostScore) -> None:
    assert code_of(command) == "score.recipient"


def test_fact_outside_the_period_is_refused() -> None:
    assert code_of(attrs.evolve(COMMAND, fact_on=dt.date(2025, 12, 31))) == "score.outside"


def test_only_the_office_scores() -> None:
    assert code_of(COMMAND, deed(HANDLER, Role.PROSECUTOR)) == "separation.role"


def test_nobody_posts_or_reverses_points_of_his_own() -> None:
    own = attrs.evolve(COMMAND, account=Account.PERSON, officer=HEAD)
    assert code_of(own) == "separation.named"
    inspector = deed(HANDLER, Role.INSPECTOR, "申诉成立")
    theirs = attrs.evolve(own, officer=HANDLER)
    entry = evolve_score_entry(None, decide_post("scr_1", "unt_1", theirs, deed=deed())[0])
    with pytest.raises(Refused) as refusal:
        decide_reverse(entry, deed=inspector)
    assert refusal.value.code == "separation.named"


def test_reversal_restores_the_total_and_both_halves_know_each_other() -> None:
    entry = posted()
    reversal = decide_reverse(entry, deed=deed(reason="申诉成立"))
    original = evolve_score_entry(entry, reversal.original[0])
    counter = evolve_score_entry(None, reversal.counter[0])
    assert original.points + counter.points == 0
    assert original.reversed_by == counter.id == counter_id(entry.id)
    assert counter.reverses == entry.id
    assert not original.holds
    assert not counter.holds
    assert counter.period == entry.period
    assert not original.for_good


def test_counter_entry_may_count_in_another_period() -> None:
    later = parse_period("2027")
    reversal = decide_reverse(posted(), deed=deed(reason="上年度已定"), period=later, for_good=True)
    assert reversal.counter[0].period == later
    assert reversal.original[0].for_good


def test_reversal_needs_a_reason() -> None:
    with pytest.raises(Refused) as refusal:
        decide_reverse(posted(), deed=deed())
    assert refusal.value.code == "act.reason_missing"


def test_entry_is_reversed_once_and_a_counter_entry_never() -> None:
    by = deed(reason="更正")
    reversal = decide_reverse(posted(), deed=by)
    original = evolve_score_entry(posted(), reversal.original[0])
    counter = evolve_score_entry(None, reversal.counter[0])
    codes = []
    for entry in (original, counter):
        with pytest.raises(Refused) as refusal:
            decide_reverse(entry, deed=by)
        codes.append(refusal.value.code)
    assert codes == ["score.reversed", "score.counter_entry"]


def test_life_begins_with_posting() -> None:
    with pytest.raises(JournalError) as error:
        evolve_score_entry(None, ScoreReversed(act=Act(by=HEAD, on=DAY), by="scr_2"))
    assert error.value.code == "journal.no_beginning"


def test_entry_reads_back_from_its_text() -> None:
    entry = attrs.evolve(posted(), points=Fraction(-1, 3))
    assert decode(ScoreEntry, encode(entry)) == entry


def test_columns_say_period_days_and_whether_it_holds() -> None:
    columns = SCORE_ENTRY.columns_of(posted())
    assert (columns["period"], columns["holds"]) == ("2026", 1)
    assert (columns["period_first"], columns["period_last"]) == ("2026-01-01", "2026-12-31")
    assert SCORE_ENTRY.many_of(posted()) == {"records": ("fnd_1",)}
