"""The whole vocabulary of rules: what is wrong with one, what it reads like, local changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest

from supervision.cli.rule_words import TYPES, meaning, type_of
from supervision.codec import decode, encode
from supervision.domain.function_rules import FunctionRule
from supervision.domain.rule_checks import faults_of, sentence_names, stages_of
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import (
    RULE_TYPES,
    AnchorPart,
    By,
    CardOf,
    CardTests,
    Direction,
    FieldRef,
    FieldTest,
    Footing,
    Over,
    Rule,
    Selector,
    Stage,
    Threshold,
    When,
    Yields,
    number_of,
)
from supervision.errors import ConfigError
from supervision.monitoring.loading import read_book
from supervision.monitoring.overlays import overlaid
from supervision.ports.monitoring import RuleText
from supervision.testing.engine_samples import SAMPLE_RULES
from supervision.testing.rule_samples import any_of, days, head_of

BY_CODE = {rule.head.code: rule for rule in SAMPLE_RULES}
NOTHING = Selector(events=())
EVENT_FIELD = FieldRef(card=CardOf.EVENT, field="x")
OTHER_FIELD = FieldRef(card=CardOf.LINKED, field="x")
TEST = FieldTest(field="f", present=True)


def faults(rule: Rule) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in faults_of(rule)]


@pytest.mark.parametrize("rule", SAMPLE_RULES, ids=lambda rule: rule.head.code)
def test_every_sample_is_sound_and_reads_the_same_again(rule: Rule) -> None:
    assert faults(rule) == []
    assert decode(type(rule), encode(rule)) == rule
    assert RULE_TYPES[type_of(rule)] is type(rule)
    assert set(stages_of(rule)) == {sentence.stage for sentence in rule.head.sentences}
    assert sentence_names(rule)


@pytest.mark.parametrize("rule", SAMPLE_RULES, ids=lambda rule: rule.head.code)
def test_every_sample_is_told_in_words(rule: Rule) -> None:
    for lang in ("zh", "en"):
        told = meaning(rule, lang)
        assert told
        assert not any("{" in sentence or not sentence for sentence in told)


def test_every_type_has_a_name() -> None:
    assert set(TYPES) == {*RULE_TYPES, "function"}
    rule = FunctionRule(head=head_of("FUN", Stage.WRONG), check=lambda *_: ())
    assert type_of(rule) == "function"
    assert stages_of(rule) == (Stage.WRONG,)
    assert meaning(rule, "en") == ("A function judges, by case.",)


@pytest.mark.parametrize(
    ("code", "change", "expected"),
    [
        ("BANNED", {"after": None}, (".until", "rule.needs")),
        ("BANNED", {"event": NOTHING}, (".event.events", "rule.no_events")),
        ("BANNED", {"event": Selector(events=("a",), linked=True)}, (".event.linked", "rule.over")),
        ("FOUR-EYES", {"one_by": " "}, (".one_by", "rule.blank")),
        ("TWICE", {"at_most": None}, ("", "rule.count")),
        ("TWICE", {"at_most": -1}, (".at_most", "rule.number")),
        ("DENSE", {"within": -1}, (".within", "rule.number")),
        ("HEARD", {"within": 3}, (".within", "rule.needs")),
        ("HEARD", {"before": None}, (".before", "rule.needs")),
        ("TWICE", {"before": any_of("x")}, (".before", "rule.needs")),
        ("BACK", {"limit": None}, (".limit", "rule.needs")),
        ("APPROVED", {"warnings": (days(1),)}, (".warnings", "rule.needs")),
        ("CARD", {"must": CardTests(event=(TEST,))}, (".must.event", "rule.needs")),
        ("CARD", {"must": CardTests(party=(TEST,))}, (".must.party", "rule.party_condition")),
        ("CARD", {"must": CardTests(linked=(TEST,))}, (".must.linked", "rule.over")),
        ("ADDS-UP", {"sums": ()}, (".must", "rule.nothing")),
        (
            "ADDS-UP",
            {"sums": (Footing(parts=(), total=FieldRef(field="x")),)},
            (".sums[0].parts", "rule.nothing"),
        ),
        (
            "ADDS-UP",
            {"sums": (Footing(parts=(FieldRef(field=""),), total=FieldRef(field="x")),)},
            (".sums[0].parts[0].field", "rule.blank"),
        ),
        (
            "ADDS-UP",
            {"at": None, "sums": (Footing(parts=(EVENT_FIELD,), total=EVENT_FIELD),)},
            (".sums[0].total.card", "rule.needs"),
        ),
        (
            "ADDS-UP",
            {"sums": (Footing(parts=(OTHER_FIELD,), total=OTHER_FIELD),)},
            (".sums[0].total.card", "rule.over"),
        ),
        ("PER-CASE", {"top": ()}, (".top", "rule.nothing")),
        ("PER-CASE", {"bottom": ()}, (".bottom", "rule.bottom")),
        ("PER-CASE", {"by": (By.LINE, By.LINE)}, (".by[1]", "rule.by_twice")),
        ("MEAN-DAYS", {"by": ()}, (".by", "rule.needs")),
        ("MEAN-DAYS", {"at_most": Threshold(top=1, bottom=0)}, (".at_most.bottom", "rule.number")),
    ],
)
def test_a_rule_at_fault_is_told_with_its_key(
    code: str, change: dict[str, object], expected: tuple[str, str]
) -> None:
    assert expected in faults(attrs.evolve(BY_CODE[code], **change))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"to": None}, (".top[0].to", "rule.needs")),
        ({"events": None}, (".top[0].events", "rule.needs")),
        ({"first": 0}, (".top[0].first", "rule.number")),
    ],
)
def test_a_measure_at_fault_is_told(change: dict[str, object], expected: tuple[str, str]) -> None:
    rule = BY_CODE["MEAN-DAYS"]
    [measure] = rule.top
    assert expected in faults(attrs.evolve(rule, top=(attrs.evolve(measure, **change),)))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"yields": Yields.LIST, "opens_findings": True}, (".opens_findings", "rule.list_opens")),
        ({"links": ("arrest",)}, (".links", "rule.over")),
        ({"priority": 0}, (".priority", "rule.priority")),
        ({"when": When(document=(TEST,))}, (".when.document", "rule.over")),
        ({"when": When(case=(FieldTest(field="f"),))}, (".when.case[0]", "rule.condition")),
        (
            {"when": When(case=(FieldTest(field="f", at_least=1, present=True),))},
            (".when.case[0]", "rule.condition"),
        ),
    ],
)
def test_a_head_at_fault_is_told(change: dict[str, object], expected: tuple[str, str]) -> None:
    rule = BY_CODE["ORDER"]
    assert expected in faults(attrs.evolve(rule, head=attrs.evolve(rule.head, **change)))


@pytest.mark.parametrize("code", ["BACK", "APPROVED", "DENSE"])
def test_several_facts_of_a_subject_are_told_apart(code: str) -> None:
    rule = BY_CODE[code]
    loose = attrs.evolve(rule, head=attrs.evolve(rule.head, anchor=()))
    assert (".anchor", "rule.anchor") in faults(loose)
    assert AnchorPart.EVENT in rule.head.anchor


def test_stages_follow_what_a_rule_asks() -> None:
    card = BY_CODE["CARD"]
    only = attrs.evolve(card, must=CardTests(case=(TEST,)))
    assert stages_of(only) == (Stage.MISSING,)
    back = attrs.evolve(BY_CODE["BACK"], direction=Direction.PREVIOUS, limit=None, warnings=())
    assert stages_of(back) == (Stage.MISSING,)


@pytest.mark.parametrize(
    ("test", "text", "expected"),
    [
        (FieldTest(field="f", at_least=2), "2", True),
        (FieldTest(field="f", at_least=2), "1", False),
        (FieldTest(field="f", at_most=2), "-3", True),
        (FieldTest(field="f", at_most=2), "2.5", None),
        (FieldTest(field="f", at_most=2), "", None),
        (FieldTest(field="f", since=dt.date(2026, 3, 2)), "2026-03-02", True),
        (FieldTest(field="f", until=dt.date(2026, 3, 2)), "2026-03-03", False),
        (FieldTest(field="f", until=dt.date(2026, 3, 2)), "3月2日", None),
        (FieldTest(field="f", present=True), None, False),
        (FieldTest(field="f", present=False), "", True),
        (FieldTest(field="f", present=True), "x", True),
    ],
)
def test_a_condition_knows_numbers_dates_and_presence(
    test: FieldTest, text: str | None, expected: bool | None
) -> None:
    """MONITORING-29."""
    assert test.holds(text) is expected


def test_numbers_are_ascii_and_whole() -> None:
    assert [number_of(text) for text in ("007", "-0", "１", "1e3", "", None)] == [
        *(7, 0, None, None, None, None)
    ]


def test_local_changes_reach_every_type() -> None:
    """MONITORING-46."""
    book = RuleBook(
        rules=SAMPLE_RULES,
        functions=(FunctionRule(head=head_of("FUN", Stage.WRONG), check=lambda *_: ()),),
    )
    tables = {
        "TWICE": {"at_most": 5, "priority": 1},
        "BACK": {"limit": {"count": 9, "unit": "day"}, "warnings": []},
        "FUN": {"severity": "serious"},
        "CARD": {"off": "由市院统一监控"},
    }
    with pytest.raises(ConfigError) as caught:
        overlaid(book, tables, where="p")
    assert [(one.path, one.code) for one in caught.value.problems] == [
        ("p.BACK.sentences[0].stage", "rule.sentence_stage")
    ]
    tables["BACK"].pop("warnings")
    found = overlaid(book, tables, where="p")
    twice = next(rule for rule in found.rules if rule.head.code == "TWICE")
    assert (twice.at_most, twice.head.priority) == (5, 1)
    assert found.functions[0].head.severity.value == "serious"
    assert "CARD" not in found.codes()


@pytest.mark.parametrize(
    ("code", "table"),
    [
        ("ORDER", {"limit": {"count": 1, "unit": "day"}}),
        ("MEAN-DAYS", {"at_most": 3}),
        ("FUN", {"within": 3}),
    ],
)
def test_a_parameter_a_type_has_not_is_refused(code: str, table: dict[str, object]) -> None:
    """MONITORING-46."""
    book = RuleBook(
        rules=SAMPLE_RULES,
        functions=(FunctionRule(head=head_of("FUN", Stage.WRONG), check=lambda *_: ()),),
    )
    with pytest.raises(ConfigError) as caught:
        overlaid(book, {code: table}, where="p")
    assert [one.code for one in caught.value.problems] == ["codec.unknown_key"]


def test_the_ten_rules_of_the_workload_are_sayable() -> None:
    file = Path(__file__).parents[3] / "bench" / "rules_ten.toml"
    book = read_book([("bench", RuleText(name=file.name, text=file.read_text("utf-8")))])
    assert len(book.rules) == 10
    assert all(rule.head.over is Over.CASE for rule in book.rules)
