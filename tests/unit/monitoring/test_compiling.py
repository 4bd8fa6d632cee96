"""Rules compile to plans over shared features."""

from __future__ import annotations

import attrs
import pytest

from supervision.domain.ir import Plan, Reading, Referral, Take
from supervision.domain.rules import (
    Count,
    Deadline,
    FieldTest,
    Forbidden,
    Over,
    Required,
    Rule,
    Selector,
    When,
)
from supervision.monitoring.compiling import compile_rules
from supervision.testing.engine_samples import SAMPLE_RULES

_BY_CODE = {rule.head.code: rule for rule in SAMPLE_RULES}


def _plan(rule: Rule) -> Plan:
    [one] = compile_rules([rule]).judgements
    return one.plan


def _reason(rule: Rule) -> str:
    [one] = compile_rules([rule]).judgements
    assert isinstance(one.body, Referral)
    return one.body.reason


@pytest.mark.parametrize(
    ("code", "plan"),
    [
        ("DECIDE", Plan.FEATURES),
        ("TOLD", Plan.FEATURES),
        ("BEFORE", Plan.FEATURES),
        ("GIVEN", Plan.FEATURES),
        ("HOURS", Plan.REFERRED),
        ("MOVED", Plan.REFERRED),
    ],
)
def test_each_rule_has_the_plan_features_allow(code: str, plan: Plan) -> None:
    assert _plan(_BY_CODE[code]) is plan


def test_the_reason_of_a_referral_is_told() -> None:
    assert _reason(_BY_CODE["HOURS"]) == "hours"
    assert _reason(_BY_CODE["MOVED"]) == "paused"


def test_rules_share_their_features() -> None:
    rules = [_BY_CODE["DECIDE"], _BY_CODE["WORKDAYS"], _BY_CODE["MONTH"]]
    assert len(compile_rules(rules).features) == 2


def test_without_conditions_both_readings_are_one_feature() -> None:
    [start, end] = compile_rules([_BY_CODE["DECIDE"]]).features
    assert start.pick.reading is end.pick.reading is Reading.STRICT
    assert start.pick.is_plain
    assert not compile_rules([_BY_CODE["GRANTED"]]).features[0].pick.is_plain


def test_an_extension_is_a_feature_and_a_restart_a_pair() -> None:
    moved = _BY_CODE["MOVED"]
    assert isinstance(moved, Deadline)
    extended = attrs.evolve(moved, paused=(), restarted=None)
    assert len(compile_rules([extended]).features) == 3
    restarted = attrs.evolve(moved, paused=())
    program = compile_rules([restarted, attrs.evolve(restarted, extended=())])
    assert [one.plan for one in program.judgements] == [Plan.PERIODS, Plan.PERIODS]
    assert len(program.pairs) == 2
    found = {one for pair in program.pairs for one in (pair.opened, pair.ending)}
    assert set(program.features) == found


def test_events_one_by_one_have_plans_without_features_but_for_a_count() -> None:
    head = _BY_CODE["BEFORE"].head
    selector = Selector(events=("returned",))
    count = Count(head=head, events=selector, at_most=2)
    forbidden = Forbidden(head=head, event=selector)
    assert _plan(count) is _plan(forbidden) is Plan.EVENTS
    [counted] = compile_rules([count, forbidden]).features
    assert counted.take is Take.COUNT


def test_a_condition_no_database_asks_alike_is_referred_by_type_alone() -> None:
    rule = _BY_CODE["BEFORE"]
    number = FieldTest(field="amount", at_least=3)
    condition = attrs.evolve(rule, head=attrs.evolve(rule.head, when=When(case=(number,))))
    assert _reason(condition) == "condition"
    assert isinstance(rule, Required)
    asked = attrs.evolve(rule, before=Selector(events=("plea_signed",), when=(number,)))
    [one] = compile_rules([asked]).judgements
    assert _reason(asked) == "event_condition"
    assert all(feature.pick.is_plain for feature in one.features)
    assert all(feature.take is Take.FIRST for feature in one.features)


def test_a_rule_over_documents_is_referred_case_by_case() -> None:
    rule = _BY_CODE["BEFORE"]
    over = attrs.evolve(rule, head=attrs.evolve(rule.head, over=Over.DOCUMENT))
    [one] = compile_rules([over]).judgements
    assert one.over is Over.CASE
    assert one.plan is Plan.REFERRED
