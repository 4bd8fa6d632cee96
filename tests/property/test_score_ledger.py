"""Whatever happens to the records: the ledger says what holds, exactly, and no more than once."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs
from hypothesis import given
from hypothesis import strategies as st

from supervision.assessment.plan import plan_scores
from supervision.assessment.scoring import Timed, score_lines
from supervision.assessment.sheets import People, build_sheet
from supervision.domain.acts import Act
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
from supervision.domain.periods import Period, parse_period
from supervision.domain.posts import Role
from supervision.domain.schemes import Scheme
from supervision.domain.score_entries import (
    Account,
    PostScore,
    ScoreEntry,
    decide_post,
    decide_reverse,
    evolve_score_entry,
)
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import Instant, OfficerId, format_points, start_of
from supervision.testing.scores import (
    SAMPLE_PERSONAL_RULE,
    SAMPLE_SCHEME,
    late_by,
    make_finding,
    make_timed,
)

SCHEME = attrs.evolve(SAMPLE_SCHEME, rules=(*SAMPLE_SCHEME.rules, SAMPLE_PERSONAL_RULE))
YEAR = parse_period("2026")
NOW = start_of(dt.date(2026, 12, 1))
HEAD = OfficerId("off_head")
DEED = Deed(
    act=Act(by=HEAD, on=dt.date(2026, 12, 1)),
    standing=Standing(officer=HEAD, roles=frozenset({Role.SUPERVISION_HEAD})),
    reason="更正",
)
PEOPLE = People(department=str, officer=str, staff_number=str)

persons = st.lists(
    st.builds(
        Responsible,
        officer=st.sampled_from([OfficerId("off_a"), OfficerId("off_b")]),
        responsibility=st.sampled_from(Responsibility),
    ),
    max_size=3,
).map(tuple)
findings = st.fixed_dictionaries(
    {
        "state": st.sampled_from(FindingState),
        "certainty": st.sampled_from(Certainty),
        "nature": st.sampled_from(Nature),
        "severity": st.sampled_from(Severity),
        "problem_code": st.sampled_from([None, "plea.deed", "archive.late", "card.wrong"]),
        "department": st.sampled_from([None, "dep_1", "dep_2"]),
        "found_on": st.dates(dt.date(2025, 11, 1), dt.date(2027, 2, 1)),
        "persons": persons,
    }
)
measures = st.fixed_dictionaries(
    {
        "state": st.sampled_from(MeasureState),
        "department": st.sampled_from([None, "dep_1", "dep_2"]),
        "served": st.dates(dt.date(2025, 12, 1), dt.date(2026, 12, 31)),
        "outcome": st.none() | st.integers(1, 40).map(late_by),
    }
)


@attrs.frozen
class World:
    """The records at one moment."""

    findings: tuple[Finding, ...]
    measures: tuple[Timed, ...]


worlds = st.builds(
    World,
    st.lists(findings, max_size=6).map(
        lambda them: tuple(make_finding(f"fnd_{n}", **one) for n, one in enumerate(them))
    ),
    st.lists(measures, max_size=4).map(
        lambda them: tuple(make_timed(n, **one) for n, one in enumerate(them))
    ),
)


class Ledger:
    """A ledger kept by the real decisions."""

    def __init__(self) -> None:
        self.entries: dict[str, ScoreEntry] = {}

    def score(self, world: World, scheme: Scheme = SCHEME, period: Period = YEAR) -> int:
        """Bring it to what holds; return how many entries were touched."""
        lines = score_lines(scheme, period, world.findings, world.measures, NOW).lines
        plan = plan_scores("unt_1", lines, self.entries.values())
        for one in plan.reverse:
            self.reverse(one.entry.id)
        for posting in plan.post:
            assert posting.id not in self.entries
            change = decide_post(posting.id, "unt_1", posting.line, deed=DEED)[0]
            self.entries[posting.id] = evolve_score_entry(None, change)
        return len(plan.reverse) + len(plan.post)

    def reverse(self, id: str) -> None:
        reversal = decide_reverse(self.entries[id], deed=DEED)
        self.entries[id] = evolve_score_entry(self.entries[id], reversal.original[0])
        counter = evolve_score_entry(None, reversal.counter[0])
        assert counter.id not in self.entries
        self.entries[counter.id] = counter

    @property
    def total(self) -> Fraction:
        return sum((entry.points for entry in self.entries.values()), Fraction(0))

    @property
    def holding(self) -> Fraction:
        held = (entry.points for entry in self.entries.values() if entry.holds)
        return sum(held, Fraction(0))


def wanted(lines: Sequence[PostScore]) -> Fraction:
    return sum((line.working.points for line in lines), Fraction(0))


@given(worlds, st.randoms(use_true_random=False))
def test_order_of_the_records_makes_no_difference(world: World, chance: random.Random) -> None:
    shuffled = World(
        tuple(chance.sample(world.findings, len(world.findings))),
        tuple(chance.sample(world.measures, len(world.measures))),
    )
    one = score_lines(SCHEME, YEAR, world.findings, world.measures, NOW)
    assert score_lines(SCHEME, YEAR, shuffled.findings, shuffled.measures, NOW) == one
    plan = plan_scores("unt_1", one.lines, ())
    assert plan_scores("unt_1", one.lines[::-1], ()) == plan


@given(st.lists(worlds, min_size=1, max_size=5))
def test_ledger_says_what_holds_after_any_course_of_things(course: list[World]) -> None:
    ledger = Ledger()
    for world in course:
        ledger.score(world)
        lines = score_lines(SCHEME, YEAR, world.findings, world.measures, NOW).lines
        assert ledger.total == ledger.holding == wanted(lines)


@given(st.lists(worlds, min_size=1, max_size=3))
def test_scoring_again_touches_nothing(course: list[World]) -> None:
    ledger = Ledger()
    for world in course:
        ledger.score(world)
        before = dict(ledger.entries)
        assert ledger.score(world) == 0
        assert ledger.entries == before


@given(worlds)
def test_reversing_everything_restores_the_total_of_nothing(world: World) -> None:
    ledger = Ledger()
    ledger.score(world)
    for entry in list(ledger.entries.values()):
        ledger.reverse(entry.id)
    assert ledger.total == ledger.holding == 0


@given(worlds, worlds)
def test_sheet_foots_exactly_also_as_it_is_printed(first: World, second: World) -> None:
    ledger = Ledger()
    ledger.score(first)
    ledger.score(second)
    sheet = build_sheet(
        (SCHEME,), YEAR, ledger.entries.values(), PEOPLE, unit="院", made_at=Instant(0)
    )
    for account, totals, points in (
        (Account.DEPARTMENT, sheet.departments, sheet.department_points),
        (Account.PERSON, sheet.persons, sheet.person_points),
    ):
        lines = [line for line in sheet.lines if line.account is account]
        assert sum((line.points for line in lines), Fraction(0)) == points
        assert sum((total.points for total in totals), Fraction(0)) == points
        assert sum(total.entries for total in totals) == len(lines)
        printed = sum(Decimal(format_points(line.points, sheet.decimals)) for line in lines)
        assert printed == Decimal(format_points(points, sheet.decimals))


@given(worlds)
def test_every_point_is_explained_and_of_no_voided_record(world: World) -> None:
    lines = score_lines(SCHEME, YEAR, world.findings, world.measures, NOW).lines
    voided = {one.id for one in world.findings if one.state is FindingState.VOIDED}
    voided |= {one.measure.id for one in world.measures if one.measure.state is MeasureState.VOIDED}
    for line in lines:
        assert line.records
        assert YEAR.holds(line.fact_on)
        assert not voided & {record.id for record in line.records}
