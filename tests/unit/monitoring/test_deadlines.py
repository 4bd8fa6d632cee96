"""What `Deadline` means."""

from __future__ import annotations

import datetime as dt

import pytest

from supervision.domain.cases import Party
from supervision.domain.rules import (
    AnchorPart,
    Extension,
    FieldTest,
    Over,
    Pause,
    Selector,
    Stage,
    Which,
)
from supervision.domain.sightings import EventRole, RuleFault, Sighting
from supervision.domain.values import start_of

APRIL = dt.date(2026, 4, 20)


def test_a_case_without_the_start_event_shows_nothing(build):
    assert build.see(build.deadline(), build.trace(build.event("decided", 3, 2)), APRIL) is None


def test_the_start_day_is_not_counted_and_the_last_day_is_in_time(build):
    rule = build.deadline(build.limit(10))
    trace = build.trace(build.event("accepted", 3, 2), build.event("decided", 3, 12))
    assert build.see(rule, trace, APRIL) is None


def test_one_day_after_the_last_day_is_late_done(build):
    rule = build.deadline(build.limit(10))
    trace = build.trace(build.event("accepted", 3, 2), build.event("decided", 3, 13))
    sighting = build.see(rule, trace, APRIL)
    assert sighting is not None
    assert (sighting.stage, sighting.facts.late_days) == (Stage.LATE_DONE, 1)
    assert sighting.facts.due_on == dt.date(2026, 3, 12)
    assert sighting.breached_on == dt.date(2026, 3, 13)
    assert [event.role for event in sighting.facts.events] == [EventRole.START, EventRole.END]


def test_an_open_limit_is_overdue_from_the_day_after_its_last_day(build):
    rule = build.deadline(build.limit(10))
    trace = build.trace(build.event("accepted", 3, 2))
    assert build.see(rule, trace, dt.date(2026, 3, 12)) is None
    sighting = build.see(rule, trace, dt.date(2026, 3, 13))
    assert sighting is not None
    assert sighting.stage is Stage.OVERDUE
    assert sighting.facts.late_days is None


def test_an_overdue_sighting_is_the_same_on_every_later_day(build):
    rule = build.deadline()
    trace = build.trace(build.event("accepted", 3, 2))
    assert build.see(rule, trace, dt.date(2026, 3, 20)) == build.see(rule, trace, APRIL)


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day(build):
    rule = build.deadline(build.limit(3))  # accepted on a Wednesday: Saturday → Monday
    trace = build.trace(build.event("accepted", 3, 4), build.event("decided", 3, 9))
    assert build.see(rule, trace, APRIL) is None


def test_a_last_day_on_a_holiday_stays_for_a_person_in_custody(build):
    rule = build.deadline(build.limit(3), over=Over.PARTY)
    trace = build.trace(
        build.event("accepted", 3, 4),
        build.event("decided", 3, 9),
        parties=(Party(key="held", custody=True), Party(key="free", custody=False)),
    )
    sighting = build.see(rule, trace, APRIL)
    assert sighting is not None
    assert (sighting.party, sighting.facts.due_on) == ("held", dt.date(2026, 3, 7))


def test_custody_that_the_export_does_not_tell_is_no_custody(build):
    rule = build.deadline(build.limit(3), over=Over.PARTY)
    trace = build.trace(
        build.event("accepted", 3, 4), build.event("decided", 3, 9), parties=(Party(key="p"),)
    )
    assert build.see(rule, trace, APRIL) is None


def test_a_rule_may_leave_custody_aside(build):
    rule = build.deadline(build.limit(3), over=Over.PARTY, custody_exact=False)
    trace = build.trace(
        build.event("accepted", 3, 4),
        build.event("decided", 3, 9),
        parties=(Party(key="held", custody=True),),
    )
    assert build.see(rule, trace, APRIL) is None


def test_a_rule_over_cases_asks_whether_any_party_is_in_custody(build):
    rule = build.deadline(build.limit(3))
    trace = build.trace(
        build.event("accepted", 3, 4),
        build.event("decided", 3, 9),
        parties=(Party(key="free", custody=False), Party(key="held", custody=True)),
    )
    sighting = build.see(rule, trace, APRIL)
    assert sighting is not None
    assert sighting.party is None


def test_one_month_from_the_31st_ends_on_the_last_day_of_february(build):
    rule = build.deadline(build.limit(1, "month"), custody_exact=True)
    trace = build.trace(build.event("accepted", 1, 31), parties=(Party(key="held", custody=True),))
    sighting = build.see(rule, trace, APRIL)
    assert sighting is not None
    assert sighting.facts.due_on == dt.date(2026, 2, 28)


