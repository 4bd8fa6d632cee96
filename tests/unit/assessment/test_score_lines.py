"""From findings and measures to points: what counts, whom it hits, and why something does not."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs
import pytest

from supervision.assessment.scoring import Cause, Scored, Timed, score_lines
from supervision.domain.clocks import Outcome, Result
from supervision.domain.findings import (
    Certainty,
    Finding,
    FindingState,
    Nature,
    Responsibility,
    Responsible,
    Severity,
)
from supervision.domain.measures import MeasureState
from supervision.domain.periods import parse_period
from supervision.domain.schemes import Per, Scheme, ScoreRule
from supervision.domain.score_entries import Account, RecordRef
from supervision.domain.values import Instant, OfficerId, start_of
from supervision.messages.zh import TEXTS
from supervision.testing.scores import (
    SAMPLE_LATE_RULE,
    SAMPLE_PERSONAL_RULE,
    SAMPLE_PROBLEM_RULE,
    SAMPLE_SCHEME,
    late_by,
    make_finding,
    make_timed,
)

YEAR = parse_period("2026")
DAY = dt.date(2026, 3, 2)
A, B = OfficerId("off_a"), OfficerId("off_b")
NOW = start_of(dt.date(2026, 6, 1))


def by_rules(*rules: ScoreRule) -> Scheme:
    return attrs.evolve(SAMPLE_SCHEME, rules=rules)


def scored(
    *findings: Finding, measures: tuple[Timed, ...] = (), scheme: Scheme = SAMPLE_SCHEME
) -> Scored:
    return score_lines(scheme, YEAR, findings, measures, NOW)


def late(timed: Timed, now: Instant = NOW, **changes: object) -> Scored:
    rule = attrs.evolve(SAMPLE_LATE_RULE, **changes)
    return score_lines(by_rules(rule), YEAR, (), (timed,), now)


def test_finding_gives_the_points_of_its_code_times_its_severity() -> None:
    (line,) = scored(make_finding(severity=Severity.SERIOUS)).lines
    assert (line.working.base, line.working.factor) == (Fraction(-1), Fraction(3))
    assert line.working.points == Fraction(-3)
    assert line.records == (RecordRef(kind="finding", id="fnd_1"),)
    assert (line.department, line.officer, line.fact_on) == ("dep_1", None, DAY)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": FindingState.REGISTERED},
        {"state": FindingState.VOIDED},
        {"certainty": Certainty.SUSPECTED},
        {"nature": Nature.DISCIPLINE_LEAD},
        {"found_on": dt.date(2025, 12, 31)},
        {"found_on": dt.date(2027, 1, 1)},
    ],
)
def test_finding_the_rule_does_not_mean_is_not_even_mentioned(changes: dict[str, object]) -> None:
    assert scored(make_finding(**changes)) == Scored()


def test_day_the_version_is_not_valid_on_is_left_to_another() -> None:
    since_april = attrs.evolve(SAMPLE_SCHEME, valid_from=dt.date(2026, 4, 1))
    assert scored(make_finding(), scheme=since_april) == Scored()


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"problem_code": None}, Cause.NO_CODE),
        ({"problem_code": "discipline"}, Cause.UNLISTED),
        ({"department": None}, Cause.NO_DEPARTMENT),
    ],
)
def test_finding_that_cannot_be_placed_is_told(changes: dict[str, object], cause: Cause) -> None:
    (left,) = scored(make_finding(**changes)).unscored
    assert (left.rule, left.record.id, left.cause) == ("problem", "fnd_1", cause)
    assert left.code in TEXTS


def test_points_of_zero_are_told_and_not_posted() -> None:
    nothing = attrs.evolve(
        SAMPLE_PROBLEM_RULE,
        factors=tuple(attrs.evolve(f, factor=Fraction(0)) for f in SAMPLE_PROBLEM_RULE.factors),
    )
    found = scored(make_finding(), scheme=by_rules(nothing))
    assert (found.lines, found.unscored[0].cause) == ((), Cause.ZERO)


def test_persons_bear_the_share_of_their_responsibility() -> None:
    persons = (
        Responsible(officer=A),
        Responsible(officer=B, responsibility=Responsibility.CHECKING),
    )
    lines = scored(make_finding(persons=persons), scheme=by_rules(SAMPLE_PERSONAL_RULE)).lines
    assert {line.officer: line.working.points for line in lines} == {
        A: Fraction(-1),
        B: Fraction(-1, 2),
    }
    assert {line.account for line in lines} == {Account.PERSON}
    assert {line.sentence for line in lines} == {"score.sentence.problem_person"}


@pytest.mark.parametrize("turn", [False, True])
def test_person_named_twice_bears_the_larger_share_once(turn: bool) -> None:
    persons = [
        Responsible(officer=A, responsibility=Responsibility.CHECKING),
        Responsible(officer=A, responsibility=Responsibility.DIRECT),
    ]
    finding = make_finding(persons=tuple(persons[::-1] if turn else persons))
    (line,) = scored(finding, scheme=by_rules(SAMPLE_PERSONAL_RULE)).lines
    assert line.working.share == Fraction(1)


def test_responsibility_without_a_share_bears_nothing() -> None:
    leader = Responsible(officer=A, responsibility=Responsibility.LEADING)
    found = scored(make_finding(persons=(leader,)), scheme=by_rules(SAMPLE_PERSONAL_RULE))
    assert (found.lines, found.unscored[0].cause) == ((), Cause.NO_PERSON)


def test_late_measure_counts_once_on_the_day_after_its_last() -> None:
    (line,) = late(make_timed(outcome=late_by(4))).lines
    assert line.working.points == Fraction(-1)
    assert line.fact_on == dt.date(2026, 3, 13)
    assert [record.kind for record in line.records] == ["clock", "measure"]


def test_points_per_day_follow_the_days_late() -> None:
    (line,) = late(make_timed(outcome=late_by(4)), per=Per.DAY).lines
    assert (line.working.times, line.working.points) == (4, Fraction(-4))
    assert line.sentence == "score.sentence.late_days"


@pytest.mark.parametrize(
    "timed",
    [
        make_timed(outcome=Outcome(result=Result.IN_TIME, at=NOW)),
        make_timed(outcome=Outcome(result=Result.CANCELLED, at=NOW)),
        make_timed(),
        make_timed(outcome=late_by(4), state=MeasureState.VOIDED),
        make_timed(outcome=late_by(4), rung="suggestion"),
        make_timed(outcome=late_by(4), served=dt.date(2025, 12, 1)),
    ],
    ids=["in time", "cancelled", "running", "voided", "other rung", "last year"],
)
def test_measure_that_is_not_late_here_gives_nothing(timed: Timed) -> None:
    assert late(timed) == Scored()


def test_overdue_measure_counts_while_unanswered_where_the_scheme_says_so() -> None:
    assert late(make_timed(), unanswered=True).lines
    assert not late(make_timed(), unanswered=True, now=start_of(dt.date(2026, 3, 10))).lines


@pytest.mark.parametrize("state", [MeasureState.ANSWERED, MeasureState.REFUSED])
def test_measure_that_waits_for_the_office_is_nobodys_delay(state: MeasureState) -> None:
    assert late(make_timed(state=state), unanswered=True) == Scored()


@pytest.mark.parametrize("account", [Account.DEPARTMENT, Account.PERSON])
def test_late_measure_without_recipient_is_told(account: Account) -> None:
    timed = make_timed(outcome=late_by(1), department=None)
    found = late(timed, account=account)
    cause = Cause.NO_PERSON if account is Account.PERSON else Cause.NO_DEPARTMENT
    assert (found.lines, found.unscored[0].cause) == ((), cause)
    assert found.unscored[0].record == RecordRef(kind="measure", id="msr_1")


def test_late_measure_towards_a_person_counts_for_the_person() -> None:
    (line,) = late(make_timed(outcome=late_by(1), officer=A), account=Account.PERSON).lines
    assert (line.account, line.officer) == (Account.PERSON, A)


def test_measure_without_a_number_is_called_by_its_id() -> None:
    (line,) = late(make_timed(outcome=late_by(1), number=None)).lines
    assert {fact.name: fact.text for fact in line.facts}["measure"] == "msr_1"


def test_every_line_is_explained_by_records() -> None:
    found = scored(make_finding(), measures=(make_timed(outcome=late_by(1)),))
    assert len(found.lines) == 2
    assert all(line.records and line.sentence for line in found.lines)
