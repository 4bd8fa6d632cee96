"""The case-to-item ratio: exact, from published figures and from cases, and why it changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.domain.cases import Card, Case, CaseTrace, Event
from supervision.domain.periods import Period, parse_period
from supervision.domain.rules import FieldTest, Selector
from supervision.domain.schemes import LateMeasurePoints, ProblemPoints, ScoreRule
from supervision.domain.values import start_of
from supervision.errors import CodecError
from supervision.monitoring.activity_lists import LIST_2020, Activity, ActivityList
from supervision.monitoring.ratio import (
    ActivityCount,
    CaseCounts,
    Tallied,
    count_cases,
    explain,
    explain_departments,
    ratio_text,
    summed,
)
from supervision.office.ratios import case_ratio, read_activity_list
from supervision.testing.offices import SmallOffice, small_office

XUCHANG = CaseCounts(
    arrest=9_265,
    prosecution=14_640,
    arrested=6_220,
    extra=(
        ActivityCount(code="extended", count=4_372),
        ActivityCount(code="returned", count=3_825),
        ActivityCount(code="appealed", count=1_249),
        # The source gives these three, 98.1 % of 9,630; the rest is not told apart.
        ActivityCount(code="others", count=9_630 - 4_372 - 3_825 - 1_249),
    ),
)
"""许昌 2016–2019, as published."""


def test_the_published_ratio_of_xuchang_is_reproduced() -> None:
    """RATIO-3."""
    assert (XUCHANG.cases, XUCHANG.activities, XUCHANG.items) == (17_685, 9_630, 27_315)
    assert XUCHANG.ratio == Fraction(27_315, 17_685)
    assert ratio_text(XUCHANG.ratio, 3) == "1:1.545"
    assert ratio_text(XUCHANG.ratio, 2) == "1:1.54"


def test_rounding_half_up_gives_the_published_figure_and_cutting_off_does_not() -> None:
    exact = Fraction(27_315, 17_685)
    assert Fraction("1.54452") < exact < Fraction("1.54453")
    assert ratio_text(exact, 3) == "1:1.545"
    assert exact * 1000 // 1 == 1544, "cut off it would read 1.544"


def test_the_three_named_activities_are_the_published_share_of_all() -> None:
    named = sum(one.count for one in XUCHANG.extra if one.code != "others")
    assert (named, round(Fraction(named * 1000, XUCHANG.activities))) == (9_446, 981)


def test_half_way_is_rounded_up() -> None:
    assert [ratio_text(Fraction(309, 200), places) for places in (1, 2, 3)] == [
        "1:1.5",
        "1:1.55",
        "1:1.545",
    ]


def test_without_a_case_there_is_no_ratio() -> None:
    none = CaseCounts(arrest=0, prosecution=0, arrested=0)
    assert (none.ratio, ratio_text(none.ratio)) == (None, "—")
    assert explain(none, XUCHANG) is None
    assert explain(XUCHANG, none) is None


# ---------------------------------------------------------------------------- the list


def test_the_list_of_2020_has_sixteen_activities_with_their_sources() -> None:
    assert len(LIST_2020.activities) == 16
    assert len({one.code for one in LIST_2020.activities}) == 16
    verified = [one.zh for one in LIST_2020.activities if not one.unverified]
    assert verified == ["批捕（不批捕）申诉", "不批捕复议"]
    assert LIST_2020.source
    assert LIST_2020.holds_on(dt.date(2021, 10, 8))
    assert not LIST_2020.holds_on(dt.date(2021, 10, 9))
    assert not LIST_2020.holds_on(dt.date(2019, 12, 31))
    assert attrs.evolve(LIST_2020, valid_until=None).holds_on(dt.date(2099, 1, 1))


LIST = """\
code = "local"
version = 2
zh = "本院清单"
en = "local list"
source = "本院规定"
valid_from = 2021-10-09
arrest = ["审查逮捕"]
prosecution = ["审查起诉"]
arrested = { events = ["arrested"] }