def test_working_days_skip_holidays(build):
    rule = build.deadline(build.limit(2, "workday"))
    trace = build.trace(build.event("accepted", 9, 30))  # 1 and 2 October rest, 3 and 4 weekend
    sighting = build.see(rule, trace, dt.date(2026, 12, 1))
    assert sighting is not None
    assert sighting.facts.due_on == dt.date(2026, 10, 6)


def test_a_limit_beyond_the_calendar_is_provisional(build):
    rule = build.deadline(build.limit(30))
    trace = build.trace(build.event("accepted", 12, 20, year=2027))
    sighting = build.see(rule, trace, dt.date(2028, 6, 1))
    assert sighting is not None
    assert sighting.facts.provisional


class TestHours:
    def test_hours_begin_with_the_next_full_hour(self, build):
        rule = build.deadline(build.limit(24, "hour"), end=build.selector("family_told"))
        start = build.event("accepted", 3, 2, hour=10, minute=20)
        in_time = build.event("family_told", 3, 3, hour=10, minute=59)
        late = build.event("family_told", 3, 3, hour=11)
        assert build.see(rule, build.trace(start, in_time), APRIL) is None
        sighting = build.see(rule, build.trace(start, late), APRIL)
        assert sighting is not None
        assert sighting.facts.due_at == build.at(3, 3, 11)
        assert sighting.facts.late_days == 0
        assert sighting.breached_on == dt.date(2026, 3, 3)

    def test_a_day_is_never_too_late_within_the_last_day(self, build):
        rule = build.deadline(build.limit(24, "hour"), end=build.selector("family_told"))
        start = build.event("accepted", 3, 2, hour=10, minute=20)
        assert build.see(rule, build.trace(start, build.event("family_told", 3, 3)), APRIL) is None

    def test_a_start_known_to_the_day_counts_from_its_end(self, build):
        rule = build.deadline(build.limit(24, "hour"), end=build.selector("family_told"))
        told = build.event("family_told", 3, 3, hour=23, minute=59)
        assert build.see(rule, build.trace(build.event("accepted", 3, 2), told), APRIL) is None


class TestOrderWithinADay:
    def test_an_end_on_the_start_day_fulfils_whatever_the_order_of_entry(self, build):
        end = build.event("decided", 3, 2, sequence=0)
        start = build.event("accepted", 3, 2, sequence=9)
        assert build.see(build.deadline(), build.trace(end, start), APRIL) is None

    def test_an_end_certainly_before_the_start_fulfils_nothing(self, build):
        end = build.event("decided", 3, 2, hour=8)
        start = build.event("accepted", 3, 2, hour=9)
        sighting = build.see(build.deadline(), build.trace(end, start), APRIL)
        assert sighting is not None
        assert sighting.stage is Stage.OVERDUE

    def test_an_end_on_an_earlier_day_fulfils_nothing(self, build):
        trace = build.trace(build.event("decided", 3, 1), build.event("accepted", 3, 2))
        assert build.see(build.deadline(), trace, APRIL) is not None

    def test_an_event_after_the_instant_of_judgement_has_not_happened(self, build):
        trace = build.trace(build.event("accepted", 3, 2), build.event("decided", 3, 30))
        sighting = build.see(build.deadline(), trace, dt.date(2026, 3, 20))
        assert sighting is not None
        assert sighting.stage is Stage.OVERDUE


class TestExtensions:
    def rule(self, build, at_most=1):
        extension = Extension(by=build.selector("extended"), add=build.limit(15), at_most=at_most)
        return build.deadline(build.limit(10), extended=(extension,))

    def test_an_extension_adds_its_days(self, build):
        trace = build.trace(
            build.event("accepted", 3, 2),
            build.event("extended", 3, 12),
            build.event("decided", 3, 27),
        )
        assert build.see(self.rule(build), trace, APRIL) is None

    def test_an_extension_after_the_limit_heals_nothing(self, build):
        trace = build.trace(
            build.event("accepted", 3, 2),
            build.event("extended", 3, 13),
            build.event("decided", 3, 16),
        )
        sighting = build.see(self.rule(build), trace, APRIL)
        assert sighting is not None
        assert sighting.facts.late_days == 4

    def test_an_extension_counts_at_most_as_often_as_the_rule_says(self, build):
        events = (
            build.event("accepted", 3, 2),
            build.event("extended", 3, 3),
            build.event("extended", 3, 4),
            build.event("decided", 4, 10),
        )
        once = build.see(self.rule(build), build.trace(*events), APRIL)
        assert once is not None
        assert once.facts.due_on == dt.date(2026, 3, 27)
        roles = [event.role for event in once.facts.events]
        assert roles == [EventRole.START, EventRole.EXTENDED, EventRole.END]
        assert build.see(self.rule(build, at_most=2), build.trace(*events), APRIL) is None


