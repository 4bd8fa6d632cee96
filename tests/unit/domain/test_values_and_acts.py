"""Instants, days, points, acts, ids."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from supervision.domain.acts import Act, check_reason, decide_act
from supervision.domain.values import (
    OFFICE_ZONE,
    Instant,
    OfficerId,
    Sealed,
    check_day,
    day_of,
    format_points,
    instant,
    instant_text,
    moment,
    start_of,
)
from supervision.errors import Refused
from supervision.ids import RandomIds, derived_id, is_id

ME, OTHER = OfficerId("off_1"), OfficerId("off_2")
TODAY = dt.date(2026, 3, 2)
PAPER = Sealed(digest="sha256:00", size=1)


def code(call: object) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


def test_an_instant_is_microseconds_utc_and_shown_in_office_time() -> None:
    at = instant(dt.datetime(2026, 3, 2, 0, 30, tzinfo=OFFICE_ZONE))
    assert at == 1_772_382_600_000_000
    assert moment(at).isoformat() == "2026-03-02T00:30:00+08:00"
    assert instant_text(at) == "2026-03-02T00:30:00+08:00"
    assert day_of(at) == TODAY
    assert start_of(TODAY) == at - 30 * 60 * 1_000_000


def test_a_time_without_zone_is_refused() -> None:
    naive = dt.datetime(2026, 3, 2)  # noqa: DTZ001  # the naive one is the point
    assert code(lambda: instant(naive)) == "value.naive_time"


@pytest.mark.parametrize("day", [dt.date(1991, 12, 31), dt.date(2101, 1, 1)])
def test_a_day_outside_the_range_is_refused(day: dt.date) -> None:
    assert code(lambda: check_day(day)) == "value.day_range"
    whole = dt.datetime.combine(day, dt.time(12), OFFICE_ZONE)
    assert code(lambda: instant(whole)) == "value.day_range"


@pytest.mark.parametrize("day", [dt.date(1992, 1, 1), dt.date(2100, 12, 31)])
def test_the_ends_of_the_range_are_taken(day: dt.date) -> None:
    assert check_day(day) == day


@pytest.mark.parametrize(
    ("points", "decimals", "text"),
    [
        (Fraction(-5, 2), 1, "-2.5"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(7, 2), 0, "4"),
        (Fraction(100), 2, "100.00"),
    ],
)
def test_points_are_printed_half_up(points: Fraction, decimals: int, text: str) -> None:
    assert format_points(points, decimals) == text


def test_an_act_is_by_default_the_actors_own_today() -> None:
    assert decide_act(entered_by=ME, today=TODAY) == Act(by=ME, on=TODAY)


def test_a_late_entry_keeps_the_day_of_the_act() -> None:
    assert decide_act(entered_by=ME, today=TODAY, on=dt.date(2026, 2, 1)).on.month == 2


def test_an_act_ahead_is_refused() -> None:
    later = dt.date(2026, 3, 3)
    assert code(lambda: decide_act(entered_by=ME, today=TODAY, on=later)) == "act.future"


def test_entering_for_another_needs_the_paper() -> None:
    assert code(lambda: decide_act(entered_by=ME, today=TODAY, by=OTHER)) == "act.paper_missing"
    act = decide_act(entered_by=ME, today=TODAY, by=OTHER, paper=PAPER)
    assert (act.by, act.paper) == (OTHER, PAPER)


def test_a_reason_is_one_line_and_stripped() -> None:
    assert check_reason("  依据 ") == "依据"
    assert check_reason("") == ""
    for text in ("a\nb", "a\rb", "a\u2028b", "a\x00"):
        assert code(lambda text=text: check_reason(text)) == "act.reason_line"
    assert code(lambda: check_reason("\ud800")) == "act.reason_letter"
    assert code(lambda: check_reason(" ", compulsory=True)) == "act.reason_missing"


def test_new_ids_sort_by_their_moment_and_have_the_form() -> None:
    ids = RandomIds(entropy=lambda count: b"\xff" * count)
    early, late = ids.new("fnd", 1_000_000), ids.new("fnd", 2_000_000)
    assert early < late
    assert is_id(early, "fnd")
    assert not is_id(early, "itm")
    assert not is_id(early[:-1], "fnd")
    assert not is_id(early[:-1] + "U", "fnd")


def test_random_ids_differ() -> None:
    ids = RandomIds()
    assert len({ids.new("fnd", Instant(0)) for _ in range(1000)}) == 1000


def test_derived_ids_depend_on_every_part_and_their_order() -> None:
    made = {
        derived_id("det", *parts) for parts in (("a", "b"), ("b", "a"), ("ab",), ("a", "b", ""))
    }
    assert len(made) == 4
    assert all(is_id(one, "det") for one in made)
