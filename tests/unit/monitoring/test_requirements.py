"""What `Required` means."""

from __future__ import annotations

import datetime as dt

from supervision.domain.cases import Card, Party
from supervision.domain.rules import FieldTest, Over, Selector, Stage, When, Which

APRIL = dt.date(2026, 4, 20)


def test_nothing_is_required_while_the_event_it_must_precede_is_not_there(build):
    assert build.see(build.required(), build.trace(build.event("accepted", 3, 2)), APRIL) is None


def test_what_is_not_there_is_missing(build):
    sighting = build.see(build.required(), build.trace(build.event("plea_signed", 3, 5)), APRIL)
    assert sighting is not None
    assert sighting.stage is Stage.MISSING
    assert sighting.anchor == ("plea_signed-2026-03-05",)
    assert sighting.began_on == sighting.breached_on == dt.date(2026, 3, 5)


def test_what_stands_before_is_in_time(build):
    trace = build.trace(build.event("lawyer_ensured", 3, 4), build.event("plea_signed", 3, 5))
    assert build.see(build.required(), trace, APRIL) is None


def test_the_same_day_is_in_time_when_either_is_known_only_to_the_day(build):
    lawyer = build.event("lawyer_ensured", 3, 5, hour=16)
    assert (
        build.see(build.required(), build.trace(build.event("plea_signed", 3, 5), lawyer), APRIL)
        is None
    )


def test_the_same_day_is_late_when_the_minutes_say_so(build):
    trace = build.trace(
        build.event("plea_signed", 3, 5, hour=10), build.event("lawyer_ensured", 3, 5, hour=11)
    )
    sighting = build.see(build.required(), trace, APRIL)
    assert sighting is not None
    assert (sighting.stage, sighting.facts.late_days) == (Stage.LATE, 0)


def test_the_sequence_decides_within_one_minute(build):
    first = build.event("lawyer_ensured", 3, 5, hour=10, sequence=1)
    second = build.event("plea_signed", 3, 5, hour=10, sequence=2)
    assert build.see(build.required(), build.trace(first, second), APRIL) is None


def test_what_comes_afterwards_is_late(build):
    trace = build.trace(build.event("plea_signed", 3, 5), build.event("lawyer_ensured", 3, 8))
    sighting = build.see(build.required(), trace, APRIL)
    assert sighting is not None
    assert (sighting.stage, sighting.facts.late_days) == (Stage.LATE, 3)
    assert [event.role.value for event in sighting.facts.events] == ["before", "required"]


def test_the_last_event_may_be_meant(build):
    trace = build.trace(
        build.event("plea_signed", 3, 1),
        build.event("lawyer_ensured", 3, 4),
        build.event("plea_signed", 3, 5),
    )
    assert build.see(build.required(which=Which.LAST), trace, APRIL) is None
    assert build.see(build.required(which=Which.FIRST), trace, APRIL) is not None


def test_the_duty_may_exist_only_after_another_event(build):
    rule = build.required(
        given=build.selector("returned"),
        required=build.selector("returned_again"),
        before=build.selector("decided"),
    )
    without = build.trace(build.event("decided", 3, 9))
    returned = build.event("returned", 3, 2)
    assert build.see(rule, without, APRIL) is None
    sighting = build.see(rule, build.trace(returned, build.event("decided", 3, 9)), APRIL)
    assert sighting is not None
    assert [event.role.value for event in sighting.facts.events] == ["given", "before"]


def test_what_stands_before_the_event_that_founds_the_duty_does_not_fulfil_it(build):
    rule = build.required(
        given=build.selector("returned"),
        required=build.selector("returned_again"),
        before=build.selector("decided"),
    )
    trace = build.trace(
        build.event("returned_again", 3, 1),
        build.event("returned", 3, 2),
        build.event("decided", 3, 9),
    )
    assert build.see(rule, trace, APRIL) is not None


def test_each_party_is_judged_by_its_own_events_and_those_of_the_case(build):
    rule = build.required(over=Over.PARTY, before=build.selector("decided"))
    trace = build.trace(
        build.event("lawyer_ensured", 3, 1, party="a"),
        build.event("decided", 3, 9),
        parties=(Party(key="a"), Party(key="b")),
    )
    sighting = build.see(rule, trace, APRIL)
    assert sighting is not None
    assert sighting.party == "b"


def test_a_rule_over_parties_sees_nothing_in_a_case_without_parties(build):
    rule = build.required(over=Over.PARTY)
    assert build.see(rule, build.trace(build.event("plea_signed", 3, 5)), APRIL) is None


def test_a_fact_outside_the_validity_is_not_judged(build):
    rule = build.required(valid_from=dt.date(2026, 3, 6))
    assert build.see(rule, build.trace(build.event("plea_signed", 3, 5)), APRIL) is None


