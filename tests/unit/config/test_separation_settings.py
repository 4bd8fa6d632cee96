"""`[separation]` (职责分离): who stands in for the office, and who decides on recusals."""

from __future__ import annotations

import pytest

from supervision.config import OfficeConfig, parse_config
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.posts import Role
from supervision.domain.recusal_rules import RECUSAL_RULES, Meanwhile
from supervision.errors import ConfigError

HEAD = """
[office]
name = "测试院检务督察部"
unit = "350105"
[store]
backend = "memory"
[access]
policy = "open-office"
"""


def parsed(text: str) -> OfficeConfig:
    return parse_config(HEAD + text)


def problems(text: str) -> set[tuple[str, str]]:
    with pytest.raises(ConfigError) as error:
        parsed(text)
    return {(one.path, one.code) for one in error.value.problems}


def test_left_out_it_names_nobody_and_the_rules_are_those_that_ship() -> None:
    rules = parsed("").separation.rules()
    assert (rules.substitute, rules.recusal) == ("", RECUSAL_RULES)


def test_an_office_names_its_substitute_and_its_deciders() -> None:
    rules = parsed(
        """
[separation]
substitute_for_office = "jw"
substitute_basis = "本院办法第五条"
[separation.recusal]
pending = "continues"
urgent = ["attachment.added", "clock.paused"]
ask_within = { count = 3, unit = "workday" }
[[separation.recusal.deciders]]
of = "supervision_head"
by = ["deputy"]
basis = "本院办法第六条"
reason = "督察部门由副检察长分管"
"""
    ).separation.rules()
    assert (rules.substitute, rules.substitute_basis) == ("jw", "本院办法第五条")
    recusal = rules.recusal
    assert recusal.pending is Meanwhile.CONTINUES
    assert recusal.ask_within == Limit(count=3, unit=LimitUnit.WORKDAY)
    assert recusal.decider(frozenset({Role.SUPERVISION_HEAD})).by == (Role.DEPUTY,)
    assert recusal.decider(frozenset({Role.INSPECTOR})).by == (Role.CHIEF,)


def test_who_departs_from_what_ships_says_why() -> None:
    found = problems(
        """
[separation]
substitute_for_office = "jw"
[[separation.recusal.deciders]]
by = []
basis = " "
"""
    )
    assert found == {
        ("separation.substitute_basis", "codec.missing_key"),
        ("separation.recusal.deciders[0].by", "codec.missing_key"),
        ("separation.recusal.deciders[0].basis", "codec.missing_key"),
        ("separation.recusal.deciders[0].reason", "codec.missing_key"),
    }