[[activities]]
code = "returned"
zh = "退回补充侦查"
en = "returned"
counts = { events = ["returned"] }
"""


def test_a_later_list_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "list.toml"
    file.write_text(LIST, "utf-8")
    found = read_activity_list(file)
    assert (found.code, found.version, len(found.activities)) == ("local", 2, 1)


def test_faults_of_a_list_are_all_told_with_their_places(tmp_path: Path) -> None:
    file = tmp_path / "list.toml"
    more = '\n[[activities]]\ncode = "returned"\nzh = "x"\nen = "x"\nnth = 0\ncounts = { events = [] }\n'
    file.write_text(LIST.replace('["审查起诉"]', '["审查逮捕"]') + more, "utf-8")
    with pytest.raises(CodecError) as refusal:
        read_activity_list(file)
    assert sorted(one.code for one in refusal.value.problems) == [
        "ratio.code_twice",
        "ratio.line_twice",
        "ratio.no_event",
        "ratio.nth",
    ]


# ---------------------------------------------------------------------------- from cases

Y2021 = parse_period("2021")


def day(month: int, day: int, year: int = 2021) -> dt.date:
    return dt.date(year, month, day)


RECEIVED = day(1, 5)


def event(what: str, on: dt.date, party: str | None = None, **card: str) -> Event:
    return Event(
        id=f"{what}/{on}/{party}",
        type=what,
        occurred_at=start_of(on),
        day=on,
        party=party,
        card=tuple(Card(name, text) for name, text in card.items()),
    )


def case(
    number: str,
    *events: Event,
    line: str = "审查起诉",
    accepted: dt.date | None = RECEIVED,
    department: str | None = "第一检察部",
) -> CaseTrace:
    return CaseTrace(
        case=Case(number=number, line=line, accepted_on=accepted, department=department),
        events=events,
    )


def counted(
    traces: Iterable[CaseTrace],
    *periods: Period,
    activities: ActivityList = LIST_2020,
) -> Tallied:
    return count_cases(
        traces, activities, periods or (Y2021,), lambda trace: trace.case.department or ""
    )


def extra(counts: CaseCounts) -> dict[str, int]:
    return {one.code: one.count for one in counts.extra if one.count}


def test_cases_count_once_on_their_way_from_arrest_to_prosecution() -> None:
    """RATIO-1."""
    traces = [
        case("A1", line="审查逮捕"),
        case("A2", line="审查逮捕"),
        case("P1", event("arrested", day(1, 2))),
        case("P2"),
        case("X1", line="刑事执行"),
    ]
    (found,) = counted(traces).periods
    counts = summed(found.values())
    assert (counts.arrest, counts.prosecution, counts.arrested) == (2, 2, 1)
    assert (counts.cases, ratio_text(counts.ratio)) == (3, "1:1.00")


def test_returns_and_extensions_are_told_apart_by_their_order() -> None:
    """RATIO-4."""
    days = [day(2, 1), day(4, 1), day(6, 1), day(8, 1)]
    events = [event("returned", on) for on in days[:3]] + [event("extended", on) for on in days]
    (found,) = counted([case("P1", *events)]).periods
    assert extra(found["第一检察部"]) == {
        "returned_1": 1,
        "returned_2": 1,
        "extended_1": 1,
        "extended_2": 1,
        "extended_3": 1,
    }


def test_events_of_one_day_in_one_case_are_one_activity() -> None:
    """RATIO-5."""
    events = [event("appealed", day(6, 1), "a"), event("appealed", day(6, 1), "b")]
    (found,) = counted([case("P1", *events, event("appealed", day(6, 9), "c"))]).periods
    assert extra(found["第一检察部"]) == {"appealed": 2}


def test_an_activity_counts_when_it_occurred_whenever_its_case_was_received() -> None:
    """RATIO-2."""
    old = case("P1", event("returned", day(1, 9)), accepted=day(12, 20, 2020))
    early = case("P2", event("returned", day(12, 30)), event("returned", day(3, 1, 2022)))
    now, before = counted([old, early], Y2021, parse_period("2020")).periods
    assert (now["第一检察部"].cases, extra(now["第一检察部"])) == (1, {"returned_1": 2})
    assert (before["第一检察部"].cases, extra(before["第一检察部"])) == (1, {})


def test_case_without_a_day_of_acceptance_belongs_to_no_period_and_is_told() -> None:
    tallied = counted([case("P1", accepted=None), case("X1", accepted=None, line="公益诉讼")])
    assert (tallied.periods, tallied.undated) == (({},), 1)


def test_a_condition_on_the_events_card_must_hold() -> None:
    only = Activity(
        code="withdrawn",
        zh="撤回",
        en="withdrawn",
        counts=Selector(
            events=("decided",), when=(FieldTest(field="result", one_of=("撤回起诉",)),)
        ),
        lines=("审查起诉",),
    )
    activities = attrs.evolve(LIST_2020, activities=(only,))
    withdrawn = event("decided", day(5, 1), result="撤回起诉")
    traces = [
        case("P1", withdrawn),
        case("P2", event("decided", day(5, 1), result="起诉")),
        case("P3", event("decided", day(5, 1))),
        case("A1", withdrawn, line="审查逮捕"),
    ]
    (found,) = counted(traces, activities=activities).periods
    assert extra(found["第一检察部"]) == {"withdrawn": 1}


# ---------------------------------------------------------------------------- why it changed


def test_explanation_names_what_raised_and_what_lowered_the_ratio() -> None:
    """RATIO-6."""

    def counts(cases: int, **activities: int) -> CaseCounts:
        extra = tuple(ActivityCount(code=code, count=one) for code, one in activities.items())
        return CaseCounts(arrest=0, prosecution=cases, arrested=0, extra=extra)

    why = explain(counts(100, returned=60, appealed=10), counts(200, returned=80, appealed=40))
    assert why is not None
    assert (why.before, why.after, why.difference) == (
        Fraction(17, 10),
        Fraction(8, 5),
        Fraction(-1, 10),
    )
    shown = [(one.code, one.by_number, one.by_cases, one.change) for one in why.contributions]
    assert shown == [
        ("appealed", Fraction(3, 20), Fraction(-1, 20), Fraction(1, 10)),
        ("returned", Fraction(1, 10), Fraction(-3, 10), Fraction(-1, 5)),
    ]


COUNT = st.integers(0, 500)
COUNTS = st.builds(
    lambda arrest, prosecution, share, extra: CaseCounts(
        arrest=arrest,
        prosecution=prosecution,
        arrested=prosecution * share // 100,
        extra=tuple(ActivityCount(code=code, count=one) for code, one in extra.items()),
    ),
    COUNT,
    COUNT,
    st.integers(0, 100),
    st.dictionaries(st.sampled_from("abcd"), COUNT),
)
BY_DEPARTMENT = st.dictionaries(st.sampled_from(["一部", "二部", "三部"]), COUNTS, min_size=1)


@given(before=BY_DEPARTMENT, after=BY_DEPARTMENT)
def test_contributions_sum_exactly_to_the_difference(
    before: dict[str, CaseCounts], after: dict[str, CaseCounts]
) -> None:
    old, new = summed(before.values()), summed(after.values())
    explanations = (explain(old, new), explain_departments(before, after))
    for why in explanations:
        if why is None:
            assert None in (old.ratio, new.ratio)
            continue
        assert why.difference == (new.ratio or 0) - (old.ratio or 0)
        assert sum((one.change for one in why.contributions), Fraction(0)) == why.difference
        assert all(one.change == one.by_number + one.by_cases for one in why.contributions)


# ---------------------------------------------------------------------------- in the office


@pytest.fixture
def small() -> SmallOffice:
    small = small_office()
    small.office.cases.ingest(
        [
            case("A1", line="审查逮捕", accepted=day(1, 5, 2020)),
            case("A2", line="审查逮捕"),
            case("P1", event("arrested", day(1, 2)), event("returned", day(2, 2))),
            case("P2", event("appealed", day(5, 2)), department="第二检察部"),
            case("P3", department=None),
            case("P4", department="检察九部", accepted=None),
        ]
    )
    return small


def test_office_counts_its_case_store_by_department(small: SmallOffice) -> None:
    report = case_ratio(small.office, small.inspector, Y2021)
    now = report.now
    assert (now.cases, now.items, now.ratio) == (3, 5, Fraction(5, 3))
    assert [(one.department, one.cases, one.items) for one in now.departments] == [
        ("", 1, 1),
        ("第一检察部", 1, 2),
        ("第二检察部", 1, 2),
    ]
    assert (report.before, report.by_activity, report.by_department) == (None, None, None)
    assert (report.undated, now.list_holds) == (1, False)


def test_office_explains_the_change_between_two_periods(small: SmallOffice) -> None:
    report = case_ratio(small.office, small.inspector, Y2021, against=parse_period("2020"))
    assert report.before is not None
    assert (report.before.ratio, report.before.list_holds) == (Fraction(1), True)
    assert report.by_activity is not None
    assert report.by_department is not None
    assert report.by_activity.difference == report.by_department.difference == Fraction(2, 3)


def test_there_is_no_ratio_of_a_person_and_no_scheme_may_score_one() -> None:
    """RATIO-7. That assessment cannot even import the ratio is a contract of the import linter."""
    fields = {field.name for field in attrs.fields(CaseCounts)}
    assert fields == {"arrest", "prosecution", "arrested", "extra"}
    assert set(get_args(ScoreRule)) == {ProblemPoints, LateMeasurePoints}