class TestConditions:
    plea = When(case=(FieldTest(field="plea", one_of=("是",)),))

    def test_a_case_that_meets_the_condition_is_judged(self, build):
        trace = build.trace(build.event("plea_signed", 3, 5), card={"plea": "是"})
        assert build.see(build.required(when=self.plea), trace, APRIL) is not None

    def test_a_case_that_fails_the_condition_is_not_judged(self, build):
        trace = build.trace(build.event("plea_signed", 3, 5), card={"plea": "否"})
        assert build.see(build.required(when=self.plea), trace, APRIL) is None

    def test_a_field_left_empty_makes_no_finding(self, build):
        event = build.event("plea_signed", 3, 5)
        assert build.see(build.required(when=self.plea), build.trace(event), APRIL) is None
        blank = build.trace(event, card={"plea": ""})
        assert build.see(build.required(when=self.plea), blank, APRIL) is None

    def test_a_field_left_empty_makes_no_finding_when_denied_either(self, build):
        rule = build.required(when=When(case=(FieldTest(field="plea", none_of=("否",)),)))
        event = build.event("plea_signed", 3, 5)
        assert build.see(rule, build.trace(event), APRIL) is None
        assert build.see(rule, build.trace(event, card={"plea": "是"}), APRIL) is not None

    def test_another_line_is_not_watched(self, build):
        event = build.event("plea_signed", 3, 5)
        rule = build.required(lines=("审查逮捕",))
        assert build.see(rule, build.trace(event), APRIL) is None
        assert build.see(rule, build.trace(event, line="审查逮捕"), APRIL) is not None

    def test_fields_every_case_has_may_be_asked_for(self, build):
        names = {"line": "审查起诉", "unit": "马尾", "department": "一部", "handler": "张三"}
        tests = tuple(FieldTest(field=name, one_of=(text,)) for name, text in names.items())
        trace = build.trace(build.event("plea_signed", 3, 5), **names)
        assert build.see(build.required(when=When(case=tests)), trace, APRIL) is not None

    def test_fields_of_the_party_may_be_asked_for(self, build):
        minor = FieldTest(field="minor", one_of=("是",))
        held = FieldTest(field="custody", one_of=("true",))
        rule = build.required(over=Over.PARTY, when=When(party=(minor, held)))
        event = build.event("plea_signed", 3, 5)
        card = (Card("minor", "是"),)
        parties = (
            Party(key="a", custody=True, card=card),
            Party(key="b", custody=False, card=card),
            Party(key="c", card=card),
            Party(key="d", custody=True),
        )
        sighting = build.see(rule, build.trace(event, parties=parties), APRIL)
        assert sighting is not None
        assert sighting.party == "a"

    def test_an_event_of_which_the_export_tells_too_little_founds_no_duty(self, build):
        signed = Selector(events=("plea_signed",), when=(FieldTest(field="by", one_of=("本人",)),))
        rule = build.required(before=signed)
        assert build.see(rule, build.trace(build.event("plea_signed", 3, 5)), APRIL) is None
        told = build.event("plea_signed", 3, 5, card={"by": "本人"})
        assert build.see(rule, build.trace(told), APRIL) is not None

    def test_an_event_of_which_the_export_tells_too_little_fulfils_a_duty(self, build):
        ensured = Selector(
            events=("lawyer_ensured",),
            when=(
                FieldTest(field="how", one_of=("在场",)),
                FieldTest(field="who", one_of=("律师",)),
            ),
        )
        rule = build.required(required=ensured)
        signed = build.event("plea_signed", 3, 5)
        unclear = build.event("lawyer_ensured", 3, 4, card={"who": "律师"})
        absent = build.event("lawyer_ensured", 3, 4, card={"how": "不在场"})
        assert build.see(rule, build.trace(unclear, signed), APRIL) is None
        assert build.see(rule, build.trace(absent, signed), APRIL) is not None

    def test_one_of_several_event_types_is_enough(self, build):
        rule = build.required(required=build.selector("lawyer_ensured", "opinion_heard"))
        trace = build.trace(build.event("opinion_heard", 3, 4), build.event("plea_signed", 3, 5))
        assert build.see(rule, trace, APRIL) is None


def test_rules_over_cases_share_what_is_made_of_a_case(build):
    trace = build.trace(build.event("plea_signed", 3, 5))
    rules = [build.required(), build.required(code="R2")]
    assert len(build.sweep(rules, trace, build.at(4, 20, 0))) == 2


def test_rules_over_parties_share_what_is_made_of_a_case(build):
    trace = build.trace(build.event("plea_signed", 3, 5), parties=(Party(key="a"),))
    rules = [build.required(over=Over.PARTY), build.required(over=Over.PARTY, code="R2")]
    assert len(build.sweep(rules, trace, build.at(4, 20, 0))) == 2