class TestRestarts:
    def rule(self, build, **fields):
        return build.deadline(build.limit(10), restarted=build.selector("returned_again"), **fields)

    def test_a_restart_in_time_begins_the_limit_anew(self, build):
        trace = build.trace(
            build.event("accepted", 3, 2),
            build.event("returned_again", 3, 12),
            build.event("decided", 3, 22),
        )
        assert build.see(self.rule(build), trace, APRIL) is None

    def test_each_period_is_a_detection_of_its_own(self, build):
        trace = build.trace(
            build.event("accepted", 3, 2),
            build.event("returned_again", 3, 13),
            build.event("decided", 3, 25),
        )
        found = build.sweep(self.rule(build), trace, start_of(APRIL))
        assert all(isinstance(one, Sighting) for one in found)
        assert [(one.anchor, one.stage, one.facts.late_days) for one in found] == [
            (("accepted-2026-03-02",), Stage.LATE_DONE, 1),
            (("returned_again-2026-03-13",), Stage.LATE_DONE, 2),
        ]
        assert found[0].facts.events[-1].role is EventRole.RESTARTED

    def test_a_restart_before_the_start_is_none(self, build):
        trace = build.trace(
            build.event("returned_again", 2, 1),
            build.event("accepted", 3, 2),
            build.event("decided", 3, 5),
        )
        assert build.see(self.rule(build), trace, APRIL) is None

    def test_a_restart_the_export_tells_too_little_of_ends_the_period_and_opens_none(self, build):
        selector = Selector(
            events=("returned_again",), when=(FieldTest(field="kind", one_of=("full",)),)
        )
        rule = build.deadline(build.limit(10), restarted=selector)
        trace = build.trace(build.event("accepted", 3, 2), build.event("returned_again", 3, 10))
        assert build.see(rule, trace, APRIL) is None

    def test_the_last_start_may_be_meant(self, build):
        trace = build.trace(
            build.event("accepted", 3, 2, id="one"), build.event("accepted", 4, 1, id="two")
        )
        sighting = build.see(build.deadline(which=Which.LAST), trace, APRIL)
        assert sighting is not None
        assert sighting.anchor == ("two",)


class TestPauses:
    def rule(self, build, limit=None):
        pause = Pause(since=build.selector("returned"), until=build.selector("returned_again"))
        return build.deadline(limit or build.limit(10), paused=(pause,))

    def test_paused_days_do_not_count(self, build):
        trace = build.trace(
            build.event("accepted", 3, 2),
            build.event("returned", 3, 6),
            build.event("returned_again", 3, 16),
            build.event("decided", 3, 23),  # 22 March is a Sunday
        )
        assert build.see(self.rule(build), trace, APRIL) is None

    def test_the_facts_name_pause_and_end_of_pause(self, build):
        trace = build.trace(
            build.event("accepted", 3, 2),
            build.event("returned", 3, 6),
            build.event("returned_again", 3, 16),
            build.event("decided", 3, 24),
        )
        sighting = build.see(self.rule(build), trace, APRIL)
        assert sighting is not None
        roles = [event.role.value for event in sighting.facts.events]
        assert roles == ["start", "paused", "resumed", "end"]
        assert sighting.facts.due_on == dt.date(2026, 3, 23)

    def test_a_clock_that_stands_still_is_never_overdue(self, build):
        trace = build.trace(build.event("accepted", 3, 2), build.event("returned", 3, 6))
        assert build.see(self.rule(build), trace, APRIL) is None

    def test_a_pause_after_the_limit_makes_it_late_done(self, build):
        trace = build.trace(build.event("accepted", 3, 2), build.event("returned", 3, 20))
        sighting = build.see(self.rule(build), trace, APRIL)
        assert sighting is not None
        assert (sighting.stage, sighting.facts.late_days) == (Stage.LATE_DONE, 8)
        assert sighting.facts.events[-1].role is EventRole.PAUSED

    def test_a_pause_within_a_pause_counts_once(self, build):
        trace = build.trace(
            build.event("accepted", 3, 2),
            build.event("returned", 3, 6, id="a"),
            build.event("returned", 3, 9, id="b"),
            build.event("returned_again", 3, 16),
            build.event("decided", 3, 24),
        )
        sighting = build.see(self.rule(build), trace, APRIL)
        assert sighting is not None
        assert sighting.facts.due_on == dt.date(2026, 3, 23)

    def test_a_pause_that_ends_on_its_own_day_takes_no_time(self, build):
        pause = Pause(since=build.selector("returned"), until=build.selector("returned_again"))
        rule = build.deadline(build.limit(24, "hour"), paused=(pause,))
        trace = build.trace(
            build.event("accepted", 3, 2, hour=9),
            build.event("returned_again", 3, 2),
            build.event("returned", 3, 2, hour=15),
            build.event("decided", 3, 3, hour=10),
        )
        sighting = build.see(rule, trace, APRIL)
        assert sighting is not None
        assert sighting.facts.due_at == build.at(3, 3, 10)

    def test_two_pauses_add_up(self, build):
        trace = build.trace(
            build.event("accepted", 3, 2),
            build.event("returned", 3, 3, id="a"),
            build.event("returned_again", 3, 5, id="b"),
            build.event("returned", 3, 9, id="c"),
            build.event("returned_again", 3, 12, id="d"),
            build.event("decided", 3, 18),
        )
        sighting = build.see(self.rule(build), trace, APRIL)
        assert sighting is not None
        assert sighting.facts.due_on == dt.date(2026, 3, 17)


