"""The ten rules of the workload are all judged inside a database."""

from __future__ import annotations

from pathlib import Path

from supervision.domain.ir import Plan
from supervision.monitoring.compiling import compile_rules
from supervision.monitoring.loading import read_book
from supervision.ports.monitoring import RuleText

_FILE = Path(__file__).parents[3] / "bench" / "rules_ten.toml"


def test_none_of_the_ten_rules_is_referred() -> None:
    text = RuleText(name=_FILE.name, text=_FILE.read_text("utf-8"))
    program = compile_rules(read_book([("bench", text)]).rules)
    plans = {one.rule.head.code: one.plan for one in program.judgements}
    assert len(plans) == 10
    assert Plan.REFERRED not in plans.values()
    assert plans["R3"] is Plan.PERIODS
    assert plans["R9"] is Plan.SUMS
    assert plans["R10"] is Plan.EVENTS
    assert sum(len(one.features) for one in program.judgements) > len(program.features)
