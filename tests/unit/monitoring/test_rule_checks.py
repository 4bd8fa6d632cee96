"""What is wrong with a rule, by itself and beside others."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.findings import Certainty
from supervision.domain.rulebooks import PlacedRule, RuleBook, conflicts, faults_of, sentence_names
from supervision.domain.rules import (
    Extension,
    FieldTest,
    Over,
    Pause,
    RuleRef,
    Selector,
    Sentence,
    Stage,
    When,
    Wording,
    ref_of,
)
from supervision.errors import ConfigError

NO_EVENTS = Selector(events=())


def faults(rule):
    return [(fault.path, fault.code) for fault in faults_of(rule)]


def test_a_sound_deadline_has_no_fault(build):
    extension = Extension(by=build.selector("extended"), add=build.limit(1, "month"))
    pause = Pause(since=build.selector("returned"), until=build.selector("returned_again"))
    rule = build.deadline(
        extended=(extension,),
        paused=(pause,),
        restarted=build.selector("returned_again"),
        warnings=(build.limit(3),),
        valid_until=dt.date(2030, 1, 1),
        version=3,
        replaces=(1, 2),
    )
    assert faults(rule) == []


def test_a_sound_requirement_has_no_fault(build):
    assert faults(build.required(given=build.selector("accepted"))) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"code": "no blanks"}, (".code", "rule.code")),
        ({"version": 0}, (".version", "rule.version")),
        ({"version": 2, "replaces": (2,)}, (".replaces", "rule.replaces")),
        ({"version": 2, "replaces": (0,)}, (".replaces", "rule.replaces")),
        ({"name": Wording(zh=" ", en="x")}, (".name.zh", "rule.blank")),
        ({"name": Wording(zh="一", en="")}, (".name.en", "rule.blank")),
        ({"basis": ""}, (".basis", "rule.blank")),
        ({"problem_code": ""}, (".problem_code", "rule.blank")),
        ({"valid_until": dt.date(2019, 1, 1)}, (".valid_until", "rule.validity")),
        (
            {"certainty": Certainty.SUSPECTED, "opens_findings": True},
            (".opens_findings", "rule.suspected_opens"),
        ),
        (
            {"when": When(party=(FieldTest(field="minor", one_of=("是",)),))},
            (".when.party", "rule.party_condition"),
        ),
        ({"when": When(case=(FieldTest(field="plea"),))}, (".when.case[0]", "rule.condition")),
        (
            {"when": When(case=(FieldTest(field="", one_of=("是",)),))},
            (".when.case[0].field", "rule.blank"),
        ),
    ],
)
def test_each_fault_of_the_head_has_its_place(build, fields, expected):
    assert faults(build.deadline(**fields)) == [expected]


def test_a_condition_cannot_both_list_and_exclude(build):
    both = FieldTest(field="minor", one_of=("是",), none_of=("否",))
    rule = build.deadline(over=Over.PARTY, when=When(party=(both,)))
    assert faults(rule) == [(".when.party[0]", "rule.condition")]


def test_each_fault_of_a_deadline_has_its_place(build):
    rule = build.deadline(
        start=NO_EVENTS,
        end=Selector(events=("decided", " ")),
        restarted=NO_EVENTS,
        extended=(
            Extension(by=NO_EVENTS, add=build.limit(1), at_most=0),
            Extension(by=build.selector("x"), add=build.limit(1, "hour")),
        ),
        paused=(Pause(since=NO_EVENTS, until=NO_EVENTS),),
        warnings=(build.limit(1, "month"),),
        anchor=(),
    )
    assert faults(rule) == [
        (".start.events", "rule.no_events"),
        (".end.events", "rule.no_events"),
        (".restarted.events", "rule.no_events"),
        (".extended[0].by.events", "rule.no_events"),
        (".extended[0].at_most", "rule.at_most"),
        (".extended[1].add.unit", "rule.units"),
        (".paused[0].since.events", "rule.no_events"),
        (".paused[0].until.events", "rule.no_events"),
        (".warnings[0].unit", "rule.lead"),
        (".anchor", "rule.anchor"),
    ]


def test_a_limit_in_hours_is_extended_by_hours_and_days_only(build):
    def rule(unit):
        extension = Extension(by=build.selector("extended"), add=build.limit(1, unit))
        return build.deadline(build.limit(24, "hour"), extended=(extension,))

    assert faults(rule("hour")) == faults(rule("day")) == []
    assert faults(rule("month")) == [(".extended[0].add.unit", "rule.units")]


def test_each_fault_of_a_requirement_has_its_place(build):
    unclear = Selector(events=("plea_signed",), when=(FieldTest(field="by"),))
    rule = build.required(given=NO_EVENTS, required=NO_EVENTS, before=unclear)
    assert faults(rule) == [
        (".given.events", "rule.no_events"),
        (".required.events", "rule.no_events"),
        (".before.when[0]", "rule.condition"),
    ]


class TestSentences:
    def with_sentences(self, rule, *sentences):
        return attrs.evolve(rule, head=attrs.evolve(rule.head, sentences=sentences))

    def test_every_stage_needs_a_sentence(self, build):
        rule = self.with_sentences(build.deadline(warnings=(build.limit(1),)))
        stages = [fault.details["stage"] for fault in faults_of(rule)]
        assert stages == ["warning", "overdue", "late_done"]

    def test_a_stage_has_one_sentence_and_the_rule_has_the_stage(self, build):
        rule = build.required()
        one = Sentence(stage=Stage.MISSING, zh="", en="")
        other = Sentence(stage=Stage.OVERDUE, zh="", en="")
        rule = self.with_sentences(rule, *rule.head.sentences, one, other)
        assert faults(rule) == [
            (".sentences[2].stage", "rule.sentence_stage"),
            (".sentences[3].stage", "rule.sentence_stage"),
        ]

    @pytest.mark.parametrize(
        "template", ["{start}", "{case!r}", "{case:>10}", "{case.number}", "{0}", "{"]
    )
    def test_a_placeholder_is_a_plain_known_name(self, build, template):
        rule = build.required()
        late = attrs.evolve(rule.head.sentences[1], en=template)
        rule = self.with_sentences(rule, rule.head.sentences[0], late)
        assert faults(rule) == [(".sentences[1].en", "rule.placeholder")]

    def test_every_placeholder_of_the_kind_of_rule_may_be_used(self, build):
        for rule in (build.deadline(), build.required()):
            template = "".join(f"{{{name}}}" for name in sentence_names(rule))
            first, second = rule.head.sentences
            first = attrs.evolve(first, zh=template)
            assert faults(self.with_sentences(rule, first, second)) == []


class TestConflicts:
    def between(self, *rules):
        placed = [PlacedRule(f"rules[{place}]", rule) for place, rule in enumerate(rules)]
        return [(fault.path, fault.code) for fault in conflicts(placed)]

    def test_one_version_stands_once(self, build):
        rule = build.deadline()
        assert self.between(rule, rule) == [("rules[1].version", "rule.twice")]

    def test_versions_of_one_code_have_one_anchor(self, build):
        old = build.deadline(valid_until=dt.date(2025, 12, 31))
        new = {"version": 2, "valid_from": dt.date(2026, 1, 1)}
        assert self.between(old, build.deadline(**new)) == []
        for other in ({"anchor": ()}, {"anchor_version": 2}):
            found = self.between(old, build.deadline(**new, **other))
            assert found == [("rules[1].anchor", "rule.anchor_differs")]

    def test_the_version_of_an_anchor_is_positive(self, build):
        (fault,) = faults_of(build.deadline(anchor_version=0))
        assert (fault.path, fault.code) == (".anchor_version", "rule.version")

    def test_two_versions_are_not_in_force_on_the_same_day(self, build):
        old, new = build.deadline(), build.deadline(version=2, valid_from=dt.date(2026, 1, 1))
        assert self.between(old, new) == [("rules[1].valid_from", "rule.overlap")]
        assert self.between(new, old) == [("rules[1].valid_from", "rule.overlap")]

    def test_versions_that_follow_one_another_agree(self, build):
        old = build.deadline(valid_until=dt.date(2025, 12, 31))
        new = build.deadline(version=2, valid_from=dt.date(2026, 1, 1))
        assert self.between(old, new) == self.between(new, old) == []

    def test_different_codes_agree(self, build):
        assert self.between(build.deadline(), build.deadline(code="R2")) == []


class TestBook:
    def book(self, build):
        return RuleBook(
            rules=(
                build.deadline(valid_until=dt.date(2025, 12, 31)),
                build.deadline(version=3, replaces=(2,), valid_from=dt.date(2026, 1, 1)),
                build.required(code="R2"),
            )
        )

    def test_the_head_of_a_version_or_else_the_newest(self, build):
        book = self.book(build)
        assert [book.head("R1", version).version for version in (1, 2, 3, None)] == [1, 3, 3, 3]
        assert book.head("R9") is None

    def test_only_the_rules_asked_for(self, build):
        book = self.book(build)
        assert book.only(()) == book
        assert [ref_of(rule).code for rule in book.only(["R2"]).rules] == ["R2"]

    def test_a_code_nobody_knows_is_refused(self, build):
        with pytest.raises(ConfigError) as caught:
            self.book(build).only(["R2", "R8", "R9"])
        assert caught.value.code == "rule.unknown"
        assert caught.value.details == {"code": "R8", "known": ("R1", "R2")}

    def test_the_versions_decided_include_the_replaced(self, build):
        versions = [(ref.code, ref.version) for ref in self.book(build).decides()]
        assert versions == [("R1", 1), ("R1", 2), ("R1", 3), ("R2", 1)]
        assert RuleRef(code="R1", version=2) not in self.book(build).refs()
