"""What an office watches with, read from its TOML."""

from __future__ import annotations

import datetime as dt

import pytest

from supervision.builtin.reference_engine import REFERENCE_ENGINE
from supervision.config import parse_config
from supervision.errors import ConfigError
from supervision.office.watching import watch_of
from supervision.plugins.binding import bind
from supervision.plugins.host import load_plugins

RULE = """
[[rules]]
type = "required"
code = "LAWYER"
name = { zh = "值班律师未在场", en = "No lawyer" }
basis = "gz-269"
valid_from = 2019-12-30
certainty = "confirmed"
severity = "heavier"
problem_code = "plea.lawyer"
required = { events = ["lawyer_ensured"] }
before = { events = ["plea_signed"] }
sentences = [
  { stage = "missing", zh = "{case}", en = "{case}" },
  { stage = "late", zh = "{case}", en = "{case}" },
]
"""
OFFICE = """
[office]
name = "测试院"
unit = "mw"
[store]
backend = "memory"
[access]
policy = "open-office"
[monitoring]
rules = ["rules.toml"]
go_live = 2026-01-01
"""


@pytest.fixture
def watch(tmp_path):
    def read(rule=RULE, more=""):
        if rule is not None:
            (tmp_path / "rules.toml").write_bytes(
                rule if isinstance(rule, bytes) else rule.encode()
            )
        config = parse_config(OFFICE + more, folder=tmp_path)
        return watch_of(config, bind(config, load_plugins(()).registry))

    return read


def test_rules_engine_and_go_live_date_come_from_the_toml(watch):
    found = watch()
    assert found.book.codes() == ("LAWYER",)
    assert found.engine_name == REFERENCE_ENGINE.name
    assert found.go_live == dt.date(2026, 1, 1)


def test_a_file_of_another_editor_is_read_as_well(watch):
    assert watch("\ufeff" + RULE.replace("\n", "\r\n")).book.codes() == ("LAWYER",)


def test_local_adjustments_are_laid_over(watch):
    found = watch(more="[monitoring.parameters.LAWYER]\nopens_findings = true\n")
    assert found.book.rules[0].head.opens_findings


def test_a_wrong_adjustment_is_told_with_its_line(watch):
    with pytest.raises(ConfigError) as caught:
        watch(more="[monitoring.parameters.NOBODY]\noff = 'x'\n")
    (problem,) = caught.value.problems
    assert (problem.path, problem.details["line"]) == ("monitoring.parameters.NOBODY", 12)


def test_a_rule_file_that_is_not_there_is_told(watch):
    with pytest.raises(ConfigError) as caught:
        watch(rule=None)
    assert caught.value.code == "file.missing"


def test_a_rule_file_that_is_not_utf_8_is_told(watch):
    with pytest.raises(ConfigError) as caught:
        watch(rule=RULE.encode("gb18030"))
    assert caught.value.code == "file.text"