class TestWarnings:
    @pytest.mark.parametrize(
        ("today", "level"),
        [
            (dt.date(2026, 3, 8), None),
            (dt.date(2026, 3, 9), 1),
            (dt.date(2026, 3, 11), 2),
            (dt.date(2026, 3, 12), 2),
        ],
    )
    def test_each_lead_time_is_a_level_of_the_warning(self, build, today, level):
        rule = build.deadline(build.limit(10), warnings=(build.limit(3), build.limit(1, "workday")))
        sighting = build.see(rule, build.trace(build.event("accepted", 3, 2)), today)
        assert (sighting.level if sighting else None) == level
        if sighting:
            assert sighting.stage is Stage.WARNING
            assert sighting.breached_on is None

    def test_a_warning_of_hours_looks_at_the_hour(self, build):
        rule = build.deadline(build.limit(24, "hour"), warnings=(build.limit(2, "hour"),))
        trace = build.trace(build.event("accepted", 3, 2, hour=9))
        assert build.sweep(rule, trace, build.at(3, 3, 7, 59)) == []
        assert len(build.sweep(rule, trace, build.at(3, 3, 8))) == 1

    def test_warning_overdue_and_late_done_are_one_detection(self, build):
        rule = build.deadline(build.limit(10), warnings=(build.limit(3),))
        trace = build.trace(build.event("accepted", 3, 2), build.event("decided", 4, 1))
        days = (dt.date(2026, 3, 11), dt.date(2026, 3, 20), APRIL)
        found = [build.see(rule, trace, day) for day in days]
        assert [one.stage.value for one in found] == ["warning", "overdue", "late_done"]
        assert len({one.anchor for one in found}) == 1


class TestValidityAndAnchor:
    def test_a_fact_before_the_rule_was_in_force_is_not_judged(self, build):
        rule = build.deadline(valid_from=dt.date(2026, 3, 3))
        assert build.see(rule, build.trace(build.event("accepted", 3, 2)), APRIL) is None
        assert build.see(rule, build.trace(build.event("accepted", 3, 3)), APRIL) is not None

    def test_a_fact_after_the_rule_was_in_force_is_not_judged(self, build):
        rule = build.deadline(valid_until=dt.date(2026, 3, 2))
        assert build.see(rule, build.trace(build.event("accepted", 3, 2)), APRIL) is not None
        assert build.see(rule, build.trace(build.event("accepted", 3, 3)), APRIL) is None

    def test_without_a_connector_id_type_and_instant_are_the_anchor(self, build):
        event = build.event("accepted", 3, 2, id="")
        sighting = build.see(build.deadline(), build.trace(event), APRIL)
        assert sighting is not None
        assert sighting.anchor == ("accepted", str(event.occurred_at))

    def test_a_rule_without_the_event_in_its_anchor_has_one_detection_per_case(self, build):
        rule = build.deadline(anchor=())
        sighting = build.see(rule, build.trace(build.event("accepted", 3, 2)), APRIL)
        assert sighting is not None
        assert sighting.anchor == ()
        assert AnchorPart.EVENT not in rule.head.anchor


def test_a_limit_that_ends_after_2100_is_a_fault_of_the_rule_and_of_no_other(build):
    broken = build.deadline(build.limit(1_300, "month"), code="R0")
    sound = build.deadline()
    traces = [
        build.trace(build.event("accepted", 3, 2), number="A"),
        build.trace(build.event("accepted", 3, 2), number="B"),
    ]
    found = build.sweep([broken, sound], traces, start_of(APRIL))
    faults = [one for one in found if isinstance(one, RuleFault)]
    assert [(fault.rule.code, fault.case, fault.code) for fault in faults] == [
        ("R0", "A", "value.day_range")
    ]
    assert [one.case for one in found if isinstance(one, Sighting)] == ["A", "B"]
